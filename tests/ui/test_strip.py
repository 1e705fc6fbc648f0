"""The strip: a question lives while it is seen, Undo belongs to one sale, messages end in time."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shopdesk import cards, members, purchases
from tests.ui.hands import CONTROL, ENTER, card_of, receipts

ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
F2, F3 = Qt.Key.Key_F2, Qt.Key.Key_F3


@pytest.fixture
def strip(window):
    return window.frame.strip


# --- Switch? ----------------------------------------------------------------------------------


def test_the_enter_that_finds_another_member_is_no_answer(hands, window, till, member):
    other = members.register(till.desk, name="李契", phone="13912345678").id
    counter = window.frame.page
    counter.choose(member)
    hands.type("482")
    hands.press(Qt.Key.Key_F9)
    hands.type("5678")
    hands.press(ENTER)
    assert counter.basket.member == member, "it was only asked"
    assert window.frame.strip.is_question
    hands.press(ENTER)
    assert counter.basket.member == other


@pytest.fixture
def other(till):
    return members.register(till.desk, name="李契").id


@pytest.fixture
def asked(hands, counter, till, voucher, other, strip):
    """A half-made sale with a voucher, and another member's card scanned in the middle of it."""
    counter.choose(voucher.member_id)
    hands.type("200")
    hands.scan(voucher.code)
    hands.scan(card_of(till, other))
    assert strip.is_question
    return counter


def test_another_members_card_asks_before_it_switches(asked, hands, till, member, other, strip):
    assert asked.basket.member == member
    assert "Enter: go on with 李契" in strip.text.text()
    hands.press(ENTER)
    assert (asked.basket.member, asked.basket.amount) == (other, "200")
    assert not receipts(till)


def test_enter_answers_wherever_the_keys_are(asked, hands, till, other):
    asked.offers.setFocus()
    hands.press(ENTER)
    assert asked.basket.member == other


def test_the_answer_can_be_clicked(asked, strip, other):
    assert strip.offer_button.isVisible()
    QTest.mouseClick(strip.offer_button, LEFT)
    assert asked.basket.member == other
    assert not strip.is_question


def test_escape_stays_with_the_member_of_the_sale(asked, hands, member, voucher, strip):
    hands.press(Qt.Key.Key_Escape)
    basket = asked.basket
    assert (basket.member, basket.amount, basket.vouchers) == (member, "200", [voucher.code])
    assert not strip.isVisible()


def test_a_held_enter_answers_nothing(asked, window, member):
    held = QKeyEvent(
        QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", autorep=True
    )
    QApplication.sendEvent(window.windowHandle(), held)
    assert asked.basket.member == member


@pytest.mark.parametrize(
    ("does", "do"),
    [
        ("a digit", lambda hands, _window: hands.type("5")),
        ("tab", lambda hands, _window: hands.press(Qt.Key.Key_Tab)),
        ("a voucher", lambda hands, _window: hands.press(Qt.Key.Key_1, ALT)),
        ("a scan", lambda hands, _window: hands.scan("4006381333931")),
        ("there and back", lambda hands, _window: [hands.press(key) for key in (F3, F2)]),
        ("a message", lambda _hands, window: window.till.tell("saved")),
        ("a click", lambda _hands, window: QTest.mouseClick(window.frame.page, LEFT)),
    ],
)
def test_a_question_ends_with_whatever_else_is_done(asked, hands, window, till, does, do):
    member = asked.basket.member
    do(hands, window)
    assert not window.frame.strip.is_question, does
    asked.pay.amount.setFocus()
    hands.press(ENTER)
    assert all(sale.member_id == member for sale in receipts(till))
    assert asked.basket.member in (member, None)


def test_a_question_does_not_outlive_the_lock(asked, hands, window, till, member):
    hands.press(Qt.Key.Key_F11)
    till.sign_in("店主", "258025")
    window.open()
    assert not window.frame.strip.is_question
    assert asked.basket.member == member


def test_f12_records_the_sale_that_is_seen(asked, hands, till, member):
    hands.press(Qt.Key.Key_F12)
    (sale,) = receipts(till)
    assert (sale.member_id, sale.total) == (member, 17000)


# --- Undo -------------------------------------------------------------------------------------


@pytest.fixture
def sold(hands, counter):
    counter.pay.amount.setFocus()
    hands.type("86")
    hands.press(ENTER)
    return counter


def undo(hands):
    hands.press(Qt.Key.Key_Z, CONTROL)


def test_undo_voids_the_sale_that_was_just_recorded(sold, hands, till, told):
    undo(hands)
    assert receipts(till)[0].voided
    assert "goes back to the customer" in told[-1][1]


def test_undo_once_too_often_leaves_the_sale_before(sold, hands, till):
    sold.pay.amount.setFocus()
    hands.type("12")
    hands.press(ENTER)
    undo(hands)
    undo(hands)
    assert [sale.voided for sale in sorted(receipts(till), key=lambda one: one.id)] == [False, True]


def test_a_held_undo_takes_back_nothing(sold, window, till):
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Z, CONTROL, "\x1a", autorep=True)
    QApplication.sendEvent(window.windowHandle(), held)
    assert not receipts(till)[0].voided


def test_undo_in_a_field_takes_back_what_was_typed_there(sold, hands, till):
    sold.pay.amount.setFocus()
    hands.type("48")
    undo(hands)
    assert (sold.pay.amount.text(), sold.basket.amount) == ("", "")
    undo(hands)
    assert not receipts(till)[0].voided


def test_undo_in_the_next_sale_leaves_the_last_one(sold, hands, till, member, strip):
    hands.scan(card_of(till, member))
    undo(hands)
    assert not receipts(till)[0].voided
    assert strip.undo_button.isVisible(), "it can still be pressed on purpose"
    strip.undo_button.click()
    assert receipts(till)[0].voided


def test_undo_while_somebody_is_looked_for_leaves_the_last_sale(sold, hands, till):
    hands.type("z")
    undo(hands)
    undo(hands)
    assert not receipts(till)[0].voided


def test_a_message_that_was_closed_takes_its_undo_along(sold, hands, till):
    hands.press(Qt.Key.Key_Escape)
    undo(hands)
    assert not receipts(till)[0].voided


def test_undo_does_nothing_on_another_page(sold, hands, till):
    hands.press(Qt.Key.Key_F6)
    undo(hands)
    assert not receipts(till)[0].voided


def _type_the_next(hands, counter, _till, _member):
    counter.pay.amount.setFocus()
    hands.type("48")


def _scan_the_next(hands, _counter, till, member):
    hands.scan(card_of(till, member))


def _look_for_the_next(hands, _counter, _till, _member):
    hands.type("z")


@pytest.mark.parametrize("begin", [_type_the_next, _scan_the_next, _look_for_the_next])
def test_undo_in_the_next_sale_says_which_sale_it_is_about(sold, hands, till, member, strip, begin):
    (sale,) = receipts(till)
    begin(hands, sold, till, member)
    assert strip.text.text().startswith(f"Last sale, receipt {sale.number}: ")
    assert "walk-in ¥86.00" in strip.text.text()
    assert strip.undo_button.text() == "Undo the last sale"
    assert strip.undo_button.toolTip() == ""
    strip.undo_button.click()
    assert receipts(till)[0].voided


@pytest.mark.parametrize("way", ["click", "space"])
def test_pressing_undo_leaves_the_keys_where_the_cashier_types(sold, hands, till, strip, way):
    sold.pay.amount.setFocus()
    hands.type("48")
    if way == "click":
        QTest.mouseClick(strip.undo_button, LEFT)
    else:
        strip.undo_button.setFocus()
        hands.press(Qt.Key.Key_Space)
    assert receipts(till)[0].voided
    assert sold.pay.amount.hasFocus()
    hands.type("5")
    assert sold.basket.amount == "485"


@pytest.mark.parametrize("way", ["click", "space"])
def test_closing_a_message_leaves_the_keys_where_the_cashier_types(sold, hands, strip, way):
    sold.pay.amount.setFocus()
    if way == "click":
        QTest.mouseClick(strip.close_button, LEFT)
    else:
        strip.close_button.setFocus()
        hands.press(Qt.Key.Key_Space)
    assert not strip.isVisible()
    assert sold.pay.amount.hasFocus()


def test_the_next_sale_has_an_undo_of_its_own(sold, hands, till, strip):
    sold.pay.amount.setFocus()
    hands.type("12")
    hands.press(ENTER)
    assert strip.undo_button.text() == "Undo"
    assert "¥12.00 recorded" in strip.text.text()


# --- how long a message stays -----------------------------------------------------------------


def test_the_last_sale_is_there_again_with_its_page(sold, hands, till, strip):
    hands.press(Qt.Key.Key_F3)
    assert not strip.isVisible()
    hands.press(Qt.Key.Key_F2)
    assert strip.isVisible()
    undo(hands)
    assert receipts(till)[0].voided


def test_a_last_sale_that_is_no_longer_the_last_word_does_not_come_back(sold, hands, till, strip):
    hands.press(Qt.Key.Key_F3)
    hands.press(Qt.Key.Key_F2)
    hands.press(Qt.Key.Key_Escape)
    hands.press(Qt.Key.Key_F3)
    hands.press(Qt.Key.Key_F2)
    assert not strip.isVisible()


def test_a_message_goes_when_the_page_is_turned(hands, till, strip):
    till.tell("Nothing was saved.", "bad")
    hands.press(Qt.Key.Key_F2)
    assert strip.isVisible(), "the page was not turned"
    hands.press(Qt.Key.Key_F3)
    assert not strip.isVisible()


def test_a_message_goes_along_where_the_program_turns_the_page(till, strip, member):
    till.tell("Registered.")
    till.go("members", member=member)
    assert strip.text.text() == "Registered."


def test_a_refusal_is_over_with_the_next_scan(hands, till, counter, member, voucher, strip):
    purchases.record(
        till.desk, member=member, amount=20000, vouchers=[voucher.code], pay={"cash": 17000}
    )
    hands.scan(voucher.code)
    assert strip.message.mood == "bad"
    hands.scan(card_of(till, member))
    assert not strip.isVisible()


def test_a_refusal_is_over_once_somebody_is_found(hands, till, counter, member, strip):
    code = card_of(till, member)
    cards.replace(till.desk, member)
    hands.scan(code)
    assert strip.message.mood == "bad"
    hands.type("8000")
    hands.press(ENTER)
    assert counter.basket.member == member
    assert not strip.isVisible()


# --- how something went on --------------------------------------------------------------------


def test_what_is_added_stands_below_and_the_last_of_it_counts(strip, till):
    till.tell("Sold.", undo=lambda: None)
    till.add("Printing failed.")
    till.add("Saved as PDF.", offer=("Show folder", lambda: None))
    assert strip.text.text() == "Sold.\nSaved as PDF."
    assert strip.text.accessibleName() == strip.text.text()
    assert strip.is_undo
    assert strip.more_button.text() == "Show folder"


def test_what_is_added_to_nothing_is_a_message_of_its_own(strip, till):
    done = []
    till.add("Saved as PDF.", offer=("Show folder", lambda: done.append(1)))
    assert strip.text.text() == "Saved as PDF."
    strip.offer_button.click()
    assert done == [1]


def test_what_is_added_disturbs_no_question(strip, till, hands, window):
    answered = []
    till.ask("Switch?", "Switch", lambda: answered.append(1))
    till.add("Saved as PDF.", offer=("Show folder", lambda: None))
    assert strip.is_question
    hands.press(ENTER)
    assert answered == [1]
