"""The day of this till: its shift, what was paid in and out, handover, close, and earlier slips."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import cash, cash_ups, days_closing, parked, shifts
from shopdesk.cash_ups import CashUp
from shopdesk.language import N_
from shopdesk.paying import TENDERS
from shopdesk.topics import Topic
from ui import look, till_words
from ui.pages.count_form import CountForm, difference
from ui.pages.day_behind import TenderForm
from ui.pages.day_forms import BeginForm, MoveForm
from ui.pages.page import Page
from ui.pages.record_card import amounts
from ui.pages.record_words import tender_name
from ui.till import Till
from ui.widgets.figure import AS_FIGURES, OPENS, Figure
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, cleared, column, label, line, row
from ui.widgets.scrolling import in_card
from ui.widgets.table import Column, Table
from ui.widgets.tips import tip

KINDS = {"close": N_("Day close"), "handover": N_("Handover")}


class Day(Page):
    """Left how the till stands now, right the slips of its past; nothing here has to be used."""

    topics = frozenset(
        {Topic.TILLS, Topic.PURCHASES, Topic.STORED_VALUE, Topic.PARKED, Topic.SHOP, Topic.STAFF}
    )
    is_read_ahead = True

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.begin_shift = button(_("Begin a shift…"), self.start, icon="add")
        self.hand_over = button(_("Hand over…"), self.hand, icon="exchange")
        self.pay_in = button(_("Pay in…"), partial(self.move_cash, "in"), icon="add")
        self.pay_out = button(_("Pay out…"), partial(self.move_cash, "out"), icon="minus")
        self.close_day = button(_("Close the day…"), self.record, "primary", icon="good")
        self.state = column(space=6)
        self.table = self._table()
        self.again = button(_("Print the slip again"), self.paper, icon="print")
        for keys, pressed in (
            ("Alt+S", self.shift), ("Alt+I", partial(self.move_cash, "in")),
            ("Alt+O", partial(self.move_cash, "out")),
        ):  # fmt: skip
            self._key(keys, pressed)
        for one, keys in (
            (self.begin_shift, "Alt+S"), (self.hand_over, "Alt+S"), (self.pay_in, "Alt+I"),
            (self.pay_out, "Alt+O"), (self.close_day, "F12"), (self.again, "Ctrl+P"),
        ):  # fmt: skip
            tip(one, f"{one.text()} · {keys}")
        self._lay_out()

    def _key(self, sequence: str, pressed: Callable[[], None]) -> None:
        QShortcut(QKeySequence(sequence), self).activated.connect(pressed)

    def _table(self) -> Table:
        _ = self.till.say
        table = Table(
            _("Slips of earlier days"),
            [
                Column(_("Day"), lambda one: str(one.on), 104, is_whole=True),
                Column(_("Slip"), self._kind, 100, is_whole=True),
                Column(_("Who"), lambda one: one.staff, is_spare=True),
                Column(_("Cash difference"), self._difference, 110, is_number=True),
            ],
            empty=_("No day was closed yet. It may stay so: sales do not need it."),
            action=button(_("Close the day…"), self.record, icon="good"),
        )
        table.opened.connect(lambda one: self.show_slip(one, is_again=True))
        return table

    def _kind(self, one: CashUp) -> str:
        """What it is; of another till, of which."""
        _ = self.till.say
        word = _(KINDS[one.kind])
        if one.till == self.till.desk.till:
            return word
        return word + " · " + _("Till {till}").format(till=one.till)

    def _difference(self, one: CashUp) -> str:
        return difference(self.till, one.difference["cash"]) if "cash" in one.counted else "–"

    def _lay_out(self) -> None:
        _ = self.till.say
        self.title = label(_("Today at till {till}").format(till=self.till.desk.till), "title")
        head = FittedRow(
            self.title, 1, self.begin_shift, self.hand_over, self.pay_in, self.pay_out,
            self.close_day, spare=(self.title,),
        )  # fmt: skip
        self.head = head
        inside = QWidget()
        inside.setLayout(column(self.state, 1))
        left = card(in_card(inside, _("How the till stands")))
        slips = column(label(_("Slips"), "heading"), card(self.table, margin=1), space=8)
        slips.setStretch(1, 1)
        slips.addLayout(row(1, self.again))
        both = row(left, slips, space=14)
        is_large = self.till.preferences.size > look.LARGE_LETTERS
        both.setStretch(0, 4 if is_large else 5)
        both.setStretch(1, 7 if is_large else 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addLayout(both, 1)

    # --- reading ---

    def load(self) -> None:
        """Read how the till stands, and the slips there are."""
        now = shifts.current(self.till.desk)
        self.begin_shift.setVisible(now is None)
        self.hand_over.setVisible(now is not None)
        self.head.refit()
        cleared(self.state)
        for part in (*self._shift(), *self._expected(), *self._moves(), *self._others()):
            self.state.addWidget(part)
        self.table.show_again(cash_ups.listed(self.till.desk))
        if self.table.current is None:
            self.table.mark(0)
        self.again.setEnabled(self.table.current is not None)

    def _shift(self) -> list[QWidget]:
        first, *others = till_words.stands(self.till.desk, self.till.language)
        return [label(first, wraps=True), *(label(one, "note", wraps=True) for one in others)]

    def _expected(self) -> list[QWidget]:
        _, till = self.till.say, self.till
        found = days_closing.expected(till.desk)
        if found is None:
            said = _("What should be there is told once it is counted.")
            return [line(), label(said, "soft", wraps=True)]
        rows = [
            self._figure(tender, tender_name(till, tender), till.money(amount))
            for tender, amount in found.expected.items()
            if tender in TENDERS  # what is paid from an account of a member lies nowhere
        ]
        return [line(), label(_("Should be there now"), "heading"), *rows]

    def _figure(self, tender: str, name: str, amount: str) -> QWidget:
        """How much should be there by a tender; pressed, it opens what that is made of."""
        inside = column(amounts(name, amount), space=0)
        opens = partial(self.look_behind, tender)
        how = self.till.say(OPENS)
        return Figure(inside, opens, name=f"{name}: {amount}", how=how)

    def look_behind(self, tender: str) -> None:
        """Open the receipts and movements behind what should be there by a tender."""
        TenderForm(self.till, self, tender).filled()

    def _moves(self) -> list[QWidget]:
        _, till = self.till.say, self.till
        found = cash.moves(till.desk)
        if not found:
            return []
        rows = []
        for one in found:
            at = f"{one.at.astimezone(till.shop.zone):%H:%M}"
            amount = one.amount if one.kind == "in" else -one.amount
            rows.append(amounts(f"{at} {one.reason} · {one.staff}", till.money(amount)))
            rows[-1].setContentsMargins(*AS_FIGURES)
        return [line(), label(_("Paid in and out"), "heading"), *rows]

    def _others(self) -> list[QWidget]:
        """What else is to be thought of: other tills, sales that wait."""
        _, ngettext, till = self.till.say, self.till.count, self.till
        desk = till.desk
        said = [
            _("Till {till}: {name} has had the drawer since {time}.").format(
                till=one.till, name=one.staff, time=till.moment(one.at)
            )
            for one in shifts.running(desk)
            if one.till != desk.till
        ]
        if waiting := len(parked.listed(desk)):
            words = ngettext(
                "{count} parked sale waits still.", "{count} parked sales wait still.", waiting
            )
            said.append(words.format(count=waiting))
        rows: list[QWidget] = [label(text, "soft", wraps=True) for text in said]
        return [line(), *rows] if rows else []

    # --- deeds ---

    def start(self) -> None:
        """Begin a shift."""
        if BeginForm(self.till, self).filled():
            self.begin()

    def hand(self) -> None:
        """Hand the shift over; its slip is shown."""
        self._count(is_day=False)

    def shift(self) -> None:
        """Alt+S: begin a shift, or hand over the one that runs."""
        (self.start if shifts.current(self.till.desk) is None else self.hand)()

    def move_cash(self, kind: str) -> None:
        """Pay cash in or out."""
        MoveForm(self.till, self, kind).filled()

    def record(self) -> None:
        """F12: close the day; its slip is shown."""
        self._count(is_day=True)

    def _count(self, *, is_day: bool) -> None:
        form = CountForm(self.till, self, is_day=is_day)
        if form.filled() and form.made is not None:
            self.show_slip(form.made, is_again=False)
            self.begin()

    def show_slip(self, one: CashUp, *, is_again: bool) -> None:
        """Show a slip as it is printed."""
        from ui.pages import slip_print

        slip_print.preview(self.till, self, one.id, is_again=is_again).seen()

    def paper(self) -> None:
        """Ctrl+P: the slip that is marked, printed again."""
        if self.table.current is not None:
            self.show_slip(self.table.current, is_again=True)

    # --- keys ---

    def begin(self) -> None:
        """At what comes next: a shift, its handover."""
        (self.begin_shift if self.hand_over.isHidden() else self.hand_over).setFocus()

    def search(self) -> None:
        """F9: go through the slips."""
        self.table.enter()

    def show_what(self, *, close: bool = False, **_what: Any) -> None:
        """Go on to closing the day."""
        if close:
            self.record()

    def example(self) -> None:
        """A shift with something paid in and out, and a slip of another day."""
        desk, _ = self.till.desk, self.till.say
        if shifts.current(desk) is None:
            shifts.begin(desk, 30000)
            cash.pay_out(desk, 1850, reason=_("A parcel"))
            shifts.hand_over(desk, counted={"cash": 28000}, to=desk.staff_id)
            cash.pay_in(desk, 20000, reason=_("Change fetched"))
        self.load()
