"""The same of what a day at a till brings: stored value, passes, the drawer, months, parked sales.

See ``test_bad_arguments``: what goes through as it stands, and with one argument made wrong does
not and writes nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from shopdesk import (
    cash,
    days,
    members,
    months,
    parked,
    passes,
    products,
    purchases,
    shifts,
    staff,
    stored_value,
)
from shopdesk.by_hand import Discount
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, top_up
from tests.core.test_bad_arguments import (
    HALF,
    HUGE,
    NAN,
    NO_DAY,
    NO_ID,
    NO_LINES,
    NO_NUMBER,
    NO_PAYMENT,
    NO_TEXT,
    TODAY,
    books,
    refusal,
)

Right = tuple[Callable[..., object], dict[str, Any]]
RIGHT: dict[str, Right] = {
    "top up": (stored_value.top_up, {"member_id": 1, "principal": 980, "bonus": 5,
                                     "pay": {"cash": 980}, "cash_given": 1000}),
    "refund a top-up": (stored_value.refund_top_up, {"top_up_id": 1, "principal": 5,
                                                     "in_cash": True, "reason": "so"}),
    "void a top-up": (stored_value.void_top_up, {"top_up_id": 1, "reason": "so"}),
    "look at a refund": (stored_value.preview_refund_top_up, {"top_up_id": 1, "principal": 5,
                                                              "in_cash": True}),
    "a member's PIN": (stored_value.set_pin, {"member_id": 1, "pin": "1234"}),
    "a statement": (stored_value.statement, {"member_id": 1, "first_on": TODAY,
                                             "last_on": TODAY}),
    "refund a pass": (passes.refund, {"pass_id": 1, "uses": 1, "in_cash": True, "reason": "so"}),
    "use a pass": (purchases.record, {"member": 1, "lines": [(1, 1)], "passes": [0], "pay": {}}),
    "sell a pass": (products.add, {"name": "卡", "price": 5, "pass_product": 1, "pass_uses": 5,
                                   "pass_valid_days": 5}),
    "pay in": (cash.pay_in, {"amount": 5, "reason": "so"}),
    "pay out": (cash.pay_out, {"amount": 5, "reason": "so"}),
    "hand over": (shifts.hand_over, {"counted": {"cash": 5}, "to": 1, "left": 5}),
    "close a day": (days.close, {"counted": {"cash": 5}, "left": 5}),
    "close a month": (months.close, {"year": 2026, "month": 9}),
    "park": (parked.park, {"label": "so", "member": 1, "lines": [(1, 2)], "vouchers": ["V"],
                           "points": 100, "discount": Discount("so", 5), "prices": {1: (5, "so")}}),
    "recall": (parked.recall, {"parked_id": 1}),
    "drop": (parked.drop, {"parked_id": 1}),
    "a colleague": (staff.edit, {"staff_id": 1, "commission": 5}),
    "hire": (staff.add, {"name": "乙", "pin": "4826", "role": "cashier", "commission": 5}),
}  # fmt: skip

NO_AMOUNT = (*NO_NUMBER, True)
WRONG: dict[str, tuple[object, ...]] = (
    dict.fromkeys(("member_id", "member", "top_up_id", "pass_id", "pass_product", "to", "parked_id",
                   "staff_id"), NO_ID)
    | dict.fromkeys(("principal", "bonus", "uses", "pass_uses", "pass_valid_days", "amount", "left",
                     "year", "month", "points", "commission", "price", "cash_given"), NO_AMOUNT)
    | dict.fromkeys(("reason", "label", "name"), NO_TEXT)
    | dict.fromkeys(("first_on", "last_on"), NO_DAY)
    | dict.fromkeys(("pay", "counted"), (*NO_PAYMENT, 5, "cash", [("cash", 5)]))
    | {"lines": (*NO_LINES[1:], 5, [None]), "in_cash": (1, "yes", None),
       "passes": (5, "0", [-1], [1], [True], ["0"], [0, 0], {0: 1}, [None]),
       "pin": ("1", "abcd", 1234, b"1234", NAN, []), "vouchers": (5, "V", None, [HALF], [object()]),
       "discount": (5, (1, 2, 3, 4), NAN), "prices": (5, [1], {1: 5}, {1: (NAN, "so")}),
       "role": ("", "boss", 5, HUGE)}
)  # fmt: skip


def cases() -> Iterator[tuple[str, str, object]]:
    for name, (_call, right) in RIGHT.items():
        for argument in right:
            for value in WRONG.get(argument, ()):
                yield name, argument, value


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A shop with one of everything that the calls name."""
    members.register(desk, name="会员")
    tea = products.add(desk, name="杯子", price=1000).id
    top_up(desk, 1, 10_000)
    lines = [(pass_for(desk, tea, 5_000, 10), 1)]
    purchases.record(desk, member=1, lines=lines, pay={"card": 5_000})
    shifts.begin(desk, 100)
    parked.park(desk, label="one", amount=5)
    return desk


def test_every_argument_is_tried() -> None:
    named = {argument for _call, right in RIGHT.values() for argument in right}
    assert named == WRONG.keys()


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


OTHER: dict[str, dict[str, Any]] = {
    "top up": {"bonus": 6}, "refund a top-up": {"principal": 6}, "void a top-up": {"reason": "no"},
    "refund a pass": {"uses": 2}, "use a pass": {"passes": (), "pay": {"cash": 1000}},
    "pay in": {"amount": 6}, "pay out": {"amount": 6}, "hand over": {"left": 4},
    "close a day": {"left": 4}, "close a month": {"month": 8}, "park": {"points": 200},
    "recall": {"parked_id": 2}, "drop": {"parked_id": 2},
}  # fmt: skip
"""For each call that takes a key another content, which is another call."""


@pytest.mark.parametrize("name", OTHER)
def test_a_key_is_of_one_call_with_one_content(busy: Desk, name: str) -> None:
    call, right = RIGHT[name]
    parked.park(busy, label="two", amount=6)
    first = call(busy, **right, key="k")
    before = books(busy)
    assert call(busy, **right, key="k") == first
    with pytest.raises(Refused) as caught:
        call(busy, **(right | OTHER[name]), key="k")
    assert caught.value.code == "key_reused"
    assert books(busy) == before


@pytest.mark.parametrize("name", ["top up", "a member's PIN", "use a pass", "park"])
def test_nothing_new_is_done_for_a_closed_member(busy: Desk, name: str) -> None:
    call, right = RIGHT[name]
    busy.db.execute_sql("UPDATE member SET closed_on = ?", (date(2026, 1, 1).toordinal(),))
    before = books(busy)
    with pytest.raises(Refused) as caught:
        call(busy, **right)
    assert caught.value.code == "member_closed"
    assert books(busy) == before
