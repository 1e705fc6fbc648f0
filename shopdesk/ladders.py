"""What a ladder is made of: tiers, their criteria and windows, and the templates to begin with.

Values only: nothing here reads a shop. A ladder is kept as JSON, each version for ever, so that
every tier change can be explained by the ladder it was made under.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

from shopdesk import text
from shopdesk.clock import add_months
from shopdesk.language import N_, translator
from shopdesk.money import LARGEST, Money, is_whole

Unit = Literal["money", "count", "score", "months"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What a fact is called, and what it counts: a score is in hundredths of a point."""

    word: str
    unit: Unit = "count"

    def written(self, value: int, currency: str) -> str:
        """A number of it as people read it: ``¥1,240.00``, ``4.50``, ``12``."""
        if self.unit == "money":
            return str(Money(value, currency))
        return f"{value // 100}.{value % 100:02}" if self.unit == "score" else f"{value:,}"


FACTS = {
    "spend": Fact(N_("spend"), "money"),
    "visits": Fact(N_("visits")),
    "points_earned": Fact(N_("points earned")),
    "products": Fact(N_("different products")),
    "categories": Fact(N_("different categories")),
    "months": Fact(N_("months a member"), "months"),
    "referrals": Fact(N_("friends brought")),
    "mean_rating": Fact(N_("mean rating"), "score"),
    "interactions": Fact(N_("contacts")),
    "topped_up": Fact(N_("stored value topped up"), "money"),
    "margin": Fact(N_("margin"), "money"),
}
"""The numbers about a member that a criterion may test; see ``facts`` for how each is counted."""

_LIMITS: dict[Unit, tuple[int, int]] = {
    "money": (1, LARGEST - 1),
    "count": (1, LARGEST - 1),
    "score": (100, 500),
    "months": (1, 1200),
}
"""Between what a threshold may be, by what it counts."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days a fact is summed over; ``months`` only where the kind counts months."""

    kind: str
    months: int = 0

    def bounds(self, today: date, joined_on: date) -> tuple[date, date]:
        """First and last day, both inclusive, as seen on ``today``."""
        return WINDOWS[self.kind](today, joined_on, self.months), today

    def last_whole(self, day: date, joined_on: date) -> tuple[date, date] | None:
        """The last one that was over by the end of ``day``; nothing where it has no ends.

        Years and quarters begin anew, so on most days little of the running one has passed.
        """
        if self.kind not in _BEGINNING_ANEW:
            return None
        last = WINDOWS[self.kind](day + timedelta(days=1), joined_on, 0) - timedelta(days=1)
        first = WINDOWS[self.kind](last, joined_on, 0)
        return (first, last) if joined_on <= last else None


def _rolling(today: date, _joined_on: date, months: int) -> date:
    """The same day N months earlier, that month's last day if it has none (9.24)."""
    return add_months(today, -months)


def _membership_year(today: date, joined_on: date, _months: int) -> date:
    """The last anniversary of joining; 28 February for 29 February in common years (9.24)."""
    years = today.year - joined_on.year
    start = add_months(joined_on, 12 * years)
    return start if start <= today else add_months(joined_on, 12 * (years - 1))


WINDOWS: dict[str, Callable[[date, date, int], date]] = {
    "lifetime": lambda _today, _joined_on, _months: date.min,
    "calendar_year": lambda today, _joined_on, _months: date(today.year, 1, 1),
    "calendar_quarter": lambda today, _joined_on, _months: date(
        today.year, (today.month - 1) // 3 * 3 + 1, 1
    ),
    "rolling_months": _rolling,
    "membership_year": _membership_year,
}
"""Each kind of window and where it starts."""

_BEGINNING_ANEW = ("calendar_year", "calendar_quarter", "membership_year")


def lifetime() -> Window:
    """Everything the member ever did."""
    return Window("lifetime")


def calendar_year() -> Window:
    """From 1 January."""
    return Window("calendar_year")


def calendar_quarter() -> Window:
    """From the first day of January, April, July or October."""
    return Window("calendar_quarter")


def rolling_months(months: int) -> Window:
    """The last ``months`` months, ending today, the boundary day included."""
    return Window("rolling_months", months)


def membership_year() -> Window:
    """Since the last anniversary of joining."""
    return Window("membership_year")


@dataclass(frozen=True, slots=True)
class Condition:
    """``fact >= threshold`` over a window; money thresholds in minor units."""

    fact: str
    threshold: int
    window: Window


@dataclass(frozen=True, slots=True)
class Criteria:
    """Any or all of some conditions."""

    mode: Literal["any", "all"]
    conditions: tuple[Condition, ...]

    def are_met(self, met: Sequence[bool]) -> bool:
        """Whether the tier is reached, given which conditions are met."""
        return any(met) if self.mode == "any" else all(met)


def at_least(fact: str, threshold: int, window: Window) -> Condition:
    """One condition of a tier."""
    return Condition(fact, threshold, window)


def any_of(*conditions: Condition) -> Criteria:
    """The tier is reached by any one of the conditions."""
    return Criteria("any", conditions)


def all_of(*conditions: Condition) -> Criteria:
    """The tier is reached by all of the conditions together."""
    return Criteria("all", conditions)


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a ladder. The lowest has no criteria: it is everyone's.

    ``discount_percent`` off the price, points times ``points_percent`` / 100, both whole. ``keep``
    is the keep line, where less than ``criteria`` is enough to stay (9.20). What
    ``category_discounts`` names has the percentage that stands there instead. ``service`` is what
    whoever serves says or does for a member of it, by language.
    """

    code: str
    names: Mapping[str, str]
    criteria: Criteria | None
    discount_percent: int = 0
    points_percent: int = 100
    colour: str = "#c9c5b8"
    keep: Criteria | None = None
    category_discounts: Mapping[str, int] = field(default_factory=dict)
    service: Mapping[str, str] = field(default_factory=dict)

    @property
    def keep_line(self) -> Criteria | None:
        """What it takes to stay on the tier; nothing on the lowest, which is everyone's."""
        return self.keep or self.criteria

    def name(self, language: str) -> str:
        """The tier's name in a language, or in whatever one it has."""
        return self.names.get(language) or next(iter(self.names.values()))

    def service_in(self, language: str) -> str:
        """What to say or do, in a language, or in whatever one it is written; else nothing."""
        return self.service.get(language) or next(iter(self.service.values()), "")


def to_json(ladder: Sequence[Tier]) -> str:
    """A ladder as it is stored."""
    return json.dumps([asdict(tier) for tier in ladder], ensure_ascii=False)


def from_json(text: str) -> tuple[Tier, ...]:
    """A stored ladder."""
    return tuple(_tier(values) for values in json.loads(text))


def _tier(values: dict[str, Any]) -> Tier:
    criteria, keep = values.pop("criteria"), values.pop("keep", None)
    return Tier(**values, criteria=_criteria(criteria), keep=_criteria(keep))


def _criteria(values: dict[str, Any] | None) -> Criteria | None:
    if values is None:
        return None
    return Criteria(
        values["mode"],
        tuple(
            Condition(c["fact"], c["threshold"], _window(**c["window"]))
            for c in values["conditions"]
        ),
    )


@cache
def _window(kind: str, months: int) -> Window:
    """One window for all conditions that have it: what is the same is told apart faster."""
    return Window(kind, months)


MOST_DISCOUNT, MOST_POINTS = 100, 1000
"""Percents: what a tier gives at most."""


def fault(ladder: Sequence[Tier]) -> str | None:
    """Why this cannot be a ladder, as a sentence to translate, or nothing."""
    if not isinstance(ladder, Sequence) or not 2 <= len(ladder) <= 10:
        return N_("it needs 2 to 10 tiers.")
    if not all(isinstance(tier, Tier) and _has_words(tier) for tier in ladder):
        return N_("every tier needs a code and a name.")
    if not all(_has_service(tier) for tier in ladder):
        return N_("what to say or do for a tier is a text of at most 120 characters.")
    if not all(_is_word(tier.colour) for tier in ladder):
        return N_("every tier has a colour such as #c9c5b8.")
    if len({tier.code for tier in ladder}) < len(ladder):
        return N_("two tiers have the same code.")
    if ladder[0].criteria is not None or any(tier.criteria is None for tier in ladder[1:]):
        return N_("the lowest tier is everyone's, every other needs criteria.")
    if not all(_has_whole_benefits(tier) and _has_criteria(tier) for tier in ladder):
        return N_("discounts are 0 to 100 percent, points 0 to 1000 percent, thresholds above 0.")
    if not all(_has_keep_line(tier) for tier in ladder):
        return N_("a keep line has the conditions of its tier, with thresholds no higher.")
    if not _rises(ladder):
        return N_("each tier must ask more than the one below it.")
    return None


def _has_words(tier: Tier) -> bool:
    names: object = tier.names
    if not (isinstance(names, Mapping) and names):
        return False
    return all(_is_word(word) for word in (tier.code, *names, *names.values()))


LONGEST_SERVICE = 120
"""Characters of what to say or do: it is read at a glance."""


def _has_service(tier: Tier) -> bool:
    service: object = tier.service
    if not isinstance(service, Mapping):
        return False
    texts = service.values()
    return all(map(_is_word, (*service, *texts))) and all(
        len(said) <= LONGEST_SERVICE for said in texts
    )


def _is_word(word: object) -> bool:
    return isinstance(word, str) and bool(word.strip()) and text.is_whole(word)


def _has_whole_benefits(tier: Tier) -> bool:
    by_category: object = tier.category_discounts
    if not isinstance(by_category, Mapping):
        return False
    discounts = [tier.discount_percent, *tier.category_discounts.values()]
    return (
        all(is_whole(percent, 0, MOST_DISCOUNT) for percent in discounts)
        and all(_is_word(name) for name in tier.category_discounts)
        and is_whole(tier.points_percent, 0, MOST_POINTS)
    )


def _is_criteria(criteria: object) -> bool:
    """Whether it is made of what criteria are made of."""
    return (
        isinstance(criteria, Criteria)
        and isinstance(criteria.conditions, list | tuple)
        and all(isinstance(c, Condition) and _is_word(c.fact) for c in criteria.conditions)
        and all(isinstance(c.window, Window) for c in criteria.conditions)
    )


def _has_criteria(tier: Tier) -> bool:
    if tier.criteria is None:
        return True
    if not _is_criteria(tier.criteria):
        return False
    conditions = tier.criteria.conditions
    return (
        tier.criteria.mode in ("any", "all")
        and bool(conditions)
        and all(
            c.fact in FACTS
            and is_whole(c.threshold, *_LIMITS[FACTS[c.fact].unit])
            and _is_window(c.window)
            for c in conditions
        )
    )


def _has_keep_line(tier: Tier) -> bool:
    """Whether the keep line, if there is one, only lowers thresholds (9.20)."""
    keep, criteria = tier.keep, tier.criteria
    if keep is None:
        return True
    if criteria is None or not _is_criteria(keep) or keep.mode != criteria.mode:
        return False
    pairs = list(zip(keep.conditions, criteria.conditions, strict=False))
    return len(keep.conditions) == len(criteria.conditions) and all(
        (low.fact, low.window) == (own.fact, own.window)
        and is_whole(low.threshold, 1, own.threshold)
        for low, own in pairs
    )


def _is_window(window: Window) -> bool:
    lowest = 1 if window.kind == "rolling_months" else 0
    return _is_word(window.kind) and window.kind in WINDOWS and is_whole(window.months, lowest, 120)


def _rises(ladder: Sequence[Tier]) -> bool:
    """Where several test the same fact over the same window, the higher ones ask more."""
    asked: dict[tuple[str, Window], int] = {}
    for tier in ladder:
        conditions = tier.criteria.conditions if tier.criteria else ()
        wanted = {(c.fact, c.window): c.threshold for c in conditions}
        if any(threshold <= asked.get(tested, 0) for tested, threshold in wanted.items()):
            return False
        asked |= wanted
    return True


def asked(ladder: Sequence[Tier]) -> frozenset[str]:
    """The facts that a ladder tests."""
    criteria = [tier.criteria for tier in ladder if tier.criteria is not None]
    return frozenset(c.fact for each in criteria for c in each.conditions)


def hurdles(ladder: Sequence[Tier]) -> tuple[tuple[Condition, ...], ...]:
    """For each rank the least that tiers above it ask, one condition per fact and window.

    Who meets none of them reaches no higher tier: most purchases need not look further.
    """
    asked: dict[tuple[str, Window], Condition] = {}
    above: list[tuple[Condition, ...]] = [()]
    for tier in reversed(ladder[1:]):
        for condition in tier.criteria.conditions if tier.criteria else ():
            least = asked.setdefault((condition.fact, condition.window), condition)
            if condition.threshold < least.threshold:
                asked[condition.fact, condition.window] = condition
        above.append(tuple(asked.values()))
    return tuple(reversed(above))


_COLOURS = {
    "member": "#b9b4a6",
    "silver": "#94a0ac",
    "gold": "#d9b24a",
    "platinum": "#7d8fb3",
    "diamond": "#55a7cb",
}


def _step(
    code: str, zh: str, en: str, /, *, yuan: int = 0, visits: int = 0, off: int, points: int
) -> Tier:
    """A step reached by so many yuan or visits in a year, or everyone's."""
    window = rolling_months(12)
    conditions = [at_least("spend", yuan * 100, window)] if yuan else []
    conditions += [at_least("visits", visits, window)] if visits else []
    criteria = any_of(*conditions) if conditions else None
    return Tier(code, {"zh_CN": zh, "en": en}, criteria, off, points, _COLOURS[code])


_MEMBER = _step("member", "普通会员", N_("Member"), off=0, points=100)
_SILVER = _step("silver", "银卡", N_("Silver"), yuan=1000, visits=10, off=2, points=120)
_GOLD = _step("gold", "金卡", N_("Gold"), yuan=3000, visits=25, off=5, points=150)
_PLATINUM = _step("platinum", "白金", N_("Platinum"), yuan=5000, off=8, points=180)
_DIAMOND = _step("diamond", "钻石", N_("Diamond"), yuan=12000, off=10, points=200)

TEMPLATES: dict[str, tuple[Tier, ...]] = {
    "five": (_MEMBER, _SILVER, _GOLD, _PLATINUM, _DIAMOND),
    "four": (_MEMBER, _SILVER, _GOLD, _DIAMOND),
    "three": (_step("silver", "银卡", "Silver", off=2, points=120), _GOLD, _PLATINUM),
}
"""Ladders to begin with."""


def template(code: str, language: str) -> tuple[Tier, ...]:
    """A ladder to begin with, for a shop of a language: a third one's names stand first, for they
    are what is read wherever a tier has no name in a language."""
    said = translator(language)
    return tuple(
        tier if language in tier.names
        else replace(tier, names={language: said(tier.names["en"]), **tier.names})
        for tier in TEMPLATES[code]
    )  # fmt: skip
