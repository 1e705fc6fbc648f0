"""Our own faults: written down without names, said once, and the window lives."""

import sys
import time

import pytest
from peewee import DatabaseError
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from shopdesk import members
from shopdesk.refusals_of_files import Damaged
from ui import dialogs, fault_log
from ui.fault_log import masked
from ui.faults import Faults
from ui.widgets.form import Form

SECRETS = ("张三丰", "138 0013 8000", "Mei Li")
NO_MEMBER = "no member '{}' with {} nor '{}' in 'members'"


@pytest.fixture
def hook(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(fault_log, "log_file", lambda: tmp_path / "faults.log")
    before = sys.excepthook
    made = Faults("en")
    made.install()
    yield made
    made.remove()
    sys.excepthook = before


@pytest.fixture
def broken(qtbot, hook):
    """A button whose slot fails, with what a till knows in its words."""

    def fail():
        raise LookupError(NO_MEMBER.format(*SECRETS))

    made = QPushButton("Sell")
    qtbot.addWidget(made)
    made.clicked.connect(fail)
    return made


def test_a_fault_in_a_slot_is_said_in_a_sentence_and_the_window_lives(broken, hook, answers):
    answers.given["tell"] = None
    broken.click()
    ((_, (_parent, title, text, details)),) = answers.asked
    assert title == "Something went wrong"
    assert "What was confirmed before is safe" in text
    assert "LookupError" in details
    broken.setText("Sell again")
    assert broken.text() == "Sell again"


def test_a_fault_is_said_where_it_cannot_even_be_written_down(broken, hook, answers, monkeypatch):
    monkeypatch.setitem(sys.modules, "ui.fault_log", None)
    monkeypatch.delattr("ui.fault_log")
    answers.given["tell"] = None
    broken.click()
    ((_, (_parent, _title, text, details)),) = answers.asked
    assert "What was confirmed before is safe" in text
    assert details == "LookupError"


def test_names_and_phones_are_not_written_down(broken, hook, answers, tmp_path):
    answers.given["tell"] = None
    broken.click()
    log = (tmp_path / "faults.log").read_text(encoding="utf-8")
    assert "LookupError" in log
    assert "test_faults.py" in log
    assert "in 'members'" in log
    for secret in SECRETS:
        assert secret not in log


def test_a_fault_while_one_is_shown_is_only_written_down(broken, hook, answers, tmp_path):
    answers.given["tell"] = lambda *_shown: broken.click()
    broken.click()
    assert len(answers.asked) == 1
    log = (tmp_path / "faults.log").read_text(encoding="utf-8")
    assert log.count("ShopDesk ") == 2
    answers.given["tell"] = None
    hook.seconds = lambda: time.monotonic() + 60
    broken.click()
    assert len(answers.asked) == 2, "the next one is said again"


def test_a_fault_of_a_timer_is_one_as_well(qtbot, hook, answers):
    answers.given["tell"] = None
    QTimer.singleShot(0, lambda: 1 // 0)
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert "ZeroDivisionError" in answers.asked[0][1][3]


@pytest.fixture
def asking(qtbot, hook, till):
    """A button whose slot is refused, outside ``till.attempt``."""
    made = QPushButton("Look")
    qtbot.addWidget(made)
    made.clicked.connect(lambda: members.get(till.desk, 99))
    return made


def test_a_refusal_nobody_caught_is_a_sentence_in_the_strip_and_no_fault(
    asking, hook, till, told, answers, tmp_path
):
    hook.tell = lambda text: till.tell(text, "bad")
    asking.click()
    assert told == [("bad", "There is no member 99. Search again or register them.")]
    assert answers.asked == []
    assert not (tmp_path / "faults.log").exists()


def test_a_damaged_file_met_while_reading_is_a_sentence_and_no_fault_of_ours(hook, tmp_path):
    said = []
    hook.tell = said.append
    hook.show(DatabaseError, DatabaseError("database disk image is malformed"), None)
    assert said == [str(Damaged("en", detail="database disk image is malformed"))]
    assert not (tmp_path / "faults.log").exists()


def test_a_refusal_before_there_is_a_till_is_a_sentence_in_a_dialog(asking, answers, tmp_path):
    answers.given["tell"] = None
    asking.click()
    ((_, (_parent, title, text, details)),) = answers.asked
    assert (title, details) == ("ShopDesk", "")
    assert text == "There is no member 99. Search again or register them."
    assert not (tmp_path / "faults.log").exists()


def test_a_refusal_while_a_form_is_open_is_said_in_the_form(asking, hook, till, told):
    hook.tell = lambda text: till.tell(text, "bad")
    form = Form(till, asking, "A form", submit=lambda: None, ok="Do it")
    said = []

    def click():
        asking.click()
        said.append(form.said.text())
        form.reject()

    QTimer.singleShot(0, click)
    dialogs.show(form)
    assert said == ["There is no member 99. Search again or register them."]
    assert told == []


def test_a_log_that_cannot_be_written_stops_nothing(qapp, monkeypatch, answers):
    def full():
        raise OSError("disk full")

    monkeypatch.setattr(fault_log, "log_file", full)
    answers.given["tell"] = None
    made = Faults("zh_CN")
    error = ZeroDivisionError()
    made.show(ZeroDivisionError, error, None)
    assert answers.asked[0][1][1] == "出了问题"


def test_taking_the_hook_away_gives_back_what_was_there(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(fault_log, "log_file", lambda: tmp_path / "faults.log")
    before = sys.excepthook
    made = Faults("en")
    made.install()
    assert sys.excepthook == made.show
    made.remove()
    assert sys.excepthook is before


@pytest.mark.parametrize(("text", "safe"), [
    ("13800138000", "***"),
    ("+86 138-0013-8000.", "***."),
    ("会员 张三丰·李", "*** ***"),
    ("tier 12, line 480", "tier 12, line 480"),
    ("KeyError: 'points'", "KeyError: 'points'"),
])  # fmt: skip
def test_what_calls_a_person_is_masked(text, safe):
    assert masked(text) == safe
