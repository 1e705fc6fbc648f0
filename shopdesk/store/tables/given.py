"""What reward rules gave, on which occasion, and what they owe."""

from peewee import SQL, AutoField

from shopdesk.store.columns import (
    OCCASION_STATES,
    REWARDS,
    Table,
    choice,
    flag,
    link,
    whole,
    written_by,
)
from shopdesk.store.fields import DayField, IntegerField, TextField
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.journal import Lot
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.rules import RewardRule
from shopdesk.store.tables.shop import Event
from shopdesk.store.tables.tiers import TierOverlay


class Occasion(Table):
    """An occasion that came for a member and was rewarded, so that it is never rewarded twice."""

    id = AutoField()
    event = written_by(Event)
    rule = link(RewardRule, "rule_id")
    member = link(Member, "member_id", index=True)
    occasion = TextField()
    on_day = DayField()
    """The day it fell on, which may be before the day of its event."""
    met = TextField()
    """The triggers of the rule that brought it, as they were then: what it stands on (9.1)."""
    purchase = link(Purchase, "purchase_id", null=True)
    """The receipt it stands on, where it stands on one (9.1)."""
    state = choice("state", OCCASION_STATES, default="stands")
    """What it gave ``stands``; or was taken back, once: ``freed``, nothing of it was used, and
    should it come again it is rewarded again; ``forfeit``, some was, and it never is (9.1)."""


Occasion.add_index(
    Occasion.rule, Occasion.member, Occasion.occasion,
    unique=True, where=SQL('"state" <> \'freed\''), name="occasion_once",
)  # fmt: skip
STANDS = Occasion.state == SQL("'stands'")
"""What an occasion gave may still be taken back."""
COUNTS = Occasion.state != SQL("'freed'")
"""An occasion is rewarded no more: what it gave stands, or was used before it was taken back."""

Occasion.add_index(
    Occasion.purchase, where=Occasion.purchase.is_null(False), name="occasion_purchase"
)


class Multiplier(Table):
    """That a member's receipts earn more points for a time."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id", index=True)
    percent = IntegerField()
    from_on = DayField()
    until_on = DayField()


class Given(Table):
    """One thing that an occasion gave, and what it may cost the shop; append-only."""

    id = AutoField()
    event = written_by(Event)
    occasion = link(Occasion, "occasion_id", index=True)
    kind = choice("kind", REWARDS)
    amount = whole("amount")
    """How many: vouchers, points, uses, days; see ``giving``."""
    cost = whole("cost")
    voucher = link(Voucher, "voucher_id", null=True)
    lot = link(Lot, "lot_id", null=True)
    overlay = link(TierOverlay, "overlay_id", null=True)
    multiplier = link(Multiplier, "multiplier_id", null=True)


Given.add_index(Given.voucher, where=Given.voucher.is_null(False), name="given_voucher")


class Owed(Table):
    """An occasion that is due and waits for stock."""

    id = AutoField()
    event = written_by(Event)
    rule = link(RewardRule, "rule_id")
    member = link(Member, "member_id", index=True)
    occasion = TextField()
    on_day = DayField()
    met = TextField()
    window_days = IntegerField(null=True)
    """In how many days it is to be collected, where its trigger says so."""
    purchase = link(Purchase, "purchase_id", null=True)


Owed.add_index(Owed.purchase, where=Owed.purchase.is_null(False), name="owed_purchase")
Owed.add_index(Owed.rule, Owed.member, Owed.occasion, unique=True, name="owed_once")


class OwedAtMerge(Table):
    """What a member was owed as two were found to be one, where that changed; append-only."""

    id = AutoField()
    event = written_by(Event)
    rule = link(RewardRule, "rule_id")
    member = link(Member, "member_id")
    occasion = TextField()
    on_day = DayField()
    met = TextField()
    window_days = IntegerField(null=True)
    purchase = link(Purchase, "purchase_id", null=True)
    is_over = flag("is_over", default=0)
    """Whether the survivor is owed it from then on."""


OwedAtMerge.add_index(OwedAtMerge.event, name="owed_at_merge_event")
