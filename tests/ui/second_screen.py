"""A till whose second screen is taken away and returned, on a real X server: run as a program.

``python -m tests.ui.second_screen SHOP`` under an Xvfb of 2080 × 800. What counts as one screen is
said to the server as a person does who pulls a plug; Qt hears of it as on any other day.
"""

import ctypes
import sys
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from shopdesk import Shop
from tests.conftest import NOON, OWNER, PIN, SetClock
from ui.app import application
from ui.preferences import Preferences
from ui.till import Till
from ui.window import Window

TILL, CUSTOMERS = (0, 0, 1280, 800), (1280, 0, 800, 480)


class _Monitor(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_ulong),
        *((name, ctypes.c_int) for name in (
            "primary", "automatic", "outputs_count", "x", "y", "width", "height", "wide_mm",
            "high_mm",
        )),
        ("outputs", ctypes.POINTER(ctypes.c_ulong)),
    )  # fmt: skip


class Screens:
    """Plugs screens in and out by the server's own library."""

    def __init__(self) -> None:
        pointer, number = ctypes.c_void_p, ctypes.c_ulong
        self.x, self.randr = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXrandr.so.2")
        self.x.XOpenDisplay.restype = pointer
        self.x.XOpenDisplay.argtypes = [ctypes.c_char_p]
        self.x.XDefaultRootWindow.restype = number
        self.x.XDefaultRootWindow.argtypes = self.x.XFlush.argtypes = [pointer]
        self.x.XInternAtom.restype = number
        self.x.XInternAtom.argtypes = [pointer, ctypes.c_char_p, ctypes.c_int]
        self.randr.XRRAllocateMonitor.restype = ctypes.POINTER(_Monitor)
        self.randr.XRRAllocateMonitor.argtypes = [pointer, ctypes.c_int]
        self.randr.XRRSetMonitor.argtypes = [pointer, number, ctypes.POINTER(_Monitor)]
        self.randr.XRRDeleteMonitor.argtypes = [pointer, number, number]
        self.randr.XRRGetMonitors.restype = ctypes.POINTER(_Monitor)
        self.randr.XRRGetMonitors.argtypes = [
            pointer, number, ctypes.c_int, ctypes.POINTER(ctypes.c_int),
        ]  # fmt: skip
        self.server = self.x.XOpenDisplay(None)
        self.root = self.x.XDefaultRootWindow(self.server)
        whole = self.randr.XRRGetMonitors(self.server, self.root, 1, ctypes.byref(ctypes.c_int()))
        self.output = whole.contents.outputs[0]

    def _called(self, name: str) -> int:
        return int(self.x.XInternAtom(self.server, name.encode(), 0))

    def divide(self) -> None:
        """Make of the whole server the till's screen and the customers'."""
        self.plug_in("till", TILL, has_output=True)
        self.plug_in("customers", CUSTOMERS)

    def plug_in(
        self, name: str, area: tuple[int, int, int, int], *, has_output: bool = False
    ) -> None:
        made = self.randr.XRRAllocateMonitor(self.server, int(has_output))
        if has_output:
            made.contents.outputs[0] = self.output
        one = made.contents
        one.name, one.primary, one.automatic = self._called(name), 0, 0
        one.x, one.y, one.width, one.height = area
        one.wide_mm, one.high_mm = one.width // 4, one.height // 4
        self.randr.XRRSetMonitor(self.server, self.root, made)
        self.x.XFlush(self.server)

    def pull_out(self, name: str) -> None:
        self.randr.XRRDeleteMonitor(self.server, self.root, self._called(name))
        self.x.XFlush(self.server)


def until(happened: Callable[[], object], what: str) -> None:
    """Let the program go on until something is so."""
    for _round in range(600):
        if happened():
            return
        QTest.qWait(50)
    seen = [(one.name(), one.geometry().getRect()) for one in QGuiApplication.screens()]
    raise AssertionError(what, seen)


def main(shop: str) -> None:
    """Open the till with its window for customers, and take its screen away and back."""
    plugs = Screens()
    plugs.divide()
    app = application(Preferences())
    till = Till(Shop.open(shop, clock=SetClock(NOON)), Preferences(customer=True))
    till.sign_in(OWNER, PIN)
    window = Window(till)
    window.setGeometry(*TILL)
    window.show()
    customer = window.customer
    assert customer is not None

    def is_full() -> bool:
        view = customer.view
        return (
            view is not None and view.isVisible() and view.isFullScreen()
            and view.geometry().getRect() == CUSTOMERS and view.screen().name() == "customers"
        )  # fmt: skip

    def count() -> int:
        return sum(one.name() in ("till", "customers") for one in QGuiApplication.screens())

    until(lambda: count() == 2, "both screens are known")
    until(is_full, "it opens on the second screen, as it was left")
    for _round in range(2):
        plugs.pull_out("customers")
        until(lambda: not customer.view.isVisible(), "it waits for its screen")
        app.processEvents()
        assert not customer.view.isVisible(), "nothing covers the till"
        plugs.plug_in("customers", CUSTOMERS)
        until(is_full, "it is back on it")
    plugs.pull_out("customers")
    until(lambda: not customer.view.isVisible(), "it waits for its screen")
    till.prefer(customer=False)
    till.prefer(customer=True)
    until(customer.view.isVisible, "who asks for it on one screen sees it")
    assert not customer.view.isFullScreen()
    plugs.plug_in("customers", CUSTOMERS)
    until(is_full, "and it goes over once there is another")
    window.close()


if __name__ == "__main__":
    main(sys.argv[1])
