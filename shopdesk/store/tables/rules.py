"""Reward rules, and the saved filters that say whom they are for."""

from peewee import Check

from shopdesk.store.columns import CHANNELS, Table, choice, flag, link, written_by
from shopdesk.store.fields import DayField, IntegerField, TextField
from shopdesk.store.tables.shop import Event


class Segment(Table):
    """A saved filter over facts; the filters as their module writes them."""

    name = TextField(unique=True)
    name_en = TextField(null=True)
    filters = TextField()
    event = written_by(Event)
    is_any = flag("is_any", default=0)
    """Whether one filter that is met is enough."""


class RewardRule(Table):
    """When something is given, to whom, what, and how often; each as its module writes it."""

    name = TextField(unique=True)
    name_en = TextField(null=True)
    triggers = TextField()
    rewards = TextField()
    limits = TextField()
    segment = link(Segment, "segment_id", null=True)
    channel = choice("channel", CHANNELS)
    starts_on = DayField()
    ends_on = DayField(null=True)
    closed_on = DayField(null=True)
    settled_on = DayField()
    """The last day of the calendar on which everyone was given theirs, is owed it or left out."""
    event = written_by(Event)


class Festival(Table):
    """A festival of the shop's own, by the solar or the Chinese calendar."""

    name = TextField(unique=True)
    name_en = TextField(null=True)
    month = IntegerField(constraints=[Check('"month" BETWEEN 1 AND 12')])
    day = IntegerField(constraints=[Check('"day" BETWEEN 1 AND 31')])
    is_lunar = flag("is_lunar", default=0)
    event = written_by(Event)
