"""Staff: who may sign in, as what."""

from dataclasses import dataclass

from shopdesk import pins, text
from shopdesk.permissions import ROLES
from shopdesk.refusals import ChoiceRefused, StaffNameTaken
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import change
from shopdesk.store.tables import Staff as Row
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff."""

    id: int
    name: str
    role: str


def everyone(desk: Desk) -> list[StaffMember]:
    """Who works here now."""
    rows = Row.select(Row.id, Row.name, Row.role).where(Row.left_on.is_null()).order_by(Row.id)
    return [StaffMember(*row) for row in rows.tuples().bind(desk.db)]


def add(desk: Desk, *, name: str, pin: str, role: str) -> StaffMember:
    """Let someone sign in; refuses a name that is taken and a PIN too short for the role."""
    if role not in ROLES:
        raise ChoiceRefused(desk.language, value=role, choices=", ".join(ROLES))
    tidy, pin_hash = text.kept(name, desk.language), pins.hashed(pin, role, desk.language)
    with change(desk, Topic.STAFF, action="staff.add") as made:
        if Row.select().where(Row.folded == text.fold(tidy)).tuples().bind(made.db).first():
            raise StaffNameTaken(desk.language, name=tidy)
        made.subject = (
            Row.insert(name=tidy, folded=text.fold(tidy), role=role, pin_hash=pin_hash)
            .bind(made.db)
            .execute()
        )
        made.note(role=role)
        return StaffMember(made.subject, tidy, role)


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
