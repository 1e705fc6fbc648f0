"""Events that members are invited to, who is on the list, and who came."""

from peewee import AutoField

from shopdesk.store.columns import (
    ANSWERS,
    EVENTS,
    Table,
    choice,
    flag,
    link,
    whole,
    written_by,
)
from shopdesk.store.fields import DayField, MomentField, TextField
from shopdesk.store.tables.knowing import Interaction
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event


class Gathering(Table):
    """An event of the shop; called so here, for an ``event`` is what the audit keeps."""

    id = AutoField()
    name = TextField()
    name_en = TextField(null=True)
    kind = choice("kind", EVENTS)
    on_day = DayField(index=True)
    starts = TextField(null=True)
    ends = TextField(null=True)
    place = TextField()
    capacity = whole("capacity", low=1, null=True)
    note = TextField()
    cancelled_on = DayField(null=True)
    cancelled_because = TextField(null=True)
    event = written_by(Event)


class Invitation(Table):
    """That a member is on the list of an event, with a seat or waiting for one."""

    id = AutoField()
    event = written_by(Event)
    gathering = link(Gathering, "gathering_id")
    member = link(Member, "member_id", index=True)
    answer = choice("answer", ANSWERS)
    is_waiting = flag("is_waiting", default=0)


Invitation.add_index(
    Invitation.gathering, Invitation.member, unique=True, name="invitation_once"
)  # fmt: skip


class CheckIn(Table):
    """That a member came to an event, and how many came along; append-only."""

    id = AutoField()
    event = written_by(Event)
    gathering = link(Gathering, "gathering_id", index=True)
    member = link(Member, "member_id", index=True)
    at = MomentField()
    on_day = DayField()
    brought = whole("brought")
    interaction = link(Interaction, "interaction_id", index=True)


class CheckInUndo(Table):
    """That a check-in was a mistake, and the contact it counted as is none; append-only."""

    check_in = link(CheckIn, "check_in_id", primary_key=True)
    event = written_by(Event)
    on_day = DayField()
