"""A shop on its first day: where nothing is yet, words and one way on stand in its place."""

import pytest
from PySide6.QtWidgets import QApplication, QTabBar

from shopdesk import members
from ui import background
from ui.frame import PAGES
from ui.pages.settings import SECTIONS
from ui.widgets.table import Table

PLACES = [
    *(entry.name for entry in PAGES if entry.name != "settings"),
    *(f"settings-{entry.name}" for entry in SECTIONS),
    "profile",
]


EXPLAIN = {"Receipts behind it"}
"""What stands below another list and explains the row that is marked there: words are enough."""


@pytest.fixture
def opened(window, desk):
    """Opens one place of the window; its tabs one after the other."""

    def every_tab(place):
        name, _dash, section = place.partition("-")
        if place == "profile":
            alone = members.register(desk, name="李娜", phone="13900139000").id
            window.frame.show_page("members", {"member": alone})
        else:
            window.frame.show_page(name, {"section": section} if section else {})
        page = window.frame.page
        bars = [bar for bar in page.findChildren(QTabBar) if bar.isVisibleTo(page)]
        for bar in bars or [None]:
            for tab in range(bar.count() if bar is not None else 1):
                if bar is not None:
                    bar.setCurrentIndex(tab)
                background.finish()
                QApplication.processEvents()
                yield f"{place} {bar.tabText(tab) if bar is not None else ''}", page

    return every_tab


@pytest.mark.parametrize("place", PLACES)
def test_an_empty_list_says_so_in_words_and_offers_a_way_on(opened, place):
    mute, idle = [], []
    for name, page in opened(place):
        for table in page.findChildren(Table):
            if not table.isVisibleTo(page) or table.model.rowCount():
                continue
            if table.view.accessibleName() in EXPLAIN:
                assert table.empty.text()
                continue
            which = f"{name}: {table.view.accessibleName()}"
            if not table.empty.text().strip():
                mute.append(which)
            ways = [table.action] if table.action is not None else []
            if not any(way.isVisibleTo(page) and way.isEnabled() for way in ways):
                idle.append(which)
    assert mute == []
    assert idle == []
