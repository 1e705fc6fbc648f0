"""What two members are owed by rules as they become one, and as they are two again (9.22)."""

from typing import Any

from shopdesk import happenings, occasions
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import COUNTS, Occasion, OwedAtMerge

_GIVEN_TO_KEEP = """EXISTS (SELECT 1 FROM occasion AS o WHERE o.member_id = :keep
    AND o.state <> 'freed'
    AND o.rule_id = owed.rule_id AND o.occasion = owed.occasion)"""
_OWED_TO_KEEP = """EXISTS (SELECT 1 FROM owed AS own WHERE own.member_id = :keep
    AND own.rule_id = owed.rule_id AND own.occasion = owed.occasion)"""
_UNITE = (
    f"""INSERT INTO owed_at_merge
            (event_id, rule_id, member_id, occasion, on_day, met, window_days, purchase_id,
                is_over)
        SELECT :event, rule_id, member_id, occasion, on_day, met, window_days, purchase_id,
            member_id = :drop AND NOT {_GIVEN_TO_KEEP} AND NOT {_OWED_TO_KEEP}
        FROM owed WHERE member_id = :drop OR (member_id = :keep AND {_GIVEN_TO_KEEP})
        ORDER BY id""",
    f"DELETE FROM owed WHERE member_id IN (:keep, :drop) AND {_GIVEN_TO_KEEP}",
    f"DELETE FROM owed WHERE member_id = :drop AND {_OWED_TO_KEEP}",
    "UPDATE owed SET member_id = :keep WHERE member_id = :drop",
)


def owe_survivor(made: Change, keep: int, drop: int) -> None:
    """Let the survivor be owed what the other one was, unless they were given it or are owed it
    already; after their occasions were united."""
    for sql in _UNITE:
        made.db.execute_sql(sql, {"keep": keep, "drop": drop, "event": made.event})


@prepared
def _written(event: Any) -> Any:
    one = OwedAtMerge
    columns = (
        one.is_over, one.rule, one.member, one.occasion, one.on_day, one.met, one.window_days,
        one.purchase,
    )  # fmt: skip
    return one.select(*columns).where(one.event == event).order_by(one.id)


@prepared
def _rewarded(rule: Any, member: Any, occasion: Any) -> Any:
    return Occasion.select(Occasion.id, Occasion.event, Occasion.state).where(
        (Occasion.rule == rule) & (Occasion.member == member) & (Occasion.occasion == occasion)
        & COUNTS
    )  # fmt: skip


def owe_each_again(made: Change, merge: int, keep: int) -> None:
    """Let each be owed what they were before the merge of an event, unless it was given to them
    or the rule gives no more.

    What the survivor was given since of what had come over is taken back from them (9.1).
    """
    for is_over, *owed in _written(made.db, event=merge).fetchall():
        rule, member, occasion, *_day, purchase = owed
        if is_over:
            made.db.execute_sql(_OWE_NO_LONGER, (rule, keep, occasion))
            for given, event, state in _rewarded(made.db, rule, keep, occasion).fetchall():
                if event > merge and state == "stands":
                    occasions.undo(made, keep, given)
        if _rewarded(made.db, rule, member, occasion).fetchone() is None:
            made.db.execute_sql(_OWE, (made.event, *owed))
        if purchase is not None:
            happenings.came_back(made, purchase, member)


_OWE_NO_LONGER = "DELETE FROM owed WHERE rule_id = ? AND member_id = ? AND occasion = ?"
_OWE = """INSERT OR IGNORE INTO owed
        (event_id, rule_id, member_id, occasion, on_day, met, window_days, purchase_id)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
    WHERE (SELECT closed_on FROM reward_rule WHERE id = ?2) IS NULL"""
