"""Texts that go on below where there is no room beside, and the cells of a list that do."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

if TYPE_CHECKING:
    from ui.widgets.table_view import View

_BEHIND_A_DOT = re.compile("(?<=· )|(?<=、)")
_UNITS = "年月日号天个张件份次分元%"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_TOGETHER = re.compile(
    rf"(?<=\d)(?=[{_UNITS}])|(?<=[年月])(?=\d)|(?<=日)(?=（周)|(?<=（周)(?=[一二三四五六日]）)"
)
_BESIDE = re.compile(rf"(?<=\d) (?=[{_UNITS}]|{_MONTHS})|(?<={_MONTHS}|{_DAYS}) (?=\d)")
"""Within a date, and between a number and its unit, no line ends: where nothing stands between them
and where a space does."""
_JOINER, _FIXED = "\u2060", "\u00a0"
"""Is not seen; and a space. Qt parts nothing at either."""
_WORDS = QTextOption.WrapMode.WordWrap
_ANYWHERE = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_CLOSE = 16
"""Pixels: lines are as long as each other up to these."""
MOST = 5
"""Lines: what is longer still was pasted, and would push all else out of sight."""


def in_lines(text: str, font: QFont, width: int) -> list[str]:
    """A text in as few lines as there can be, none wider than so many pixels, and all of them about
    as long: no last character stands alone. It is parted behind a ``·`` or ``、`` if that can be,
    else between words, else within one; what is left over behind the last line that there may be
    ends in …"""
    if not text or QFontMetrics(font).horizontalAdvance(text) <= width:
        return [text]
    asked = (text, font.key(), width)
    if asked not in _known:
        if len(_known) >= _KNOWN:
            _known.clear()
        _known[asked] = _laid(text, font, width)
    return _known[asked]


_KNOWN = 1000
_known: dict[tuple[str, str, int], list[str]] = {}
"""What was asked for last: a cell is painted many times."""


def _laid(text: str, font: QFont, width: int) -> list[str]:
    metrics = QFontMetrics(font)
    text = _BESIDE.sub(_FIXED, _TOGETHER.sub(_JOINER, text))
    made = _parted(text, font, width, _ANYWHERE)
    if len(made) > MOST:
        rest = text[len(text) - sum(map(len, made[MOST - 1 :])) :]
        last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width) or "…"
        return [_plain(line) for line in (*made[: MOST - 1], last)]
    unbroken = map(metrics.horizontalAdvance, map(str.rstrip, _BEHIND_A_DOT.split(text)))
    low, high = max(width // 2, *(broad for broad in unbroken if broad <= width), 0), width
    while high - low > _CLOSE:
        middle = (low + high) // 2
        tried = _parted(text, font, middle, _WORDS)
        broadest = max(metrics.horizontalAdvance(line.rstrip()) for line in tried)
        if len(tried) > len(made) or broadest > middle:
            low = middle
        else:
            made, high = tried, middle
    return [_plain(line) for line in made]


def _plain(line: str) -> str:
    return line.rstrip().replace(_JOINER, "").replace(_FIXED, " ")


def _parted(text: str, font: QFont, width: int, how: QTextOption.WrapMode) -> list[str]:
    """A text in lines with the spaces at their ends; one more than there may be holds the rest."""
    metrics, made = QFontMetrics(font), list[str]()
    for part in _BEHIND_A_DOT.split(text):
        if made and metrics.horizontalAdvance((made[-1] + part).rstrip()) <= width:
            made[-1] += part
        else:
            made += _by_words(part, font, width, how)
    return [*made[:MOST], "".join(made[MOST:])] if len(made) > MOST else made


def _by_words(text: str, font: QFont, width: int, how: QTextOption.WrapMode) -> list[str]:
    wrapping = QTextOption()
    wrapping.setWrapMode(how)
    layout = QTextLayout(text, font)
    layout.setTextOption(wrapping)
    layout.beginLayout()
    units = text.encode("utf-16-le")  # in which Qt counts
    made, start = list[str](), 0
    while start < len(units) and len(made) < MOST:
        line = layout.createLine()
        line.setLineWidth(width)
        end = start + 2 * line.textLength()
        made.append(units[start:end].decode("utf-16-le"))
        start = end
    layout.endLayout()
    rest = units[start:].decode("utf-16-le")
    return [*made, rest] if rest else made


class Flowing(QStyledItemDelegate):
    """Paints the cells of a list: a text that is too wide for its column goes on below."""

    def __init__(self, view: "View") -> None:
        super().__init__(view)
        self.view = view

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """What is painted, in lines."""
        super().initStyleOption(option, index)
        if index.column() not in self.view.wholes:
            option.text = "\u2028".join(self.view.lines(index.row(), index.column()))
