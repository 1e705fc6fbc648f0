"""Pictures of the pages, where there is no screen."""

import os

from PySide6.QtGui import QImage

from tests.conftest import PIN
from ui import pictures, preferences
from ui.preferences import Preferences


def test_pages_the_lock_and_the_first_run_are_drawn_and_no_preference_of_the_user_is_touched(
    qapp, location, tmp_path, monkeypatch
):
    own = tmp_path / "preferences.json"
    monkeypatch.setattr(
        preferences,
        "file",
        lambda: tmp_path / os.environ.get("SHOPDESK_CONFIG", "") / "preferences.json",
    )
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    monkeypatch.setenv("SHOPDESK_CONFIG", "")
    preferences.save(Preferences(theme="light", size=150))
    before = own.read_bytes()
    folder = tmp_path / "screens"
    wanted = [word for page in ("products", "lock", "first_run") for word in ("--page", page)]
    only = ["--language", "en", "--theme", "dark", "--size", "1024x728"]
    assert pictures.main([str(location), str(folder), *wanted, *only]) == 0
    drawn = sorted(file.name for file in folder.iterdir())
    assert drawn == [f"{p}-en-dark-1024x728.png" for p in ("first_run", "lock", "products")]
    for file in folder.iterdir():
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == (1024, 728)
        seen = {picture.pixel(x, y) for x in range(0, 1024, 8) for y in range(0, 728, 8)}
        assert len(seen) > 4
    assert own.read_bytes() == before
