"""Every trait of a shop that lived at random, against slow reckoning over what was done in it.

The reckoning is written from what the traits mean, not from how they are asked: it keeps a list of
receipts and goes through all of it for every question.
"""

import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import (
    consents,
    feedback,
    interactions,
    members,
    merging,
    preferences,
    products,
    purchases,
    refunds,
    segments,
    tags,
    tiers,
)
from shopdesk.segments import EVER, Filter
from shopdesk.shop import Desk, Shop
from tests.conftest import NOON, SetClock
from tests.core.prepaid import top_up

GOODS = (("龙井", 6_800, "茶", 3_000), ("祁红", 5_000, "茶", 2_000), ("杯", 1_250, "器", None),
         ("扇", 990, "", 300))  # fmt: skip
"""Name, price, category, cost."""
WINDOWS = (1, 30, 365, EVER)
MOST_PEOPLE = 6


@dataclass
class Bought:
    """A receipt: what each line is of, how many were bought, how many came back."""

    id: int
    who: int
    on: date
    lines: list[tuple[int, int]]
    back: list[int]
    is_void: bool = False

    def left(self) -> list[tuple[int, int]]:
        if self.is_void:
            return []
        pairs = zip(self.lines, self.back, strict=True)
        return [(good, count - back) for (good, count), back in pairs if back < count]

    def money(self) -> int:
        return sum(GOODS[good][1] * count for good, count in self.left())


@dataclass
class Person:
    """A member on paper."""

    joined: date
    birthday: tuple[int, int] | None
    referrer: int | None
    gone: bool = False
    ratings: list[tuple[date, int]] = field(default_factory=list)
    contacts: list[date] = field(default_factory=list)
    top_ups: list[tuple[date, int]] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    likes: str = ""
    agrees: list[tuple[int, bool]] = field(default_factory=list)


class Paper:
    """The shop, and what was done in it, written down."""

    def __init__(self, desk: Desk, clock: SetClock) -> None:
        self.desk, self.clock = desk, clock
        self.goods = [
            products.add(desk, name=name, price=price, category=category, cost=cost).id
            for name, price, category, cost in GOODS
        ]
        self.people: dict[int, Person] = {}
        self.receipts: list[Bought] = []
        self.steps = 0

    # --- what is done ---

    def do(self, what: str, one: int, other: int, more: int) -> None:
        """Do one thing to somebody; where there is nobody yet somebody joins."""
        self.steps += 1
        here = [who for who, person in self.people.items() if not person.gone]
        if what == "join" or not here:
            if len(self.people) < MOST_PEOPLE:
                self.join(here, one, other, more)
            return
        getattr(self, what)(here[one % len(here)], other, more)

    def join(self, here: list[int], one: int, other: int, more: int) -> None:
        referrer = here[one % len(here)] if here and more % 2 else None
        birthday = (other % 12 + 1, more % 28 + 1) if other % 3 else None
        if other % 5 == 0:
            birthday = (2, 29)
        on = date(2024, 2, 29) if more % 7 == 0 else self.today - timedelta(days=more * 37 % 500)
        if referrer is not None:
            on = max(on, self.people[referrer].joined)
        who = members.register(
            self.desk, name=f"客{self.steps}", joined_on=on, birthday=birthday, referrer=referrer,
        ).id  # fmt: skip
        self.people[who] = Person(on, birthday, referrer)

    @property
    def today(self) -> date:
        return self.desk.today()

    def buy(self, who: int, other: int, more: int) -> None:
        lines = [(other % 4, more % 3 + 1), ((other + more) % 4, 1)][: other % 2 + 1]
        asked = [(self.goods[good], count) for good, count in lines]
        due = sum(GOODS[good][1] * count for good, count in lines)
        done = purchases.record(self.desk, member=who, lines=asked, pay={"cash": due})
        self.receipts.append(Bought(done.id, who, self.today, lines, [0] * len(lines)))

    def give_back(self, _who: int, other: int, more: int) -> None:
        open_ = [one for one in self.receipts if one.left()]
        if not open_:
            return
        one = open_[other % len(open_)]
        whole = [place for place, (_good, count) in enumerate(one.lines) if one.back[place] < count]
        for place in whole if more % 3 == 0 else whole[:1]:
            count = one.lines[place][1] - one.back[place] if more % 2 else 1
            refunds.refund(self.desk, one.id, lines=[(place + 1, count)], reason="r")
            one.back[place] += count

    def void(self, _who: int, other: int, _more: int) -> None:
        today = [one for one in self.receipts if one.on == self.today and not any(one.back)]
        today = [one for one in today if not one.is_void]
        if today:
            one = today[other % len(today)]
            purchases.void(self.desk, one.id, reason="r")
            one.is_void = True

    def rate(self, who: int, other: int, _more: int) -> None:
        feedback.rate(self.desk, who, other % 5 + 1)
        self.people[who].ratings.append((self.today, other % 5 + 1))

    def talk(self, who: int, _other: int, _more: int) -> None:
        interactions.log(self.desk, who, "call", "note")
        self.people[who].contacts.append(self.today)

    def prepay(self, who: int, other: int, _more: int) -> None:
        top_up(self.desk, who, 100 * (other + 1), 0)
        self.people[who].top_ups.append((self.today, 100 * (other + 1)))

    def say(self, who: int, other: int, more: int) -> None:
        person = self.people[who]
        person.tags = {f"签{other % 3}"}
        tags.put(self.desk, who, person.tags)
        person.likes = ("Tea", "咖啡", "")[more % 3]
        preferences.put(self.desk, who, person.likes)
        (consents.give if more % 2 else consents.withdraw)(self.desk, who, "marketing", wording="w")
        person.agrees.append((self.steps, bool(more % 2)))

    def wait(self, _who: int, other: int, _more: int) -> None:
        for _week in range(other % 4):
            self.clock.tick(days=28)
            interactions.log(self.desk, self.anybody(), "call", "note")
            self.people[self.anybody()].contacts.append(self.today)
        self.clock.tick(days=other % 3 + 1)

    def anybody(self) -> int:
        return next(who for who, person in self.people.items() if not person.gone)

    def merge(self, who: int, other: int, _more: int) -> None:
        others = [one for one, person in self.people.items() if not person.gone and one != who]
        if not others:
            return
        drop = others[other % len(others)]
        merging.merge(self.desk, keep=who, drop=drop)
        kept, gone = self.people[who], self.people[drop]
        gone.gone = True
        for one in self.receipts:
            one.who = who if one.who == drop else one.who
        kept.joined = min(kept.joined, gone.joined)
        kept.birthday = kept.birthday or gone.birthday
        kept.ratings += gone.ratings
        kept.contacts += gone.contacts
        kept.top_ups += gone.top_ups
        kept.tags |= gone.tags
        kept.likes = kept.likes or gone.likes
        kept.agrees = sorted(kept.agrees + gone.agrees)
        if kept.referrer in (None, drop):
            kept.referrer = None if gone.referrer in (who, drop) else gone.referrer
        for one, person in self.people.items():
            if person.referrer == drop and not person.gone:
                person.referrer = None if one == who else who

    # --- what it comes to ---

    def of(self, who: int, first: date, last: date) -> list[Bought]:
        return [one for one in self.receipts if one.who == who and first <= one.on <= last]

    def numbers(self, who: int, first: date) -> dict[str, int | None]:
        """Every number of somebody, from a day on; nothing where it is not known."""
        person, today = self.people[who], self.today
        its = self.of(who, first, today)
        left = [pair for one in its for pair in one.left()]
        scores = [score for on, score in person.ratings if on >= first]
        days = [one.on for one in self.of(who, date.min, today) if one.left()]
        month = person.birthday and person.birthday[0]
        return {
            "spend": sum(one.money() for one in its),
            "visits": len({one.on for one in its if one.left()}),
            "points_earned": sum(one.money() // 100 for one in its),
            "products": len({good for good, _count in left}),
            "categories": len({GOODS[good][2] for good, _count in left if GOODS[good][2]}),
            "margin": sum((GOODS[g][1] - (GOODS[g][3] or 0)) * n for g, n in left if GOODS[g][3]),
            "months": self.months(person.joined),
            "referrals": sum(self.is_friend(friend, who, first) for friend in self.people),
            "mean_rating": 100 * sum(scores) // len(scores) if scores else 0,
            "interactions": sum(on >= first for on in person.contacts),
            "topped_up": sum(money for on, money in person.top_ups if on >= first),
            "points": sum(one.money() // 100 for one in self.of(who, date.min, today)),
            "stored_value": sum(money for _on, money in person.top_ups),
            "days_away": (today - max(days)).days if days else None,
            "birth_month": month,
            "months_to_birthday": None if month is None else (month - today.month) % 12,
        }

    def months(self, joined: date) -> int:
        """Counted month by month, each ending on the day of joining or the last there is."""
        count = 0
        while True:
            months = joined.year * 12 + joined.month - 1 + count + 1
            first = date(months // 12, months % 12 + 1, 1)
            longest = ((first + timedelta(days=31)).replace(day=1) - first).days
            if first.replace(day=min(joined.day, longest)) > self.today:
                return count
            count += 1

    def is_friend(self, friend: int, who: int, first: date) -> bool:
        days = [one.on for one in self.of(friend, date.min, self.today) if one.left()]
        return self.people[friend].referrer == who and bool(days) and min(days) >= first

    def stage(self, who: int) -> str | None:
        days = [one.on for one in self.of(who, date.min, self.today) if one.left()]
        if not days:
            return "new" if (self.today - self.people[who].joined).days <= 30 else None
        if (self.today - min(days)).days <= 30:
            return "new"
        away = (self.today - max(days)).days
        return "active" if away <= 90 else "dormant" if away <= 180 else "lost"

    def value(self, who: int) -> str | None:
        """By the place among all who came, as a share of them, equals in the middle of theirs."""
        first = self.today - timedelta(days=364)
        came: dict[int, tuple[int, int, int]] = {}
        for one in self.people:
            days = {r.on for r in self.of(one, first, self.today) if r.left()}
            if days and not self.people[one].gone:
                money = sum(r.money() for r in self.of(one, first, self.today))
                came[one] = (max(days).toordinal(), len(days), money)
        if who not in came:
            return None
        score = 0
        for place in range(3):
            column = [values[place] for values in came.values()]
            own = came[who][place]
            below = sum(one < own for one in column) + Fraction(column.count(own), 2)
            score += 1 + int(5 * below / len(column))
        return "high" if score >= 12 else "middle" if score >= 8 else "low"

    def favourite(self, who: int, first: date) -> str | None:
        spent: dict[str, int] = {}
        for one in self.of(who, first, self.today):
            for good, count in one.left():
                name, price = GOODS[good][2], GOODS[good][1]
                if name:
                    spent[name] = spent.get(name, 0) + price * count
        most = max(spent.values(), default=0)
        return min((name for name, money in spent.items() if money == most), default=None)


@pytest.fixture(scope="module")
def plain(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose tiers lower no price, so that a receipt comes to the sum of its goods."""
    location = Path(shutil.copy(empty_shop, tmp_path_factory.mktemp("reckoned") / "a.shopdesk"))
    with Shop.open(location, clock=SetClock(NOON)) as shop:
        base = tiers.Tier("member", {"en": "Member"}, None)
        way = tiers.any_of(tiers.at_least("visits", 99, tiers.lifetime()))
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        tiers.set_ladder(desk, [base, tiers.Tier("up", {"en": "Up"}, way)])
    return location


DEEDS = ("join", "join", "buy", "buy", "buy", "buy", "give_back", "give_back", "void", "rate",
         "talk", "prepay", "say", "wait", "wait", "wait", "merge")  # fmt: skip
deeds = st.tuples(st.sampled_from(DEEDS), st.integers(0, 9), st.integers(0, 11), st.integers(0, 29))


def check(paper: Paper, one: Filter, expected: set[int]) -> None:
    """The filter holds for these, asked of all and of each."""
    desk = paper.desk
    assert set(segments.matching(desk, [one])) == expected, one
    for who, person in paper.people.items():
        own = segments.matching(desk, [one], member_id=who)
        assert bool(own) == (who in expected and not person.gone), (one, who)


def check_all(paper: Paper) -> None:
    here = [who for who, person in paper.people.items() if not person.gone]
    for days in WINDOWS:
        first = date.min if days == EVER else paper.today - timedelta(days=days - 1)
        known = {who: paper.numbers(who, first) for who in here}
        for trait in next(iter(known.values()), {}):
            found = {who: known[who][trait] for who in here}
            at = next((value for value in reversed(found.values()) if value is not None), 0)
            for bound in (at - 1, at, at + 1):
                check(paper, Filter(trait, "at_least", bound, days), {
                    who for who, value in found.items() if value is not None and value >= bound
                })  # fmt: skip
            check(paper, Filter(trait, "is", at, days), {w for w, v in found.items() if v == at})
        for name in ("茶", "器"):
            favourites = {who for who in here if paper.favourite(who, first) == name}
            check(paper, Filter("favourite", "is_in", (name,), days), favourites)
            bought = {
                who for who in here for one in paper.of(who, first, paper.today)
                if any(GOODS[good][2] == name for good, _count in one.left())
            }  # fmt: skip
            check(paper, Filter("bought", "has", name, days), bought)
    for stage in ("new", "active", "dormant", "lost"):
        check(paper, Filter("lifecycle", "is_in", (stage,)),
              {who for who in here if paper.stage(who) == stage})  # fmt: skip
    for band in ("high", "middle", "low"):
        check(paper, Filter("value", "is_in", (band,)),
              {who for who in here if paper.value(who) == band})  # fmt: skip
    check_words(paper, here)


def check_words(paper: Paper, here: list[int]) -> None:
    people = paper.people
    for tag in ("签0", "签1", "签2"):
        check(paper, Filter("tags", "has", tag), {who for who in here if tag in people[who].tags})
    check(paper, Filter("likes", "has", "tea"),
          {who for who in here if "Tea" in people[who].likes})  # fmt: skip
    agreed = {who for who in here if people[who].agrees and people[who].agrees[-1][1]}
    check(paper, Filter("consent", "has", "marketing"), agreed)
    for who in here:
        day = people[who].joined
        check(paper, Filter("joined", "from", day), {w for w in here if people[w].joined >= day})
        check(paper, Filter("joined", "until", day), {w for w in here if people[w].joined <= day})


@pytest.mark.timeout(1800)  # the long profile takes its time
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(history=st.lists(deeds, min_size=8, max_size=40))
def test_every_trait_is_what_slow_reckoning_finds(
    plain: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Any]
) -> None:
    location = Path(shutil.copy(plain, tmp_path_factory.mktemp("lived") / "shop.shopdesk"))
    clock = SetClock(NOON)
    with Shop.open(location, clock=clock) as shop:
        shop.db.execute_sql("PRAGMA synchronous=0")
        paper = Paper(Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1"), clock)
        for deed in history:
            paper.do(*deed)
        check_all(paper)
