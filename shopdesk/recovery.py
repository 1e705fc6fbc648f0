"""An owner's way back in who forgot the PIN: a code on paper that is good once.

Of the code only a hash is kept. It is shown when it is made, and never again; a newer one ends it.
"""

from typing import Any, NamedTuple

from shopdesk import codes, pin_tries, pins, text
from shopdesk.permissions import ROLES
from shopdesk.refusals import OldPinRefused, RecoveryRefused
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.shop import Staff as Row
from shopdesk.topics import Topic

LENGTH = 16
"""Symbols of five bits each: nobody guesses one."""
_GROUP = 4


class Owner(NamedTuple):
    """An owner as the recovery needs them."""

    id: int
    name: str
    role: str
    pin_hash: str
    recovery_hash: str | None


def _owners(which: Any) -> Any:
    return Row.select(Row.id, Row.name, Row.role, Row.pin_hash, Row.recovery_hash).where(
        which & Row.left_on.is_null() & (Row.role == ROLES[0])
    )


@prepared
def _by_id(staff: Any) -> Any:
    return _owners(Row.id == staff)


@prepared
def _by_name(folded: Any) -> Any:
    return _owners(Row.folded == folded)


def owners(shop: Shop) -> list[str]:
    """The names of those for whom there may be a code."""
    rows = Row.select(Row.name).where((Row.role == ROLES[0]) & Row.left_on.is_null())
    return [row[0] for row in rows.order_by(Row.id).tuples().bind(shop.db)]


def is_made(desk: Desk) -> bool:
    """Whether the desk's person has a code that was not used yet."""
    row = _by_id(desk.db, staff=desk.staff_id).fetchone()
    return row is not None and Owner(*row).recovery_hash is not None


def renew(desk: Desk, *, pin: str) -> str:
    """Make the owner who sits here a new code, and return it: the one before is good no more.

    Asks for the PIN, as a till that was left open is not enough; a wrong one counts like a wrong
    one at the sign-in. For owners only, each for themselves.
    """
    row = _by_id(desk.db, staff=desk.staff_id).fetchone()
    stored = pins.nobodys() if row is None else Owner(*row).pin_hash
    if not pin_tries.prove(desk, pin, stored):
        raise OldPinRefused(desk.language)
    with change(desk, Topic.STAFF, action="staff.make_recovery") as made:
        made.subject = desk.staff_id
        return _renewed(made, desk.staff_id)


def recover(shop: Shop, *, name: str, code: str, pin: str, till: str = "1") -> str:
    """Give an owner a new PIN by their code, and return the next code: this one was good once.

    Too many wrong PINs do not stand in its way. Wrong codes are counted like wrong PINs, by
    themselves; somebody who is no owner, or has no code, is refused like a wrong code.
    """
    language = shop.settings.language
    pins.check(pin, ROLES[0], language)  # before the code, so that it is no try
    row = _by_name(shop.db, folded=text.fold(name)).fetchone()
    if row is None:
        pins.matches(code, pins.nobodys())
        raise RecoveryRefused(language, name=name)
    owner = Owner(*row)
    desk = Desk(shop, staff_id=owner.id, staff_name=owner.name, role=owner.role, till=till)
    stored = owner.recovery_hash or pins.nobodys()
    if not pin_tries.prove(desk, tidy(code), stored, what=pin_tries.CODE):
        raise RecoveryRefused(language, name=owner.name)
    with change(desk, Topic.STAFF, action="staff.recover") as made:
        if _by_name(shop.db, folded=text.fold(name)).fetchone() != row:
            raise RecoveryRefused(language, name=owner.name)  # another till was faster
        made.subject = owner.id
        Row.update(pin_hash=pins.hashed(pin, owner.role, language)).where(Row.id == owner.id).bind(
            made.db
        ).execute()
        return _renewed(made, owner.id)


def tidy(code: str) -> str:
    """A code as it was made, however it was typed: nothing between the symbols, O for 0."""
    typed = text.scanned(code)
    plain = typed.translate(str.maketrans("OIL", "011"))
    return "".join(symbol for symbol in plain if symbol in codes.SYMBOLS)


def _renewed(made: Change, staff_id: int) -> str:
    code = codes.random_symbols(LENGTH)
    Row.update(recovery_hash=pins.sealed(code)).where(Row.id == staff_id).bind(made.db).execute()
    return "-".join(code[at : at + _GROUP] for at in range(0, LENGTH, _GROUP))
