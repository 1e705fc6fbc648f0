"""Products, receipts, and what was given back of them."""

from peewee import SQL, AutoField, Check, CompositeKey

from shopdesk.store.columns import TENDERS, Table, choice, flag, link, whole, written_by
from shopdesk.store.fields import DayField, IntegerField, MomentField, TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event


class Product(Table):
    """What is sold, as it is now: a receipt keeps name, price and cost as they were."""

    name = TextField()
    folded = TextField(index=True)
    category = TextField()
    price = whole("price")
    cost = whole("cost", null=True)
    ean = TextField(unique=True, null=True)
    is_discounted = flag("is_discounted", default=1)
    is_earning = flag("is_earning", default=1)
    discontinued_on = DayField(null=True)
    event = written_by(Event)
    member_price = whole("member_price", null=True)
    pass_product = link("self", "pass_product_id", null=True)
    """What it is a pass for, where it is one."""
    pass_uses = IntegerField(null=True, constraints=[Check('"pass_uses" BETWEEN 1 AND 1000')])
    pass_valid_days = IntegerField(
        null=True, constraints=[Check('"pass_valid_days" BETWEEN 0 AND 3660')]
    )
    """Nothing for one that never ends."""
    unit = TextField(constraints=[SQL("DEFAULT ''")])
    """What it is sold by, a word such as 斤 or cup; nothing where it goes without saying."""


class Purchase(Table):
    """A receipt: append-only; what is given back later stands in ``Refund``."""

    id = AutoField()
    number = TextField(null=True)
    """The number of an imported receipt; our own are known by their id."""
    event = written_by(Event)
    member = link(Member, "member_id", null=True)
    at = MomentField()
    on_day = DayField()
    goods = whole("goods")
    due = whole("due")
    points_spent = whole("points_spent")
    points_earned = whole("points_earned")
    tier = TextField(null=True)
    steps = TextField()
    rule = TextField()
    """The points rule as it stood at the sale (9.12)."""
    cash_given = whole("cash_given", null=True)


Purchase.add_index(Purchase.on_day, Purchase.member, Purchase.due, name="purchase_day")
Purchase.add_index(
    Purchase.member, Purchase.on_day, where=Purchase.member.is_null(False), name="purchase_member"
)
Purchase.add_index(Purchase.number, where=Purchase.number.is_null(False), name="purchase_number")


class PurchaseLine(Table):
    """One line of a receipt; append-only. ``listed`` less everything off is ``paid``."""

    purchase = link(Purchase, "purchase_id")
    line = IntegerField()
    product = link(Product, "product_id", null=True)
    name = TextField()
    category = TextField()
    quantity_milli = IntegerField(constraints=[Check('"quantity_milli" > 0')])
    price = whole("price")
    cost = whole("cost", null=True)
    listed = whole("listed")
    tier_off = whole("tier_off")
    voucher_off = whole("voucher_off")
    points_off = whole("points_off")
    points = whole("points")
    paid = whole("paid")
    is_earning = flag("is_earning", default=1)
    promotion_off = whole("promotion_off", default=0)
    manual_off = whole("manual_off", default=0)
    rounding_off = whole("rounding_off", default=0)
    points_percent = IntegerField(
        constraints=[Check('"points_percent" BETWEEN 0 AND 10000'), SQL("DEFAULT 100")]
    )
    """By how much campaigns multiply what the line earns."""
    pass_off = whole("pass_off", default=0)
    """What uses of a pass paid for."""
    uses = whole("uses", low=1, null=True)
    """How many uses it sold, where it is a pass: then it comes back by these."""

    class Meta:
        primary_key = CompositeKey("purchase", "line")
        without_rowid = True
        constraints = (
            Check(
                '"listed" = "promotion_off" + "tier_off" + "manual_off" + "voucher_off"'
                ' + "points_off" + "rounding_off" + "pass_off" + "paid"'
            ),
        )


class Payment(Table):
    """How much of a receipt came by which tender; append-only."""

    purchase = link(Purchase, "purchase_id")
    tender = choice("tender", TENDERS)
    amount = whole("amount")

    class Meta:
        primary_key = CompositeKey("purchase", "tender")
        without_rowid = True


class Refund(Table):
    """What was given back of a receipt, or that it was made void; append-only."""

    id = AutoField()
    purchase = link(Purchase, "purchase_id", index=True)
    event = written_by(Event)
    member = link(Member, "member_id", null=True)
    is_void = flag("is_void", default=0)
    at = MomentField()
    on_day = DayField(index=True)
    money = whole("money")
    points_taken = whole("points_taken")
    points_returned = whole("points_returned")
    is_whole = flag("is_whole", default=0)
    """Nothing of the receipt is left after this."""
    reason = TextField()
    points_unearned = whole("points_unearned", default=0)
    """By how much the points that the receipt stands for fell: what expired is not taken again."""


Refund.add_index(
    Refund.purchase, unique=True, where=Refund.is_void == SQL("1"), name="refund_void_once"
)


class RefundLine(Table):
    """How much of a line came back, of a pass in thousandths of its uses; append-only."""

    refund = link(Refund, "refund_id")
    line = IntegerField()
    quantity_milli = IntegerField(constraints=[Check('"quantity_milli" > 0')])

    class Meta:
        primary_key = CompositeKey("refund", "line")
        without_rowid = True


class RefundPayment(Table):
    """How much was given back to which tender; append-only."""

    refund = link(Refund, "refund_id")
    tender = choice("tender", TENDERS)
    amount = whole("amount")

    class Meta:
        primary_key = CompositeKey("refund", "tender")
        without_rowid = True


class Exchange(Table):
    """Goods that came back and the receipt of what was taken for them; append-only."""

    refund = link(Refund, "refund_id", primary_key=True)
    purchase = link(Purchase, "purchase_id")
    event = written_by(Event)


Exchange.add_index(Exchange.purchase, unique=True, name="exchange_purchase")


class Promotion(Table):
    """A price for a time: ``terms`` as its module writes them."""

    name = TextField(unique=True)
    name_en = TextField(null=True)
    terms = TextField()
    starts_on = DayField()
    ends_on = DayField(null=True)
    closed_on = DayField(null=True)
    event = written_by(Event)
