"""How the window looks: every colour and size in one place, for light and dark.

A widget says what it is by the property ``kind`` (``card``, ``primary``, ``soft`` …) and never
names a colour. Sizes are pixels at 100 percent; the size setting scales them all.
"""

from functools import cache
from typing import NamedTuple
from weakref import WeakSet

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from shopdesk.language import RESOURCES

FONT = "Noto Sans SC"


BASE, SMALL, TITLE, LARGE, AMOUNT = 16, 14, 22, 28, 36
TINY = 13
"""Of what stands on the rail and is told in full beside it."""
"""Text in pixels: usual, secondary, titles, totals, the amount due."""
CONTROL, TALL, LESS = 46, 58, 42
"""Heights in pixels without their edges: a control, a key or the primary button, a small button."""
FINGER = 44
"""Pixels that a finger needs, however small the letters are: nothing to be touched is lower."""
_EDGES = 2

LARGE_LETTERS = 115
"""Percent: beyond this the smallest screen has no room for all that stands side by side else."""
SMALLEST_SCREEN = QSize(1024, 728)
"""The room there is on the smallest screen."""
BORDER = QSize(16, 40)
"""What a system draws around a window, its title bar above all."""


class Tokens(NamedTuple):
    """The colours of a theme; texts reach 4.5 : 1 on what they stand on (a test measures)."""

    page: str
    card: str
    raised: str
    line: str
    edge: str
    ink: str
    soft: str
    accent: str
    accent_hover: str
    on_accent: str
    tint: str
    on_tint: str
    good: str
    good_tint: str
    bad: str
    bad_tint: str
    note: str
    note_tint: str
    track: str
    gold: str


LIGHT = Tokens(
    page="#f5f4f0", card="#ffffff", raised="#faf9f6", line="#e2e0d9", edge="#7d827c",
    ink="#1b1f23", soft="#5a6068", accent="#0f6b5c", accent_hover="#0b564a", on_accent="#ffffff",
    tint="#e0f0eb", on_tint="#0b5a4d", good="#1a6b31", good_tint="#e3f2e6", bad="#a3211a",
    bad_tint="#fbe9e7", note="#7a4d00", note_tint="#f8efdb", track="#ece8dc", gold="#b07d0e",
)  # fmt: skip
DARK = Tokens(
    page="#14181a", card="#1e2326", raised="#252b2f", line="#343b40", edge="#7d868c",
    ink="#eceff1", soft="#a9b1b7", accent="#5cc8b1", accent_hover="#7bd6c3", on_accent="#05231d",
    tint="#17372f", on_tint="#8fe0cd", good="#7fd693", good_tint="#173120", bad="#ff9d94",
    bad_tint="#3d1d1b", note="#f2c879", note_tint="#3a2d12", track="#39413f", gold="#e0b04a",
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK}


_TINT, _READ = 0.2, 4.6
"""How much of a tier's colour its chip stands on, and the contrast that its letters need."""


def apply(app: QApplication, theme: str, percent: int) -> None:
    """Give the whole program a theme and a size."""
    tokens = THEMES[theme]
    app.setPalette(palette(tokens))
    app.setFont(font(scaled(BASE, percent)))
    _worn[:] = [sheet(tokens, percent)]
    for window in tuple(_dressed):
        if not isValid(window):
            _dressed.discard(window)
        elif window.styleSheet() not in _worn:
            window.ensurePolished()  # else Qt goes on by the sheet before
            dress(window)


_worn: list[str] = []
"""The style sheet that windows are given now, if there is one yet."""
_dressed: "WeakSet[QWidget]" = WeakSet()
"""Those that were given it. To ask Qt for its windows makes known every kind there is."""


def dress(window: QWidget) -> None:
    """Give a window that belongs to no other the look; all that is in it or over it has it thereby.

    The whole program is not given the sheet: then each time a part is put into another, all that
    is in it would be dressed anew, so that a page took four times as long to build. So a part that
    is in no window yet is not dressed, and is measured when it is.
    """
    for worn in _worn:
        window.setStyleSheet(worn)
        _dressed.add(window)


def font(pixels: int, *, is_bold: bool = False) -> QFont:
    """The shipped font at a size.

    Without hinting, texts are as wide on every machine, and FreeType need not measure a hundred
    characters all over the font before it draws the first.
    """
    made = QFont(FONT)
    made.setPixelSize(pixels)
    made.setBold(is_bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def letters(pixels: int, *, is_bold: bool = False) -> QFont:
    """The font of texts that are so many pixels high at 100 percent, at the size chosen now."""
    percent = round(QApplication.font().pixelSize() * 100 / BASE)
    return font(scaled(pixels, percent), is_bold=is_bold)


@cache
def install_font() -> None:
    """Make the shipped font known, so that every machine shows every name."""
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / name)) < 0:
            raise RuntimeError(f"the font {name} cannot be read")


def scaled(pixels: int, percent: int) -> int:
    """A size in pixels at a size setting."""
    return round(pixels * percent / 100)


def palette(tokens: Tokens) -> QPalette:
    """The colours of what Qt draws by itself."""
    made = QPalette()
    role = QPalette.ColorRole
    for one, colour in (
        (role.Window, tokens.page), (role.WindowText, tokens.ink), (role.Base, tokens.card),
        (role.AlternateBase, tokens.raised), (role.Text, tokens.ink), (role.Button, tokens.card),
        (role.ButtonText, tokens.ink), (role.ToolTipBase, tokens.card),
        (role.ToolTipText, tokens.ink), (role.Highlight, tokens.accent),
        (role.HighlightedText, tokens.on_accent), (role.PlaceholderText, tokens.soft),
        (role.Link, tokens.accent), (role.Light, tokens.raised), (role.Mid, tokens.line),
        (role.Dark, tokens.edge), (role.Shadow, tokens.edge), (role.BrightText, tokens.note),
    ):  # fmt: skip
        made.setColor(one, QColor(colour))
    for one in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(tokens.soft))
    return made


def contrast(one: QColor, other: QColor) -> float:
    """From 1, the same colour, to 21, black on white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: QColor, other: QColor, part: float) -> QColor:
    """So much of one colour, the rest of another."""
    ones, others = ((c.red(), c.green(), c.blue()) for c in (one, other))
    red, green, blue = (round(a * part + b * (1 - part)) for a, b in zip(ones, others, strict=True))
    return QColor(red, green, blue)


def tinted(theme: str, colour: str) -> tuple[str, str]:
    """A ground with a hint of any colour, and the nearest to that colour that is read on it."""
    tokens, wished = THEMES[theme], QColor(colour)
    ground = _mixed(wished, QColor(tokens.card), _TINT)
    ink, end = wished, QColor(tokens.ink)
    for step in range(10, -1, -1):
        ink = _mixed(wished, end, step / 10)
        if contrast(ink, ground) >= _READ:
            break
    return ground.name(), ink.name()


def chip(theme: str, mood: str) -> tuple[str, str]:
    """What a chip of a mood stands on and is written in, as the style sheet has it."""
    tokens = THEMES[theme]
    moods = {
        "good": (tokens.good_tint, tokens.good),
        "bad": (tokens.bad_tint, tokens.bad),
        "note": (tokens.note_tint, tokens.note),
    }
    return moods.get(mood, (tokens.tint, tokens.on_tint))


def sheet(tokens: Tokens, percent: int) -> str:
    """The style sheet of a theme at a size."""
    values = tokens._asdict()
    sizes = {
        name: f"{scaled(pixels, percent)}px"
        for name, pixels in (
            ("base", BASE), ("small", SMALL), ("title", TITLE), ("large", LARGE),
            ("amount", AMOUNT), ("tiny", TINY),
        )
    }  # fmt: skip
    control, less = (max(FINGER - _EDGES, scaled(pixels, percent)) for pixels in (CONTROL, LESS))
    sizes |= {
        name: f"{pixels}px"
        for name, pixels in (
            ("control", control), ("less", less), ("tall", scaled(TALL, percent)),
            ("within", control - 2), ("inner", control - 4),
            ("smaller", less - 2), ("smallest", less - 4),
            ("among_fields", max(FINGER, control) - 2), ("ringed_among", max(FINGER, control) - 4),
            ("lettered", max(FINGER - _EDGES, scaled(TITLE, percent) * 2)),
            ("touched", FINGER - _EDGES), ("retouched", FINGER - 2 * _EDGES),
            ("finger", FINGER),
            ("unedged", max(FINGER, control)),
        )
    }  # fmt: skip
    icons, theme = RESOURCES / "icons", "dark" if tokens == DARK else "light"
    values |= {"icons": icons.as_posix(), "tick": (icons / f"tick-{theme}.svg").as_posix()}
    text = (RESOURCES / "styles" / "window.qss").read_text(encoding="utf-8")
    for name, value in sorted((values | sizes).items(), key=lambda item: -len(item[0])):
        text = text.replace(f"@{name}", value)
    return text
