"""Pages of a practice shop: across each of them stands that nothing on it is real.

The words are thin enough for codes below them to be read all the same.
"""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from reports import fonts
from shopdesk.shop import PRACTICE

_INK = HexColor("#b3261e")
_SIZE, _THIN = 17.0, 0.22
_ASLANT = 24
_DOWN, _ASIDE = 62.0, 58.0
"""Points between two lines of the words, and between two of them in one: however small a voucher
is cut out, the words are on it."""
_EDGE = 7.0


class PracticePages(Canvas):
    """A canvas that writes the words over every page as it is finished."""

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Finish a page."""
        self.saveState()
        self._strew()
        self._head()
        self.restoreState()
        super().showPage()

    def _strew(self) -> None:
        wide, high = self._pagesize
        long = fonts.width(PRACTICE, _SIZE, bold=True)
        self.setFillColor(_INK, alpha=_THIN)
        y, line = high - _DOWN / 2, 0
        while y > -_DOWN:
            x = 12.0 - (line % 2) * (long + _ASIDE) / 2
            while x < wide:
                self.saveState()
                self.translate(x, y)
                self.rotate(_ASLANT)
                self._say(0, 0, _SIZE)
                self.restoreState()
                x += long + _ASIDE
            y, line = y - _DOWN, line + 1

    def _head(self) -> None:
        """Once plainly at the upper edge."""
        wide, high = self._pagesize
        self.setFillColor(_INK, alpha=1)
        self._say((wide - fonts.width(PRACTICE, _EDGE, bold=True)) / 2, high - _EDGE - 2, _EDGE)

    def _say(self, x: float, y: float, size: float) -> None:
        for font, piece in fonts.runs(PRACTICE, bold=True):
            self.setFont(font, size)
            self.drawString(x, y, piece)
            x += fonts.width(piece, size, bold=font == fonts.BOLD)


def kind(author: str) -> type[Any]:
    """The canvas for whom a document is by."""
    return PracticePages if author.startswith(PRACTICE) else Canvas
