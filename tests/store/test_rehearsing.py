"""Rehearsals: read inside, gone after, and nobody told."""

import pytest

from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.topics import Topic
from tests.store.test_change import Undone, actions, add_gift, count, told

__all__ = ["told"]


def test_what_is_rehearsed_is_read_inside_and_gone_after_it(
    desk: Desk, told: list[list[Topic]]
) -> None:
    events = actions(desk)
    with rehearsal(desk, action="gifts.add") as made:
        add_gift(made, "扇子")
        with change(desk, Topic.GIFTS, action="gifts.edit", key="kept"):
            add_gift(made, "茶")
        assert count(desk, "gift") == 2
    assert (count(desk, "gift"), actions(desk), told) == (0, events, [])
    with change(desk, action="days.run", key="kept") as after:
        assert after.event == len(events) + 1


def test_a_rehearsal_within_a_change_takes_back_only_itself(
    desk: Desk, told: list[list[Topic]]
) -> None:
    with change(desk, Topic.GIFTS, action="gifts.add") as outer:
        add_gift(outer, "one")
        with rehearsal(desk, action="gifts.edit") as made:
            assert made.event == outer.event + 1
            add_gift(made, "two")
            with change(desk, Topic.STAFF, action="staff.add"):
                pass
        assert count(desk, "gift") == 1
    assert actions(desk)[-1] == "gifts.add"
    assert told == [[Topic.GIFTS]]


def test_a_rehearsal_that_fails_leaves_no_trace_either(desk: Desk) -> None:
    def fail() -> None:
        with rehearsal(desk, action="gifts.add") as made:
            add_gift(made, "扇子")
            raise Undone

    with pytest.raises(Undone):
        fail()
    assert count(desk, "gift") == 0
    assert desk.shop.running is None
    assert not desk.db.in_transaction()


def test_anyone_may_rehearse(cashier: Desk) -> None:
    with rehearsal(cashier, action="settings.change") as made:
        add_gift(made, "扇子")
    assert count(cashier, "gift") == 0
