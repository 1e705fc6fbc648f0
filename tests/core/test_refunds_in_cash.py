"""Money back in cash where a tender cannot take it back, if the shop allows (4, 9.5)."""

from typing import Any

import pytest

from shopdesk import checks, daybook, purchases, settings
from shopdesk.shop import Desk
from tests.core.test_refunds import buy, give_back, refused

MIXED = {"cash": 1000, "wechat": 2000, "alipay": 3000}


def test_everything_is_given_in_cash_and_the_till_says_so(desk: Desk) -> None:
    receipt = buy(desk, None, MIXED, amount=6000)
    done = give_back(desk, receipt, amount=600, in_cash=True)
    assert done.tenders == {"cash": 600}
    assert daybook.totals(desk, desk.today()).given_back == {"cash": 600}
    assert checks.run(desk) == ()


def test_later_refunds_go_on_counting_by_share(desk: Desk) -> None:
    one, other = (buy(desk, None, MIXED, amount=6000) for _ in range(2))
    give_back(desk, one, amount=601, in_cash=True)
    give_back(desk, other, amount=601)
    for amount in (1, 299, 5099):
        assert (
            give_back(desk, one, amount=amount).tenders
            == give_back(desk, other, amount=amount).tenders
        )
    given = daybook.given_back(desk, other.id)
    assert {t: sum(g.tenders.get(t, 0) for g in given) for t in MIXED} == MIXED


@pytest.mark.parametrize(
    ("paid", "is_allowed", "is_refused"),
    [
        ({"wechat": 500}, True, False),
        ({"wechat": 500}, False, True),
        ({"cash": 1, "wechat": 499}, False, True),
        ({"cash": 500}, False, False),
    ],
)
def test_the_shop_may_forbid_it(
    desk: Desk, paid: dict[str, int], is_allowed: bool, is_refused: bool
) -> None:
    settings.edit(desk, refund_to_cash=is_allowed)
    receipt = buy(desk, None, paid, amount=500)
    if is_refused:
        with refused("refund_cash"):
            purchases.preview_refund(desk, receipt.id, in_cash=True)
        with refused("refund_cash"):
            purchases.refund(desk, receipt.id, in_cash=True, reason="back")
        assert give_back(desk, receipt).tenders == paid
    else:
        assert give_back(desk, receipt, in_cash=True).tenders == {"cash": 500}


def test_nothing_due_gives_no_cash(desk: Desk) -> None:
    receipt = buy(desk, None, amount=0)
    done = give_back(desk, receipt, in_cash=True)
    assert (done.money, done.tenders, done.is_whole) == (0, {}, True)


@pytest.mark.parametrize("value", [1, 0, None, "yes"])
def test_what_is_no_yes_or_no_is_refused(desk: Desk, value: Any) -> None:
    receipt = buy(desk, None, amount=500)
    with refused("content"):
        purchases.preview_refund(desk, receipt.id, in_cash=value)
    with refused("choice"):
        settings.edit(desk, refund_to_cash=value)


def test_the_same_key_with_the_other_way_is_another_call(desk: Desk) -> None:
    receipt = buy(desk, None, {"card": 500}, amount=500)
    first = purchases.refund(desk, receipt.id, amount=100, in_cash=True, reason="r", key="k")
    again = purchases.refund(desk, receipt.id, amount=100, in_cash=True, reason="r", key="k")
    assert again == first
    with refused("key_reused"):
        purchases.refund(desk, receipt.id, amount=100, reason="r", key="k")
