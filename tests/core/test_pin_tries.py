"""Wrong PINs: counted before they are looked at, and slower and slower."""

import json
import shutil
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import pin_tries, pins, staff
from shopdesk.refusals import NotPermitted, Refused, TooManyTries, UnknownStaff
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.shop import Event
from tests.conftest import NOON, SetClock

RIGHT, WRONG = "4826", "0000"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing: what is counted here is tries."""
    monkeypatch.setattr(pins, "_key", lambda pin, salt, *_cost: pin.encode())


@pytest.fixture
def chen(desk: Desk) -> str:
    return staff.add(desk, name="小陈", pin=RIGHT, role="cashier").name


def wrong(shop: Shop, times: int, name: str = "小陈") -> None:
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            shop.sign_in(name, WRONG)
        assert caught.value.code == "sign_in"


def waits(shop: Shop, name: str = "小陈") -> str:
    """Until when even the right PIN is refused."""
    with pytest.raises(TooManyTries) as caught:
        shop.sign_in(name, RIGHT)
    return str(caught.value.facts["time"])


def test_the_fifth_wrong_pin_makes_that_person_wait(chen: str, shop: Shop, clock: SetClock) -> None:
    wrong(shop, 5)
    assert waits(shop) == "12:01"
    clock.tick(minutes=1)
    assert shop.sign_in(chen, RIGHT).staff_name == chen


def test_four_wrong_pins_and_a_right_one_start_the_count_anew(chen: str, shop: Shop) -> None:
    for _ in range(3):
        wrong(shop, 4)
        assert shop.sign_in(chen, RIGHT)


def test_each_further_wrong_pin_doubles_the_wait_up_to_a_quarter_of_an_hour() -> None:
    minutes = [pin_tries.wait_after(count) // timedelta(minutes=1) for count in range(1, 12)]
    assert minutes == [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    assert pin_tries.wait_after(10_000) == timedelta(minutes=15)


def test_a_wrong_pin_after_the_wait_makes_a_longer_one(
    chen: str, shop: Shop, clock: SetClock
) -> None:
    wrong(shop, 5)
    clock.tick(minutes=1)
    wrong(shop, 1)
    assert waits(shop) == "12:03"


def test_tries_while_waiting_do_not_make_it_longer(chen: str, shop: Shop) -> None:
    wrong(shop, 5)
    assert {waits(shop) for _ in range(5)} == {"12:01"}


def test_enter_before_anything_was_typed_is_no_try(chen: str, shop: Shop) -> None:
    for _ in range(9):
        with pytest.raises(Refused):
            shop.sign_in(chen, "")
    assert shop.sign_in(chen, RIGHT)


def test_the_moment_is_never_said_too_early(chen: str, shop: Shop, clock: SetClock) -> None:
    clock.tick(seconds=20)
    wrong(shop, 5)
    assert waits(shop) == "12:02"


def test_the_others_sign_in_meanwhile(chen: str, desk: Desk, shop: Shop) -> None:
    staff.add(desk, name="林", pin="8426", role="manager")
    wrong(shop, 5)
    assert shop.sign_in("林", "8426").role == "manager"


def test_a_restart_forgets_nothing(chen: str, shop: Shop, clock: SetClock) -> None:
    wrong(shop, 5)
    with Shop.open(shop.location, clock=clock) as again:
        assert waits(again) == "12:01"


def test_a_try_is_on_the_disk_before_the_pin_is_looked_at(
    chen: str, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(*_: object) -> bool:
        raise PowerCut

    monkeypatch.setattr(pins, "matches", cut)
    for _ in range(5):
        with pytest.raises(PowerCut):
            shop.sign_in(chen, RIGHT)
    with Shop.open(shop.location, clock=shop.clock) as again:
        assert waits(again) == "12:01"


def test_an_owner_lets_someone_in_again(chen: str, desk: Desk, shop: Shop) -> None:
    person = staff.everyone(desk)[1].id
    assert pin_tries.refused_until(desk, person) is None
    wrong(shop, 5)
    until = pin_tries.refused_until(desk, person)
    assert until is not None
    assert f"{until:%H:%M}" == "12:01"
    staff.unlock(desk, person)
    assert pin_tries.refused_until(desk, person) is None
    assert shop.sign_in(chen, RIGHT)


def test_a_new_pin_from_the_owner_lets_someone_in_again(chen: str, desk: Desk, shop: Shop) -> None:
    wrong(shop, 5)
    staff.set_pin(desk, staff.everyone(desk)[1].id, "7531")
    assert shop.sign_in(chen, "7531")


def test_only_an_owner_lets_someone_in_again(cashier: Desk, desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        staff.unlock(cashier, cashier.staff_id)
    with pytest.raises(UnknownStaff):
        staff.unlock(desk, 99)


@pytest.mark.parametrize("days", [-400, -10, 10, 45, 400])
def test_setting_the_clock_neither_ends_a_wait_nor_stretches_it(
    chen: str, shop: Shop, clock: SetClock, days: int
) -> None:
    wrong(shop, 5)
    clock.now += timedelta(days=days)
    assert waits(shop) == "12:01"
    clock.tick(seconds=59)
    assert waits(shop)
    clock.tick(seconds=1)
    assert shop.sign_in(chen, RIGHT)


@pytest.mark.parametrize("days", [10, 400])
def test_wrong_ones_under_a_clock_put_forward_keep_nobody_out_once_it_is_right_again(
    chen: str, shop: Shop, clock: SetClock, days: int
) -> None:
    clock.now += timedelta(days=days)
    wrong(shop, 5)
    clock.now -= timedelta(days=days)
    clock.tick(minutes=1)
    assert shop.sign_in(chen, RIGHT)


def test_setting_the_clock_ahead_again_and_again_wins_no_tries(
    chen: str, shop: Shop, clock: SetClock
) -> None:
    wrong(shop, 5)
    for _ in range(40):
        clock.now += timedelta(minutes=16)
        assert waits(shop)


@pytest.mark.parametrize(
    ("ran", "runs", "is_let_in"),
    [
        (timedelta(days=9), timedelta(seconds=59), False),  # ran for days, started anew
        (timedelta(days=9), timedelta(seconds=60), True),
        (timedelta(seconds=5), timedelta(seconds=64), False),  # started anew as soon as then
        (timedelta(seconds=5), timedelta(seconds=65), True),
    ],
)
def test_starting_the_computer_anew_does_not_shorten_a_wait(
    chen: str, shop: Shop, clock: SetClock, ran: timedelta, runs: timedelta, *, is_let_in: bool
) -> None:
    clock.running = ran
    wrong(shop, 5)
    clock.running = runs
    if is_let_in:
        assert shop.sign_in(chen, RIGHT)
    else:
        assert waits(shop)


def test_two_programs_count_the_same_tries(chen: str, shop: Shop, clock: SetClock) -> None:
    with Shop.open(shop.location, clock=clock) as other:
        for which in (shop, other, shop, other, shop):
            wrong(which, 1)
        assert waits(shop) == waits(other) == "12:01"


def test_many_names_do_not_lend_each_other_tries_nor_keep_each_other_out(
    desk: Desk, shop: Shop
) -> None:
    people = [staff.add(desk, name=f"阿{n}", pin=RIGHT, role="cashier").name for n in "甲乙丙丁"]
    for name in people[:-1]:
        wrong(shop, 5, name)
        assert waits(shop, name)
    wrong(shop, 9, "nobody of that name")
    assert shop.sign_in(people[-1], RIGHT)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("passes"), st.integers(0, 1000)),
        st.tuples(st.just("set"), st.integers(-(10**7), 10**7)),
        st.tuples(st.just("started"), st.integers(0, 1000)),
        st.tuples(st.just("tried"), st.just(0)),
    ),
    max_size=25,
)


@given(ran=st.integers(0, 10**6), steps=STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_wait_is_shorter_than_it_says_nor_longer_unless_the_computer_started_anew(
    empty_shop: Path, tmp_path: Path, ran: int, steps: list[tuple[str, int]]
) -> None:
    """Time that really passes is told apart from what clock and computer say of it."""
    clock, location = SetClock(NOON), tmp_path / f"{uuid4().hex}.shopdesk"
    shutil.copy(empty_shop, location)
    clock.running = timedelta(seconds=ran)
    count = since = ran_then = 0  # wrong PINs, seconds since the last, running time at it
    is_anew = False
    with Shop.open(location, clock=clock) as shop:
        for step, seconds in steps + [("tried", 0)] * 8:
            if step == "passes":
                clock.tick(seconds=seconds)
                since += seconds
            elif step == "set":
                clock.now += timedelta(seconds=seconds)
            elif step == "started":  # off for so long
                clock.running, since, is_anew = timedelta(), since + seconds, True
            else:
                with pytest.raises(Refused) as caught:
                    shop.sign_in("店主", WRONG)
                wait = pin_tries.wait_after(count).total_seconds()
                if caught.value.code == "sign_in":
                    assert since >= wait, "let in too early"
                    count, since, is_anew = count + 1, 0, False
                    ran_then = clock.running.total_seconds()
                else:
                    runs = clock.running.total_seconds()
                    anew = is_anew and (runs < wait or 0 <= runs - ran_then < wait)
                    assert since < wait or anew, "kept out too long"


def test_one_try_under_a_clock_put_forward_does_not_let_everybody_try(
    chen: str, shop: Shop, clock: SetClock
) -> None:
    clock.now += timedelta(days=400)
    wrong(shop, 1)
    clock.now -= timedelta(days=400)
    wrong(shop, 4)
    assert waits(shop, chen)


def test_a_right_old_pin_with_a_new_one_that_cannot_be_is_no_wrong_try(
    cashier: Desk, shop: Shop
) -> None:
    for _ in range(6):
        with pytest.raises(Refused) as refused:
            staff.set_pin(cashier, cashier.staff_id, "1", old="4826")
        assert refused.value.code == "pin"
    assert shop.sign_in(cashier.staff_name, "4826")


def test_ones_own_pin_is_not_changed_beside_the_question_for_the_old_one(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        staff.edit(desk, desk.staff_id, pin="654321")
    assert refused.value.code == "old_pin"


def test_wrong_old_pins_count_as_well(cashier: Desk, shop: Shop) -> None:
    for _ in range(5):
        with pytest.raises(Refused) as caught:
            staff.set_pin(cashier, cashier.staff_id, "7531", old=WRONG)
        assert caught.value.code == "old_pin"
    assert waits(shop) == "12:01"
    with pytest.raises(TooManyTries):
        staff.set_pin(cashier, cashier.staff_id, "7531", old=RIGHT)


def test_the_audit_keeps_who_was_tried_and_nothing_of_the_pin(chen: str, shop: Shop) -> None:
    wrong(shop, 1)
    newest = Event.select().order_by(Event.id.desc()).bind(shop.db).first()
    assert (newest.action, newest.subject) == ("desk.try_pin", 2)
    assert json.loads(newest.body).keys() == {"uptime_ms"}
