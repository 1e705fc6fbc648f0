"""A tier given from outside is held at once, through its last day, and the earned one goes on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk import (
    checks,
    days,
    figures,
    members,
    permissions,
    purchases,
    rewards,
    tier_history,
    tiers,
    timeline,
)
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.tiers import Overlay
from tests.core.strict_shop import UP, goes_on, ladder, opens, pay, strict

__all__ = ["strict"]

TODAY = date(2026, 10, 15)
LAST = date(2026, 10, 20)

Give = Callable[[Desk, int, str, date | None], Overlay]
GIVEN: dict[str, Give] = {
    "lock": lambda d, m, tier, until: tiers.lock(d, m, tier, reason="a friend", until=until),
    "floor": lambda d, m, tier, until: tiers.floor(d, m, tier, reason="a friend", until=until),
    "trial": lambda d, m, tier, until: tiers.trial(d, m, tier, until=until),  # type: ignore[arg-type]
    "paid": lambda d, m, tier, until: tiers.paid(d, m, tier, until=until),  # type: ignore[arg-type]
}


def held(desk: Desk, member: int) -> str:
    """The tier as every reader has it; and the books add up."""
    assert checks.run(desk) == ()
    code = members.get(desk, member).tier.code
    found = members.find(desk, members.get(desk, member).number)
    assert [each.tier.code for each in found] == [code]
    assert tiers.why(desk, member).tier == code
    quoted = purchases.quote(desk, member=member, amount=1)
    assert quoted.tier_after is not None
    assert quoted.tier_after.code == code
    return code


# --- what is held -----------------------------------------------------------------------------

HELD = [
    # what overlays silver, what is held
    ([("lock", "gold")], "gold"),
    ([("lock", "member")], "member"),
    ([("floor", "gold")], "gold"),
    ([("floor", "member")], "silver"),
    ([("trial", "gold")], "gold"),
    ([("paid", "gold")], "gold"),
    ([("floor", "silver"), ("trial", "gold")], "gold"),
    ([("trial", "gold"), ("lock", "member")], "member"),
    ([("lock", "member"), ("trial", "gold")], "member"),
    ([("lock", "member"), ("lock", "gold")], "gold"),
    ([("lock", "gold"), ("lock", "member")], "member"),
]


@pytest.mark.parametrize(("given", "expected"), HELD)
def test_the_lock_decides_else_the_highest(
    desk: Desk, member: int, given: list[tuple[str, str]], expected: str
) -> None:
    tiers.set_ladder(desk, ladder())
    pay(desk, member, UP)
    for kind, tier in given:
        GIVEN[kind](desk, member, tier, LAST)
    assert held(desk, member) == expected
    for one in tiers.overlays(desk, member):
        if one.is_running:
            tiers.lift(desk, one.id, reason="enough")
    assert held(desk, member) == "silver"


@pytest.mark.parametrize("kind", GIVEN)
@pytest.mark.parametrize("runs", [True, False])
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-19 12:00", "gold"),
        ("2026-10-20 12:00", "gold"),
        ("2026-10-21 02:59", "gold"),
        ("2026-10-21 03:00", "member"),
        ("2026-10-22 12:00", "member"),
    ],
)
def test_it_ends_with_its_last_day_whether_or_not_the_day_was_run(
    strict: Desk, member: int, kind: str, runs: bool, now: str, expected: str
) -> None:
    GIVEN[kind](strict, member, "gold", LAST)
    assert held(strict, member) == "gold"
    goes_on(strict, *now.split())
    if runs:
        assert days.run(strict).overlays_ended == (expected == "member")
        assert days.run(strict).overlays_ended == 0
    assert held(strict, member) == expected


def test_a_purchase_is_priced_on_what_is_held(desk: Desk, member: int) -> None:
    tiers.trial(desk, member, "gold", until=LAST)
    assert purchases.quote(desk, member=member, amount=10_000).due == 9_500
    goes_on(desk, "2026-10-21")
    assert purchases.quote(desk, member=member, amount=10_000).due == 10_000
    assert purchases.record(desk, member=member, amount=100, pay={"cash": 100}).tier == "member"


def test_of_two_that_run_the_second_goes_on_when_the_first_ends(strict: Desk, member: int) -> None:
    tiers.trial(strict, member, "gold", until=LAST)
    tiers.paid(strict, member, "silver", until=LAST + timedelta(days=1))
    goes_on(strict, "2026-10-21")
    assert held(strict, member) == "silver"
    assert opens(strict, "2026-10-22").overlays_ended == 1
    assert held(strict, member) == "member"


# --- what is earned goes on underneath --------------------------------------------------------


def test_under_a_lock_the_earned_tier_goes_on_with_gifts_and_review_dates(
    strict: Desk, member: int
) -> None:
    rewards.add(
        strict, name="Silver", trigger=rewards.upgrade("silver"), reward=rewards.voucher(amount=1)
    )
    lock = tiers.lock(strict, member, "member", reason="a quarrel")
    pay(strict, member, UP)
    assert held(strict, member) == "member"
    assert tiers.why(strict, member).earned == "silver"
    assert tiers.why(strict, member).review_on == date(2027, 10, 31)
    assert strict.db.execute_sql("SELECT COUNT(*) FROM voucher").fetchone()[0] == 1
    tiers.lift(strict, lock.id, reason="made up")
    assert held(strict, member) == "silver"


def test_a_step_down_shows_when_the_lock_is_lifted(strict: Desk, member: int) -> None:
    pay(strict, member, 3 * UP)
    lock = tiers.lock(strict, member, "gold", reason="a friend")
    opens(strict, "2027-12-01")
    assert held(strict, member) == "gold"
    assert tiers.why(strict, member).earned == "silver"
    tiers.lift(strict, lock.id, reason="no more")
    assert held(strict, member) == "silver"


def test_a_floor_lets_what_is_earned_above_it_through(strict: Desk, member: int) -> None:
    tiers.floor(strict, member, "silver", reason="a friend")
    assert purchases.quote(strict, member=member, amount=3 * UP).tier_after.code == "gold"  # type: ignore[union-attr]
    pay(strict, member, 3 * UP)
    assert held(strict, member) == "gold"
    opens(strict, "2027-12-01")
    opens(strict, "2029-12-01")
    assert tiers.why(strict, member).earned == "member"
    assert held(strict, member) == "silver"


def test_what_overlays_gives_no_gift_and_no_review(strict: Desk, member: int) -> None:
    rewards.add(
        strict, name="Gold", trigger=rewards.upgrade("gold"), reward=rewards.voucher(amount=1)
    )
    tiers.trial(strict, member, "gold", until=LAST)
    assert rewards.preview(strict).given == ()
    assert tiers.why(strict, member).review_on is None
    assert tiers.reviews_ahead(strict, 400) == ()


def test_a_ladder_keeps_the_tiers_that_overlays_give(desk: Desk, member: int) -> None:
    tiers.set_ladder(desk, ladder())
    lock = tiers.lock(desk, member, "gold", reason="a friend", until=LAST)
    with pytest.raises(Refused, match="gold"):
        tiers.set_ladder(desk, ladder()[:2])
    tiers.lift(desk, lock.id, reason="no more")
    tiers.set_ladder(desk, ladder()[:2])
    assert held(desk, member) == "member"


def test_a_changed_order_of_tiers_changes_what_is_the_highest(desk: Desk, member: int) -> None:
    base, silver, gold = ladder()
    tiers.set_ladder(desk, [base, silver, gold])
    tiers.floor(desk, member, "silver", reason="a friend")
    tiers.trial(desk, member, "gold", until=LAST)
    assert held(desk, member) == "gold"
    turned = [base, replace(gold, criteria=silver.criteria, keep=None),
              replace(silver, criteria=gold.criteria, keep=None)]  # fmt: skip
    tiers.set_ladder(desk, turned)
    assert held(desk, member) == "silver"


# --- on a day of the past ---------------------------------------------------------------------


def test_a_late_receipt_is_priced_on_what_was_held_that_day(strict: Desk, member: int) -> None:
    tiers.trial(strict, member, "gold", until=LAST)
    goes_on(strict, "2026-10-18")
    lock = tiers.lock(strict, member, "silver", reason="a test")
    goes_on(strict, "2026-10-19")
    tiers.lift(strict, lock.id, reason="done")
    pay(strict, member, UP, on="2026-10-23")
    expected = {
        14: "member", 15: "gold", 17: "gold", 18: "silver", 19: "gold", 20: "gold",
        21: "member", 22: "member", 23: "silver",
    }  # fmt: skip
    assert {day: tiers.tier_on(strict, member, date(2026, 10, day)) for day in expected} == expected
    late = purchases.record(
        strict, member=member, amount=100, pay={"cash": 100}, on=date(2026, 10, 20)
    )
    assert late.tier == "gold"


def test_the_month_counts_movements_by_what_was_held(strict: Desk, member: int) -> None:
    other = members.register(strict, name="李四").id
    tiers.trial(strict, member, "gold", until=date(2026, 11, 10))
    lock = tiers.lock(strict, other, "silver", reason="a friend")
    assert figures.month(strict, 2026, 10).tier_moves == {"new": {"gold": 1, "silver": 1}}
    opens(strict, "2026-11-20")
    tiers.lift(strict, lock.id, reason="no more")
    opens(strict, "2026-12-01")
    moves = figures.month(strict, 2026, 11).tier_moves
    assert moves == {"gold": {"member": 1}, "silver": {"member": 1}}
    assert figures.month(strict, 2026, 10).tier_moves == {"new": {"gold": 1, "silver": 1}}


def test_a_month_not_over_yet_shows_what_is_held_now(strict: Desk, member: int) -> None:
    tiers.trial(strict, member, "gold", until=LAST)
    assert figures.month(strict, 2026, 10).tier_moves == {"new": {"gold": 1}}


# --- told -------------------------------------------------------------------------------------


def test_who_gave_what_and_why_is_kept(strict: Desk, member: int) -> None:
    lock = tiers.lock(strict, member, "gold", reason="a friend", until=LAST)
    assert (lock.kind, lock.tier, lock.from_on, lock.until_on) == ("lock", "gold", TODAY, LAST)
    assert (lock.reason, lock.staff, lock.is_running) == ("a friend", "店主", True)
    lifted = tiers.lift(strict, lock.id, reason="no more")
    assert (lifted.is_running, lifted.lifted_on) == (False, TODAY)
    assert lifted.lifted_because == "no more"
    assert tiers.overlays(strict, member) == (lifted,)


def test_a_new_lock_takes_the_place_of_the_one_that_runs(strict: Desk, member: int) -> None:
    tiers.lock(strict, member, "gold", reason="a friend")
    tiers.lock(strict, member, "silver", reason="not that much", until=LAST)
    new, old = tiers.overlays(strict, member)
    assert (new.is_running, old.is_running) == (True, False)
    assert old.lifted_because == "not that much"
    goes_on(strict, "2026-10-21")
    assert held(strict, member) == "member"
    assert [one.is_running for one in tiers.overlays(strict, member)] == [False, False]


SAID = {
    "lock": "Fixed on Gold through 20 Oct 2026: a friend",
    "floor": "At least Gold through 20 Oct 2026: a friend",
    "trial": "Gold on trial through 20 Oct 2026",
    "paid": "Gold paid for through 20 Oct 2026",
}
LIFTED = {
    "lock": "No longer fixed on Gold: no more",
    "floor": "No longer at least Gold: no more",
    "trial": "Gold is no longer on trial: no more",
    "paid": "Gold is no longer paid for: no more",
}


@pytest.mark.parametrize("kind", GIVEN)
def test_each_kind_is_said_in_words_wherever_a_tier_is_explained(
    strict: Desk, member: int, kind: str
) -> None:
    one = GIVEN[kind](strict, member, "gold", LAST)
    why = tiers.why(strict, member)
    assert (why.kind, why.how, why.until_on, why.since_on) == (kind, SAID[kind], LAST, TODAY)
    tiers.lift(strict, one.id, reason="no more")
    told = [(each.kind, each.sentence) for each in timeline.of_member(strict, member)]
    assert told[:2] == [(f"{kind}_lifted", LIFTED[kind]), (kind, SAID[kind])]
    steps = [(each.kind, each.tier, each.how) for each in tier_history.of_member(strict, member)]
    assert steps == [
        (f"{kind}_lifted", "Gold", LIFTED[kind]),
        (kind, "Gold", SAID[kind]),
        ("joined", "Member", "Joined as Member"),
    ]
    assert tiers.why(strict, member).how == "Joined as Member"


def test_without_an_end_it_is_said_without_one(strict: Desk, member: int) -> None:
    tiers.floor(strict, member, "gold", reason="a friend")
    assert tiers.why(strict, member).how == "At least Gold: a friend"


def test_under_a_lock_the_way_up_is_that_of_the_earned_tier(strict: Desk, member: int) -> None:
    tiers.lock(strict, member, "gold", reason="a friend")
    assert tiers.why(strict, member).next_tier == "silver"
    tiers.lift(strict, 1, reason="no more")
    tiers.floor(strict, member, "silver", reason="a friend")
    assert tiers.why(strict, member).next_tier == "gold"


# --- refused ----------------------------------------------------------------------------------

REFUSED: dict[str, tuple[Callable[[Desk, int], object], str]] = {
    "nobody": (lambda d, m: tiers.lock(d, m + 9, "gold", reason="x"), "unknown_member"),
    "overlays of nobody": (lambda d, m: tiers.overlays(d, m + 9), "unknown_member"),
    "no such tier": (lambda d, m: tiers.floor(d, m, "iron", reason="x"), "choice"),
    "a tier that is a number": (lambda d, m: tiers.floor(d, m, 1, reason="x"), "choice"),  # type: ignore[arg-type]
    "no reason": (lambda d, m: tiers.lock(d, m, "gold", reason=" "), "text"),
    "a reason too long": (lambda d, m: tiers.lock(d, m, "gold", reason="x" * 9999), "text"),
    "a trial's reason that is none": (
        lambda d, m: tiers.trial(d, m, "gold", until=LAST, reason=5),  # type: ignore[arg-type]
        "text",
    ),
    "a day that is over": (
        lambda d, m: tiers.trial(d, m, "gold", until=TODAY - timedelta(days=1)),
        "date",
    ),
    "no end of a trial": (lambda d, m: tiers.trial(d, m, "gold", until=None), "date"),  # type: ignore[arg-type]
    "no end of a paid tier": (lambda d, m: tiers.paid(d, m, "gold", until="soon"), "date"),  # type: ignore[arg-type]
    "a moment for a day": (lambda d, m: tiers.trial(d, m, "gold", until=d.now()), "date"),
    "an unknown overlay": (lambda d, m: tiers.lift(d, 99, reason="x"), "unknown_overlay"),
    "an overlay beyond all": (lambda d, m: tiers.lift(d, 2**63, reason="x"), "unknown_overlay"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_written(
    strict: Desk, member: int, what: str
) -> None:
    call, code = REFUSED[what]
    with pytest.raises(Refused) as caught:
        call(strict, member)
    assert caught.value.code == code
    assert tiers.overlays(strict, member) == ()
    assert held(strict, member) == "member"


def test_today_is_still_an_end(strict: Desk, member: int) -> None:
    tiers.trial(strict, member, "gold", until=TODAY)
    assert held(strict, member) == "gold"


def test_what_is_over_cannot_be_lifted(strict: Desk, member: int) -> None:
    one = tiers.trial(strict, member, "gold", until=TODAY)
    other = tiers.floor(strict, member, "gold", reason="x")
    tiers.lift(strict, other.id, reason="x")
    goes_on(strict, "2026-10-16")
    for each in (one, other):
        with pytest.raises(Refused) as caught:
            tiers.lift(strict, each.id, reason="x")
        assert caught.value.code == "overlay_over"


def test_a_closed_membership_is_given_no_tier(strict: Desk, member: int) -> None:
    strict.db.execute_sql("UPDATE member SET closed_on = ?", (TODAY.toordinal(),))
    with pytest.raises(Refused) as caught:
        tiers.lock(strict, member, "gold", reason="x")
    assert caught.value.code == "member_closed"


def test_a_repeated_call_gives_and_lifts_once(strict: Desk, member: int) -> None:
    first = tiers.lock(strict, member, "gold", reason="x", key="a")
    assert tiers.lock(strict, member, "gold", reason="x", key="a") == first
    assert len(tiers.overlays(strict, member)) == 1
    lifted = tiers.lift(strict, first.id, reason="y", key="b")
    assert tiers.lift(strict, first.id, reason="y", key="b") == lifted
    with pytest.raises(Refused) as caught:
        tiers.lock(strict, member, "silver", reason="x", key="a")
    assert caught.value.code == "key_reused"


@pytest.mark.parametrize("action", ["lock", "floor", "trial", "paid", "lift", "review"])
def test_giving_a_tier_takes_a_manager(cashier: Desk, member: int, action: str) -> None:
    assert permissions.reaches("manager", permissions.LOWEST_ROLE[f"tiers.{action}"])
    calls: dict[str, Callable[[], Any]] = {
        "lift": lambda: tiers.lift(cashier, 1, reason="x"),
        "review": lambda: tiers.review(cashier),
    }
    with pytest.raises(Refused) as caught:
        calls.get(action, lambda: GIVEN[action](cashier, member, "gold", LAST))()
    assert caught.value.code == "permission"
