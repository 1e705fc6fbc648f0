"""At the till of a shop that gives by rules, and what must hold there after each step."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
)

from shopdesk import (
    checks,
    gifts,
    points,
    purchases,
    vouchers,
)
from tests.proof import giving_wishes as wishes
from tests.proof.giving import Giving
from tests.proof.giving_wishes import amounts, picks
from tests.proof.machine import now_and_then
from tests.proof.paper_given import (
    Multiplier,
    Points,
    Receipt,
    Trial,
    Voucher,
)
from tests.proof.paper_rules import NO_END


class GivingTill(Giving):
    """What is bought, comes back, is handed over."""

    # --- the till ---

    @rule(who=picks, amount=amounts, voucher=st.none() | picks, spending=st.sampled_from([0, 0, 1]))
    def somebody_buys(self, who: int, amount: int, voucher: int | None, spending: int) -> None:
        self.tells()
        person = self.person(who)
        usable = [
            one for one in self.paper.vouchers
            if one.gift is None and one.is_open(self.today) and one.owner == person.id
        ]  # fmt: skip
        promise = usable[voucher % len(usable)] if usable and voucher is not None else None
        due = amount - (off(promise, amount) if promise else 0)
        points_used = min(person.purse.balance, due) // 100 * 100 if spending else 0
        points_used = max(0, points_used)
        due -= points_used
        before = self.earned(person)
        made = purchases.record(
            self.desk, member=person.id, amount=amount, points=points_used,
            vouchers=[promise.code] if promise else [], pay={"cash": due} if due else {},
        )  # fmt: skip
        running = [one.percent for one in self.paper.multipliers
                   if one.person is person and one.first <= self.today <= one.last]  # fmt: skip
        receipt = Receipt(made.id, person, self.today, due, max(running, default=100), due, promise)
        receipt.spent = points_used
        receipt.drawn = person.purse.spend(points_used, self.today)
        self.paper.spent_from |= {drawn.lot for drawn in receipt.drawn}
        if promise:
            promise.is_used(self.today)
        granted = receipt.earns(due)
        assert made.points_earned == granted
        receipt.own = person.purse.credit(granted, self.today, NO_END, self.today)
        self.paper.receipts.append(receipt)
        self.moves(person, before)
        self.paper.bought(receipt, self.today)
        self.names()

    @rule(who=picks, amount=amounts)
    def a_regular_buys(self, who: int, amount: int) -> None:
        self.somebody_buys(who % 2, amount, None, 0)

    @property
    def kept(self) -> list[Receipt]:
        return [one for one in self.paper.receipts if not one.is_gone]

    @precondition(lambda self: self.kept)
    @rule(which=picks, share=st.sampled_from([0, 1, 500, 999, 1000]), is_void=st.booleans())
    def something_comes_back(self, which: int, share: int, is_void: bool) -> None:
        receipt = self.kept[-1 - which % min(6, len(self.kept))]
        self.comes_back(receipt, share, is_void=is_void)

    def comes_back(self, receipt: Receipt, share: int, *, is_void: bool = False) -> None:
        self.tells()
        person, amount = receipt.person, receipt.left * share // 1000
        before = self.earned(person)
        is_whole = not 0 < amount < receipt.left or receipt.spent > 0
        if is_void and receipt.on == self.today and receipt.left == receipt.due:
            is_whole = True
            purchases.void(self.desk, receipt.id, reason="back")
        elif is_whole:
            purchases.refund(self.desk, receipt.id, reason="back")
        else:
            purchases.refund(self.desk, receipt.id, amount=amount, reason="back")
        receipt.left = 0 if is_whole else receipt.left - amount
        receipt.is_gone = is_whole
        taken = max(0, receipt.earns(receipt.due) - receipt.earns(receipt.left) - receipt.taken)
        receipt.taken += taken
        if is_whole:
            person.purse.give_back(receipt.spent, receipt.drawn, self.today)
        person.purse.take(taken, self.today, first=receipt.own)
        if is_whole and receipt.promise:
            receipt.promise.comes_back(self.today)
        self.moves(person, before)
        self.paper.comes_back(receipt, self.today)

    @rule(which=picks)
    def a_gift_is_handed_over(self, which: int) -> None:
        self.tells()
        waiting = [one for one in self.paper.vouchers if one.gift and one.is_open(self.today)]
        if not waiting:
            return
        one = waiting[which % len(waiting)]
        vouchers.redeem(self.desk, one.code)
        one.is_used(self.today)
        if one.gift.stock is not None:
            one.gift.stock -= 1

    @now_and_then
    @rule(which=picks)
    def a_voucher_is_withdrawn(self, which: int) -> None:
        self.tells()
        waiting = [one for one in self.paper.vouchers if one.is_open(self.today)]
        if waiting:
            one = waiting[which % len(waiting)]
            row = self.rows("SELECT id FROM voucher WHERE code = ?", one.code)
            vouchers.void(self.desk, row[0][0], reason="a mistake")
            one.state = "void"

    @rule(which=st.sampled_from([wishes.BAG, wishes.CUP, wishes.STAR]), count=st.integers(1, 2))
    def more_comes_in(self, which: int, count: int) -> None:
        self.tells()
        gifts.receive(self.desk, which, count)
        gift = self.paper.gifts[which]
        assert gift.stock is not None
        gift.stock += count

    # --- what must hold ---

    def everything_comes_back(self) -> None:
        """No free lunch: nothing stands on receipts but what was used, and points are as if there
        had been none."""
        for receipt in self.kept:
            self.comes_back(receipt, 1000)
            self.all_is_on_paper()
        for one in self.paper.occasions:
            if one.receipt is not None:
                assert one.is_lost
                assert all(is_over(given, self.today) for given in one.given)
        held = sum(points.balance(self.desk, person.id) for person in self.open_people)
        given = [given for one in self.paper.occasions for given in one.given]
        assert held == sum(g.count for g in given if isinstance(g, Points) and not g.is_taken)

    @invariant()
    def all_is_on_paper(self) -> None:
        paper = self.paper
        told = self.rows("SELECT code, state, valid_until_on, member_id FROM voucher")
        expected = [(v.code, v.state, v.until.toordinal(), v.owner) for v in paper.vouchers]
        assert set(told) - set(expected) == set(expected) - set(told) == set()
        assert self.rows(
            """SELECT rule_id, member_id, occasion, on_day, state FROM occasion
               ORDER BY rule_id, member_id, occasion, on_day, state"""
        ) == sorted(
            (o.rule.id, o.person.id, o.key, o.on.toordinal(), o.state) for o in paper.occasions
        )
        owed = self.rows("SELECT rule_id, member_id, occasion FROM owed ORDER BY 1, 2, 3")
        assert owed == sorted((o.rule.id, o.person.id, o.key) for o in paper.owed)
        for gift in paper.gifts.values():
            one = gifts.get(self.desks[0], gift.id)
            assert (one.stock, one.free) == (gift.stock, paper.free(gift))
        for person in self.open_people:
            assert points.balance(self.desks[0], person.id) == person.purse.balance
        assert self.rows(USED_AND_FREED) == []

    @invariant()
    def what_runs_for_a_time_is_on_paper(self) -> None:
        today = self.today.toordinal()
        rows = self.rows("SELECT member_id, percent, from_on, until_on FROM multiplier ORDER BY id")
        assert rows == [
            (one.person.id, one.percent, one.first.toordinal(), one.last.toordinal())
            for one in self.paper.multipliers
        ]
        rows = self.rows(
            """SELECT o.member_id, o.tier, until_on FROM tier_overlay AS o
               JOIN member AS m ON m.id = o.member_id
               WHERE kind = 'trial' AND until_on >= ? AND m.closed_on IS NULL
               AND o.id NOT IN (SELECT overlay_id FROM tier_overlay_end) ORDER BY 1, 2, 3""",
            today,
        )
        assert rows == sorted(
            (one.person.id, one.tier, one.last.toordinal())
            for one in self.paper.trials
            if not one.ended and one.last.toordinal() >= today
        )

    @invariant()
    def the_books_add_up(self) -> None:
        if len(self.calls) % 12 == 11:
            assert checks.run(self.desk) == ()


USED_AND_FREED = """
    SELECT o.id FROM occasion AS o JOIN given AS g ON g.occasion_id = o.id
    JOIN voucher AS v ON v.id = g.voucher_id WHERE o.state = 'freed' AND v.state = 'redeemed'"""
"""What may be given again although it was used."""


def is_over(given: Any, today: date) -> bool:
    """Whether nothing can be had any more of what was given."""
    if isinstance(given, Voucher):
        return not given.is_open(today)
    if isinstance(given, Multiplier):
        return given.last < today
    return given.ended if isinstance(given, Trial) else bool(given.is_taken)


def off(promise: Any, amount: int) -> int:
    """What a voucher takes off an amount."""
    if promise.amount:
        return min(amount, int(promise.amount))
    return min((amount * promise.percent * 2 + 100) // 200, promise.cap or amount)
