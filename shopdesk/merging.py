"""Merging two members who are one person, and seeing before what comes of it (9.22).

Receipts, lots, vouchers and what was said go to the survivor as they are: their own column says
whose they are, and ``tables/belonging.py`` why that may change. Of value the journal tells too, by
entries of kind ``moved``, so that every member's entries still sum to what they hold.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import (
    members,
    merging_details,
    merging_tiers,
    moving,
    occasions,
    owing,
    people,
    referrers,
    reverting,
    seats,
    selves,
)
from shopdesk.clock import day_or_none
from shopdesk.members import Member
from shopdesk.refusals_of_people import SameMember, UnknownMerge
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.belonging import Merge as Row
from shopdesk.store.tables.belonging import MergeUndo
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.journal import Account
from shopdesk.store.tables.knowing import Consent, Interaction, Rating
from shopdesk.store.tables.people import Card
from shopdesk.store.tables.people import Member as Person
from shopdesk.store.tables.personal import MemberDate
from shopdesk.store.tables.receipts import Purchase
from shopdesk.topics import Topic

UNDONE_WITHIN_DAYS = 30
"""Up to and including so many days after a merge it can be undone."""

TOPICS = (
    Topic.MEMBERS, Topic.PURCHASES, Topic.POINTS, Topic.TIERS, Topic.VOUCHERS, Topic.GIFTS,
    Topic.NOTICES, Topic.STORED_VALUE, Topic.PASSES,
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
    """What a member has, to be seen side by side: values by account, counts of the rest.

    ``contacts`` counts what was noted and rated, ``consents`` what was agreed to or taken back,
    ``dates`` the days to remember.
    """

    member: Member
    receipts: int
    vouchers: int
    cards: int
    values: dict[str, int]
    review_on: date | None
    contacts: int
    consents: int
    dates: int


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
        day_or_none(undone),
    )  # fmt: skip


def get(desk: Desk, merge_id: int) -> Merge:
    """One merge; refuses an unknown id."""
    row = row_of(_by_id, desk.db, merge_id)
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
        *(
            table.select(fn.COUNT(SQL("*"))).where(table.member == Person.id)
            for table in (Interaction, Rating, Consent, MemberDate)
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
    review, bought, vouchers, *known = _counts(desk.db, member=member_id).fetchone()
    noted, rated, consents, dates = known
    own = Card.member.in_(selves.of(desk.db, member_id)) & Card.lost_on.is_null()
    return Holdings(
        member=member,
        receipts=bought,
        vouchers=vouchers,
        cards=Card.select().where(own).bind(desk.db).count(),
        values={**dict(_values(desk.db, member=member_id).fetchall()), "points": member.points},
        review_on=day_or_none(review),
        contacts=noted + rated,
        consents=consents,
        dates=dates,
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
    review date, count; what ``keep`` lacks of phone, birthdays, PIN and all that is personal is
    taken over, and so are stored value and passes, what rules owe and what multiplies points.
    Number and cards of ``drop`` find ``keep`` from now on. A higher tier is tested at the next
    purchase only. Refuses one and the same member, and a membership that is closed.
    """
    content = [keep, drop]
    with change(desk, *TOPICS, action="members.merge", key=key, content=content) as made:
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
    brought = {referrers.referrer_of(made.desk, friend): friend for friend in (keep, drop)}
    friends = _refer(made, keep, drop)
    moving.all_over(made, drop, keep)
    for referrer, friend in ((keep, drop), (drop, keep)):
        if brought.get(referrer) == friend:
            occasions.unrefer(made, referrer, friend, keep)
    occasions.unite(made, keep, drop)
    owing.owe_survivor(made, keep, drop)
    moving.multipliers_over(made, drop, keep)
    moving.invitations_over(made, drop, keep)
    Person.update(closed_on=made.today).where(Person.id == drop).bind(db).execute()
    seats.unite(made, keep, drop)
    merge_id: int = Row.insert(
        event=made.event, keep=keep, drop=drop, on_day=made.today, joined_before=joined,
        change_before=before, filled=merging_details.fill(made, keep, drop),
    ).bind(db).execute()  # fmt: skip
    join(db, keep)
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
        (SELECT joined_before FROM "merge" WHERE keep_id = ?1 ORDER BY id LIMIT 1),
        COALESCE((SELECT MIN(d.joined_on) FROM "merge" AS m JOIN member AS d ON d.id = m.drop_id
                  WHERE m.keep_id = ?1 AND m.id NOT IN (SELECT merge_id FROM merge_undo)),
                 9223372036854775807))
    WHERE id = ?1"""


def join(db: Any, member: int) -> None:
    """The oldest day of joining of a member and of all who stand merged into them."""
    db.execute_sql(_JOIN, (member,))


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
