"""Giving back a tier lost at a review that a receipt entered late would have passed (9.21)."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from shopdesk import clock, holding, ladders, retesting, standing
from shopdesk.assessing import Evidence, rank_of
from shopdesk.facts import Facts
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables import Ladder, TierChange


@prepared
def _last_change(member: Any) -> Any:
    change = TierChange
    return (
        change.select(
            change.id, change.kind, change.from_tier, change.to_tier, change.evidence,
            change.reviewed_on, change.ladder, Ladder.tiers,
        )
        .join(Ladder)
        .where(change.member == member)
        .order_by(change.id.desc())
        .limit(1)
    )  # fmt: skip


_insert = prepared_row(
    TierChange, "event", "member", "kind", "from_tier", "to_tier", "at", "on_day", "ladder",
    "purchase", "evidence", "about", "reviewed_on", "review_on",
)  # fmt: skip


def restore(made: Change, member_id: int, purchase_id: int) -> str | None:
    """Take back the member's last step down if its review would be passed now, dated today.

    The review is held again over its own windows, with what is known of them now. The next one
    counts from its day, not from today. Returns the tier given back.
    """
    id_, kind, lost, now, stored, reviewed, ladder_id, then = _last_change(
        made.db, member=member_id
    ).fetchone()
    if kind != "step_down":
        return None
    version = ladders.from_json(then)
    evidence = tuple(Evidence(**values) for values in json.loads(stored))
    is_passed, found = retesting.review_again(evidence, version, lost, Facts(made.db, member_id))
    tier = retesting.nearest(made.desk.shop.known.ladder, version, lost)
    if not is_passed or tier == now:
        return None
    rank = rank_of(made.desk.shop.known.ladder, tier)
    review_on = standing.review_after_decision(made, date.fromordinal(reviewed), rank)
    _insert(made.db, (
        made.event, member_id, "restored", now, tier, clock.to_ms(made.at),
        made.today.toordinal(), ladder_id, purchase_id, json.dumps([asdict(e) for e in found]),
        id_, reviewed, None if review_on is None else review_on.toordinal(),
    ))  # fmt: skip
    holding.set_earned(made, member_id, tier, review_on)
    return tier
