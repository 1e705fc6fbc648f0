"""Closing the window while something is under way: asked once, and everything is left whole."""

import threading

import pytest

from shopdesk import members
from ui import background


class Session:
    """The computer's session as it ends."""

    def __init__(self, *, lets_us_ask):
        self.lets_us_ask, self.is_cancelled = lets_us_ask, False

    def allowsInteraction(self):  # noqa: N802 - Qt's name
        return self.lets_us_ask

    def cancel(self):
        self.is_cancelled = True


@pytest.fixture
def begin(till, window):
    """Work that goes on, step by step, until it is told to stop; it writes only at its end."""
    goes_on = threading.Event()

    def begun(words):
        begins = threading.Event()

        def work(progress):
            begins.set()
            while not goes_on.wait(0.001):
                progress(1, 2)
            members.register(till.desk, name="王五", phone="13900139000")

        job = till.background(window, work)
        if words:
            job.tell_of(words)
        assert begins.wait(60)
        return job

    yield begun
    goes_on.set()
    background.finish()


def registered(till):
    return members.find(till.desk, "13900139000")


@pytest.mark.parametrize("words", ["Vouchers are being given…", "Backing up…", "A report…"])
def test_closing_during_work_asks_and_going_on_leaves_it_going(begin, window, answers, words):
    answers.given["ask"] = False
    job = begin(words)
    assert not window.close()
    ((_kind, (_parent, _title, text, *_words)),) = answers.asked
    assert words in text
    assert window.isVisible()
    assert not job.is_cancelled


def test_work_that_is_stopped_leaves_nothing_and_the_window_closes(begin, window, till, answers):
    answers.given["ask"] = True
    job = begin("Vouchers are being given…")
    assert window.close()
    assert job.is_cancelled
    assert background.under_way() == []
    assert registered(till) == []
    assert len(answers.asked) == 1


def test_who_was_asked_is_not_asked_again_before_they_answered(begin, window, answers):
    session = Session(lets_us_ask=True)

    def shut_down(*_what):
        window.end_session(session)
        return False

    answers.given["ask"] = shut_down
    begin("Vouchers are being given…")
    assert not window.close()
    assert len(answers.asked) == 1
    assert session.is_cancelled
    assert window.isVisible()


def test_a_list_that_is_still_read_is_no_reason_to_ask(begin, window, till, answers):
    begin("")
    assert window.close()
    assert answers.asked == []


def test_with_nothing_under_way_nobody_is_asked(window, answers):
    assert window.close()
    assert answers.asked == []


def test_a_computer_that_is_shut_down_is_not_kept_waiting(begin, window, till, answers):
    begin("Vouchers are being given…")
    session = Session(lets_us_ask=False)
    window.end_session(session)
    assert not session.is_cancelled
    assert window.close()
    assert answers.asked == []
    assert registered(till) == []


@pytest.mark.parametrize("agrees", [True, False])
def test_where_the_computer_lets_us_ask_it_stays_on_for_who_wants_to_go_on(
    begin, window, answers, agrees
):
    answers.given["ask"] = agrees
    begin("Vouchers are being given…")
    session = Session(lets_us_ask=True)
    window.end_session(session)
    assert session.is_cancelled is not agrees
    assert window.close() is agrees
    assert len(answers.asked) == 1 + (not agrees)
