"""Segments and festivals with something in them, each by a name; see ``views``."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import festivals, segment_templates, segments
from shopdesk.segments import Filter
from ui import background
from ui.pages.festival_form import FestivalsForm
from ui.pages.segment_filter import SeveralForm
from ui.pages.segment_form import SegmentForm
from ui.pages.segment_list import SegmentList
from ui.pages.vouchers import PLACES
from ui.till import Till
from ui.window import Window


def _some_segments(till: Till) -> None:
    known = {one.name for one in segments.listed(till.desk)}
    if "优质客人" in known:
        return
    for one in () if known else segment_templates.offered(till.desk):
        segments.add(till.desk, name=one.name, name_en=one.name_en, filters=one.filters)
    good = [
        Filter("tier", "is_in", ("gold", "diamond")), Filter("spend", "at_least", 100_000),
        Filter("birth_month", "is", 5),
    ]  # fmt: skip
    segments.add(till.desk, name="优质客人", name_en="Good guests", filters=good, is_any=True)


def _page(window: Window) -> Any:
    window.frame.show_page("vouchers", {})
    page: Any = window.frame.page
    page.tabs.setCurrentIndex(PLACES[SegmentList])
    page.begin()
    return page


def _segments(window: Window, till: Till) -> None:
    _some_segments(till)
    part = _page(window).parts[PLACES[SegmentList]]
    part.load()
    names = [one.segment.name_en for one in part.table.model.rows]
    part.table.mark(names.index("Good guests"))
    background.finish()


def _narrowed(window: Window, till: Till) -> None:
    """The members of a segment in the list of all."""
    _some_segments(till)
    window.frame.show_page("members", {})
    page: Any = window.frame.page
    page.load()
    page.segment.setCurrentIndex(4)
    background.finish()


def _form(parent: QWidget, till: Till) -> QWidget:
    """Three filters of three kinds, any of which is enough."""
    _some_segments(till)
    good = next(one for one in segments.listed(till.desk) if one.name_en == "Good guests")
    made = SegmentForm(till, parent, good)
    made.pause.stop()
    made.count()
    background.finish()
    return made


def _refused(parent: QWidget, till: Till) -> QWidget:
    """An amount that is none."""
    made = SegmentForm(till, parent, None)
    made.name.setText("贵客")
    row = made.filter_rows()[0]
    row.trait.setCurrentIndex(row.trait.findData("spend"))
    row.value.widget.setText("x")
    return made


def _festivals(parent: QWidget, till: Till) -> QWidget:
    """One of the shop's own, marked."""
    if not any(one.is_own for one in festivals.known(till.desk).values()):
        festivals.add(till.desk, name="店庆日", name_en="Our day", lunar_day=(10, 16))
    made = FestivalsForm(till, parent)
    own = [one.festival.is_own for one in made.table.model.rows]
    made.table.mark(own.index(True))
    return made


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "segments": _segments,
    "members-segment": _narrowed,
}
FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "segment-new": lambda parent, till: SegmentForm(till, parent, None),
    "segment-edit": _form,
    "segment-refused": _refused,
    "segment-several": lambda parent, till: SeveralForm(till, parent, "tier", ("gold",)),
    "festivals": _festivals,
}
