"""A top-up among the records: what was paid, what is left of it, and what can be done about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk import Refused, daybook_prepaid, stored_value
from shopdesk.daybook import Entry
from shopdesk.daybook_prepaid import TopUpBack, TopUpEntry
from shopdesk.prints import Document
from shopdesk.stored_value import TopUp
from ui import receipt_printing
from ui.pages.prepaid_words import fate_of
from ui.pages.profile_forms import role_may
from ui.pages.record_card import amounts
from ui.pages.record_words import fate, tender_name
from ui.till import Till
from ui.widgets.fitted_row import FittedRow
from ui.widgets.parts import button, card, cleared, column, label, line, row, set_mood
from ui.widgets.scrolling import in_card

AnyEntry = Entry | TopUpEntry


def fate_word(till: Till, entry: AnyEntry) -> str:
    """What became of a receipt; of a top-up that it is one, or what became of it."""
    _ = till.say
    if isinstance(entry, Entry):
        return fate(till, entry)[0]
    if entry.voided:
        return _("Void")
    return _("Refund") if entry.is_refund else _("Top-up")


def numbered(till: Till, typed: str) -> TopUp | None:
    """The top-up of a number as people read it: ``S000012``."""
    code = typed.strip().upper()
    digits = code[1:]
    if not (code.startswith("S") and digits.isascii() and digits.isdigit() and len(digits) < 18):
        return None
    try:
        return stored_value.get(till.desk, int(digits))
    except Refused:
        return None


class TopUpCard(QWidget):
    """The top-up that is shown. A deed that who is signed in may not do is not there."""

    def __init__(
        self, till: Till, refund: Callable[[], object], void: Callable[[], object]
    ) -> None:
        super().__init__()
        self.till = till
        self.entry: TopUpEntry | None = None
        _ = till.say
        self.number, self.fate = label(kind="title"), label(kind="chip")
        self.when = label(kind="soft", wraps=True)
        self.member = button("", self._go_to_member, "link", icon="members")
        self.whose = FittedRow(self.member, 1)
        self.body = column(space=4)
        self.refund = button(_("Refund…"), refund, icon="undo")
        self.void = button(_("Void…"), void, "danger", icon="erase")
        self.print = button("", self.put_on_paper, icon="print", name=_("Print slip · Ctrl+P"))
        self.deeds = FittedRow(self.refund, self.void, below=[self.void])
        when = row(self.when, self.print)
        when.setStretch(0, 1)
        inside = QWidget()
        inside.setLayout(column(self.body, 1))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(
            row(self.number, 1, self.fate), when, self.whose, line(),
            in_card(inside, _("What there is to the top-up")), line(), self.deeds,
        ))  # fmt: skip

    def clear(self) -> None:
        """Show none."""
        self.entry = None

    def show_entry(self, entry: TopUpEntry) -> None:
        """Show a top-up of the list, or the one that something came back of."""
        till, desk = self.till, self.till.desk
        _ = till.say
        self.entry = entry
        made = stored_value.get(desk, entry.top_up_id)
        word, mood = fate_of(till, made)
        self.number.setText(_("Top-up {number}").format(number=made.number))
        self.fate.setText(word)
        self.fate.setVisible(bool(word))
        set_mood(self.fate, mood)
        at_till = self._written_at(entry)
        where = _("Till {till}").format(till=at_till) if at_till else ""
        self.when.setText(" · ".join(filter(None, (till.moment(entry.at), entry.staff, where))))
        self.member.setText(entry.member_name)
        self.member.setAccessibleName(entry.member_name)
        self.whose.refit()
        self._fill(entry, made)
        is_today = made.on == desk.today()
        is_whole = (made.left, made.bonus_left) == (made.principal, made.bonus)
        may_refund = role_may(till, "stored_value.refund_top_up")
        self.refund.setVisible(may_refund and not made.voided)
        self.void.setVisible(is_today and is_whole and role_may(till, "stored_value.void_top_up"))
        self.deeds.refit()

    def _written_at(self, entry: TopUpEntry) -> str:
        """The till that sold it, or that gave back what is shown."""
        desk = self.till.desk
        back = daybook_prepaid.given_back(desk, entry.top_up_id) if entry.is_refund else []
        tills = (one.till for one in back if one.id == entry.refund_id)
        return next(tills, daybook_prepaid.written_by(desk, entry.top_up_id)[1])

    def _fill(self, entry: TopUpEntry, made: TopUp) -> None:
        till = self.till
        _, money = till.say, till.money
        cleared(self.body)
        put = self.body.addWidget
        put(amounts(_("Principal"), money(made.principal), "heading"))
        for name, part in made.payments.items():
            put(amounts(tender_name(till, name), money(part), "soft"))
        if made.change:
            put(amounts(_("Given"), money(made.cash_given or 0), "soft"))
            put(amounts(_("Change"), money(made.change), "soft"))
        if made.bonus:
            put(amounts(_("Bonus"), money(made.bonus)))
        put(line())
        put(amounts(_("Left of the principal"), money(made.left), "soft"))
        if made.bonus:
            put(amounts(_("Left of the bonus"), money(made.bonus_left), "soft"))
        if made.refunded or made.money_back:
            put(amounts(_("Given back so far"), money(-made.money_back), "soft"))
        if entry.is_refund:
            put(line())
            put(amounts(_("Given back now"), money(entry.total), "heading"))
            for name, part in entry.payments.items():
                put(amounts(tender_name(till, name), money(-part), "soft"))
            put(label(_("Reason: {reason}").format(reason=entry.reason), "soft", wraps=True))
            return
        for back in daybook_prepaid.given_back(till.desk, made.id):
            self._put_back(back)

    def _put_back(self, back: TopUpBack) -> None:
        """What came back of it, with its slip."""
        till = self.till
        _, put = till.say, self.body.addWidget
        put(line())
        put(amounts(_("Void") if back.is_void else _("Refund"), till.money(-back.money)))
        put(label(" · ".join(filter(None, (till.moment(back.at), back.staff))), "soft", wraps=True))
        printed = partial(self.put_on_paper, back.id)
        slip = button(_("Print the slip"), printed, "small", icon="print")
        self.body.addLayout(row(slip, 1))

    def put_on_paper(self, refund_id: int | None = None) -> None:
        """Print the slip of what is shown, or that of something that came back of it."""
        if self.entry is not None:
            of = self.entry.refund_id if refund_id is None else refund_id
            what = Document(self.entry.top_up_id, of, is_top_up=True)
            receipt_printing.print_one(self.till, what)

    def _go_to_member(self) -> None:
        if self.entry is not None:
            self.till.go("members", member=self.entry.member_id)
