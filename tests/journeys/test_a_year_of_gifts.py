"""The sample shop lives a year, closed on some days: its gifts reconcile to the piece."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from shopdesk import checks, deliveries, demo, demo_days, demo_people, rewards, settlements
from shopdesk.demo_days import StoryClock
from shopdesk.demo_prepaid import Prepaid
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change

FIRST, DAYS, PEOPLE = date(2026, 3, 1), 365, 110
SPRING_FESTIVAL = date(2027, 2, 6)
OFTEN = ((0.25, 2.8), (0.12, 1.2))
"""Visits a day and appetite of every fifth of them, so that no tier is left with one or two."""
TIERS = ("member", "silver", "gold", "diamond")
WAYS = ("periodic", "festival", "personal", "event")
"""The sets of the ways of giving: three give by themselves, ``event`` at a check-in."""


def closed_days() -> set[date]:
    """The week of the Spring Festival and the day its gifts are due, days of quarters, others."""
    random = Random("closed")
    week = {SPRING_FESTIVAL + timedelta(days=n) for n in range(-1, 7)}
    named = {SPRING_FESTIVAL - timedelta(days=7), date(2026, 10, 1), date(2027, 1, 1)}
    any_days = {FIRST + timedelta(days=random.randrange(1, DAYS - 1)) for _ in range(40)}
    return week | named | any_days


@dataclass
class Year:
    """The shop at the end of its year, and what every run said on its way."""

    desk: Desk
    sets: dict[str, int]
    runs: list[rewards.Preview]
    opened: list[date]

    def rows(self, sql: str, *values: object) -> list[Any]:
        return list(self.desk.db.execute_sql(sql, values).fetchall())


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """Each day is opened as in the story of the sample shop; every run is previewed first."""
    runs: list[rewards.Preview] = []
    plain, tea = rewards.run, demo._tea()

    def previewed(desk: Desk) -> rewards.Preview:
        planned = rewards.preview(desk)
        runs.append(plain(desk))
        assert runs[-1] == planned
        return runs[-1]

    clock = StoryClock(datetime(2026, 2, 28, 23, 0, tzinfo=UTC))
    location = tmp_path_factory.mktemp("year") / "year.shopdesk"
    hired, closed = demo.workers("zh_CN"), closed_days()
    opened = [day for n in range(DAYS) if (day := FIRST + timedelta(days=n)) not in closed]
    with pytest.MonkeyPatch.context() as patch, Shop.create(
        location, name="青禾茶舍", owner=hired[0].name, pin=demo.OWNER_PIN, clock=clock
    ) as shop:  # fmt: skip
        patch.setattr(demo_days.rewards, "run", previewed)
        patch.setattr(demo, "_tea", lambda: with_few_gifts(tea))
        random = Random("a year of gifts")
        life = demo._open(shop, clock, random, hired, Prepaid(Random("prepaid")))
        people = demo_people.drawn(random, PEOPLE, DAYS)
        for number, person in enumerate(people):  # who climbs has a birthday and comes often
            if not (person.birthday or person.lunar_birthday):
                person.birthday = (number % 12 + 1, number % 28 + 1)
            if number % 5 == 0:
                person.per_day, person.appetite = OFTEN[number % 2]
                person.first_day, person.last_day = 0, DAYS
        for day in opened:
            end = datetime(day.year, day.month, day.day, 14, tzinfo=UTC)
            demo_days.live(life, people, (day - FIRST).days, day, end)
        with change(life.owner, action="rewards.run"):
            previewed(life.owner)
        yield Year(life.owner, life.presents.sets, runs, opened)


def with_few_gifts(tea: dict[str, Any]) -> dict[str, Any]:
    """Fewer people need fewer gifts; there are not enough of them for everybody at once."""
    rows = [
        row if row["stock"] is None else row | {"stock": 6 + row["stock"] // 10}
        for row in tea["gifts"]
    ]
    return tea | {"gifts": rows}


def test_every_way_gave_to_every_tier(year: Year) -> None:
    given = Counter(year.rows(
        """SELECT s.tier, s.gift_set_id FROM given AS g JOIN voucher AS v ON v.id = g.voucher_id
           JOIN occasion AS o ON o.id = g.occasion_id JOIN reward_rule AS r ON r.id = o.rule_id
           JOIN gift_of_set AS s ON s.gift_id = v.gift_id
           WHERE r.rewards LIKE '%"gift_set": ' || s.gift_set_id || ',%'"""
    ))  # fmt: skip
    for way in WAYS:
        for tier in TIERS:
            assert given[tier, year.sets[way]] > 0, (way, tier)


def test_the_list_of_all_runs_is_what_was_given_and_cost(year: Year) -> None:
    """By member and rule: what the runs said, and the rows that they wrote."""
    told = Counter((member, rule) for one in year.runs for member, rule, _title in one.given)
    rows = year.rows(
        """SELECT o.member_id, r.name, SUM(g.cost), COUNT(*) FROM given AS g
           JOIN occasion AS o ON o.id = g.occasion_id JOIN reward_rule AS r ON r.id = o.rule_id
           JOIN event AS e ON e.id = g.event_id WHERE e.action = 'rewards.run' GROUP BY 1, 2"""
    )
    assert told == {(member, rule): count for member, rule, _cost, count in rows}
    assert sum(one.cost or 0 for one in year.runs) == sum(row[2] for row in rows) > 0


def test_every_piece_is_where_the_rows_say(year: Year) -> None:
    """Stock, promises and vouchers, each counted from other rows."""
    for gift, stock, promised in year.rows("SELECT id, stock, promised FROM gift"):
        moved = dict(year.rows(
            "SELECT kind, SUM(quantity) FROM gift_movement WHERE gift_id = ? GROUP BY kind", gift
        ))  # fmt: skip
        states = dict(year.rows(
            "SELECT state, COUNT(*) FROM voucher WHERE gift_id = ? GROUP BY state", gift
        ))  # fmt: skip
        ended = states.get("expired", 0) + states.get("void", 0)
        assert moved.get("promised", 0) == sum(states.values())
        assert moved.get("given", 0) == states.get("redeemed", 0)
        assert moved.get("released", 0) == ended
        if stock is not None:
            assert stock == moved["received"] - states.get("redeemed", 0)
            assert promised == states.get("issued", 0) <= stock
    assert year.rows("SELECT 1 FROM given AS g JOIN voucher AS v ON v.id = g.voucher_id"
                     " WHERE v.gift_id IS NOT NULL AND g.cost <> v.cost") == []  # fmt: skip
    assert checks.run(year.desk) == ()


def test_nobody_was_given_twice_for_one_occasion(year: Year) -> None:
    assert year.rows(
        """SELECT rule_id, member_id, occasion FROM occasion WHERE state <> 'freed'
           GROUP BY 1, 2, 3 HAVING COUNT(*) > 1"""
    ) == []  # fmt: skip
    several = year.rows(
        "SELECT occasion_id FROM given GROUP BY occasion_id, kind HAVING COUNT(*) > 1"
    )
    assert several == []


def test_nobody_whose_day_came_was_skipped_open_or_closed(year: Year) -> None:
    """Birthdays, quarters and festivals of all who were seen often enough, from their receipts."""
    seen: dict[int, list[int]] = {}
    for member, on in year.rows(
        """SELECT member_id, on_day FROM purchase AS p WHERE member_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM refund WHERE purchase_id = p.id)"""
    ):
        seen.setdefault(member, []).append(on)
    due = set(_due(year, seen))
    settled = set(year.rows("SELECT member_id, occasion FROM occasion"))
    settled |= set(year.rows("SELECT member_id, occasion FROM owed"))
    assert len(due) > 100
    assert due <= settled
    on_closed = closed_days()
    assert any(date.fromordinal(on) in on_closed for (on,) in year.rows(
        "SELECT on_day FROM occasion WHERE occasion LIKE 'quarter:%'"
    ))  # fmt: skip


def _due(year: Year, seen: dict[int, list[int]]) -> Iterator[tuple[int, str]]:
    quarters = {date(2026, 4, 1): "2026-02", date(2026, 7, 1): "2026-03",
                date(2026, 10, 1): "2026-04", date(2027, 1, 1): "2027-01"}  # fmt: skip
    eves = {date(2026, 9, 20): "mid_autumn:2026", date(2027, 1, 30): "spring_festival:2027"}
    for member, joined, month, of_month in year.rows(
        "SELECT id, joined_on, birth_month, birth_day FROM member WHERE closed_on IS NULL"
    ):

        def came(day: date, within: int, member: int = member) -> int:
            first = day.toordinal() - within
            return len({on for on in seen.get(member, []) if first < on < day.toordinal()})

        for day, number in quarters.items():
            if joined <= day.toordinal() and came(day, 85) >= 3:
                yield member, f"quarter:{number}"
        for day, key in eves.items():
            if joined <= day.toordinal() and came(day, 170):
                yield member, key
        if month is not None:
            birthday = date(2026 if month >= 3 else 2027, month, of_month)
            opens = birthday - timedelta(days=20)
            if birthday < year.opened[-1] and joined < opens.toordinal() and came(opens, 120):
                yield member, f"birthday:{birthday.year}"


def test_whoever_came_to_an_event_was_given_once_or_is_owed(year: Year) -> None:
    came = year.rows("SELECT member_id, 'event:' || gathering_id FROM check_in ORDER BY 1, 2")
    given = year.rows("SELECT member_id, occasion FROM occasion WHERE occasion LIKE 'event:%'")
    owed = year.rows("SELECT member_id, occasion FROM owed WHERE occasion LIKE 'event:%'")
    assert sorted(given + owed) == came != []
    assert len({key for _member, key in came}) == 3


def test_numbers_of_a_limited_edition_are_each_of_one_voucher(year: Year) -> None:
    rows = year.rows(
        """SELECT v.gift_id, v.edition, g.edition FROM voucher AS v JOIN gift AS g
           ON g.id = v.gift_id WHERE g.edition IS NOT NULL AND v.state IN ('issued', 'redeemed')"""
    )
    numbers = [(gift, number) for gift, number, _of in rows]
    assert len(set(numbers)) == len(numbers) > 0
    assert all(1 <= number <= of for _gift, number, of in rows)


def test_parcels_went_out_and_came_and_partners_are_owed_what_was_had(year: Year) -> None:
    parcels = Counter(one.state for one in deliveries.listed(year.desk))
    (vouchers,) = year.rows("SELECT COUNT(*) FROM voucher WHERE channel = 'courier'")[0]
    (sent,) = year.rows("SELECT COUNT(*) FROM voucher_event WHERE kind = 'sent'")[0]
    (ended,) = year.rows(
        """SELECT COUNT(*) FROM voucher
           WHERE channel = 'courier' AND state IN ('expired', 'void')"""
    )[0]
    assert parcels["received"] + parcels["sent"] == sent > 0
    assert parcels["to_send"] + sent + ended == vouchers
    (had,) = year.rows(
        """SELECT SUM(v.cost) FROM voucher AS v JOIN gift AS g ON g.id = v.gift_id
           WHERE g.kind = 'partner' AND v.state = 'redeemed'"""
    )[0]
    assert sum(one.cost for one in settlements.listed(year.desk)) == had > 0


def test_something_ran_short_and_was_given_when_there_was_more(year: Year) -> None:
    assert any(one.short for one in year.runs)
    opened = {day.toordinal() for day in year.opened}
    late = year.rows(
        """SELECT v.issued_on, o.on_day FROM occasion AS o
           JOIN given AS g ON g.occasion_id = o.id JOIN voucher AS v ON v.id = g.voucher_id
           WHERE v.issued_on > o.on_day"""
    )
    assert any(on in opened for _issued, on in late), "on a day that was open, and later"
