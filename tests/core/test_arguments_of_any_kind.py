"""Each argument of every function that scripts may call, in turn made into anything at all.

Which functions those are, the page about scripting says. As ``scripted`` has them, all calls go
through. With one argument spoiled, or one part of it, a call goes through or is refused: then
nothing is written.
"""

import inspect
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from shopdesk import (
    pins,
)
from shopdesk.promotions import Promotion
from shopdesk.refusals import Refused
from shopdesk.reward_rules import Rule
from shopdesk.shop import Desk, Shop
from shopdesk.store.rehearsing import rehearsal
from tests.conftest import NOON, SetClock
from tests.core.scripted import SCRIPTED, fill, right

ODD = (
    None, True, -1, 0, 1.5, float("nan"), 10**30, "", "x", "\0", "\ud800", b"x", [], [object()], {},
    {"x": []}, object(), NOON, date.max,
)  # fmt: skip
FUNCTIONS = {"progress", "cancelled"}
"""Arguments that are called: what they raise is their own."""
TRIES = {"vouchers.refused", "desk.try_pin", "stored_value.try_proof"}
"""What is kept of a refusal."""
ALONE = {"backups.make"}
"""What cannot be done within a change."""
IDS = {"member", "keep", "drop", "one", "other", "referrer", "to", "gift", "instead_of",
       "pass_product"}  # fmt: skip
"""Names of ids that do not end in ``_id``."""


@pytest.fixture(scope="module")
def shop(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop with one of everything that the calls name."""
    location = tmp_path_factory.mktemp("whole") / "whole.shopdesk"
    shutil.copy(empty_shop, location)
    with pytest.MonkeyPatch.context() as patched, Shop.open(location, clock=SetClock(NOON)) as shop:
        patched.setattr(pins, "_key", lambda pin, salt, *_cost: pin.encode(errors="replace"))
        patched.chdir(location.parent)
        shop.db.execute_sql("PRAGMA synchronous=0")
        fill(Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1"), location.parent)
        yield shop


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


def who(desk: Desk, name: str) -> Desk:
    """Whose desk a call is made at."""
    if name not in ("lifting.lifted", "shifts.begin"):
        return desk
    return Desk(desk.shop, staff_id=3, staff_name="小陈", role="cashier", till="2")


def spoiled(value: Any) -> Iterator[Any]:
    """Anything in its place, and in that of each of its parts."""
    yield from ODD
    if is_dataclass(value) and not isinstance(value, Promotion | Rule | type):
        for one in fields(value):
            for odd in spoiled(getattr(value, one.name)):
                yield replace(value, **{one.name: odd})
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from ({**value, key: odd} for odd in spoiled(part))
            yield from ({**value, odd: part} for odd in ODD if is_key(odd))
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            for odd in spoiled(part):
                parts = [*value[:place], odd, *value[place + 1 :]]
                yield type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)


def is_key(value: object) -> bool:
    return type(value).__hash__ is not None


def arguments(name: str) -> list[str]:
    """All that a call may be given, those among them that are only known by their names."""
    taken = list(inspect.signature(SCRIPTED[name]).parameters.values())[1:]
    names = [one.name for one in taken if one.kind is not one.VAR_KEYWORD]
    return [one for one in dict.fromkeys([*names, *right(name)]) if one not in FUNCTIONS]


def cases(name: str) -> Iterator[tuple[str, Any]]:
    """Each argument, with each of the values that it is not."""
    given = right(name)
    for argument in arguments(name):
        for value in spoiled(given.get(argument)):
            yield argument, value


def outcome(desk: Desk, name: str, asked: dict[str, Any]) -> str:
    """Whether it went through, was refused, or what else came of it; then it is taken back.

    Whatever is written is within a change, and leaves its event: a refusal leaves none.
    """
    said = "done"
    with nullcontext() if name in ALONE else rehearsal(desk, action="purchases.record"):
        events = [] if desk.shop.running is None else desk.shop.running.events
        begun = len(events)
        try:
            SCRIPTED[name](who(desk, name), **asked)
        except Refused as refusal:
            kept = {one.action for one in events[begun:]} - TRIES
            said = f"refused, yet {kept} stays" if kept else f"refused: {refusal.code} {refusal}"
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
    desk.shop.forget()
    return said


@pytest.mark.parametrize("name", SCRIPTED)
def test_a_call_goes_through_as_it_stands(desk: Desk, name: str) -> None:
    assert outcome(desk, name, right(name)) == "done"


@pytest.mark.parametrize("name", SCRIPTED)
def test_no_argument_ends_in_a_fault_whatever_it_is(desk: Desk, name: str) -> None:
    ends = {
        f"{argument}={value!r}": outcome(desk, name, right(name) | {argument: value})
        for argument, value in cases(name)
    }
    assert [one for one in ends.items() if not re.match("done|refused: ", one[1])] == []


@pytest.mark.parametrize("name", SCRIPTED)
def test_true_is_nobodys_id(desk: Desk, name: str) -> None:
    for argument in arguments(name):
        if argument not in IDS and not argument.endswith("_id"):
            continue
        said = outcome(desk, name, right(name) | {argument: True})
        assert said.startswith("refused: "), argument
