"""Vouchers and gifts on the screen: scanned, redeemed, issued, withdrawn, printed."""

import shutil
from datetime import date

import pytest

from shopdesk import gifts, members, purchases, staff, vouchers
from shopdesk.shop import Desk
from ui import background
from ui.pages import vouchers as vouchers_page
from ui.pages.vouchers import Vouchers
from ui.widgets.laid import held_by


@pytest.fixture
def bag(desk):
    return gifts.add(desk, name="帆布袋", name_en="Canvas bag", cost=800, value=2500, stock=10).id


@pytest.fixture
def page(qtbot, till):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.show()
    return made


@pytest.fixture
def wanted(till):
    """Where the page asked to go."""
    heard = []
    till.wanted.connect(lambda name, what: heard.append((name, what)))
    return heard


def listed(page):
    return [held.voucher.id for held in page.table.model.rows]


def fill(answers, work):
    """Answer the next form by filling it in; it is left open where it was refused."""

    def answer(form):
        work(form)
        form.try_it()
        return form.result() == form.DialogCode.Accepted

    answers.given["show"] = answer


# --- showing ----------------------------------------------------------------------------------


def test_an_empty_shop_says_what_to_do_in_words(page):
    assert not listed(page)
    assert "issued by hand" in page.table.empty.text()
    assert "Scan or type" in page.shown.nothing.text()


def test_a_typed_code_shows_its_voucher_and_whose_it_is(page, desk, member, bag):
    voucher = vouchers.issue(desk, member, gift=bag, occasion="Birthday")
    page.code.setText(voucher.code.lower())
    page.code.returnPressed.emit()
    assert page.shown.voucher == voucher
    assert page.shown.title.text() == "Canvas bag"
    assert "张三丰" in page.shown.member.text()
    assert page.shown.state.text() == "Unused"
    assert not page.code.text()


def test_a_scan_of_a_voucher_is_taken_and_every_other_is_left_to_the_window(page, desk, bag):
    voucher = vouchers.issue(desk, None, gift=bag)
    assert page.scanned(voucher.qr)
    assert page.shown.voucher == voucher
    assert not page.scanned("M00000001X")
    assert not page.scanned("6901234567892")
    assert page.shown.voucher == voucher


def test_a_code_of_another_shape_is_said_to_be_none(page):
    page.take("12345")
    assert "12345 is no voucher's code" in page.shown.nothing.text()
    page.take("  ")
    assert "12345" in page.shown.nothing.text()


def test_a_used_voucher_says_when_where_and_by_whom_and_shows_its_history(page, desk, member, told):
    voucher = vouchers.issue(desk, member, amount=500)
    receipt = purchases.record(
        desk, member=member, amount=2000, vouchers=[voucher.code], pay={"cash": 1500}
    )
    page.scanned(voucher.qr)
    ((mood, text),) = told
    assert mood == "bad"
    assert "at till 1 by 店主" in text
    assert page.shown.refused.text() == text
    lines = [one.text() for one in held_by(page.shown.history)]
    assert [("Issued" in a, f"receipt {receipt.number}" in b) for a, b in [lines]] == [(True, True)]
    assert not page.shown.use.isEnabled()


def test_a_forged_voucher_shows_nothing_but_the_reason(page, desk, bag, told):
    voucher = vouchers.issue(desk, None, gift=bag)
    page.scanned(voucher.qr[:-1] + ("0" if voucher.qr[-1] != "0" else "1"))
    assert page.shown.voucher is None
    assert "signature is wrong" in page.shown.nothing.text()
    assert told[0][0] == "bad"


def test_a_voucher_past_its_last_day_is_listed_as_expired(page, desk, clock):
    voucher = vouchers.issue(desk, None, amount=500, valid_days=1)
    clock.tick(days=3)
    page.load()
    assert not listed(page)
    page.states.setCurrentIndex(page.states.findData("expired"))
    assert listed(page) == [voucher.id]
    page.states.setCurrentIndex(page.states.findData(None))
    assert listed(page) == [voucher.id]


def test_the_marked_row_is_shown_and_enter_goes_to_what_can_be_done(page, qtbot, desk, bag):
    vouchers.issue(desk, None, amount=500)
    gift = vouchers.issue(desk, None, gift=bag)
    page.load()
    with qtbot.waitExposed(page):
        page.show()
    page.table.mark(0)
    assert page.shown.voucher == gift
    page.table.opened.emit(page.table.current)
    assert page.shown.redeem.isVisible()
    assert not page.shown.use.isVisible()


def test_escape_clears_the_field_then_the_voucher(page, desk):
    page.take(vouchers.issue(desk, None, amount=500).code)
    page.code.setText("V2")
    assert page.escape()
    assert page.shown.voucher is not None
    assert page.escape()
    assert page.shown.voucher is None
    assert not page.escape()


# --- using ------------------------------------------------------------------------------------


def test_a_gift_is_handed_over_once_however_often_the_button_is_pressed(page, desk, bag, told):
    voucher = vouchers.issue(desk, None, gift=bag)
    page.take(voucher.code)
    page.redeem()
    page.redeem()
    assert gifts.get(desk, bag).stock == 9
    assert page.shown.voucher.state == "redeemed"
    assert not page.shown.redeem.isEnabled()
    assert {mood for mood, _ in told} == {"good"}
    assert "Hand over: Canvas bag" in told[0][1]


def test_a_gift_redeemed_elsewhere_meanwhile_is_refused_in_the_strip(page, desk, bag, told):
    voucher = vouchers.issue(desk, None, gift=bag)
    page.take(voucher.code)
    vouchers.redeem(desk, voucher.code)
    page.redeem()
    assert told[-1][0] == "bad"
    assert gifts.get(desk, bag).stock == 9


def test_a_money_voucher_is_used_at_the_counter(page, desk, wanted):
    voucher = vouchers.issue(desk, None, amount=500)
    page.take(voucher.code)
    assert not page.shown.redeem.isVisible()
    page.shown.use.click()
    assert wanted == [("counter", {"voucher": voucher.code})]


def test_the_voucher_leads_to_its_member(page, desk, member, wanted):
    page.take(vouchers.issue(desk, member, amount=500).code)
    page.shown.member.click()
    assert wanted == [("members", {"member": member})]


def test_a_voucher_is_withdrawn_only_for_a_reason(page, desk, bag, answers, told):
    voucher = vouchers.issue(desk, None, gift=bag)
    page.take(voucher.code)
    fill(answers, lambda form: None)
    page.void()
    assert vouchers.get(desk, voucher.id).state == "issued"
    fill(answers, lambda form: form.reason.setText("typo"))
    page.void()
    page.load()
    assert page.shown.voucher.state == "void"
    assert gifts.get(desk, bag).promised == 0
    assert "is withdrawn" in told[-1][1]
    assert not page.shown.void.isEnabled()


def test_a_cashier_redeems_and_asks_the_manager_to_withdraw(qtbot, till, desk, bag, told):
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
    page = Vouchers(till)
    qtbot.addWidget(page)
    page.load()
    page.take(vouchers.issue(desk, None, gift=bag).code)
    assert page.shown.redeem.isEnabled()
    assert page.shown.void.isEnabled()
    page.show_what(issue=True)
    assert told == [("note", "A manager or the owner can issue vouchers.")]
    page.tabs.setCurrentIndex(1)
    assert not page.parts[1].add_button.isEnabled()
    assert not page.parts[1].edit_button.isEnabled()


def test_a_used_voucher_scanned_elsewhere_brings_its_history_and_the_reason(
    window, desk, bag, told
):
    voucher = vouchers.issue(desk, None, gift=bag)
    vouchers.redeem(desk, voucher.code)
    window.frame.show_page("products", {})
    window.frame.scanned(voucher.qr)
    assert window.frame.name == "vouchers"
    assert window.frame.page.shown.voucher.id == voucher.id
    assert told[-1][0] == "bad"


# --- issuing ----------------------------------------------------------------------------------


def test_f8_issues_a_gift_to_the_member_it_was_pressed_for(page, desk, member, bag, answers, told):
    fill(answers, lambda form: form.occasion.setText("Sorry"))
    page.show_what(issue=True, member=member)
    voucher = page.shown.voucher
    assert (voucher.member_id, voucher.gift_id, voucher.occasion) == (member, bag, "Sorry")
    assert voucher.valid_until_on == date(2026, 12, 14)
    assert "issued to 张三丰. Ctrl+P prints it" in told[-1][1]


def test_a_member_is_chosen_from_what_fits(page, desk, member, answers):
    members.register(desk, name="张无忌")

    def work(form):
        form.choose_kind("percent")
        form.who.query.setText("张三")
        form.who.found.itemActivated.emit(form.who.found.currentItem())
        form.percent.setText("12")
        form.least.setText("100")
        form.cap.setText("30")
        form.days.setText("7")

    fill(answers, work)
    page.issue()
    voucher = page.shown.voucher
    assert (voucher.member_id, voucher.percent_off, voucher.minimum, voucher.cap) == (
        member, 12, 10_000, 3000,
    )  # fmt: skip
    assert voucher.valid_until_on == date(2026, 10, 22)


def test_who_was_typed_and_not_chosen_does_not_pass_for_the_bearer(page, desk, answers):
    said = []

    def work(form):
        form.choose_kind("amount")
        form.amount.setText("20")
        form.who.query.setText("nobody")
        form.try_it()
        said.append(form.said.text())
        form.who.ask()

    fill(answers, work)
    page.issue()
    assert "nobody" in said[0]
    assert page.shown.voucher.member_id is None
    assert page.shown.voucher.amount == 2000
    assert len(vouchers.listed(desk)) == 1


def test_a_refused_promise_keeps_the_form_and_what_was_typed(page, desk, answers):
    kept = []

    def answer(form):
        form.choose_kind("percent")
        form.percent.setText("120")
        form.try_it()
        form.try_it()
        kept.append((form.said.text(), form.percent.text(), form.issued))
        return False

    answers.given["show"] = answer
    page.issue()
    ((said, typed, issued),) = kept
    assert "one thing" in said
    assert (typed, issued) == ("120", None)
    assert not vouchers.listed(desk)


def test_a_scanned_card_fills_the_member_of_the_form(page, desk, member, answers):
    from shopdesk import cards

    code = cards.of_member(desk, member)[0].code

    def work(form):
        assert form.scanned(code)
        form.who.found.itemActivated.emit(form.who.found.currentItem())
        form.choose_kind("amount")
        form.amount.setText("20")

    fill(answers, work)
    page.issue()
    assert page.shown.voucher.member_id == member


# --- paper ------------------------------------------------------------------------------------


def test_what_is_shown_is_previewed_page_by_page(page, desk, preview, qtbot):
    page.take(vouchers.issue(desk, None, amount=500).code)
    page.paper()
    assert preview["pages"] == [1]
    assert preview["dialog"].choice == "1"


def test_the_list_is_printed_eight_a_page_or_fewer(page, desk, preview, qtbot):
    for _ in range(9):
        vouchers.issue(desk, None, amount=500)
    page.load()

    def look(dialog):
        assert not dialog.paper.pixmap().isNull()
        dialog.show_next()
        assert (dialog.place, dialog.next.isEnabled(), dialog.back.isEnabled()) == (1, False, True)
        dialog.show_next()
        dialog.show_previous()
        dialog.choose("4")
        qtbot.waitUntil(lambda: len(dialog.pages) == 3 and dialog.save_button.isEnabled())

    preview["then"] = [look]
    page.print_all.click()
    assert preview["pages"] == [2]


def test_more_vouchers_than_one_prints_at_once_are_said_to_be_left(
    page, desk, preview, monkeypatch, told
):
    monkeypatch.setattr(vouchers_page, "_MOST_PRINTED", 2)
    for _ in range(3):
        vouchers.issue(desk, None, amount=500)
    page.load()
    preview["then"] = [lambda dialog: dialog.choose("1")]
    page.print_listed()
    assert told == [("note", "The newest 2 vouchers are printed at once.")]


def test_without_a_printer_it_is_said_and_saved_as_pdf(
    page, desk, preview, answers, monkeypatch, tmp_path
):
    from ui.widgets import preview as module

    monkeypatch.setattr(module, "printers", list)
    answers.given["save"] = str(tmp_path / "coupons")

    def save(dialog):
        assert not dialog.print_button.isEnabled()
        assert dialog.save_button.property("kind") == "primary"
        assert not dialog.print_button.property("kind"), "one button is filled"
        assert "No printer was found" in dialog.said.text()
        dialog.save()
        assert "Saved as" in dialog.said.text()

    preview["then"] = [save]
    page.take(vouchers.issue(desk, None, amount=500).code)
    page.paper()
    assert (tmp_path / "coupons.pdf").read_bytes().startswith(b"%PDF")


UNFIT = {"gone/x.pdf": "could not be written", "shop.pdf": "belongs to a shop"}


@pytest.mark.parametrize("name", UNFIT)
def test_a_place_that_cannot_be_written_to_is_said(page, desk, preview, answers, shop, name):
    answers.given["save"] = str(shop.location.parent / name)
    shutil.copyfile(shop.location, shop.location.parent / "shop.pdf")

    def save(dialog):
        dialog.save()
        assert UNFIT[name] in dialog.said.text()

    preview["then"] = [save]
    page.take(vouchers.issue(desk, None, amount=500).code)
    page.paper()


def test_the_pages_go_to_the_printer_as_they_were_seen(page, desk, preview, tmp_path, qtbot):
    from PySide6.QtPrintSupport import QPrinter

    paper = tmp_path / "paper.pdf"

    def print_it(dialog):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        dialog.print_on(printer)
        qtbot.waitUntil(lambda: "Sent" in dialog.said.text())

    preview["then"] = [print_it]
    page.take(vouchers.issue(desk, None, amount=500).code)
    page.paper()
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_preview_closed_before_its_pages_are_made_leaves_nothing_behind(
    page, desk, answers, qtbot
):
    opened = []
    answers.given["show"] = lambda dialog: opened.append(dialog.pages) or dialog.reject()
    page.take(vouchers.issue(desk, None, amount=500).code)
    page.paper()
    background.finish()
    qtbot.wait(20)
    assert opened == [None]


def test_nothing_to_print_is_said_in_words(page, desk, told):
    page.paper()
    assert told == [("note", "Choose a voucher that can still be used, then print it.")]


# --- gifts ------------------------------------------------------------------------------------


def test_the_catalogue_shows_what_is_left_and_promised(page, desk, member, bag):
    vouchers.issue(desk, member, gift=bag)
    page.load()
    page.tabs.setCurrentIndex(1)
    model = page.parts[1].table.model
    cells = [model.data(model.index(0, column)) for column in range(model.columnCount())]
    assert cells == ["Canvas bag", "Every member", "¥8.00", "¥25.00", "10", "1", "9"]


def test_a_cashier_sees_the_gifts_without_what_they_cost(qtbot, till, bag, cashier_seated):
    made = Vouchers(till)
    qtbot.addWidget(made)
    titles = [column.title for column in made.parts[1].table.model.columns]
    assert titles == ["Gift", "For", "Market value", "In stock", "Promised", "Available"]


def test_what_is_promised_is_explained_as_long_as_its_column_is_shown(bag, page):
    about = page.parts[1].about
    page.tabs.setCurrentIndex(1)
    page.resize(1100, 700)
    page.show()
    assert about.text() == "Promised: kept for vouchers already issued."
    assert about.isVisible()
    page.parts[1].table.view.resize(300, 400)
    assert page.parts[1].table.view.isColumnHidden(5)
    assert not about.isVisible()
    page.parts[1].table.view.resize(1000, 400)
    assert about.isVisible()


def test_a_gift_is_added_corrected_and_received_by_its_forms(page, desk, answers, told):
    def new(form):
        form.name.setText("帆布带")
        form.cost.setText("8")
        form.stock.setText("5")
        form.lowest.setCurrentIndex(form.lowest.findData("gold"))

    fill(answers, new)
    page.parts[1].add()
    page.parts[1].load()
    fill(answers, lambda form: form.name.setText("帆布袋"))
    page.parts[1].edit()
    fill(answers, lambda form: form.quantity.setText("20"))
    page.parts[1].receive()
    (gift,) = gifts.catalogue(desk)
    assert (gift.name, gift.cost, gift.stock, gift.lowest_tier) == ("帆布袋", 800, 25, "gold")
    assert "20 received, 25 in stock now" in told[-1][1]


def test_a_name_that_is_taken_is_refused_in_the_form(page, desk, bag, answers):
    kept = []

    def answer(form):
        form.name.setText("帆布袋")
        form.try_it()
        kept.append(form.said.text())
        return False

    answers.given["show"] = answer
    page.parts[1].add()
    assert "already one called 帆布袋" in kept[0]
    assert len(gifts.catalogue(desk)) == 1
