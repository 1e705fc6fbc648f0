"""Products from a file in the window: recognised, tried, put right, imported, cancelled."""

import csv

import pytest
from PySide6.QtWidgets import QWidget

from shopdesk import products
from ui import background
from ui.pages.product_import import ImportForm
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
def opened(qtbot, till, file):
    """The form on a file, tried."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def opened(text=TABLE, encoding="gb18030"):
        made = ImportForm(till, parent, file(text, encoding))
        settled(qtbot, made)
        return made

    return opened


def settled(qtbot, form):
    """Wait for what runs beside the window."""
    qtbot.waitUntil(lambda: form.job is None)


def rows(form):
    model = form.table.model
    return [[model.text(row, place) for place in range(3)] for row in range(model.rowCount())]


def says(form, theirs, ours):
    """Say what one of their columns is."""
    box = form.grid.boxes[theirs]
    box.setCurrentIndex(box.findData(ours))
    box.activated.emit(box.currentIndex())


def test_what_was_recognised_and_what_each_row_would_do_is_seen_first(opened, tea, till):
    form = opened()
    assert form.name.text() == "价目表.csv, read as GBK / GB18030"
    assert dict(form.grid.columns()) == {"品名": "product", "零售价": "price", "产地": ""}
    assert rows(form) == [
        ["3", "New", "陶杯  ¥45.00"], ["2", "Price changed", "茉莉银针  ¥68.00 → ¥70.00"],
    ]  # fmt: skip
    assert form.told.text() == "1 new, 1 changed, 0 unchanged, 0 rejected"
    assert products.get(till.desk, tea).price == 6800
    assert form.ok.isEnabled()


def test_it_is_imported_on_the_worker_and_told(opened, tea, till, qtbot, told):
    form = opened()
    with qtbot.waitSignal(form.accepted):
        form.try_it()
        form.try_it()  # a second Enter does nothing
    assert products.get(till.desk, tea).price == 7000
    assert {one.name for one in products.listed(till.desk)} == {"茉莉银针", "陶杯"}
    assert told == [("good", "1 new, 1 changed, 0 unchanged, 0 rejected")]


def test_a_column_can_be_said_to_be_another_or_left_out(opened, till, qtbot):
    form = opened()
    says(form, "产地", "category")
    settled(qtbot, form)
    with qtbot.waitSignal(form.accepted):
        form.try_it()
    assert {one.category for one in products.listed(till.desk)} == {"福建", "宜兴"}


def test_one_of_ours_is_one_of_theirs_only_and_what_is_missing_is_said(opened, qtbot):
    form = opened()
    says(form, "产地", "price")
    settled(qtbot, form)
    assert form.grid.boxes["零售价"].currentData() == ""
    assert {one.fate for one in form.rows} == {"rejected"}
    says(form, "产地", "")
    assert form.told.text() == "Say which column is: price."
    assert not form.ok.isEnabled()
    assert not rows(form)


def test_products_that_are_there_may_be_left_as_they_are(opened, tea, qtbot):
    form = opened()
    form.update_those.setChecked(False)
    settled(qtbot, form)
    assert [one.fate for one in form.rows] == ["rejected", "new"]
    assert not form.ok.isEnabled()
    form.skip.setChecked(True)
    assert form.ok.isEnabled()


def test_rejected_rows_are_named_left_out_only_if_wished_and_saved(
    opened, till, qtbot, answers, tmp_path
):
    form = opened(TABLE + "碗,-1,\n,3,\n", "utf-8")
    assert [row[:2] for row in rows(form)][:2] == [["4", "Rejected"], ["5", "Rejected"]]
    form.which.setCurrentIndex(form.which.findData("new"))
    assert [row[0] for row in rows(form)] == ["2", "3"]
    assert not form.ok.isEnabled()
    answers.given["save"] = str(tmp_path / "bad")
    form.save_rejects()
    settled(qtbot, form)
    with (tmp_path / "bad.csv").open(encoding="utf-8-sig") as bad:
        assert [row[0] for row in csv.reader(bad)] == ["row", "4", "5"]
    form.skip.setChecked(True)
    with qtbot.waitSignal(form.accepted):
        form.try_it()
    assert len(products.listed(till.desk)) == 2


def test_the_same_file_again_is_imported_only_if_that_is_ticked(opened, till, qtbot):
    form = opened()
    with qtbot.waitSignal(form.accepted):
        form.try_it()
    again = opened()
    again.show()
    again.try_it()
    settled(qtbot, again)
    assert "was imported before" in again.said.text()
    assert again.again.isVisible()
    again.again.setChecked(True)
    with qtbot.waitSignal(again.accepted):
        again.try_it()


def test_an_import_that_is_cancelled_changes_nothing_and_says_so(opened, till, qtbot):
    form = opened("name,price\n" + "".join(f"P{n},1\n" for n in range(3000)), "utf-8")
    form.show()
    form.try_it()
    form.reject()
    settled(qtbot, form)
    assert form.isVisible()
    assert form.said.text() == "Cancelled. Nothing was changed."
    assert not products.listed(till.desk)
    form.reject()
    assert not form.isVisible()


def test_what_is_no_table_is_said_and_another_file_can_be_chosen(
    opened, qtbot, answers, file, tmp_path
):
    form = opened("", "utf-8")
    assert "cannot be read as a table" in form.said.text()
    assert not form.ok.isEnabled()
    good = tmp_path / "good.csv"
    good.write_text("name,price\nCup,1\n", encoding="utf-8")
    answers.given["open"] = str(good)
    form.choose()
    settled(qtbot, form)
    assert [one.name for one in form.rows] == ["Cup"]
    assert form.ok.isEnabled()


def test_the_page_asks_for_the_file_and_leaves_it_where_none_is_chosen(qtbot, till, answers, file):
    page = Products(till)
    qtbot.addWidget(page)
    answers.given["open"] = ""
    page.bring_in()
    assert [kind for kind, _what in answers.asked] == ["open"]
    names = []
    answers.given |= {"open": str(file()), "show": lambda form: names.append(form.file.name)}
    page.bring_in()
    background.finish()
    assert names == ["价目表.csv"]
