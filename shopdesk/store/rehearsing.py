"""Doing something to see what comes of it, and taking all of it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from shopdesk.store.change import Change, begin, open_next
from shopdesk.store.errors import refused_instead

if TYPE_CHECKING:
    from shopdesk.shop import Desk


class _TakenBackError(Exception):
    """Ends a rehearsal: what was written is rolled back."""


@contextmanager
def rehearsal(desk: "Desk", *, action: str) -> Iterator[Change]:
    """A change that is read inside and gone after it, so that a preview cannot differ from the act.

    No right is asked for, no event is written nor its number used, no key is taken and nobody is
    told. Within another change it is a part of that one, and gone as well.
    """
    shop = desk.shop
    around = shop.running
    kept = (0, 0) if around is None else (len(around.events), len(around.topics))
    inside = shop.db.transaction("IMMEDIATE") if around is None else shop.db.savepoint()
    try:
        with refused_instead(desk.language), inside:
            running = begin(desk, None)[0] if around is None else around
            made = open_next(desk, running, action)
            running.events.append(made)
            shop.running = running
            yield made
            raise _TakenBackError
    except _TakenBackError:
        pass
    finally:
        shop.running = around
        if around is not None:
            del around.events[kept[0] :], around.topics[kept[1] :]
