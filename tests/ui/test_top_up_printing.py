"""The slip of a top-up at the till: printed, offered or neither, as a receipt is."""

import pytest
from PySide6.QtWidgets import QPushButton

from shopdesk import passes, purchases, stored_value
from tests.core.prepaid import pass_for, top_up
from tests.ui.printer_hand import settled
from ui.pages import topping_up
from ui.pages.prepaid_forms import RefundTopUpForm, RefundUsesForm
from ui.pages.records import Records


@pytest.fixture
def strip(window):
    return window.frame.strip


@pytest.fixture
def tops_up(answers, window, member):
    """``tops_up("cash")``: 500.00 sold from the counter."""

    def do(tender):
        def answer(form):
            form.amount.setText("500")
            form.paid.choose(tender)
            form.try_it()
            return form.result() == form.DialogCode.Accepted

        answers.given["show"] = answer
        made = topping_up.top_up(window.till, window.frame.page, member)
        settled()
        return made

    return do


TOP_UP = "Top-up slip"
TOPPED_UP = {
    ("always", "cash"): [("DRAWER", TOP_UP)],
    ("always", "wechat"): [("POS-80", TOP_UP)],
    ("ask", "cash"): [("DRAWER", "Cash drawer")],
    ("ask", "wechat"): [],
    ("never", "cash"): [("DRAWER", "Cash drawer")],
    ("never", "wechat"): [],
}


@pytest.mark.parametrize("case", TOPPED_UP, ids="-".join)
def test_a_top_up_is_printed_offered_or_neither_and_its_cash_opens_the_drawer(
    window, strip, printer, till, tops_up, case
):
    when, tender = case
    till.prefer(receipts=when, printer="POS-80", drawer="DRAWER")
    tops_up(tender)
    assert printer.taken == TOPPED_UP[case]
    assert strip.is_undo, "the top-up can still be taken back"
    assert strip.more_button.isVisible() is (when == "ask")


def test_the_slip_of_a_top_up_is_offered_beside_undo(window, strip, printer, tops_up):
    tops_up("wechat")
    assert strip.more_button.text() == "Print the slip"
    strip.more_button.click()
    settled()
    assert printer.taken == [("POS-80", TOP_UP)]
    assert "S000001 was sent to POS-80." in strip.text.text()
    assert strip.is_undo


def test_undoing_a_top_up_in_cash_prints_its_slip_on_the_printer_of_the_drawer(
    window, strip, printer, till, tops_up
):
    till.prefer(receipts="always", printer="POS-80", drawer="DRAWER")
    tops_up("cash")
    strip.undo_button.click()
    settled()
    assert printer.taken == [("DRAWER", TOP_UP), ("DRAWER", "Void slip of a top-up")]


def test_no_key_is_told_for_a_slip_that_the_printer_did_not_take(
    strip, printer, till, desk, tops_up
):
    purchases.record(desk, amount=100, pay={"cash": 100})  # this is what Ctrl+R would print
    printer.is_on = False
    till.prefer(receipts="always", printer="POS-80")
    tops_up("cash")
    assert strip.text.text().endswith("Is it on?")


def test_a_refund_of_a_top_up_offers_its_slip(qtbot, window, printer, desk, member):
    made = stored_value.get(desk, top_up(desk, member, 50_000))
    form = RefundTopUpForm(window.till, window.frame.page, made)
    qtbot.addWidget(form)
    form.reason.setText("moves away")
    form.give()
    window.frame.strip.offer_button.click()
    settled()
    assert printer.taken == [("POS-80", "Refund slip of a top-up")]


def test_unused_uses_given_back_in_cash_open_the_drawer_and_have_a_slip(
    window, till, printer, desk, member, tea
):
    till.prefer(receipts="always", printer="POS-80", drawer="DRAWER")
    sold = pass_for(desk, tea, 50_000, 10)
    purchases.record(desk, member=member, lines=[(sold, 1)], pay={"cash": 50_000})
    form = RefundUsesForm(till, window.frame.page, passes.of_member(desk, member)[0])
    form.reason.setText("moves away")
    form.give()
    settled()
    assert printer.taken == [("DRAWER", "Refund slip")]
    assert "¥500.00" in printer.jobs[0][2]


def test_the_records_print_a_top_up_and_what_came_back_of_it(
    qtbot, till, desk, printer, member, clock
):
    made = top_up(desk, member, 50_000)
    clock.tick(minutes=1)
    stored_value.refund_top_up(desk, made, principal=1000, reason="moves away")
    page = Records(till)
    qtbot.addWidget(page)
    page.load()
    page.find_number("S000001")
    page.paper()
    page.topped_up.print.click()
    slips = [b for b in page.topped_up.findChildren(QPushButton) if b.text() == "Print the slip"]
    slips[0].click()
    page.table.mark(0)
    assert page.topped_up.entry.is_refund
    page.paper()
    settled()
    refund = "Refund slip of a top-up"
    assert [kind for _name, kind in printer.taken] == [TOP_UP, TOP_UP, refund, refund]
    marks = ["REPRINT" in text for _name, _paper, text in printer.jobs]
    assert marks == [False, True, False, True]
