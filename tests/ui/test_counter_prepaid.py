"""Stored value at the counter: topped up, spent, proved, by keys alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from shopdesk import cards, members, purchases, settings, stored_value
from tests.core.prepaid import top_up
from tests.ui.hands import ENTER
from ui.pages import counter_sale
from ui.pages.counter_keypad import Keypad
from ui.pages.counter_proof import ProofForm
from ui.widgets.laid import held_by
from ui.widgets.pin_pad import PinPad

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def typing(hands, counter):
    """The cursor in the amount."""
    counter.pay.amount.setFocus()
    return hands


@pytest.fixture
def form_keys(qtbot, hands, answers):
    """``form_keys("500", ENTER)``: what is pressed in the form that opens next; it keeps what the
    form said after each Enter."""

    def press(*keys):
        said = []

        def answer(form):
            form.show()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is form)
            for one in [part for key in keys for part in (key if isinstance(key, str) else [key])]:
                hands.now += 0.2
                QTest.keyClick(form.windowHandle(), one)
                if one == ENTER:
                    said.append(form.said.text())
            hands.window.activateWindow()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is hands.window)
            return form.result()

        answers.given["show"] = answer
        return said

    return press


def fifty_from_five_hundred(desk):
    """The rule of the shop."""
    settings.edit(desk, bonus_rules=((50_000, 5_000),))


@pytest.fixture
def asked_above(desk):
    """A proof above 100.00."""
    settings.edit(desk, proof_above=10_000)


def receipts(desk):
    return purchases.of_day(desk, desk.today())


def held(desk, member):
    return tuple(stored_value.balance(desk, member))


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel)]


def buttons(widget):
    return {one.text(): one for one in widget.findChildren(QPushButton)}


# --- topping up -------------------------------------------------------------------------------


def test_a_member_is_topped_up_with_the_bonus_of_the_rule_by_keys_alone(
    typing, counter, desk, member, form_keys, told
):
    fifty_from_five_hundred(desk)
    typing.scan(cards.of_member(desk, member)[0].code)
    form_keys("500", ENTER)
    typing.press(KEY.Key_T, ALT)
    assert held(desk, member) == (50_000, 5_000)
    (made,) = stored_value.top_ups(desk, member)
    assert made.payments == {"wechat": 50_000}
    done = "张三丰 topped up ¥500.00, bonus ¥50.00"
    now = "holds ¥550.00 now (principal ¥500.00 + bonus ¥50.00)"
    assert told[-1] == ("good", f"{done} · {now}")
    assert "¥550.00" in texts(counter.card)
    typing.press(KEY.Key_Z, CONTROL)
    assert held(desk, member) == (0, 0)
    assert stored_value.get(desk, made.id).voided


def test_once_the_sale_goes_on_the_key_that_takes_back_is_no_more_for_the_top_up(
    typing, counter, desk, member, form_keys
):
    counter.choose(member)
    form_keys("500", ENTER)
    typing.press(KEY.Key_T, ALT)
    typing.type("12")
    assert counter.basket.amount == "12"
    typing.press(KEY.Key_Z, CONTROL)
    assert held(desk, member) == (50_000, 0)


def test_the_bonus_is_seen_while_the_amount_is_typed(counter, desk, member, answers):
    fifty_from_five_hundred(desk)
    seen = []

    def answer(form):
        for typed in ("499.99", "500"):
            form.amount.setText(typed)
            seen.append((form.rule.text(), form.ok.text(), texts(form.outcome)[-2]))
        return False

    answers.given["show"] = answer
    counter.choose(member)
    counter.prepaying.top_up()
    assert seen == [
        ("", "Top up ¥499.99", "¥499.99"),
        ("+ ¥50.00 bonus", "Top up ¥500.00", "¥550.00"),
    ]


def test_another_bonus_is_a_field_only_for_who_may_give_it(
    counter, till, desk, member, answers, cashier_seated
):
    counter.choose(member)
    seen = []
    answers.given["show"] = lambda form: seen.append(form.bonus.parent() is None)
    counter.prepaying.top_up()
    till.signed_in = desk
    counter.prepaying.top_up()
    assert seen == [True, False]


def test_the_number_pad_types_into_the_form(counter, desk, member, answers):
    def answer(form):
        form.show()
        for key in "700":
            QTest.mouseClick(buttons(form)[key], LEFT, pos=QPoint(5, 5))
        form.try_it()
        return form.result()

    answers.given["show"] = answer
    counter.choose(member)
    QTest.mouseClick(buttons(counter.card)["Top up…"], LEFT)
    assert held(desk, member) == (70_000, 0)


def test_what_is_beyond_the_limit_is_said_and_the_form_stays(
    typing, counter, desk, member, form_keys
):
    settings.edit(desk, top_up_largest=100_000)
    counter.choose(member)
    said = form_keys("1000.01", ENTER)
    typing.press(KEY.Key_T, ALT)
    assert said == ["One top-up may be ¥1,000.00 at most; this one is ¥1,000.01."]
    assert held(desk, member) == (0, 0)


def test_a_walk_in_has_nothing_to_top_up_or_pay_by(typing, counter, told):
    typing.type("12")
    typing.press(KEY.Key_T, ALT)
    typing.press(KEY.Key_S, ALT)
    sentence = "Stored value belongs to a member: say first who it is."
    assert told[-2:] == [("bad", sentence)] * 2
    assert not counter.basket.pay


# --- paying -----------------------------------------------------------------------------------


def test_stored_value_pays_by_a_key_and_what_is_left_is_seen_before(
    typing, counter, till, desk, member
):
    top_up(desk, member, 50_000, 5_000)
    counter.choose(member)
    typing.type("110")
    typing.press(KEY.Key_S, ALT)
    assert "leaves ¥440.00" in counter.pay.earned.text()
    typing.press(ENTER)
    assert receipts(desk)[0].payments == {"principal": 10_000, "bonus": 1_000}
    assert held(desk, member) == (40_000, 4_000)


def test_what_is_bonus_earns_nothing_and_the_counter_says_so_before(typing, counter, desk, member):
    top_up(desk, member, 50_000, 50_000)
    counter.choose(member)
    typing.type("100")
    assert "Earns 100 points" in counter.pay.earned.text()
    typing.press(KEY.Key_S, ALT)
    assert "Earns 50 points" in counter.pay.earned.text()


@pytest.mark.parametrize(
    ("typed", "pay"),
    [
        ("300", {"stored_value": ""}),
        ("300.01", {"stored_value": "300.00", "wechat": "0.01"}),
    ],
)
def test_where_there_is_less_than_is_due_the_rest_stays_with_the_other_way(
    typing, counter, desk, member, typed, pay
):
    top_up(desk, member, 30_000)
    counter.choose(member)
    typing.type(typed)
    typing.press(KEY.Key_S, ALT)
    assert counter.basket.pay == pay
    typing.press(ENTER)
    assert held(desk, member) == (0, 0)
    assert receipts(desk)[0].payments["principal"] == 30_000


def test_what_stored_value_does_not_pay_is_said(counter, desk, member, told):
    top_up(desk, member, 30_000)
    counter.choose(member)
    counter.basket.amount = "300.01"
    counter.refresh()
    counter.prepaying.pay()
    assert told[-1] == ("note", "There is ¥300.00 of stored value: the other ¥0.01 by WeChat.")


def test_a_member_without_any_is_refused_in_words(typing, counter, member, told):
    counter.choose(member)
    typing.type("12")
    typing.press(KEY.Key_S, ALT)
    assert told[-1] == ("bad", "¥12.00 of stored value wanted, but the member has ¥0.00.")
    assert not counter.basket.pay


def test_a_sale_that_outgrows_the_stored_value_asks_how_it_is_paid(
    typing, counter, desk, member, told
):
    top_up(desk, member, 30_000)
    counter.choose(member)
    typing.press(KEY.Key_S, ALT)
    typing.type("300")
    assert counter.basket.pay == {"stored_value": ""}
    typing.type("0")
    assert counter.basket.pay == {}
    assert told[-1][1] == "What is due has changed: choose again how it is paid."


def test_another_member_does_not_pay_with_it(counter, desk, member):
    top_up(desk, member, 30_000)
    counter.choose(member)
    counter.basket.amount = "12"
    counter.prepaying.pay()
    counter.leave_member()
    assert not counter.basket.pay
    assert counter.quote.due == 1200


def test_the_split_says_how_much_there_is_and_refuses_more(counter, till, desk, member, answers):
    top_up(desk, member, 10_000)
    counter.choose(member)
    counter.basket.amount = "182"
    counter.refresh()
    said = []

    def answer(form):
        assert "Stored value: ¥100.00 available" in texts(form)
        for stored, cash in (("100.01", "81.99"), ("100", "82")):
            form.fields["stored_value"].setText(stored)
            form.fields["cash"].setText(cash)
            form.try_it()
            said.append(form.said.text())
        return form.result()

    answers.given["show"] = answer
    counter.pay.split.click()
    assert said[0] == "¥100.01 of stored value wanted, but the member has ¥100.00."
    counter.record()
    assert receipts(desk)[0].payments == {"cash": 8_200, "principal": 10_000}


# --- the proof --------------------------------------------------------------------------------


def test_above_the_shops_amount_a_proof_is_asked_and_a_wrong_one_asked_again(
    typing, counter, desk, member, asked_above, form_keys
):
    top_up(desk, member, 50_000)
    counter.choose(member)
    typing.type("100.01")
    typing.press(KEY.Key_S, ALT)
    said = form_keys("1111", ENTER, "8000", ENTER)
    typing.press(ENTER)
    assert said[0] == "That is not right for 张三丰. Ask again; nothing was taken."
    assert held(desk, member) == (39_999, 0)
    assert counter.basket.is_empty


def test_the_pad_for_a_pin_has_the_order_of_the_lock(till, window, desk, member):
    form = ProofForm(till, window, member, 100, record=lambda _proof: None)
    pads = [form.findChild(Keypad), PinPad(till, form.proof)]
    grids = [pad.layout() for pad in pads]
    keys = [(grid, number) for grid in grids for number in range(grid.count())]
    places = [grid.getItemPosition(number) for grid, number in keys]
    names = [key.accessibleName() for grid in grids for key in held_by(grid)]
    found = sorted(zip(names, places, strict=True))
    assert len(found) == 22
    assert found[::2] == found[1::2]


def test_up_to_that_amount_nothing_is_asked(typing, counter, desk, member, asked_above):
    top_up(desk, member, 50_000)
    counter.choose(member)
    typing.type("100")
    typing.press(KEY.Key_S, ALT)
    typing.press(ENTER)
    assert held(desk, member) == (40_000, 0)


def test_a_member_with_a_pin_is_asked_for_it_and_the_sale_stays_where_it_is_not_given(
    typing, counter, desk, member, asked_above, form_keys
):
    stored_value.set_pin(desk, member, "2468")
    top_up(desk, member, 50_000)
    counter.choose(member)
    typing.type("200")
    typing.press(KEY.Key_S, ALT)
    said = form_keys("8000", ENTER, KEY.Key_Escape)
    typing.press(ENTER)
    assert said == ["That is not right for 张三丰. Ask again; nothing was taken."]
    assert not receipts(desk)
    assert counter.basket.amount == "200"
    form_keys("2468", ENTER)
    typing.press(ENTER)
    assert held(desk, member) == (30_000, 0)


def test_a_pin_typed_as_fast_as_a_scan_is_taken_and_shown_nowhere(
    typing, counter, desk, member, asked_above, answers
):
    stored_value.set_pin(desk, member, "2468")
    top_up(desk, member, 50_000)
    counter.choose(member)
    typing.type("200")
    typing.press(KEY.Key_S, ALT)

    def answer(form):
        assert form.scanned("2468"), "else the strip would tell what was scanned"
        return form.result()

    answers.given["show"] = answer
    typing.press(ENTER)
    assert held(desk, member) == (30_000, 0)


def test_who_has_neither_is_given_a_pin_from_where_it_is_refused(
    counter, window, desk, asked_above, answers, told
):
    member = members.register(desk, name="李娜").id
    top_up(desk, member, 50_000)
    counter.choose(member)
    counter.basket.amount = "200"
    counter.prepaying.pay()
    counter.record()
    assert told[-1][0] == "bad"
    assert "李娜 has neither a PIN nor a phone" in told[-1][1]

    def answer(form):
        for one in (form.pin.first, form.pin.again):
            one.setText("2468")
        form.try_it()
        return form.result()

    answers.given["show"] = answer
    window.frame.strip.act()
    assert stored_value.proof_of(desk, member) == "pin"
    assert counter.basket.amount == "200"


def test_what_is_taken_back_of_it_goes_back_to_it_and_is_said(counter, desk, member, told, typing):
    top_up(desk, member, 10_000)
    counter.choose(member)
    counter.basket.amount = "182"
    counter.refresh()
    counter.prepaying.pay()
    counter.record()
    assert "holds ¥0.00 now" in told[-1][1]
    typing.press(KEY.Key_Z, CONTROL)
    assert told[-1][1] == (
        "Receipt 000001 is void: ¥82.00 goes back to the customer. "
        "¥100.00 went back to the stored value."
    )
    assert held(desk, member) == (10_000, 0)


def test_taking_back_a_sale_tells_only_what_did_not_come_back_yet(counter, till, desk, told):
    sale = purchases.record(desk, amount=8_200, pay={"cash": 8_200})
    purchases.refund(desk, sale.id, amount=200, reason="one was torn, at another till")
    counter_sale.take_back(till, sale)
    assert told[-1] == ("note", "Receipt 000001 is void: ¥80.00 goes back to the customer.")
