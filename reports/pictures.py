"""Pictures on paper, whole and in their own shape."""

from functools import lru_cache
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def draw(canvas: Canvas, content: bytes, x: float, y: float, side: float) -> None:
    """Draw a picture (the bytes of its file) in the middle of a square of so many points.

    The same bytes are kept in a document once, however often they are drawn.
    """
    canvas.drawImage(
        _read(content), x, y, side, side, preserveAspectRatio=True, anchor="c",
        mask="auto",
    )  # fmt: skip


@lru_cache(maxsize=16)
def _read(content: bytes) -> ImageReader:
    return ImageReader(BytesIO(content))
