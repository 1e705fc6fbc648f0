"""Stored value: prepaid money that a member holds, in principal and bonus.

``top_up`` sells it, ``purchases.record(pay={"stored_value": …})`` spends it, ``refund_top_up``
gives it back (9.3, 9.4). The statement is what a member is handed.
"""

from dataclasses import dataclass
from datetime import date, datetime

from shopdesk import movements, people, spending
from shopdesk.language import N_, translator
from shopdesk.proofs import needs_proof, proof_of, set_pin
from shopdesk.shop import Desk
from shopdesk.spending import StoredValue
from shopdesk.top_up_drawer import Taken, taken
from shopdesk.top_ups import TopUp, bonus_for, get, top_up, top_ups
from shopdesk.top_ups import display_number as top_up_number
from shopdesk.topping_back import (
    TopUpRefund,
    preview_refund_top_up,
    refund_top_up,
    void_top_up,
)

__all__ = [
    "Movement", "Statement", "StoredValue", "Taken", "TopUp", "TopUpRefund", "balance",
    "bonus_for", "get", "needs_proof", "preview_refund_top_up", "proof_of", "refund_top_up",
    "set_pin", "statement", "taken", "top_up", "top_ups", "void_top_up",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement: by how much principal and bonus moved, and what is held after it.

    ``kind`` is topped_up, spent, returned, taken_back (a top-up given back) or another kind of the
    journal; ``what`` says it in words.
    """

    on: date
    at: datetime
    kind: str
    what: str
    principal: int
    bonus: int
    balance: StoredValue

    @property
    def amount(self) -> int:
        """By how much the whole moved."""
        return self.principal + self.bonus


@dataclass(frozen=True, slots=True)
class Statement:
    """What a member held before the first day, each movement, and what they held after the last:
    ``opening`` and all movements make ``closing``."""

    member_id: int
    first_on: date
    last_on: date
    opening: StoredValue
    movements: tuple[Movement, ...]
    closing: StoredValue


KINDS = {
    "topped_up": N_("Topped up, {number}"),
    "spent": N_("Paid, receipt {number}"),
    "returned": N_("Given back, receipt {number}"),
    "taken_back": N_("Top-up {number} given back"),
    "moved": N_("Carried over"),
}


def balance(desk: Desk, member_id: int) -> StoredValue:
    """What a member holds, principal and bonus apart; refuses an unknown member."""
    people.refuse_unknown(desk, member_id)
    return spending.held(desk.db, member_id)


def statement(desk: Desk, member_id: int, first_on: date, last_on: date) -> Statement:
    """A member's stored value over the days from ``first_on`` to ``last_on``, both inclusive.

    Refuses an unknown member, and days that are none or in the wrong order.
    """
    read = movements.of_accounts(desk, member_id, spending.BUCKETS, first_on, last_on)
    opening = held = StoredValue(*read.before.values())
    told = []
    for one in read.movements:
        principal, bonus = one.parts.values()
        held = StoredValue(held.principal + principal, held.bonus + bonus)
        told.append(
            Movement(one.on, one.at, one.kind, _what(desk, one), principal, bonus, held)
        )  # fmt: skip
    return Statement(member_id, first_on, last_on, opening, tuple(told), held)


def _what(desk: Desk, one: movements.Movement) -> str:
    _, number = translator(desk.language), one.receipt
    if number is None and one.top_up is not None:
        number = top_up_number(one.top_up)
    return _(KINDS.get(one.kind, N_("Adjusted"))).format(number=number)
