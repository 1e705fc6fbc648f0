"""Somebody wants the till in another language and look in the middle of a sale; it is recorded in
that language, and the sale before is given back."""

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from shopdesk import daybook
from shopdesk.language import translator
from tests.journeys.journey import SHOP, Journey
from tests.journeys.person import Steps, Until, click, enter, front, press, scan


class Middle(Journey):
    """The steps of the sale and what comes before and after it."""

    def way(self) -> Steps:
        yield from self.first_member()
        yield from self.upgrade()
        yield press("Enter")
        yield from scan(self.card)
        yield from enter("48")
        yield from self.change()
        yield from self.sale()
        yield from self.give_back()

    def change(self) -> Steps:
        """By the arrow keys in the settings of this computer."""
        yield press("F10")
        yield from click("This computer")
        yield from self.choose("Language", "简体中文")
        yield Until(lambda: combo("语言"), "the window speaks Chinese")
        yield from self.choose("主题", "深色")
        self.came_to.append("another language")

    def choose(self, name: str, wanted: str) -> Steps:
        yield Until(lambda: combo(name), f"a choice of {name}")
        yield lambda: combo(name).setFocus()
        box = combo(name)
        away = box.findText(wanted) - box.currentIndex()
        for _step in range(abs(away)):
            yield press(Qt.Key.Key_Down if away > 0 else Qt.Key.Key_Up)

    def sale(self) -> Steps:
        yield press("F2")
        yield Until(lambda: front().windowTitle().startswith(SHOP), "the window is there")
        yield press("F12")
        yield Until(lambda: len(self.sales()) == 2, "the half-made sale is recorded")
        assert [sale.member_id for sale in self.sales()] == [self.member.id] * 2
        assert self.sales()[-1].total == 4704, "48 less 2 for silver"
        self.came_to.append("a sale")

    def give_back(self) -> Steps:
        _ = translator("zh_CN")
        yield press("F5")
        yield press(Qt.Key.Key_Down)
        yield from click(_("Refund…"))
        yield Until(lambda: type(front()).__name__ == "RefundForm", "the form of a refund")
        yield from enter("opened", "Enter")
        yield Until(lambda: any(map(given_back, self.entries())), "a receipt is given back")
        self.came_to.append("a refund")

    def entries(self) -> list[daybook.Entry]:
        desk = self.read()
        return daybook.listed(desk, desk.today())


def given_back(entry: daybook.Entry) -> bool:
    return entry.refunded > 0


def combo(name: str) -> QComboBox | None:
    """The choice of this name that is seen."""
    window = front()
    parts = window.findChildren(QComboBox) if window is not None else []
    return next((one for one in parts if one.isVisible() and one.accessibleName() == name), None)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a screen unseen
def test_a_sale_goes_on_in_another_language_and_one_is_given_back(
    own_computer: Path, qapp: QApplication
) -> None:
    with closing(Middle(own_computer)) as journey:
        journey.go()
    assert journey.came_to[-3:] == ["another language", "a sale", "a refund"]
