"""Products on the screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from shopdesk import products
from ui.pages import products as products_page
from ui.pages.products import Products


@pytest.fixture
def page(qtbot, till):
    made = Products(till)
    qtbot.addWidget(made)
    made.load()
    return made


def names(page):
    return [product.name for product in page.table.model.rows]


def test_an_empty_catalogue_says_what_to_do_in_words(page):
    assert not names(page)
    assert "plain amount" in page.table.empty.text()


def test_a_new_product_is_added_by_its_form_and_listed(page, answers, told):
    def fill(form):
        form.name.setText("茉莉银针")
        form.price.setText("68")
        form.try_it()
        return True

    answers.given["show"] = fill
    page.add()
    page.load()
    assert names(page) == ["茉莉银针"]
    assert page.table.model.rows[0].price == 6800
    assert told == [("good", "茉莉银针 is saved.")]


def test_a_cashier_sees_what_is_sold_but_no_cost_and_changes_nothing(
    qtbot, till, tea, cashier_seated, told, answers
):
    made = Products(till)
    qtbot.addWidget(made)
    made.load()
    titles = [column.title for column in made.table.model.columns]
    assert titles == ["Product", "Category", "Barcode", "Price"]
    said = [text.text() for text in made.findChildren(QLabel)]
    assert "Only a manager or the owner can change products." in said
    made.edit(made.table.model.rows[0])
    made.add()
    assert [mood for mood, _text in told] == ["bad", "bad"]
    assert not answers.asked


def test_a_price_that_is_none_is_refused_in_the_form_and_nothing_is_lost(page, answers):
    forms = []

    def fill(form):
        form.name.setText("茶")
        form.price.setText("6,8.x")
        form.try_it()
        forms.append((form.said.text(), form.name.text()))
        return False

    answers.given["show"] = fill
    page.add()
    ((said, name),) = forms
    assert "6,8.x is no amount" in said
    assert name == "茶"
    assert not products.listed(page.till.desk)


def test_typing_narrows_the_list_and_escape_shows_all_again(page, tea):
    products.add(page.till.desk, name="茶杯", price=1200)
    page.query.setText("银针")
    assert names(page) == ["茉莉银针"]
    assert page.escape()
    assert len(names(page)) == 2
    assert not page.escape()


def test_a_product_out_of_sale_is_listed_last(page, tea):
    cup = products.add(page.till.desk, name="Aa", price=1200)
    products.edit(page.till.desk, cup.id, discontinued=True)
    page.load()
    assert names(page) == ["茉莉银针", "Aa"]
    assert page.table.model.text(1, 0) == "Aa (no longer sold)"


def test_what_fits_no_product_says_so_and_offers_a_new_one(page, tea):
    page.query.setText("zzz")
    assert "No product fits" in page.table.empty.text()
    assert page.table.action.text() == "New product"


def test_the_marked_product_stays_marked_when_it_is_changed(page, tea):
    cup = products.add(page.till.desk, name="茶杯", price=1200)
    page.load()
    page.table.mark([product.id for product in page.table.model.rows].index(cup.id))
    products.edit(page.till.desk, cup.id, name="Aa")
    page.load()
    assert page.table.current.name == "Aa"


def test_a_list_that_is_cut_short_says_so(page, tea, monkeypatch):
    assert page.count.text() == ""
    products.add(page.till.desk, name="茶杯", price=1200)
    monkeypatch.setattr(products_page, "_MOST", 1)
    page.load()
    assert page.count.text() == "Only the first 1; type more"


def test_down_leads_from_the_search_into_the_list(window, tea, qtbot):
    window.frame.show_page("products", {})
    page = window.frame.page
    qtbot.keyClick(page.query, Qt.Key.Key_Down)
    assert page.table.view.hasFocus()
    assert page.table.current.id == tea


def test_amounts_are_grouped_and_never_cut(page):
    products.add(page.till.desk, name="老班章", price=123_456_789_00, cost=100_000_000_00)
    page.resize(640, 400)
    page.show()
    page.load()
    assert [page.table.model.text(0, place) for place in (3, 4)] == [
        "¥100,000,000.00", "¥123,456,789.00",
    ]  # fmt: skip
    view = page.table.view
    for place in (3, 4):
        text = page.table.model.text(0, place)
        assert view.columnWidth(place) > view.fontMetrics().horizontalAdvance(text)
