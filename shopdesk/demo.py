"""The sample shop: a tea shop's two years, made by what a till calls, under a moving clock.

The same seed and the same last day make the same shop. Nothing is written past ``end``: the last
day goes as far as the clock, so that a shop that ends now looks alive.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from shopdesk import (
    codes,
    days,
    demo_days,
    demo_events,
    demo_gifts,
    demo_known,
    demo_parcels,
    demo_people,
    products,
    staff,
    vouchers,
)
from shopdesk.clock import business_day, moment_of
from shopdesk.demo_days import Life, StoryClock
from shopdesk.demo_prepaid import Prepaid
from shopdesk.language import RESOURCES
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change

OWNER_PIN = "258025"
_ZONE = ZoneInfo("Asia/Shanghai")
_BEFORE_NOON = timedelta(hours=4)
"""When the story begins on its first day: an hour and a half before the shop opens."""
DAYS = 730
_SHOPS_BYTES = 38
"""What a new shop's code and key are drawn from: left out of the story's chances, which are the
same in every language."""
REGULARS = 340
CLOSED = 7
"""So many days before the last one the day was closed in the evening."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone of the sample shop's staff, with the PIN that is shown to whoever tries it out."""

    name: str
    pin: str
    role: str


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: where, who can sign in, and how much of what."""

    location: Path
    staff: tuple[Worker, ...]
    members: int
    receipts: int
    vouchers: int


def make(
    location: str | Path,
    *,
    end: datetime,
    seed: int = 1,
    language: str = "zh_CN",
    days_long: int = DAYS,
    progress: Callable[[int, int], None] | None = None,
) -> Demo:
    """Make the sample shop in a new file; ``progress(day, days)`` is called once a day.

    Refuses an existing file.
    """
    last = business_day(end, _ZONE, time(3))
    first = last - timedelta(days=days_long)
    random = Random(f"{seed} {last}")
    clock = StoryClock(min(moment_of(first, _ZONE) - _BEFORE_NOON, end.astimezone(UTC)))
    hired = workers(language)
    own = Random(f"shop {seed} {last} {language}")  # another shop than that of another language
    with codes.drawn_from(own.randbytes):
        shop = Shop.create(
            location, name=_tea()["shop"][_word(language)], owner=hired[0].name, pin=OWNER_PIN,
            language=language, clock=clock,
        )  # fmt: skip
    with codes.drawn_from(random.randbytes):
        random.randbytes(_SHOPS_BYTES)
        with shop:
            prepaid = Prepaid(Random(f"prepaid {seed} {last}"))
            life = _open(shop, clock, random, hired, prepaid)
            life.gatherings.coming = last + timedelta(days=demo_events.COMING)
            people = demo_people.drawn(random, REGULARS, days_long)
            for number in range(days_long + 1):
                day = first + timedelta(days=number)
                demo_days.live(life, people, number, day, end)
                if days_long - CLOSED <= number < days_long:
                    demo_days.close_day(life, day)
                if progress is not None:
                    progress(number + 1, days_long + 1)
            clock.now = end.astimezone(UTC)
            days.run(life.owner)
            demo_known.know(life.owner, people, _word(language))
            joined = sum(person.member_id is not None for person in people)
            issued = len(vouchers.listed(life.owner))
    return Demo(Path(location), hired, joined, life.receipts, issued)


def _tea() -> dict[str, Any]:
    with (RESOURCES / "demo" / "tea.json").open(encoding="utf-8") as file:
        tea: dict[str, Any] = json.load(file)
    return tea


def _word(language: str) -> str:
    return "en" if language == "en" else "zh"


def workers(language: str) -> tuple[Worker, ...]:
    """Who works in the sample shop that was made in a language, the owner first."""
    chinese = ("店主", "林店长", "小陈", "小周")
    names = ("Owner", "Lin", "Chen", "Zhou") if language == "en" else chinese
    pins = (OWNER_PIN, "8426", "4826", "1357")
    roles = ("owner", "manager", "cashier", "cashier")
    return tuple(Worker(*worker) for worker in zip(names, pins, roles, strict=True))


def _open(
    shop: Shop, clock: StoryClock, random: Random, workers: tuple[Worker, ...], prepaid: Prepaid
) -> Life:
    """The first morning: staff, goods, gifts and rules."""
    owner = shop.sign_in(workers[0].name, workers[0].pin)
    for worker in workers[1:]:
        staff.add(owner, name=worker.name, pin=worker.pin, role=worker.role)
    manager, *cashiers = (
        shop.sign_in(worker.name, worker.pin, till=till)
        for worker, till in zip(workers[1:], "112", strict=True)
    )
    tea, word = _tea(), _word(shop.settings.language)
    with change(owner, action="shop.create"):
        product_ids = _add_products(owner, tea, word)
        named = [row["zh"] for row in tea["products"]]
        drink = product_ids[named.index(tea["pass"]["of"])]
        prepaid.open(owner, tea["pass"], word, drink)
        presents = demo_gifts.open_up(owner, tea, word)
    gatherings = demo_events.Gatherings(Random("events"), tea, word, presents)
    parcels = demo_parcels.Parcels([address[word] for address in tea["addresses"]])
    return Life(
        shop, random, clock, owner, manager, cashiers, tea["products"], prepaid, presents,
        gatherings, parcels, product_ids,
    )  # fmt: skip


def _add_products(desk: Desk, tea: dict[str, Any], word: str) -> list[int]:
    categories = {category["zh"]: category[word] for category in tea["categories"]}
    return [
        products.add(
            desk, name=row[word], price=row["price"], cost=row["cost"], ean=row["ean"],
            category=categories[row["category"]],
        ).id
        for row in tea["products"]
    ]  # fmt: skip
