"""Cheaper by hand at the counter: a discount on the receipt, a price of a line; the limits."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from shopdesk import products, settings, staff, vouchers
from shopdesk.purchases import Discount
from shopdesk.shop import Desk
from tests.ui import seeing
from tests.ui.hands import ENTER, receipts
from ui.pages.counter_discount import DiscountForm, PriceForm

ALT = Qt.KeyboardModifier.AltModifier
TAB = Qt.Key.Key_Tab
LEFT = Qt.MouseButton.LeftButton
TORN = Discount("torn", amount=500)


@pytest.fixture
def typing(hands, counter):
    """The cursor in the amount."""
    counter.pay.amount.setFocus()
    return hands


@pytest.fixture
def form_keys(qtbot, hands, answers):
    """``form_keys("5", TAB, "torn", ENTER)``: what is pressed in the form that opens next."""
    seen = {}

    def press(*keys):
        def answer(form):
            form.show()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
            for one in [part for key in keys for part in (key if isinstance(key, str) else [key])]:
                hands.now += 0.2
                QTest.keyClick(form.windowHandle(), one)
            seen["said"], seen["outcome"] = form.said.text(), shown(form)
            return form.result()

        answers.given["show"] = answer
        return seen

    return press


@pytest.fixture
def green(desk):
    return products.add(desk, name="龙井", price=10_000, category="茶").id


@pytest.fixture
def manager(desk):
    hired = staff.add(desk, name="小林", pin="8426", role="manager")
    return Desk(desk.shop, hired.id, hired.name, hired.role, till="1")


def shown(form):
    """The sentence of a form, or what would be due."""
    return told_by(form.outcome)[-1]


def told_by(part):
    return [one.text() for one in part.findChildren(QLabel)]


def seated(window, till, desk):
    """Somebody else at this till."""
    till.signed_in = desk
    window.begin_on("counter")
    return window.frame.page


# --- on the whole receipt ---------------------------------------------------------------------


def test_a_discount_is_given_and_recorded_by_keys_alone(typing, counter, till, form_keys):
    typing.type("100")
    seen = form_keys("5", TAB, "torn", ENTER)
    typing.press(Qt.Key.Key_D, ALT)
    assert seen["outcome"] == "¥95.00"
    assert counter.basket.discount == TORN
    assert "Discount: torn" in told_by(counter.pay.steps)
    typing.press(ENTER)
    (sale,) = receipts(till)
    assert (sale.total, sale.steps[-1].kind, sale.steps[-1].why) == (
        9500,
        "discount",
        "Discount: torn",
    )
    assert counter.basket.discount is None, "cleared with the sale"


def test_a_percentage_is_taken_off_by_keys_alone(typing, counter, form_keys):
    typing.type("100")
    form_keys(Qt.Key.Key_Backtab, ENTER, "12", TAB, "torn", ENTER)
    typing.press(Qt.Key.Key_D, ALT)
    assert counter.basket.discount == Discount("torn", percent=12)
    assert counter.quote.due == 8800


def test_without_a_reason_it_is_refused_in_words(typing, counter, form_keys):
    typing.type("100")
    seen = form_keys("5", ENTER)
    typing.press(Qt.Key.Key_D, ALT)
    assert seen["outcome"] == "¥95.00"
    assert "reason" in seen["said"].lower()
    assert counter.basket.discount is None


def test_what_is_beyond_a_cashiers_limit_is_refused_and_allowed_to_a_manager(
    window, till, cashier_seated, manager, answers
):
    seen = []

    def fill(form):
        form.amount.setText("10.01")
        form.reason.setText("torn")
        seen.append((shown(form), form.ok.isEnabled()))
        form.try_it()
        return form.result()

    answers.given["show"] = fill
    for desk in (till.signed_in, manager):
        counter = seated(window, till, desk)
        counter.basket.amount = "100"
        counter.refresh()
        counter.pay.discount.click()
    (refused, may), (said, may_too) = seen
    assert "小陈 may take 10% of the goods off by hand, that is ¥10.00" in refused
    assert (may, may_too, said) == (False, True, "¥89.99")
    assert counter.basket.discount == Discount("torn", amount=1001)


def test_a_discount_that_is_there_is_shown_and_taken_off_again(counter, till, answers):
    counter.basket.amount, counter.basket.discount = "100", Discount("torn", percent=12)
    counter.refresh()

    def take_off(form):
        assert (form.percent.text(), form.reason.text()) == ("12", "torn")
        assert {"¥100.00", "¥88.00"} <= set(told_by(form.outcome))
        (off,) = [one for one in form.findChildren(QPushButton) if "Remove" in one.text()]
        off.click()
        return form.result()

    answers.given["show"] = take_off
    counter.change_discount()
    assert counter.basket.discount is None
    assert counter.quote.due == 10_000


def test_a_form_that_is_left_changes_nothing(counter, answers):
    counter.basket.amount = "100"

    def leave(form):
        form.amount.setText("5")
        form.reason.setText("torn")
        return False

    answers.given["show"] = leave
    counter.change_discount()
    assert counter.basket.discount is None


def test_before_anything_is_bought_there_is_nothing_to_take_off(typing, counter, answers):
    typing.press(Qt.Key.Key_D, ALT)
    typing.press(Qt.Key.Key_P, ALT)
    assert not answers.asked
    assert not counter.pay.discount.isVisible()


# --- the price of a line ----------------------------------------------------------------------


def test_a_line_gets_another_price_by_keys_alone(hands, counter, till, tea, green, form_keys):
    counter.add_product(tea)
    counter.add_product(green)
    seen = form_keys("80", TAB, "sample", ENTER)
    hands.press(Qt.Key.Key_P, ALT)
    assert seen["outcome"] == "¥148.00"
    assert counter.basket.prices == {green: (8000, "sample")}
    counter.pay.amount.setFocus()
    hands.press(ENTER)
    (sale,) = receipts(till)
    steps = [(step.kind, step.why) for step in sale.steps]
    assert (sale.total, steps) == (14800, [("hand_price", "龙井 for ¥80.00: sample")])
    assert counter.basket.prices == {}


def test_the_price_of_a_line_is_pressed_to_change_it_and_lit_where_it_was(
    counter, tea, green, answers
):
    counter.add_product(tea)
    counter.add_product(green)

    def fill(form):
        form.price.setText("60")
        form.reason.setText("sample")
        form.try_it()
        return True

    def prices():
        QApplication.processEvents()
        buttons = counter.lines.findChildren(QPushButton)
        return [one for one in buttons if one.isCheckable() and one.isVisible()]

    answers.given["show"] = fill
    names = ["Price of 茉莉银针 by hand", "Price of 龙井 by hand"]
    assert [one.accessibleName() for one in prices()] == names
    prices()[0].click()
    assert counter.basket.prices == {tea: (6000, "sample")}
    assert [(one.text(), one.isChecked()) for one in prices()] == [
        ("60.00", True),
        ("100.00", False),
    ]
    answers.given["show"] = lambda form: form.take_off() or True
    counter.change_price(0)
    assert counter.basket.prices == {}
    assert not any(one.isChecked() for one in prices())


def test_a_price_that_is_not_lower_is_refused_at_once(till, counter, tea):
    counter.add_product(tea)
    form = PriceForm(till, counter, counter.basket, tea)
    form.price.setText("68")
    assert shown(form) == "By hand a price only goes down: ¥68.00 is not less than ¥68.00."
    assert not form.ok.isEnabled()


def test_a_line_taken_out_takes_its_price_with_it_and_leaves_the_others(counter, tea, green):
    basket = counter.basket
    for product in (tea, green):
        counter.add_product(product)
    basket.prices = {tea: (6000, "sample"), green: (8000, "sample")}
    counter._change_line(0, 0)
    assert basket.prices_of_lines == {0: (8000, "sample")}
    assert counter.quote.due == 8000
    counter.add_product(tea)
    assert counter.quote.due == 14800, "at its listed price again"


def test_a_price_follows_its_line_to_another_place(counter, tea, green):
    basket = counter.basket
    basket.lines, basket.prices = [(tea, 1), (green, 1)], {tea: (6000, "sample")}
    basket.lines.reverse()
    counter.refresh()
    assert basket.prices_of_lines == {1: (6000, "sample")}
    assert counter.quote.due == 16000


def test_without_the_last_line_the_discount_waits_for_the_next(counter, tea):
    """A wrong product was scanned: the right one follows."""
    counter.add_product(tea)
    counter.basket.discount = TORN
    counter._change_line(0, 0)
    assert "Discount: torn" in told_by(counter.pay.steps)
    assert counter.pay.off.isVisible()
    counter.add_product(tea)
    assert counter.quote.due < 6800
    assert not counter.pay.off.isVisible()


def test_a_line_that_can_be_priced_no_more_keeps_its_place(counter, till, tea, answers):
    cup = products.add(till.desk, name="青瓷杯", price=1250, category="杯").id
    for product in (cup, tea):
        counter.add_product(product)
    products.edit(till.desk, tea, discontinued=True)
    counter._change_line(0, 0)
    assert counter.quote is None
    assert list(counter.lines_before) == [tea]
    answers.given["show"] = lambda form: form.product == tea
    counter.change_price(0)
    counter._change_line(0, 0)
    assert counter.basket.is_bare


# --- what stays, what is taken back -----------------------------------------------------------


def test_discount_and_prices_survive_the_lock_and_another_language(hands, window, till, tea):
    basket = window.frame.page.basket
    basket.lines, basket.prices, basket.discount = [(tea, 1)], {tea: (6000, "sample")}, TORN
    hands.press(Qt.Key.Key_F11)
    till.sign_in("店主", "258025")
    window.open()
    till.prefer(language="zh_CN")
    page = window.frame.page
    page.refresh()
    assert (page.basket.discount, page.basket.prices) == (TORN, {tea: (6000, "sample")})
    assert page.quote.due == 5500


def test_escape_takes_voucher_discount_and_amount_one_after_the_other(hands, counter, voucher):
    counter.choose(voucher.member_id)
    counter.basket.amount, counter.basket.discount = "200", TORN
    counter.using.apply(voucher)
    steps = []
    for _ in range(3):
        hands.press(Qt.Key.Key_Escape)
        basket = counter.basket
        steps.append((len(basket.vouchers), basket.discount, basket.amount))
    assert steps == [(0, TORN, "200"), (0, None, "200"), (0, None, "")]


def test_escape_takes_back_a_price_before_its_line(hands, counter, tea, green):
    basket = counter.basket
    basket.lines, basket.prices = [(tea, 1), (green, 1)], {green: (8000, "sample")}
    counter.refresh()
    left = []
    for _ in range(3):
        hands.press(Qt.Key.Key_Escape)
        left.append((len(basket.lines), len(basket.prices)))
    assert left == [(2, 0), (1, 0), (0, 0)]


def test_a_split_ends_when_a_discount_changes_what_is_due(counter, told, answers):
    counter.basket.amount, counter.basket.pay = "100", {"cash": "30", "card": "70"}
    counter.basket.discount = TORN
    counter.refresh()
    assert counter.basket.pay == {}
    assert told[-1] == ("note", "What is due has changed: choose again how it is paid.")


# --- refused later ----------------------------------------------------------------------------


def test_a_discount_that_became_too_large_is_said_and_taken_off_by_one_press(typing, counter, till):
    typing.type("100")
    counter.basket.discount = Discount("torn", amount=3000)
    counter.refresh()
    assert not counter.pay.off.isVisible()
    typing.press(Qt.Key.Key_Backspace)
    said = " ".join(told_by(counter.pay.steps))
    assert "¥30.00 is more than there is to take off: at most ¥10.00." in said
    assert not counter.pay.pay.isEnabled()
    QTest.mouseClick(counter.pay.off, LEFT)
    assert (counter.basket.discount, counter.quote.due) == (None, 1000)
    assert not counter.pay.off.isVisible()
    typing.press(ENTER)
    assert [sale.total for sale in receipts(till)] == [1000]


def test_what_a_manager_gave_a_cashier_takes_off_by_one_press(
    window, till, cashier_seated, manager, tea
):
    cashier = till.signed_in
    basket = seated(window, till, manager).basket
    basket.lines, basket.prices, basket.discount = [(tea, 1)], {tea: (4000, "sample")}, TORN
    counter = seated(window, till, cashier)
    assert "小陈 may take 10%" in " ".join(told_by(counter.pay.steps))
    assert list(counter.lines_before) == [tea]
    counter.pay.off.click()
    assert (basket.discount, basket.prices) == (TORN, {})


def test_who_has_no_keys_presses_the_button_to_ask_a_manager(
    window, till, cashier_seated, manager, tea
):
    cashier = till.signed_in
    basket = seated(window, till, manager).basket
    basket.lines, basket.prices = [(tea, 1)], {tea: (4000, "sample")}
    counter = seated(window, till, cashier)
    assert counter.quote is None
    counter.pay.pay.click()
    assert window.frame.strip.offer_button.text() == "Ask a manager…"
    assert receipts(till) == []


def test_both_are_taken_off_where_neither_alone_is_enough(window, till, cashier_seated, tea):
    basket = window.frame.page.basket
    basket.lines, basket.prices = [(tea, 1)], {tea: (4000, "sample")}
    basket.discount = Discount("torn", percent=50)
    counter = seated(window, till, till.signed_in)
    counter.pay.off.click()
    assert (basket.discount, basket.prices, counter.quote.due) == (None, {}, 6800)


def test_only_the_discount_is_taken_off_where_that_is_enough(window, till, cashier_seated, tea):
    counter = window.frame.page
    basket = counter.basket
    basket.lines, basket.prices, basket.discount = [(tea, 1)], {tea: (6500, "sample")}, TORN
    counter = seated(window, till, till.signed_in)
    counter.pay.off.click()
    assert (basket.discount, basket.prices) == (None, {tea: (6500, "sample")})


def test_a_refused_voucher_leaves_the_discount_alone(counter, till, member):
    dear = vouchers.issue(till.desk, member, amount=3000, minimum=50_000, valid_days=30)
    counter.choose(member)
    basket = counter.basket
    basket.amount, basket.vouchers, basket.discount = "100", [dear.code], TORN
    counter.refresh()
    assert counter.quote is None
    assert not counter.pay.off.isVisible()


def test_a_discount_without_an_amount_is_seen_and_can_be_taken_off(typing, counter):
    typing.type("9")
    counter.basket.discount = Discount("torn", amount=100)
    typing.press(Qt.Key.Key_Backspace)
    assert "Discount: torn" in told_by(counter.pay.steps)
    QTest.mouseClick(counter.pay.off, LEFT)
    assert counter.basket.is_empty


def test_where_a_role_may_give_nothing_the_sentence_says_so(window, till, cashier_seated, desk):
    settings.edit(desk, hand_discount_cashier_percent=0)
    counter = window.frame.page
    counter.basket.amount = "100"
    form = DiscountForm(till, counter, counter.basket)
    form.amount.setText("1")
    assert "小陈 may take 0% of the goods off by hand" in shown(form)


# --- the same places --------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_moves_or_is_cut_with_a_discount_at_the_smallest_size(
    window, till, member, percent, language
):
    till.prefer(size=percent, language=language)
    window.resize(1024, 728)
    counter = window.frame.page

    def places():
        QApplication.processEvents()
        parts = [*counter.pay.tenders.values(), counter.pay.split, counter.pay.pay]
        return [(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts]

    before = places()
    counter.choose(member)
    counter.basket.amount, counter.basket.discount = "98765.43", TORN
    counter.pay.tender_chosen.emit("cash")
    counter.pay.given_typed.emit("100000")
    assert counter.pay.discount.isVisible()
    assert places() == before
    counter.basket.discount = Discount("torn", amount=10_000_000)
    counter.refresh()
    assert counter.pay.off.isVisible()
    assert places() == before
    assert (window.width(), window.height()) == (1024, 728)
    assert not seeing.cut(counter.pay)
