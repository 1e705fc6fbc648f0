"""The roll of all members: ids in one read, rows a window at a time."""

from datetime import date

from shopdesk import members, points, purchases, roster
from shopdesk.shop import Desk, Shop


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


def test_who_joins_in_another_program_is_seen(desk: Desk, member: int) -> None:
    roster.ids(desk)
    with Shop.open(desk.shop.location, clock=desk.shop.clock) as other:
        newcomer = join(Desk(other, 1, "店主", "owner", "2"), "新")
    assert list(roster.ids(desk)) == [newcomer, member]


def test_the_roll_of_one_tier_holds_who_stands_on_it_now(desk: Desk, member: int) -> None:
    other = join(desk, "李四")
    purchases.record(desk, member=member, amount=100_000, pay={"cash": 100_000})
    assert list(roster.ids(desk, tier="silver")) == [member]
    assert list(roster.ids(desk, tier="member")) == [other]


def test_a_window_has_the_members_in_the_order_asked_for(desk: Desk, member: int) -> None:
    other = join(desk, "李四")
    points.adjust(desk, other, 7, reason="start")
    listed = roster.window(desk, [other, member])
    assert [(row.member.id, row.member.points) for row in listed] == [(other, 7), (member, 0)]
    assert listed[0].member == members.get(desk, other)


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
