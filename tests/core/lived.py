"""A shop that lives through three months, for what is tried on the past."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import days, feedback, gifts, members, products, purchases, rewards, tiers
from shopdesk.ladders import TEMPLATES, Tier
from shopdesk.shop import Desk, Shop

if TYPE_CHECKING:
    from tests.conftest import SetClock

BEGAN, ENDS = date(2026, 7, 1), date(2026, 10, 1)
"""The shop lives through three whole months and one day."""
FOUR = TEMPLATES["four"]


def set_day(clock: "SetClock", day: date, hour: int = 2) -> None:
    clock.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def young(tmp_path: Path, clock: "SetClock") -> Desk:
    """A shop on the eve of its first day, with members, goods and gifts."""
    set_day(clock, BEGAN - timedelta(days=1))
    shop = Shop.create(
        tmp_path / "young.shopdesk", name="青禾茶舍", owner="店主", pin="258025", language="en",
        ladder="four", clock=clock,
    )  # fmt: skip
    shop.db.execute_sql("PRAGMA synchronous=0")
    desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
    for number in range(12):
        born = (number % 3 + 7, number + 3) if number % 4 else None
        referrer = number if number % 5 == 4 else None
        members.register(desk, name=f"客{number}", birthday=born, referrer=referrer)
    products.add(desk, name="银针", price=6800, category="茶", cost=2000)
    products.add(desk, name="茶杯", price=12500, category="器", cost=4000)
    gifts.add(desk, name="帆布袋", name_en="Canvas bag", cost=800, stock=10_000)
    gifts.add(desk, name="保温杯", name_en="Flask", cost=3100, stock=10_000, lowest_tier="gold")
    return desk


def live(desk: Desk, clock: "SetClock", *, seed: int = 7, gives_back: bool = False) -> None:
    """Day after day: what the day brings, what rules owe, receipts, now and then a rating."""
    picked = Random(seed)
    day, newest = BEGAN, 12
    while day <= ENDS:
        set_day(clock, day)
        days.run(desk)
        rewards.run(desk)
        for _ in range(picked.randrange(1, 4)):
            clock.tick(minutes=30)
            member = picked.randrange(1, newest + 1)
            lines = [(picked.choice((1, 2)), picked.randrange(1, 4))]
            due = purchases.quote(desk, member=member, lines=lines).due
            sold = purchases.record(desk, member=member, lines=lines, pay={"cash": due})
            if gives_back and not picked.randrange(6):
                purchases.refund(desk, sold.id, amount=due // 3, reason="back")
        if not picked.randrange(9):
            feedback.rate(desk, picked.randrange(1, newest + 1), picked.randrange(1, 6))
        if not picked.randrange(20):
            newest = members.register(desk, name=f"新{day}").id
        day += timedelta(days=1)


BAG = rewards.voucher(gift=1, is_again=True)


@pytest.fixture
def lived(young: Desk, clock: "SetClock") -> Desk:
    """The same shop after its months, with money given back now and then, and two rules."""
    bag = rewards.voucher(gift=1, is_again=True, valid_days=200)
    rewards.add(young, name="每月", trigger=rewards.every("month"), reward=bag, starts_on=BEGAN)
    rewards.add(
        young, name="购物", trigger=rewards.purchase(over=30_000), reward=rewards.Points(150),
        starts_on=BEGAN,
    )  # fmt: skip
    live(young, clock, gives_back=True)
    return young


def held_at_the_end(desk: Desk) -> dict[int, str]:
    last = ENDS - timedelta(days=1)
    rows = desk.db.execute_sql(
        "SELECT id FROM member WHERE joined_on <= ?", (last.toordinal(),)
    ).fetchall()
    return {member: tiers.tier_on(desk, member, last) for (member,) in rows}


def free_of_discounts(ladder: Any, times: int = 1) -> list[Tier]:
    """A ladder that asks for as many times less, and takes nothing off the price."""
    found = []
    for tier in ladder:
        criteria = tier.criteria and replace(
            tier.criteria,
            conditions=tuple(
                replace(one, threshold=max(1, one.threshold // times))
                for one in tier.criteria.conditions
            ),
        )
        found.append(replace(tier, criteria=criteria, discount_percent=0))
    return found
