"""One row in each table that no sale fills, as plain SQL: for tests that look at every table."""

from typing import Any

ROWS = """
    INSERT INTO exchange (refund_id, purchase_id, event_id) VALUES (1, 1, 1);
    INSERT INTO promotion (name, terms, starts_on, event_id) VALUES ('p', '{}', 1, 1);
    INSERT INTO tier_overlay (member_id, kind, tier, from_on, reason, event_id)
        VALUES (1, 'floor', 'gold', 1, 'r', 1);
    INSERT INTO tier_overlay_end (overlay_id, event_id, on_day, reason) VALUES (1, 1, 1, 'r');
    INSERT INTO tier_warning (member_id, review_on, days_before, event_id, on_day, missing)
        VALUES (1, 1, 30, 1, 1, '[]');
    INSERT INTO rating (member_id, on_day, score, about, note, event_id)
        VALUES (1, 1, 5, '', '', 1);
    INSERT INTO interaction (member_id, on_day, kind, note, event_id)
        VALUES (1, 1, 'call', '', 1);
    INSERT INTO consent (member_id, on_day, kind, wording, event_id)
        VALUES (1, 1, 'data', 'w', 1);
    INSERT INTO notice (event_id, on_day, kind, body) VALUES (1, 1, 'k', '{}');
    INSERT INTO notice_seen (notice_id, event_id) VALUES (1, 1);
    INSERT INTO member (id, number, name, joined_on, language, tier, event_id, earned)
        VALUES (88, '88', 'n', 1, 'en', 'member', 1, 'member');
    INSERT INTO moved (event_id, kind, row_id, to_member_id) VALUES (1, 'k', 1, 1);
    INSERT INTO attachment (purchase_id, event_id, member_id, on_day, tier, rule, rule_before,
        points) VALUES (1, 1, 1, 1, 't', 'r', 'r', 1);
    INSERT INTO "merge" (event_id, keep_id, drop_id, on_day, joined_before, change_before, filled)
        VALUES (1, 1, 88, 1, 1, 1, '[]');
    INSERT INTO merge_undo (merge_id, event_id, on_day) VALUES (1, 1, 1);
    INSERT INTO merged_member (member_id, survivor_id) VALUES (88, 1);
    INSERT INTO erasure (member_id, event_id, on_day, reason) VALUES (88, 1, 1, 'r');
    INSERT INTO not_duplicate (first_id, second_id, event_id) VALUES (1, 88, 1)
"""


def fill(db: Any) -> None:
    """Write them all; a shop with a member, a receipt and a refund is taken for granted."""
    for sql in ROWS.split(";"):
        db.execute_sql(sql)
