"""Members, the keys they are found by, and their cards."""

from peewee import SQL, Check, CompositeKey

from shopdesk.store.columns import Table, flag, link, written_by
from shopdesk.store.fields import DayField, IntegerField, TextField
from shopdesk.store.tables.shop import Event


class Member(Table):
    """A person; the tier is kept up with ``TierChange``."""

    number = TextField(unique=True)
    name = TextField()
    phone = TextField(null=True)
    shared_phone = flag("shared_phone", default=0)
    birth_year = IntegerField(null=True)
    birth_month = IntegerField(null=True, constraints=[Check('"birth_month" BETWEEN 1 AND 12')])
    birth_day = IntegerField(null=True, constraints=[Check('"birth_day" BETWEEN 1 AND 31')])
    lunar_month = IntegerField(null=True, constraints=[Check('"lunar_month" BETWEEN 1 AND 12')])
    lunar_day = IntegerField(null=True, constraints=[Check('"lunar_day" BETWEEN 1 AND 30')])
    lunar_leap = flag("lunar_leap", default=0)
    joined_on = DayField(index=True)
    language = TextField()
    tier = TextField()
    closed_on = DayField(null=True)
    event = written_by(Event)
    earned = TextField()
    """The tier that the member earned; ``tier`` is that or what overlays it."""
    tier_until = DayField(null=True)
    """The last day for which ``tier`` stands without another look at what overlays it."""
    review_on = DayField(null=True)
    """When the earned tier is reviewed; nothing where it never is."""
    referrer = link("self", "referrer_id", null=True)


Member.add_index(
    Member.tier_until, where=Member.tier_until.is_null(False), name="member_tier_until"
)
Member.add_index(Member.review_on, where=Member.review_on.is_null(False), name="member_review_on")
Member.add_index(Member.referrer, where=Member.referrer.is_null(False), name="member_referrer")
Member.add_index(Member.phone, where=Member.phone.is_null(False), name="member_phone")
Member.add_index(
    Member.phone,
    unique=True,
    where=SQL('"shared_phone" = 0 AND "closed_on" IS NULL AND "phone" IS NOT NULL'),
    name="member_own_phone",
)
Member.add_index(
    Member.birth_month, Member.birth_day, where=Member.birth_month.is_null(False),
    name="member_born",
)  # fmt: skip
Member.add_index(
    Member.lunar_month, Member.lunar_day, where=Member.lunar_month.is_null(False),
    name="member_born_lunar",
)  # fmt: skip


class MemberKey(Table):
    """What a member is found by as someone types: a search is a walk along this key."""

    key = TextField()
    member = link(Member, "member_id", index=True)

    class Meta:
        primary_key = CompositeKey("key", "member")
        without_rowid = True


class Card(Table):
    """A code that finds a member, until the card is lost."""

    code = TextField(primary_key=True)
    member = link(Member, "member_id", index=True)
    serial = IntegerField(unique=True, null=True)
    """Counts our own cards; a card made elsewhere and linked has none."""
    issued_on = DayField()
    lost_on = DayField(null=True)
    event = written_by(Event)

    class Meta:
        without_rowid = True
