"""What the program shows of beginning: the scanner tried, practice."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from shopdesk import logo
from shopdesk.shop import PRACTICE
from tests.ui import logos
from ui.help import Help
from ui.pages.first_run import FirstRun
from ui.till import Till
from ui.widgets.member_form import MemberForm
from ui.widgets.scanner_test import Heard
from ui.window import Window


def _scanner_tried(window: Window, till: Till) -> None:
    """A code that came slowly and without an Enter, far below in the section."""
    window.frame.show_page("settings", {"section": "computer"})
    section: Any = window.frame.page.section
    section.scanner_test.show_heard(Heard("6901234567892", (60,) * 12, ""))
    for _round in range(2):
        QApplication.processEvents()
        area = section.findChild(QScrollArea)
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def _with_logo(window: Window, till: Till) -> None:
    """The shop's own settings with its logo, and that on paper."""
    logo.put(till.desk, logos.png())
    window.frame.show_page("settings", {"section": "shop"})


def _practising(page: str, window: Window, till: Till) -> None:
    """The banner over a page, or over the lock."""
    shop, known = till.shop, till.shop.known
    settings = replace(known.settings, name=f"{PRACTICE} · {known.settings.name}")
    shop._known = replace(known, is_practice=True, settings=settings)
    if page == "lock":
        till.signed_in = None
        window.remake()
    else:
        window.begin_on(page)
        window.frame.page.example()


def _helped(topic: str, parent: QWidget, till: Till) -> QWidget:
    return Help(parent, till.spoken, topic, till.preferences.size)


def _practised_form(parent: QWidget, till: Till) -> QWidget:
    """A form of a practice shop, which says so itself."""
    till.shop._known = replace(till.shop.known, is_practice=True)
    return MemberForm(till, parent)


def _step(step: int, _parent: QWidget, _till: Till) -> QWidget:
    made = FirstRun(Path("/home/mei/ShopDesk/shop.shopdesk"))
    made.example()
    made.shop.logo_field.show_logo(logos.png())
    made.turn_to(step)
    if step == len(made.step_buttons) - 1:
        made.scanner_test.example()
    return made


FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    f"help-{topic}": partial(_helped, topic) for topic in ("counter", "keys", "settings-staff")
} | {
    **{f"first-run-{step + 1}": partial(_step, step) for step in (0, 1, 2)},
    "practice-form": _practised_form,
}
PAGES: dict[str, Callable[[Window, Till], None]] = {
    "settings-shop-logo": _with_logo,
    "settings-computer-scanner": _scanner_tried,
    **{f"practice-{page}": partial(_practising, page) for page in ("counter", "members", "lock")},
}
