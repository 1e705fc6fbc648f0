"""Whose file this is, who works here, what was done: shop, staff, audit, ladders."""

from peewee import SQL, AutoField, Check

from shopdesk.permissions import ROLES
from shopdesk.store.columns import Table, choice, link, written_by
from shopdesk.store.fields import BlobField, DayField, IntegerField, MomentField, TextField


class Shop(Table):
    """The one row that says whose file this is."""

    id = IntegerField(primary_key=True, constraints=[Check('"id" = 1')])
    code = TextField()
    """Six characters that vouchers carry, so that another shop's are told apart."""
    secret = BlobField()
    """Signs vouchers; never leaves the file."""
    settings = TextField()
    revision = IntegerField()
    """Counts changes of settings and ladder, so that other processes reread them."""
    highest_at = MomentField()
    """The latest time seen that was believable."""
    run_on = DayField(null=True)
    """The last business day that the daily run has brought about; at first that of opening."""


class Staff(Table):
    """Who works or worked here; of those who do, a name is taken once, however it is written."""

    name = TextField()
    folded = TextField(unique=True)
    role = choice("role", ROLES)
    pin_hash = TextField()
    left_on = DayField(null=True)
    recovery_hash = TextField(null=True)
    """Of the code by which an owner gets a new PIN, until it is used."""
    commission = IntegerField(
        constraints=[Check('"commission" BETWEEN 0 AND 10000'), SQL("DEFAULT 0")]
    )
    """In hundredths of a percent of what they sell."""


class Event(Table):
    """The audit: one row a change, append-only, each hashed with the one before it."""

    id = AutoField()
    at = MomentField()
    clock_at = MomentField()
    """What the computer's clock said: differs from ``at`` when it was behind."""
    on_day = DayField()
    staff = link(Staff, "staff_id", null=True)
    till = TextField()
    action = TextField(index=True)
    subject = IntegerField(null=True)
    key = TextField(unique=True, null=True)
    digest = TextField(null=True)
    body = TextField()
    hash = BlobField()


class Logo(Table):
    """The one picture that stands for the shop: a small PNG."""

    id = IntegerField(primary_key=True, constraints=[Check('"id" = 1')])
    event = written_by(Event)
    content = BlobField()


class Ladder(Table):
    """Each ladder there has been, append-only; the last one is in force."""

    id = AutoField()
    event = written_by(Event)
    tiers = TextField()
    review_months = IntegerField(
        null=True, constraints=[Check('"review_months" BETWEEN 1 AND 120')]
    )
    """After how many months a tier is reviewed; nothing where nobody steps down."""
    grace_days = IntegerField(
        constraints=[Check('"grace_days" BETWEEN 0 AND 366'), SQL("DEFAULT 0")]
    )
