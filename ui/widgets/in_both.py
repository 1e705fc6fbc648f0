"""Words that are shown in both languages of a screen where there is room for both, else in the
first; then the other is in the tooltip and told to screen readers. They take no more room than
those of one language must have, so that nothing beside them is cut: that is for both of them to be
offered, not to be needed.

Sentences (they wrap), what a box shows as chosen and its list, and hints that their field is too
narrow for stay in the first. What was filled in, what people typed and the figures are no texts of
the program: they are in the first alone.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QSizePolicy,
    QTabBar,
    QToolButton,
    QWidget,
)

from ui import languages

_TAB = 2
"""Pixels that Qt may round away between two tabs."""


class Fitting:
    """Which of two texts a part shows, by the width it has."""

    def __init__(self, text: str) -> None:
        self.first, self.both = text, languages.both(text)
        self.is_short = False
        """Whether the first language alone is wanted, however much room there is."""

    def wanted(self) -> str:
        """What is shown where there is room."""
        return self.first if self.is_short else self.both


class Telling:
    """What a part tells of the other language while it shows the first alone: stands before the
    class of Qt that it is."""

    fitting: Fitting
    told = ""
    """What its tooltip says otherwise."""

    def setToolTip(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Say more of it."""
        self.told = text
        self.tell(self.text())  # type: ignore[attr-defined]

    def tell(self, shown: str) -> None:
        """Tell the other language, unless it is shown."""
        assert isinstance(self, QWidget)
        first, both = self.fitting.first, self.fitting.both
        missing = "" if shown == both != first else languages.second(first)
        tip = "\n".join(filter(None, (self.told, missing)))
        if tip != self.toolTip():
            QWidget.setToolTip(self, tip)
        if missing or languages.second(first):
            self.setAccessibleDescription(missing)


def advance(font: QFont, text: str) -> int:
    """How wide a text is."""
    return QFontMetrics(font).horizontalAdvance(text.replace("&", ""))


class Fitted(Telling):
    """A part that shows both texts where it has room for them: stands before the class of Qt."""

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Say something else."""
        assert isinstance(self, QWidget)
        self.fitting = Fitting(text)
        self._show(self.width())
        self.tell(self.text())  # type: ignore[attr-defined]
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for both."""
        return self._room(super().sizeHint(), self.fitting.both)  # type: ignore[misc]

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the first."""
        return self._room(self._least(), self.fitting.first)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show what there is room for."""
        self._show(event.size().width())
        super().resizeEvent(event)  # type: ignore[misc]

    def _least(self) -> QSize:
        return super().minimumSizeHint()  # type: ignore[misc]

    def _room(self, shown: QSize, text: str) -> QSize:
        """What it takes with another text than the one that is shown."""
        assert isinstance(self, QWidget)
        now: str = self.text()  # type: ignore[attr-defined]
        more = advance(self.font(), text) - advance(self.font(), now)
        return QSize(shown.width() + more, shown.height())

    def _has_room(self, width: int) -> bool:
        """Whether both are seen in a width."""
        return self.sizeHint().width() <= width

    def _show(self, width: int) -> None:
        first, both = self.fitting.first, self.fitting.both
        shown = both if both is not first and self._has_room(width) else first
        if shown != self.text():  # type: ignore[attr-defined]
            super().setText(shown)  # type: ignore[misc]
            self.tell(shown)


class Words(Fitted, QLabel):
    """A text by itself: a title, a heading, the name of a field; one that wraps is in the first."""

    def __init__(self, text: str) -> None:
        QLabel.__init__(self, text)
        self.fitting = Fitting(text)
        self.tell(text)

    def _room(self, shown: QSize, text: str) -> QSize:
        return shown if self.wordWrap() else super()._room(shown, text)

    def _has_room(self, width: int) -> bool:
        edges = self.width() - self.contentsRect().width() + 2 * self.margin()
        return not self.wordWrap() and advance(self.font(), self.fitting.both) + edges <= width


class Check(Fitted, QCheckBox):
    """A box to be ticked, with what it means."""

    def __init__(self, text: str = "") -> None:
        QCheckBox.__init__(self, text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.fitting = Fitting(text)
        self.tell(text)

    def _least(self) -> QSize:
        return QCheckBox.sizeHint(self)


_BESIDE = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)


def add_choice(box: QComboBox, words: str, value: object) -> None:
    """Offer one thing more in a box: it has room for one language, the other is told."""
    box.addItem(words, value)
    second = languages.second(words)
    if not second:
        return
    for role in _BESIDE:
        box.setItemData(box.count() - 1, second, role)
    if not box.property("tells"):
        box.setProperty("tells", True)
        box.currentIndexChanged.connect(lambda _place: tell_chosen(box))
    tell_chosen(box)


def tell_chosen(box: QComboBox) -> None:
    """Tell what is chosen in the other language."""
    if box.property("tells"):
        second = str(box.currentData(_BESIDE[0]) or "")
        box.setToolTip(second)
        box.setAccessibleDescription(second)


class Tabs(QTabBar):
    """A row of tabs: all in both languages, or all in the first."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: list[str] = []
        for part in self.children():
            if isinstance(part, QToolButton):  # the arrow keys go to tabs that are out of sight
                part.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def has_second(self) -> bool:
        """Whether there is another language to be shown."""
        return any(languages.both(title) != title for title in self.titles)

    def entitle(self, titles: Sequence[str]) -> None:
        """Say what the tabs are called, from the first to the last."""
        self.titles = list(titles)
        self.setExpanding(False)  # or titles in the first language stand far apart
        for place, title in enumerate(self.titles):
            self.setTabText(place, title)
        self._show(self.width())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for both."""
        shown = super().sizeHint()
        if not self.has_second:
            return shown
        needed = self._needed(list(map(languages.both, self.titles)))
        rounded = _TAB * self.count()  # away or not, with what they say now
        return QSize(needed + rounded, shown.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show what there is room for."""
        super().resizeEvent(event)
        self._show(event.size().width())

    def _show(self, width: int) -> None:
        if not self.has_second:
            return
        for titles in (list(map(languages.both, self.titles)), self.titles):
            for place, title in enumerate(titles):
                if self.tabText(place) != title:
                    self.setTabText(place, title)
                is_first = title == self.titles[place]
                missing = languages.second(self.titles[place]) if is_first else ""
                self.setTabToolTip(place, missing)
            if self._needed(titles) <= width:
                return

    def _needed(self, titles: Sequence[str]) -> int:
        """The width of all tabs with these titles, whichever of them is in front and bold."""
        font, bold = self.font(), QFont(self.font())
        bold.setBold(True)
        beside = [
            self.tabSizeHint(place).width()
            - advance(bold if place == self.currentIndex() else font, self.tabText(place))
            for place in range(self.count())
        ]
        usual = sum(beside) + sum(advance(font, title) for title in titles)
        more = max(advance(bold, title) - advance(font, title) for title in titles)
        return usual + more + _TAB * len(titles)
