"""Who served, at the counter: asked where the shop wants it, for one sale at a time."""

import pytest
from PySide6.QtCore import Qt

from shopdesk import figures, serving, settings, staff
from tests.ui.hands import receipts

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def li(desk):
    return staff.add(desk, name="小李", pin="7531", role="cashier").id


@pytest.fixture
def asked(desk, li, window):
    """A counter that asks who served."""
    settings.edit(desk, served_by=True)
    page = window.frame.page
    page.load()
    return page


def sell(page, amount="10"):
    page.basket.amount, page.basket.pay = amount, {"card": ""}
    page.refresh()
    page.record()


def test_it_is_not_there_where_the_shop_does_not_ask(counter, li, hands):
    assert counter.served.isHidden()
    hands.press(Qt.Key.Key_W, ALT)
    assert counter.basket.served_by is None


def test_it_is_chosen_by_keys_for_this_sale_alone(asked, hands, till, li):
    asked.pay.amount.setFocus()
    for name, who in (("小李", li), ("店主", None), ("小李", li)):
        hands.press(Qt.Key.Key_W, ALT)
        assert (asked.served.names.currentText(), asked.basket.served_by) == (name, who)
    assert asked.pay.amount.hasFocus()
    sell(asked)
    assert asked.served.names.currentText() == "店主"
    sell(asked)
    first, second = sorted(receipts(till), key=lambda sale: sale.id)
    assert serving.name_of(till.desk, first.id) == "小李"
    assert serving.name_of(till.desk, second.id) is None


def test_commission_goes_by_it(asked, desk, li, till):
    asked.served.chosen.emit(li)
    sell(asked)
    today = till.desk.today()
    (one,) = figures.commission(desk, today, today)
    assert (one.name, one.sales) == ("小李", 1000)


def test_who_left_is_offered_no_more(asked, desk, li, window):
    staff.leave(desk, li)
    names = asked.served.names
    assert [names.itemText(place) for place in range(names.count())] == ["店主"]
