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
    assert titles == ["Product", "Category", "Barcode", "State", "Member price", "Price"]
    said = [text.text() for text in made.findChildren(QLabel)]
    assert "You can look at products here, but not change them." in said
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
    assert '"6,8.x" cannot be used here' in said
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
    assert page.table.model.text(1, 3) == "No longer sold"


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
    page.load()
    assert page.count.text() == "1 product"
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
    page.resize(900, 400)
    page.show()
    page.load()
    assert [page.table.model.text(0, place) for place in (4, 6)] == [
        "¥100,000,000.00", "¥123,456,789.00",
    ]  # fmt: skip
    view = page.table.view
    for place in (4, 6):
        text = page.table.model.text(0, place)
        assert view.columnWidth(place) > view.fontMetrics().horizontalAdvance(text)


# --- found, narrowed, sorted ------------------------------------------------------------------


def test_letters_find_chinese_names_by_pinyin_and_its_initials(page, tea):
    products.add(page.till.desk, name="茶杯", price=1200)
    for typed, found in (
        ("mlyz", ["茉莉银针"]), ("yinzhen", ["茉莉银针"]), ("cb", ["茶杯"]), ("zz", []),
    ):  # fmt: skip
        page.query.setText(typed)
        assert names(page) == found, typed


def test_the_list_is_narrowed_by_category_and_state_and_sorted(page, tea):
    desk = page.till.desk
    cup = products.add(desk, name="Cup", price=1200, category="器")
    products.add(desk, name="Bag", price=9900)
    products.edit(desk, cup.id, discontinued=True)
    page.load()
    for box, value, found in (
        (page.category, "器", ["Cup"]), (page.category, "", ["Bag"]),
        (page.category, None, ["Bag", "茉莉银针", "Cup"]),
        (page.states, "gone", ["Cup"]), (page.states, "on_sale", ["Bag", "茉莉银针"]),
        (page.order, "price", ["茉莉银针", "Bag"]), (page.order, "price_down", ["Bag", "茉莉银针"]),
        (page.order, "category", ["茉莉银针", "Bag"]),
    ):  # fmt: skip
        box.setCurrentIndex(box.findData(value))
        assert names(page) == found, value
    assert page.escape()
    assert len(names(page)) == 3


def test_a_category_that_nothing_fits_says_so_in_words(page, tea):
    page.states.setCurrentIndex(page.states.findData("gone"))
    assert "No product fits" in page.table.empty.text()


def test_a_scan_that_nobody_knows_offers_to_add_the_product_with_its_code(window, tea, answers):
    window.frame.show_page("products", {})
    codes = []
    answers.given["show"] = lambda form: codes.append(form.ean.text()) or False
    window.frame.scanned("4006381333931")
    assert "No product has the code 4006381333931" in window.frame.strip.message.text
    assert not codes
    window.frame.strip.act()
    assert codes == ["4006381333931"]


def test_a_scan_of_what_is_known_shows_it_also_where_it_is_no_longer_sold(window, tea, till):
    old = products.add(till.desk, name="Old", price=100, ean="4006381333931")
    products.edit(till.desk, old.id, discontinued=True)
    window.frame.show_page("products", {})
    page = window.frame.page
    page.states.setCurrentIndex(page.states.findData("on_sale"))
    for code, product in (("4006381333931", old.id), ("6901234567892", tea)):
        window.frame.scanned(code)
        assert page.table.current.id == product


# --- several at once --------------------------------------------------------------------------


@pytest.fixture
def three(page, tea):
    for name in ("A", "B"):
        products.add(page.till.desk, name=name, price=1000)
    page.load()
    return page


def repriced(page, answers):
    """Whose prices the form would change."""
    asked = []
    answers.given["show"] = lambda form: asked.append(form) or False
    page.reprice()
    return asked[0].ids if asked else []


def test_prices_are_changed_of_what_is_chosen_else_of_all_that_is_listed(three, answers):
    ids = [one.id for one in three.table.model.rows]
    three.table.mark(1)
    assert repriced(three, answers) == ids  # one that is marked is not yet chosen
    three.query.setText("A")
    assert repriced(three, answers) == ids[:1]
    three.query.clear()
    three.several.click()
    three.table.mark(1)
    assert repriced(three, answers) == [ids[1]]
    three.table.mark(2)
    assert repriced(three, answers) == ids[1:]
    assert three.escape()
    assert not three.several.isChecked()


def test_the_space_bar_chooses_one_after_the_other(window, tea, till, qtbot, answers):
    for name in ("A", "B"):
        products.add(till.desk, name=name, price=1000)
    window.frame.show_page("products", {})
    page = window.frame.page
    page.several.click()
    view = page.table.view
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    assert len(page.table.chosen) == 2
    assert len(repriced(page, answers)) == 2


def test_a_cashier_reprices_imports_and_renames_nothing(qtbot, till, tea, cashier_seated, answers):
    made = Products(till)
    qtbot.addWidget(made)
    made.load()
    made.reprice()
    made.bring_in()
    made.escape()
    assert not answers.asked
    assert not made.prices.isVisible()


# --- units ------------------------------------------------------------------------------------


def test_a_unit_stands_with_the_price_and_with_what_is_sold(window, till, tea):
    products.edit(till.desk, tea, unit="两")
    window.frame.show_page("products", {})
    page = window.frame.page
    assert page.table.model.text(0, len(page.table.model.columns) - 1) == "¥68.00 / 两"
    window.frame.show_page("counter", {"product": tea})
    shown = [one.text() for one in window.frame.page.lines.findChildren(QLabel)]
    assert "1 两" in shown
