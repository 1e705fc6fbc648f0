"""Journeys that show a window show it unseen, with nothing of this computer's user in it."""

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.screen import Server

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A user of its own: preferences, log, locks and papers lie in a folder that goes with the
    test.

    What is left of its windows is collected at its end, not while the next program begins in it.
    """
    for place in ("SHOPDESK_CONFIG", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_DOCUMENTS_DIR"):
        monkeypatch.setenv(place, str(tmp_path))
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(gc, "enable", lambda: None)
        yield tmp_path
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A screen of their own for the journeys that need one."""
    with closing(Server(tmp_path_factory.mktemp("screen"))) as made:
        yield made
