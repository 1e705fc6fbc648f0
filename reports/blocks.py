"""A document as blocks of known height, laid one below the other and over pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.files import Target
from reports.paper import MM
from reports.words import Words
from shopdesk.language import N_

Row = TypeVar("Row")

LEFT = 18 * MM
WIDTH = paper.PAGE_WIDTH - 2 * LEFT
TOP = paper.PAGE_HEIGHT - 15 * MM
BOTTOM = 17 * MM
"""Blocks stand between TOP and BOTTOM; the footer is below."""

_HEADING = 19.0


class Block(NamedTuple):
    """What is never parted by a page's end: its height, and how to draw it down from a top."""

    height: float
    draw: Callable[[Canvas, float], None]
    gap: float = 18.0
    """The space above it, unless it opens a page."""


def paginate(blocks: Iterable[Block]) -> list[list[Block]]:
    """Fill pages in order; a block that does not fit opens the next one."""
    pages: list[list[Block]] = [[]]
    used = 0.0
    for block in blocks:
        wanted = block.height + (block.gap if pages[-1] else 0)
        if pages[-1] and used + wanted > TOP - BOTTOM:
            pages.append([])
            used, wanted = 0.0, block.height
        pages[-1].append(block)
        used += wanted
    return pages


def draw_page(canvas: Canvas, blocks: Sequence[Block]) -> None:
    """Draw the blocks of one page, the first of them at its top."""
    y = TOP
    for number, block in enumerate(blocks):
        y -= block.gap if number else 0
        block.draw(canvas, y)
        y -= block.height


def write(
    target: Target, blocks: Iterable[Block], words: Words, *, title: str, author: str,
    parts: Sequence[str],
) -> int:  # fmt: skip
    """Write blocks to ``target`` as an A4 document whose every page says the ``parts`` at its foot;
    returns the number of pages."""
    pages, language = paginate(blocks), words.languages[0]
    with paper.document(target, title=title, author=author, language=language) as canvas:
        for number, page in enumerate(pages, start=1):
            draw_page(canvas, page)
            footer(canvas, words, number, len(pages), parts=parts)
            canvas.showPage()
    return len(pages)


def parted(
    rows: Sequence[Row], *, above: float, head: float, row: float
) -> Iterator[Sequence[Row]]:
    """As many rows as each page holds below the head of their table; ``above`` is what stands over
    them on the first. No rows are one empty part."""
    room, left = TOP - BOTTOM - above, rows
    while True:
        fits = int((room - head) // row)
        yield left[:fits]
        left, room = left[fits:], TOP - BOTTOM
        if not left:
            return


def footer(
    canvas: Canvas, words: Words, page: int, of: int, *, parts: Iterable[str]
) -> None:  # fmt: skip
    """Below the blocks: what the document is, and which page of how many."""
    y = BOTTOM - 22
    paper.rule(canvas, LEFT, y + 11, WIDTH)
    number = words.joined(N_("Page {page} of {of}"), page=page, of=of)
    taken = paper.text(
        canvas, LEFT + WIDTH, y, number, size=paper.SMALL, ink=paper.SOFT, align="right"
    )
    said = " · ".join(filter(None, parts))
    paper.text(canvas, LEFT, y, said, size=paper.SMALL, ink=paper.FAINT, within=WIDTH - taken - 12)


def section(
    words: Words, message: str, height: float, draw: Callable[[Canvas, float], None]
) -> Block:
    """A block under its heading, which is translated here."""

    def draw_all(canvas: Canvas, top: float) -> None:
        heading(canvas, LEFT, top, words.each(message), WIDTH)
        draw(canvas, top - _HEADING)

    return Block(height + _HEADING, draw_all)


def heading(canvas: Canvas, x: float, top: float, texts: tuple[str, ...], within: float) -> None:
    """A section's heading; further languages follow smaller on the same line."""
    y = top - paper.HEADING
    long = paper.text(canvas, x, y, texts[0], size=paper.HEADING, bold=True, within=within)
    for other in texts[1:]:
        x += long + 6
        long = paper.text(canvas, x, y, other, size=paper.BODY, ink=paper.FAINT)
