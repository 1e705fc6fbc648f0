"""Products from a file in the window: which prices would change is seen before they do."""

import pytest

from shopdesk import products
from ui import background
from ui.pages.import_form import ImportForm
from ui.pages.products import Products

TABLE = "品名,零售价,产地\n茉莉银针,70,福建\n陶杯,45,宜兴\n"


@pytest.fixture
def file(tmp_path):
    def write(text=TABLE, encoding="gb18030"):
        path = tmp_path / "价目表.csv"
        path.write_text(text, encoding=encoding)
        return path

    return write


@pytest.fixture
def opened(qtbot, window, till, file):
    """The form on a file, its columns read."""

    def opened(text=TABLE, encoding="gb18030"):
        made = ImportForm(till, window, "products", file(text, encoding))
        qtbot.addWidget(made)
        settled(qtbot, made)
        return made

    return opened


def settled(qtbot, form):
    """Wait for what runs beside the window."""
    qtbot.waitUntil(lambda: form.seen is not None and form.job is None, timeout=20_000)


def step(qtbot, form):
    """Press the button, and wait for what it does."""
    form.ok.click()
    settled(qtbot, form)


def rows(form):
    model = form.outcome.products.model
    return [[model.text(row, place) for place in range(4)] for row in range(model.rowCount())]


def says(form, theirs, ours):
    """Say what one of their columns is."""
    choice = form.columns.choices[form.columns.heading.index(theirs)]
    choice.setCurrentIndex(choice.findData(ours))


def test_what_each_row_would_do_is_seen_before_it_is_imported(opened, tea, till, qtbot, told):
    form = opened()
    assert form.columns.chosen() == {"品名": "product", "零售价": "price", "产地": ""}
    step(qtbot, form)
    assert rows(form) == [
        ["2", "茉莉银针", "Price changed", "¥68.00 → ¥70.00"], ["3", "陶杯", "New", "¥45.00"],
    ]  # fmt: skip
    assert form.outcome.more.text() == "New products: 1\nChanged products: 1"
    assert products.get(till.desk, tea).price == 6800
    step(qtbot, form)
    assert products.get(till.desk, tea).price == 7000
    assert {one.name for one in products.listed(till.desk)} == {"茉莉银针", "陶杯"}
    assert told[-1] == ("good", "2 rows read, 2 written, 0 rejected")


def test_rows_that_ask_for_a_look_come_first(opened, tea, till, qtbot):
    products.add(till.desk, name="碗", price=900)
    form = opened("name,price,category\n陶杯,45,\n碗,9,\n茉莉银针,68,绿茶\n", "utf-8")
    step(qtbot, form)
    said = [(row[1], row[2]) for row in rows(form)]
    assert said == [("茉莉银针", "Changed otherwise"), ("陶杯", "New"), ("碗", "Unchanged")]
    products.edit(till.desk, tea, category="绿茶")
    step(qtbot, form)
    assert form.came.changed_products == 0  # what was written is what stood there by then


def test_a_column_can_be_said_to_be_another(opened, till, qtbot):
    form = opened()
    says(form, "产地", "category")
    for _ in range(2):
        step(qtbot, form)
    assert {one.category for one in products.listed(till.desk)} == {"福建", "宜兴"}


def test_products_that_are_there_may_be_left_as_they_are(opened, tea, till, qtbot):
    form = opened()
    form.update_products.setChecked(False)
    step(qtbot, form)
    assert form.outcome.rejects.model.rowCount() == 1
    form.skip_rejects.setChecked(True)
    for _ in range(2):
        step(qtbot, form)
    assert products.get(till.desk, tea).price == 6800
    assert len(products.listed(till.desk)) == 2


def test_the_page_asks_for_the_file_and_leaves_it_where_none_is_chosen(qtbot, till, answers, file):
    page = Products(till)
    qtbot.addWidget(page)
    answers.given["open"] = ""
    page.bring_in()
    assert [kind for kind, _what in answers.asked] == ["open"]
    names = []
    answers.given |= {"open": str(file()), "show": lambda form: names.append(form.path.name)}
    page.bring_in()
    background.finish()
    assert names == ["价目表.csv"]
