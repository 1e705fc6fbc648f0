"""Undoing a merge: two members again, each with what they had (9.22)."""

import json
from datetime import date
from typing import Any

from shopdesk import (
    day_words,
    happenings,
    merging_details,
    merging_tiers,
    moving,
    owing,
    people,
    selves,
    upgrading,
)
from shopdesk.language import translator
from shopdesk.merging import TOPICS, UNDONE_WITHIN_DAYS, Merge, get, join
from shopdesk.receipts import display_number
from shopdesk.refusals_of_people import UndoRefused, UndoTooLate, UnknownMerge
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.tables.belonging import Merge as Row
from shopdesk.store.tables.belonging import MergeUndo
from shopdesk.store.tables.people import Member as Person


def undo_merge(desk: Desk, merge_id: int, *, key: str | None = None) -> Merge:
    """Let two members be two again, each with what they had, within 30 days of the merge.

    What the survivor bought since stays theirs. Vouchers go back, used meanwhile or not, and what
    one of them had been given too much for a tier that both had reached is given again. Refused,
    with the receipt named, once a lot that came over has been drawn on or a receipt that came over
    given back of; and for a merge undone already, or whose survivor was merged or erased since.
    """
    with change(desk, *TOPICS, action="members.undo_merge", key=key, content=merge_id) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        one = get(desk, merge_id)
        _refuse_undo(made, one)
        made.subject = merge_id
        _undo(made, one)
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
        day = day_words.dated(date.fromordinal(on), made.desk.language)
        return _("what was taken without a receipt on {day}").format(day=day)
    return _("receipt {number}").format(number=display_number(purchase, number))


def _event(db: Any, merge: int) -> int:
    return int(db.execute_sql('SELECT event_id FROM "merge" WHERE id = ?', (merge,)).fetchone()[0])


def _undo(made: Change, one: Merge) -> None:
    db, event = made.db, _event(made.db, one.id)
    row = Row.select(Row.change_before, Row.filled).where(Row.id == one.id).tuples().bind(db)
    before, filled = row.first()
    MergeUndo.insert(merge=one.id, event=made.event, on_day=made.today).bind(db).execute()
    merging_details.unfill(made, event, one.keep, one.drop, json.loads(filled))
    _reopen(made, one.drop)
    for friend, source, target in moving.referred(db, event):
        moving.refer(made, friend, target, source)
    moving.back(made, event, one.keep, one.drop)
    moving.occasions_back(made, event, one.keep, one.drop)
    moving.invitations_back(made, event, one.keep, one.drop)
    moving.multipliers_back(made, event, one.keep, one.drop)
    join(db, one.keep)
    selves.redirect(db, one.keep, one.drop)
    _ = translator(made.desk.language)
    merging_tiers.end_overlays(made, event, one.keep, _("The merge was undone"))
    merging_tiers.go_back(made, one.keep, before)
    owing.owe_each_again(made, event, one.keep)
    for member in (one.keep, one.drop):
        upgrading.reward_again(made, member)
        happenings.attended_again(made, member)


def _reopen(made: Change, member: int) -> None:
    """Open a membership again; a phone that somebody has meanwhile is shared from now on."""
    phone = merging_details.details(made.db, member)["phone"]
    taken = (Person.phone == phone) & Person.phone.is_null(False) & Person.closed_on.is_null()
    is_taken = Person.select().where(taken).bind(made.db).exists()
    more = {"shared_phone": 1} if is_taken else {}
    Person.update(closed_on=None, **more).where(Person.id == member).bind(made.db).execute()
