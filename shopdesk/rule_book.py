"""What reward rules gave so far, and what they gave to one member."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, fn

from shopdesk import members, reward_rules
from shopdesk.permissions import sees_costs
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import Given, Occasion, Owed
from shopdesk.store.tables.giving import Voucher


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a rule gave: on so many ``occasions``, vouchers of which so many were ``used``.

    ``owed`` occasions wait for stock. ``cost`` is what all of it may cost, in minor units, and
    nothing for who may not see it. What was taken back, none of it used, is not counted.
    """

    occasions: int = 0
    vouchers: int = 0
    used: int = 0
    owed: int = 0
    cost: int | None = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """That a rule gave a member something: on which day, for what it came, how many things."""

    on: date
    rule: str
    rule_en: str | None
    vouchers: tuple[int, ...]


_STANDS = Occasion.is_freed == SQL("0")


@prepared
def _occasions() -> Any:
    return Occasion.select(Occasion.rule, fn.COUNT(SQL("*"))).where(_STANDS).group_by(Occasion.rule)


@prepared
def _costs() -> Any:
    return (
        Given.select(Occasion.rule, fn.SUM(Given.cost))
        .join(Occasion)
        .where(_STANDS)
        .group_by(Occasion.rule)
    )


@prepared
def _issued() -> Any:
    is_used = fn.SUM(Voucher.state == SQL("'redeemed'"))
    return (
        Given.select(Occasion.rule, fn.COUNT(Voucher.id), is_used)
        .join(Occasion)
        .join(Voucher, on=(Voucher.id == Given.voucher))
        .where(_STANDS)
        .group_by(Occasion.rule)
    )


@prepared
def _owed() -> Any:
    return Owed.select(Owed.rule, fn.COUNT(SQL("*"))).group_by(Owed.rule)


def so_far(desk: Desk) -> dict[int, SoFar]:
    """By the id of each rule there ever was what it gave."""
    occasions, costs, owed = (dict(ask(desk.db).fetchall()) for ask in (_occasions, _costs, _owed))
    issued = {rule: counts for rule, *counts in _issued(desk.db).fetchall()}
    may = sees_costs(desk)
    return {
        rule.id: SoFar(
            occasions.get(rule.id, 0), *issued.get(rule.id, (0, 0)), owed.get(rule.id, 0),
            costs.get(rule.id, 0) if may else None,
        )
        for rule in reward_rules.listed(desk)
    }  # fmt: skip
