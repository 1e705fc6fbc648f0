"""Drawing on paper: the tokens of its look, and texts that take what people typed as it is.

No helper here knows markup: a name such as ``<b>R&D</b>`` prints as it was typed. Lengths are
points, y grows upwards, and a text's ``y`` is its baseline.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Literal, NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from reports import fonts, practice_pages
from reports.files import Target, write_whole

INK = HexColor("#1b1f23")
SOFT = HexColor("#4f565d")
FAINT = HexColor("#666c73")
LINE = HexColor("#d8dad6")
EDGE = HexColor("#b9b8ae")
WASH = HexColor("#faf9f6")
TINT = HexColor("#eef5f2")
ACCENT = HexColor("#0f6b5c")
GOOD = HexColor("#1a7f37")
BAD = HexColor("#b3261e")
WHITE = HexColor("#ffffff")
BLACK = HexColor("#000000")
"""INK to FAINT, ACCENT, GOOD and BAD are for texts: at least 4.5 : 1 on white, WASH and TINT."""

TITLE, HEADING, BODY, SMALL, TINY = 20.0, 11.5, 9.0, 7.5, 6.5
LEADING = 1.45
PAGE_WIDTH, PAGE_HEIGHT = A4

MM: float = mm
"""One millimetre in points."""

Align = Literal["left", "centre", "right"]

missing, width = fonts.missing, fonts.width

_NO_START = frozenset("。，、．：；！？）】》〉」』”’％%,.:;!?)]}…·℃")
_NO_END = frozenset("（【《〈「『“‘([{¥$￥")
_LATIN = r"!-,./-~\u00a1-\u024f\u0370-\u058f"
_MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"
_ATOMS = re.compile(rf"{_MOMENT}|\s+|(?:[{_LATIN}]|-(?![A-Za-z]))+-?|.", re.DOTALL)
"""What is kept together: a day and its time, a Latin word up to a hyphen before a letter, or one
other character."""


class Lines(NamedTuple):
    """A text broken into lines, and the size at which they fit."""

    lines: tuple[str, ...]
    size: float


class Cancelled(Exception):  # noqa: N818 - named for what happened
    """The person stopped a document while it was made; nothing was written."""


@contextmanager
def document(target: Target, *, title: str, author: str, language: str) -> Iterator[Canvas]:
    """Give an A4 canvas and write it whole to ``target`` at the end; nothing after a failure."""
    with pages_of(A4, target, title=title, author=author, language=language) as canvas:
        yield canvas


@contextmanager
def pages_of(
    size: tuple[float, float], target: Target, *, title: str, author: str, language: str
) -> Iterator[Canvas]:
    """The same with pages of another size, width and height in points.

    What is by a practice shop says so across every page.
    """
    fonts.register()
    buffer = io.BytesIO()
    canvas: Canvas = practice_pages.kind(author)(
        buffer,
        pagesize=size,
        pageCompression=1,
        initialFontName=fonts.REGULAR,
        lang=language.replace("_", "-"),
    )
    canvas.setTitle(fonts.printable(title))
    canvas.setAuthor(fonts.printable(author))
    canvas.setCreator("ShopDesk")
    canvas.setProducer("ShopDesk")
    yield canvas
    canvas.save()
    write_whole(target, buffer.getvalue(), language=language)


@lru_cache(maxsize=256)
def colour(code: str, fallback: Color = ACCENT) -> Color:
    """The colour ``#rrggbb`` says, or ``fallback`` where it says none."""
    return HexColor(code) if re.fullmatch("#[0-9a-fA-F]{6}", code) else fallback


def ink_on(background: Color) -> Color:
    """White or ink, whichever reads better on ``background``."""
    return INK if _luminance(background) > 0.18 else WHITE


def text(
    canvas: Canvas,
    x: float,
    y: float,
    content: str,
    *,
    size: float = BODY,
    ink: Color = INK,
    bold: bool = False,
    align: Align = "left",
    within: float | None = None,
) -> float:
    """Write one line as it was typed; ``within`` shrinks it to that width. Returns its width."""
    if within is not None:
        size = fit(content, size, within, bold=bold)
    long = width(content, size, bold=bold)
    x -= {"left": 0.0, "centre": long / 2, "right": long}[align]
    if canvas._fillColorObj is not ink:
        canvas.setFillColor(ink)
    for font, piece in fonts.runs(content, bold=bold):
        canvas.setFont(font, size)
        canvas.drawString(x, y, piece)
        x += width(piece, size, bold=font == fonts.BOLD)
    return long


def paragraph(
    canvas: Canvas,
    x: float,
    y: float,
    content: Lines,
    *,
    ink: Color = INK,
    bold: bool = False,
    align: Align = "left",
    leading: float = LEADING,
) -> float:
    """Write broken lines downwards from the baseline ``y``; returns the last line's baseline."""
    for number, line in enumerate(content.lines):
        y -= content.size * leading if number else 0
        text(canvas, x, y, line, size=content.size, ink=ink, bold=bold, align=align)
    return y


def fit(content: str, size: float, within: float, *, bold: bool = False) -> float:
    """The size, at most ``size``, at which one line of ``content`` is no wider than ``within``."""
    long = width(content, size, bold=bold)
    return size if long <= within else size * within / long


@lru_cache(maxsize=2048)
def fitted(
    content: str, size: float, within: float, *, lines: int, smallest: float, bold: bool = False
) -> Lines:
    """Break into no more height than ``lines`` lines of the full size have, no word apart.

    For that the text shrinks to ``smallest``, where the same height has room for more lines. What
    still does not fit is broken anywhere, and ends in … after the last line.
    """
    height = lines * size
    while True:
        lines = int(height // size)
        broken = wrap(content, size, within, bold=bold)
        if size <= smallest:
            break
        if len(broken) <= lines and _keeps_words(content, size, within, bold):
            break
        size = max(smallest, size - 0.5)
    if len(broken) > lines:
        broken = (*broken[: lines - 1], _cut(broken[lines - 1], size, within, bold))
    return Lines(broken, size)


_ALONE = 3.5
"""Breadths of a Chinese character: fewer look forgotten in the last line."""
_NEAR = 4
"""So many pieces before a break the end of a clause is looked for."""
_CLAUSE = tuple("，；：。、")


@lru_cache(maxsize=2048)
def wrap(content: str, size: float, within: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break ``content`` into lines no wider than ``within``.

    Chinese breaks between any two characters, Latin words between words (inside one only where
    it is longer than a line); no line starts with 。，）or the like, or ends with an opening mark.
    """
    content = fonts.printable(content)
    if width(content, size, bold=bold) <= within:
        return (content,)
    lines, line = [], list[str]()
    for atom in _unbreakable(content, size, within, bold):
        if line and width("".join([*line, atom]).rstrip(), size, bold=bold) > within:
            lines.append(line)
            line = [atom.lstrip()]
        else:
            line.append(atom)
    lines.append(line)
    if len(lines) > 1:
        _share_the_end(lines, size, bold=bold)
    first, *others = ("".join(one).rstrip() for one in lines)
    return (first, *(one.lstrip() for one in others))


def _share_the_end(lines: Sequence[list[str]], size: float, *, bold: bool) -> None:
    """Let no character or two stand alone in the last line: some of the line before join them."""
    before, last = lines[-2], lines[-1]

    def long(atoms: Sequence[str]) -> float:
        return width("".join(atoms).strip(), size, bold=bold)

    def may_move(many: int) -> bool:
        return long(before[:-many]) > long([*before[-many:], *last])

    if long(last) >= _ALONE * size:
        return
    while long(last) < _ALONE * size and may_move(1):
        last.insert(0, before.pop())
    near = before[-_NEAR:]
    for many in range(1, len(near)):  # a clause as a whole reads better than its end
        if near[-many - 1].endswith(_CLAUSE) and not near[-1].endswith(_CLAUSE) and may_move(many):
            last[:0] = before[-many:]
            del before[-many:]
            return


def _keeps_words(content: str, size: float, within: float, bold: bool) -> bool:
    return all(width(word, size, bold=bold) <= within for word in _ATOMS.findall(content))


def _unbreakable(content: str, size: float, within: float, bold: bool) -> Iterator[str]:
    held = ""
    for match in _ATOMS.finditer(content):
        atom = match.group()
        if held and (atom[0] in _NO_START or held[-1] in _NO_END):
            held += atom
            continue
        yield from _halves(held, size, within, bold)
        held = atom
    yield from _halves(held, size, within, bold)


def _halves(atom: str, size: float, within: float, bold: bool) -> Iterator[str]:
    """The atom itself, or its characters where it is longer than a whole line."""
    if width(atom, size, bold=bold) <= within:
        yield atom
    else:
        yield from atom


def _cut(line: str, size: float, within: float, bold: bool) -> str:
    while line and width(line + "…", size, bold=bold) > within:
        line = line[:-1]
    return line + "…"


def rule(canvas: Canvas, x: float, y: float, long: float, *, thick: float = 0.5) -> None:
    """A thin line across; ``thick`` 1 and more is drawn in ink."""
    canvas.setStrokeColor(INK if thick >= 1 else LINE)
    canvas.setLineWidth(thick)
    canvas.line(x, y, x + long, y)


def triangle(canvas: Canvas, x: float, y: float, side: float, *, up: bool, ink: Color) -> None:
    """A filled triangle on the baseline ``y``: the mark beside a figure that rose or fell."""
    tip, foot = (y + side * 0.8, y) if up else (y, y + side * 0.8)
    path = canvas.beginPath()
    path.moveTo(x, foot)
    path.lineTo(x + side, foot)
    path.lineTo(x + side / 2, tip)
    path.close()
    canvas.setFillColor(ink)
    canvas.drawPath(path, stroke=0, fill=1)


def _luminance(of: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (of.red, of.green, of.blue)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)
