"""Who served: whom a receipt counts for, where that is not who recorded it."""

from typing import Any

from shopdesk import receipts
from shopdesk.refusals import UnknownStaff
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.serving import Served
from shopdesk.store.tables.shop import Staff

_insert = prepared_row(Served, "purchase", "staff", "event")


@prepared
def _works_here(staff: Any) -> Any:
    return Staff.select(Staff.id).where((Staff.id == staff) & Staff.left_on.is_null())


@prepared
def _served(purchase: Any) -> Any:
    return Served.select(Staff.name).join(Staff).where(Served.purchase == purchase)


def name_of(desk: Desk, purchase_id: int) -> str | None:
    """Who served, where it was somebody else than who recorded it; refuses an unknown receipt."""
    receipts.get(desk, purchase_id)
    row = _served(desk.db, purchase=purchase_id).fetchone()
    return None if row is None else str(row[0])


def works_here(db: Any, staff_id: object) -> bool:
    """Whether this is the id of somebody who works here now."""
    return type(staff_id) is int and _works_here(db, staff=staff_id).fetchone() is not None


def note(made: Change, purchase_id: int, staff_id: int | None) -> None:
    """Let a receipt count for somebody else; refuses who does not work here."""
    if staff_id is None or (type(staff_id) is int and staff_id == made.staff_id):
        return
    if not works_here(made.db, staff_id):
        raise UnknownStaff(made.desk.language)
    _insert(made.db, (purchase_id, staff_id, made.event))
    made.note(served_by=staff_id)
