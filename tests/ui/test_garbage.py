"""Garbage is collected by the event loop and nowhere else while the program runs."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject

from ui import garbage
from ui.garbage import Garbage


class Held(QObject):
    """Holds itself, as windows and their slots do; tells in which thread it was let go."""

    gone: list[threading.Thread] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self):
        super().__init__()
        self.itself = self

    def __del__(self):
        Held.gone.append(threading.current_thread())


@pytest.fixture
def collecting(qapp):
    Held.gone = []
    made = Garbage()
    made.timer.setInterval(1)
    yield made
    made.stop()


def fill():
    """Make more than Python lets lie before it would collect."""
    return [[] for _ in range(10 * gc.get_threshold()[0])]


def test_python_itself_collects_nothing_while_the_program_runs(collecting):
    Held()
    assert fill()
    assert not gc.isenabled()
    assert Held.gone == []


def test_what_holds_itself_is_let_go_by_the_event_loop(qtbot, collecting):
    Held()
    kept = fill()
    qtbot.waitUntil(lambda: Held.gone != [])
    assert Held.gone == [threading.main_thread()]
    assert kept


def test_nothing_is_collected_without_reason(collecting):
    gc.collect()
    Held()
    garbage.collect()
    assert Held.gone == []


def test_what_was_set_aside_is_let_go_once_its_window_is_built_anew(qtbot, collecting):
    Held()
    garbage.keep()
    gc.collect()
    assert Held.gone == []
    garbage.anew()
    qtbot.waitUntil(lambda: Held.gone != [])
    assert Held.gone == [threading.main_thread()]
    assert gc.get_freeze_count() > 0


def test_python_collects_again_once_the_program_has_ended(qapp, monkeypatch):
    asked = []
    monkeypatch.setattr(gc, "enable", lambda: asked.append(True))
    Garbage().stop()
    assert asked
