"""Categories of products: which there are, renaming one wherever it is named, which earn nothing.

A category is a word that products share. It is named by tiers that have a discount of its own for
it, by promotions, segments and reward rules, and by the settings among those that earn no points.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from peewee import fn

from shopdesk import inputs, ladder_terms, rule_seals, settings, text
from shopdesk.refusals import UnknownCategory
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.tables.receipts import Product, Promotion
from shopdesk.store.tables.rules import RewardRule, Segment
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class Category:
    """A word that products share: how many have it, of them on sale, whether it earns points."""

    name: str
    products: int
    on_sale: int
    is_earning: bool


def listed(desk: Desk) -> list[Category]:
    """All categories that products have, Chinese ones by pinyin; products without one apart."""
    unearning = desk.shop.settings.unearning_categories
    rows = (
        Product.select(
            Product.category, fn.COUNT(Product.id),
            fn.SUM(Product.discontinued_on.is_null()),
        )
        .where(Product.category != "")
        .group_by(Product.category)
        .tuples()
        .bind(desk.db)
    )  # fmt: skip
    found = [Category(name, many, on_sale, name not in unearning) for name, many, on_sale in rows]
    return sorted(found, key=lambda one: text.in_order(one.name))


def edit(
    desk: Desk, category: str, *, name: str | None = None, is_earning: bool | None = None
) -> int:
    """Rename a category and say whether it earns, in one; how many products it has had."""
    with change(desk, action="products.rename_category"):
        many = rename(desk, category, category if name is None else name)
        if is_earning is not None:
            set_earning(desk, category if name is None else name, is_earning=is_earning)
    return many


def rename(desk: Desk, name: str, new: str) -> int:
    """Give a category another name, or join it to one there is; how many products it had.

    Tiers' discounts for it, promotions that are not over, segments, reward rules and the settings
    name it anew as well. A tier that has a percentage for either keeps that of the ``new`` name.
    Receipts keep the word they had. Refuses a category that no product has.
    """
    name, tidy = text.searched(name, desk.language), text.kept(new, desk.language)
    topics = (Topic.PRODUCTS, Topic.TIERS, Topic.PROMOTIONS, Topic.REWARDS, Topic.SHOP)
    with change(desk, *topics, action="products.rename_category") as made:
        having = Product.category == name
        many: int = Product.select(Product.id).where(having).bind(made.db).count()
        if not (name and many):
            raise UnknownCategory(desk.language, category=name)
        if tidy != name:
            Product.update(category=tidy).where(having).bind(made.db).execute()
            _in_ladder(desk, name, tidy)
            _in_promotions(made, name, tidy)
            _in_segments(made, name, tidy)
            _in_rules(made, name, tidy)
            _in_settings(desk, name, tidy)
            made.revised = True
        made.note(products=many)
    return many


def set_earning(desk: Desk, name: str, *, is_earning: bool) -> None:
    """Say whether goods of a category earn points, from the next receipt on."""
    tidy, is_earning = text.kept(name, desk.language), inputs.flag(is_earning, desk.language)
    others = tuple(one for one in desk.shop.settings.unearning_categories if one != tidy)
    settings.edit(desk, unearning_categories=others if is_earning else (*others, tidy))


def _in_ladder(desk: Desk, name: str, new: str) -> None:
    ladder = desk.shop.known.ladder
    if any(name in tier.category_discounts for tier in ladder):
        renamed = [
            replace(tier, category_discounts=_renamed(tier.category_discounts, name, new))
            for tier in ladder
        ]
        ladder_terms.set_ladder(desk, renamed)


def _renamed(discounts: Mapping[str, int], name: str, new: str) -> dict[str, int]:
    """In their order; where both are there the new one keeps its own."""
    return {
        (new if one == name else one): percent
        for one, percent in discounts.items()
        if one != name or new not in discounts
    }


def _in_promotions(made: Change, name: str, new: str) -> None:
    """A promotion goes on for the goods it was for; those that are over stay as they were."""
    is_open = Promotion.closed_on.is_null() & (
        Promotion.ends_on.is_null() | (Promotion.ends_on >= made.today)
    )
    rows = Promotion.select(Promotion.id, Promotion.terms).where(is_open).tuples().bind(made.db)
    for id_, stored in list(rows):
        terms: dict[str, Any] = json.loads(stored)
        named = terms["covers"]["categories"]
        if name in named:
            swapped = [new if one == name else one for one in named]
            terms["covers"]["categories"] = list(dict.fromkeys(swapped))
            kept = json.dumps(terms, ensure_ascii=False)
            Promotion.update(terms=kept).where(Promotion.id == id_).bind(made.db).execute()


def _in_segments(made: Change, name: str, new: str) -> None:
    """What was bought before counts by what its goods are called now."""
    rows = Segment.select(Segment.id, Segment.filters).tuples().bind(made.db)
    for id_, stored in list(rows):
        filters: list[dict[str, Any]] = json.loads(stored)
        for one in filters:
            if one["trait"] == "bought" and one["value"] == name:
                one["value"] = new
            elif one["trait"] == "favourite":
                swapped = [new if each == name else each for each in one["value"]]
                one["value"] = list(dict.fromkeys(swapped))
        kept = json.dumps(filters, ensure_ascii=False)
        if kept != stored:
            Segment.update(filters=kept).where(Segment.id == id_).bind(made.db).execute()


def _in_rules(made: Change, name: str, new: str) -> None:
    rows = RewardRule.select(RewardRule.id, RewardRule.triggers).tuples().bind(made.db)
    for id_, stored in list(rows):
        triggers: list[dict[str, Any]] = json.loads(stored)
        for one in triggers:
            if (one["kind"], one["subject"]) == ("purchase", name):
                one["subject"] = new
        kept = json.dumps(triggers, ensure_ascii=False)
        if kept != stored:
            RewardRule.update(triggers=kept).where(RewardRule.id == id_).bind(made.db).execute()
            rule_seals.put_on(made, id_)


def _in_settings(desk: Desk, name: str, new: str) -> None:
    unearning = desk.shop.settings.unearning_categories
    if name in unearning:
        swapped = tuple(dict.fromkeys(new if one == name else one for one in unearning))
        settings.edit(desk, unearning_categories=swapped)
