"""Lists: a million rows of which only those in sight are read, and an empty one in words."""

from array import array

from PySide6.QtCore import Qt

from ui.widgets.table import Column, Table, Windowed


def test_a_million_rows_are_read_a_window_at_a_time():
    asked = []

    def read(ids):
        asked.append(len(ids))
        return [f"row {number}" for number in ids]

    rows = Windowed(array("q", range(1_000_000)), read)
    assert len(rows) == 1_000_000
    assert [rows[place] for place in (0, 1, 500_000, 500_001, 999_999)] == [
        "row 0", "row 1", "row 500000", "row 500001", "row 999999",
    ]  # fmt: skip
    assert len(asked) == 3
    assert max(asked) <= Windowed.SIZE


def test_a_list_shows_rows_and_tells_which_one_is_opened(qtbot):
    table = Table("Teas", [Column("Name", str), Column("Length", lambda t: str(len(t)), 80)],
                  empty="None yet.")  # fmt: skip
    qtbot.addWidget(table)
    opened, marked = [], []
    table.opened.connect(opened.append)
    table.selected.connect(marked.append)
    table.show_rows(["oolong", "sencha"])
    table.show()
    table.mark(1)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert (opened, marked[-1], table.current) == (["sencha"], "sencha", "sencha")
    assert table.model.data(table.model.index(0, 1)) == "6"


def test_an_empty_list_says_so_in_words_and_a_filled_one_does_not(qtbot):
    table = Table("Teas", [Column("Name", str)], empty="None yet.")
    qtbot.addWidget(table)
    table.show()
    assert table.empty.isVisible()
    table.show_rows(["oolong"])
    assert not table.empty.isVisible()
    assert table.view.isVisible()


def test_a_mark_beyond_the_last_row_stays_where_it_is(qtbot):
    table = Table("Teas", [Column("Name", str)], empty="None yet.")
    qtbot.addWidget(table)
    table.show_rows(["oolong"])
    table.mark(0)
    table.mark(1)
    assert table.current == "oolong"
