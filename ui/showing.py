"""What the counter tells of a sale to whoever follows it: the window for customers, the keeper."""

from typing import NamedTuple

from shopdesk.members import Member
from shopdesk.purchases import Purchase, Quote
from ui.basket import Basket


class Sale(NamedTuple):
    """A sale as it stands: who buys, its price; where that is refused, what it is without that."""

    member: Member | None
    quote: Quote | None
    rest: Quote | None
    basket: Basket


class Sold(NamedTuple):
    """A sale that is saved, and who bought, as they were before."""

    purchase: Purchase
    member: Member | None
