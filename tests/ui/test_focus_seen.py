"""Where the keys are is seen on every sort of control, in either theme and at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tests.ui import seeing
from tests.ui.contrast import contrast
from ui import look
from ui.widgets.parts import button, field
from ui.widgets.table import Column, Table

RING = 3.0
"""How far a ring stands out from what was there before it, as 2.4.13 of WCAG 2.2 has it."""
KINDS = (
    "", "primary", "pay", "danger", "final", "plain", "link", "keypad", "low_key", "tender",
    "section", "small",
)  # fmt: skip


def of_kind(kind, *, is_checked=False):
    made = button("Print", lambda: None, kind)
    made.setCheckable(is_checked)
    made.setChecked(is_checked)
    return made


def tool(*, is_checked):
    made = QToolButton()
    made.setText("Counter")
    made.setProperty("kind", "rail")
    made.setCheckable(True)
    made.setChecked(is_checked)
    return made


def marked(sort, *, is_checked):
    made = sort("Counts for tiers")
    made.setAutoExclusive(False)
    made.setChecked(is_checked)
    return made


def tabs(kind):
    made = QTabBar()
    made.setProperty("kind", kind)
    for title in ("Products", "Promotions"):
        made.addTab(title)
    return made


def choice():
    made = QComboBox()
    made.addItems(["One", "Two"])
    return made


def listed():
    made = QListWidget()
    made.addItems(["One", "Two"])
    return made


def table(rows):
    made = Table("List", [Column("Name", str)], empty="Nothing yet")
    made.show_rows(rows)
    return made


SORTS = {
    **{f"button {kind}": lambda kind=kind: of_kind(kind) for kind in KINDS},
    **{f"{kind} chosen": lambda kind=kind: of_kind(kind, is_checked=True)
       for kind in ("", "tender", "section", "small")},
    "rail": lambda: tool(is_checked=False),
    "rail chosen": lambda: tool(is_checked=True),
    "check box": lambda: marked(QCheckBox, is_checked=False),
    "check box ticked": lambda: marked(QCheckBox, is_checked=True),
    "radio button": lambda: marked(QRadioButton, is_checked=False),
    "radio button chosen": lambda: marked(QRadioButton, is_checked=True),
    "field": lambda: field("Name"),
    "number": QSpinBox,
    "day": QDateEdit,
    "note": QPlainTextEdit,
    "choice": choice,
    "tabs": lambda: tabs(""),
    "many tabs": lambda: tabs("many"),
    "list": listed,
    "table": lambda: table(["One", "Two"]),
}  # fmt: skip


@pytest.fixture(params=look.THEMES)
def themed(request, qapp):
    look.install_font()
    look.apply(qapp, request.param, 100)
    yield request.param
    look.apply(qapp, "light", 100)


@pytest.fixture
def shown(qtbot, themed):
    """Shows a control below one that has the keys."""

    def show(control):
        window = QWidget()
        look.dress(window)
        window.setProperty("kind", "page")
        window.resize(400, 300)
        layout = QVBoxLayout(window)
        other = field("Other")
        layout.addWidget(other)
        layout.addWidget(control)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        other.setFocus()
        return window

    return show


def ring(window, control):
    """How many of its pixels stand out at once where the keys come, by 3 : 1 from before."""
    taking = control.view if isinstance(control, Table) else control
    place = control.geometry()
    before = seeing.picture_of(window.grab(place))
    taking.setFocus(Qt.FocusReason.TabFocusReason)
    assert taking.hasFocus()
    after = seeing.picture_of(window.grab(place))
    pairs = zip(before.get_flattened_data(), after.get_flattened_data(), strict=True)
    return sum(contrast(was, now) >= RING for was, now in pairs if was != now)


@pytest.mark.parametrize("sort", SORTS)
def test_where_the_keys_are_is_seen(shown, sort):
    """As many pixels as a line of one around a control of a finger's size, or along a list."""
    control = SORTS[sort]()
    window = shown(control)
    found = ring(window, control)
    assert found >= 2 * (look.FINGER + look.FINGER)
