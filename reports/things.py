"""*Three things this month*: which of the month's figures an owner should hear about first.

The rule. Each theme (sales, members, points, vouchers, …) offers its most notable sentence. How
notable one is, is the share of its own base that moved, in thousandths, at most all of it: sales
against the month before, members lost of those who could be lost (doubled: they are gone),
retention in points against the month before, points owed against the month's start, vouchers
that expired of those that ended. The three greatest are told, ties in the order of the themes;
sentences without a comparison weigh nothing and only fill up. A count below ``LEAST_BASE`` is
no base: of 2 members becoming 3 nothing follows. Every number is one of the month's figures.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reports.words import count, percent, permille
from shopdesk import day_words
from shopdesk.figures import MonthFigures
from shopdesk.language import N_, translator
from shopdesk.money import Money

LEAST_BASE = 10


@dataclass(frozen=True)
class Thing:
    """One sentence about the month, what to do about it, and its weight in thousandths."""

    theme: str
    weight: int
    message: str
    advice: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """The sentence in ``language``."""
        return translator(language)(self.message).format(**day_words.spoken(self.values, language))

    def tell(self, language: str) -> str:
        """The sentence and, where something follows from it, what to do next."""
        _ = translator(language)
        if not self.advice:
            return self.say(language)
        return _("{thing} {advice}").format(thing=self.say(language), advice=_(self.advice))


@dataclass(frozen=True)
class Seen:
    """What the sentences are made from; ``before`` is none where nothing may be compared."""

    now: MonthFigures
    before: MonthFigures | None
    currency: str
    points_owed: int
    """The points owed at the end of the month as money, in minor units."""

    def money(self, minor: int) -> str:
        """An amount of the shop as text."""
        return str(Money(minor, self.currency))


def choose(seen: Seen, *, most: int = 3) -> tuple[Thing, ...]:
    """The ``most`` most notable things, one a theme, by the rule above."""
    offered = [list(theme(seen)) for theme in THEMES]
    best = [max(things, key=lambda thing: thing.weight) for things in offered if things]
    return tuple(sorted(best, key=lambda thing: -thing.weight)[:most])


def moved(now: int, before: int) -> int:
    """By how many thousandths of ``before`` a figure changed; ``before`` is more than 0."""
    return permille(now - before, before)


def _weight(thousandths: int) -> int:
    return min(1000, abs(thousandths))


def _sales(seen: Seen) -> Iterator[Thing]:
    now, before = seen.now, seen.before
    values = {"now": seen.money(now.sales), "orders": count(now.orders)}
    if now.orders == 0 and now.sales == 0:
        yield Thing("sales", 1000, N_("No sale was recorded this month."))
    elif before is None or before.sales <= 0:
        yield Thing("sales", 0, N_("Sales: {now}, orders: {orders}."), values=values)
    else:
        yield _sales_change(moved(now.sales, before.sales), values, seen.money(before.sales))


def _sales_change(change: int, values: dict[str, str], before: str) -> Thing:
    values |= {"before": before, "change": percent(abs(change))}
    if change > 0:
        message = N_("Sales rose {change} to {now}, from {before} the month before.")
        advice = N_("See in the days below what worked, and do it again.")
    elif change < 0:
        message = N_("Sales fell {change} to {now}, from {before} the month before.")
        advice = N_("Find the weak days below and invite members on them.")
    else:
        message = N_("Sales held at {now}, after {before} the month before.")
        advice = ""
    return Thing("sales", _weight(change), message, advice, values)


def _members(seen: Seen) -> Iterator[Thing]:
    churn = seen.now.churn
    if churn.n:
        yield Thing(
            "members",
            _weight(2 * permille(churn.n, churn.of)) if churn.of >= LEAST_BASE else 0,
            N_("Members lost this month: {n} of {of} ({rate})."),
            N_("Call them, or send a voucher, before they forget the shop."),
            {
                "n": count(churn.n),
                "of": count(churn.of),
                "rate": percent(permille(churn.n, churn.of)),
            },
        )
    yield from _retention(seen)
    yield from _active(seen)


def _retention(seen: Seen) -> Iterator[Thing]:
    now = seen.now.retention
    if not now.of:
        return
    rate = permille(now.n, now.of)
    values = {"n": count(now.n), "of": count(now.of), "rate": percent(rate)}
    before = seen.before.retention if seen.before is not None else None
    if before is None or min(before.of, now.of) < LEAST_BASE:
        message = N_("Of the members active the month before, {n} of {of} came again ({rate}).")
        yield Thing("members", 0, message, values=values)
        return
    change = rate - permille(before.n, before.of)
    yield Thing(
        "members",
        _weight(change),
        N_(
            "Of the members active the month before, {n} of {of} came again: "
            "{rate}, a month earlier {before}."
        ),
        N_("Ask some of those who stayed away what they missed.") if change < 0 else "",
        values | {"before": percent(rate - change)},
    )


def _active(seen: Seen) -> Iterator[Thing]:
    if seen.before is None or seen.before.active_members < LEAST_BASE:
        return
    now, before = seen.now.active_members, seen.before.active_members
    change = moved(now, before)
    values = {"now": count(now), "before": count(before), "change": percent(abs(change))}
    if change > 0:
        message = N_("Active members rose {change} to {now}, from {before}.")
        yield Thing("members", _weight(change), message, values=values)
    elif change < 0:
        message = N_("Active members fell {change} to {now}, from {before}.")
        advice = N_("Invite those who have not come for a month.")
        yield Thing("members", _weight(change), message, advice, values)


def _points(seen: Seen) -> Iterator[Thing]:
    points = seen.now.points
    if points.closing <= 0:
        return
    values = {"value": seen.money(seen.points_owed), "points": count(points.closing)}
    change = moved(points.closing, points.opening) if points.opening > 0 else 0
    values["change"] = percent(abs(change))
    if change > 0:
        message = N_("Points owed to members rose {change}, to {points} worth {value}.")
        advice = N_("Tell members at the counter what their points buy.")
    elif change < 0:
        message = N_("Points owed to members fell {change}, to {points} worth {value}.")
        advice = ""
    else:
        message = N_("Points owed to members: {points}, worth {value}.")
        advice = ""
    weight = _weight(change) if points.opening >= LEAST_BASE else 0
    yield Thing("points", weight, message, advice, values)


def _vouchers(seen: Seen) -> Iterator[Thing]:
    now = seen.now
    ended = now.vouchers_redeemed + now.vouchers_expired
    if not ended and not now.vouchers_issued:
        return
    yield Thing(
        "vouchers",
        permille(now.vouchers_expired, ended) if ended >= LEAST_BASE else 0,
        N_("Vouchers: {issued} issued, {redeemed} redeemed, {expired} expired unused."),
        N_("Remind members before their vouchers end.") if now.vouchers_expired else "",
        {
            "issued": count(now.vouchers_issued),
            "redeemed": count(now.vouchers_redeemed),
            "expired": count(now.vouchers_expired),
        },
    )


def _days(seen: Seen) -> Iterator[Thing]:
    best = max(seen.now.days, key=lambda day: day.sales, default=None)
    if best is not None and best.sales > 0:
        values = {"day": best.on, "sales": seen.money(best.sales)}
        yield Thing("days", 0, N_("The best day was {day}, with {sales}."), values=values)


def _top(seen: Seen) -> Iterator[Thing]:
    if seen.now.top_members and seen.now.sales > 0:
        top = seen.now.top_members[0]
        share = percent(permille(top.sales, seen.now.sales))
        message = N_("The best member, {name}, brought {sales}: {share} of sales.")
        values = {"name": top.name, "sales": seen.money(top.sales), "share": share}
        yield Thing("top", 0, message, values=values)


THEMES: tuple[Callable[[Seen], Iterator[Thing]], ...] = (
    _sales, _members, _points, _vouchers, _days, _top,
)  # fmt: skip
