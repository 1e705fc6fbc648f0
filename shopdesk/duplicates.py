"""Members who may be one and the same person, each pair with the reason, until somebody says no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from shopdesk import inputs, people, text
from shopdesk.language import N_
from shopdesk.refusals_of_people import SameMember
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import NotDuplicate
from shopdesk.store.tables.people import Member
from shopdesk.topics import Topic

REASONS = {
    "phone": N_("same phone"),
    "birthday": N_("same name and birthday"),
    "near": N_("same name, nearly the same phone"),
}
"""Why two members may be one, in the order in which they count."""

_MOST_OF_A_GROUP = 12
"""A phone or name that more members have tells nothing: a shop's own number, a placeholder."""


class Alike(NamedTuple):
    """One of a pair, as a list shows them."""

    id: int
    number: str
    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two members who may be one; ``reasons`` by their codes, see ``REASONS``."""

    first: Alike
    second: Alike
    reasons: tuple[str, ...]


@prepared
def _open() -> Any:
    return (
        Member.select(
            Member.id, Member.number, Member.name, Member.phone, Member.birth_month,
            Member.birth_day, Member.lunar_month, Member.lunar_day,
        )
        .where(Member.closed_on.is_null())
        .order_by(Member.id)
    )  # fmt: skip


def listed(desk: Desk, *, limit: int = 200) -> list[Pair]:
    """Pairs of open members who may be one, those with most reasons first.

    They share a phone; or a name and birthday; or names that read the same and phones of which one
    digit differs, is missing or changed places with the next. Pairs said to be two are left out.
    """
    rows = _open(desk.db).fetchall()
    found: dict[tuple[int, int], list[str]] = {}
    for reason, keys in _keys(rows):
        for pair in _pairs(keys):
            reasons = found.setdefault(pair, [])
            if reason not in reasons:
                reasons.append(reason)
    for pair in _dismissed(desk.db).fetchall():
        found.pop(pair, None)
    of = {row[0]: row for row in rows}
    pairs = [
        Pair(Alike(*of[one][:4]), Alike(*of[other][:4]), tuple(_told(reasons)))
        for (one, other), reasons in found.items()
    ]
    pairs.sort(key=lambda pair: (-len(pair.reasons), -pair.second.id))
    return pairs[: max(0, inputs.most(limit, desk.language))]


def _told(reasons: list[str]) -> list[str]:
    """The same phone need not be called a near one, too."""
    return [one for one in reasons if one != "near" or "phone" not in reasons]


@prepared
def _dismissed() -> Any:
    return NotDuplicate.select(NotDuplicate.first, NotDuplicate.second)


_Keys = Iterator[tuple[object, int]]


def _keys(rows: Sequence[Any]) -> Iterator[tuple[str, _Keys]]:
    """For each reason, what members have in common who are alike by it: name by name, where it
    asks for the same one, as a dozen keys of everybody at once are more than fits."""
    yield "phone", ((row[3], row[0]) for row in rows if row[3])
    named: dict[str, list[Any]] = {}
    for row in rows:
        named.setdefault(text.fold(row[2]), []).append(row)
    for those in named.values():
        if len(those) > 1:
            yield "birthday", ((day, row[0]) for row in those for day in _birthdays(row))
            yield "near", ((key, row[0]) for row in those if row[3] for key in _near(row[3]))


def _birthdays(row: Any) -> Iterator[object]:
    for calendar, month, day in (("solar", *row[4:6]), ("lunar", *row[6:8])):
        if month:
            yield calendar, month, day


def _near(phone: str) -> set[str]:
    """A phone and the same without each of its digits: near ones share one of these."""
    return {phone, *(phone[:place] + phone[place + 1 :] for place in range(len(phone)))}


def _pairs(keys: _Keys) -> Iterator[tuple[int, int]]:
    groups: dict[object, list[int]] = {}
    for key, member in keys:
        groups.setdefault(key, []).append(member)
    for members in groups.values():
        if 1 < len(members) <= _MOST_OF_A_GROUP:
            yield from combinations(members, 2)


def dismiss(desk: Desk, one: int, other: int, *, key: str | None = None) -> None:
    """Say that two members are two people: they are not proposed again. Refuses one and the same,
    and an unknown one."""
    content = sorted((one, other)) if type(one) is type(other) is int else [one, other]
    with change(
        desk, Topic.MEMBERS, action="members.not_duplicate", key=key, content=content
    ) as made:
        for member in (one, other):
            people.refuse_unknown(desk, member)
        if one == other:
            raise SameMember(desk.language)
        if made.repeats is None:
            first, second = sorted((one, other))
            made.subject = first
            made.note(other=second)
            NotDuplicate.insert(
                first=first, second=second, event=made.event
            ).on_conflict_ignore().bind(made.db).execute()
