"""Lists: a million rows of which only those in sight are read, and an empty one in words."""

from array import array

from PySide6.QtCore import Qt

from ui.widgets.table import Column, Table, Windowed


def windowed(count):
    """A list of so many rows, and how many ids each reading asked for."""
    asked = []

    def read(ids):
        asked.append(len(ids))
        return [f"row {number}" for number in ids]

    return Windowed(array("i", range(count)), read), asked


def test_a_million_rows_are_read_a_screen_at_a_time():
    rows, asked = windowed(1_000_000)
    assert len(rows) == 1_000_000
    for top in (0, 500_000, 999_990):
        shown = range(top, min(top + 20, 1_000_000))
        assert [rows[place] for place in shown] == [f"row {place}" for place in shown]
    assert len(asked) == 3
    assert max(asked) <= Windowed.SIZE


def test_scrolling_row_by_row_reads_once_a_screen_in_both_directions():
    rows, asked = windowed(1_000)
    for place in [*range(480), *reversed(range(480))]:
        assert rows[place] == f"row {place}"
    assert len(asked) <= 2 * 480 / Windowed.SIZE


def test_a_screen_of_many_rows_is_painted_again_without_reading():
    rows, asked = windowed(1_000)
    tall = range(100, 100 + Windowed.SIZE * Windowed.KEPT)
    for _ in range(3):
        assert [rows[place] for place in tall] == [f"row {place}" for place in tall]
    assert len(asked) == Windowed.KEPT


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
