"""The two fonts of all paper, embedded, with every character a person may type.

Bold has fewer rare characters than regular, so a bold text falls back to regular character by
character. What neither has prints as a box, keeps its text for search and copy, and is told by
``missing`` so that a preview can say so.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

REGULAR = "Noto Sans SC"
BOLD = "Noto Sans SC Bold"
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "fonts"

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BOX = ord("□")
"""What stands for a character without a glyph; the font's own glyph for that is empty."""
_PER_BLOCK = 100
"""A ToUnicode map may name at most this many characters in one block."""


class _Faces(NamedTuple):
    regular: ttfonts.TTFontFace
    bold: ttfonts.TTFontFace
    in_regular: frozenset[str]
    in_bold: frozenset[str]


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """Split ``text`` into pieces of one font each: ``[(font name, piece), …]``."""
    faces = register()
    text = printable(text)
    if not faces.in_regular.issuperset(text):
        _admit(text)
    if not bold:
        return [(REGULAR, text)]
    if faces.in_bold.issuperset(text):
        return [(BOLD, text)]
    pieces = groupby(text, key=lambda character: character in faces.in_bold)
    return [(BOLD if in_bold else REGULAR, "".join(piece)) for in_bold, piece in pieces]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line of ``text``, in points."""
    return _units(text, bold) * size / 1000


def missing(text: str) -> str:
    """The characters of ``text`` that no font has, each once, in order: they print as a box."""
    known = register().in_regular
    unknown = (c for c in printable(text) if c not in known and not _is_invisible(c))
    return "".join(dict.fromkeys(unknown))


def printable(text: str) -> str:
    """``text`` as it goes onto one line: controls and lone surrogates become spaces."""
    return _CONTROLS.sub(" ", text)


@lru_cache(maxsize=1)
def register() -> _Faces:
    """Load both fonts (once for the life of the program) and make the library ready for them."""
    rl_config.useA85 = 0  # binary streams: a fifth smaller
    ttfonts.makeToUnicodeCMap = _to_unicode
    loaded = [_load(REGULAR, "NotoSansSC-Regular.ttf"), _load(BOLD, "NotoSansSC-Bold.ttf")]
    known = [frozenset(map(chr, face.charToGlyph)) for face in loaded]
    return _Faces(*loaded, *known)


def _load(name: str, file: str) -> ttfonts.TTFontFace:
    font = ttfonts.TTFont(name, str(FOLDER / file))
    pdfmetrics.registerFont(font)
    return font.face


@lru_cache(maxsize=8192)
def _units(text: str, bold: bool) -> int:
    faces = register()
    widths = {REGULAR: faces.regular.charWidths, BOLD: faces.bold.charWidths}
    pieces = runs(text, bold=bold)
    return round(sum(widths[font][ord(c)] for font, piece in pieces for c in piece))


def _admit(text: str) -> None:
    """Give characters without a glyph the box (or nothing), so that their text is kept."""
    faces = register()
    for character in set(text) - faces.in_regular:
        invisible = _is_invisible(character)
        code = ord(character)
        faces.regular.charToGlyph[code] = faces.regular.charToGlyph[32 if invisible else _BOX]
        faces.regular.charWidths[code] = 0 if invisible else faces.regular.charWidths[_BOX]


def _is_invisible(character: str) -> bool:
    """Joiners, direction marks, variation selectors: nothing to see, nothing missing."""
    code = ord(character)
    is_selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return is_selector or unicodedata.category(character) == "Cf"


def _to_unicode(font_name: str, subset: list[int]) -> str:
    """The map by which a PDF's text is copied and searched; UTF-16, also above U+FFFF."""
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def\n"
        f"/CMapName /{font_name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange\n"
    )
    tail = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return head + "".join(_blocks(subset)) + tail


def _blocks(subset: list[int]) -> Iterator[str]:
    for start in range(0, len(subset), _PER_BLOCK):
        codes = list(enumerate(subset))[start : start + _PER_BLOCK]
        lines = (f"<{i:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for i, code in codes)
        yield f"{len(codes)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar\n"
