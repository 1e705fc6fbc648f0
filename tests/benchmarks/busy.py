"""A large shop with everything in it: tiers, lots, vouchers, gifts, rules, segments, a full day.

Members and old receipts are filled by bare SQL (``shops``), the rest by the core's own commands, so
``check`` finds nothing in it either: a test says so.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from shopdesk import (
    events,
    gift_sets,
    gifts,
    ladders,
    products,
    purchases,
    refunds,
    rewards,
    segment_templates,
    segments,
    tags,
    tiers,
    voucher_batches,
    vouchers,
)
from shopdesk.shop import Desk
from tests.benchmarks import shops

FILLED = 1
"""To be raised when the shop is filled in another way."""
_SPEND = (70_000, 100_000, 140_000, 180_000)
"""Of a lifetime, for each tier above the first: some members reach each of them."""
_EACH_BATCH = 5_000
_SALES_TODAY = 200
_VOUCHERS_EACH, _PURCHASES_EACH = 2, 10
"""One member in so many has a voucher; so many receipts has each."""
_TAGGED, _SEATS = 300, 40
_TAGS = ("常客", "爱花茶", "送礼")


def with_everything(count: int, folder: Path | None = None) -> Path:
    """A shop of so many members, ten receipts each, half of them with a voucher."""

    def make(location: Path) -> None:
        shops.new(location, count)
        with shops.bulk(location) as db:
            shops.fill_purchases(db, _PURCHASES_EACH * count, count)
        with shops.opened(location) as desk:
            _raise_up(desk)
            _give(desk, count)
            _sell(desk, count)
            _care(desk, count)

    return shops.kept(f"everything-{FILLED}-{count}", folder, make)


def _raise_up(desk: Desk) -> None:
    ladder = list(ladders.TEMPLATES["five"])
    for place, spend in enumerate(_SPEND, 1):
        asked = ladders.any_of(ladders.at_least("spend", spend, ladders.lifetime()))
        ladder[place] = replace(ladder[place], criteria=asked)
    tiers.set_ladder(desk, ladder)
    tiers.recount(desk)


def _give(desk: Desk, count: int) -> None:
    cup = gifts.add(desk, name="青瓷茶杯", stock=10 * count + 100, cost=900).id
    kept = gift_sets.add(desk, name="月礼", gifts={"member": cup})
    rewards.add(
        desk, name="月礼", trigger=rewards.every("month"), reward=rewards.OfTier(kept.id),
        starts_on=date(2026, 11, 1),
    )  # fmt: skip
    promise = vouchers.checked(desk, rewards.voucher(amount=1000, minimum=5000, valid_days=90))
    everyone = range(1, count + 1, _VOUCHERS_EACH)
    for first in range(0, len(everyone), _EACH_BATCH):
        part = list(everyone[first : first + _EACH_BATCH])
        voucher_batches.issue(desk, promise, members=part)


def _sell(desk: Desk, count: int) -> None:
    """A full day at the counter: some of its receipts were given back."""
    goods = [product.id for product in products.listed(desk)]
    for number in range(min(_SALES_TODAY, count // 2)):
        asked = {"member": 2 * number + 2, "lines": [(goods[number % len(goods)], number % 3 + 1)]}
        due = purchases.quote(desk, **asked).due
        sale = purchases.record(desk, pay={"wechat": due}, **asked)
        if number % 20 == 0:
            refunds.refund(desk, sale.id, reason="开封")


def _care(desk: Desk, count: int) -> None:
    """What is asked of all members at once: segments, tags, an evening with its guests."""
    for template in segment_templates.offered(desk)[:4]:
        segments.add(desk, name=template.name, name_en=template.name_en, filters=template.filters)
    for member in range(1, min(count, _TAGGED)):
        tags.put(desk, member, [_TAGS[member % len(_TAGS)]])
    evening = events.add(desk, name="品茶会", on=date(2026, 11, 14), capacity=_SEATS)
    events.invite(desk, evening.id, members=list(range(1, min(count, _TAGGED))))
