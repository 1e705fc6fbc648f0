"""Giving back: money, lines, all of it, a void, an exchange; and a preview that says it before."""

from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shopdesk import purchases
from tests.proof.paper_money import less
from tests.proof.paper_receipts import Receipt
from tests.proof.paper_vouchers import Promise
from tests.proof.selling import Selling
from tests.proof.wishes import picks, some_lines


class GivingBack(Selling):
    """Every rule that gives something back."""

    def receipt(self, which: int) -> Receipt:
        """Mostly one of the latest."""
        return self.paper.receipts[-1 - which % min(len(self.paper.receipts), 6)]

    @precondition(lambda self: self.paper.receipts)
    @rule(
        which=picks, share=st.integers(0, 1000), over=st.sampled_from([0, 0, 0, 1]),
        in_cash=st.booleans(),
    )  # fmt: skip
    def money_is_given_back(self, which: int, share: int, over: int, in_cash: bool) -> None:
        receipt = self.receipt(which)
        amount = receipt.left + 1 if over else max(1, receipt.left * share // 1000)
        self.gives_back(receipt, amount=amount, in_cash=in_cash)

    @precondition(lambda self: self.paper.receipts)
    @rule(which=picks, parts=some_lines)
    def lines_are_given_back(self, which: int, parts: list[tuple[int, int]]) -> None:
        receipt = self.receipt(which)
        self.gives_back(receipt, lines=self.some_lines(receipt, parts))

    @precondition(lambda self: self.paper.receipts)
    @rule(which=picks, is_void=st.sampled_from([False, False, True]))
    def everything_is_given_back(self, which: int, is_void: bool) -> None:
        self.gives_back(self.receipt(which), is_void=is_void)

    def some_lines(self, receipt: Receipt, parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
        wanted = []
        for number, share in parts:
            line = receipt.lines[number % len(receipt.lines)]
            milli = max(1, (line.milli - line.back) * share // 1000)
            wanted.append((number % len(receipt.lines) + 1, milli))
        return wanted

    # --- a refund ---

    def gives_back(
        self, receipt: Receipt, *, is_void: bool = False, in_cash: bool = False, **how: Any
    ) -> None:
        act = purchases.void if is_void else purchases.refund
        asked = dict(how)
        if "lines" in how:
            asked["lines"] = [(number, f"{milli / 1000:.3f}") for number, milli in how["lines"]]
        if in_cash:
            asked["in_cash"] = True
        call = partial(act, self.desk, receipt.id, reason="back", **asked)
        reason = self.why_not(receipt, is_void=is_void, **how)
        if reason:
            self.refuses({reason}, call)
            return
        seen = None
        if not is_void:
            with self.nothing_written():
                seen = purchases.preview_refund(self.desk, receipt.id, **asked)
        done = self.called(call)
        assert seen is None or replace(seen, id=done.id) == done
        back = self.is_given_back(receipt, done, is_void=is_void, in_cash=in_cash, **how)
        self.tier_follows(receipt, done, back)

    def is_given_back(
        self, receipt: Receipt, done: Any, *, is_void: bool = False, in_cash: bool = False,
        **how: Any,
    ) -> list[Promise]:  # fmt: skip
        """All but the tier; returns the vouchers that came back."""
        had, money = receipt.tenders_back, receipt.left
        receipt.give_back(**how)
        receipt.is_void = receipt.is_void or is_void
        returned, taken, back = self.paper.comes_back(receipt, self.today)
        tenders = less(receipt.tenders_back, had)
        if in_cash and tenders:
            tenders = {"cash": money - receipt.left}
        assert (done.money, done.tenders) == (money - receipt.left, tenders)
        assert (done.points_returned, done.points_taken) == (returned, taken)
        assert done.is_whole == receipt.is_gone
        return back

    def tier_follows(self, receipt: Receipt, done: Any, back: list[Promise]) -> None:
        """What stood on the receipt goes; a voucher may come back only to be void with it."""
        person, lost = receipt.person, set()
        if person is not None:
            lost = set(self.paper.is_retested(person, self.today))
            if person.referrer:
                self.paper.is_retested(person.referrer, self.today, "referrals")
        lost |= {promise for promise in back if promise.state == "void"}
        assert sorted(done.vouchers) == sorted(one.code for one in back if one not in lost)
        assert sorted(done.vouchers_lost) == sorted(one.code for one in lost)
        rank = None if person is None else person.standing.held_on(self.today)
        assert (done.tier and done.tier.rank) == rank

    def why_not(
        self, receipt: Receipt, *, is_void: bool, amount: int = 0,
        lines: list[tuple[int, int]] | None = None,
    ) -> str | None:  # fmt: skip
        if receipt.is_void:
            return "already_void"
        if is_void:
            if receipt.entered != self.today:
                return "void_late"
            return "month_closed" if receipt.on <= self.paper.closed_through else None
        wanted: dict[int, int] = {}
        for number, milli in lines or ():
            wanted[number] = wanted.get(number, 0) + milli
        left = [line.milli - line.back for line in receipt.lines]
        too_much = any(milli > left[number - 1] for number, milli in wanted.items())
        return "refund_exceeds" if receipt.is_gone or amount > receipt.left or too_much else None
