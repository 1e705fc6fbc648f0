"""Every button has a key: held, Alt shows it; pressed with Alt, it does what a click does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QPushButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from tests.ui.hands import receipts
from ui.pages.link_form import LinkForm
from ui.widgets import key_badges
from ui.widgets.figure import Figure
from ui.widgets.form import Form
from ui.widgets.parts import button, field, label, row
from ui.widgets.tile import Tile

ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


def held(window, key=Qt.Key.Key_Alt):
    QTest.keyPress(window.windowHandle(), key, NONE if key == Qt.Key.Key_Alt else ALT)


def let_go(window):
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Alt, NONE)


def press(window, letters):
    """Alt held, and one letter after the other."""
    handle = window.windowHandle()
    for letter in letters:
        QTest.keyPress(handle, letter, ALT)
    let_go(window)


def key_of(window, wanted):
    """The letters of a button: given, or by what it says."""
    keys = key_badges.assigned(window)
    named = {each.part: key for each, key in keys.items() if isinstance(each.part, QAbstractButton)}
    return next(key for part, key in named.items() if wanted in (part, part.text()))


def many(count):
    """A window with so many buttons, and what was pressed."""
    made, pressed = QWidget(), []
    layout = QVBoxLayout(made)
    layout.setSpacing(0)
    for number in range(count):
        one = button(f"Do {number}", lambda number=number: pressed.append(number))
        one.setFixedHeight(10)
        layout.addWidget(one)
    made.typed = field("Words")
    layout.addWidget(made.typed)
    return made, pressed


@pytest.fixture
def shown(qtbot, window):
    """Shows a window and gives it the keys; the program's own window watches it."""

    def show(made):
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return show


@pytest.mark.parametrize(
    ("page", "word", "form"),
    [("members", "Duplicates…", "DuplicatesForm"), ("products", "New product", "ProductForm"),
     ("vouchers", "Issue many…", "BatchForm")],
)  # fmt: skip
def test_alt_with_its_letter_presses_a_button_of_a_page(window, answers, page, word, form):
    window.frame.show_page(page, {})
    opened = []
    answers.given["show"] = lambda made: opened.append(type(made).__name__)
    press(window, key_of(window, word))
    assert opened == [form]


def test_a_letter_turns_to_a_tab_and_enters_a_list(window, member):
    window.frame.show_page("products", {})
    tabs = window.frame.page.findChild(QTabBar)
    keys = key_badges.assigned(window)
    press(window, keys[key_badges.Target(tabs, 1)])
    assert tabs.currentIndex() == 1
    press(window, key_badges.assigned(window)[key_badges.Target(tabs, 0)])
    assert tabs.currentIndex() == 0
    window.frame.show_page("members", {})
    (found,) = [
        each for each in key_badges.assigned(window) if isinstance(each.part, QAbstractItemView)
    ]
    press(window, key_badges.assigned(window)[found])
    assert found.part.hasFocus()


def test_a_letter_opens_what_is_behind_a_figure(qtbot, shown):
    made, opened = QWidget(), []
    layout = QVBoxLayout(made)
    layout.addWidget(Tile("Sales", "¥1.00", opens=lambda: opened.append("tile")))
    figure = Figure(row(label("12")), lambda: opened.append("figure"), name="Points 12")
    layout.addWidget(figure)
    shown(made)
    press(made, "A")
    assert opened == ["tile"]
    press(made, "B")
    assert opened == ["tile", "figure"]


def test_in_a_form_too(shown, till, window):
    form, pressed = LinkForm(till, window, "4006381333931"), []
    form.layout().addWidget(button("Once more", lambda: pressed.append(form)))
    shown(form)
    press(form, key_of(form, "Once more"))
    assert pressed == [form]
    assert {key_of(form, one) for one in (form.ok, form.leave)} == {"F12", "Esc"}


def test_what_is_seen_while_alt_is_held_goes_with_it(window, qtbot):
    badges = window.key_badges
    held(window)
    assert badges.seen is None  # a scanner presses it for a moment
    qtbot.waitUntil(lambda: badges.seen is not None)
    assert badges.seen.isVisible()
    texts = [text for _corner, text in badges.seen.badges]
    assert {"F2", "F11", "S"} <= set(texts)
    assert len(set(texts)) == len(texts)
    window.resize(1100, 760)
    assert badges.seen.size() == window.size()
    let_go(window)
    assert badges.seen is None


def test_a_key_with_a_shortcut_of_its_own_keeps_it(window, till, tea):
    window.frame.show_page("counter", {})
    assert {"D", "P", "H", "G", "L", "S", "T", "U", "W", "Y", "E", "M"} <= key_badges.taken(window)
    keys = key_badges.assigned(window)
    tips = {each.part.toolTip(): key for each, key in keys.items()}
    shown = {tip: key for tip, key in tips.items() if "Alt+" in tip}
    assert shown
    assert all(tip.endswith(f"Alt+{key}") for tip, key in shown.items())


def test_where_letters_run_short_the_last_buttons_have_two(shown):
    made, pressed = many(60)
    shown(made)
    keys = list(key_badges.assigned(made).values())
    assert len(set(keys)) == 60
    assert {len(key) for key in keys} == {1, 2}
    assert not [one for one in keys for other in keys if one != other and other.startswith(one)]
    press(made, keys[59])
    press(made, keys[0])
    assert pressed == [59, 0]


def test_a_letter_that_begins_the_name_of_another_key_is_that_letter_alone(shown):
    made, pressed = many(6)
    shown(made)
    made.findChildren(QPushButton)[0].setToolTip("F7")
    assert list(key_badges.assigned(made).values()) == ["F7", *"ABCDE"]
    made.findChildren(QPushButton)[1].setToolTip("Alt+F")
    press(made, "F")
    assert pressed == [1]


def test_two_letters_are_the_last_ones_left(shown, window, qtbot):
    made, pressed = many(40)
    shown(made)
    first, second = list(key_badges.assigned(made).values())[39]
    held(made)
    held(made, getattr(Qt.Key, f"Key_{first}"))
    fitting = [text for _corner, text in window.key_badges.seen.badges]
    assert second in fitting
    assert all(len(text) == 1 for text in fitting)
    held(made, getattr(Qt.Key, f"Key_{second}"))
    assert pressed == [39]


@pytest.mark.parametrize(("count", "longest"), [(3, 1), (4, 2), (9, 2)])
def test_no_key_begins_another(count, longest):
    keys = key_badges.spelled("ABC", count)
    assert len(set(keys)) == count
    assert max(map(len, keys)) == longest
    assert not [one for one in keys for other in keys if one != other and other.startswith(one)]


def test_what_cannot_be_pressed_or_seen_takes_no_letter(shown):
    made, pressed = many(4)
    one, two, *_rest = made.findChildren(QPushButton)
    one.setEnabled(False)
    two.hide()
    shown(made)
    assert [each.part.text() for each in key_badges.assigned(made)] == ["Do 2", "Do 3"]
    press(made, "C")
    assert pressed == []


def test_typing_digits_and_scans_press_nothing(window, till, hands, tea):
    window.frame.show_page("counter", {})
    hands.scan("6901234567892")
    for digit in "0065":
        held(window, getattr(Qt.Key, f"Key_{digit}"))
    let_go(window)
    hands.scan("6901234567892")
    assert window.key_badges.keys == {}
    assert till.basket.lines == [(tea, 2)]
    assert receipts(till) == []


def test_a_letter_that_no_button_has_does_nothing_but_end_it(shown, window):
    made, pressed = many(1)
    shown(made)
    made.typed.setFocus()
    press(made, "Z")
    assert pressed == []
    assert window.key_badges.keys == {}
    QTest.keyClick(made.windowHandle(), "a")
    assert made.typed.text() == "a"


def test_a_form_names_the_key_it_has_itself(till, window):
    form = LinkForm(till, window, "4006381333931")
    assert isinstance(form, Form)
    assert key_badges.own_key(form.help) == "Alt+M"
    form.deleteLater()
