"""The monthly report as a value: every figure, change and sentence, before any paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple, Protocol

from reports import things
from reports.things import Thing
from reports.words import NOTHING, count, decimal, percent, permille
from shopdesk import figures, logo, tiers
from shopdesk.clock import month_bounds
from shopdesk.figures import MonthFigures, Rate
from shopdesk.language import N_, translator
from shopdesk.money import Money, half_up
from shopdesk.shop import Desk

NEW = "new"
"""The row of members who joined in the month."""


class LadderStep(Protocol):
    """What the report needs to know of a tier."""

    @property
    def code(self) -> str: ...
    @property
    def names(self) -> Mapping[str, str]: ...
    @property
    def colour(self) -> str: ...


class Maker(NamedTuple):
    """Whose report it is, and who made it when."""

    shop_name: str
    currency: str
    made_at: datetime
    made_by: str
    points_step: int = 100
    points_value: int = 100
    """So many minor units are ``points_step`` points worth."""
    logo: bytes | None = None


@dataclass(frozen=True)
class Change:
    """How a figure moved since the month before, in thousandths of it or of everything."""

    thousandths: int
    unit: Literal["percent", "points"]
    is_good: bool

    @property
    def is_up(self) -> bool:
        """It rose."""
        return self.thousandths > 0

    def say(self, language: str) -> str:
        """``+8.2%``, or for a rate ``+1.9 pp``; ``unchanged``."""
        _ = translator(language)
        if not self.thousandths:
            return _("unchanged")
        if self.unit == "percent":
            return percent(self.thousandths, sign=True)
        return _("{points} pp").format(points=decimal(self.thousandths, sign=True))


@dataclass(frozen=True)
class Heading:
    """One figure of the first lines: its name (to be translated), text, change and basis."""

    name: str
    value: str
    change: Change | None = None
    basis: str = ""


@dataclass(frozen=True)
class Tier:
    """A row and column of the movement matrix."""

    code: str
    names: Mapping[str, str]
    colour: str


@dataclass(frozen=True)
class MonthReport:
    """A month of the shop, ready to be read, printed or exported."""

    maker: Maker
    number: str
    is_running: bool
    """The month was not over when the report was made: nothing is compared yet."""
    figures: MonthFigures
    headings: tuple[Heading, ...]
    things: tuple[Thing, ...]
    tiers: tuple[Tier, ...]
    points_owed: int
    """Points at the end as money, in minor units; ``debts_owed`` is the part members owe."""
    debts_owed: int

    @property
    def made_on(self) -> date:
        """The day it was made: a running month has no day after it yet."""
        return self.maker.made_at.date()

    def money(self, minor: int) -> str:
        """An amount of the shop as text."""
        return str(Money(minor, self.maker.currency))

    def moved(self, start: str, end: str) -> int:
        """How many members went from one tier (or ``NEW``) to another."""
        return self.figures.tier_moves.get(start, {}).get(end, 0)

    def at_end(self, end: str) -> int:
        """Members in a tier at the month's end: the sum of its column."""
        return sum(row.get(end, 0) for row in self.figures.tier_moves.values())


STORED_VALUE = {
    "opening": N_("Opening"),
    "topped_up": N_("Topped up"),
    "spent": N_("Spent"),
    "refunded": N_("Given back"),
    "adjusted": N_("Adjusted"),
    "closing": N_("Closing"),
}
"""What stored value comes to in a month, by the names of its figures."""

DEFINITIONS: tuple[tuple[str, str], ...] = (
    (N_("Sales"), N_(
        "receipts after discounts, vouchers, points and rounding, in any tender, less refunds in "
        "the month of the refund; no top-ups. Receipts without a member count, voided ones do not."
    )),
    (N_("Orders"), N_("receipts, those of zero included.")),
    (N_("Average order"), N_("sales ÷ orders.")),
    (N_("Visits"), N_("a member's business days with a receipt.")),
    (N_("Active members"), N_("members with a visit in the month.")),
    (N_("New members"), N_("members who joined in the month.")),
    (N_("Repurchase"), N_("members with two visits or more ÷ active members.")),
    (N_("Retention"), N_("members active in both months ÷ active in the month before.")),
    (N_("Churn"), N_("members who became lost in the month ÷ active or dormant at its start.")),
    (N_("Points"), N_(
        "opening + earned + adjusted − spent − expired = closing; earned and spent net of "
        "reversals, debts included, valued at the redemption rate."
    )),
    (N_("Stored value"), N_(
        "opening + topped up − spent − given back + adjusted = closing, principal and bonus apart; "
        "spent net of what refunds of receipts returned. Bonus earns no points."
    )),
    (N_("Tier movements"), N_(
        "from the tier at the month's start (new: joined in it) to the tier at its end; columns "
        "sum to the members at the end."
    )),
    (N_("Vouchers"), N_("issued, redeemed (less given back) and expired in the month.")),
    (N_("Gift cost"), N_("what the gifts handed over in the month cost, less those given back.")),
)  # fmt: skip
"""One definition for each figure, printed under every report."""


def month_report(desk: Desk, year: int, month: int) -> MonthReport:
    """The report of one calendar month of the desk's shop, made now by who is signed in."""
    settings = desk.shop.settings
    maker = Maker(
        shop_name=settings.name,
        currency=settings.currency,
        made_at=desk.now().astimezone(desk.shop.zone),
        made_by=desk.staff_name,
        points_step=settings.points_step,
        points_value=settings.points_value,
        logo=logo.of(desk),
    )
    earlier = (year, month - 1) if month > 1 else (year - 1, 12)
    current, previous = figures.month(desk, year, month), figures.month(desk, *earlier)
    return report_of(current, previous, tiers.ladder(desk), maker)


def report_of(
    current: MonthFigures,
    previous: MonthFigures | None,
    ladder: Sequence[LadderStep],
    maker: Maker,
) -> MonthReport:
    """Make the report from the figures of a month and the one before (none: no comparison)."""
    year, month = map(int, current.month.split("-"))
    is_running = maker.made_at.date() <= month_bounds(year, month)[1]
    before = None if is_running else previous
    owed = _worth(current.points.closing, maker)
    return MonthReport(
        maker=maker,
        number=f"R-{current.month}",
        is_running=is_running,
        figures=current,
        headings=_headings(current, before, maker),
        things=things.choose(things.Seen(current, before, maker.currency, owed)),
        tiers=_tiers(current, ladder),
        points_owed=owed,
        debts_owed=_worth(current.points.debts, maker),
    )


def rate_text(rate: Rate) -> str:
    """A rate as ``46.3%``; without a base there is no figure."""
    return percent(permille(rate.n, rate.of)) if rate.of else NOTHING


def _worth(points: int, maker: Maker) -> int:
    value = half_up(abs(points) * maker.points_value, maker.points_step)
    return value if points >= 0 else -value


def _headings(now: MonthFigures, before: MonthFigures | None, maker: Maker) -> tuple[Heading, ...]:
    def money(minor: int | None) -> str:
        return NOTHING if minor is None else str(Money(minor, maker.currency))

    def counted(name: str, figure: str, text: str) -> Heading:
        value, base = getattr(now, figure), getattr(before, figure, None)
        return Heading(name, text, _change(value, base))

    def rated(name: str, figure: str, *, is_good_up: bool = True) -> Heading:
        rate, base = getattr(now, figure), getattr(before, figure, None)
        basis = f"{count(rate.n)} / {count(rate.of)}" if rate.of else ""
        return Heading(name, rate_text(rate), _shift(rate, base, is_good_up=is_good_up), basis)

    return (
        counted(N_("Sales"), "sales", money(now.sales)),
        counted(N_("Orders"), "orders", count(now.orders)),
        counted(N_("Average order"), "average_order", money(now.average_order)),
        counted(N_("Visits"), "visits", count(now.visits)),
        counted(N_("Active members"), "active_members", count(now.active_members)),
        counted(N_("New members"), "new_members", count(now.new_members)),
        rated(N_("Repurchase"), "repurchase"),
        rated(N_("Retention"), "retention"),
        rated(N_("Churn"), "churn", is_good_up=False),
    )


def _change(now: int | None, before: int | None) -> Change | None:
    """A change in percent of the month before; none where there is nothing to compare with."""
    if now is None or before is None or before <= 0:
        return None
    thousandths = things.moved(now, before)
    return Change(thousandths, "percent", is_good=thousandths > 0)


def _shift(now: Rate, before: Rate | None, *, is_good_up: bool) -> Change | None:
    """A rate's change in percentage points."""
    if before is None or not now.of or not before.of:
        return None
    thousandths = permille(now.n, now.of) - permille(before.n, before.of)
    return Change(thousandths, "points", is_good=(thousandths > 0) == is_good_up)


def _tiers(figures: MonthFigures, ladder: Sequence[LadderStep]) -> tuple[Tier, ...]:
    """The ladder's tiers in rank order, and after them any former one that members moved from."""
    known = [Tier(step.code, dict(step.names), step.colour) for step in ladder]
    codes = {code for row in figures.tier_moves.values() for code in row}
    codes |= figures.tier_moves.keys()
    former = sorted(codes - {tier.code for tier in known} - {NEW})
    return (*known, *(Tier(code, {"en": code}, "#8a9097") for code in former))
