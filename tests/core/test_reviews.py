"""Earned tiers go down as they should: at the review, one step, after the grace, to the fen."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import checks, days, members, purchases, reviewing, tiers
from shopdesk.facts import Facts
from shopdesk.ladders import Window
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.tiers import (
    Tier,
    all_of,
    any_of,
    at_least,
    calendar_quarter,
    calendar_year,
    lifetime,
    membership_year,
    rolling_months,
)
from tests.core.strict_shop import (
    KEEP,
    UP,
    YEAR,
    earned,
    goes_on,
    kinds,
    ladder,
    opens,
    pay,
    strict,
)

__all__ = ["strict"]

# --- the date ---------------------------------------------------------------------------------

DATES = [
    # changed on, after so many months, reviewed on
    ("2026-10-15", 12, "2027-10-31"),
    ("2026-10-31", 12, "2027-10-31"),
    ("2026-01-31", 1, "2026-02-28"),
    ("2028-01-31", 1, "2028-02-29"),
    ("2027-02-28", 12, "2028-02-29"),
    ("2028-02-29", 12, "2029-02-28"),
    ("2026-12-31", 1, "2027-01-31"),
    ("2026-11-30", 1, "2026-12-31"),
    ("2026-06-30", 120, "2036-06-30"),
]


@pytest.mark.parametrize(("changed", "months", "reviewed"), DATES)
def test_a_review_falls_at_the_end_of_a_month(changed: str, months: int, reviewed: str) -> None:
    day = reviewing.next_review(date.fromisoformat(changed), months, rank=1)
    assert day == date.fromisoformat(reviewed)


def test_the_lowest_tier_and_a_shop_that_never_lowers_have_no_review(desk: Desk) -> None:
    assert reviewing.next_review(date(2026, 10, 15), 12, rank=0) is None
    assert reviewing.next_review(date(2026, 10, 15), None, rank=2) is None
    member = members.register(desk, name="张三丰").id
    pay(desk, member, 300_000)
    assert tiers.terms(desk) == tiers.Terms(None, 0)
    assert tiers.why(desk, member).review_on is None


def test_an_upgrade_sets_the_date_and_another_one_a_new_one(strict: Desk, member: int) -> None:
    assert earned(strict, member) == ("member", None)
    pay(strict, member, UP, on="2026-10-20")
    assert earned(strict, member) == ("silver", date(2027, 10, 31))
    pay(strict, member, 2 * UP, on="2026-11-02")
    assert earned(strict, member) == ("gold", date(2027, 11, 30))


# --- review day, grace day, fen: one less, the same, one more ---------------------------------

GRACE = [
    # grace days, opened on, bought then, what came of it
    (0, "2027-10-30", 0, []),
    (0, "2027-10-31", 0, []),
    (0, "2027-11-01", 0, [("step_down", "silver", "2027-11-01")]),
    (0, "2027-11-02", 0, [("step_down", "silver", "2027-11-01")]),
    (14, "2027-11-01", 0, []),
    (14, "2027-11-13", 0, []),
    (14, "2027-11-14", 0, []),
    (14, "2027-11-15", 0, [("step_down", "silver", "2027-11-15")]),
    (14, "2027-11-16", 0, [("step_down", "silver", "2027-11-15")]),
]


@pytest.mark.parametrize(("grace", "opened", "bought", "came"), GRACE)
def test_who_bought_nothing_goes_down_on_the_first_day_after_the_grace_days(
    desk: Desk, member: int, grace: int, opened: str, bought: int, came: list[Any]
) -> None:
    tiers.set_ladder(desk, ladder(), review_months=12, grace_days=grace)
    pay(desk, member, 300_000, on="2026-10-20")
    opens(desk, "2027-10-25")
    opens(desk, opened)
    found = [(kind, tier, on.isoformat()) for kind, tier, on in kinds(desk, member)[2:]]
    assert found == came
    assert checks.run(desk) == ()


LAST_DAYS = [
    # bought on, so much, kept on, or gone down on: gold is kept by ¥1,800 from 31 Oct to 31 Oct
    ("2026-11-20", 179_999, None, "2027-11-15"),
    ("2026-11-20", 180_000, "2027-11-01", None),
    ("2026-11-20", 180_001, "2027-11-01", None),
    ("2027-10-31", 180_000, "2027-11-01", None),
    ("2027-10-31", 179_999, None, "2027-11-15"),
    ("2027-11-01", 179_999, None, "2027-11-15"),
    ("2027-11-01", 180_000, "2027-11-01", None),
    ("2027-11-13", 180_000, "2027-11-13", None),
    ("2027-11-14", 180_000, "2027-11-14", None),
    ("2027-11-14", 179_999, None, "2027-11-15"),
    ("2027-11-15", 180_000, None, "2027-11-15"),
]


@pytest.mark.parametrize(("on", "amount", "kept", "down"), LAST_DAYS)
def test_the_keep_line_is_exact_to_the_fen_and_the_day(
    strict: Desk, member: int, on: str, amount: int, kept: str | None, down: str | None
) -> None:
    members.register(strict, name="李四")
    pay(strict, member, 300_000, on="2026-10-20")
    day = date.fromisoformat(on)
    opens(strict, day)
    if amount:
        pay(strict, member, amount)
    for ahead in range((date(2027, 11, 17) - day).days + 1):
        if day + timedelta(days=ahead) > date(2027, 10, 28):
            opens(strict, day + timedelta(days=ahead), "23:00")
    ((kind, tier, decided),) = kinds(strict, member)[2:]
    assert (kind, decided.isoformat()) == ("kept", kept) if kept else ("step_down", down)
    assert tier == ("gold" if kept else "silver")


def test_the_window_starts_a_year_before_the_review_whatever_the_grace(
    strict: Desk, member: int
) -> None:
    """The upgrade of 31 October 2026 counts itself at the review of 31 October 2027."""
    pay(strict, member, 300_000, on="2026-10-31")
    opens(strict, "2027-11-01")
    assert kinds(strict, member)[2:] == [("kept", "gold", date(2027, 11, 1))]
    assert earned(strict, member) == ("gold", date(2028, 10, 31))


HOURS = [("02:59", []), ("03:00", ["step_down"])]


@pytest.mark.parametrize(("at", "came"), HOURS)
def test_the_day_after_the_review_begins_at_three(
    desk: Desk, member: int, at: str, came: list[str]
) -> None:
    tiers.set_ladder(desk, ladder(), review_months=1)
    pay(desk, member, UP, on="2026-10-20")
    opens(desk, "2026-11-04")
    purchases.refund(desk, 1, amount=50_000, reason="a dent")
    opens(desk, "2026-12-01", at)
    assert [kind for kind, _, _ in kinds(desk, member)[2:]] == came


def test_a_refund_counts_as_known_at_the_review_and_none_later(strict: Desk, member: int) -> None:
    pay(strict, member, UP, on="2026-10-20")
    first = pay(strict, member, KEEP, on="2026-12-01")
    second = pay(strict, member, 1, on="2026-12-01")
    opens(strict, "2027-10-31")
    purchases.refund(strict, second, amount=1, reason="a dent")
    opens(strict, "2027-11-01")
    purchases.refund(strict, first, amount=KEEP, reason="a dent")
    opens(strict, "2027-11-20")
    assert kinds(strict, member)[2:] == [("kept", "silver", date(2027, 11, 1))]


def test_one_step_at_a_time_each_with_a_review_of_its_own(desk: Desk, member: int) -> None:
    tiers.set_ladder(desk, ladder(rolling_months(1)), review_months=1)
    pay(desk, member, 300_000, on="2026-10-20")
    for day in ("2026-12-01", "2027-01-10", "2027-02-20", "2027-03-30"):
        opens(desk, day)
    assert kinds(desk, member)[2:] == [
        ("step_down", "silver", date(2026, 12, 1)),
        ("step_down", "member", date(2027, 2, 1)),
    ]
    assert earned(desk, member) == ("member", None)


def test_after_a_review_that_was_passed_the_next_counts_from_its_date(
    strict: Desk, member: int
) -> None:
    pay(strict, member, UP, on="2026-10-20")
    opens(strict, "2027-11-10")
    pay(strict, member, KEEP)
    opens(strict, "2027-11-11")
    assert kinds(strict, member)[2:] == [("kept", "silver", date(2027, 11, 11))]
    assert earned(strict, member) == ("silver", date(2028, 10, 31))


def test_an_upgrade_in_the_grace_days_ends_them(strict: Desk, member: int) -> None:
    pay(strict, member, UP, on="2026-10-20")
    opens(strict, "2027-11-10")
    pay(strict, member, 300_000)
    opens(strict, "2027-12-20")
    assert [kind for kind, _, _ in kinds(strict, member)[2:]] == ["upgrade"]
    assert earned(strict, member) == ("gold", date(2028, 11, 30))


def test_closed_memberships_are_not_reviewed(strict: Desk, member: int) -> None:
    pay(strict, member, UP, on="2026-10-20")
    strict.db.execute_sql(
        "UPDATE member SET closed_on = ? WHERE id = ?", (date(2027, 1, 1).toordinal(), member)
    )
    assert opens(strict, "2027-12-20").stepped_down == 0
    assert tiers.reviews_ahead(strict) == ()
    assert earned(strict, member)[0] == "silver"


# --- windows ----------------------------------------------------------------------------------

WINDOWS = [
    # window, reviewed on, last whole one
    (calendar_year(), "2027-12-31", ("2027-01-01", "2027-12-31")),
    (calendar_year(), "2027-12-30", ("2026-01-01", "2026-12-31")),
    (calendar_year(), "2028-01-31", ("2027-01-01", "2027-12-31")),
    (calendar_quarter(), "2027-03-31", ("2027-01-01", "2027-03-31")),
    (calendar_quarter(), "2027-04-30", ("2027-01-01", "2027-03-31")),
    (membership_year(), "2028-02-27", ("2026-02-28", "2027-02-27")),
    (membership_year(), "2028-02-28", ("2027-02-28", "2028-02-28")),
    (membership_year(), "2029-02-27", ("2028-02-29", "2029-02-27")),
    (membership_year(), "2024-12-31", None),
    (lifetime(), "2027-12-31", None),
    (YEAR, "2027-12-31", None),
]


@pytest.mark.parametrize(("window", "reviewed", "whole"), WINDOWS)
def test_years_and_quarters_have_a_last_whole_one(
    window: Window, reviewed: str, whole: tuple[str, str] | None
) -> None:
    found = window.last_whole(date.fromisoformat(reviewed), date(2024, 2, 29))
    assert (found and tuple(day.isoformat() for day in found)) == whole


BETTER = [
    # bought in 2027, bought in 2028 until the end of January, kept
    (60_000, 0, True),
    (59_999, 0, False),
    (0, 60_000, True),
    (59_999, 59_999, False),
]


@pytest.mark.parametrize(("last_year", "this_year", "kept"), BETTER)
def test_the_better_of_the_running_year_and_the_last_whole_one_counts(
    desk: Desk, member: int, last_year: int, this_year: int, kept: bool
) -> None:
    tiers.set_ladder(desk, ladder(calendar_year()))
    pay(desk, member, last_year, on="2027-06-01")
    pay(desk, member, this_year, on="2028-01-31")
    silver, joined_on = ladder(calendar_year())[1], date(2026, 10, 15)
    found = reviewing.kept(silver, date(2028, 1, 31), joined_on, Facts(desk.db, member))
    assert found.is_met is kept


def test_each_condition_takes_the_better_of_its_own(desk: Desk, member: int) -> None:
    """Spend from the year before, visits from the running one."""
    pay(desk, member, 60_000, on="2027-06-01")
    pay(desk, member, 1, on="2028-01-30")
    pay(desk, member, 1, on="2028-01-31")
    both = all_of(
        at_least("spend", 60_000, calendar_year()), at_least("visits", 2, calendar_year())
    )
    tier = Tier("silver", {"en": "Silver"}, both)
    read = Facts(desk.db, member)
    assert reviewing.kept(tier, date(2028, 1, 31), date(2026, 10, 15), read).is_met
    assert not reviewing.kept(tier, date(2028, 1, 30), date(2026, 10, 15), read).is_met


# --- switching on, changing the terms ---------------------------------------------------------


def test_switched_on_nobody_is_reviewed_sooner_than_the_months_after_the_decision(
    desk: Desk, member: int
) -> None:
    tiers.set_ladder(desk, ladder())
    pay(desk, member, UP)
    goes_on(desk, "2029-05-10")
    tiers.set_ladder(desk, ladder(), review_months=6)
    assert earned(desk, member) == ("silver", date(2029, 11, 30))
    goes_on(desk, "2029-05-20")
    tiers.set_ladder(desk, ladder(), grace_days=7)
    assert tiers.terms(desk) == tiers.Terms(6, 7)
    assert earned(desk, member) == ("silver", date(2029, 11, 30))
    goes_on(desk, "2029-06-20")
    tiers.set_ladder(desk, ladder(), review_months=12)
    assert earned(desk, member) == ("silver", date(2030, 6, 30))
    tiers.set_ladder(desk, ladder(), review_months=None)
    assert earned(desk, member) == ("silver", None)
    assert tiers.terms(desk) == tiers.Terms(None, 7)


def test_what_is_no_longer_the_lowest_tier_gets_its_first_review(strict: Desk, member: int) -> None:
    base, silver, gold = ladder()
    lower = replace(base, code="guest")
    first = replace(silver, code="member", criteria=any_of(at_least("spend", 10, YEAR)), keep=None)
    tiers.set_ladder(strict, [lower, first, silver, gold])
    assert earned(strict, member) == ("member", date(2027, 10, 31))
    tiers.set_ladder(strict, ladder())
    assert earned(strict, member) == ("member", None)


UNFIT_TERMS: list[dict[str, Any]] = [
    {"review_months": 0},
    {"review_months": 121},
    {"review_months": True},
    {"review_months": 1.5},
    {"review_months": "12"},
    {"grace_days": -1},
    {"grace_days": 367},
    {"grace_days": None},
    {"grace_days": True},
]


@pytest.mark.parametrize("terms", UNFIT_TERMS)
def test_terms_that_are_none_are_refused(desk: Desk, terms: dict[str, Any]) -> None:
    with pytest.raises(Refused) as caught:
        tiers.set_ladder(desk, ladder(), **terms)
    assert caught.value.code == "ladder"
    assert tiers.terms(desk) == tiers.Terms(None, 0)


def test_where_days_were_not_run_the_next_review_may_be_over_too(desk: Desk, member: int) -> None:
    """The first run of a shop that an older version made looks at today alone."""
    desk.db.execute_sql("UPDATE shop SET run_on = NULL")
    tiers.set_ladder(desk, ladder(rolling_months(1)), review_months=1)
    pay(desk, member, UP, on="2026-11-20")
    pay(desk, member, KEEP, on="2026-12-10")
    assert opens(desk, "2027-02-02").days == 1
    assert kinds(desk, member)[2:] == [
        ("kept", "silver", date(2027, 2, 2)),
        ("step_down", "member", date(2027, 2, 2)),
    ]
    assert earned(desk, member) == ("member", None)


def dear(desk: Desk) -> None:
    """A ladder whose silver takes a tenth off, reviewed after a month."""
    base, silver, _gold = ladder(rolling_months(1))
    tiers.set_ladder(desk, [base, replace(silver, discount_percent=10)], review_months=1)


OVERDUE = [
    # the clock, on which day, what 10,000 cost
    ("2026-12-31T12:00", None, 9000),
    ("2027-01-01T02:59", None, 9000),
    ("2027-01-01T03:00", None, 10_000),
    ("2027-01-04T12:00", None, 10_000),
    ("2027-01-04T12:00", "2026-12-31", 9000),
    ("2027-01-04T12:00", "2027-01-01", 10_000),
]


@pytest.mark.parametrize(("now", "on", "due"), OVERDUE)
def test_a_tier_that_is_over_prices_nothing_before_the_day_is_run(
    desk: Desk, member: int, now: str, on: str | None, due: int
) -> None:
    dear(desk)
    pay(desk, member, UP, on="2026-11-20")
    goes_on(desk, *now.split("T"))
    day = None if on is None else date.fromisoformat(on)
    made = purchases.record(desk, member=member, amount=10_000, pay={"cash": due}, on=day)
    assert made.total == due
    assert checks.run(desk) == ()


def test_a_tier_stands_while_the_clock_is_not_believed(desk: Desk, member: int) -> None:
    dear(desk)
    pay(desk, member, UP, on="2026-11-20")
    desk.shop.clock.tick(days=46)  # type: ignore[attr-defined]
    assert purchases.quote(desk, member=member, amount=10_000).due == 9000
    days.accept_clock(desk)
    assert purchases.quote(desk, member=member, amount=10_000).due == 10_000


def test_what_was_bought_after_a_review_that_is_caught_up_on_lifts_again(
    desk: Desk, member: int
) -> None:
    dear(desk)
    pay(desk, member, UP, on="2026-11-20")
    opens(desk, "2026-12-31")
    pay(desk, member, UP, on="2027-01-10")
    assert opens(desk, "2027-01-12").stepped_down == 1
    assert kinds(desk, member)[-2:] == [
        ("step_down", "member", date(2027, 1, 1)),
        ("upgrade", "silver", date(2027, 1, 12)),
    ]
    assert earned(desk, member) == ("silver", date(2027, 2, 28))


def test_what_was_bought_after_it_lifts_nobody_who_falls_short(desk: Desk, member: int) -> None:
    dear(desk)
    pay(desk, member, UP, on="2026-11-20")
    opens(desk, "2026-12-31")
    pay(desk, member, UP - 1, on="2027-01-10")
    opens(desk, "2027-01-12")
    assert earned(desk, member) == ("member", None)


@pytest.mark.parametrize("holds", [days.run, tiers.review])
@pytest.mark.parametrize(("amount", "tier"), [(UP, "silver"), (UP - 1, "member")])
def test_what_was_bought_before_a_review_was_held_lifts_again(
    desk: Desk, member: int, holds: Any, amount: int, tier: str
) -> None:
    """A sale at 03:01, or while nobody ran the day: whichever comes first, it ends the same."""
    dear(desk)
    pay(desk, member, UP, on="2026-11-20")
    opens(desk, "2026-12-31")
    goes_on(desk, "2027-01-01", "03:01")
    due = purchases.quote(desk, member=member, amount=amount, is_cash=True).due
    assert due == amount
    purchases.record(desk, member=member, amount=amount, pay={"cash": amount})
    holds(desk)
    assert earned(desk, member)[0] == tier


def test_a_past_day_is_judged_by_the_review_of_its_own_tier(desk: Desk, member: int) -> None:
    base, silver, gold = ladder(YEAR)
    tiers.set_ladder(desk, [base, silver, replace(gold, discount_percent=10)], review_months=1)
    pay(desk, member, UP, on="2026-10-15")
    opens(desk, "2026-11-29")
    step = pay(desk, member, 2 * UP)
    opens(desk, "2026-12-03")
    day = date(2026, 12, 2)
    assert tiers.tier_on(desk, member, day) == "gold"
    purchases.refund(desk, step, reason="back")
    assert earned(desk, member) == ("silver", date(2026, 11, 30))
    assert tiers.tier_on(desk, member, day) == "gold"


@pytest.mark.parametrize("months", [1, None])
def test_a_past_day_is_judged_by_the_terms_in_force(
    desk: Desk, member: int, months: int | None
) -> None:
    """Reviews were abolished, and decided on anew, since the change that the day stands on."""
    tiers.set_ladder(desk, ladder(rolling_months(1)), review_months=1)
    pay(desk, member, UP, on="2026-11-20")
    opens(desk, "2026-12-20")
    for each in (None, months):
        tiers.set_ladder(desk, ladder(rolling_months(1)), review_months=each)
    opens(desk, "2027-01-10")
    pay(desk, member, 3 * UP)
    assert kinds(desk, member)[-1] == ("upgrade", "gold", date(2027, 1, 10))
    assert tiers.tier_on(desk, member, date(2027, 1, 5)) == "silver"


def test_a_step_up_that_was_taken_back_was_over_with_its_review(desk: Desk, member: int) -> None:
    dear(desk)
    goes_on(desk, "2026-11-20")
    step = pay(desk, member, UP)
    goes_on(desk, "2027-01-02")
    assert tiers.tier_on(desk, member, date(2026, 12, 31)) == "silver"
    assert tiers.tier_on(desk, member, date(2027, 1, 1)) == "member"
    purchases.refund(desk, step, reason="back")
    assert tiers.tier_on(desk, member, date(2026, 12, 31)) == "silver"
    assert tiers.tier_on(desk, member, date(2027, 1, 1)) == "member"


HELD = [
    # grace, kept by a purchase on, held through: gold, then silver
    (0, None, "2026-11-30", "2027-01-31"),
    (1, None, "2026-12-01", "2027-02-01"),
    (14, None, "2026-12-14", "2027-02-14"),
    (0, "2026-11-25", "2026-12-31", "2027-02-28"),
    (0, "2026-12-01", "2026-11-30", "2027-01-31"),
    (5, "2026-12-05", "2027-02-05", "2027-04-05"),
    (5, "2026-12-06", "2026-12-05", "2027-02-05"),
]


@pytest.mark.parametrize(("grace", "kept", "gold", "silver"), HELD)
def test_what_is_held_before_the_days_are_run_is_what_they_then_bring(
    desk: Desk, member: int, grace: int, kept: str | None, gold: str, silver: str
) -> None:
    """Review by review, each held on its first day, though nobody ran a day for months."""
    tiers.set_ladder(desk, ladder(rolling_months(1)), review_months=1, grace_days=grace)
    pay(desk, member, 3 * UP, on="2026-10-20")
    if kept is not None:
        pay(desk, member, 3 * KEEP, on=kept)
    goes_on(desk, "2027-04-20")
    days_seen = [date(2026, 10, 20) + timedelta(days=n) for n in range(180)]
    before = [tiers.tier_on(desk, member, day) for day in days_seen]
    ends = [days_seen[n].isoformat() for n in range(179) if before[n] != before[n + 1]]
    assert (ends, before[-1]) == ([gold, silver], "member")
    days.run(desk)
    assert [tiers.tier_on(desk, member, day) for day in days_seen] == before
    assert checks.run(desk) == ()
