"""Value paid for beforehand: top-ups of stored value and what came back of them, passes, PINs."""

from peewee import AutoField, Check, CompositeKey

from shopdesk.money import TOP_UP_TENDERS
from shopdesk.store.columns import Table, choice, flag, link, whole, written_by
from shopdesk.store.fields import DayField, IntegerField, MomentField, TextField
from shopdesk.store.tables.journal import Lot
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Product, Purchase
from shopdesk.store.tables.rules import RewardRule
from shopdesk.store.tables.shop import Event


class TopUp(Table):
    """Stored value that was sold: its principal, its bonus and the lots these made; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id", index=True)
    at = MomentField()
    on_day = DayField(index=True)
    principal = whole("principal", low=1)
    bonus = whole("bonus")
    principal_lot = link(Lot, "principal_lot_id")
    bonus_lot = link(Lot, "bonus_lot_id", null=True)
    cash_given = whole("cash_given", null=True)


TopUp.add_index(TopUp.event, name="top_up_event")


class TopUpPayment(Table):
    """How much of a top-up came by which tender; append-only."""

    top_up = link(TopUp, "top_up_id")
    tender = choice("tender", TOP_UP_TENDERS)
    amount = whole("amount", low=1)

    class Meta:
        primary_key = CompositeKey("top_up", "tender")
        without_rowid = True


class TopUpRefund(Table):
    """What came back of a top-up: principal, the bonus taken with it, the money; append-only."""

    id = AutoField()
    top_up = link(TopUp, "top_up_id", index=True)
    event = written_by(Event)
    at = MomentField()
    on_day = DayField(index=True)
    principal = whole("principal")
    """Nothing where only bonus that came back later is settled."""
    bonus = whole("bonus")
    money = whole("money")
    is_void = flag("is_void", default=0)
    reason = TextField()


TopUpRefund.add_index(TopUpRefund.event, name="top_up_refund_event")


class TopUpRefundPayment(Table):
    """How much was given back to which tender; append-only."""

    refund = link(TopUpRefund, "refund_id")
    tender = choice("tender", TOP_UP_TENDERS)
    amount = whole("amount", low=1)

    class Meta:
        primary_key = CompositeKey("refund", "tender")
        without_rowid = True


class MemberPin(Table):
    """The PINs a member has had, the last of which counts; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id", index=True)
    pin_hash = TextField(null=True)
    """Nothing where the PIN was taken away."""


class Pass(Table):
    """So many uses of one product, sold by a line of a receipt or given by a rule; append-only."""

    id = AutoField()
    event = written_by(Event)
    purchase = link(Purchase, "purchase_id", null=True)
    line = IntegerField(null=True)
    product = link(Product, "product_id")
    """What one use pays for a unit of."""
    uses = whole("uses", low=1)
    ends_on = DayField(null=True)
    rule = link(RewardRule, "rule_id", null=True)
    """What gave it, where it was not sold; then also whose it is and what it is sold as."""
    member = link(Member, "member_id", null=True)
    sold_as = link(Product, "sold_as_id", null=True)

    class Meta:
        constraints = (
            Check('("purchase_id" IS NULL) = ("line" IS NULL)'),
            Check('("purchase_id" IS NULL) = ("rule_id" IS NOT NULL)'),
            Check('("purchase_id" IS NULL) = ("member_id" IS NOT NULL)'),
            Check('("purchase_id" IS NULL) = ("sold_as_id" IS NOT NULL)'),
        )


Pass.add_index(Pass.purchase, Pass.line, unique=True, name="pass_line")
Pass.add_index(Pass.member, where=Pass.member.is_null(False), name="pass_given")


class PassLot(Table):
    """The lots of a pass: its first, and those that uses came back to (9.16); append-only."""

    lot = link(Lot, "lot_id", primary_key=True)
    pass_ = link(Pass, "pass_id", index=True)


class PassUse(Table):
    """The uses that paid a line of a receipt, by the lot they came from; append-only."""

    purchase = link(Purchase, "purchase_id")
    line = IntegerField()
    lot = link(Lot, "lot_id", index=True)
    uses = whole("uses", low=1)

    class Meta:
        primary_key = CompositeKey("purchase", "line", "lot")
        without_rowid = True


class PassForfeit(Table):
    """That a given pass was taken back: uses that come back to it are gone (9.1); append-only."""

    pass_ = link(Pass, "pass_id", primary_key=True)
    event = written_by(Event)
    is_used = flag("is_used", default=0)
    """Some of it was spent then."""
