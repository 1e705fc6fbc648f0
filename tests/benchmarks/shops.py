"""Shops of any size, filled by bare SQL with rows as a till would have written them.

They are made once and kept; whatever is measured writes into a copy. ``check`` finds nothing in
them: a test says so.
"""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from shopdesk import codes, finding, ladders, products, tiers
from shopdesk.language import RESOURCES
from shopdesk.pricing import PointsRule
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import chained
from shopdesk.store.database import open_file
from tests.benchmarks.measuring import data_folder

NOW = datetime(2026, 10, 31, 4, 0, tzinfo=UTC)
FILLED = 2
"""To be raised when shops are filled in another way, so that none is kept from before."""
DAYS = 1095
"""The receipts of a filled shop spread over so many days, the last of them yesterday."""
PRODUCTS = 40
_FIRST_DAY = (NOW - timedelta(days=DAYS)).date().toordinal()
_NOON_MS = int((NOW - timedelta(days=DAYS)).timestamp() * 1000)
_DAY_MS = 86_400_000
_NAME, _CATEGORY, _COST = "茉莉银针", "茶", 3000
_RULE = PointsRule(1, 100, 100, 100, 100)
_AT_LEAST_MEMBERS = 100
_PURCHASES_EACH = 20


@contextmanager
def opened(location: Path) -> Iterator[Desk]:
    """The owner's desk in a shop whose clock stands."""
    with Shop.open(location, clock=lambda: NOW) as shop:
        yield Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")


def copied(kept: Path, folder: Path, name: str) -> Path:
    """A copy to write into."""
    return Path(shutil.copyfile(kept, folder / f"{name}.shopdesk"))


# --- keeping ----------------------------------------------------------------------------------


def with_members(count: int, folder: Path | None = None) -> Path:
    """A shop of so many members who never bought."""
    return kept(f"members-{count}", folder, lambda location: new(location, count))


def with_purchases(count: int, folder: Path | None = None) -> tuple[Path, Path]:
    """A shop with so many purchases, and the same shop before the first of them."""
    members = members_for(count)

    def make(location: Path) -> None:
        shutil.copyfile(with_members(members, folder), location)
        with bulk(location, is_grown=True) as db:
            fill_purchases(db, count, members)

    return kept(f"grown-{count}", folder, make), with_members(members, folder)


def members_for(purchases: int) -> int:
    """How many members a shop of so many purchases has: twenty each in three years."""
    return max(_AT_LEAST_MEMBERS, purchases // _PURCHASES_EACH)


def kept(name: str, folder: Path | None, make: Callable[[Path], None]) -> Path:
    """A shop as it was made once, else made now."""
    folder = folder or data_folder()
    location = folder / f"{name}-{_version()}.shopdesk"
    if not location.exists():
        for old in folder.glob(f"{name}-*.shopdesk*"):
            old.unlink()
        unfinished = location.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        make(unfinished)
        unfinished.rename(location)
    return location


def _version() -> str:
    """Changes with the schema, with what finds a member, and with how shops are filled."""
    seen = hashlib.sha256(f"{FILLED} {NOW} {DAYS}".encode())
    core = Path(finding.__file__).parent
    for file in (*sorted((core / "store" / "migrations").glob("*.py")), core / "store/triggers.py"):
        seen.update(file.read_bytes())
    seen.update(repr(sorted(finding.keys_of("100001", "欧阳三丰", "15400100001"))).encode())
    return seen.hexdigest()[:12]


# --- filling ----------------------------------------------------------------------------------


def new(location: Path, members: int) -> None:
    """A new shop of so many members, with goods and a ladder that nobody climbs."""
    Shop.create(location, name="青禾茶舍", owner="店主", pin="258025", clock=lambda: NOW).close()
    with opened(location) as desk:
        tiers.set_ladder(desk, [_out_of_reach(tier) for tier in ladders.TEMPLATES["five"]])
        for number in range(PRODUCTS):
            products.add(
                desk, name=f"{_NAME}{number}", price=price(number), category=_CATEGORY, cost=_COST
            )
    with bulk(location) as db:
        fill_members(db, members)


def _out_of_reach(tier: ladders.Tier) -> ladders.Tier:
    """A tier that is tested at every purchase and reached by none: all purchases cost the same."""
    if tier.criteria is None:
        return tier
    far = tuple(replace(c, threshold=c.threshold * 10**5) for c in tier.criteria.conditions)
    return replace(tier, criteria=replace(tier.criteria, conditions=far))


def price(product: int) -> int:
    """The price of a product, counted from 0."""
    return 2000 + 100 * product


@contextmanager
def bulk(location: Path, *, is_grown: bool = False) -> Iterator[Any]:
    """A bare connection to write much by: indexes are made again at the end.

    ``is_grown`` keeps them while it is filled, which takes longer: their pages are then as full
    as in a shop that grew. Those of an index just made are packed, and every next row splits one.
    """
    database = open_file(location, "en")
    db = database.connection()
    indexes = db.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    indexes = [] if is_grown else indexes
    for pragma in ("journal_mode=off", "synchronous=0", "foreign_keys=0", "cache_size=-400000"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN IMMEDIATE")
    for name, _ in indexes:
        db.execute(f'DROP INDEX "{name}"')
    yield db
    for _, sql in indexes:
        db.execute(sql)
    db.execute("COMMIT")
    db.execute("PRAGMA journal_mode=wal")
    database.close()


def fill_members(db: Any, count: int) -> None:
    """Write so many members, all of one event, each with a card and what finds them."""
    event = next(_events(db, [("imports.members", None, 0)]))
    people = list(_people(count))
    db.executemany(
        "INSERT INTO member (id, number, name, phone, joined_on, language, tier, earned,"
        " event_id)"
        f" VALUES (?, ?, ?, ?, {_FIRST_DAY}, 'zh_CN', 'member', 'member', {event})",
        people,
    )
    db.execute("INSERT INTO account SELECT id, 'points', 0, 0, NULL FROM member")
    db.execute(
        "INSERT INTO tier_change (event_id, member_id, kind, to_tier, at, on_day, ladder_id,"
        f" evidence) SELECT {event}, id, 'joined', 'member', 0, joined_on,"
        " (SELECT MAX(id) FROM ladder), '[]' FROM member"
    )
    db.executemany(
        f"INSERT INTO card (code, member_id, serial, issued_on, event_id)"
        f" VALUES (?, ?, ?, {_FIRST_DAY}, {event})",
        ((codes.card_code(member), member, member) for member, *_ in people),
    )
    _fill_keys(db, people)


def _fill_keys(db: Any, people: list[tuple[int, str, str, str]]) -> None:
    db.execute("CREATE TEMP TABLE unsorted (key TEXT, member_id INTEGER)")
    db.executemany(
        "INSERT INTO unsorted VALUES (?, ?)",
        (
            (key, member)
            for member, number, name, phone in people
            for key in finding.keys_of(number, name, phone)
        ),
    )
    db.execute("INSERT INTO member_key SELECT key, member_id FROM unsorted ORDER BY 1, 2")
    db.execute("DROP TABLE unsorted")


def _people(count: int) -> Iterator[tuple[int, str, str, str]]:
    """Id, number, name and phone of people who do not exist; the first ones are the same always."""
    names = json.loads((RESOURCES / "demo" / "names.json").read_text(encoding="utf-8"))
    given = names["given_women"] + names["given_men"]
    chance = Random(20261031)
    for member in range(1, count + 1):
        surnames = names["surnames_common"]
        if chance.random() < 0.1:
            surnames = names["surnames_polyphone"] + names["surnames_double"]
        first = surnames[int(len(surnames) * chance.random() ** 2)]
        yield member, number_of(member), first + chance.choice(given), phone_of(member)


def number_of(member: int) -> str:
    """A member's number."""
    return str(100_000 + member)


def phone_of(member: int) -> str:
    """A member's phone: no two are the same, and they lie all over the range."""
    return f"1{54_0010_0000 + member * 7_919 % 10_000_000:010}"


def _events(db: Any, happened: Iterable[tuple[str, str | None, int]]) -> Iterator[int]:
    """Write events of (action, key, day), chained to the last one; yields the number of each."""
    event, head = db.execute("SELECT id, hash FROM event ORDER BY id DESC LIMIT 1").fetchone()
    for action, key, day in happened:
        event += 1
        at = _NOON_MS + day * _DAY_MS
        values = (
            event, at, at, _FIRST_DAY + day, 1, "1", action, None, key, key and f"{event:064}",
            '{"due": 6100, "points": 61}',
        )  # fmt: skip
        head = chained(bytes(head), values)
        columns = (*values, head)
        db.execute(f"INSERT INTO event VALUES ({', '.join('?' * len(columns))})", columns)
        yield event


def basket(number: int, members: int) -> tuple[int, int, int]:
    """Who buys the n-th time, and the two products, counted from 0: one of these, two of those."""
    return number * 7919 % members + 1, number % PRODUCTS, (number + 7) % PRODUCTS


def fill_purchases(db: Any, count: int, members: int) -> None:
    """Write so many purchases of two lines, one event each, and all that follows from them."""
    events = _events(
        db, (("purchases.record", f"filled:{n}", n * DAYS // count) for n in range(count))
    )
    first = db.execute("SELECT MIN(id) FROM product").fetchone()[0]
    for number, event in enumerate(events):
        member, one, other = basket(number, members)
        day = number * DAYS // count
        due = price(one) + 2 * price(other)
        points = _RULE.earned(due)
        db.execute(
            "INSERT INTO purchase (id, event_id, member_id, at, on_day, goods, due, points_spent,"
            " points_earned, tier, steps, rule) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 'member', '[]',"
            f" '{json.dumps(_RULE)}')",
            (
                number + 1,
                event,
                member,
                _NOON_MS + day * _DAY_MS,
                _FIRST_DAY + day,
                due,
                due,
                points,
            ),
        )
        db.execute(_TWO_LINES, (*_line(number, 1, first, one), *_line(number, 2, first, other)))
    for sql in _WHAT_FOLLOWS.split(";"):
        db.execute(sql)


_TWO_LINES = (
    "INSERT INTO purchase_line (purchase_id, line, product_id, name, category, quantity_milli,"
    " price, cost, listed, tier_off, voucher_off, points_off, points, paid, is_earning) VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, 1), (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, 1)"
)


def _line(number: int, line: int, first: int, product: int) -> tuple[Any, ...]:
    listed = line * price(product)
    return (
        number + 1, line, first + product, f"{_NAME}{product}", _CATEGORY, 1000 * line,
        price(product), _COST, listed, listed,
    )  # fmt: skip


_WHAT_FOLLOWS = """
    INSERT INTO payment SELECT id, 'wechat', due FROM purchase;
    INSERT INTO lot
        (id, member_id, account, granted, remaining, earned_on, purchase_id, event_id)
        SELECT id, member_id, 'points', points_earned, points_earned, on_day, id, event_id
        FROM purchase;
    INSERT INTO entry
        (id, event_id, member_id, account, lot_id, kind, amount, on_day, purchase_id)
        SELECT id, event_id, member_id, 'points', id, 'earned', points_earned, on_day, id
        FROM purchase;
    INSERT INTO member_day (member_id, on_day, receipts, kept, spend, points)
        SELECT member_id, on_day, COUNT(*), COUNT(*), SUM(due), SUM(points_earned)
        FROM purchase GROUP BY member_id, on_day;
    UPDATE account SET lots = bought.points FROM (
        SELECT member_id AS member, SUM(points_earned) AS points FROM purchase GROUP BY member_id
    ) AS bought WHERE bought.member = account.member_id
"""
