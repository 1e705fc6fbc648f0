"""One day of the sample shop: who comes, what they take, what goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from operator import itemgetter
from random import Random
from typing import Any

from shopdesk import cards, clock, days, members, points, purchases, rewards, shifts, vouchers
from shopdesk.demo_events import Gatherings
from shopdesk.demo_gifts import Presents
from shopdesk.demo_parcels import Parcels
from shopdesk.demo_people import Regular
from shopdesk.demo_prepaid import Prepaid
from shopdesk.inspection import Voucher
from shopdesk.language import N_, translator
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change

_WALK_INS = (1, 2, 2, 3, 3, 4, 5)
_OPENS, _CLOSES = 9 * 60 + 30, 21 * 60 + 30
_TENDERS = ("wechat",) * 6 + ("alipay",) * 3 + ("cash",) * 2 + ("card",)
_SEASON = (1.25, 1.35, 0.9, 1.0, 1.05, 0.95, 0.9, 0.9, 1.15, 1.1, 1.0, 1.15)
"""January to December: Spring Festival and Mid-Autumn are when tea is given."""

_FLOAT, _NOTE = 30_000, 1_000
"""What stays in a drawer over night, and what is missing in it now and then."""

_CHANGED_MIND = N_("Changed their mind")
_WRONG_AMOUNT = N_("Wrong amount keyed in")
_LATE_DELIVERY = N_("Sorry for the late delivery")
_BIRTHDAY = N_("Birthday")
_TASTING = N_("Autumn tasting")


class StoryClock:
    """The clock of the story: it stands where it was set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """What the story takes for now."""
        return self.now


@dataclass(slots=True)
class Life:
    """The shop as its story goes on."""

    shop: Shop
    random: Random
    clock: StoryClock
    owner: Desk
    manager: Desk
    cashiers: list[Desk]
    shelf: list[dict[str, Any]]
    prepaid: Prepaid
    presents: Presents
    gatherings: Gatherings
    parcels: Parcels
    product_ids: list[int] = field(default_factory=list)
    receipts: int = 0
    last_receipt: dict[int, int] = field(default_factory=dict)
    """Of each member the last one that nothing was given back of."""


def live(life: Life, people: list[Regular], number: int, day: date, end: datetime) -> None:
    """Let a business day pass, as far as ``end``; one commit for all of it."""
    noon = clock.moment_of(day, life.shop.zone)
    life.clock.now = max(life.clock.now, min(noon - timedelta(hours=3), end))
    with change(life.owner, action="days.run"):
        days.run(life.owner)
        rewards.run(life.owner)
        life.gatherings.morning(life.owner)
        for moment, happens in _happening(life, people, number, noon):
            if moment >= end:
                break
            life.clock.now = max(life.clock.now, moment)
            happens()
        _office(life, people, day)


def _happening(
    life: Life, people: list[Regular], number: int, noon: datetime
) -> list[tuple[datetime, Callable[[], None]]]:
    """Who comes to the till, and who to an event, in the order of the day."""
    hall = life.gatherings
    coming: list[tuple[datetime, Callable[[], None]]] = [
        (moment, partial(_visit, life, person, number))
        for moment, person in _visits(life, people, number, noon)
    ]
    coming += [
        (moment, partial(hall.check_in, life.manager, event_id, member_id))
        for moment, event_id, member_id in hall.arrivals(life.manager, noon)
    ]
    return sorted(coming, key=itemgetter(0))


def _visits(
    life: Life, people: list[Regular], number: int, noon: datetime
) -> list[tuple[datetime, Regular | None]]:
    """Who comes when: regulars by their habits, more at the weekend and in season, and walk-ins.

    Someone waits at the door every morning: a shop that has opened has sold something.
    """
    random = life.random
    busy = _SEASON[noon.month - 1] * (1.35 if noon.weekday() >= 5 else 0.9)
    coming: list[Regular | None] = [
        person
        for person in people
        if person.first_day <= number <= person.last_day
        and (number == person.first_day or random.random() < person.per_day * busy)
    ]
    coming += [None] * random.choice(_WALK_INS)
    midnight = noon - timedelta(hours=12)
    minutes = [_OPENS, *sorted(random.randint(_OPENS, _CLOSES) for _ in coming[1:])]
    random.shuffle(coming)
    return [
        (midnight + timedelta(minutes=minute, seconds=random.randrange(60)), person)
        for minute, person in zip(minutes, coming, strict=True)
    ]


def _visit(life: Life, person: Regular | None, number: int) -> None:
    """One customer at the till."""
    random, desk = life.random, life.random.choice(life.cashiers)
    if person is not None and person.member_id is None:
        person.member_id = _register(life, desk, person)
    member = person.member_id if person else None
    lines = _basket(life, person.appetite if person else 0.8)
    if member is not None:
        life.prepaid.visited(desk, member, lines)
    using = _voucher_to_use(life, desk, member)
    spending = _points_to_spend(life, desk, member)
    try:
        bought = _buy(life, desk, member, lines, using, spending)
    except Refused:
        bought = _buy(life, desk, member, lines, None, 0)
    life.receipts += 1
    is_kept = _think_again(life, desk, bought)
    if member is not None:
        if bought.points_used and random.random() < 0.12:
            _bring_back(life, member)
        if is_kept and all(line.product_id != life.prepaid.card for line in bought.lines):
            life.last_receipt[member] = bought.id
        _collect(life, desk, member)


def _think_again(life: Life, desk: Desk, bought: purchases.Purchase) -> bool:
    """Now and then something is given back, or was keyed in wrong; whether the receipt stands."""
    if life.random.random() < 0.012:
        _give_back(life, bought)
    elif life.random.random() < 0.004:
        reason = translator(desk.language)(_WRONG_AMOUNT)
        purchases.void(desk, bought.id, reason=reason)
    else:
        return True
    return False


def _bring_back(life: Life, member: int) -> None:
    """Return the purchase before, whose points were just spent: they become a debt."""
    receipt = life.last_receipt.pop(member, None)
    if receipt is not None:
        reason = translator(life.manager.language)(_CHANGED_MIND)
        purchases.refund(life.manager, receipt, reason=reason)


def _register(life: Life, desk: Desk, person: Regular) -> int:
    """All agree that their data is kept; to be written to, whoever has an even phone."""
    is_open = int(person.phone[-1]) % 2 == 0
    return members.register(
        desk, name=person.name, phone=person.phone, birthday=person.birthday,
        lunar_birthday=person.lunar_birthday, language=person.language,
        agrees=("data", "marketing") if is_open else ("data",),
    ).id  # fmt: skip


def _basket(life: Life, appetite: float) -> list[tuple[int, str]]:
    random = life.random
    count = 1 + (random.random() < 0.4 * appetite) + (random.random() < 0.2 * appetite)
    weights = [row["often"] for row in life.shelf]
    chosen = random.choices(range(len(life.shelf)), weights, k=count)
    return [
        (life.product_ids[index], _quantity(life, life.shelf[index], appetite)) for index in chosen
    ]


def _quantity(life: Life, row: dict[str, Any], appetite: float) -> str:
    if row["sold_by"] == "weight":
        grams = life.random.choice((50, 100, 100, 125, 250) if appetite > 1.5 else (50, 50, 100))
        return f"{grams / 1000:.3f}"
    return "2" if life.random.random() < 0.12 * appetite else "1"


def _voucher_to_use(life: Life, desk: Desk, member: int | None) -> Voucher | None:
    if member is None or life.random.random() > 0.5:
        return None
    mine = vouchers.of_member(desk, member, state="issued")
    return next((voucher for voucher in mine if voucher.kind != "gift"), None)


def _points_to_spend(life: Life, desk: Desk, member: int | None) -> int:
    if member is None or life.random.random() > 0.08:
        return 0
    balance = points.balance(desk, member)
    return balance // 100 * 100 if balance >= 300 else 0


def _buy(
    life: Life,
    desk: Desk,
    member: int | None,
    lines: list[tuple[int, str]],
    using: Voucher | None,
    spending: int,
) -> purchases.Purchase:
    codes = [using.code] if using else []
    by_pass = life.prepaid.by_pass(desk, member, lines)
    quote = purchases.quote(
        desk, member=member, lines=lines, vouchers=codes, points=spending, passes=by_pass
    )
    tender = life.random.choice(_TENDERS)
    if life.prepaid.pays(desk, member, quote.due):
        tender = "stored_value"
    given = -(-quote.due // 1000) * 1000 if tender == "cash" else None
    return purchases.record(
        desk, member=member, lines=lines, vouchers=codes, points=spending,
        pay={tender: quote.due} if quote.due else {}, cash_given=given, passes=by_pass,
        key=f"till-{desk.till}:{life.receipts:06}",
    )  # fmt: skip


def _give_back(life: Life, bought: purchases.Purchase) -> None:
    reason = translator(life.manager.language)(_CHANGED_MIND)
    if len(bought.lines) > 1:
        line = life.random.choice(bought.lines)
        back = [(line.number, line.quantity)]
        purchases.refund(life.manager, bought.id, lines=back, reason=reason)
    elif bought.total:
        purchases.refund(life.manager, bought.id, amount=-(-bought.total // 3), reason=reason)


def _collect(life: Life, desk: Desk, member: int) -> None:
    """Hand over a gift that is waiting, more often than not; now and then a card is lost."""
    if life.random.random() < 0.55:
        waiting = vouchers.of_member(desk, member, state="issued")
        gift = next(
            (one for one in waiting if one.kind == "gift" and one.channel != "courier"), None
        )
        if gift is not None:
            vouchers.redeem(desk, gift.qr, member_id=member)
    if life.random.random() < 0.002:
        cards.replace(desk, member)


def _office(life: Life, people: list[Regular], day: date) -> None:
    """What the manager does in the evening: birthdays, parcels, a tasting, an apology, stock."""
    random, desk = life.random, life.manager
    _ = translator(desk.language)
    today = [p for p in people if p.member_id and p.birthday == (day.month, day.day)]
    for person in today:
        percent = 12 if random.random() < 0.5 else 0
        vouchers.issue(
            desk, person.member_id, percent_off=percent, cap=5000 if percent else None,
            amount=0 if percent else 2000, minimum=5000, valid_days=30,
            occasion=translator(person.language)(_BIRTHDAY),
        )  # fmt: skip
    if day.weekday() == 0:
        life.parcels.post(desk)
    if day.day == 20:
        _tasting(life)
        life.presents.restock(desk)
    if random.random() < 0.1 and today and today[0].member_id:
        points.adjust(desk, today[0].member_id, 200, reason=_(_LATE_DELIVERY))


def _tasting(life: Life) -> None:
    """Once a month a voucher for whoever brings it, and one that is withdrawn again."""
    desk = life.manager
    _ = translator(desk.language)
    vouchers.issue(desk, None, percent_off=10, valid_days=45, occasion=_(_TASTING))
    mistaken = vouchers.issue(desk, None, amount=5000, valid_days=45, occasion=_(_TASTING))
    if life.random.random() < 0.4:
        vouchers.void(desk, mistaken.id, reason=_(_WRONG_AMOUNT))


def close_day(life: Life, day: date) -> None:
    """The evening: the drawer is counted and the day closed; now and then a note is missing."""
    evening = clock.moment_of(day, life.shop.zone) + timedelta(hours=10)
    life.clock.now = max(life.clock.now, evening)
    desk = life.cashiers[0]
    due = shifts.expected(replace(life.manager, till=desk.till)).expected
    counted = {tender: max(0, amount) for tender, amount in due.items()}
    counted["cash"] -= min(counted["cash"], _NOTE * (day.toordinal() % 5 == 0))
    days.close(desk, counted=counted, left=min(counted["cash"], _FLOAT))
