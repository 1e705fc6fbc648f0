"""Paper as it lies under a scanner."""

from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image


def codes_on(pdf: Path) -> list[str]:
    """The QR codes of a PDF, read from its pages as they would lie under a scanner."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = [document[number].render(scale=2.5).to_pil() for number in range(len(document))]
    document.close()
    return [code for picture in pictures for code in codes_in(picture)]


def codes_in(picture: Image.Image) -> list[str]:
    """The codes that a scanner reads from a picture."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]
