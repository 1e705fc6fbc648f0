"""What tests of stored value and passes share."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from shopdesk import Refused, products, stored_value
from shopdesk.shop import Desk


def top_up(desk: Desk, member: int, principal: int, bonus: int | None = None) -> int:
    """A top-up paid in cash; returns its id."""
    pay = {"cash": principal}
    return stored_value.top_up(desk, member, principal=principal, bonus=bonus, pay=pay).id


def pass_for(desk: Desk, product: int, price: int, uses: int, days: int | None = 90) -> int:
    """A pass on sale; returns the product that it is."""
    return products.add(
        desk, name="次卡", price=price, pass_product=product, pass_uses=uses, pass_valid_days=days
    ).id


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Nothing but this refusal."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
