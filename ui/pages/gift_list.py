"""The gift catalogue: what may be given, how many are left, and for whom."""

from uuid import uuid4

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from shopdesk import gifts, money, permissions, tiers
from shopdesk.gifts import Gift
from shopdesk.language import N_
from ui.pages.page import Page
from ui.pages.settings_part import pair
from ui.till import Till
from ui.widgets.form import Form, amount_in, whole_in
from ui.widgets.parts import button, card, field, label, named, row
from ui.widgets.table import Column, Table

KINDS = {
    "goods": N_("A thing"),
    "service": N_("Service"),
    "upgrade": N_("Upgrade of something bought"),
    "quota": N_("Number of uses"),
    "partner": N_("From a partner"),
}


class GiftList(QWidget):
    """The list; Enter or two clicks open a gift."""

    def __init__(self, till: Till, page: Page) -> None:
        super().__init__()
        self.till, self.page = till, page
        _ = till.say
        may = permissions.may(till.desk, "gifts.add")
        cost: Column[Gift] = Column(
            _("Cost"), lambda g: till.money(g.cost or 0), 105, is_number=True
        )
        self.add_button = button(_("New gift"), self.add, "primary", icon="add")
        self.receive_button = button(_("Receive stock…"), self.receive, icon="products")
        self.edit_button = button(_("Edit…"), self.edit, icon="edit")
        start = button(_("New gift"), self.add, icon="add")
        for one in (self.add_button, start):
            one.setEnabled(may)
        self.table = Table(
            _("Gifts"),
            [
                Column(_("Gift"), lambda g: g.title(till.language)),
                Column(_("For"), self._tier, 110),
                *([cost] if permissions.sees_costs(till.desk) else []),
                Column(_("Market value"), lambda g: till.money(g.value), 125, is_number=True,
                       is_spare=True),
                Column(_("In stock"), lambda g: self._count(g.stock), 90, is_number=True),
                Column(_("Promised"), self._promised, 95, is_number=True, is_spare=True),
                Column(_("Available"), lambda g: self._count(g.free), 85, is_number=True),
            ],
            empty=_("No gift here yet. A voucher can also take an amount or a percentage off."),
            action=start,
        )  # fmt: skip
        self.table.opened.connect(lambda _gift: self.edit())
        self.table.selected.connect(lambda _gift: self._show_deeds())
        self.about = about = label(
            _("Promised: kept for vouchers already issued.")
            if may else _("You can look at gifts here, but not change them."),
            "soft", wraps=True,
        )  # fmt: skip
        titles, view = self.table.model.titles, self.table.view
        promised = titles.index(_("Promised"))
        if may:  # it explains a column, which may have no room
            view.fitted.connect(lambda: about.setVisible(not view.isColumnHidden(promised)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        head = row(about, 1, self.edit_button, self.receive_button, self.add_button)
        head.setStretch(0, 1000)
        layout.addLayout(head)
        layout.addWidget(card(self.table, margin=1), 1)

    def _count(self, count: int | None) -> str:
        return "–" if count is None else f"{count:,}"

    def _promised(self, gift: Gift) -> str:
        return "–" if gift.stock is None else self._count(gift.promised)

    def _tier(self, gift: Gift) -> str:
        _ = self.till.say
        ladder = self.till.shop.known.ladder
        rank = tiers.rank_of(ladder, gift.lowest_tier)
        if rank == 0:
            return _("Everyone")
        return _("{tier} and up").format(tier=ladder[rank].name(self.till.language))

    def load(self) -> None:
        """Read the catalogue; what was marked stays marked."""
        before = self.table.current
        found = gifts.catalogue(self.till.desk)
        self.table.show_rows(found)
        ids = [gift.id for gift in found]
        if ids:
            self.table.mark(ids.index(before.id) if before and before.id in ids else 0)
        self._show_deeds()

    def begin(self) -> None:
        """The keys on the list."""
        self.table.view.setFocus()

    def _show_deeds(self) -> None:
        gift: Gift | None = self.table.current
        may = permissions.may(self.till.desk, "gifts.edit")
        self.edit_button.setEnabled(may and gift is not None)
        self.receive_button.setEnabled(may and gift is not None and gift.stock is not None)

    def add(self) -> None:
        """A form for a new gift."""
        GiftForm(self.till, self.page, None).filled()

    def edit(self) -> None:
        """A form for the gift that is marked."""
        if self.edit_button.isEnabled():
            GiftForm(self.till, self.page, self.table.current).filled()

    def receive(self) -> None:
        """Take in more of the gift that is marked."""
        if self.receive_button.isEnabled():
            ReceiveForm(self.till, self.page, self.table.current).filled()


class GiftForm(Form):
    """What a gift is; a new one where none is given. Stock comes in by its own form later."""

    def __init__(self, till: Till, page: Page, gift: Gift | None) -> None:
        _ = till.say
        self.gift, self.key = gift, f"gift:{uuid4().hex}"
        currency = till.shop.settings.currency
        self.name = field(_("Name"))
        self.name_en = field(_("English name"), _("Optional"))
        self.cost = field(_("Cost"), "0.00", digits=True)
        self.value = field(_("Market value"), "0.00", digits=True)
        self.stock = field(_("In stock"), _("No limit"), digits=True)
        self.kind = QComboBox()
        for kind, words in KINDS.items():
            self.kind.addItem(_(words), kind)
        self.lowest = QComboBox()
        for rank, tier in enumerate(tiers.ladder(till.desk)):
            words = _("{tier} and up").format(tier=tier.name(till.language))
            self.lowest.addItem(words if rank else _("Everyone"), tier.code)
        if gift is not None:
            self.name.setText(gift.name)
            self.name_en.setText(gift.name_en or "")
            self.name_en.setCursorPosition(0)
            self.cost.setText(money.plain(gift.cost or 0, currency))
            self.value.setText(money.plain(gift.value, currency))
            if gift.lowest_tier:
                self.lowest.setCurrentIndex(self.lowest.findData(gift.lowest_tier))
        said = _("What was already issued keeps the cost it had.")
        kept = [] if gift is None else [label(said, "soft", wraps=True)]
        first = QWidget()
        first.setLayout(pair(named(_("Kind"), self.kind), named(_("In stock"), self.stock)))
        super().__init__(
            till, page, _("New gift") if gift is None else _("Edit gift"),
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            pair(named(_("Cost"), self.cost), named(_("Market value"), self.value)), first,
            named(_("For"), self.lowest),
            *kept,
            submit=self.save, ok=_("Save"), width=520,
        )  # fmt: skip
        first.setVisible(gift is None)

    def save(self) -> None:
        """Add or change the gift, and say so."""
        till, desk = self.till, self.till.desk
        name, name_en = self.name.text(), self.name_en.text().strip() or None
        cost, value = self._amount(self.cost), self._amount(self.value)
        lowest = self.lowest.currentData()
        if self.gift is None:
            stock = whole_in(till, self.stock) if self.stock.text().strip() else None
            saved = gifts.add(
                desk, name=name, name_en=name_en, cost=cost, value=value, lowest_tier=lowest,
                kind=self.kind.currentData(), stock=stock, key=self.key,
            )  # fmt: skip
        else:
            saved = gifts.edit(
                desk, self.gift.id, name=name, name_en=name_en, cost=cost, value=value,
                lowest_tier=lowest,
            )  # fmt: skip
        _ = till.say
        till.tell(_("{name} is saved.").format(name=saved.title(till.language)))

    def _amount(self, typed: QLineEdit) -> int:
        return amount_in(self.till, typed) if typed.text().strip() else 0


class ReceiveForm(Form):
    """How many more of a gift have come."""

    def __init__(self, till: Till, page: Page, gift: Gift) -> None:
        _ = till.say
        self.gift, self.key = gift, f"receive:{uuid4().hex}"
        self.quantity = field(_("How many arrived"), digits=True)
        there = _("{gift}: {stock} in stock, {promised} of them promised.").format(
            gift=gift.title(till.language), stock=gift.stock, promised=gift.promised
        )
        super().__init__(
            till, page, _("Receive stock"), label(there, wraps=True),
            named(_("How many arrived"), self.quantity), submit=self.save, ok=_("Receive"),
        )  # fmt: skip

    def save(self) -> None:
        """Book what came, and say how many there are now."""
        till, _ = self.till, self.till.say
        count = whole_in(till, self.quantity)
        now = gifts.receive(till.desk, self.gift.id, count, key=self.key)
        said = _("{gift}: {count} received, {stock} in stock now.")
        till.tell(said.format(gift=now.title(till.language), count=count, stock=now.stock))
