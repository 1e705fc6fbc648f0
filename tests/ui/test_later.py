"""Parts of a stack that are made when they are wanted, or ahead in small steps."""

import pytest
from PySide6.QtWidgets import QLabel, QStackedWidget

from ui.widgets.later import Later


@pytest.fixture
def stack(qtbot):
    made = QStackedWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


@pytest.fixture
def later(stack):
    return Later(stack, {"tea": lambda: QLabel("tea"), "cake": lambda: QLabel("cake")})


def test_a_part_is_made_once_and_only_when_it_is_wanted(later, stack):
    assert list(later) == ["tea", "cake"]
    assert not later.made
    cake = later["cake"]
    assert later["cake"] is cake
    assert (list(later.made), stack.count()) == (["cake"], 1)


def test_ahead_each_is_made_then_put_into_its_place_then_painted_in_its_size(later, stack):
    seen = []
    while later.make_next():
        made = later.made.get("tea")
        seen.append((list(later.made), stack.count(), made.size() == stack.size()))
    assert [one[:2] for one in seen] == [
        (["tea"], 0), (["tea"], 1), (["tea"], 1),
        (["tea", "cake"], 1), (["tea", "cake"], 2), (["tea", "cake"], 2),
    ]  # fmt: skip
    assert seen[-1][2]


def test_what_was_wanted_before_or_may_not_be_seen_is_not_made_ahead(later):
    assert later["tea"].text() == "tea"
    assert not later.make_next(lambda name: name != "cake")
    assert list(later.made) == ["tea"]


def test_one_that_waits_for_its_place_takes_it_as_soon_as_it_is_wanted(later, stack):
    later.make_next()
    assert stack.indexOf(later.made["tea"]) < 0
    assert stack.indexOf(later["tea"]) == 0
