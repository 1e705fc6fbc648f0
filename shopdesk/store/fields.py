"""Columns whose stored form differs from the value: days and moments, kept as whole numbers."""

from datetime import date, datetime

from peewee import BlobField, IntegerField, TextField

from shopdesk.clock import day_or_none, from_ms, to_ms

__all__ = ["BlobField", "DayField", "IntegerField", "MomentField", "TextField"]


class DayField(IntegerField):
    """A business day, stored as its proleptic ordinal so that ranges compare as integers."""

    def db_value(self, value: date | int | None) -> int | None:
        return value.toordinal() if isinstance(value, date) else value

    def python_value(self, value: int | None) -> date | None:
        return day_or_none(value)


class MomentField(IntegerField):
    """A moment in UTC, stored in milliseconds."""

    def db_value(self, value: datetime | int | None) -> int | None:
        return to_ms(value) if isinstance(value, datetime) else value

    def python_value(self, value: int | None) -> datetime | None:
        return None if value is None else from_ms(value)
