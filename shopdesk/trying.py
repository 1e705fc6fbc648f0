"""A command tried while its values are still being typed: what it would give back, or refuse."""

from collections.abc import Callable
from typing import TypeVar

from shopdesk.shop import Desk
from shopdesk.store.rehearsing import rehearsal

Made = TypeVar("Made")


def tried(desk: Desk, command: Callable[[], Made], *, action: str) -> Made:
    """What ``command`` makes, read before all of it is taken back; refuses what it refuses.

    So a form knows as one types whatever it would be refused for: by the command itself.
    """
    desk.shop.refresh()
    with rehearsal(desk, action=action):
        try:
            return command()
        finally:
            desk.shop.forget()
    raise AssertionError("a rehearsal ends with what it returns")
