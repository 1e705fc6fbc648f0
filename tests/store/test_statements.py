"""Statements made once: what a call gives stands where the query has it."""

from datetime import date
from typing import Any

import pytest
from peewee import IntegrityError

from shopdesk.shop import Shop
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.shop import Staff

ROW = ("李明", "李明", "cashier", "")


@prepared
def _between(high: Any, low: Any) -> Any:
    """Its parameters stand in another order, one of them twice, among values that are fixed."""
    return Staff.select(Staff.id, low).where(
        (Staff.role == "owner") & (Staff.id >= low) & (Staff.id <= high) & (Staff.name != "?2")
    )


_hire = prepared_row(Staff, "name", "folded", "role", "pin_hash")


def test_values_are_given_in_order_or_by_name(shop: Shop) -> None:
    for rows in (
        _between(shop.db, 3, -2),
        _between(shop.db, 3, low=-2),
        _between(shop.db, low=-2, high=3),
    ):
        assert rows.fetchall() == [(1, -2)]
    assert _between(shop.db, -2, 3).fetchall() == []


def test_a_row_is_written_and_gives_its_id(shop: Shop) -> None:
    with shop.db.atomic():
        assert _hire(shop.db, ROW) == 2
        assert Staff.select(Staff.id, Staff.role).where(Staff.name == "李明").tuples().bind(
            shop.db
        ).first() == (2, "cashier")


def test_a_column_without_a_value_holds_none_whatever_the_row_before_had(shop: Shop) -> None:
    hire = prepared_row(Staff, "name", "folded", "role", "pin_hash", "left_on")
    with shop.db.atomic():
        for nth, day in enumerate((None, 739000, None)):
            hire(shop.db, (f"李{day}", f"李{day}{nth}", "cashier", "", day))
        left = Staff.select(Staff.left_on).where(Staff.id > 1).order_by(Staff.id).tuples()
        assert [row[0] for row in left.bind(shop.db)] == [None, date.fromordinal(739000), None]


def test_what_sqlite_refuses_is_refused_in_the_words_of_peewee(shop: Shop) -> None:
    with shop.db.atomic(), pytest.raises(IntegrityError):
        _hire(shop.db, ("店主", "店主", "nobody", ""))
