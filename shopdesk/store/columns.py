"""The kinds of column a table is made of, and the words some of them are limited to."""

from collections.abc import Sequence
from typing import Any

from peewee import SQL, Check, ForeignKeyField, Model

from shopdesk.money import LARGEST, TENDER_ORDER
from shopdesk.store.fields import IntegerField, TextField

TENDERS = TENDER_ORDER
ACCOUNTS = ("points", "principal", "bonus", "pass")
ENTRY_KINDS = (
    "earned", "spent", "adjusted", "returned", "taken_back", "expired", "topped_up", "moved",
)  # fmt: skip
VOUCHER_KINDS = ("gift", "amount", "percent")
VOUCHER_STATES = ("issued", "redeemed", "expired", "void")
VOUCHER_EVENTS = (*VOUCHER_STATES, "returned", "extended", "printed", "sent", "received")
OCCASION_STATES = ("stands", "freed", "forfeit")
REWARDS = ("voucher", "points", "multiplier", "pass", "trial")
CHANNELS = ("counter", "courier", "partner")
MOVEMENTS = (
    "received", "promised", "given", "released", "returned", "counted", "broken", "replaced",
)  # fmt: skip
TIER_CHANGES = (
    "joined", "upgrade", "kept", "step_down", "reverted", "recounted", "restored", "merged",
    "unmerged",
)  # fmt: skip
OVERLAYS = ("lock", "floor", "trial", "paid")
INTERACTIONS = ("call", "visit", "event", "complaint", "survey")
CONSENTS = ("data", "marketing")
DATES = ("own", "birthday", "anniversary")
EVENTS = ("launch", "appreciation", "brand", "other")
ANSWERS = ("open", "accepted", "declined")
CASH_UPS = ("handover", "close")
CASH_MOVES = ("in", "out")
PARKED_ENDS = ("recalled", "dropped")


class Table(Model):
    """What all tables share: STRICT, so that a column holds its type or nothing."""

    class Meta:
        strict_tables = True
        legacy_table_names = False


def whole(
    name: str, *, low: int = 0, null: bool = False, default: int | None = None
) -> IntegerField:
    """A column of money (or points) between ``low`` and the largest amount there may be."""
    constraints: list[Any] = [Check(f'"{name}" >= {low} AND "{name}" < {LARGEST}')]
    if default is not None:
        constraints.append(SQL(f"DEFAULT {default}"))
    return IntegerField(null=null, constraints=constraints)


def total(name: str) -> IntegerField:
    """A column that sums amounts: far wider, so that no single amount overflows it."""
    return IntegerField(constraints=[Check(f'"{name}" >= 0 AND "{name}" < {LARGEST * 10**5}')])


def flag(name: str, *, default: int) -> IntegerField:
    """A column that is 0 or 1."""
    return IntegerField(constraints=[Check(f'"{name}" IN (0, 1)'), SQL(f"DEFAULT {default}")])


def choice(name: str, values: Sequence[str], *, default: str | None = None) -> TextField:
    """A column that holds one of ``values``."""
    listed = ", ".join(f"'{value}'" for value in values)
    constraints: list[Any] = [Check(f'"{name}" IN ({listed})')]
    if default is not None:
        constraints.append(SQL(f"DEFAULT '{default}'"))
    return TextField(constraints=constraints)


def link(
    table: type[Model] | str,
    column: str,
    *,
    null: bool = False,
    index: bool = False,
    primary_key: bool = False,
) -> Any:
    """A foreign key that nothing may pull away from under its row.

    Checked at once. One checked at the commit makes SQLite look through every table that points
    at a row being written, for others that wait for it: sales would slow down as the shop grows.
    """
    return ForeignKeyField(
        table, column_name=column, null=null, index=index, primary_key=primary_key, backref="+",
        lazy_load=False,
    )  # fmt: skip


def written_by(event: type[Model]) -> Any:
    """The event that wrote the row. It is written last in its change, so ``checks`` looks for it
    and no constraint does.
    """
    return ForeignKeyField(
        event, column_name="event_id", index=False, backref="+", lazy_load=False, _deferred=True
    )
