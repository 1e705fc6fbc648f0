"""A shop on paper: its members, receipts and promises, and what each day and step does to them.

Written from the rules alone; it shares no code with the core and keeps no sum it could recount.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.proof.paper_days import months_between
from tests.proof.paper_points import LATE_DAYS, Policy, Purse
from tests.proof.paper_prepaid import BUCKETS, Pass, TopUp, UseLot
from tests.proof.paper_prices import Goods, Offer, Terms
from tests.proof.paper_receipts import Earning, Receipt
from tests.proof.paper_tiers import Change, Ladder, Standing, grows_on
from tests.proof.paper_vouchers import Promise


def _never() -> None:
    """No stored value ends by idleness."""


@dataclass(eq=False)
class Person:
    id: int
    purse: Purse
    standing: Standing
    entered: date
    is_met: bool = False
    """By a daily run."""
    referrer: "Person | None" = None
    ratings: list[tuple[date, int]] = field(default_factory=list)
    contacts: list[date] = field(default_factory=list)
    gifts: dict[int, Promise] = field(default_factory=dict)
    """By tier, what was given on reaching it: once for life (9.20)."""
    stored: dict[str, Purse] = field(default_factory=lambda: {x: Purse(_never) for x in BUCKETS})
    """Stored value, principal and bonus."""
    top_ups: list[TopUp] = field(default_factory=list)
    passes: list[Pass] = field(default_factory=list)
    is_closed: bool = False
    """They are somebody else by now, or were erased."""

    @property
    def balance(self) -> int:
        return self.purse.balance

    @property
    def value(self) -> tuple[int, int]:
        return self.stored["principal"].balance, self.stored["bonus"].balance

    def value_on(self, on: date) -> tuple[int, int]:
        """Stored value that can pay a receipt of a day."""
        return self.stored["principal"].there(on), self.stored["bonus"].there(on)


def loses(person: Person, up: Change, ranks: set[int], today: date) -> list[Promise]:
    """What was given for steps that are lost; returns what becomes void (9.1)."""
    given = {
        rank: promise for rank, promise in person.gifts.items()
        if rank in ranks and promise.serial > up.serial
    }  # fmt: skip
    lost = [promise for promise in given.values() if promise.is_open(today)]
    used = [promise.loses_its_occasion(today) for promise in given.values()]
    for rank in given if not any(used) else ():  # only then are they given again (9.20)
        del person.gifts[rank]
    return lost


Ups = list[tuple[Person, Change]]
"""Who moved up, and how."""


@dataclass
class Shop:
    ladder: Ladder
    goods: list[Goods]
    run_on: date
    """The last day that was run; at first that of opening, which brings nothing."""
    people: list[Person] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    terms: Terms = field(default_factory=Terms)
    policy: Policy = field(default_factory=Policy)
    points: int = 1
    """Points for each yuan."""
    is_principal_first: bool = False
    """How stored value is spent; else in proportion."""
    gift_ranks: tuple[int, ...] = (1, 2)
    """The tiers that give a voucher when they are reached."""
    closed_through: date = date.min
    """The last day of the last month that is closed."""

    def __post_init__(self) -> None:
        self.began = self.run_on

    # --- members and their facts (9.13) ---

    def joins(self, id_: int, joined: date, today: date, referrer: Person | None = None) -> Person:
        purse = Purse(lambda: max((each.on for each in self.receipts_of(person)), default=None))
        standing = Standing(joined, lambda *asked: self.fact(person, *asked))
        standing.move("joined", joined, 0, None, ladder=self.ladder)
        person = Person(id_, purse, standing, today, referrer=referrer)
        self.people.append(person)
        return person

    @property
    def open_people(self) -> list[Person]:
        return [person for person in self.people if not person.is_closed]

    def receipts_of(self, person: Person) -> list[Receipt]:
        return [each for each in self.receipts if each.person is person and not each.is_void]

    def fact(self, person: Person, fact: str, first: date, last: date) -> int:
        """One number about a member, over the days from first to last."""
        if fact == "months":
            return months_between(person.standing.joined, last)
        if fact == "mean_rating":
            scores = [score for day, score in person.ratings if first <= day <= last]
            return 100 * sum(scores) // len(scores) if scores else 0
        if fact == "topped_up":
            sold = [one for one in person.top_ups if first <= one.on <= last]
            return sum(one.principal - one.refunded for one in sold)
        if fact == "interactions":
            return sum(first <= day <= last for day in person.contacts)
        if fact == "referrals":
            firsts = [self.first_kept(each) for each in self.people if each.referrer is person]
            return sum(day is not None and first <= day <= last for day in firsts)
        return _bought(
            fact, [r for r in self.receipts_of(person) if first <= r.on <= last], self.goods
        )

    def first_kept(self, person: Person) -> date | None:
        kept = [receipt.on for receipt in self.receipts_of(person) if not receipt.is_gone]
        return min(kept, default=None)

    def days_of(self, person: Person) -> dict[date, list[int]]:
        """By business day: receipts, those of which something is left, spend, points."""
        found: dict[date, list[int]] = {}
        for receipt in self.receipts_of(person):
            row = found.setdefault(receipt.on, [0, 0, 0, 0])
            row[0] += 1
            row[1] += not receipt.is_gone
            row[2] += receipt.left
            row[3] += receipt.earns
        return found

    def earning(self, rank: int) -> Earning:
        return Earning(self.points, 100, self.ladder.tiers[rank].points)

    # --- a receipt ---

    def is_sold(self, receipt: Receipt, today: date) -> Ups:
        """What a receipt brings about for its member and who brought them; returns the upgrades."""
        is_first = receipt.person is not None and self.first_kept(receipt.person) is None
        if receipt.person is not None:  # before it counts: what it spends ends as it did till then
            receipt.drawn = receipt.person.purse.spend(receipt.spent, receipt.on)
            for bucket, purse in receipt.person.stored.items():
                part = receipt.paid_by.get(bucket, 0)
                receipt.drawn_value[bucket] = purse.spend(part, receipt.on)
            self.makes_passes(receipt, receipt.person)
        self.receipts.append(receipt)
        for promise in receipt.lowered:
            promise.is_used(today)
        if receipt.person is None:
            return []
        receipt.own = receipt.person.purse.credit(
            receipt.granted, receipt.on, self.policy, receipt.entered
        )
        return self.counts(receipt, receipt.person, today, is_first=is_first)

    def counts(self, receipt: Receipt, person: Person, today: date, *, is_first: bool) -> Ups:
        """What a receipt does to where people stand."""
        if receipt.on < today:
            person.standing.is_restored(self.ladder, today)
        risen, friend = [person], person.referrer
        if is_first and friend and not friend.is_closed and self.ladder.asks_for("referrals"):
            risen.append(friend)
        ups = [(one, one.standing.rises(self.ladder, today)) for one in risen]
        return [(one, up) for one, up in ups if up]

    def is_attached(self, receipt: Receipt, person: Person, today: date) -> Ups:
        """Whose receipt it was becomes known: as if entered late, though of today (9.21)."""
        is_first = self.first_kept(person) is None
        rank = person.standing.priced_on(self.ladder, receipt.on)
        receipt.person, receipt.rank = person, rank
        receipt.earning = replace(receipt.earning, percent=self.ladder.tiers[rank].points)
        receipt.granted = receipt.earns
        receipt.own = person.purse.credit(
            receipt.granted, receipt.on, self.policy, today, is_late=True
        )
        return self.counts(receipt, person, today, is_first=is_first)

    def makes_passes(self, receipt: Receipt, person: Person) -> None:
        """A pass is valid for so many days after its sale, 30 at least from a late entry (9.21)."""
        for line in receipt.lines:
            if line.sold is None or line.place is None:
                continue
            days = self.goods[line.place].days
            until = None if days is None else receipt.on + timedelta(days=days)
            if until and receipt.on < receipt.entered:
                until = max(until, receipt.entered + timedelta(days=LATE_DAYS))
            line.sold.lots.append(UseLot(line.sold.uses, line.sold.uses, receipt.on, until))
            person.passes.append(line.sold)

    # --- and what comes back of it ---

    def value_comes_back(
        self, receipt: Receipt, tenders: dict[str, int], was: list[tuple[int, bool]], today: date
    ) -> tuple[int, int]:
        """Stored value and uses to where they came from, passes away; ``was`` is how much of each
        line was back before, and whether it was gone. Returns the uses that came and went."""
        came = went = 0
        for bucket, drawn in receipt.drawn_value.items():
            assert receipt.person is not None
            receipt.person.stored[bucket].give_back(tenders.get(bucket, 0), drawn, today)
        for place, (line, (back, was_gone)) in enumerate(zip(receipt.lines, was, strict=True)):
            if line.used and receipt.is_line_gone(place) and not was_gone:
                came += sum(used.uses for used in line.used)
                for used in line.used:
                    used.comes_back(today)
            if line.sold:
                went += (line.back - back) // 1000
                line.sold.gives_back((line.back - back) // 1000, today)
        return came, went

    def comes_back(self, receipt: Receipt, today: date) -> tuple[int, int, list[Promise]]:
        """Points return before points are taken (9.11); vouchers come back.

        Returns the points returned and taken, and the vouchers.
        """
        returned = max(0, receipt.points_back - receipt.returned)
        expired = receipt.person.purse.expired_of(receipt.own) if receipt.person else 0
        taken = max(0, receipt.granted - receipt.earns - receipt.taken - expired)
        receipt.returned += returned
        receipt.taken += taken
        if receipt.person:
            receipt.person.purse.give_back(returned, receipt.drawn, today)
            receipt.person.purse.take(taken, today, first=receipt.own)
        back = [promise for promise in receipt.lowered if receipt.frees(promise)]
        for promise in back:
            del receipt.lowered[promise]
            promise.comes_back(today)
        return returned, taken, back

    def is_retested(self, person: Person, today: date, fact: str = "") -> list[Promise]:
        """Steps up that a refund took away, with what they gave; returns what became void.

        With ``fact``, as long as a step stood on it.
        """
        lost = []
        for up in person.standing.falls(self.ladder, today, fact):
            lost += loses(person, up, {rank for rank in up.steps if rank > up.held}, today)
        return lost

    def gifts_due(self, person: Person, up: Change) -> list[int]:
        """Each step of a jump that still stands gives its own, once for life (9.20)."""
        steps = range(up.before + 1, up.held + 1)
        return [rank for rank in steps if rank in self.gift_ranks and rank not in person.gifts]

    # --- days ---

    def days_due(self, today: date) -> list[date]:
        first = min(today, self.run_on + timedelta(days=1))
        return [first + timedelta(days=n) for n in range((today - first).days + 1)]

    def month_closes(self, day: date) -> int:
        """On the fifth, or once that is over, the month before."""
        last = day.replace(day=1) - timedelta(days=1)
        if day.day < 5 or last < self.began or last <= self.closed_through:
            return 0
        self.closed_through = last
        return 1

    def day_runs(
        self, day: date, today: date, on_up: Callable[[Person, Change], None]
    ) -> dict[str, int]:
        """What one business day brings; returns how much of what."""
        names = ("vouchers_expired", "grown", "tiers_kept", "stepped_down", "warned")
        done = dict.fromkeys(names, 0)
        done["months_closed"] = self.month_closes(day)
        for promise in self.promises:
            if promise.state == "issued" and promise.until < day:
                promise.state = "expired"
                done["vouchers_expired"] += 1
        for person in self.people:
            person.purse.expire(day)
            is_new = person.entered <= day and not person.is_met
            person.is_met |= is_new
            is_passing = grows_on(self.ladder, person.standing.joined, day, is_new=is_new)
            if is_passing and not person.is_closed:
                up = person.standing.rises(self.ladder, day)
                if up:
                    done["grown"] += 1
                    on_up(person, up)
        for person in self.open_people:
            kinds = []
            while kind := person.standing.is_reviewed(self.ladder, day):
                kinds.append(kind)
                done["tiers_kept" if kind == "kept" else "stepped_down"] += 1
            if "step_down" in kinds:  # what was bought before the review was held (9.19)
                up = person.standing.rises(self.ladder, today)
                if up:
                    on_up(person, up)
        for person in self.open_people:
            done["warned"] += person.standing.is_warned(self.ladder, day, today)
        self.run_on = day
        return done


def _bought(fact: str, receipts: list[Receipt], goods: list[Goods]) -> int:
    """What receipts of so many days say, net of all that came back of them since."""
    kept = [receipt for receipt in receipts if not receipt.is_gone]
    places = {
        line.place
        for receipt in kept
        for line in receipt.lines
        if line.place is not None and not line.is_back
    }
    match fact:
        case "spend":
            return sum(receipt.left for receipt in receipts)
        case "visits":
            return len({receipt.on for receipt in kept})
        case "points_earned":
            return sum(receipt.earns for receipt in receipts)
        case "products":
            return len(places)
        case "categories":
            return len({goods[place].category for place in places} - {""})
    raise AssertionError(fact)
