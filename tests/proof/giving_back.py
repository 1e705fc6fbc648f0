"""Giving back: money, lines, all of it, a void, an exchange; and a preview that says it before."""

from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shopdesk import purchases
from tests.proof.paper_money import less
from tests.proof.paper_prepaid import BUCKETS
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
            if line.used and share % 2:  # mostly it comes back whole, as it must
                milli = line.milli
            if line.sold and share % 3:
                milli = max(1, line.milli // line.sold.uses * (share % 4))
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
        if "lines" in how:
            how["lines"] = self.in_uses(receipt, how["lines"])
        elif not how and any(line.fast(self.today) for line in receipt.lines):
            how["lines"] = self.rest_of(receipt)
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
        was = [(x.back, receipt.is_line_gone(place)) for place, x in enumerate(receipt.lines)]
        receipt.give_back(**how)
        receipt.is_void = receipt.is_void or is_void
        returned, taken, back = self.paper.comes_back(receipt, self.today)
        tenders = less(receipt.tenders_back, had)
        if in_cash and tenders:  # stored value always goes back to where it came from
            value = {tender: part for tender, part in tenders.items() if tender in BUCKETS}
            in_hand = money - receipt.left - sum(value.values())
            tenders = ({"cash": in_hand} if in_hand else {}) | value
        uses = self.paper.value_comes_back(receipt, tenders, was, self.today)
        assert (done.uses_returned, done.uses_taken) == uses
        assert done.stored_value == sum(tenders.get(bucket, 0) for bucket in BUCKETS)
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
        is_spent = any(line.fast(self.today) for line in receipt.lines)
        if is_void:
            if receipt.entered != self.today:
                return "pass_used" if is_spent else "void_late"
            is_closed = receipt.on <= self.paper.closed_through
            return "pass_used" if is_spent else "month_closed" if is_closed else None
        if receipt.is_gone:
            return "refund_exceeds"
        if amount and any(line.sold for line in receipt.lines):
            return "pass_by_lines"
        if lines is None:
            is_more = not is_spent or self.rest_of(receipt)
            return ("refund_exceeds" if amount > receipt.left else None) if is_more else "pass_used"
        return self.why_not_lines(receipt, lines)

    def why_not_lines(self, receipt: Receipt, lines: list[tuple[int, int]]) -> str | None:
        wanted: dict[int, int] = {}
        for number, asked in lines:
            line, before, milli = receipt.lines[number - 1], wanted.get(number, 0), asked
            if line.used and milli != line.milli:
                return "pass_line_whole"
            if line.sold:
                if milli * line.sold.uses % line.milli:
                    return "quantity"
                uses_left = line.sold.left(self.today) * 1000 - before
                if not uses_left:
                    return "pass_used"
                milli = min(milli * line.sold.uses * 1000 // line.milli, uses_left)
            wanted[number] = before + milli
        left = [line.whole - line.back for line in receipt.lines]
        too_much = any(milli > left[number - 1] for number, milli in wanted.items())
        return "refund_exceeds" if too_much else None

    def in_uses(self, receipt: Receipt, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """What comes back of a pass: so many uses as the part of it, at most those unspent."""
        found: list[tuple[int, int]] = []
        for number, asked in lines:
            line, milli = receipt.lines[number - 1], asked
            if line.sold:
                before = sum(uses for other, uses in found if other == number)
                uses = milli * line.sold.uses * 1000 // line.milli
                milli = min(uses, line.sold.left(self.today) * 1000 - before)
            found.append((number, milli))
        return found

    def rest_of(self, receipt: Receipt) -> list[tuple[int, int]]:
        """All that is left but the uses that were spent: these stay sold."""
        left = [
            (number, line.whole - line.back - line.fast(self.today) * 1000)
            for number, line in enumerate(receipt.lines, 1)
        ]
        return [(number, milli) for number, milli in left if milli]
