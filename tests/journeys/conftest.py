"""Journeys that show a window show it unseen, with nothing of this computer's user in it."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of its own: preferences, log and locks lie in a folder that goes with the test."""
    for place in ("SHOPDESK_CONFIG", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"):
        monkeypatch.setenv(place, str(tmp_path))
    monkeypatch.setenv("SHOPDESK_LANGUAGE", "en")
    return tmp_path
