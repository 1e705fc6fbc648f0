"""The words of a voucher, from its shop down to its conditions, none of them ever cut.

Words that are too many for their room are written smaller, all of them alike.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from reports import paper
from shopdesk.language import translator
from shopdesk.slips import VoucherSlip

_SCALES = (1.0, 0.92, 0.85, 0.78, 0.71, 0.64, 0.57, 0.5, 0.43, 0.36, 0.3)
_ONE_LINE = 0.78
"""Of its size: what stands in one line so does, rather than leave a single character in another."""
_TIGHT = 1.25
"""The leading of what is bold."""
_BADGE_PAD = 0.6
"""What a badge is wider than its word at each side, in parts of its size."""


class Shop(NamedTuple):
    """Who issues it, where that is reached, and its logo, if it has one."""

    name: str
    contact: str
    logo: bytes | None = None


class Sizes(NamedTuple):
    """The sizes of a voucher's letters, in points."""

    title: float
    body: float
    small: float


class Area(NamedTuple):
    """Where words may stand: from ``x`` (their middle, where centred), between two heights."""

    x: float
    top: float
    foot: float
    within: float
    align: paper.Align


class Part(NamedTuple):
    """Some lines: how high they are, what is free above them, drawn down from a height."""

    height: float
    gap: float
    draw: Callable[[Canvas, float], None]


def draw(canvas: Canvas, area: Area, slip: VoucherSlip, shop: Shop, sizes: Sizes) -> None:
    """Write what stands on a voucher: its promise from the top, its conditions at the foot."""
    above, below = _fitting(area, slip, shop, sizes)
    spare = area.top - area.foot - _high(above) - _high(below)
    _stack(canvas, area.top - (spare * 0.4 if area.align == "centre" else 0), above)
    _stack(canvas, area.foot + _high(below), below)


def _fitting(
    area: Area, slip: VoucherSlip, shop: Shop, sizes: Sizes
) -> tuple[list[Part], list[Part]]:
    """Both stacks as large as they have room."""
    for scale in _SCALES:
        scaled = Sizes(*(size * scale for size in sizes))
        above, below = _above(area, slip, shop, scaled), _below(area, slip, shop, scaled)
        if _high(above) + _high(below) + scaled.small <= area.top - area.foot:
            break
    return above, below


def _high(parts: Sequence[Part]) -> float:
    return sum(part.height + part.gap for part in parts)


def _stack(canvas: Canvas, y: float, parts: Sequence[Part]) -> None:
    for part in parts:
        y -= part.gap
        part.draw(canvas, y)
        y -= part.height


def _above(area: Area, slip: VoucherSlip, shop: Shop, sizes: Sizes) -> list[Part]:
    head = " · ".join(filter(None, (shop.name, slip.kind, slip.occasion)))
    title, body, small = sizes
    parts = [
        lines(area, head, body, ink=paper.SOFT, most=2),
        lines(area, slip.title, title, bold=True, most=2, gap=body * 0.5),
        _holder(area, slip, body, gap=body * 0.7),
        lines(area, slip.brand, small, most=3, gap=small),
        lines(area, slip.terms, small, ink=paper.SOFT, gap=small),
    ]
    return [part for part in parts if part.height]


def _below(area: Area, slip: VoucherSlip, shop: Shop, sizes: Sizes) -> list[Part]:
    said = [lines(area, one, sizes.small, ink=paper.FAINT) for one in conditions(slip, shop)]
    return [part for part in said if part.height]


def conditions(slip: VoucherSlip, shop: Shop) -> list[str]:
    """How long it is good, how it is used, and whose it is."""
    _ = translator(slip.language)
    valid = _("Valid {first} to {last}").format(
        first=slip.valid_from_on.isoformat(), last=slip.valid_until_on.isoformat()
    )
    use = slip.use or _("Show this at the counter. Good for one use.")
    return [valid, use, " · ".join(filter(None, (shop.name, shop.contact)))]


def lines(
    area: Area, content: str, size: float, *, ink: Color = paper.INK, bold: bool = False,
    most: int = 0, gap: float = 0,
) -> Part:  # fmt: skip
    """A text as a part, in as many lines as it takes.

    With ``most`` it shrinks a little to stand in one line, and to its half before it takes more.
    """
    if not content:
        return Part(0, 0, lambda _canvas, _y: None)
    if most:
        size = _shrunk(content, size, area.within, most, bold=bold)
    broken = paper.Lines(paper.wrap(content, size, area.within, bold=bold), size)
    leading = _TIGHT if bold else paper.LEADING

    def write(canvas: Canvas, y: float) -> None:
        paper.paragraph(
            canvas, area.x, y - size, broken, ink=ink, bold=bold, align=area.align, leading=leading
        )

    return Part(len(broken.lines) * size * leading, gap, write)


def _shrunk(content: str, size: float, within: float, most: int, *, bold: bool) -> float:
    whole, one_line = size, paper.fit(content, size, within, bold=bold)
    if one_line >= whole * _ONE_LINE:
        return one_line - 0.01
    while size > whole / 2 and len(paper.wrap(content, size, within, bold=bold)) > most:
        size = max(whole / 2, size - 0.5)
    return size


def _holder(area: Area, slip: VoucherSlip, size: float, *, gap: float) -> Part:
    """The member's name, beside the badge of the tier or, where it is long, below it."""
    if not slip.tier:
        return lines(area, slip.holder, size, ink=paper.SOFT, gap=gap)
    long = _badge_width(slip.tier, size, area.within)
    beside = long + size * 0.6 + paper.width(slip.holder, size)
    if beside > area.within:
        name, high = lines(area, slip.holder, size), size * 1.75
        left = area.x - long / 2 if area.align == "centre" else area.x

        def write_below(canvas: Canvas, y: float) -> None:
            _badge(canvas, left, y - size * 1.15, slip, size, area.within)
            name.draw(canvas, y - high)

        return Part(high + name.height, gap, write_below)
    start = area.x - beside / 2 if area.align == "centre" else area.x

    def write_beside(canvas: Canvas, y: float) -> None:
        _badge(canvas, start, y - size * 1.15, slip, size, area.within)
        at = start + long + size * 0.6
        paper.text(canvas, at, y - size * 1.15, slip.holder, size=size)

    return Part(size * 1.6, gap, write_beside)


def _badge_width(tier: str, size: float, within: float) -> float:
    """How wide the badge of a tier is; a long name is written smaller in it."""
    own = paper.width(tier, size * 0.86, bold=True)
    return min(own, within - 2 * _BADGE_PAD * size) + 2 * _BADGE_PAD * size


def _badge(
    canvas: Canvas, x: float, y: float, slip: VoucherSlip, size: float, within: float
) -> None:
    """The tier's name on its colour, whose words stand on the baseline ``y``."""
    ground = paper.colour(slip.colour)
    long = _badge_width(slip.tier, size, within)
    canvas.setFillColor(ground)
    canvas.roundRect(x, y - size * 0.38, long, size * 1.5, size * 0.4, stroke=0, fill=1)
    paper.text(
        canvas, x + long / 2, y + size * 0.04, slip.tier, size=size * 0.86,
        ink=paper.ink_on(ground), bold=True, align="centre",
        within=long - 2 * _BADGE_PAD * size + 0.01,
    )  # fmt: skip
