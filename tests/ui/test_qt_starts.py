"""Qt itself: what the machine must have for a window to open, seen or unseen."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QLabel

FONTS = Path(__file__).parents[2] / "resources" / "fonts"


def test_a_window_opens_and_is_painted(qtbot):
    window = QLabel("青禾茶舍")
    qtbot.addWidget(window)
    window.resize(200, 80)
    with qtbot.waitExposed(window):
        window.show()
    picture = window.grab().toImage()
    assert not picture.isNull()
    colours = {picture.pixel(x, y) for x in range(0, 200, 2) for y in range(0, 80, 2)}
    assert len(colours) > 1, "The window opened but nothing was painted into it."


def test_the_fonts_we_carry_show_rare_characters(qapp):
    for file in sorted(FONTS.glob("*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        assert number >= 0, f"{file.name} cannot be read"
        family = QFontDatabase.applicationFontFamilies(number)[0]
        assert QFontMetrics(QFont(family)).inFont("镕"), f"{file.name} has no 镕"


class Told(QObject):
    heard = Signal(str)


def test_a_signal_sent_often_loses_nothing_of_the_interpreter(qapp):
    told = Told()
    before = sys.getrefcount(True)
    for _ in range(50):
        told.heard.emit("")
    assert sys.getrefcount(True) > before - 25, "This PySide crashes a till after some hours."
