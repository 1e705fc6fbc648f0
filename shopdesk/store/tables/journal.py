"""What members hold and how they came to it: the journal, and the sums that tiers read."""

from peewee import SQL, AutoField, Check, CompositeKey

from shopdesk.money import LARGEST
from shopdesk.store.columns import (
    ACCOUNTS,
    ENTRY_KINDS,
    Table,
    choice,
    link,
    total,
    whole,
    written_by,
)
from shopdesk.store.fields import DayField, IntegerField, TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.shop import Event


class Account(Table):
    """What a member holds of one kind of value, kept up with the journal: lots less debt."""

    member = link(Member, "member_id")
    account = choice("account", ACCOUNTS)
    lots = whole("lots")
    debt = total("debt")
    next_on = DayField(null=True)
    """No lot of it expires before the end of this day; nothing where none ever does."""

    class Meta:
        primary_key = CompositeKey("member", "account")
        without_rowid = True
        constraints = (Check('"lots" = 0 OR "debt" = 0'),)


Account.add_index(Account.next_on, where=Account.next_on.is_null(False), name="account_next_on")


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
    idle_months = IntegerField(null=True, constraints=[Check('"idle_months" BETWEEN 1 AND 120')])
    """Expires so many months after the member's last receipt, not before ``expires_on`` (9.29)."""

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
    origin = link(Lot, "origin_id", null=True)
    """The lot that value was drawn from, where it came back to another (9.16)."""


Entry.add_index(Entry.member, Entry.account, name="entry_member")
Entry.add_index(Entry.on_day, where=Entry.lot.is_null(), name="entry_debt")
Entry.add_index(Entry.purchase, where=Entry.purchase.is_null(False), name="entry_purchase")
Entry.add_index(Entry.on_day, Entry.account, Entry.kind, Entry.amount, name="entry_day")


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
