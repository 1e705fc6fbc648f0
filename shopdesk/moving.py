"""Letting everything of one member be another's, and back: rows, lots, debt (9.22)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from shopdesk import expiry, facts, journal, open_lots
from shopdesk.journal import Cause
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.belonging import Moved
from shopdesk.store.tables.journal import Account
from shopdesk.store.triggers import MOVABLE

_insert = prepared_row(Moved, "event", "kind", "row", "from_member", "to_member")

FRIEND = "friend"
"""The kind of what moved where a member's referrer changed: the row is that member."""


def note(made: Change, kind: str, row: int, source: int | None, target: int | None) -> None:
    """Write whose a row is now, before its own column may say so."""
    _insert(made.db, (made.event, kind, row, source, target))


@prepared
def _accounts(one: Any, other: Any) -> Any:
    return Account.select(Account.account).where(Account.member.in_((one, other))).distinct()


def _accounts_of(db: Any, one: int, other: int) -> list[str]:
    return sorted(row[0] for row in _accounts(db, one, other).fetchall())


def all_over(made: Change, source: int, target: int) -> None:
    """Let all that a member has be the target's: every account, receipt, voucher, every word."""
    day = open_lots.believed_day(made.desk)
    accounts = _accounts_of(made.db, source, target)
    _expire(made, accounts, (source, target), day)
    lots = {account: open_lots.held(made.db, source, account) for account in accounts}
    for table in MOVABLE:
        _move(made, table._meta.table_name, source, target, _ALL)
    _recount(made, source, target)
    for account in accounts:
        cause = Cause("moved", made.today, account=account)
        journal.hand_over(made, source, target, lots[account], cause)
    _expire(made, accounts, (source, target), day)


def back(made: Change, merge: int, source: int, target: int) -> None:
    """Let go back what came over by the event of a merge, used meanwhile or not."""
    day = open_lots.believed_day(made.desk)
    accounts = _accounts_of(made.db, source, target)
    _expire(made, accounts, (source, target), day)
    for table in MOVABLE:
        name = table._meta.table_name
        _move(made, name, source, target, _OF_MERGE.format(name=name, merge=merge))
    _recount(made, source, target)
    for account in accounts:
        cause = Cause("moved", made.today, account=account)
        life = expiry.life(made.desk.shop.settings, made.today)
        journal.hand_back(made, merge, source, target, cause, life=life)
    _expire(made, accounts, (source, target), day)


_ALL = ""
_OF_MERGE = " AND id IN (SELECT row_id FROM moved WHERE event_id = {merge} AND kind = '{name}')"


def _move(made: Change, name: str, source: int, target: int, which: str) -> None:
    """Let rows of a table be another's: what is said of them first, then their own column."""
    values = (made.event, source, target)
    made.db.execute_sql(
        f"""INSERT INTO moved (event_id, kind, row_id, from_member_id, to_member_id)
            SELECT ?1, '{name}', id, ?2, ?3 FROM "{name}" WHERE member_id = ?2{which}
            ORDER BY id""",
        values,
    )
    made.db.execute_sql(
        f"""UPDATE "{name}" SET member_id = ?3 WHERE member_id = ?2 AND id IN (
            SELECT row_id FROM moved WHERE event_id = ?1 AND kind = '{name}')""",
        values,
    )


def _recount(made: Change, *members: int) -> None:
    for member in members:
        facts.recount(made.db, member)


def _expire(made: Change, accounts: Iterable[str], members: Iterable[int], day: date) -> None:
    """Write off what has ended, and note when each account is to be looked at next."""
    whose = tuple(members)
    for account in accounts:
        for member in whose:
            journal.expire(made, member, day, account)


# --- what was given, and who brought whom -----------------------------------------------------


_OCCASION = "occasion"
_NOT_BOTHS = """ AND state <> 'freed' AND NOT EXISTS (
    SELECT 1 FROM occasion AS own WHERE own.member_id = ?3 AND own.rule_id = occasion.rule_id
        AND own.occasion = occasion.occasion AND own.state <> 'freed')"""


def occasions_over(made: Change, source: int, target: int) -> None:
    """Let what was given to a member have been given to the target, but what both were given."""
    _move(made, _OCCASION, source, target, _NOT_BOTHS)


def occasions_back(made: Change, merge: int, source: int, target: int) -> None:
    """The same, back, of what came over by the event of a merge."""
    _move(made, _OCCASION, source, target, _OF_MERGE.format(name=_OCCASION, merge=merge))


_MULTIPLIER = "multiplier"


def multipliers_over(made: Change, source: int, target: int) -> None:
    """Let what multiplies a member's points multiply the target's, for as long as it was to."""
    _move(made, _MULTIPLIER, source, target, _ALL)


def multipliers_back(made: Change, merge: int, source: int, target: int) -> None:
    """The same, back, of what came over by the event of a merge."""
    _move(made, _MULTIPLIER, source, target, _OF_MERGE.format(name=_MULTIPLIER, merge=merge))


_INVITATION = "invitation"
_NOT_ON_BOTH = """ AND NOT EXISTS (
    SELECT 1 FROM invitation AS own WHERE own.member_id = ?3
        AND own.gathering_id = invitation.gathering_id)"""


def invitations_over(made: Change, source: int, target: int) -> None:
    """Let the target be on the lists of events a member is on; where both are, each stays."""
    _move(made, _INVITATION, source, target, _NOT_ON_BOTH)


def invitations_back(made: Change, merge: int, source: int, target: int) -> None:
    """The same, back, of what came over by the event of a merge."""
    _move(made, _INVITATION, source, target, _OF_MERGE.format(name=_INVITATION, merge=merge))


def refer(made: Change, friend: int, source: int | None, target: int | None) -> None:
    """Let somebody else have brought a friend."""
    note(made, FRIEND, friend, source, target)
    made.db.execute_sql("UPDATE member SET referrer_id = ? WHERE id = ?", (target, friend))


def friends_of(db: Any, member: int) -> list[int]:
    """Whom a member brought."""
    sql = "SELECT id FROM member WHERE referrer_id = ? ORDER BY id"
    return [row[0] for row in db.execute_sql(sql, (member,)).fetchall()]


def referred(db: Any, event: int) -> list[tuple[int, int | None, int | None]]:
    """Whose referrer an event changed: the friend, from whom, to whom; the last change first."""
    rows = db.execute_sql(
        """SELECT row_id, from_member_id, to_member_id FROM moved
           WHERE event_id = ? AND kind = ? ORDER BY id DESC""",
        (event, FRIEND),
    )
    return list(rows.fetchall())
