"""Two tills of one shop and the shop on paper, side by side, and what must hold after each step."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition

from shopdesk import Refused, checks, members, passes, points, stored_value
from shopdesk.shop import Desk, Shop
from shopdesk.store.tables.every import TABLES
from tests.proof.paper_shop import Person
from tests.proof.paper_shop import Shop as Paper
from tests.proof.wishes import EASY, GOODS, TIER_CODES

KEPT_APART = ("event", "refused_scan", "shop")
"""Where refusals are noted and the time is: not among what a refusal leaves as it was."""
TEMPLATE_MEMBERS, CHECKED = 2, 15


now_and_then = precondition(lambda self: len(self.calls) % 4 == 1)
"""For what would leave little room for the rest if it came as often."""


class Till(RuleBasedStateMachine):
    """What all rules use. The tills take turns: each call goes to the other one."""

    def __init__(self, template: Path, folder: Path, clock: Any) -> None:
        super().__init__()
        self.clock, self.start = clock, clock.now
        location = shutil.copy(template, folder / "till.shopdesk")
        self.shops = [Shop.open(location, clock=clock) for _ in range(2)]
        for shop in self.shops:
            shop.db.execute_sql("PRAGMA synchronous = 0")
        self.desks = [
            Desk(shop, staff_id=1, staff_name="店主", role="owner", till=str(number))
            for number, shop in enumerate(self.shops, 1)
        ]
        self.paper = Paper(EASY, list(GOODS), self.today)
        for number in range(1, TEMPLATE_MEMBERS + 1):
            self.paper.joins(number, self.today, self.today)
        self.calls: list[tuple[Callable[[], Any], Any]] = []

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                assert checks.run(self.desks[0]) == ()
        finally:
            for shop in self.shops:
                shop.close()
            self.clock.now = self.start

    @property
    def desk(self) -> Desk:
        return self.desks[len(self.calls) % 2]

    @property
    def today(self) -> date:
        return (self.clock.now + timedelta(hours=8 - 3)).date()

    def person(self, who: int) -> Person:
        return self.paper.open_people[who % len(self.paper.open_people)]

    # --- calling ---

    def called(self, call: Callable[..., Any]) -> Any:
        """Call once, with a key, and remember it for a repetition."""
        keyed = partial(call, key=f"key-{len(self.calls)}")
        self.calls.append((keyed, keyed()))
        return self.calls[-1][1]

    def refuses(self, codes: set[str], call: Callable[[], Any]) -> None:
        with self.nothing_written(), pytest.raises(Refused) as caught:
            call()
        assert caught.value.code in codes, (caught.value.code, codes)

    @contextmanager
    def nothing_written(self) -> Iterator[None]:
        before = self.books()
        yield
        assert self.books() == before

    def books(self) -> list[Any]:
        tables = (table._meta.table_name for table in TABLES)
        names = [name for name in tables if name not in KEPT_APART]
        return [self.rows(f'SELECT * FROM "{name}"') for name in names]

    def rows(self, sql: str, *values: object) -> list[Any]:
        return list(self.desks[0].db.execute_sql(sql, values).fetchall())

    # --- what must hold ---

    @invariant()
    def members_hold_what_is_on_paper(self) -> None:
        for person in self.paper.people:
            person.purse.expire(self.today)
            told, standing = members.get(self.desk, person.id), person.standing
            assert (told.points, told.joined_on) == (person.balance, standing.joined)
            assert told.tier.code == TIER_CODES[standing.held_on(self.today)]
            row = self.rows("SELECT earned, review_on FROM member WHERE id = ?", person.id)
            review_on = standing.review_on and standing.review_on.toordinal()
            assert row == [(TIER_CODES[standing.rank], review_on)]
            self.lots_are_on_paper(person)
            days = self.rows(
                """SELECT on_day, receipts, kept, spend, points FROM member_day
                   WHERE member_id = ? AND receipts + kept + spend + points > 0""",
                person.id,
            )
            found = {date.fromordinal(day): list(row) for day, *row in days}
            assert found == self.paper.days_of(person)

    def lots_are_on_paper(self, person: Person) -> None:
        """Every lot ever made, what is left of those not over, and the order they are spent in."""
        purse, today = person.purse, self.today
        rows = self.rows(
            """SELECT granted, earned_on, expires_on, idle_months FROM lot
               WHERE member_id = ? AND account = 'points' ORDER BY id""",
            person.id,
        )
        ends = [lot.until and lot.until.toordinal() for lot in purse.lots]
        assert rows == [
            (lot.granted, lot.on.toordinal(), end, lot.idle)
            for lot, end in zip(purse.lots, ends, strict=True)
        ]
        written = self.rows(
            """SELECT on_day, -amount FROM entry
               WHERE member_id = ? AND kind = 'expired' AND account = 'points'""",
            person.id,
        )
        ended = sorted((day.toordinal(), count) for day, count in purse.expiries)
        assert set(written) <= set(ended)
        assert sum(count for _, count in ended) - sum(count for _, count in written) == (
            sum(
                lot_left
                for (lot_left,) in self.rows(
                    "SELECT remaining FROM lot WHERE member_id = ? AND account = 'points'",
                    person.id,
                )
            )
            - sum(lot.left for lot in purse.lots)
        )
        told = [(lot.remaining, lot.earned_on) for lot in points.lots(self.desk, person.id)]
        left = [lot for lot in purse.order() if lot.left and not purse.is_over(lot, today)]
        assert told == [(lot.left, lot.on) for lot in left]

    @invariant()
    def what_was_paid_beforehand_is_on_paper(self) -> None:
        for person in self.paper.people:
            assert members.get(self.desk, person.id).stored_value == person.value
            told = {one.id: one for one in stored_value.top_ups(self.desk, person.id)}
            for sold in person.top_ups:
                one = told.pop(sold.id)
                assert (one.left, one.bonus_left) == (sold.left, sold.bonus_left)
                assert (one.refunded, one.clawed) == (sold.refunded, sold.clawed)
                assert one.money_back == sold.paid_out
            assert not told
            left = [one.left for one in reversed(passes.of_member(self.desk, person.id))]
            in_order = sorted(person.passes, key=lambda one: one.number)
            assert left == [one.left(self.today) for one in in_order]

    @invariant()
    def receipts_and_vouchers_are_on_paper(self) -> None:
        told = {promise.code: (promise.state, promise.until) for promise in self.paper.promises}
        rows = self.rows("SELECT code, state, valid_until_on FROM voucher")
        assert {code: (state, date.fromordinal(day)) for code, state, day in rows} == told
        given = dict(self.rows("SELECT purchase_id, SUM(money) FROM refund GROUP BY purchase_id"))
        for receipt in self.paper.receipts:
            assert given.get(receipt.id, 0) == receipt.due - receipt.left <= receipt.due

    @invariant()
    def the_books_add_up(self) -> None:
        """By three sums each time, by the shop's own check and replay now and then."""
        if len(self.calls) % 16 == CHECKED:
            assert checks.run(self.desk) == ()
        assert self.rows(BALANCES) == self.rows(LOTS) == self.rows(RECEIPTS) == []
        assert self.rows(SPENT_BEFORE) == []


BALANCES = """
    SELECT a.member_id FROM account AS a
    WHERE a.lots <> (SELECT COALESCE(SUM(remaining), 0) FROM lot AS l
                     WHERE l.member_id = a.member_id AND l.account = a.account)
       OR a.lots - a.debt <> (SELECT COALESCE(SUM(amount), 0) FROM entry AS e
                              WHERE e.member_id = a.member_id AND e.account = a.account)
       OR (a.lots > 0 AND a.debt > 0)"""
LOTS = """
    SELECT id FROM lot AS l
    WHERE remaining < 0 OR remaining > granted
       OR remaining <> (SELECT SUM(amount) FROM entry AS e WHERE e.lot_id = l.id)"""
SPENT_BEFORE = """
    SELECT e.id FROM entry AS e JOIN lot AS l ON l.id = e.lot_id
    WHERE e.kind = 'spent' AND e.on_day < l.earned_on"""
"""What was spent of a lot before it was there: a month could end below what was owed."""
RECEIPTS = """
    SELECT p.id FROM purchase AS p
    WHERE (p.due, p.goods) <> (SELECT SUM(paid), SUM(listed) FROM purchase_line AS x
                               WHERE x.purchase_id = p.id)
       OR p.due <> (SELECT COALESCE(SUM(amount), 0) FROM payment AS y WHERE y.purchase_id = p.id)
       OR p.due < (SELECT COALESCE(SUM(money), 0) FROM refund AS r WHERE r.purchase_id = p.id)"""
