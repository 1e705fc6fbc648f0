"""Who may do what: each action and the lowest role it takes."""

from typing import TYPE_CHECKING, Literal, get_args

from shopdesk.refusals import NotPermitted

if TYPE_CHECKING:
    from shopdesk.shop import Desk

Role = Literal["owner", "manager", "cashier"]
ROLES: tuple[Role, ...] = get_args(Role)
"""From the most trusted to the least."""

LOWEST_ROLE: dict[str, Role] = {
    "shop.create": "owner",
    "desk.try_pin": "cashier",
    "desk.sign_in": "cashier",
    "members.register": "cashier",
    "members.edit": "cashier",
    "members.name_referrer": "cashier",
    "feedback.rate": "cashier",
    "interactions.log": "cashier",
    "consents.give": "cashier",
    "consents.withdraw": "cashier",
    "members.replace_card": "cashier",
    "members.merge": "manager",
    "members.undo_merge": "manager",
    "members.not_duplicate": "manager",
    "members.erase": "owner",
    "products.add": "manager",
    "products.edit": "manager",
    "costs.see": "manager",
    "promotions.add": "manager",
    "promotions.close": "manager",
    "purchases.record": "cashier",
    "purchases.back_date": "manager",
    "purchases.refund": "manager",
    "purchases.void": "cashier",
    "purchases.exchange": "manager",
    "purchases.attach": "cashier",
    "purchases.attach_more": "manager",
    "points.adjust": "manager",
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
    "vouchers.issue": "manager",
    "vouchers.redeem": "cashier",
    "vouchers.refused": "cashier",
    "vouchers.void": "manager",
    "rewards.add": "owner",
    "rewards.run": "cashier",
    "days.run": "cashier",
    "days.accept_clock": "owner",
    "figures.month": "manager",
    "staff.add": "owner",
    "staff.edit": "owner",
    "staff.leave": "owner",
    "staff.set_pin": "cashier",
    "staff.set_pin_of_others": "owner",
    "staff.unlock": "owner",
    "settings.change": "owner",
    "imports.members": "manager",
    "imports.products": "manager",
    "imports.purchases": "manager",
    "backups.make": "cashier",
    "notices.seen": "manager",
}


def may(role: str, action: str) -> bool:
    """Whether someone of ``role`` may do ``action``; an action must be in the table."""
    return role in ROLES[: ROLES.index(LOWEST_ROLE[action]) + 1]


def require(desk: "Desk", action: str) -> None:
    """Refuse ``action`` to a desk whose role does not reach to it."""
    if not may(desk.role, action):
        raise NotPermitted(desk.language, name=desk.staff_name, action=action)


def sees_costs(desk: "Desk") -> bool:
    """Whether a desk is told what goods and gifts cost the shop; others are told nothing there."""
    return may(desk.role, "costs.see")
