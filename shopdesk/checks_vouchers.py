"""Vouchers on their way: last days, hand-overs, deliveries and settlements against their events."""

UNEQUAL = {
    "voucher_until": """
        SELECT v.code, e.until_on, v.valid_until_on FROM voucher AS v LEFT JOIN (
            SELECT voucher_id, until_on, MAX(id) FROM voucher_event WHERE until_on IS NOT NULL
            GROUP BY voucher_id) AS e ON e.voucher_id = v.id
        WHERE e.until_on IS NOT v.valid_until_on""",
    "hand_over": """
        SELECT v.code, 'a gift that was used', v.kind || ' ' || v.state
        FROM hand_over AS h JOIN voucher AS v ON v.id = h.voucher_id
        WHERE (v.kind, v.state) <> ('gift', 'redeemed')""",
    "delivery": """
        SELECT v.code, 'used by courier, sent once before it arrived',
            v.channel || ' ' || v.state || ' ' || e.sent || ' ' || e.received
        FROM voucher AS v JOIN (
            SELECT voucher_id, SUM(kind = 'sent') AS sent, SUM(kind = 'received') AS received
            FROM voucher_event WHERE kind IN ('sent', 'received') GROUP BY voucher_id
        ) AS e ON e.voucher_id = v.id
        WHERE (v.channel, v.state, e.sent) <> ('courier', 'redeemed', 1) OR e.received > 1""",
    "settlement": """
        SELECT s.id, COALESCE(SUM(v.cost), 0), s.cost FROM settlement AS s
        LEFT JOIN settled_voucher AS o ON o.settlement_id = s.id
        LEFT JOIN voucher AS v ON v.id = o.voucher_id AND v.state = 'redeemed'
        GROUP BY s.id HAVING COALESCE(SUM(v.cost), 0) <> s.cost""",
}
"""For each kind of fault the rows (subject, expected, found) where two things differ."""
