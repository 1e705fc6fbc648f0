"""The roll of all members: ids in one read, rows a window at a time."""

from array import array
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from shopdesk import long, members, points, purchases, roster
from shopdesk.shop import Desk, Shop
from tests.benchmarks import shops
from tests.benchmarks.selling import count_steps, traced


def join(desk: Desk, name: str, on: date | None = None) -> int:
    return members.register(desk, name=name, joined_on=on).id


def test_who_joined_last_comes_first(desk: Desk) -> None:
    today, earlier, again = (
        join(desk, "今"), join(desk, "早", date(2025, 1, 5)), join(desk, "又"),
    )  # fmt: skip
    assert list(roster.ids(desk)) == [again, today, earlier]


def test_a_shop_without_members_has_an_empty_roll(desk: Desk) -> None:
    assert list(roster.ids(desk)) == []
    assert roster.window(desk, []) == []


def test_the_roll_is_read_once_until_somebody_joins(desk: Desk, member: int) -> None:
    first = roster.ids(desk)
    members.edit(desk, member, name="张无忌")
    assert roster.ids(desk) is first
    newcomer = join(desk, "新")
    assert list(roster.ids(desk)) == [newcomer, member]


def test_who_joins_while_the_roll_is_read_stands_in_it_once(
    desk: Desk, member: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, joined = roster._everyone, list[int]()

    def meanwhile(db: object) -> object:
        joined.append(join(desk, "新"))
        return read(db)

    monkeypatch.setattr(roster, "_everyone", meanwhile)
    roster.ids(desk)
    monkeypatch.undo()
    assert list(roster.ids(desk)) == [*joined, member]


def test_who_joined_earlier_by_a_merge_stands_among_those_of_that_day(desk: Desk) -> None:
    first, second, third = (
        join(desk, "早", date(2020, 1, 5)), join(desk, "中", date(2023, 1, 5)), join(desk, "今"),
    )  # fmt: skip
    assert list(roster.ids(desk)) == [third, second, first]
    merged = members.merge(desk, keep=third, drop=first)
    assert list(roster.ids(desk)) == [second, third, first]
    members.undo_merge(desk, merged.id)
    assert list(roster.ids(desk)) == [third, second, first]


def test_who_joins_in_another_program_is_seen(desk: Desk, member: int) -> None:
    roster.ids(desk)
    with Shop.open(desk.shop.location, clock=desk.shop.clock) as other:
        newcomer = join(Desk(other, 1, "店主", "owner", "2"), "新")
    assert list(roster.ids(desk)) == [newcomer, member]


def test_many_newcomers_and_those_said_to_have_joined_earlier_take_their_place(
    desk: Desk, member: int
) -> None:
    roster.ids(desk)
    earlier, today = join(desk, "早", date(2025, 1, 5)), join(desk, "又")
    assert list(roster.ids(desk)) == [today, member, earlier]
    later = [join(desk, f"客{n}") for n in range(3)]
    assert list(roster.ids(desk)) == [*reversed(later), today, member, earlier]


def test_a_short_roll_is_whole_at_once_and_of_a_long_one_its_beginning(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = [join(desk, f"客{n}") for n in range(5)]
    assert roster.first(desk) == long.Part(array("i", reversed(joined)), is_whole=True)
    monkeypatch.setattr(long, "FIRST", 3)
    assert roster.first(desk) == long.Part(array("i", joined[:1:-1]), is_whole=False)
    assert roster.first(desk, tier="silver") == long.Part(array("i"), is_whole=False)
    roster.ids(desk)
    assert roster.first(desk).is_whole
    newcomer = join(desk, "新")
    assert list(roster.first(desk).ids) == [newcomer, *reversed(joined)]


def test_the_beginning_of_a_roll_takes_as_many_steps_however_long_it_is(tmp_path: Path) -> None:
    steps = []
    for count in (4_000, 8_000):
        with shops.opened(shops.with_members(count, tmp_path)) as desk:
            assert len(roster.first(desk).ids) == long.FIRST
            for tier in (None, "gold"):
                steps.append(count_steps(desk, partial(roster.first, desk, tier=tier)))
            assert len(roster.ids(desk)) == count
            steps.append(count_steps(desk, lambda: roster.first(desk)))
    assert steps[:3] == steps[3:]


def test_a_window_takes_one_statement_and_no_more_steps_for_who_came_often(
    desk: Desk, member: int, clock
) -> None:
    seldom = join(desk, "李四")
    for who in (seldom, seldom, *[member] * 9):
        purchases.record(desk, member=who, amount=100, pay={"cash": 100})
        clock.tick(days=1)
    roster.window(desk, [member])
    assert len(traced(desk, lambda: roster.window(desk, [member, seldom]))) == 1
    often, once = (
        count_steps(desk, partial(roster.window, desk, [who])) for who in (member, seldom)
    )
    assert often - once <= 1  # a walk along nine visits would take dozens


def test_the_roll_of_one_tier_holds_who_stands_on_it_now(desk: Desk, member: int) -> None:
    other = join(desk, "李四")
    purchases.record(desk, member=member, amount=100_000, pay={"cash": 100_000})
    assert list(roster.ids(desk, tier="silver")) == [member]
    assert list(roster.ids(desk, tier="member")) == [other]


def test_a_window_has_the_members_in_the_order_asked_for(desk: Desk, member: int) -> None:
    other = join(desk, "李四")
    points.adjust(desk, other, 7, reason="start")
    listed = roster.window(desk, [other, member])
    assert [(row.id, row.points) for row in listed] == [(other, 7), (member, 0)]


def test_a_row_shows_a_member_as_they_are(desk: Desk, member: int) -> None:
    points.adjust(desk, member, 30, reason="start")
    (row,), known = roster.window(desk, [member]), members.get(desk, member)
    for name in ("id", "number", "name", "phone", "tier", "points"):
        assert getattr(row, name) == getattr(known, name), name
    assert not row.is_closed


def test_the_last_visit_is_that_of_a_receipt_of_which_something_is_left(
    desk: Desk, member: int, clock
) -> None:
    purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    bought = desk.today()
    clock.tick(days=2)
    whole = purchases.record(desk, member=member, amount=100, pay={"cash": 100})
    assert roster.window(desk, [member])[0].last_on == desk.today()
    purchases.refund(desk, whole.id, reason="back")
    assert roster.window(desk, [member])[0].last_on == bought
    assert roster.window(desk, [join(desk, "李四")])[0].last_on is None
