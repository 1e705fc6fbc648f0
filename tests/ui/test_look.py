"""The look: every text can be read on what it stands on, in both themes, at every size."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QRawFont
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from shopdesk.language import RESOURCES
from tests.architecture.sources import ROOT
from tests.ui.contrast import READABLE, SEEN, contrast, from_hex
from ui import look
from ui.frame import PAGES
from ui.preferences import SIZES
from ui.widgets.parts import label

TEXTS = [
    ("ink", "page"), ("ink", "card"), ("ink", "raised"), ("soft", "page"), ("soft", "card"),
    ("soft", "raised"), ("soft", "track"), ("accent", "card"), ("accent", "page"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_tint", "tint"),
    ("good", "card"), ("good", "good_tint"), ("bad", "card"), ("bad", "page"),
    ("bad", "bad_tint"), ("on_accent", "bad"),
    ("note", "card"), ("note", "note_tint"), ("ink", "tint"),
]  # fmt: skip
OFFERED = {"look.py", "settings_ladder_words.py"}
"""Where colours may stand: the tokens, and those that a tier may be given."""
SHAPES = [("edge", "card"), ("edge", "page"), ("gold", "card"), ("accent", "card")]


def reached(theme, pair):
    tokens = look.THEMES[theme]
    return contrast(*(from_hex(getattr(tokens, name)) for name in pair))


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("pair", TEXTS, ids="-on-".join)
def test_a_text_can_be_read_on_what_it_stands_on(theme, pair):
    assert reached(theme, pair) >= READABLE


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("pair", SHAPES, ids="-on-".join)
def test_a_shape_can_be_seen_on_what_it_stands_on(theme, pair):
    assert reached(theme, pair) >= SEEN


@pytest.mark.parametrize("size", SIZES)
def test_the_style_sheet_has_a_value_for_each_of_its_names(size):
    sheet = look.sheet(look.LIGHT, size)
    assert not re.findall(r"@\w+", sheet)


def test_no_page_names_a_colour():
    folder = RESOURCES.parent / "ui"
    named = [
        file.name
        for file in folder.rglob("*.py")
        if file.name not in OFFERED
        and re.search(r"['\"]#[0-9a-fA-F]{6}['\"]", file.read_text("utf-8"))
    ]
    assert not named, "Colours are tokens of ui/look.py."


@pytest.mark.parametrize("theme", look.THEMES)
def test_a_ticked_box_bears_a_tick_and_is_not_told_by_its_colour_alone(qapp, qtbot, theme):
    look.apply(qapp, theme, 100)
    box = QCheckBox()
    qtbot.addWidget(box)
    look.dress(box)
    box.setChecked(True)
    picture, tokens = box.grab().toImage(), look.THEMES[theme]
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    seen = Counter(picture.pixelColor(x, y).name() for x, y in places)
    look.apply(qapp, "light", 100)
    assert seen[tokens.accent] > 100, "the box"
    assert seen[tokens.on_accent] > 10, "the tick in it"


def test_a_window_and_what_opens_over_it_have_the_look_that_is_chosen_last(qapp, qtbot):
    look.apply(qapp, "dark", 100)
    window = QWidget()
    qtbot.addWidget(window)
    look.dress(window)
    over = QDialog(window)
    said = label("Title", "title")
    said.setParent(over)
    look.apply(qapp, "light", 130)
    for part in (window, over, said):
        part.ensurePolished()
        assert part.palette().color(part.foregroundRole()).name() == look.LIGHT.ink
    assert said.font().pixelSize() == look.scaled(look.TITLE, 130)
    assert said.font() == look.letters(look.TITLE, is_bold=True)
    look.apply(qapp, "light", 100)


def test_every_page_has_an_icon():
    missing = [e.name for e in PAGES if not (RESOURCES / "icons" / f"{e.name}.svg").exists()]
    assert not missing


def test_the_shipped_font_has_every_character_that_the_program_writes(qapp):
    files = [*ROOT.glob("ui/**/*.py"), *ROOT.glob("resources/locale/**/*.po")]
    written = {c for file in files for c in file.read_text(encoding="utf-8") if c.isprintable()}
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        font = QRawFont(str(RESOURCES / "fonts" / name), 16)
        assert not {c for c in written if not font.supportsCharacter(ord(c))}
