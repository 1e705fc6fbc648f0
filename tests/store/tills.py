"""Tills in processes of their own: ``python -m tests.store.tills WHAT SHOP …``.

Each prints what it has done, line by line, so that a test knows it at once.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from shopdesk import deliveries, points, purchases, rewards, voucher_batches, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change
from shopdesk.topics import Topic

ROOT = Path(__file__).parents[2]
Start = Callable[..., subprocess.Popen[str]]
NOON = datetime(2026, 10, 15, 4, 0, tzinfo=UTC)


def start(what: str, location: Path, *words: object) -> subprocess.Popen[str]:
    """Start a till; it says ``ready`` when it has the shop open."""
    command = [sys.executable, "-m", "tests.store.tills", what, str(location), *map(str, words)]
    pipe = subprocess.PIPE
    till = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
    assert till.stdout is not None
    assert till.stdout.readline() == "ready\n"
    return till


def finish(till: subprocess.Popen[str]) -> list[str]:
    """Wait for a till to end well; what it said."""
    said = rest(till)
    assert till.returncode == 0
    return said


def kill(till: subprocess.Popen[str]) -> list[str]:
    """End a till as a power cut does; what it had said."""
    till.kill()
    return rest(till)


def rest(till: subprocess.Popen[str]) -> list[str]:
    """What is still to be read of a till, until it ends; its pipes are closed then."""
    with till:
        assert till.stdin is not None
        assert till.stdout is not None
        till.stdin.close()
        return till.stdout.read().split()


def say(what: object) -> None:
    print(what, flush=True)


def sell(desk: Desk, times: str, key: str = "") -> Iterator[object]:
    """Sell to nobody and to the first member by turns; says each receipt's id."""
    for number in range(int(times)):
        member = 1 if number % 2 else None
        sold = purchases.record(
            desk,
            member=member,
            amount=100,
            pay={"cash": 100},
            key=f"{key}:{number}" if key else None,
        )
        yield sold.id


def give(desk: Desk, times: str) -> Iterator[object]:
    """Give the first member one point at a time."""
    for _ in range(int(times)):
        points.adjust(desk, 1, 1, reason="test")
    yield times


def redeem(desk: Desk, *codes: str) -> Iterator[object]:
    """Redeem these vouchers; says each that was not used before."""
    for code in codes:
        try:
            yield vouchers.redeem(desk, code).code
        except Refused as refusal:
            assert refusal.code == "voucher_used"  # noqa: PT017 - not a test, a till


def deliver(desk: Desk, *ids: str) -> Iterator[object]:
    """Send the gifts of these vouchers; says the code of each that was not used before."""
    for id_ in ids:
        try:
            yield deliveries.send(desk, int(id_)).voucher.code
        except Refused as refusal:
            assert refusal.code == "voucher_used"  # noqa: PT017 - not a test, a till


def issue_many(desk: Desk, gift: str, copies: str, times: str) -> Iterator[object]:
    """Issue copies of a gift's voucher, so many at once; says how many each time."""
    for _ in range(int(times)):
        promise = vouchers.Promise(gift=int(gift))
        yield voucher_batches.issue(desk, promise, copies=int(copies)).given


def guess(desk: Desk, times: str) -> Iterator[object]:
    """Try wrong PINs of the owner; says how each was refused."""
    for _ in range(int(times)):
        try:
            desk.shop.sign_in(desk.staff_name, "000000")
        except Refused as refusal:
            yield refusal.code


def hold(desk: Desk) -> Iterator[object]:
    """Keep the shop open until told to end."""
    yield sys.stdin.readline()


def block(desk: Desk) -> Iterator[object]:
    """Be in the middle of a change until told to end."""
    with change(desk, Topic.SHOP, action="days.run"):
        yield "writing"
        sys.stdin.readline()


def reward(desk: Desk, part: str) -> Iterator[object]:
    """Give what is due, so many members at a time; says how many it has looked at."""
    rewards._BATCH = int(part)
    rewards.run(desk, progress=lambda done, _all: say(done))
    yield "all"


TILLS = {
    "sell": sell, "give": give, "redeem": redeem, "deliver": deliver, "issue_many": issue_many,
    "guess": guess, "hold": hold, "block": block, "reward": reward,
}  # fmt: skip


def main(what: str, location: str, *words: str) -> None:
    with Shop.open(location, clock=lambda: NOON) as shop:
        say("ready")
        for done in TILLS[what](Desk(shop, 1, "店主", "owner", till=what), *words):
            say(done)


if __name__ == "__main__":
    main(*sys.argv[1:])
