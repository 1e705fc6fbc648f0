"""Merging two members who are one person, seeing before what comes of it, and undoing it (9.22).

Receipts, lots, vouchers and what was said go to the survivor as they are: their own column says
whose they are, and ``tables/belonging.py`` why that may change. Of value the journal tells too,
by entries of kind ``moved``, so that every member's entries still sum to what they hold.
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import (
    members,
    merging_tiers,
    moving,
    occasions,
    people,
    referrers,
    reverting,
    rewards,
    selves,
)
from shopdesk.language import translator
from shopdesk.members import Member
from shopdesk.receipts import display_number
from shopdesk.refusals import (
    SameMember,
    UndoRefused,
    UndoTooLate,
    UnknownMerge,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import Merge as Row
from shopdesk.store.tables.belonging import MergeUndo
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.journal import Account
from shopdesk.store.tables.people import Card
from shopdesk.store.tables.people import Member as Person
from shopdesk.store.tables.receipts import Purchase
from shopdesk.topics import Topic

UNDONE_WITHIN_DAYS = 30
"""Up to and including so many days after a merge it can be undone."""

_TOPICS = (
    Topic.MEMBERS, Topic.PURCHASES, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.GIFTS,
    Topic.NOTICES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Merge:
    """That ``drop`` was found to be ``keep``; ``undo_until`` is the last day to undo it."""

    id: int
    keep: int
    drop: int
    on: date
    undo_until: date
    undone_on: date | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a member has, to be seen side by side: values by account, counts of the rest."""

    member: Member
    receipts: int
    vouchers: int
    cards: int
    values: dict[str, int]
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """Both as they are, and the survivor as they would be."""

    keep: Holdings
    drop: Holdings
    after: Holdings


# --- what there is ----------------------------------------------------------------------------


def _rows() -> Any:
    return Row.select(Row.id, Row.keep, Row.drop, Row.on_day, MergeUndo.on_day).join(
        MergeUndo, JOIN.LEFT_OUTER, on=(MergeUndo.merge == Row.id)
    )


@prepared
def _by_id(merge: Any) -> Any:
    return _rows().where(Row.id == merge)


@prepared
def _of_member(member: Any) -> Any:
    return _rows().where((Row.keep == member) | (Row.drop == member)).order_by(Row.id.desc())


def _merge(row: Any) -> Merge:
    id_, keep, drop, on, undone = row
    day = date.fromordinal(on)
    return Merge(
        id_, keep, drop, day, day + timedelta(days=UNDONE_WITHIN_DAYS),
        None if undone is None else date.fromordinal(undone),
    )  # fmt: skip


def get(desk: Desk, merge_id: int) -> Merge:
    """One merge; refuses an unknown id."""
    row = _by_id(desk.db, merge=merge_id).fetchone() if type(merge_id) is int else None
    if row is None:
        raise UnknownMerge(desk.language, merge=merge_id)
    return _merge(row)


def of_member(desk: Desk, member_id: int) -> list[Merge]:
    """The merges in which a member survived or went, undone ones too, the newest first."""
    people.refuse_unknown(desk, member_id)
    return [_merge(row) for row in _of_member(desk.db, member=member_id).fetchall()]


@prepared
def _counts(member: Any) -> Any:
    return Person.select(
        Person.review_on,
        Purchase.select(fn.COUNT(SQL("*"))).where(
            (Purchase.member == Person.id) & Purchase.member.is_null(False)
        ),
        Voucher.select(fn.COUNT(SQL("*"))).where(
            (Voucher.member == Person.id) & (Voucher.state == SQL("'issued'"))
        ),
    ).where(Person.id == member)


@prepared
def _values(member: Any) -> Any:
    return (
        Account.select(Account.account, Account.lots - Account.debt)
        .where(Account.member == member)
        .order_by(Account.account)
    )


def holdings(desk: Desk, member_id: int) -> Holdings:
    """What a member has now; refuses an unknown one."""
    member = members.get(desk, member_id)
    review, bought, vouchers = _counts(desk.db, member=member_id).fetchone()
    own = Card.member.in_(selves.of(desk.db, member_id)) & Card.lost_on.is_null()
    return Holdings(
        member=member,
        receipts=bought,
        vouchers=vouchers,
        cards=Card.select().where(own).bind(desk.db).count(),
        values={**dict(_values(desk.db, member=member_id).fetchall()), "points": member.points},
        review_on=None if review is None else date.fromordinal(review),
    )


# --- merging ----------------------------------------------------------------------------------


def preview(desk: Desk, *, keep: int, drop: int) -> Preview:
    """What each of two members has and what the survivor would have: the merge, taken back."""
    with rehearsal(desk, action="members.merge") as made:
        _refuse(made, keep, drop)
        one, other = holdings(desk, keep), holdings(desk, drop)
        _write(made, keep, drop)
        return Preview(one, other, holdings(desk, keep))


def merge(desk: Desk, *, keep: int, drop: int, key: str | None = None) -> Merge:
    """Let one person have one membership: ``drop`` goes over into ``keep`` and is closed (9.22).

    Receipts, lots with their last days, vouchers, keys of what was given, ratings, contacts and
    consents go along; a debt is netted; the older day of joining and the higher tier, with its
    review date, count; what ``keep`` lacks of phone and birthdays is taken over. Number and cards
    of ``drop`` find ``keep`` from now on. A higher tier is tested at the next purchase only.
    Refuses one and the same member, and a membership that is closed.
    """
    content = [keep, drop]
    with change(desk, *_TOPICS, action="members.merge", key=key, content=content) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        _refuse(made, keep, drop)
        made.subject = _write(made, keep, drop)
        made.note(keep=keep, drop=drop)
        return get(desk, made.subject)


def _refuse(made: Change, keep: int, drop: int) -> None:
    desk = made.desk
    for member in (keep, drop):
        people.refuse_absent(desk, member)
    if keep == drop:
        raise SameMember(desk.language)


def _write(made: Change, keep: int, drop: int) -> int:
    db = made.db
    joined, before = _joined_on(db, keep), merging_tiers.last_change(db, keep)
    friends = _refer(made, keep, drop)
    moving.all_over(made, drop, keep)
    occasions.unite(made, keep, drop)
    Person.update(closed_on=made.today).where(Person.id == drop).bind(db).execute()
    merge_id: int = Row.insert(
        event=made.event, keep=keep, drop=drop, on_day=made.today, joined_before=joined,
        change_before=before, filled=json.dumps(_fill(made, keep, drop)),
    ).bind(db).execute()  # fmt: skip
    _join(db, keep)
    selves.redirect(db, keep, drop)
    merging_tiers.carry(made, keep, drop)
    merging_tiers.carry_overlays(made, keep, drop)
    for member in friends:
        reverting.retest(made, member, only="referrals")
    return merge_id


def _joined_on(db: Any, member: int) -> int:
    sql = "SELECT joined_on FROM member WHERE id = ?"
    return int(db.execute_sql(sql, (member,)).fetchone()[0])


_JOIN = """
    UPDATE member SET joined_on = MIN(
        COALESCE((SELECT joined_before FROM "merge" WHERE keep_id = ?1 ORDER BY id LIMIT 1),
                 joined_on),
        COALESCE((SELECT MIN(d.joined_on) FROM "merge" AS m JOIN member AS d ON d.id = m.drop_id
                  WHERE m.keep_id = ?1 AND m.id NOT IN (SELECT merge_id FROM merge_undo)),
                 joined_on))
    WHERE id = ?1"""


def _join(db: Any, member: int) -> None:
    """The oldest day of joining of a member and of all who stand merged into them."""
    db.execute_sql(_JOIN, (member,))


_DETAILS = {
    "phone": ("phone", "shared_phone"),
    "birthday": ("birth_year", "birth_month", "birth_day"),
    "lunar_birthday": ("lunar_month", "lunar_day", "lunar_leap"),
}
"""What is taken over where it is missing, and its columns; the first but a year tells."""
_TELLS = {"phone": "phone", "birthday": "birth_month", "lunar_birthday": "lunar_month"}


def _fill(made: Change, keep: int, drop: int) -> list[str]:
    """Take over what the survivor lacks, by the names of the details."""
    one, other = (_details(made.db, member) for member in (keep, drop))
    filled = [
        name for name, tells in _TELLS.items() if one[tells] is None and other[tells] is not None
    ]
    for name in filled:
        values = {column: other[column] for column in _DETAILS[name]}
        Person.update(**values).where(Person.id == keep).bind(made.db).execute()
    return filled


def _details(db: Any, member: int) -> dict[str, Any]:
    row = Person.select().where(Person.id == member).dicts().bind(db).first()
    return dict(row)


def _refer(made: Change, keep: int, drop: int) -> list[int]:
    """Let the survivor have brought whom both brought; nobody brought themselves (9.28).

    Returns whose referrals may have become fewer.
    """
    by = referrers.referrer_of(made.desk, keep)
    its = referrers.referrer_of(made.desk, drop)
    if by == drop or (by is None and its is not None):
        moving.refer(made, keep, by, its if its not in (keep, drop) else None)
    for friend in moving.friends_of(made.db, drop):
        moving.refer(made, friend, drop, keep if friend != keep else None)
    return sorted({who for who in (by, its, keep) if who not in (None, drop)} - {None})


# --- undoing ----------------------------------------------------------------------------------


def undo_merge(desk: Desk, merge_id: int, *, key: str | None = None) -> Merge:
    """Let two members be two again, each with what they had, within 30 days of the merge.

    What the survivor bought since stays theirs. What one of them was given for a tier that both had
    reached is given again. Refused, with the receipt named, once a lot that
    came over has been drawn on or a receipt that came over given back of; and for one undone
    already, after which a member merged again or erased.
    """
    with change(desk, *_TOPICS, action="members.undo_merge", key=key, content=merge_id) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        _refuse_undo(made, get(desk, merge_id))
        made.subject = merge_id
        _undo(made, get(desk, merge_id))
        return get(desk, merge_id)


def _refuse_undo(made: Change, one: Merge) -> None:
    desk = made.desk
    if one.undone_on is not None:
        raise UnknownMerge(desk.language, merge=one.id)
    if made.today > one.undo_until:
        raise UndoTooLate(desk.language, date=one.on, days=UNDONE_WITHIN_DAYS)
    people.refuse_absent(desk, one.keep)
    receipt = _drawn_by(made, one)
    if receipt is not None:
        raise UndoRefused(desk.language, receipt=receipt)


_DRAWN = """
    SELECT e.purchase_id, p.number, e.on_day FROM entry AS e
    LEFT JOIN purchase AS p ON p.id = e.purchase_id
    WHERE e.member_id = ?1 AND e.event_id > ?2 AND e.amount < 0
    AND e.kind NOT IN ('expired', 'moved')
    AND e.lot_id IN (SELECT row_id FROM moved WHERE event_id = ?2 AND kind = 'lot')
    UNION ALL
    SELECT NULL, NULL, MAX(e.on_day) FROM entry AS e
    WHERE e.member_id = ?1 AND e.event_id > ?2 AND e.kind = 'moved'
    AND e.lot_id IN (SELECT row_id FROM moved WHERE event_id = ?2 AND kind = 'lot')
    GROUP BY e.lot_id HAVING SUM(e.amount) < 0
    UNION ALL
    SELECT r.purchase_id, p.number, r.on_day FROM moved AS m
    JOIN refund AS r ON r.purchase_id = m.row_id JOIN purchase AS p ON p.id = r.purchase_id
    WHERE m.event_id = ?2 AND m.kind = 'purchase' AND r.event_id > ?2 LIMIT 1"""


def _drawn_by(made: Change, one: Merge) -> str | None:
    """What drew on what came over: the receipt; or points taken by hand, or for a debt that
    another merge brought, on a day."""
    event = _event(made.db, one.id)
    row = made.db.execute_sql(_DRAWN, (one.keep, event)).fetchone()
    if row is None:
        return None
    purchase, number, on = row
    _ = translator(made.desk.language)
    if purchase is None:
        return _("what was taken without a receipt on {day}").format(day=date.fromordinal(on))
    return _("receipt {number}").format(number=display_number(purchase, number))


def _event(db: Any, merge: int) -> int:
    return int(db.execute_sql('SELECT event_id FROM "merge" WHERE id = ?', (merge,)).fetchone()[0])


def _undo(made: Change, one: Merge) -> None:
    db, event = made.db, _event(made.db, one.id)
    row = Row.select(Row.change_before, Row.filled).where(Row.id == one.id).tuples().bind(db)
    before, filled = row.first()
    MergeUndo.insert(merge=one.id, event=made.event, on_day=made.today).bind(db).execute()
    _unfill(made, one, json.loads(filled))
    _reopen(made, one.drop)
    for friend, source, target in moving.referred(db, event):
        moving.refer(made, friend, target, source)
    moving.back(made, event, one.keep, one.drop)
    occasions.follow(made, one.keep, one.drop)
    _join(db, one.keep)
    selves.redirect(db, one.keep, one.drop)
    _ = translator(made.desk.language)
    merging_tiers.end_overlays(made, event, one.keep, _("The merge was undone"))
    merging_tiers.go_back(made, one.keep, before)
    for member in (one.keep, one.drop):
        rewards.on_upgrade(made, member)


def _unfill(made: Change, one: Merge, filled: list[str]) -> None:
    """Take from the survivor the details that came over, unless they were changed since."""
    own, other = (_details(made.db, member) for member in (one.keep, one.drop))
    for name in filled:
        if all(own[column] == other[column] for column in _DETAILS[name]):
            flags = ("shared_phone", "lunar_leap")
            values = {column: 0 if column in flags else None for column in _DETAILS[name]}
            Person.update(**values).where(Person.id == one.keep).bind(made.db).execute()


def _reopen(made: Change, member: int) -> None:
    """Open a membership again; a phone that somebody has meanwhile is shared from now on."""
    phone = _details(made.db, member)["phone"]
    taken = (Person.phone == phone) & Person.phone.is_null(False) & Person.closed_on.is_null()
    is_taken = Person.select().where(taken).bind(made.db).exists()
    more = {"shared_phone": 1} if is_taken else {}
    Person.update(closed_on=None, **more).where(Person.id == member).bind(made.db).execute()
