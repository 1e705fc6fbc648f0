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
    INSERT INTO gift_set (id, name, event_id) VALUES (88, 's', 1);
    INSERT INTO gift_of_set (gift_set_id, tier, gift_id) VALUES (88, 'gold', 1);
    INSERT INTO gift_picture (gift_id, event_id, content) VALUES (1, 1, x'ffd8ff');
    INSERT INTO segment (name, filters, event_id) VALUES ('s', '[]', 1);
    INSERT INTO festival (name, month, day, event_id) VALUES ('f', 1, 1, 1);
    INSERT INTO reward_rule (id, name, triggers, rewards, limits, channel, starts_on, settled_on,
        event_id) VALUES (88, 'r', '[]', '[]', '{}', 'counter', 1, 1, 1);
    INSERT INTO occasion (id, event_id, rule_id, member_id, occasion, on_day, met)
        VALUES (88, 1, 88, 1, 'o', 1, '[]');
    INSERT INTO multiplier (event_id, member_id, percent, from_on, until_on)
        VALUES (1, 1, 200, 1, 2);
    INSERT INTO given (event_id, occasion_id, kind, amount, cost) VALUES (1, 88, 'points', 1, 0);
    INSERT INTO owed (event_id, rule_id, member_id, occasion, on_day, met)
        VALUES (1, 88, 1, 'o', 1, '[]');
    INSERT INTO rating (member_id, on_day, score, about, note, event_id)
        VALUES (1, 1, 5, '', '', 1);
    INSERT INTO interaction (member_id, on_day, kind, note, event_id)
        VALUES (1, 1, 'call', '', 1);
    INSERT INTO consent (member_id, on_day, kind, wording, event_id)
        VALUES (1, 1, 'data', 'w', 1);
    INSERT INTO notice (event_id, on_day, kind, body) VALUES (1, 1, 'k', '{}');
    INSERT INTO notice_seen (notice_id, event_id) VALUES (1, 1);
    INSERT INTO price_change (event_id, product_id, what, before, after)
        VALUES (1, 1, 'price', 1, 2);
    INSERT INTO word_change (event_id, product_id, what, after) VALUES (1, 1, 'unit', 'u');
    INSERT INTO served (purchase_id, staff_id, event_id) VALUES (1, 1, 1);
    INSERT INTO member_date (member_id, kind, name, month, day, event_id)
        VALUES (1, 'own', 'n', 1, 1, 1);
    INSERT INTO family (name, event_id) VALUES ('f', 1);
    INSERT INTO family_member (member_id, family_id, event_id) VALUES (1, 1, 1);
    INSERT INTO member_tag (tag, member_id, event_id) VALUES ('t', 1, 1);
    INSERT INTO preference (member_id, words, event_id) VALUES (1, 'w', 1);
    INSERT INTO logo (id, content, event_id) VALUES (1, x'89504E47', 1);
    INSERT INTO photo (member_id, content, event_id) VALUES (1, x'FFD8FF', 1);
    INSERT INTO import_fill (event_id, member_id, what) VALUES (1, 1, 'phone');
    INSERT INTO blank_card (code, event_id) VALUES ('K1', 1);
    INSERT INTO top_up (event_id, member_id, at, on_day, principal, bonus, principal_lot_id)
        VALUES (1, 1, 1, 1, 1, 0, 1);
    INSERT INTO top_up_payment (top_up_id, tender, amount) VALUES (1, 'cash', 1);
    INSERT INTO top_up_refund (top_up_id, event_id, at, on_day, principal, bonus, money, reason)
        VALUES (1, 1, 1, 1, 1, 0, 1, 'r');
    INSERT INTO top_up_refund_payment (refund_id, tender, amount) VALUES (1, 'cash', 1);
    INSERT INTO member_pin (event_id, member_id) VALUES (1, 1);
    INSERT INTO pass (event_id, purchase_id, line, product_id, uses) VALUES (1, 1, 1, 1, 1);
    INSERT INTO pass_lot (lot_id, pass_id) VALUES (1, 1);
    INSERT INTO pass_use (purchase_id, line, lot_id, uses) VALUES (1, 1, 1, 1);
    INSERT INTO pass_forfeit (pass_id, event_id) VALUES (1, 1);
    INSERT INTO gathering (id, name, kind, on_day, place, note, event_id)
        VALUES (1, 'g', 'launch', 1, '', '', 1);
    INSERT INTO invitation (gathering_id, member_id, answer, event_id) VALUES (1, 1, 'open', 1);
    INSERT INTO check_in (gathering_id, member_id, at, on_day, brought, interaction_id, event_id)
        VALUES (1, 1, 1, 1, 0, 1, 1);
    INSERT INTO check_in_undo (check_in_id, on_day, event_id) VALUES (1, 1, 1);
    INSERT INTO shift (till, staff_id, at, on_day, opening, event_id) VALUES ('1', 1, 1, 1, 0, 1);
    INSERT INTO cash_up (till, kind, staff_id, at, first_on, on_day, since, "left", event_id)
        VALUES ('1', 'close', 1, 1, 1, 1, 1, 0, 1);
    INSERT INTO cash_up_tender (cash_up_id, tender, expected, counted) VALUES (1, 'cash', 1, 1);
    INSERT INTO cash_move (at, on_day, kind, amount, reason, event_id)
        VALUES (1, 1, 'in', 1, 'r', 1);
    INSERT INTO parked (at, label, content, due, event_id) VALUES (1, 'l', '{}', 1, 1);
    INSERT INTO parked_end (parked_id, how, event_id) VALUES (1, 'dropped', 1);
    INSERT INTO month_close (month, on_day, figures, event_id) VALUES ('2020-01', 1, '{}', 1);
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
    INSERT INTO not_duplicate (first_id, second_id, event_id) VALUES (1, 88, 1);
    INSERT OR IGNORE INTO hand_over (voucher_id, taken_by, note, event_id)
        SELECT MIN(id), '', '', 1 FROM voucher;
    INSERT INTO delivery (voucher_id, recipient, phone, address, tracking, event_id)
        SELECT MIN(id), 'r', '1', 'a', '', 1 FROM voucher;
    INSERT INTO settlement (id, event_id, on_day, partner, month, cost)
        VALUES (88, 1, 1, 'p', '2020-01', 1);
    INSERT INTO settled_voucher (voucher_id, settlement_id) SELECT MIN(id), 88 FROM voucher;
    INSERT INTO refused_scan (event_id, till, code, refusal) VALUES (1, '1', 'V', '');
    INSERT INTO owed_at_merge (event_id, rule_id, member_id, occasion, on_day, met, is_over)
        SELECT 1, MIN(id), 1, 'o', 1, '[]', 0 FROM reward_rule
"""


def fill(db: Any) -> None:
    """Write them all; a shop with a member, a receipt and a refund is taken for granted."""
    for sql in ROWS.split(";"):
        db.execute_sql(sql)
