"""How gifts reach whom they are for, what partners are owed, and the codes that were refused."""

from peewee import AutoField

from shopdesk.store.columns import Table, flag, link, whole, written_by
from shopdesk.store.fields import DayField, IntegerField, TextField
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.shop import Event


class HandOver(Table):
    """Who took the gift of a voucher; append-only. Who gave it, when and where, its event says."""

    voucher = link(Voucher, "voucher_id", primary_key=True)
    is_member = flag("is_member", default=0)
    """The voucher's member stood at the till."""
    taken_by = TextField()
    """Who else took it, by name; empty where nobody said."""
    note = TextField()
    event = written_by(Event)


class Delivery(Table):
    """Where the gift of a courier's voucher goes. Whether it was sent, voucher events say."""

    voucher = link(Voucher, "voucher_id", primary_key=True)
    recipient = TextField()
    phone = TextField()
    address = TextField()
    tracking = TextField()
    """Of the courier, empty until it is known."""
    event = written_by(Event)


class Settlement(Table):
    """What a partner was paid for the gifts of a month, append-only."""

    id = AutoField()
    event = written_by(Event)
    on_day = DayField()
    partner = TextField()
    month = TextField()
    cost = whole("cost")


class SettledVoucher(Table):
    """The vouchers that a settlement paid for, each once; append-only."""

    voucher = link(Voucher, "voucher_id", primary_key=True)
    settlement = link(Settlement, "settlement_id", index=True)


class RefusedScan(Table):
    """A voucher's code that was refused at a till, append-only; with no refusal: here the count of
    forged and unknown ones begins anew."""

    id = AutoField()
    event = written_by(Event)
    till = TextField(index=True)
    code = TextField()
    refusal = TextField()
    uptime_ms = IntegerField(null=True)
    """How long the computer had been running; nothing where it is not to be counted."""
