"""Members move up by themselves, exactly at the threshold, and are told why."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import facts, gifts, ladders, members, points, purchases, rewards, tiers, vouchers
from shopdesk.ladders import TEMPLATES
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.shop import Ladder
from shopdesk.store.tables.tiers import TierChange
from shopdesk.tiers import (
    Condition,
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

if TYPE_CHECKING:
    from shopdesk.ladders import Criteria
    from tests.conftest import SetClock

YEAR = rolling_months(12)


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰", joined_on=date(2024, 2, 29)).id


def pay(desk: Desk, member: int, amount: int, on: str | None = None) -> purchases.Purchase:
    """A purchase, on a day if one is named."""
    if on is not None:
        noon = datetime.fromisoformat(f"{on}T12:00").replace(tzinfo=desk.shop.zone)
        desk.shop.clock.now = noon.astimezone(UTC)  # type: ignore[attr-defined]
    due = purchases.quote(desk, member=member, amount=amount).due
    return purchases.record(desk, member=member, amount=amount, pay={"cash": due})


def tier_of(desk: Desk, member: int) -> str:
    return members.get(desk, member).tier.code


def climbing(desk: Desk, criteria: "Criteria") -> None:
    """A ladder of two tiers without discounts."""
    base = Tier("member", {"en": "Member"}, None)
    tiers.set_ladder(desk, [base, Tier("up", {"en": "Up"}, criteria)])


# --- the threshold ----------------------------------------------------------------------------

THRESHOLDS = [
    # spent at once, tier afterwards
    (99_999, "member"),
    (100_000, "silver"),
    (100_001, "silver"),
    (299_999, "silver"),
    (300_000, "gold"),
    (300_001, "gold"),
    (499_999, "gold"),
    (500_000, "platinum"),
    (1_199_999, "platinum"),
    (1_200_000, "diamond"),
    (1_200_001, "diamond"),
]


@pytest.mark.parametrize(("spent", "reached"), THRESHOLDS)
def test_a_tier_is_reached_at_its_threshold_to_the_fen(
    desk: Desk, member: int, spent: int, reached: str
) -> None:
    assert purchases.quote(desk, member=member, amount=spent).tier_after.code == reached  # type: ignore[union-attr]
    pay(desk, member, spent)
    assert tier_of(desk, member) == reached


@pytest.mark.parametrize(("first", "then"), [(99_999, 1), (50_000, 50_000), (1, 99_999)])
def test_many_receipts_count_as_one_large_one(
    desk: Desk, member: int, first: int, then: int
) -> None:
    pay(desk, member, first)
    assert tier_of(desk, member) == "member"
    pay(desk, member, then)
    assert tier_of(desk, member) == "silver"


def test_visits_are_days_and_not_receipts(desk: Desk, member: int) -> None:
    for day in range(1, 10):
        pay(desk, member, 100, on=f"2026-11-{day:02}")
        pay(desk, member, 100)
    assert tier_of(desk, member) == "member"
    pay(desk, member, 100, on="2026-11-10")
    assert tier_of(desk, member) == "silver"


def test_a_receipt_of_nothing_is_a_visit(desk: Desk, member: int) -> None:
    climbing(desk, any_of(at_least("visits", 1, YEAR)))
    pay(desk, member, 0)
    assert tier_of(desk, member) == "up"


CONDITIONS = st.builds(
    at_least,
    st.sampled_from(["spend", "visits"]),
    st.integers(1, 4),
    st.sampled_from([lifetime(), calendar_year()]),
)
CRITERIA = st.builds(
    lambda combine, conditions: combine(*conditions),
    st.sampled_from([any_of, all_of]),
    st.lists(CONDITIONS, min_size=1, max_size=3),
)


@given(
    criteria=st.lists(CRITERIA, min_size=1, max_size=4),
    sums=st.tuples(*[st.builds(facts.Sums, *[st.integers(0, 4)] * 3)] * 2),
)
def test_whoever_meets_no_hurdle_reaches_no_higher_tier(
    criteria: "list[Criteria]", sums: tuple[facts.Sums, facts.Sums]
) -> None:
    steps = [Tier(str(n), {"en": "Up"}, each) for n, each in enumerate(criteria)]
    ladder = [Tier("member", {"en": "Member"}, None), *steps]
    today, found = date(2026, 11, 1), dict(zip((True, False), sums, strict=True))
    least = ladders.hurdles(ladder)
    assert len(least) == len(ladder)
    for rank, hurdles in enumerate(least):
        reached, _ = tiers.highest_reached(
            ladder,
            rank,
            today,
            today,
            lambda fact, first, _last: getattr(found[first == date.min], fact),
        )
        is_past_one = any(
            getattr(found[hurdle.window == lifetime()], hurdle.fact) >= hurdle.threshold
            for hurdle in hurdles
        )
        assert is_past_one or reached == rank


# --- windows: the first day counts, the day before it does not --------------------------------

WINDOWS = [
    # window, today, the first day that counts, the day before
    (rolling_months(1), "2027-11-15", "2027-10-15", "2027-10-14"),
    (rolling_months(1), "2027-03-31", "2027-02-28", "2027-02-27"),
    (rolling_months(1), "2028-03-31", "2028-02-29", "2028-02-28"),
    (rolling_months(1), "2027-05-31", "2027-04-30", "2027-04-29"),
    (rolling_months(12), "2028-02-29", "2027-02-28", "2027-02-27"),
    (rolling_months(12), "2029-02-28", "2028-02-28", "2028-02-27"),
    (calendar_year(), "2027-12-31", "2027-01-01", "2026-12-31"),
    (calendar_quarter(), "2027-06-30", "2027-04-01", "2027-03-31"),
    (membership_year(), "2027-03-31", "2027-02-28", "2027-02-27"),
    (membership_year(), "2028-03-31", "2028-02-29", "2028-02-28"),
]


@pytest.mark.parametrize(("window", "today", "first", "before"), WINDOWS)
def test_the_first_day_of_a_window_counts_and_the_day_before_does_not(
    desk: Desk, member: int, window: tiers.Window, today: str, first: str, before: str
) -> None:
    climbing(desk, any_of(at_least("spend", 1000, window)))
    other = members.register(desk, name="李四", joined_on=date(2024, 2, 29)).id
    pay(desk, other, 999, on=before)
    pay(desk, member, 999, on=first)
    pay(desk, other, 1, on=today)
    pay(desk, member, 1)
    assert (tier_of(desk, member), tier_of(desk, other)) == ("up", "member")
    (evidence,) = tiers.why(desk, member).evidence
    assert (evidence.first_on, evidence.last_on, evidence.value) == (first, today, 1000)


def test_a_lifetime_forgets_nothing(desk: Desk, member: int) -> None:
    climbing(desk, any_of(at_least("spend", 1000, lifetime())))
    pay(desk, member, 999, on="2026-10-16")
    pay(desk, member, 1, on="2036-10-16")
    assert tier_of(desk, member) == "up"


# --- any and all ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("combine", "one", "both"), [(any_of, "up", "up"), (all_of, "member", "up")]
)
def test_any_is_met_by_one_condition_and_all_by_every(
    desk: Desk, member: int, combine: object, one: str, both: str
) -> None:
    conditions: list[Condition] = [at_least("spend", 1000, YEAR), at_least("visits", 2, YEAR)]
    climbing(desk, combine(*conditions))  # type: ignore[operator]
    pay(desk, member, 1000)
    assert tier_of(desk, member) == one
    pay(desk, member, 1, on="2026-10-17")
    assert tier_of(desk, member) == both


def test_points_earned_count_and_points_spent_do_not(desk: Desk, member: int) -> None:
    climbing(desk, any_of(at_least("points_earned", 20, YEAR)))
    points.adjust(desk, member, 500, reason="gift")
    pay(desk, member, 1999)
    assert tier_of(desk, member) == "member"
    pay(desk, member, 100)
    assert tier_of(desk, member) == "up"


# --- up, from the next receipt ----------------------------------------------------------------


def test_an_upgrade_is_for_the_next_receipt(desk: Desk, member: int) -> None:
    first = pay(desk, member, 300_000)
    assert (first.total, first.points_earned, first.tier) == (300_000, 3000, "member")
    second = pay(desk, member, 10_000)
    assert (second.total, second.points_earned, second.tier) == (9500, 142, "gold")


def test_several_steps_at_once_keep_the_evidence_of_each(desk: Desk, member: int) -> None:
    pay(desk, member, 500_000)
    change = TierChange.select().order_by(TierChange.id.desc()).bind(desk.db).first()
    assert (change.from_tier, change.to_tier, change.kind) == ("member", "platinum", "upgrade")
    why = tiers.why(desk, member)
    assert [(e.tier, e.fact, e.value, e.threshold, e.is_met) for e in why.evidence] == [
        ("silver", "spend", 500_000, 100_000, True),
        ("silver", "visits", 1, 10, False),
        ("gold", "spend", 500_000, 300_000, True),
        ("gold", "visits", 1, 25, False),
        ("platinum", "spend", 500_000, 500_000, True),
    ]


def test_a_tier_may_be_reached_over_one_that_is_not(desk: Desk, member: int) -> None:
    base = Tier("member", {"en": "Member"}, None)
    regular = Tier("regular", {"en": "Regular"}, any_of(at_least("visits", 5, YEAR)))
    patron = Tier("patron", {"en": "Patron"}, any_of(at_least("spend", 1000, YEAR)))
    tiers.set_ladder(desk, [base, regular, patron])
    pay(desk, member, 1000)
    assert tier_of(desk, member) == "patron"
    assert {e.tier for e in tiers.why(desk, member).evidence} == {"regular", "patron"}


def test_each_steps_gift_is_given_once_for_life(desk: Desk, member: int) -> None:
    for code in ("silver", "gold"):
        gift = gifts.add(desk, name=code, stock=5)
        rewards.add(desk, name=f"{code} gift", trigger=rewards.upgrade(code),
                    reward=rewards.voucher(gift=gift.id))  # fmt: skip
    pay(desk, member, 300_000)
    given = vouchers.of_member(desk, member)
    assert [v.occasion for v in given] == ["silver gift", "gold gift"]
    pay(desk, member, 900_000)
    pay(desk, member, 300_000, on="2026-11-20")
    assert rewards.run(desk).given == ()
    assert len(vouchers.of_member(desk, member)) == 2


def test_nothing_but_a_refund_lowers_a_fact_and_nothing_lowers_a_tier(
    desk: Desk, member: int
) -> None:
    pay(desk, member, 100_000)
    before = tiers.why(desk, member)
    purchases.record(desk, member=member, amount=10_000, points=900, pay={"cash": 8900})
    points.adjust(desk, member, -1, reason="mistake")
    assert tier_of(desk, member) == "silver"
    after = tiers.why(desk, member)
    assert (after.evidence, after.receipts) == (before.evidence, before.receipts)
    assert after.next[0].value == 108_900, "what was paid by points is no spend"
    pay(desk, member, 100, on="2029-10-15")
    assert tier_of(desk, member) == "silver", "new shops never take a tier away"


def test_a_late_receipt_may_lift_today_and_is_priced_by_the_tier_of_its_day(
    desk: Desk, member: int, clock: "SetClock"
) -> None:
    pay(desk, member, 100_000)
    clock.tick(days=1)
    late = purchases.record(desk, member=member, amount=200_000, pay={"cash": 200_000},
                            on=date(2026, 10, 14))  # fmt: skip
    assert late.tier == "member"
    assert tier_of(desk, member) == "gold"
    assert tiers.why(desk, member).since_on == date(2026, 10, 16)
    assert tiers.tier_on(desk, member, date(2026, 10, 14)) == "member"
    assert tiers.tier_on(desk, member, date(2026, 10, 15)) == "silver"
    assert tiers.tier_on(desk, member, date(2020, 1, 1)) == "member"


# --- why --------------------------------------------------------------------------------------


def test_why_names_the_receipts_an_upgrade_stood_on_and_they_add_up(
    desk: Desk, member: int
) -> None:
    pay(desk, member, 50_000, on="2026-10-16")
    one = pay(desk, member, 40_000, on="2026-11-01")
    two = pay(desk, member, 60_000, on="2027-10-20")
    pay(desk, member, 5000)
    pay(desk, member, 6000, on="2027-10-21")
    why = tiers.why(desk, member)
    assert (why.tier, why.since_on, why.kind) == ("silver", date(2027, 10, 20), "upgrade")
    assert [(r.number, r.on, r.spend) for r in why.receipts] == [
        (one.number, one.on, 40_000),
        (two.number, two.on, 60_000),
    ]
    assert sum(r.spend for r in why.receipts) == why.evidence[0].value == 100_000


def test_why_shows_what_is_left_of_a_receipt(desk: Desk, member: int) -> None:
    sold = pay(desk, member, 100_000)
    desk.shop.clock.tick(days=15)  # type: ignore[attr-defined]
    purchases.refund(desk, sold.id, amount=30_000, reason="broken")
    assert [r.spend for r in tiers.why(desk, member).receipts] == [70_000]


def test_why_of_a_new_member_says_how_they_came_and_what_is_missing(
    desk: Desk, member: int
) -> None:
    pay(desk, member, 12_345)
    why = tiers.why(desk, member)
    assert (why.tier, why.kind, why.since_on) == ("member", "joined", date(2024, 2, 29))
    assert (why.evidence, why.receipts, why.next_tier) == ((), (), "silver")
    assert [(e.fact, e.missing) for e in why.next] == [("spend", 87_655), ("visits", 9)]
    assert why.sentence == "To Silver: ¥876.55 more or 9 more visits"


def test_why_joins_what_all_conditions_still_want(desk: Desk, member: int) -> None:
    wanted = [at_least("spend", 1000, YEAR), at_least("visits", 3, YEAR),
              at_least("points_earned", 5, YEAR)]  # fmt: skip
    climbing(desk, all_of(*wanted))
    pay(desk, member, 1000)
    assert tiers.why(desk, member).sentence == "To Up: 2 more visits"
    pay(desk, members.register(desk, name="李四").id, 1)
    other = members.register(desk, name="王五").id
    said = tiers.why(desk, other).sentence
    assert said == "To Up: ¥10.00 more, 3 more visits and 5 more points earned"


def test_why_at_the_top_and_at_the_brink(desk: Desk, member: int) -> None:
    pay(desk, member, 1_200_000)
    assert tiers.why(desk, member).sentence == "This is the highest tier."
    assert tiers.why(desk, member).next == ()
    other = members.register(desk, name="李四").id
    pay(desk, other, 5000)
    easier = [TEMPLATES["five"][0], replace(TEMPLATES["five"][1], criteria=any_of(
        at_least("spend", 5000, YEAR))), *TEMPLATES["five"][2:]]  # fmt: skip
    tiers.set_ladder(desk, easier)
    assert tiers.why(desk, other).sentence == "Reaches Silver with the next purchase."
    pay(desk, other, 1)
    assert tier_of(desk, other) == "silver"


def test_why_of_nobody_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        tiers.why(desk, 99)
    assert caught.value.code == "unknown_member"


# --- another ladder ---------------------------------------------------------------------------


def test_history_keeps_the_ladder_it_was_made_under(desk: Desk, member: int) -> None:
    pay(desk, member, 100_000)
    before = tiers.why(desk, member)
    harder = [*TEMPLATES["five"][:1], *(
        replace(t, criteria=any_of(at_least("spend", n * 10_000_000, YEAR)))
        for n, t in enumerate(TEMPLATES["five"][1:], 1)
    )]  # fmt: skip
    tiers.set_ladder(desk, harder)
    assert tiers.ladder(desk) == tuple(harder)
    after = tiers.why(desk, member)
    assert (after.tier, after.evidence, after.ladder_version) == (
        "silver", before.evidence, before.ladder_version,
    )  # fmt: skip
    assert [e.threshold for e in after.next] == [20_000_000]
    assert Ladder.select().bind(desk.db).count() == 2


def test_another_program_sees_the_new_ladder_at_once(desk: Desk, shop: Shop, member: int) -> None:
    with Shop.open(shop.location, clock=shop.clock) as other:
        there = Desk(other, 1, "店主", "owner", "2")
        assert len(tiers.ladder(there)) == 5
        tiers.set_ladder(desk, TEMPLATES["four"])
        pay(there, member, 1_199_999)
        assert tier_of(there, member) == "gold"
        assert len(tiers.ladder(there)) == 4


def test_a_ladder_that_is_none_is_refused_and_the_old_one_stays(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        tiers.set_ladder(desk, TEMPLATES["five"][:1])
    assert caught.value.code == "ladder"
    assert "2 to 10 tiers" in str(caught.value)
    assert tiers.ladder(desk) == TEMPLATES["five"]


def test_a_tier_that_members_stand_on_stays_on_the_ladder(desk: Desk, member: int) -> None:
    pay(desk, member, 500_000)
    with pytest.raises(Refused) as caught:
        tiers.set_ladder(desk, TEMPLATES["four"])
    assert caught.value.code == "ladder"
    assert "platinum" in str(caught.value)


@pytest.mark.parametrize("by", ["gift", "rule"])
def test_a_tier_that_gifts_or_rules_name_stays_on_the_ladder(desk: Desk, by: str) -> None:
    if by == "gift":
        gifts.add(desk, name="帆布袋", lowest_tier="platinum")
    else:
        rewards.add(desk, name="白金礼", trigger=rewards.upgrade("platinum"),
                    reward=rewards.voucher(amount=100))  # fmt: skip
    with pytest.raises(Refused) as caught:
        tiers.set_ladder(desk, TEMPLATES["four"])
    assert caught.value.code == "ladder"
    assert "platinum" in str(caught.value)
    tiers.set_ladder(desk, TEMPLATES["five"])
