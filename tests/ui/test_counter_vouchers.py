"""Vouchers at the counter: good ones are used, others are refused at the scan."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from shopdesk import gifts, members, purchases, tiers, vouchers
from tests.ui.hands import CONTROL, ENTER, card_of, receipts


@pytest.fixture
def other(till):
    return members.register(till.desk, name="李契", phone="13900139000").id


@pytest.fixture
def strip(window):
    return window.frame.strip


@pytest.fixture
def bag(till):
    return gifts.add(till.desk, name="布袋", name_en="Bag", cost=800, value=2500, stock=3).id


def tried(till):
    """Refused vouchers that the audit remembers."""
    sql = "SELECT body FROM event WHERE action = 'vouchers.refused'"
    return [row[0] for row in till.shop.db.execute_sql(sql).fetchall()]


@pytest.mark.parametrize("typed", ["", "200"])
def test_another_members_voucher_is_refused_at_the_scan(hands, counter, voucher, other, typed):
    counter.choose(other)
    hands.type(typed)
    hands.scan(voucher.qr)
    said = counter.window().frame.strip.message
    assert said.mood == "bad"
    assert "belongs to another member, 张三丰" in said.text
    assert not counter.basket.vouchers
    assert counter.basket.member == other
    assert "voucher_member" in tried(counter.till)[0]


def test_another_members_gift_is_refused_at_the_scan(hands, till, member, other, bag, strip):
    gift = vouchers.issue(till.desk, member, gift=bag, valid_days=30)
    till.go("counter", member=other)
    hands.scan(gift.code)
    assert "belongs to another member" in strip.text.text()
    assert vouchers.get(till.desk, gift.id).state == "issued"


def test_a_voucher_of_another_member_sent_from_its_page_is_refused(
    counter, till, voucher, other, told
):
    counter.choose(other)
    till.go("counter", voucher=voucher.code)
    assert "belongs to another member" in told[-1][1]
    assert not counter.basket.vouchers


@pytest.mark.parametrize("first", ["voucher", "amount"])
def test_a_voucher_brings_its_member_in_any_order(hands, counter, till, voucher, first):
    if first == "voucher":
        hands.scan(voucher.qr)
        hands.type("200")
    else:
        hands.press(ENTER)
        hands.type("200")
        hands.scan(voucher.qr)
    assert counter.basket.member == voucher.member_id
    hands.press(ENTER)
    (sale,) = receipts(till)
    assert (sale.total, sale.member_id) == (17000, voucher.member_id)


def test_the_code_and_the_qr_of_a_voucher_are_the_same_voucher(hands, counter, voucher, told):
    hands.scan(voucher.qr)
    hands.scan(voucher.code)
    assert told[-1] == ("note", "This voucher is already in use in this sale.")
    assert counter.basket.vouchers == [voucher.code]


def test_a_bearers_voucher_needs_no_member(hands, counter, till):
    bearer = vouchers.issue(till.desk, None, amount=500, valid_days=30)
    hands.scan(bearer.code)
    assert counter.basket.vouchers == [bearer.code]
    assert counter.basket.member is None


@pytest.mark.parametrize("way", ["click", "alt"])
def test_a_bearers_voucher_in_use_is_listed_as_used_and_can_be_taken_out(
    hands, counter, till, voucher, way
):
    bearer = vouchers.issue(till.desk, None, amount=500, valid_days=30)
    counter.choose(voucher.member_id)
    hands.type("50")
    hands.scan(bearer.code)
    buttons = counter.offers.findChildren(QPushButton)
    assert [one.text() for one in buttons if one.isVisible()] == ["Use  Alt+1", "In use  Alt+2"]
    assert counter.quote.due == 4500
    if way == "click":
        buttons[-1].click()
    else:
        hands.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert not counter.basket.vouchers
    assert [one.code for one in counter.offered] == [voucher.code]
    assert counter.quote.due == 5000


def test_a_bearers_voucher_stays_in_use_when_the_members_card_follows(hands, counter, till, member):
    bearer = vouchers.issue(till.desk, None, amount=500, valid_days=30)
    hands.scan(bearer.code)
    hands.scan(card_of(till, member))
    assert (counter.basket.member, counter.basket.vouchers) == (member, [bearer.code])
    counter.leave_member()
    assert (counter.basket.member, counter.basket.vouchers) == (None, [bearer.code])


def test_a_bearers_voucher_in_use_is_still_listed_after_the_lock(hands, window, till):
    bearer = vouchers.issue(till.desk, None, amount=500, valid_days=30)
    hands.scan(bearer.code)
    till.prefer(language="zh_CN")
    assert [one.code for one in window.frame.page.offered] == [bearer.code]


def test_a_refused_voucher_leaves_the_steps_of_the_price_to_be_seen(hands, counter, till, member):
    low, *others = tiers.ladder(till.desk)
    tiers.set_ladder(till.desk, [replace(low, discount_percent=5), *others])
    good = vouchers.issue(till.desk, member, amount=500, valid_days=30)
    wrong = vouchers.issue(till.desk, member, amount=3000, minimum=10000, valid_days=30)
    hands.scan(good.code)
    hands.scan(wrong.code)
    hands.type("50")
    shown = [said.text() for said in counter.pay.findChildren(QLabel) if said.isVisible()]
    (place,) = [at for at, said in enumerate(shown) if "needs goods for ¥100.00" in said]
    assert shown[place + 1 : place + 3] == ["Goods", "50.00"]
    assert {"-2.50", "-5.00"} <= set(shown)
    assert not counter.pay.pay.isEnabled()
    assert counter.pay.due.text() == ""


@pytest.mark.parametrize("is_bearers", [False, True])
def test_a_scanned_gift_is_handed_over_from_the_strip(hands, till, member, bag, strip, is_bearers):
    whose = None if is_bearers else member
    gift = vouchers.issue(till.desk, whose, gift=bag, valid_days=30)
    hands.scan(gift.qr)
    assert "Bag" in strip.text.text()
    assert till.basket.member == whose
    strip.offer_button.click()
    assert vouchers.get(till.desk, gift.id).state == "redeemed"
    assert strip.message.mood == "good"


def test_a_used_expired_or_withdrawn_voucher_says_why(hands, till, voucher, clock, told):
    member = voucher.member_id
    purchases.record(
        till.desk, member=member, amount=20000, vouchers=[voucher.code], pay={"cash": 17000}
    )
    withdrawn = vouchers.issue(till.desk, member, amount=500, valid_days=90)
    vouchers.void(till.desk, withdrawn.id, reason="wrong")
    late = vouchers.issue(till.desk, member, amount=500, valid_days=1)
    clock.tick(days=3)
    said = []
    for one in (voucher, withdrawn, late):
        hands.scan(one.qr)
        said.append(told[-1])
    assert [mood for mood, _text in said] == ["bad"] * 3
    assert "was used on 2026-10-15 12:00 at till 1 by 店主" in said[0][1]
    assert "was withdrawn on 15 Oct 2026" in said[1][1]
    assert "valid until 16 Oct 2026" in said[2][1]
    assert till.basket.is_empty


def test_a_forged_voucher_is_refused(hands, counter, voucher, told):
    forged = voucher.qr[:-1] + ("A" if voucher.qr[-1] != "A" else "B")
    hands.scan(forged)
    assert told[-1][0] == "bad"
    assert "signature is wrong" in told[-1][1]


def test_a_voucher_handed_over_a_moment_ago_elsewhere_is_refused_with_the_sale(
    hands, counter, till, voucher, told
):
    hands.scan(voucher.code)
    hands.type("200")
    purchases.record(
        till.desk, member=voucher.member_id, amount=20000, vouchers=[voucher.code],
        pay={"cash": 17000},
    )  # fmt: skip
    hands.press(ENTER)
    assert len(receipts(till)) == 1
    assert counter.basket.amount == "200"
    hands.press(Qt.Key.Key_Escape)
    hands.press(ENTER)
    assert sorted(sale.total for sale in receipts(till)) == [17000, 20000]


def test_a_card_scanned_after_its_voucher_keeps_it(hands, counter, till, member, voucher):
    hands.scan(voucher.code)
    hands.scan(card_of(till, member))
    assert (counter.basket.member, counter.basket.vouchers) == (member, [voucher.code])


def test_f8_issues_a_voucher_to_the_member_at_the_counter(hands, window, till, member, answers):
    till.go("counter", member=member)
    hands.type("200")
    seen = []

    def issue(form):
        seen.append(form.who.member.name)
        form.choose_kind("amount")
        form.amount.setText("5")
        form.try_it()
        return True

    answers.given["show"] = issue
    hands.press(Qt.Key.Key_F8)
    assert seen == ["张三丰"]
    hands.press(Qt.Key.Key_F2)
    counter = window.frame.page
    assert (counter.basket.member, counter.basket.amount) == (member, "200")
    assert [one.amount for one in counter.open_vouchers] == [500]


def test_f8_on_a_profile_takes_its_member(hands, window, answers, till, member):
    seen = []
    answers.given["show"] = lambda form: seen.append(form.who.member.id)
    till.wanted.emit("members", {"member": member})
    hands.press(Qt.Key.Key_F8)
    assert seen == [member]


def test_f8_without_a_member_asks_for_whom(hands, window, answers):
    seen = []
    answers.given["show"] = lambda form: seen.append(form.who.member)
    hands.press(Qt.Key.Key_F8)
    assert seen == [None]


def test_ctrl_p_prints_the_vouchers_of_who_stands_here(hands, till, voucher, answers):
    seen = []
    answers.given["show"] = lambda preview: seen.append(preview.windowTitle())
    hands.press(Qt.Key.Key_P, CONTROL)
    assert seen == []
    till.go("counter", member=voucher.member_id)
    hands.press(Qt.Key.Key_P, CONTROL)
    assert seen == ["Print vouchers"]


def test_a_scanner_that_ends_with_two_enters_records_nothing(hands, counter, till, voucher):
    hands.press(ENTER)
    hands.type("200")
    hands.scan(voucher.code)
    hands.key(ENTER, 0.005)
    assert not receipts(till)
    hands.press(ENTER)
    assert receipts(till)[0].total == 17000
