"""Vouchers and gifts: what a code is worth, handing over, issuing, printing; the catalogue."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import (
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk import (
    Refused,
    codes,
    deliveries,
    inspection,
    permissions,
    promise_words,
    text,
    voucher_book,
    vouchers,
)
from shopdesk.inspection import Voucher
from shopdesk.language import N_
from shopdesk.refusals_of_vouchers import VoucherAfterBackup
from shopdesk.topics import Topic
from shopdesk.voucher_book import Held
from ui import help_topics, look, scans
from ui.pages import voucher_print
from ui.pages.event_list import EventList
from ui.pages.gift_list import GiftList
from ui.pages.gift_set_list import GiftSetList
from ui.pages.page import Page
from ui.pages.rule_list import RuleList
from ui.pages.segment_list import SegmentList
from ui.pages.voucher_batch import BatchForm
from ui.pages.voucher_card import Deeds, VoucherCard
from ui.pages.voucher_deeds import AcceptForm, ExtendForm, HandOverForm, SendForm
from ui.pages.voucher_follow import FollowUp
from ui.pages.voucher_issue import IssueForm
from ui.pages.voucher_withdraw import WithdrawForm
from ui.pages.voucher_words import STATES, grouped, pill
from ui.till import Till
from ui.widgets.choices import Box
from ui.widgets.fitted_row import FittedRow
from ui.widgets.in_both import Tabs, add_choice
from ui.widgets.later import Later
from ui.widgets.long_list import LongList, Source
from ui.widgets.parts import button, card, column, field, label, row
from ui.widgets.table import Column, Table
from ui.widgets.tips import tip
from ui.widgets.turning import turned_by_keys

PARTS: tuple[tuple[str, Callable[..., Any]], ...] = (
    (N_("Gifts"), GiftList),
    (N_("Gift sets"), GiftSetList),
    (N_("Rules"), RuleList),
    (N_("Events"), EventList),
    (N_("Segments"), SegmentList),
    (N_("Follow up"), FollowUp),
)
"""What lies behind the tabs after the vouchers' own: a title, and what is shown."""
PLACES = {part: place for place, (_title, part) in enumerate(PARTS, 1)}
"""Behind which tab each is shown, counted from the vouchers' own at 0."""
_MOST_PRINTED = 2000
"""So many vouchers are laid out at once; more is a print shop's work."""


class Vouchers(Page):
    """The field for a code, the list, the voucher that is shown; beside them the gifts."""

    topics = frozenset({
        Topic.VOUCHERS, Topic.GIFTS, Topic.REWARDS, Topic.EVENTS, Topic.MEMBERS, Topic.SHOP,
    })  # fmt: skip

    is_read_ahead = True

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        _ = till.say
        self.stale: set[int] = set()
        self.tabs = Tabs()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        if till.preferences.size > look.LARGE_LETTERS:
            self.tabs.setProperty("kind", "many")
        self.tabs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tabs.setAccessibleName(_("Vouchers and gifts"))
        self.code = field(_("Voucher code"), _("Scan or type a code, then Enter · F9"), digits=True)
        self.code.returnPressed.connect(self._typed)
        self.states = Box()
        self.states.setAccessibleName(_("Which vouchers"))
        for state in voucher_book.STATES:
            add_choice(self.states, _(STATES[state]), state)
        add_choice(self.states, _("All"), None)
        self.states.currentIndexChanged.connect(lambda _place: self._list())
        self.count = label(kind="soft")
        self.many_button = button(_("Issue many…"), self.issue_many, icon="add")
        self.print_all = button(_("Print these…"), self.print_listed, icon="print")
        self.issue_button = button(_("Issue a voucher"), self.issue, icon="add")
        tip(self.issue_button, "F8")
        self.table = self._table()
        self.table.follow(self.code)
        self.long = LongList(till, self.table, self._say)
        self.shown = VoucherCard(
            till,
            Deeds(
                redeem=self.redeem,
                hand_over=self.hand_over,
                send=self.send,
                use=self.use,
                print=self.paper,
                extend=self.extend,
                void=self.void,
                accept=self.accept,
            ),
        )
        self.stack = QStackedWidget()
        self.listing = self._vouchers()
        self.stack.addWidget(self.listing)
        titles = [_("Vouchers"), *(_(title) for title, _part in PARTS)]
        made_by = {place: partial(part, till, self) for part, place in PLACES.items()}
        self.parts: Later[int, Any] = Later(self.stack, made_by)
        """By the place of their tab: the vouchers' own is 0."""
        for _title in titles:
            self.tabs.addTab("")
        self.tabs.entitle(titles)
        self.tabs.currentChanged.connect(self._turned)
        turned_by_keys(self, self.tabs, self.begin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(12)
        layout.addLayout(row(label(_("Vouchers & gifts"), "title"), 1, self.issue_button))
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)

    @property
    def topic(self) -> str:
        """The tabs behind the first have pages of the help."""
        part = self.stack.currentWidget()
        return super().topic if part is self.listing else help_topics.of_class(type(part))

    def make_next(self) -> bool:
        """Do a step for a tab that was not opened yet."""
        return self.parts.make_next()

    def _turned(self, place: int) -> None:
        self.stack.setCurrentWidget(self.parts[place] if place else self.listing)
        self.tabs.updateGeometry()  # the one in front is bold, so broader
        if place in self.stale:
            self._read(place)

    def _table(self) -> Table:
        _, till = self.till.say, self.till
        may = permissions.may(till.desk, "vouchers.issue")
        self.issue_button.setEnabled(may)
        self.many_button.setEnabled(permissions.may(till.desk, "vouchers.issue_many"))
        start = button(_("Issue a voucher"), self.issue, icon="add")
        start.setEnabled(may)
        table = Table(
            _("Vouchers"),
            [
                Column(_("Voucher"), lambda h: h.title),
                Column(_("Member"), lambda h: h.member_name or _("Bearer"), 130),
                Column(
                    _("Valid until"), lambda h: f"{h.voucher.valid_until_on}", 118, is_whole=True,
                    is_spare=True,
                ),
                Column(_("State"), lambda h: _(STATES[h.voucher.state]), 112,
                       pill=lambda h: pill(till, h.voucher.state)),
            ],
            empty="",
            action=start,
        )  # fmt: skip
        table.selected.connect(self._selected)
        table.opened.connect(lambda held: self._open(held.voucher))
        return table

    def _vouchers(self) -> QWidget:
        left = column(
            row(self.code),
            FittedRow(
                self.states,
                self.count,
                1,
                self.many_button,
                self.print_all,
                below=(self.many_button, self.print_all),
            ),
            card(self.table, margin=1),
            space=12,
        )
        left.setStretch(2, 1)
        made = QWidget()
        both = row(left, self.shown, space=14)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self.shown.setMinimumWidth(320)
        made.setLayout(both)
        return made

    # --- reading ---

    def load(self) -> None:
        """Read the tab that is shown; the others are read when they are."""
        self.stale = set(range(self.tabs.count()))
        self._read(self.tabs.currentIndex())

    def _read(self, place: int) -> None:
        self.stale.discard(place)
        if place:
            self.parts[place].load()
            return
        voucher = self.shown.voucher
        self._list(keep=True)
        if voucher is not None:
            self._show(vouchers.get(self.till.desk, voucher.id))

    def _list(self, *, keep: bool = False) -> None:
        desk, state = self.till.desk, self.states.currentData()
        self.table.view.setColumnHidden(len(self.table.model.columns) - 1, state is not None)
        source = Source(
            partial(voucher_book.first, desk, state),
            partial(voucher_book.ids, desk, state),
            partial(voucher_book.by_ids, desk),
        )
        self.long.show(source, keep=keep)

    def _say(self, many: int, is_whole: bool) -> None:
        _, ngettext = self.till.say, self.till.count
        said = ngettext("{count} voucher", "{count} vouchers", many)
        empty = _("No voucher here. One can be issued by hand, or rules give them.")
        if not is_whole:
            said, empty = _("Counting…"), _("Looking through all vouchers…")
        self.count.setText(said.format(count=f"{many:,}"))
        self.table.say_empty(empty, offers=is_whole)
        is_open = self.states.currentData() == "issued"
        self.print_all.setEnabled(is_open and is_whole and many > 0)

    def _selected(self, held: Held | None) -> None:
        if held is not None:
            self._show(held.voucher)

    def _open(self, voucher: Voucher) -> None:
        """Show a voucher, the keys on what can be done with it."""
        self._show(voucher)
        card = self.shown
        for deed in (card.redeem, card.send, card.use, card.member):
            if deed.isVisible() and deed.isEnabled():
                deed.setFocus()
                return

    def _show(self, voucher: Voucher, refused: str = "") -> None:
        self.shown.show_voucher(voucher, refused)

    def _unmark(self) -> None:
        self.table.view.clearSelection()
        self.table.view.setCurrentIndex(self.table.view.rootIndex())

    # --- codes ---

    def _typed(self) -> None:
        """Enter in the field; what is no voucher's code stays there to be corrected."""
        typed = self.code.text()
        self.take(typed)
        if codes.has_voucher_shape(text.scanned(typed)):
            self.code.clear()

    def take(self, code: str) -> None:
        """Show what a code stands for, or why it is no good, with its history if it is ours."""
        if not code.strip():
            return
        self.tabs.setCurrentIndex(0)
        self._unmark()
        code = text.scanned(code)
        if not codes.has_voucher_shape(code):
            _ = self.till.say
            said = _("{code} is no voucher's code: it begins with V and has 12 characters.")
            self.shown.clear(said.format(code=code))
            return
        scan = scans.understood(self.till.desk, code)
        if scan.voucher is not None:
            self._open(scan.voucher)
        elif scan.refusal is not None:
            self.till.refuse(scan.refusal)
            self._show_refused(code, scan.refusal)

    def _show_refused(self, code: str, refusal: Refused) -> None:
        ours, sentence = refusal.code in scans.WITH_HISTORY, refusal.text(self.till.language)
        voucher = voucher_book.with_code(self.till.desk, code) if ours else None
        if voucher is None:
            is_unknown = isinstance(refusal, VoucherAfterBackup)
            self.shown.clear(sentence, unknown=code if is_unknown else "")
        else:
            self._show(voucher, sentence)

    def scanned(self, code: str) -> bool:
        """A voucher is shown here; anything else goes where it belongs, or to an open event."""
        if self._does("scanned", code):
            return True
        if not codes.has_voucher_shape(text.scanned(code)):
            return False
        self.take(code)
        return True

    def show_what(
        self, *, code: str = "", history: str = "", unknown: str = "", issue: bool = False,
        run: bool = False, member: int | None = None, **_what: Any,
    ) -> None:  # fmt: skip
        """Show what a code is worth now, look at a voucher by its history, at an ``unknown`` one
        that may be accepted, issue one, or see what the rules give today.

        Only a code is tried, and kept in the audit where it is refused."""
        if code:
            self.take(code)
        elif unknown:
            said = inspection.verified(self.till.desk, unknown)
            self.tabs.setCurrentIndex(0)
            self._unmark()
            self._show_refused(unknown, VoucherAfterBackup(self.till.language, code=said.code))
        elif history:
            voucher = voucher_book.with_code(self.till.desk, history)
            if voucher is not None:
                self.tabs.setCurrentIndex(0)
                self._unmark()
                self._open(voucher)
        elif issue:
            self.issue(member)
        elif run:
            self.tabs.setCurrentIndex(PLACES[RuleList])
            self.parts[PLACES[RuleList]].run()

    # --- deeds ---

    def redeem(self) -> None:
        """Hand the gift over: the voucher is used up."""
        voucher = self.shown.voucher
        if voucher is None:
            return
        till, key = self.till, self.shown.key
        done = till.attempt(lambda: vouchers.redeem(till.desk, voucher.code, key=key), self.redeem)
        if done is not None:
            _ = till.say
            said = _("Voucher {code} is used. Hand over: {gift}.")
            gift = promise_words.title(till.desk, done, till.language)
            till.tell(said.format(code=grouped(done.code), gift=gift))
            self._done_with(done)

    def hand_over(self) -> None:
        """Hand the gift over to somebody by name, or with a note."""
        if self.shown.voucher is not None:
            form = HandOverForm(self.till, self, self.shown.voucher)
            if form.filled() and form.used is not None:
                self._done_with(form.used)

    def _done_with(self, voucher: Voucher) -> None:
        """Show what became of it; the keys go where the next one is typed, for what was pressed is
        offered no more."""
        self._show(voucher)
        self.code.setFocus()

    def send(self) -> None:
        """Give the gift to the courier."""
        voucher = self.shown.voucher
        going = None if voucher is None else deliveries.of_voucher(self.till.desk, voucher.id)
        if going is not None and SendForm(self.till, self, going, sends=True).filled():
            self._done_with(vouchers.get(self.till.desk, going.voucher.id))

    def extend(self) -> None:
        """Let the voucher that is shown live longer, for a reason."""
        if self.shown.voucher is not None:
            ExtendForm(self.till, self, self.shown.voucher).filled()

    def accept(self) -> None:
        """Take in the genuine voucher that is not known here."""
        till, unknown = self.till, self.shown.unknown
        said = till.attempt(lambda: inspection.verified(till.desk, unknown))
        if said is None:
            return
        form = till.attempt(lambda: AcceptForm(till, self, unknown, said))
        if form is not None and form.filled() and form.taken_in is not None:
            self._show(form.taken_in)

    def use(self) -> None:
        """Take a money voucher into a sale."""
        if self.shown.voucher is not None:
            self.till.go("counter", voucher=self.shown.voucher.code)

    def void(self) -> None:
        """Withdraw the voucher that is shown, for a reason."""
        if self.shown.voucher is not None:
            form = WithdrawForm(self.till, self, self.shown.voucher)
            if form.filled():
                self._done_with(vouchers.get(self.till.desk, form.voucher.id))

    def issue(self, member: int | None = None) -> None:
        """A form for a new voucher; it is shown once it is made."""
        if not self.issue_button.isEnabled():
            _ = self.till.say
            self.till.tell(_("A manager or the owner can issue vouchers."), "note")
            return
        form = IssueForm(self.till, self, member)
        if form.filled() and form.issued is not None:
            self.tabs.setCurrentIndex(0)
            self._unmark()
            self._show(form.issued)
            self.shown.print.setFocus()

    def issue_many(self) -> None:
        """A form for many vouchers; they are listed once they are made."""
        if self.many_button.isEnabled():
            BatchForm(self.till, self).filled()

    def _does(self, deed: str, *given: object) -> bool:
        """Let the tab that is shown do something, where it has a way to; whether it did."""
        place = self.tabs.currentIndex()
        work = getattr(self.parts[place], deed, None) if place else None
        return work is not None and bool(work(*given))

    # --- paper ---

    def paper(self) -> None:
        """Ctrl+P: print the voucher that is shown, or what the tab has."""
        if self._does("paper"):
            return
        voucher = self.shown.voucher
        if self.tabs.currentIndex() == 0 and voucher is not None and voucher.state == "issued":
            voucher_print.preview(self.till, self, [voucher.id]).seen()
        else:
            _ = self.till.say
            said = _("There is nothing to print here.")
            if self.tabs.currentIndex() == 0:
                said = _("Choose a voucher that can still be used, then print it.")
            self.till.tell(said, "note")

    def print_listed(self) -> None:
        """Print every voucher of the list that can be used, the newest first."""
        if not self.print_all.isEnabled():
            return
        ids = self.long.ids
        if len(ids) > _MOST_PRINTED:
            ngettext = self.till.count
            said = ngettext(
                "The newest {count} voucher is printed at once.",
                "The newest {count} vouchers are printed at once.",
                _MOST_PRINTED,
            )
            self.till.tell(said.format(count=f"{_MOST_PRINTED:,}"), "note")
        voucher_print.preview(self.till, self, ids[:_MOST_PRINTED]).seen()

    # --- keys ---

    def begin(self) -> None:
        """Scan or type a code."""
        if self.tabs.currentIndex() == 0:
            self.code.setFocus()
            self.code.selectAll()
        else:
            self.parts[self.tabs.currentIndex()].begin()

    def search(self) -> None:
        """F9: where the tab searches, else the field for a code."""
        if not self._does("search"):
            self.tabs.setCurrentIndex(0)
            self.begin()

    def escape(self) -> bool:
        """Clear the field, then the voucher that is shown; in another tab what that does."""
        if self.tabs.currentIndex():
            return self._does("escape")
        had = bool(self.code.text()) or self.shown.voucher is not None
        if self.code.text():
            self.code.clear()
        else:
            self._unmark()
            self.shown.clear()
        return had

    def example(self) -> None:
        """The first voucher that can be used."""
        self.table.mark(0)
