"""Parts side by side that stay readable in a narrow window and at a large size."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.widgets.parts import ButtonInBoth, Part, column, row, set_mood


class FittedRow(QWidget):
    """A row whose buttons are content with one language where they do not fit, then leave out their
    icons; then the ``spare`` parts go,
    the first one first, for what they do is found elsewhere too; then the buttons are written
    smaller; at last those of ``below``, the last of the parts, stand in a row of their own: at its
    right end, as broad as they are, unless buttons fill the first row too."""

    def __init__(
        self,
        *parts: Part,
        spare: Sequence[QWidget] = (),
        below: Sequence[QWidget] = (),
        space: int = 10,
    ) -> None:
        super().__init__()
        is_filled = all(isinstance(part, QPushButton) for part in parts)
        are_fields = not all(isinstance(part, QPushButton) for part in below)
        room = [] if is_filled or are_fields else [1]
        self.line, self.second = row(*parts, space=space), row(*room, space=space)
        self.setLayout(column(self.line, self.second, space=space))
        self.spare, self.below = spare, below
        buttons = [part for part in parts if isinstance(part, QPushButton) and part.text()]
        self.in_both = [button for button in buttons if isinstance(button, ButtonInBoth)]
        self.step = self.first = -1 if self.in_both else 0
        self.icons = {button: button.icon() for button in buttons}

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as much as there is room for now."""
        super().resizeEvent(event)
        self._fit(self.first)

    def refit(self) -> None:
        """Show as much as there is room for once a text has become shorter."""
        self._fit(self.first)

    def event(self, event: QEvent) -> bool:
        """Show less where a part has become wider."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit(self.step)
        return super().event(event)

    def _fit(self, first: int) -> None:
        """Show less step by step: one language, no icons, ever fewer spare parts, smaller buttons,
        two rows."""
        small = len(self.spare) + 2
        last = small + bool(self.below)
        for self.step in range(first, last + 1):
            for button in self.in_both:
                button.say_shortly(self.step >= 0)
            self._show(self.step <= 0, max(0, self.step - 1), self.step < small)
            self._part(self.step > small)
            self.line.invalidate()
            if self.line.sizeHint().width() <= self.width():
                return

    def _part(self, is_parted: bool) -> None:
        """Put what stands ``below`` into the second row, or back into the first."""
        now = self.second if is_parted else self.line
        for part in self.below:
            if now.indexOf(part) < 0:
                now.addWidget(part)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Next to nothing in width: the row fits itself in."""
        return QSize(0, super().minimumSizeHint().height())

    def _show(self, icons: bool, gone: int, large: bool) -> None:
        for button, icon in self.icons.items():
            button.setIcon(icon if icons else QIcon())
            set_mood(button, "" if large else "tight")
        for place, part in enumerate(self.spare):
            part.setVisible(place >= gone)
