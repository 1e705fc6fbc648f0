"""Paying at the counter: splits are seen, doubtful sums asked about, buttons keep their places."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from shopdesk import members, products, promotions, purchases, settings, vouchers
from tests.ui import seeing
from tests.ui.hands import ENTER, receipts
from ui.pages import counter_sale
from ui.pages.counter_doubt import large

LEFT = Qt.MouseButton.LeftButton
FINGER = 44


@pytest.fixture
def strip(window):
    return window.frame.strip


@pytest.fixture
def typing(hands, counter):
    """The cursor in the amount; questions go by the clock of the hands."""
    counter.doubt.seconds = lambda: hands.now
    counter.pay.amount.setFocus()
    return hands


def hold_enter(window):
    """Enter once more, as a key that is held sends it."""
    held = QKeyEvent(
        QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
    )
    QApplication.sendEvent(window.windowHandle(), held)


def lit(counter):
    return [tender for tender, one in counter.pay.tenders.items() if one.isChecked()]


def split(counter, **pay):
    counter.basket.pay = pay
    counter.refresh()


# --- paid in several ways ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "WeChat ¥300.00 · Cash ¥182.00"), ("zh_CN", "微信 ¥300.00 · 现金 ¥182.00")],
)
def test_a_split_lights_every_tender_that_takes_part_and_says_what_it_takes(
    window, till, language, told
):
    till.prefer(language=language)
    window.resize(1024, 728)
    counter = window.frame.page
    counter.basket.amount = "482"
    split(counter, wechat="300", cash="182")
    assert lit(counter) == ["cash", "wechat"]
    assert counter.pay.shares.isVisible()
    seen = counter.pay.shares.text().replace("\u00a0", " ").replace("\u2060", "")
    assert seen == counter.pay.shares.accessibleName() == told
    names = [counter.pay.tenders[tender].accessibleName() for tender in ("wechat", "cash")]
    assert " · ".join(names) == told
    window.grab()
    assert not seeing.cut(counter.pay)


def test_choosing_one_tender_ends_the_split(counter, till):
    counter.basket.amount = "482"
    split(counter, wechat="300", cash="182")
    counter.pay.tenders["wechat"].click()
    assert lit(counter) == ["wechat"]
    assert counter.pay.tenders["cash"].accessibleName() == "Cash"
    assert not counter.pay.shares.isVisible()
    counter.record()
    assert receipts(till)[0].payments == {"wechat": 48200}


def test_one_tender_is_lit_whichever_is_pressed(counter):
    for tender in purchases.TENDERS:
        counter.pay.tenders[tender].click()
        counter.pay.tenders[tender].click()
        assert lit(counter) == [tender]


def test_there_is_nothing_to_split_where_nothing_is_due(counter):
    counter.pay.amount.setFocus()
    QTest.mouseClick(counter.pay.split, LEFT)
    assert counter.pay.amount.hasFocus()
    assert not counter.pay.split.isEnabled()
    counter.basket.amount = "12"
    counter.refresh()
    assert counter.pay.split.isEnabled()


# --- asked once -------------------------------------------------------------------------------


def test_a_typed_zero_is_asked_about_before_it_counts_a_visit(typing, till, strip):
    typing.type("0")
    typing.press(ENTER)
    assert not receipts(till)
    assert strip.text.text() == "Record a visit of ¥0.00? Enter: record it. Esc: go back."
    typing.now += 1
    typing.press(ENTER)
    assert [sale.total for sale in receipts(till)] == [0]


def test_one_enter_asks_one_question(typing, till):
    asked = []
    till.asked.connect(lambda text, _word, _yes: asked.append(text))
    typing.type("0")
    typing.press(ENTER)
    assert len(asked) == 1


def test_an_enter_too_many_is_no_answer(typing, till, strip):
    typing.type("0")
    for _ in range(5):
        typing.press(ENTER)
    assert strip.is_question
    assert not receipts(till)


def test_a_held_enter_is_no_answer(typing, window, till):
    typing.type("0")
    typing.press(ENTER)
    typing.now += 1
    hold_enter(window)
    assert not receipts(till)


def test_escape_goes_back_to_the_amount_as_it_was(typing, counter, till, strip):
    typing.type("0")
    typing.press(ENTER)
    typing.press(Qt.Key.Key_Escape)
    assert not strip.is_question
    assert counter.pay.amount.hasFocus()
    typing.type("5")
    typing.press(ENTER)
    assert [sale.total for sale in receipts(till)] == [500]


def test_f12_and_the_button_ask_too(typing, counter, till, strip):
    typing.type("0")
    typing.press(Qt.Key.Key_F12)
    assert strip.is_question
    QTest.mouseClick(counter.pay.pay, LEFT)
    assert strip.is_question
    typing.now += 1
    QTest.mouseClick(strip.offer_button, LEFT)
    assert [sale.total for sale in receipts(till)] == [0]


def test_goods_that_cost_nothing_are_not_asked_about(counter, till, strip):
    gift = products.add(till.desk, name="试饮", price=0, category="茶").id
    counter.add_product(gift)
    counter.record()
    assert not strip.is_question
    assert [sale.total for sale in receipts(till)] == [0]


def test_a_code_typed_as_the_amount_is_asked_about_with_the_amount(typing, till, strip):
    typing.type("13800138000")
    typing.press(ENTER)
    assert not receipts(till)
    assert "¥13,800,138,000.00" in strip.text.text()
    typing.now += 1
    typing.press(ENTER)
    assert len(receipts(till)) == 1


@pytest.mark.parametrize(
    ("currency", "minor"),
    [("CNY", 10_000_000), ("JPY", 1_000_000_000), ("VND", 1_000_000_000), ("KWD", 100_000_000)],
)
def test_what_is_large_is_large_in_every_currency(currency, minor):
    assert large(currency) == minor


@pytest.mark.parametrize(("less", "is_asked"), [(1, False), (0, True)])
def test_from_a_hundred_thousand_on_it_is_asked(counter, till, strip, less, is_asked):
    counter.basket.amount = f"{(large('CNY') - less) / 100:.2f}"
    counter.record()
    assert strip.is_question == is_asked
    assert bool(receipts(till)) != is_asked


def test_a_yes_holds_for_what_was_asked_and_for_once(counter, till, strip):
    counter.doubt.seconds = iter(range(100)).__next__
    counter.basket.amount = "200000"
    counter.record()
    counter.basket.amount = "300000"
    strip.act()
    assert strip.is_question
    assert "¥300,000.00" in strip.text.text()
    strip.act()
    counter.basket.amount = "300000"
    counter.record()
    assert strip.is_question
    assert len(receipts(till)) == 1


def test_a_code_typed_as_the_cash_given_is_asked_about(typing, counter, till, strip):
    typing.type("48")
    counter.pay.tenders["cash"].click()
    typing.type("6901234567")
    typing.press(ENTER)
    assert not receipts(till)
    assert "¥6,901,234,567.00 in cash" in strip.text.text()
    counter.pay.tenders["card"].click()
    counter.record()
    assert receipts(till)[0].payments == {"card": 4800}


# --- cash given -------------------------------------------------------------------------------


def test_a_held_enter_does_not_pass_over_the_cash_given(typing, window, counter, till):
    till.prefer(tender="cash")
    typing.type("87.5")
    typing.press(ENTER)
    hold_enter(window)
    assert counter.pay.given.hasFocus()
    assert not receipts(till)
    assert "exact" in counter.pay.given.placeholderText()
    typing.press(ENTER)
    assert receipts(till)[0].payments == {"cash": 8750}


def test_a_held_enter_records_nothing_from_the_amount(typing, window, till):
    typing.type("87.5")
    hold_enter(window)
    assert not receipts(till)


# --- the same places --------------------------------------------------------------------------


def places(window):
    """Where a finger finds what it presses."""
    pay = window.frame.page.pay
    QApplication.processEvents()
    parts = [*pay.tenders.values(), pay.split, pay.amount, pay.keypad, pay.pay]
    return [(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("size", [(1024, 728), (1280, 800)])
def test_tenders_keypad_and_record_stay_where_they_are(
    window, till, member, size, percent, language
):
    till.prefer(size=percent, language=language)
    window.resize(*size)
    counter = window.frame.page
    before = places(window)
    counter.choose(member)
    counter.basket.amount = "98765.43"
    counter.refresh()
    assert counter.pay.earned.isVisible()
    assert places(window) == before, "with what it earns"
    counter.pay.tenders["cash"].click()
    counter.pay.given_typed.emit("100000")
    assert counter.pay.change.isVisible()
    assert places(window) == before, "with cash given"
    split(counter, cash="20000", wechat="30000", alipay="40000", card="8765.43")
    assert places(window) == before, "with four shares"
    assert (window.width(), window.height()) == size
    assert not seeing.cut(counter.pay)


@pytest.mark.parametrize("percent", [90, 100])
def test_every_way_to_pay_is_wide_enough_for_a_finger(window, till, percent):
    till.prefer(size=percent)
    window.resize(1024, 728)
    window.grab()
    pay = window.frame.page.pay
    assert min(one.width() for one in [*pay.tenders.values(), pay.split]) >= FINGER


def test_sums_that_are_very_large_are_written_smaller_and_not_cut(window, till):
    till.prefer(size=150)
    window.resize(1024, 728)
    counter = window.frame.page
    before = places(window)
    for amount in ("98765.43", "13800138000"):
        counter.basket.amount = amount
        counter.refresh()
        assert places(window) == before
        assert not seeing.cut(counter.pay.pay.parentWidget())


@pytest.mark.parametrize("last_key", [ENTER, Qt.Key.Key_Escape, Qt.Key.Key_5])
def test_record_bears_no_enter_as_long_as_enter_answers_a_question(typing, counter, last_key):
    counter.window().resize(1280, 800)
    typing.type("0")
    before = counter.pay.pay.text()
    typing.press(ENTER)
    assert (before, counter.pay.pay.text()) == ("Record ¥0.00 · Enter", "Record ¥0.00")
    typing.now += 1
    typing.press(last_key)
    assert counter.pay.pay.text().endswith(" · Enter")


# --- the member's card ------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_large_text_wraps_the_members_figures_and_cuts_none(window, till, member, language):
    till.prefer(size=150, language=language)
    window.resize(1024, 728)
    counter = window.frame.page
    counter.basket.sell_to(member)
    counter.basket.amount = "98765.43"
    counter.record()
    counter.choose(member)
    QApplication.processEvents()
    QApplication.processEvents()
    window.grab()
    assert counter.card.width() <= counter.left.width()
    assert not seeing.cut(counter.card)


def test_the_other_way_a_price_could_have_gone_is_told(counter, desk, till):
    member = members.register(desk, name="张三丰")
    purchases.record(desk, member=member.id, amount=100_000, pay={"cash": 100_000})
    tea = products.add(desk, name="龙井", price=10_000, category="茶")
    offer = promotions.percent_off(5)
    promotions.add(desk, name="周末九五折", offer=offer, combines=False)
    till.basket.sell_to(member.id)
    till.basket.lines = [(tea.id, 1)]
    counter.refresh()
    assert "Otherwise ¥98.00: Silver: 2% off" in told_by(counter)


def test_a_voucher_that_is_better_kept_is_told(counter, desk, till):
    tea = products.add(desk, name="龙井", price=10_000, category="茶")
    promotions.add(desk, name="满减", offer=promotions.order_percent(10), combines=False)
    voucher = vouchers.issue(desk, None, amount=100)
    till.basket.lines, till.basket.vouchers = [(tea.id, 1)], [voucher.code]
    counter.refresh()
    assert f"Voucher {voucher.code} is better kept: it would not lower this." in told_by(counter)
    assert "Otherwise ¥99.00" in " ".join(told_by(counter))
    chips = [one.text() for one in counter.offers.findChildren(QPushButton)]
    assert chips == ["Kept  Alt+1"]


def told_by(counter):
    QApplication.processEvents()
    return [one.text() for one in counter.findChildren(QLabel) if one.isVisible()]


def test_what_is_rounded_only_in_cash_is_rounded_when_cash_is_chosen(counter, desk, till):
    settings.edit(desk, rounding_unit=100, rounding_cash_only=True)
    till.basket.amount = "18.37"
    due = {}
    for tender in ("cash", "wechat"):
        till.basket.pay = {tender: ""}
        due[tender] = counter_sale.priced(till, till.basket, points=0).due
    assert due == {"cash": 1800, "wechat": 1837}
    till.basket.pay = {"cash": "10", "wechat": "8.37"}
    assert counter_sale.priced(till, till.basket, points=0).due == 1837
    till.basket.pay = {"cash": ""}
    assert counter_sale.record(till, till.basket, 1800).payments == {"cash": 1800}
