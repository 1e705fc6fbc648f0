"""Where things lie: in the user's own places, or all beside a program that is portable."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from ui import app, cli, dialogs, fault_log, preferences, whereabouts

PIN = "730162"


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program beside which the file lies; returns where everything of it is."""
    monkeypatch.setattr(whereabouts, "_beside", lambda: (tmp_path / "stick",))
    monkeypatch.delenv("SHOPDESK_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ.get("XDG_CACHE_HOME", str(tmp_path / "cache")))
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "portable.txt").touch()
    return tmp_path / "stick" / "data"


def test_everything_lies_beside_a_portable_program(marked: Path) -> None:
    places = (
        whereabouts.config(), whereabouts.data(), whereabouts.logs(), whereabouts.runtime(),
        whereabouts.documents(), whereabouts.pictures(), whereabouts.home(),
        fault_log.log_file(), app.default_shop(),
    )  # fmt: skip
    assert all(place.is_relative_to(marked) for place in places)


def test_without_the_file_everything_is_in_the_users_own_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whereabouts, "_beside", lambda: (tmp_path,))
    assert whereabouts.portable() is None
    assert not whereabouts.data().is_relative_to(tmp_path)


def test_the_file_may_lie_beside_the_folder_of_a_frozen_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ShopDesk" / "shopdesk"
    program.parent.mkdir()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))
    assert whereabouts.portable() is None
    (tmp_path / "portable.txt").touch()
    assert whereabouts.portable() == tmp_path.resolve() / "data"
    (program.parent / "portable.txt").touch()
    assert whereabouts.portable() == program.resolve().parent / "data"


def test_a_shop_on_a_stick_is_found_under_another_letter(
    marked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preferences, "file", lambda: whereabouts.config() / "preferences.json")
    remembered = whereabouts.kept(marked / "tea" / "tea.shopdesk")
    preferences.save(preferences.Preferences(shop=remembered))
    (tmp_path / "stick").rename(tmp_path / "other")
    monkeypatch.setattr(whereabouts, "_beside", lambda: (tmp_path / "other",))
    assert app.default_shop() == tmp_path / "other" / "data" / "tea" / "tea.shopdesk"
    elsewhere = tmp_path / "disk" / "tea.shopdesk"
    assert whereabouts.found(whereabouts.kept(elsewhere)) == elsewhere


def test_a_stick_that_cannot_be_written_to_is_refused_in_a_sentence(
    marked: Path, qapp: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    marked.write_text("a file where the folder would be")
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    monkeypatch.setattr(preferences, "file", lambda: marked / "preferences.json")
    assert cli.main([]) == 2
    assert "cannot be written to" in capsys.readouterr().err
    told: list[str] = []
    monkeypatch.setitem(dialogs.ANSWERS, "tell", lambda _p, _title, text, _more: told.append(text))
    assert cli.main([], is_window=True) == 2
    assert "portable.txt" in told[0]


WINDOW = """
import sys
from PySide6.QtCore import QSettings, QTimer
from ui import app, cli, fault_log, lean
from ui.window import Window
def work(till, window, seat):
    till.sign_in("店主", sys.argv[1])
    till.prefer(theme="dark")
    QSettings("QtProject").setValue("x", 1)
    fault_log.write(ValueError("x"))
    timer = QTimer(till)
    timer.timeout.connect(window.close)
    timer.start(200)
    return timer
app._soon = work
sys.exit(cli.main([]))
"""


@pytest.mark.timeout(120)
def test_a_portable_program_leaves_nothing_in_the_home(tmp_path: Path) -> None:
    program, home = tmp_path / "stick", tmp_path / "home"
    home.mkdir()
    skipped = shutil.ignore_patterns("__pycache__")
    for room in ("shopdesk", "reports", "ui"):
        shutil.copytree(ROOT / room, program / room, ignore=skipped)
    (program / "resources").symlink_to(ROOT / "resources")
    (program / "portable.txt").touch()
    names = ("PATH", "SYSTEMROOT", "LANG", "LD_LIBRARY_PATH")
    env = {name: os.environ[name] for name in names if name in os.environ}
    env |= {
        "HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": str(program),
        "QT_QPA_PLATFORM": "offscreen", "SHOPDESK_PIN": PIN, "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    shop = program / "data" / "shop.shopdesk"
    shop.parent.mkdir()
    create = ("-m", "shopdesk", "create", str(shop), "--name", "青禾茶舍", "--owner", "店主")
    for command in (create, ("-c", WINDOW, PIN)):
        done = subprocess.run(
            [sys.executable, *command], cwd=program, env=env, check=False, capture_output=True
        )
        assert done.returncode == 0, done.stderr.decode()
    assert list(home.iterdir()) == []
    kept = {str(file.relative_to(shop.parent)) for file in shop.parent.rglob("*")}
    assert {"shop.shopdesk", "preferences.json", "logs/faults.log"} <= kept
