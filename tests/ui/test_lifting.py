"""*Ask a manager…*: what is refused for a right or a limit goes on by a PIN, as it was typed."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from shopdesk import daybook, permissions, points, purchases, settings, staff, stored_value
from shopdesk.purchases import Discount
from shopdesk.refusals import NotPermitted
from shopdesk.store.tables.shop import Event
from tests.conftest import PIN
from tests.ui.hands import receipts
from ui.lifting import LiftForm
from ui.pages import topping_up
from ui.pages.counter_discount import DiscountForm
from ui.pages.profile_forms import PointsForm
from ui.pages.refund_form import RefundForm, VoidForm
from ui.pages.topping_up import TopUpForm

MANAGER = "8426"


@pytest.fixture(autouse=True)
def lin(desk):
    return staff.add(desk, name="小林", pin=MANAGER, role="manager").id


@pytest.fixture
def forms(answers):
    """``forms[PointsForm] = work``: what is done in each form that opens; and which did open."""
    work, opened = {}, []

    def answer(form):
        opened.append(type(form))
        work[type(form)](form)
        return form.result()

    answers.given["show"] = answer
    work["opened"] = opened
    return work


def allow(form, name="小林", pin=MANAGER):
    form.who.setCurrentText(name)
    form.pin.setText(pin)
    form.try_it()


def newest(till):
    return Event.select().order_by(Event.id.desc()).bind(till.shop.db).first()


def entry_of(till, sale):
    found = daybook.listed(till.desk, till.desk.today())
    return next(entry for entry in found if entry.id == sale.id)


@pytest.fixture
def sold(desk):
    return purchases.record(desk, amount=10_000, pay={"cash": 10_000})


# --- in a form --------------------------------------------------------------------------------


def test_a_refund_goes_on_with_what_was_typed_and_bears_both_names(
    till, window, sold, lin, cashier_seated, forms
):
    def refund(form):
        form.choose("amount")
        form.amount.setText("25")
        form.reason.setText("泡不开")
        form.try_it()
        assert form.said.text() == "小陈 may not do this. Ask the manager or the owner."
        assert not form.help.isHidden()
        form.help.click()

    forms[RefundForm], forms[LiftForm] = refund, allow
    RefundForm(till, window.frame.page, entry_of(till, sold)).filled()
    assert purchases.get(till.desk, sold.id).refunded == 2500
    event = newest(till)
    assert (event.staff_id, json.loads(event.body)["allowed_by"]) == (till.desk.staff_id, lin)
    assert till.desk.staff_name == cashier_seated
    assert till.desk.lift is None
    assert window.frame.strip.message.text == "¥25.00 of receipt 000001 is given back."


def test_a_wrong_pin_is_said_and_the_form_behind_stays(
    till, window, sold, cashier_seated, forms, member
):
    def wrong(form):
        allow(form, pin="0000")
        assert form.said.text().startswith("That name and PIN do not belong together.")
        assert form.pin.text() == ""
        form.reject()

    def refund(form):
        form.reason.setText("x")
        form.try_it()
        form.help.click()
        assert form.reason.text() == "x"
        assert not form.help.isHidden()

    forms[RefundForm], forms[LiftForm] = refund, wrong
    RefundForm(till, window.frame.page, entry_of(till, sold)).filled()
    assert purchases.get(till.desk, sold.id).refunded == 0


def test_what_is_still_missing_can_be_typed_after_it_was_allowed(
    till, window, sold, cashier_seated, forms
):
    def refund(form):
        form.reason.setText("x")
        form.try_it()
        form.reason.clear()
        form.help.click()
        assert form.said.text().startswith("Say why")
        form.reason.setText("late")
        form.try_it()

    forms[RefundForm], forms[LiftForm] = refund, allow
    RefundForm(till, window.frame.page, entry_of(till, sold)).filled()
    assert purchases.get(till.desk, sold.id).refunded == 10_000
    assert forms["opened"] == [RefundForm, LiftForm]


def test_beyond_the_managers_own_limit_the_owner_is_asked(
    till, desk, window, sold, cashier_seated, forms
):
    settings.edit(desk, refund_limit_manager=100)
    asked = []

    def lift(form):
        names = [form.who.itemText(place) for place in range(form.who.count())]
        asked.append(names)
        allow(form, names[0], PIN if names[0] == "店主" else MANAGER)

    def refund(form):
        form.reason.setText("x")
        form.try_it()
        form.help.click()
        assert "小林 may go up to ¥1.00" in form.said.text()
        form.help.click()

    forms[RefundForm], forms[LiftForm] = refund, lift
    RefundForm(till, window.frame.page, entry_of(till, sold)).filled()
    assert asked == [["小林", "店主"], ["店主"]]
    assert purchases.get(till.desk, sold.id).refunded == 10_000


def test_what_nobody_may_lift_offers_nothing(till, window, sold, forms):
    def refund(form):
        form.try_it()
        assert form.said.text().startswith("Say why")
        assert form.help.isHidden()
        form.reject()

    forms[RefundForm] = refund
    RefundForm(till, window.frame.page, entry_of(till, sold)).filled()


def test_a_void_beyond_the_limit_is_allowed_too(till, desk, window, sold, cashier_seated, forms):
    settings.edit(desk, refund_limit_cashier=0)

    def void(form):
        form.reason.setText("x")
        form.try_it()
        form.help.click()

    forms[VoidForm], forms[LiftForm] = void, allow
    VoidForm(till, window.frame.page, entry_of(till, sold)).filled()
    assert purchases.get(till.desk, sold.id).voided


# --- from the strip ---------------------------------------------------------------------------


@pytest.fixture
def points_tab(window, member):
    """The points of a member's profile, as who sits here sees them."""

    def opened():
        window.begin_on("members")
        window.frame.show_page("members", {"member": member})
        tabs = window.frame.page.profile.tabs
        tabs.setCurrentIndex(1)
        return tabs.currentWidget()

    return opened


def test_what_is_refused_before_a_form_opens_it_once_it_is_allowed(
    till, window, member, cashier_seated, points_tab, forms
):
    def adjust(form):
        form.points.setText("50")
        form.reason.setText("x")
        form.try_it()

    forms[PointsForm], forms[LiftForm] = adjust, allow
    tab, strip = points_tab(), window.frame.strip
    tab.adjust()
    assert strip.offer_button.text() == "Ask a manager…"
    strip.offer_button.click()
    assert forms["opened"] == [LiftForm, PointsForm]
    assert points.balance(till.desk, member) == 50
    assert till.lifted is None
    tab.adjust()
    assert forms["opened"] == [LiftForm, PointsForm]
    assert strip.offer_button.text() == "Ask a manager…"


def test_what_was_allowed_ends_with_the_form_that_was_left(
    till, window, member, cashier_seated, points_tab, forms
):
    forms[PointsForm], forms[LiftForm] = lambda form: form.reject(), allow
    points_tab().adjust()
    window.frame.strip.offer_button.click()
    assert till.lifted is None
    assert not permissions.is_lifted(till.desk, "points.adjust")


def test_an_undo_beyond_the_limit_is_offered(till, desk, window, cashier_seated, forms):
    settings.edit(desk, refund_limit_cashier=0)
    window.begin_on("counter")
    page = window.frame.page
    page.basket.amount, page.basket.pay = "30", {"card": ""}
    page.load()
    page.record()
    (sale,) = receipts(till)
    forms[LiftForm] = allow
    window.frame.strip.undo()
    assert not purchases.get(till.desk, sale.id).voided
    window.frame.strip.offer_button.click()
    assert purchases.get(till.desk, sale.id).voided


def test_the_undo_of_a_top_up_is_told_once_it_is_allowed(
    till, desk, window, member, cashier_seated, forms
):
    settings.edit(desk, refund_limit_cashier=0)
    made = stored_value.top_up(till.desk, member, principal=500, pay={"cash": 500})
    topping_up.take_back(till, made)
    assert not stored_value.get(desk, made.id).voided
    forms[LiftForm] = allow
    window.frame.strip.offer_button.click()
    assert stored_value.get(desk, made.id).voided
    said = window.frame.strip.message.text
    assert said == "Top-up S000001 is void: ¥5.00 goes back to the customer."


def test_alt_m_takes_what_the_strip_offers_and_nothing_else(
    till, window, member, cashier_seated, points_tab, forms
):
    asked = []
    forms[LiftForm] = lambda form: (asked.append(form), form.reject())
    tab, strip = points_tab(), window.frame.strip
    till.tell("done", undo=lambda: asked.append("undone"))
    strip.take_offer()
    till.ask("Sure?", "Yes", lambda: asked.append("yes"))
    strip.take_offer()
    assert asked == []
    tab.adjust()
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert len(asked) == 1


def test_a_lock_ends_what_was_allowed(till, window, cashier_seated):
    allowed = till.desk
    with till.lifted_by(allowed):
        window.lock()
        assert till.lifted is None


# --- a discount, which waits for its sale -----------------------------------------------------


@pytest.fixture
def selling(window, cashier_seated):
    """A cashier's counter with an amount, paid by card."""
    window.begin_on("counter")
    page = window.frame.page
    page.basket.amount, page.basket.pay = "100", {"card": ""}
    page.load()
    return page


def discounted(form):
    form.amount.setText("50")
    form.reason.setText("torn")
    assert not form.help.isHidden()
    assert not form.ok.isEnabled()
    form.help.click()


def test_a_discount_beyond_the_limit_is_allowed_for_one_sale(till, selling, lin, forms):
    forms[DiscountForm], forms[LiftForm] = discounted, allow
    selling.change_discount()
    assert selling.basket.discount == Discount("torn", amount=5000)
    assert selling.quote.due == 5000
    selling.load()  # whatever is read again meanwhile
    selling.record()
    (sale,) = receipts(till)
    assert sale.total == 5000
    assert json.loads(newest(till).body)["allowed_by"] == lin
    selling.basket.amount, selling.basket.discount = "100", Discount("torn", amount=5000)
    selling.load()
    assert selling.quote is None


def test_a_member_is_topped_up_while_their_discount_is_allowed(till, selling, member, forms):
    selling.choose(member)
    forms[DiscountForm], forms[LiftForm] = discounted, allow
    forms[TopUpForm] = lambda form: (form.amount.setText("500"), form.ok.click())
    selling.change_discount()
    selling.prepaying.top_up()
    assert stored_value.balance(till.desk, member).total == 50000
    selling.record()
    assert [(one.total, one.member_id) for one in receipts(till)] == [(5000, member)]


def test_another_discount_than_the_one_that_was_allowed_is_refused(till, selling, forms):
    forms[DiscountForm], forms[LiftForm] = discounted, allow
    selling.change_discount()
    selling.basket.discount = Discount("torn", amount=6000)
    selling.load()
    assert selling.quote is None


def test_what_is_refused_at_the_sale_itself_can_be_allowed_there(till, window, selling, forms):
    selling.basket.discount = Discount("torn", percent=50)
    selling.load()
    forms[LiftForm] = allow
    selling.record()
    assert receipts(till) == []
    window.frame.strip.offer_button.click()
    assert [sale.total for sale in receipts(till)] == [5000]


def test_who_signs_in_next_does_not_get_what_another_was_allowed(till, desk, selling, forms):
    forms[DiscountForm], forms[LiftForm] = discounted, allow
    selling.change_discount()
    assert selling.basket.desk(till.desk).lift is not None
    assert selling.basket.desk(desk).lift is None


# --- by keys, by a scanner --------------------------------------------------------------------


@pytest.fixture
def lifting(till, window, cashier_seated, qtbot):
    """The form, shown, for a refund."""
    why = NotPermitted("en", name=cashier_seated, action="purchases.refund")
    form = LiftForm(till, window, why)
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
    return form


def test_arrows_choose_the_name_while_the_pin_is_typed(lifting):
    down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
    for key, name in ((down, "店主"), (down, "小林"), (up, "店主"), (up, "小林")):
        QTest.keyClick(lifting.windowHandle(), key)
        assert lifting.who.currentText() == name
    QTest.keyClicks(lifting.pin, MANAGER)
    QTest.keyClick(lifting.pin, Qt.Key.Key_Return)
    assert lifting.allowed.lift.name == "小林"


def test_fingers_type_it_on_the_pad(lifting):
    lifting.who.setCurrentText("小林")
    keys = {key.text(): key for key in lifting.pad.findChildren(QPushButton)}
    for digit in MANAGER:
        keys[digit].click()
    lifting.ok.click()
    assert lifting.allowed.lift.name == "小林"


def test_a_pin_as_fast_as_a_scan_is_a_pin(lifting):
    lifting.who.setCurrentText("小林")
    assert lifting.scanned(MANAGER)
    assert lifting.allowed.lift.name == "小林"


def test_alt_m_asks(till, window, sold, cashier_seated, answers, qtbot):
    form = RefundForm(till, window.frame.page, entry_of(till, sold))
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
    form.reason.setText("x")
    form.try_it()
    answers.given["show"] = False
    QTest.keyClick(form.windowHandle(), Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert [type(what[0]) for _kind, what in answers.asked] == [LiftForm]
