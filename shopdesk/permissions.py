"""Who may do what: each action and the lowest role it takes, as delivered or as the shop has it.

A shop keeps where it deviates in its settings, which every change knows already: asking costs a
sale no statement. What is in ``OWNERS_OWN`` and ``EVERYBODYS`` stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from shopdesk.refusals import ChoiceRefused, NotPermitted, PermissionFixed

if TYPE_CHECKING:
    from shopdesk.shop import Desk

Role = Literal["owner", "manager", "cashier"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the most trusted to the least."""
LOWEST: Role = ROLES[-1]

LOWEST_ROLE: dict[str, Role] = {
    "shop.create": "owner",
    "practice.make": "owner",
    "desk.try_pin": "cashier",
    "desk.try_code": "cashier",
    "desk.sign_in": "cashier",
    "members.register": "cashier",
    "members.edit": "cashier",
    "members.name_referrer": "cashier",
    "feedback.rate": "cashier",
    "interactions.log": "cashier",
    "consents.give": "cashier",
    "consents.withdraw": "cashier",
    "dates.add": "cashier",
    "dates.edit": "cashier",
    "dates.remove": "cashier",
    "families.start": "cashier",
    "families.join": "cashier",
    "families.leave": "cashier",
    "families.edit": "cashier",
    "tags.put": "cashier",
    "preferences.put": "cashier",
    "photos.put": "cashier",
    "photos.remove": "cashier",
    "members.export": "manager",
    "members.replace_card": "cashier",
    "members.merge": "manager",
    "members.undo_merge": "manager",
    "members.not_duplicate": "manager",
    "members.erase": "owner",
    "products.add": "manager",
    "products.edit": "manager",
    "products.reprice": "manager",
    "products.rename_category": "owner",
    "costs.see": "manager",
    "promotions.add": "manager",
    "promotions.edit": "manager",
    "promotions.close": "manager",
    "purchases.record": "cashier",
    "purchases.back_date": "manager",
    "purchases.refund": "manager",
    "purchases.void": "cashier",
    "purchases.exchange": "manager",
    "receipts.print": "cashier",
    "purchases.attach": "cashier",
    "points.adjust": "manager",
    "stored_value.top_up": "cashier",
    "stored_value.other_bonus": "manager",
    "stored_value.refund_top_up": "manager",
    "stored_value.void_top_up": "cashier",
    "stored_value.print": "cashier",
    "stored_value.set_pin": "cashier",
    "stored_value.replace_pin": "manager",
    "stored_value.try_proof": "cashier",
    "stored_value.proved": "cashier",
    "passes.refund": "manager",
    "tiers.set_ladder": "owner",
    "tiers.recount": "owner",
    "tiers.review": "manager",
    "tiers.lock": "manager",
    "tiers.floor": "manager",
    "tiers.trial": "manager",
    "tiers.paid": "manager",
    "tiers.lift": "manager",
    "gifts.add": "manager",
    "gifts.edit": "manager",
    "gifts.receive": "manager",
    "gifts.count": "manager",
    "gifts.give_back": "manager",
    "gifts.close": "manager",
    "gifts.reopen": "manager",
    "gift_pictures.put": "manager",
    "gift_pictures.remove": "manager",
    "gift_sets.add": "manager",
    "gift_sets.edit": "manager",
    "gift_templates.make": "manager",
    "vouchers.issue": "manager",
    "vouchers.redeem": "cashier",
    "vouchers.refused": "cashier",
    "vouchers.void": "manager",
    "vouchers.recognise": "cashier",
    "vouchers.extend": "manager",
    "vouchers.extend_expired": "owner",
    "vouchers.accept": "owner",
    "vouchers.issue_many": "manager",
    "vouchers.print": "cashier",
    "vouchers.see_refused": "manager",
    "vouchers.allow_scans": "manager",
    "deliveries.put": "cashier",
    "deliveries.send": "cashier",
    "deliveries.track": "cashier",
    "deliveries.receive": "cashier",
    "settlements.see": "manager",
    "settlements.settle": "manager",
    "rewards.add": "owner",
    "rewards.edit": "owner",
    "rewards.close": "owner",
    "festivals.add": "owner",
    "festivals.edit": "owner",
    "festivals.remove": "owner",
    "events.add": "manager",
    "events.edit": "manager",
    "events.cancel": "manager",
    "events.invite": "manager",
    "events.uninvite": "manager",
    "events.answer": "cashier",
    "events.check_in": "cashier",
    "events.undo_check_in": "cashier",
    "segments.add": "manager",
    "segments.edit": "manager",
    "segments.remove": "manager",
    "segments.export": "owner",
    "rewards.run": "cashier",
    "rewards.give_due": "cashier",
    "days.run": "cashier",
    "days.accept_clock": "owner",
    "figures.month": "manager",
    "figures.commission": "owner",
    "figures.export": "owner",
    "what_if.simulate": "manager",
    "staff.add": "owner",
    "staff.edit": "owner",
    "staff.leave": "owner",
    "staff.set_pin": "cashier",
    "staff.set_pin_of_others": "owner",
    "staff.unlock": "owner",
    "staff.lift": "cashier",
    "staff.recover": "cashier",
    "staff.make_recovery": "owner",
    "permissions.set": "owner",
    "settings.change": "owner",
    "logo.put": "owner",
    "logo.remove": "owner",
    "imports.members": "manager",
    "imports.products": "manager",
    "imports.purchases": "manager",
    "imports.cards": "manager",
    "imports.undo": "manager",
    "cards.reserve": "manager",
    "exports.make": "owner",
    "backups.make": "cashier",
    "backups.restore": "owner",
    "notices.seen": "manager",
    "shifts.begin": "cashier",
    "shifts.hand_over": "cashier",
    "cash.pay_in": "cashier",
    "cash.pay_out": "cashier",
    "days.close": "cashier",
    "drawer.see": "manager",
    "parked.park": "cashier",
    "parked.recall": "cashier",
    "parked.drop": "cashier",
    "months.close": "owner",
    "months.close_due": "cashier",
}


OWNERS_OWN = frozenset({
    "shop.create", "practice.make", "staff.add", "staff.edit", "staff.leave",
    "staff.set_pin_of_others", "staff.unlock", "staff.make_recovery", "settings.change",
    "permissions.set", "days.accept_clock", "backups.restore",
})  # fmt: skip
"""Never lowered, nor lifted by a PIN: whoever may do one of these could give themselves all others,
or (the clock) let everything in the shop end at once."""
EVERYBODYS = frozenset({
    "desk.try_pin", "desk.try_code", "desk.sign_in", "staff.set_pin", "staff.lift", "staff.recover",
    "vouchers.refused", "rewards.run", "days.run", "backups.make", "months.close_due",
    "stored_value.try_proof", "stored_value.proved", "vouchers.recognise",
})  # fmt: skip
"""Never raised: signing in, what the day brings about by itself, what only keeps that something was
tried, and what keeps the shop safe."""
FIXED = OWNERS_OWN | EVERYBODYS
NEVER_LIFTED = OWNERS_OWN | {
    "costs.see", "drawer.see", "figures.month", "figures.commission", "vouchers.see_refused",
    "settlements.see", "what_if.simulate",
}  # fmt: skip
"""Nobody's PIN allows these once: what is only read has no end that a change would say."""


@dataclass(slots=True)
class Lift:
    """Somebody of a higher role who allows one act at another's desk: see ``lifting``."""

    staff_id: int
    name: str
    role: str
    is_used: bool = False
    """Whether the change that runs would have been refused without it."""


# --- asking -----------------------------------------------------------------------------------


def reaches(role: str, lowest: str) -> bool:
    """Whether ``role`` is trusted as much as ``lowest``."""
    return role in ROLES[: ROLES.index(lowest) + 1]


def lowest(desk: "Desk", action: str) -> str:
    """The lowest role that may do ``action`` in this shop; refuses an action that there is not."""
    try:
        return desk.shop.settings.permissions.get(action, LOWEST_ROLE[action])
    except (KeyError, TypeError):
        raise _no_action(desk, action) from None


def _no_action(desk: "Desk", action: object) -> ChoiceRefused:
    return ChoiceRefused(desk.language, value=action, choices="purchases.refund, …")


def may(desk: "Desk", action: str) -> bool:
    """Whether the desk's person may do ``action`` in this shop, with nobody's help."""
    return reaches(desk.role, lowest(desk, action))


def is_lifted(desk: "Desk", action: str) -> bool:
    """Whether somebody who may do ``action`` allows it at this desk once."""
    if desk.lift is None or action in NEVER_LIFTED:
        return False
    return reaches(desk.lift.role, lowest(desk, action))


def require(desk: "Desk", action: str) -> None:
    """Refuse ``action`` to a desk whose role does not reach to it."""
    if not may(desk, action):
        raise NotPermitted(desk.language, name=desk.staff_name, action=action)


def require_to_act(desk: "Desk", action: str) -> None:
    """Refuse ``action`` in a change to a desk whose role does not reach to it, nor that of who
    lifts it."""
    if desk.lift is not None and is_lifted(desk, action) and not may(desk, action):
        desk.lift.is_used = True
    else:
        require(desk, action)


def sees_costs(desk: "Desk") -> bool:
    """Whether a desk is told what goods and gifts cost the shop; others are told nothing there."""
    return may(desk, "costs.see")


# --- changing ---------------------------------------------------------------------------------


def set(desk: "Desk", action: str, role: str | None = None) -> None:
    """Say which role an action takes at least in this shop; none is as delivered.

    Refuses an action or role that there is not, and those that stay as they are: see ``FIXED``.
    """
    lowest(desk, action)
    set_all(desk, {action: role})


def set_all(desk: "Desk", roles: Mapping[str, str | None]) -> None:
    """Say which roles several actions take, all of them or none: see ``set``."""
    if not isinstance(roles, Mapping):
        raise _no_action(desk, roles)
    for action, role in roles.items():
        lowest(desk, action)
        if role is not None and role not in ROLES:
            raise ChoiceRefused(desk.language, value=role, choices=", ".join(ROLES))
        if action in FIXED:
            raise PermissionFixed(desk.language, action=action)
    _keep(desk, {action: role or LOWEST_ROLE[action] for action, role in roles.items()})


def reset(desk: "Desk") -> None:
    """Make every action take the role again that it takes as delivered."""
    _keep(desk, dict(LOWEST_ROLE))


def _keep(desk: "Desk", roles: dict[str, str]) -> None:
    from shopdesk import settings  # every change asks this room first
    from shopdesk.store.change import change
    from shopdesk.topics import Topic

    with change(desk, Topic.SHOP, Topic.STAFF, action="permissions.set") as made:
        desk.shop.refresh()
        before = desk.shop.settings
        meant = before.permissions | roles
        kept = {one: role for one, role in meant.items() if role != LOWEST_ROLE.get(one)}
        settings.keep(made, replace(before, permissions=kept))
        changed = {one for one in meant if kept.get(one) != before.permissions.get(one)}
        made.note(roles={one: meant[one] for one in sorted(changed)})
