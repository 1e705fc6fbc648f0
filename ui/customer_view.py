"""The picture in the window for customers: one size of everything follows from the window's own.

It is painted in one go, and only when what it shows is another thing.
"""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui import look
from ui.customer_words import Row, Screen, Standing

_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MIDDLE, _CENTRE = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignCenter
_WRAPS = Qt.TextFlag.TextWordWrap
SMALLEST = (800, 480)
"""The window whose sizes are those of the numbers below, in pixels."""
_MARGIN, _HEAD, _LINE, _STEP, _BAR, _BANNER = 24, 66, 34, 28, 12, 36
_SHARE = 0.56
"""Of the width: the goods; the rest is what is due."""


class View(QWidget):
    """Shows a screen in the colours of a theme."""

    def __init__(self, screen: Screen, theme: str) -> None:
        super().__init__()
        self.screen_, self.theme = screen, theme
        self.setMinimumSize(*(side // 2 for side in SMALLEST))

    def show_screen(self, screen: Screen, theme: str) -> None:
        """Show another one, if it is another one."""
        if (screen, theme) != (self.screen_, self.theme):
            self.screen_, self.theme = screen, theme
            self.setAccessibleDescription(screen.words())
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        brush = _Brush(painter, look.THEMES[self.theme], self.width(), self.height())
        brush.paint(self.screen_)
        painter.end()


class _Brush:
    """Paints a screen at a size; ``unit`` is a pixel of the smallest window."""

    def __init__(self, painter: QPainter, tokens: look.Tokens, width: int, height: int) -> None:
        self.painter, self.tokens = painter, tokens
        self.width, self.height = width, float(height)
        self.unit = min(width / SMALLEST[0], height / SMALLEST[1])
        self.margin = _MARGIN * self.unit

    def paint(self, screen: Screen) -> None:
        """The head, and below it the sale, or the welcome where nobody buys."""
        painter = self.painter
        painter.fillRect(QRectF(0, 0, self.width, self.height), QColor(self.tokens.page))
        if screen.practice:
            self._banner(screen.practice)
        if not (screen.rows or screen.large or screen.standing):
            self._welcome(screen)
            return
        top = self._head(screen)
        split = self.width * _SHARE if screen.rows else self.margin
        if screen.rows:
            area = QRectF(self.margin, top, split - self.margin, self.height - top - self.margin)
            self._goods(screen, area)
        left = split + self.margin / 2 if screen.rows else self.margin
        self._sum(screen, QRectF(left, top, self.width - left - self.margin,
                                 self.height - top - self.margin))  # fmt: skip

    # --- words ---

    def _text(
        self, rect: QRectF, text: str, size: float, colour: str, flags: int, *, bold: bool = False
    ) -> None:
        """A text in a place: written smaller before it is cut, and cut only where it is words."""
        pixels = max(1, round(size * self.unit))
        font = look.font(pixels, is_bold=bold)
        wide = QFontMetricsF(font).horizontalAdvance(text)
        if wide > rect.width() > 0 and not flags & _WRAPS.value:
            font.setPixelSize(max(1, round(pixels * max(0.5, rect.width() / wide) - 0.5)))
            metrics = QFontMetricsF(font)
            if metrics.horizontalAdvance(text) > rect.width():
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        self.painter.drawText(rect, flags, text)

    def _row(self, rect: QRectF, row: Row, size: float, colour: str, *, bold: bool = False) -> None:
        """What it is, and how much: the sum has all the room that it needs."""
        font = look.font(max(1, round(size * self.unit)), is_bold=bold)
        needed = min(QFontMetricsF(font).horizontalAdvance(row[1]) + 2, rect.width() * 0.7)
        left = QRectF(rect.left(), rect.top(), rect.width() - needed - 8 * self.unit, rect.height())
        right = QRectF(rect.right() - needed, rect.top(), needed, rect.height())
        self._text(left, row[0], size, colour, (_LEFT | _MIDDLE).value, bold=bold)
        self._text(right, row[1], size, colour, (_RIGHT | _MIDDLE).value, bold=bold)

    # --- parts ---

    def _welcome(self, screen: Screen) -> None:
        """The shop, its welcome, its own words, and its code."""
        middle, unit = self.height / 2, self.unit
        if screen.code:
            self._code(screen.code)
            middle = self.height * 0.2
        wide, aside = self.width - 2 * self.margin, 0.0
        if screen.logo is not None and screen.code:
            corner = QRectF(self.margin, self.margin, wide * 0.2, 64 * unit)
            aside = self._logo(screen.logo, corner, _LEFT) + 12 * unit
        elif screen.logo is not None:
            middle += 70 * unit
            above = QRectF(self.margin, middle - 222 * unit, wide, 150 * unit)
            self._logo(screen.logo, above, _CENTRE)
        name = QRectF(self.margin + aside, middle - 60 * unit, wide - 2 * aside, 60 * unit)
        self._text(name, screen.shop, 44, self.tokens.ink, _CENTRE.value, bold=True)
        below = QRectF(self.margin, name.bottom(), wide, 44 * unit)
        self._text(below, screen.greeting, 26, self.tokens.accent, _CENTRE.value)
        foot = QRectF(self.margin, self.height - 60 * unit, wide, 44 * unit)
        self._text(foot, screen.foot, 18, self.tokens.soft, _CENTRE.value)

    def _banner(self, said: str) -> None:
        """Across the top; everything else has the room below it."""
        high, painter = _BANNER * self.unit, self.painter
        whole = QRectF(0, 0, self.width, high)
        painter.fillRect(whole, QColor(self.tokens.note_tint))
        painter.fillRect(QRectF(0, high - 3, self.width, 3), QColor(self.tokens.note))
        inside = whole.adjusted(self.margin, 0, -self.margin, -3)
        self._text(inside, said, 18, self.tokens.note, _CENTRE.value, bold=True)
        painter.translate(0, high)
        self.height -= high

    def _logo(self, content: bytes, room: QRectF, at: Qt.AlignmentFlag) -> float:
        """The logo on white, as large as it has room; returns how wide that is."""
        picture, pad = _picture(content), 6 * self.unit
        inside = room.adjusted(pad, pad, -pad, -pad).size()
        size = QSizeF(picture.size()).scaled(inside, Qt.AspectRatioMode.KeepAspectRatio)
        plate = QRectF(room.topLeft(), size + QSizeF(2 * pad, 2 * pad))
        plate.moveCenter(room.center())
        if at is _LEFT:
            plate.moveLeft(room.left())
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor("white"))
        self.painter.drawRoundedRect(plate, pad, pad)
        self.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.painter.drawImage(plate.adjusted(pad, pad, -pad, -pad), picture)
        return plate.width()

    def _code(self, code: str) -> None:
        """A QR code, dark on white whatever the theme: scanners want it so."""
        rows = _symbol(code)
        side = self.height * 0.44
        left, top = (self.width - side) / 2, self.height * 0.38
        quiet = side * 4 / len(rows)
        white = QRectF(left - quiet, top - quiet, side + 2 * quiet, side + 2 * quiet)
        self.painter.fillRect(white, QColor("white"))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        step = side / len(rows)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    module = QRectF(left + x * step, top + y * step, step + 0.5, step + 0.5)
                    self.painter.fillRect(module, QColor("black"))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _head(self, screen: Screen) -> float:
        """The shop on the left, the greeting on the right; where what is below begins."""
        high = _HEAD * self.unit
        wide, left = self.width - 2 * self.margin, self.margin
        if screen.logo is not None:
            room = QRectF(left, 8 * self.unit, wide * 0.2, high - 16 * self.unit)
            left += self._logo(screen.logo, room, _LEFT) + 12 * self.unit
        shop = QRectF(left, 0, self.margin + wide * 0.5 - left, high)
        self._text(shop, screen.shop, 24, self.tokens.ink, (_LEFT | _MIDDLE).value, bold=True)
        greeting = QRectF(self.margin + wide * 0.52, 0, wide * 0.48, high)
        self._text(greeting, screen.greeting, 22, self.tokens.accent, (_RIGHT | _MIDDLE).value)
        return high

    def _goods(self, screen: Screen, area: QRectF) -> None:
        """The goods, the last of them where not all have room, and what is taken off."""
        unit, steps = self.unit, screen.steps[-4:]
        below = len(steps) * _STEP * unit + (10 * unit if steps else 0)
        room = max(1, int((area.height() - below) / (_LINE * unit)))
        rows = list(screen.rows)
        if len(rows) > room:
            rows = [(f"… {len(rows) - room + 1}", ""), *rows[len(rows) - room + 1 :]]
        top = area.top()
        for row in rows:
            rect = QRectF(area.left(), top, area.width(), _LINE * unit)
            self._row(rect, row, 20, self.tokens.ink)
            top += _LINE * unit
        for row in steps:
            rect = QRectF(area.left(), top + 10 * unit, area.width(), _STEP * unit)
            self._row(rect, row, 17, self.tokens.good)
            top += _STEP * unit

    def _sum(self, screen: Screen, area: QRectF) -> None:
        """What is due or was paid, largest of all; what it earns; the tier."""
        unit, pad = self.unit, 20 * self.unit
        self.painter.setPen(QColor(self.tokens.line))
        self.painter.setBrush(QColor(self.tokens.card))
        self.painter.drawRoundedRect(area, 14 * unit, 14 * unit)
        inside = area.adjusted(pad, pad * 0.7, -pad, -pad * 0.7)
        top = inside.top()
        if screen.large is not None:
            word = QRectF(inside.left(), top, inside.width(), 34 * unit)
            self._text(word, screen.large[0], 22, self.tokens.soft, (_LEFT | _MIDDLE).value)
            large = QRectF(inside.left(), word.bottom(), inside.width(), 84 * unit)
            self._text(large, screen.large[1], 68, self.tokens.ink, (_RIGHT | _MIDDLE).value,
                       bold=True)  # fmt: skip
            top = large.bottom() + 6 * unit
        for row in screen.facts:
            rect = QRectF(inside.left(), top, inside.width(), 32 * unit)
            self._row(rect, row, 20, self.tokens.ink, bold=False)
            top += 32 * unit
        if screen.standing is not None:
            bottom = inside.bottom()
            self._standing(screen.standing, QRectF(inside.left(), max(top, bottom - 96 * unit),
                                                   inside.width(), 96 * unit))  # fmt: skip

    def _standing(self, one: Standing, area: QRectF) -> None:
        """The tier, the bar to the next one, and what that takes."""
        unit = self.unit
        name = QRectF(area.left(), area.top(), area.width(), 30 * unit)
        self._text(name, one.tier, 20, self.tokens.note, (_LEFT | _MIDDLE).value, bold=True)
        if one.percent is None:
            return
        bar = QRectF(area.left(), name.bottom() + 2 * unit, area.width(), _BAR * unit)
        painter, half = self.painter, _BAR * unit / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.tokens.track))
        painter.drawRoundedRect(bar, half, half)
        full = QRectF(bar.left(), bar.top(), bar.width() * one.percent / 100, bar.height())
        painter.setBrush(QColor(self.tokens.gold))
        painter.drawRoundedRect(full, half, half)
        said = QRectF(area.left(), bar.bottom() + 4 * unit, area.width(), 46 * unit)
        self._text(said, one.ahead, 15, self.tokens.soft, (_LEFT | _WRAPS).value)


@lru_cache(maxsize=1)
def _picture(content: bytes) -> QImage:
    return QImage.fromData(content)


@lru_cache(maxsize=2)
def _symbol(code: str) -> list[list[bool]]:
    from reports import qr  # only where there is a code to show

    return qr.symbol(code)
