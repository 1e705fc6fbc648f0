"""What the counter says of who stands there: what is due, what to say, what keeps the tier."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel

from shopdesk import events, gifts, guest_list, members, purchases, rewards, tiers, vouchers
from tests.ui.hands import card_of
from ui.pages.settings_ladder_form import TierForm
from ui.widgets.elided import Elided
from ui.widgets.figure import Figure

ALT = Qt.KeyboardModifier.AltModifier


def said(counter):
    return [
        one.whole for one in counter.card.findChildren(Elided) if one.property("kind") == "note"
    ]


@pytest.fixture
def born(desk, member):
    members.edit(desk, member, birthday=(10, 15))
    rewards.add(desk, name="生日", trigger=rewards.birthday(), reward=rewards.voucher(amount=2000))
    return member


def test_what_rules_owe_today_is_said_and_given_with_one_key(
    qtbot, hands, counter, till, born, told
):
    hands.scan(card_of(till, born))
    qtbot.waitUntil(lambda: counter.card.due.is_any)
    assert "Due now: ¥20 off" in said(counter)
    hands.press(Qt.Key.Key_Y, ALT)
    assert told[-1] == ("good", "Given: ¥20 off")
    (voucher,) = vouchers.of_member(till.desk, born)
    assert [one.code for one in counter.offered] == [voucher.code]
    assert not counter.card.due.is_any
    hands.press(Qt.Key.Key_Y, ALT)
    assert len(vouchers.of_member(till.desk, born)) == 1


def test_what_is_found_for_the_member_before_is_not_shown_for_the_next(
    qtbot, hands, counter, till, born
):
    other = members.register(till.desk, name="李娜", phone="13900139000").id
    counter.choose(born)
    counter.choose(other)
    asked = counter.card.due.asked
    qtbot.waitSignal(asked.ended).wait()
    assert not counter.card.due.is_any
    assert said(counter) == []


def test_a_gift_that_ran_short_is_said_to_be_owed(qtbot, counter, desk, born):
    bag = gifts.add(desk, name="布袋", name_en="Bag", stock=0, cost=1000).id
    rewards.add(desk, name="礼", trigger=rewards.birthday(), reward=rewards.voucher(gift=bag))
    rewards.run(desk)
    counter.choose(born)
    qtbot.waitUntil(lambda: "Owed, and out of stock: Bag" in said(counter))
    assert not counter.card.due.is_any


def test_a_guest_of_todays_event_is_checked_in_from_the_counter(hands, counter, till, member, told):
    event = events.add(till.desk, name="品茶会", name_en="Tasting", on=till.desk.today())
    events.invite(till.desk, event.id, members=[member])
    hands.scan(card_of(till, member))
    assert "On the list of today's event: Tasting" in said(counter)
    hands.press(Qt.Key.Key_E, ALT)
    assert told[-1] == ("good", "Checked in at Tasting.")
    assert guest_list.guest(till.desk, event.id, member).came_at is not None
    assert said(counter) == []


def test_a_tier_that_may_be_lost_is_warned_of_as_long_as_the_review_is_near(
    counter, desk, member, clock
):
    tiers.set_ladder(desk, tiers.ladder(desk), review_months=12)
    purchases.record(desk, member=member, amount=100_000, pay={"cash": 100_000})

    def warned():
        counter.load()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        bad = [one for one in counter.card.findChildren(QLabel) if one.property("kind") == "bad"]
        return [one.text() for one in bad]

    counter.choose(member)
    assert warned() == []
    review_on = tiers.why(desk, member).review_on
    clock.tick(days=(review_on - desk.today()).days - 61)
    assert warned() == []
    clock.tick(days=1)
    (warning,) = warned()
    assert warning.startswith("To stay Silver: ¥")
    purchases.record(desk, member=member, amount=200_000, pay={"cash": 196_000})
    assert warned() == []


def test_what_to_say_is_written_with_the_tier_in_both_languages(till, window, desk, member):
    base, *rest = tiers.ladder(desk)
    form = TierForm(till, window, base, is_lowest=True, is_new=False)
    form.service["zh_CN"].setText("换成大杯")
    form.service["en"].setText(" Offer the larger cup ")
    form.take()
    assert form.made == replace(base, service={"zh_CN": "换成大杯", "en": "Offer the larger cup"})
    tiers.set_ladder(desk, [form.made, *rest])
    counter = window.frame.page
    counter.choose(member)
    assert said(counter) == ["Offer the larger cup"]
    again = TierForm(till, window, form.made, is_lowest=True, is_new=False)
    assert again.service["zh_CN"].text() == "换成大杯"
    again.service["zh_CN"].clear()
    again.service["en"].clear()
    again.take()
    assert again.made == base
    for one in (form, again):
        one.deleteLater()


def test_what_is_due_opens_by_which_rule_and_since_when(qtbot, hands, counter, till, born, answers):
    opened = []
    answers.given["show"] = opened.append
    hands.scan(card_of(till, born))
    qtbot.waitUntil(lambda: counter.card.due.is_any)
    (cell,) = counter.card.due.findChildren(Figure)
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    (form,) = opened
    rows = [(one.on, one.rule, one.said) for one in form.table.model.rows]
    assert rows == [(till.desk.today(), "生日", "¥20 off")]
    assert form.sum == "Total: 1 gift"
