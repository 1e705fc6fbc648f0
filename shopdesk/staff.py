"""Staff: who may sign in, as what.

Whoever becomes an owner chooses a new PIN: an owner's is longer, and of the one until now only a
hash is kept. There is always an owner: nobody gives up their own place, another owner has to.
"""

from dataclasses import dataclass
from typing import Any

from shopdesk import inputs, pin_tries, pins, text
from shopdesk.figures_commission import WHOLE
from shopdesk.permissions import ROLES
from shopdesk.refusals import (
    AmountRefused,
    LastOwner,
    OldPinRefused,
    OwnPlace,
    PinRefused,
    RoleChanged,
    StaffLeft,
    StaffNameTaken,
    UnknownStaff,
)
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Staff as Row
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff."""

    id: int
    name: str
    role: str
    commission: int = 0
    """In hundredths of a percent of what they sell: see ``figures.commission``."""


def everyone(desk: Desk) -> list[StaffMember]:
    """Who works here now."""
    rows = _people().where(Row.left_on.is_null()).order_by(Row.id)
    return [StaffMember(*row) for row in rows.tuples().bind(desk.db)]


def _people() -> Any:
    return Row.select(Row.id, Row.name, Row.role, Row.commission)


def names(shop: Shop) -> list[str]:
    """The names of who may sign in: the tiles of a locked till."""
    rows = Row.select(Row.name).where(Row.left_on.is_null()).order_by(Row.id)
    return [row[0] for row in rows.tuples().bind(shop.db)]


@prepared
def _state(staff: Any) -> Any:
    return Row.select(Row.role, Row.left_on, Row.pin_hash).where(Row.id == staff)


def require_unchanged(desk: Desk) -> None:
    """Refuse a desk whose person has left since, or has another role than it was opened with.

    A desk notices by itself when it changes something; who only reads has to ask.
    """
    role, left_on, _hash = _state(desk.db, staff=desk.staff_id).fetchone()
    if left_on is not None:
        raise StaffLeft(desk.language, name=desk.staff_name)
    if role != desk.opened_as:
        raise RoleChanged(desk.language, name=desk.staff_name)


def add(desk: Desk, *, name: str, pin: str, role: str, commission: int = 0) -> StaffMember:
    """Let someone sign in; refuses a name that is taken and a PIN too short for the role.

    For ``commission`` see ``edit``.
    """
    inputs.choice(role, ROLES, desk.language)
    rate = _checked_rate(desk, commission)
    tidy, pin_hash = text.kept(name, desk.language), pins.hashed(pin, role, desk.language)
    with change(desk, Topic.STAFF, action="staff.add") as made:
        _refuse_taken(made, tidy)
        made.subject = (
            Row.insert(
                name=tidy, folded=text.fold(tidy), role=role, pin_hash=pin_hash, commission=rate
            )
            .bind(made.db)
            .execute()
        )  # fmt: skip
        made.note(role=role)
        return StaffMember(made.subject, tidy, role, rate)


def edit(
    desk: Desk,
    staff_id: int,
    *,
    name: str | None = None,
    role: str | None = None,
    pin: str | None = None,
    commission: int | None = None,
) -> StaffMember:
    """Change a name, a role, a commission; what is not given stays.

    ``commission`` is in hundredths of a percent, up to all of it. Refuses a name that is taken,
    another role than owner for the last owner or for oneself, and a role that asks for longer PINs
    without a new ``pin`` for it. A ``pin`` is taken along in any case, but not one's own: see
    ``set_pin``.
    """
    if role is not None:
        inputs.choice(role, ROLES, desk.language)
    if pin is not None and staff_id == desk.staff_id:  # see ``set_pin``
        raise OldPinRefused(desk.language)
    tidy = None if name is None else text.kept(name, desk.language)
    with change(desk, Topic.STAFF, action="staff.edit") as made:
        person = _one(made, staff_id)
        rate = person.commission if commission is None else _checked_rate(desk, commission)
        became = StaffMember(staff_id, tidy or person.name, role or person.role, rate)
        if became.name != person.name:
            _refuse_taken(made, became.name, but=staff_id)
        if became.role != person.role:
            _refuse_without_owner(made, person)
        if pin is None and pins.SHORTEST[became.role] > pins.SHORTEST[person.role]:
            raise PinRefused(desk.language, digits=pins.SHORTEST[became.role])
        values = {"name": became.name, "folded": text.fold(became.name), "role": became.role,
                  "commission": rate}  # fmt: skip
        if pin is not None:
            values["pin_hash"] = pins.hashed(pin, became.role, desk.language)
        Row.update(**values).where(Row.id == staff_id).bind(made.db).execute()
        made.subject = staff_id
        made.note(role=became.role, renamed=became.name != person.name, pin=pin is not None)
        if rate != person.commission:
            made.note(commission=rate)
    if staff_id == desk.staff_id:
        desk.staff_name = became.name
    return became


def set_pin(desk: Desk, staff_id: int, pin: str, *, old: str | None = None) -> None:
    """Give someone a new PIN: everyone their own, an owner anyone's; refuses one too short.

    One's own asks for the ``old`` one: a till that was left open is not enough. A wrong one counts
    like a wrong one at the sign-in.
    """
    is_own = staff_id == desk.staff_id
    if is_own:
        pins.check(pin, desk.opened_as, desk.language)  # before the old one, so that it is no try
    if is_own and not is_own_pin(desk, old):
        raise OldPinRefused(desk.language)
    permission = "staff.set_pin" if is_own else "staff.set_pin_of_others"
    with change(desk, Topic.STAFF, action="staff.set_pin", permission=permission) as made:
        person = _one(made, staff_id)
        pin_hash = pins.hashed(pin, person.role, desk.language)
        Row.update(pin_hash=pin_hash).where(Row.id == staff_id).bind(made.db).execute()
        made.subject = staff_id


def is_own_pin(desk: Desk, pin: str | None) -> bool:
    """Whether this is the PIN of who sits at the desk; a wrong one counts as a try."""
    _role, _left_on, stored = _state(desk.db, staff=desk.staff_id).fetchone()
    return pin is not None and pin_tries.prove(desk, pin, stored)


def unlock(desk: Desk, staff_id: int) -> None:
    """Let someone try their PIN again at once, whom too many wrong ones keep out."""
    with change(desk, Topic.STAFF, action="staff.unlock") as made:
        made.subject = _one(made, staff_id).id


def leave(desk: Desk, staff_id: int) -> None:
    """Let someone sign in no more, nor go on at a desk that is open; their name is free again.

    Refuses the last owner, and oneself.
    """
    with change(desk, Topic.STAFF, action="staff.leave") as made:
        _refuse_without_owner(made, _one(made, staff_id))
        Row.update(left_on=made.today).where(Row.id == staff_id).bind(made.db).execute()
        made.subject = staff_id


def _checked_rate(desk: Desk, rate: object) -> int:
    if type(rate) is not int or not 0 <= rate <= WHOLE:
        raise AmountRefused(desk.language, amount=rate)
    return rate


def _refuse_taken(made: Change, name: str, *, but: int | None = None) -> None:
    """Refuse the name of somebody who works here; who has left gives it free."""
    folded = text.fold(name)
    holder = Row.select(Row.id, Row.left_on).where(Row.folded == folded).tuples()
    row = holder.bind(made.db).first()
    if row is None or row[0] == but:
        return
    if row[1] is None:
        raise StaffNameTaken(made.desk.language, name=name)
    # What is folded holds no space: nobody can be called so, and nobody signs in by it any more.
    Row.update(folded=f"{folded} {row[0]}").where(Row.id == row[0]).bind(made.db).execute()


def _one(made: Change, staff_id: int) -> StaffMember:
    """Someone who works here now."""
    here = _people().where((Row.id == staff_id) & Row.left_on.is_null())
    row = here.tuples().bind(made.db).first() if type(staff_id) is int else None
    if row is None:
        raise UnknownStaff(made.desk.language)
    return StaffMember(*row)


def _refuse_without_owner(made: Change, person: StaffMember) -> None:
    """Refuse to take a place from the only owner, or from whoever is doing it."""
    owners = Row.select().where((Row.role == "owner") & Row.left_on.is_null())
    if person.role == "owner" and owners.bind(made.db).count() == 1:
        raise LastOwner(made.desk.language, name=person.name)
    if person.id == made.desk.staff_id:
        raise OwnPlace(made.desk.language, name=person.name)


def owner_name(shop: Shop) -> str:
    """The name of the shop's first owner, who acts where nobody else is named."""
    row = (
        Row.select(Row.name)
        .where((Row.role == "owner") & Row.left_on.is_null())
        .order_by(Row.id)
        .tuples()
        .bind(shop.db)
        .first()
    )
    return str(row[0])
