"""Runs of reward rules in processes that die or meet: each once, cost and stock to the piece."""

from datetime import date
from typing import Any

import pytest

from shopdesk import checks, gifts, members, rewards
from shopdesk.shop import Desk
from shopdesk.store.change import change
from tests.store import tills
from tests.store.tills import Start

PEOPLE, PART = 2_000, 80
CUPS, FANS, CUP, FAN = 1_200, 500, 900, 250
BEFORE = date(2026, 9, 20)
"""Rules and members are older than the first of October, which is caught up on."""


@pytest.fixture
def people(desk: Desk) -> list[int]:
    desk.db.execute_sql("PRAGMA synchronous=0")
    with change(desk, action="members.register"):
        return [
            members.register(desk, name=f"客{n}", joined_on=BEFORE).id for n in range(PEOPLE)
        ]  # fmt: skip


def monthly(desk: Desk, name: str, reward: Any, **limits: int) -> rewards.Rule:
    return rewards.add(
        desk, name=name, trigger=rewards.every("month"), reward=reward, starts_on=BEFORE,
        limits=rewards.Limits(**limits),
    )  # fmt: skip


def stocked(desk: Desk, name: str, stock: int, cost: int) -> int:
    return gifts.add(desk, name=name, stock=stock, cost=cost).id


def cost_of(desk: Desk) -> tuple[int, int]:
    """What was given, and what all of it cost."""
    sql = "SELECT COUNT(*), COALESCE(SUM(cost), 0) FROM given"
    times, cost = desk.db.execute_sql(sql).fetchone()
    return times, cost


def given_to(desk: Desk, rule: rewards.Rule) -> list[int]:
    sql = "SELECT member_id FROM occasion WHERE rule_id = ? ORDER BY member_id"
    return [row[0] for row in desk.db.execute_sql(sql, (rule.id,)).fetchall()]


def owed(desk: Desk) -> int:
    return int(desk.db.execute_sql("SELECT COUNT(*) FROM owed").fetchone()[0])


def test_a_run_that_was_killed_again_and_again_is_completed_by_the_next(
    desk: Desk, people: list[int], start: Start
) -> None:
    cup, fan = stocked(desk, "杯", CUPS, CUP), stocked(desk, "扇", FANS, FAN)
    rule = monthly(desk, "礼", rewards.voucher(gift=cup, instead=fan))
    planned = rewards.preview(desk)
    assert planned.cost == CUPS * CUP + FANS * FAN
    for parts in (0, 1, 3, 0, 5, 2):
        till = start("reward", PART)
        assert till.stdout is not None
        for _ in range(parts):
            till.stdout.readline()
        assert "all" not in tills.kill(till)
    assert 0 < cost_of(desk)[0] < CUPS + FANS
    tills.finish(start("reward", PART))
    assert cost_of(desk) == (CUPS + FANS, planned.cost)
    assert given_to(desk, rule) == people[: CUPS + FANS]
    assert [gifts.get(desk, one).free for one in (cup, fan)] == [0, 0]
    assert owed(desk) == PEOPLE - CUPS - FANS
    gifts.receive(desk, cup, PEOPLE)
    rewards.run(desk)
    assert given_to(desk, rule) == people
    assert (owed(desk), rewards.run(desk).given, checks.run(desk)) == (0, (), ())


def test_two_runs_at_once_keep_to_every_limit(desk: Desk, people: list[int], start: Start) -> None:
    cup = stocked(desk, "杯", CUPS, CUP)
    every = [
        monthly(desk, "全", rewards.Points(100)),
        monthly(desk, "限", rewards.Points(100), in_all=333),
        monthly(desk, "预算", rewards.voucher(amount=700), budget=250 * 700 + 699),
        monthly(desk, "库存", rewards.voucher(gift=cup)),
    ]
    planned = rewards.preview(desk)
    both = [start("reward", PART) for _ in range(2)]
    assert [tills.finish(till)[-1] for till in both] == ["all", "all"]
    assert [given_to(desk, rule) for rule in every] == [
        people, people[:333], people[:250], people[:CUPS],
    ]  # fmt: skip
    assert cost_of(desk) == (len(planned.given), planned.cost)
    assert (gifts.get(desk, cup).free, owed(desk)) == (0, PEOPLE - CUPS)
    assert (rewards.run(desk).given, checks.run(desk)) == ((), ())


def test_what_is_received_while_two_run_is_given_once(
    desk: Desk, people: list[int], start: Start
) -> None:
    cup = stocked(desk, "杯", 0, CUP)
    rule = monthly(desk, "礼", rewards.voucher(gift=cup))
    both = [start("reward", PART) for _ in range(2)]
    for _ in range(10):
        gifts.receive(desk, cup, 50)
    for till in both:
        tills.finish(till)
    rewards.run(desk)
    assert len(given_to(desk, rule)) == len(set(given_to(desk, rule))) == 500
    assert (gifts.get(desk, cup).free, owed(desk)) == (0, PEOPLE - 500)
    assert checks.run(desk) == ()
