"""What multiplies all points of a member for a time: rules give it, every receipt asks for it."""

from datetime import date, timedelta
from typing import Any

from peewee import fn

from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import Multiplier as Row

PLAIN = 100
"""Percent: points as they are."""


@prepared
def _on(member: Any, day: Any) -> Any:
    return Row.select(fn.MAX(Row.percent)).where(
        (Row.member == member) & (Row.from_on <= day) & (Row.until_on >= day)
    )


def percent_on(db: Any, member_id: int, day: date) -> int:
    """By how many percent a member's points are multiplied on a business day: of several the
    highest."""
    found: int | None = _on(db, member_id, day.toordinal()).fetchone()[0]
    return PLAIN if found is None else found


def multiply(made: Change, member_id: int, percent: int, days: int) -> int:
    """Multiply a member's points for so many days from today on, inside a change; returns its id.

    A receipt keeps what it earned by it (9.12).
    """
    multiplier_id: int = Row.insert(
        event=made.event, member=member_id, percent=percent, from_on=made.today,
        until_on=made.today + timedelta(days=days - 1),
    ).bind(made.db).execute()  # fmt: skip
    return multiplier_id


def end(made: Change, multiplier_id: int) -> None:
    """Let it end with yesterday, unless it was over before."""
    yesterday = made.today - timedelta(days=1)
    Row.update(until_on=yesterday).where(
        (Row.id == multiplier_id) & (Row.until_on > yesterday)
    ).bind(made.db).execute()  # fmt: skip


def has_any(member: Any) -> Any:
    """Whether a member was ever given one, as a part of another question."""
    return fn.EXISTS(Row.select(Row.id).where(Row.member == member))
