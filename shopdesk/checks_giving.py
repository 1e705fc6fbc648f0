"""What rules gave and how vouchers went, against one another and against what the audit says."""

import json
from collections.abc import Iterator
from typing import Any

from shopdesk import rule_seals, voucher_seals
from shopdesk.audit_notes import noted

Found = Iterator[tuple[str, object, object]]
"""What does not add up: about what, what it should be, what is kept."""

_REFUSED = """
    SELECT e.id, json_extract(e.body, '$.code') || ' ' || json_extract(e.body, '$.refusal')
            || ' ' || e.till || ' ' || json_extract(e.body, '$.uptime_ms') AS said,
        r.code || ' ' || r.refusal || ' ' || r.till || ' ' || r.uptime_ms AS kept
    FROM event AS e LEFT JOIN refused_scan AS r ON r.event_id = e.id AND r.refusal <> ''
    WHERE e.action = 'vouchers.refused' AND json_extract(e.body, '$.uptime_ms') IS NOT NULL
        AND said IS NOT kept"""

_SETTLED = """
    SELECT e.id, e.body, e.on_day, s.partner, s.month, s.on_day, s.id FROM event AS e
    LEFT JOIN settlement AS s ON s.event_id = e.id WHERE e.action = 'settlements.settle'"""

_PAID = "SELECT voucher_id FROM settled_voucher WHERE settlement_id = ? ORDER BY voucher_id"

_USED = """
    SELECT v.code,
        e.at || ' ' || e.staff_id || ' ' || e.till || ' ' || COALESCE(u.purchase_id, '') AS said,
        v.redeemed_at || ' ' || v.redeemed_by || ' ' || v.redeemed_till || ' '
            || COALESCE(v.purchase_id, '') AS kept
    FROM voucher AS v JOIN voucher_event AS u ON u.id = (
        SELECT MAX(id) FROM voucher_event WHERE voucher_id = v.id AND kind = 'redeemed')
    JOIN event AS e ON e.id = u.event_id
    WHERE v.state = 'redeemed' AND said IS NOT kept"""

_TAKEN = """
    SELECT v.code, u.event_id, h.event_id FROM hand_over AS h
    JOIN voucher AS v ON v.id = h.voucher_id
    LEFT JOIN voucher_event AS u ON u.voucher_id = v.id AND u.kind = 'redeemed'
    WHERE u.event_id IS NOT h.event_id"""

_PARCELS = """
    SELECT v.code, 'where it was sent', 'missing' FROM voucher AS v
    JOIN voucher_event AS s ON s.voucher_id = v.id AND s.kind = 'sent'
    WHERE v.id NOT IN (SELECT voucher_id FROM delivery)"""

_PROMISED = """
    SELECT v.code, (v.state = 'issued') || ' ' || (v.state = 'redeemed') AS expected,
        COALESCE(SUM((m.kind = 'promised') - (m.kind IN ('given', 'released'))), 0) || ' '
            || COALESCE(SUM(m.kind = 'given'), 0) AS found
    FROM voucher AS v LEFT JOIN gift_movement AS m ON m.voucher_id = v.id AND m.gift_id = v.gift_id
    WHERE v.kind = 'gift' GROUP BY v.id HAVING expected <> found"""

_GIVEN = f"""
    SELECT v.code, v.rule_id || ' ' || COALESCE(mv.from_member_id, v.member_id) || ' '
            || v.event_id AS expected,
        o.rule_id || ' ' || COALESCE(mo.from_member_id, o.member_id) || ' ' || g.event_id AS found
    FROM voucher AS v LEFT JOIN given AS g ON g.voucher_id = v.id
    LEFT JOIN occasion AS o ON o.id = g.occasion_id
    JOIN event AS e ON e.id = v.event_id
    LEFT JOIN moved AS mv ON mv.id = (
        SELECT MIN(id) FROM moved WHERE kind = 'voucher' AND row_id = v.id)
    LEFT JOIN moved AS mo ON mo.id = (
        SELECT MIN(id) FROM moved WHERE kind = 'occasion' AND row_id = o.id)
    WHERE v.rule_id IS NOT NULL AND {noted(voucher_seals.NOTED, "e.body")} IS NOT NULL
        AND expected IS NOT found
    UNION ALL
    SELECT v.code, v.cost, g.cost FROM given AS g JOIN voucher AS v ON v.id = g.voucher_id
    WHERE v.kind = 'gift' AND g.cost <> v.cost"""

_LED_TO = """
    SELECT 'given ' || g.id, g.event_id, r.event_id FROM given AS g
    LEFT JOIN {table} AS r ON r.id = g.{table_id} WHERE g.{table_id} IS NOT NULL
        AND r.event_id IS NOT g.event_id"""
"""What else than a voucher was given is of the same moment."""
_LEADS = {"lot": "lot_id", "tier_overlay": "overlay_id", "multiplier": "multiplier_id"}


def _scans(db: Any) -> Found:
    """Refused codes that the audit knows and that are not kept, or other ones: they count."""
    for event, said, kept in db.execute_sql(_REFUSED).fetchall():
        yield f"event {event}", said, kept


def _settlements(db: Any) -> Found:
    """Partners that were paid for other vouchers, or for another month, than is kept."""
    for event, body, said_on, partner, month, on_day, row in db.execute_sql(_SETTLED).fetchall():
        said_of = json.loads(body)
        if "vouchers" in said_of:
            said = (said_of["partner"], said_of["month"], said_on, sorted(said_of["vouchers"]))
            its = [voucher for (voucher,) in db.execute_sql(_PAID, (row,)).fetchall()]
            if said != (partner, month, on_day, its):
                yield f"event {event}", said, (partner, month, on_day, its)


def _rows(sql: str) -> Any:
    return lambda db: iter(db.execute_sql(sql).fetchall())


BY_CODE = {
    "issued_as": (voucher_seals.broken,),
    "rule": (rule_seals.broken,),
    "refused_scan": (_scans,),
    "settlement": (_settlements,),
    "used": (_rows(_USED), _rows(_TAKEN)),
    "delivery": (_rows(_PARCELS),),
    "promised": (_rows(_PROMISED),),
    "given": (
        _rows(_GIVEN),
        *(_rows(_LED_TO.format(table=table, table_id=column)) for table, column in _LEADS.items()),
    ),
}
"""What finds each kind of fault."""
