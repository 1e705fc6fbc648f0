"""Taking back what was given on the occasion of an upgrade that is lost."""

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
