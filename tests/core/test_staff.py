"""Staff who change: names, roles, PINs, and those who leave."""

import json

import pytest

from shopdesk import backup_log, backups, checks, members, pins, purchases, staff, vouchers
from shopdesk.refusals import NotPermitted, Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.shop import Event


def roles(desk: Desk) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in staff.everyone(desk)]


def refused(code: str):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def last_event(shop: Shop) -> tuple[str, int, dict[str, object]]:
    newest = Event.select(Event.action, Event.subject, Event.body).order_by(Event.id.desc())
    action, subject, body = newest.tuples().bind(shop.db).first()
    return action, subject, json.loads(body)


def test_an_owner_changes_a_name_and_a_role(desk: Desk, cashier: Desk, shop: Shop) -> None:
    changed = staff.edit(desk, cashier.staff_id, name=" 陈 明 ", role="manager")
    assert (changed.name, changed.role) == ("陈 明", "manager")
    assert roles(desk) == [("店主", "owner"), ("陈 明", "manager")]
    assert shop.sign_in("陈明", "4826").role == "manager"


def test_the_audit_says_what_was_changed_and_of_whom_but_no_name_and_no_pin(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    staff.edit(desk, cashier.staff_id, name="陈明", role="manager", pin="135790")
    action, subject, facts = last_event(shop)
    assert (action, subject) == ("staff.edit", cashier.staff_id)
    assert facts == {"role": "manager", "renamed": True, "pin": True}


def test_a_name_that_is_taken_is_refused_and_ones_own_may_be_written_otherwise(
    desk: Desk, cashier: Desk
) -> None:
    with refused("staff_taken"):
        staff.edit(desk, cashier.staff_id, name="店 主")
    assert staff.edit(desk, cashier.staff_id, name="小 陈").name == "小 陈"


@pytest.mark.parametrize(
    ("values", "code"), [({"name": " "}, "text"), ({"role": "boss"}, "choice")]
)
def test_what_no_one_can_be_called_or_be_is_refused(
    desk: Desk, cashier: Desk, values: dict[str, str], code: str
) -> None:
    with refused(code):
        staff.edit(desk, cashier.staff_id, **values)
    assert roles(desk)[1] == ("小陈", "cashier")


def test_whoever_becomes_an_owner_chooses_an_owners_pin(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    for pin in (None, "4826"):
        with refused("pin"):
            staff.edit(desk, cashier.staff_id, role="owner", pin=pin)
    assert roles(desk)[1] == ("小陈", "cashier")
    staff.edit(desk, cashier.staff_id, role="owner", pin="482600")
    assert shop.sign_in("小陈", "482600").role == "owner"
    with refused("sign_in"):
        shop.sign_in("小陈", "4826")


def test_the_last_owner_stays_one(desk: Desk, cashier: Desk) -> None:
    with refused("last_owner"):
        staff.edit(desk, desk.staff_id, role="manager")
    with refused("last_owner"):
        staff.leave(desk, desk.staff_id)
    assert staff.edit(desk, desk.staff_id, role="owner", name="老板").name == "老板"
    assert desk.staff_name == "老板"


def test_nobody_takes_their_own_place_away_but_another_owner_may(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    staff.edit(desk, cashier.staff_id, role="owner", pin="482600")
    with refused("own_place"):
        staff.leave(desk, desk.staff_id)
    with refused("own_place"):
        staff.edit(desk, desk.staff_id, role="cashier")
    staff.edit(cashier, desk.staff_id, role="cashier")
    with pytest.raises(NotPermitted):
        staff.leave(desk, cashier.staff_id)


def test_everyone_sets_their_own_pin_and_an_owner_anyones(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    staff.set_pin(cashier, cashier.staff_id, "7531", old="4826")
    assert shop.sign_in("小陈", "7531")
    staff.set_pin(desk, cashier.staff_id, "8642")
    assert shop.sign_in("小陈", "8642")
    with pytest.raises(NotPermitted):
        staff.set_pin(cashier, desk.staff_id, "753100")
    with refused("pin"):
        staff.set_pin(desk, desk.staff_id, "7531", old="258025")
    assert shop.sign_in("店主", "258025")


def test_ones_own_new_pin_asks_for_the_old_one_even_of_an_owner(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    for person, old in ((cashier, "4827"), (cashier, None), (desk, None), (desk, "4826")):
        with refused("old_pin"):
            staff.set_pin(person, person.staff_id, "753100", old=old)
    assert shop.sign_in("小陈", "4826")
    assert shop.sign_in("店主", "258025")
    staff.set_pin(desk, desk.staff_id, "753100", old="258025")
    assert shop.sign_in("店主", "753100")


def test_a_manager_changes_no_staff(desk: Desk, cashier: Desk) -> None:
    staff.edit(desk, cashier.staff_id, role="manager")
    for work in (
        lambda: staff.edit(cashier, desk.staff_id, name="X"),
        lambda: staff.leave(cashier, desk.staff_id),
        lambda: staff.set_pin(cashier, desk.staff_id, "000000"),
    ):
        with pytest.raises(NotPermitted):
            work()


def test_who_leaves_signs_in_no_more_and_an_open_desk_is_closed_to_them(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    staff.leave(desk, cashier.staff_id)
    assert roles(desk) == [("店主", "owner")]
    assert staff.names(shop) == ["店主"]
    with refused("sign_in"):
        shop.sign_in("小陈", "4826")
    with pytest.raises(NotPermitted):
        members.register(cashier, name="张三丰")
    with pytest.raises(NotPermitted):
        staff.set_pin(cashier, cashier.staff_id, "7531", old="4826")


def test_a_desk_that_only_reads_asks_whether_its_person_is_still_what_they_were(
    desk: Desk, cashier: Desk
) -> None:
    staff.edit(desk, cashier.staff_id, name="陈明")
    staff.require_unchanged(cashier)
    staff.edit(desk, cashier.staff_id, role="manager")
    with refused("permission"):
        staff.require_unchanged(cashier)
    members.register(cashier, name="张三丰")
    with refused("permission"):
        staff.require_unchanged(cashier)
    staff.edit(desk, cashier.staff_id, role="cashier")
    staff.require_unchanged(cashier)
    staff.leave(desk, cashier.staff_id)
    with refused("unknown_staff"):
        staff.require_unchanged(cashier)


def test_who_has_left_cannot_be_changed(desk: Desk, cashier: Desk) -> None:
    staff.leave(desk, cashier.staff_id)
    for work in (
        lambda: staff.leave(desk, cashier.staff_id),
        lambda: staff.edit(desk, cashier.staff_id, name="Y"),
        lambda: staff.set_pin(desk, cashier.staff_id, "1234"),
        lambda: staff.edit(desk, 99, name="Y"),
    ):
        with refused("unknown_staff"):
            work()


def test_the_name_of_who_has_left_is_free_for_somebody_new(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    voucher = vouchers.issue(desk, None, amount=100)
    used = purchases.record(cashier, amount=500, vouchers=[voucher.code], pay={"cash": 400})
    for pin in ("1234", "5678"):
        with refused("staff_taken"):
            staff.add(desk, name="小 陈", pin=pin, role="cashier")
        staff.leave(desk, staff.everyone(desk)[-1].id)
        new = staff.add(desk, name="小 陈", pin=pin, role="cashier")
        assert shop.sign_in("小陈", pin).staff_id == new.id
    assert roles(desk) == [("店主", "owner"), ("小 陈", "cashier")]
    assert vouchers.get(desk, voucher.id).redeemed_by == "小陈"
    assert used.id == 1
    assert checks.run(desk) == ()


def test_a_colleague_may_take_the_name_of_who_has_left(
    desk: Desk, cashier: Desk, shop: Shop
) -> None:
    lin = staff.add(desk, name="林", pin="1234", role="cashier")
    staff.leave(desk, cashier.staff_id)
    staff.edit(desk, lin.id, name="小陈")
    assert shop.sign_in("小陈", "1234").staff_id == lin.id
    with pytest.raises(NotPermitted):
        members.register(cashier, name="张三丰")


def test_a_pin_is_never_kept_as_it_was_typed(desk: Desk, cashier: Desk, shop: Shop) -> None:
    staff.set_pin(desk, cashier.staff_id, "97531864")
    staff.set_pin(cashier, cashier.staff_id, "64189753", old="97531864")
    assert b"97531864" not in shop.location.read_bytes()
    assert pins.LONGEST >= 8


def test_the_last_backup_is_remembered(desk: Desk, tmp_path, clock) -> None:
    assert backup_log.last_made(desk) is None
    backups.make(desk, tmp_path / "one.shopdesk")
    clock.tick(hours=2)
    backups.make(desk, tmp_path / "two.shopdesk")
    last = backup_log.last_made(desk)
    assert last is not None
    assert (last.file, f"{last.at:%Y-%m-%d %H:%M}") == ("two.shopdesk", "2026-10-15 14:00")


def test_when_the_last_backup_was_is_asked_in_a_few_steps_however_long_the_audit_is(
    desk: Desk, tmp_path
) -> None:
    steps: list[None] = []
    connection = desk.db.connection()

    def asked() -> int:
        steps.clear()
        connection.set_progress_handler(lambda: steps.append(None), 1)
        backup_log.last_made(desk)
        connection.set_progress_handler(None, 1)
        return len(steps)

    backups.make(desk, tmp_path / "one.shopdesk")
    short = asked()
    for note in range(300):
        staff.edit(desk, desk.staff_id, name=f"Mei {note}")
    assert asked() <= short
