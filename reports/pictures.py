"""Pictures on paper, whole and in their own shape."""

from functools import lru_cache
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def draw(canvas: Canvas, content: bytes, x: float, y: float, side: float) -> bool:
    """Draw a picture (the bytes of its file) in the middle of a square of so many points.

    The same bytes are kept in a document once, however often they are drawn. Returns whether there
    is something to see: a file that is damaged leaves the rest of the paper as it is.
    """
    picture = _read(content)
    if picture is None:
        return False
    canvas.drawImage(
        picture, x, y, side, side, preserveAspectRatio=True, anchor="c", mask="auto"
    )  # fmt: skip
    return True


@lru_cache(maxsize=16)
def _read(content: bytes) -> ImageReader | None:
    try:
        picture = ImageReader(BytesIO(content))
        picture.getRGBData()
    except (OSError, SyntaxError, ValueError):
        return None
    return picture
