"""How members came to their tiers, what overlays those, and who was warned."""

from peewee import AutoField, CompositeKey

from shopdesk.store.columns import OVERLAYS, TIER_CHANGES, Table, choice, link, written_by
from shopdesk.store.fields import DayField, IntegerField, MomentField, TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.shop import Event, Ladder


class TierChange(Table):
    """How a member came to earn a tier, or kept it, with the evidence; append-only."""

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
    refund = link(Refund, "refund_id", null=True)
    about = link("self", "about_id", null=True)
    """The change that this one takes back, restores, brings over or goes back to."""
    reviewed_on = DayField(null=True)
    """The review day that this one answers."""
    review_on = DayField(null=True)
    """When the tier is reviewed next."""


class TierOverlay(Table):
    """A tier given from outside the ladder's criteria, for a time; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id", index=True)
    kind = choice("kind", OVERLAYS)
    tier = TextField()
    from_on = DayField()
    until_on = DayField(null=True)
    reason = TextField()


class TierOverlayEnd(Table):
    """That an overlay ended before its day; append-only."""

    overlay = link(TierOverlay, "overlay_id", primary_key=True)
    event = written_by(Event)
    on_day = DayField()
    reason = TextField()


class TierWarning(Table):
    """That a member was found short of the keep line so many days before a review; append-only."""

    member = link(Member, "member_id")
    review_on = DayField()
    days_before = IntegerField()
    event = written_by(Event)
    on_day = DayField()
    missing = TextField()

    class Meta:
        primary_key = CompositeKey("member", "review_on", "days_before")
        without_rowid = True


TierWarning.add_index(TierWarning.on_day, name="tier_warning_on_day")
