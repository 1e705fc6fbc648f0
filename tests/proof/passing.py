"""What any shop meets: days pass, points come by hand and end, calls come twice or tear off."""

from contextlib import ExitStack
from datetime import date
from functools import partial
from typing import Any
from unittest import mock

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from shopdesk import (
    days,
    facts,
    holding,
    journal,
    members,
    points,
    purchases,
    receipts,
    reverting,
    settings,
    spending,
    standing,
    stored_value,
    tiers,
    vouchers,
)  # fmt: skip
from shopdesk.store import change
from tests.proof.exchanging import Exchanging
from tests.proof.machine import now_and_then
from tests.proof.paper_points import Policy
from tests.proof.paper_shop import Person
from tests.proof.wishes import POLICIES, picks

INSIDE = [
    (journal, "_enter"), (journal, "draw"), (journal, "credit"), (journal, "take_from"),
    (facts, "count_receipt"), (facts, "discount_refund"), (standing, "move"),
    (holding, "set_earned"), (standing, "assess"), (reverting, "settle"), (vouchers, "note"),
    (spending, "draw"), (receipts, "settled"), (change, "_write_events"),
]  # fmt: skip
"""Where a call is torn off; the last one every change comes to."""


class Passing(Exchanging):
    """Time, points and accidents."""

    def __init__(self, *where: Any) -> None:
        super().__init__(*where)
        self.given_by_hand: dict[int, int] = {}

    @initialize(policy=st.sampled_from(POLICIES))
    def points_live_so_long(self, policy: Policy) -> None:
        self.points_end_otherwise(policy)

    # --- time ---

    @rule(hours=st.sampled_from([1, 9, 15, 24, 24 * 6, 24 * 14, 24 * 40, 24 * 90]))
    def time_passes(self, hours: int) -> None:
        self.clock.tick(hours=hours)
        days.accept_clock(self.desk)

    @rule()
    def the_day_is_opened(self) -> None:
        done = days.run(self.desk)
        told: dict[str, int] = {}
        due = self.paper.days_due(self.today)
        for day in due:
            for name, count in self.paper.day_runs(day, self.today, self.is_given).items():
                told[name] = told.get(name, 0) + count
        assert done.days == len(due)
        assert {name: getattr(done, name) for name in told} == told

    @rule(days=st.sampled_from([1, 7, 14, 15, 31, 45]))
    def the_shop_opens_days_later(self, days: int) -> None:
        self.time_passes(24 * days)
        self.the_day_is_opened()

    # --- points ---

    @rule(who=picks, change=st.integers(-400, 900).filter(bool))
    def points_are_adjusted(self, who: int, change: int) -> None:
        person = self.person(who)
        call = partial(points.adjust, self.desk, person.id, change, reason="by hand")
        if change < 0 and person.balance + change < 0:
            self.refuses({"not_enough_points"}, call)
            return
        self.called(call)
        self.given_by_hand[person.id] = self.given_by_hand.get(person.id, 0) + change
        if change > 0:
            person.purse.credit(change, self.today, self.paper.policy, self.today)
        else:
            person.purse.take(-change, self.today)

    @now_and_then
    @rule(rate=st.sampled_from([0, 1, 1, 2, 3]))
    def points_are_earned_at_another_rate(self, rate: int) -> None:
        settings.edit(self.desk, earn_points=rate)
        self.paper.points = rate

    @rule(policy=st.sampled_from(POLICIES))
    def points_end_otherwise(self, policy: Policy) -> None:
        """What members have keeps its day."""
        settings.edit(self.desk, points_expiry=policy.kind, points_expiry_count=policy.count)
        self.paper.policy = policy

    # --- nothing for nothing, nothing twice, nothing by halves ---

    @now_and_then
    @rule()
    def every_receipt_is_given_back(self) -> None:
        """No free lunch: who gives everything back holds what was held before."""
        for receipt in reversed(list(self.paper.receipts)):  # what a pass paid before the pass
            if not receipt.is_gone:
                self.gives_back(receipt)
        kept = [receipt for receipt in self.paper.receipts if not receipt.is_gone]
        for receipt in kept:  # uses that ended unused stay sold
            assert all(line.is_back or line.fast(self.today) for line in receipt.lines)
        if not kept:
            assert all(promise.state != "redeemed" for promise in self.paper.promises)
        for person in self.paper.people:
            left = sum(receipt.left for receipt in kept if receipt.person is person)
            assert person.standing.facts("spend", date.min, self.today) == left
            if any(receipt.person is person for receipt in kept):
                continue
            self.all_top_ups_come_back(person)
            if not any(lot.expired for lot in person.purse.lots):
                assert person.balance == self.given_by_hand.get(person.id, 0)

    def all_top_ups_come_back(self, person: Person) -> None:
        """Where stored value is sold."""

    @precondition(lambda self: self.calls)
    @rule(which=picks)
    def a_call_is_repeated(self, which: int) -> None:
        call, first = self.calls[which % len(self.calls)]
        with self.nothing_written():
            again = call()
        for fact in ("id", "money", "tenders", "points_taken", "total", "lines", "code"):
            assert getattr(again, fact, None) == getattr(first, fact, None)

    @rule(who=picks, where=st.sampled_from(INSIDE), which=picks, amount=st.integers(1, 400_000))
    def a_call_is_torn_off(self, who: int, where: tuple[Any, str], which: int, amount: int) -> None:
        """It leaves no trace, whether in a sale, a refund or a count of everyone."""
        who = self.person(who).id
        due = purchases.quote(self.desk, member=who, amount=amount, is_cash=True).due
        calls = [
            partial(purchases.record, self.desk, member=who, amount=amount, pay={"cash": due}),
            partial(tiers.recount, self.desk, down=True),
            partial(stored_value.top_up, self.desk, who, principal=amount, pay={"card": amount}),
        ]
        calls += [
            partial(purchases.refund, self.desk, receipt.id, reason="back")
            for receipt in self.paper.receipts[-1:]
            if not receipt.is_gone and not any(line.fast(self.today) for line in receipt.lines)
        ]
        calls += [
            partial(members.merge, self.desk, keep=who, drop=other.id)
            for other in self.paper.open_people
            if other.id != who
        ]
        torn = OSError("torn off")
        with ExitStack() as stack:
            stack.enter_context(self.nothing_written())
            for place in (where, INSIDE[-1]):
                stack.enter_context(mock.patch.object(*place, side_effect=torn))
            with pytest.raises(OSError, match="torn off"):
                calls[which % len(calls)]()
