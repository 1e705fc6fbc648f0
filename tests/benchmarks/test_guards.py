"""What keeps a large shop fast, counted instead of timed: the same in every run."""

import re
import time
from pathlib import Path

import pytest

from reports import vouchers as printed_vouchers
from shopdesk import (
    cards,
    checks,
    consents,
    dates,
    evidence,
    families,
    figures,
    members,
    passes,
    photos,
    points,
    preferences,
    rewards,
    stored_value,
    tags,
    tier_history,
    tiers,
    timeline,
    vouchers,
)
from shopdesk.shop import Desk
from tests.benchmarks import (
    busy,
    giving,
    measuring,
    month,
    paper,
    searching,
    selling,
    shops,
    watching,
    wholes,
    window,
)

FEW, MANY = 500, 5_000
SMALL = {"shop", "staff", "ladder", "product", "gift", "reward_rule"}
"""Tables of a few rows, whatever the shop: these may be read from end to end."""
_NAMED = re.compile(r'"(\w+)" AS "(\w+)"')


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filled")


@pytest.fixture(scope="module")
def filled(folder: Path) -> Path:
    """A shop of 2,000 purchases by a hundred members."""
    return shops.with_purchases(2_000, folder)[0]


@pytest.fixture
def desk(filled: Path, tmp_path: Path):
    """The owner of a copy of it, who has just sold something: every statement is prepared."""
    with shops.opened(shops.copied(filled, tmp_path, "guarded")) as opened:
        selling.recorder(opened)(0)
        members.find(opened, "王 9")
        yield opened


def scans(desk: Desk, sql: str) -> list[str]:
    """The tables of many rows that a statement would read from end to end."""
    plan = desk.db.connection().execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    names = {alias: table for table, alias in _NAMED.findall(sql)}
    read = [detail.split()[1] for *_, detail in plan if detail.startswith("SCAN ")]
    tables = {names.get(name, name) for name in read} & stored(desk)
    return sorted(tables - SMALL)


def stored(desk: Desk) -> set[str]:
    rows = desk.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for (name,) in rows}


def planned(statements: list[str]) -> list[str]:
    return [sql for sql in statements if sql.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}]


def assert_no_scan(desk: Desk, statements: list[str]) -> None:
    assert planned(statements), "Nothing was traced."
    found = {sql: tables for sql in planned(statements) if (tables := scans(desk, sql))}
    assert not found, f"These read whole tables, and slow down as the shop grows: {found}."


def test_a_purchase_reads_no_table_from_end_to_end(desk: Desk):
    work = selling.recorder(desk)
    assert_no_scan(desk, selling.traced(desk, lambda: work(1)))


@pytest.mark.parametrize("query", ["王", "wang", "154", "9763", "100077", "王 97", "M000000019"])
def test_a_search_reads_no_table_from_end_to_end(desk: Desk, query: str):
    assert_no_scan(desk, selling.traced(desk, lambda: members.find(desk, query)))


def test_a_member_is_read_by_index(desk: Desk):
    assert_no_scan(desk, selling.traced(desk, lambda: members.get(desk, 7)))


def test_what_a_member_paid_for_beforehand_is_read_by_index(desk: Desk):
    reads = (passes.of_member, stored_value.top_ups, stored_value.balance)
    assert_no_scan(desk, selling.traced(desk, lambda: [read(desk, 7) for read in reads]))


def test_all_that_a_profile_shows_is_read_by_index(desk: Desk):
    reads = (
        evidence.origins, evidence.debts, points.lots, points.next_expiry, timeline.of_member,
        vouchers.of_member, tier_history.of_member, cards.of_member, members.merges,
        dates.of_member, families.of_member, families.sharing, preferences.of_member,
        tags.of_member, photos.of_member, consents.last_said, tiers.why,
    )  # fmt: skip
    assert_no_scan(desk, selling.traced(desk, lambda: [read(desk, 7) for read in reads]))


def test_the_guard_sees_a_scan(desk: Desk):
    assert scans(desk, 'SELECT "t1"."due" FROM "purchase" AS "t1" WHERE "t1"."due" = 3')
    assert not scans(desk, 'SELECT "t1"."due" FROM "purchase" AS "t1" WHERE "t1"."id" = 3')


def test_a_purchase_is_one_commit_of_at_most_sixteen_statements(desk: Desk):
    work = selling.recorder(desk)
    statements = selling.traced(desk, lambda: work(1))
    assert sum(sql.startswith("COMMIT") for sql in statements) == 1
    assert len(statements) <= 16, statements


def test_a_purchase_takes_as_many_steps_in_a_large_shop(filled: Path, folder: Path):
    """Members of both shops came equally often, so a fiftieth is for who came when."""
    larger = shops.with_purchases(6_000, folder)[0]
    assert selling.steps(larger) <= selling.steps(filled) * 1.02


def test_a_search_takes_as_many_steps_among_ten_times_the_members(folder: Path):
    few, many = (shops.with_members(count, folder) for count in (FEW, MANY))
    with shops.opened(few) as one, shops.opened(many) as other:
        for query in ("1", "15"):
            assert searching.steps_of(one, query) == searching.steps_of(other, query)


def test_a_voucher_is_printed_in_a_thousand_bytes(tmp_path: Path):
    target, count = tmp_path / "vouchers.pdf", 400
    printed_vouchers.pdf(target, paper.slips(count), shop_name="青禾茶舍", shop_phone="")
    assert target.stat().st_size / count <= 1000


# --- the measurements themselves --------------------------------------------------------------


def test_a_filled_shop_adds_up(filled: Path):
    with shops.opened(filled) as desk:
        assert checks.run(desk) == ()


def test_the_floor_writes_the_rows_that_a_purchase_writes(filled: Path, tmp_path: Path):
    ours, floor = (shops.copied(filled, tmp_path, name) for name in ("ours", "floor"))
    with shops.opened(ours) as desk, selling.bare(floor, 3) as bare:
        work = selling.recorder(desk)
        for number in range(3):
            work(number)
            bare(number)
    with shops.opened(ours) as one, shops.opened(floor) as other:
        for table in sorted(stored(one) - {"event", "shop"}):
            rows = [d.db.execute_sql(f'SELECT * FROM "{table}"').fetchall() for d in (one, other)]
            assert rows[0] == rows[1], table
        counts = [d.db.execute_sql("SELECT COUNT(*) FROM event").fetchone() for d in (one, other)]
        assert counts[0] == counts[1]


def test_the_plain_sql_gives_the_figures_of_the_month(filled: Path):
    with shops.opened(filled) as desk:
        found = figures.month(desk, month.YEAR, month.MONTH)
        plain = month.plain(desk.db.connection())
    assert sum(sales for _, sales, _ in plain["days"]) == found.sales > 0
    assert plain["visits"][0][1] == found.active_members
    assert plain["retention"] == [(found.retention.of, found.retention.n)]
    assert plain["churn"] == [(found.churn.of, found.churn.n)]
    assert plain["top"][0][2] == found.top_members[0].sales
    assert {(a, b): n for a, b, n in plain["tiers"]} == {
        (a, b): n for a, row in found.tier_moves.items() for b, n in row.items()
    }


def test_the_plain_question_finds_whom_a_preview_gives_something(folder: Path):
    location = shops.copied(shops.with_members(FEW, folder), folder, "giving")
    with shops.opened(location) as desk:
        rule = giving.monthly(desk)
        planned = rewards.preview(desk)
        plain = giving.plain(desk.db.connection(), rule.id)
    assert [row[:2] for row in plain] == [row[:2] for row in planned.given]
    assert sum(row[4] for row in plain) == planned.cost > 0


def test_every_measurement_runs(monkeypatch: pytest.MonkeyPatch, folder: Path):
    """On sizes so small that the figures say nothing."""
    monkeypatch.setenv("SHOPDESK_BENCH_DATA", str(folder))
    monkeypatch.delenv("SHOPDESK_CDNOW", raising=False)
    sizes = measuring.Sizes(3, 2_000, (FEW,), 16, 1, 100)
    parts = (selling, searching, month, giving, paper, wholes)
    lines = [line for part in parts for line in part.lines(sizes)]
    assert all(line.ours > 0 for line in lines)
    table = measuring.table(lines).splitlines()
    assert len(table) == len(lines) + 2
    assert all(row.startswith("| ") for row in (table[0], *table[2:]))


def test_a_till_at_the_counter_has_loaded_nothing_that_is_for_later(location: Path, tmp_path: Path):
    loaded = window.start(tmp_path, "till", str(location)).modules
    assert "ui.pages.counter" in loaded
    assert not window.for_later(loaded), "Import it inside the function that uses it."


def test_a_till_at_the_counter_knows_no_more_of_qt_than_it_uses(location: Path, tmp_path: Path):
    known = window.start(tmp_path, "till", str(location)).enumerations
    assert known < 300, (
        "Something asked Qt what an unknown object is, so that all it could be was made known:"
        " 5 ms and 1 MB, or four times that. Usual suspects: an event filter on the whole program,"
        " viewport(), style(), findChildren()."
    )


def test_the_window_is_measured_beside_an_empty_one(location: Path, tmp_path: Path):
    ours, floor = (window.start(tmp_path, *what) for what in (("till", str(location)), ("empty",)))
    assert 0 < floor.painted < floor.whole
    assert len(ours.modules) > len(floor.modules)


def test_a_jump_is_measured_in_two_lists_of_all_members(folder: Path):
    shop = shops.with_members(FEW * 4, folder)
    with shops.opened(shop) as desk, window.shown(desk) as (ours, floor):
        assert len(ours.model.rows) == len(floor.model.rows) == FEW * 4


def test_a_shop_with_everything_in_it_is_whole(folder: Path):
    with shops.opened(busy.with_everything(100, folder)) as desk:
        assert checks.run(desk) == ()


def test_a_watch_tells_what_took_long_and_leaves_out_what_waited_for_a_form():
    watch = watching.Watch()
    watch.where = "a key"
    waits, typed = watch.outside("until the form is there"), watch.inside("typed into the form")
    with watch.inside("pressed"), waits, typed:
        until = time.perf_counter() + 0.06
        while time.perf_counter() < until:
            pass
    watch.end()
    (slow,) = [slot for slot in watch.slots if slot.ms > watching.LONGEST_MS]
    assert (slow.where, slow.event) == ("a key", "typed into the form")
    assert "a key" in watching.told(watch.slots, 1)
