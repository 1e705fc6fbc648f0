"""Receipts at the till: printed, offered or neither; no printer ever stops or loses a sale."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from shopdesk import codes, members, purchases
from shopdesk.shop import Desk
from tests.ui.hands import CONTROL, ENTER, receipts
from tests.ui.printer_hand import settled
from ui import folders, preferences, printing, receipt_printing
from ui.pages.records import Records
from ui.pages.refund_form import VoidForm
from ui.pages.settings import Settings


@pytest.fixture
def strip(window):
    return window.frame.strip


def sell(hands, window, amount="50"):
    window.frame.page.pay.amount.setFocus()
    hands.type(amount)
    hands.press(ENTER)
    settled()


# --- always, ask, never -----------------------------------------------------------------------


def test_at_first_a_receipt_is_offered_beside_undo_and_nothing_is_printed(
    hands, window, strip, printer, till
):
    sell(hands, window)
    assert printer.jobs == []
    assert strip.more_button.text() == "Print receipt"
    assert strip.undo_button.isVisible()
    strip.more_button.click()
    settled()
    assert printer.taken == [("POS-80", "Sales receipt")]
    assert "000001 was sent to POS-80." in strip.text.text()
    assert strip.is_undo, "the sale can still be taken back"
    assert not strip.more_button.isVisible()


def test_the_offer_is_there_beside_the_next_sale_and_takes_no_key(hands, window, strip, printer):
    sell(hands, window)
    window.frame.page.pay.amount.setFocus()
    hands.type("7")
    assert strip.more_button.isVisible()
    assert strip.undo_button.text() == "Undo the last sale"
    hands.press(ENTER)
    assert len(receipts(window.till)) == 2


def test_always_prints_at_once_and_says_nothing_of_it(hands, window, strip, printer, till):
    till.prefer(receipts="always", paper="58", printer="POS-80")
    sell(hands, window)
    assert [(name, paper) for name, paper, _text in printer.jobs] == [("POS-80", "58")]
    assert "REPRINT" not in printer.jobs[0][2]
    assert "POS-80" not in strip.text.text()
    assert (strip.is_undo, strip.more_button.isVisible()) == (True, False)


def test_never_neither_prints_nor_offers(hands, window, strip, printer, till):
    till.prefer(receipts="never")
    sell(hands, window)
    assert printer.jobs == []
    assert not strip.more_button.isVisible()


def test_a_sale_is_three_actions_whatever_is_printed(hands, window, printer, till):
    for when in preferences.WHEN:
        till.prefer(receipts=when)
        sell(hands, window)
    assert len(receipts(till)) == 3


# --- no printer -------------------------------------------------------------------------------


def test_without_a_printer_it_is_saved_by_day_and_said_where(
    hands, window, printer, shop, monkeypatch
):
    shown = []
    monkeypatch.setitem(folders.ANSWERS, "open", lambda folder: shown.append(folder) or True)
    strip = window.frame.strip
    printer.names = []
    window.till.prefer(receipts="always")
    sell(hands, window)
    file = shop.location.parent / "receipts" / "2026-10-15" / "000001.pdf"
    assert file.read_bytes().startswith(b"%PDF")
    assert "No printer: 000001 is a PDF in receipts/2026-10-15. Settings" in strip.text.text()
    assert strip.is_undo
    strip.more_button.click()
    assert shown == [file.parent]


def test_a_printer_that_fails_is_told_once_and_every_sale_stands(
    hands, window, strip, printer, till, shop
):
    printer.is_on = False
    till.prefer(receipts="always", printer="POS-80")
    sell(hands, window)
    assert "POS-80 did not take 000001" in strip.text.text()
    assert "Is it on? Ctrl+R: again." in strip.text.text()
    sell(hands, window)
    assert "000002 was saved as PDF." in strip.text.text()
    assert "Is it on?" not in strip.text.text()
    assert len(receipts(till)) == 2
    printer.is_on = True
    sell(hands, window)
    printer.is_on = False
    sell(hands, window)
    assert "Is it on?" in strip.text.text(), "it worked meanwhile, so it is said again"
    saved = sorted(file.name for file in receipt_printing.folder_of(shop).iterdir())
    assert saved == ["000001.pdf", "000002.pdf", "000004.pdf"]


def test_a_printer_that_is_gone_is_no_reason_to_print_elsewhere(hands, window, printer, till, shop):
    till.prefer(receipts="always", printer="sold last year")
    sell(hands, window)
    assert printer.jobs == []
    assert (receipt_printing.folder_of(shop) / "000001.pdf").exists()


def test_no_pdf_takes_the_place_of_another(hands, window, printer, till, shop):
    printer.names = []
    sell(hands, window)
    for _time in range(2):
        receipt_printing.print_last(till)
        settled()
    saved = sorted(file.name for file in receipt_printing.folder_of(shop).iterdir())
    assert saved == ["000001-2.pdf", "000001.pdf"]


def test_where_it_cannot_be_saved_either_it_is_said_and_the_sale_stands(
    hands, window, strip, printer, till, shop
):
    printer.names = []
    (shop.location.parent / "receipts").write_text("a file, no folder")
    till.prefer(receipts="always")
    sell(hands, window)
    assert "No receipt was printed; what was recorded stands." in strip.text.text()
    assert strip.is_undo
    assert len(receipts(till)) == 1


# --- again ------------------------------------------------------------------------------------


def test_ctrl_r_prints_the_last_receipt_of_this_till_again(hands, window, strip, printer, desk):
    sell(hands, window)
    purchases.record(
        Desk(desk.shop, desk.staff_id, desk.staff_name, desk.role, till="2"),
        amount=100, pay={"cash": 100},
    )  # fmt: skip
    for _time in range(2):
        hands.press(Qt.Key.Key_R, CONTROL)
        settled()
    texts = [text for _name, _paper, text in printer.jobs]
    assert ["000001" in text for text in texts] == [True, True]
    assert ["REPRINT 2026-10-15 12:00" in text for text in texts] == [False, True]


def test_ctrl_r_with_no_receipt_today_says_so(hands, window, strip, printer):
    hands.press(Qt.Key.Key_R, CONTROL)
    settled()
    assert strip.text.text() == "No receipt was made at this till today."


def test_the_records_print_any_receipt_and_the_slip_of_any_refund(
    qtbot, till, desk, printer, cashier_seated
):
    sold = purchases.record(desk, amount=5000, pay={"wechat": 5000})
    purchases.refund(desk, sold.id, amount=1000, reason="broken")
    page = Records(till)
    qtbot.addWidget(page)
    page.load()
    page.show_what(receipt=sold.id)
    page.paper()
    page.shown.print.click()
    slips = [b for b in page.shown.findChildren(QPushButton) if b.text() == "Print the slip"]
    slips[0].click()
    settled()
    kinds = [kind for _name, kind in printer.taken]
    assert kinds == ["Sales receipt", "Sales receipt", "Refund slip"]
    marks = ["REPRINT" in text for _name, _paper, text in printer.jobs]
    assert marks == [False, True, False]
    assert all("GIVEN BACK ¥10.00" in text for _name, _paper, text in printer.jobs[:2])


def test_who_leaves_meanwhile_is_told_nothing_and_loses_nothing(hands, window, printer, till):
    till.prefer(receipts="always")
    window.frame.page.pay.amount.setFocus()
    hands.type("50")
    hands.press(ENTER)
    window.lock()
    settled()
    assert printer.taken == [("POS-80", "Sales receipt")]


# --- refunds, voids ---------------------------------------------------------------------------


def test_undo_prints_a_void_slip_where_receipts_are_printed(hands, window, strip, printer, till):
    till.prefer(receipts="always")
    sell(hands, window)
    strip.undo_button.click()
    settled()
    assert [kind for _name, kind in printer.taken] == ["Sales receipt", "Void slip"]


def test_a_void_offers_its_slip(qtbot, window, strip, desk, till, printer):
    sold = purchases.record(desk, amount=5000, pay={"cash": 5000}).id
    window.frame.show_page("records", {"receipt": sold})
    form = VoidForm(till, window.frame.page, window.frame.page.shown.entry)
    qtbot.addWidget(form)
    form.reason.setText("twice")
    form.make()
    assert strip.offer_button.text() == "Print the slip"
    strip.offer_button.click()
    settled()
    assert [kind for _name, kind in printer.taken] == ["Void slip"]
    assert "Give back ¥50.00" in strip.text.text(), "what is to be done stays"


# --- the drawer -------------------------------------------------------------------------------


PLAIN, DRAWER = ("POS-80", "Sales receipt"), ("DRAWER", "Sales receipt")
SHORT = ("DRAWER", "Cash drawer")
OPENED = {
    ("always", "cash"): [DRAWER],
    ("always", "wechat"): [PLAIN],
    ("ask", "cash"): [SHORT],
    ("never", "cash"): [SHORT],
    ("never", "wechat"): [],
}


@pytest.mark.parametrize("case", OPENED, ids="-".join)
def test_cash_alone_opens_the_drawer_and_takes_no_more_paper_than_it_must(
    hands, window, printer, till, case
):
    when, tender = case
    till.prefer(receipts=when, printer="POS-80", drawer="DRAWER", tender=tender)
    sell(hands, window)
    if tender == "cash":
        hands.press(ENTER)
        settled()
    assert printer.taken == OPENED[case]
    assert len(receipts(till)) == 1


def test_printing_again_opens_no_drawer(hands, window, printer, till):
    till.prefer(receipts="always", printer="POS-80", drawer="DRAWER", tender="cash")
    sell(hands, window)
    hands.press(ENTER)
    hands.press(Qt.Key.Key_R, CONTROL)
    settled()
    assert [name for name, _kind in printer.taken] == ["DRAWER", "POS-80"]


def test_a_drawer_that_does_not_answer_is_said_once_and_the_sale_stands(
    hands, window, strip, printer, till
):
    printer.is_on = False
    till.prefer(receipts="never", drawer="DRAWER", tender="cash")
    for expected in (True, False):
        sell(hands, window)
        hands.press(ENTER)
        settled()
        assert ("Use its key." in strip.text.text()) is expected
    assert len(receipts(till)) == 2


def test_where_the_drawers_printer_is_gone_the_receipt_comes_out_of_the_other(
    hands, window, strip, printer, till
):
    printer.broken = "DRAWER"
    till.prefer(receipts="always", printer="POS-80", drawer="DRAWER", tender="cash")
    sell(hands, window)
    hands.press(ENTER)
    settled()
    assert printer.taken == [PLAIN]
    assert "The printer DRAWER, which opens the drawer, did not answer." in strip.text.text()
    assert strip.is_undo


# --- scanning ---------------------------------------------------------------------------------


def test_a_scanned_receipt_is_found_and_the_half_made_sale_stays(hands, window, desk, till):
    sold = purchases.record(desk, amount=5000, pay={"cash": 5000}).id
    window.frame.page.pay.amount.setFocus()
    hands.type("30")
    hands.scan(codes.receipt_code(desk.shop.known.code, sold))
    assert window.frame.name == "records"
    assert window.frame.page.shown.entry.id == sold
    assert till.basket.amount == "30"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (lambda shop: codes.receipt_code(shop, 999), "There is no receipt 999."),
        (lambda shop: codes.receipt_code("7K2M9Q", 1), "There is no receipt"),
        (lambda shop: codes.receipt_code(shop, 1)[:-1] + "~", "Unknown code"),
    ],
)
def test_a_receipt_that_is_not_ours_is_said(hands, window, strip, desk, code, said):
    purchases.record(desk, amount=5000, pay={"cash": 5000})
    hands.scan(code(desk.shop.known.code))
    assert said in strip.text.text()
    assert window.frame.name == "counter"


def test_a_misread_receipt_is_to_be_scanned_again(hands, window, strip, desk):
    good = codes.receipt_code(desk.shop.known.code, 1)
    hands.scan(good[:-1] + ("0" if good[-1] != "0" else "1"))
    assert strip.text.text() == "The code was misread. Scan or type it again."


# --- settings ---------------------------------------------------------------------------------


@pytest.fixture
def card(qtbot, till, printer):
    page = Settings(till)
    qtbot.addWidget(page)
    page.load()
    page.show_section("computer")
    settled()
    return page.section.receipts


def test_what_is_chosen_counts_at_once_and_is_seen(qtbot, card, till):
    before = card.live.picture.pixmap().toImage()
    for name, value in {
        "printer": "POS-80", "paper": "58", "receipts": "always", "drawer": "DRAWER",
    }.items():  # fmt: skip
        box = getattr(card, name)
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
        assert getattr(preferences.load(), name) == value
    qtbot.waitUntil(lambda: card.live.job is None)
    assert card.live.picture.pixmap().toImage() != before


def test_a_printer_that_is_gone_is_still_named(qtbot, till, printer):
    till.prefer(printer="sold last year")
    page = Settings(till)
    qtbot.addWidget(page)
    page.load()
    page.show_section("computer")
    assert page.section.receipts.printer.currentText() == "sold last year"


def test_a_button_for_a_test_page_says_that_it_prints_one(card):
    said = {paper: one.toolTip() for paper, one in card.tests.items()}
    assert said["80"] == "Print a test page: Roll, 80 mm"
    assert said == {paper: one.accessibleName() for paper, one in card.tests.items()}


@pytest.mark.parametrize("paper", ["80", "58", "A4"])
def test_a_test_page_of_each_paper_goes_to_the_printer(card, till, printer, paper):
    card.tests[paper].click()
    settled()
    assert [(p, "NOT A RECEIPT" in text) for _name, p, text in printer.jobs] == [(paper, True)]


def test_a_test_page_goes_to_the_printer_that_is_to_be_tested(card, till, printer):
    till.prefer(drawer="DRAWER")
    card.tested.setCurrentIndex(card.tested.findData("DRAWER"))
    card.tests["58"].click()
    settled()
    ((name, _paper, text),) = printer.jobs
    assert name == "DRAWER"
    assert "cash drawer opens" in " ".join(text.split())


def test_a_test_page_without_a_printer_is_a_pdf_and_said_to_be(till, printer, shop):
    printer.names = []
    said = []
    till.added.connect(lambda text, *_more: said.append(text))
    receipt_printing.test(till, "A4", "")
    settled()
    (file,) = receipt_printing.folder_of(shop).iterdir()
    assert file.name == "test-A4.pdf"
    assert "test-A4 is a PDF in" in said[0]


@pytest.mark.parametrize("odd", [{"paper": "A3"}, {"receipts": "sometimes"}, {"paper": 58}])
def test_what_no_computer_can_be_set_to_is_as_at_first(odd):
    preferences.file().write_text(str(odd).replace("'", '"'))
    assert preferences.load() == preferences.Preferences()


def test_every_paper_that_can_be_chosen_can_be_drawn_and_rolls_are_known():
    from reports import receipt_pdf

    assert set(preferences.PAPERS) == set(receipt_pdf.PAPERS)
    rolls = {name for name, paper in receipt_pdf.PAPERS.items() if paper.height is None}
    assert set(printing.ROLLS) == rolls


def test_the_receipt_is_in_the_members_language(hands, window, printer, till, member):
    members.edit(till.desk, member, language="zh_CN")
    till.prefer(receipts="always")
    window.frame.page.choose(member)
    hands.type("50")
    hands.press(ENTER)
    settled()
    assert "销售小票" in printer.jobs[0][2]
    assert "积分余额" in printer.jobs[0][2]
