"""What is loaded and made while nobody is at it."""

import sys

import pytest

from ui import ahead, background, garbage
from ui.frame import PAGES


@pytest.fixture
def making(window, till, monkeypatch):
    monkeypatch.setattr(garbage, "keep", lambda: None)  # the tests set aside what they need
    made = ahead.Ahead(till, window)
    made.timer.stop()
    yield made
    made.timer.stop()


@pytest.fixture
def calm(window, monkeypatch):
    """Nobody has touched anything for a while."""
    monkeypatch.setattr(type(window), "rests_ms", 2_000)


@pytest.mark.usefixtures("calm")
def test_while_hands_rest_every_page_and_part_is_made(making, window):
    making.timer.start()
    for _look in range(200):
        making.look()
        if not making.timer.isActive():
            break
    assert not making.timer.isActive()
    assert set(window.frame.pages) == {entry.name for entry in PAGES}
    assert window.frame.name == "counter"
    background.finish()
    assert {*ahead._LATER, *ahead._BESIDE} <= set(sys.modules)


def test_while_somebody_types_nothing_is_made(making, window, hands):
    hands.type("12")
    for _look in range(3):
        making.look()
    assert list(window.frame.pages) == ["counter"]


@pytest.mark.usefixtures("calm")
def test_behind_the_lock_nothing_is_made(making, window):
    window.lock()
    making.look()
    assert list(window.left.pages) == ["counter"]


@pytest.mark.usefixtures("calm")
def test_a_page_that_was_made_ahead_reads_when_it_is_shown(making, window, till, member):
    making.wanted.clear()
    while "members" not in window.frame.pages:
        making.look()
    window.frame.turn_to("members")
    table = window.frame.page.table
    assert [row.name for row in table.model.rows] == ["张三丰"]


@pytest.mark.usefixtures("calm")
def test_the_parts_of_a_profile_are_made_one_after_the_other(making, window):
    while "members" not in window.frame.pages:
        making.look()
    members = window.frame.pages["members"]
    profile = members.profile
    made = [sum(tab.is_made for tab in profile.every)]
    while members.make_next():
        made.append(sum(tab.is_made for tab in profile.every))
    assert made == list(range(made[0], len(profile.every) + 1))
