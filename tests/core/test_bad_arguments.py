"""Each argument of every function that writes, in turn made into what it cannot be.

The calls in ``RIGHT`` go through as they stand. With one argument made wrong they are refused with
a code, and nothing is written.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from inspect import signature
from typing import Any

import pytest

from shopdesk import (
    cards,
    consents,
    dates,
    families,
    feedback,
    figures,
    gifts,
    interactions,
    members,
    photos,
    points,
    preferences,
    prints,
    products,
    purchases,
    settings,
    staff,
    tags,
    tiers,
    vouchers,
)
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.store.tables.every import TABLES

TODAY = date(2026, 10, 15)
NAN, HUGE, HALF = float("nan"), 2**70, "\ud800"
MOMENT = datetime(2026, 10, 15, 12, tzinfo=UTC)

Right = tuple[Callable[..., object], dict[str, Any]]
RIGHT: dict[str, Right] = {
    "register": (members.register, {"name": "甲", "phone": "13800138000", "joined_on": TODAY,
                                    "number": "A7", "referrer": 1, "agrees": ["data"]}),
    "name a referrer": (members.name_referrer, {"member_id": 2, "referrer": 1}),
    "edit a member": (members.edit, {"member_id": 1, "name": "乙"}),
    "get a member": (members.get, {"member_id": 1}),
    "replace a card": (cards.replace, {"member_id": 1}),
    "link a card": (cards.link, {"member_id": 1, "scanned": "4006381333931"}),
    "adjust": (points.adjust, {"member_id": 1, "points": 5, "reason": "so"}),
    "balance": (points.balance, {"member_id": 1}),
    "add a product": (products.add, {"name": "茶", "price": 100, "cost": 50, "member_price": 90}),
    "edit a product": (products.edit, {"product_id": 1, "price": 300, "cost": 5}),
    "quote": (purchases.quote, {"member": 1, "amount": 1000, "points": 100}),
    "quote lines": (purchases.quote, {"member": 1, "lines": [(1, "1.5")]}),
    "record": (purchases.record, {"member": 1, "amount": 1000, "pay": {"cash": 980},
                                  "cash_given": 2000, "on": TODAY}),
    "refund": (purchases.refund, {"purchase_id": 1, "amount": 10, "reason": "so"}),
    "refund lines": (purchases.refund, {"purchase_id": 1, "lines": [(1, "0.5")], "reason": "so"}),
    "preview a refund": (purchases.preview_refund, {"purchase_id": 1, "amount": 10}),
    "void": (purchases.void, {"purchase_id": 1, "reason": "so"}),
    "exchange": (purchases.exchange, {"purchase_id": 1, "returned": [(1, 1)], "amount": 1000,
                                      "pay": {}, "reason": "so"}),
    "print": (lambda desk, purchase_id: prints.record(desk, prints.Document(purchase_id)),
              {"purchase_id": 1}),
    "issue": (vouchers.issue, {"member_id": 1, "amount": 100, "minimum": 5, "cap": 9,
                               "valid_days": 3}),
    "issue a percentage": (vouchers.issue, {"member_id": 1, "percent_off": 10}),
    "void a voucher": (vouchers.void, {"voucher_id": 1, "reason": "so"}),
    "add a gift": (gifts.add, {"name": "杯", "cost": 1, "value": 2, "stock": 3}),
    "receive a gift": (gifts.receive, {"gift_id": 1, "quantity": 2}),
    "edit a gift": (gifts.edit, {"gift_id": 1, "cost": 2, "value": 3}),
    "rate": (feedback.rate, {"member_id": 1, "score": 5, "about": "a", "note": "b"}),
    "log": (interactions.log, {"member_id": 1, "kind": "call", "note": "b"}),
    "agree": (consents.give, {"member_id": 1, "kind": "data", "wording": "yes"}),
    "a date": (dates.add, {"member_id": 1, "name": "a", "kind": "own", "day": (5, 1)}),
    "a lunar date": (dates.add, {"member_id": 1, "name": "a", "lunar_day": (5, 1, True)}),
    "days": (dates.falling, {"first_on": TODAY, "last_on": TODAY}),
    "a family": (families.start, {"name": "a", "members": [1]}),
    "tags": (tags.put, {"member_id": 1, "tags": ["a"]}),
    "likes": (preferences.put, {"member_id": 1, "words": "b"}),
    "a photo": (photos.put, {"member_id": 1, "content": b"\xff\xd8\xff"}),
    "a statement": (points.statement, {"member_id": 1, "first_on": TODAY, "last_on": TODAY}),
    "lock": (tiers.lock, {"member_id": 1, "tier": "gold", "reason": "so", "until": TODAY}),
    "floor": (tiers.floor, {"member_id": 1, "tier": "gold", "reason": "so", "until": TODAY}),
    "trial": (tiers.trial, {"member_id": 1, "tier": "gold", "until": TODAY}),
    "paid": (tiers.paid, {"member_id": 1, "tier": "gold", "until": TODAY}),
    "lift": (tiers.lift, {"overlay_id": 1, "reason": "so"}),
    "reviews ahead": (tiers.reviews_ahead, {"days": 60}),
    "settings": (settings.edit, {"earn_points": 2, "earn_per": 100, "points_step": 100,
                                 "back_date_days": 3, "rounding_unit": 10,
                                 "points_cap_percent": 50, "points_expiry": "days",
                                 "points_expiry_count": 9, "receipt_footer": "so",
                                 "receipt_both": True}),
    "hire": (staff.add, {"name": "小陈", "pin": "4826", "role": "cashier"}),
    "figures": (figures.month, {"year": 2026, "month": 10}),
}  # fmt: skip

NO_NUMBER = (-1, 1.5, NAN, HUGE, "5", Decimal("1.5"))
NO_ID = (*NO_NUMBER, 0, [], {}, object())
NO_DAY = (5, "2026-10-15", MOMENT, NAN)
NO_TEXT = (5, NAN, b"so")
NO_CHOICE = ("", "gold leaf", 5, NAN, HALF)
NO_LINES = ([], [7], [(1,)], [(1, NAN)], [(1, 1.5)], [(1, -1)], [(1, 0)], [(1, HUGE)], [(1, True)],
            [(HUGE, 1)], [("1", 1)])  # fmt: skip
NO_PAYMENT = ({"cash": -1}, {"gold": 980}, {"cash": NAN}, {"cash": 980.0}, {"cash": True},
              {"cash": HUGE})  # fmt: skip
WRONG: dict[str, tuple[object, ...]] = (
    dict.fromkeys(("member_id", "member", "referrer", "purchase_id", "product_id", "voucher_id",
                   "gift_id", "overlay_id"), NO_ID)
    | dict.fromkeys(("amount", "points", "price", "cost", "member_price", "minimum", "cap", "score",
                     "valid_days", "percent_off", "value", "stock", "quantity", "cash_given",
                     "days", "year", "month", "earn_points", "earn_per", "points_step",
                     "back_date_days", "rounding_unit", "points_cap_percent",
                     "points_expiry_count"), (*NO_NUMBER, True))
    | dict.fromkeys(("until", "on", "joined_on", "first_on", "last_on"), NO_DAY)
    | dict.fromkeys(("name", "reason", "note", "about", "wording", "words",
                     "receipt_footer"), NO_TEXT)
    | dict.fromkeys(("day", "lunar_day"), (5, NAN, HALF, (5,), (0, 1), (13, 1), (2, 31), ("5", 1),
                                           (5, 1.5), (5, HUGE), {}, MOMENT))
    | {"members": (5, NAN, [], [0], [HUGE], ["1"], [True], [[]]), "content": (5, "text", b""),
       "agrees": (5, NAN, None, "data", ["soul"], [5], [[]]), "tags": (5, NAN, "a", [5], [""])}
    | dict.fromkeys(("tier", "kind", "role", "points_expiry"), NO_CHOICE)
    | dict.fromkeys(("lines", "returned"), NO_LINES)
    | {"receipt_both": (1, "yes", None)}
    | {"pay": NO_PAYMENT, "phone": (5, NAN, "12"), "number": (5, NAN, HALF), "pin": ("1", "abcd")}
)  # fmt: skip
FAIR: dict[tuple[str, str], tuple[object, ...]] = {("adjust", "points"): (-1,)}
"""What would be wrong elsewhere and is right there."""


def cases() -> Iterator[tuple[str, str, object]]:
    for name, (_call, right) in RIGHT.items():
        for argument in right:
            for value in WRONG.get(argument, ()):
                if value not in FAIR.get((name, argument), ()):
                    yield name, argument, value


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A shop with one of everything that the calls name."""
    for _ in range(2):
        members.register(desk, name="会员")
    products.add(desk, name="杯子", price=1000, category="器", cost=500)
    purchases.record(desk, lines=[(1, 2)], pay={"cash": 2000})
    gifts.add(desk, name="茶样", cost=1, value=1, stock=10)
    vouchers.issue(desk, 1, amount=100)
    points.adjust(desk, 1, 500, reason="so")
    tiers.lock(desk, 1, "silver", reason="so")
    return desk


def books(desk: Desk) -> dict[str, object]:
    """Everything but the audit, where refusals are kept."""
    names = [table._meta.table_name for table in TABLES]
    return {
        name: desk.db.execute_sql(f'SELECT * FROM "{name}"').fetchall()
        for name in names
        if name != "event"
    }


@pytest.mark.parametrize("name", RIGHT)
def test_a_call_goes_through_as_it_stands(busy: Desk, name: str) -> None:
    call, right = RIGHT[name]
    call(busy, **right)


@pytest.mark.parametrize("name", RIGHT)
def test_no_argument_can_be_what_it_is_not(busy: Desk, name: str) -> None:
    call, right = RIGHT[name]
    before = books(busy)
    for _name, argument, value in (case for case in cases() if case[0] == name):
        assert refusal(call, busy, right | {argument: value}), f"{argument}={value!r} went through"
        assert books(busy) == before, (argument, value)


def refusal(call: Callable[..., object], desk: Desk, asked: dict[str, Any]) -> str:
    """The code of the refusal, or nothing where it went through."""
    try:
        call(desk, **asked)
    except Refused as refused:
        return refused.code
    return ""


KEYED = [name for name, (call, _) in RIGHT.items() if "key" in signature(call).parameters]


@pytest.mark.parametrize("name", KEYED)
def test_a_key_is_of_one_call_with_one_content(busy: Desk, name: str) -> None:
    call, right = RIGHT[name]
    call(busy, **right, key="k")
    before = books(busy)
    call(busy, **right, key="k")
    with pytest.raises(Refused) as refused:
        points.adjust(busy, 2, 17, reason="other", key="k")
    assert refused.value.code == "key_reused"
    assert books(busy) == before


FOR_A_MEMBER = [
    name for name, (call, right) in RIGHT.items()
    if right.get("member_id", right.get("member")) == 1 and "key" in signature(call).parameters
]  # fmt: skip


@pytest.mark.parametrize("name", [*FOR_A_MEMBER, "quote", "link a card"])
def test_nothing_new_is_done_for_a_closed_member(busy: Desk, name: str) -> None:
    call, right = RIGHT[name]
    busy.db.execute_sql("UPDATE member SET closed_on = 700000 WHERE id = 1")
    before = books(busy)
    with pytest.raises(Refused) as refused:
        call(busy, **right)
    assert refused.value.code == "member_closed"
    assert books(busy) == before
