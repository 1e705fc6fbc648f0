"""What is kept of a shop's settings, while a worker reads and the window writes."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from shopdesk import settings, tiers
from shopdesk.shop import Desk, Shop
from shopdesk.store.rehearsing import rehearsal


@pytest.fixture
def worker(shop: Shop):
    """A second thread, whose connection is closed in the end."""
    with ThreadPoolExecutor(max_workers=1) as made:
        yield made
        made.submit(shop.release).result()


@pytest.fixture
def late(shop: Shop, monkeypatch: pytest.MonkeyPatch):
    """A read that has its values and is held up until it is told to go on; only the first one."""
    has_read, may_go_on = threading.Event(), threading.Event()
    read = shop._read

    def held_up():
        monkeypatch.setattr(shop, "_read", read)
        known = read()
        has_read.set()
        assert may_go_on.wait(10)
        return known

    monkeypatch.setattr(shop, "_read", held_up)
    shop.forget()
    return has_read, may_go_on


def test_a_read_that_began_before_a_change_is_not_kept_after_it(shop, desk, worker, late) -> None:
    has_read, may_go_on = late
    name = worker.submit(lambda: shop.settings.name)
    assert has_read.wait(10)
    settings.edit(desk, name="新店")
    may_go_on.set()
    assert name.result() != "新店"
    assert shop.settings.name == "新店"


def test_a_read_between_writing_and_saving_is_not_kept(
    shop: Shop, desk: Desk, worker: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = shop.db.commit

    def read_beside() -> None:
        worker.submit(lambda: shop.settings.name).result()
        commit()

    monkeypatch.setattr(shop.db, "commit", read_beside)
    settings.edit(desk, name="新店")
    assert shop.settings.name == "新店"


def test_what_is_not_saved_is_seen_by_nobody_else(
    shop: Shop, desk: Desk, worker: ThreadPoolExecutor
) -> None:
    before = shop.settings.name
    with rehearsal(desk, action="settings.change"):
        settings.edit(desk, name="新店")
        assert shop.settings.name == "新店"
        assert worker.submit(lambda: shop.settings.name).result() == before
        assert shop.settings.name == "新店"
    assert shop.settings.name == before


def test_another_ladder_is_there_within_its_own_change(shop: Shop, desk: Desk) -> None:
    ladder = list(tiers.ladder(desk))[:2]
    with rehearsal(desk, action="tiers.set_ladder"):
        tiers.set_ladder(desk, ladder)
        assert len(shop.known.ladder) == 2
    assert len(shop.known.ladder) == 5
