"""A purchase is recorded once, whole or not at all, whoever else is selling."""

import multiprocessing
from datetime import date
from pathlib import Path

import pytest

from shopdesk import Refused, points, purchases, standing, vouchers
from shopdesk.shop import Desk, Shop
from tests.conftest import SetClock

TODAY = date(2026, 10, 15)
TABLES = (
    "purchase", "purchase_line", "payment", "lot", "entry", "member_day", "tier_change", "event",
    "account",
)  # fmt: skip


def rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    return {table: desk.db.execute_sql(f"SELECT * FROM {table}").fetchall() for table in TABLES}


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda refusal: refusal.code == code)


# --- keys -------------------------------------------------------------------------------------


def test_a_key_repeated_gives_the_first_result_and_no_second_row(desk: Desk, member: int) -> None:
    first = purchases.record(desk, member=member, amount=100, pay={"cash": 100}, key="k")
    before = rows(desk)
    again = purchases.record(desk, member=member, amount=100, pay={"cash": 100}, key="k")
    assert (again, rows(desk)) == (first, before)


@pytest.mark.parametrize(
    "other",
    [{"amount": 101, "pay": {"cash": 101}}, {"pay": {"card": 100}}, {"cash_given": 100},
     {"member": None}, {"points": 1}, {"on": TODAY}],
)  # fmt: skip
def test_a_key_with_other_content_is_refused(
    desk: Desk, member: int, other: dict[str, object]
) -> None:
    content: dict[str, object] = {"member": member, "amount": 100, "pay": {"cash": 100}, "key": "k"}
    purchases.record(desk, **content)  # type: ignore[arg-type]
    before = rows(desk)
    with refused("key_reused"):
        purchases.record(desk, **{**content, **other})  # type: ignore[arg-type]
    assert rows(desk) == before


def test_a_key_whose_purchase_was_refused_can_be_used_for_the_right_one(desk: Desk) -> None:
    with refused("payment_mismatch"):
        purchases.record(desk, amount=100, pay={"cash": 99}, key="k")
    assert purchases.record(desk, amount=100, pay={"cash": 100}, key="k").total == 100


# --- all or nothing ---------------------------------------------------------------------------


def test_a_failure_inside_leaves_no_trace(
    desk: Desk, member: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(desk)

    def fail(*_: object, **__: object) -> None:
        raise OSError("torn off")

    monkeypatch.setattr(standing, "assess", fail)
    with pytest.raises(OSError, match="torn off"):
        purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    monkeypatch.undo()
    assert rows(desk) == before
    assert purchases.record(desk, member=member, amount=100, pay={"cash": 100}).id == 1


def test_a_purchase_takes_sixteen_statements_at_most_and_commits_once(
    desk: Desk, member: int, tea: int, cup: int, clock: SetClock
) -> None:
    lines, pay = [(tea, 2), (cup, "0.5")], {"cash": 14000, "card": 225}
    purchases.record(desk, member=member, lines=lines, pay=pay, key="first")
    clock.tick(minutes=1)
    statements: list[str] = []
    connection = desk.db.connection()
    connection.set_trace_callback(statements.append)
    made = purchases.record(desk, member=member, lines=lines, pay=pay, key="second")
    connection.set_trace_callback(None)
    assert len(statements) <= 16, "\n".join(statements)
    assert [s for s in statements if s.startswith(("BEGIN", "COMMIT"))] == [
        "BEGIN IMMEDIATE", "COMMIT",
    ]  # fmt: skip
    assert made == purchases.get(desk, made.id)


# --- several at once --------------------------------------------------------------------------


def _sell(location: str, member: int, code: str, count: int, results: object) -> None:
    with Shop.open(location) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till=str(count))
        for number in range(count):
            purchases.record(
                desk, member=member, amount=1000, pay={"cash": 1000}, key=f"shared-{number}"
            )
            purchases.record(desk, member=member, amount=100, pay={"cash": 100})
        try:
            purchases.record(desk, member=member, amount=500, vouchers=[code], pay={"cash": 400})
            results.put("taken")  # type: ignore[attr-defined]
        except Refused as refusal:
            results.put(refusal.code)  # type: ignore[attr-defined]


def test_two_processes_selling_at_once_stay_correct(
    desk: Desk, member: int, location: Path
) -> None:
    code = vouchers.issue(desk, member, amount=100).code
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    sellers = [
        context.Process(target=_sell, args=(str(location), member, code, 10, results))
        for _ in range(2)
    ]
    for seller in sellers:
        seller.start()
    told = sorted(results.get(timeout=60) for _ in sellers)
    for seller in sellers:
        seller.join()
    assert told == ["taken", "voucher_used"]
    receipts = purchases.of_member(desk, member)
    assert sorted(p.total for p in receipts) == [100] * 20 + [400] + [1000] * 10
    assert points.balance(desk, member) == 10 * 10 + 20 * 1 + 4
    events = desk.db.execute_sql("SELECT id FROM event ORDER BY id").fetchall()
    assert [event for (event,) in events] == list(range(1, len(events) + 1))
    assert len({p.id for p in receipts}) == 31
