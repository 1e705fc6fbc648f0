"""The look: every text can be read on what it stands on, in both themes, at every size."""

import re

import pytest

from shopdesk.language import RESOURCES
from ui import look
from ui.frame import PAGES
from ui.preferences import SIZES

READABLE, SEEN = 4.5, 3.0
"""Contrast of texts, and of what only has to be seen: a border, a bar."""
TEXTS = [
    ("ink", "page"), ("ink", "card"), ("ink", "raised"), ("soft", "page"), ("soft", "card"),
    ("soft", "raised"), ("soft", "track"), ("accent", "card"), ("accent", "page"),
    ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_tint", "tint"),
    ("good", "card"), ("good", "good_tint"), ("bad", "card"), ("bad", "bad_tint"),
    ("note", "card"), ("note", "note_tint"), ("ink", "tint"),
]  # fmt: skip
OFFERED = {"look.py", "settings_ladder_words.py"}
"""Where colours may stand: the tokens, and those that a tier may be given."""
SHAPES = [("edge", "card"), ("edge", "page"), ("gold", "card"), ("accent", "card")]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(tokens, one, other):
    light, dark = sorted((luminance(getattr(tokens, n)) for n in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("pair", TEXTS, ids="-on-".join)
def test_a_text_can_be_read_on_what_it_stands_on(theme, pair):
    assert contrast(look.THEMES[theme], *pair) >= READABLE


@pytest.mark.parametrize("theme", look.THEMES)
@pytest.mark.parametrize("pair", SHAPES, ids="-on-".join)
def test_a_shape_can_be_seen_on_what_it_stands_on(theme, pair):
    assert contrast(look.THEMES[theme], *pair) >= SEEN


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


def test_every_page_has_an_icon():
    missing = [e.name for e in PAGES if not (RESOURCES / "icons" / f"{e.name}.svg").exists()]
    assert not missing
