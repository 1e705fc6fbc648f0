"""The chip on the rail: whether all that is recorded was backed up, and when, at a glance."""

from datetime import timedelta

import pytest

from shopdesk import Shop, backups, practice
from tests.conftest import OWNER
from ui import background, look, preferences
from ui.daily import Daily
from ui.till import Till
from ui.widgets.status import OLD_DAYS, Status

ALL = "All is saved on this computer; "


@pytest.fixture
def chip(qtbot, till):
    made = Status(till)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: made.word.text() != "")
    return made


@pytest.mark.parametrize(
    ("days", "word", "said", "mood"),
    [
        (None, "No backup", "there is no backup yet.", "note"),
        (0, "Saved 12:00", "last backup 12:00.", "good"),
        (OLD_DAYS - 1, "Saved 10-14", "last backup 14 Oct.", "good"),
        (OLD_DAYS, "2 days old", "the last backup is 2 days old.", "note"),
        (100, "100 days old", "the last backup is 100 days old.", "note"),
    ],
)
def test_it_says_in_a_word_and_a_sentence_how_old_the_last_backup_is(
    chip, desk, *, days, word, said, mood
):
    now = desk.shop.clock().astimezone(desk.shop.zone)
    chip.show_backup(None if days is None else now - timedelta(days=days))
    assert chip.word.text() == word
    assert chip.accessibleName() == chip.toolTip() == ALL + said
    assert (chip.property("mood"), chip.word.property("mood")) == (mood, mood)
    assert not chip.icon.pixmap().isNull()


@pytest.mark.parametrize(("width", "has_icon"), [(60, False), (300, True)])
def test_the_icon_makes_room_for_a_long_word(chip, width, has_icon):
    chip.show()
    chip.resize(width, 24)
    chip.show_backup(chip.till.shop.clock() - timedelta(days=100))
    assert chip.icon.isHidden() != has_icon


def test_one_that_was_made_is_read_beside_the_window_once_it_is_asked(qtbot, chip, desk, tmp_path):
    assert chip.word.text() == "No backup"
    backups.make(desk, tmp_path)
    assert chip.word.text() == "No backup"
    chip.load()
    qtbot.waitUntil(lambda: chip.word.text() == "Saved 12:00")


def test_the_answer_to_the_last_question_counts(qtbot, chip):
    chip.load()
    first = chip.job
    chip.load()
    chip.job.done.emit(None)
    chip.word.setText("asked anew")
    first.done.emit(None)
    assert chip.word.text() == "asked anew"


def test_on_the_next_day_it_says_so_however_long_nobody_locks(
    qtbot, window, till, desk, clock, tmp_path
):
    daily, chip = Daily(till), window.frame.status
    qtbot.waitUntil(lambda: daily.job is None)
    backups.make(desk, tmp_path)
    qtbot.waitUntil(lambda: chip.word.text() == "Saved 12:00")
    clock.tick(days=1)
    daily.look()
    qtbot.waitUntil(lambda: chip.word.text() == "Saved 10-15")


def test_practice_is_backed_up_nowhere_and_says_so(qtbot, qapp, shop, desk):
    place = practice.make(shop)
    practice.take_fresh(place)
    look.apply(qapp, "light", 100)
    with Shop.open(place, clock=shop.clock) as opened:
        till = Till(opened, preferences.Preferences())
        till.signed_in = type(desk)(opened, 1, OWNER, "owner", "1")
        chip = Status(till)
        qtbot.addWidget(chip)
        assert (chip.word.text(), chip.job) == ("Practice", None)
        assert chip.toolTip() == "Practice shop: nothing here counts or is backed up."
        background.finish()
