"""Backups in the window: where they lie, which there are, one more, and one brought back."""

from pathlib import Path
from threading import Event

import pytest

from shopdesk import Shop, backups, members, purchases
from tests.conftest import PIN
from ui import app, background, dialogs
from ui.pages import restore_form
from ui.pages.restore_form import RestoreForm
from ui.pages.settings import Settings


@pytest.fixture
def section(qtbot, till):
    page = Settings(till)
    qtbot.addWidget(page)
    page.load()
    page.show_section("backup")
    made = page.section
    qtbot.waitUntil(lambda: made.looking.job is None)
    return made


@pytest.fixture
def folders_chosen(section, answers, tmp_path, qtbot):
    """A folder and a second place, both chosen in the window."""
    chosen = [tmp_path / "stick", tmp_path / "nas"]
    for name, folder in zip(("backups", "backups_too"), chosen, strict=True):
        folder.mkdir()
        answers.given["folder"] = str(folder)
        section.choosers[name].click()
    qtbot.waitUntil(lambda: section.looking.job is None)
    return chosen


def backed_up(section, qtbot) -> None:
    section.make_button.click()
    qtbot.waitUntil(lambda: section.busy.job is None and section.looking.job is None)
    section.look()
    qtbot.waitUntil(lambda: section.looking.job is None)


def test_one_press_backs_up_to_both_places_and_lists_them(
    section, folders_chosen, told, qtbot, till
):
    assert section.places["backups"].text() == str(folders_chosen[0])
    backed_up(section, qtbot)
    made = [list(folder.glob("*.shopdesk")) for folder in folders_chosen]
    assert [len(files) for files in made] == [1, 1]
    assert told[-1][0] == "good"
    rows = section.table.model.rows
    assert {one.file for one in rows} == {files[0] for files in made}
    assert {one.state for one in rows} == {"sealed"}
    assert till.preferences.backups == str(folders_chosen[0])


def test_a_second_place_can_be_none_again(section, folders_chosen, till, qtbot):
    section.no_second.click()
    assert till.preferences.backups_too == ""
    assert section.places["backups_too"].text() == "none chosen"
    qtbot.waitUntil(lambda: section.looking.job is None)


def test_a_backup_that_is_left_leaves_no_file(section, folders_chosen, told, qtbot):
    pressed = Event()
    background.run(background.Job(section), None, lambda _progress: pressed.wait(10))
    section.make_button.click()
    assert not section.stop_button.isHidden()
    section.stop_button.click()
    pressed.set()
    qtbot.waitUntil(lambda: section.busy.job is None)
    assert list(folders_chosen[1].iterdir()) == []
    assert [file for file in folders_chosen[0].iterdir() if file.suffix == ".tmp"] == []
    assert told[-1] == ("note", "Stopped. Backups that were finished are whole.")


def test_restoring_says_what_would_be_missing_and_asks_for_pin_and_reason(
    section, folders_chosen, answers, desk, till, qtbot
):
    backed_up(section, qtbot)
    member = members.register(desk, name="张三丰").id
    purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    wanted, forms = [], []
    till.restore_wanted.connect(wanted.append)

    def fill(form: RestoreForm) -> bool:
        forms.append(form)
        form.try_it()
        assert form.said.text()
        form.reason.setText("昨天的导入错了")
        form.pin.setText("000000")
        form.try_it()
        assert not wanted
        form.pin.setText(PIN)
        form.try_it()
        return True

    answers.given["show"] = fill
    section.table.mark(0)
    section.restore_button.click()
    (form,) = forms
    said = " ".join(one.text() for one in form.findChildren(type(form.said)))
    assert "receipts 1, top-ups 0, new members 1, vouchers 0" in said
    assert wanted[0].parent in folders_chosen


def test_a_cashier_makes_backups_and_brings_none_back(section, cashier_seated, qtbot):
    section.load()
    qtbot.waitUntil(lambda: section.looking.job is None)
    assert section.make_button.isEnabled()
    assert not section.restore_button.isEnabled()
    assert not section.other_button.isEnabled()


def test_another_shops_file_is_no_backup_of_this_one(section, answers, told, tmp_path):
    with Shop.create(tmp_path / "other.shopdesk", name="o", owner="o", pin=PIN):
        pass
    answers.given["open"] = str(tmp_path / "other.shopdesk")
    section.other_button.click()
    assert told[-1][0] == "bad"


def test_between_two_windows_the_backup_takes_its_place_and_back(
    qtbot, desk, tmp_path, location, monkeypatch
):
    copy = backups.make(desk, tmp_path / "copy.shopdesk")
    purchases.record(desk, amount=5000, pay={"cash": 5000})
    desk.shop.close()
    said = []

    def wait(dialog):
        qtbot.waitUntil(dialog.ok.isEnabled)
        said.append((dialog.restored, dialog.said.text()))

    monkeypatch.setitem(dialogs.ANSWERS, "show", wait)
    restore_form.between(copy, location, "en", 100)
    assert receipts(location) == 0
    kept = said[0][0].kept_aside
    restore_form.between(kept, location, "en", 100)
    assert receipts(location) == 1
    copy.write_bytes(b"x" * 100)
    restore_form.between(copy, location, "en", 100)
    assert said[2][0] is None
    assert "The shop is as it was." in said[2][1]
    assert receipts(location) == 1


def receipts(location: Path) -> int:
    with Shop.open(location) as shop:
        (count,) = shop.db.execute_sql("SELECT COUNT(*) FROM purchase").fetchone()
    return int(count)


def test_the_window_closes_and_opens_again_on_the_backup(qapp, monkeypatch, location, desk):
    """What the program does when a window asks for it: the same place, the backup first."""
    backup, done = location.with_name("copy.shopdesk"), []
    desk.shop.close()
    monkeypatch.setattr(restore_form, "between", lambda *what: done.append(what[:2]))
    monkeypatch.setattr(app, "_work", lambda _app, seat, _faults: done.append(seat.location))

    class Faults:
        language = "en"

    app._worked(qapp, app.Seat(location, backup=backup), Faults())
    background.finish()
    assert done == [(backup, location), location]
