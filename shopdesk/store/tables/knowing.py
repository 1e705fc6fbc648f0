"""What is known of members beside their receipts, and what the owner should look at."""

from peewee import AutoField, Check

from shopdesk.store.columns import CONSENTS, INTERACTIONS, Table, choice, flag, link, written_by
from shopdesk.store.fields import DayField, IntegerField, TextField
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.shop import Event


class Rating(Table):
    """What a member thought, from 1 to 5; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id")
    on_day = DayField()
    score = IntegerField(constraints=[Check('"score" BETWEEN 1 AND 5')])
    about = TextField()
    note = TextField()


Rating.add_index(Rating.member, Rating.on_day, name="rating_member")


class Interaction(Table):
    """What happened with a member outside a purchase; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id")
    on_day = DayField()
    kind = choice("kind", INTERACTIONS)
    note = TextField()


Interaction.add_index(Interaction.member, Interaction.on_day, name="interaction_member")


class Consent(Table):
    """What a member agreed to or took back, with the words shown; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id")
    on_day = DayField()
    kind = choice("kind", CONSENTS)
    is_given = flag("is_given", default=1)
    wording = TextField()


Consent.add_index(Consent.member, Consent.kind, name="consent_member")


class Notice(Table):
    """Something that the owner should look at; append-only."""

    id = AutoField()
    event = written_by(Event)
    on_day = DayField()
    kind = TextField()
    member = link(Member, "member_id", null=True)
    purchase = link(Purchase, "purchase_id", null=True)
    voucher = link(Voucher, "voucher_id", null=True)
    body = TextField()


class NoticeSeen(Table):
    """That the owner has looked at it; append-only."""

    notice = link(Notice, "notice_id", primary_key=True)
    event = written_by(Event)
