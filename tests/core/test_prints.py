"""A receipt that is put on paper is an event, and only the first time it is no reprint."""

import json

import pytest

from shopdesk import prints, purchases, stored_value
from shopdesk.prints import Document
from shopdesk.refusals import UnknownReceipt
from shopdesk.refusals_of_value import UnknownTopUp
from shopdesk.shop import Desk
from shopdesk.store.tables.shop import Event
from tests.core.prepaid import top_up


@pytest.fixture
def sold(desk: Desk, member: int) -> int:
    return purchases.record(desk, member=member, amount=5000, pay={"cash": 5000}).id


def events(desk: Desk) -> list[tuple[int, int, dict[str, object]]]:
    rows = (
        Event.select(Event.subject, Event.staff, Event.body)
        .where(Event.action == "receipts.print")
        .order_by(Event.id)
        .tuples()
        .bind(desk.db)
    )
    return [(subject, staff, json.loads(body)) for subject, staff, body in rows]


def test_the_first_time_is_none_and_every_other_is_a_reprint(
    desk: Desk, cashier: Desk, sold: int
) -> None:
    times = [prints.record(who, Document(sold)) for who in (desk, cashier, cashier)]
    assert [one.is_reprint for one in times] == [False, True, True]
    assert events(desk) == [
        (sold, desk.staff_id, {}),
        (sold, cashier.staff_id, {"reprint": True}),
        (sold, cashier.staff_id, {"reprint": True}),
    ]


def test_each_slip_of_a_refund_is_counted_by_itself(desk: Desk, sold: int) -> None:
    first = purchases.refund(desk, sold, amount=100, reason="broken").id
    second = purchases.refund(desk, sold, amount=100, reason="broken").id
    asked = (None, first, second, first)
    times = [prints.record(desk, Document(sold, one)).is_reprint for one in asked]
    assert times == [False, False, False, True]


@pytest.mark.parametrize("given", [99, 0, -1, "1", None, True])
def test_what_is_no_receipt_is_refused_and_not_written(desk: Desk, sold: int, given: int) -> None:
    with pytest.raises(UnknownReceipt):
        prints.record(desk, Document(given))
    assert events(desk) == []


def test_the_refund_of_another_receipt_is_refused(desk: Desk, sold: int) -> None:
    other = purchases.record(desk, amount=300, pay={"cash": 300}).id
    refund = purchases.refund(desk, other, reason="broken").id
    with pytest.raises(UnknownReceipt):
        prints.record(desk, Document(sold, refund))
    assert events(desk) == []


def test_a_top_up_is_counted_apart_from_the_receipt_of_its_number(
    desk: Desk, member: int, sold: int
) -> None:
    made = top_up(desk, member, 50_000)
    assert made == sold
    back = stored_value.refund_top_up(desk, made, principal=100, reason="moves away").id
    asked = (
        Document(sold), Document(made, is_top_up=True), Document(made, back, is_top_up=True),
        Document(made, is_top_up=True),
    )  # fmt: skip
    assert [prints.record(desk, one).is_reprint for one in asked] == [False, False, False, True]
    assert events(desk) == [(sold, desk.staff_id, {})]


def test_a_top_up_or_a_refund_of_one_that_is_not_there_is_refused(desk: Desk, member: int) -> None:
    made, other = top_up(desk, member, 50_000), top_up(desk, member, 10_000)
    back = stored_value.refund_top_up(desk, other, reason="moves away").id
    for what in (Document(99, is_top_up=True), Document(made, back, is_top_up=True)):
        with pytest.raises(UnknownTopUp):
            prints.record(desk, what)
