"""Records: a day's receipts and what it took, each receipt in full, refund, exchange and void."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDateEdit,
    QGridLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk import daybook, daybook_prepaid, days_closing, purchases, shifts, stored_value
from shopdesk.daybook import Entry, Totals
from shopdesk.daybook_prepaid import TopUpEntry
from shopdesk.tender_words import TENDERS
from shopdesk.topics import Topic
from ui import look
from ui.pages.attach_form import AttachForm
from ui.pages.exchange_form import ExchangeForm
from ui.pages.page import Page
from ui.pages.record_card import RecordCard
from ui.pages.record_top_up import AnyEntry, TopUpCard, fate_word, numbered
from ui.pages.record_words import tenders, with_stored_value
from ui.pages.refund_form import RefundForm, VoidForm
from ui.till import Till
from ui.widgets.parts import button, card, cleared, column, field, label, row
from ui.widgets.table import Column, Table

_POINTS, _FATE = 4, 6
"""Columns of the list that are left out where there is no room or nothing to say."""
_BESIDE, _BESIDE_OF_LARGE = 288, 310
"""Pixels for what is told of the chosen receipt: the list needs room, save for large letters."""
_APART, _WITHIN = 18, 12
"""Pixels between two totals, and from the edge of their card."""


def _points(entry: AnyEntry) -> str:
    """What was earned; nobody earns at a sale without a member, nor at a top-up."""
    if isinstance(entry, TopUpEntry) or not entry.member_name:
        return "–"
    return f"{entry.points_earned:,}"


class Records(Page):
    """The day is today until another is chosen; a number found may be of any day."""

    topics = frozenset(
        {Topic.PURCHASES, Topic.MEMBERS, Topic.SHOP, Topic.STORED_VALUE, Topic.TILLS}
    )
    is_read_ahead = True

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        self.chosen: date | None = None
        self.entries: list[AnyEntry] = []
        _ = till.say
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        for one in (self.day, self.day.lineEdit()):
            one.setAccessibleName(_("Day"))
        self.day.dateChanged.connect(lambda picked: self.show_day(picked.toPython()))
        self.before = button("", lambda: self._step(-1), icon="back", name=_("The day before"))
        self.after = button("", lambda: self._step(1), icon="next", name=_("The day after"))
        self.today = button(_("Today"), lambda: self.show_day(till.desk.today()))
        self.number = field(
            _("Receipt number"), _("Receipt number · F9"), shorter=_("Find · F9"), digits=True
        )
        self.number.returnPressed.connect(lambda: self.find_number(self.number.text()))
        self.table = self._table()
        self.table.follow(self.number)
        self.totals = QGridLayout()
        self.totals.setContentsMargins(0, 0, 0, 0)
        self.totals.setHorizontalSpacing(_APART)
        self.totals.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.totals.setVerticalSpacing(6)
        self.sums: list[tuple[str, str, str]] = []
        self.laid: tuple[list[tuple[str, str, str]], int] | None = None
        """Which of them are laid out now, and in what width."""
        self.shown = RecordCard(till, self.refund, self.exchange, self.void, self.attach)
        self.topped_up = TopUpCard(till, self.refund_top_up, self.void_top_up)
        self.beside = QStackedWidget()
        self.beside.addWidget(self.shown)
        self.beside.addWidget(self.topped_up)
        self._lay_out()

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        table = Table(
            _("Receipts"),
            [
                Column(_("No."), lambda e: e.number, 88, is_whole=True),
                Column(_("Time"), lambda e: f"{e.at.astimezone(till.shop.zone):%H:%M}", 66,
                       is_spare=self._is_large),
                Column(_("Member"), lambda e: e.member_name or _("Walk-in")),
                Column(_("Total"), lambda e: till.money(e.total), 104,
                       is_number=True),
                Column(_("Points"), _points, 74, is_number=True),
                Column(_("Paid by"), lambda e: tenders(till, e.payments), 100,
                       is_spare=self._is_large),
                Column(_("State"), lambda e: fate_word(till, e), 60, is_whole=True,
                       is_spare=self._is_large),
            ],
            empty=_("No receipt on this day."),
            action=button(_("To the counter"), lambda: till.go("counter"), icon="counter"),
        )  # fmt: skip
        table.selected.connect(self._selected)
        table.opened.connect(self._opened)
        return table

    @property
    def _is_large(self) -> bool:
        """Whether the letters leave no room for all that is told of a receipt."""
        return self.till.preferences.size > look.LARGE_LETTERS

    def _lay_out(self) -> None:
        _ = self.till.say
        head = row(
            label(_("Records"), "title"), self.before, self.day, self.after, self.today, 1,
            self.number,
        )  # fmt: skip
        self.number.setMinimumWidth(210)
        foot = QWidget()
        foot.setLayout(self.totals)
        left = column(card(self.table, margin=1), card(foot, margin=_WITHIN), space=12)
        left.setStretch(0, 1)
        both = row(left, self.beside, space=14)
        both.setStretch(0, 2)
        both.setStretch(1, 1)
        self.beside.setMinimumWidth(_BESIDE_OF_LARGE if self._is_large else _BESIDE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addLayout(both, 1)

    # --- reading ---

    @property
    def on(self) -> date:
        """The day that is shown: today moves on by itself."""
        return self.chosen or self.till.desk.today()

    def load(self) -> None:
        """Read the day; the receipt that is shown stays."""
        shown, topped_up = self.shown.entry, self.topped_up.entry
        desk, on = self.till.desk, self.on
        found: list[AnyEntry] = [*daybook.listed(desk, on), *daybook_prepaid.listed(desk, on)]
        found.sort(key=lambda entry: entry.at)
        self._read(found[::-1])
        if topped_up is not None:
            self._mark_top_up(topped_up.top_up_id)
        elif shown is not None:
            self._mark(shown.id)
        if self.table.current is None:
            self._clear()
        if self.isVisible() and (layout := self.layout()) is not None:
            layout.activate()  # or the list is painted once more in the room the totals leave

    def _clear(self) -> None:
        self.shown.clear()
        self.topped_up.clear()
        self.beside.setCurrentWidget(self.shown)

    def _read(self, entries: list[AnyEntry]) -> None:
        desk, on = self.till.desk, self.on
        today = desk.today()
        with QSignalBlocker(self.day):
            self.day.setMaximumDate(QDate(today.year, today.month, today.day))
            self.day.setDate(QDate(on.year, on.month, on.day))
        self.after.setEnabled(on < today)
        self.today.setEnabled(on != today)
        self.entries = entries
        self.table.show_rows(entries)
        self._show_totals(daybook.totals(desk, on))

    def _show_totals(self, totals: Totals) -> None:
        _, till = self.till.say, self.till
        ngettext = till.count
        words = ngettext("{count} receipt", "{count} receipts", totals.receipts)
        parts = [(words.format(count=f"{totals.receipts:,}"), till.money(totals.sales), "heading")]
        if not self._counts_blind():
            left = with_stored_value({one: totals.left(one) for one in totals.tenders})
            for tender in sorted(left, key=list(TENDERS).index):
                parts.append((_(TENDERS[tender]), till.money(left[tender]), ""))
        back = sum(totals.given_back.values())
        if back:
            parts.append((_("of it given back"), till.money(-back), ""))
        entries = [one for one in self.entries if isinstance(one, TopUpEntry) and not one.voided]
        if entries:
            parts.append((_("Top-ups"), till.money(sum(one.total for one in entries)), ""))
        self.sums = parts
        self._fit()

    def _counts_blind(self) -> bool:
        """Whether who sits here is to count the drawer without being told what should be there."""
        desk = self.till.desk
        return days_closing.is_in_use(desk) and not shifts.may_see_expected(desk)

    def _fit(self) -> None:
        """What there is room for: the totals in one row or more, the points in the list or not."""
        is_wide = self.width() >= self.beside.minimumWidth() * 3.4
        told = [one for one in self.entries if isinstance(one, Entry) or not self._is_large]
        has_fates = any(fate_word(self.till, entry) for entry in told)
        self.table.view.setColumnHidden(_POINTS, not is_wide)
        self.table.view.setColumnHidden(_FATE, not has_fates)
        if (wanted := (self.sums, self.table.width())) == self.laid:
            return
        self.laid = wanted
        cleared(self.totals)
        parts = []
        for words, amount, kind in self.sums:
            part = QWidget(self)  # without it, its letters are not those that it is to have
            texts = (label(words, "soft"), label(amount, kind))
            part.setLayout(column(*texts, space=0))
            for each in texts:
                each.ensurePolished()
            parts.append(part)
        columns = next(
            (count for count in self._in_rows(len(parts)) if self._has_room(parts, count)), 1
        )
        for place, part in enumerate(parts):
            self.totals.addWidget(part, *divmod(place, columns))

    @staticmethod
    def _in_rows(count: int) -> list[int]:
        """How many totals stand side by side in one row, in two, in ever more."""
        return [-(-count // rows) for rows in range(1, count + 1)]

    def _has_room(self, parts: list[QWidget], columns: int) -> bool:
        widths = [part.minimumSizeHint().width() for part in parts]
        needed = sum(max(widths[at::columns]) for at in range(columns)) + _APART * (columns - 1)
        return needed <= self.table.width() - 2 * _WITHIN

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show what there is room for now."""
        super().resizeEvent(event)
        self._fit()

    def _selected(self, entry: AnyEntry | None) -> None:
        if isinstance(entry, Entry):
            self.topped_up.clear()
            self.shown.show_entry(entry)
            self.beside.setCurrentWidget(self.shown)
        elif entry is not None:
            self.shown.clear()
            self.topped_up.show_entry(entry)
            self.beside.setCurrentWidget(self.topped_up)

    def _opened(self, entry: AnyEntry) -> None:
        self._selected(entry)
        shown = self.shown if isinstance(entry, Entry) else self.topped_up
        exchange = [self.shown.exchange] if isinstance(entry, Entry) else []
        for deed in (shown.refund, *exchange, shown.void):
            if deed.isEnabled() and not deed.isHidden():
                deed.setFocus()
                return

    def _mark(self, purchase_id: int) -> bool:
        ids = [entry.id if isinstance(entry, Entry) else None for entry in self.entries]
        return self._mark_place(ids.index(purchase_id) if purchase_id in ids else None)

    def _mark_top_up(self, top_up_id: int) -> bool:
        ids = [
            one.top_up_id if isinstance(one, TopUpEntry) and not one.is_refund else None
            for one in self.entries
        ]
        return self._mark_place(ids.index(top_up_id) if top_up_id in ids else None)

    def _mark_place(self, place: int | None) -> bool:
        if place is None:
            return False
        entry = self.entries[place]
        if self.table.current is entry:
            self._selected(entry)
        else:
            self.table.mark(place)  # which tells it was selected
        return True

    # --- going ---

    def show_day(self, day: date) -> None:
        """Show another day, none of its receipts chosen."""
        today = self.till.desk.today()
        self.chosen = None if day >= today else day
        self._clear()
        self.load()

    def _step(self, days: int) -> None:
        self.show_day(self.on + timedelta(days=days))

    def find_number(self, number: str) -> None:
        """Show the receipt of a number on its day; of several, the newest, and how many there
        are."""
        if not number.strip():
            return
        till, _ = self.till, self.till.say
        topped_up = numbered(till, number)
        if topped_up is not None:
            self.number.clear()
            self.show_day(topped_up.on)
            self._mark_top_up(topped_up.id)
            self.table.view.setFocus()
            return
        found = daybook.find(till.desk, number)
        if not found:
            said = _("There is no receipt {number}. Nothing was changed.")
            till.tell(said.format(number=number.strip()), "note")
            self.number.selectAll()
            return
        if len(found) > 1:
            ngettext = till.count
            said = ngettext(
                "{count} receipt has the number {number}: the newest is shown.",
                "{count} receipts have the number {number}: the newest is shown.",
                len(found),
            )
            days = ", ".join(till.dated(entry.on) for entry in found[:5])
            text = said.format(count=len(found), number=number.strip())
            till.tell(f"{text} ({days})", "note")
        self.number.clear()
        self._go_to(found[0].id, found[0].on)

    def _go_to(self, purchase_id: int, on: date) -> None:
        self.show_day(on)
        if self._mark(purchase_id):
            self.table.view.setFocus()

    def show_what(
        self, *, receipt: int | str | None = None, day: date | None = None, **_what: Any
    ) -> None:
        """Show a receipt, by its id or its number, or a day."""
        if isinstance(receipt, int):
            found = self.till.attempt(lambda: purchases.get(self.till.desk, receipt))
            if found is not None:
                self._go_to(found.id, found.on)
        elif receipt is not None:
            self.find_number(receipt)
        elif day is not None:
            self.show_day(day)

    # --- deeds ---

    def refund(self) -> None:
        """A form for giving money back."""
        if self.shown.entry is not None and self.shown.refund.isEnabled():
            RefundForm(self.till, self, self.shown.entry).filled()

    def exchange(self) -> None:
        """A form for taking goods back and giving others for them; the new receipt is shown."""
        if self.shown.entry is not None and self.shown.exchange.isEnabled():
            form = ExchangeForm(self.till, self, self.shown.entry)
            if form.filled() and form.made is not None:
                self._go_to(form.made.purchase.id, form.made.purchase.on)

    def void(self) -> None:
        """A form for taking the receipt out of the day."""
        if self.shown.entry is not None and self.shown.void.isEnabled():
            VoidForm(self.till, self, self.shown.entry).filled()

    def paper(self) -> None:
        """Ctrl+P: print the receipt or the top-up that is shown."""
        if self.topped_up.entry is not None:
            self.topped_up.put_on_paper()
        else:
            self.shown.put_on_paper()

    def refund_top_up(self) -> None:
        """A form for giving back what is left of a top-up."""
        if self.topped_up.entry is not None:
            from ui.pages.prepaid_forms import RefundTopUpForm

            made = stored_value.get(self.till.desk, self.topped_up.entry.top_up_id)
            RefundTopUpForm(self.till, self, made).filled()

    def void_top_up(self) -> None:
        """A form for taking a top-up of today back as if it had never been."""
        if self.topped_up.entry is not None:
            from ui.pages.prepaid_forms import VoidTopUpForm

            made = stored_value.get(self.till.desk, self.topped_up.entry.top_up_id)
            VoidTopUpForm(self.till, self, made).filled()

    def attach(self) -> None:
        """A form for saying whose receipt it was."""
        if self.shown.entry is not None and self.shown.entry.member_id is None:
            AttachForm(self.till, self, self.shown.entry).filled()

    # --- keys ---

    def begin(self) -> None:
        """Walk through the receipts; the list is there before the first of them is read."""
        if self.entries and self.table.current is None:
            QTimer.singleShot(0, self.table, self._walk_if_seen)
        else:
            self._walk()

    def _walk_if_seen(self) -> None:
        """Whoever turned on meanwhile has the keys there."""
        if self.isVisible():
            self._walk()

    def _walk(self) -> None:
        if self.entries:
            if self.table.current is None:
                self.table.mark(0)
            self.table.view.setFocus()
        else:
            self.before.setFocus()

    def search(self) -> None:
        """F9: type a receipt's number."""
        self.number.setFocus()
        self.number.selectAll()

    def escape(self) -> bool:
        """Clear the field, then go back to today."""
        if self.number.text():
            self.number.clear()
            return True
        if self.chosen is not None:
            self.show_day(self.till.desk.today())
            self.begin()
            return True
        return False

    def example(self) -> None:
        """The last day with sales, a receipt of it shown."""
        today = self.till.desk.today()
        for back in range(60):
            self.show_day(today - timedelta(days=back))
            if self.entries:
                bought = [e for e in self.entries if isinstance(e, Entry)]
                of_member = (e for e in bought if e.member_id and len(e.payments))
                self._mark_place(self.entries.index(next(of_member, self.entries[0])))
                return
