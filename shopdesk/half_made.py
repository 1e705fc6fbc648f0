"""A half-made sale that a till kept for itself, in case its program ends without a word."""

from typing import Any

from shopdesk import parked
from shopdesk.parked import Recalled
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Event


@prepared
def _by_key(key: Any) -> Any:
    return Event.select(Event.id).where(Event.key == key)


def is_over(desk: Desk, key: str) -> bool:
    """Whether the sale with a key was recorded, or parked, before the program ended."""
    return any(_by_key(desk.db, key=one).fetchone() for one in (key, park_key(key)))


def park_key(key: str) -> str:
    """By what a sale is parked once, however often that is asked for."""
    return f"park:{key}"


def as_of_now(desk: Desk, kept: Any) -> Recalled | None:
    """What of a kept sale can go on now; nothing of what is none, or of goods that nobody knows."""
    try:
        return parked.as_it_goes_on(desk, kept)
    except (Refused, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return None
