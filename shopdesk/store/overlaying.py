"""A shop as it was on a day, laid over its file: temporary tables by the names of its own.

SQLite looks for a name among what is temporary first. So every question of the core that is asked
on such a connection is answered as of then, and none is written twice. The file itself is only
read, and as it stood at one moment.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shopdesk.store.database import ShopDatabase


@dataclass(frozen=True, slots=True)
class Terms:
    """What the shop is to go by: settings, ladder and rules as they are stored.

    ``rules`` are rows of ``reward_rule`` by the names of their columns.
    """

    settings: str
    tiers: str
    review_months: int | None
    grace_days: int
    rules: tuple[Mapping[str, Any], ...]


_LAID = (
    "CREATE TEMP TABLE shop AS SELECT * FROM main.shop",
    "CREATE TEMP TABLE ladder AS SELECT * FROM main.ladder ORDER BY id DESC LIMIT 1",
    "CREATE TEMP TABLE reward_rule AS SELECT * FROM main.reward_rule WHERE 0",
    "CREATE TEMP TABLE gift AS SELECT * FROM main.gift",
    "UPDATE temp.gift SET stock = NULL",
    "CREATE TEMP TABLE member AS SELECT * FROM main.member",
    "CREATE UNIQUE INDEX temp.past_member ON member (id)",
    "CREATE INDEX temp.past_joined ON member (joined_on)",
    "CREATE INDEX temp.past_born ON member (birth_month, birth_day)",
    "CREATE INDEX temp.past_born_lunar ON member (lunar_month, lunar_day)",
    "UPDATE temp.member SET closed_on = NULL WHERE closed_on >= :first",
    "CREATE TEMP TABLE occasion AS SELECT * FROM main.occasion WHERE on_day < :first",
    "CREATE INDEX temp.past_occasion ON occasion (rule_id, member_id)",
    "CREATE TEMP TABLE voucher AS SELECT * FROM main.voucher WHERE issued_on < :first",
    "CREATE INDEX temp.past_voucher ON voucher (gift_id)",
)
_DAYS = (
    "CREATE TEMP TABLE member_day AS SELECT * FROM main.member_day WHERE on_day < :first",
    "CREATE UNIQUE INDEX temp.past_day ON member_day (member_id, on_day)",
    "CREATE INDEX temp.past_by_day ON member_day (on_day, member_id)",
)


@contextmanager
def laid_over(
    location: Path, first: date, terms: Terms, *, has_days: bool
) -> Iterator[ShopDatabase]:
    """The shop as it stood before the first business day of a stretch, under other terms.

    No gift can run out; what was promised or given since is not there. ``has_days``: nor what was
    bought since, where somebody asks.
    """
    db = ShopDatabase(str(location))
    db.connect()
    try:
        db.execute_sql("PRAGMA temp_store = 2")
        db.execute_sql("BEGIN")
        for sql in (*_LAID, *(_DAYS if has_days else ())):
            db.execute_sql(sql.replace(":first", str(first.toordinal())))
        db.execute_sql("UPDATE temp.shop SET highest_at = 0, settings = ?", (terms.settings,))
        db.execute_sql(
            "UPDATE temp.ladder SET tiers = ?, review_months = ?, grace_days = ?",
            (terms.tiers, terms.review_months, terms.grace_days),
        )
        for row in terms.rules:
            _lay_rule(db, row)
        yield db
    finally:
        db.close()


def _lay_rule(db: ShopDatabase, row: Mapping[str, Any]) -> None:
    """A rule as it is kept, or a new one, with what is tried of it."""
    kept = "SELECT * FROM main.reward_rule WHERE id = ?"
    id_ = (row["id"],)
    if db.execute_sql(kept, id_).fetchone():
        db.execute_sql(f"INSERT INTO temp.reward_rule {kept}", id_)
    else:
        db.execute_sql("INSERT INTO temp.reward_rule (id) VALUES (?)", id_)
    names = ", ".join(f'"{name}" = ?' for name in row)
    sql = f"UPDATE temp.reward_rule SET {names} WHERE id = ?"
    db.execute_sql(sql, (*row.values(), *id_))


def lay_tier(db: ShopDatabase, member_id: int, tier: str) -> None:
    """Let a member hold a tier."""
    db.execute_sql("UPDATE temp.member SET tier = ? WHERE id = ?", (tier, member_id))


def lay_closed(db: ShopDatabase, day: date) -> None:
    """Let memberships be closed that were closed on the day before."""
    db.execute_sql(
        "UPDATE temp.member SET closed_on = ?1 WHERE id IN "
        "(SELECT id FROM main.member WHERE closed_on = ?1)",
        (day.toordinal() - 1,),
    )


def lay_receipt(db: ShopDatabase, member_id: int, on: int, spend: int, points: int) -> None:
    """Count a receipt into its member's day."""
    db.execute_sql(
        """INSERT INTO temp.member_day (member_id, on_day, receipts, kept, spend, points)
           VALUES (?, ?, 1, 1, ?, ?) ON CONFLICT (member_id, on_day) DO UPDATE SET
           receipts = receipts + 1, kept = kept + 1, spend = spend + excluded.spend,
           points = points + excluded.points""",
        (member_id, on, spend, points),
    )
