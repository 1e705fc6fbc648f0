"""What members hold and how they came to it: the journal, the sums tiers read, the tiers."""

from peewee import SQL, AutoField, Check, CompositeKey

from shopdesk.money import LARGEST
from shopdesk.store.columns import (
    ACCOUNTS,
    ENTRY_KINDS,
    TIER_CHANGES,
    Table,
    choice,
    link,
    total,
    whole,
    written_by,
)
from shopdesk.store.fields import DayField, IntegerField, MomentField, TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.shop import Event, Ladder


class Account(Table):
    """The balance of a member's points, kept up with the journal: lots less debt."""

    member = link(Member, "member_id")
    account = choice("account", ACCOUNTS)
    lots = whole("lots")
    debt = total("debt")

    class Meta:
        primary_key = CompositeKey("member", "account")
        without_rowid = True
        constraints = (Check('"lots" = 0 OR "debt" = 0'),)


class Lot(Table):
    """A dated parcel of value; only what remains of it ever changes."""

    id = AutoField()
    member = link(Member, "member_id")
    account = choice("account", ACCOUNTS)
    granted = whole("granted", low=1)
    remaining = whole("remaining")
    earned_on = DayField()
    expires_on = DayField(null=True)
    purchase = link(Purchase, "purchase_id", null=True)
    event = written_by(Event)

    class Meta:
        constraints = (Check('"remaining" <= "granted"'),)


Lot.add_index(Lot.member, Lot.account, where=Lot.remaining > SQL("0"), name="lot_open")
Lot.add_index(Lot.purchase, where=Lot.purchase.is_null(False), name="lot_purchase")


class Entry(Table):
    """The journal: one movement of one lot, or of the debt where no lot is named; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id")
    account = choice("account", ACCOUNTS)
    lot = link(Lot, "lot_id", null=True)
    kind = choice("kind", ENTRY_KINDS)
    amount = IntegerField(
        constraints=[Check(f'"amount" <> 0 AND "amount" > -{LARGEST} AND "amount" < {LARGEST}')]
    )
    on_day = DayField()
    purchase = link(Purchase, "purchase_id", null=True)
    refund = link(Refund, "refund_id", null=True)
    reason = TextField(null=True)


Entry.add_index(Entry.member, Entry.account, name="entry_member")
Entry.add_index(Entry.on_day, Entry.kind, Entry.amount, name="entry_day")
Entry.add_index(Entry.on_day, where=Entry.lot.is_null(), name="entry_debt")
Entry.add_index(Entry.purchase, where=Entry.purchase.is_null(False), name="entry_purchase")


class MemberDay(Table):
    """A member's day: the sums that tiers and figures read, kept up in the purchase's transaction.

    ``receipts`` counts those not void, ``kept`` those of which something is left; ``spend`` and
    ``points`` are net of refunds and stand on the day of the receipt (9.13).
    """

    member = link(Member, "member_id")
    on_day = DayField()
    receipts = whole("receipts")
    kept = whole("kept")
    spend = total("spend")
    points = total("points")

    class Meta:
        primary_key = CompositeKey("member", "on_day")
        without_rowid = True


MemberDay.add_index(
    MemberDay.on_day, MemberDay.member, MemberDay.receipts, name="member_day_by_day"
)


class TierChange(Table):
    """How a member came to a tier, with the evidence; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id", index=True)
    kind = choice("kind", TIER_CHANGES)
    from_tier = TextField(null=True)
    to_tier = TextField()
    at = MomentField()
    on_day = DayField(index=True)
    ladder = link(Ladder, "ladder_id")
    purchase = link(Purchase, "purchase_id", null=True)
    evidence = TextField()
