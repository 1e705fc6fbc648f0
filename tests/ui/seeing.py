"""What is wrong with a window as it stands: sentences from each function, none where all is well.

Texts that are cut, characters that no font has, controls without a name for a screen reader or too
low for a finger, parts that cover each other or stick out, texts too faint to be read, what only a
colour tells.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PIL import Image
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QImage, QPixmap, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from tests.ui.contrast import READABLE, Colour, contrast
from tests.ui.texts_seen import texts_of
from ui import look
from ui.widgets.chart import Chart
from ui.widgets.elided import Elided
from ui.widgets.laid import held_by
from ui.widgets.pills import COLOURS
from ui.widgets.table import Rows, Table

_SLACK = 1
_FEW = 2
"""Characters: a single thin one is nowhere painted in its full colour."""
_PICTURE = Qt.ItemDataRole.DecorationRole
_ROWS = 40
"""Of a list: what it shows further down is made as these are."""
_INTERACTIVE = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QAbstractItemView,
    QTabBar, QProgressBar,
)  # fmt: skip
_TOUCHED = (
    QPushButton, QToolButton, QCheckBox, QRadioButton, QLineEdit, QComboBox, QTabBar,
    QAbstractSpinBox, QPlainTextEdit, QAbstractItemView,
)  # fmt: skip


_looked_over: dict[QWidget, list[QWidget]] = {}
"""The parts of the window that several checks look over, one after the other."""


def parts(window: QWidget) -> Iterable[QWidget]:
    """Every part of a window that is seen, but for what Qt's own parts are made of."""
    if window in _looked_over:
        return _looked_over[window]
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window) and widget.window() is window and not _is_inside(widget)
    ]


@contextmanager
def looked_over(window: QWidget) -> Iterator[None]:
    """Find the parts of a window once for all that is asked of it meanwhile."""
    if window in _looked_over:
        yield
        return
    _looked_over[window] = list(parts(window))
    try:
        yield
    finally:
        del _looked_over[window]


def _is_inside(widget: QWidget) -> bool:
    """Whether it is the inside of a list, a choice, a number or a row of tabs."""
    parent = widget.parentWidget()
    own = (QAbstractItemView, QComboBox, QAbstractSpinBox, QTabBar, QLineEdit)
    while parent is not None and not parent.isWindow():
        if isinstance(parent, own):
            return not isinstance(widget, QHeaderView)
        parent = parent.parentWidget()
    return False


def called(widget: QWidget, text: str = "") -> str:
    name = text or widget.accessibleName() or widget.objectName()
    return f"{type(widget).__name__} {name!r}"


# --- cut texts --------------------------------------------------------------------------------


def cut(window: QWidget) -> list[str]:
    """Texts for which there is no room; only what the rail says may be told by its tooltip, in a
    language of longer words."""
    found = []
    for widget in parts(window):
        for text, font, room in texts_of(widget):
            if isinstance(widget, Elided) and _is_short(widget):
                found.append(f"{called(widget)} says only {text!r}")
                continue
            is_told = isinstance(widget, QToolButton) and text in widget.toolTip()
            if not _fits(widget, text, font, room) and not is_told:
                found.append(f"{called(widget, text)} has only {room.width()} × {room.height()}")
    return found


def _is_short(text: Elided) -> bool:
    """Whether something is left out of it, other than where it goes on below."""
    shown, whole = ("".join(one.split()) for one in (text.text(), text.whole))
    return shown != whole


def _fits(widget: QWidget, text: str, font: QFont, room: QSize) -> bool:
    metrics = QFontMetrics(font)
    if isinstance(widget, QLabel) and widget.wordWrap():
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextExpandTabs
        box = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), flags, text)
        height, width = box.height(), box.width()
    else:
        lines = text.split("\n")
        height = metrics.height() * len(lines) - 2 * _bare(metrics, text)
        width = max(_inked(metrics, line) for line in lines)
    return width <= room.width() + _SLACK and height <= room.height() + _SLACK


def _bare(metrics: QFontMetrics, text: str) -> int:
    """How much of a line's height stays bare above and below, the lesser of the two."""
    box = metrics.tightBoundingRect(text)
    return max(0, min(metrics.ascent() + box.top(), metrics.descent() - box.bottom()))


def _inked(metrics: QFontMetrics, line: str) -> int:
    """How far a text is painted: the gap behind its last character may lie outside."""
    box = metrics.boundingRect(line)
    return min(metrics.horizontalAdvance(line), box.x() + box.width())


# --- characters, names, sizes -----------------------------------------------------------------


def without_glyph(window: QWidget) -> list[str]:
    """Characters that the font we ship does not have."""
    shipped = QFontMetrics(QFont(look.FONT))
    return [
        f"{called(widget, text)} has no {character!r}"
        for widget in parts(window)
        for text, _font, _room in texts_of(widget)
        for character in text
        if character.isprintable() and not shipped.inFontUcs4(ord(character))
    ]


def unnamed(window: QWidget) -> list[str]:
    """Controls of which a screen reader can say nothing."""
    return [
        f"{called(widget)} of {type(widget.parentWidget()).__name__} has no accessible name"
        for widget in parts(window)
        if isinstance(widget, _INTERACTIVE) and not isinstance(widget, QHeaderView)
        if not _spoken(widget)
    ]


def _spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def shows_hand(widget: QWidget) -> bool:
    """Whether a part, not only what it is in, shows that it can be pressed."""
    is_its_own = widget.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
    return is_its_own and widget.cursor().shape() == Qt.CursorShape.PointingHandCursor


def too_small(window: QWidget) -> list[str]:
    """What a finger is to hit and misses: controls, tabs, the rows of a list, what shows a hand."""
    found = []
    for widget in parts(window):
        if shows_hand(widget) or (
            isinstance(widget, _TOUCHED) and not isinstance(widget, QHeaderView)
        ):
            found += [
                f"{called(widget)} is only {place.width()} × {place.height()} pixels"
                for place in _places(widget)
                if min(place.width(), place.height()) < look.FINGER
            ]
    return found


def _places(widget: QWidget) -> list[QRect]:
    """What of a part is touched by itself."""
    if isinstance(widget, QTabBar):
        return [widget.tabRect(tab) for tab in range(widget.count())]
    if isinstance(widget, QAbstractItemView):  # all of a row is
        first = widget.visualRect(widget.model().index(0, 0))
        return [QRect(0, 0, look.FINGER, first.height())] if first.isValid() else []
    if isinstance(widget, Chart):  # days stand side by side: a finger finds the nearest
        return [QRect(0, 0, look.FINGER, round(place.height())) for place in widget.places()]
    return [widget.rect()]


def taken_for_markup(window: QWidget) -> list[str]:
    """Texts and tooltips in which a name that is typed so would be painted as HTML."""
    found = [
        f"{called(widget)} has a tooltip that is markup"
        for widget in parts(window)
        if Qt.mightBeRichText(widget.toolTip())
    ]
    return found + [
        f"{called(widget)} may take its text for markup"
        for widget in parts(window)
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText
        if widget.pixmap().isNull()
    ]


# --- places -----------------------------------------------------------------------------------


def misplaced(window: QWidget) -> list[str]:
    """Parts that stick out of what they are in, and neighbours that cover each other."""
    found = []
    for widget in parts(window):
        parent = widget.parentWidget()
        if isinstance(widget, QScrollArea) and _hides_the_right(widget):
            found.append(f"What scrolls in {called(parent or widget)} is cut at the right")
        if parent is None or scrolls(parent):
            continue
        if not parent.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(widget.geometry()):
            found.append(f"{called(widget)} sticks out of {type(parent).__name__}")
    for widget in [window, *parts(window)]:
        found += _covering(widget.layout())
    return found


def _hides_the_right(area: QScrollArea) -> bool:
    """Whether what is in it is broader than it and cannot be scrolled to."""
    inside = area.widget()
    never = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return never and inside is not None and inside.width() > area.viewport().width() + _SLACK


def scrolls(widget: QWidget) -> bool:
    area = widget.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is widget


def _covering(layout: QLayout | None) -> list[str]:
    """Neighbours of one layout, and of those in it, that lie over each other."""
    if layout is None or "Stacked" in type(layout).__name__:
        return []
    found, placed = [], list[tuple[QRect, str]]()
    for part in held_by(layout):
        if isinstance(part, QLayout):
            found += _covering(part)
            if not part.isEmpty():
                placed.append((part.geometry(), type(part).__name__))
        elif part.isVisible():
            placed.append((part.geometry(), called(part)))
    for place, (rect, name) in enumerate(placed):
        for other, other_name in placed[:place]:
            both = rect.intersected(other)
            if both.width() > _SLACK and both.height() > _SLACK:
                found.append(f"{name} covers {other_name}")
    return found


def barely_scrolled(window: QWidget) -> list[str]:
    """Lists that are to be seen whole and are scrolled by less than a row: it is cut."""
    found = []
    for table in parts(window):
        if isinstance(table, Table) and table.between is not None:
            cut, row = (table.view.verticalScrollBar().maximum(),
                        table.view.verticalHeader().defaultSectionSize())  # fmt: skip
            if 0 < cut < row:
                found.append(f"{called(table.view)} cuts its last row by {cut} pixels")
    return found


# --- contrast ---------------------------------------------------------------------------------


def picture_of(pixmap: QPixmap) -> Image.Image:
    """A picture whose pixels can be counted."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)
    size, stride = (image.width(), image.height()), image.bytesPerLine()
    return Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", stride, 1)


def faint(window: QWidget, picture: Image.Image) -> list[str]:
    """Texts that do not stand out from what is painted around them by 4.5 : 1."""
    found = []
    for widget in parts(window):
        if not isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox):
            continue
        text = " ".join(text for text, _font, _room in texts_of(widget))
        if len(text) < _FEW:
            continue
        seen = _seen_rect(widget, window)
        line = widget.fontMetrics().height()
        middle = (widget.height() + line) // 2  # a line in the middle of a high part is in it
        if seen.width() > line and seen.height() >= middle:  # else it is scrolled out of sight
            reached = contrast_in(picture.crop((seen.left(), seen.top(), seen.right() + 1,
                                                seen.bottom() + 1)))  # fmt: skip
            if reached < READABLE:
                found.append(f"{called(widget, text)} reaches {reached:.2f} : 1")
    return found


def _seen_rect(widget: QWidget, window: QWidget) -> QRect:
    """Where a part is on the window's picture, less what is scrolled out of sight."""
    seen = widget.visibleRegion().boundingRect().intersected(widget.contentsRect())
    return QRect(widget.mapTo(window, QPoint(0, 0)) + seen.topLeft(), seen.size())


def contrast_in(picture: Image.Image) -> float:
    """How far the strongest pixel stands out from the commonest."""
    colours = picture.getcolors(picture.width * picture.height) or []
    ground: Colour = max(colours)[1]
    return max(contrast(one, ground) for _count, one in colours)


def colour_alone(window: QWidget) -> list[str]:
    """What only a colour tells: a mood or a dot without a word or a picture beside it, a field that
    is wrong and does not say why, and in a list a chip or a dot without its text."""
    found = []
    for part in parts(window):
        if isinstance(part, QTableView):
            found += _coloured_cells(part)
        elif isinstance(part, QLabel) and not part.text().strip():
            if not part.pixmap().isNull() and not _words_beside(part):
                found.append(f"a picture alone in {called(part.parentWidget() or part)}")
            elif part.property("mood") and part.pixmap().isNull():
                found.append(f"{called(part)} has a mood and no words")
        elif isinstance(part, QLineEdit) and part.property("mood") == "bad":
            found += [] if part.accessibleDescription() else [f"{called(part)} says not why"]
    return found


def _words_beside(part: QWidget) -> bool:
    """Whether anything around a part has words."""
    around = part.parentWidget()
    while around is not None:
        words = [one.text() for one in around.findChildren(QLabel)]
        words += [one.text() for one in around.findChildren(QAbstractButton)]
        if any(word.strip() for word in words):
            return True
        around = around.parentWidget()
    return False


def _coloured_cells(table: QTableView) -> list[str]:
    """Dots without a name, and words in a chip of more colours than one: those would tell more."""
    model = table.model()
    if not isinstance(model, Rows):
        return []
    found = []
    for column, shown in enumerate(model.columns):
        cells = [model.index(row, column) for row in range(min(model.rowCount(), _ROWS))]
        bare = [cell for cell in cells if not str(cell.data() or "").strip()]
        if shown.dot is not None and bare:
            found.append(f"{called(table)}: a dot without a name in {shown.title}")
        if any(cell.data(COLOURS) or (shown.picture and cell.data(_PICTURE)) for cell in bare):
            found.append(f"{called(table)}: a chip or a picture alone in {shown.title}")
        chips = {(cell.data(), cell.data(COLOURS)) for cell in cells if cell.data(COLOURS)}
        if len(chips) > len({text for text, _colours in chips}):
            found.append(f"{called(table)}: one word in several colours in {shown.title}")
    return found


def faults(window: QWidget, picture: QPixmap) -> list[str]:
    """Everything that is wrong with a window."""
    checks = (
        cut, without_glyph, unnamed, too_small, taken_for_markup, misplaced, barely_scrolled,
        colour_alone,
    )  # fmt: skip
    with looked_over(window):
        found = [fault for check in checks for fault in check(window)]
        return found + faint(window, picture_of(picture))
