"""The day at a glance says of every receipt what the receipt says, and adds up by tender."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from shopdesk import daybook, members, purchases, receipts, vouchers
from shopdesk.shop import Desk
from tests.conftest import SetClock

TODAY = date(2026, 10, 15)


def sell(desk: Desk, amount: int, member: int | None = None, **pay: int) -> int:
    return purchases.record(desk, member=member, amount=amount, pay=pay or {"cash": amount}).id


@pytest.fixture
def busy_day(desk: Desk, member: int, tea: int) -> dict[str, int]:
    """A walk-in, a member paying by two tenders, one void, one given back in part and one whole."""
    made = {
        "walk_in": sell(desk, 1000),
        "mixed": sell(desk, 5000, member, cash=2000, wechat=3000),
        "void": sell(desk, 7777, member, alipay=7777),
        "whole": sell(desk, 300, member, card=300),
    }
    made["part"] = purchases.record(
        desk, member=member, lines=[(tea, 2)], pay={"wechat": 13_600}
    ).id
    purchases.void(desk, made["void"], reason="twice")
    purchases.refund(desk, made["whole"], reason="broken")
    purchases.refund(desk, made["part"], lines=[(1, 1)], reason="one too many")
    return made


def test_every_entry_says_what_its_receipt_says(desk: Desk, busy_day: dict[str, int]) -> None:
    entries = daybook.listed(desk, TODAY)
    whole = receipts.of_day(desk, TODAY)
    assert len(entries) == len(busy_day)
    for entry, receipt in zip(entries, whole, strict=True):
        for name in ("id", "number", "on", "at", "member_id", "total", "payments",
                     "points_earned", "refunded", "voided"):  # fmt: skip
            assert getattr(entry, name) == getattr(receipt, name), name
        who = receipt.member_id
        assert entry.member_name == (None if who is None else members.get(desk, who).name)
    assert {e.id for e in entries if e.is_whole} == {busy_day["void"], busy_day["whole"]}


def test_a_day_adds_up_by_tender_without_what_was_made_void(
    desk: Desk, busy_day: dict[str, int]
) -> None:
    found = daybook.totals(desk, TODAY)
    expected: Counter[str] = Counter()
    for receipt in receipts.of_day(desk, TODAY):
        if not receipt.voided:
            expected.update(receipt.payments)
    assert found.taken == expected
    assert found.given_back == {"card": 300, "wechat": 6800}
    assert (found.receipts, found.sales) == (4, 1000 + 5000 + 6800)
    assert (found.left("card"), found.left("wechat"), found.left("cash")) == (0, 9800, 3000)
    assert set(found.tenders) == {"cash", "wechat", "card"}


def test_a_refund_counts_on_the_day_it_was_made(desk: Desk, clock, member: int) -> None:
    sold = sell(desk, 2000, member)
    clock.tick(days=1)
    purchases.refund(desk, sold, amount=500, reason="scratched")
    assert daybook.totals(desk, TODAY).sales == 2000
    tomorrow = daybook.totals(desk, date(2026, 10, 16))
    assert (tomorrow.receipts, tomorrow.taken, tomorrow.given_back) == (0, {}, {"cash": 500})
    assert (tomorrow.sales, tomorrow.left("cash")) == (-500, -500)


def test_an_empty_day_is_empty(desk: Desk) -> None:
    assert daybook.listed(desk, TODAY) == []
    assert daybook.totals(desk, TODAY) == daybook.Totals(0, {}, {})


def test_a_receipt_with_nothing_due_is_listed_without_payments(desk: Desk) -> None:
    voucher = vouchers.issue(desk, None, amount=5000)
    free = purchases.record(desk, amount=5000, vouchers=[voucher.code], pay={})
    assert [(e.id, e.total, e.payments) for e in daybook.listed(desk, TODAY)] == [(free.id, 0, {})]
    assert daybook.totals(desk, TODAY) == daybook.Totals(1, {}, {})


@pytest.mark.parametrize("written", ["{number}", " {id} ", "00{number}"])
def test_a_receipt_is_found_by_its_number(desk: Desk, written: str) -> None:
    sell(desk, 100)
    one = sell(desk, 200)
    typed = written.format(number=f"{one:06}", id=one)
    assert [entry.id for entry in daybook.find(desk, typed)] == [one]


@pytest.mark.parametrize("written", ["", "0", "999", "A-17", "9" * 40, "²"])
def test_a_number_that_no_receipt_has_finds_nothing(desk: Desk, written: str) -> None:
    sell(desk, 100)
    assert daybook.find(desk, written) == []


def test_a_receipt_knows_who_wrote_it_and_each_refund_why(
    desk: Desk, cashier: Desk, member: int
) -> None:
    sold = sell(cashier, 2000, member, cash=500, wechat=1500)
    assert daybook.written_by(desk, sold) == ("小陈", "2")
    purchases.refund(desk, sold, amount=300, reason="scratched")
    purchases.void(desk, sold, reason="wrong member")
    first, last = daybook.given_back(desk, sold)
    assert (first.money, first.reason, first.staff, first.is_void) == (
        300, "scratched", "店主", False,
    )  # fmt: skip
    assert (last.money, last.is_void, last.points_taken + first.points_taken) == (1700, True, 20)
    assert sum(first.tenders.values()) + sum(last.tenders.values()) == 2000
    assert daybook.given_back(desk, sell(desk, 100)) == []


def test_what_is_left_of_each_line_is_known(desk: Desk, tea: int, cup: int) -> None:
    sold = purchases.record(desk, lines=[(tea, "1.5"), (cup, 3)], pay={"cash": 13_950}).id
    purchases.refund(desk, sold, lines=[(1, "0.5"), (2, 3)], reason="back")
    assert daybook.kept(desk, sold) == {1: Decimal(1), 2: Decimal(0)}


def test_the_last_receipt_is_that_of_this_till_and_today(
    desk: Desk, cashier: Desk, clock: SetClock
) -> None:
    assert daybook.last_at(desk) is None
    mine, theirs = sell(desk, 1000), sell(cashier, 2000)
    assert (daybook.last_at(desk), daybook.last_at(cashier)) == (mine, theirs)
    clock.tick(days=1)
    assert daybook.last_at(desk) is None


def test_a_refund_says_how_much_of_each_line_came_back(desk: Desk, tea: int) -> None:
    sold = purchases.record(desk, lines=[(tea, Decimal("0.5"))], pay={"cash": 3400}).id
    by_lines = purchases.refund(desk, sold, lines=[(1, Decimal("0.125"))], reason="wet").id
    by_amount = purchases.refund(desk, sold, amount=100, reason="late").id
    assert by_lines is not None
    assert by_amount is not None
    assert daybook.lines_of(desk, by_lines) == {1: Decimal("0.125")}
    assert daybook.lines_of(desk, by_amount) == {}
    assert [one.till for one in daybook.given_back(desk, sold)] == ["1", "1"]
