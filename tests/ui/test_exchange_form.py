"""Exchanges on the screen: seen before they are done, and only the difference moves."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk import daybook, members, products, purchases, settings
from tests.ui.test_records_page import fill, page, shown
from ui.pages.exchange_form import ExchangeForm
from ui.pages.exchange_goods import TakenGoods

__all__ = ["page"]

DAY = date(2026, 10, 15)


@pytest.fixture
def cup(desk):
    return products.add(desk, name="青瓷杯", price=1250, category="杯", ean="4006381333931").id


@pytest.fixture
def sold(desk, member, tea):
    """Two teas to a member, in cash."""
    return purchases.record(desk, member=member, lines=[(tea, 2)], pay={"cash": 13_600}).id


@pytest.fixture
def form(qtbot, till, desk, sold):
    """The form as it is first seen."""
    return opened(qtbot, till, sold)


def opened(qtbot, till, receipt):
    parent = QWidget()
    qtbot.addWidget(parent)
    (entry,) = daybook.find(till.desk, purchases.get(till.desk, receipt).number)
    made = ExchangeForm(till, parent, entry)
    made.opened_over = parent
    made.show()
    return made


def lit(form):
    """The ways to pay that are down."""
    return [tender for tender, one in form.tenders.items() if one.isChecked()]


def newest(desk):
    return purchases.of_day(desk, DAY)[-1]


def reads(form, what):
    """What the preview says beside some words."""
    return dict(form.effects.lines).get(what)


# --- what is exchanged ------------------------------------------------------------------------


def test_another_size_of_the_only_thing_on_a_receipt_takes_a_reason_and_enter(
    window, desk, tea, answers, qtbot, told
):
    sold = purchases.record(desk, lines=[(tea, 1)], pay={"wechat": 6800}).id

    window.frame.show_page("records", {"receipt": sold})
    answers.given["show"] = lambda form: by_keys(form, qtbot)
    window.frame.page.shown.exchange.click()
    new = newest(desk)
    assert (new.id, new.payments) == (sold + 1, {"wechat": 6800})
    assert purchases.get(desk, sold).refunded == 6800
    assert window.frame.page.shown.entry.id == new.id
    said = "Goods of receipt 000001 exchanged: nothing to pay, new receipt 000002."
    assert told[-1] == ("good", said)


def by_keys(form, qtbot):
    form.show()
    qtbot.keyClicks(form.focusWidget(), "another size")
    qtbot.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    return form.result() == form.DialogCode.Accepted


def test_the_same_goods_and_counts_are_taken_unless_others_are_chosen(page, desk, sold, answers):
    def one(form):
        form.back.first.setText("1")
        form.reason.setText("a dent")

    fill(answers, one)
    shown(page, sold).exchange()
    (line,) = newest(desk).lines
    assert (line.name, line.quantity, newest(desk).total) == ("茉莉银针", 1, 6800)
    assert page.shown.entry.id == newest(desk).id


def test_other_goods_are_paid_on_top_by_the_tender_that_is_chosen(
    page, desk, sold, cup, answers, told
):
    products.edit(desk, cup, price=7000)
    seen = []

    def work(form):
        form.back.first.setText("1")
        form.choose("goods")
        form.taken.lines[0].product.setEditText("青瓷")
        seen.append((lit(form), form.paying.isHidden(), reads(form, "To pay")))
        form.tenders["card"].click()
        form.reason.setText("rather a cup")

    fill(answers, work)
    shown(page, sold).exchange()
    assert seen == [(["wechat"], False, "¥2.00")]
    assert newest(desk).payments == {"cash": 6800, "card": 200}
    said = "Goods of receipt 000001 exchanged: Card ¥2.00 paid, new receipt 000002."
    assert told[-1] == ("good", said)


def test_what_is_over_is_handed_back_by_its_tender(page, desk, sold, answers, told):
    seen = []

    def work(form):
        form.back.first.setText("1")
        form.choose("amount")
        form.amount.setText("60")
        seen.append((form.effects.lines[:3], form.paying.isHidden()))
        form.reason.setText("a smaller one")

    fill(answers, work)
    shown(page, sold).exchange()
    assert seen == [
        (
            [
                ("Give back in cash", "¥8.00"),
                ("Goods that come back", "¥68.00"),
                ("Goods", "¥60.00"),
            ],
            True,
        )
    ]
    assert newest(desk).payments == {"cash": 6000}
    said = "Goods of receipt 000001 exchanged: give back Cash ¥8.00, new receipt 000002."
    assert told[-1] == ("good", said)


def test_several_lines_of_goods_can_be_taken(form, desk, tea, cup):
    form.back.first.setText("2")
    form.choose("goods")
    form.taken.lines[0].product.setEditText("茉莉")
    form.taken.more.click()
    form.taken.lines[1].product.setEditText("4006381333931")
    form.taken.lines[1].count.setText("3")
    form.taken.more.click()
    assert form.taken.taken() == [(tea, 1), (cup, 3)]
    assert reads(form, "Total of the new receipt") == "¥105.50"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_goods_are_found_by_a_part_of_their_name_and_taken_with_enter_alone(
    qtbot, till, desk, sold, cup
):
    form = opened(qtbot, till, sold)
    form.reason.setText("rather a cup")
    form.back.first.setText("1")
    form.choose("goods")
    field = form.taken.lines[0].product.lineEdit()
    field.completer().setCompletionPrefix("瓷")
    field.completer().complete()
    popup = field.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert field.text() == "青瓷杯 · ¥12.50"
    assert form.taken.taken() == [(cup, 1)]
    assert form.made is None
    assert reads(form, "Give back in cash") == "¥55.50"


def test_a_scan_takes_its_product_and_another_one_more(qtbot, till, sold, cup):
    form = opened(qtbot, till, sold)
    form.back.first.setText("1")
    assert form.scanned("4006381333931")
    assert form.scanned("4006381333931")
    assert form.way == "goods"
    assert form.taken.taken() == [(cup, 2)]
    assert not form.scanned("12345678")


def test_what_was_added_while_the_form_is_open_can_be_scanned(form, desk):
    late = products.add(desk, name="新茶", price=100, category="", ean="6901234567908").id
    assert form.scanned("6901234567908")
    assert form.taken.taken() == [(late, 1)]


# --- seen before it is done -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "tender", "to_pay"),
    [(6819, "cash", 10), (6819, "wechat", 19), (6819, "card", 19), (6809, "card", 0)],
)
def test_what_is_to_pay_is_rounded_as_its_tender_is(form, desk, tea, price, tender, to_pay):
    settings.edit(desk, rounding_unit=10, rounding_cash_only=True)
    products.edit(desk, tea, price=price)
    form.back.first.setText("1")
    form.tenders[tender].click()
    assert reads(form, "To pay") == f"¥0.{to_pay:02}"
    assert form.paying.isHidden() == (to_pay == 0)
    form.reason.setText("a dent")
    form.try_it()
    assert form.made.to_pay == to_pay


def test_a_scan_counts_one_more_of_what_is_named_and_nothing_else(form, desk, tea, cup):
    """Another name was typed over what had been chosen; a count that is none begins again."""
    goods, known = form.taken, {one: products.get(desk, one) for one in (tea, cup)}
    goods.add(known[tea])
    goods.lines[0].product.setEditText("青瓷杯")
    goods.add(known[tea])
    assert [line.chosen for line in goods.lines] == [None, tea]
    goods.lines[1].count.setText("")
    goods.add(known[tea])
    assert goods.lines[1].count.text() == "1"


def test_what_no_longer_fits_the_list_is_found_by_its_name(form, desk, monkeypatch):
    monkeypatch.setattr("ui.pages.exchange_goods._LISTED", 1)
    goods = TakenGoods(form.till)
    assert goods.lines[0].product.count() == 1
    late = products.add(desk, name="青花大盘", price=9900, category="盘").id
    goods.lines[0].product.setEditText("青花")
    assert goods.taken() == [(late, 1)]


def test_where_all_came_back_meanwhile_there_is_nothing_to_exchange(qtbot, till, desk, sold):
    (entry,) = daybook.find(desk, purchases.get(desk, sold).number)
    purchases.refund(desk, sold, reason="elsewhere")
    form = ExchangeForm(till, None, entry)
    qtbot.addWidget(form)
    assert not form.ok.isEnabled()


def test_the_preview_is_what_then_happens(form, desk, member, cup):
    before = members.get(desk, member).points
    form.back.first.setText("1")
    form.choose("goods")
    form.taken.lines[0].product.setEditText("青瓷杯")
    form.taken.lines[0].count.setText("6")
    form.reason.setText("rather cups")
    seen = form.seen
    assert form.effects.lines == [
        ("To pay", "¥7.00"),
        ("Goods that come back", "¥68.00"),
        ("青瓷杯 × 6", "¥75.00"),
        ("Points taken back, points earned", "-68 +75"),
        ("Points afterwards", "143"),
    ]
    form.make()
    done = form.made
    assert (done.to_pay, done.handed_back) == (seen.to_pay, seen.handed_back)
    assert done.purchase.total == seen.purchase.total
    assert members.get(desk, member).points == before - 68 + 75


def test_every_step_of_the_new_price_and_the_tier_are_seen(qtbot, till, desk, member):
    dear = products.add(desk, name="一", price=100_000, category="").id
    purchases.record(desk, member=member, lines=[(dear, 1)], pay={"card": 100_000})
    sold = purchases.record(desk, member=member, lines=[(dear, 1)], pay={"card": 98_000}).id
    form = opened(qtbot, till, sold)
    assert reads(form, "一 × 1") == "¥1,000.00"
    assert reads(form, "Silver: 2% off") == "-¥20.00"
    assert reads(form, "To pay") == "¥0.00"
    form.choose("amount")
    form.amount.setText("9000")
    assert reads(form, "Tier") == "Silver → Platinum"


def test_nothing_can_be_pressed_until_it_is_known_what_happens(form):
    assert not form.ok.isEnabled()
    assert form.effects.said.startswith("Enter what comes back and what is taken")
    form.back.first.setText("1")
    assert form.ok.isEnabled()
    for way in ("amount", "goods"):
        form.choose(way)
        assert not form.ok.isEnabled()


# --- refused ----------------------------------------------------------------------------------


def test_what_is_refused_says_so_and_keeps_the_form(form, desk, cup, sold):
    products.add(desk, name="青瓷碗", price=1500, category="")
    form.back.first.setText("3")
    assert form.effects.said == "茉莉银针: at most 2 can come back."
    assert form.back.first.property("mood") == "bad"
    form.try_it()
    assert form.said.isHidden()
    form.back.first.setText("1")
    form.try_it()
    assert form.said.text().startswith("Say why")
    form.choose("goods")
    line = form.taken.lines[0]
    for typed, said in (("木", "There is no product 木"), ("青瓷", "fits several: 青瓷杯, 青瓷碗")):
        line.product.setEditText(typed)
        assert said in form.effects.said
    line.product.setEditText("青瓷杯")
    line.count.setText("x")
    assert "x is no quantity" in form.effects.said
    form.choose("amount")
    form.amount.setText("x")
    assert '"x" cannot be used here' in form.effects.said
    assert form.made is None
    assert purchases.get(desk, sold).refunded == 0


def test_a_price_that_changed_meanwhile_is_refused_and_shown_anew(form, desk, tea):
    form.back.first.setText("1")
    form.reason.setText("a dent")
    products.edit(desk, tea, price=7000)
    form.try_it()
    assert form.made is None
    assert "is due" in form.said.text()
    assert reads(form, "To pay") == "¥2.00"
    form.try_it()
    assert form.made.to_pay == 200


def test_what_is_no_longer_sold_is_not_taken_again(form, desk, tea):
    products.edit(desk, tea, discontinued=True)
    form.back.first.setText("1")
    assert form.effects.said.startswith("There is no product 茉莉银针 on sale.")


def test_a_second_enter_exchanges_nothing_twice(form, desk, sold):
    form.back.first.setText("1")
    form.reason.setText("a dent")
    form.make()
    form.make()
    assert len(purchases.of_day(desk, DAY)) == 2
    assert purchases.get(desk, sold).refunded == 6800


# --- where it can be done ---------------------------------------------------------------------


def test_a_plain_amount_offers_no_exchange(page, desk):
    sold = purchases.record(desk, amount=500, pay={"card": 500}).id
    assert shown(page, sold).shown.exchange.isHidden()
    page.exchange()


def test_what_was_given_back_whole_or_made_void_offers_no_exchange(page, desk, sold, tea):
    assert shown(page, sold).shown.exchange.isEnabled()
    purchases.refund(desk, sold, lines=[(1, 2)], reason="all back")
    page.load()
    assert not page.shown.exchange.isEnabled()
    other = purchases.record(desk, lines=[(tea, 1)], pay={"cash": 6800}).id
    purchases.void(desk, other, reason="wrong")
    page.load()
    assert not shown(page, other).shown.exchange.isEnabled()


@pytest.mark.usefixtures("cashier_seated")
def test_a_cashier_begins_an_exchange_and_can_ask_the_manager(page, desk, sold, answers):
    answers.given["show"] = False
    assert shown(page, sold).shown.exchange.isEnabled()
    page.exchange()
    assert [type(what[0]) for _kind, what in answers.asked] == [ExchangeForm]
    assert len(purchases.of_day(desk, DAY)) == 1
