"""What the core's tests share: desks without a sign-in, which costs a tenth of a second."""

import pytest

from shopdesk import staff
from shopdesk.shop import Desk, Shop


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The owner at till 1; ``test_sign_in`` alone signs in."""
    return Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


@pytest.fixture
def cashier(desk: Desk) -> Desk:
    """A cashier at till 2."""
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    return Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
