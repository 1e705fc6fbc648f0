"""Segments: each trait at its bound and one unit either side, of one member and of all alike."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import (
    consents,
    dates,
    facts,
    feedback,
    gift_sets,
    gifts,
    interactions,
    members,
    points,
    preferences,
    products,
    purchases,
    rewards,
    rfm,
    segments,
    tags,
    tiers,
    vouchers,
)
from shopdesk.refusals import Refused
from shopdesk.segments import Filter
from shopdesk.shop import Desk
from shopdesk.traits import TRAITS, Asked

if TYPE_CHECKING:
    from tests.conftest import SetClock


@pytest.fixture
def busy(desk: Desk, clock: "SetClock") -> tuple[int, int]:
    """甲 has done a bit of everything; 乙 has only joined."""
    one = members.register(
        desk,
        name="甲",
        birthday=(5, 20),
        lunar_birthday=(4, 8),
        joined_on=date(2025, 10, 15),
        language="zh_CN",
    ).id
    other = members.register(desk, name="乙", language="en").id
    tea = products.add(desk, name="茶", price=6_000, category="茶", cost=2_000).id
    cup = products.add(desk, name="杯", price=9_000, category="杯").id
    purchases.record(desk, member=one, lines=[(tea, 2), (cup, 1)], pay={"cash": 21_000})
    members.register(desk, name="丙", referrer=one, joined_on=None)
    feedback.rate(desk, one, 4)
    interactions.log(desk, one, "call", "note")
    tags.put(desk, one, ["老客"])
    preferences.put(desk, one, "不加糖，要热的")
    consents.give(desk, one, "marketing", wording="w")
    clock.tick(days=10)
    return one, other


def found(desk: Desk, *filters: Filter) -> set[int]:
    every = segments.matching(desk, filters)
    for member in segments.matching(desk, []):
        its = segments.matching(desk, filters, member_id=member)
        assert (its == [member]) == (member in every), "one member is asked about as all are"
    return set(every)


NUMBERS = [
    ("spend", 21_000), ("visits", 1), ("points_earned", 210), ("products", 2), ("categories", 2),
    ("margin", 8_000), ("months", 12), ("referrals", 0), ("mean_rating", 400), ("interactions", 1),
    ("topped_up", 0), ("points", 210), ("days_away", 10), ("birth_month", 5),
    ("lunar_birth_month", 4), ("months_to_birthday", 7), ("stored_value", 0),
]  # fmt: skip


@pytest.mark.parametrize(("trait", "value"), NUMBERS)
def test_a_number_is_met_at_its_bound_and_not_one_beyond(
    desk: Desk, busy: tuple[int, int], trait: str, value: int
) -> None:
    one, _ = busy
    for test, wanted, is_in in (
        ("at_least", value, True), ("at_least", value + 1, False), ("at_most", value, True),
        ("at_most", value - 1, False), ("is", value, True), ("is", value + 1, False),
    ):  # fmt: skip
        assert (one in found(desk, Filter(trait, test, wanted))) == is_in, (test, wanted)


def test_every_fact_that_tiers_test_can_be_filtered_by() -> None:
    assert {name for name, _ in NUMBERS} >= facts.FACTS.keys()


@pytest.mark.parametrize(("days", "is_in"), [(10, False), (11, True)])
def test_a_fact_of_days_counts_those_up_to_today(
    desk: Desk, busy: tuple[int, int], days: int, is_in: bool
) -> None:
    one, _ = busy
    assert (one in found(desk, Filter("visits", "at_least", 1, days))) == is_in


CHOICES: list[tuple[str, tuple[str, ...], bool, bool]] = [
    ("tier", ("member",), True, True),
    ("tier", ("silver", "gold"), False, False),
    ("lifecycle", ("new",), True, True),
    ("language", ("en",), False, True),
    ("favourite", ("茶",), True, False),
    ("value", ("high", "middle", "low"), True, False),
]


@pytest.mark.parametrize(("trait", "wanted", "first", "second"), CHOICES)
def test_a_choice_is_one_of_some_or_none_of_them(
    desk: Desk,
    busy: tuple[int, int],
    trait: str,
    wanted: tuple[str, ...],
    first: bool,
    second: bool,
) -> None:
    for member, is_in in zip(busy, (first, second), strict=True):
        assert (member in found(desk, Filter(trait, "is_in", wanted))) == is_in
        assert (member in found(desk, Filter(trait, "not_in", wanted))) != is_in


@pytest.mark.parametrize(("trait", "word"), [
    ("tags", "老客"), ("likes", "不加糖"), ("consent", "marketing"), ("bought", "杯"),
])  # fmt: skip
def test_words_are_among_what_is_known_or_not(
    desk: Desk, busy: tuple[int, int], trait: str, word: str
) -> None:
    one, other = busy
    assert found(desk, Filter(trait, "has", word)) == {one}
    assert found(desk, Filter(trait, "has_not", word)) == {other, 3}


def test_consent_that_was_taken_back_is_none(desk: Desk, busy: tuple[int, int]) -> None:
    consents.withdraw(desk, busy[0], "marketing", wording="w")
    assert found(desk, Filter("consent", "has", "marketing")) == set()


@pytest.mark.parametrize(("days", "stage"), [
    (30, "new"), (31, "active"), (90, "active"), (91, "dormant"), (180, "dormant"), (181, "lost"),
])  # fmt: skip
def test_where_a_member_stands_in_their_life_with_the_shop(
    desk: Desk, clock: "SetClock", days: int, stage: str
) -> None:
    member = members.register(desk, name="甲").id
    purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    clock.tick(days=days)
    assert found(desk, Filter("lifecycle", "is_in", (stage,))) == {member}


def test_value_is_by_recency_frequency_and_money_and_equals_are_equal(
    desk: Desk, clock: "SetClock"
) -> None:
    people = [members.register(desk, name=f"客{n}").id for n in range(10)]
    for day in range(10):
        for member in people[day:]:
            purchases.record(desk, member=member, amount=100, pay={"cash": 100})
        clock.tick(days=1)
    values = TRAITS["value"].values(Asked(desk, None, desk.today(), 365))
    assert [values[member] for member in people] == ["low"] * 4 + ["middle"] * 2 + ["high"] * 4


def test_all_filters_have_to_be_met(desk: Desk, busy: tuple[int, int]) -> None:
    one, _ = busy
    both = (Filter("visits", "at_least", 1), Filter("tags", "has", "老客"))
    assert found(desk, *both) == {one}
    assert found(desk, *both, Filter("visits", "at_least", 2)) == set()
    assert len(found(desk)) == 3


def test_a_segment_is_kept_and_counted_as_of_now(desk: Desk, busy: tuple[int, int]) -> None:
    one, other = busy
    made = segments.add(
        desk, name="常客", name_en="Regulars", filters=[Filter("visits", "at_least", 1)]
    )
    assert segments.listed(desk) == [made]
    assert (segments.count(desk, made.id), segments.holds(desk, made.id, other)) == (1, False)
    purchases.record(desk, member=other, amount=1, pay={"cash": 1})
    assert segments.members(desk, made.id) == [one, other]
    segments.edit(desk, made.id, name="少", filters=[Filter("visits", "at_most", 0)])
    assert segments.members(desk, made.id) == [3]
    segments.remove(desk, made.id)
    assert segments.listed(desk) == []


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": ""}, "text"),
    ({"name": "有"}, "name_taken"),
    ({"filters": "x"}, "choice"),
    ({"filters": [Filter("height", "is", 1)]}, "choice"),
    ({"filters": [Filter("spend", "is_in", 1)]}, "choice"),
    ({"filters": [Filter("spend", "is", "1")]}, "amount"),
    ({"filters": [Filter("spend", "is", 1, -1)]}, "amount"),
    ({"filters": [Filter("tier", "is_in", ("bronze",))]}, "choice"),
    ({"filters": [Filter("tier", "is_in", ())]}, "choice"),
    ({"filters": [Filter("consent", "has", "x")]}, "choice"),
    ({"filters": [Filter("joined", "from", "2026-01-01")]}, "date"),
    ({"is_any": 1}, "choice"),
]


@pytest.mark.parametrize(("wrong", "code"), REFUSED)
def test_a_segment_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    segments.add(desk, name="有", filters=[])
    with pytest.raises(Refused) as caught:
        segments.add(desk, **{"name": "新", "filters": [], **wrong})
    assert caught.value.code == code


def test_a_rule_is_for_its_segment_and_the_segment_cannot_go(
    desk: Desk, busy: tuple[int, int], clock: "SetClock"
) -> None:
    one, other = busy
    regulars = segments.add(desk, name="常客", filters=[Filter("visits", "at_least", 1)])
    for name, trigger in (("月", rewards.every("month")), ("评", rewards.rating())):
        rewards.add(
            desk, name=name, trigger=trigger, reward=rewards.voucher(amount=1), segment=regulars.id
        )
    clock.now += timedelta(days=7)
    rewards.run(desk)
    for member in busy:
        feedback.rate(desk, member, 5)
    assert [len(vouchers.of_member(desk, member)) for member in (one, other)] == [2, 0]
    with pytest.raises(Refused) as caught:
        segments.remove(desk, regulars.id)
    assert caught.value.code == "segment_used"


def test_dates_and_points_that_ended_change_no_trait(desk: Desk, busy: tuple[int, int]) -> None:
    one, _ = busy
    dates.add(desk, one, name="d", day=(1, 1))
    points.adjust(desk, one, -10, reason="r")
    assert one in found(desk, Filter("points", "is", 200), Filter("points_earned", "is", 210))


def test_a_tier_that_a_segment_or_a_set_of_gifts_names_stays_on_the_ladder(desk: Desk) -> None:
    golden = segments.add(desk, name="金", filters=[Filter("tier", "not_in", ("gold",))])
    cup = gifts.add(desk, name="杯", cost=1, value=1).id
    graded = gift_sets.add(desk, name="礼", gifts={"platinum": cup})
    without = [tier for tier in tiers.ladder(desk) if tier.code not in ("gold", "platinum")]
    for said in ("gifts or reward rules name the tier platinum", "segments name the tier gold"):
        with pytest.raises(Refused, match=said):
            tiers.set_ladder(desk, without)
        gift_sets.edit(desk, graded.id, name="礼", gifts={"member": cup})
    segments.edit(desk, golden.id, name="金", filters=[])
    tiers.set_ladder(desk, without)


@pytest.mark.parametrize(("least", "given"), [(16, 1), (17, 1), (18, 0)])
def test_a_look_ahead_asks_who_will_be_in_the_segment_when_the_occasion_comes(
    desk: Desk, clock: "SetClock", member: int, least: int, given: int
) -> None:
    """The first of November is 17 days after the visit, whenever the run comes to it."""
    purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    away = segments.add(desk, name="久未来", filters=[Filter("days_away", "at_least", least)])
    rewards.add(
        desk, name="月", trigger=rewards.every("month"), reward=rewards.Points(5), segment=away.id
    )
    ahead = rewards.preview(desk, on=desk.today() + timedelta(days=20))
    assert len(ahead.given) == given
    clock.tick(days=20)
    assert rewards.run(desk).given == ahead.given


@pytest.mark.parametrize("is_any", [False, True])
def test_nobody_is_ranked_for_one_member_where_another_filter_has_said_it(
    desk: Desk, member: int, monkeypatch: pytest.MonkeyPatch, *, is_any: bool
) -> None:
    """A sale waits for it."""

    def bands(*_asked: Any) -> Any:
        raise AssertionError("all members were ranked")

    monkeypatch.setattr(rfm, "bands", bands)
    tier = "member" if is_any else "gold"
    filters = [Filter("value", "is_in", ("high",)), Filter("tier", "is_in", (tier,))]
    found = segments.matching(desk, filters, is_any=is_any, member_id=member)
    assert found == ([member] if is_any else [])
