"""What products are called by on the screen: their prices with the unit, whether they are sold."""

from shopdesk.language import N_
from shopdesk.products import Product
from ui.till import Till

STATES = {"all": N_("All"), "on_sale": N_("For sale"), "gone": N_("No longer sold")}
ORDERS = {
    "name": N_("By name"),
    "category": N_("By category"),
    "price": N_("Cheapest first"),
    "price_down": N_("Dearest first"),
}
PRICES = {"price": N_("Price"), "member_price": N_("Member price"), "cost": N_("Cost")}
ROUNDINGS = {
    "nearest": N_("to the nearest"), "up": N_("up to the next"), "down": N_("down to the next"),
}  # fmt: skip


def price(till: Till, product: Product) -> str:
    """What one of it costs, and what one of it is."""
    return with_unit(till, product.price, product.unit)


def with_unit(till: Till, minor: int, unit: str) -> str:
    """A price for one unit of something."""
    _, amount = till.say, till.money(minor)
    return _("{amount} / {unit}").format(amount=amount, unit=unit) if unit else amount


def amount(till: Till, minor: int | None) -> str:
    """An amount there may be."""
    return "" if minor is None else till.money(minor)


def state(till: Till, product: Product) -> str:
    """Whether it is sold."""
    return till.say(STATES["gone" if product.discontinued else "on_sale"])
