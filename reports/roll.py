"""Paper at a till: a roll as high as what stands on it, or sheets; and blocks of text for both.

A block knows its height before anything is drawn: on a roll the page is their sum, on sheets a
block that has no room begins the next one. Nothing is cut: words wrap, and what is too long to
stand beside them stands below. Rolls are printed by heat: all is black.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfgen.canvas import Canvas

from reports import logos, paper
from reports.files import Target
from reports.paper import MM

_LEADING = 1.32
_BESIDE = 0.42
"""The words beside a value have at least this share of the width, or stand above it."""
_HAN, _LATIN = r"[\u3400-\u9fff]", "[A-Za-z]"
_LANGUAGES = re.compile(rf"(?<={_HAN}) (?={_LATIN})|(?<={_LATIN}) (?={_HAN})")
"""Where the same in another language begins."""
GAP = 4.0
"""Points between two parts."""
_LOGO_WIDE, _LOGO_HIGH = 0.7, 0.8
"""Of the width of texts, and of a QR code's side: as large as a logo is."""
_TORN, _CUT = (4 * MM, 6 * MM), (12 * MM, 12 * MM)
"""Free above and below: a tear leaves no clean edge, and no printer reaches that of a sheet."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper, in points: ``height`` is nothing on a roll. ``margin`` is what a printer
    leaves free at each side: heads are 72 mm wide on 80 mm paper, 48 mm on 58 mm."""

    width: float
    height: float | None
    margin: float
    body: float
    large: float
    qr: float

    @property
    def within(self) -> float:
        """How wide texts may be."""
        return self.width - 2 * self.margin

    @property
    def free(self) -> tuple[float, float]:
        """What is left free above and below."""
        return _TORN if self.height is None else _CUT


PAPERS = {
    "80": Paper(80 * MM, None, 4.5 * MM, 9, 13, 20 * MM),
    "58": Paper(58 * MM, None, 5.5 * MM, 8, 11, 18 * MM),
    "A4": Paper(A4[0], A4[1], 40 * MM, 10, 14, 22 * MM),
    "A5": Paper(A5[0], A5[1], 12 * MM, 9, 13, 20 * MM),
}


class Block(NamedTuple):
    """So many points high; drawn from its upper edge."""

    height: float
    draw: Callable[[Canvas, float], None]


def write(
    target: Target, blocks: Sequence[Block], sheet: Paper, *, title: str, author: str, language: str
) -> int:  # fmt: skip
    """Write blocks to ``target`` as one PDF; returns its pages."""
    high = sheet.height or _height(sheet, blocks)
    head = {"title": title, "author": author, "language": language}
    with paper.pages_of((sheet.width, high), target, **head) as canvas:
        return _flow(canvas, blocks, sheet, high)


def write_each(
    target: Target, several: Sequence[Sequence[Block]], sheet: Paper, *, title: str, author: str,
    language: str, progress: Callable[[int, int], None] | None = None,
) -> int:  # fmt: skip
    """Write one page for each of several, all as long as the longest: a printer's pages are of one
    size. Returns how many."""
    high = sheet.height or max(_height(sheet, blocks) for blocks in several)
    head = {"title": title, "author": author, "language": language}
    with paper.pages_of((sheet.width, high), target, **head) as canvas:
        for number, blocks in enumerate(several, start=1):
            _flow(canvas, blocks, sheet, high)
            if progress is not None:
                progress(number, len(several))
    return len(several)


def _height(sheet: Paper, blocks: Sequence[Block]) -> int:
    """Of a roll what stands on it, in whole points as printers have them."""
    return ceil(sum(block.height for block in blocks) + sum(sheet.free))


def _flow(canvas: Canvas, blocks: Sequence[Block], sheet: Paper, high: float) -> int:
    top, foot = high - sheet.free[0], sheet.free[1]
    pages, y = 1, top
    for block in blocks:
        if y - block.height < foot - 0.01 and y < top:
            canvas.showPage()
            pages, y = pages + 1, top
        block.draw(canvas, y)
        y -= block.height
    canvas.showPage()
    return pages


# --- blocks -----------------------------------------------------------------------------------


def space(high: float) -> Block:
    """So much left free."""
    return Block(high, lambda _canvas, _y: None)


def logo(sheet: Paper, content: bytes | None) -> Iterator[Block]:
    """The shop's logo in the middle, with room below it; nothing where there is none."""
    fitted = logos.fitted(content, sheet.within * _LOGO_WIDE, sheet.qr * _LOGO_HIGH)
    if fitted is None:
        return

    def draw(canvas: Canvas, y: float) -> None:
        is_dotted = sheet.height is None
        at = sheet.width / 2, y - fitted.height
        logos.draw(canvas, fitted, *at, align="centre", is_dotted=is_dotted)

    yield Block(fitted.height + GAP, draw)


def rule(sheet: Paper) -> Block:
    """A line across."""

    def draw(canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(paper.BLACK)
        canvas.setLineWidth(0.6)
        canvas.setDash(2, 2)
        canvas.line(sheet.margin, y - GAP, sheet.width - sheet.margin, y - GAP)
        canvas.setDash()

    return Block(2 * GAP, draw)


def text(
    sheet: Paper, content: str, *, size: float = 0, bold: bool = False,
    align: paper.Align = "left", indent: float = 0,
) -> Block:  # fmt: skip
    """A text over the whole width, in as many lines as it takes."""
    size = size or sheet.body
    lines = _broken(content, size, sheet.within - 2 * indent, bold=bold)
    x = sheet.width / 2 if align == "centre" else sheet.margin + indent

    def draw(canvas: Canvas, y: float) -> None:
        _write(canvas, x, y, lines, size, bold=bold, align=align)

    return Block(len(lines) * size * _LEADING, draw)


def _broken(content: str, size: float, within: float, *, bold: bool) -> tuple[str, ...]:
    """As many lines as it takes; what is said in two languages breaks between them first."""
    both = _LANGUAGES.split(content)
    if len(both) != 2 or paper.width(content, size, bold=bold) <= within:
        return paper.wrap(content, size, within, bold=bold)
    return tuple(line for one in both for line in paper.wrap(one, size, within, bold=bold))


def _write(
    canvas: Canvas, x: float, y: float, lines: tuple[str, ...], size: float, *, bold: bool,
    align: paper.Align = "left",
) -> None:  # fmt: skip
    """Lines whose first has its upper edge at ``y``."""
    content = paper.Lines(lines, size)
    paper.paragraph(
        canvas, x, y - size, content, ink=paper.BLACK, bold=bold, align=align, leading=_LEADING
    )


def pair(
    sheet: Paper, words: str, value: str, *, size: float = 0, bold: bool = False,
    is_whole: bool = False,
) -> Block:  # fmt: skip
    """Words at the left, what they stand for at the right: whole, below them if need be.

    Where ``is_whole``, the words too stay in one line if one has room for them.
    """
    size = size or sheet.body
    values = paper.wrap(value, size, sheet.within, bold=bold)
    long = max(paper.width(one, size, bold=bold) for one in values)
    left = sheet.within - long - GAP
    needed = paper.width(words, size, bold=bold)
    needed = needed if is_whole else min(needed, sheet.within * _BESIDE)
    is_beside = len(values) == 1 and left >= needed
    lines = _broken(words, size, left if is_beside else sheet.within, bold=bold)
    down = 0.0 if is_beside else len(lines) * size * _LEADING

    def draw(canvas: Canvas, y: float) -> None:
        right = sheet.width - sheet.margin
        _write(canvas, sheet.margin, y, lines, size, bold=bold)
        _write(canvas, right, y - down, values, size, bold=bold, align="right")

    rows = len(lines) if is_beside else len(lines) + len(values)
    return Block(rows * size * _LEADING, draw)
