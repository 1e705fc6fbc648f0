"""What could be used in a sale: the points of its member, and vouchers."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from shopdesk import promise_words
from shopdesk.inspection import Voucher
from shopdesk.purchases import Quote
from ui import look
from ui.basket import Basket
from ui.pages.counter_sale import Seen
from ui.till import Till
from ui.widgets.parts import button, cleared, column, filled, label, row

SOON = 14
"""Days before a birthday or a voucher's end that are worth a word."""
_MOST = 3
"""So many vouchers stand there, and what is in use; the others are a press away."""


class Offers(QFrame):
    """The member's points at their worth, their open vouchers, and what else is in use already; the
    other way the price could have gone, and what is better kept, for which the price has no room.

    They stand above the lines: what is scanned does not move them, nor push them out of sight.
    """

    points_wanted = Signal(bool)

    def __init__(self, till: Till, use: Callable[[Voucher], None]) -> None:
        super().__init__()
        self.till, self.use = till, use
        self.setProperty("kind", "card")
        self.points, self.vouchers, self.advice = column(), column(space=3), column(space=3)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 4, 16, 4)
        inside.setSpacing(3)
        filled(inside, self.points, self.vouchers, self.advice)
        self.are_points_used: bool | None = None
        """Nothing where no points are offered."""
        self.unfolded: frozenset[str] = frozenset()
        """The vouchers of which all were asked for."""

    def show_points(self, basket: Basket, seen: Seen) -> None:
        """Show what the member's points would pay, as many as that takes, or that they are used."""
        cleared(self.points)
        self.are_points_used = None
        if not (seen.worth or basket.points):
            return
        _, is_used = self.till.say, bool(basket.points)
        self.are_points_used = is_used
        ngettext = self.till.count
        told = ngettext("{points} point pays {worth}", "{points} points pay {worth}", seen.points)
        said = told.format(points=f"{seen.points:,}", worth=self.till.money(seen.worth))
        if is_used:
            said = _("Points are used")
        word = _("In use") if is_used else _("Use")
        use = self._use_button(f"{word}  Alt+0", self.turn_points, f"{word} {said}", is_used)
        self.points.addLayout(row(label(said, wraps=True), 1, use))

    def turn_points(self) -> None:
        """Use the points that are offered, or leave them after all."""
        if self.are_points_used is not None:
            self.points_wanted.emit(not self.are_points_used)

    def _use_button(
        self, text: str, use: Callable[[], None], name: str, is_used: bool, icon: str = "good"
    ) -> QPushButton:
        """What uses something, lit where that is in use."""
        made = button(text, use, "small", icon=icon if is_used else "", name=name)
        made.setCheckable(True)
        made.setChecked(is_used)
        return made

    def show_vouchers(
        self, offered: Sequence[Voucher], used: Sequence[str], kept: Sequence[str]
    ) -> None:
        """Show what could be used or left, the number of each for Alt+number.

        Of those asked for, some are ``kept``: they would not lower the price.
        """
        cleared(self.vouchers)
        codes = frozenset(voucher.code for voucher in offered)
        folded = 0
        for place, voucher in enumerate(offered, 1):
            is_asked, is_kept = voucher.code in used, voucher.code in kept
            if place <= _MOST or is_asked or codes == self.unfolded:
                self.vouchers.addLayout(self._voucher(place, voucher, is_asked, is_kept))
            else:
                folded += 1
        if folded:

            def unfold() -> None:
                self.unfolded = codes
                self.show_vouchers(offered, used, kept)

            ngettext = self.till.count
            more = ngettext("{count} more voucher", "{count} more vouchers", folded)
            self.vouchers.addLayout(row(1, button(more.format(count=folded), unfold, "small")))
        self.setVisible(bool(offered) or self.are_points_used is not None)

    def show_advice(self, quote: Quote | None) -> None:
        """Show the other way the price could have gone, where there was one, and what to keep."""
        cleared(self.advice)
        _ = self.till.say
        if quote is not None and quote.alternative is not None:
            other = _("Otherwise {due}: {why}").format(
                due=self.till.money(quote.alternative.due), why=quote.alternative.why
            )
            self.advice.addWidget(label(other, "soft", wraps=True))
        for code in quote.unused_vouchers if quote is not None else ():
            kept = _("Voucher {code} is better kept: it would not lower this.").format(code=code)
            self.advice.addWidget(label(kept, "note", wraps=True))
        self.setVisible(not self.isHidden() or self.advice.count() > 0)

    def _voucher(self, place: int, voucher: Voucher, is_asked: bool, is_kept: bool) -> QHBoxLayout:
        _, ngettext, till = self.till.say, self.till.count, self.till
        title = label(promise_words.title(till.desk, voucher, till.language), wraps=True)
        days = (voucher.valid_until_on - till.desk.today()).days
        until = till.near(voucher.valid_until_on)
        if days <= SOON:
            left = ngettext("{count} day left", "{count} days left", days)
            until = f"{until} · {left.format(count=days)}"
        if voucher.member_id is None:
            whose = _("Bearer")
            until = f"{whose} · {until}"
        in_use = _("Kept") if is_kept else _("In use")
        money_word = in_use if is_asked else _("Use")
        word = _("Hand over") if voucher.kind == "gift" else money_word
        key = f"  Alt+{place}" if place < 10 else ""
        name, icon = f"{word} {title.text()} · {until}{key}", "" if is_kept else "good"
        said = word + key if key else word  # which has the other language with it
        use = self._use_button(said, lambda: self.use(voucher), name, is_asked, icon)
        last = label(until, "soft")
        if till.preferences.size > look.LARGE_LETTERS:
            return row(column(title, last, space=0), use)
        return row(title, 1, last, use)
