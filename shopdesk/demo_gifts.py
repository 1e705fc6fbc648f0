"""What the sample shop gives away: its catalogue, sets for every tier, segments, rules, new stock.

Four ways of giving for every tier: by the quarter, at festivals, at events, on personal days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shopdesk import gift_sets, gifts, rewards, segments, tiers
from shopdesk.segments import Filter
from shopdesk.shop import Desk
from shopdesk.triggers import Trigger

_OF_GIFT = ("kind", "cost", "value", "stock", "lowest_tier", "edition", "uses")
_LOW, _AGAIN = 5, 2
"""A fifth of the first stock is little; half of it is received then."""


@dataclass(slots=True)
class Presents:
    """The gifts of the story by their Chinese names, its sets, and what is kept of each."""

    gifts: dict[str, int] = field(default_factory=dict)
    sets: dict[str, int] = field(default_factory=dict)
    """By the way of giving."""
    segments: dict[str, int] = field(default_factory=dict)
    first_stock: dict[int, int] = field(default_factory=dict)

    def restock(self, desk: Desk) -> None:
        """Once a month more of what runs low; sometimes a run needs more than that."""
        for gift in gifts.catalogue(desk):
            first = self.first_stock.get(gift.id)
            if first is not None and gift.free is not None and gift.free < first // _LOW:
                gifts.receive(desk, gift.id, max(1, first // _AGAIN))


def open_up(desk: Desk, tea: Mapping[str, Any], word: str) -> Presents:
    """Fill the catalogue and put every rule in force."""
    presents = Presents()
    for row in tea["gifts"]:
        presents.gifts[row["zh"]] = gift = _gift(desk, row, word)
        if row["stock"] is not None and "edition" not in row:
            presents.first_stock[gift] = row["stock"]
    for name, row in tea["gift_sets"].items():
        its = {tier: presents.gifts[zh] for tier, zh in row["gifts"].items()}
        kept = gift_sets.add(desk, name=row["zh"], name_en=row["en"], gifts=its)
        presents.sets[name] = kept.id
    _welcome(desk, tea, presents)
    _give_by_rule(desk, tea, presents)
    return presents


def _gift(desk: Desk, row: Mapping[str, Any], word: str) -> int:
    """One row of the catalogue; a partner has one name, in the language of the shop."""
    plain = {name: row[name] for name in _OF_GIFT if name in row}
    for name in ("brand", "unit"):
        if name in row:
            plain |= {name: row[name]["zh"], f"{name}_en": row[name]["en"]}
    if "partner" in row:
        plain["partner"] = row["partner"][word]
    return gifts.add(desk, name=row["zh"], name_en=row["en"], **plain).id


def _welcome(desk: Desk, tea: Mapping[str, Any], presents: Presents) -> None:
    """A rule for every tier above the lowest: its first gift, or money off."""
    first_of: dict[str, int] = {}
    for row in tea["gifts"]:
        first_of.setdefault(row["lowest_tier"], presents.gifts[row["zh"]])
    for tier in tiers.ladder(desk)[1:]:
        rewards.add(
            desk, name=f"{tier.names['zh_CN']}升级礼", name_en=f"Welcome to {tier.names['en']}",
            trigger=rewards.upgrade(tier.code),
            reward=rewards.voucher(gift=first_of[tier.code], valid_days=90),
        )  # fmt: skip
    gold = next(tier for tier in tiers.ladder(desk) if tier.code == "gold")
    rewards.add(
        desk, name="金卡升级券", name_en="Gold thank-you", trigger=rewards.upgrade(gold.code),
        reward=rewards.voucher(amount=3000, minimum=20000, valid_days=60),
    )  # fmt: skip


def _give_by_rule(desk: Desk, tea: Mapping[str, Any], presents: Presents) -> None:
    for name, row in tea["segments"].items():
        filters = list(map(_filter, row["filters"]))
        known = segments.add(desk, name=row["zh"], name_en=row["en"], filters=filters)
        presents.segments[name] = known.id
    for row in tea["rules"]:
        rewards.add(
            desk, name=row["zh"], name_en=row["en"], reward=_reward(row, presents),
            trigger=[_trigger(one) for one in row["triggers"]],
            segment=presents.segments[row["segment"]] if "segment" in row else None,
            channel=row.get("channel", "counter"),
        )  # fmt: skip


def _filter(row: Mapping[str, Any]) -> Filter:
    value = row["value"]
    return Filter(**{**row, "value": tuple(value) if isinstance(value, list) else value})


def _trigger(row: Mapping[str, Any]) -> Trigger:
    return Trigger(**{**row, "windows": tuple(row.get("windows", {}).items())})


def _reward(row: Mapping[str, Any], presents: Presents) -> rewards.Reward:
    if "set" in row:
        return rewards.OfTier(presents.sets[row["set"]], row["valid_days"], is_again=True)
    if "gift" in row:
        gift = presents.gifts[row["gift"]]
        return rewards.voucher(gift=gift, valid_days=row["valid_days"], is_again=True)
    if "points" in row:
        return rewards.Points(row["points"])
    return rewards.Multiplied(row["percent"], row["days"])
