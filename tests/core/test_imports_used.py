"""A receipt that was given to who came by an import is a use of it, as one bought since is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shopdesk import checks, imports, members, products, purchases, tiers
from shopdesk.import_use import ImportUsed
from shopdesk.shop import Desk

Table = Callable[[str], Path]
ATTACHED = "a receipt has been attached to Ann (No. 7) since."


@pytest.fixture
def table(tmp_path: Path) -> Table:
    def write(text: str) -> Path:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def ann(desk: Desk) -> int:
    return members.find(desk, "Ann")[0].id


def walk_in(desk: Desk, *, earns: bool = True) -> int:
    """A receipt of nobody known; one that earns no points leaves no entry in the journal."""
    desk.speaks = "en"
    tea = products.add(desk, name="Tea", price=600_000, is_earning=earns).id
    return purchases.record(desk, lines=[(tea, 1)], pay={"cash": 600_000}).id


@pytest.mark.parametrize("earns", [True, False])
def test_members_stay_once_an_older_receipt_was_attached_to_one(
    desk: Desk, table: Table, earns: bool
) -> None:
    receipt = walk_in(desk, earns=earns)
    came = imports.members(desk, table("number,name\n7,Ann\n"))
    assert imports.why_not(desk, came.id) == ""
    purchases.attach(desk, receipt, member=ann(desk))
    assert members.get(desk, ann(desk)).tier.code == "platinum"
    assert imports.why_not(desk, came.id) == ATTACHED
    with pytest.raises(ImportUsed):
        imports.undo(desk, came.id)
    assert not members.get(desk, ann(desk)).closed
    assert checks.run(desk) == ()


def test_receipts_stay_once_an_older_one_was_attached_to_who_has_them(
    desk: Desk, table: Table
) -> None:
    receipt = walk_in(desk, earns=False)
    members.register(desk, name="Ann", number="7")
    came = imports.purchases(desk, table("member,date,amount\n7,2026-09-01,1200\n"))
    purchases.attach(desk, receipt, member=ann(desk))
    assert imports.why_not(desk, came.id) == ATTACHED


def test_one_attached_before_the_receipts_came_or_made_void_is_no_use(
    desk: Desk, table: Table
) -> None:
    before, void = walk_in(desk), purchases.record(desk, amount=100, pay={"cash": 100}).id
    member = members.register(desk, name="Ann", number="7").id
    purchases.attach(desk, before, member=member)
    held = tiers.why(desk, member).how
    came = imports.purchases(desk, table("member,date,amount\n7,2026-09-01,1200\n"))
    purchases.attach(desk, void, member=member)
    assert imports.why_not(desk, came.id) == ATTACHED
    purchases.void(desk, void, reason="typed wrong")
    assert imports.why_not(desk, came.id) == ""
    imports.undo(desk, came.id)
    assert tiers.why(desk, member).how == held
    assert checks.run(desk) == ()


def test_what_a_merge_brought_and_took_back_again_is_no_use(desk: Desk, table: Table) -> None:
    receipt = walk_in(desk, earns=False)
    came = imports.members(desk, table("number,name\n7,Ann\n"))
    other = members.register(desk, name="Zoe").id
    purchases.attach(desk, receipt, member=other)
    merge = members.merge(desk, keep=ann(desk), drop=other)
    said = "Ann (No. 7) has been merged with another member or erased since."
    assert imports.why_not(desk, came.id) == said
    members.undo_merge(desk, merge.id)
    assert imports.why_not(desk, came.id) == ""
    imports.undo(desk, came.id)
    assert checks.run(desk) == ()
