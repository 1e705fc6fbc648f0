"""Parked sales: put aside, called up at any till, priced anew; what is gone is said."""

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from shopdesk import parked, products, purchases, staff, vouchers
from shopdesk.purchases import Discount
from shopdesk.refusals import ContentRefused, KeyReused, TextMissing, UnknownMember, UnknownProduct
from shopdesk.refusals_of_days import UnknownParked
from shopdesk.shop import Desk, Shop

if TYPE_CHECKING:
    from tests.conftest import SetClock


def test_a_sale_waits_and_goes_on_as_it_was(desk: Desk, member: int, tea: int, cup: int) -> None:
    voucher = vouchers.issue(desk, member, amount=300)
    wanted = parked.park(
        desk, label="  Red coat ", member=member, lines=[(tea, 2), (cup, "0.5")],
        vouchers=[voucher.code], points=300, discount=Discount("Waited long", percent=5),
        prices={cup: (1000, "A scratch")}, passes=[tea], served_by=1,
    )  # fmt: skip
    assert (wanted.label, wanted.due, wanted.staff) == ("Red coat", 13600 + 625, "店主")
    assert parked.listed(desk) == [wanted]
    found = parked.recall(desk, wanted.id)
    assert (found.member, found.amount) == (member, None)
    assert found.lines == ((tea, Decimal(2)), (cup, Decimal("0.5")))
    assert (found.vouchers, found.points) == ((voucher.code,), 300)
    assert found.discount == Discount("Waited long", percent=5)
    assert found.prices == {cup: (1000, "A scratch")}
    assert (found.passes, found.served_by) == ((tea,), 1)
    assert found.gone == ()
    assert parked.listed(desk) == []


def test_who_served_and_left_meanwhile_is_not_named_again(desk: Desk) -> None:
    served = staff.add(desk, name="小陈", pin="4826", role="cashier").id
    wanted = parked.park(desk, label="Red coat", amount=500, served_by=served)
    staff.leave(desk, served)
    assert parked.recall(desk, wanted.id).served_by is None


def test_it_holds_nothing_while_it_waits(desk: Desk, member: int) -> None:
    voucher = vouchers.issue(desk, member, amount=300)
    parked.park(desk, label="one", member=member, amount=1000, vouchers=[voucher.code])
    purchases.record(desk, member=member, amount=1000, vouchers=[voucher.code], pay={"cash": 700})
    assert vouchers.get(desk, voucher.id).state == "redeemed"


def test_prices_are_made_anew(desk: Desk, tea: int) -> None:
    wanted = parked.park(desk, label="one", lines=[(tea, 1)])
    products.edit(desk, tea, price=7000)
    found = parked.recall(desk, wanted.id)
    assert wanted.due == 6800
    assert purchases.quote(desk, lines=found.lines).due == 7000


def test_any_till_calls_it_up_once(desk: Desk, cashier: Desk) -> None:
    one = parked.park(desk, label="one", amount=1000)
    two = parked.park(cashier, label="two", amount=2000)
    assert [(w.label, w.till) for w in parked.listed(desk)] == [("one", "1"), ("two", "2")]
    assert parked.recall(cashier, one.id).amount == 1000
    for again in (parked.recall, parked.drop):
        with pytest.raises(UnknownParked):
            again(desk, one.id)
    parked.drop(desk, two.id)
    with pytest.raises(UnknownParked):
        parked.recall(desk, two.id)
    with pytest.raises(UnknownParked):
        parked.recall(desk, 99)


def test_it_is_there_after_a_restart(desk: Desk, clock: "SetClock") -> None:
    parked.park(desk, label="one", amount=1000)
    with Shop.open(desk.shop.location, clock=clock) as again:
        there = Desk(again, desk.staff_id, desk.staff_name, desk.role, till="3")
        assert [one.label for one in parked.listed(there)] == ["one"]


def test_what_is_gone_is_said_and_the_rest_goes_on(
    desk: Desk, member: int, tea: int, cup: int
) -> None:
    wanted = parked.park(desk, label="one", member=member, lines=[(tea, 1), (cup, 2)], points=200)
    products.edit(desk, tea, discontinued=True)
    desk.db.execute_sql("UPDATE member SET closed_on = 1 WHERE id = ?", (member,))
    found = parked.recall(desk, wanted.id)
    assert found.lines == ((cup, Decimal(2)),)
    assert (found.member, found.points) == (None, 0)
    assert found.gone == ("茉莉银针", "张三丰")


def test_a_voucher_that_nobody_knows_here_is_said_and_the_rest_goes_on(
    desk: Desk, cup: int
) -> None:
    wanted = parked.park(desk, label="one", lines=[(cup, 2)], vouchers=["V7K2M9QX4T8R"])
    found = parked.recall(desk, wanted.id)
    assert found.lines == ((cup, Decimal(2)),)
    assert (found.vouchers, found.gone) == ((), ("V7K2M9QX4T8R",))


def test_a_member_alone_may_wait(desk: Desk, member: int) -> None:
    assert parked.park(desk, label="one", member=member).due is None


def test_nothing_is_not_parked_nor_what_is_none(desk: Desk, tea: int) -> None:
    with pytest.raises(ContentRefused):
        parked.park(desk, label="one")
    with pytest.raises(TextMissing):
        parked.park(desk, label=" ", amount=100)
    with pytest.raises(UnknownProduct):
        parked.park(desk, label="one", lines=[(99, 1)])
    with pytest.raises(UnknownMember):
        parked.park(desk, label="one", member=99, amount=100)
    with pytest.raises(UnknownMember):
        parked.park(desk, label="one", member=99)
    assert parked.listed(desk) == []


def test_a_key_repeats(desk: Desk) -> None:
    one = parked.park(desk, label="one", amount=100, key="p")
    assert parked.park(desk, label="one", amount=100, key="p") == one
    with pytest.raises(KeyReused):
        parked.park(desk, label="one", amount=101, key="p")
    found = parked.recall(desk, one.id, key="r")
    assert parked.recall(desk, one.id, key="r") == found
    assert parked.park(desk, label="one", amount=100, key="p") == one


def test_a_key_repeats_what_was_parked_when_it_waits_no_more(desk: Desk, clock: "SetClock") -> None:
    one = parked.park(desk, label="one", amount=100, key="p")
    parked.drop(desk, one.id)
    clock.tick(hours=1)
    assert parked.park(desk, label="one", amount=100, key="p") == one
