"""Which promotions, member's prices and vouchers a receipt gets, where they exclude each other.

A *way* is one combination of them, priced through step 4. Where the shop lets the best for the
customer count, the way with the least to pay wins, and a promotion may be left away: one that
lowers a line can keep the goods below the minimum of something better. A promotion more is then
never a price more. Else promotions come first, each line and the order by the strongest.

Of several promotions a line gets the one that lowers it most, of equal ones the earlier made; lines
of one product get the same.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product
from math import prod
from typing import NamedTuple

from shopdesk import offers, steps
from shopdesk.offers import Offered
from shopdesk.pricing import PERCENT, Item, Priced, Term
from shopdesk.steps import HandDiscount, Membership

_DECLINABLE = 6
"""So many line promotions are tried in every combination; further ones only one after another."""
_MOST_SPREAD = 200
"""Beside the likely ways so many are tried to spread promotions over the lines of a receipt."""
_ROUNDED = 4
"""More minor units than all roundings of a receipt can win back on one line."""

Picks = tuple[Offered | None, ...]
"""The promotion of each line."""


class Case(NamedTuple):
    """A receipt to be priced: what is bought, and all that may lower it."""

    start: Priced
    promotions: tuple[Offered, ...] = ()
    """For lines, in the order made."""
    orders: tuple[Offered, ...] = ()
    membership: Membership | None = None
    discount: HandDiscount | None = None
    terms: tuple[Term, ...] = ()


Use = tuple[str, int, int]
"""What lowered a price, its id, and on which line."""


class Way(NamedTuple):
    """One combination, priced up to the points.

    ``fault`` is why it cannot be had: the kind, and the voucher it is about.
    """

    priced: Priced
    terms: tuple[Term, ...] = ()
    """The vouchers that it uses."""
    order: Offered | None = None
    fault: tuple[str, Term] | None = None
    goods: int = 0
    """The goods after step 2: the minimums of vouchers are held against these."""
    used: frozenset[Use] = frozenset()


def choose(case: Case, *, is_best: bool) -> tuple[Way, Way | None]:
    """The way a receipt goes, and the best other one if there was a choice.

    Another way is one that uses something the first does not: less of the same is none. The first
    has a ``fault`` where the vouchers given cannot be used on it.
    """
    if not (case.promotions or case.orders):
        return _finished(case, _with_membership(case, case.start)), None
    ways = list(_ways(case, is_best=is_best))
    open_ways = sorted((way for way in ways if way.fault is None), key=_rank)
    if not is_best:
        taken = _promotions_first(case)
    elif case.terms and not any(way.terms for way in open_ways):
        taken = next(way for way in ways if way.fault is not None)
    else:
        taken = open_ways[0]
    others = (way for way in open_ways if not way.used <= taken.used)
    return taken, None if taken.fault is not None else next(others, None)


def take(case: Case, *, is_best: bool) -> Way:
    """The way a receipt goes, where nobody asks for another one."""
    if is_best or not (case.promotions or case.orders):
        return choose(case, is_best=is_best)[0]
    return _promotions_first(case)


def _rank(way: Way) -> tuple[int, int]:
    """The least to pay, then the fewest vouchers; else as they come."""
    return way.priced.due, len(way.terms)


def _ways(case: Case, *, is_best: bool) -> Iterator[Way]:
    """The likely combinations, the strongest promotions first; where the best counts, then all
    there is room for.
    """
    by_left, by_off = _groups(case, is_best=True), _groups(case, is_best=False)
    seen: set[Picks] = set()
    spread = _spread_out(case, by_left) if is_best else ()
    for picks in chain(_likely(case, by_left, by_off), spread):
        if picks not in seen:
            seen.add(picks)
            yield from _ordered(case, picks)


def _likely(case: Case, *groups: "list[_Group]") -> Iterator[Picks]:
    """Of some promotions, as it is lowest line by line, and with its promotions first."""
    for subset in _subsets(case.promotions):
        for each in groups:
            yield _picked(case, each, subset)


def _spread_out(case: Case, groups: "list[_Group]") -> Iterator[Picks]:
    """Each line in turn also with what is dearer on it.

    By no more than rounding may win back; and by any, where that may reach the minimum of an order
    or a voucher. Of as many promotions, in the order made, as there are not too many ways with.
    """
    for choose_from in (_Group.near, _Group.of) if case.orders or case.terms else (_Group.near,):
        for count in range(len(case.promotions), 0, -1):
            choices = [choose_from(group, case.promotions[:count]) for group in groups]
            if prod(len(each) for each in choices) <= _MOST_SPREAD:
                yield from (_spread(case, groups, chosen) for chosen in product(*choices))
                break


def _ordered(case: Case, picks: Picks) -> Iterator[Way]:
    """The ways that go on from these picks: with each order promotion, and with none.

    Where the vouchers cannot be used so, they may still be better kept.
    """
    lowered, without = _through_step_2(case, picks), case._replace(terms=())
    for order in (*case.orders, None):
        priced = lowered if order is None else steps.with_order(lowered, order)
        if order is not None and priced is lowered:
            continue
        for going in (case, without) if order is None or order.combines else (without,):
            way = _finished(going, priced, goods=lowered.due, order=order)
            yield way._replace(used=_used(picks, way))
            if way.fault is None:
                break


def _promotions_first(case: Case) -> Way:
    """All promotions, the strongest of the order's; a voucher that excludes it is at fault."""
    picks = _picked(case, _groups(case, is_best=False), case.promotions)
    lowered = _through_step_2(case, picks)
    priced, order = lowered, None
    for offered in case.orders:
        tried = steps.with_order(lowered, offered)
        if tried.due < priced.due:
            priced, order = tried, offered
    way = _finished(case, priced, goods=lowered.due, order=order)
    if order and not order.combines and case.terms:
        return way._replace(fault=("order", case.terms[0]))
    return way._replace(used=_used(picks, way))


# --- step 1: which promotion for which line -----------------------------------------------------


class _Group(NamedTuple):
    """The lines of one product, what may be picked for them, the best first, and what they cost
    then.
    """

    indexes: tuple[int, ...]
    candidates: tuple[tuple[Offered | None, Fraction], ...]

    def of(self, subset: Sequence[Offered]) -> list[Offered | None]:
        """What may be picked if there are only some promotions."""
        return [one for one, _ in self.candidates if one is None or one in subset]

    def near(self, subset: Sequence[Offered]) -> list[Offered | None]:
        """The same, but only what costs hardly more than the cheapest of it."""
        costs = [(one, left) for one, left in self.candidates if one is None or one in subset]
        least = min(left for _, left in costs)
        return [one for one, left in costs if left <= least + _ROUNDED]


def _groups(case: Case, *, is_best: bool) -> list[_Group]:
    together: dict[int | tuple[int], list[int]] = {}
    for index, line in enumerate(case.start.lines):
        if not line.is_by_hand:
            product = line.item.product_id
            together.setdefault((index,) if product is None else product, []).append(index)
    return [
        _Group(tuple(indexes), _candidates(case, indexes, is_best=is_best))
        for indexes in together.values()
    ]


def _candidates(
    case: Case, indexes: Sequence[int], *, is_best: bool
) -> tuple[tuple[Offered | None, Fraction], ...]:
    """By what is left after step 2 where the best counts, else by what a promotion takes alone."""
    items = [case.start.lines[index].item for index in indexes]
    nothing = [Fraction(0)] * len(items)
    rated: list[tuple[Fraction, Fraction, Offered | None]] = []
    for offered in (*case.promotions, None):
        off = nothing
        if offered is not None:
            if not offered.lowers(items[0]):
                continue
            off = offers.exact(offered.offer, items)
            if not sum(off):
                continue
        takes_step_2 = offered is None or offered.combines
        membership = case.membership if takes_step_2 else None
        rated.append((_left(items, off, membership), -sum(off, Fraction(0)), offered))
    rated.sort(key=lambda one: one[:2] if is_best else one[1:2])
    return tuple((offered, left) for left, _off, offered in rated)


def _left(
    items: Sequence[Item], off: Sequence[Fraction], membership: Membership | None
) -> Fraction:
    """What lines cost after a promotion and step 2, unrounded."""
    total = Fraction(0)
    for item, part in zip(items, off, strict=True):
        left = item.listed - part
        if membership is not None:
            fixed = steps.member_total(item)
            left = left * (PERCENT - membership.rate(item)) / PERCENT
            left = left if fixed is None else min(left, Fraction(fixed))
        total += left
    return total


def _picked(case: Case, groups: Sequence[_Group], subset: Sequence[Offered]) -> Picks:
    return _spread(case, groups, [group.of(subset)[0] for group in groups])


def _spread(case: Case, groups: Sequence[_Group], chosen: Sequence[Offered | None]) -> Picks:
    """A pick for each group as one for each line."""
    picks: list[Offered | None] = [None] * len(case.start.lines)
    for group, pick in zip(groups, chosen, strict=True):
        for index in group.indexes:
            picks[index] = pick
    return tuple(picks)


def _subsets(promotions: tuple[Offered, ...]) -> Iterator[tuple[Offered, ...]]:
    """Combinations to try, larger ones first: all of the first few, then those and the next, and
    the next. With a promotion more, those of before are among them.
    """
    few = promotions[:_DECLINABLE]
    for count in range(len(promotions), len(few), -1):
        yield promotions[:count]
    for count in range(len(few), -1, -1):
        yield from combinations(few, count)


# --- pricing one way ----------------------------------------------------------------------------


def _through_step_2(case: Case, picks: Picks) -> Priced:
    alone = {index for index, pick in enumerate(picks) if pick is not None and not pick.combines}
    return _with_membership(case, steps.with_promotions(case.start, picks), alone)


def _with_membership(case: Case, priced: Priced, without: set[int] | None = None) -> Priced:
    if case.membership is None:
        return priced
    return steps.with_membership(priced, case.membership, without or ())


def _finished(
    case: Case, priced: Priced, *, goods: int | None = None, order: Offered | None = None
) -> Way:
    """The rest of a way, from after the order promotion; ``goods`` as they were before it."""
    goods = priced.due if goods is None else goods
    if case.discount is not None:
        priced = steps.with_discount(priced, case.discount)
    if not case.terms:
        return Way(priced, order=order, goods=goods)
    priced = steps.with_vouchers(priced, case.terms)
    return Way(priced, case.terms, order, _fault(case.terms, priced, goods), goods)


def _used(picks: Picks, way: Way) -> frozenset[Use]:
    used: list[Use] = [("line", pick.id, index) for index, pick in enumerate(picks) if pick]
    used += [("tier", 0, index) for index, line in enumerate(way.priced.lines) if line.tier_off]
    used += [("order", way.order.id, 0)] if way.order else []
    used += [("voucher", term.id, 0) for term in way.terms]
    return frozenset(used)


def _fault(terms: Sequence[Term], priced: Priced, goods: int) -> tuple[str, Term] | None:
    """Why the vouchers cannot be used so: their minimums, or one that lowers nothing (9.17)."""
    minimums = 0
    for term in terms:
        minimums += term.minimum
        if minimums > goods:
            return "minimum", term
    for term in terms:
        if term.id in priced.useless:
            return "useless", term
    return None
