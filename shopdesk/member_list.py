"""Members as another program lists them: who they are, what they hold, who is here already."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import born, cards, cells, expiry, journal, member_details, members, text, twins
from shopdesk.cells import RefundRow, ValueMissing
from shopdesk.expiry import FOREVER
from shopdesk.import_job import Job, Kind, days
from shopdesk.journal import Cause
from shopdesk.language import LANGUAGES, own_name
from shopdesk.money import Money
from shopdesk.open_lots import POINTS
from shopdesk.refusals import (
    AmountRefused,
    ChoiceRefused,
    DateRefused,
    NumberTaken,
    PhoneTaken,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged
from shopdesk.topics import Topic

REASON = "import"
"""What the journal says of value that came along."""
OWED = "owed"
_YES = ("yes", "y", "1", "true", "是", "√")
_BEHIND_TIERS = re.compile("(会员|卡|members?|cards?)+$")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A member of a list as written, beyond the day of joining.

    ``value`` by account, money in minor units, points that are owed as ``owed``.
    """

    details: dict[str, Any]
    number: str | None
    tier: str | None
    card: str | None
    value: dict[str, int]
    shared: bool


# --- reading ----------------------------------------------------------------------------------


def _read(job: Job, row: int, values: dict[str, str]) -> Staged:
    desk = job.desk
    given = {ours: cells.given(cell) for ours, cell in values.items()}
    if not values["name"]:
        raise ValueMissing(desk.language, column="name")
    birthday = _birthday(desk, given)
    details = member_details.checked(
        desk,
        name=values["name"],
        phone=cells.numeral(given.get("phone", "")) or None,
        birthday=birthday.solar,
        lunar_birthday=birthday.lunar,
        language=_language(desk, given.get("language", "")),
    )
    joined_on = _joined_on(job, given.get("joined", ""))
    number = cells.numeral(values.get("number", ""))
    card = cells.numeral(given.get("card", ""))
    body = {
        "details": details,
        "number": text.kept(number, desk.language) if number else None,
        "tier": _tier(job, given.get("tier", "")),
        "card": cards.foreign(desk, card) if card else None,
        "value": _value(desk, given),
        "shared": given.get("shared", "").casefold() in _YES,
    }
    return Staged(row, joined_on.toordinal(), 0, None, None, 0, body)


def _birthday(desk: Desk, given: dict[str, str]) -> born.Born:
    """The birthday of a row; a column for lunar ones of its own goes before."""
    cell, lunar = given.get("birthday", ""), given.get("lunar", "")
    try:
        is_lunar = born.says_lunar(given.get("calendar", ""))
        found = born.read(cell, is_lunar=is_lunar) if cell else born.Born()
        return found._replace(lunar=born.read(lunar, is_lunar=True).lunar) if lunar else found
    except ValueError:
        raise DateRefused(desk.language, date=cell or lunar) from None


def _language(desk: Desk, cell: str) -> str:
    """A language by its code or by what it calls itself; the shop's where none is named."""
    known = {
        **{code: code for code in LANGUAGES}, **{own_name(code): code for code in LANGUAGES},
        "中文": "zh_CN", "英文": "en",
    }  # fmt: skip
    if not cell:
        return desk.shop.settings.language
    if cell.casefold() not in {name.casefold() for name in known}:
        raise ChoiceRefused(desk.language, value=cell, choices=", ".join(LANGUAGES))
    return {name.casefold(): code for name, code in known.items()}[cell.casefold()]


def _joined_on(job: Job, cell: str) -> date:
    try:
        joined_on = cells.day(cell) if cell else job.today
    except ValueError:
        joined_on = date.max
    if joined_on > job.today:
        raise DateRefused(job.desk.language, date=cell)
    return joined_on


def check_tiers(desk: Desk, tiers: Mapping[str, str]) -> None:
    """Refuse a tier of theirs that is to become none of ours."""
    if not isinstance(tiers, Mapping):
        raise _no_tier(desk, tiers)
    for ours in tiers.values():
        if not isinstance(ours, str) or _known_tier(desk, ours) is None:
            raise _no_tier(desk, ours)


def _tier(job: Job, cell: str) -> str | None:
    """A tier's code, as the caller said or by its names; one that is not known is noted."""
    if not cell:
        return None
    desk = job.desk
    said = {text.fold(theirs): ours for theirs, ours in job.options.tiers.items()}
    found = _known_tier(desk, said.get(text.fold(cell), cell))
    if found is None:
        job.staging.know(f"tier {cell}", 1)
        raise _no_tier(desk, cell)
    return found


def _no_tier(desk: Desk, name: str) -> ChoiceRefused:
    choices = ", ".join(tier.name(desk.language) for tier in desk.shop.known.ladder)
    return ChoiceRefused(desk.language, value=name, choices=choices)


def _known_tier(desk: Desk, name: str) -> str | None:
    """By its code or any of its names, with or without 会员 or 卡 behind them."""
    ladder = desk.shop.known.ladder
    names = {tier.code: (tier.code, *tier.names.values()) for tier in ladder}
    for form in (text.fold, _bare):
        found = [code for code, words in names.items() if form(name) in map(form, words)]
        if len(found) == 1:
            return found[0]
    return None


def _bare(name: str) -> str:
    """``普通会员``, ``普通卡`` and ``普通`` are one."""
    return _BEHIND_TIERS.sub("", text.fold(name)) or text.fold(name)


def _value(desk: Desk, given: dict[str, str]) -> dict[str, int]:
    """What the member brings along, by account; nothing of what is nought."""
    value = {account: _count(desk, given.get(account, "")) for account in (POINTS, OWED)}
    value |= {account: _money(desk, given.get(account, "")) for account in ("principal", "bonus")}
    if value[POINTS] and value[OWED]:
        raise AmountRefused(desk.language, amount=f"{value[POINTS]} − {value[OWED]}")
    return {account: amount for account, amount in value.items() if amount}


def _count(desk: Desk, cell: str) -> int:
    try:
        return cells.count(cell) if cell else 0
    except ValueError:
        raise AmountRefused(desk.language, amount=cell) from None


def _money(desk: Desk, cell: str) -> int:
    currency = desk.shop.settings.currency
    try:
        minor = cells.amount(cell, currency) if cell else 0
    except ValueError:
        raise AmountRefused(desk.language, amount=cell) from None
    if minor < 0:
        raise RefundRow(desk.language, amount=Money(minor, currency))
    return minor


# --- testing against the shop -----------------------------------------------------------------


def _check(job: Job, staged: Staged) -> None:
    """Refuse a row that is an earlier one of this file, or a member who is here already.

    What becomes of the latter is the caller's choice: left out, filled up, or made all the same.
    Who says that the phone is a shared one is nobody else by it.
    """
    newcomer = Newcomer(**staged.body)
    phone = None if newcomer.shared else newcomer.details["phone"]
    twin = twins.find(job, newcomer.number, newcomer.card, {**newcomer.details, "phone": phone})
    if twin is not None:
        job.staging.note_twin(staged.row, twin.why, *twin.member, twins.DONE[job.options.twins])
        if job.options.twins == "skip":
            return
    if job.options.twins != "new":
        _refuse_earlier(job, newcomer, is_filling=twin is not None)
    elif newcomer.card:
        _refuse_earlier_card(job, newcomer.card)
    _know(job, newcomer, staged.row)


def _refuse_earlier(job: Job, newcomer: Newcomer, *, is_filling: bool) -> None:
    language, phone = job.desk.language, newcomer.details["phone"]
    if newcomer.number and job.staging.known(f"number {newcomer.number}"):
        raise NumberTaken(language, number=newcomer.number)
    if newcomer.card:
        _refuse_earlier_card(job, newcomer.card)
    is_own = not (is_filling or newcomer.shared)
    if phone and is_own and (owner := job.staging.known(f"phone {phone}")):
        name, number = owner.split("\n")
        raise PhoneTaken(language, phone=phone, name=name, number=number)


def _refuse_earlier_card(job: Job, card: str) -> None:
    if job.staging.known(f"card {card}"):
        raise NumberTaken(job.desk.language, number=card)


def _know(job: Job, newcomer: Newcomer, row: int) -> None:
    phone, name, number = newcomer.details["phone"], newcomer.details["name"], newcomer.number
    if phone and newcomer.shared:
        job.staging.know(f"shared {phone}", row)
    elif phone:
        job.staging.know(f"phone {phone}", f"{name}\n{number or '—'}")
    if number:
        job.staging.know(f"number {number}", row)
    if newcomer.card:
        job.staging.know(f"card {newcomer.card}", row)


# --- writing ----------------------------------------------------------------------------------


def _write(job: Job, made: Change) -> None:
    """Write them in the file's order; a number that a row brings is kept for it."""
    for staged in job.staging.good():
        newcomer = Newcomer(**staged.body)
        there = job.staging.twin_of(staged.row)
        if there is None:
            _make(job, made, newcomer, date.fromordinal(staged.day))
        else:
            twins.fill(made, there, newcomer.details, newcomer.card, newcomer.value, credit)
        job.tick()


def _make(job: Job, made: Change, newcomer: Newcomer, joined_on: date) -> None:
    """A new member; where twins are made all the same, a number or card that is taken is left."""

    def is_reserved(number: str) -> bool:
        return job.staging.known(f"number {number}") is not None

    number, card, phone = newcomer.number, newcomer.card, newcomer.details["phone"]
    is_shared = newcomer.shared
    if not is_shared and job.staging.known(f"shared {phone}") is not None:
        is_shared = twins.has_phone(made.db, phone)  # of those who share it one was there first
    if job.options.twins == "new":
        number = None if number and twins.is_numbered(made.db, number) else number
        card = None if card and cards.is_known(made.db, card) else card
        is_shared = is_shared or twins.has_phone(made.db, phone)
    member_id = members.add(
        made, newcomer.details, joined_on, number, shared_phone=is_shared, tier=newcomer.tier,
        is_reserved=is_reserved,
    )  # fmt: skip
    if card:
        cards.bind(made, member_id, card)
    for account, amount in newcomer.value.items():
        credit(made, member_id, account, amount)


def credit(made: Change, member_id: int, account: str, amount: int) -> None:
    """Book what a member brings along: a lot of its own, or a debt of points that are owed."""
    if account == OWED:
        journal.draw(made, member_id, amount, Cause("adjusted", made.today, reason=REASON))
        return
    is_points = account == POINTS
    life = expiry.life(made.desk.shop.settings, made.today) if is_points else FOREVER
    cause = Cause("adjusted", made.today, reason=REASON, account=account)
    journal.credit(made, member_id, amount, cause, debt=0, life=life)


def _summary(job: Job) -> dict[str, Any]:
    staging, totals = job.staging, job.staging.totals()
    filled = staging.twin_count("filled")
    return {
        "created_members": totals.rows - filled,
        "filled": filled,
        "brought": staging.values((POINTS, OWED, "principal", "bonus")),
        **days(totals),
    }


MEMBERS = Kind(
    "members", (Topic.MEMBERS, Topic.POINTS, Topic.TIERS), _read, _check, _write, _summary
)
