"""Gifts by rule on paper: what comes to whom, and what they are given for it.

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
from tests.proof.paper_given import (
    Due,
    Gift,
    Multiplier,
    Occasion,
    Person,
    Points,
    Receipt,
    Rule,
    Trial,
    Verdict,
    Voucher,
)
from tests.proof.paper_points import Lot, Policy
from tests.proof.paper_vouchers import SERIAL

CALENDAR = ("every", "festival", "birthday", "own_date", "years", "away")
NO_END = Policy()


@dataclass
class Rules:
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
                for name, kind, one in person.dates:
                    if kind == trigger.subject and calendar.falls(one, on):
                        called = hashlib.sha256(f"{kind} {name}".encode()).hexdigest()[:16]
                        yield f"date:{called}:{calendar.year_of(one, on)}", on, None
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
                self.owed = [each for each in self.owed if name_of(each) != name_of(one)]
        return found

    def _carry_out(self, verdict: Verdict, today: date) -> None:
        one = verdict.due
        is_step = any(t.kind == "upgrade" and t.subject == one.key for t in one.rule.triggers)
        waits = verdict.short is not None or (verdict.why == "above" and is_step)
        same = [each for each in self.owed if name_of(each) == name_of(one)]
        if waits and not same:
            # late, it may be collected as long as on its day, and that was more than one
            self.owed.append(replace(one, days=one.days or None))
        if not waits and one.is_owed:
            self.owed = [each for each in self.owed if name_of(each) != name_of(one)]
        if verdict.rewards:
            occasion = Occasion(one.rule, one.person, one.key, one.on, one.receipt, verdict.cost)
            self.occasions.append(occasion)
            occasion.given = [self._give(one, reward, today) for reward in verdict.rewards]

    def _give(self, one: Due, reward: Any, today: date) -> Any:
        person = one.person
        if isinstance(reward, rewards.Points):
            lot = person.purse.credit(reward.points, today, NO_END, today)
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
                    lambda t, side=side: t.subject == side and self.is_first(receipt, t.amount),
                    **met,
                )  # fmt: skip

    def is_first(self, receipt: Receipt, least: int) -> bool:
        """Whether no other receipt of the friend has as much left as the rule asks (9.28)."""
        large = [
            one for one in self.receipts
            if one.person is receipt.person and not one.is_gone and one.left >= least
        ]  # fmt: skip
        return large == [receipt]

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


def name_of(one: Due) -> tuple[int, int, str]:
    return one.rule.id, one.person.id, one.key
