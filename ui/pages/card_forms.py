"""Cards printed beforehand: bound one after the other with a scanner, or put aside in runs."""

from dataclasses import dataclass
from uuid import uuid4

from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk import Refused, card_stock, cards, codes, members
from shopdesk.refusals import UnknownMember
from ui.pages.counter_find import Finder
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import field, label, named, row, set_mood
from ui.widgets.table import Column, Table


@dataclass(frozen=True, slots=True)
class Bound:
    """A card that was bound here, and whose it is now."""

    id: str
    name: str
    number: str


class BindForm(Form):
    """First the member, by scan or search, then the card; and so on to the last one.

    With a first card of a run each member found takes the next of it at once.
    """

    def __init__(self, till: Till, parent: QWidget | None) -> None:
        _ = till.say
        self.member: members.Member | None = None
        self.bound: list[Bound] = []
        self.finder = Finder(till)
        self.finder.setPlaceholderText(_("Scan, or type a number, a phone, a name"))
        self.finder.results.setMinimumHeight(180)
        self.finder.results.hide()
        self.card = field(
            _("Membership card"), _("Scan the card, or type its number and press Enter")
        )
        self.first = field(_("First card of a run"), _("Optional: members take one after another"))
        self.last = field(_("Last card of the run"), _("Optional"))
        self.who = label(_("Find the member first."), "heading", wraps=True)
        self.table = Table(
            _("Bound just now"),
            [
                Column[Bound](_("Membership card"), lambda one: one.id, 200, is_whole=True),
                Column(_("Member"), lambda one: f"{one.name} ({one.number})"),
            ],
            empty=_("No card was bound yet."),
        )
        self.table.setMinimumHeight(130)
        super().__init__(
            till, parent, _("Bind cards"),
            row(named(_("First card of a run"), self.first),
                named(_("Last card of the run"), self.last)),
            named(_("Member"), self.finder), self.finder.results, self.who,
            named(_("Membership card"), self.card), self.table,
            submit=lambda: None, ok=_("Done"), width=640,
        )  # fmt: skip
        self.leave.hide()  # what was done here was done at once
        self.ok.setDefault(False)
        self.ok.setAutoDefault(False)
        self.finder.searching.connect(self._show_found)
        self.finder.member_chosen.connect(self.choose)
        self.finder.product_chosen.connect(lambda _product: self.finder.clear())
        self.card.returnPressed.connect(self.bind)
        self.first.editingFinished.connect(self._begin_run)
        self.finder.setFocus()

    def _show_found(self, is_on: bool) -> None:
        self.finder.results.setVisible(is_on)
        self.fit()

    # --- a run ---

    def _begin_run(self) -> None:
        """Put the next card of the run into the field."""
        typed = self.first.text().strip()
        if typed and not self.card.text():
            self.card.setText(typed)

    def _next_card(self, code: str) -> str:
        """The card that follows, as far as the run goes; nothing where no run was typed."""
        first, last = self.first.text().strip(), self.last.text().strip()
        following = card_stock.after(code) if first else None
        if following is None or not last:
            return following or ""
        try:
            return following if following in card_stock.run_of(self.till.desk, first, last) else ""
        except Refused as refusal:
            self.refuse(refusal.text(self.till.language))
            return ""

    # --- one card after the other ---

    def choose(self, member_id: int) -> None:
        """This member takes the next card."""
        _ = self.till.say
        self.member = members.get(self.till.desk, member_id)
        self.said.hide()
        who = _("{name} (No. {number}): now the card.")
        self.who.setText(who.format(name=self.member.name, number=self.member.number))
        self.finder.clear()
        self.finder.close_found()
        if self.card.text().strip() and self.first.text().strip():
            self.bind()
        else:
            self.card.setFocus()

    def bind(self) -> None:
        """Bind the card in the field to who was found; whoever comes next is looked for then."""
        till, _, code = self.till, self.till.say, self.card.text()
        try:
            if self.member is None:
                raise UnknownMember(till.language, member="–")
            bound = cards.link(till.desk, self.member.id, code)
        except Refused as refusal:
            self.refuse(refusal.text(till.language))
            self.card.selectAll()
            return
        self.said.hide()
        self.bound.insert(0, Bound(bound, self.member.name, self.member.number))
        self.table.show_rows(self.bound)
        set_mood(self.who, "good")
        done = _("{code} finds {name} from now on.").format(code=bound, name=self.member.name)
        self.who.setText(done)
        self.member = None
        self.card.setText(self._next_card(bound))
        self.finder.setFocus()

    def scanned(self, code: str) -> bool:
        """A scan is the member while nobody was found, and then the card."""
        if codes.has_voucher_shape(code):
            return False
        if self.member is None:
            return self._scanned_member(code)
        self.card.setText(code)
        self.bind()
        return True

    def _scanned_member(self, code: str) -> bool:
        desk = self.till.desk
        try:
            self.choose(cards.member_of(desk, code))
        except Refused as refusal:
            found = [one for one in members.find(desk, code, limit=2) if code in _names(one)]
            if len(found) == 1:
                self.choose(found[0].id)
            else:
                self.refuse(refusal.text(self.till.language))
        return True

    def try_it(self) -> None:
        """Done, unless Enter was meant for the fields."""
        if not isinstance(self.focusWidget(), QLineEdit):
            super().try_it()


def _names(member: members.Member) -> tuple[str | None, ...]:
    return member.number, member.phone


class ReserveForm(Form):
    """A run of blank cards, from the first to the last; a scan fills the field that is next."""

    def __init__(self, till: Till, parent: QWidget | None) -> None:
        _ = till.say
        self.key = f"form:{uuid4().hex}"
        self.first = field(_("First card"), _("Scan it or type its number"))
        self.last = field(_("Last card"), _("Empty for one card"))
        note = _(
            "Whoever scans one of them begins a registration with it. So a pile of printed cards "
            "can lie at the till, and nobody types a number."
        )
        super().__init__(
            till, parent, _("Register blank cards"), label(note, "soft", wraps=True),
            row(named(_("First card"), self.first), named(_("Last card"), self.last)),
            submit=self.save, ok=_("Register"), width=520,
        )  # fmt: skip
        self.first.setFocus()

    def scanned(self, code: str) -> bool:
        """The first card, then the last."""
        if codes.has_own_shape(code):
            return super().scanned(code)
        (self.last if self.first.text().strip() else self.first).setText(code)
        return True

    def save(self) -> None:
        """Put them aside, and say how many are new."""
        till, _ = self.till, self.till.say
        count = card_stock.reserve(
            till.desk, self.first.text(), self.last.text().strip() or None, key=self.key
        )
        ngettext = till.count
        text = ngettext("{count} blank card put aside.", "{count} blank cards put aside.", count)
        till.tell(text.format(count=f"{count:,}"))
