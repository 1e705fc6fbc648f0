"""What is looked at before it is on paper: a run's gift list, the programme."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from shopdesk import members, rewards
from ui.pages import gift_paper
from ui.pages.programme_paper import ProgrammePreview
from ui.till import Till


def _gifts(parent: QWidget, till: Till) -> QWidget:
    """What a run gives to some of the shop."""
    some, gifts = members.find(till.desk, "1", limit=9), ("品牌定制保温杯", "茉莉银针 50g")
    given = tuple((one.id, "中秋礼", gifts[place % 2]) for place, one in enumerate(some))
    return gift_paper.preview(till, parent, replace(rewards.preview(till.desk), given=given))


FORMS = {
    "print-gifts": _gifts,
    "print-programme": lambda parent, till: ProgrammePreview(till, parent),
}
