"""The rows behind a figure of the month: receipts, members, vouchers, movements of value.

Every row says by how much it counts, and all of them sum to the figure. They are read anew from
what was written. A closed month keeps its figures as they were: where the rows come to something
else by now, ``Found.corrected`` is what was corrected since, and ``behind_later`` tells by what.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from shopdesk import (
    behind_parts,
    clock,
    figures,
    figures_kept,
    inputs,
    permissions,
    receipts,
    voucher_book,
)
from shopdesk.behind_parts import Asked, Part
from shopdesk.clock import day_or_none
from shopdesk.figures import MonthFigures, Rate
from shopdesk.language import N_
from shopdesk.refusals import AmountRefused, Refused
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase

FIRST = 200
"""So many rows are named at once; all of them where that is asked for."""

POINTS = ("opening", "earned", "adjusted", "spent", "expired", "closing", "debts")
BUCKET = ("opening", "topped_up", "spent", "refunded", "adjusted", "closing")
BUCKETS = ("principal", "bonus")

FIGURES: dict[str, Callable[[Asked], Iterable[Part]]] = {
    "sales": behind_parts.sales,
    "orders": behind_parts.orders,
    "average_order": behind_parts.average_order,
    "visits": behind_parts.visits,
    "active_members": behind_parts.active,
    "new_members": behind_parts.joined,
    "repurchase": behind_parts.repurchase,
    "retention": behind_parts.retention,
    "churn": behind_parts.churn,
    "tier_moves": behind_parts.tier_moves,
    "vouchers_issued": behind_parts.vouchers_issued,
    "vouchers_redeemed": behind_parts.vouchers_redeemed,
    "vouchers_expired": behind_parts.vouchers_expired,
    "gift_cost": behind_parts.gift_cost,
    "cohort": behind_parts.cohort,
    "lifecycle": behind_parts.lifecycle_stage,
    "commission": behind_parts.served,
    **{f"points.{name}": behind_parts.points(name) for name in POINTS},
    **{
        f"stored_value.{bucket}.{name}": behind_parts.stored_value(bucket, name)
        for bucket in BUCKETS
        for name in BUCKET
    },
}
"""What each figure counts, by its name: a part of another one has a dot before its own."""

_COSTS = frozenset({"gift_cost"})
"""What only they are told to whom the shop tells what things cost."""


class UnknownFigure(Refused):
    """A figure that there is not."""

    code = "unknown_figure"
    sentence = N_("There is no figure “{figure}”.")


class Wanted(NamedTuple):
    """A figure, and which part of it.

    ``on`` is one day of sales or orders, ``member`` who bought; ``start`` and ``end`` are the tiers
    of a cell of the movements (nothing: of any); ``joined_in`` is a month such as ``2026-04`` and
    ``after`` how many months later, of a cohort; ``stage`` one of lifecycle; ``rule`` whose
    vouchers (0: issued by hand); ``staff`` who served.
    """

    figure: str
    on: date | None = None
    member: int | None = None
    start: str | None = None
    end: str | None = None
    joined_in: str | None = None
    after: int = 0
    stage: str | None = None
    rule: int | None = None
    staff: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is, of whom and when; ``value`` is by how much it counts, ``of`` by how much
    in what a rate divides by. ``amount`` is what else it came to in money, ``times`` how often
    somebody came."""

    kind: str
    on: date | None
    member_id: int | None
    name: str | None
    value: int
    of: int
    amount: int | None
    times: int | None
    purchase_id: int | None
    receipt: str | None
    voucher_id: int | None
    voucher_code: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a figure, the first of them named; ``value``, ``of`` and ``count`` are of all.

    ``kept`` is the figure of a month that is closed, as it was then (nothing where the month is
    open or closed months do not keep it).
    """

    wanted: Wanted
    value: int
    of: int
    count: int
    rows: tuple[Row, ...]
    kept: Rate | None

    @property
    def corrected(self) -> int:
        """What was corrected since the month was closed: what ``value`` lacks to be ``kept``."""
        return 0 if self.kept is None else self.kept.n - self.value

    @property
    def corrected_of(self) -> int:
        """The same of what a rate divides by."""
        return 0 if self.kept is None else self.kept.of - self.of


def rows(desk: Desk, year: int, month: int, wanted: Wanted, *, most: int | None = FIRST) -> Found:
    """The rows behind a figure of a month; ``most`` of them, or all. For whom the figure is.

    Refuses a figure, a part of it and a month that cannot be.
    """
    permissions.require(desk, "figures.month")
    _refuse_odd(desk, wanted, most)
    if wanted.figure in _COSTS:
        permissions.require(desk, "costs.see")
    if wanted.figure == "commission":
        permissions.require(desk, "figures.commission")
    read = FIGURES[wanted.figure]
    desk.shop.refresh()
    first, last = figures.bounds(desk, year, month)
    with desk.db.atomic():
        asked = Asked(desk, wanted.on or first, wanted.on or last, **_narrower(wanted))
        parts = sorted(read(asked), key=_order)
        kept = figures_kept.of_month(desk.db, clock.month_of(first))
        return Found(
            wanted=wanted,
            value=sum(part.value for part in parts),
            of=sum(part.of for part in parts),
            count=len(parts),
            rows=_named(desk, parts if most is None else parts[:most]),
            kept=None if kept is None else figure(kept, wanted),
        )


_MOST_MONTHS = 1_200
"""Later than a month there is anything of."""


def _refuse_odd(desk: Desk, wanted: object, most: object) -> None:
    """Refuse what no figure can be narrowed by."""
    if not isinstance(wanted, Wanted) or wanted.figure not in [*FIGURES]:
        raise UnknownFigure(desk.language, figure=getattr(wanted, "figure", wanted))
    if wanted.on is not None:
        inputs.day(wanted.on, desk.language)
    for number in (most, wanted.member, wanted.rule, wanted.staff):
        if number is not None:
            inputs.most(number, desk.language)
    if inputs.most(wanted.after, desk.language) not in range(_MOST_MONTHS):
        raise AmountRefused(desk.language, amount=wanted.after)
    if wanted.joined_in is not None:
        inputs.month(wanted.joined_in, desk.language)


def _narrower(wanted: Wanted) -> dict[str, Any]:
    return {name: value for name, value in wanted._asdict().items() if name not in ("figure", "on")}


def _order(part: Part) -> tuple[bool, int, int, int]:
    """What counts first; then by day and in the order written, or most first where no day is."""
    written = part.purchase or part.voucher or 0
    return not part.value, part.on or 0, written, part.member or 0 if part.on else -part.value


def figure(of: MonthFigures, wanted: Wanted) -> Rate | None:
    """A figure by its name; ``of`` is 0 but of rates. Nothing where a month does not keep it."""
    name, *parts = wanted.figure.split(".")
    if wanted.member is not None or wanted.rule is not None or name not in MonthFigures.__slots__:
        return None
    if name == "tier_moves":
        return Rate(_moved(of, wanted), 0)
    if name == "average_order":
        return Rate(of.sales, of.orders)
    if wanted.on is not None:
        return Rate(sum(getattr(day, name) for day in of.days if day.on == wanted.on), 0)
    value: Any = of
    for each in (name, *parts):
        value = getattr(value, each)
    return value if isinstance(value, Rate) else Rate(value, 0)


def _moved(of: MonthFigures, wanted: Wanted) -> int:
    return sum(
        count
        for start, row in of.tier_moves.items()
        for end, count in row.items()
        if wanted.start in (None, start) and wanted.end in (None, end)
    )


# --- naming the rows --------------------------------------------------------------------------


@prepared
def _people(ids: Any) -> Any:
    return Member.select(Member.id, Member.name).where(among(Member.id, ids))


@prepared
def _numbers(ids: Any) -> Any:
    return Purchase.select(Purchase.id, Purchase.number).where(among(Purchase.id, ids))


def _known(read: Any, desk: Desk, ids: Iterable[int | None]) -> dict[int, str]:
    listed = json.dumps(sorted({id_ for id_ in ids if id_ is not None}))
    return dict(read(desk.db, ids=listed).fetchall())


def _named(desk: Desk, parts: Sequence[Part]) -> tuple[Row, ...]:
    """Rows with the names they go by now."""
    names = _known(_people, desk, (part.member for part in parts))
    numbers = _known(_numbers, desk, (part.purchase for part in parts))
    wanted = sorted({part.voucher for part in parts if part.voucher is not None})
    held = {one.voucher.id: one for one in voucher_book.by_ids(desk, wanted)} if wanted else {}
    made = []
    for part in parts:
        bought, voucher = part.purchase, held.get(part.voucher or 0)
        row = Row(
            kind=part.kind,
            on=day_or_none(part.on),
            member_id=part.member,
            name=names.get(part.member or 0),
            value=part.value,
            of=part.of,
            amount=part.amount,
            times=part.times,
            purchase_id=bought,
            receipt=None if bought is None else receipts.display_number(bought, numbers[bought]),
            voucher_id=part.voucher,
            voucher_code=None,
            title=None,
        )
        if voucher is not None:
            row = replace(row, voucher_code=voucher.voucher.code, title=voucher.title)
        made.append(row)
    return tuple(made)
