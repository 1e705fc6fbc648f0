"""A real program on a screen of its own, and a hand at its keyboard: an X server without a monitor.

Keys go through the server to whatever has the focus. What is seen is read from the server's memory,
what was done from the shop's file.
"""

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from tests.architecture.sources import ROOT
from tests.journeys.scanner_keys import ScannerKeys

LONGEST_WAIT = 60.0
"""Seconds: something that does not happen within them does not happen."""
_BETWEEN_LOOKS = 0.02
_WIDTH, _HEIGHT = 1280, 800
_TYPED_MS, _SCANNED_MS = 160, 2
"""Between two keys: of a person twice the time, as xdotool takes it, and of a scanner."""


PROGRAM = "shopdesk"
"""The module that is started."""
_TOLD = ("said.txt", "seen.json")
"""What a program writes into its folder: its words and, of some, what its windows say."""


class Server:
    """An X server without a monitor: one for all journeys of a process, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.picture = folder / "Xvfb_screen0"
        """What is seen, which the server keeps in a file of the format of xwd."""
        reader, writer = os.pipe()
        size = f"{_WIDTH}x{_HEIGHT}x24"
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp",
                   "-noreset", "-fbdir", str(folder)]  # fmt: skip
        self.process = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
        os.close(writer)
        with open(reader) as told:  # noqa: PTH123 - a pipe has no path
            self.display = f":{told.readline().strip()}"
        self.scanner = ScannerKeys(self.display)

    def close(self) -> None:
        """End it."""
        self.scanner.close()
        self.process.terminate()
        self.process.wait(LONGEST_WAIT)


class Screen:
    """A screen, the program shown on it, and the hand. The folder is its user's own."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.documents = folder / "Documents"
        self.documents.mkdir()
        self.program: subprocess.Popen[bytes] | None = None

    @property
    def env(self) -> dict[str, str]:
        """A user of its own: nothing of this computer's desktop, preferences or log."""
        strange = ("WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORMTHEME")
        own = {name: value for name, value in os.environ.items() if name not in strange}
        own["PYTHONFAULTHANDLER"] = "1"  # a fault below Python says where it was
        places = ("SHOPDESK_CONFIG", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "HOME")
        chosen = {
            "DISPLAY": self.server.display,
            "QT_QPA_PLATFORM": "xcb",
            "SHOPDESK_LANGUAGE": "en",
        }
        return own | chosen | dict.fromkeys(places, str(self.folder))

    def start(self, *arguments: str | Path, program: str = PROGRAM) -> None:
        """Start the program as a person would; the pointer lies where it hides nothing."""
        self.hand("mousemove", str(_WIDTH), str(_HEIGHT))
        command = [sys.executable, "-m", program, *map(str, arguments)]
        with (self.folder / "said.txt").open("wb") as said:
            self.program = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdout=said, stderr=subprocess.STDOUT
            )

    def kill(self) -> None:
        """Pull the plug: nothing is written any more, nothing is closed."""
        assert self.program is not None
        self.program.kill()
        self.program.wait(LONGEST_WAIT)

    def close(self) -> None:
        """End the program where it still runs."""
        if self.program is not None:
            self.program.terminate()
            self.program.wait(LONGEST_WAIT)

    # --- waiting and seeing ---

    def until(self, happened: Callable[[], object], what: str) -> None:
        """Wait until something happened; the program must not end meanwhile."""
        assert self.program is not None
        end = time.monotonic() + LONGEST_WAIT
        while not happened():
            try:
                self.program.wait(_BETWEEN_LOOKS)
            except subprocess.TimeoutExpired:
                assert time.monotonic() < end, f"in vain: {what}. {self.said()}"
            else:
                status = self.program.returncode
                raise AssertionError(f"ended with {status}: {what}. {self.said()}")

    def said(self) -> str:
        """What the program wrote, where it is and has the keys, and where the picture of its screen
        lies. A program that still runs is ended by it, for it to say where it was."""
        picture = self.folder / "screen.png"
        self.seen().save(picture)
        keys = self.hand("getwindowfocus", "getwindowname")
        assert self.program is not None
        if self.program.poll() is None:
            self.program.send_signal(signal.SIGABRT)
            self.program.wait(LONGEST_WAIT)
        told = [file for name in _TOLD if (file := self.folder / name).exists()]
        words = [file.read_text(encoding="utf-8") for file in told]
        return "\n".join([f"See {picture}. The keys go to {keys!r}.", *words])

    def seen(self) -> Image.Image:
        """The screen as it is now."""
        content = self.server.picture.read_bytes()
        head = struct.unpack(">25I", content[:100])
        start, width, height, stride = head[0] + 12 * head[19], head[4], head[5], head[12]
        pixels = content[start : start + stride * height]
        return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1)

    def share_of(self, colour: tuple[int, int, int]) -> float:
        """How much of the screen has this colour."""
        colours = self.seen().getcolors(_WIDTH * _HEIGHT) or []
        return sum(count for count, one in colours if one == colour) / (_WIDTH * _HEIGHT)

    # --- the hand ---

    def hand(self, *arguments: str) -> str:
        """Let the hand do something; what it found."""
        return self._moved(*arguments).stdout.strip()

    def _moved(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *arguments], env=self.env, capture_output=True, text=True, check=False,
            timeout=LONGEST_WAIT,
        )  # fmt: skip

    def window(self, title: str) -> str:
        """The window of this title, nothing if it is not there.

        Where another window goes while it is looked through, the search fails and says nothing of
        this one: look again, or a dialog that is there would pass for closed.
        """
        end = time.monotonic() + LONGEST_WAIT
        search = ("search", "--onlyvisible", "--name", f"^{title}")
        while (done := self._moved(*search)).stderr:
            assert time.monotonic() < end, done.stderr
        return done.stdout.partition("\n")[0]

    def turn_to(self, title: str) -> None:
        """Wait for a window and give it the keys, as a window manager does."""
        self.until(lambda: self.window(title), f"a window {title}")
        self.until(lambda: self._has_keys(self.window(title)), f"{title} takes the keys")

    def turn_back_to(self, title: str, left: str) -> None:
        """The window or dialog ``left`` was closed: once it is gone, the one below has the keys.
        Given before, they would go with it."""
        self.until(lambda: not self.window(left), f"{left} is gone")
        self.turn_to(title)

    def _has_keys(self, window: str) -> bool:
        self.hand("windowfocus", "--sync", window)
        return self.hand("getwindowfocus") == window

    def press(self, *keys: str) -> None:
        """Press keys by their names, one after the other."""
        self.hand("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type what a person types."""
        self.hand("type", "--delay", str(_TYPED_MS), text)

    def scan(self, code: str, between_ms: int = _SCANNED_MS) -> None:
        """What a scanner does: fast keys, Enter at the end."""
        self.server.scanner.scan(code, between_ms)


@contextmanager
def screen(server: Server, folder: Path) -> Iterator[Screen]:
    """A program's own time on the screen."""
    made = Screen(server, folder)
    try:
        yield made
    finally:
        made.close()
