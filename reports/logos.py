"""The shop's logo on paper: in its own shape, on rolls as black dots; a damaged one is left out."""

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.paper import MM

_DOTS = 8
"""A millimetre, of heads of receipt printers: 203 dpi."""
_BLACK, _WHITE = 40, 225
"""Greys at least so dark, or so light, are no dots but black or white: lines stay lines."""


class Fitted(NamedTuple):
    """A logo as large as its box allows, in points."""

    content: bytes
    width: float
    height: float


def fitted(content: bytes | None, within: float, high: float) -> Fitted | None:
    """A logo in a box of so many points, never larger than that; nothing where there is none."""
    picture = None if content is None else _opened(content)
    if content is None or picture is None:
        return None
    by = min(within / picture.width, high / picture.height)
    return Fitted(content, picture.width * by, picture.height * by)


def draw(
    canvas: Canvas, logo: Fitted, x: float, y: float, *,
    align: paper.Align = "left", is_dotted: bool = False,
) -> None:  # fmt: skip
    """Draw it with its lower edge at ``y``; the same one is kept in a document once."""
    x -= {"left": 0.0, "centre": logo.width / 2, "right": logo.width}[align]
    wide = max(1, round(logo.width / MM * _DOTS)) if is_dotted else 0
    canvas.drawImage(_reader(logo.content, wide), x, y, logo.width, logo.height)


def draw_on_plate(canvas: Canvas, logo: Fitted, x: float, y: float, pad: float) -> None:
    """Draw it with its middle at ``x`` on white with round corners: for grounds of a colour."""
    canvas.setFillColor(paper.WHITE)
    left, wide = x - logo.width / 2 - pad, logo.width + 2 * pad
    canvas.roundRect(left, y - pad, wide, logo.height + 2 * pad, pad, stroke=0, fill=1)
    draw(canvas, logo, x, y, align="centre")


@lru_cache(maxsize=4)
def _opened(content: bytes) -> Image.Image | None:
    try:
        picture = Image.open(BytesIO(content)).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture).convert("RGB")


@lru_cache(maxsize=8)
def _reader(content: bytes, dots: int) -> ImageReader:
    """The picture, or what a roll has of it: so many dots across."""
    picture = _opened(content)
    assert picture is not None, "what is drawn was fitted before"
    return ImageReader(_dotted(picture, dots) if dots else picture)


def _dotted(picture: Image.Image, dots: int) -> Image.Image:
    """Black and white alone: greys become as many dots as they are dark."""
    high = max(1, round(picture.height * dots / picture.width))
    grey = picture.convert("L").resize((dots, high), Image.Resampling.LANCZOS)
    spread = 255 / (_WHITE - _BLACK)
    clear = grey.point([min(255, max(0, round((at - _BLACK) * spread))) for at in range(256)])
    return clear.convert("1", dither=Image.Dither.FLOYDSTEINBERG)
