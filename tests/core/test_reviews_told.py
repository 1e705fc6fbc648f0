"""Reviews are announced, told and done once, whether each day was run or caught up on."""

import shutil
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import checks, days, members, purchases, rewards, tiers
from shopdesk.ladders import Window
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.tiers import TierWarning
from shopdesk.tiers import (
    calendar_quarter,
    membership_year,
    rolling_months,
)
from tests.conftest import NOON, SetClock
from tests.core.strict_shop import (
    KEEP,
    UP,
    earned,
    goes_on,
    kinds,
    ladder,
    opens,
    pay,
    strict,
)

__all__ = ["strict"]

# --- warnings ---------------------------------------------------------------------------------

WARNED = [
    # days before the review, warned of
    (61, 0),
    (60, 1),
    (59, 0),
    (31, 0),
    (30, 1),
    (29, 0),
    (8, 0),
    (7, 1),
    (6, 0),
    (0, 0),
]


@pytest.mark.parametrize(("before", "count"), WARNED)
def test_warned_is_sixty_thirty_and_seven_days_before_to_the_day(
    strict: Desk, member: int, before: int, count: int
) -> None:
    pay(strict, member, UP, on="2026-10-20")
    day = date(2027, 10, 31) - timedelta(days=before)
    opens(strict, day - timedelta(days=1))
    assert opens(strict, day).warned == count
    assert opens(strict, day, "18:00").warned == 0


def test_who_meets_the_keep_line_already_is_not_warned_of(strict: Desk, member: int) -> None:
    pay(strict, member, UP, on="2026-10-20")
    bought = pay(strict, member, KEEP, on="2026-11-20")
    opens(strict, "2027-09-01")
    purchases.refund(strict, bought, amount=1, reason="a dent")
    opens(strict, "2027-10-02")
    rows = TierWarning.select(TierWarning.days_before, TierWarning.on_day).tuples()
    assert list(rows.bind(strict.db)) == [(30, date(2027, 10, 1))]


def test_of_several_marks_passed_in_closed_days_only_the_nearest_is_noted(
    strict: Desk, member: int
) -> None:
    pay(strict, member, UP, on="2026-10-20")
    opens(strict, "2027-08-30")
    assert opens(strict, "2027-10-05").warned == 1
    rows = TierWarning.select(TierWarning.days_before, TierWarning.on_day).tuples()
    assert list(rows.bind(strict.db)) == [(30, date(2027, 10, 1))]


def test_the_owner_sees_who_is_up_for_review_and_what_is_missing(strict: Desk, member: int) -> None:
    other = members.register(strict, name="李四").id
    pay(strict, member, UP, on="2026-10-20")
    pay(strict, other, UP, on="2026-10-30")
    pay(strict, other, KEEP, on="2026-12-01")
    pay(strict, member, 15_000)
    opens(strict, "2027-10-01")
    first, second = tiers.reviews_ahead(strict, 30)
    assert tiers.reviews_ahead(strict, 29) == ()
    assert (first.member_id, first.tier, first.review_on) == (member, "silver", date(2027, 10, 31))
    assert (first.is_met, first.warned, first.steps_down_on) == (False, 30, date(2027, 11, 15))
    assert first.sentence == "To stay Silver: ¥450.00 more by 14 Nov 2027"
    assert (second.is_met, second.warned) == (True, None)
    assert second.sentence == "Silver is kept at the review of 31 Oct 2027, as things stand."
    opens(strict, "2027-11-05")
    assert [each.member_id for each in tiers.reviews_ahead(strict, 0)] == [member]


@pytest.mark.parametrize("days_ahead", [-1, 3661, True, 1.5, "60", None])
def test_days_that_are_none_are_refused(desk: Desk, days_ahead: Any) -> None:
    with pytest.raises(Refused) as caught:
        tiers.reviews_ahead(desk, days_ahead)
    assert caught.value.code == "amount"


# --- why, and when asked for ------------------------------------------------------------------


def test_why_says_what_keeps_the_tier_and_until_when(strict: Desk, member: int) -> None:
    pay(strict, member, UP, on="2026-10-20")
    why = tiers.why(strict, member)
    assert (why.kind, why.how) == ("upgrade", "Moved up from Member to Silver")
    assert why.review_on == date(2027, 10, 31)
    assert why.keep_sentence == "To stay Silver: ¥600.00 more by 14 Nov 2027"
    opens(strict, "2027-11-20")
    why = tiers.why(strict, member)
    assert (why.tier, why.kind, why.since_on) == ("member", "step_down", date(2027, 11, 15))
    assert why.how == "Stepped down from Silver to Member after the review of 31 Oct 2027"
    assert [(e.value, e.threshold, e.first_on, e.last_on) for e in why.evidence] == [
        (0, KEEP, "2026-10-31", "2027-11-14")
    ]
    assert (why.review_on, why.keep, why.keep_sentence) == (None, (), "")


def test_a_tier_that_was_kept_is_held_since_it_was_reached(strict: Desk, member: int) -> None:
    pay(strict, member, UP, on="2026-10-20")
    bought = pay(strict, member, KEEP, on="2026-12-01")
    opens(strict, "2027-11-01")
    why = tiers.why(strict, member)
    assert (why.kind, why.since_on) == ("kept", date(2026, 10, 20))
    assert why.how == "Kept Silver at the review of 31 Oct 2027"
    assert [receipt.number for receipt in why.receipts] == [f"{bought:06}"]


def test_a_review_asked_for_is_what_the_daily_run_does_and_once(strict: Desk, member: int) -> None:
    pay(strict, member, UP, on="2026-10-20")
    goes_on(strict, "2027-11-15")
    (decided,) = tiers.review(strict)
    assert (decided.kind, decided.before, decided.tier) == ("step_down", "silver", "member")
    assert (decided.reviewed_on, decided.review_on) == (date(2027, 10, 31), None)
    assert tiers.review(strict) == ()
    assert days.run(strict).stepped_down == 0
    assert earned(strict, member) == ("member", None)


def test_a_review_waits_for_a_clock_that_is_believable(strict: Desk) -> None:
    strict.shop.clock.now += timedelta(days=46)  # type: ignore[attr-defined]
    with pytest.raises(Refused) as caught:
        tiers.review(strict)
    assert caught.value.code == "clock"


def test_a_step_up_after_a_step_down_gives_its_gift_once_in_a_life(
    strict: Desk, member: int
) -> None:
    rewards.add(
        strict, name="Silver", trigger=rewards.upgrade("silver"), reward=rewards.voucher(amount=1)
    )
    pay(strict, member, UP, on="2026-10-20")
    opens(strict, "2027-11-20")
    pay(strict, member, UP)
    assert [kind for kind, _, _ in kinds(strict, member)] == [
        "joined", "upgrade", "step_down", "upgrade",
    ]  # fmt: skip
    given = strict.db.execute_sql("SELECT COUNT(*) FROM occasion").fetchone()[0]
    assert given == 1


# --- caught up is as run daily ----------------------------------------------------------------

PURCHASES = st.lists(
    st.tuples(st.integers(0, 24), st.sampled_from([1, 20_000, 59_999, 60_000, 100_000, 300_000])),
    max_size=6,
)


@given(
    terms=st.fixed_dictionaries(
        {"review_months": st.sampled_from([1, 2]), "grace_days": st.sampled_from([0, 1, 14])}
    ),
    window=st.sampled_from([rolling_months(1), calendar_quarter(), membership_year()]),
    bought=PURCHASES,
    closed=st.integers(1, 40),
)
def test_closed_for_weeks_and_caught_up_is_the_same_as_run_daily(
    empty_shop: Any, tmp_path_factory: pytest.TempPathFactory, terms: dict[str, int],
    window: Window, bought: list[tuple[int, int]], closed: int,
) -> None:  # fmt: skip
    def ends(every_day: bool) -> list[Any]:
        folder = tmp_path_factory.mktemp("shop")
        clock = SetClock(NOON)
        with Shop.open(shutil.copy(empty_shop, folder / "a.shopdesk"), clock=clock) as shop:
            desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
            shop.db.execute_sql("PRAGMA synchronous = 0")
            tiers.set_ladder(desk, ladder(window), **terms)
            member = members.register(desk, name="张三丰").id
            for day in range(25):
                for on, amount in bought:
                    if on == day:
                        pay(desk, member, amount)
                days.run(desk)
                clock.tick(days=1)
            for day in range(closed):
                if every_day or day == closed - 1:
                    days.run(desk)
                clock.tick(days=1)
            assert checks.run(desk) == ()
            columns = "kind, to_tier, on_day, evidence, reviewed_on, review_on"
            changes = shop.db.execute_sql(f"SELECT {columns} FROM tier_change ORDER BY id")
            return [changes.fetchall(), earned(desk, member)]

    assert ends(every_day=True) == ends(every_day=False)
