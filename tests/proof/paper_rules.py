"""Gifts by rule on paper: what comes to whom, what they are given for it, and what is taken back.

Written from the rules alone. A rule's triggers, rewards and limits are the shop's own words, read
as data; what tier somebody stands on is told to it, for other papers prove that.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from shopdesk import rewards
from tests.proof import paper_calendar as calendar
from tests.proof.paper_calendar import FESTIVALS, NEAR, Day
from tests.proof.paper_days import ONE
from tests.proof.paper_points import Drawn, Lot, Policy, Purse
from tests.proof.paper_vouchers import SERIAL, Promise

CALENDAR = ("every", "festival", "birthday", "own_date", "years", "away")


def _never() -> None:
    """Points here have no last day."""


@dataclass(eq=False)
class Person:
    id: int
    joined: date
    solar: Day | None = None
    lunar: Day | None = None
    dates: list[tuple[int, str, Day]] = field(default_factory=list)
    referrer: "Person | None" = None
    purse: Purse = field(default_factory=lambda: Purse(_never))
    is_closed: bool = False


@dataclass(eq=False)
class Receipt:
    id: int
    person: Person
    on: date
    due: int
    percent: int
    left: int
    promise: "Voucher | None" = None
    spent: int = 0
    drawn: list[Drawn] = field(default_factory=list)
    own: Lot | None = None
    taken: int = 0
    is_gone: bool = False

    def earns(self, left: int) -> int:
        return left * self.percent // 10_000


@dataclass(eq=False)
class Gift:
    id: int
    stock: int | None
    rank: int
    cost: int


@dataclass(eq=False)
class Voucher(Promise):
    """A promise of money off, or of a gift."""

    gift: Gift | None = None


@dataclass(eq=False)
class Multiplier:
    person: Person
    percent: int
    first: date
    last: date


@dataclass(eq=False)
class Trial:
    person: Person
    tier: str
    last: date
    ended: bool = False


@dataclass(frozen=True)
class Rule:
    id: int
    name: str
    triggers: tuple[Any, ...]
    rewards: tuple[Any, ...]
    limits: Any
    group: Callable[["Shop", Person, date], bool] | None
    first: date
    last: date | None

    def is_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def is_drawn(self, person: Person) -> bool:
        """A pilot's part: the same people every time, whichever run asks."""
        drawn = hashlib.sha256(f"{self.id} {person.id}".encode()).digest()[:4]
        return int.from_bytes(drawn, "big") % 100 < self.limits.share


@dataclass(eq=False)
class Due:
    """An occasion that came to somebody."""

    rule: Rule
    person: Person
    key: str
    on: date
    days: int | None = None
    receipt: Receipt | None = None
    is_owed: bool = False


@dataclass(eq=False)
class Occasion:
    rule: Rule
    person: Person
    key: str
    on: date
    receipt: Receipt | None
    cost: int
    given: list[Any] = field(default_factory=list)
    """Vouchers, lots of points with how many they were, trials, multipliers."""
    is_freed: bool = False
    is_lost: bool = False
    """It was taken back; unless it was used it is free as well."""
    serial: int = field(default_factory=lambda: next(SERIAL))


@dataclass(eq=False)
class Points:
    count: int
    lot: Lot | None
    is_taken: bool = False


@dataclass(eq=False)
class Verdict:
    due: Due
    rewards: list[Any] = field(default_factory=list)
    cost: int = 0
    why: str = ""
    short: Gift | None = None


@dataclass
class Shop:
    codes: list[str]
    """Of the tiers, the lowest first."""
    point: int
    """What a hundred points pay."""
    ranks: dict[int, int] = field(default_factory=dict)
    """By person what they stand on now: told before each step."""
    locked: set[int] = field(default_factory=set)
    people: list[Person] = field(default_factory=list)
    gifts: dict[int, Gift] = field(default_factory=dict)
    sets: dict[int, dict[str, int]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    occasions: list[Occasion] = field(default_factory=list)
    owed: list[Due] = field(default_factory=list)
    vouchers: list[Voucher] = field(default_factory=list)
    multipliers: list[Multiplier] = field(default_factory=list)
    trials: list[Trial] = field(default_factory=list)
    settled: dict[int, date] = field(default_factory=dict)
    """By rule the last day of which all was settled."""
    spent_from: set[Lot] = field(default_factory=set)
    rises: list[tuple[Person, list[str], int]] = field(default_factory=list)

    # --- facts ---

    def visits(self, person: Person, first: date = date.min, last: date = date.max) -> list[date]:
        kept = {each.on for each in self.receipts if each.person is person and not each.is_gone}
        return sorted(day for day in kept if first <= day <= last)

    def standing(self, rule: Rule, person: Person) -> list[Occasion]:
        return [
            one for one in self.occasions
            if one.rule.id == rule.id and one.person is person and not one.is_freed
        ]  # fmt: skip

    def free(self, gift: Gift) -> int | None:
        """What is left of the stock and promised to nobody."""
        if gift.stock is None:
            return None
        promised = sum(one.gift is gift and one.state == "issued" for one in self.vouchers)
        return gift.stock - promised

    def had(self, gift: Gift, person: Person) -> bool:
        return any(
            one.gift is gift and one.owner == person.id and one.state in ("issued", "redeemed")
            for one in self.vouchers
        )

    # --- what the calendar brings ---

    def comes(self, rule: Rule, trigger: Any, day: date) -> Iterator[Due]:
        there = [one for one in self.people if not one.is_closed and one.joined <= day]
        for person in there:
            for key, on, days in self.brings(person, trigger, day):
                yield Due(rule, person, key, on, days)

    def brings(
        self, person: Person, trigger: Any, day: date
    ) -> Iterator[tuple[str, date, int | None]]:
        on = day + timedelta(days=trigger.number)
        match trigger.kind:
            case "every":
                months = {"month": 1, "quarter": 3, "year": 12}[trigger.subject]
                if day.day == trigger.number and day.month % months == 1 % months:
                    number = (day.month + months - 1) // months
                    yield f"{trigger.subject}:{day.year}-{number:02}", day, None
            case "festival":
                one = Day(*FESTIVALS[trigger.subject])
                if calendar.falls(one, on):
                    yield f"{trigger.subject}:{calendar.year_of(one, on)}", on, None
            case "birthday":
                yield from self._birthdays(person, trigger, day)
            case "own_date":
                for id_, kind, one in person.dates:
                    if kind == trigger.subject and calendar.falls(one, on):
                        yield f"date:{id_}:{calendar.year_of(one, on)}", on, None
            case "years":
                years = calendar.anniversary(person.joined, day)
                if years and trigger.number in (0, years):
                    yield f"years:{years}", day, None
            case "away":
                seen = self.visits(person, last=day)
                if seen and seen[-1] == day - timedelta(days=trigger.number):
                    yield f"away:{seen[-1]}", day, None

    def _birthdays(
        self, person: Person, trigger: Any, day: date
    ) -> Iterator[tuple[str, date, int | None]]:
        """The window of one's tier opens half of it before the day; on the day at the latest."""
        windows = dict(trigger.windows)
        window = windows.get(self.codes[self.ranks[person.id]], 1)
        ahead = (window - 1) // 2
        for before in {ahead, 0}:
            on = day + timedelta(days=before)
            for key in calendar.birthdays(person, on):
                last = on + timedelta(days=window // 2)
                yield key, on, (last - day).days if windows else None

    def due(self, today: date) -> list[Due]:
        """What is owed, then day by day what came, each once."""
        found = [replace(one, is_owed=True) for one in self.owed]
        first = min((day for day in self.settled.values()), default=today) + ONE
        for number in range((today - first).days + 1):
            day = first + timedelta(days=number)
            for rule in self.rules:
                if self.settled[rule.id] < day and rule.is_on(day):
                    for trigger in rule.triggers:
                        if trigger.kind in CALENDAR:
                            came = self.comes(rule, trigger, day)
                            in_order = sorted(came, key=lambda one: (one.person.id, one.key))
                            found += [one for one in in_order if self.is_for(one, day)]
        once: dict[tuple[int, int, str], Due] = {}
        for one in found:
            once.setdefault((one.rule.id, one.person.id, one.key), one)
        return list(once.values())

    def is_for(self, one: Due, day: date) -> bool:
        is_in = one.rule.group is None or one.rule.group(self, one.person, day)
        return is_in and one.rule.is_drawn(one.person)

    # --- judging ---

    def judge(self, one: Due) -> Verdict | None:
        before = self.standing(one.rule, one.person)
        if any(each.key == one.key for each in before):
            return None
        limits = one.rule.limits
        every = [o for o in self.occasions if o.rule.id == one.rule.id and not o.is_freed]
        span = calendar.period(limits.period, one.on)
        if one.person.is_closed:
            return Verdict(one, why="closed")
        if one.key.startswith("birthday:") and any(
            each.key.startswith("birthday:") and abs((each.on - one.on).days) <= NEAR
            for each in before
        ):
            return Verdict(one, why="near")
        same = [each for each in before if calendar.period(limits.period, each.on) == span]
        if limits.per_member and len(same) >= limits.per_member:
            return Verdict(one, why="often")
        if limits.in_all and len(every) >= limits.in_all:
            return Verdict(one, why="all")
        chosen: list[Any] = []
        for reward in one.rule.rewards:
            fit, why, short = self._fit(one, reward, chosen)
            if fit is None:
                return Verdict(one, why=why, short=short)
            chosen.append(fit)
        cost = sum(map(self.cost, chosen))
        if limits.budget and sum(each.cost for each in every) + cost > limits.budget:
            return Verdict(one, why="budget")
        return Verdict(one, chosen, cost)

    def _fit(self, one: Due, reward: Any, chosen: list[Any]) -> tuple[Any, str, Gift | None]:
        rank = self.ranks[one.person.id]
        instead = None
        if isinstance(reward, rewards.OfTier):
            its = self.sets[reward.gift_set]
            mine = [its[code] for code in self.codes[: rank + 1] if code in its]
            if not mine:
                return None, "above", None
            reward = rewards.voucher(
                gift=mine[-1], valid_days=reward.valid_days, is_again=reward.is_again
            )
        if not isinstance(reward, rewards.Promise) or reward.gift is None:
            return reward, "", None
        instead, reasons, short = reward.instead, [], None
        for gift in [self.gifts[x] for x in (reward.gift, instead) if x is not None]:
            taken = sum(
                isinstance(each, rewards.Promise) and each.gift == gift.id for each in chosen
            )
            free = self.free(gift)
            if rank < gift.rank:
                reasons.append("above")
            elif not reward.is_again and (taken or self.had(gift, one.person)):
                reasons.append("had")
            elif free is not None and free <= taken:
                reasons, short = ["short"], short or gift
            else:
                return replace(reward, gift=gift.id, instead=None), "", None
        return None, "short" if short else reasons[0], short

    def cost(self, reward: Any) -> int:
        if isinstance(reward, rewards.Points):
            return reward.points // 100 * self.point
        if isinstance(reward, rewards.Promise):
            gift = None if reward.gift is None else self.gifts[reward.gift]
            return gift.cost if gift else reward.amount or reward.cap or 0
        return 0

    # --- giving ---

    def settle(self, every: list[Due], today: date) -> list[Verdict]:
        """Give what is due one after the other; short ones, and steps onto a tier that is not
        held, are owed."""
        found = []
        for one in every:
            verdict = self.judge(one)
            if verdict is not None:
                self._carry_out(verdict, today)
                found.append(verdict)
            elif one.is_owed:
                self.owed = [each for each in self.owed if _name(each) != _name(one)]
        return found

    def _carry_out(self, verdict: Verdict, today: date) -> None:
        one = verdict.due
        is_step = any(t.kind == "upgrade" and t.subject == one.key for t in one.rule.triggers)
        waits = verdict.short is not None or (verdict.why == "above" and is_step)
        same = [each for each in self.owed if _name(each) == _name(one)]
        if waits and not same:
            self.owed.append(replace(one, days=None))  # late, it lives as its reward says
        if not waits and one.is_owed:
            self.owed = [each for each in self.owed if _name(each) != _name(one)]
        if verdict.rewards:
            occasion = Occasion(one.rule, one.person, one.key, one.on, one.receipt, verdict.cost)
            self.occasions.append(occasion)
            occasion.given = [self._give(one, reward, today) for reward in verdict.rewards]

    def _give(self, one: Due, reward: Any, today: date) -> Any:
        person = one.person
        if isinstance(reward, rewards.Points):
            lot = person.purse.credit(reward.points, today, _POLICY, today)
            return Points(reward.points, lot)
        if isinstance(reward, rewards.Trial):
            rank = self.codes.index(reward.tier)
            if person.id not in self.locked:
                self.ranks[person.id] = max(self.ranks[person.id], rank)
            self.trials.append(Trial(person, reward.tier, today + timedelta(days=reward.days - 1)))
            return self.trials[-1]
        if isinstance(reward, rewards.Multiplied):
            last = today + timedelta(days=reward.days - 1)
            self.multipliers.append(Multiplier(person, reward.percent, today, last))
            return self.multipliers[-1]
        days = reward.valid_days if one.days is None else one.days
        gift = None if reward.gift is None else self.gifts[reward.gift]
        voucher = Voucher(
            "", person.id, reward.amount, reward.percent_off, reward.minimum, reward.cap,
            today + timedelta(days=days), today, one.rule.id, gift=gift,
        )  # fmt: skip
        self.vouchers.append(voucher)
        return voucher

    def happens(
        self, kind: str, person: Person, key: str, today: date,
        is_met: Callable[[Any], bool] = lambda _trigger: True, receipt: Receipt | None = None,
    ) -> None:  # fmt: skip
        """What happens at the till, to whom each rule is for, in the rules' order."""
        for rule in self.rules:
            one = Due(rule, person, key, today, receipt=receipt)
            its = [trigger for trigger in rule.triggers if trigger.kind == kind]
            if rule.is_on(today) and any(map(is_met, its)) and self.is_for(one, today):
                self.settle([one], today)

    def rises_to(self, person: Person, steps: list[str], today: date) -> None:
        """Each step of an upgrade; what is owed meanwhile is tried first."""
        self.rises.append((person, steps, next(SERIAL)))
        mine = [
            replace(one, is_owed=True) for one in self.owed
            if one.person is person and one.rule in self.rules
        ]  # fmt: skip
        self.settle(mine, today)
        for step in steps:
            self.happens("upgrade", person, step, today, lambda t, step=step: t.subject == step)

    def bought(self, receipt: Receipt, today: date) -> None:
        person, friend = receipt.person, receipt.person.referrer
        met = {"receipt": receipt}
        self.happens("purchase", person, f"receipt:{receipt.id}", today,
                     lambda t: self.is_met(t, "receipt", receipt), **met)  # fmt: skip
        key = f"visit:{len(self.visits(person))}"
        self.happens("visit", person, key, today, lambda t: self.is_visit(t, key), **met)
        if friend:
            for side, who, its in (
                ("referrer", friend, f"friend:{person.id}"), ("friend", person, "brought"),
            ):  # fmt: skip
                self.happens(
                    "referral", who, its, today,
                    lambda t, side=side: t.subject == side and receipt.left >= t.amount, **met,
                )  # fmt: skip

    def is_met(self, trigger: Any, key: str, receipt: Receipt) -> bool:
        """Whether what came with a receipt still stands on it."""
        if receipt.is_gone:
            return False
        match trigger.kind, key:
            case "purchase", "receipt":
                return receipt.left >= max(1, trigger.amount)
            case "referral", "friend":
                return trigger.subject == "referrer" and receipt.left >= trigger.amount
            case "referral", "brought":
                return trigger.subject == "friend" and receipt.left >= trigger.amount
        return False

    def is_visit(self, trigger: Any, key: str) -> bool:
        number = int(key.partition(":")[2])
        if trigger.kind != "visit" or not number:
            return False
        return number % trigger.number == 0 if trigger.subject else number == trigger.number

    # --- taking back (9.1) ---

    def stands(self, one: Occasion | Due) -> bool:
        """Whether a trigger of the rule is met still by what the occasion stands on."""
        kind = one.key.partition(":")[0]
        if kind == "visit":
            count = len(self.visits(one.person))
            is_there = int(one.key.partition(":")[2]) <= count
            return is_there and any(self.is_visit(t, one.key) for t in one.rule.triggers)
        assert one.receipt is not None
        return any(self.is_met(trigger, kind, one.receipt) for trigger in one.rule.triggers)

    def comes_back(self, receipt: Receipt, today: date) -> None:
        """Of all that stands on the receipt, and on the visits of who bought it."""

        def is_on_it(one: Occasion | Due) -> bool:
            is_visit = one.person is receipt.person and one.key.startswith("visit:")
            return one.receipt is receipt or is_visit

        for one in [each for each in self.occasions if not each.is_lost and is_on_it(each)]:
            if not self.stands(one):
                self.undoes([one], today)
        self.owed = [one for one in self.owed if not is_on_it(one) or self.stands(one)]

    def falls_from(self, person: Person, lost: set[str], today: date) -> None:
        """Steps that are lost, the latest upgrade first, with all that was given for each."""
        for who, steps, serial in reversed(self.rises):
            its = lost & set(steps)
            if who is not person or not its:
                continue
            lost = lost - its
            self.owed = [o for o in self.owed if o.person is not person or o.key not in its]
            self.undoes([
                one for one in self.occasions
                if one.person is person and one.key in its and not one.is_freed
                and one.serial > serial
            ], today)  # fmt: skip

    def undoes(self, every: list[Occasion], today: date) -> None:
        """All of it goes; unless something of it was used it may come again."""
        used = [self._loses(one, given, today) for one in every for given in one.given]
        for one in every:
            one.is_lost = True
        if not any(used):
            for one in every:
                one.is_freed = True

    def is_used(self, given: Any) -> bool:
        if isinstance(given, Voucher):
            return given.was_used
        if isinstance(given, Points):
            return given.lot is None or given.lot in self.spent_from
        return False

    def _loses(self, one: Occasion, given: Any, today: date) -> bool:
        was_used = self.is_used(given)
        if isinstance(given, Voucher):
            given.loses_its_occasion(today)
        elif isinstance(given, Points):
            one.person.purse.take(given.count, today, first=given.lot)
            given.is_taken = True
        elif isinstance(given, Trial):
            given.ended = True
        else:
            given.last = min(given.last, today - ONE)
        return was_used

    # --- two who are one (9.22, 9.28) ---

    def merges(self, keep: Person, drop: Person, today: date) -> None:
        brought = [(a, b) for a, b in ((keep, drop), (drop, keep)) if b.referrer is a]
        for receipt in self.receipts:
            receipt.person = keep if receipt.person is drop else receipt.person
        for voucher in self.vouchers:
            voucher.owner = keep.id if voucher.owner == drop.id else voucher.owner
        keep.purse.takes_over(drop.purse)
        self._refers(keep, drop)
        for referrer, friend in brought:
            for person, key in ((referrer, f"friend:{friend.id}"), (friend, "brought")):
                for one in self._called(person, key):
                    one.person = keep
                    self.undoes([one], today)
                    one.person = person
                self.owed = [o for o in self.owed if (o.person, o.key) != (person, key)]
        self._unites(keep, drop, today)
        keep.joined, drop.is_closed = min(keep.joined, drop.joined), True
        keep.solar, keep.lunar = keep.solar or drop.solar, keep.lunar or drop.lunar

    def _refers(self, keep: Person, drop: Person) -> None:
        its = drop.referrer
        if keep.referrer is drop or (keep.referrer is None and its is not None):
            keep.referrer = its if its is not keep else None
        for friend in self.people:
            if friend.referrer is drop:
                friend.referrer = keep

    def _called(self, person: Person, key: str) -> list[Occasion]:
        return [o for o in self.occasions if o.person is person and o.key == key and not o.is_freed]

    def _unites(self, keep: Person, drop: Person, today: date) -> None:
        """One of each occasion: of two an unused one goes, the other's first."""
        mine = {(o.rule.id, o.key): o for o in self.occasions
                if o.person is keep and not o.is_freed}  # fmt: skip
        its = {(o.rule.id, o.key): o for o in self.occasions
               if o.person is drop and not o.is_freed}  # fmt: skip
        for name in sorted(mine.keys() & its.keys(), key=lambda n: (n[0], mine[n].serial)):
            used = [any(map(self.is_used, o.given)) for o in (mine[name], its[name])]
            spare = mine[name] if used == [False, True] else its[name]
            spare.person = keep
            self.undoes([spare], today)
            spare.person = drop if spare is its[name] else keep
        for name, one in its.items():
            if not one.is_freed and (name not in mine or mine[name].is_freed):
                one.person = keep


_POLICY = Policy()


def _name(one: Due) -> tuple[int, int, str]:
    return one.rule.id, one.person.id, one.key
