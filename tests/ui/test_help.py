"""The help on F1: for every screen, in both languages, true in its keys, words and links."""

import importlib
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from shopdesk.language import LANGUAGES, RESOURCES
from tests.architecture.sources import ROOT
from ui import dialogs, help_topics, keys, look
from ui import help as helping
from ui.frame import PAGES
from ui.help import Help
from ui.pages.first_run import FirstRun
from ui.pages.link_form import LinkForm
from ui.pages.settings import SECTIONS
from ui.pages.vouchers import PARTS
from ui.widgets.form import Form

TOPICS = help_topics.topics()
BY_HAND = {
    "Enter", "Tab", "Right", "PgUp", "PgDown", "Alt", *(f"Alt+{number}" for number in range(1, 10)),
}  # fmt: skip
"""Keys that Qt's own parts know, the one that shows the others, and those of numbers."""


@pytest.fixture(autouse=True)
def none_left():
    yield
    helping.close_all()


def every_form():
    for file in [*(ROOT / "ui").glob("*.py"), *(ROOT / "ui").glob("*/*.py")]:
        if "Form" in file.read_text("utf-8"):
            importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))

    def below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    return [one for one in below(Form) if one.__module__.startswith("ui.")]


def shown():
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, Help)
                 and w.isVisible()), None)  # fmt: skip


def test_every_form_has_a_page_of_the_help_in_both_languages():
    without = [one.__name__ for one in every_form() if help_topics.of_class(one) not in TOPICS]
    assert without == [], "name its module in ui/help_topics.py"


def test_every_page_part_and_section_has_one(window):
    for entry in PAGES:
        window.frame.show_page(entry.name, {})
        assert window.frame.page.topic in TOPICS, entry.name
    for entry in SECTIONS:
        assert help_topics.of_section(entry.name) in TOPICS
    for _title, part in PARTS:
        assert help_topics.of_class(part) in TOPICS
    assert help_topics.of_class(FirstRun) == "first-run"


def test_both_languages_have_the_same_pages_of_the_same_shape():
    for topic in TOPICS:
        each = [help_topics.written(topic, language) for language in LANGUAGES]
        shapes = [[line[:1] in "#-*" and line[:1] for line in text.splitlines()] for text in each]
        assert shapes[0] == shapes[1], topic
        if topic != help_topics.KEYS:
            assert 1 <= sum(line[:1].isdigit() for line in each[0].splitlines()) <= 6, topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_links_lead_somewhere(language):
    for topic in TOPICS:
        links = re.findall(r"\]\(([^)]*)\)", help_topics.written(topic, language))
        unknown = [one for one in links if one.removeprefix("help:") not in TOPICS]
        assert unknown == [], topic


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_that_is_named_is_called_so_in_the_program(language):
    place = RESOURCES / "locale" / "zh_CN" / "LC_MESSAGES" / "shopdesk.po"
    with place.open("rb") as file:
        texts = [one for one in read_po(file) if one.id and isinstance(one.id, str)]
    known = {one.id if language == "en" else one.string for one in texts}
    marked = r"(?<!\*)\*([^*\n]+)\*(?!\*)" if language == "en" else "“([^”]+)”"
    for topic in TOPICS:
        named = re.findall(marked, help_topics.written(topic, language))
        assert [one for one in named if one not in known] == [], topic


@pytest.mark.parametrize("folder", ["docs", "docs/zh-CN"])
def test_every_key_stands_in_the_documents(folder):
    text = "".join(file.read_text("utf-8") for file in sorted((ROOT / folder).glob("*.md")))
    listed = [one.sequence for one in keys.WINDOW]
    listed += [one.sequence for _title, group in keys.GROUPS for one in group]
    listed += [entry.key for entry in PAGES]
    text = text.replace("回车", " Enter ")
    missing = [key for key in listed if not re.search(rf"\b{re.escape(key)}\b", text, re.ASCII)]
    assert missing == []


def test_every_key_that_is_named_is_there(window, till):
    for entry in PAGES:
        window.frame.show_page(entry.name, {})
    form = LinkForm(till, window, "4006381333931")
    there = {
        one.key().toString() for over in (window, form) for one in over.findChildren(QShortcut)
    }
    window.lock()
    there |= {one.key().toString() for one in window.lock_screen.findChildren(QShortcut)}
    form.deleteLater()
    listed = {
        one.sequence for group in (keys.WINDOW, *(g for _t, g in keys.GROUPS)) for one in group
    }
    for topic in TOPICS:
        named = set(re.findall("`([^`]+)`", help_topics.written(topic, "en")))
        for key in named - BY_HAND - {"30+25.5"}:
            assert QKeySequence(key).toString() in there, (topic, key)
            assert topic == help_topics.KEYS or key in listed or key.startswith(("F", "Ctrl")), key


def test_f1_opens_it_beside_the_page_and_f1_or_esc_closes_it(window, hands, qtbot):
    window.frame.show_page("settings", {"section": "staff"})
    for close in (Qt.Key.Key_F1, Qt.Key.Key_Escape):
        hands.press(Qt.Key.Key_F1)
        assert shown().topic == "settings-staff"
        assert not shown().isModal()
        QTest.keyClick(shown().windowHandle(), close)
        qtbot.waitUntil(lambda: shown() is None and window.isActiveWindow())
    for _press in range(2):
        window.frame.show_help()
    assert shown() is None


def test_its_head_is_as_large_as_a_title_and_its_keys_are_in_the_font_we_ship(window):
    window.frame.show_help()
    read = shown().page.document()
    head = read.begin().begin().fragment().charFormat().font()
    assert (head.pixelSize(), head.bold()) == (look.TITLE, True)
    assert read.find("Enter").charFormat().font().family() == look.FONT
    window.frame.show_help()


def test_all_keys_stand_below_each_other_on_a_shade_in_groups_with_a_head_each(window):
    helping.turn(window, "en", help_topics.KEYS)
    groups = shown().page.document().rootFrame().childFrames()
    assert len(groups) == len(keys.GROUPS) + 2
    for group in groups:
        first = [group.cellAt(row, 0).firstCursorPosition() for row in range(group.rows())]
        assert all(at.block().text().strip() for at in first), "Markdown's empty head is left"
        for at in first:
            at.movePosition(at.MoveOperation.NextCharacter)
            assert at.charFormat().background().color() == shown().page.palette().mid().color()
    assert not shown().page.horizontalScrollBar().maximum()


def test_another_language_or_look_ends_it_for_it_is_in_the_one_before(window):
    helping.turn(window, "en", "counter")
    window.till.prefer(theme="dark")
    assert shown() is None


def test_it_leads_from_page_to_page_and_back(window, till):
    helping.turn(window, "zh_CN", "counter")
    made = shown()
    assert "在这里收银" in made.page.toPlainText()
    made.keys.click()
    assert "Ctrl+Shift+D" in made.page.toPlainText()
    made.go_back()
    assert made.topic == "counter"


def test_a_scan_goes_past_it_to_the_page(window, hands, tea, qtbot):
    hands.press(Qt.Key.Key_F1)
    made = shown()
    qtbot.waitUntil(made.isActiveWindow)
    code = "6901234567892"
    for character in f"{code}\r":
        hands.now += 0.005
        key = Qt.Key.Key_Return if character == "\r" else character
        QTest.keyClick(made.windowHandle(), key)
    assert window.till.basket.lines == [(tea, 1)]
    qtbot.waitUntil(window.isActiveWindow)


def test_a_form_and_the_lock_have_theirs_and_locking_ends_it(window, till, hands):
    form = LinkForm(till, window, "4006381333931")
    form.show()
    form.show_help()
    assert shown().topic == "form"
    assert shown().over is form
    window.lock()
    assert shown() is None
    window.lock_screen.show_help()
    assert shown().topic == "lock"
    form.deleteLater()


def test_the_pages_are_where_a_built_program_looks():
    assert Path(help_topics.FOLDER).is_relative_to(RESOURCES)
    assert dialogs.ANSWERS


def test_a_language_without_help_reads_it_in_english():
    assert help_topics.written("counter", "de") == help_topics.written("counter", "en")
    assert help_topics.written("keys", "de")
