"""Proofs: above an amount stored value takes a PIN or the phone, and guessing is slow."""

from typing import Any

import pytest

from shopdesk import checks, members, pins, purchases, settings, stored_value
from shopdesk.shop import Desk
from tests.core.prepaid import refused, top_up

PIN, PHONE = "4711", "13800138000"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing: what is counted here is tries."""
    monkeypatch.setattr(pins, "_key", lambda pin, salt, *_cost: pin.encode())


@pytest.fixture
def zhang(desk: Desk) -> int:
    """A member with a phone and 1,000.00, in a shop that asks above 100.00."""
    settings.edit(desk, proof_above=10_000)
    member = members.register(desk, name="张三丰", phone=PHONE).id
    top_up(desk, member, 100_000)
    return member


def pays(desk: Desk, member: int, amount: int, proof: Any = None, *, cash: int = 0) -> None:
    due = purchases.quote(desk, member=member, amount=amount + cash).due
    pay = {"stored_value": due - cash, "cash": cash}
    purchases.record(desk, member=member, amount=amount + cash, pay=pay, proof=proof)


@pytest.mark.parametrize(("amount", "asks"), [(9_999, False), (10_000, False), (10_001, True)])
def test_more_than_the_limit_asks(desk: Desk, zhang: int, amount: int, asks: bool) -> None:
    assert stored_value.needs_proof(desk, zhang, amount) is asks
    if asks:
        with refused("proof_needed"):
            pays(desk, zhang, amount)
    pays(desk, zhang, amount, "8000")
    settings.edit(desk, proof_above=0)
    assert not stored_value.needs_proof(desk, zhang, 10**12)


def test_what_is_paid_otherwise_asks_for_nothing(desk: Desk, zhang: int) -> None:
    pays(desk, zhang, 10_000, cash=90_000)
    purchases.record(desk, member=zhang, amount=100, pay={"cash": 98})


@pytest.mark.parametrize("proof", [None, "", "  ", 8000, b"8000"])
def test_no_proof_is_no_try(desk: Desk, zhang: int, proof: Any) -> None:
    for _ in range(9):
        with refused("proof_needed"):
            pays(desk, zhang, 10_001, proof)
    pays(desk, zhang, 10_001, "8000")


@pytest.mark.parametrize("proof", ["8001", "800", "08000", "13800138000", "４７１１", "\ud800"])
def test_the_last_four_digits_of_the_phone_and_no_others(
    desk: Desk, zhang: int, proof: str
) -> None:
    assert stored_value.proof_of(desk, zhang) == "phone"
    with refused("proof"):
        pays(desk, zhang, 10_001, proof)
    assert stored_value.balance(desk, zhang).total == 100_000


def test_where_there_is_a_pin_the_phone_proves_nothing(desk: Desk, zhang: int) -> None:
    stored_value.set_pin(desk, zhang, PIN)
    assert stored_value.proof_of(desk, zhang) == "pin"
    with refused("proof"):
        pays(desk, zhang, 10_001, "8000")
    pays(desk, zhang, 10_001, PIN)
    stored_value.set_pin(desk, zhang, None)
    pays(desk, zhang, 10_001, "8000")


def test_who_has_neither_sets_a_pin_first(desk: Desk, zhang: int) -> None:
    members.edit(desk, zhang, phone=None)
    assert stored_value.proof_of(desk, zhang) is None
    with refused("proof_needed"):
        pays(desk, zhang, 10_001, "8000")
    stored_value.set_pin(desk, zhang, PIN)
    pays(desk, zhang, 10_001, PIN)


def test_the_fifth_wrong_one_makes_that_member_wait_and_nobody_else(
    desk: Desk, zhang: int, clock: Any
) -> None:
    for _ in range(4):
        with refused("proof"):
            pays(desk, zhang, 10_001, "0000")
    pays(desk, zhang, 10_001, "8000")  # the right one counts anew
    for _ in range(5):
        with refused("proof"):
            pays(desk, zhang, 10_001, "0000")
    for proof in ("0000", "8000"):
        with refused("too_many_tries"):
            pays(desk, zhang, 10_001, proof)
    other = members.register(desk, name="李四", phone="13900139001").id
    top_up(desk, other, 20_000)
    pays(desk, other, 10_001, "9001")
    pays(desk, zhang, 10_000)
    clock.tick(minutes=1)
    pays(desk, zhang, 10_001, "8000")
    assert checks.run(desk) == ()


def test_tries_are_counted_in_the_audit_and_outlive_a_restart(
    desk: Desk, zhang: int, location: Any, clock: Any
) -> None:
    for _ in range(5):
        with refused("proof"):
            pays(desk, zhang, 10_001, "0000")
    with type(desk.shop).open(location, clock=clock) as again, refused("too_many_tries"):
        pays(Desk(again, 1, "店主", "owner", "2"), zhang, 10_001, "8000")
    sql = "SELECT COUNT(*) FROM event WHERE action = 'stored_value.try_proof' AND subject = ?"
    assert desk.db.execute_sql(sql, (zhang,)).fetchone() == (5,)


def test_an_exchange_asks_as_well(desk: Desk, zhang: int) -> None:
    sold = purchases.record(desk, member=zhang, amount=100, pay={"cash": 100})
    change: dict[str, Any] = {"returned": [(1, 1)], "amount": 20_000}
    to_pay = purchases.preview_exchange(desk, sold.id, **change).to_pay
    pay, change["reason"] = {"stored_value": to_pay}, "more"
    with refused("proof_needed"):
        purchases.exchange(desk, sold.id, pay=pay, **change)
    assert purchases.exchange(desk, sold.id, pay=pay, proof="8000", **change).to_pay == to_pay


def test_the_first_pin_anyone_sets_and_another_takes_a_manager(
    desk: Desk, cashier: Desk, zhang: int
) -> None:
    for wrong in ("471", "47 11", "abcd", "1" * 13):
        with refused("pin"):
            stored_value.set_pin(cashier, zhang, wrong)
    stored_value.set_pin(cashier, zhang, PIN)
    for pin in ("1234", None):
        with refused("permission"):
            stored_value.set_pin(cashier, zhang, pin)
    stored_value.set_pin(desk, zhang, "1234")
    pays(desk, zhang, 10_001, "1234")
    with refused("unknown_member"):
        stored_value.set_pin(desk, 99, PIN)


def test_taking_away_a_pin_that_is_not_there_wins_no_other_tries(
    desk: Desk, cashier: Desk, zhang: int
) -> None:
    for _ in range(5):
        with refused("proof"):
            pays(desk, zhang, 10_001, "0000")
    with refused("permission"):
        stored_value.set_pin(cashier, zhang, None)
    with refused("too_many_tries"):
        pays(desk, zhang, 10_001, "8000")
