"""A shop on paper: its members, receipts and promises, and what each day and step does to them.

Written from the rules alone; it shares no code with the core and keeps no sum it could recount.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.proof.paper_days import months_between
from tests.proof.paper_points import Policy, Purse
from tests.proof.paper_prices import Goods, Offer, Terms
from tests.proof.paper_receipts import Earning, Receipt
from tests.proof.paper_tiers import Change, Ladder, Standing, grows_on
from tests.proof.paper_vouchers import Promise


@dataclass(eq=False)
class Person:
    id: int
    purse: Purse
    standing: Standing
    gifts: dict[int, Promise | None] = field(default_factory=dict)
    """By tier, what was given on reaching it: once for life (9.20)."""

    @property
    def balance(self) -> int:
        return self.purse.balance


@dataclass
class Shop:
    ladder: Ladder
    goods: list[Goods]
    people: list[Person] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    terms: Terms = field(default_factory=Terms)
    policy: Policy = field(default_factory=Policy)
    points: int = 1
    """Points for each yuan."""
    gift_ranks: tuple[int, ...] = (1, 2)
    """The tiers that give a voucher when they are reached."""
    run_on: date | None = None

    # --- members and their facts (9.13) ---

    def joins(self, id_: int, joined: date) -> Person:
        def mine() -> list[Receipt]:
            return [r for r in self.receipts if r.person is person and not r.is_void]

        purse = Purse(lambda: max((receipt.on for receipt in mine()), default=None))
        standing = Standing(joined, lambda *asked: _fact(mine(), joined, *asked))
        standing.move("joined", joined, 0, None, ladder=self.ladder)
        person = Person(id_, purse, standing)
        self.people.append(person)
        return person

    def days_of(self, person: Person) -> dict[date, list[int]]:
        """By business day: receipts, those of which something is left, spend, points."""
        found: dict[date, list[int]] = {}
        for receipt in self.receipts:
            if receipt.person is person and not receipt.is_void:
                row = found.setdefault(receipt.on, [0, 0, 0, 0])
                row[0] += 1
                row[1] += not receipt.is_gone
                row[2] += receipt.left
                row[3] += receipt.earns
        return found

    def earning(self, rank: int) -> Earning:
        return Earning(self.points, 100, self.ladder.tiers[rank].points)

    # --- a receipt ---

    def is_sold(self, receipt: Receipt, today: date) -> Change | None:
        """What a receipt brings about for its member; returns the upgrade, if there was one."""
        self.receipts.append(receipt)
        for promise in receipt.lowered:
            promise.is_used(today)
        if receipt.person is None:
            return None
        purse, standing = receipt.person.purse, receipt.person.standing
        receipt.drawn = purse.take(receipt.spent, receipt.on)
        receipt.own = purse.credit(receipt.granted, receipt.on, self.policy, receipt.entered)
        if receipt.on < today:
            standing.is_restored(self.ladder, today)
        return standing.rises(self.ladder, today)

    # --- and what comes back of it ---

    def comes_back(self, receipt: Receipt, today: date) -> tuple[int, int, list[Promise]]:
        """Points return before points are taken (9.11); vouchers come back.

        Returns the points returned and taken, and the vouchers.
        """
        returned = max(0, receipt.points_back - receipt.returned)
        expired = receipt.own.expired if receipt.own else 0
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

    def is_retested(self, person: Person, today: date) -> list[Promise]:
        """Steps up that a refund took away, with what they gave; returns what became void."""
        lost = []
        for up, held in person.standing.falls(self.ladder, today):
            given = {r: p for r, p in person.gifts.items() if up.held < r <= held and p in up.gifts}
            was = {promise: promise.state for promise in given.values() if promise}
            used = [promise.loses_its_occasion() for promise in given.values() if promise]
            lost += [p for p, state in was.items() if (state, p.state) == ("issued", "void")]
            if not any(used):
                for rank in given:
                    del person.gifts[rank]
        return lost

    def gifts_due(self, person: Person, up: Change) -> list[int]:
        """Each step of a jump gives its own, once for life (9.20)."""
        steps = range(up.before + 1, up.rank + 1)
        return [rank for rank in steps if rank in self.gift_ranks and rank not in person.gifts]

    # --- days ---

    def days_due(self, today: date) -> list[date]:
        first = today if self.run_on is None else min(today, self.run_on + timedelta(days=1))
        return [first + timedelta(days=n) for n in range((today - first).days + 1)]

    def day_runs(
        self, day: date, today: date, on_up: Callable[[Person, Change], None]
    ) -> dict[str, int]:
        """What one business day brings; returns how much of what."""
        done = dict.fromkeys(("vouchers_expired", "tiers_kept", "stepped_down", "warned"), 0)
        for promise in self.promises:
            if promise.state == "issued" and promise.until < day:
                promise.state = "expired"
                done["vouchers_expired"] += 1
        for person in self.people:
            person.purse.expire(day)
            if grows_on(self.ladder, person.standing.joined, day):
                up = person.standing.rises(self.ladder, day)
                if up:
                    on_up(person, up)
        for kind, name in (("kept", "tiers_kept"), ("step_down", "stepped_down")):
            for person in self.people:
                done[name] += person.standing.is_reviewed(self.ladder, day, (kind,)) is not None
        for person in self.people:
            done["warned"] += person.standing.is_warned(self.ladder, day, today)
        self.run_on = day
        return done


def _fact(receipts: list[Receipt], joined: date, fact: str, first: date, last: date) -> int:
    found = [receipt for receipt in receipts if first <= receipt.on <= last]
    match fact:
        case "spend":
            return sum(receipt.left for receipt in found)
        case "visits":
            return len({receipt.on for receipt in found if not receipt.is_gone})
        case "points_earned":
            return sum(receipt.earns for receipt in found)
        case "months":
            return months_between(joined, last) if joined <= last else 0
    raise AssertionError(fact)
