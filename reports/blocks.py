"""A document as blocks of known height, laid one below the other and over pages."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.paper import MM
from reports.words import Words

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
