"""The counter: scan, amount, Enter, by keys alone."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from shopdesk import gifts, members, purchases, tiers, vouchers
from shopdesk.tiers import any_of, at_least, lifetime
from tests.ui.hands import ENTER, card_of, receipts
from ui.widgets.elided import Elided

# --- a sale -----------------------------------------------------------------------------------


def test_scan_amount_enter_is_a_sale(hands, counter, till, member, told):
    hands.scan(card_of(till, member))
    assert counter.basket.member == member
    hands.type("482")
    counter.pay.amount.setFocus()
    hands.press(ENTER)
    (sale,) = receipts(till)
    assert (sale.member_id, sale.total, sale.payments) == (member, 48200, {"wechat": 48200})
    assert counter.basket.is_empty
    assert told[-1][0] == "good"
    assert "张三丰 ¥482.00 recorded" in told[-1][1]


def test_the_last_digits_of_a_phone_bring_a_member(hands, counter, till, member):
    hands.type("8000")
    assert counter.left.currentIndex() == 1
    hands.press(ENTER)
    assert counter.basket.member == member
    assert counter.pay.amount.hasFocus()
    assert not counter.finder.text()


def test_enter_with_nothing_to_find_goes_on_to_the_amount_of_a_walk_in(hands, counter, till):
    hands.press(ENTER)
    hands.type("30+25.5")
    assert counter.quote.due == 5550
    hands.press(ENTER)
    assert receipts(till)[0].total == 5550
    assert receipts(till)[0].member_id is None


def test_f12_records_like_enter(hands, counter, till):
    counter.pay.amount.setFocus()
    hands.type("12")
    hands.press(Qt.Key.Key_F12)
    assert receipts(till)[0].total == 1200


def test_an_amount_that_is_none_is_refused_and_the_basket_stays(hands, counter, till, told):
    counter.pay.amount.setFocus()
    hands.type("12.345")
    hands.press(ENTER)
    assert not receipts(till)
    assert counter.basket.amount == "12.345"
    assert not counter.pay.pay.isEnabled()


def test_nothing_typed_records_nothing(counter, till):
    counter.record()
    assert not receipts(till)


def test_the_same_key_pressed_twice_is_one_sale(hands, counter, till):
    counter.pay.amount.setFocus()
    hands.type("50")
    hands.press(ENTER)
    hands.press(ENTER)
    assert len(receipts(till)) == 1


def test_cash_shows_the_change_and_keeps_what_was_given(hands, counter, till, told):
    counter.pay.amount.setFocus()
    hands.type("87.5")
    counter.pay.tenders["cash"].click()
    assert counter.pay.given.hasFocus()
    hands.type("100")
    assert counter.pay.change.text() == "Change ¥12.50"
    hands.press(ENTER)
    assert receipts(till)[0].cash_given == 10000
    assert "Change ¥12.50" in told[-1][1]


def test_enter_behind_the_amount_asks_what_cash_was_given(hands, counter, till):
    till.prefer(tender="cash")
    counter.pay.amount.setFocus()
    hands.type("87.5")
    hands.press(ENTER)
    assert not receipts(till)
    assert counter.pay.given.hasFocus()
    hands.type("100")
    hands.press(ENTER)
    (sale,) = receipts(till)
    assert (sale.payments, sale.cash_given, sale.change) == ({"cash": 8750}, 10000, 1250)


def test_cash_that_nothing_is_said_of_was_given_to_the_cent(hands, counter, till):
    till.prefer(tender="cash")
    counter.pay.amount.setFocus()
    hands.type("87.5")
    hands.press(ENTER)
    hands.press(ENTER)
    assert receipts(till)[0].payments == {"cash": 8750}


def test_cash_is_not_asked_for_where_nothing_is_due(hands, counter, till):
    till.prefer(tender="cash")
    counter.pay.amount.setFocus()
    hands.type("0")
    hands.press(ENTER)
    assert not counter.pay.given.hasFocus()


def test_f12_asks_nothing(hands, counter, till):
    till.prefer(tender="cash")
    counter.pay.amount.setFocus()
    hands.type("87.5")
    hands.press(Qt.Key.Key_F12)
    assert receipts(till)[0].payments == {"cash": 8750}


def test_too_little_cash_is_refused_and_nothing_is_lost(hands, counter, till, told):
    counter.pay.amount.setFocus()
    hands.type("87.5")
    counter.pay.tenders["cash"].click()
    hands.type("50")
    assert counter.pay.change.text() == "¥37.50 short"
    hands.press(ENTER)
    assert not receipts(till)
    assert told[-1][0] == "bad"
    assert (counter.basket.amount, counter.basket.given) == ("87.5", "50")


def test_a_sale_is_paid_in_several_ways_that_make_what_is_due(hands, counter, till, answers):
    counter.pay.amount.setFocus()
    hands.type("100")

    def split(form):
        form.fields["cash"].setText("30")
        form.try_it()
        assert "¥30.00" in form.said.text()
        form.fields["card"].setText("70")
        form.try_it()
        return True

    answers.given["show"] = split
    counter.pay.split.click()
    hands.press(ENTER)
    hands.press(ENTER)  # the first asked what was given in cash
    assert receipts(till)[0].payments == {"cash": 3000, "card": 7000}


def test_a_split_ends_when_something_else_is_due(hands, counter, till, told):
    counter.pay.amount.setFocus()
    hands.type("100")
    counter.basket.pay = {"cash": "30", "card": "70"}
    counter.refresh()
    assert not told
    hands.type("0")
    assert told[-1] == ("note", "What is due has changed: choose again how it is paid.")
    assert counter.basket.pay == {}
    counter.record()
    assert sum(receipts(till)[0].payments.values()) == 100_000


# --- products ---------------------------------------------------------------------------------


def test_a_scanned_product_becomes_a_line_and_again_one_more(hands, counter, till, tea):
    hands.scan("6901234567892")
    hands.scan("6901234567892")
    assert counter.basket.lines == [(tea, 2)]
    assert counter.quote.due == 13600
    counter.record()
    assert [(line.product_id, line.quantity) for line in receipts(till)[0].lines] == [(tea, 2)]


def test_one_less_of_the_last_takes_the_line_out(counter, tea):
    counter.add_product(tea)
    counter._change_line(0, 0)
    assert not counter.basket.lines
    assert counter.quote is None


def test_an_amount_put_aside_for_a_product_is_said(hands, counter, tea, told):
    counter.pay.amount.setFocus()
    hands.type("30")
    hands.scan("6901234567892")
    assert counter.basket.amount == ""
    assert "amount 30 was put aside" in told[-1][1]


# --- scans never change a half-filled form ----------------------------------------------------


def test_a_scan_leaves_what_was_typed_and_its_enter_records_nothing(hands, counter, till, member):
    counter.pay.amount.setFocus()
    hands.type("482")
    hands.scan(card_of(till, member))
    assert counter.pay.amount.text() == "482"
    assert counter.basket.amount == "482"
    assert counter.basket.member == member
    assert not receipts(till)


def test_an_unknown_code_is_said_and_changes_nothing(hands, counter, told):
    hands.scan("4006381333931")
    assert told[-1] == (
        "note",
        "Unknown code 4006381333931. Nothing was changed.",
    )
    assert counter.basket.is_empty


def test_a_misread_card_is_refused_in_words(hands, counter, till, member, told):
    code = card_of(till, member)
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    hands.scan(wrong)
    assert told[-1][0] == "bad"
    assert counter.basket.member is None


# --- vouchers and points ----------------------------------------------------------------------


def test_a_scanned_voucher_brings_its_member_and_lowers_the_price(hands, counter, till, voucher):
    counter.pay.amount.setFocus()
    hands.type("200")
    hands.scan(voucher.qr)
    assert counter.basket.member == voucher.member_id
    assert counter.quote.due == 17000
    counter.record()
    assert vouchers.get(till.desk, voucher.id).state == "redeemed"


def test_a_voucher_below_its_minimum_is_refused_and_not_used(hands, counter, voucher, told):
    counter.pay.amount.setFocus()
    hands.type("50")
    hands.scan(voucher.code)
    assert told[-1][0] == "bad"
    assert not counter.basket.vouchers
    assert counter.quote.due == 5000


def test_the_same_voucher_twice_is_said(hands, counter, voucher, told):
    counter.basket.amount = "200"
    hands.scan(voucher.code)
    hands.scan(voucher.code)
    assert told[-1] == ("note", "This voucher is already in use in this sale.")
    assert counter.basket.vouchers == [voucher.code]


def test_a_used_voucher_says_when_and_by_whom(hands, counter, till, voucher, told):
    purchases.record(
        till.desk, member=voucher.member_id, amount=20000, vouchers=[voucher.code],
        pay={"cash": 17000},
    )  # fmt: skip
    hands.scan(voucher.code)
    mood, text = told[-1]
    assert mood == "bad"
    assert "2026-10-15" in text
    assert "店主" in text
    assert counter.isVisible(), "the sale stays on the screen"


def test_alt_and_its_number_use_a_voucher_and_leave_it(hands, counter, voucher):
    counter.choose(voucher.member_id)
    counter.basket.amount = "200"
    hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert counter.basket.vouchers == [voucher.code]
    hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert counter.basket.vouchers == []


def test_a_gift_is_handed_over_at_the_counter(counter, till, member, told):
    bag = gifts.add(till.desk, name="布袋", name_en="Bag", cost=800, value=2500, stock=3)
    promised = vouchers.issue(till.desk, member, gift=bag.id, valid_days=30)
    counter.choose(member)
    counter.using.use(counter.open_vouchers[0])
    assert vouchers.get(till.desk, promised.id).state == "redeemed"
    assert told[-1][0] == "good"
    assert not counter.open_vouchers


# --- what stays, and what is taken back -------------------------------------------------------


def test_the_half_made_sale_survives_the_lock(hands, window, till, member):
    window.frame.page.choose(member)
    window.frame.page.pay.amount.setFocus()
    hands.type("48")
    hands.press(Qt.Key.Key_F11)
    assert window.frame is None
    till.sign_in("店主", "258025")
    window.open()
    page = window.frame.page
    assert (page.basket.member, page.pay.amount.text()) == (member, "48")


def test_the_half_made_sale_survives_another_language(window, till, member):
    window.frame.page.choose(member)
    window.frame.page.basket.amount = "48"
    till.prefer(language="zh_CN")
    page = window.frame.page
    assert page.pay.title.text() == "金额"
    assert (page.basket.member, page.pay.amount.text()) == (member, "48")


def test_escape_takes_back_one_step_at_a_time(hands, counter, voucher):
    counter.choose(voucher.member_id)
    counter.basket.amount = "200"
    counter.using.apply(voucher)
    steps = []
    for _ in range(4):
        hands.press(Qt.Key.Key_Escape)
        basket = counter.basket
        steps.append((bool(basket.vouchers), basket.amount, basket.member is not None))
    assert steps == [(False, "200", True), (False, "", True), (False, "", False), steps[-1]]


def test_a_new_member_is_registered_without_leaving_the_sale(hands, counter, till, answers):
    counter.pay.amount.setFocus()
    hands.type("66")

    def fill(form):
        form.phone.setText("13900139000")
        form.name.setText("王龚")
        form.try_it()
        return True

    answers.given["show"] = fill
    hands.press(Qt.Key.Key_F7)
    assert members.get(till.desk, counter.basket.member).name == "王龚"
    assert counter.basket.amount == "66"


def test_a_taken_phone_says_who_has_it_and_keeps_the_form(counter, till, member, answers):
    said = []

    def fill(form):
        form.phone.setText("13800138000")
        form.name.setText("王龚")
        form.try_it()
        said.append(form.said.text())
        return False

    answers.given["show"] = fill
    counter.new_member()
    assert "张三丰" in said[0]
    assert counter.basket.member is None


def test_a_family_that_shares_a_phone_is_registered_on_purpose(
    hands, counter, till, member, answers
):
    hands.type("13800138000")
    assert counter.finder.found.current.what.id == member

    def share(form):
        assert form.phone.text() == "13800138000"
        form.name.setText("张翠山")
        form.try_it()
        assert "张三丰" in form.said.text()
        assert form.focusWidget() is form.shared
        form.shared.setChecked(True)
        form.try_it()
        return True

    answers.given["show"] = share
    hands.press(Qt.Key.Key_F7)
    made = members.get(till.desk, counter.basket.member)
    assert (made.name, made.phone) == ("张翠山", "13800138000")
    assert "registered" in counter.window().frame.strip.text.text()


def test_phone_tab_name_enter_registers_by_keys_alone(qtbot, hands, counter, till):
    counter.pay.amount.setFocus()
    hands.type("66")

    def fill():
        form = QApplication.activeModalWidget()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
        keys = form.windowHandle()
        QTest.keyClicks(form.focusWidget(), "13911112222")
        QTest.keyClick(keys, Qt.Key.Key_Tab)
        QTest.keyClicks(form.focusWidget(), "Wang")
        QTest.keyClick(keys, ENTER)

    QTimer.singleShot(0, fill)
    hands.press(Qt.Key.Key_F7)
    made = members.get(till.desk, counter.basket.member)
    assert (made.name, made.phone) == ("Wang", "13911112222")
    counter.window().activateWindow()  # a screen that nobody sees does not come back by itself
    qtbot.waitUntil(counter.pay.amount.hasFocus)
    hands.press(ENTER)
    assert receipts(till)[0].member_id == made.id


def test_moving_up_a_tier_is_said_with_the_sale(hands, counter, till, member, told):
    low, *_rest = tiers.ladder(till.desk)
    silver = tiers.Tier("silver", {"en": "Silver"}, any_of(at_least("spend", 10000, lifetime())))
    tiers.set_ladder(till.desk, [low, silver])
    counter.choose(member)
    counter.pay.amount.setFocus()
    hands.type("100")
    assert "moves up to Silver" in counter.pay.earned.text()
    hands.press(ENTER)
    assert "now Silver" in told[-1][1]


def test_every_control_of_the_counter_has_a_name(window, counter, voucher):
    counter.choose(voucher.member_id)
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    nameless = [
        part
        for kind in (QAbstractButton, QLineEdit)
        for part in window.frame.findChildren(kind)
        if not part.accessibleName() and not part.objectName().startswith("qt_")
    ]
    assert not nameless
    assert QGuiApplication.focusWindow() is not None


def test_a_long_name_goes_on_below_and_leaves_the_buttons_in_sight(qtbot, window, counter, till):
    long = members.register(till.desk, name="<b>很长的名字</b>" * 4).id
    window.resize(1024, 728)
    counter.choose(long)
    (title,) = [e for e in counter.card.findChildren(Elided) if e.whole.startswith("<b>")]
    assert title.whole == "<b>很长的名字</b>" * 4
    qtbot.waitUntil(lambda: "\n" in title.text())
    assert title.text().replace("\n", "") == title.whole
    assert counter.card.width() <= counter.left.width()


def test_a_birthday_leaves_the_card_as_wide_as_its_place(window, counter, till):
    today = till.desk.today()
    born = members.register(
        till.desk, name="胡晓晟", phone="15412346463", birthday=(today.month, today.day + 13)
    ).id
    purchases.record(till.desk, member=born, amount=600_000, pay={"cash": 600_000})
    window.resize(1024, 728)
    counter.choose(born)
    window.grab()
    assert "Birthday in 13 days" in [one.text() for one in counter.card.findChildren(QLabel)]
    assert counter.card.minimumSizeHint().width() <= counter.left.width()


def test_a_lunar_birthday_that_is_near_is_said(window, counter, till):
    born = members.register(till.desk, name="李娜", lunar_birthday=(9, 9)).id
    counter.choose(born)
    shown = [one.text() for one in counter.card.findChildren(QLabel)]
    assert "Lunar birthday in 3 days" in shown, "the ninth of the ninth is 18 October 2026"


def test_the_keypad_makes_room_for_what_is_due_at_large_sizes(window, till):
    assert window.frame.page.pay.keypad.isVisible()
    till.prefer(size=150)
    window.grab()
    assert not window.frame.page.pay.keypad.isVisible()
