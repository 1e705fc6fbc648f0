"""A scanner at an X server: a whole code is handed over at once, and the server presses its keys
one after the other, so that no busy computer comes between two of them."""

import ctypes

_KEYS = {"\r": b"Return", ":": b"colon", "/": b"slash"}
_SHIFT = b"Shift_L"


class ScannerKeys:
    """Presses keys of a display; ends with ``close``."""

    def __init__(self, display: str) -> None:
        self.x11, self.test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self.x11.XOpenDisplay.restype = ctypes.c_void_p
        self.x11.XStringToKeysym.restype = ctypes.c_ulong
        self.at = ctypes.c_void_p(self.x11.XOpenDisplay(display.encode()))
        assert self.at, f"there is no display {display}"

    def close(self) -> None:
        self.x11.XCloseDisplay(self.at)

    def scan(self, code: str, between_ms: int) -> None:
        """A code and Enter; back once the server has pressed all of it."""
        for character in f"{code}\r":
            self._press(character, between_ms)
        self.x11.XSync(self.at, 0)

    def _press(self, character: str, after_ms: int) -> None:
        key = self._key(_KEYS.get(character, character.encode()))
        shift = [self._key(_SHIFT)] if character.isupper() else []
        strokes = [*((one, 1) for one in shift), (key, 1), (key, 0), *((one, 0) for one in shift)]
        for stroke, (one, is_down) in enumerate(strokes):
            delay = ctypes.c_ulong(0 if stroke else after_ms)
            assert self.test.XTestFakeKeyEvent(self.at, one, is_down, delay)

    def _key(self, name: bytes) -> int:
        symbol = ctypes.c_ulong(self.x11.XStringToKeysym(name))
        code: int = self.x11.XKeysymToKeycode(self.at, symbol)
        assert code, f"no key types {name!r}"
        return code & 0xFF
