"""Lists: a million rows of which only those in sight are read, and an empty one in words."""

from array import array

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication

from tests.ui.contrast import READABLE, contrast, from_hex
from tests.ui.seeing import picture_of
from ui import look
from ui.look import THEMES
from ui.widgets import table_view
from ui.widgets.parts import button
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


@pytest.mark.parametrize(("place", "stays"), [(9, True), (40, False)])
def test_a_marked_row_that_was_in_sight_stays_there_when_the_room_gets_less(qtbot, place, stays):
    table = Table("Teas", [Column("Name", str)], empty="None yet.")
    qtbot.addWidget(table)
    table.resize(400, 700)
    table.show_rows([f"tea {number}" for number in range(60)])
    table.show()
    table.mark(place)
    table.view.scrollToTop()
    table.resize(400, 300)
    marked = table.view.visualRect(table.view.currentIndex())
    assert (marked.top() >= 0 and marked.bottom() <= table.view.viewport().height()) is stays


@pytest.fixture
def teas(qtbot, till):
    """A list of three teas with their prices."""
    table = Table(
        "Teas",
        [Column("Name", lambda t: t[0]), Column("Price", lambda t: t[1], 90, is_number=True)],
        empty="None yet.",
    )
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show_rows([("oolong", "6.00"), ("sencha", "7.00"), ("matcha", "8.00")])
    table.show()
    return table


def room_for(table, text):
    """The pixels a text takes in a cell, without what is beside it."""
    return table.view.fontMetrics().horizontalAdvance(text)


def test_who_comes_to_a_list_by_the_keys_sees_where_they_are(teas, qtbot):
    teas.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert teas.current == ("oolong", "6.00")
    teas.mark(2)
    teas.view.clearFocus()
    teas.view.setFocus(Qt.FocusReason.BacktabFocusReason)
    assert teas.current == ("matcha", "8.00")


def test_home_and_end_go_to_the_first_row_and_the_last(teas, qtbot):
    qtbot.keyClick(teas.view, Qt.Key.Key_End)
    assert teas.current == ("matcha", "8.00")
    qtbot.keyClick(teas.view, Qt.Key.Key_Home)
    assert teas.current == ("oolong", "6.00")


def test_letters_go_to_a_row_in_a_short_list_and_read_nothing_of_a_long_one(teas, qtbot):
    teas.mark(0)
    qtbot.keyClick(teas.view, "m")
    assert teas.current == ("matcha", "8.00")
    rows, asked = windowed(1_000_000)
    teas.show_rows(rows)
    teas.mark(0)
    before = len(asked)
    qtbot.keyClick(teas.view, "z")
    assert len(asked) == before


def test_a_number_is_never_cut_short_wherever_it_comes_into_sight(teas):
    large, larger = "9,999,999,999.99", "999,999,999,999.99"
    rows = [("oolong with a very long name", "6.00")] * 100
    rows[1], rows[99] = ("a", large), ("b", larger)
    teas.show_rows(rows)
    assert room_for(teas, large) < teas.view.columnWidth(1) <= 400
    teas.mark(99)
    assert room_for(teas, larger) < teas.view.columnWidth(1)
    assert teas.view.columnWidth(0) + teas.view.columnWidth(1) <= teas.view.viewport().width()


@pytest.fixture
def hovered(teas, monkeypatch):
    """What the tooltip over a cell says."""
    said = []

    class Tip:
        @staticmethod
        def showText(_place, text, *_where):  # noqa: N802 - Qt's name
            said.append(text)

    monkeypatch.setattr(table_view, "QToolTip", Tip)

    def over(row, column):
        place = teas.view.visualRect(teas.model.index(row, column)).center()
        event = QHelpEvent(QEvent.Type.ToolTip, place, teas.view.viewport().mapToGlobal(place))
        QApplication.sendEvent(teas.view.viewport(), event)
        return said.pop()

    return over


def test_a_text_that_is_cut_short_is_whole_in_its_tooltip(teas, hovered):
    tea = "a tea from a very high mountain, picked before the rain, roasted over charcoal"
    long = " and ".join([tea] * 6)
    teas.show_rows([(long, "6.00"), ("sencha", "7.00")])
    assert teas.view.lines(0, 0)[-1].endswith("…")
    assert hovered(0, 0) == long
    assert hovered(1, 1) == ""


def test_a_row_is_as_high_as_its_longest_text_needs_and_a_list_as_its_rows(qtbot, teas):
    usual = teas.view.verticalHeader().defaultSectionSize()
    line = teas.view.fontMetrics().height()
    tea = "a tea from a very high mountain, picked before the rain, roasted over charcoal"
    teas.show_rows([("sencha", "7.00"), (tea, "6.00")])
    lines = teas.view.lines(1, 0)
    assert "".join(lines).replace(" ", "") == tea.replace(" ", "")
    assert len(lines) == 2
    assert [teas.view.rowHeight(row) for row in range(2)] == [usual, usual + line]
    assert teas.view.height_of(3) == 3 * usual + line
    teas.show_rows([("sencha", "7.00"), ("gyokuro", "6.00")])
    assert [teas.view.rowHeight(row) for row in range(2)] == [usual, usual]


def test_a_row_that_comes_into_sight_is_as_high_as_its_text_needs(qtbot, teas):
    usual = teas.view.verticalHeader().defaultSectionSize()
    tea = "a tea from a very high mountain, picked before the rain, roasted over charcoal"
    teas.show_rows([("sencha", "7.00")] * 99 + [(tea, "6.00")])
    assert teas.view.rowHeight(99) == usual
    teas.view.scrollToBottom()
    assert teas.view.rowHeight(99) > usual
    assert teas.view.rowAt(teas.view.viewport().height() - 1) == 99


def test_a_list_that_was_scrolled_away_from_its_marked_row_stays_there_when_it_is_resized(teas):
    tea = "a tea from a very high mountain, picked before the rain, roasted over charcoal"
    teas.show_rows([(tea, "6.00")] * 99)
    teas.mark(0)
    teas.view.doItemsLayout()
    teas.view.verticalScrollBar().setValue(900)
    teas.resize(380, 300)
    assert teas.view.rowAt(0) > 5


def test_the_keys_stay_with_what_is_shown_of_a_list(qtbot, till):
    start = button("Add a tea", lambda: None)
    table = Table("Teas", [Column("Name", str)], empty="None yet.", action=start)
    qtbot.addWidget(table)
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    start.setFocus()
    table.show_rows(["oolong"])
    assert table.view.hasFocus()
    assert table.current == "oolong"
    table.show_rows([])
    assert start.hasFocus()


def test_a_text_behind_a_number_keeps_away_from_it(qtbot):
    length = Column("Length", lambda tea: str(len(tea)), is_number=True)
    columns = [Column("Name", str), length, Column("Origin", str), Column("Day", str)]
    table = Table("Teas", columns, empty="None yet.")
    qtbot.addWidget(table)
    table.show_rows(["oolong"])
    before = [
        table.model.data(table.model.index(0, place), Qt.ItemDataRole.DecorationRole)
        for place in range(4)
    ]
    assert [picture is None for picture in before] == [True, True, False, True]
    assert before[2].width() > 0


def test_a_dot_stands_before_the_text_and_the_text_is_still_whole(qtbot):
    table = Table("Teas", [Column("Name", str, 10, is_whole=True, dot=lambda _t: "#d9b24a"),
                           Column("", lambda _t: "")], empty="None yet.")  # fmt: skip
    qtbot.addWidget(table)
    table.show_rows(["oolong"])
    picture = table.model.data(table.model.index(0, 0), Qt.ItemDataRole.DecorationRole).toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).name() == "#d9b24a"
    text = table.view.fontMetrics().horizontalAdvance("oolong")
    assert table.view.columnWidth(0) > text + picture.width()


@pytest.mark.parametrize("theme", THEMES)
def test_a_state_stands_on_a_chip_of_its_mood_and_can_be_read(qtbot, till, theme):
    ground, ink = look.chip(theme, "bad")
    table = Table("Teas", [Column("State", str, 120, pill=lambda _tea: (ground, ink)),
                           Column("Name", str)], empty="None yet.")  # fmt: skip
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.show_rows(["oolong"])
    table.show()
    seen = picture_of(table.view.viewport().grab(table.view.visualRect(table.model.index(0, 0))))
    colours = {colour for _count, colour in seen.getcolors(100_000)}
    assert {from_hex(ground), from_hex(ink)} <= colours
    assert contrast(from_hex(ground), from_hex(ink)) >= READABLE


def test_a_row_without_a_chip_or_picture_is_painted_as_any_other(qtbot):
    def seen(**more):
        made = Table("t", [Column("n", str, 90, is_number=True, **more)], empty="")
        qtbot.addWidget(made)
        made.resize(300, 200)
        made.show_rows([7, 0])
        made.show()
        return made.view.viewport().grab().toImage()

    plain = seen()
    assert seen(pill=lambda _n: None, picture=lambda _n: None) == plain
    assert seen(pill=lambda n: None if n else ("#ffdddd", "#aa0000")) != plain


def columns_unlike(picture, ground):
    """Columns of pixels in which something is painted on a ground."""
    wide, high = picture.size
    pixels = picture.load()
    return [x for x in range(wide) if any(pixels[x, y] != ground for y in range(2, high - 6))]


def head_and_cells(qtbot, columns, rows, place):
    """What is painted in the head of a column and in each of its cells."""
    made = Table("t", columns, empty="")
    qtbot.addWidget(made)
    look.dress(made)
    made.resize(500, 260)
    made.show_rows(rows)
    made.show()
    head, model = made.view.horizontalHeader(), made.model
    rect = made.view.visualRect(model.index(0, place))
    strip = picture_of(head.viewport().grab(rect.adjusted(0, -rect.y(), 0, -rect.y())))
    cells = [
        picture_of(made.view.viewport().grab(made.view.visualRect(model.index(n, place))))
        for n in range(len(rows))
    ]
    return [columns_unlike(one, one.getpixel((0, one.height // 2))) for one in (strip, *cells)]


@pytest.mark.parametrize("is_behind_a_number", [False, True])
def test_chips_begin_below_the_first_letter_of_their_head(qtbot, till, is_behind_a_number):
    ground = look.chip("light", "bad")
    before = Column("Count", str, 90, is_number=is_behind_a_number)
    state = Column("Hstate", str, 190, pill=lambda _row: ground)
    head, cell = head_and_cells(qtbot, [before, state], ["oolong"], 1)
    assert abs(head[0] - cell[0]) <= 3, "a letter keeps off its edge"


def test_a_number_on_a_chip_stands_below_those_without_one(qtbot, till):
    paper = look.chip("light", "bad")
    count = Column("Left", lambda _n: "111", 120, is_number=True,
                   pill=lambda n: paper if n else None)  # fmt: skip
    made = Table("t", [count, Column("Name", str)], empty="")
    qtbot.addWidget(made)
    made.resize(400, 260)
    made.show_rows([0, 1])
    made.show()
    last = []
    for n, ink in ((0, None), (1, from_hex(paper[1]))):
        cell = picture_of(made.view.viewport().grab(made.view.visualRect(made.model.index(n, 0))))
        ground = cell.getpixel((0, cell.height // 2))
        wide, high = cell.size
        wanted = (lambda p, ink=ink: p == ink) if ink else (lambda p, g=ground: p != g)
        pixels = cell.load()
        last.append(max(
            x for x in range(wide) if any(wanted(pixels[x, y]) for y in range(12, high - 12))
        ))  # fmt: skip
    assert abs(last[0] - last[1]) <= 2
