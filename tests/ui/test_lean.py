"""A lean start of Qt says of a wrong call what a plain one says."""

import os
import subprocess
import sys

from tests.architecture.sources import ROOT

WRONG_CALLS = """
import inspect
from PySide6.QtCore import QRect, QTimer, QUrl, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QVBoxLayout

app = QApplication([])

class Odd(QLabel):
    def sizeHint(self):
        return 3

def odd():
    label = Odd()
    label.show()
    return label.setGeometry(1, 2, 3)

for call in (
    lambda: QLabel().setAlignment("x", 3),
    lambda: QLabel().resize("x"),
    lambda: QLabel.resize.__doc__,
    lambda: inspect.signature(QLabel.setText),
    lambda: QLabel.__signature__,
    lambda: QLabel(nonsense=3),
    lambda: QLabel(5, 6, 7, 8),
    lambda: QRect("a"),
    lambda: QTableView().setModel(3),
    lambda: QTimer.singleShot("x"),
    lambda: QTimer().timeout.connect(3),
    lambda: QColor([1]),
    lambda: QVBoxLayout().addWidget(3),
    lambda: QUrl.fromLocalFile(3),
    lambda: QPainter().drawText("x"),
    lambda: Qt.Key("x"),
    lambda: QLabel().nonsense,
    odd,
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
"""


def said(first_line: str) -> str:
    env = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", first_line + WRONG_CALLS]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_wrong_calls_are_told_as_a_plain_start_tells_them():
    plain = said("import PySide6.QtWidgets\n")
    assert "called with wrong argument types" in plain
    assert said("import ui.lean\n") == plain


def test_what_words_need_is_compiled_only_once_it_is_asked_for():
    first = "import ui.lean, sys\nprint(len(vars(sys.modules['shibokensupport.signature.layout'])))"
    assert int(said(first + "\n").split()[0]) < 12
