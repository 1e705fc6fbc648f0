"""Long work beside the window."""

import threading

import pytest
from PySide6.QtCore import QObject

from shopdesk import members
from shopdesk.refusals_of_files import NothingToPrint
from ui import background
from ui.background import Job


@pytest.fixture
def page(qapp):
    made = QObject()
    yield made
    background.finish()


class Heard:
    """What a job told, in order, and whether it was in the window's thread."""

    def __init__(self, job):
        self.told = []
        self.threads = set()
        for name in ("progressed", "done", "refused", "failed", "stopped", "ended"):
            getattr(job, name).connect(lambda *what, name=name: self.hear(name, what))

    def hear(self, name, what):
        self.told.append((name, *what))
        self.threads.add(threading.current_thread())


@pytest.fixture
def work(qtbot, page):
    def begun(what, shop=None):
        job = Job(page)
        heard = Heard(job)
        with qtbot.waitSignal(job.ended):
            background.run(job, shop, what)
        assert heard.threads == {threading.main_thread()}
        return heard.told

    return begun


def test_what_is_done_is_told_in_the_windows_thread_and_was_made_in_another(work):
    (done, thread), ended = work(lambda _progress: threading.current_thread())
    assert (done, ended) == ("done", ("ended",))
    assert thread is not threading.main_thread()


def test_progress_is_told_on_the_way(work):
    def steps(progress):
        for step in range(3):
            progress(step + 1, 3)
        return "paper"

    told = work(steps)
    assert told[0] == ("progressed", 1, 3)
    assert told[-3:] == [("progressed", 3, 3), ("done", "paper"), ("ended",)]


def test_a_window_that_has_more_to_do_is_not_told_of_every_step(qtbot, page):
    job, is_done = Job(page), threading.Event()
    heard = Heard(job)

    def steps(progress):
        for step in range(1000):
            progress(step + 1, 1000)
        is_done.set()

    background.run(job, None, steps)
    assert is_done.wait(60)
    qtbot.waitUntil(lambda: ("ended",) in heard.told)
    assert heard.told[:2] == [("progressed", 1, 1000), ("progressed", 1000, 1000)]


def test_a_refusal_is_told_as_one(work):
    refusal = NothingToPrint("en")

    def refused(_progress):
        raise refusal

    assert work(refused) == [("refused", refusal), ("ended",)]


def test_a_fault_is_handed_over_and_the_worker_goes_on(work):
    error = ZeroDivisionError()

    def broken(_progress):
        raise error

    assert work(broken) == [("failed", error), ("ended",)]
    assert work(lambda _progress: 7) == [("done", 7), ("ended",)]


def test_what_is_cancelled_stops_at_its_next_step(qtbot, page):
    job, reached = Job(page), threading.Event()
    heard = Heard(job)
    cancelled = threading.Event()

    def long(progress):
        reached.set()
        cancelled.wait(5)
        progress(1, 2)
        return "never"

    with qtbot.waitSignal(job.ended):
        background.run(job, None, long)
        reached.wait(5)
        job.cancel()
        cancelled.set()
    assert heard.told == [("stopped",), ("ended",)]


def test_what_is_cancelled_before_its_turn_is_not_begun(qtbot, page):
    job, begun = Job(page), []
    heard = Heard(job)
    job.cancel()
    with qtbot.waitSignal(job.ended):
        background.run(job, None, lambda _progress: begun.append(1))
    assert heard.told == [("stopped",), ("ended",)]
    assert not begun


def test_pieces_of_work_wait_for_each_other(qtbot, page):
    order = []
    jobs = [Job(page) for _ in range(3)]
    with qtbot.waitSignals([job.ended for job in jobs]):
        for number, job in enumerate(jobs):
            background.run(job, None, lambda _progress, number=number: order.append(number))
    assert order == [0, 1, 2]


def test_a_page_that_is_gone_is_told_nothing(qtbot, page, capfd):
    from shiboken6 import delete

    gone, reached, free = QObject(), threading.Event(), threading.Event()
    job = Job(gone)
    heard = Heard(job)

    def long(progress):
        reached.set()
        free.wait(5)
        progress(1, 1)
        return "paper"

    background.run(job, None, long)
    reached.wait(5)
    delete(gone)
    free.set()
    background.finish()
    after = Job(page)
    with qtbot.waitSignal(after.ended):
        background.run(after, None, lambda _progress: None)
    assert heard.told == []
    assert "Error" not in capfd.readouterr().err


def test_the_connection_of_the_worker_is_let_go(work, shop, desk, member):
    states = []

    def look(_progress):
        found = members.get(desk, member).name
        states.append(shop.db.is_closed())
        return found

    assert work(look, shop) == [("done", "张三丰"), ("ended",)]
    assert states == [False]
    assert work(lambda _progress: shop.db.is_closed()) == [("done", True), ("ended",)]
    assert not shop.db.is_closed(), "the window keeps its own"


def test_the_connection_is_let_go_when_the_work_was_refused(work, shop, desk):
    from shopdesk import Refused

    told = work(lambda _progress: members.get(desk, 404), shop)
    assert isinstance(told[0][1], Refused)
    assert work(lambda _progress: shop.db.is_closed()) == [("done", True), ("ended",)]
