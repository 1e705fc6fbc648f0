"""A small shop that gives by rules, and the same on paper: what must hold after each step."""

import shutil
import sys
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from shopdesk import (
    checks,
    dates,
    days,
    feedback,
    members,
    rewards,
    segments,
    tiers,
)
from shopdesk.refusals import GiftTier
from shopdesk.segments import Filter
from shopdesk.shop import Desk, Shop
from tests.proof import giving_wishes as wishes
from tests.proof.giving_wishes import CODES, closed_days, picks
from tests.proof.machine import now_and_then
from tests.proof.paper_calendar import Day, lunar
from tests.proof.paper_days import ONE
from tests.proof.paper_given import (
    Gift,
    Person,
    Rule,
    Verdict,
)
from tests.proof.paper_taking import Shop as Paper

MOST_PEOPLE, MOST_RULES = 6, 9


class Giving(RuleBasedStateMachine):
    """Rules of every kind over a shop in which anything happens."""

    def __init__(self, template: Path, folder: Path, clock: Any) -> None:
        super().__init__()
        self.clock, self.start = clock, clock.now
        location = shutil.copy(template, folder / "giving.shopdesk")
        self.shops = [Shop.open(location, clock=clock) for _ in range(2)]
        for shop in self.shops:
            shop.db.execute_sql("PRAGMA synchronous = 0")
        self.desks = [Desk(shop, 1, "店主", "owner", str(n)) for n, shop in enumerate(self.shops)]
        self.calls: list[None] = []
        self.paper = Paper(list(CODES), 100)
        for id_, (_name, stock, tier, cost) in enumerate(wishes.GIFTS, 1):
            rank = CODES.index(tier or CODES[0])
            self.paper.gifts[id_] = Gift(id_, stock, rank, cost)
        self.paper.sets[1] = wishes.SET

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None and self.paper.people:
                self.everything_comes_back()
                assert checks.run(self.desk) == ()
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

    @property
    def open_people(self) -> list[Person]:
        return [person for person in self.paper.people if not person.is_closed]

    def person(self, who: int) -> Person:
        return self.open_people[who % len(self.open_people)]

    def rows(self, sql: str, *values: object) -> list[Any]:
        return list(self.desks[0].db.execute_sql(sql, values).fetchall())

    # --- what is told to the paper ---

    def tells(self) -> None:
        """On which tier everyone stands; before each step, and whose turn the tills'."""
        self.calls.append(None)
        for person in self.paper.people:
            told = members.get(self.desk, person.id).tier.code
            self.paper.ranks[person.id] = CODES.index(told)
        locked = self.rows(
            """SELECT member_id FROM tier_overlay WHERE kind = 'lock'
               AND COALESCE(until_on, 9999999) >= ?1
               AND id NOT IN (SELECT overlay_id FROM tier_overlay_end)""",
            self.today.toordinal(),
        )
        self.paper.locked = {row[0] for row in locked}

    def earned(self, person: Person) -> int:
        ((code,),) = self.rows("SELECT earned FROM member WHERE id = ?", person.id)
        return CODES.index(code)

    def moves(self, person: Person, before: int) -> None:
        """A member who has earned another tier: its steps, or those that are lost."""
        after = self.earned(person)
        if after > before:
            if person.id not in self.paper.locked:
                held = self.paper.ranks[person.id]
                self.paper.ranks[person.id] = max(held, after)
            self.paper.rises_to(person, CODES[before + 1 : after + 1], self.today)
        elif after < before:
            self.paper.falls_from(person, set(CODES[after + 1 : before + 1]), self.today)

    def names(self) -> None:
        """The vouchers just promised have the codes of those just issued."""
        known = {one.code for one in self.paper.vouchers}
        new = [one for one in self.paper.vouchers if not one.code]
        rows = self.rows("SELECT code, gift_id, amount, percent_off FROM voucher ORDER BY id")
        rows = [row for row in rows if row[0] not in known]
        assert len(rows) == len(new), (rows, new)
        for one, (code, gift, amount, percent) in zip(new, rows, strict=True):
            assert (one.gift and one.gift.id, one.amount, one.percent) == (gift, amount, percent)
            one.code = code

    # --- beginning ---

    @initialize(
        start=st.sampled_from(wishes.STARTS),
        people=st.lists(wishes.born(), min_size=2, max_size=3),
        its=st.lists(wishes.rules(), min_size=3, max_size=7),
    )  # fmt: skip
    def a_shop_opens(self, start: date, people: list[Any], its: list[dict[str, Any]]) -> None:
        self.clock.now = datetime(start.year, start.month, start.day, 4, tzinfo=UTC)
        days.accept_clock(self.desk)
        days.run(self.desk)
        for day in people:
            self.somebody_joins(day, None, None)
        for words in its:
            self.a_rule_is_made(words)

    @precondition(lambda self: len(self.paper.rules) < MOST_RULES)
    @rule(words=wishes.rules())
    def a_rule_is_made(self, words: dict[str, Any]) -> None:
        self.tells()
        name = f"rule {len(self.paper.settled)}-{len(self.calls)}"
        (after, lasts), filters = words["days"], words["group"]
        first = self.today + timedelta(days=after)
        last = None if lasts is None else self.today + timedelta(days=lasts)
        group = None
        if filters:
            group = segments.add(self.desk, name=name, filters=filters).id
        try:
            made = rewards.add(
                self.desk, name=name, trigger=words["trigger"], reward=words["reward"],
                limits=words["limits"], segment=group, starts_on=first, ends_on=last,
            )  # fmt: skip
        except GiftTier:
            assert any(t.kind == "upgrade" and t.subject == "silver" for t in words["trigger"])
            return
        self.paper.rules.append(Rule(
            made.id, name, tuple(words["trigger"]), tuple(words["reward"]),
            words["limits"] or rewards.Limits(), partial(is_in, filters) if filters else None,
            first, last,
        ))  # fmt: skip
        self.paper.settled[made.id] = first - ONE

    @now_and_then
    @precondition(lambda self: len(self.paper.rules) > 1)
    @rule(which=picks)
    def a_rule_is_closed(self, which: int) -> None:
        self.tells()
        one = self.paper.rules.pop(which % len(self.paper.rules))
        rewards.close(self.desk, one.id)
        self.closed = [*getattr(self, "closed", []), one]
        del self.paper.settled[one.id]
        self.paper.owed = [due for due in self.paper.owed if due.rule is not one]

    # --- days ---

    @rule(closed=closed_days)
    def days_pass(self, closed: int) -> None:
        self.clock.tick(days=closed)
        days.run(self.desk)
        for one in self.paper.vouchers:
            if one.state == "issued" and one.until < self.today:
                one.state = "expired"

    @rule(closed=closed_days)
    def the_shop_opens_days_later(self, closed: int) -> None:
        self.days_pass(closed)
        self.what_is_due_is_given()

    @rule()
    def what_is_due_is_given(self) -> None:
        """Exactly what was previewed. A second run gives nothing more, but what is owed to those
        whom the first one gave a higher tier to try."""
        self.runs()
        again = self.runs()
        is_raised = any(isinstance(x, rewards.Trial) for r in self.paper.rules for x in r.rewards)
        assert again.given == () or is_raised

    def runs(self) -> rewards.Preview:
        self.tells()
        due = [one for one in self.paper.due(self.today) if one.rule in self.paper.rules]
        planned = rewards.preview(self.desk)
        assert rewards.run(self.desk) == planned
        self.is_told(planned, self.paper.settle(due, self.today))
        self.is_settled()
        return planned

    @rule(parts=st.integers(0, 4))
    def a_run_is_stopped(self, parts: int) -> None:
        """What it gave is whole, and the next one goes on."""
        self.tells()
        due = [one for one in self.paper.due(self.today) if one.rule in self.paper.rules]
        stops = iter([False] * parts + [True] * len(due) + [True])
        with mock.patch.object(rewards, "_BATCH", 2):
            done = rewards.run(self.desk, cancelled=lambda: next(stops))
        self.is_told(done, self.paper.settle(due[: 2 * parts], self.today))
        if 2 * parts >= max(1, len(due)):
            self.is_settled()
        self.names()

    def is_settled(self) -> None:
        for one in self.paper.rules:
            before = self.paper.settled[one.id]
            self.paper.settled[one.id] = max(before, self.today)
        self.names()

    def is_told(self, told: rewards.Preview, verdicts: list[Verdict]) -> None:
        given = [(v.due.person.id, v.due.rule.name) for v in verdicts for _ in v.rewards]
        out = [(v.due.person.id, v.due.rule.name) for v in verdicts if v.why]
        assert [row[:2] for row in told.given] == given
        assert [row[:2] for row in told.left_out] == out
        assert told.cost == sum(verdict.cost for verdict in verdicts)
        short = [verdict.short.id for verdict in verdicts if verdict.short]
        assert dict(told.short) == {gift: short.count(gift) for gift in short}

    # --- people ---

    @precondition(lambda self: len(self.paper.people) < MOST_PEOPLE)
    @rule(day=wishes.born(), other=wishes.born(), brought_by=st.none() | picks)
    def somebody_joins(self, day: Any, other: Any, brought_by: int | None) -> None:
        self.tells()
        found = [self.day(one) for one in (day, other) if one]
        solar = next((one for one in found if not one.is_lunar), None)
        moon = next((one for one in found if one.is_lunar), None)
        friend = None if brought_by is None else self.person(brought_by)
        made = members.register(
            self.desk, name="会员", birthday=solar and (solar.month, solar.day),
            lunar_birthday=moon and (moon.month, moon.day, moon.is_leap),
            referrer=friend and friend.id,
        )  # fmt: skip
        person = Person(made.id, self.today, solar, moon, referrer=friend)
        self.paper.people.append(person)
        self.paper.ranks[person.id] = 0
        self.paper.happens("joining", person, "joining", self.today)
        self.names()

    def day(self, wish: Any) -> Day:
        if isinstance(wish, Day):
            return wish
        ahead, is_lunar = wish
        on = self.today + timedelta(days=ahead)
        if not is_lunar:
            return Day(on.month, on.day)
        _year, month, day = lunar(on)
        return Day(abs(month), day, is_lunar=True, is_leap=month < 0)

    @rule(who=picks, wish=wishes.born())
    def a_birthday_is_corrected(self, who: int, wish: Any) -> None:
        self.tells()
        person = self.person(who)
        if wish is None:
            return
        one = self.day(wish)
        if one.is_lunar:
            person.lunar = one
            its = (one.month, one.day, one.is_leap)
            members.edit(self.desk, person.id, lunar_birthday=its, reason="x")
        else:
            person.solar = one
            members.edit(self.desk, person.id, birthday=(one.month, one.day), reason="x")

    @rule(who=picks, wish=wishes.born(), kind=st.sampled_from(["own", "anniversary"]))
    def a_date_is_kept(self, who: int, wish: Any, kind: str) -> None:
        self.tells()
        person = self.person(who)
        if wish is None or len(person.dates) > 2:
            return
        one = self.day(wish)
        its = (one.month, one.day, one.is_leap) if one.is_lunar else (one.month, one.day)
        name = f"day {len(self.calls) % 3}"
        dates.add(
            self.desk, person.id, name=name, kind=kind,
            **{"lunar_day" if one.is_lunar else "day": its},
        )  # fmt: skip
        person.dates.append((name, kind, one))

    @rule(who=picks, kind=st.sampled_from(["lock", "floor"]), tier=st.sampled_from(CODES),
          lasts=st.sampled_from([0, 5, 40]))  # fmt: skip
    @now_and_then
    def a_tier_is_given(self, who: int, kind: str, tier: str, lasts: int) -> None:
        self.tells()
        until = self.today + timedelta(days=lasts)
        give = getattr(tiers, kind)
        give(self.desk, self.person(who).id, tier, until=until, reason="a friend")

    @rule(who=picks, score=st.integers(1, 5))
    def somebody_says_how_it_was(self, who: int, score: int) -> None:
        self.tells()
        person = self.person(who)
        made = feedback.rate(self.desk, person.id, score)
        self.paper.happens(
            "rating", person, f"rating:{made.id}", self.today, lambda t: score >= t.number
        )
        self.names()

    @now_and_then
    @precondition(lambda self: len(self.open_people) > 2)
    @rule(who=picks, other=picks)
    def two_are_one(self, who: int, other: int) -> None:
        self.tells()
        keep = self.person(who)
        drop = [one for one in self.open_people if one is not keep][other % 2]
        is_raised = self.earned(drop) > self.earned(keep)
        members.merge(self.desk, keep=keep.id, drop=drop.id)
        self.paper.merges(keep, drop, self.today, is_raised=is_raised)
        for trial in self.paper.trials:
            if trial.person is drop and trial.last >= self.today:
                trial.person = keep
        rows = self.rows(
            "SELECT name, kind, month, day, is_lunar, is_leap FROM member_date WHERE member_id = ?",
            keep.id,
        )
        keep.dates = [(row[0], row[1], Day(row[2], row[3], bool(row[4]), bool(row[5])))
                      for row in rows]  # fmt: skip
        self.names()


def is_in(filters: tuple[Filter, ...], paper: Paper, person: Person, day: date) -> bool:
    """Whether a person is in a segment as of a day."""
    for one in filters:
        if one.trait == "tier":
            if CODES[paper.ranks[person.id]] not in one.value:
                return False
            continue
        count = len(paper.visits(person, day - timedelta(days=one.days - 1), day))
        if (count < one.value) if one.test == "at_least" else (count > one.value):
            return False
    return True
