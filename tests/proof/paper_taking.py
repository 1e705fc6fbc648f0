"""What is taken back of what rules gave, on paper, and two who are one (9.1, 9.22, 9.28)."""

from datetime import date
from typing import Any

from tests.proof.paper_days import ONE
from tests.proof.paper_given import Due, Occasion, Person, Points, Receipt, Trial, Voucher
from tests.proof.paper_rules import Rules


class Shop(Rules):
    """A shop that gives by rules and takes back what stands on nothing any more."""

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
                if one.person is person and one.key in its and not one.is_lost
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

    def merges(self, keep: Person, drop: Person, today: date, *, is_raised: bool) -> None:
        """``is_raised``: the survivor comes to the higher tier of the other one, and to the steps
        that led there, which may be lost as their own."""
        if is_raised:
            its = [(keep, steps, serial) for who, steps, serial in self.rises if who is drop]
            self.rises = [one for one in self.rises if one[0] is not drop] + its
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
        return [o for o in self.occasions if o.person is person and o.key == key and not o.is_lost]

    def _unites(self, keep: Person, drop: Person, today: date) -> None:
        """One of each occasion: of two an unused one goes, the other's first."""
        mine = {(o.rule.id, o.key): o for o in self.occasions
                if o.person is keep and not o.is_freed}  # fmt: skip
        its = {(o.rule.id, o.key): o for o in self.occasions
               if o.person is drop and not o.is_freed}  # fmt: skip
        for name in sorted(mine.keys() & its.keys(), key=lambda n: (n[0], mine[n].serial)):
            used = [o.is_lost or any(map(self.is_used, o.given)) for o in (mine[name], its[name])]
            spare = mine[name] if used == [False, True] else its[name]
            if spare.is_lost:
                continue
            spare.person = keep
            self.undoes([spare], today)
            spare.person = drop if spare is its[name] else keep
        for name, one in its.items():
            if not one.is_freed and (name not in mine or mine[name].is_freed):
                one.person = keep
