"""The forms of products: what one is, many prices at once, categories."""

import pytest
from PySide6.QtWidgets import QWidget

from shopdesk import categories, prices, products
from ui.pages.product_categories import CategoriesForm
from ui.pages.product_form import ProductForm
from ui.pages.product_prices import RepriceForm


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


# --- one product ------------------------------------------------------------------------------


def test_all_that_a_product_is_can_be_typed(till, parent):
    form = ProductForm(till, parent, None, ean="6901234567892")
    for field, text in (
        (form.name, "茉莉银针"), (form.category, "茶"), (form.price, "68"),
        (form.member_price, "60"), (form.cost, "30"), (form.unit, "50 g"),
    ):  # fmt: skip
        field.setText(text)
    form.discounted.setChecked(False)
    form.earning.setChecked(False)
    form.try_it()
    (made,) = products.listed(till.desk)
    assert (made.name, made.category, made.price, made.member_price) == (
        "茉莉银针",
        "茶",
        6800,
        6000,
    )
    assert (made.cost, made.unit, made.ean) == (3000, "50 g", "6901234567892")
    assert (made.is_discounted, made.is_earning) == (False, False)


def test_what_is_emptied_is_none_any_more_and_it_comes_back_into_sale(till, parent, tea):
    products.edit(till.desk, tea, member_price=6000, cost=3000, unit="两", discontinued=True)
    form = ProductForm(till, parent, products.get(till.desk, tea))
    assert form.gone.isChecked()
    for field in (form.member_price, form.cost, form.unit):
        assert field.text()
        field.clear()
    form.gone.setChecked(False)
    form.try_it()
    now = products.get(till.desk, tea)
    assert (now.member_price, now.cost, now.unit, now.discontinued) == (None, None, "", False)


def test_the_prices_it_had_are_listed_with_the_day_and_who_changed_them(till, parent, tea):
    form = ProductForm(till, parent, products.get(till.desk, tea))
    assert "never changed" in form.changes.empty.text()
    products.edit(till.desk, tea, price=7000)
    form = ProductForm(till, parent, products.get(till.desk, tea))
    shown = [form.changes.model.text(0, place) for place in range(5)]
    assert shown == ["2026-10-15", "Price", "¥68.00", "¥70.00", "店主"]


def test_what_was_not_typed_stays_as_somebody_else_made_it_meanwhile(till, parent, tea):
    form = ProductForm(till, parent, products.get(till.desk, tea))
    products.edit(till.desk, tea, price=7000)
    form.name.setText("银针")
    form.try_it()
    now = products.get(till.desk, tea)
    assert (now.name, now.price) == ("银针", 7000)


# --- many prices ------------------------------------------------------------------------------


@pytest.fixture
def form(till, parent, tea):
    cup = products.add(till.desk, name="Cup", price=1250, member_price=1000)
    chosen = [products.get(till.desk, tea), cup]
    return RepriceForm(till, parent, chosen, is_all=False)


def then(form):
    return [form.table.model.text(row, 2) for row in range(form.table.model.rowCount())]


def test_what_prices_would_be_is_seen_as_one_types(form):
    assert form.told.text() == "No price would change."
    assert not form.ok.isEnabled()
    form.percent.setText("10")
    assert then(form) == ["¥74.80", "¥13.75"]
    form.step.setText("0.50")
    assert then(form) == ["¥75.00", "¥14.00"]
    form.rounding.setCurrentIndex(form.rounding.findData("down"))
    assert then(form) == ["¥74.50", "¥13.50"]
    form.percent.clear()
    form.amount.setText("-12.50")
    form.step.clear()
    assert form.told.text().startswith('"¥0.00" cannot be used here')
    assert not form.ok.isEnabled()
    form.amount.setText("-12.49")
    assert then(form) == ["¥55.51", "¥0.01"]


@pytest.mark.parametrize("wrong", ["ten", "5.5", "-100", "1001"])
def test_a_percentage_that_is_none_is_said_and_nothing_can_be_done(form, wrong):
    form.percent.setText(wrong)
    assert "cannot be used here" in form.told.text()
    assert not form.ok.isEnabled()


def test_prices_change_together_and_keep_their_history(form, till, tea, told):
    form.percent.setText("10 %")
    form.members.setChecked(True)
    form.try_it()
    cup = products.find(till.desk, "Cup")[0]
    assert (products.get(till.desk, tea).price, cup.price, cup.member_price) == (7480, 1375, 1100)
    assert [one.after for one in prices.changes(till.desk, tea)] == [7480]
    assert told == [("good", "The prices of 2 products are changed.")]


# --- categories -------------------------------------------------------------------------------


def test_categories_are_renamed_one_after_the_other_and_the_form_stays(till, parent, tea):
    products.add(till.desk, name="Cup", price=1, category="A")
    form = CategoriesForm(till, parent)
    form.show()
    assert [one.name for one in form.table.model.rows] == ["A", "茶"]
    form.name.setText("Cups")
    form.try_it()
    assert form.isVisible()
    assert form.told.text() == "Saved: 1 product is in Cups."
    form.table.mark(1)
    form.earning.setChecked(False)
    form.try_it()
    assert till.shop.settings.unearning_categories == ("茶",)
    assert [one.name for one in categories.listed(till.desk)] == ["Cups", "茶"]
    form.name.setText(" ")
    form.try_it()
    assert form.said.isVisible()


def test_only_an_owner_renames_categories(till, parent, tea, cashier_seated):
    form = CategoriesForm(till, parent)
    assert not form.ok.isEnabled()
    assert not form.name.isEnabled()


def test_without_categories_it_says_so(till, parent):
    form = CategoriesForm(till, parent)
    assert "No product has a category yet" in form.table.empty.text()
    form.try_it()
    assert not form.told.text()
