"""Sets of gifts from ideas: graded as shops give, and of gifts that the shop then has."""

from typing import Any

import pytest

from shopdesk import checks, gift_sets, gift_templates, gifts, tiers
from shopdesk.shop import Desk
from tests.core.test_gifts import refused

SHOWN = {"bag": 0, "cup": 1, "electronics": 2, "luxury": 3}


def ladder(desk: Desk, count: int) -> list[str]:
    codes = ["member", "silver", "gold", "platinum", "diamond"][:count]
    made = [tiers.Tier(codes[0], {"en": "Member"}, None)]
    made += [
        tiers.Tier(code, {"en": code},
                   tiers.any_of(tiers.at_least("spend", 1000 * rank, tiers.lifetime())))
        for rank, code in enumerate(codes[1:], 1)
    ]  # fmt: skip
    tiers.set_ladder(desk, made)
    return codes


@pytest.mark.parametrize(
    ("count", "grades"),
    [(2, [0, 1]), (3, [0, 1, 2]), (4, [0, 1, 2, 3]), (5, [0, 1, 2, 2, 3])],
)
def test_ideas_go_up_with_the_ladder(desk: Desk, count: int, grades: list[int]) -> None:
    codes = ladder(desk, count)
    offered = gift_templates.ideas(desk)
    assert list(offered) == codes
    assert [SHOWN[its[0].code] for its in offered.values()] == grades


def test_an_idea_becomes_a_gift_of_its_tier_that_costs_nothing_and_is_not_in_stock(
    desk: Desk,
) -> None:
    ladder(desk, 4)
    own = gifts.add(desk, name="青禾袋", stock=9).id
    made = gift_templates.make(
        desk, name="升级礼", name_en="Welcome", gifts={"member": own},
        ideas={"silver": "umbrella", "platinum": "travel"}, key="k",
    )  # fmt: skip
    umbrella, travel = (gifts.get(desk, made.gifts[tier]) for tier in ("silver", "platinum"))
    assert made.gifts["member"] == own
    assert (umbrella.name_en, umbrella.cost, umbrella.stock, umbrella.lowest_tier) == (
        "Umbrella", 0, 0, "silver",
    )  # fmt: skip
    assert (travel.kind, travel.stock, travel.lowest_tier) == ("service", None, "platinum")
    again = gift_templates.make(
        desk, name="升级礼", name_en="Welcome", gifts={"member": own},
        ideas={"silver": "umbrella", "platinum": "travel"}, key="k",
    )  # fmt: skip
    assert again == made
    assert checks.run(desk) == ()


def test_an_idea_that_the_shop_has_is_its_own_gift(desk: Desk) -> None:
    bag = gifts.add(desk, name="购物袋", cost=800, stock=5).id
    assert gift_templates.ideas(desk)["member"][0].gift_id == bag
    made = gift_templates.make(desk, name="套", gifts={}, ideas={"member": "bag"})
    assert made.gifts == {"member": bag}
    changed = gift_templates.make(
        desk, name="套二", gifts={"member": bag}, ideas={"silver": "cup"}, gift_set_id=made.id
    )
    assert (changed.id, changed.name, set(changed.gifts)) == (made.id, "套二", {"member", "silver"})


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ideas": {"member": "cup"}}, "content"),
        ({"ideas": {"bronze": "bag"}}, "content"),
        ({"ideas": {}}, "content"),
        ({"name": "有"}, "name_taken"),
        ({"gift_set_id": 99}, "unknown_gift_set"),
    ],
)
def test_what_is_refused_leaves_no_gift_behind(
    desk: Desk, wrong: dict[str, Any], code: str
) -> None:
    box = gifts.add(desk, name="盒", stock=1).id
    gift_sets.add(desk, name="有", gifts={"gold": box})
    values = {"name": "新", "gifts": {}, "ideas": {"member": "bag"}, **wrong}
    refused(code, gift_templates.make, desk, **values)
    assert [gift.name for gift in gifts.catalogue(desk)] == ["盒"]
