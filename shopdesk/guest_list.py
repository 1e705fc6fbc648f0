"""Who is invited to an event, who comes, who came, and what it brought and cost."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from peewee import SQL, fn

from shopdesk import event_book, members, people, reward_rules, text
from shopdesk.clock import from_ms
from shopdesk.event_book import Event
from shopdesk.members import Member, MemberTier
from shopdesk.permissions import sees_costs
from shopdesk.shop import Desk
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.belonging import MergedMember
from shopdesk.store.tables.events import CheckIn, CheckInUndo, Invitation
from shopdesk.store.tables.given import COUNTS, Given, Occasion

STATES = ("accepted", "open", "waiting", "declined", "walk_in")
"""What a guest's place on the list is: agreed to come, did not answer, waits for a seat, will not
come, came without being invited."""


@dataclass(frozen=True, slots=True)
class Guest:
    """One guest of an event; the phone is masked. ``came_at`` is nothing for who did not come."""

    member_id: int
    number: str
    name: str
    phone: str
    tier: MemberTier
    state: str
    brought: int
    came_at: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """An event in figures: members invited (those who wait among them), who answered and came.

    ``came`` counts members, ``walk_ins`` those of them who were not invited, ``brought`` whom they
    brought along. ``share`` is the part of the invited who came; nothing where nobody was.
    ``given`` counts rewards that stand, ``cost`` is what they may cost in minor units; nothing for
    who may not see costs.
    """

    invited: int
    accepted: int
    declined: int
    waiting: int
    came: int
    walk_ins: int
    brought: int
    share: Fraction | None
    given: int
    cost: int | None


# --- who --------------------------------------------------------------------------------------


@prepared
def _invited(event: Any) -> Any:
    """Of two who are one only the one that stayed."""
    return Invitation.select(Invitation.member, Invitation.answer, Invitation.is_waiting).where(
        (Invitation.gathering == event)
        & Invitation.member.not_in(MergedMember.select(MergedMember.member))
    )


@prepared
def _came(event: Any) -> Any:
    """Check-ins that stand; somebody who was two members has two."""
    undone = CheckInUndo.select(CheckInUndo.check_in)
    return (
        CheckIn.select(CheckIn.member, fn.MIN(CheckIn.at), fn.SUM(CheckIn.brought))
        .where((CheckIn.gathering == event) & CheckIn.id.not_in(undone))
        .group_by(CheckIn.member)
    )


def _states(desk: Desk, event_id: int) -> dict[int, str]:
    return {
        member: "waiting" if is_waiting and answer != "declined" else answer
        for member, answer, is_waiting in _invited(desk.db, event_id).fetchall()
    }


def guests(desk: Desk, event_id: int) -> list[Guest]:
    """All who are on the list of an event or came to it: by state, higher tiers first, by name.

    Refuses an unknown event.
    """
    event_book.get(desk, event_id)
    found = _guests(desk, _states(desk, event_id), _came(desk.db, event_id).fetchall())
    return sorted(
        found,
        key=lambda one: (STATES.index(one.state), -one.tier.rank, text.in_order(one.name)),
    )


def _guests(desk: Desk, states: dict[int, str], came: Sequence[Any]) -> Iterator[Guest]:
    arrived = {member: (at, brought) for member, at, brought in came}
    for one in members.of_ids(desk, [*{**states, **arrived}]):
        yield _guest(one, states.get(one.id, "walk_in"), *arrived.get(one.id, (None, 0)))


def _guest(one: Member, state: str, at: int | None, brought: int) -> Guest:
    came_at = None if at is None else from_ms(at)
    return Guest(
        one.id, one.number, one.name, text.masked(one.phone), one.tier, state, brought, came_at
    )


def guest(desk: Desk, event_id: int, member_id: int) -> Guest | None:
    """One guest of an event; nothing for who is not on its list and did not come.

    Refuses an unknown event and an unknown member.
    """
    event_book.get(desk, event_id)
    people.refuse_unknown(desk, member_id)
    state = _states(desk, event_id).get(member_id)
    came = [row for row in _came(desk.db, event_id).fetchall() if row[0] == member_id]
    if state is None and not came:
        return None
    return next(_guests(desk, {} if state is None else {member_id: state}, came))


@prepared
def _events_of(member: Any) -> Any:
    invited = Invitation.select(Invitation.gathering).where(Invitation.member == member)
    came = CheckIn.select(CheckIn.gathering).where(CheckIn.member == member)
    return invited | came


def of_member(desk: Desk, member_id: int) -> list[tuple[Event, Guest]]:
    """The events a member is on the list of or came to, the last day first, each with their place.

    Refuses an unknown member.
    """
    people.refuse_unknown(desk, member_id)
    found = [
        (event_book.get(desk, event_id), guest(desk, event_id, member_id))
        for (event_id,) in _events_of(desk.db, member_id).fetchall()
    ]
    there = [(event, one) for event, one in found if one is not None]
    return sorted(there, key=lambda each: (each[0].on, each[0].id), reverse=True)


def expected_today(desk: Desk, member_id: int) -> list[Event]:
    """The events of today that a member is on the list of and neither declined nor came to yet."""
    found = []
    for event in event_book.coming(desk):
        place = guest(desk, event.id, member_id) if event.on == desk.today() else None
        if place is not None and place.came_at is None and place.state != "declined":
            found.append(event)
    return found


# --- what came of it --------------------------------------------------------------------------


def occasion_of(event_id: int) -> str:
    """The key of what rules give to the guests of an event, once for each."""
    return f"event:{event_id}"


@prepared
def _given(rules: Any, occasion: Any) -> Any:
    return (
        Occasion.select(fn.COUNT(SQL("*")), fn.COALESCE(fn.SUM(Given.cost), SQL("0")))
        .join(Given, on=(Given.occasion == Occasion.id))
        .where(among(Occasion.rule, rules) & (Occasion.occasion == occasion) & COUNTS)
    )


def rules_of(desk: Desk, event_id: int) -> Iterable[int]:
    """The rules that reward who comes to an event."""
    for rule in reward_rules.listed(desk):
        if any(trigger.number == event_id for trigger in rule.having("attending")):
            yield rule.id


def figures(desk: Desk, event_id: int) -> Figures:
    """An event in figures; refuses an unknown one."""
    event_book.get(desk, event_id)
    came = {member: brought for member, _at, brought in _came(desk.db, event_id).fetchall()}
    return _figures(desk, event_id, _states(desk, event_id), came)


def figures_of(desk: Desk, event_id: int, found: Sequence[Guest]) -> Figures:
    """The same of an event whose ``guests`` were found already."""
    states = {one.member_id: one.state for one in found if one.state != "walk_in"}
    came = {one.member_id: one.brought for one in found if one.came_at is not None}
    return _figures(desk, event_id, states, came)


def _figures(
    desk: Desk, event_id: int, states: Mapping[int, str], came: Mapping[int, int]
) -> Figures:
    rules = json.dumps(list(rules_of(desk, event_id)))
    given, cost = _given(desk.db, rules, occasion_of(event_id)).fetchone()
    of_invited = sum(member in came for member in states)
    said = list(states.values())
    return Figures(
        invited=len(states),
        accepted=said.count("accepted"),
        declined=said.count("declined"),
        waiting=said.count("waiting"),
        came=len(came),
        walk_ins=len(came) - of_invited,
        brought=sum(came.values()),
        share=Fraction(of_invited, len(states)) if states else None,
        given=given,
        cost=cost if sees_costs(desk) else None,
    )
