"""Giving back a tier lost at a review that a receipt entered late would have passed (9.21)."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from shopdesk import clock, holding, ladders, retesting, standing
from shopdesk.assessing import rank_of
from shopdesk.facts import Facts
from shopdesk.retesting import Held
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Ladder
from shopdesk.store.tables.tiers import TierChange


@prepared
def _changes(member: Any) -> Any:
    change = TierChange
    return (
        change.select(
            change.id, change.kind, change.to_tier, change.about, change.evidence, change.from_tier,
            change.reviewed_on, change.ladder, Ladder.tiers, Ladder.grace_days, Member.joined_on,
        )
        .join(Ladder)
        .join(Member, on=(Member.id == change.member))
        .where(change.member == member)
        .order_by(change.id.desc())
    )  # fmt: skip


def _standing(changes: Iterable[Sequence[Any]]) -> Sequence[Any]:
    """The last change that stands: not a step up that was wholly taken back, nor its taking back,
    nor what stood between a merge and its undoing.

    There is one: everybody joined.
    """
    left: dict[int, str] = {}
    newest: int | None = None
    for row in changes:
        id_, kind, tier, about, stored, *_ = row
        if newest is not None and id_ > newest and (kind != "reverted" or about > newest):
            continue
        if kind == "unmerged":
            newest = about
        elif kind == "reverted":
            left.setdefault(about, tier)
        elif id_ not in left or left[id_] in {each["tier"] for each in json.loads(stored)}:
            return row
    raise LookupError


_insert = prepared_row(
    TierChange, "event", "member", "kind", "from_tier", "to_tier", "at", "on_day", "ladder",
    "purchase", "evidence", "about", "reviewed_on", "review_on",
)  # fmt: skip


def restore(made: Change, member_id: int, purchase_id: int) -> str | None:
    """Take back the member's last step down if its review would be passed now, dated today.

    Steps up since that a refund took back are as if they had not been. The review is held again as
    it was, with what is known now. The next one counts from its day, not from today. Returns the
    tier given back.
    """
    changes = _changes(made.db, member=member_id).fetchall()
    id_, kind, _to, _about, _evidence, lost, reviewed, ladder_id, then, grace_days, joined = (
        _standing(changes)
    )
    now = changes[0][2]
    if kind != "step_down":
        return None
    version = ladders.from_json(then)
    review = Held(date.fromordinal(reviewed), grace_days, date.fromordinal(joined))
    found = review.again(version[rank_of(version, lost)], Facts(made.db, member_id))
    tier = retesting.nearest(made.desk.shop.known.ladder, version, lost)
    if not found.is_met or tier == now:
        return None
    rank = rank_of(made.desk.shop.known.ladder, tier)
    review_on = standing.review_after_decision(made, review.on, rank)
    evidence = json.dumps([asdict(e) for e in found.evidence])
    _insert(made.db, (
        made.event, member_id, "restored", now, tier, clock.to_ms(made.at),
        made.today.toordinal(), ladder_id, purchase_id, evidence, id_, reviewed,
        None if review_on is None else review_on.toordinal(),
    ))  # fmt: skip
    holding.set_earned(made, member_id, tier, review_on)
    return tier
