"""What finding a member costs as someone types, from a small shop to a million members."""

from pathlib import Path
from statistics import median

from shopdesk import members
from shopdesk.shop import Desk
from tests.benchmarks import shops
from tests.benchmarks.measuring import Line, Sizes, p99, timed
from tests.benchmarks.selling import count_steps

READS, REPEATS = 20, 5
STEADY = ("王", "李", "1", "15")
"""Each begins far more keys than are read, of as many members, in the smallest shop already."""


def typed(member: int) -> tuple[str, ...]:
    """What someone types who looks for a member: the beginning, enough, or all of it."""
    phone, number = shops.phone_of(member), shops.number_of(member)
    return (
        *STEADY,
        "wang",
        "z",
        "zs",
        "zhangw",
        "三丰",
        "建国",
        "154",
        f"王 {phone[-4:]}",
        phone[-4:],
        phone,
        number,
    )


def lines(sizes: Sizes) -> list[Line]:
    """A search beside twenty reads by primary key, and its steps, at every size."""
    found = []
    smallest = steps(shops.with_members(sizes.members[0]))
    for count in sizes.members:
        kept = shops.with_members(count)
        seconds, reads = search(kept, sizes.rounds)
        worst, usual = p99(seconds) * 1000, median(seconds) * 1000
        floors = p99(reads) * 1000, median(reads) * 1000
        found += [
            Line(f"find among {count:,} members (p99)", worst, "ms", 1, floors[0], "ours"),
            Line(f"find among {count:,} members (median)", usual, "ms", 1, floors[1]),
            Line(f"its steps in SQLite at {count:,}", steps(kept), "", 1, smallest),
        ]
    return found


def search(kept: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of searches and of twenty reads each, by turns.

    Each is made ``REPEATS`` times and its median taken: what is left in the slowest of them is the
    search, not what else the machine had to do.
    """
    with shops.opened(kept) as desk:
        count = desk.db.execute_sql("SELECT MAX(id) FROM member").fetchone()[0]
        people = [number * 7919 % count + 1 for number in range(max(1, rounds // REPEATS))]
        wanted = [typed(member)[n % len(typed(member))] for n, member in enumerate(people)]
        db = desk.db.connection()

        def ours(number: int) -> None:
            members.find(desk, wanted[number // REPEATS])

        def floor(number: int) -> None:
            for step in range(READS):
                member = (people[number // REPEATS] + step * 104_729) % count + 1
                db.execute("SELECT * FROM member WHERE id = ?", (member,)).fetchone()

        for query in typed(1):
            members.find(desk, query)
        both = timed(len(people) * REPEATS, ours, floor)
    return settled(both[0]), settled(both[1])


def settled(seconds: list[float]) -> list[float]:
    """The median of each ``REPEATS`` in a row."""
    return [median(seconds[at : at + REPEATS]) for at in range(0, len(seconds), REPEATS)]


def steps(kept: Path) -> int:
    """The steps of SQLite's machine for what is typed first, where every size has enough hits."""
    with shops.opened(kept) as desk:
        return sum(steps_of(desk, query) for query in STEADY)


def steps_of(desk: Desk, query: str) -> int:
    """The steps of a search that was made before."""
    members.find(desk, query)
    return count_steps(desk, lambda: members.find(desk, query))
