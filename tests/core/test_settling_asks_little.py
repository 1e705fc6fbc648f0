"""What a sale, and a member at the counter, ask to give by rules does not grow with the shop."""

from collections.abc import Callable
from typing import Any

import peewee

from shopdesk import days, gifts, members, purchases, rewards, settling_books
from shopdesk.reward_rules import Limits
from shopdesk.shop import Desk
from tests.conftest import SetClock


def steps_of(desk: Desk, work: Callable[[], object]) -> int:
    """So many steps of SQLite's machine."""
    count = 0

    def one_more() -> int:
        nonlocal count
        count += 1
        return 0

    desk.db.connection().set_progress_handler(one_more, 1)
    work()
    desk.db.connection().set_progress_handler(None, 0)
    return count


def steps_of_a_sale(desk: Desk, member: int) -> int:
    return steps_of(
        desk, lambda: purchases.record(desk, member=member, amount=1_000, pay={"cash": 1_000})
    )


def visited(desk: Desk, count: int) -> None:
    for number in range(count):
        member = members.register(desk, name=f"客{number}").id
        purchases.record(desk, member=member, amount=1_000, pay={"cash": 1_000})


def test_a_sale_does_not_look_through_gifts_nor_through_what_others_were_given(
    desk: Desk,
) -> None:
    bag = gifts.add(desk, name="袋", stock=10_000).id
    rewards.add(desk, name="r", trigger=rewards.visit(1), reward=rewards.voucher(gift=bag))
    visited(desk, 5)
    few = [steps_of_a_sale(desk, members.register(desk, name="新").id) for _time in range(3)]
    visited(desk, 100)
    for number in range(50):
        gifts.add(desk, name=f"礼{number}")
    many = [steps_of_a_sale(desk, members.register(desk, name="新").id) for _time in range(3)]
    assert min(many) <= min(few) * 1.05


def test_what_a_rule_gave_in_all_is_asked_once_and_only_where_it_has_a_limit(
    desk: Desk, monkeypatch: Any
) -> None:
    asked: list[int] = []
    spent = settling_books._spent
    monkeypatch.setattr(
        settling_books, "_spent", lambda db, rule: (asked.append(rule), spent(db, rule))[1]
    )
    for name, limits in ("a", None), ("b", Limits(budget=5_000)), ("c", Limits(in_all=3)):
        rewards.add(
            desk, name=name, trigger=rewards.every("month", day=desk.today().day),
            reward=rewards.voucher(amount=1_000), limits=limits,
        )  # fmt: skip
    for number in range(6):
        members.register(desk, name=f"客{number}")
    given = rewards.preview(desk).given
    assert len(given) == 6 + 5 + 3
    assert len(asked) == 2


def test_what_birthdays_owe_is_found_by_their_day_in_either_calendar(
    desk: Desk, clock: SetClock
) -> None:
    rewards.add(desk, name="r", trigger=rewards.birthday(), reward=rewards.Points(5))
    clock.tick(days=1)
    asked = members.register(desk, name="问").id
    few = steps_of(desk, lambda: rewards.due_to(desk, asked))
    for number in range(100):
        members.register(desk, name=f"客{number}", birthday=(5, 1 + number % 28))
        members.register(desk, name=f"农{number}", lunar_birthday=(5, 1 + number % 28))
    assert steps_of(desk, lambda: rewards.due_to(desk, asked)) <= few * 1.05


def test_days_that_pass_and_their_sales_make_no_sql_anew(
    desk: Desk, clock: SetClock, monkeypatch: Any
) -> None:
    member = members.register(desk, name="张三丰").id

    def lived(count: int) -> None:
        for _day in range(count):
            clock.tick(days=1)
            days.run(desk)
            purchases.record(desk, member=member, amount=1_000, pay={"cash": 1_000})

    lived(2)
    made: list[object] = []
    for kind, name in ((peewee.BaseQuery, "sql"), (peewee.Database, "execute")):
        real = getattr(kind, name)
        monkeypatch.setattr(
            kind,
            name,
            lambda *given, real=real, **more: (made.append(given), real(*given, **more))[1],
        )
    lived(3)
    assert made == []
