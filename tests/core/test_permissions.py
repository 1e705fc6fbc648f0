"""The shop's own permissions: what the owner changes, what stays, and what it costs a sale."""

import json
from typing import Any

import pytest

from shopdesk import days, permission_words, permissions, purchases, settings, stored_value
from shopdesk.permissions import EVERYBODYS, FIXED, LOWEST_ROLE, OWNERS_OWN, ROLES
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.shop import Event
from tests.conftest import SetClock
from tests.core.prepaid import top_up

FREE = sorted(LOWEST_ROLE.keys() - FIXED)


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def newest(desk: Desk) -> Any:
    return Event.select().order_by(Event.id.desc()).bind(desk.db).first()


@pytest.fixture
def receipt(desk: Desk) -> int:
    return purchases.record(desk, amount=1000, pay={"cash": 1000}).id


def test_what_the_owner_allows_a_cashier_they_may_do_from_the_next_act_on(
    desk: Desk, cashier: Desk, receipt: int
) -> None:
    refused("permission", purchases.refund, cashier, receipt, amount=1, reason="x")
    permissions.set(desk, "purchases.refund", "cashier")
    assert purchases.refund(cashier, receipt, amount=1, reason="x").money == 1
    permissions.set(desk, "purchases.refund")
    refused("permission", purchases.refund, cashier, receipt, amount=1, reason="x")


def test_what_the_owner_keeps_from_a_cashier_another_program_refuses_too(
    desk: Desk, cashier: Desk, clock: SetClock
) -> None:
    with Shop.open(desk.shop.location, clock=clock) as other:
        there = Desk(other, cashier.staff_id, cashier.staff_name, "cashier", "3")
        assert purchases.record(there, amount=1, pay={"cash": 1})
        permissions.set(desk, "purchases.record", "manager")
        refused("permission", purchases.record, there, amount=1, pay={"cash": 1})


@pytest.mark.parametrize("action", FREE)
def test_every_action_that_is_not_fixed_takes_any_role_and_comes_back(
    desk: Desk, action: str
) -> None:
    for role in ROLES:
        permissions.set(desk, action, role)
        assert permissions.lowest(desk, action) == role
        for place, person in enumerate(ROLES):
            sits = Desk(desk.shop, 1, "x", person, "1")
            assert permissions.may(sits, action) is (place <= ROLES.index(role))
    permissions.set(desk, action)
    assert desk.shop.settings.permissions == {}


@pytest.mark.parametrize("action", sorted(FIXED))
def test_what_is_fixed_stays_for_every_role(desk: Desk, action: str) -> None:
    for role in ROLES:
        refused("permission_fixed", permissions.set, desk, action, role)
    assert desk.shop.settings.permissions == {}


def test_what_is_the_owners_own_is_the_owners_as_delivered_and_what_is_everybodys_everybodys() -> (
    None
):
    assert {LOWEST_ROLE[action] for action in OWNERS_OWN} == {"owner"}
    assert {LOWEST_ROLE[action] for action in EVERYBODYS} == {"cashier"}


def test_the_work_of_the_day_and_a_proof_go_on_whatever_the_table_says(
    desk: Desk, cashier: Desk, member: int, clock: SetClock
) -> None:
    settings.edit(desk, proof_above=100)
    stored_value.set_pin(desk, member, "4826")
    top_up(desk, member, 1_000)
    spending = {"purchases.record"}  # a sale is what the cashier is here for
    permissions.set_all(desk, dict.fromkeys(LOWEST_ROLE.keys() - FIXED - spending, "owner"))
    clock.tick(days=25)
    assert days.run(cashier).months_closed == 1
    pay = {"stored_value": 500}
    assert purchases.record(cashier, member=member, amount=500, pay=pay, proof="4826").total == 500


def test_only_deviations_are_kept_and_the_audit_says_what_became_of_which(desk: Desk) -> None:
    permissions.set(desk, "purchases.refund", "cashier")
    permissions.set(desk, "vouchers.issue", "owner")
    permissions.set(desk, "gifts.add", LOWEST_ROLE["gifts.add"])
    assert desk.shop.settings.permissions == {
        "purchases.refund": "cashier", "vouchers.issue": "owner",
    }  # fmt: skip
    permissions.reset(desk)
    assert desk.shop.settings.permissions == {}
    event = newest(desk)
    assert event.action == "permissions.set"
    assert json.loads(event.body) == {
        "roles": {"purchases.refund": "manager", "vouchers.issue": "manager"}
    }


def test_only_an_owner_changes_them_and_only_here(desk: Desk, cashier: Desk) -> None:
    refused("permission", permissions.set, cashier, "purchases.refund", "cashier")
    refused("permission", permissions.reset, cashier)
    refused("choice", permissions.set, desk, "purchases.rob", "cashier")
    refused("choice", permissions.set, desk, "purchases.refund", "boss")
    refused("choice", settings.edit, desk, permissions={"staff.add": "cashier"})
    settings.edit(desk, name="新名")
    assert desk.shop.settings.permissions == {}


def test_other_settings_leave_them_as_they_are(desk: Desk) -> None:
    permissions.set(desk, "purchases.refund", "cashier")
    settings.edit(desk, phone="021-1")
    assert desk.shop.settings.permissions == {"purchases.refund": "cashier"}


def test_they_cost_a_sale_no_statement(desk: Desk) -> None:
    def statements() -> int:
        seen: list[str] = []
        desk.db.connection().set_trace_callback(seen.append)
        purchases.record(desk, amount=100, pay={"cash": 100})
        desk.db.connection().set_trace_callback(None)
        return len(seen)

    statements()
    before = statements()
    permissions.set(desk, "purchases.record", "manager")
    statements()  # the settings are read again, once
    assert statements() == before


def test_who_may_see_costs_and_figures_is_the_shops_to_say(desk: Desk, cashier: Desk) -> None:
    assert not permissions.sees_costs(cashier)
    permissions.set(desk, "costs.see", "cashier")
    assert permissions.sees_costs(cashier)


def test_every_action_has_a_name_in_one_group() -> None:
    named = [action for group in permission_words.GROUPS for action in group.actions]
    assert sorted(named) == sorted(LOWEST_ROLE), "name the action in permission_words.GROUPS"
    titles = [permission_words.name(action) for action in LOWEST_ROLE]
    assert len(set(titles)) == len(titles)
