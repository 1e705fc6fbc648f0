"""What is personal of a member: days, the family, words, likes, a photo. All of it can go again."""

from peewee import AutoField, Check, CompositeKey

from shopdesk.store.columns import DATES, Table, choice, flag, link, written_by
from shopdesk.store.fields import BlobField, IntegerField, TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event


class MemberDate(Table):
    """A day of the year that means something to a member, by the solar or the Chinese calendar."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id", index=True)
    kind = choice("kind", DATES)
    name = TextField()
    year = IntegerField(null=True)
    month = IntegerField(constraints=[Check('"month" BETWEEN 1 AND 12')])
    day = IntegerField(constraints=[Check('"day" BETWEEN 1 AND 31')])
    is_lunar = flag("is_lunar", default=0)
    is_leap = flag("is_leap", default=0)


class Family(Table):
    """A household with a name."""

    id = AutoField()
    event = written_by(Event)
    name = TextField()


class FamilyMember(Table):
    """Who belongs to which family: to one at most."""

    member = link(Member, "member_id", primary_key=True)
    family = link(Family, "family_id", index=True)
    event = written_by(Event)


class MemberTag(Table):
    """A free word for a member."""

    tag = TextField()
    member = link(Member, "member_id", index=True)
    event = written_by(Event)

    class Meta:
        primary_key = CompositeKey("tag", "member")
        without_rowid = True


class Preference(Table):
    """How a member likes things, as whoever serves them reads it."""

    member = link(Member, "member_id", primary_key=True)
    event = written_by(Event)
    words = TextField()


class Photo(Table):
    """A small picture of a member: a JPEG or a PNG."""

    member = link(Member, "member_id", primary_key=True)
    event = written_by(Event)
    content = BlobField()
