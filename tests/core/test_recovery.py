"""An owner's way back in: a code that is good once, and is never guessed."""

from typing import Any

import pytest

from shopdesk import codes, pins, recovery, staff
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.shop import Event
from tests.conftest import OWNER, PIN, SetClock

NEW = "741852"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing."""
    monkeypatch.setattr(pins, "_key", lambda pin, salt, *_cost: pin.encode()[::-1])


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.db.execute_sql("UPDATE staff SET pin_hash = ? WHERE id = 1", (pins.sealed(PIN),))
    return desk


@pytest.fixture
def code(desk: Desk) -> str:
    return recovery.renew(desk, pin=PIN)


def refused(why: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == why
    return caught.value


def test_the_code_gives_an_owner_a_new_pin_once_and_then_there_is_another(
    desk: Desk, shop: Shop, code: str
) -> None:
    again = recovery.recover(shop, name=OWNER, code=code, pin=NEW)
    assert again != code
    assert shop.sign_in(OWNER, NEW).role == "owner"
    refused("sign_in", shop.sign_in, OWNER, PIN)
    refused("recovery", recovery.recover, shop, name=OWNER, code=code, pin=PIN)
    assert recovery.recover(shop, name=OWNER, code=again, pin=PIN)
    assert shop.sign_in(OWNER, PIN)


def test_it_is_four_times_four_symbols(code: str) -> None:
    parts = code.split("-")
    assert [len(part) for part in parts] == [4] * 4
    assert set("".join(parts)) <= set(codes.SYMBOLS)


def test_a_new_one_ends_the_one_before(desk: Desk, shop: Shop, code: str) -> None:
    newer = recovery.renew(desk, pin=PIN)
    refused("recovery", recovery.recover, shop, name=OWNER, code=code, pin=NEW)
    assert recovery.recover(shop, name=OWNER, code=newer, pin=NEW)


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} ".replace("-", " "),
     lambda code: code.replace("0", "o").replace("1", "l"),
     lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code)],
)  # fmt: skip
def test_it_is_taken_however_it_was_typed(shop: Shop, code: str, typed: Any) -> None:
    assert recovery.recover(shop, name=OWNER, code=typed(code), pin=NEW)


def test_wrong_codes_slow_down_like_wrong_pins_and_by_themselves(
    shop: Shop, code: str, clock: SetClock
) -> None:
    for _ in range(5):
        refused("recovery", recovery.recover, shop, name=OWNER, code="0" * 16, pin=NEW)
    refused("too_many_tries", recovery.recover, shop, name=OWNER, code=code, pin=NEW)
    assert shop.sign_in(OWNER, PIN)
    clock.tick(seconds=1)
    for _ in range(5):
        refused("sign_in", shop.sign_in, OWNER, "000000")
    refused("too_many_tries", shop.sign_in, OWNER, PIN)
    assert recovery.recover(shop, name=OWNER, code=code, pin=NEW), "wrong PINs are not in its way"
    assert shop.sign_in(OWNER, NEW), "and their count begins anew"


@pytest.mark.parametrize("typed", ["", "0000-0000-0000-0000", "----", "茶"])
def test_a_wrong_code_changes_nothing(shop: Shop, code: str, typed: str) -> None:
    refused("recovery", recovery.recover, shop, name=OWNER, code=typed, pin=NEW)
    assert shop.sign_in(OWNER, PIN)
    assert recovery.recover(shop, name=OWNER, code=code, pin=NEW)


@pytest.mark.parametrize("name", ["小陈", "小林", "nobody"])
def test_nobody_but_an_owner_has_one(desk: Desk, shop: Shop, code: str, name: str) -> None:
    staff.add(desk, name="小陈", pin="4826", role="cashier")
    staff.add(desk, name="小林", pin="8426", role="manager")
    refused("recovery", recovery.recover, shop, name=name, code=code, pin=NEW)


def test_an_owner_without_one_is_refused_like_a_wrong_code(desk: Desk, shop: Shop) -> None:
    refused("recovery", recovery.recover, shop, name=OWNER, code="0" * 16, pin=NEW)
    assert not recovery.is_made(desk)
    recovery.renew(desk, pin=PIN)
    assert recovery.is_made(desk)


def test_an_owner_who_is_called_otherwise_since_is_still_the_same(desk: Desk, shop: Shop) -> None:
    staff.edit(Desk(shop, 1, OWNER, "owner", "2"), 1, name="掌柜")
    code = recovery.renew(desk, pin=PIN)
    assert recovery.is_made(desk)
    assert recovery.recover(shop, name="掌柜", code=code, pin=NEW)


def test_a_till_that_was_left_open_makes_none(desk: Desk, cashier: Desk) -> None:
    for _ in range(5):
        refused("old_pin", recovery.renew, desk, pin="000000")
    refused("too_many_tries", recovery.renew, desk, pin=PIN)
    refused("old_pin", recovery.renew, cashier, pin="4826")


def test_a_pin_that_cannot_be_is_no_try(shop: Shop, code: str) -> None:
    for _ in range(6):
        refused("pin", recovery.recover, shop, name=OWNER, code=code, pin="1234")
    assert recovery.recover(shop, name=OWNER, code=code, pin=NEW)


def test_the_audit_says_who_came_back_and_nothing_of_the_code(shop: Shop, code: str) -> None:
    next_one = recovery.recover(shop, name=OWNER, code=code, pin=NEW, till="7")
    rows = list(Event.select().order_by(Event.id).bind(shop.db))
    assert [row.action for row in rows[-3:]] == [
        "staff.make_recovery", "desk.try_code", "staff.recover",
    ]  # fmt: skip
    assert (rows[-1].staff_id, rows[-1].subject, rows[-1].till) == (1, 1, "7")
    everything = " ".join(row.body for row in rows)
    for secret in (code, next_one, code.replace("-", ""), NEW):
        assert secret not in everything


def test_only_a_salted_hash_of_it_is_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real one
    desk.db.execute_sql("UPDATE staff SET pin_hash = ? WHERE id = 1", (pins.sealed(PIN),))
    code = recovery.renew(desk, pin=PIN).replace("-", "")
    (stored,) = desk.db.execute_sql("SELECT recovery_hash FROM staff WHERE id = 1").fetchone()
    assert code not in stored
    assert pins.matches(code, stored)
    assert pins.sealed(code) != stored
