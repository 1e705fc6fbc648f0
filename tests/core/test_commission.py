"""Commission: who served, what came back, and what is left to the fen."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import figures, permissions, purchases, serving, staff
from shopdesk.figures_commission import WHOLE, Commission, earned
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from tests.conftest import SetClock

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def sold(desk: Desk, amount: int, **more: Any) -> int:
    return purchases.record(desk, amount=amount, pay={"cash": amount}, **more).id


def of(desk: Desk, period: tuple[date, date] = OCTOBER) -> dict[str, Commission]:
    return {one.name: one for one in figures.commission(desk, *period)}


def sales(desk: Desk, period: tuple[date, date] = OCTOBER) -> dict[str, int]:
    return {name: one.sales for name, one in of(desk, period).items()}


@pytest.fixture
def li(desk: Desk) -> int:
    hired = staff.add(desk, name="小李", pin="7531", role="cashier")
    staff.edit(desk, hired.id, commission=150)
    return hired.id


# --- whose ------------------------------------------------------------------------------------


def test_a_receipt_counts_for_who_served_else_for_who_recorded_it(
    desk: Desk, cashier: Desk, li: int
) -> None:
    own = sold(cashier, 1000)
    others = sold(cashier, 300, served_by=li)
    assert sales(desk) == {"小陈": 1000, "小李": 300}
    assert serving.name_of(desk, own) is None
    assert serving.name_of(desk, others) == "小李"


def test_who_recorded_it_and_served_it_is_not_kept_twice(desk: Desk, cashier: Desk) -> None:
    sold(cashier, 100, served_by=cashier.staff_id)
    assert desk.db.execute_sql("SELECT COUNT(*) FROM served").fetchone() == (0,)
    assert sales(desk) == {"小陈": 100}


def test_a_sale_that_nobody_else_served_takes_no_statement_more(desk: Desk, li: int) -> None:
    def statements(**more: Any) -> int:
        seen: list[str] = []
        desk.db.connection().set_trace_callback(seen.append)
        sold(desk, 100, **more)
        desk.db.connection().set_trace_callback(None)
        return len([sql for sql in seen if '"served"' in sql])

    assert statements() == 0
    assert statements(served_by=1) == 0
    assert statements(served_by=li) == 1


@pytest.mark.parametrize("who", [99, "小李", True, 1.0])
def test_only_somebody_who_works_here_serves(desk: Desk, who: Any) -> None:
    before = desk.db.execute_sql("SELECT COUNT(*) FROM purchase").fetchone()
    cashier = Desk(desk.shop, staff.add(desk, name="a", pin="1357", role="cashier").id, "a",
                   "cashier", "2")  # fmt: skip
    refused("unknown_staff", sold, cashier, 100, served_by=who)
    assert desk.db.execute_sql("SELECT COUNT(*) FROM purchase").fetchone() == before


def test_who_left_serves_no_more_and_keeps_what_they_sold(desk: Desk, li: int) -> None:
    sold(desk, 1000, served_by=li)
    staff.leave(desk, li)
    refused("unknown_staff", sold, desk, 100, served_by=li)
    assert of(desk)["小李"].amount == 15


def test_a_key_repeated_for_another_server_is_another_entry(desk: Desk, li: int) -> None:
    first = sold(desk, 100, key="k", served_by=li)
    assert sold(desk, 100, key="k", served_by=li) == first
    refused("key_reused", sold, desk, 100, key="k")


def test_who_served_is_never_changed_afterwards(desk: Desk, li: int) -> None:
    sold(desk, 100, served_by=li)
    for sql in ("UPDATE served SET staff_id = 1", "DELETE FROM served"):
        with pytest.raises(Exception, match="append-only"):
            desk.db.execute_sql(sql)


# --- how much ---------------------------------------------------------------------------------


def test_a_refund_lowers_the_month_in_which_it_happens(
    desk: Desk, cashier: Desk, li: int, clock: SetClock
) -> None:
    receipt = sold(cashier, 1000, served_by=li)
    clock.tick(days=30)
    purchases.refund(desk, receipt, amount=400, reason="x")
    assert sales(desk, OCTOBER) == {"小李": 1000}
    assert sales(desk, NOVEMBER) == {"小李": -400}
    assert of(desk, NOVEMBER)["小李"].amount == -6
    assert sales(desk, (OCTOBER[0], NOVEMBER[1])) == {"小李": 600}


def test_a_void_takes_the_receipt_and_its_refunds_out(desk: Desk, cashier: Desk) -> None:
    receipt, kept = sold(cashier, 1000), sold(cashier, 50)
    purchases.refund(desk, receipt, amount=400, reason="x")
    purchases.void(desk, receipt, reason="x")
    assert sales(desk) == {"小陈": 50}
    assert purchases.get(desk, kept).total == 50


def test_what_is_taken_in_an_exchange_counts_for_who_made_it(
    desk: Desk, cashier: Desk, tea: int
) -> None:
    receipt = purchases.record(cashier, lines=[(tea, 1)], pay={"cash": 6800}).id
    purchases.exchange(desk, receipt, returned=[(1, 1)], amount=7000, pay={"cash": 200}, reason="x")
    assert sales(desk) == {"店主": 7000, "小陈": 0}


def test_together_they_are_the_sales_of_the_month(
    desk: Desk, cashier: Desk, li: int, clock: SetClock
) -> None:
    for n in range(12):
        receipt = sold(cashier if n % 2 else desk, 1000 + n, served_by=li if n % 3 else None)
        if n % 4 == 0:
            purchases.refund(desk, receipt, amount=n + 1, reason="x")
        clock.tick(days=2)
    for year, month, period in ((2026, 10, OCTOBER), (2026, 11, NOVEMBER)):
        seen = figures.commission(desk, *period)
        assert sum(one.sales for one in seen) == figures.month(desk, year, month).sales
        assert sum(one.orders for one in seen) == figures.month(desk, year, month).orders


@pytest.mark.parametrize(
    ("of_sales", "rate", "amount"),
    [
        (0, 150, 0), (33, 150, 0), (34, 150, 1), (99, 150, 1), (100, 150, 2), (10_000, 150, 150),
        (1, 10_000, 1), (1, 5000, 1), (1, 4999, 0), (-33, 150, 0), (-34, 150, -1), (-100, 150, -1),
        (-101, 150, -2), (10**12, 1, 10**8),
    ],
)  # fmt: skip
def test_it_is_rounded_to_the_nearest_fen_a_half_up(of_sales: int, rate: int, amount: int) -> None:
    assert earned(of_sales, rate) == amount


@given(of_sales=st.integers(-(10**13), 10**13), rate=st.integers(0, WHOLE))
def test_no_commission_is_more_than_half_a_fen_off(of_sales: int, rate: int) -> None:
    assert abs(2 * (earned(of_sales, rate) * WHOLE - of_sales * rate)) <= WHOLE


# --- who may, and what is refused -------------------------------------------------------------


def test_it_is_the_owners_to_see_unless_the_table_says_otherwise(desk: Desk, cashier: Desk) -> None:
    refused("permission", figures.commission, cashier, *OCTOBER)
    permissions.set(desk, "figures.commission", "cashier")
    assert figures.commission(cashier, *OCTOBER) == []


@pytest.mark.parametrize("period", [OCTOBER[::-1], ("2026-10-01", OCTOBER[1]), (None, None)])
def test_days_that_cannot_be_are_refused(desk: Desk, period: Any) -> None:
    refused("date", figures.commission, desk, *period)


@pytest.mark.parametrize("rate", [-1, WHOLE + 1, "5", True, 1.5])
def test_a_rate_is_from_nothing_to_all_of_it(desk: Desk, li: int, rate: Any) -> None:
    refused("amount", staff.edit, desk, li, commission=rate)
    for fits in (0, WHOLE):
        assert staff.edit(desk, li, commission=fits).commission == fits
    assert staff.edit(desk, li, name="小李子").commission == WHOLE
