"""When a reward rule gives: by the calendar, on a personal day, or when something happens.

To add a kind: a row in ``KINDS`` with what its ``subject`` and ``number`` are, a function that
makes it, and where it comes from: ``occurring`` finds whom a day brings it to, and what happens at
the till tells ``rewards.give_for``.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from shopdesk import event_book, festivals, inputs, standing, text
from shopdesk.money import LARGEST, is_whole
from shopdesk.refusals import AmountRefused, ChoiceRefused
from shopdesk.shop import Desk
from shopdesk.store.columns import DATES

MONTHS = {"month": 1, "quarter": 3, "year": 12}
PERIODS = tuple(MONTHS)
SIDES = ("referrer", "friend")
FURTHEST_DAYS = 366
"""So far ahead of its day something is given at most."""
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Trigger:
    """When a rule gives: a kind, what it is about, and how many or how far, as ``KINDS`` says.

    ``windows`` are, of a birthday, tiers with the days in which it may be collected; who stands on
    none of them has the one day.
    """

    kind: str
    subject: str = ""
    number: int = 0
    amount: int = 0
    windows: tuple[tuple[str, int], ...] = ()


# --- by the calendar --------------------------------------------------------------------------


def every(period: str, *, day: int = 1) -> Trigger:
    """Every ``month``, ``quarter`` or ``year``, from its ``day``-th day on."""
    return Trigger("every", period, day)


def festival(code: str, *, before: int = 0) -> Trigger:
    """At a festival, so many days before it; see ``festivals``."""
    return Trigger("festival", code, before)


def birthday(*, windows: dict[str, int] | None = None) -> Trigger:
    """On the birthday; by tier in a window of so many days around it (9.27)."""
    return Trigger("birthday", windows=tuple((windows or {}).items()))


def own_date(kind: str = "own", *, before: int = 0) -> Trigger:
    """On a date kept with a member: ``own``, or the ``birthday`` or ``anniversary`` of someone of
    the family; so many days before it."""
    return Trigger("own_date", kind, before)


def membership_years(years: int = 0) -> Trigger:
    """After so many years of membership; 0 is every year."""
    return Trigger("years", number=years)


def away(days: int) -> Trigger:
    """After so many days without a visit; once for each time away."""
    return Trigger("away", number=days)


# --- when something happens -------------------------------------------------------------------


def joining() -> Trigger:
    """When someone becomes a member."""
    return Trigger("joining")


def upgrade(tier: str) -> Trigger:
    """When a member reaches a tier, by whatever step; once per member and tier for life (9.20)."""
    return Trigger("upgrade", tier)


def visit(number: int, *, is_every: bool = False) -> Trigger:
    """On the so-many-th visit, or on every so-many-th."""
    return Trigger("visit", "every" if is_every else "", number)


def purchase(*, over: int = 0, category: str = "") -> Trigger:
    """On a receipt of at least ``over`` minor units, of a category's goods where one is named."""
    return Trigger("purchase", category, amount=over)


def referral(side: str, *, over: int = 100) -> Trigger:
    """At a friend's first receipt of at least ``over``, for the ``referrer`` or the ``friend``
    (9.28)."""
    return Trigger("referral", side, amount=over)


def rating(least: int = 1) -> Trigger:
    """When a member gives a rating of at least so many."""
    return Trigger("rating", number=least)


def attending(event: int) -> Trigger:
    """When a guest of an event is checked in."""
    return Trigger("attending", number=event)


# --- what can be ------------------------------------------------------------------------------


class Kind(NamedTuple):
    """What a trigger's fields must be: the subject's choices, the number's and amount's bounds."""

    subjects: Callable[[Desk], Sequence[str] | None]
    numbers: tuple[int, int] = (0, 0)
    amounts: tuple[int, int] = (0, 0)
    is_calendar: bool = False


def _nothing(_desk: Desk) -> Sequence[str]:
    return ("",)


def _any_text(_desk: Desk) -> None:
    return None


def _festivals(desk: Desk) -> Sequence[str]:
    return tuple(festivals.known(desk))


def _higher_tiers(desk: Desk) -> Sequence[str]:
    return [tier.code for tier in standing.ladder(desk)[1:]]


KINDS: dict[str, Kind] = {
    "every": Kind(lambda _: PERIODS, (1, 28), is_calendar=True),
    "festival": Kind(_festivals, (0, FURTHEST_DAYS), is_calendar=True),
    "birthday": Kind(_nothing, is_calendar=True),
    "own_date": Kind(lambda _: DATES, (0, FURTHEST_DAYS), is_calendar=True),
    "years": Kind(_nothing, (0, 100), is_calendar=True),
    "away": Kind(_nothing, (1, MOST), is_calendar=True),
    "joining": Kind(_nothing),
    "upgrade": Kind(_higher_tiers),
    "visit": Kind(lambda _: ("", "every"), (1, MOST)),
    "purchase": Kind(_any_text, amounts=(0, LARGEST - 1)),
    "referral": Kind(lambda _: SIDES, amounts=(1, LARGEST - 1)),
    "rating": Kind(_nothing, (1, 5)),
    "attending": Kind(_nothing, (1, LARGEST - 1)),
}  # fmt: skip


def checked(desk: Desk, trigger: object) -> Trigger:
    """The trigger tidied, or the refusal of one that can never come."""
    if not isinstance(trigger, Trigger):
        raise ChoiceRefused(desk.language, value=trigger, choices=", ".join(KINDS))
    kind = KINDS[inputs.choice(trigger.kind, KINDS, desk.language)]
    subjects = kind.subjects(desk)
    if subjects is not None:
        inputs.choice(trigger.subject, subjects, desk.language)
    for value, bounds in ((trigger.number, kind.numbers), (trigger.amount, kind.amounts)):
        if not is_whole(value, *bounds):
            raise AmountRefused(desk.language, amount=value)
    if trigger.kind == "attending":
        event_book.get(desk, trigger.number)
    _check_windows(desk, trigger)
    if subjects is None and trigger.subject:
        return replace(trigger, subject=text.kept(trigger.subject, desk.language))
    return trigger


def _check_windows(desk: Desk, trigger: Trigger) -> None:
    codes = [tier.code for tier in standing.ladder(desk)] if trigger.kind == "birthday" else []
    if not isinstance(trigger.windows, tuple):
        raise ChoiceRefused(desk.language, value=trigger.windows, choices=", ".join(codes))
    for window in trigger.windows:
        code, days = window if isinstance(window, tuple) and len(window) == 2 else (window, 1)
        inputs.choice(code, codes, desk.language)
        if not is_whole(days, 1, FURTHEST_DAYS):
            raise AmountRefused(desk.language, amount=days)


@lru_cache(maxsize=64)
def written(its: tuple[Trigger, ...]) -> str:
    """Triggers as a rule, and what it gave for them, keep them."""
    return json.dumps([asdict(one) for one in its], ensure_ascii=False)


@lru_cache(maxsize=64)
def read(kept: str) -> tuple[Trigger, ...]:
    """The same, back."""
    return tuple(map(from_json, json.loads(kept)))


def from_json(kept: dict[str, Any]) -> Trigger:
    """A trigger as it is kept."""
    windows = tuple((code, days) for code, days in kept.get("windows", ()))
    return Trigger(**{**kept, "windows": windows})
