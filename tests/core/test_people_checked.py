"""The check knows whose everything is: forged holders, attachments and merges are found."""

from datetime import date

import pytest

from shopdesk import checks, feedback, members, points, purchases, vouchers
from shopdesk.shop import Desk
from tests.core.test_checks import codes, unguard

FORGED = [
    ("UPDATE purchase SET member_id = 2 WHERE id = 2", {"holder", "member_day"}),
    ("UPDATE purchase SET tier = 'gold' WHERE id = 1", {"holder"}),
    ("UPDATE attachment SET points = 7", {"holder"}),
    ("UPDATE lot SET member_id = 2 WHERE id = 1", {"holder", "balance"}),
    ("UPDATE voucher SET member_id = 3 WHERE id = 1", {"holder"}),
    ("UPDATE rating SET member_id = 3 WHERE id = 1", {"holder"}),
    ("UPDATE moved SET to_member_id = 3 WHERE kind = 'voucher'", {"holder"}),
    ("UPDATE merged_member SET survivor_id = 3", {"survivor"}),
    ("DELETE FROM merged_member", {"survivor"}),
    ("UPDATE member SET joined_on = joined_on + 1 WHERE id = 1", {"survivor"}),
    ("UPDATE entry SET amount = amount - 1 WHERE kind = 'moved' AND amount < 0 AND member_id = 2",
     {"lot", "journal"}),
    ("UPDATE tier_change SET to_tier = 'gold' WHERE kind = 'merged'", {"tier"}),
]  # fmt: skip


@pytest.fixture
def merged(desk: Desk) -> Desk:
    """Somebody who is the survivor of two and had forgotten to say so once."""
    keep, drop, _other = (
        members.register(desk, name=name, joined_on=day).id
        for name, day in (
            ("A", date(2026, 3, 1)), ("B", date(2026, 2, 1)), ("C", date(2026, 1, 1)),
        )
    )  # fmt: skip
    walk_in = purchases.record(desk, amount=5000, pay={"cash": 5000}).id
    purchases.record(desk, member=drop, amount=120_000, pay={"cash": 120_000})
    purchases.attach(desk, walk_in, member=keep)
    vouchers.issue(desk, drop, amount=500)
    feedback.rate(desk, drop, 4)
    members.merge(desk, keep=keep, drop=drop)
    return desk


def test_a_shop_of_merged_members_adds_up(merged: Desk) -> None:
    assert checks.run(merged) == ()
    assert points.balance(merged, 1) == 1250


@pytest.mark.parametrize(("sql", "expected"), FORGED, ids=[sql for sql, _ in FORGED])
def test_what_was_forged_is_found(merged: Desk, sql: str, expected: set[str]) -> None:
    unguard(merged)
    assert merged.db.execute_sql(sql).rowcount > 0
    assert codes(merged) == expected


@pytest.mark.parametrize("table", ["purchase", "lot", "voucher", "rating"])
def test_no_row_changes_hands_without_a_move_that_says_so(merged: Desk, table: str) -> None:
    for member in (1, 3):
        with pytest.raises(Exception, match=r"is fixed|append-only"):
            merged.db.execute_sql(f'UPDATE "{table}" SET member_id = {member}')
