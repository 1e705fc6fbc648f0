"""Tooltips show what they are given as it is: names are typed by people and are never markup."""

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QWidget

from ui import languages

_JOINER = "\u2060"
"""Is not seen; behind a ``<`` Qt takes nothing for a tag."""


def plain(text: str) -> str:
    """A text that Qt does not take for markup, and that looks the same."""
    return text.replace("<", "<" + _JOINER) if Qt.mightBeRichText(text) else text


def tip_in_both(part: QWidget, text: str) -> None:
    """The same for a text of the program that stands nowhere else: in both languages of a screen
    that has two, the second told to screen readers too."""
    second = languages.second(text)
    tip(part, "\n".join(filter(None, (text, second))))
    part.setAccessibleDescription(second)


def tip(part: QWidget, text: str) -> None:
    """Give a part a tooltip; an empty one takes it away."""
    part.setToolTip(plain(text))
