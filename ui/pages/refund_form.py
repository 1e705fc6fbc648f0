"""Giving money back: everything it does is seen before it is done, and the reason is kept."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shopdesk import Refused, members, purchases
from shopdesk.daybook import Entry
from shopdesk.purchases import Refund
from shopdesk.refusals import AmountRefused
from ui import look
from ui.pages import refund_behind
from ui.pages.counter_sale import told_back
from ui.pages.lines_back import LinesBack, are_goods
from ui.pages.page import Page
from ui.pages.record_card import amounts
from ui.pages.record_words import Told, consequences
from ui.till import Till
from ui.widgets.choices import beside, choices, show_only
from ui.widgets.figure import AS_FIGURES, OPENS, Figure
from ui.widgets.form import Form, amount_in, warning
from ui.widgets.in_both import Check
from ui.widgets.parts import Part, card, cleared, column, field, held, label, named, row, set_mood
from ui.widgets.scrolling import Snug, by_keys

WIDE = 960
"""Pixels, at 100 percent, of a form in two columns."""
_MOST, _MORE = 240, 325
"""Pixels, at 100 percent, of what a form says that it does, where there is no more room for it; and
where little is asked below it."""
_ASKED = 360
"""Pixels, at 100 percent, of a form around that, where little is asked."""


class Effects(QWidget):
    """What a refund or an exchange will do, line by line; or why it cannot be."""

    changed = Signal()

    def __init__(self, till: Till, whose: int | None) -> None:
        super().__init__()
        self.till, self.whose = till, whose
        self.tier = None if whose is None else members.get(till.desk, whose).tier
        self.body = column(space=2)
        self.setLayout(column(card(self.body, kind="inset", margin=8)))
        self.lines: list[tuple[str, str]] = []
        self.said = ""

    def show_refund(self, refund: Refund) -> None:
        """Show what is about to happen."""
        self.show_lines(consequences(self.till, refund, self.tier))

    def show_lines(self, told: Sequence[Told]) -> None:
        """Show what is about to happen; the first matters most."""
        self.changed.emit()
        self.lines, self.said = [(one.what, one.how_much) for one in told], ""
        cleared(self.body)
        for place, one in enumerate(told):
            self.body.addWidget(self._line(one, "" if place else "heading"))

    def _line(self, one: Told, kind: str) -> QWidget:
        """One thing that happens; pressed, it opens what it comes from, where that can be seen."""
        made = amounts(one.what, one.how_much, kind)
        if not one.behind:
            made.setContentsMargins(*AS_FIGURES)
            return made
        opens = partial(refund_behind.look, self.till, self, one, self.whose)
        name, how = f"{one.what}: {one.how_much}", self.till.say(OPENS)
        return Figure(column(made, space=0), opens, name=name, how=how)

    def say(self, text: str, mood: str = "") -> None:
        """Say something instead."""
        self.lines, self.said = [], text
        cleared(self.body)
        said = label(text, wraps=True)
        set_mood(said, mood)
        self.body.addWidget(said)


class Rest(QWidget):
    """The room that is left; ``resized`` when there is another."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of it."""
        super().resizeEvent(event)
        self.resized.emit()


class Foreseen(Snug):
    """What a form does: no higher than leaves room for what is asked below, and then as much higher
    as room is left ``below`` that."""

    def __init__(self, effects: Effects, *, asks_little: bool) -> None:
        super().__init__(effects)
        size = effects.till.preferences.size
        self.least = look.scaled(_MOST, size)
        if asks_little:
            left = look.SMALLEST_SCREEN.height() - look.BORDER.height() - look.scaled(_ASKED, size)
            self.least = min(look.scaled(_MORE, size), left)
        self.setMaximumHeight(self.least)
        self.below = Rest()
        self.later = QTimer(self)
        self.later.setSingleShot(True)
        self.later.timeout.connect(self.grow)
        self.below.resized.connect(self.later.start)
        self.verticalScrollBar().rangeChanged.connect(lambda *_range: self.later.start())
        effects.changed.connect(lambda: self.setMaximumHeight(self.least))

    def grow(self) -> None:
        """Take of the room below what would be scrolled to; not while they are being laid out."""
        wanted = min(self.below.height(), self.verticalScrollBar().maximum())
        if wanted > 0:
            self.setMaximumHeight(self.height() + wanted)


def in_two_columns(
    left: Sequence[Part], effects: Effects, name: str, asked: Sequence[Part], *,
    asks_little: bool = False,
) -> QHBoxLayout:  # fmt: skip
    """What is meant, and beside it what that does, how and why: all of it in sight at once.

    With large letters there is no room for all: what is asked for stands first then.
    """
    if effects.till.preferences.size > look.LARGE_LETTERS:
        right = column(*asked, effects, 1, space=8)
    else:
        foreseen = Foreseen(effects, asks_little=asks_little)
        right = column(by_keys(foreseen, name), *asked, foreseen.below, space=10)
        right.setStretchFactor(foreseen.below, 1)
    made = row(column(*left, 1, space=14), right, space=24)
    made.setStretch(0, 1)
    made.setStretch(1, 1)
    return made


def may_be_in_cash(till: Till, payments: Mapping[str, int]) -> bool:
    """Whether cash is another way than those it was paid by, and the shop allows it. Stored value
    always goes back to where it came from."""
    paid = payments.keys() - {"cash", "imported", "principal", "bonus"}
    return bool(paid) and till.shop.settings.refund_to_cash


class RefundForm(Form):
    """By all that is left, by an amount, or by lines. ``key`` keeps a second Enter from giving
    twice."""

    def __init__(self, till: Till, page: Page, entry: Entry) -> None:
        _ = till.say
        self.entry, self.key, self.way = entry, f"refund:{uuid4().hex}", "whole"
        receipt = purchases.get(till.desk, entry.id)
        self.back = LinesBack(till, entry.id)
        self.kept, self.counts = self.back.kept, self.back.counts
        self.amount = field(_("Amount to give back"), "0.00", digits=True)
        self.reason = field(
            _("Reason"), _("Why it is given back (kept on record)"), shorter=_("Kept on record")
        )
        self.effects = Effects(till, entry.member_id)
        self.in_cash = Check(_("Give all of it back in cash"))
        if not may_be_in_cash(till, receipt.payments):
            self.in_cash.hide()
        self.parts = {
            "amount": held(named(_("Amount to give back"), self.amount)),
            "lines": self.back,
        }
        left = _("No. {number}: {left} of {total} is left.").format(
            number=entry.number, left=till.money(entry.total - entry.refunded),
            total=till.money(entry.total),
        )  # fmt: skip
        super().__init__(
            till, page, _("Refund"),
            in_two_columns(
                [label(left, wraps=True), self._ways(till), *self.parts.values()],
                self.effects, _("What the refund does"),
                [self.in_cash, named(_("Reason"), self.reason)], asks_little=True,
            ),
            submit=self.give, ok=_("Refund"), kind="final", width=WIDE, fills=True,
        )  # fmt: skip
        self.amount.textChanged.connect(lambda _text: self.look())
        self.back.changed.connect(self.look)
        self.in_cash.toggled.connect(lambda _on: self.look())
        self.choose("whole")
        self.reason.setFocus()

    def _ways(self, till: Till) -> QWidget:
        _ = till.say
        words = [
            (_("All that is left"), "whole"), (_("An amount"), "amount"), (_("By item"), "lines"),
        ]  # fmt: skip
        self.buttons = choices(self.effects, words, self.choose)
        self.buttons["amount"].setEnabled(self.entry.total > self.entry.refunded)
        self.buttons["lines"].setEnabled(are_goods(self.back.goods))
        return beside(self.buttons)

    def choose(self, way: str) -> None:
        """Give back all, an amount, or lines."""
        self.way = way
        show_only(way, self.buttons, self.parts)
        self.said.hide()
        self.fit()
        if way == "amount":
            self.amount.setFocus()
        elif way == "lines":
            self.back.first.setFocus()
        self.look()

    # --- seeing and doing it ---

    def look(self) -> None:
        """Show everything that would happen now."""
        till, _ = self.till, self.till.say
        self.said.hide()
        self.ok.setText(_("Refund"))
        self.ok.setEnabled(False)
        self.back.mark()
        if self._is_blank():
            self.effects.say(_("Enter what is given back to see everything it does."))
            return
        try:
            seen = purchases.preview_refund(
                till.desk, self.entry.id, in_cash=self.in_cash.isChecked(), **self._what()
            )
        except Refused as refusal:
            self.effects.say(refusal.text(till.language), "bad")
            return
        self.effects.show_refund(seen)
        self.ok.setText(_("Refund {money}").format(money=till.money(seen.money)))
        self.ok.setEnabled(True)

    def _is_blank(self) -> bool:
        if self.way == "amount":
            return not self.amount.text().strip()
        return self.way == "lines" and self.back.is_blank

    def _what(self) -> dict[str, Any]:
        if self.way == "amount":
            return {"amount": amount_in(self.till, self.amount)}
        return {"lines": self.back.lines()} if self.way == "lines" else {}

    def refuse(self, text: str) -> None:
        """Say what is wrong, unless it stands there already."""
        if text != self.effects.said:
            super().refuse(text)

    def give(self) -> None:
        """Give it back, and say what was done."""
        till, _ = self.till, self.till.say
        if self._is_blank():
            raise AmountRefused(till.language, amount="–")
        done = purchases.refund(
            till.desk,
            self.entry.id,
            reason=self.reason.text(),
            key=self.key,
            in_cash=self.in_cash.isChecked(),
            **self._what(),
        )
        said = _("{money} of receipt {number} is given back.")
        told = said.format(money=till.money(done.money), number=self.entry.number)
        told_back(till, told, done)


class VoidForm(Form):
    """Taking a receipt of today out of the day, with a reason."""

    def __init__(self, till: Till, page: Page, entry: Entry) -> None:
        _ = till.say
        self.entry, self.key = entry, f"void:{uuid4().hex}"
        self.reason = field(_("Reason"), _("Why it is made void (kept on record)"))
        self.effects = Effects(till, entry.member_id)
        title = _("Void receipt {number}").format(number=entry.number)
        said = _(
            "Receipt {number} no longer counts in the day's sales; the record and the reason are"
            " kept."
        )
        super().__init__(
            till, page, title, warning(said.format(number=entry.number)), self.effects,
            named(_("Reason"), self.reason), submit=self.make, ok=_("Void it"), kind="final",
            width=520,
        )  # fmt: skip
        self._look()
        self.reason.setFocus()

    def _look(self) -> None:
        till, _ = self.till, self.till.say
        try:
            self.effects.show_refund(purchases.preview_refund(till.desk, self.entry.id))
        except Refused:
            self.effects.say(_("All of it was given back already; no money moves."))

    def make(self) -> None:
        """Make it void, and say what was done."""
        till, _ = self.till, self.till.say
        done = purchases.void(till.desk, self.entry.id, reason=self.reason.text(), key=self.key)
        said = _("Receipt {number} is void. Give back {money}.")
        money = till.money(done.money - done.stored_value)
        told_back(till, said.format(number=self.entry.number, money=money), done)
