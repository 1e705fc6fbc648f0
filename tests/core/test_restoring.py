"""A tier lost at a review comes back with a receipt entered late that would have kept it (9.21)."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import checks, members, purchases, rewards, vouchers
from shopdesk.assessing import Evidence
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.tables import Ladder, Member, TierChange
from shopdesk.tiers import all_of, any_of, at_least, calendar_year, rolling_months
from tests.core.test_refunds import give_back
from tests.core.test_reverting import buy, changes, give, ladder, tier

REVIEWED = date(2027, 10, 31)
KEEP = 600


def pay(desk: Desk, member: int, amount: int, on: date) -> purchases.Purchase:
    return purchases.record(desk, member=member, amount=amount, pay={"cash": amount}, on=on)


@pytest.fixture
def lowered(desk: Desk, member: int, clock: Any) -> int:
    """A member who stepped down from b to a yesterday, at a review they missed by 100."""
    ladder(desk, any_of(at_least("spend", 1000, rolling_months(12))),
           any_of(at_least("spend", 3000, rolling_months(12))))  # fmt: skip
    buy(desk, member, 3000)
    clock.tick(days=(date(2027, 10, 25) - desk.today()).days)
    buy(desk, member, KEEP - 100)
    clock.tick(days=7)
    step_down(desk, member, [evidence("spend", KEEP - 100, KEEP, "rolling_months")])
    clock.tick(days=1)
    return member


def evidence(
    fact: str, value: int, threshold: int, window: str, first: str = "2026-10-31"
) -> Evidence:
    return Evidence("b", fact, value, threshold, window, first, REVIEWED.isoformat())


def step_down(desk: Desk, member: int, found: list[Evidence]) -> None:
    """What a review writes that was missed."""
    with change(desk, action="days.run") as made:
        newest = Ladder.select(Ladder.id).order_by(Ladder.id.desc()).tuples().bind(made.db).first()
        review = date(2028, 10, 31)
        TierChange.insert(
            event=made.event, member=member, kind="step_down", from_tier="b", to_tier="a",
            at=made.at, on_day=made.today, ladder=newest[0], reviewed_on=REVIEWED,
            evidence=json.dumps([asdict(e) for e in found]), review_on=review,
        ).bind(made.db).execute()  # fmt: skip
        Member.update(tier="a", earned="a", review_on=review).where(
            Member.id == member
        ).bind(made.db).execute()  # fmt: skip


def reviews(desk: Desk, months: int) -> None:
    desk.db.execute_sql("DROP TRIGGER ladder_no_update")
    desk.db.execute_sql("UPDATE ladder SET review_months = ?", (months,))


@pytest.mark.parametrize(
    ("amount", "on", "expected"),
    [
        (100, date(2027, 10, 31), "b"),
        (99, date(2027, 10, 31), "a"),
        (100, date(2027, 11, 1), "a"),
        (100, date(2027, 10, 27), "b"),
    ],
)
def test_to_the_fen_and_to_the_day(
    desk: Desk, lowered: int, amount: int, on: date, expected: str
) -> None:
    pay(desk, lowered, amount, on)
    assert tier(desk, lowered) == expected


def test_it_is_dated_today_and_reviewed_when_it_would_have_been(desk: Desk, lowered: int) -> None:
    reviews(desk, 12)
    receipt = pay(desk, lowered, 100, REVIEWED)
    rows = desk.db.execute_sql(
        """SELECT kind, from_tier, to_tier, on_day, purchase_id, about_id, reviewed_on, review_on,
                  evidence FROM tier_change ORDER BY id"""
    ).fetchall()
    *row, stored = rows[-1]
    assert row == [
        "restored", "a", "b", desk.today().toordinal(), receipt.id, len(rows) - 1,
        REVIEWED.toordinal(), date(2028, 10, 31).toordinal(),
    ]  # fmt: skip
    (found,) = json.loads(stored)
    assert (found["value"], found["threshold"], found["last_on"]) == (600, 600, "2027-10-31")
    assert desk.db.execute_sql("SELECT review_on FROM member").fetchone() == (row[-1],)
    assert desk.today() == REVIEWED + timedelta(days=2)


def test_several_late_receipts_count_together(desk: Desk, lowered: int) -> None:
    pay(desk, lowered, 60, REVIEWED)
    assert tier(desk, lowered) == "a"
    pay(desk, lowered, 40, REVIEWED)
    assert tier(desk, lowered) == "b"


def test_a_receipt_of_today_gives_nothing_back(desk: Desk, lowered: int) -> None:
    buy(desk, lowered, 100)
    assert tier(desk, lowered) == "a"


def test_only_the_last_change_is_given_back(desk: Desk, lowered: int) -> None:
    buy(desk, lowered, 3000)
    assert tier(desk, lowered) == "b"
    pay(desk, lowered, 100, REVIEWED)
    assert [kind for kind, *_ in changes(desk, lowered)] == ["upgrade", "step_down", "upgrade"]


def test_who_reaches_more_besides_moves_up_from_what_came_back(desk: Desk, member: int) -> None:
    ladder(desk, any_of(at_least("spend", 1000, rolling_months(12))),
           any_of(at_least("spend", 3000, rolling_months(12))),
           any_of(at_least("spend", 5000, rolling_months(12))))  # fmt: skip
    desk.shop.clock.tick(days=(REVIEWED - desk.today()).days)  # type: ignore[attr-defined]
    buy(desk, member, 3000)
    step_down(desk, member, [evidence("spend", 3000, 5100, "rolling_months")])
    desk.shop.clock.tick(days=1)  # type: ignore[attr-defined]
    pay(desk, member, 2100, REVIEWED)
    assert changes(desk, member)[2:] == [("restored", "a", "b"), ("upgrade", "b", "c")]
    assert tier(desk, member) == "c"


@pytest.mark.parametrize(
    ("mode", "found", "expected"),
    [
        (any_of, [("spend", 600, "rolling_months"), ("visits", 9, "rolling_months")], "b"),
        (all_of, [("spend", 600, "rolling_months"), ("visits", 9, "rolling_months")], "a"),
        (all_of, [("spend", 600, "rolling_months"), ("visits", 2, "rolling_months")], "b"),
        (all_of, [("spend", 600, "calendar_year", "2027-10-30"),
                  ("spend", 600, "calendar_year", "2026-10-31")], "b"),
    ],
)  # fmt: skip
def test_any_all_and_the_better_of_two_calendar_windows(
    desk: Desk, member: int, clock: Any, mode: Any, found: list[Any], expected: str
) -> None:
    ladder(desk, any_of(at_least("spend", 1000, calendar_year())),
           mode(at_least("spend", 3000, rolling_months(12)),
                at_least("visits", 9, rolling_months(12))))  # fmt: skip
    clock.tick(days=(date(2027, 10, 25) - desk.today()).days)
    buy(desk, member, KEEP - 100)
    clock.tick(days=7)
    step_down(desk, member, [
        evidence(fact, 0, threshold, window, *first)
        for fact, threshold, window, *first in found
    ])  # fmt: skip
    pay(desk, member, 100, REVIEWED)
    assert members.get(desk, member).tier.code == expected


def test_what_came_back_goes_with_the_receipt_that_brought_it(desk: Desk, lowered: int) -> None:
    receipt = pay(desk, lowered, 100, REVIEWED)
    assert tier(desk, lowered) == "b"
    assert give_back(desk, receipt, amount=1).tier.code == "a"  # type: ignore[union-attr]
    assert changes(desk, lowered)[-1] == ("reverted", "b", "a")
    assert tier(desk, lowered) == "a"
    review = desk.db.execute_sql("SELECT review_on FROM member").fetchone()
    assert review == (date(2028, 10, 31).toordinal(),)


def test_what_came_back_is_no_upgrade_and_gives_no_gift(desk: Desk, lowered: int) -> None:
    give(desk, "b", amount=100)
    pay(desk, lowered, 100, REVIEWED)
    assert vouchers.of_member(desk, lowered) == []
    assert rewards.preview(desk).given == ()
    assert checks.run(desk) == ()


def test_no_other_receipt_changes(desk: Desk, lowered: int) -> None:
    before = [purchases.get(desk, number) for number in (1, 2)]
    pay(desk, lowered, 100, REVIEWED)
    assert [purchases.get(desk, number) for number in (1, 2)] == before
