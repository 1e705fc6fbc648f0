"""What looks at pictures finds a bad part of each kind, and nothing in a good one."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from tests.ui import room, seeing
from tests.ui.contrast import contrast, from_hex
from ui import look
from ui.widgets import dot
from ui.widgets.elided import Elided
from ui.widgets.heights import whole
from ui.widgets.parts import Field, button, column, field, label, picture, row, set_mood
from ui.widgets.table import Column, Table

LONG = "A sentence that needs far more room than it has been given here"


@pytest.fixture
def shown(qtbot, qapp):
    """Shows parts in a window, each where it puts itself."""
    look.install_font()
    look.apply(qapp, "light", 100)

    def show(*parts, layout=None):
        window = QWidget()
        look.dress(window)
        window.setProperty("kind", "page")
        window.resize(600, 400)
        qtbot.addWidget(window)
        for part in parts:
            part.setParent(window)
        if layout is not None:
            window.setLayout(layout)
        window.show()
        return window

    return show


def resized(widget, width, height):
    widget.setMinimumSize(1, 1)
    widget.resize(width, height)
    return widget


def tabs(*titles):
    made = QTabBar()
    for title in titles:
        made.addTab(title)
    return made


def choice(*texts):
    made = QComboBox()
    made.addItems(texts)
    return made


def hinted(text):
    """A field of Qt's own: ours tells in its tooltip what is cut."""
    made = QLineEdit()
    made.setPlaceholderText(text)
    return made


CUT = {
    "a label": lambda: resized(label(LONG), 100, 30),
    "a label that wraps": lambda: resized(label(LONG, wraps=True), 100, 30),
    "a label that is too low": lambda: resized(label("Short", "due"), 200, 20),
    "a button": lambda: resized(button(LONG, lambda: None), 100, 44),
    "a button with an icon": lambda: resized(button("Print…", lambda: None, icon="print"), 70, 44),
    "a box to tick": lambda: resized(QCheckBox(LONG), 100, 44),
    "a field's hint": lambda: resized(hinted(LONG), 100, 44),
    "a choice": lambda: resized(choice(LONG), 100, 44),
    "tabs": lambda: resized(tabs("Vouchers", "Rules and runs"), 150, 44),
}


@pytest.mark.parametrize("part", CUT)
def test_a_text_without_room_is_found(shown, part):
    assert seeing.cut(shown(CUT[part]()))


def test_the_same_parts_with_room_are_well(shown):
    for make in CUT.values():
        assert seeing.cut(shown(resized(make(), 590, 90))) == []


def test_a_tooltip_is_no_excuse_for_a_text_without_room(shown):
    told = resized(label(LONG), 100, 30)
    told.setToolTip(LONG)
    assert seeing.cut(shown(told))


def test_a_line_may_be_as_low_as_its_characters_are(shown):
    high = label("朱国华", "title").fontMetrics().height()
    assert seeing.cut(shown(resized(label("朱国华"), 100, high - 4))) == []
    assert seeing.cut(shown(resized(label("朱国华"), 100, high // 2)))


def test_a_name_is_written_smaller_then_goes_on_below_before_it_is_cut(shown):
    made = Elided("Kwame Mensah", "title", "heading")
    window = shown(resized(made, 140, 40))
    assert (made.text(), made.property("kind")) == ("Kwame Mensah", "heading")
    made.resize(300, 40)
    assert made.property("kind") == "title"
    made.resize(80, 60)
    assert made.text() == "Kwame\nMensah"
    assert seeing.cut(window) == []
    made.resize(80, 30)
    assert [fault for fault in seeing.cut(window) if "has only 80 × 30" in fault]
    made.resize(24, 300)
    assert made.text().endswith("…")
    assert [fault for fault in seeing.cut(window) if "says only" in fault]


def narrow_list(shown, text, *, is_number):
    column = Column("Name", lambda row: row, 80, is_number=is_number)
    table = Table("List", [column, Column("", lambda _row: "")], empty="")
    table.show_rows([text])
    window = shown(resized(table, 500, 300))
    table.view.setColumnWidth(0, 80)
    return window


def test_a_number_that_is_cut_in_a_list_is_found(shown):
    assert seeing.cut(narrow_list(shown, "1,234,567,890.00", is_number=True))


def test_a_text_in_a_list_that_has_more_lines_than_there_may_be_is_found(shown):
    assert seeing.cut(narrow_list(shown, LONG, is_number=False))


def test_a_list_whose_heading_is_cut_is_found(shown):
    table = Table("List", [Column(LONG, str, 80), Column("", lambda _row: "")], empty="")
    table.show_rows([1])
    assert seeing.cut(shown(resized(table, 500, 300)))


def test_a_list_that_is_all_but_high_enough_is_found(shown):
    def listed():
        made = Table("List", [Column("Name", str)], empty="")
        made.show_rows(range(3))
        return made

    window = shown(layout=column(whole(listed()), 1))
    (rows,) = window.findChildren(Table)
    assert seeing.barely_scrolled(window) == [], "it is measured as it is dressed"
    rows.rise = lambda: None  # as if it were measured before
    rows.setFixedHeight(rows.height() - 20)
    assert seeing.barely_scrolled(window)
    assert seeing.barely_scrolled(shown(resized(listed(), 300, 90))) == [], "it is meant to scroll"


def test_a_character_that_our_font_does_not_have_is_found(shown):
    assert seeing.without_glyph(shown(label("Tea 🍵")))
    assert seeing.without_glyph(shown(label("茶 Tea ¥48.20 · 𬭼"))) == []


@pytest.mark.parametrize("make", [QLineEdit, QPushButton, QSpinBox, QComboBox])
def test_a_control_without_a_name_is_found(shown, make):
    assert seeing.unnamed(shown(make()))
    named = make()
    named.setAccessibleName("How many")
    assert seeing.unnamed(shown(named)) == []


def test_a_button_says_its_text(shown):
    assert seeing.unnamed(shown(QPushButton("Print"))) == []


def test_a_control_that_a_finger_misses_is_found(shown):
    low = button("Print", lambda: None)
    low.setStyleSheet("min-height: 30px")
    assert seeing.too_small(shown(low))
    assert seeing.too_small(shown(button("Print", lambda: None, "small"))) == []


def test_a_part_that_sticks_out_of_the_window_is_found(shown):
    outside = label("Due")
    outside.setGeometry(580, 10, 60, 20)
    assert seeing.misplaced(shown(outside))


def test_neighbours_that_cover_each_other_are_found(shown):
    layout = QVBoxLayout()
    one, other = label("One"), label("Other")
    layout.addWidget(one)
    layout.addWidget(other)
    window = shown(layout=layout)
    assert seeing.misplaced(window) == []
    other.move(one.pos())
    assert seeing.misplaced(window)


def test_rows_side_by_side_cover_nothing(shown):
    layout = QVBoxLayout()
    for _row in range(2):
        row = QHBoxLayout()
        for part in (label("One"), button("Two", lambda: None)):
            row.addWidget(part)
        layout.addLayout(row)
    assert seeing.misplaced(shown(layout=layout)) == []


@pytest.mark.parametrize(("colour", "is_well"), [("#8a8a8a", False), ("#5a6068", True)])
def test_a_text_too_faint_to_be_read_is_found_in_its_picture(shown, colour, is_well):
    text = QLabel("Valid until tomorrow")
    text.setStyleSheet(f"color: {colour}; background: #ffffff; font-size: 14px")
    window = shown(resized(text, 300, 40))
    assert (seeing.faint(window, seeing.picture_of(window.grab())) == []) is is_well


def dotted(name, *, pills=()):
    chips = dict(enumerate(pills))
    column = Column("Tier", lambda row: name, dot=lambda row: "#c0c0c0", pill=chips.get)
    made = Table("List", [column], empty="Nothing yet")
    made.show_rows(range(max(1, len(pills))))
    return resized(made, 300, 200)


def moody(text):
    made = label(text, "chip")
    set_mood(made, "bad")
    return made


def wrong_field(why):
    made = field("Name")
    set_mood(made, "bad")
    made.setAccessibleDescription(why)
    return made


def alone():
    made = QLabel()
    made.setPixmap(dot.pixmap("#c0c0c0", 12))
    return made


RED, GREEN = ("#fbe9e7", "#a3211a"), ("#e3f2e6", "#1a6b31")
COLOURED = {
    "a chip": (lambda: moody(""), lambda: moody("Lost")),
    "a dot in a list": (lambda: dotted(""), lambda: dotted("Gold")),
    "chips of one word": (lambda: dotted("Gold", pills=(RED, GREEN)),
                          lambda: dotted("Gold", pills=(RED, RED))),
    "a wrong field": (lambda: wrong_field(""), lambda: wrong_field("It is empty.")),
}  # fmt: skip


@pytest.mark.parametrize("part", COLOURED)
def test_what_only_a_colour_tells_is_found(shown, part):
    bad, good = COLOURED[part]
    assert seeing.colour_alone(shown(bad()))
    assert seeing.colour_alone(shown(good())) == []


def test_a_dot_without_a_name_beside_it_is_found(shown):
    assert seeing.colour_alone(shown(alone()))
    assert seeing.colour_alone(shown(layout=row(alone(), label("Gold")))) == []


def test_the_moods_of_the_strip_have_signs_that_differ_in_grey(qapp):
    signs = {
        bytes(picture(name, 20, colour=QColor("black")).pixmap().toImage()
              .convertToFormat(QImage.Format.Format_Alpha8).constBits())
        for name in ("good", "bad", "note")
    }  # fmt: skip
    assert len(signs) == 3


def test_a_hint_that_is_cut_is_found_and_told_in_the_tooltip(shown):
    made = field("Name", LONG)
    window = shown(resized(made, 100, 44))
    assert seeing.cut(window)
    assert made.toolTip() == LONG
    made.resize(900, 44)
    assert made.toolTip() == ""
    assert seeing.cut(window) == []


def test_a_hint_has_a_shorter_one_where_there_is_no_room(shown):
    made = Field()
    made.setPlaceholderText(LONG, "Scan")
    window = shown(resized(made, 100, 44))
    assert seeing.cut(window) == []
    assert (made.placeholderText(), made.toolTip()) == ("Scan", LONG)
    made.resize(900, 44)
    assert (made.placeholderText(), made.toolTip()) == (LONG, "")


def test_the_hint_of_a_field_can_be_read(shown):
    window = shown(resized(field("Phone", "may be empty"), 300, 50))
    assert seeing.faint(window, seeing.picture_of(window.grab())) == []


def test_what_is_hidden_is_not_looked_at(shown):
    hidden = resized(label(LONG), 100, 30)
    window = shown(hidden)
    hidden.hide()
    assert seeing.faults(window, window.grab()) == []


def across(*parts):
    """Parts in a row of Qt's own, as they come: a number stretches."""
    made = QHBoxLayout()
    for part in parts:
        made.addStretch(part) if isinstance(part, int) else made.addWidget(part)
    return made


def test_a_text_that_wraps_beside_nothing_is_found(shown):
    assert room.crowded(shown(layout=across(label(LONG, wraps=True), 1)))
    assert room.crowded(shown(layout=row(label(LONG, wraps=True), 1))) == []
    assert room.crowded(shown(layout=across(label(3 * LONG, wraps=True)))) == []


def lines_in(made):
    inside = QWidget()
    inside.setLayout(column(*(label(f"{number}") for number in range(6))))
    made.setWidget(inside)
    return made


def test_what_scrolls_above_nothing_is_found(shown):
    low = lines_in(QScrollArea())
    low.setFixedHeight(60)
    assert room.crowded(shown(layout=column(low, 1)))
    assert room.crowded(shown(layout=column(lines_in(QScrollArea())))) == []


def test_contrast_is_that_of_the_standard():
    assert contrast(from_hex("#000000"), from_hex("#ffffff")) == 21
    assert round(contrast(from_hex("#767676"), from_hex("#ffffff")), 1) == 4.5
