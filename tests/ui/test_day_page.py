"""The day at a till by keys alone, from the float to the closing slip; sales that wait."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtTest import QTest

from shopdesk import (
    cash,
    cash_ups,
    days,
    months,
    parked,
    products,
    purchases,
    settings,
    shifts,
    staff,
    till_slips,
    top_ups,
)
from shopdesk.shop import Desk
from tests.ui.hands import CONTROL, ENTER, receipts
from ui.basket import Basket
from ui.daily import Daily
from ui.pages.count_form import CountForm
from ui.pages.counter_aside import LateForm
from ui.pages.day import Day
from ui.pages.day_forms import BeginForm, MoveForm
from ui.pages.parked_forms import ParkForm, RecallForm
from ui.widgets.pdf_pages import sheet_of

ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def type_into(widget, text):
    QTest.keyClicks(widget, text)


def enter(widget):
    QTest.keyClick(widget, ENTER)


class Forms:
    """Answers each form as it opens, by keys, and keeps which ones came; papers are left."""

    def __init__(self, answers, deeds):
        self.deeds, self.came = deeds, []
        answers.given["show"] = self

    def __call__(self, form):
        self.came.append(type(form).__name__)
        deed = self.deeds.get(type(form))
        if deed is None:
            return False
        ends = []
        form.finished.connect(ends.append)
        form.show()
        deed(form)
        form.hide()
        window = form.parent().window()
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        return ends[:1] == [1]


def begin_with(text):
    def fill(form):
        type_into(form.cash.sum, text)
        enter(form.cash.sum)
        enter(form.ok)

    return fill


def move(amount, reason):
    def fill(form):
        type_into(form.amount, amount)
        type_into(form.reason, reason)
        enter(form.reason)

    return fill


def count(*typed):
    """What is typed into one field after the other, each ended by Enter on the number pad."""

    def fill(form):
        fields = [form.cash.sum, *form.others.values(), form.left]
        for place, text in enumerate(typed):
            type_into(fields[place], text)
            enter(fields[place])
            assert not form.result(), "no Enter before the last ends it"
        for one in fields[len(typed) :]:
            enter(one)
        enter(form.ok)

    return fill


@pytest.fixture
def day(window, hands) -> Day:
    hands.press(Key.Key_8, CONTROL)
    return window.frame.page


# --- a whole day ------------------------------------------------------------------------------


def test_a_day_by_keys_from_float_to_closing_slip(hands, window, till, answers, told):
    forms = Forms(answers, {
        BeginForm: begin_with("300"), MoveForm: move("18.5", "parcel"),
        CountForm: count("384.50", "100", "", "", "200"),
    })  # fmt: skip
    hands.press(Key.Key_8, CONTROL)
    assert isinstance(window.frame.page, Day)
    hands.press(Key.Key_S, ALT)
    assert shifts.current(till.desk).opening == 30000
    hands.press(Key.Key_F2)
    for amount, tender in (("100", "wechat"), ("103", "cash")):
        till.prefer(tender=tender)
        hands.press(ENTER)
        hands.type(amount)
        hands.press(ENTER)
        if tender == "cash":
            hands.press(ENTER)
    assert [sale.payments for sale in receipts(till)] == [{"wechat": 10000}, {"cash": 10300}]
    hands.press(Key.Key_8, CONTROL)
    hands.press(Key.Key_O, ALT)
    hands.press(Key.Key_F12)
    (done,) = cash_ups.listed(till.desk)
    assert done.expected == {"cash": 30000 + 10300 - 1850, "wechat": 10000}
    assert done.difference == {"cash": 0, "wechat": 0}
    assert (done.left, done.kind) == (20000, "close")
    assert forms.came == ["BeginForm", "MoveForm", "CountForm", "Preview"]
    assert told[-1] == (
        "good",
        "The day of till 1 is closed. · Cash: exact · WeChat: exact",
    )
    assert till_slips.of(till.desk, done.id).sold.receipts == 2


def test_a_shift_is_handed_over_by_keys(hands, day, till, answers, told):
    hired = staff.add(till.desk, name="小陈", pin="4826", role="cashier")
    shifts.begin(till.desk, 10000)

    def fill(form):
        form.to.setCurrentIndex(form.to.findData(hired.id))
        count("99.50")(form)

    Forms(answers, {CountForm: fill})
    hands.press(Key.Key_S, ALT)
    assert shifts.current(till.desk).staff == "小陈"
    assert told[-1] == ("note", "The shift of 店主 is over. · Cash: ¥0.50 missing")


def test_who_may_see_it_is_told_beside_the_field_how_far_it_is(day, till, answers):
    shifts.begin(till.desk, 10000)
    form = CountForm(till, day, is_day=True)
    assert form.notes["cash"].text() == "Expected: ¥100.00"
    form.cash.sum.setText("50+40")
    assert form.notes["cash"].text() == "Expected: ¥100.00 · ¥10.00 missing"
    form.cash.sum.setText("50+50")
    assert form.notes["cash"].text() == "Expected: ¥100.00 · exact"


def test_what_is_paid_from_an_account_is_not_said_to_be_there(till, member, qtbot):
    top_ups.top_up(till.desk, member, principal=1000, pay={"card": 1000})
    purchases.record(till.desk, member=member, amount=300, pay={"stored_value": 300})
    page = Day(till)
    qtbot.addWidget(page)
    page.load()
    words = [one.text() for one in page.findChildren(type(page.title))]
    assert words[words.index("Card") + 1] == "¥10.00"
    assert not [said for said in words if said.startswith("Stored value")]


def test_a_cashier_counts_blind(till, cashier_seated, qtbot):
    page = Day(till)
    qtbot.addWidget(page)
    page.load()
    words = " ".join(one.text() for one in page.findChildren(type(page.title)))
    assert "Should be there now" not in words
    form = CountForm(till, page, is_day=True)
    assert form.notes["cash"].text() == ""
    form.cash.sum.setText("1")
    assert form.notes["cash"].text() == ""


def test_who_counts_blind_finds_no_sum_of_cash_among_the_records(till, window, cashier_seated):
    purchases.record(till.desk, amount=100, pay={"cash": 100})
    window.begin_on("records")
    page = window.frame.page
    assert [words for words, _amount, _kind in page.sums] == ["1 receipt", "Cash"]
    shifts.begin(till.desk, 100)  # from here on the drawer is counted
    assert [words for words, _amount, _kind in page.sums] == ["1 receipt"]


def test_notes_make_the_sum(day, till):
    form = CountForm(till, day, is_day=True)
    form.cash.show_notes()
    for typed, number in zip(form.cash.counts, "21403001", strict=True):
        typed.setFocus()
        QTest.keyClicks(typed, number)
    assert form.cash.amount() == 2 * 10000 + 5000 + 4 * 2000 + 3 * 500 + 10


def test_an_amount_that_is_none_is_said_and_nothing_is_closed(day, till, answers):
    form = CountForm(till, day, is_day=True)
    form.cash.sum.setText("12,5")
    form.try_it()
    assert form.said.text()
    assert cash_ups.listed(till.desk) == []


def test_what_was_closed_is_offered_again_on_paper(hands, day, till, preview):
    days.close(till.desk, counted={"cash": 0})
    hands.press(Key.Key_P, CONTROL)
    assert preview["pages"] == [1]


@pytest.mark.parametrize(("paper", "width_mm"), [("80", 80), ("58", 58), ("A4", 210), ("A5", 210)])
def test_a_slip_comes_up_on_the_paper_of_this_computer(hands, day, till, preview, paper, width_mm):
    days.close(till.desk, counted={"cash": 0})
    till.prefer(paper=paper)
    hands.press(Key.Key_P, CONTROL)
    assert preview["dialog"].choice == width_mm


def test_a_roll_is_read_at_its_own_size_and_printed_on_paper_of_its_length(
    hands, day, till, preview, qtbot
):
    days.close(till.desk, counted={"cash": 0})
    seen = []

    def look(dialog):
        for width_mm in (80, 58, 210):
            dialog.choose(width_mm)
            qtbot.waitUntil(dialog.save_button.isEnabled)
            paper = sheet_of(dialog.pages).size(QPageSize.Unit.Millimeter)
            seen.append((round(paper.width()), dialog.paper.minimumHeight()))
            if width_mm < 210:
                assert paper.height() > 100
                assert dialog.paper.minimumHeight() == dialog.paper.pixmap().height()

    preview["then"] = [look]
    hands.press(Key.Key_P, CONTROL)
    assert [width for width, _least in seen] == [80, 58, 210]
    assert seen[2][1] < min(seen[0][1], seen[1][1])


def test_enter_on_a_slip_prints_it_again(hands, day, till, preview):
    days.close(till.desk, counted={"cash": 0})
    hands.press(Key.Key_F9)
    hands.press(ENTER)
    assert preview["pages"] == [1]


def test_the_page_says_how_the_till_stands(day, till):
    def words():
        return " ".join(one.text() for one in day.findChildren(type(day.title)))

    assert "No shift runs." in words()
    cash.pay_in(till.desk, 500, reason="change")
    assert "change · 店主" in words()
    there = Desk(till.shop, 1, "店主", "owner", till="2")
    shifts.begin(there, 100)
    assert "Till 2: 店主 has had the drawer since" in words()
    parked.park(till.desk, label="one", amount=100)
    assert "1 parked sale waits still." in words()
    days.close(till.desk)
    assert "The day was closed at 12:00 by 店主." in words()


def test_what_should_be_there_grows_by_what_was_topped_up(day, till, member):
    def words():
        return " ".join(one.text() for one in day.findChildren(type(day.title)))

    top_ups.top_up(till.desk, member, principal=12345, pay={"cash": 12345})
    assert "¥123.45" in words()


# --- the morning after ------------------------------------------------------------------------


def test_a_day_that_was_not_closed_is_offered_in_the_morning(
    window, till, clock, answers, told, qtbot
):
    days.close(till.desk)
    clock.tick(days=1)
    purchases.record(till.desk, amount=100, pay={"cash": 100})
    clock.tick(days=1)
    Daily(till)
    qtbot.waitUntil(lambda: any("was not closed" in text for _mood, text in told))
    assert told[-1][1] == "A new day: 16 Oct 2026 was not closed at this till."
    Forms(answers, {CountForm: count("1")})
    till.go("day", close=True)
    assert cash_ups.listed(till.desk)[0].on == date(2026, 10, 16)


# --- sales that wait --------------------------------------------------------------------------


def label(text):
    def fill(form):
        form.label.clear()
        type_into(form.label, text)
        enter(form.label)

    return fill


def test_a_sale_is_parked_and_called_up_by_keys(hands, counter, till, tea, answers, told):
    counter.add_product(tea)
    Forms(answers, {ParkForm: label("red coat"), RecallForm: lambda form: enter(form.table.view)})
    hands.press(Key.Key_H, ALT)
    assert counter.basket.is_empty
    assert [(one.label, one.due) for one in parked.listed(till.desk)] == [("red coat", 6800)]
    assert counter.aside.recall_button.text() == "Parked sales (1)"
    assert counter.aside.recall_button.toolTip() == "Parked sales (1) · Alt+G"
    products.edit(till.desk, tea, price=7000)
    hands.press(Key.Key_G, ALT)
    assert counter.basket.lines[0][0] == tea
    assert counter.quote.due == 7000
    assert parked.listed(till.desk) == []
    assert told[-1][1] == "red coat goes on, at the prices of now."
    assert counter.aside.recall_button.text() == "Parked sales (0)"


def test_a_parked_sale_goes_on_without_a_voucher_that_nobody_knows(counter, till, answers, told):
    parked.park(till.desk, label="one", amount=100, vouchers=["V7K2M9QX4T8R"])
    Forms(answers, {RecallForm: lambda form: enter(form.table.view)})
    counter.aside.recall()
    assert told[-1][1] == "one goes on, at the prices of now. Not with it: V7K2M9QX4T8R"
    counter.record()
    assert [one.total for one in receipts(till)] == [100]


def test_a_sale_called_up_below_the_red_line_is_of_its_day(counter, till, answers):
    parked.park(till.desk, label="one", amount=100)
    counter.basket.on = yesterday = till.desk.today() - timedelta(days=1)
    counter.load()
    Forms(answers, {RecallForm: lambda form: enter(form.table.view)})
    counter.aside.recall()
    assert (counter.basket.amount, counter.basket.on) == ("1.00", yesterday)
    assert not counter.aside.banner.isHidden()


def test_no_other_sale_is_called_up_over_one_that_is_half_made(hands, counter, till, answers, told):
    parked.park(till.desk, label="one", amount=100)
    counter.basket.amount = "5"
    counter.refresh()
    hands.press(Key.Key_G, ALT)
    assert counter.basket.amount == "5"
    assert told[-1][0] == "note"
    assert len(parked.listed(till.desk)) == 1


def test_what_another_till_took_up_meanwhile_cannot_be_dropped(till, answers, told, counter):
    gone = parked.park(till.desk, label="one", amount=100)
    parked.park(till.desk, label="two", amount=200)
    said, shown = [], []

    def drop(form):
        parked.recall(till.desk, gone.id)
        form.drop.click()
        said.append(form.said.text())
        shown.extend(one.label for one in form.table.model.rows)

    Forms(answers, {RecallForm: drop})
    counter.aside.recall()
    assert [one.partition(":")[0] for one in said] == ["This parked sale is no longer waiting"]
    assert shown == ["two"], "and the list shows what waits by now"
    assert [one.label for one in parked.listed(till.desk)] == ["two"]
    assert [text for _mood, text in told if "discarded" in text] == []


def test_what_is_gone_is_said(hands, counter, till, tea, answers, told):
    parked.park(till.desk, label="one", lines=[(tea, 1)], member=None)
    products.edit(till.desk, tea, discontinued=True)
    Forms(answers, {RecallForm: lambda form: enter(form.table.view)})
    hands.press(Key.Key_G, ALT)
    assert told[-1] == ("bad", "one goes on, at the prices of now. Not with it: 茉莉银针")


def test_a_sale_nobody_comes_for_is_dropped(till, window):
    parked.park(till.desk, label="one", amount=100)
    form = RecallForm(till, window.frame.page)
    form.let_go()
    assert parked.listed(till.desk) == []
    assert not form.ok.isEnabled()


def test_an_amount_waits_as_the_sum_it_was(hands, counter, till, answers):
    counter.basket.amount = "30+25.5"
    counter.refresh()
    Forms(answers, {ParkForm: label("one"), RecallForm: lambda form: enter(form.table.view)})
    hands.press(Key.Key_H, ALT)
    hands.press(Key.Key_G, ALT)
    assert counter.basket.amount == "55.50"


# --- an earlier day ---------------------------------------------------------------------------


def on_day(text):
    def fill(form):
        form.day.clear()
        type_into(form.day, text)
        enter(form.day)

    return fill


def test_a_sale_is_entered_for_an_earlier_day_behind_a_banner(hands, counter, till, answers, told):
    yesterday = till.desk.today() - timedelta(days=1)
    Forms(answers, {LateForm: on_day(str(yesterday))})
    assert not counter.aside.banner.isVisible()
    hands.press(Key.Key_L, ALT)
    assert counter.aside.banner.isVisible()
    assert counter.aside.said.text() == "This sale is entered for 14 Oct 2026, not for today."
    counter.pay.amount.setFocus()
    hands.type("50")
    hands.press(ENTER)
    (sale,) = purchases.of_day(till.desk, yesterday)
    assert (sale.total, sale.on) == (5000, yesterday)
    assert told[-1][1].endswith("for 14 Oct 2026")
    assert not counter.aside.banner.isVisible(), "the next is of today"


@pytest.mark.parametrize("wrong", ["2026-10-07", "2026-10-16", "2026-13-01", ""])
def test_a_day_that_cannot_be_is_refused_in_the_form(counter, till, wrong):
    form = LateForm(till, counter, None)
    form.day.setText(wrong)
    form.try_it()
    assert form.said.text()
    assert form.on is None


def test_no_day_of_a_closed_month_is_taken(counter, till, clock):
    settings.edit(till.desk, back_date_days=30)
    clock.tick(days=20)
    months.close(till.desk, 2026, 10)
    form = LateForm(till, counter, date(2026, 10, 31))
    form.try_it()
    assert form.said.text().startswith("2026-10 is closed")


def test_esc_and_the_button_lead_back_to_today(hands, counter, till):
    for leave in (lambda: hands.press(Key.Key_Escape), counter.aside.to_today):
        till.basket = Basket(on=till.desk.today() - timedelta(days=1))
        counter.load()
        assert counter.aside.banner.isVisible()
        leave()
        assert counter.basket.on is None
        assert not counter.aside.banner.isVisible()


def test_a_cashier_is_offered_no_earlier_day(window, till, cashier_seated):
    window.begin_on("counter")
    assert not window.frame.page.aside.late_button.isVisible()


def test_a_sale_behind_the_close_says_so(hands, counter, till, told):
    days.close(till.desk)
    hands.press(ENTER)
    hands.type("50")
    hands.press(ENTER)
    assert told[-1][1].endswith("after the close: it counts with the next day")


# --- the month --------------------------------------------------------------------------------


def test_the_owner_closes_a_month_on_the_reports(window, till, clock, answers, qtbot, told):
    purchases.record(till.desk, amount=100, pay={"cash": 100})
    clock.tick(days=17)
    window.frame.show_page("reports", {"month": (2026, 10)})
    page = window.frame.page
    qtbot.waitUntil(lambda: page.report is not None and page.job is None)
    assert page.shut.isVisible()
    answers.given["ask"] = False
    page.close_month()
    assert months.closed(till.desk, 2026, 10) is None
    answers.given["ask"] = True
    page.close_month()
    qtbot.waitUntil(lambda: page.job is None and not page.shut.isVisible())
    assert page.note.text().endswith("closed on 1 Nov 2026 by 店主")
    assert told[-1] == ("good", "October 2026 is closed.")


def test_the_running_month_is_not_offered_to_be_closed(window, till, qtbot):
    purchases.record(till.desk, amount=100, pay={"cash": 100})
    window.frame.show_page("reports", {})
    page = window.frame.page
    qtbot.waitUntil(lambda: page.report is not None and page.job is None)
    assert not page.shut.isVisible()
