"""The stock of gifts: whatever comes, goes, breaks, ends or is counted, it adds up."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import checks, days, gifts, members, points, purchases, rewards, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from tests.conftest import NOON, OWNER, SetClock
from tests.core.test_gifts import refused, shelf


def handed(desk: Desk, gift: int, member: int | None = None) -> str:
    code = vouchers.issue(desk, member, gift=gift).code
    vouchers.redeem(desk, code)
    return code


# --- counting ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("counted", "booked"), [(7, -3), (10, 0), (11, 1)])
def test_a_count_books_by_how_many_it_differs(desk: Desk, counted: int, booked: int) -> None:
    bag = gifts.add(desk, name="袋", stock=10).id
    assert gifts.count(desk, bag, counted, reason="Year's end").stock == counted
    last = gifts.movements(desk, bag)[-1]
    assert (last.kind, last.quantity, last.reason, last.stock) == (
        "counted", booked, "Year's end", counted,
    )  # fmt: skip
    assert checks.run(desk) == ()


@pytest.mark.parametrize(("counted", "code"), [(1, "count"), (2, None), (-1, "amount")])
def test_no_count_takes_what_is_promised(desk: Desk, counted: int, code: str | None) -> None:
    bag = gifts.add(desk, name="袋", stock=3).id
    for _ in "ab":
        vouchers.issue(desk, None, gift=bag)
    if code is None:
        gifts.count(desk, bag, counted, reason="r")
        assert shelf(desk, bag) == (2, 2, 0)
        return
    said = refused(code, gifts.count, desk, bag, counted, reason="r")
    assert code != "count" or "vouchers promise 2" in str(said)
    assert shelf(desk, bag) == (3, 2, 1)


def test_a_count_needs_a_reason_and_a_stock_and_is_booked_once(desk: Desk) -> None:
    bag = gifts.add(desk, name="袋", stock=3).id
    refused("text", gifts.count, desk, bag, 3, reason=" ")
    course = gifts.add(desk, name="茶艺课", kind="service").id
    refused("gift_not_counted", gifts.count, desk, course, 3, reason="r")
    refused("gift_not_counted", gifts.give_back, desk, course, reason="r")
    refused("unknown_gift", gifts.count, desk, 99, 3, reason="r")
    for _ in "ab":
        gifts.count(desk, bag, 2, reason="r", key="k")
    assert [m.kind for m in gifts.movements(desk, bag)] == ["received", "counted"]


# --- coming back ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_broken", "is_replaced", "stock", "kinds"),
    [
        (False, False, 5, ["returned"]),
        (True, False, 4, ["broken"]),
        (False, True, 4, ["returned", "replaced"]),
        (True, True, 3, ["broken", "replaced"]),
    ],
)
def test_what_comes_back_goes_onto_the_shelf_unless_it_is_broken(
    desk: Desk, member: int, is_broken: bool, is_replaced: bool, stock: int, kinds: list[str]
) -> None:
    bag = gifts.add(desk, name="袋", stock=5).id
    points.adjust(desk, member, 500, reason="r")
    code = handed(desk, bag, member)
    gifts.give_back(
        desk, bag, voucher=code, reason="handle off", is_broken=is_broken, is_replaced=is_replaced
    )
    assert shelf(desk, bag) == (stock, 0, stock)
    found = gifts.movements(desk, bag)[3:]
    assert [m.kind for m in found] == kinds
    assert {(m.voucher, m.member_id, m.reason) for m in found} == {(code, member, "handle off")}
    assert vouchers.of_member(desk, member)[0].state == "redeemed"
    assert members.get(desk, member).points == 500
    assert checks.run(desk) == ()


def test_no_more_comes_back_than_went_out(desk: Desk) -> None:
    bag, cup = (gifts.add(desk, name=name, stock=5).id for name in "袋杯")
    refused("not_handed_over", gifts.give_back, desk, bag, reason="r")
    one, two = handed(desk, bag), handed(desk, bag)
    refused("not_handed_over", gifts.give_back, desk, bag, 3, reason="r")
    refused("not_handed_over", gifts.give_back, desk, bag, 2, voucher=one, reason="r")
    refused("not_handed_over", gifts.give_back, desk, cup, voucher=one, reason="r")
    refused("voucher_unknown", gifts.give_back, desk, bag, voucher="V1", reason="r")
    gifts.give_back(desk, bag, voucher=one, reason="r")
    refused("not_handed_over", gifts.give_back, desk, bag, voucher=one, reason="r")
    gifts.give_back(desk, bag, reason="r")
    refused("not_handed_over", gifts.give_back, desk, bag, voucher=two, reason="r")
    assert shelf(desk, bag) == (5, 0, 5)


def test_nothing_is_replaced_by_what_another_was_promised(desk: Desk) -> None:
    bag = gifts.add(desk, name="袋", stock=2).id
    code = handed(desk, bag)
    vouchers.issue(desk, None, gift=bag)
    values: dict[str, Any] = {"voucher": code, "reason": "r", "is_replaced": True}
    refused("stock", gifts.give_back, desk, bag, is_broken=True, **values)
    assert shelf(desk, bag) == (1, 1, 0), "what was refused is not half written"
    gifts.give_back(desk, bag, **values)
    assert shelf(desk, bag) == (1, 1, 0)


def test_the_reason_goes_with_the_member_it_is_about(desk: Desk) -> None:
    bag = gifts.add(desk, name="袋", stock=5).id
    member = members.register(desk, name="张三丰").id
    gifts.give_back(desk, bag, voucher=handed(desk, bag, member), reason="张先生不要")
    gifts.count(desk, bag, 5, reason="盘点")
    members.erase(desk, member, reason="asked")
    assert [m.reason for m in gifts.movements(desk, bag) if m.reason] == ["盘点"]
    assert checks.run(desk) == ()


# --- the list ---------------------------------------------------------------------------------


def test_every_movement_says_when_who_what_and_how_many_are_left(
    desk: Desk, clock: SetClock, member: int
) -> None:
    bag = gifts.add(desk, name="袋", stock=2).id
    clock.tick(days=1)
    voucher = vouchers.issue(desk, member, gift=bag, valid_days=1)
    clock.tick(days=2)
    days.run(desk)
    found = gifts.movements(desk, bag)
    assert [(m.kind, m.quantity, m.stock, m.promised) for m in found] == [
        ("received", 2, 2, 0), ("promised", 1, 2, 1), ("released", 1, 2, 0),
    ]  # fmt: skip
    assert [(m.on - NOON.date()).days for m in found] == [0, 1, 3]
    assert {m.voucher for m in found[1:]} == {voucher.code}
    assert found[0].staff == desk.staff_name
    refused("unknown_gift", gifts.movements, desk, 99)


def test_what_cannot_run_out_has_movements_and_no_stock(desk: Desk) -> None:
    course = gifts.add(desk, name="茶艺课", kind="service").id
    handed(desk, course)
    assert [(m.kind, m.stock, m.promised) for m in gifts.movements(desk, course)] == [
        ("promised", None, None), ("given", None, None),
    ]  # fmt: skip


def test_a_promise_without_a_voucher_and_a_shelf_that_was_changed_are_found(desk: Desk) -> None:
    bag = gifts.add(desk, name="袋", stock=3).id
    vouchers.issue(desk, None, gift=bag)
    desk.db.execute_sql("UPDATE voucher SET state = 'void'")
    stock = [fault for fault in checks.run(desk) if fault.code == "stock"]
    assert [(f.subject, f.expected, f.found) for f in stock] == [("gift 1 promised", 0, 1)]
    desk.db.execute_sql("UPDATE voucher SET state = 'issued'")
    desk.db.execute_sql("UPDATE gift SET stock = 4")
    stock = [fault for fault in checks.run(desk) if fault.code == "stock"]
    assert [(f.subject, f.expected, f.found) for f in stock] == [("gift 1", (3, 1), (4, 1))]


# --- the law ----------------------------------------------------------------------------------

STEP = st.tuples(
    st.sampled_from(
        (
            "receive",
            "issue",
            "redeem",
            "void",
            "wait",
            "count",
            "back",
            "broken",
            "replace",
            "upgrade",
            "refund",
        )
    ),
    st.integers(0, 6),
)


@contextmanager
def _opened(template: Path, folder: Path) -> Iterator[tuple[Desk, SetClock]]:
    location = folder / "law.shopdesk"
    shutil.copy(template, location)
    clock = SetClock(NOON)
    with Shop.open(location, clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        yield Desk(shop, staff_id=1, staff_name=OWNER, role="owner", till="1"), clock


class Shelf:
    """The same shelf on paper: what is there, and the codes of vouchers open and handed over."""

    def __init__(self, desk: Desk, clock: SetClock, edition: int | None) -> None:
        self.desk, self.clock = desk, clock
        self.gift = gifts.add(desk, name="袋", stock=3, edition=edition).id
        self.stock, self.out, self.receipts = 3, list[str](), list[int]()
        rewards.add(
            desk, name="升级", trigger=rewards.upgrade("silver"),
            reward=rewards.voucher(gift=self.gift),
        )  # fmt: skip

    @property
    def open(self) -> list[vouchers.Voucher]:
        return vouchers.listed(self.desk, state="issued")

    def take(self, verb: str, n: int) -> None:
        desk, gift = self.desk, self.gift
        if verb == "receive":
            gifts.receive(desk, gift, n)
            self.stock += n
        elif verb == "issue":
            vouchers.issue(desk, None, gift=gift, valid_days=n)
        elif verb == "redeem":
            code = self.open[n].code
            vouchers.redeem(desk, code)
            self.stock, self.out = self.stock - 1, [*self.out, code]
        elif verb == "void":
            vouchers.void(desk, self.open[n].id, reason="r")
        elif verb == "wait":
            self.clock.now += timedelta(days=n)
            days.run(desk)
        elif verb == "count":
            gifts.count(desk, gift, n, reason="r")
            self.stock = n
        elif verb == "upgrade":
            self._upgrade()
        elif verb == "refund":
            purchases.refund(desk, self.receipts.pop(n), reason="r")
        else:
            self._back(verb, self.out[n])

    def _upgrade(self) -> None:
        """Somebody buys enough for a voucher, which is owed where none is left."""
        who = members.register(self.desk, name="客").id
        pay = {"cash": 100_000}
        sold = purchases.record(self.desk, member=who, amount=100_000, pay=pay)
        self.receipts.append(sold.id)

    def _back(self, verb: str, code: str) -> None:
        gifts.give_back(
            self.desk, self.gift, voucher=code, reason="r",
            is_broken=verb != "back", is_replaced=verb == "replace",
        )  # fmt: skip
        self.stock += {"back": 1, "broken": 0, "replace": -1}[verb]
        if verb != "replace":
            self.out.remove(code)


@settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(STEP, max_size=25), edition=st.sampled_from((None, 8)))
def test_what_is_promised_and_what_is_free_is_always_what_is_there(
    empty_shop: Path, tmp_path: Path, steps: list[tuple[str, int]], edition: int | None
) -> None:
    with _opened(empty_shop, tmp_path) as (desk, clock):
        paper = Shelf(desk, clock, edition)
        for verb, n in steps:
            with suppress(Refused, IndexError):
                paper.take(verb, n)
            now, promised = gifts.get(desk, paper.gift), paper.open
            assert (now.stock, now.promised) == (paper.stock, len(promised)), verb
            assert (now.free or 0) + now.promised == now.stock, verb
            assert now.free is not None
            assert now.free >= 0
            borne = [one.edition for one in promised]
            assert len(set(borne)) == (len(borne) if edition else min(1, len(borne)))
        last = gifts.movements(desk, paper.gift)[-1]
        assert (last.stock, last.promised) == (now.stock, now.promised) if steps else True
        assert checks.run(desk) == ()
