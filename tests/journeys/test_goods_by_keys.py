"""Products and a promotion made by keys alone, in this process, nothing replaced."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from shopdesk import Desk, Shop, prices, products, promotions, purchases
from tests.journeys.person import Step, Steps, enter, press, says, scan, shows, walk

OWNER, PIN, SHOP = "Mei", "258025", "Qinghe Tea"
EAN = "4006381333931"
_MOST = 60
"""So many times Tab is pressed before something is out of reach."""


def tab_to(name: str) -> Steps:
    """Press Tab until what has this name has the keys."""
    for _time in range(_MOST):
        now = QApplication.focusWidget()
        if now is not None and now.accessibleName() == name:
            return
        yield press("Tab")
    raise AssertionError(f"Tab never comes to {name!r}")


def to_the_goods() -> Steps:
    yield shows(SHOP)
    yield says("type your PIN")
    yield from enter(PIN, "Enter")
    yield says("Counter")
    yield press("7", Qt.KeyboardModifier.ControlModifier)


def two_products() -> Steps:
    """One typed, one scanned: nobody knew its code."""
    yield from tab_to("New product")
    yield press("Enter")
    yield shows("New product")
    yield from enter("Tea", "Tab")
    yield from tab_to("Price")
    yield from enter("10", "Enter")
    yield shows(SHOP)
    yield says("Tea is saved.")
    yield from scan(EAN)
    yield says(f"No product has the code {EAN}.")
    yield press("Enter")
    yield shows("New product")
    yield from enter("Cup", "Tab")
    yield from tab_to("Price")
    yield from enter("20", "Enter")
    yield shows(SHOP)
    yield says("Cup is saved.")


def dearer() -> Steps:
    yield from tab_to("Change prices…")
    yield press("Enter")
    yield shows("Change prices")
    yield from enter("10")
    yield says("2 products get another price.")
    yield press("Enter")
    yield shows(SHOP)
    yield says("The prices of 2 products are changed.")


def a_promotion() -> Steps:
    yield from tab_to("Products and promotions")
    yield press("Right")
    yield from tab_to("New promotion")
    yield press("Enter")
    yield shows("New promotion")
    yield from enter("Sale")
    yield from tab_to("Percent")
    yield from enter("50")
    yield says("all goods 50% off")
    yield press("Enter")
    yield shows(SHOP)
    yield says("Sale is saved.")


def way() -> Iterator[Step]:
    yield from to_the_goods()
    yield from two_products()
    yield from dearer()
    yield from a_promotion()
    yield lambda: QApplication.activeWindow().close()


@pytest.fixture
def shop_of_ones_own(own_computer: Path) -> Path:
    location = own_computer / "tea.shopdesk"
    Shop.create(location, name=SHOP, owner=OWNER, pin=PIN, language="en").close()
    return location


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a screen unseen
def test_goods_are_added_priced_and_promoted_by_keys_alone(
    shop_of_ones_own: Path, qapp: QApplication
) -> None:
    walk(way(), shop_of_ones_own)
    with Shop.open(shop_of_ones_own) as shop:
        desk = Desk(shop, staff_id=1, staff_name=OWNER, role="owner", till="1")
        tea, cup = products.find(desk, "Tea")[0], products.with_ean(desk, EAN)
        assert cup is not None
        assert (tea.price, cup.name, cup.price) == (1100, "Cup", 2200)
        assert [one.before for one in prices.changes(desk, cup.id)] == [2000]
        assert promotions.listed(desk)[0].terms.offer == promotions.percent_off(50)
        assert purchases.quote(desk, lines=[(tea.id, 1), (cup.id, 1)]).due == 1650
