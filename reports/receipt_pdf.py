"""Drawing a receipt: on a roll, as high as what stands on it, or on sheets.

A slip becomes blocks that know their height before anything is drawn: on a roll the page is their
sum, on sheets a block that has no room begins the next one. Nothing is cut: words wrap, and an
amount too long to stand beside them stands below. Rolls are printed by heat: all is black.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from reportlab.lib.pagesizes import A4, A5
from reportlab.pdfgen.canvas import Canvas

from reports import codes, paper
from reports.files import Target
from reports.paper import MM
from reports.receipt_parts import Amount, Goods, Slip
from shopdesk import inputs

_LEADING = 1.32
_BESIDE = 0.42
"""The words beside an amount have at least this share of the width, or stand above it."""
_GAP = 4.0


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


PAPERS = {
    "80": Paper(80 * MM, None, 4.5 * MM, 9, 13, 20 * MM),
    "58": Paper(58 * MM, None, 5.5 * MM, 8, 11, 18 * MM),
    "A4": Paper(A4[0], A4[1], 40 * MM, 10, 14, 22 * MM),
    "A5": Paper(A5[0], A5[1], 12 * MM, 9, 13, 20 * MM),
}
_TOP, _FOOT = 4 * MM, 6 * MM
"""Free above and below, on a roll too: a tear leaves no clean edge."""


class _Block(NamedTuple):
    """So many points high; drawn from its upper edge."""

    height: float
    draw: Callable[[Canvas, float], None]


def pdf(target: Target, slip: Slip, *, on: str = "80") -> int:
    """Write ``slip`` to ``target`` as one PDF on a paper of ``PAPERS``; returns its pages.

    Refuses any other paper.
    """
    sheet = PAPERS[inputs.choice(on, PAPERS, slip.languages[0])]
    blocks = list(_blocks(slip, sheet))
    high = _height(sheet, blocks)
    title = f"{slip.title} {slip.number}".strip()
    head = {"title": title, "author": slip.shop, "language": slip.languages[0]}
    with paper.pages_of((sheet.width, high), target, **head) as canvas:
        return _flow(canvas, blocks, high)


def _height(sheet: Paper, blocks: Sequence[_Block]) -> float:
    """Of a sheet its own; of a roll what stands on it, in whole points as printers have them."""
    return sheet.height or ceil(sum(block.height for block in blocks) + _TOP + _FOOT)


def _flow(canvas: Canvas, blocks: Sequence[_Block], high: float) -> int:
    pages, y = 1, high - _TOP
    for block in blocks:
        if y - block.height < _FOOT - 0.01 and y < high - _TOP:
            canvas.showPage()
            pages, y = pages + 1, high - _TOP
        block.draw(canvas, y)
        y -= block.height
    canvas.showPage()
    return pages


def _blocks(slip: Slip, sheet: Paper) -> Iterator[_Block]:
    yield from _head(slip, sheet)
    yield _rule(sheet)
    if slip.goods:
        for sold in slip.goods:
            yield from _sold(slip, sheet, sold)
        yield _rule(sheet)
    for step in slip.steps:
        yield _amount(slip, sheet, step)
    yield _amount(slip, sheet, slip.due, size=sheet.large, bold=True)
    for part in (*slip.paid, *slip.cash):
        yield _amount(slip, sheet, part)
    if slip.have or slip.said:
        yield _rule(sheet)
    for pair in slip.have:
        yield _pair(sheet, *pair)
    for sentence in slip.said:
        yield _text(sheet, sentence)
    yield from _foot(slip, sheet)


def _head(slip: Slip, sheet: Paper) -> Iterator[_Block]:
    yield _text(sheet, slip.shop, size=sheet.large, bold=True, align="centre")
    for line in slip.contact:
        yield _text(sheet, line, align="centre")
    yield _space(_GAP)
    yield _text(sheet, slip.title, bold=True, align="centre")
    for mark in slip.marks:
        yield _mark(sheet, mark)
    for pair in slip.facts:
        yield _pair(sheet, *pair)


def _foot(slip: Slip, sheet: Paper) -> Iterator[_Block]:
    if slip.foot:
        yield _rule(sheet)
    for line in slip.foot:
        yield _text(sheet, line, align="centre")
    if slip.code:
        yield _symbol(sheet, slip.code)


# --- blocks -----------------------------------------------------------------------------------


def _space(high: float) -> _Block:
    return _Block(high, lambda _canvas, _y: None)


def _rule(sheet: Paper) -> _Block:
    def draw(canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(paper.BLACK)
        canvas.setLineWidth(0.6)
        canvas.setDash(2, 2)
        canvas.line(sheet.margin, y - _GAP, sheet.width - sheet.margin, y - _GAP)
        canvas.setDash()

    return _Block(2 * _GAP, draw)


def _text(
    sheet: Paper, content: str, *, size: float = 0, bold: bool = False,
    align: paper.Align = "left", indent: float = 0,
) -> _Block:  # fmt: skip
    """A text over the whole width, in as many lines as it takes."""
    size = size or sheet.body
    lines = paper.wrap(content, size, sheet.within - 2 * indent, bold=bold)
    x = sheet.width / 2 if align == "centre" else sheet.margin + indent

    def draw(canvas: Canvas, y: float) -> None:
        _write(canvas, x, y, lines, size, bold=bold, align=align)

    return _Block(len(lines) * size * _LEADING, draw)


def _write(
    canvas: Canvas, x: float, y: float, lines: tuple[str, ...], size: float, *, bold: bool,
    align: paper.Align = "left",
) -> None:  # fmt: skip
    """Lines whose first has its upper edge at ``y``."""
    content = paper.Lines(lines, size)
    paper.paragraph(
        canvas, x, y - size, content, ink=paper.BLACK, bold=bold, align=align, leading=_LEADING
    )


def _pair(
    sheet: Paper, words: str, value: str, *, size: float = 0, bold: bool = False,
    is_whole: bool = False,
) -> _Block:  # fmt: skip
    """Words at the left, what they stand for at the right: whole, below them if need be.

    Where ``is_whole``, the words too stay in one line if one has room for them.
    """
    size = size or sheet.body
    values = paper.wrap(value, size, sheet.within, bold=bold)
    long = max(paper.width(one, size, bold=bold) for one in values)
    left = sheet.within - long - _GAP
    needed = paper.width(words, size, bold=bold)
    needed = needed if is_whole else min(needed, sheet.within * _BESIDE)
    is_beside = len(values) == 1 and left >= needed
    lines = paper.wrap(words, size, left if is_beside else sheet.within, bold=bold)
    down = 0.0 if is_beside else len(lines) * size * _LEADING

    def draw(canvas: Canvas, y: float) -> None:
        right = sheet.width - sheet.margin
        _write(canvas, sheet.margin, y, lines, size, bold=bold)
        _write(canvas, right, y - down, values, size, bold=bold, align="right")

    rows = len(lines) if is_beside else len(lines) + len(values)
    return _Block(rows * size * _LEADING, draw)


def _amount(
    slip: Slip, sheet: Paper, of: Amount, *, size: float = 0, bold: bool = False
) -> _Block:  # fmt: skip
    return _pair(sheet, of.words, slip.money(of.amount), size=size, bold=bold)


def _sold(slip: Slip, sheet: Paper, sold: Goods) -> Iterator[_Block]:
    """A line of goods; how many of them at which price stands below, unless it is one."""
    count = f"{sold.quantity.normalize():f}"
    if sold.amount is None:
        yield _pair(sheet, sold.name, f"× {count}")
    elif sold.quantity == 1:
        yield _amount(slip, sheet, Amount(sold.name, sold.amount))
    else:
        yield _text(sheet, sold.name)
        each = f"{count} × {slip.money(sold.price)}"
        yield _pair(sheet, f"  {each}", slip.money(sold.amount), is_whole=True)


def _mark(sheet: Paper, content: str) -> _Block:
    """What nobody may overlook, in a frame."""
    inside = _text(sheet, content, size=sheet.large, bold=True, align="centre", indent=2 * _GAP)
    high = inside.height + _GAP

    def draw(canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(paper.BLACK)
        canvas.setLineWidth(1.2)
        canvas.rect(sheet.margin + 1, y - _GAP / 2 - high, sheet.within - 2, high, 1, 0)
        inside.draw(canvas, y - _GAP)

    return _Block(high + _GAP * 2, draw)


def _symbol(sheet: Paper, code: str) -> _Block:
    """What a scanner finds the receipt by, and below it the same to type."""
    size, spaced = sheet.body * 0.85, codes.grouped(code)

    def draw(canvas: Canvas, y: float) -> None:
        centre, foot = sheet.width / 2, y - 2 * _GAP - sheet.qr
        codes.symbol(canvas, code, centre, foot, sheet.qr)
        codes.line(canvas, spaced, centre, foot - size * 1.5, size=size, ink=paper.BLACK)

    return _Block(2 * _GAP + sheet.qr + size * 1.5, draw)


# --- the drawer -------------------------------------------------------------------------------


def drawer(target: Target, *, shop: str, said: str, language: str, on: str = "80") -> None:
    """A page of two lines, for the printer whose driver opens the drawer with each job."""
    sheet = PAPERS[on]
    blocks = [_text(sheet, shop, align="centre"), _text(sheet, said, bold=True, align="centre")]
    high = _height(sheet, blocks)
    head = {"title": said, "author": shop, "language": language}
    with paper.pages_of((sheet.width, high), target, **head) as canvas:
        _flow(canvas, blocks, high)
