"""What the core's tests share: desks without a sign-in, which costs a tenth of a second."""

import pytest

from shopdesk import members, products, staff
from shopdesk.shop import Desk, Shop


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The owner at till 1; ``test_sign_in`` alone signs in. No test here pulls the plug."""
    shop.db.execute_sql("PRAGMA synchronous=0")
    return Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


@pytest.fixture
def cashier(desk: Desk) -> Desk:
    """A cashier at till 2."""
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    return Desk(desk.shop, hired.id, hired.name, hired.role, till="2")


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


@pytest.fixture
def tea(desk: Desk) -> int:
    return products.add(desk, name="茉莉银针", price=6800, category="茶").id


@pytest.fixture
def cup(desk: Desk) -> int:
    return products.add(desk, name="茶杯", price=1250, category="器").id
