"""What a screen in two languages says in the first alone, and tells nowhere in the other; sentences
from ``alone``, none where all is well."""

from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from shopdesk import festivals, gift_templates, ladders, segment_templates
from shopdesk.language import own_name, translator
from tests.architecture.test_translations import texts_of_the_code
from tests.ui.seeing import parts
from ui import places
from ui.widgets.elided import Elided
from ui.widgets.parts import Field
from ui.widgets.tier_pill import TierPill

_TOLD = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole)
_NAMES = {
    *(name for tiers in ladders.TEMPLATES.values() for one in tiers for name in one.names.values()),
    *(one.name for grade in gift_templates.GRADES for one in grade),
    *(name for name, _filters in segment_templates._TEMPLATES),
    *(one.name for one in festivals._KNOWN),
    *places.KNOWN,
    own_name("en"),
    "Birthday gift",
}
"""What something is called: it reads like a text of the program, and stands among the shop's own
tiers, gifts, segments, rules and days, or is what others call it. A name is in one language."""
_OF_THE_CORE = {
    "ever",
    "in the last year",
    "No shift runs. A shop that hands no drawer over needs none.",
    "Goods",
    "visits",
}
"""Parts of what the core says in one language, the desk's, or that are written on a receipt."""

Said = tuple[QWidget, str, tuple[str, ...]]


@cache
def other_language(first: str, second: str) -> dict[str, str]:
    """By each text of the program in the first language, as it stands alone, that in the second."""
    one, other = translator(first), translator(second)
    plain = [text for text in texts_of_the_code() if isinstance(text, str) and "{" not in text]
    return {one(text): other(text) for text in plain if len(text) > 1}


def _said(part: QWidget) -> Iterator[Said]:
    """Each text of a part, with the places that have to tell the other language of it."""
    whole = (part.toolTip(), part.accessibleDescription())
    if isinstance(part, QLabel | QAbstractButton):
        yield part, part.text().replace("&&", "&"), whole
    elif isinstance(part, QLineEdit):
        is_short = isinstance(part, Field) and part.placeholderText() == part.shorter
        hint = part.prompt if is_short else part.placeholderText()
        yield part, "" if part.text() else hint, whole[:1]
    elif isinstance(part, QTabBar):
        for place in range(part.count()):
            yield part, part.tabText(place), (part.tabToolTip(place),)
    elif isinstance(part, QHeaderView) and part.orientation() == Qt.Orientation.Horizontal:
        for place in range(part.count()):
            told = [part.model().headerData(place, part.orientation(), role) for role in _TOLD]
            head = part.model().headerData(place, part.orientation())
            yield part, str(head or ""), tuple(str(one or "") for one in told)
    elif isinstance(part, QComboBox):
        for place in range(part.count()):
            told = [part.itemData(place, role) for role in _TOLD]
            yield part, part.itemText(place), tuple(str(one or "") for one in told)


def alone(window: QWidget, first: str, second: str) -> list[str]:
    """Texts of the program in the first language, neither beside the second nor with it told."""
    others, found = other_language(first, second), []
    for part in parts(window):
        is_refusal = part.property("mood") == "bad" or part.property("kind") == "bad"
        if isinstance(part, TierPill | Elided) or is_refusal:  # names; one sentence of the core
            continue
        for widget, text, told in _said(part):
            other = others.get(text, text)
            if (
                other != text
                and text not in _NAMES | _OF_THE_CORE
                and not all(other in one for one in told)
            ):
                found.append(f"{type(widget).__name__} {text!r} says {other!r} nowhere")
    return found
