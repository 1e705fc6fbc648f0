"""What if: other terms tried on what the shop has lived through, with nothing saved.

The last whole months are lived through twice, by the terms of today and by the changed ones, so
that whatever differs comes of the change. What that takes for granted is in ``what_if_words``.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import EllipsisType
from typing import Any

from shopdesk import gifts, inputs, ladder_terms, permissions, what_if_history, what_if_terms
from shopdesk.clock import add_months, month_bounds
from shopdesk.ladders import Tier
from shopdesk.long import Cancelled
from shopdesk.money import is_whole
from shopdesk.recounting import Move
from shopdesk.refusals import AmountRefused
from shopdesk.shop import Desk, Shop
from shopdesk.store.overlaying import laid_over
from shopdesk.what_if_giving import Lived
from shopdesk.what_if_living import Clock, Living
from shopdesk.what_if_terms import RATES, Changes, Rules, Tried
from shopdesk.what_if_tiers import Stretch

__all__ = ["MOST_MONTHS", "RATES", "Month", "OfRule", "Outcome", "Rules", "Simulation", "simulate"]

MOST_MONTHS = 60


@dataclass(frozen=True, slots=True)
class Month:
    """What a month would have brought; money in minor units, points whole.

    ``cost`` is what all that rules gave may cost, ``discount`` what tiers would have taken off.
    ``owed`` are the points that members had at its end, ``owed_value`` what they pay in full steps.
    """

    first_on: date
    vouchers: int
    cost: int
    discount: int
    earned: int
    given: int
    owed: int
    owed_value: int


@dataclass(frozen=True, slots=True)
class OfRule:
    """What one rule would have given in all the months; money in minor units."""

    rule: int
    name: str
    occasions: int
    vouchers: int
    cost: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would have come of one set of terms.

    ``tiers`` says how many held which at the end; ``gifts`` how many of each were given, with how
    many there are now (nothing where it cannot run out); ``left_out`` how often and why not.
    """

    months: tuple[Month, ...]
    rules: tuple[OfRule, ...]
    tiers: dict[str, int]
    gifts: tuple[tuple[int, int, int | None], ...]
    left_out: dict[str, int]

    @property
    def cost(self) -> int:
        """What all that rules gave may cost."""
        return sum(month.cost for month in self.months)

    @property
    def discount(self) -> int:
        """What tiers would have taken off."""
        return sum(month.discount for month in self.months)

    @property
    def vouchers(self) -> int:
        """How many would have been issued."""
        return sum(month.vouchers for month in self.months)

    @property
    def earned(self) -> int:
        """The points that receipts would have brought."""
        return sum(month.earned for month in self.months)


@dataclass(frozen=True, slots=True)
class Simulation:
    """Today's terms and the changed ones on the same months of the shop's own history.

    ``moves`` are the members that end on another tier than by today's terms, ``counts`` how many
    from which to which. ``whole`` is what pilots would come to if everybody had part in them, where
    there are any. ``cancelled`` means that it was stopped, and that there are no figures.
    """

    first_on: date
    last_on: date
    members: int = 0
    today: Outcome | None = None
    changed: Outcome | None = None
    moves: tuple[Move, ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    whole: Outcome | None = None
    cancelled: bool = False


def simulate(
    desk: Desk,
    *,
    months: int = 12,
    ladder: Sequence[Tier] | None = None,
    review_months: int | EllipsisType | None = ...,
    grace_days: int | EllipsisType = ...,
    rates: Mapping[str, int] | None = None,
    rules: Rules | None = None,
    recounted: bool = False,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Simulation:
    """What the last whole ``months`` would have been under another ladder, its terms of reviews,
    other rates of points (``RATES``) or other rules. Writes nothing.

    Everybody begins on the tier that was theirs; with ``recounted`` everyone is counted again on
    the first day, down too, by either terms. ``progress`` is told how many of how many days were
    lived through. Refuses more than 60 months, and what setting the ladder, the settings or the
    rules would refuse.
    """
    permissions.require(desk, "what_if.simulate")
    permissions.require(desk, "costs.see")
    if not is_whole(months, 1, MOST_MONTHS):
        raise AmountRefused(desk.language, amount=months)
    inputs.flag(recounted, desk.language)
    desk.shop.refresh()
    last = desk.today().replace(day=1) - timedelta(days=1)
    first = add_months(last.replace(day=1), 1 - months)
    asked = _Asked(desk, first, last, recounted, progress, cancelled)
    changes = Changes(ladder, review_months, grace_days, rates, rules)
    return _compared(asked, what_if_terms.of_today(desk), what_if_terms.changed(desk, changes))


# --- living through it ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """On which days, and who is told how far it is."""

    desk: Desk
    first: date
    last: date
    recounted: bool
    progress: Callable[[int, int], None] | None
    cancelled: Callable[[], bool] | None

    def told(self, number: int, of: int) -> Callable[[date], None]:
        """What hears of each day of one of several walks through them."""
        days = (self.last - self.first).days + 1

        def hear(day: date) -> None:
            if self.cancelled and self.cancelled():
                raise Cancelled
            if self.progress:
                self.progress(number * days + (day - self.first).days, of * days)

        return hear


def _compared(asked: _Asked, now: Tried, then: Tried) -> Simulation:
    whole = what_if_terms.opened(then, now)
    every = [now, then] if whole is None else [now, then, whole]
    try:
        lived = [
            _lived(asked, terms, now, asked.told(number, len(every)))
            for number, terms in enumerate(every)
        ]
    except Cancelled:
        return Simulation(asked.first, asked.last, cancelled=True)
    told = [_told(asked, terms, one) for terms, one in zip(every, lived, strict=True)]
    moves = tuple(_moves(lived[0], lived[1]))
    if asked.progress:
        asked.progress(1, 1)
    return Simulation(
        asked.first, asked.last, len(lived[1].tiers), told[0], told[1], moves, _counts(moves),
        None if whole is None else told[2],
    )  # fmt: skip


def _lived(asked: _Asked, terms: Tried, now: Tried, told: Callable[[date], None]) -> Lived:
    desk, first, last = asked.desk, asked.first, asked.last
    decided_on = first
    if terms.review.review_months == now.review.review_months:
        decided_on = min(first, ladder_terms.decided(desk.db)[1])
    told(first)
    with laid_over(desk.shop.location, first, terms.stored(), has_days=terms.asks_days) as db:
        clock = Clock(desk.now())
        shop = Shop(desk.shop.location, db, clock)
        past = Desk(shop, desk.staff_id, desk.staff_name, desk.role, desk.till, desk.speaks)
        stretch = Stretch(first, last, decided_on, terms.asks_days)
        return Living(past, clock, stretch, told).through(
            what_if_history.beside(db, first, last), what_if_history.receipts(db, first, last),
            recounted=asked.recounted,
        )  # fmt: skip


# --- what is told -----------------------------------------------------------------------------


def _moves(now: Lived, then: Lived) -> Iterator[Move]:
    for member_id, tier in then.tiers.items():
        if now.tiers[member_id] != tier:
            yield Move(member_id, now.tiers[member_id], tier)


def _counts(moves: Iterable[Move]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for _member, before, tier in moves:
        row = counts.setdefault(before, {})
        row[tier] = row.get(tier, 0) + 1
    return counts


def _told(asked: _Asked, terms: Tried, lived: Lived) -> Outcome:
    desk = asked.desk
    held = Counter(lived.tiers.values())
    free = {gift.id: gift.free for gift in gifts.catalogue(desk)}
    return Outcome(
        tuple(_months(asked, terms, lived)),
        tuple(_of_rule(row, lived, desk.language) for row in terms.rules),
        {tier.code: held[tier.code] for tier in terms.tiers},
        tuple((gift, count, free[gift]) for gift, count in lived.gifts.items()),
        dict(lived.left_out),
    )


def _of_rule(row: Mapping[str, Any], lived: Lived, language: str) -> OfRule:
    name = row["name_en"] or row["name"] if language == "en" else row["name"]
    of = lived.by_rule.get(row["id"], Counter())
    return OfRule(row["id"], name, of["occasions"], of["vouchers"], of["cost"])


def _months(asked: _Asked, terms: Tried, lived: Lived) -> Iterator[Month]:
    """Month after month; what is owed is what was, and what would have come to more or less."""
    db, its, more, day = asked.desk.db, terms.settings, 0, asked.first
    while day <= asked.last:
        sums = lived.months[day.year, day.month]
        _first, ends = month_bounds(day.year, day.month)
        more += sums.earned - sums.earned_really + sums.given
        owed = what_if_history.points_by(db, ends) + more
        owed -= what_if_history.points_given(db, asked.first, ends)
        worth = max(0, owed) // its.points_step * its.points_value
        yield Month(
            day, sums.vouchers, sums.cost, sums.discount, sums.earned, sums.given, owed, worth
        )
        day = add_months(day, 1)
