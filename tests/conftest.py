"""What all tests share: a clock that is set, never patched, and a fresh copy of an empty shop."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from shopdesk.shop import Desk, Shop

settings.register_profile(
    "short", max_examples=25, stateful_step_count=30, deadline=None, derandomize=True
)
settings.register_profile("long", max_examples=500, stateful_step_count=50, deadline=None)
settings.load_profile("short")
"""What hypothesis tries: the same every time, or much more with ``--hypothesis-profile=long``."""

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
