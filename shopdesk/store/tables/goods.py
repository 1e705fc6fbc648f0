"""What became of the goods: of their prices, and of words that an import wrote over."""

from peewee import AutoField

from shopdesk.store.columns import Table, choice, link, whole, written_by
from shopdesk.store.fields import TextField
from shopdesk.store.tables.receipts import Product
from shopdesk.store.tables.shop import Event

PRICES = ("price", "member_price", "cost")
WORDS = ("category", "unit", "ean")


class PriceChange(Table):
    """A price that a product had and the one it got; append-only, while the product has only the
    present one. Nothing where there was none, or is none any more.
    """

    id = AutoField()
    event = written_by(Event)
    product = link(Product, "product_id", index=True)
    what = choice("what", PRICES)
    before = whole("before", null=True)
    after = whole("after", null=True)


class WordChange(Table):
    """A word of a product that an import wrote over, so that it can be undone; append-only."""

    id = AutoField()
    event = written_by(Event)
    product = link(Product, "product_id")
    what = choice("what", WORDS)
    before = TextField(null=True)
    after = TextField()
