"""The recovery code: shown when a shop is begun and in the settings, used at the lock."""

import pytest

from shopdesk import recovery, staff
from tests.conftest import PIN
from ui.pages import recovery_form
from ui.pages.recovery_form import CodeForm, CodeShown, ForgottenForm
from ui.pages.settings_staff import StaffSection

NEW = "741852"


@pytest.fixture
def forms(answers):
    """``forms[CodeForm] = work``: what is done in each form; codes that were shown are kept."""
    work, codes = {}, []

    def answer(form):
        if isinstance(form, CodeShown):
            codes.append(form.code)
            assert form.leave.isHidden(), "the code counts already"
            form.try_it()
        else:
            work[type(form)](form)
        return form.result()

    answers.given["show"] = answer
    work["codes"] = codes
    return work


def back_in(code, first=NEW, again=NEW):
    def typed(form):
        form.code.setText(code)
        form.pin.first.setText(first)
        form.pin.again.setText(again)
        form.try_it()

    return typed


def test_whoever_begins_a_shop_is_shown_a_code_once(window, till, forms):
    recovery_form.first(till, window, PIN)
    (code,) = forms["codes"]
    recovery_form.first(till, window, PIN)
    assert forms["codes"] == [code]
    assert recovery.recover(till.shop, name="店主", code=code, pin=NEW)


def test_the_settings_make_a_new_one_for_the_pin(qtbot, till, forms):
    section = StaffSection(till)
    qtbot.addWidget(section)

    def make(form):
        form.pin.setText("000000")
        form.try_it()
        assert form.said.text().startswith("That is not your current PIN.")
        form.pin.setText(PIN)
        form.try_it()

    forms[CodeForm] = make
    section.code_button.click()
    (code,) = forms["codes"]
    assert recovery.recover(till.shop, name="店主", code=code, pin=NEW)


def test_a_cashier_is_offered_none(qtbot, till, cashier_seated):
    section = StaffSection(till)
    qtbot.addWidget(section)
    assert section.code_button.isHidden()


def test_at_the_lock_the_code_sets_a_new_pin_and_shows_the_next_code(window, till, forms):
    code = recovery.renew(till.desk, pin=PIN)
    staff.add(till.desk, name="小陈", pin="4826", role="cashier")
    window.lock()
    lock = window.lock_screen
    lock.choose("小陈")
    forms[ForgottenForm] = back_in(code)
    lock.forgot()
    assert lock.name == "店主"
    assert lock.said.text() == "The new PIN is set. Sign in with it."
    lock.pin.setText(NEW)
    lock.try_it()
    assert till.desk.staff_name == "店主"
    forms[ForgottenForm] = back_in(forms["codes"][0], PIN, PIN)
    window.lock()
    window.lock_screen.forgot()
    assert till.shop.sign_in("店主", PIN)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (back_in("0000-0000-0000-0000"), "That recovery code is not the newest one of 店主"),
        (back_in("", "1234", "1234"), "A PIN is 6 to 12 digits here."),
        (back_in("", NEW, PIN), "The two PINs are not the same."),
    ],
)
def test_what_is_wrong_is_said_before_anybody_signed_in(window, till, forms, typed, said):
    window.lock()
    till.left = None  # as at the start of the program
    texts = []

    def work(form):
        typed(form)
        texts.append(form.said.text())
        form.reject()

    forms[ForgottenForm] = work
    window.lock_screen.forgot()
    assert texts[0].startswith(said)
    assert forms["codes"] == []


def test_the_sheet_bears_the_code_and_can_be_printed(qtbot, window, till, preview):
    shown = CodeShown(till, window, "店主", "7K2M-9QX4-T8RV-30ZB")
    qtbot.addWidget(shown)
    shown.print_it()
    assert preview["pages"] == [1]
