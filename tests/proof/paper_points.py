"""What a member holds of points: lots that end, a debt, and what goes back where (9.7, 9.10, 9.11).

It keeps no sums that it could recount, and knows a lot's end only by looking.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.proof.paper_days import ONE, end_of_month, months_later
from tests.proof.paper_vouchers import SERIAL

LATE_DAYS = 30
"""A lot of a late receipt lives so long from its entry; what returns expired, at most (9.16, 9.21).
"""


@dataclass(frozen=True)
class Policy:
    """When points end: never, or counted from the day they were earned (9.23, 9.29)."""

    kind: str = "never"
    count: int = 0

    def last_day(self, on: date) -> date | None:
        match self.kind:
            case "days":
                return on + timedelta(days=self.count)
            case "months":
                return months_later(on, self.count)
            case "month_end":
                return end_of_month(months_later(on.replace(day=1), self.count))
            case "year_end":
                return date(on.year + self.count, 12, 31)
        return None


@dataclass(eq=False)
class Lot:
    granted: int
    left: int
    on: date
    until: date | None = None
    idle: int | None = None
    """So many months after the member's last receipt, though not before ``until``."""
    came_from: "Lot | None" = None
    expired: int = 0
    draws: int = 0
    """How often something was taken of it."""
    serial: int = field(default_factory=lambda: next(SERIAL))


@dataclass(eq=False)
class Drawn:
    """What a lot misses since points of it were spent."""

    lot: Lot
    missing: int
    on: date


@dataclass(eq=False)
class Purse:
    last_visit: Callable[[], date | None]
    """The last business day with a receipt that is not void."""
    lots: list[Lot] = field(default_factory=list)
    debt: int = 0
    expiries: list[tuple[date, int]] = field(default_factory=list)
    """What ended: the day after its last one, and how much."""

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots) - self.debt

    def there(self, on: date) -> int:
        """What can be spent for a receipt of a day: nothing that came after it (9.21)."""
        return sum(lot.left for lot in self.lots if lot.on <= on) - self.debt

    def end_of(self, lot: Lot) -> date | None:
        if lot.idle is None:
            return lot.until
        seen = self.last_visit()
        ends = None if seen is None else months_later(seen, lot.idle)
        if ends is None or ends < lot.on:
            ends = months_later(lot.on, lot.idle)
        return max(ends, lot.until or ends)

    def is_over(self, lot: Lot, today: date) -> bool:
        end = self.end_of(lot)
        return end is not None and end < today

    def expire(self, today: date) -> None:
        for lot in self.lots:
            if lot.left and self.is_over(lot, today):
                end = self.end_of(lot)
                assert end is not None
                self.expiries.append((end + ONE, lot.left))
                lot.expired += lot.left
                lot.left = 0

    def expired_of(self, own: Lot | None) -> int:
        """What of a lot expired unspent, in it or where it returned to."""
        family = [own]
        for lot in self.lots:
            if lot.came_from in family and lot.came_from is not None:
                family.append(lot)
        return sum(lot.expired for lot in family if lot)

    def order(self) -> list[Lot]:
        """Soonest last day first, then oldest, never-ending last."""
        numbered = [(self.end_of(lot) or date.max, lot.on, n) for n, lot in enumerate(self.lots)]
        return [self.lots[n] for _end, _on, n in sorted(numbered)]

    def credit(
        self, amount: int, on: date, policy: Policy, entered: date, *, is_late: bool = False
    ) -> Lot | None:
        """Every credit pays the debt first; the rest makes a lot."""
        repaid = min(self.debt, amount)
        self.debt -= repaid
        if amount == repaid:
            return None
        until, idle = policy.last_day(on), policy.count if policy.kind == "idle" else None
        if on < entered or is_late:
            least = entered + timedelta(days=LATE_DAYS)
            ends = months_later(on, idle) if idle else until
            until = max(until or least, least) if ends and ends < least else until
        rest = amount - repaid
        self.lots.append(Lot(rest, rest, on, until, idle))
        return self.lots[-1]

    def spend(self, amount: int, on: date) -> list[Drawn]:
        """For a receipt of a day, from what was there on it (9.21)."""
        return self.take(amount, on, there_on=on)

    def take(
        self, amount: int, on: date, first: Lot | None = None, there_on: date = date.max
    ) -> list[Drawn]:
        """From the lots in spending order, one perhaps before all others; the rest is debt."""
        drawn = []
        for lot in sorted(self.order(), key=lambda lot: lot is not first):
            part = min(lot.left, amount) if lot.on <= there_on else 0
            if part:
                lot.left -= part
                lot.draws += 1
                amount -= part
                drawn.append(Drawn(lot, part, on))
        self.debt += amount
        return drawn

    def give_back(self, amount: int, drawn: list[Drawn], today: date) -> None:
        """Points spent return: the debt first, then to their lots, the one drawn last first.

        What returns to a lot that is over makes a new one, for as many days as it had left when
        it was used, 30 at most (9.16).
        """
        repaid = min(self.debt, amount)
        self.debt -= repaid
        amount -= repaid
        for one in reversed(drawn):
            part = min(one.missing, amount)
            one.missing -= part
            amount -= part
            if part and self.is_over(one.lot, today):
                end = self.end_of(one.lot)
                assert end is not None
                had_left = min((end - one.on).days, LATE_DAYS)
                until = today + timedelta(days=max(0, had_left))
                self.lots.append(Lot(part, part, today, until, came_from=one.lot))
            elif part:
                one.lot.left += part

    # --- of two who are one (9.22) ---

    def takes_over(self, other: "Purse") -> "Taken":
        """Lots come as they are; a debt is netted against lots at once."""
        taken = Taken(other.lots, other.debt)
        self.lots = sorted(self.lots + other.lots, key=lambda lot: lot.serial)
        self.debt += other.debt
        other.lots, other.debt = [], 0
        taken.netted = self.nets()
        return taken

    def nets(self) -> list[tuple[Lot, int]]:
        netted, left = [], min(sum(lot.left for lot in self.lots), self.debt)
        self.debt -= left
        for lot in self.order():
            part = min(lot.left, left)
            if part:
                lot.left -= part
                left -= part
                netted.append((lot, part))
        return netted

    def parts_from(self, other: "Purse", taken: "Taken", policy: Policy, today: date) -> None:
        """What came over goes back, and what was netted is as before.

        Had the debt that came been paid meanwhile, what paid it is theirs again: points of today.
        """
        self.lots = [lot for lot in self.lots if lot not in taken.lots]
        other.lots = sorted(other.lots + taken.lots, key=lambda lot: lot.serial)
        for lot, part in taken.netted:
            lot.left += part
        other.debt += taken.owed
        other.nets()
        self.debt += sum(part for _lot, part in taken.netted) - taken.owed
        too_much, self.debt = max(0, -self.debt), max(0, self.debt)
        if too_much:
            self.credit(too_much, today, policy, today)
        self.nets()


@dataclass(eq=False)
class Taken:
    """What one purse took over from another."""

    lots: list[Lot]
    owed: int
    netted: list[tuple[Lot, int]] = field(default_factory=list)
