"""Members: registering, finding and editing them."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from peewee import SQL, fn

from shopdesk import (
    cards,
    clock,
    consents,
    families,
    finding,
    holding,
    inputs,
    lifecycle,
    member_numbers,
    names,
    open_lots,
    referrers,
    selves,
    text,
)
from shopdesk.assessing import rank_of
from shopdesk.clock import day_or_none
from shopdesk.ladders import Tier
from shopdesk.member_details import Birthday, LunarBirthday, checked
from shopdesk.refusals import (
    ChoiceRefused,
    DateRefused,
    MemberClosed,
    PhoneTaken,
    Refused,
    UnknownMember,
)
from shopdesk.reviewing import next_review
from shopdesk.shop import Desk
from shopdesk.spending import NOTHING, StoredValue
from shopdesk.store.change import Change, change
from shopdesk.store.statements import among, prepared, row_of
from shopdesk.store.tables.journal import Account, MemberDay
from shopdesk.store.tables.people import Member as Row
from shopdesk.store.tables.tiers import TierChange
from shopdesk.topics import Topic

if TYPE_CHECKING:
    from shopdesk.duplicates import Pair
    from shopdesk.merging import Merge
    from shopdesk.merging import Preview as MergePreview

replace_card = cards.replace
family = families.of_member


@dataclass(frozen=True, slots=True)
class MemberTier:
    """A member's tier: its code, its place on the ladder from 0, its names and colour."""

    code: str
    rank: int
    names: dict[str, str]
    colour: str

    def name(self, language: str) -> str:
        """The tier's name in a language, or in whatever one it has."""
        return self.names.get(language) or next(iter(self.names.values()))


@dataclass(frozen=True, slots=True)
class Member:
    """A member as of now; ``points`` below 0 are a debt, ``lifecycle`` nothing before a visit."""

    id: int
    number: str
    name: str
    phone: str | None
    birthday: Birthday | None
    lunar_birthday: LunarBirthday | None
    joined_on: date
    tier: MemberTier
    points: int
    lifecycle: str | None
    language: str
    closed: bool
    referrer: int | None = None
    """Who brought them, by id."""
    stored_value: StoredValue = NOTHING


_COLUMNS = (
    Row.id, Row.number, Row.name, Row.phone, Row.birth_year, Row.birth_month, Row.birth_day,
    Row.lunar_month, Row.lunar_day, Row.lunar_leap, Row.joined_on, Row.tier,
    Row.tier_until, Row.language, Row.closed_on, Row.referrer, Account.lots, Account.debt,
    Account.next_on,
)  # fmt: skip


def _visited(pick: Any) -> Any:
    return MemberDay.select(pick(MemberDay.on_day)).where(
        (MemberDay.member == Row.id) & (MemberDay.kept > SQL("0"))
    )


def _stored(bucket: str) -> Any:
    account = Account.alias(bucket)
    return account.select(account.lots).where(
        (account.member == Row.id) & (account.account == bucket)
    )


def _members() -> Any:
    stored = (_stored("principal"), _stored("bonus"))
    return Row.select(*_COLUMNS, _visited(fn.MIN), _visited(fn.MAX), *stored).join(
        Account, on=((Account.member == Row.id) & (Account.account == open_lots.POINTS))
    )


@prepared
def _by_id(member: Any) -> Any:
    return _members().where(Row.id == member)


@prepared
def _by_ids(ids: Any) -> Any:
    return _members().where(among(Row.id, ids))


def _member(
    desk: Desk, row: Sequence[Any], today: date, tier_of: Callable[[str], MemberTier]
) -> Member:
    (
        id_, number, name, phone, year, month, day, lunar_month, lunar_day, leap, joined, tier,
        until, language, closed, referrer, lots, debt, ends, first, last, principal, bonus,
    ) = row  # fmt: skip
    if ends is not None:
        lots -= open_lots.past(desk, id_, ends)
    joined_on = date.fromordinal(joined)
    birthday = None if month is None else date(year, month, day) if year else (month, day)
    if until is not None:
        tier = holding.now(desk, id_, tier, until, today)
    limits = lifecycle.limits(desk.shop.settings)
    stage = lifecycle.stage(today, joined_on, day_or_none(first), day_or_none(last), limits)
    return Member(
        id_, number, name, phone, birthday, _lunar(lunar_month, lunar_day, leap), joined_on,
        tier_of(tier), lots - debt, stage, language, closed is not None, referrer,
        StoredValue(principal or 0, bonus or 0),
    )  # fmt: skip


def _lunar(month: int | None, day: int | None, leap: int) -> LunarBirthday | None:
    if month is None or day is None:
        return None
    return (month, day, True) if leap else (month, day)


def member_tier(ladder: Sequence[Tier], code: str) -> MemberTier:
    """A tier as members show it; one that the ladder no longer has counts as the lowest."""
    rank = next((rank for rank, tier in enumerate(ladder) if tier.code == code), 0)
    tier = ladder[rank]
    return MemberTier(tier.code, rank, dict(tier.names), tier.colour)


def get(desk: Desk, member_id: int) -> Member:
    """One member; refuses an unknown id."""
    row = row_of(_by_id, desk.db, member_id)
    if row is None:
        raise UnknownMember(desk.language, member=member_id)
    return _member(desk, row, desk.today(), partial(member_tier, desk.shop.known.ladder))


_MOST_FOUND = 10**9
"""More members than there can be, and few enough to count with."""


def find(desk: Desk, query: str, *, limit: int = 20) -> list[Member]:
    """Members by number, card, phone (whole or its last digits), name or part of it, pinyin or
    initials; several terms must all fit.

    Whose card, number or phone it is comes first, then the others in the order of their keys. A
    lost card finds nobody. Closed memberships are not found.
    """
    if inputs.most(limit, desk.language) < 1:
        return []
    limit = min(limit, _MOST_FOUND)
    query = text.searched(query, desk.language)
    phone, terms = finding.whole_phone(query), names.terms(query)
    first = [
        *_of_card(desk, query),
        *member_numbers.holders(desk, query, terms),
        *_of_phone(desk, phone),
    ]
    meant = _each_once(chain(first, finding.candidates(desk.db, phone, terms, limit)))
    found: list[Member] = []
    while len(found) < limit and (ids := list(islice(meant, limit))):
        found += [member for member in of_ids(desk, ids) if not member.closed]
    return found[:limit]


def how_many(desk: Desk, query: str) -> int | None:
    """How many members ``find`` would go on to; nothing where that is not to be known. It counts
    all of them, so it belongs beside the window."""
    return finding.in_all(desk.db, names.terms(text.searched(query, desk.language)))


def _each_once(ids: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for id_ in ids:
        if id_ not in seen:
            seen.add(id_)
            yield id_


def of_ids(desk: Desk, ids: Sequence[int]) -> list[Member]:
    """Several members at once, in the order of their ids given; all of them must be there."""
    rows = {row[0]: row for row in _by_ids(desk.db, json.dumps(ids))}
    today, tier = desk.today(), cache(partial(member_tier, desk.shop.known.ladder))
    return [_member(desk, rows[id_], today, tier) for id_ in ids]


def _of_phone(desk: Desk, phone: str | None) -> list[int]:
    return [row[0] for row in _with_phone(desk.db, phone).fetchall()] if phone else []


def _of_card(desk: Desk, query: str) -> list[int]:
    try:
        return [cards.member_of(desk, query)]
    except Refused:
        return []


# --- commands ---------------------------------------------------------------------------------


@prepared
def _insert_member(
    *, id: Any, number: Any, name: Any, phone: Any, shared_phone: Any, birth_year: Any,
    birth_month: Any, birth_day: Any, lunar_month: Any, lunar_day: Any, lunar_leap: Any,
    joined_on: Any, language: Any, tier: Any, event: Any, review_on: Any,
) -> Any:  # fmt: skip
    return Row.insert(
        id=id, number=number, name=name, phone=phone, shared_phone=shared_phone,
        birth_year=birth_year, birth_month=birth_month, birth_day=birth_day,
        lunar_month=lunar_month, lunar_day=lunar_day, lunar_leap=lunar_leap, joined_on=joined_on,
        language=language, tier=tier, event=event, earned=tier, review_on=review_on,
    )  # fmt: skip


@prepared
def _insert_account(member: Any) -> Any:
    return Account.insert(member=member, account="points", lots=0, debt=0)


@prepared
def _insert_joined(
    *, event: Any, member: Any, to_tier: Any, at: Any, on_day: Any, ladder: Any, review_on: Any
) -> Any:
    return TierChange.insert(
        event=event, member=member, kind="joined", to_tier=to_tier, at=at, on_day=on_day,
        ladder=ladder, evidence="[]", review_on=review_on,
    )  # fmt: skip


@prepared
def _last_id() -> Any:
    return Row.select(fn.MAX(Row.id))


@prepared
def _with_phone(phone: Any) -> Any:
    return Row.select(Row.id, Row.name, Row.number).where(
        (Row.phone == phone) & Row.phone.is_null(False) & Row.closed_on.is_null()
    )


def register(
    desk: Desk,
    *,
    name: str,
    phone: str | None = None,
    birthday: Birthday | None = None,
    lunar_birthday: LunarBirthday | None = None,
    joined_on: date | None = None,
    number: str | None = None,
    shared_phone: bool = False,
    language: str | None = None,
    referrer: int | None = None,
    agrees: Sequence[str] = (),
    card: str | None = None,
    key: str | None = None,
) -> Member:
    """Register a member, on the lowest tier, with a card.

    ``shared_phone`` says that a family uses one phone on purpose; otherwise a phone that a member
    has is refused, with who has it. ``joined_on`` may be earlier than today, never later.
    ``referrer`` is the member who brought them, and joined earlier (9.28). ``card`` is one made
    elsewhere that finds them too; one that is in use is refused. ``agrees`` are the consents that
    were given with it, each kept in its usual words (``consents.wording``).
    """
    inputs.flag(shared_phone, desk.language)
    if not isinstance(agrees, list | tuple):
        raise ChoiceRefused(desk.language, value=agrees, choices=", ".join(consents.KINDS))
    details = checked(
        desk, name=name, phone=phone, birthday=birthday, lunar_birthday=lunar_birthday,
        language=language or desk.language,
    )  # fmt: skip
    content: list[Any] = [details, joined_on, number, shared_phone]
    content += [] if referrer is None else [referrer]
    content += [list(agrees)] if agrees else []
    foreign = cards.foreign(desk, card) if card else None
    content += [] if foreign is None else [foreign]
    with change(desk, Topic.MEMBERS, action="members.register", key=key, content=content) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        if joined_on is not None and not (clock.is_day(joined_on) and joined_on <= made.today):
            raise DateRefused(desk.language, date=joined_on)
        made.subject = add(
            made, details, joined_on or made.today, number, shared_phone=shared_phone
        )
        if referrer is not None:
            referrers.name(made, made.subject, referrer)
        for kind in agrees:
            said = consents.wording(desk, kind, details["language"])
            consents.give(desk, made.subject, kind, wording=said)
        if foreign is not None:
            cards.bind(made, made.subject, foreign)
        from shopdesk import happenings  # rewards know members

        happenings.joined(made, made.subject)
        return get(desk, made.subject)


def name_referrer(desk: Desk, member_id: int, referrer: int, *, key: str | None = None) -> Member:
    """Say who brought a member: once, before their first receipt, and who joined earlier (9.28)."""
    content = [member_id, referrer]
    with change(
        desk, Topic.MEMBERS, action="members.name_referrer", key=key, content=content
    ) as made:
        if made.repeats is None:
            referrers.name(made, member_id, referrer)
            made.subject = member_id
    return get(desk, member_id)


def add(
    made: Change,
    details: dict[str, Any],
    joined_on: date,
    number: str | None = None,
    *,
    shared_phone: bool = False,
    tier: str | None = None,
    is_reserved: Callable[[str], bool] | None = None,
) -> int:
    """Write a member of ``checked`` details inside a change, on the lowest tier or on ``tier``.

    Where no number is given, one that ``is_reserved`` for someone still to come is not taken.
    Returns the id.
    """
    desk, db = made.desk, made.db
    if not shared_phone:
        refuse_taken_phone(desk, details["phone"])
    member_id = (_last_id(db).fetchone()[0] or 0) + 1
    number = (
        member_numbers.free(desk, member_id, is_reserved)
        if number is None
        else member_numbers.own(desk, number)
    )
    begins = tier or desk.shop.known.ladder[0].code
    review = _first_review(made, begins)
    _insert_member(
        db, id=member_id, number=number, shared_phone=int(shared_phone),
        joined_on=joined_on.toordinal(), tier=begins, event=made.event, review_on=review,
        **details,
    )  # fmt: skip
    _insert_account(db, member=member_id)
    _insert_joined(
        db, event=made.event, member=member_id, to_tier=begins,
        at=int(made.at.timestamp() * 1000), on_day=joined_on.toordinal(),
        ladder=desk.shop.known.ladder_id, review_on=review,
    )  # fmt: skip
    cards.issue(made, member_id)
    finding.write_keys(db, member_id, finding.keys_of(number, details["name"], details["phone"]))
    return member_id


def _first_review(made: Change, tier: str) -> int | None:
    """When the tier on which someone begins is reviewed.

    It counts from the entry, however long ago they joined: what they did before, nobody knows.
    """
    known = made.desk.shop.known
    day = next_review(made.today, known.review_months, rank_of(known.ladder, tier))
    return None if day is None else day.toordinal()


def refuse_taken_phone(desk: Desk, phone: str | None, *, but: int | None = None) -> None:
    """Refuse a phone that another open member has, saying who."""
    if phone is None:
        return
    for member_id, name, number in _with_phone(desk.db, phone=phone).fetchall():
        if member_id != but:
            raise PhoneTaken(desk.language, phone=phone, name=name, number=number)


def edit(
    desk: Desk, member_id: int, *, shared_phone: bool = False, reason: str = "", **values: Any
) -> Member:
    """Change name, phone, birthday, lunar_birthday or language of a member, by those names.

    A phone that another member has is refused unless ``shared_phone`` says it is shared on
    purpose; one that was shared stays so. A birthday that was known, which brings gifts, is only
    changed for a ``reason``.
    """
    inputs.flag(shared_phone, desk.language)
    unknown = values.keys() - {"name", "phone", "birthday", "lunar_birthday", "language"}
    if unknown:
        raise ChoiceRefused(desk.language, value=sorted(unknown)[0], choices="name, phone, …")
    with change(desk, Topic.MEMBERS, action="members.edit") as made:
        now = get(desk, member_id)
        if now.closed:
            raise MemberClosed(desk.language, name=now.name)
        before = {name: getattr(now, name) for name in _EDITABLE}
        details = checked(desk, **{**before, **values})
        if reason or any(before[name] and before[name] != values.get(name, before[name])
                         for name in ("birthday", "lunar_birthday")):  # fmt: skip
            made.note(reason=text.reason(reason, desk.language))
        is_other_phone = details["phone"] != now.phone
        if is_other_phone and not shared_phone:
            refuse_taken_phone(desk, details["phone"], but=member_id)
        shared = {"shared_phone": int(shared_phone)} if is_other_phone or shared_phone else {}
        Row.update(**details, **shared).where(Row.id == member_id).bind(desk.db).execute()
        finding.rewrite_keys(desk.db, member_id, selves.keys(desk.db, member_id))
        made.subject = member_id
        after = get(desk, member_id)
        made.note(changed=[name for name in _EDITABLE if getattr(after, name) != before[name]])
        return after


_EDITABLE = ("name", "phone", "birthday", "lunar_birthday", "language")


# --- one person, one membership ---------------------------------------------------------------
# The rooms that do it know members, receipts and vouchers, so they are asked when they are needed.


def merge(desk: Desk, *, keep: int, drop: int, key: str | None = None) -> "Merge":
    """Let one person have one membership: see ``merging.merge`` (9.22)."""
    from shopdesk import merging

    return merging.merge(desk, keep=keep, drop=drop, key=key)


def preview_merge(desk: Desk, *, keep: int, drop: int) -> "MergePreview":
    """What each has and what the survivor would have: the merge itself, taken back."""
    from shopdesk import merging

    return merging.preview(desk, keep=keep, drop=drop)


def undo_merge(desk: Desk, merge_id: int, *, key: str | None = None) -> "Merge":
    """Let two members be two again, within 30 days: see ``parting.undo_merge``."""
    from shopdesk import parting

    return parting.undo_merge(desk, merge_id, key=key)


def merges(desk: Desk, member_id: int) -> "list[Merge]":
    """The merges in which a member survived or went, the newest first."""
    from shopdesk import merging

    return merging.of_member(desk, member_id)


def erase(desk: Desk, member_id: int, *, reason: str, key: str | None = None) -> str:
    """Take a person's data out for good; returns the pseudonym: see ``erasing.erase``."""
    from shopdesk import erasing

    return erasing.erase(desk, member_id, reason=reason, key=key)


def duplicates(desk: Desk, *, limit: int = 200) -> "list[Pair]":
    """Pairs of members who may be one person, with the reasons: see ``duplicates.listed``."""
    from shopdesk import duplicates as room

    return room.listed(desk, limit=limit)


def not_duplicates(desk: Desk, one: int, other: int, *, key: str | None = None) -> None:
    """Say that two members are two people: they are not proposed again."""
    from shopdesk import duplicates as room

    room.dismiss(desk, one, other, key=key)
