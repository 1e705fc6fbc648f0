"""What all tests share: a clock that is set, never patched, and a fresh copy of an empty shop."""

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from shopdesk import pins
from shopdesk.shop import Desk, Shop

for name, examples, steps in (("short", 25, 30), ("long", 1500, 50)):
    settings.register_profile(
        name, max_examples=examples, stateful_step_count=steps, derandomize=name == "short",
        deadline=None, suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
settings.load_profile("short")
"""What hypothesis tries: the same every time, or much more with ``--hypothesis-profile=long``.

A busy computer fails no test: neither is measured how long an example takes.
"""


PIN_COST = pins._COST
pins._COST = 2
"""To try a PIN costs a tenth of a second on purpose: here only in programs of their own."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Windows are closed after a test: what is under way there stops unasked."""
    background: Any = sys.modules.get("ui.background")
    if background is not None:
        background.stop()
    return (yield)


OWNER, PIN = "店主", "258025"
NOON = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)
"""Noon in Shanghai on Thursday 15 October 2026."""


class SetClock:
    """A clock that stands where it was set: ``clock.now = …`` or ``clock.tick(days=1)``.

    Time passes by ``tick`` alone: setting the clock leaves the computer's running time as it was.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.running = timedelta(hours=3)

    def uptime_ms(self) -> int:
        return self.running // timedelta(milliseconds=1)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, **by: float) -> None:
        self.now += timedelta(**by)
        self.running += max(timedelta(), timedelta(**by))


@pytest.fixture(scope="session")
def empty_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One new shop in English, made once and copied by every test that needs one."""
    location = tmp_path_factory.mktemp("template") / "empty.shopdesk"
    Shop.create(
        location, name="青禾茶舍", owner=OWNER, pin=PIN, language="en", clock=SetClock(NOON)
    ).close()
    return location


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def location(empty_shop: Path, tmp_path: Path) -> Path:
    """The file of a fresh shop."""
    return Path(shutil.copy(empty_shop, tmp_path / "shop.shopdesk"))


@pytest.fixture
def shop(location: Path, clock: SetClock) -> Iterator[Shop]:
    with Shop.open(location, clock=clock) as opened:
        yield opened


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The owner at till 1."""
    return shop.sign_in(OWNER, PIN)


_LONG = (
    "tests/ui/test_pictures.py", "tests/journeys", "tests/proof", "tests/store", "tests/benchmarks",
)  # fmt: skip
"""Files that take long: begun first, so that no processor waits for the last of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take the long ones first."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
