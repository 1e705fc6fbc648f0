"""The book of vouchers: every state a window at a time, and each voucher's history."""

from array import array
from datetime import date
from functools import partial

import pytest

from shopdesk import gifts, long, purchases, voucher_book, vouchers
from shopdesk.shop import Desk
from tests.benchmarks.selling import traced


def pages(desk: Desk, state: str | None = None) -> list[int]:
    return list(voucher_book.ids(desk, state))


@pytest.fixture
def one_of_each(desk: Desk, clock, member: int) -> dict[str, int]:
    """One expired and not yet booked so, one used, one withdrawn, one that is good."""
    made = {"expired": vouchers.issue(desk, member, amount=100, valid_days=1).id}
    clock.tick(days=2)
    bag = gifts.add(desk, name="帆布袋", stock=5).id
    used = vouchers.issue(desk, member, gift=bag)
    vouchers.redeem(desk, used.code)
    gone = vouchers.issue(desk, None, percent_off=10).id
    vouchers.void(desk, gone, reason="typo")
    good = vouchers.issue(desk, None, amount=500).id
    return made | {"redeemed": used.id, "void": gone, "issued": good}


def test_each_state_lists_its_own_and_all_of_them_the_newest_first(
    desk: Desk, one_of_each: dict[str, int]
) -> None:
    for state in voucher_book.STATES:
        assert pages(desk, state) == [one_of_each[state]], state
        assert pages(desk, state) == [v.id for v in vouchers.listed(desk, state=state)]
    assert pages(desk) == sorted(one_of_each.values(), reverse=True)


def test_few_vouchers_are_whole_at_once_and_of_many_the_newest_are_looked_at(
    desk: Desk, one_of_each: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for state in (None, *voucher_book.STATES):
        assert voucher_book.first(desk, state) == long.Part(
            voucher_book.ids(desk, state), is_whole=True
        )
    monkeypatch.setattr(long, "FIRST", 2)
    assert list(voucher_book.first(desk).ids) == [one_of_each["issued"], one_of_each["void"]]
    assert voucher_book.first(desk, "void") == long.Part(
        array("i", [one_of_each["void"]]), is_whole=False
    )
    assert voucher_book.first(desk, "expired") == long.Part(array("i"), is_whole=False)


def test_a_window_of_vouchers_takes_as_many_statements_however_many_they_are(
    desk: Desk, member: int
) -> None:
    bag, cup = (gifts.add(desk, name=name, stock=50).id for name in ("帆布袋", "杯子"))
    for gift in (bag, cup) * 10:
        vouchers.issue(desk, member, gift=gift)
    few, many = (voucher_book.ids(desk)[:count] for count in (2, 20))
    voucher_book.by_ids(desk, few)
    statements = [len(traced(desk, partial(voucher_book.by_ids, desk, ids))) for ids in (few, many)]
    assert statements[0] == statements[1]
    assert [held.title for held in voucher_book.by_ids(desk, few)] == ["杯子", "帆布袋"]


def test_a_window_reads_vouchers_as_they_are_with_their_members(
    desk: Desk, one_of_each: dict[str, int]
) -> None:
    wanted = [one_of_each[state] for state in voucher_book.STATES]
    held = voucher_book.by_ids(desk, wanted)
    assert [h.voucher for h in held] == [vouchers.get(desk, id_) for id_ in wanted]
    assert [h.member_name for h in held] == [None, "张三丰", "张三丰", None]
    assert voucher_book.by_ids(desk, [99]) == []


def test_a_code_shows_its_voucher_whatever_became_of_it(
    desk: Desk, one_of_each: dict[str, int]
) -> None:
    for voucher_id in one_of_each.values():
        voucher = vouchers.get(desk, voucher_id)
        for scanned in (voucher.code, voucher.code.lower(), voucher.qr):
            assert voucher_book.with_code(desk, scanned) == voucher
    assert voucher_book.with_code(desk, "V00000000000") is None


def test_the_history_says_when_where_and_by_whom(desk: Desk, cashier: Desk, member: int) -> None:
    voucher = vouchers.issue(desk, member, amount=500)
    receipt = purchases.record(
        cashier, member=member, amount=2000, vouchers=[voucher.code], pay={"cash": 1500}
    )
    purchases.refund(desk, receipt.id, reason="all back")
    vouchers.void(desk, voucher.id, reason="enough")
    told = [
        (h.kind, h.on, h.staff, h.till, h.receipt)
        for h in voucher_book.history(desk, voucher.id)
    ]  # fmt: skip
    today = date(2026, 10, 15)
    assert told[:2] == [
        ("issued", today, "店主", "1", None),
        ("redeemed", today, "小陈", "2", receipt.number),
    ]
    assert [kind for kind, *_ in told] == ["issued", "redeemed", "returned", "void"]
