"""Lists as long as a shop: the beginning at once, the rest from the worker, what is in sight."""

import pytest

from shopdesk import long, members, purchases, roster, vouchers
from tests.ui.hands import looked_up
from ui.pages.members import Members
from ui.pages.vouchers import Vouchers
from ui.widgets.table import Windowed


@pytest.fixture
def page(qtbot, till):
    made = Members(till)
    qtbot.addWidget(made)
    made.load()
    return made


def names(page):
    return [listed.name for listed in page.table.model.rows]


def listed(page):
    return [held.voucher.id for held in page.table.model.rows]


@pytest.fixture
def many(page, qtbot, monkeypatch):
    """Seven members, of whom a list shows three before it is read as a whole."""
    monkeypatch.setattr(long, "FIRST", 3)
    for number in range(7):
        members.register(page.till.desk, name=f"会员{number}")

    def whole():
        qtbot.waitUntil(lambda: page.long.job is None)

    return whole


def test_a_long_list_shows_its_beginning_at_once_and_the_rest_from_the_worker(page, many):
    page.load()
    assert names(page) == ["会员6", "会员5", "会员4"]
    assert page.count.text() == "Counting…"
    many()
    assert names(page) == [f"会员{number}" for number in reversed(range(7))]
    assert page.count.text() == "7 members"


def test_a_long_list_that_is_known_is_there_at_once(page, many):
    page.load()
    many()
    page.load()
    assert page.long.job is None
    assert page.count.text() == "7 members"


def test_what_is_marked_while_a_list_is_read_stays_marked(page, many):
    page.load()
    page.table.mark(2)
    many()
    assert page.table.current.name == "会员4"


def test_a_row_stays_marked_when_others_join_before_it(page, many):
    page.load()
    many()
    page.table.mark(5)
    members.register(page.till.desk, name="新来的")
    page.load()
    assert page.table.current.name == "会员1"
    assert page.table.view.currentIndex().row() == 6


def test_a_search_takes_the_place_of_a_list_that_is_being_read(page, many, qtbot):
    page.load()
    read = page.long.job
    with qtbot.waitSignal(read.ended):
        page.query.setText("会员3")
    looked_up()
    assert names(page) == ["会员3"]
    assert page.count.text() == "1 member"


def test_nobody_yet_on_a_tier_is_not_taken_for_nobody_at_all(page, many):
    page.load()
    oldest = roster.ids(page.till.desk)[-1]
    purchases.record(page.till.desk, member=oldest, amount=100_000, pay={"cash": 100_000})
    page.tier.setCurrentIndex(page.tier.findData("silver"))
    assert names(page) == []
    assert page.table.empty.text() == "Looking through all members…"
    assert page.table.action.isHidden()
    many()
    assert names(page) == ["会员0"]


def test_another_search_begins_at_its_top(window, many, qtbot):
    desk = window.till.desk
    for number in range(60):
        members.register(desk, name=f"客人{number}")
    window.frame.show_page("members", {})
    shown = window.frame.page
    qtbot.waitUntil(lambda: shown.long.job is None)
    shown.table.mark(66)
    assert shown.table.view.verticalScrollBar().value() > 0
    shown.query.setText("客人")
    looked_up()
    assert shown.table.view.verticalScrollBar().value() == 0


def test_of_a_long_list_only_what_is_in_sight_is_read(window, many, monkeypatch):
    read = []
    window.frame.show_page("members", {})
    whole = roster.window
    monkeypatch.setattr(
        roster, "window", lambda desk, ids: read.append(len(ids)) or whole(desk, ids)
    )
    for number in range(60):
        members.register(window.till.desk, name=f"客人{number}")
    read.clear()
    shown = window.frame.page
    shown.load()
    shown.table.mark(60)
    shown.table.view.viewport().repaint()
    assert sum(read) <= 3 * Windowed.SIZE


def test_a_long_list_of_vouchers_shows_its_newest_at_once_and_is_counted_on_the_worker(
    till, desk, qtbot, monkeypatch
):
    monkeypatch.setattr(long, "FIRST", 2)
    made = [vouchers.issue(desk, None, amount=500).id for _ in range(5)]
    page = Vouchers(till)
    qtbot.addWidget(page)
    page.load()
    assert listed(page) == made[:2:-1]
    assert (page.count.text(), page.print_all.isEnabled()) == ("Counting…", False)
    qtbot.waitUntil(lambda: page.long.job is None)
    assert listed(page) == made[::-1]
    assert (page.count.text(), page.print_all.isEnabled()) == ("5 vouchers", True)


def test_a_marked_voucher_stays_marked_when_another_is_issued(till, desk, qtbot):
    first, _second = (vouchers.issue(desk, None, amount=500).id for _ in range(2))
    page = Vouchers(till)
    qtbot.addWidget(page)
    page.load()
    page.table.mark(1)
    vouchers.issue(desk, None, amount=500)
    page.load()
    assert page.table.current.voucher.id == first
