"""Gifts, and the vouchers that promise them."""

from peewee import SQL, AutoField, Check, CompositeKey

from shopdesk.store.columns import (
    MOVEMENTS,
    VOUCHER_EVENTS,
    VOUCHER_KINDS,
    VOUCHER_STATES,
    Table,
    choice,
    flag,
    link,
    whole,
    written_by,
)
from shopdesk.store.fields import DayField, IntegerField, MomentField, TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.rules import RewardRule
from shopdesk.store.tables.shop import Event, Staff


class Gift(Table):
    """A thing or service to give; its stock is kept up with ``GiftMovement``."""

    name = TextField(unique=True)
    name_en = TextField(null=True)
    kind = choice("kind", ("goods", "service", "upgrade", "quota", "partner"))
    cost = whole("cost")
    value = whole("value")
    stock = whole("stock", null=True)
    """Units on the shelf; nothing where it cannot run out (a service)."""
    promised = whole("promised")
    """Units of the stock that issued vouchers speak for."""
    lowest_tier = TextField(null=True)
    event = written_by(Event)
    closed_on = DayField(null=True)
    """The day it was taken out of the catalogue: it is promised to nobody any more."""
    partner = TextField(null=True)
    """Who hands it over and is paid for it, where that is not the shop."""
    uses = IntegerField(null=True)
    """How many times (hours, cups…) it may be used; ``unit`` is what they are called."""
    unit = TextField(null=True)
    unit_en = TextField(null=True)
    edition = IntegerField(null=True)
    """Of a limited edition how many there are at all, numbered from 1."""
    brand = TextField(null=True)
    brand_en = TextField(null=True)

    class Meta:
        constraints = (Check('"stock" IS NULL OR "promised" <= "stock"'),)


class GiftSet(Table):
    """Gifts graded by tier: each tier has its own."""

    name = TextField(unique=True)
    name_en = TextField(null=True)
    event = written_by(Event)


class GiftOfSet(Table):
    """The gift of a set for a tier, and those above it that have none of their own."""

    gift_set = link(GiftSet, "gift_set_id")
    tier = TextField()
    gift = link(Gift, "gift_id")

    class Meta:
        primary_key = CompositeKey("gift_set", "tier")
        without_rowid = True


class Voucher(Table):
    """One issued promise. Only its state and what goes with the state ever changes."""

    code = TextField(unique=True)
    kind = choice("kind", VOUCHER_KINDS)
    gift = link(Gift, "gift_id", null=True)
    amount = whole("amount")
    percent_off = IntegerField(constraints=[Check('"percent_off" BETWEEN 0 AND 100')])
    minimum = whole("minimum")
    cap = whole("cap", null=True)
    cost = whole("cost")
    member = link(Member, "member_id", null=True, index=True)
    rule = link(RewardRule, "rule_id", null=True)
    occasion = TextField()
    issued_on = DayField()
    valid_from_on = DayField()
    valid_until_on = DayField()
    state = choice("state", VOUCHER_STATES)
    redeemed_at = MomentField(null=True)
    redeemed_by = link(Staff, "redeemed_by", null=True)
    redeemed_till = TextField(null=True)
    purchase = link(Purchase, "purchase_id", null=True, index=True)
    event = written_by(Event)
    stacking = TextField(constraints=[SQL("DEFAULT ''")])
    """Of one such group at most one voucher goes on a receipt; any may where there is none."""
    is_alone = flag("is_alone", default=0)
    """Goes with no other voucher."""
    is_several = flag("is_several", default=0)
    """Goes with others of its rule."""
    is_forfeit = flag("is_forfeit", default=0)
    """What gave it was taken back after it was used: should it return, it is void (9.1)."""
    edition = IntegerField(null=True)
    """Which piece of a limited edition it speaks for, or was given; nothing once that is free."""

    class Meta:
        constraints = (
            Check('("state" = \'redeemed\') = ("redeemed_at" IS NOT NULL)'),
            Check('("kind" = \'gift\') = ("gift_id" IS NOT NULL)'),
        )


Voucher.add_index(Voucher.state, Voucher.valid_until_on, name="voucher_due")
Voucher.add_index(
    Voucher.gift, Voucher.edition,
    unique=True, where=Voucher.edition.is_null(False), name="voucher_edition",
)  # fmt: skip


class VoucherEvent(Table):
    """What happened to a voucher, append-only: its state can be told from these alone."""

    id = AutoField()
    event = written_by(Event)
    voucher = link(Voucher, "voucher_id", index=True)
    kind = choice("kind", VOUCHER_EVENTS)
    on_day = DayField(index=True)
    purchase = link(Purchase, "purchase_id", null=True)


class VoucherUse(Table):
    """By how much a voucher lowered each line of a receipt; append-only."""

    purchase = link(Purchase, "purchase_id")
    voucher = link(Voucher, "voucher_id", index=True)
    line = IntegerField()
    amount = whole("amount", low=1)

    class Meta:
        primary_key = CompositeKey("purchase", "voucher", "line")
        without_rowid = True


class GiftMovement(Table):
    """Stock coming, being promised and going; append-only."""

    id = AutoField()
    event = written_by(Event)
    gift = link(Gift, "gift_id", index=True)
    kind = choice("kind", MOVEMENTS)
    quantity = IntegerField()
    voucher = link(Voucher, "voucher_id", null=True, index=True)
    reason = TextField(constraints=[SQL("DEFAULT ''")])
    edition = IntegerField(null=True)
    """Which piece of a limited edition it was about."""
