"""Categories of products, and where else they are named."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shopdesk import (
    categories,
    checks,
    members,
    products,
    promotions,
    purchases,
    rewards,
    segments,
    settings,
    tiers,
)
from shopdesk.categories import Category
from shopdesk.promotions import Covers, percent_off
from shopdesk.refusals import Refused
from shopdesk.segments import Filter
from shopdesk.shop import Desk


def with_discounts(desk: Desk, **percents: int) -> None:
    """Let every tier have a percentage of its own for some categories."""
    tiers.set_ladder(
        desk, [replace(one, category_discounts=percents) for one in tiers.ladder(desk)]
    )


def discounts(desk: Desk) -> dict[str, int]:
    return dict(tiers.ladder(desk)[0].category_discounts)


def test_categories_are_counted_and_say_whether_they_earn(desk: Desk, tea: int, cup: int) -> None:
    products.add(desk, name="水", price=100)
    products.edit(desk, products.add(desk, name="旧", price=1, category="器").id, discontinued=True)
    categories.set_earning(desk, "器", is_earning=False)
    assert categories.listed(desk) == [
        Category("茶", 1, 1, True),
        Category("器", 2, 1, False),
    ] or categories.listed(desk) == [Category("器", 2, 1, False), Category("茶", 1, 1, True)]
    categories.set_earning(desk, " 器 ", is_earning=True)
    assert desk.shop.settings.unearning_categories == ()


def test_a_category_is_renamed_wherever_it_is_named(desk: Desk, tea: int, cup: int) -> None:
    with_discounts(desk, 茶=10, 器=5)
    settings.edit(desk, unearning_categories=("茶", "器"))
    running = promotions.add(desk, name="a", offer=percent_off(20), covers=Covers((), ("茶", "器")))
    over = promotions.add(desk, name="b", offer=percent_off(20), covers=Covers((), ("茶",)))
    promotions.close(desk, over.id)
    ended = promotions.add(
        desk, name="c", offer=percent_off(20), covers=Covers((), ("茶",)),
        starts_on=desk.today() - timedelta(days=2), ends_on=desk.today() - timedelta(days=1),
    )  # fmt: skip
    sold = purchases.record(desk, lines=[(tea, 1)], pay={"cash": 5440})
    assert categories.rename(desk, "茶", "茶叶") == 1
    assert products.get(desk, tea).category == "茶叶"
    assert discounts(desk) == {"茶叶": 10, "器": 5}
    assert desk.shop.settings.unearning_categories == ("茶叶", "器")
    named = [promotions.get(desk, one.id).terms.covers.categories for one in (running, over, ended)]
    assert named == [("茶叶", "器"), ("茶",), ("茶",)]
    assert purchases.get(desk, sold.id).lines[0].category == "茶"
    assert purchases.quote(desk, lines=[(tea, 1)]).due == 5440
    assert checks.run(desk) == ()


def test_segments_and_rules_go_on_for_goods_of_a_renamed_category(
    desk: Desk, tea: int, cup: int, member: int
) -> None:
    likes = (Filter("favourite", "is_in", ("茶", "器")), Filter("bought", "has", "茶", 90))
    tagged = (Filter("tags", "has_not", "茶"),)
    fans, others = (
        segments.add(desk, name=name, filters=filters)
        for name, filters in (("a", likes), ("b", tagged))
    )
    rewards.add(desk, name="r", trigger=rewards.purchase(category="茶"), reward=rewards.Points(7))
    purchases.record(desk, member=member, lines=[(tea, 1)], pay={"cash": 6800})
    assert segments.members(desk, fans.id) == [member]
    before = members.get(desk, member).points
    categories.rename(desk, "茶", "茶叶")
    assert segments.get(desk, fans.id).filters == (
        Filter("favourite", "is_in", ("茶叶", "器")), Filter("bought", "has", "茶叶", 90),
    )  # fmt: skip
    assert segments.get(desk, others.id).filters == tagged
    assert segments.members(desk, fans.id) == [member], "what was bought before counts"
    purchases.record(desk, member=member, lines=[(tea, 1)], pay={"cash": 6800})
    assert members.get(desk, member).points == before + 68 + 7
    categories.rename(desk, "茶叶", "器")
    assert segments.get(desk, fans.id).filters[0].value == ("器",)
    assert segments.members(desk, fans.id) == [member]


def test_a_category_joins_another_which_keeps_its_own_percentage(
    desk: Desk, tea: int, cup: int
) -> None:
    with_discounts(desk, 茶=10, 器=5)
    settings.edit(desk, unearning_categories=("茶", "器"))
    shared = promotions.add(desk, name="a", offer=percent_off(2), covers=Covers((), ("茶", "器")))
    categories.rename(desk, "茶", "器")
    assert discounts(desk) == {"器": 5}
    assert desk.shop.settings.unearning_categories == ("器",)
    assert promotions.get(desk, shared.id).terms.covers.categories == ("器",)
    assert [(one.name, one.products) for one in categories.listed(desk)] == [("器", 2)]


def test_a_name_that_stays_changes_nothing_and_one_without_products_is_refused(
    desk: Desk, tea: int, cashier: Desk
) -> None:
    ladders = len(tiers.ladder(desk))
    assert categories.rename(desk, "茶", " 茶 ") == 1
    assert len(tiers.ladder(desk)) == ladders
    tried: list[tuple[Desk, str, str, str]] = [
        (desk, "酒", "茶", "unknown_category"), (desk, "", "茶", "unknown_category"),
        (desk, "茶", " ", "text"), (desk, "茶", "长" * 65, "text"),
        (cashier, "茶", "茶叶", "permission"),
    ]  # fmt: skip
    for who, name, new, code in tried:
        with pytest.raises(Refused) as caught:
            categories.rename(who, name, new)
        assert caught.value.code == code
    assert products.get(desk, tea).category == "茶"


def test_goods_of_a_category_earn_or_do_not_from_the_next_receipt_on(
    desk: Desk, tea: int, member: Any
) -> None:
    assert purchases.quote(desk, member=member, lines=[(tea, 1)]).points_earned == 68
    categories.set_earning(desk, "茶", is_earning=False)
    assert purchases.quote(desk, member=member, lines=[(tea, 1)]).points_earned == 0
