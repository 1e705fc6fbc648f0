"""What the audit keeps of the vouchers that an event issued: one digest over the terms of all.

Its events hang together by their hashes, so no voucher can be worth more than it was issued for,
go to somebody else, or be added, without its showing.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from shopdesk.audit_notes import noted
from shopdesk.store.change import Change

NOTED = "issued_as"
"""Under which word an event keeps it."""

_ISSUED = f"""
    SELECT e.id, {noted(NOTED, "e.body")} AS said,
        v.code, v.kind, v.gift_id, v.amount, v.percent_off, v.minimum, v.cap,
        v.cost, CASE WHEN m.id IS NULL THEN v.member_id ELSE m.from_member_id END, v.rule_id,
        v.issued_on, v.stacking, v.is_alone, v.is_several, v.channel
    FROM event AS e LEFT JOIN voucher AS v ON v.event_id = e.id
    LEFT JOIN moved AS m ON m.id = (
        SELECT MIN(id) FROM moved WHERE kind = 'voucher' AND row_id = v.id)
    WHERE v.id IS NOT NULL OR said IS NOT NULL
    ORDER BY e.id, v.id"""


def put_on(made: Change, terms: Mapping[str, Any]) -> None:
    """Seal the terms of one more voucher inside the change that issues it."""
    made.note(**{NOTED: _sealed(made.facts.get(NOTED, ""), list(terms.values()))})


def _sealed(before: str, terms: list[Any]) -> str:
    """The digest of what came ``before`` and of one voucher's terms after it."""
    said = json.dumps([before, *terms], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def broken(db: Any) -> Iterator[tuple[str, object, object]]:
    """Events that issued other vouchers, or of other terms, than there are.

    What was issued before the first seal, by an older release, has none.
    """
    seals: dict[int, str | None] = {}
    found: dict[int, str] = {}
    for event, said, *terms in db.execute_sql(_ISSUED):
        seals[event] = said
        found[event] = found.get(event, "") if terms[0] is None else _sealed(
            found.get(event, ""), terms
        )  # fmt: skip
    first = min((event for event, seal in seals.items() if seal is not None), default=None)
    for event, seal in seals.items():
        if first is not None and event >= first and seal != found[event]:
            yield f"vouchers of event {event}", seal, found[event]
