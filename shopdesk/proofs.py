"""Proofs that it is the member who spends: a card number can be copied, so above an amount a PIN
is asked, or the last four digits of the phone.

A member's wrong tries slow down as those of staff do: see ``pin_tries``.
"""

import hmac
from typing import Any

from peewee import fn

from shopdesk import buying, people, pin_tries, pins
from shopdesk.money import Money
from shopdesk.permissions import require_to_act
from shopdesk.refusals_of_value import (
    PhoneNeeded,
    ProofMissing,
    ProofNeeded,
    ProofWrong,
    TooManyProofs,
)
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.prepaid import MemberPin
from shopdesk.topics import Topic

PHONE_DIGITS = 4

_TRIES = pin_tries.tries("stored_value.try_proof", ("stored_value.proved", "stored_value.set_pin"))


@prepared
def _known(member: Any) -> Any:
    last = MemberPin.select(fn.MAX(MemberPin.id)).where(MemberPin.member == member)
    pin = MemberPin.select(MemberPin.pin_hash).where(MemberPin.id == last)
    return Member.select(pin, Member.phone).where(Member.id == member)


def needs_proof(desk: Desk, member_id: int, amount: int) -> bool:
    """Whether a member has to prove who they are to spend so much of their stored value at once.

    Refuses an unknown member.
    """
    people.refuse_unknown(desk, member_id)
    limit = desk.shop.settings.proof_above
    return 0 < limit < buying.whole_amount(desk, amount)


def proof_of(desk: Desk, member_id: int) -> str | None:
    """What proves a member: their ``pin`` if they have one, else their ``phone``, or nothing."""
    people.refuse_unknown(desk, member_id)
    stored, phone = _known(desk.db, member=member_id).fetchone()
    return "pin" if stored else "phone" if phone else None


def prove(desk: Desk, member_id: int, amount: int, proof: str | None) -> None:
    """Refuse to spend so much without the proof it takes, with a wrong one, or after too many."""
    desk.shop.refresh()
    if not needs_proof(desk, member_id, amount):
        return
    name, _closed = people.refuse_unknown(desk, member_id)
    kind = proof_of(desk, member_id)
    if kind is None or not (isinstance(proof, str) and proof.strip()):
        raise _needed(desk, kind, amount, name)
    pin_tries.keep_try(desk, member_id, name, _TRIES, TooManyProofs)
    if not _is_right(desk, member_id, proof.strip()):
        raise ProofWrong(desk.language, name=name)
    with change(desk, action="stored_value.proved") as made:
        made.subject = member_id


def _needed(desk: Desk, kind: str | None, amount: int, name: str) -> ProofNeeded:
    refusal = {"pin": ProofNeeded, "phone": PhoneNeeded, None: ProofMissing}[kind]
    return refusal(desk.language, amount=Money(amount, desk.shop.settings.currency), name=name)


def _is_right(desk: Desk, member_id: int, proof: str) -> bool:
    stored, phone = _known(desk.db, member=member_id).fetchone()
    if stored:
        return pins.matches(proof, stored)
    digits = phone[-PHONE_DIGITS:].encode()
    return hmac.compare_digest(digits, proof.encode("utf-8", "surrogatepass"))


def set_pin(desk: Desk, member_id: int, pin: str | None) -> None:
    """Give a member a PIN of 4 to 12 digits for what they spend, or with nothing take it away.

    The first one anyone may set; another, or none, takes a manager: wrong tries are counted anew
    from there. Refuses an unknown or closed member.
    """
    stored = None if pin is None else pins.hashed(pin, "cashier", desk.language)
    with change(desk, Topic.MEMBERS, action="stored_value.set_pin") as made:
        people.refuse_absent(desk, member_id)
        if pin is None or proof_of(desk, member_id) == "pin":
            require_to_act(desk, "stored_value.replace_pin")
        MemberPin.insert(member=member_id, pin_hash=stored, event=made.event).bind(
            made.db
        ).execute()
        made.subject = member_id
