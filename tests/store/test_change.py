"""Changes: all or nothing, told once and only when saved, by who may, once per key."""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import days, members, points, purchases, settings, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import Change, change
from shopdesk.topics import Topic

if TYPE_CHECKING:
    from tests.conftest import SetClock


@pytest.fixture
def told(shop: Shop) -> list[list[Topic]]:
    """What the listeners were told, a list per telling."""
    heard: list[list[Topic]] = []

    def listen(topics: Iterable[Topic]) -> None:
        assert not shop.db.in_transaction(), "told before it was saved"
        heard.append(list(topics))

    shop.subscribe(listen)
    return heard


def actions(desk: Desk) -> list[str]:
    return [row[0] for row in desk.db.execute_sql("SELECT action FROM event ORDER BY id")]


def count(desk: Desk, table: str) -> int:
    (rows,) = desk.db.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()
    return int(rows)


def add_gift(made: Change, name: str) -> None:
    """Something written that no event check depends on."""
    made.db.execute_sql(
        "INSERT INTO gift (name, kind, cost, value, promised, event_id) "
        "VALUES (?, 'goods', 0, 0, 0, ?)",
        (name, made.event),
    )


class Undone(Exception):  # noqa: N818 - nothing went wrong
    """Ends a change that is not to be."""


def undo(desk: Desk, action: str, topic: Topic, name: str) -> None:
    """A change that writes a gift, changes a setting, and fails."""
    with change(desk, topic, action=action) as made:
        add_gift(made, name)
        settings.edit(desk, earn_points=7)
        assert desk.shop.settings.earn_points == 7
        raise Undone


# --- commit and rollback ----------------------------------------------------------------------


def test_topics_are_told_once_from_the_outermost_after_the_commit(
    desk: Desk, told: list[list[Topic]]
) -> None:
    with change(desk, Topic.GIFTS, action="days.run"):
        with change(desk, Topic.VOUCHERS, Topic.GIFTS, action="vouchers.void"):
            pass
        assert told == []
    assert told == [[Topic.GIFTS, Topic.VOUCHERS]]
    assert actions(desk)[-2:] == ["days.run", "vouchers.void"]


def test_a_change_that_fails_leaves_no_row_no_event_and_no_word(
    desk: Desk, told: list[list[Topic]]
) -> None:
    before = actions(desk)
    with pytest.raises(Undone):
        undo(desk, "gifts.add", Topic.GIFTS, "扇子")
    assert (actions(desk), count(desk, "gift"), told) == (before, 0, [])
    assert desk.shop.running is None


def test_a_change_within_another_is_undone_alone(desk: Desk, told: list[list[Topic]]) -> None:
    with change(desk, Topic.GIFTS, action="gifts.add") as outer:
        add_gift(outer, "one")
        with pytest.raises(Undone):
            undo(desk, "staff.add", Topic.STAFF, "two")
        assert desk.shop.settings.earn_points == 1
        with change(desk, Topic.VOUCHERS, action="vouchers.void") as third:
            add_gift(third, "three")
    names = [row[0] for row in desk.db.execute_sql("SELECT name FROM gift ORDER BY id")]
    assert names == ["one", "three"]
    assert actions(desk)[-2:] == ["gifts.add", "vouchers.void"]
    assert told == [[Topic.GIFTS, Topic.VOUCHERS]]


def test_settings_changed_within_a_change_hold_in_the_rest_of_it(desk: Desk) -> None:
    with change(desk, action="days.run"):
        settings.edit(desk, earn_points=7)
        assert desk.shop.settings.earn_points == 7
    assert desk.shop.settings.earn_points == 7


def test_a_listener_may_make_a_change_of_its_own(desk: Desk) -> None:
    def echo(topics: Iterable[Topic]) -> None:
        if Topic.GIFTS in topics:
            members.register(desk, name="张三丰")

    desk.shop.subscribe(echo)
    with change(desk, Topic.GIFTS, action="days.run"):
        pass
    assert count(desk, "member") == 1


# --- who may ----------------------------------------------------------------------------------


def test_what_a_role_may_not_do_is_refused_and_leaves_nothing(cashier: Desk) -> None:
    member = members.register(cashier, name="张三丰")
    before = actions(cashier)
    with pytest.raises(Refused) as refused:
        points.adjust(cashier, member.id, 50, reason="friend")
    assert refused.value.code == "permission"
    assert "小陈" in str(refused.value)
    assert actions(cashier) == before


def test_a_role_taken_away_elsewhere_counts_at_once(desk: Desk, cashier: Desk, raw: Any) -> None:
    manager = Desk(desk.shop, cashier.staff_id, cashier.staff_name, "manager", till="2")
    raw.execute("UPDATE staff SET role = 'manager' WHERE id = 2")
    member = members.register(manager, name="张三丰")
    points.adjust(manager, member.id, 50, reason="apology")
    raw.execute("UPDATE staff SET role = 'cashier' WHERE id = 2")
    with pytest.raises(Refused) as refused:
        points.adjust(manager, member.id, 50, reason="apology")
    assert refused.value.code == "permission"
    raw.execute("UPDATE staff SET left_on = 739000 WHERE id = 2")
    with pytest.raises(Refused) as refused:
        members.register(manager, name="李四")
    assert refused.value.code == "permission"


# --- keys -------------------------------------------------------------------------------------


def test_the_same_key_with_the_same_content_gives_the_first_result_and_writes_nothing(
    desk: Desk, told: list[list[Topic]]
) -> None:
    first = purchases.record(desk, amount=500, pay={"cash": 500}, key="till-1:1")
    before, words = actions(desk), len(told)
    again = purchases.record(desk, amount=500, pay={"cash": 500}, key="till-1:1")
    assert again == first
    assert (actions(desk), len(told)) == (before, words)


def test_the_same_key_with_other_content_is_refused(desk: Desk) -> None:
    purchases.record(desk, amount=500, pay={"cash": 500}, key="till-1:1")
    for amount in (501, 400):
        with pytest.raises(Refused) as refused:
            purchases.record(desk, amount=amount, pay={"cash": amount}, key="till-1:1")
        assert refused.value.code == "key_reused"
    with pytest.raises(Refused) as refused:
        members.register(desk, name="张三丰", key="till-1:1")
    assert refused.value.code == "key_reused"


def test_a_key_counts_within_the_change_that_uses_it_first(desk: Desk) -> None:
    with change(desk, action="days.run"):
        first = purchases.record(desk, amount=500, pay={"cash": 500}, key="k")
        again = purchases.record(desk, amount=500, pay={"cash": 500}, key="k")
        with pytest.raises(Refused) as refused:
            purchases.record(desk, amount=600, pay={"cash": 600}, key="k")
    assert again == first
    assert refused.value.code == "key_reused"
    assert count(desk, "purchase") == 1


def test_a_key_is_known_again_by_every_later_program(desk: Desk) -> None:
    with change(desk, action="gifts.add", key="k", content=["茶", 5, {"b": 1, "a": None}]) as made:
        made.subject = 7
    (digest,) = desk.db.execute_sql("SELECT digest FROM event WHERE key = 'k'").fetchone()
    said = '["gifts.add", ["茶", 5, {"a": null, "b": 1}]]'
    assert digest == sha256(said.encode()).hexdigest()


def test_a_key_of_a_refused_call_is_free_again(desk: Desk) -> None:
    with pytest.raises(Refused):
        purchases.record(desk, amount=500, pay={"cash": 400}, key="k")
    assert purchases.record(desk, amount=500, pay={"cash": 500}, key="k").total == 500


# --- the clock --------------------------------------------------------------------------------


def test_the_latest_time_seen_decides_while_the_clock_is_behind(
    desk: Desk, clock: "SetClock"
) -> None:
    member = members.register(desk, name="张三丰")
    voucher = vouchers.issue(desk, member.id, amount=3000, valid_days=1)
    clock.tick(days=2)
    days.run(desk)
    clock.tick(days=-2)
    with pytest.raises(Refused) as refused:
        vouchers.inspect(desk, voucher.code)
    assert refused.value.code == "voucher_expired"
    with pytest.raises(Refused) as refused:
        days.run(desk)
    assert refused.value.code == "clock"
    sold = purchases.record(desk, amount=500, pay={"cash": 500})
    assert sold.at == clock.now + timedelta(days=2)
    at, said = desk.db.execute_sql("SELECT at, clock_at FROM event ORDER BY id DESC").fetchone()
    assert at - said == 2 * 86_400_000, "the audit keeps what the clock said"


@pytest.mark.parametrize(
    ("off", "is_believed"),
    [
        (timedelta(0), True),
        (timedelta(seconds=-120), True),
        (timedelta(seconds=-121), False),
        (timedelta(days=45), True),
        (timedelta(days=45, seconds=1), False),
    ],
)
def test_a_clock_is_believed_from_two_minutes_behind_to_45_days_ahead(
    desk: Desk, clock: "SetClock", off: timedelta, *, is_believed: bool
) -> None:
    clock.now += off
    with change(desk, action="days.run") as made:
        assert made.is_clock_believable is is_believed


def test_a_clock_that_leapt_ahead_moves_nothing_until_an_owner_accepts_it(
    desk: Desk, cashier: Desk, clock: "SetClock"
) -> None:
    clock.tick(days=46)
    purchases.record(cashier, amount=500, pay={"cash": 500})
    with pytest.raises(Refused) as refused:
        days.run(desk)
    assert refused.value.code == "clock"
    with pytest.raises(Refused) as refused:
        days.accept_clock(cashier)
    assert refused.value.code == "permission"
    assert days.accept_clock(desk) == clock.now
    days.run(desk)


def test_an_owner_may_set_the_latest_time_seen_back(desk: Desk, clock: "SetClock") -> None:
    clock.tick(days=40)
    days.run(desk)
    clock.tick(days=-40)
    days.accept_clock(desk)
    days.run(desk)
    assert desk.now() == clock.now


def test_an_hour_of_sales_is_remembered_by_another_program(desk: Desk, clock: "SetClock") -> None:
    with Shop.open(desk.shop.location, clock=clock) as other:
        start = other.now()
        clock.tick(hours=1)
        purchases.record(desk, amount=500, pay={"cash": 500})
        clock.tick(hours=-1)
        other.refresh()
        assert other.now() == start + timedelta(hours=1)
