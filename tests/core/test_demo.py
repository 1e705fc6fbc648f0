"""The sample shop: the same every time, adding up, and with everything in it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shopdesk import checks, demo, figures, members, tags, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop

END = datetime(2026, 10, 15, 8, 30, tzinfo=UTC)
SHORT, LONG = 25, 250
"""Days: the long one shows every tier and every state of a voucher."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> demo.Demo:
    return demo.make(tmp_path_factory.mktemp("demo") / "demo.shopdesk", end=END, days_long=LONG)


@pytest.fixture(autouse=True)
def _few_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The short ones have fewer people; the long one is made before this."""
    monkeypatch.setattr(demo, "REGULARS", 60)


@pytest.fixture
def sample(made: demo.Demo) -> Iterator[Desk]:
    with Shop.open(made.location, clock=lambda: END) as shop:
        yield Desk(shop, 1, "店主", "owner", "1")


def content(location: Path) -> dict[str, list[object]]:
    """Every row of every table, PINs apart."""
    with Shop.open(location, clock=lambda: END) as shop:
        tables = [
            name
            for (name,) in shop.db.execute_sql("SELECT name FROM sqlite_master WHERE type='table'")
            if name not in ("schema_migration", "sqlite_sequence")
        ]
        rows = {}
        for table in tables:
            names = [row[1] for row in shop.db.execute_sql(f'PRAGMA table_info("{table}")')]
            kept = ", ".join(f'"{name}"' for name in names if name != "pin_hash")
            rows[table] = shop.db.execute_sql(f'SELECT {kept} FROM "{table}"').fetchall()
        return rows


def count(desk: Desk, what: str) -> int:
    (found,) = desk.db.execute_sql(f"SELECT COUNT(*) FROM {what}").fetchone()
    return int(found)


def test_its_first_regulars_are_known_and_everybody_was_asked(sample: Desk) -> None:
    assert (count(sample, "preference"), count(sample, "member_date")) == (6, 5)
    assert count(sample, "family_member") == 2
    assert tags.in_use(sample)[0] == tags.Tag("爱送礼", 2)
    assert count(sample, "consent WHERE kind = 'data'") == count(sample, "member")
    assert 0 < count(sample, "consent WHERE kind = 'marketing'") < count(sample, "member")


# --- the same again ---------------------------------------------------------------------------


def test_the_same_seed_and_end_make_the_same_shop(tmp_path: Path) -> None:
    one, two, other = (
        demo.make(tmp_path / f"{name}.shopdesk", end=end, seed=seed, days_long=SHORT).location
        for name, seed, end in (
            ("one", 1, END),
            ("two", 1, END.astimezone()),
            ("other", 2, END),
        )
    )
    assert content(one) == content(two)
    assert content(one) != content(other)


def test_a_later_hour_of_the_same_day_only_goes_on(tmp_path: Path) -> None:
    early, late = (
        demo.make(tmp_path / f"{hour}.shopdesk", end=END.replace(hour=hour), days_long=10).location
        for hour in (2, 13)
    )
    before, after = content(early)["purchase"], content(late)["purchase"]
    assert len(before) < len(after)
    assert after[: len(before)] == before


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.shopdesk").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        demo.make(tmp_path / "mine.shopdesk", end=END, days_long=SHORT)
    assert refused.value.code == "file_exists"


def test_it_says_how_far_it_is(tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    demo.make(tmp_path / "d.shopdesk", end=END, days_long=5, progress=lambda *at: said.append(at))
    assert said == [(day, 6) for day in range(1, 7)]


def test_it_speaks_english_too(tmp_path: Path) -> None:
    made = demo.make(tmp_path / "d.shopdesk", end=END, days_long=5, language="en")
    with Shop.open(made.location, clock=lambda: END) as shop:
        assert shop.settings.language == "en"
        goods = shop.db.execute_sql("SELECT name || category FROM product").fetchall()
        assert not [name for (name,) in goods if re.search("[一-鿿]", name)]
        assert shop.sign_in("Owner", demo.OWNER_PIN).role == "owner"
        own = shop.known.code, shop.known.secret
    chinese = demo.make(tmp_path / "zh.shopdesk", end=END, days_long=5)
    assert (chinese.receipts, chinese.vouchers) == (made.receipts, made.vouchers)
    with Shop.open(chinese.location, clock=lambda: END) as shop:
        assert shop.known.code != own[0], "they would list each other's backups"
        assert shop.known.secret != own[1]


# --- where it ends ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "has_opened"),
    [
        (END, True),
        (datetime(2026, 10, 14, 22, 30, tzinfo=UTC), False),  # half past six in the morning
        (datetime(2026, 10, 15, 17, 30, tzinfo=UTC), True),  # half past one: still yesterday
        (datetime(2026, 10, 15, 1, 31, tzinfo=UTC), True),  # a minute after opening
    ],
)
def test_nothing_is_later_than_its_end_and_the_last_day_is_alive(
    tmp_path: Path, end: datetime, *, has_opened: bool
) -> None:
    made = demo.make(tmp_path / "d.shopdesk", end=end, days_long=6)
    with Shop.open(made.location, clock=lambda: end) as shop:
        last = int(end.timestamp() * 1000)
        for column in ("event.at", "purchase.at", "refund.at", "shop.highest_at"):
            table, name = column.split(".")
            (latest,) = shop.db.execute_sql(f"SELECT MAX({name}) FROM {table}").fetchone()
            assert latest is None or latest <= last, column
        desk = Desk(shop, 1, "店主", "owner", "1")
        today = count(desk, f"purchase WHERE on_day = {shop.today().toordinal()}")
        assert (today > 0) is has_opened
        first = shop.today() - timedelta(days=6)
        assert count(desk, f"purchase WHERE on_day < {first.toordinal()}") == 0
        assert checks.run(desk) == ()


# --- what is in it ----------------------------------------------------------------------------


def test_it_adds_up(sample: Desk) -> None:
    assert checks.run(sample) == ()


def test_it_says_what_it_made(made: demo.Demo, sample: Desk) -> None:
    assert made.members == count(sample, "member")
    assert made.receipts == count(sample, "purchase")
    assert made.vouchers == len(vouchers.listed(sample))
    for worker in made.staff:
        assert sample.shop.sign_in(worker.name, worker.pin).role == worker.role


def test_every_tier_and_every_state_of_a_voucher_is_there(sample: Desk) -> None:
    held = {tier for (tier,) in sample.db.execute_sql("SELECT DISTINCT tier FROM member")}
    assert held == {"member", "silver", "gold", "platinum", "diamond"}
    every = vouchers.listed(sample)
    assert {v.state for v in every} == {"issued", "redeemed", "expired", "void"}
    assert {v.kind for v in every} == {"gift", "amount", "percent"}
    assert any(v.member_id is None for v in every)


def test_it_has_what_goes_wrong_in_a_shop(sample: Desk) -> None:
    for what in (
        "refund WHERE NOT is_void", "refund WHERE is_void", "refund_line",
        "card WHERE lost_on IS NOT NULL", "purchase WHERE member_id IS NULL",
        "purchase WHERE points_spent > 0", "voucher_use", "entry WHERE kind = 'adjusted'",
        "entry WHERE lot_id IS NULL", "top_up", "pass_use",
        "payment WHERE tender = 'bonus'", "refund_payment WHERE tender = 'principal'",
    ):  # fmt: skip
        assert count(sample, what), what


def test_its_people_have_names_in_both_languages_and_rare_characters(sample: Desk) -> None:
    names = [name for (name,) in sample.db.execute_sql("SELECT name FROM member")]
    assert any(re.fullmatch(r"[A-Za-z' .-]+", name) for name in names)
    assert sum(bool(re.search("[一-鿿]", name)) for name in names) > len(names) / 2
    assert any(ord(char) > 0xFFFF for name in names for char in name)
    assert {m.language for m in members.find(sample, "1", limit=200)} == {"zh_CN", "en"}


def test_its_months_look_like_a_shop(sample: Desk) -> None:
    month = figures.month(sample, 2026, 9)
    assert month.sales > 0 < month.new_members
    assert month.visits > month.active_members > 10
    assert month.repurchase.rate is not None
    assert month.retention.rate is not None
    assert month.churn.of > 0
    assert month.gift_cost > 0
    assert len(month.top_members) == 10
