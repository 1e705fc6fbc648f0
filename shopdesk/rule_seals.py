"""What the audit keeps of reward rules: a digest of each as it was made, changed or ended last.

Its events hang together by their hashes, so no rule can give more, or to others, without its
showing.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from shopdesk.audit_notes import noted
from shopdesk.store.change import Change

NOTED = "rules_as"
"""Under which word an event keeps the digests, by the rules' ids."""

_TERMS = """
    SELECT triggers, rewards, limits, channel, segment_id, starts_on, ends_on, closed_on
    FROM reward_rule WHERE id = ?"""

_SAID = f"""
    SELECT {noted(NOTED)} AS said FROM event WHERE said IS NOT NULL ORDER BY id"""


def put_on(made: Change, rule_id: int) -> None:
    """Seal a rule as it stands now inside the change that made it so."""
    before = made.facts.get(NOTED, {})
    made.note(**{NOTED: {**before, str(rule_id): _digest(made.db, rule_id)}})


def _digest(db: Any, rule_id: int) -> str | None:
    """The digest of a rule's terms; nothing where there is no such rule."""
    row = db.execute_sql(_TERMS, (rule_id,)).fetchone()
    if row is None:
        return None
    return hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()


def broken(db: Any) -> Iterator[tuple[str, object, object]]:
    """Rules that are others than were made. Those of an older release have no seal until they are
    changed."""
    said: dict[str, str | None] = {}
    for (digests,) in db.execute_sql(_SAID).fetchall():
        said |= json.loads(digests)
    for rule, expected in said.items():
        found = _digest(db, int(rule))
        if found != expected:
            yield f"rule {rule}", expected, found
