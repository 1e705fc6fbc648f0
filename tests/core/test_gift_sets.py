"""Sets of gifts by tier, second choices, and never the same gift twice."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import checks, gift_sets, gifts, members, purchases, rewards, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

if TYPE_CHECKING:
    from tests.conftest import SetClock


def gift(desk: Desk, name: str, stock: int | None = 50, **more: Any) -> int:
    return gifts.add(desk, name=name, cost=100, stock=stock, **more).id


def at(desk: Desk, amount: int) -> int:
    member = members.register(desk, name=f"客{amount}").id
    if amount:
        purchases.record(desk, member=member, amount=amount, pay={"cash": amount})
    return member


def named(desk: Desk, member: int) -> list[str]:
    return [vouchers.title(desk, one, "zh_CN") for one in vouchers.of_member(desk, member)]


def monthly(desk: Desk, reward: Any) -> rewards.Rule:
    return rewards.add(desk, name="月", trigger=rewards.every("month"), reward=reward)


def months(desk: Desk, clock: "SetClock", count: int = 1) -> list[rewards.Preview]:
    found = []
    for _ in range(count):
        clock.now += timedelta(days=31)
        planned = rewards.preview(desk)
        found.append(rewards.run(desk))
        assert found[-1] == planned
    return found


def test_each_tier_has_its_own_gift_and_one_without_has_that_below(
    desk: Desk, clock: "SetClock"
) -> None:
    bag, cup, box = (gift(desk, name) for name in ("袋", "杯", "盒"))
    made = gift_sets.add(desk, name="套", gifts={"member": bag, "silver": cup, "platinum": box})
    monthly(desk, rewards.OfTier(made.id))
    people = [at(desk, amount) for amount in (0, 100_000, 300_000, 800_000)]
    months(desk, clock)
    assert [named(desk, one) for one in people] == [["袋"], ["杯"], ["杯"], ["盒"]]
    assert checks.run(desk) == ()


def test_who_stands_below_the_lowest_of_a_set_is_left_out(desk: Desk, clock: "SetClock") -> None:
    made = gift_sets.add(desk, name="套", gifts={"gold": gift(desk, "盒", lowest_tier="gold")})
    monthly(desk, rewards.OfTier(made.id))
    at(desk, 100_000)
    (found,) = months(desk, clock)
    assert [why for *_, why in found.left_out] == ["the gift is for a higher tier"]


@pytest.mark.parametrize(("is_again", "given"), [(False, 1), (True, 3)])
def test_nobody_is_given_the_same_gift_twice_unless_the_rule_says_so(
    desk: Desk, clock: "SetClock", is_again: bool, given: int
) -> None:
    monthly(desk, rewards.voucher(gift=gift(desk, "袋"), is_again=is_again))
    member = at(desk, 0)
    months(desk, clock, 3)
    assert len(named(desk, member)) == given


def test_a_second_choice_is_given_when_there_is_none_left_or_it_was_had(
    desk: Desk, clock: "SetClock"
) -> None:
    bag, cup = gift(desk, "袋", 1), gift(desk, "杯", 2)
    monthly(desk, rewards.voucher(gift=bag, instead=cup))
    first, second = at(desk, 0), at(desk, 1)
    found = months(desk, clock, 2)
    assert (named(desk, first), named(desk, second)) == (["袋", "杯"], ["杯"])
    assert [len(one.left_out) for one in found] == [0, 1]
    assert checks.run(desk) == ()


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"gifts": {}}, "content"),
    ({"gifts": {"bronze": 1}}, "choice"),
    ({"gifts": {"gold": 99}}, "unknown_gift"),
    ({"gifts": {"silver": 1}}, "gift_tier"),
    ({"name": ""}, "text"),
    ({"name": "有"}, "name_taken"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONG)
def test_a_set_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    box = gift(desk, "盒", lowest_tier="gold")
    made = gift_sets.add(desk, name="有", gifts={"gold": box}, key="k")
    assert gift_sets.add(desk, name="有", gifts={"gold": box}, key="k") == made
    with pytest.raises(Refused) as caught:
        gift_sets.add(desk, **{"name": "新", "gifts": {"gold": box}, **wrong})
    assert caught.value.code == code
    assert gift_sets.listed(desk) == [made]


def test_a_set_is_changed_for_what_comes(desk: Desk, clock: "SetClock") -> None:
    bag, cup = gift(desk, "袋"), gift(desk, "杯")
    made = gift_sets.add(desk, name="套", gifts={"member": bag})
    monthly(desk, rewards.OfTier(made.id))
    member = at(desk, 0)
    months(desk, clock)
    gift_sets.edit(desk, made.id, name="套二", gifts={"member": cup})
    months(desk, clock)
    assert named(desk, member) == ["袋", "杯"]
