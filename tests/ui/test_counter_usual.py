"""The goods that are bought most, on the counter: one touch each."""

import pytest
from PySide6.QtWidgets import QApplication

from shopdesk import products, purchases


@pytest.fixture
def sold(till):
    """Three products, the later ones on more receipts."""
    made = [products.add(till.desk, name=name, price=200).id for name in ("包子", "豆浆", "花卷")]
    for many, one in enumerate(made, 1):
        for _time in range(many):
            purchases.record(till.desk, lines=[(one, 1)], pay={"cash": 200})
    return made


def shown(window):
    for _time in range(3):  # what does not fit is known once the lines are laid out
        QApplication.processEvents()
    usual = window.frame.page.lines.usual
    return [made.text().split("\n")[0] for made in usual.buttons if made.isVisible()]


def test_a_touch_adds_one_more_of_it_each_time_and_the_keys_stay_at_the_amount(
    sold, window, counter
):
    window.resize(1280, 800)
    counter.load()
    assert shown(window) == ["花卷", "豆浆", "包子"]
    for _time in range(2):
        counter.lines.usual.buttons[0].click()
    assert counter.basket.lines == [(sold[2], 2)]
    assert counter.pay.amount.hasFocus()
    assert shown(window) == ["花卷", "豆浆", "包子"], "while goods stand above them too"


def test_what_was_offered_stays_in_its_place_whatever_is_sold_meanwhile(
    sold, window, counter, till
):
    window.resize(1280, 800)
    counter.load()
    for _time in range(5):
        purchases.record(till.desk, lines=[(sold[0], 1)], pay={"cash": 200})
    counter.load()
    assert shown(window) == ["花卷", "豆浆", "包子"]
    fresh = products.add(till.desk, name="油条", price=300).id
    purchases.record(till.desk, lines=[(fresh, 1)], pay={"cash": 300})
    products.edit(till.desk, sold[1], discontinued=True)
    counter.load()
    assert shown(window) == ["花卷", "油条", "包子"], "the last one takes the place that is free"


def test_a_shop_without_goods_is_offered_none(window, counter):
    counter.load()
    assert shown(window) == []
    assert counter.lines.usual.isHidden()


def test_no_row_is_cut_and_none_pushes_the_lines_away(sold, window, counter, till):
    for number in range(9):
        one = products.add(till.desk, name=f"茶 {number}", price=100).id
        purchases.record(till.desk, lines=[(one, 1)], pay={"cash": 100})
    window.resize(1024, 728)
    counter.load()
    counts = [len(shown(window))]
    for one in [*products.usual(till.desk)][:9]:
        counter.add_product(one.id)
        counts.append(len(shown(window)))
        usual = counter.lines.usual
        assert usual.isHidden() or counter.lines.rect().contains(usual.geometry())
    assert counts[0] == 12
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0
