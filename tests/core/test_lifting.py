"""Lifting on the spot: one act that a manager allows at a cashier's till."""

import json
from pathlib import Path
from typing import Any

import pytest

from shopdesk import (
    daybook,
    exports,
    figures,
    gifts,
    imports,
    lifting,
    member_copy,
    permissions,
    pin_tries,
    pins,
    points,
    products,
    purchases,
    settings,
    shifts,
    staff,
    stored_value,
)
from shopdesk.purchases import Discount
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.store.tables.shop import Event
from tests.conftest import PIN, SetClock

MANAGER = "8426"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that costs nothing."""
    monkeypatch.setattr(pins, "_key", lambda pin, salt, *_cost: pin.encode())


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.db.execute_sql("UPDATE staff SET pin_hash = ? WHERE id = 1", (pins.sealed(PIN),))
    return desk


@pytest.fixture
def lin(desk: Desk) -> int:
    return staff.add(desk, name="小林", pin=MANAGER, role="manager").id


@pytest.fixture
def cashier(lin: int, cashier: Desk) -> Desk:
    return cashier


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def events(desk: Desk, count: int) -> list[Any]:
    newest = Event.select().order_by(Event.id.desc()).limit(count).bind(desk.db)
    return list(reversed(newest))


def sold(desk: Desk) -> int:
    return purchases.record(desk, amount=10_000, pay={"cash": 10_000}).id


# --- one act ----------------------------------------------------------------------------------


def test_one_act_is_allowed_and_the_audit_bears_both_names(
    desk: Desk, cashier: Desk, lin: int
) -> None:
    receipt = sold(desk)
    refused("permission", purchases.refund, cashier, receipt, amount=100, reason="x")
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    assert purchases.refund(allowed, receipt, amount=100, reason="x").money == 100
    lifted, done = events(desk, 2)
    assert (lifted.action, lifted.staff_id, lifted.subject) == ("staff.lift", cashier.staff_id, lin)
    assert (done.action, done.staff_id) == ("purchases.refund", cashier.staff_id)
    assert json.loads(done.body)["allowed_by"] == lin
    (seen,) = daybook.given_back(desk, receipt)
    assert (seen.staff, seen.allowed_by) == ("小陈", "小林")
    refused("permission", purchases.refund, allowed, receipt, amount=100, reason="x")
    refused("permission", purchases.refund, cashier, receipt, amount=100, reason="x")


def test_what_needed_no_help_and_what_was_refused_leaves_it_for_the_act_it_is_for(
    desk: Desk, cashier: Desk
) -> None:
    receipt = sold(desk)
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    purchases.record(allowed, amount=1, pay={"cash": 1})
    assert "allowed_by" not in json.loads(events(desk, 1)[0].body)
    refused("refund_exceeds", purchases.refund, allowed, receipt, amount=10_001, reason="x")
    assert purchases.preview_refund(allowed, receipt).money == 10_000
    assert purchases.refund(allowed, receipt, reason="x").money == 10_000


def test_a_limit_is_lifted_up_to_that_of_who_lifts_it(
    desk: Desk, cashier: Desk, member: int
) -> None:
    permissions.set(desk, "points.adjust", "cashier")
    settings.edit(desk, points_limit_cashier=100, points_limit_manager=200)
    for amount, passes in ((200, True), (1, False)):
        allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
        if passes:
            assert points.adjust(allowed, member, amount, reason="x") == 200
        else:
            said = refused("limit", points.adjust, allowed, member, amount, reason="x")
            assert "小林 may go up to 200" in str(said)
            assert lifting.who_may(cashier, said) == ["店主"]
    owners = lifting.lifted(cashier, name="店主", pin=PIN)
    assert points.adjust(owners, member, 1, reason="x") == 201


def test_whoever_may_not_do_it_at_all_goes_no_further_than_who_lifts_it(
    desk: Desk, cashier: Desk, member: int
) -> None:
    """A manager's own limit is no wider at a cashier's till, who has none for what they may not."""
    settings.edit(desk, refund_limit_manager=100, points_limit_manager=100)
    receipt = sold(desk)
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    refused("limit", purchases.refund, allowed, receipt, amount=101, reason="x")
    refused("limit", points.adjust, allowed, member, 101, reason="x")
    assert purchases.refund(allowed, receipt, amount=100, reason="x").money == 100


def test_a_discount_is_lifted_for_one_sale(desk: Desk, cashier: Desk, lin: int) -> None:
    asked: dict[str, Any] = {"amount": 1000, "discount": Discount("late", percent=50)}
    said = refused("limit", purchases.quote, cashier, **asked)
    assert lifting.who_may(cashier, said) == ["小林", "店主"]
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    for _ in range(3):
        assert purchases.quote(allowed, **asked).due == 500
    assert purchases.record(allowed, pay={"cash": 500}, **asked).total == 500
    assert json.loads(events(desk, 1)[0].body)["allowed_by"] == lin
    refused("limit", purchases.quote, allowed, **asked)


def test_an_earlier_day_is_lifted_for_the_look_as_for_the_sale(
    desk: Desk, cashier: Desk, clock: SetClock
) -> None:
    yesterday = desk.today()
    clock.tick(days=1)
    asked: dict[str, Any] = {"amount": 1000, "on": yesterday}
    refused("permission", purchases.quote, cashier, **asked)
    refused("permission", purchases.check_day, cashier, yesterday)
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    assert purchases.check_day(allowed, yesterday) == yesterday
    for _ in range(2):
        assert purchases.quote(allowed, **asked).due == 1000
    assert purchases.record(allowed, pay={"cash": 1000}, **asked).on == yesterday
    refused("permission", purchases.quote, allowed, **asked)


def test_who_lifts_must_still_work_here_and_be_trusted_when_it_is_done(
    desk: Desk, cashier: Desk, lin: int
) -> None:
    receipt = sold(desk)
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    staff.edit(desk, lin, role="cashier")
    refused("permission", purchases.refund, allowed, receipt, reason="x")
    allowed = lifting.lifted(cashier, name="店主", pin=PIN)
    desk.db.execute_sql("UPDATE staff SET left_on = 1 WHERE id = 1")
    refused("permission", purchases.refund, allowed, receipt, reason="x")


# --- who, and what not ------------------------------------------------------------------------


def test_only_somebody_trusted_more_lifts(desk: Desk, cashier: Desk, lin: int) -> None:
    staff.add(desk, name="小王", pin="7531", role="cashier")
    refused("permission", lifting.lifted, cashier, name="小王", pin="7531")
    refused("permission", lifting.lifted, cashier, name="小陈", pin="4826")
    at_managers = Desk(desk.shop, lin, "小林", "manager", "3")
    refused("permission", lifting.lifted, at_managers, name="小林", pin=MANAGER)
    assert lifting.lifted(at_managers, name="店主", pin=PIN).lift


@pytest.mark.parametrize("name", ["小林", "nobody"])
def test_a_wrong_name_or_pin_is_refused_alike(cashier: Desk, name: str) -> None:
    refused("sign_in", lifting.lifted, cashier, name=name, pin="0000")


def test_what_is_the_owners_own_is_not_lifted(desk: Desk, cashier: Desk) -> None:
    allowed = lifting.lifted(cashier, name="店主", pin=PIN)
    said = refused("permission", settings.edit, allowed, name="我的店")
    refused("permission", permissions.set, allowed, "purchases.refund", "cashier")
    refused("permission", staff.add, allowed, name="贼", pin="258025", role="owner")
    assert lifting.who_may(cashier, said) == []


def test_a_copy_of_a_members_data_is_lifted_like_any_act(
    desk: Desk, cashier: Desk, member: int
) -> None:
    said = refused("permission", member_copy.export, cashier, member)
    assert lifting.who_may(cashier, said) == ["小林", "店主"]
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    assert member_copy.export(allowed, member)
    refused("permission", member_copy.export, allowed, member)


def test_an_export_and_an_import_are_lifted_with_the_look_before(
    desk: Desk, cashier: Desk, tmp_path: Path
) -> None:
    table = tmp_path / "m.csv"
    table.write_text("number,name\n901,Ann\n", "utf-8")
    for act in (
        lambda at: exports.make(at, tmp_path / "out"),
        lambda at: (imports.preview(at, table, "members"), imports.members(at, table)),
        lambda at: imports.undo(at, imports.listed(desk)[0].id),
    ):
        refused("permission", act, cashier)
        allowed = lifting.lifted(cashier, name="店主", pin=PIN)
        act(allowed)
        refused("permission", act, allowed)


@pytest.mark.parametrize(
    ("read", "args"), [(figures.month, (2026, 10)), (shifts.expected, ()), (shifts.left_behind, ())]
)
def test_what_is_only_read_is_not_lifted(
    desk: Desk, cashier: Desk, read: Any, args: tuple[int, ...]
) -> None:
    settings.edit(desk, cashiers_count_blind=True)
    allowed = lifting.lifted(cashier, name="店主", pin=PIN)
    said = refused("permission", read, allowed, *args)
    assert lifting.who_may(cashier, said) == [], "so nobody is asked for it"


def test_it_shows_nobody_what_things_cost(desk: Desk, cashier: Desk) -> None:
    tea = products.add(desk, name="茶", price=100, cost=60).id
    assert products.get(lifting.lifted(cashier, name="店主", pin=PIN), tea).cost is None


def test_those_are_offered_who_may_do_what_was_refused(desk: Desk, cashier: Desk) -> None:
    def who(refusal: Refused) -> list[str]:
        return lifting.who_may(cashier, refusal)

    said = refused("permission", gifts.add, cashier, name="袋")
    assert who(said) == ["小林", "店主"]
    permissions.set(desk, "gifts.add", "owner")
    assert who(said) == ["店主"]
    assert who(refused("unknown_receipt", purchases.refund, desk, 99, reason="x")) == []
    owners = Desk(desk.shop, 1, "店主", "owner", "1")
    assert lifting.who_may(owners, said) == []


# --- tries ------------------------------------------------------------------------------------


def test_wrong_pins_are_tries_of_who_lifts_and_keep_nobody_else_out(
    desk: Desk, cashier: Desk, lin: int, clock: SetClock
) -> None:
    for _ in range(5):
        refused("sign_in", lifting.lifted, cashier, name="小林", pin="0000")
    tried = events(desk, 1)[0]
    assert (tried.action, tried.staff_id, tried.subject) == ("desk.try_pin", cashier.staff_id, lin)
    said = refused("too_many_tries", lifting.lifted, cashier, name="小林", pin=MANAGER)
    assert "小林" in str(said)
    refused("too_many_tries", desk.shop.sign_in, "小林", MANAGER)
    assert pin_tries.refused_until(desk, cashier.staff_id) is None
    assert desk.shop.sign_in("小陈", "4826")
    assert lifting.lifted(cashier, name="店主", pin=PIN)
    clock.tick(minutes=1)
    assert lifting.lifted(cashier, name="小林", pin=MANAGER)


def test_a_right_pin_starts_the_count_of_who_lifts_anew(cashier: Desk) -> None:
    for _ in range(3):
        for _ in range(4):
            refused("sign_in", lifting.lifted, cashier, name="小林", pin="0000")
        assert lifting.lifted(cashier, name="小林", pin=MANAGER)


def test_another_bonus_than_the_rules_is_lifted_for_one_top_up(
    desk: Desk, cashier: Desk, member: int
) -> None:
    asked: dict[str, Any] = {"principal": 1_000, "bonus": 500, "pay": {"cash": 1_000}}
    said = refused("permission", stored_value.top_up, cashier, member, **asked)
    assert lifting.who_may(cashier, said) == ["小林", "店主"]
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    assert stored_value.top_up(allowed, member, **asked).bonus == 500
    refused("permission", stored_value.top_up, allowed, member, **asked)


def test_nothing_is_lifted_for_who_left_meanwhile(desk: Desk, cashier: Desk) -> None:
    allowed = lifting.lifted(cashier, name="小林", pin=MANAGER)
    receipt = sold(desk)
    staff.leave(desk, cashier.staff_id)
    refused("permission", products.add, allowed, name="x", price=5)
    refused("permission", purchases.refund, allowed, receipt, reason="x")
