"""The lock: nothing is seen or done behind it, and nothing that was typed is lost."""

from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton

from shopdesk import members, pin_tries, staff
from shopdesk.store.tables.shop import Event
from ui import dialogs
from ui.pages.page import Page
from ui.pages.recovery_form import ForgottenForm
from ui.widgets import key_badges
from ui.widgets.form import Form


@pytest.fixture
def cashier(till):
    return staff.add(till.desk, name="小陈", pin="4826", role="cashier")


def sign_in(window, name, pin):
    window.lock_screen.choose(name)
    window.lock_screen.pin.setText(pin)
    window.lock_screen.try_it()


def gone(window):
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return not window.findChildren(QDialog)


@contextmanager
def meanwhile(qtbot, *steps):
    """While dialogs are open: do one step after the other, each from the event loop."""
    failed = []

    def do(rest):
        try:
            rest[0]()
        except BaseException as error:
            failed.append(error)
            QApplication.activeModalWidget().reject()
        if rest[1:]:
            QTimer.singleShot(0, lambda: do(rest[1:]))

    QTimer.singleShot(0, lambda: do(steps))
    yield
    if failed:
        raise failed[0]


def split_form(window):
    (form,) = window.findChildren(Form)
    return form


@pytest.fixture
def selling(window):
    """An amount at the counter, ready to be paid in several ways."""
    page = window.frame.page
    page.pay.amount.setText("100")
    page.pay.amount.textEdited.emit("100")
    return page


# --- what was begun waits for who began it ----------------------------------------------------


def test_a_half_filled_form_waits_behind_the_lock_for_who_left_it(qtbot, window, selling):
    shown = []

    def type_and_leave_alone():
        split_form(window).fields["cash"].setText("30")
        window.idle.timeout.emit()
        shown.append(split_form(window).isVisible())
        shown.append(window.lock_screen.isVisible())
        sign_in(window, "店主", "258025")

    def go_on():
        form = split_form(window)
        shown.append(form.isVisible())
        assert form.fields["cash"].text() == "30"
        form.fields["card"].setText("70")
        form.try_it()

    with meanwhile(qtbot, type_and_leave_alone, go_on):
        selling.pay.split.click()
    assert shown == [False, True, True]
    assert window.frame.page is selling
    assert selling.basket.pay == {"cash": "30", "card": "70"}


def test_somebody_else_does_not_find_the_form_but_the_sale(qtbot, window, till, selling, cashier):
    def type_and_leave_alone():
        split_form(window).fields["cash"].setText("100")
        window.idle.timeout.emit()
        assert "店主" in window.lock_screen.said.text()
        sign_in(window, "小陈", "4826")

    with meanwhile(qtbot, type_and_leave_alone):
        selling.pay.split.click()
    qtbot.waitUntil(lambda: window.frame is not None)
    assert gone(window)
    assert till.desk.staff_name == "小陈"
    assert window.frame.page is not selling
    assert (window.frame.page.basket.amount, window.frame.page.basket.pay) == ("100", {})


def agree_in(box):
    """Press the button that does what was asked; an Enter alone does not."""
    agree = QMessageBox.ButtonRole.AcceptRole
    (yes,) = [button for button in box.buttons() if box.buttonRole(button) == agree]
    QTest.keyClick(yes, Qt.Key.Key_Space)


def test_an_enter_too_many_answers_a_question_with_no(qtbot, window):
    def enter():
        QTest.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Return)

    with meanwhile(qtbot, enter):
        assert not dialogs.ask(window, "Sure?", "It is for ever.", yes="Yes", no="No")


def test_a_question_that_was_open_is_asked_again_after_the_lock(qtbot, window):
    def lock_and_come_back():
        window.lock()
        sign_in(window, "店主", "258025")

    def agree():
        agree_in(QApplication.activeModalWidget())

    with meanwhile(qtbot, lock_and_come_back, agree):
        assert dialogs.ask(window, "Sure?", "It is for ever.", yes="Yes", no="No")


def test_a_question_of_somebody_else_is_answered_with_no(qtbot, window, cashier):
    def lock_and_change_seats():
        window.lock()
        sign_in(window, "小陈", "4826")

    with meanwhile(qtbot, lock_and_change_seats):
        assert not dialogs.ask(window, "Sure?", "It is for ever.", yes="Yes", no="No")
    qtbot.waitUntil(lambda: window.frame is not None)


@pytest.mark.parametrize(("name", "pin"), [("店主", "258025"), ("小陈", "4826")])
def test_a_question_over_a_form_waits_and_ends_with_it(qtbot, window, till, cashier, name, pin):
    answers = []

    def ask():
        answers.append(dialogs.ask(form, "Sure?", "It is for ever.", yes="Yes", no="No"))

    def lock_and_sign_in():
        window.lock()
        assert not form.isVisible()
        sign_in(window, name, pin)

    def agree_if_asked():
        box = QApplication.activeModalWidget()
        if box is not None:
            assert form.isVisible()
            agree_in(box)

    form = Form(till, window, "A form", submit=ask, ok="Do it")
    with meanwhile(qtbot, form.try_it):
        QTimer.singleShot(20, lock_and_sign_in)
        QTimer.singleShot(40, agree_if_asked)
        done = form.filled()
    qtbot.waitUntil(lambda: window.frame is not None)
    assert answers == [name == "店主"]
    assert done == (name == "店主")
    assert gone(window)


def test_the_choice_of_a_file_is_left_at_the_lock(qtbot, window, tmp_path):
    def lock():
        window.idle.timeout.emit()
        sign_in(window, "店主", "258025")

    with meanwhile(qtbot, lock):
        assert dialogs.save_as(window, "Save", tmp_path / "copy.pdf", "PDF (*.pdf)") is None
    assert window.frame is not None


def test_f11_locks_while_a_form_is_open(qtbot, window, selling):
    def press():
        form = split_form(window)
        qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
        QTest.keyClick(form.windowHandle(), Qt.Key.Key_F11)
        assert window.lock_screen is not None
        sign_in(window, "店主", "258025")

    with meanwhile(qtbot, press, lambda: split_form(window).reject()):
        selling.pay.split.click()
    assert window.frame.page is selling


def test_a_page_is_found_as_it_was_left(window, till):
    window.frame.show_page("members", {})
    page = window.frame.page
    page.query.setText("zhang")
    page.query.setFocus()
    window.lock()
    sign_in(window, "店主", "258025")
    assert window.frame.page is page
    assert page.query.hasFocus()
    assert page.query.text() == "zhang"


def test_somebody_else_begins_on_the_same_page_anew(window, till, cashier):
    window.frame.show_page("members", {})
    window.frame.page.query.setText("zhang")
    window.lock()
    sign_in(window, "小陈", "4826")
    assert window.frame.name == "members"
    assert window.frame.page.query.text() == ""


def test_who_may_less_than_before_begins_anew(window, till, cashier):
    window.lock()
    sign_in(window, "小陈", "4826")
    page = window.frame.page
    window.lock()
    till.left.role = "manager"
    sign_in(window, "小陈", "4826")
    assert window.frame.page is not page


def test_pages_that_are_to_be_built_anew_are_not_those_behind_the_lock(window, till):
    before = window.frame
    window.lock()
    till.sign_in("店主", "258025")
    window.begin_on("members")
    assert window.frame is not before
    assert window.frame.name == "members"
    assert window.stack.count() == 1


def test_what_changed_behind_the_lock_is_read_afterwards(window, till, member, shop, desk):
    window.frame.page.choose(member)
    window.lock()
    members.edit(desk, member, name="李契")
    sign_in(window, "店主", "258025")
    assert window.frame.page.member.name == "李契"


# --- who, by keys -----------------------------------------------------------------------------


ARROWS = {
    "<": Qt.Key.Key_Left, ">": Qt.Key.Key_Right, "^": Qt.Key.Key_Up, "v": Qt.Key.Key_Down
}  # fmt: skip


@pytest.fixture
def seven(till):
    """Three rows of names: 店主 1 2 · 3 4 5 · 6."""
    for number in range(1, 7):
        staff.add(till.desk, name=str(number), pin=f"482{number}", role="cashier")


@pytest.mark.parametrize(
    ("pressed", "comes_to"),
    [(">", "1"), (">>>", "3"), ("<", "6"), ("<>", "店主"), ("v", "3"), (">v", "4"), (">vv", "6"),
     ("vvv", "店主"), ("^", "6"), (">^", "4"), (">>v^", "2")],
)  # fmt: skip
def test_arrows_in_the_pin_go_through_the_names_row_by_row(window, seven, pressed, comes_to):
    window.lock()
    screen = window.lock_screen
    for arrow in pressed:
        QTest.keyClick(window.windowHandle(), ARROWS[arrow])
    assert screen.name == comes_to
    assert [tile.text() for tile in screen.tiles.buttons() if tile.isChecked()] == [comes_to]
    assert screen.pin.hasFocus()


def test_four_names_stand_two_by_two_and_the_arrows_know_it(window, desk):
    for name, pin in (("小陈", "4826"), ("小周", "4827"), ("小林", "4828")):
        staff.add(desk, name=name, pin=pin, role="cashier")
    window.lock()
    lock = window.lock_screen
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Down)
    assert lock.name == "小周"
    left, right, left_below, right_below = (tile.x() for tile in lock.tiles.buttons())
    assert left == left_below < right == right_below


def test_the_key_that_signs_in_is_as_high_as_the_digits(window):
    window.lock()
    heights = {
        key.height()
        for key in window.lock_screen.findChildren(QPushButton)
        if key.text() in ("0", "9", "Sign in")
    }
    assert len(heights) == 1


def test_who_forgot_a_pin_is_helped_from_there_by_key_and_by_touch(window, answers, hands):
    answers.given["show"] = False
    window.lock()
    hands.press(Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    (button,) = (
        one for one in window.lock_screen.findChildren(QPushButton) if one.text() == "Forgot PIN…"
    )
    button.click()
    assert [type(what[0]) for _kind, what in answers.asked] == [ForgottenForm, ForgottenForm]


@pytest.mark.parametrize("typed", ["258025", "25-8025"])
def test_a_pin_rattled_down_as_fast_as_a_scan_signs_in(hands, window, till, typed):
    window.lock()
    slow, _dash, fast = typed.rpartition("-")
    hands.type(slow)
    hands.scan(fast)
    assert till.signed_in is not None


@pytest.mark.parametrize("code", ["6901234567892", "96385074", "036000291452", "M000000019", "12"])
def test_what_is_scanned_from_goods_and_cards_at_the_lock_is_no_try_of_a_pin(
    window, desk, till, code
):
    window.lock()
    window.lock_screen.scanned(code)
    assert window.lock_screen.said.text() == "Locked. Sign in, then scan again."
    assert pin_tries.refused_until(desk, 1) is None
    assert not Event.select().where(Event.action == "desk.try_pin").bind(desk.db).count()


def test_arrows_the_pin_and_enter_sign_somebody_in(hands, window, till, seven):
    window.lock()
    hands.press(Qt.Key.Key_Right)
    hands.type("4821")
    hands.press(Qt.Key.Key_Return)
    assert till.desk.staff_name == "1"


def test_another_name_begins_another_pin(window, seven):
    window.lock()
    for key in (*"258", Qt.Key.Key_Right):
        QTest.keyClick(window.windowHandle(), key)
    assert window.lock_screen.pin.text() == ""


def test_tab_goes_from_the_pin_over_buttons_and_names_and_back_and_a_digit_belongs_to_the_pin(
    window, seven
):
    window.lock()
    pin = window.lock_screen.pin
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    for words in ("Sign in", "Help", "Forgot PIN…", "Practise…"):
        assert QApplication.focusWidget().text() == words
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.lock_screen.tiles.checkedButton()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    assert pin.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    QTest.keyClick(window.windowHandle(), "4")
    assert pin.hasFocus()
    assert pin.text() == "4"


def test_a_letter_with_alt_chooses_who_signs_in(window, seven):
    window.lock()
    screen = window.lock_screen
    for tile in screen.tiles.buttons():
        (letter,) = key_badges.assigned(window)[key_badges.Target(tile)]
        QTest.keyPress(window.windowHandle(), letter, Qt.KeyboardModifier.AltModifier)
        assert tile.isChecked()
        assert screen.name == tile.text()
        assert screen.pin.hasFocus()


# --- nothing is done behind it ----------------------------------------------------------------


def test_no_key_reaches_the_pages_behind_the_lock(window, till, monkeypatch):
    pressed = []
    for name in ("record", "new_member", "paper"):
        monkeypatch.setattr(Page, name, lambda _self: pressed.append(True))
    window.frame.show_page("products", {})
    window.lock()
    for key in (Qt.Key.Key_F12, Qt.Key.Key_F7, Qt.Key.Key_F2, Qt.Key.Key_Escape):
        QTest.keyClick(window.windowHandle(), key)
    assert not pressed
    assert window.lock_screen.isVisible()
    assert till.signed_in is None


def test_the_lock_asks_for_the_pin_of_who_left(window, till, cashier):
    window.lock()
    sign_in(window, "小陈", "4826")
    window.lock()
    assert window.lock_screen.name == "小陈"
    checked = [tile.text() for tile in window.lock_screen.tiles.buttons() if tile.isChecked()]
    assert checked == ["小陈"]
