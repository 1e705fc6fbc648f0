"""Records on the screen: the day, a receipt in full, refund and void seen before they are done."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea

from shopdesk import members, points, products, purchases, staff, tiers, vouchers
from shopdesk.shop import Desk
from ui.pages.records import Records
from ui.pages.voucher_words import grouped

TODAY = date(2026, 10, 15)


@pytest.fixture
def page(qtbot, till):
    made = Records(till)
    qtbot.addWidget(made)
    made.load()
    return made


@pytest.fixture
def sold(desk, member, tea):
    """Two teas to a member, by two tenders."""
    return purchases.record(
        desk, member=member, lines=[(tea, 2)], pay={"cash": 3600, "wechat": 10_000}
    ).id


def shown(page, receipt):
    page.show_what(receipt=receipt)
    return page


def numbers(page):
    return [entry.id for entry in page.table.model.rows]


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]


def fill(answers, work):
    """Answer the next form by filling it in; it is left open where it was refused."""

    def answer(form):
        work(form)
        form.try_it()
        return form.result() == form.DialogCode.Accepted

    answers.given["show"] = answer


# --- the day ----------------------------------------------------------------------------------


def test_a_day_without_receipts_says_so_in_words(page):
    assert not numbers(page)
    assert page.table.empty.text() == "No receipt on this day."
    assert "Choose a receipt" in " ".join(texts(page.shown))


def test_the_day_lists_its_receipts_the_newest_first(page, desk, sold):
    walk_in = purchases.record(desk, amount=500, pay={"card": 500}).id
    page.load()
    assert numbers(page) == [walk_in, sold]
    cells = [
        page.table.model.data(page.table.model.index(1, column))
        for column in range(page.table.model.columnCount())
    ]
    assert cells == ["000001", "12:00", "张三丰", "¥136.00", "136", "Cash, WeChat", ""]
    of_walk_in = [page.table.model.text(0, column) for column in (2, 4)]
    assert of_walk_in == ["Walk-in", "–"]


def test_every_column_says_what_it_is(page):
    assert page.table.model.titles == [
        "No.", "Time", "Member", "Total", "Points", "Paid by", "State"
    ]  # fmt: skip


def test_the_day_adds_up_by_tender_after_what_was_given_back(page, desk, sold):
    purchases.refund(desk, sold, amount=1000, reason="scratched")
    page.load()
    assert [(what, amount) for what, amount, _ in page.sums] == [
        ("1 receipt", "¥126.00"),
        ("Cash", "¥33.36"),
        ("WeChat", "¥92.64"),
        ("of it given back", "-¥10.00"),
    ]


def test_one_walks_through_the_days_but_not_into_the_future(page, desk, clock, sold):
    clock.tick(days=1)
    page.load()
    assert not numbers(page)
    assert not page.after.isEnabled()
    page.before.click()
    assert (page.on, numbers(page)) == (TODAY, [sold])
    page.after.click()
    assert page.on == date(2026, 10, 16)
    page.day.setDate(page.day.date().addDays(-1))
    assert numbers(page) == [sold]
    assert page.escape()
    assert (page.on, page.escape()) == (date(2026, 10, 16), False)


def test_today_moves_on_by_itself_and_a_chosen_day_stays(page, clock, sold):
    clock.tick(days=1)
    page.load()
    assert (page.on, numbers(page)) == (date(2026, 10, 16), [])
    page.show_what(day=TODAY)
    clock.tick(days=1)
    page.load()
    assert (page.on, numbers(page)) == (TODAY, [sold])


def test_a_number_finds_its_receipt_on_whatever_day(page, desk, clock, sold, told):
    clock.tick(days=9)
    page.number.setText(" 1 ")
    page.number.returnPressed.emit()
    assert (page.on, page.shown.entry.id) == (TODAY, sold)
    assert not page.number.text()
    page.find_number("77")
    assert told == [("note", "There is no receipt 77. Nothing was changed.")]
    assert page.shown.entry.id == sold


def test_another_page_asks_for_a_receipt_by_its_id_or_number(page, sold, told):
    assert shown(page, sold).shown.entry.id == sold
    assert shown(page, "000001").shown.entry.id == sold
    shown(page, 99)
    assert told[-1][0] == "bad"


# --- a receipt in full ------------------------------------------------------------------------


def test_a_receipt_shows_every_step_of_its_price(page, desk, member, tea):
    members_points = points.adjust(desk, member, 500, reason="start")
    voucher = vouchers.issue(desk, member, amount=1000)
    sold = purchases.record(
        desk, member=member, lines=[(tea, 1)], vouchers=[voucher.code], points=members_points,
        pay={"cash": 5300}, cash_given=6000,
    ).id  # fmt: skip
    told = texts(shown(page, sold).shown)
    for text in (
        "茉莉银针",
        "¥68.00",
        "-¥10.00",
        "-¥5.00",
        "¥53.00",
        "¥60.00",
        "¥7.00",
        "53",
        "500",
    ):
        assert text in told, text
    assert (page.shown.member.text(), page.shown.then.text()) == ("张三丰", "Tier then: Member")


def test_a_receipt_sold_in_another_language_is_told_in_that_of_the_window(page, desk, member):
    tiers.lock(desk, member, "silver", reason="regular")
    spoken, desk.speaks = desk.speaks, "zh_CN"
    sold = purchases.record(desk, member=member, amount=10_000, pay={"cash": 9800})
    desk.speaks = spoken
    assert [step.why for step in sold.steps] == ["银卡 9.8 折"]
    told = texts(shown(page, sold.id).shown)
    assert "Silver: 2% off" in told
    assert "银卡 9.8 折" not in told


def test_a_receipt_that_is_too_long_for_its_place_is_scrolled_by_the_keys(window, desk, qtbot):
    goods = [products.add(desk, name=f"茶{n}", price=100).id for n in range(40)]
    bought = purchases.record(desk, lines=[(tea, 1) for tea in goods], pay={"cash": 4000})
    window.frame.show_page("records", {"receipt": bought.id})
    area = window.frame.page.shown.findChild(QScrollArea)
    qtbot.waitUntil(lambda: area.focusPolicy() == Qt.FocusPolicy.TabFocus)
    assert area.accessibleName()
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0


def test_enter_on_cancel_gives_nothing_back(page, desk, sold, answers, qtbot):
    def cancel(form):
        form.reason.setText("a dent")
        form.show()
        leave = next(b for b in form.findChildren(QPushButton) if b.text() == "Cancel")
        leave.setFocus()
        qtbot.keyClick(leave, Qt.Key.Key_Return)
        return form.result() == form.DialogCode.Accepted

    answers.given["show"] = cancel
    shown(page, sold).refund()
    assert purchases.get(desk, sold).refunded == 0


def test_back_on_an_empty_day_the_keys_are_on_the_way_to_another(window, desk, sold, clock, qtbot):
    clock.tick(days=1)
    window.frame.show_page("records", {"day": TODAY})
    page = window.frame.page
    page.begin()
    qtbot.waitUntil(page.table.view.hasFocus)
    assert page.escape()
    assert page.before.hasFocus()


def test_whoever_turns_on_at_once_keeps_the_keys_where_they_turned_to(window, sold, qtbot):
    window.frame.turn_to("records")
    window.frame.turn_to("counter")
    field = QApplication.focusWidget()
    for _turn in range(3):
        QApplication.processEvents()
    assert window.frame.name == "counter"
    assert QApplication.focusWidget() is field


def test_an_old_receipt_names_the_tier_it_had_though_the_ladder_lost_it(page, desk, member):
    def buy(amount):
        due = purchases.quote(desk, member=member, amount=amount).due
        return purchases.record(desk, member=member, amount=amount, pay={"cash": due}).id

    buy(100_000)
    as_silver = buy(500)
    buy(300_000)
    lowest, _silver, *rest = tiers.ladder(desk)
    tiers.set_ladder(desk, [lowest, *rest])
    assert shown(page, as_silver).shown.then.text() == "Tier then: Silver"


def test_the_receipt_leads_to_its_member_and_a_walk_in_to_nobody(page, till, desk, member, sold):
    heard = []
    till.wanted.connect(lambda name, what: heard.append((name, what)))
    shown(page, sold).shown.member.click()
    assert heard == [("members", {"member": member})]
    walk_in = purchases.record(desk, amount=500, pay={"card": 500}).id
    assert not shown(page, walk_in).shown.member.isEnabled()


def test_the_receipt_that_is_shown_stays_when_another_is_sold(page, desk, sold):
    shown(page, sold)
    purchases.record(desk, amount=500, pay={"card": 500})
    page.load()
    assert page.shown.entry.id == sold
    assert page.table.current.id == sold


# --- refunds ----------------------------------------------------------------------------------


def test_everything_is_seen_before_it_is_given_back(page, desk, sold, answers):
    seen = []

    def look(form):
        seen.append((form.effects.lines, form.ok.text()))
        form.choose("amount")
        seen.append((form.effects.said, form.ok.text()))
        form.amount.setText("36")
        seen.append((form.effects.lines, form.ok.text()))
        form.reject()
        return False

    answers.given["show"] = look
    shown(page, sold).refund()
    whole, blank, part = seen
    assert whole == (
        [
            ("Money back", "¥136.00"),
            ("Give back in cash", "¥36.00"),
            ("Give back in WeChat itself", "¥100.00"),
            ("Points that were earned are taken back", "-136"),
            ("Points afterwards", "0"),
            ("Left of the receipt", "¥0.00"),
        ],
        "Refund ¥136.00",
    )
    assert blank == ("Enter what is given back to see everything it does.", "Refund")
    assert part[0][0] == ("Money back", "¥36.00")
    assert ("Points that were earned are taken back", "-36") in part[0]
    assert purchases.get(desk, sold).refunded == 0


def test_lines_are_given_back_by_their_quantities(page, desk, sold, answers, told):
    def one(form):
        form.choose("lines")
        form.counts[1].setText("1")
        form.reason.setText("one too many")

    fill(answers, one)
    shown(page, sold).refund()
    page.load()
    assert purchases.get(desk, sold).refunded == 6800
    assert told[-1] == ("good", "¥68.00 of receipt 000001 is given back.")
    assert page.table.model.data(page.table.model.index(0, 6)) == "Part back"
    assert "Reason: one too many" in texts(page.shown)


def test_a_voucher_that_comes_back_is_named_before(page, desk, member, answers):
    voucher = vouchers.issue(desk, member, amount=1000)
    sold = purchases.record(
        desk, member=member, amount=5000, vouchers=[voucher.code], pay={"cash": 4000}
    ).id
    seen = []
    fill(answers, lambda form: seen.extend(form.effects.lines))
    shown(page, sold).refund()
    assert ("Voucher that can be used again", grouped(voucher.code)) in seen


def test_a_refund_without_a_reason_or_of_too_much_keeps_the_form(page, desk, sold, answers):
    said = []

    def work(form):
        form.try_it()
        said.append(form.said.text())
        form.choose("amount")
        form.try_it()
        said.append(form.said.text())
        form.amount.setText("999")
        said.append(form.effects.said)
        form.reason.setText("x")

    fill(answers, work)
    shown(page, sold).refund()
    assert said[0].startswith("Say why")
    assert "cannot be used here" in said[1]
    assert "Only ¥136.00" in said[2]
    assert purchases.get(desk, sold).refunded == 0


def test_a_refund_can_be_pressed_only_once_it_is_known_what_it_does(page, desk, sold, answers):
    pressed = []

    def work(form):
        for way, typed in (("whole", ""), ("amount", ""), ("amount", "36"), ("amount", "999")):
            form.choose(way)
            form.amount.setText(typed)
            pressed.append(form.ok.isEnabled())

    fill(answers, work)
    shown(page, sold).refund()
    assert pressed == [True, False, True, False]


def test_what_a_refund_by_item_does_and_its_reason_are_in_sight_with_its_button(
    page, desk, sold, answers
):
    cut = []

    def work(form):
        form.show()
        form.choose("lines")
        form.back.first.setText("1")
        form.refuse("This is not so. " * 20)
        QApplication.processEvents()
        needed = [form.effects, form.reason, form.back.first, form.ok]
        cut.extend(one for one in needed if one.visibleRegion().boundingRect() != one.rect())
        assert form.height() <= 728

    fill(answers, work)
    shown(page, sold).refund()
    assert cut == []


def test_a_second_enter_gives_nothing_twice(page, desk, sold, answers):
    def twice(form):
        form.choose("amount")
        form.amount.setText("10")
        form.reason.setText("scratched")
        form.give()
        form.give()

    fill(answers, twice)
    shown(page, sold).refund()
    assert purchases.get(desk, sold).refunded == 1000


def test_quantities_that_are_none_are_refused_in_words(page, desk, sold, answers):
    said, marked = [], []

    def work(form):
        form.choose("lines")
        for typed in ("x", "3", "0"):
            form.counts[1].setText(typed)
            said.append(form.effects.said)
            marked.append((form.counts[1].property("mood"), form.ok.isEnabled()))
        form.reason.setText("x")

    fill(answers, work)
    shown(page, sold).refund()
    assert "x is no quantity" in said[0]
    assert said[1] == "茉莉银针: at most 2 can come back."
    assert said[2]
    assert marked == [("bad", False), ("bad", False), ("", False)]
    assert purchases.get(desk, sold).refunded == 0


def test_a_plain_amount_has_no_lines_to_choose(page, desk, answers):
    sold = purchases.record(desk, amount=500, pay={"card": 500}).id
    seen = []
    fill(answers, lambda form: seen.append(form.buttons["lines"].isEnabled()))
    shown(page, sold).refund()
    assert seen == [False]


def test_what_was_given_back_whole_offers_no_second_refund_and_says_why(page, desk, sold):
    purchases.refund(desk, sold, reason="all back")
    shown(page, sold)
    assert not page.shown.refund.isEnabled()
    assert page.shown.why.text() == "All of it was given back."
    assert page.shown.fate.text() == "Refunded"


# --- void -------------------------------------------------------------------------------------


def test_a_receipt_is_made_void_having_seen_what_that_does(page, desk, member, sold, answers, told):
    seen = []

    def work(form):
        seen.extend(form.effects.lines)
        form.reason.setText("rung up twice")

    fill(answers, work)
    shown(page, sold).void()
    page.load()
    assert ("Money back", "¥136.00") in seen
    assert purchases.get(desk, sold).voided
    assert members.get(desk, member).points == 0
    assert told[-1] == ("good", "Receipt 000001 is void. Give back ¥136.00.")
    assert page.shown.fate.text() == "Void"
    assert not page.shown.void.isEnabled()
    assert not page.shown.refund.isEnabled()
    assert [(what, amount) for what, amount, _ in page.sums] == [("0 receipts", "¥0.00")]


def test_what_was_given_back_already_can_still_be_made_void(page, desk, sold, answers):
    purchases.refund(desk, sold, reason="all back")

    def work(form):
        assert "no money moves" in form.effects.said
        form.reason.setText("wrong day")

    fill(answers, work)
    shown(page, sold).void()
    assert purchases.get(desk, sold).voided


def test_only_todays_receipt_can_be_made_void(page, desk, clock, sold):
    clock.tick(days=1)
    shown(page, sold)
    assert not page.shown.void.isEnabled()
    assert page.shown.refund.isEnabled()
    assert "Only a receipt of today" in page.shown.why.text()


def test_a_cashier_makes_void_and_asks_the_manager_for_refunds(qtbot, till, desk, sold):
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
    page = Records(till)
    qtbot.addWidget(page)
    page.load()
    shown(page, sold)
    assert page.shown.refund.isEnabled()
    assert page.shown.void.isEnabled()
    assert page.shown.why.text() == "Somebody who may refund is asked for their PIN."
