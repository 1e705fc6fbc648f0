"""The gift catalogue: what may be given, how many are left, and for whom."""

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from shopdesk import gift_pictures, gifts, permissions
from shopdesk.gifts import Gift
from shopdesk.language import N_
from ui import look
from ui.pages.gift_card import GiftCard, GiftDeeds
from ui.pages.gift_form import GiftForm
from ui.pages.gift_moves import MovesForm
from ui.pages.gift_stock_forms import CountForm, ReceiveForm, ReturnForm
from ui.pages.gift_words import KINDS, for_whom, mood
from ui.pages.page import Page
from ui.pages.settings_part import choices
from ui.till import Till
from ui.widgets import dot, photo
from ui.widgets.parts import button, card, field, label, row
from ui.widgets.table import Column, Table

_EMPTY = N_("No gift here yet. A voucher can also take an amount or a percentage off.")


class GiftList(QWidget):
    """The list, and below it the gift that is marked, above it what can be done with that; Enter or
    two clicks open it."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        self._versions = dict[int, int]()
        self._drawn = dict[tuple[int, int], QPixmap]()
        _ = till.say
        may = permissions.may(till.desk, "gifts.add")
        self.which = choices(
            _("Which gifts"),
            [(_("All kinds"), ""), *((_(words), kind) for kind, words in KINDS.items()),
             (_("Few left"), "few"), (_("Not offered"), "closed")],
        )  # fmt: skip
        self.which.currentIndexChanged.connect(lambda _place: self.load())
        self.sought = field(
            _("Look for a gift"), _("Name, brand or partner · F9"), shorter=_("Find · F9")
        )
        self.sought.textChanged.connect(lambda _text: self.load())
        self.add_button = button(_("New gift"), self.add, "primary", icon="add")
        start = button(_("New gift"), self.add, icon="add")
        for one in (self.add_button, start):
            one.setEnabled(may)
        self.deeds = GiftDeeds(till, self)
        self.edit_button, self.receive_button = self.deeds.edit, self.deeds.receive
        self.table = self._table(start)
        self.table.follow(self.sought)
        self.shown = GiftCard(till)
        self.about = about = label(
            _("Promised: kept for vouchers already issued.")
            if may else _("You can look at gifts here, but not change them."),
            "soft", wraps=True,
        )  # fmt: skip
        titles, view = self.table.model.titles, self.table.view
        promised = titles.index(_("Promised"))
        if may:  # it explains a column, which may have no room
            view.fitted.connect(
                lambda: about.setVisible(
                    self.table.model.rowCount() > 0 and not view.isColumnHidden(promised)
                )
            )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        head = row(self.which, self.sought, self.add_button)
        head.setStretch(1, 1)
        layout.addLayout(head)
        layout.addWidget(self.deeds)
        layout.addWidget(card(self.table, margin=1), 1)
        layout.addWidget(about)
        layout.addWidget(self.shown)

    def _table(self, start: QPushButton) -> Table:
        till, _ = self.till, self.till.say
        cost: Column[Gift] = Column(
            _("Cost"), lambda g: till.money(g.cost or 0), 105, is_number=True
        )
        made = Table(
            _("Gifts"),
            [
                Column(_("Gift"), lambda g: g.title(till.language), picture=self._picture),
                Column(_("For"), lambda g: for_whom(till, g.lowest_tier), 110),
                *([cost] if permissions.sees_costs(till.desk) else []),
                Column(_("Market value"), lambda g: till.money(g.value), 125, is_number=True,
                       is_spare=True),
                Column(_("In stock"), lambda g: self._count(g.stock), 90, is_number=True),
                Column(_("Promised"), self._promised, 95, is_number=True, is_spare=True),
                Column(_("Available"), lambda g: self._count(g.free), 85, is_number=True,
                       pill=self._few, spoken=self._left),
            ],
            empty=_(_EMPTY),
            action=start,
        )  # fmt: skip
        made.opened.connect(lambda _gift: self.edit())
        made.selected.connect(self._show)
        return made

    def _show(self, gift: Gift | None) -> None:
        self.deeds.show_gift(gift)
        self.shown.show_gift(gift)

    def _count(self, count: int | None) -> str:
        return "–" if count is None else f"{count:,}"

    def _promised(self, gift: Gift) -> str:
        return "–" if gift.stock is None else self._count(gift.promised)

    def _left(self, gift: Gift) -> str:
        """How many there are, and what their colour says."""
        _, many = self.till.say, self._count(gift.free)
        said = {"note": _("{count}, only few left"), "bad": _("{count}, none left")}
        return said[mood(gift)].format(count=many) if mood(gift) else many

    def _few(self, gift: Gift) -> tuple[str, str] | None:
        marked = mood(gift)
        return look.chip(self.till.preferences.theme, marked) if marked else None

    def _picture(self, gift: Gift) -> QPixmap | None:
        """Its picture, or the room of one, so that the names stand below each other. Each is read
        and made small once it comes into sight."""
        version, side = self._versions.get(gift.id), self.table.view.picture_size
        if version is None:
            return dot.room(side) if self._versions else None
        made = self._drawn.get((gift.id, version))
        if made is None:
            content = gift_pictures.of_gift(self.till.desk, gift.id)
            if content is None:  # taken away meanwhile
                return dot.room(side)
            made = photo.rounded(content, side, self.devicePixelRatioF(), 4)
            self._drawn[gift.id, version] = made
        return made

    # --- reading ---

    def load(self) -> None:
        """Read the catalogue; what was marked stays marked."""
        which, _, desk = self.which.currentData(), self.till.say, self.till.desk
        sought = self.sought.text()
        kind, state = (which, None) if which in KINDS else (None, which or None)
        found = gifts.found(desk, sought, kind=kind, state=state)
        self._versions = gift_pictures.versions(desk)
        kept = self._versions.items()
        self._drawn = {one: made for one, made in self._drawn.items() if one in kept}
        is_narrowed = bool(which or sought.strip())
        said = _("No gift like this. Choose another kind or fewer letters.")
        self.table.say_empty(said if is_narrowed else _(_EMPTY), offers=not is_narrowed)
        self.table.show_again(found)
        if self.table.current is None:
            self.table.mark(0)
        self._show(self.table.current)

    def begin(self) -> None:
        """The keys on the list, or on the button that makes its first row."""
        if self.table.model.rowCount():
            self.table.enter()
        else:
            self.add_button.setFocus()

    def search(self) -> bool:
        """F9: the field that a gift is sought in."""
        self.sought.setFocus()
        self.sought.selectAll()
        return True

    # --- deeds ---

    def add(self) -> None:
        """A form for a new gift."""
        form = GiftForm(self.till, self.page, None)
        if form.filled():
            self.table.mark_made(form.saved)

    def edit(self) -> None:
        """A form for the gift that is marked."""
        if self.deeds.edit.isEnabled():
            GiftForm(self.till, self.page, self.table.current).filled()

    def receive(self) -> None:
        """Take in more of the gift that is marked."""
        if self.deeds.receive.isEnabled():
            ReceiveForm(self.till, self.page, self.table.current).filled()

    def count(self) -> None:
        """Say how many of it are on the shelf."""
        if self.deeds.count.isEnabled():
            CountForm(self.till, self.page, self.table.current).filled()

    def give_back(self) -> None:
        """Take back what was handed over."""
        if self.deeds.give_back.isEnabled():
            ReturnForm(self.till, self.page, self.table.current).filled()

    def moves(self) -> None:
        """All that happened to its stock."""
        if self.table.current is not None:
            MovesForm(self.till, self.page, self.table.current).filled()

    def close_it(self) -> None:
        """Take it out of the catalogue, or put it back; the strip undoes that."""
        gift, till, _ = self.table.current, self.till, self.till.say
        if gift is None:
            return
        deed, other = gifts.close, gifts.reopen
        said = _("{name} is out of the catalogue; its vouchers are good.")
        if not gift.is_active:
            deed, other, said = other, deed, _("{name} is in the catalogue again.")

        def back() -> None:
            till.attempt(lambda: other(till.desk, gift.id))

        if till.attempt(lambda: deed(till.desk, gift.id)) is not None:
            till.tell(said.format(name=gift.title(till.language)), undo=back)
