"""What this computer remembers."""

import json

import pytest

from ui import preferences
from ui.preferences import Preferences

CHOSEN = Preferences(
    language="en", theme="dark", size=130, till="2", tender="cash", shop="/shops/tea.shopdesk"
)


def written(text):
    preferences.file().parent.mkdir(parents=True, exist_ok=True)
    preferences.file().write_text(text, encoding="utf-8")


def test_what_is_saved_is_loaded_again():
    preferences.save(CHOSEN)
    assert preferences.load() == CHOSEN


def test_nothing_saved_is_how_it_is_at_first():
    assert preferences.load() == Preferences()


@pytest.mark.parametrize("text", ["", "{", "[]", '"dark"', '{"theme": ', "\x00\x01"])
def test_a_damaged_file_is_how_it_is_at_first(text):
    written(text)
    assert preferences.load() == Preferences()


def test_what_is_unknown_is_left_and_what_is_known_taken():
    written(json.dumps({"theme": "dark", "size": 400, "till": 7, "language": "fr", "later": 1}))
    assert preferences.load() == Preferences(theme="dark")


def test_a_change_is_kept_at_once():
    assert preferences.changed(Preferences(), theme="dark", till=" ").till == "1"
    assert preferences.load().theme == "dark"


def test_a_computer_that_cannot_keep_them_goes_on(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(preferences, "file", lambda: tmp_path / "file" / "preferences.json")
    assert preferences.changed(Preferences(), theme="dark").theme == "dark"


def test_a_folder_named_in_the_environment_holds_them(tmp_path, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setenv("SHOPDESK_CONFIG", str(tmp_path / "own"))
    preferences.save(CHOSEN)
    assert (tmp_path / "own" / "preferences.json").exists()
    assert preferences.load() == CHOSEN
