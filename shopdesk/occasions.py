"""What was given on which occasion: taken back with it, and one for a person who was two."""

import json
from collections.abc import Sequence
from typing import Any

from shopdesk import voucher_returns
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Occasion, RewardRule


def take_back(made: Change, member_id: int, lost: Sequence[str], *, since: int) -> None:
    """Undo what was given for steps of an upgrade that are lost (9.1): see ``forfeit``.

    ``since`` is the event of the upgrade: what older ones gave stays. Where some of it was used,
    none of it is given again; otherwise the steps are rewarded when they are next reached (9.20).
    """
    given = [
        (rule, occasion, voucher)
        for rule, occasion, voucher, trigger in _given_since(
            made.db, member=member_id, since=since
        ).fetchall()
        if _is_upgrade_to(json.loads(trigger), lost)
    ]
    used = [voucher_returns.forfeit(made, voucher) for *_, voucher in given if voucher]
    if not any(used):
        for rule, occasion, _ in given:
            _free(made.db, rule=rule, member=member_id, occasion=occasion)


def _is_upgrade_to(trigger: dict[str, Any], lost: Sequence[str]) -> bool:
    return trigger["kind"] == "upgrade" and trigger["tier"] in lost


@prepared
def _given_since(member: Any, since: Any) -> Any:
    return (
        Occasion.select(Occasion.rule, Occasion.occasion, Occasion.voucher, RewardRule.trigger)
        .join(RewardRule)
        .where((Occasion.member == member) & (Occasion.event >= since))
        .order_by(Occasion.rule, Occasion.occasion)
    )


@prepared
def _free(rule: Any, member: Any, occasion: Any) -> Any:
    return Occasion.delete().where(
        (Occasion.rule == rule) & (Occasion.member == member) & (Occasion.occasion == occasion)
    )


# --- of two who are one -----------------------------------------------------------------------


@prepared
def _given_to_both(keep: Any, drop: Any) -> Any:
    other = Occasion.alias("other")
    same = (other.rule == Occasion.rule) & (other.occasion == Occasion.occasion)
    return (
        Occasion.select(Occasion.rule, Occasion.occasion, Occasion.voucher, other.voucher)
        .join(other, on=same)
        .where((Occasion.member == keep) & (other.member == drop))
        .order_by(Occasion.rule, Occasion.occasion)
    )


def unite(made: Change, keep: int, drop: int) -> None:
    """Let the keys of both be the survivor's, so that nothing is given for life twice (9.20).

    Of what both were given one is too many, for a person comes to a tier once (9.1): one that was
    not used becomes void, the other one's before the survivor's own; of two that were used one is
    told to the owner. The keys go with their vouchers, which are the survivor's by now.
    """
    for rule, occasion, own, its in _given_to_both(made.db, keep=keep, drop=drop).fetchall():
        spare, whose = (its, drop)
        if voucher_returns.is_used(made, its) and not voucher_returns.is_used(made, own):
            spare, whose = (own, keep)
        if not voucher_returns.forfeit(made, spare):
            _free(made.db, rule=rule, member=whose, occasion=occasion)
    follow(made, drop, keep)


def follow(made: Change, source: int, target: int) -> None:
    """Let keys go where this change let their vouchers go, but one that the target has too."""
    made.db.execute_sql(
        """UPDATE OR IGNORE occasion SET member_id = ?3 WHERE member_id = ?2 AND voucher_id IN (
           SELECT row_id FROM moved WHERE event_id = ?1 AND kind = 'voucher')""",
        (made.event, source, target),
    )
