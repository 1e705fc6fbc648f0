"""A till's day: shifts, what was paid in and out, what was counted; parked sales; closed months."""

from peewee import AutoField, CompositeKey

from shopdesk.store.columns import (
    CASH_MOVES,
    CASH_UPS,
    PARKED_ENDS,
    Table,
    choice,
    flag,
    link,
    whole,
    written_by,
)
from shopdesk.store.fields import DayField, IntegerField, MomentField, TextField
from shopdesk.store.tables.shop import Event, Staff


class Shift(Table):
    """That somebody took over a till, and what lay in its drawer; append-only."""

    id = AutoField()
    event = written_by(Event)
    till = TextField()
    staff = link(Staff, "staff_id")
    at = MomentField()
    on_day = DayField()
    opening = whole("opening")


class CashUp(Table):
    """That a till was reckoned up, at a handover or the close of its day; append-only."""

    id = AutoField()
    event = written_by(Event)
    till = TextField()
    kind = choice("kind", CASH_UPS)
    shift = link(Shift, "shift_id", null=True)
    """The shift that it ended."""
    staff = link(Staff, "staff_id")
    at = MomentField()
    first_on = DayField()
    on_day = DayField()
    """The days whose money it reckons up: the first one and the last."""
    since = IntegerField()
    """What was written behind this event is reckoned up: cash since the last count alone."""
    to_staff = link(Staff, "to_staff_id", null=True)
    left = whole("left")
    """The cash that stays in the drawer."""


class CashUpTender(Table):
    """What a tender should have come to, and what was counted of it, if it was; append-only."""

    cash_up = link(CashUp, "cash_up_id")
    tender = TextField()
    expected = IntegerField()
    counted = whole("counted", null=True)

    class Meta:
        primary_key = CompositeKey("cash_up", "tender")
        without_rowid = True


class CashMove(Table):
    """Cash that came into a drawer or left it without a receipt; append-only."""

    id = AutoField()
    event = written_by(Event)
    at = MomentField()
    on_day = DayField()
    kind = choice("kind", CASH_MOVES)
    amount = whole("amount", low=1)
    reason = TextField()


class Parked(Table):
    """A half-made sale that waits: ``content`` holds ids and quantities; append-only."""

    id = AutoField()
    event = written_by(Event)
    at = MomentField()
    label = TextField()
    content = TextField()
    due = whole("due", null=True)
    """What it came to when it was parked; it is priced anew."""


class ParkedEnd(Table):
    """That a parked sale waits no more, and why; append-only."""

    parked = link(Parked, "parked_id", primary_key=True)
    event = written_by(Event)
    how = choice("how", PARKED_ENDS)


class MonthClose(Table):
    """A closed month and its figures as they were; append-only."""

    month = TextField(primary_key=True)
    event = written_by(Event)
    on_day = DayField()
    is_due = flag("is_due", default=0)
    """It closed by itself: nobody had done it by the fifth of the next."""
    figures = TextField()
