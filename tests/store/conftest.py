"""What the store's tests share: desks without a PIN, and the file looked at from outside."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from shopdesk import members, staff, tiers
from shopdesk.shop import Desk, Shop
from tests.store import tills


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The owner at till 1."""
    return Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


@pytest.fixture
def cashier(desk: Desk) -> Desk:
    """A cashier at till 2."""
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    return Desk(desk.shop, hired.id, hired.name, hired.role, till="2")


@pytest.fixture
def member(desk: Desk) -> int:
    """The first member, to whom any number of tills can sell at the same price."""
    tiers.set_ladder(desk, [replace(tier, discount_percent=0) for tier in tiers.ladder(desk)])
    return members.register(desk, name="张三丰").id


@pytest.fixture
def raw(location: Path) -> Iterator[Any]:
    """The shop's file as any other program opens it: none of ShopDesk's own care."""
    connection = dbapi2.connect(str(location), isolation_level=None, timeout=5)
    connection.execute("PRAGMA foreign_keys = ON")
    yield connection
    connection.close()


@pytest.fixture
def start(location: Path) -> Iterator[tills.Start]:
    """Starts tills in processes of their own; none outlives its test."""
    started: list[subprocess.Popen[str]] = []

    def till(what: str, *words: object, shop: Path = location) -> subprocess.Popen[str]:
        started.append(tills.start(what, shop, *words))
        return started[-1]

    yield till
    for one in started:
        if one.stdout is not None and not one.stdout.closed:
            tills.kill(one)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes a disk of its own of a given size (``"2m"``) that can be full or read-only."""
    made: list[Path] = []

    def disk(size: str) -> Path:
        folder = tmp_path / f"disk-{len(made)}"
        folder.mkdir()
        if not mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)):
            pytest.skip("a disk can be mounted by root on Linux only")
        made.append(folder)
        return folder

    yield disk
    for folder in made:
        subprocess.run(["umount", folder], check=True)


def mount(*words: str) -> bool:
    """Whether mounting worked."""
    tool = shutil.which("mount")
    if tool is None:
        return False
    return subprocess.run([tool, *words], check=False, capture_output=True).returncode == 0
