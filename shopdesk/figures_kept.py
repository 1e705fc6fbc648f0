"""The figures of closed months, kept as they were on the day they were closed.

Members are kept by their id: what they are called is looked up when the figures are read, so that
an erased name stands nowhere. A figure that is added to ``MonthFigures`` later needs a default, or
months closed before cannot be read.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from shopdesk.figures_prepaid import BucketFigures, StoredValueFigures
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.tills import MonthClose

if TYPE_CHECKING:
    from shopdesk.figures import MonthFigures, TopMember


def to_json(db: Any, figures: "MonthFigures") -> str:
    """Figures as they are stored."""
    values = asdict(figures)
    numbers = [one.number for one in figures.top_members]
    rows = Member.select(Member.number, Member.id).where(Member.number.in_(numbers))
    ids = dict(rows.tuples().bind(db))
    values["top_members"] = [[ids[one.number], one.sales] for one in figures.top_members]
    values["days"] = [[day.on.isoformat(), day.sales, day.orders] for day in figures.days]
    return json.dumps(values, ensure_ascii=False)


@prepared
def _stored(month: Any) -> Any:
    return MonthClose.select(MonthClose.figures).where(MonthClose.month == month)


def of_month(db: Any, month: str) -> "MonthFigures | None":
    """The figures of a month such as ``2026-10`` as they were; nothing where it is not closed."""
    row = _stored(db, month=month).fetchone()
    return None if row is None else _from_json(db, row[0])


def _from_json(db: Any, stored: str) -> "MonthFigures":
    from shopdesk.figures import DaySales, MonthFigures, PointsFigures, Rate

    values = json.loads(stored)
    for name in ("repurchase", "retention", "churn"):
        values[name] = Rate(**values[name])
    values["points"] = PointsFigures(**values["points"])
    values["top_members"] = top_members(db, values["top_members"])
    values["days"] = tuple(DaySales(date.fromisoformat(on), *day) for on, *day in values["days"])
    buckets = values["stored_value"]
    values["stored_value"] = StoredValueFigures(
        **{bucket: BucketFigures(**figures) for bucket, figures in buckets.items()}
    )
    return MonthFigures(**values)


def top_members(db: Any, kept: Sequence[Sequence[int]]) -> "tuple[TopMember, ...]":
    """Members by id and sales as they are called now, in the order given."""
    from shopdesk.figures import TopMember

    ids = [member_id for member_id, _sales in kept]
    rows = Member.select(Member.id, Member.number, Member.name).where(Member.id.in_(ids))
    people = {member_id: (number, name) for member_id, number, name in rows.tuples().bind(db)}
    return tuple(TopMember(*people[member_id], sales=sales) for member_id, sales in kept)
