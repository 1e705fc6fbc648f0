"""One window per shop."""

import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from ui import instance, whereabouts
from ui.instance import Instance


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(whereabouts, "runtime", lambda: tmp_path)


@pytest.fixture
def start(qapp, tmp_path):
    made = []

    def one(name="tea.shopdesk"):
        made.append(Instance(tmp_path / name))
        return made[-1]

    yield one
    for each in made:
        each.release()


def test_the_second_start_cannot_take_the_shop_and_calls_the_first(qtbot, start):
    called = []
    assert start().take(lambda: called.append("forward"))
    second = start()
    assert not second.take(lambda: called.append("never"))
    assert second.call()
    qtbot.waitUntil(lambda: called == ["forward"])


def test_a_window_that_is_busy_comes_forward_once_it_can(qtbot, start, monkeypatch):
    called, first = [], start()
    assert first.take(lambda: called.append("forward"))
    first.listening.stop()
    monkeypatch.setattr(instance, "_WAIT_SECONDS", 0.0)
    assert not start().call()
    first.listening.start()
    qtbot.waitUntil(lambda: called == ["forward"])


def test_a_question_that_cannot_be_taken_away_yet_is_answered_later(qtbot, start, monkeypatch):
    called, first = [], start()
    assert first.take(lambda: called.append("forward"))
    removed, refusals = type(first.knock).unlink, iter([True, True, False])

    def held(path, **how):
        if next(refusals, False):
            raise PermissionError(path)
        removed(path, **how)

    monkeypatch.setattr(type(first.knock), "unlink", held)
    assert start().call()
    assert called == ["forward"]


def test_another_shop_has_a_window_of_its_own(start):
    assert start("tea.shopdesk").take(lambda: None)
    assert start("cups.shopdesk").take(lambda: None)


def test_the_same_shop_by_another_path_is_the_same(start, tmp_path):
    (tmp_path / "folder").mkdir()
    assert start("tea.shopdesk").take(lambda: None)
    assert not start("folder/../tea.shopdesk").take(lambda: None)


def test_a_shop_that_was_let_go_can_be_taken_again(start):
    first = start()
    assert first.take(lambda: None)
    first.release()
    assert start().take(lambda: None)


def test_nobody_hears_where_no_window_is(start, monkeypatch):
    monkeypatch.setattr(instance, "_WAIT_SECONDS", 0.0)
    assert not start().call()


KILLED = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from ui import instance
instance.whereabouts.runtime = lambda: Path(sys.argv[1])
app = QCoreApplication([])
assert instance.Instance(Path(sys.argv[2])).take(lambda: None)
os._exit(9)
"""


def test_the_lock_of_a_program_that_was_killed_holds_nothing(start, tmp_path):
    shop = tmp_path / "tea.shopdesk"
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(shop)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    killed = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True)
    assert killed.returncode == 9, killed.stderr.decode()
    assert list(tmp_path.glob("*.lock")), "it left its file behind"
    assert start().take(lambda: None)
