"""Whether a shop is the sample shop: small, as every start of the window asks."""

from shopdesk.shop import Shop
from shopdesk.store.tables.shop import Event


def is_sample(shop: Shop) -> bool:
    """Whether this is the sample shop: it alone was made twice, empty and then with its goods."""
    made = Event.select(Event.id).where(Event.action == "shop.create").limit(2)
    return len(list(made.tuples().bind(shop.db))) > 1
