"""What is told beside the month's figures: cohorts, lifecycle, and what each rule brought.

They are no part of what a closed month keeps: they are counted when they are looked at.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, fn

from shopdesk import clock, figures_members, lifecycle, permissions
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher, VoucherEvent
from shopdesk.store.tables.rules import RewardRule

MONTHS = 6
"""So many months are followed after the one in which somebody joined."""
STAGES = ("new", "active", "dormant", "lost")
BY_HAND = 0
"""In the place of a rule: vouchers that were issued by hand."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Who joined in a month such as ``2026-04``, and how many of them came in each month after."""

    month: str
    size: int
    came: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """The vouchers of a rule (``BY_HAND``: of none) in a month; ``cost`` of gifts handed over
    (nothing for whom the shop does not tell what things cost)."""

    rule_id: int
    name: str
    name_en: str | None
    issued: int
    redeemed: int
    cost: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is told beside the figures of a month; ``lifecycle`` counts members by stage."""

    cohorts: tuple[Cohort, ...]
    lifecycle: dict[str, int]
    rules: tuple[RuleFigures, ...]


def month(desk: Desk, year: int, month: int) -> Known:
    """What is known of a month beside its figures, as of its end or today. For whom they are."""
    from shopdesk.figures import bounds

    permissions.require(desk, "figures.month")
    desk.shop.refresh()
    first, last = bounds(desk, year, month)
    with desk.db.atomic():
        stages = Counter(stage for _, _, stage in stages_of(desk, min(last, desk.today())))
        return Known(
            cohorts=tuple(cohorts(desk, first)),
            lifecycle={stage: stages[stage] for stage in STAGES},
            rules=tuple(_rules(desk, first, last)),
        )


# --- cohorts ----------------------------------------------------------------------------------


def cohorts(desk: Desk, first: date) -> Iterator[Cohort]:
    """Those who joined in the months up to the one that begins on ``first``, the oldest first."""
    for back in range(MONTHS, -1, -1):
        joined_in = clock.add_months(first, -back)
        came = [len(came_back(desk, joined_in, after)) for after in range(1, back + 1)]
        size = len(_joined(desk, joined_in))
        if size:
            yield Cohort(clock.month_of(joined_in), size, tuple(came))


def _joined(desk: Desk, first: date) -> dict[int, int]:
    return figures_members.joined(desk.db, *clock.month_bounds(first.year, first.month))


def came_back(desk: Desk, joined_in: date, after: int) -> dict[int, int]:
    """Of those who joined in the month that begins on a day, who came ``after`` months later, and
    how many days of it."""
    then = clock.add_months(joined_in, after)
    visits = figures_members.visits(desk.db, *clock.month_bounds(then.year, then.month))
    return {member: visits[member] for member in _joined(desk, joined_in) if member in visits}


# --- lifecycle --------------------------------------------------------------------------------


def stages_of(desk: Desk, day: date) -> list[tuple[int, date | None, str]]:
    """Each member of a day who is in a stage: their last visit up to then, and the stage."""
    limits = lifecycle.limits(desk.shop.settings)
    came = figures_members.first_and_last_visits(desk.db, day)
    found = []
    for member, joined_on in figures_members.members_on(desk.db, day):
        first, last = came.get(member, (None, None))
        stage = lifecycle.stage(day, date.fromordinal(joined_on), first, last, limits)
        if stage is not None:
            found.append((member, last, stage))
    return found


# --- rules ------------------------------------------------------------------------------------


@prepared
def _by_rule(first: Any, last: Any) -> Any:
    gift = fn.IIF(Voucher.kind == SQL("'gift'"), Voucher.cost, SQL("0"))
    return (
        VoucherEvent.select(
            fn.COALESCE(Voucher.rule, SQL("0")), VoucherEvent.kind, fn.COUNT(SQL("*")), fn.SUM(gift)
        )
        .join(Voucher)
        .where(VoucherEvent.on_day.between(first, last))
        .group_by(SQL("1"), SQL("2"))
    )


@prepared
def _names() -> Any:
    return RewardRule.select(RewardRule.id, RewardRule.name, RewardRule.name_en)


def _rules(desk: Desk, first: date, last: date) -> Iterator[RuleFigures]:
    found: dict[int, dict[str, tuple[int, int]]] = {}
    bounds = {"first": first.toordinal(), "last": last.toordinal()}
    for rule, kind, count, cost in _by_rule(desk.db, **bounds).fetchall():
        found.setdefault(rule, {})[kind] = (count, cost)
    names = {id_: names for id_, *names in _names(desk.db).fetchall()}
    may_see = permissions.sees_costs(desk)
    for rule, kinds in sorted(found.items(), key=lambda each: (each[0] == BY_HAND, each[0])):
        (used, spent), (back, saved) = (kinds.get(one, (0, 0)) for one in ("redeemed", "returned"))
        issued = kinds.get("issued", (0, 0))[0]
        if issued or used or back:
            name, name_en = names.get(rule, ("", None))
            cost = spent - saved if may_see else None
            yield RuleFigures(rule, name, name_en, issued, used - back, cost)
