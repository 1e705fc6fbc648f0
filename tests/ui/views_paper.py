"""What is looked at before it is on paper: a run's gift list, the programme."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from shopdesk import members, rewards
from ui import background
from ui.pages import gift_paper
from ui.pages.programme_paper import ProgrammePreview
from ui.till import Till
from ui.window import Window


def _layouts_of_this_computer(window: Window, _till: Till) -> None:
    """How vouchers are laid out here, at the foot of the section."""
    window.frame.show_page("settings", {"section": "computer"})
    section: Any = window.frame.page.section
    background.finish()
    QApplication.processEvents()
    section.findChild(QScrollArea).ensureWidgetVisible(section.bars)
    QApplication.processEvents()


def _gifts(parent: QWidget, till: Till) -> QWidget:
    """What a run gives to some of the shop."""
    some, gifts = members.find(till.desk, "1", limit=9), ("品牌定制保温杯", "茉莉银针 50g")
    given = tuple((one.id, "中秋礼", gifts[place % 2]) for place, one in enumerate(some))
    return gift_paper.preview(till, parent, replace(rewards.preview(till.desk), given=given))


PAGES = {"settings-computer-vouchers": _layouts_of_this_computer}
FORMS = {
    "print-gifts": _gifts,
    "print-programme": lambda parent, till: ProgrammePreview(till, parent),
}
