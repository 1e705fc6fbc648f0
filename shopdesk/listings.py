"""A list that a shop brings along: its members as they stand."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import (
    cells,
    expiry,
    journal,
    member_details,
    members,
    text,
)
from shopdesk.cells import ValueMissing
from shopdesk.import_job import Job, Kind, days
from shopdesk.journal import Cause
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    DateRefused,
    NumberTaken,
    PhoneTaken,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged, Staging
from shopdesk.store.statements import prepared
from shopdesk.store.tables.people import Member
from shopdesk.topics import Topic

REASON = "import"
"""What the journal says of points that came along."""


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """A member of a list as written, beyond the day of joining."""

    details: dict[str, Any]
    number: str | None
    tier: str | None
    points: int


def _read_member(job: Job, row: int, values: dict[str, str]) -> Staged:
    desk = job.desk
    if not values["name"]:
        raise ValueMissing(desk.language, column="name")
    details = member_details.checked(
        desk,
        name=values["name"],
        phone=cells.numeral(cells.given(values.get("phone", ""))) or None,
        birthday=_birthday(desk, cells.given(values.get("birthday", ""))),
        lunar_birthday=None,
        language=desk.language,
    )
    joined_on = _joined_on(job, cells.given(values.get("joined", "")))
    number = cells.numeral(values.get("number", ""))
    body = {
        "details": details,
        "number": text.kept(number, desk.language) if number else None,
        "tier": _tier(desk, cells.given(values.get("tier", ""))),
        "points": _points(desk, cells.given(values.get("points", ""))),
    }
    return Staged(row, joined_on.toordinal(), 0, None, None, 0, body)


def _birthday(desk: Desk, cell: str) -> member_details.Birthday | None:
    try:
        return cells.birthday(cell) if cell else None
    except ValueError:
        raise DateRefused(desk.language, date=cell) from None


def _joined_on(job: Job, cell: str) -> date:
    try:
        joined_on = cells.day(cell) if cell else job.today
    except ValueError:
        joined_on = date.max
    if joined_on > job.today:
        raise DateRefused(job.desk.language, date=cell)
    return joined_on


def _tier(desk: Desk, cell: str) -> str | None:
    """A tier's code, by that or by any of its names."""
    folded = text.fold(cell)
    ladder = desk.shop.known.ladder
    for tier in ladder:
        if folded in {text.fold(word) for word in (tier.code, *tier.names.values())}:
            return tier.code
    if cell:
        choices = ", ".join(tier.name(desk.language) for tier in ladder)
        raise ChoiceRefused(desk.language, value=cell, choices=choices)
    return None


def _points(desk: Desk, cell: str) -> int:
    try:
        return cells.count(cell) if cell else 0
    except ValueError:
        raise AmountRefused(desk.language, amount=cell) from None


@prepared
def _numbered(number: Any) -> Any:
    return Member.select(Member.id).where(Member.number == number)


def _check_member(job: Job, staged: Staged) -> None:
    """Refuse a number or phone that a member has, or an earlier row of this file."""
    desk, newcomer = job.desk, _Newcomer(**staged.body)
    number, phone, name = newcomer.number, newcomer.details["phone"], newcomer.details["name"]
    if number and (
        job.staging.known(f"number {number}") or _numbered(desk.db, number=number).fetchone()
    ):
        raise NumberTaken(desk.language, number=number)
    if phone:
        members.refuse_taken_phone(desk, phone)
        if owner := job.staging.known(f"phone {phone}"):
            taken_by, other = owner.split("\n")
            raise PhoneTaken(desk.language, phone=phone, name=taken_by, number=other)
        job.staging.know(f"phone {phone}", f"{name}\n{number or '—'}")
    if number:
        job.staging.know(f"number {number}", staged.row)


def _write_members(job: Job, made: Change) -> None:
    """Write them in the file's order; a number that a row brings is kept for it."""

    def is_reserved(number: str) -> bool:
        return job.staging.known(f"number {number}") is not None

    for staged in job.staging.good():
        newcomer, joined_on = _Newcomer(**staged.body), date.fromordinal(staged.day)
        member_id = members.add(
            made, newcomer.details, joined_on, newcomer.number, tier=newcomer.tier,
            is_reserved=is_reserved,
        )  # fmt: skip
        if newcomer.points:
            cause = Cause("adjusted", made.today, reason=REASON)
            life = expiry.life(made.desk.shop.settings, made.today)
            journal.credit(made, member_id, newcomer.points, cause, debt=0, life=life)
        job.tick()


def _members_summary(staging: Staging) -> dict[str, Any]:
    totals = staging.totals()
    return {"created_members": totals.rows, **days(totals)}


MEMBERS = Kind(
    "members",
    (Topic.MEMBERS, Topic.POINTS, Topic.TIERS),
    _read_member,
    _check_member,
    _write_members,
    _members_summary,
)
