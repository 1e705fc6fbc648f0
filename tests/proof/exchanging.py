"""Exchanges: goods come back and others are taken for them, in one go."""

from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from shopdesk import purchases
from tests.proof.giving_back import GivingBack
from tests.proof.paper_money import less, tenders_back
from tests.proof.paper_prepaid import BUCKETS
from tests.proof.paper_prices import Way, finish, ways
from tests.proof.paper_receipts import Receipt
from tests.proof.wishes import amounts, picks, some_lines, wanted_lines


class Exchanging(GivingBack):
    """One goes exactly as a refund by lines, the other as a purchase of today."""

    @precondition(lambda self: self.paper.receipts)
    @rule(which=picks, parts=some_lines, what=amounts | wanted_lines, is_cash=st.booleans())
    def goods_are_exchanged(
        self, which: int, parts: list[tuple[int, int]], what: Any, is_cash: bool
    ) -> None:
        self.exchanges(self.receipt(which), parts, what, "cash" if is_cash else "wechat")

    def exchanges(
        self, receipt: Receipt, parts: list[tuple[int, int]], what: Any, tender: str
    ) -> None:
        lines = self.some_lines(receipt, parts)
        returned = [(number, f"{milli / 1000:.3f}") for number, milli in lines]
        call = partial(
            purchases.exchange, self.desk, receipt.id, returned=returned, reason="other size",
            **self.wanted(what),
        )  # fmt: skip
        reason = self.why_not(receipt, is_void=False, lines=lines)
        if receipt.person is not None and receipt.person.is_closed:  # erased: nobody buys
            reason = reason or "member_closed"
        if reason:
            self.refuses({reason}, partial(call, pay={}))
            return
        with self.nothing_written():
            seen = purchases.preview_exchange(
                self.desk, receipt.id, returned=returned, **self.wanted(what)
            )
        lines = self.in_uses(receipt, lines)
        self.is_exchanged(receipt, lines, what, call, seen, tender)

    def is_exchanged(
        self, receipt: Receipt, lines: list[tuple[int, int]], what: Any, call: Any, seen: Any,
        tender: str,
    ) -> None:  # fmt: skip
        new = self.asked(receipt.person, what, 0, rank=self.rank_without(receipt, lines))
        found = ways(self.basket(new, [], (0, 0)), self.paper.terms)
        back = self.tenders_to_come(receipt, lines)
        due, new.paid_by, rest = self.paid_with(found, back, tender)
        if tender == "stored_value" and rest:
            left = self.value_left(receipt, back, new.paid_by)
            if rest > sum(left):
                self.refuses({"not_enough_stored_value"}, partial(call, pay={tender: rest}))
                return
            del new.paid_by[tender]
            for bucket, part in self.taken_of(rest, *left).items():
                new.paid_by[bucket] = new.paid_by.get(bucket, 0) + part
        made = self.called(partial(call, pay={tender: rest} if rest else {}))
        assert (made.to_pay, made.handed_back) == (rest, less(back, carried(back, due))), (
            back,
            due,
            new.paid_by,
            made,
        )
        if tender == "cash":
            assert seen == made.unwritten()
        assert replace(seen.refund, tier=None) == replace(made.refund, id=None, tier=None)
        is_cash = new.paid_by.keys() <= {"cash"} and back.keys() <= {"cash"}
        new.is_exchanged = True
        came = self.is_given_back(receipt, made.refund, lines=lines)
        priced = [finish(way, self.paper.terms, 0, is_cash=is_cash) for way in found]
        self.is_taken_down(new, priced, made.purchase)
        self.tier_follows(receipt, made.refund, came)

    def value_left(
        self, receipt: Receipt, back: dict[str, int], paid: dict[str, int]
    ) -> tuple[int, int]:
        """What there is of principal and bonus beside what is carried over."""
        value = receipt.person.value if receipt.person else (0, 0)
        came = [back.get(bucket, 0) - paid.get(bucket, 0) for bucket in BUCKETS]
        return value[0] + came[0], value[1] + came[1]

    def tenders_to_come(self, receipt: Receipt, lines: list[tuple[int, int]]) -> dict[str, int]:
        """What lines would bring back, looked up on a copy."""
        return less(without(receipt, lines).tenders_back, receipt.tenders_back)

    def rank_without(self, receipt: Receipt, lines: list[tuple[int, int]]) -> int:
        """The tier held if the lines came back and nothing were taken for them."""
        if receipt.person is None:
            return 0
        place = self.paper.receipts.index(receipt)
        self.paper.receipts[place] = without(receipt, lines)
        standing = receipt.person.standing
        left = standing.left(self.paper.ladder, self.today)
        rank = standing.priced_on(self.paper.ladder, self.today, left)
        self.paper.receipts[place] = receipt
        return rank

    def paid_with(
        self, found: list[Way], back: dict[str, int], tender: str
    ) -> tuple[int, dict[str, int], int]:
        """What is due, how it is paid in all, and the rest that is paid on top."""
        terms, came = self.paper.terms, sum(back.values())
        (plain,) = {finish(way, terms, 0, is_cash=False).due for way in found}
        (in_cash,) = {finish(way, terms, 0, is_cash=True).due for way in found}
        is_cash = back.keys() <= {"cash"} and (tender == "cash" or plain <= came)
        due = in_cash if is_cash else plain
        rest = max(0, due - came)
        paid = carried(back, due)
        if rest:
            paid[tender] = paid.get(tender, 0) + rest
        return due, paid, rest


def without(receipt: Receipt, lines: list[tuple[int, int]]) -> Receipt:
    """A copy of a receipt from which lines came back."""
    copy = replace(receipt, lines=[replace(line) for line in receipt.lines])
    copy.give_back(lines=lines)
    return copy


def carried(back: dict[str, int], due: int) -> dict[str, int]:
    """How much of what came back pays what is due, tender by tender (9.5)."""
    shares = tenders_back(back, min(due, sum(back.values())))
    return {tender: part for tender, part in shares.items() if part}
