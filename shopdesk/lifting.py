"""Lifting on the spot: somebody of a higher role allows one act at another's till, by their PIN.

Who is signed in stays so and does it; the audit bears both names. What is the owner's own is never
lifted: for that an owner signs in.
"""

from copy import copy

from shopdesk import pin_tries
from shopdesk.permissions import LOWEST, NEVER_LIFTED, ROLES, Lift, lowest, reaches
from shopdesk.refusals import NotPermitted, OverLimit, Refused, RoleChanged, SignInRefused
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.tables.shop import Staff as Row


def who_may(desk: Desk, refusal: Refused) -> list[str]:
    """The names of those whose PIN lifts what was refused, managers first."""
    needed = _needed(desk, refusal)
    if needed is None:
        return []
    rows = Row.select(Row.name, Row.role).where(Row.left_on.is_null()).order_by(Row.id)
    able = [(role, name) for name, role in rows.tuples().bind(desk.db)
            if _lifts(desk, role, needed)]  # fmt: skip
    return [name for _role, name in sorted(able, key=lambda one: -ROLES.index(one[0]))]


def _needed(desk: Desk, refusal: Refused) -> str | None:
    """The lowest role that could do what was refused; none where nobody's PIN helps."""
    if isinstance(refusal, OverLimit):
        return str(refusal.facts["lowest"])
    if not isinstance(refusal, NotPermitted) or isinstance(refusal, RoleChanged):
        return None
    action = refusal.facts.get("action")
    return None if action is None or action in NEVER_LIFTED else lowest(desk, str(action))


def _lifts(desk: Desk, role: str, needed: str = LOWEST) -> bool:
    return ROLES.index(role) < ROLES.index(desk.opened_as) and reaches(role, needed)


def lifted(desk: Desk, *, name: str, pin: str) -> Desk:
    """The same desk for one act that ``name`` allows: it ends with the change that needed it.

    The permissions and limits of ``name`` count for that one, where the desk's own do not reach.
    Refuses a wrong name or PIN alike, as a try of that person, and somebody who is not trusted
    more than who sits here.
    """
    person, known_as, role, stored = pin_tries.called(desk.shop, name, pin, desk.language)
    if not pin_tries.prove(desk, pin, stored, whose=(person, known_as)):
        raise SignInRefused(desk.language)
    if not _lifts(desk, role):
        raise NotPermitted(desk.language, name=known_as)
    with change(desk, action="staff.lift") as made:
        made.subject = person
    allowed = copy(desk)
    allowed.lift = Lift(person, known_as, role)
    return allowed
