"""The check: every balance, day, tier, voucher and stock figure rebuilt from the records.

Nothing that is kept ready for speed is believed here; each is computed again from rows that
cannot be changed, and compared.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from shopdesk import (
    checks_gifts,
    checks_giving,
    checks_journal,
    checks_people,
    checks_prepaid,
    checks_prices,
    checks_tills,
    checks_vouchers,
    replay,
)
from shopdesk.pricing import STEPS, PointsRule, rule_from_json
from shopdesk.shop import Desk
from shopdesk.store.change import chained
from shopdesk.store.errors import DATABASE_ERRORS
from shopdesk.store.tables.every import TABLES


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not add up: what kind, about whom, what it should be and what it is."""

    code: str
    subject: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: expected {self.expected}, found {self.found}"


def run(desk: Desk) -> tuple[Fault, ...]:
    """Check the whole shop; empty when everything adds up."""
    return faults(desk.db)


def faults(db: Any) -> tuple[Fault, ...]:
    """All faults of a shop's database, as of one moment whatever others write meanwhile.

    Where the file itself is broken nothing in it is added up.
    """
    broken = tuple(_found(db, _file))
    if broken:
        return broken
    with db.atomic():
        return tuple(fault for check in CHECKS for fault in _found(db, check))


def _found(db: Any, check: "Check") -> Iterator[Fault]:
    """What a check finds; what it cannot even read is a fault too."""
    try:
        yield from check(db)
    except (ArithmeticError, LookupError, TypeError, ValueError, *DATABASE_ERRORS) as error:
        what = check.__name__.strip("_")
        yield Fault("unreadable", what, "readable", f"{type(error).__name__}: {error}")


def _file(db: Any) -> Iterator[Fault]:
    for (found,) in db.execute_sql("PRAGMA integrity_check(20)").fetchall():
        if found != "ok":
            yield Fault("integrity", "file", "ok", found)


def _references(db: Any) -> Iterator[Fault]:
    """Every row that a row points at is there, the event that wrote it among them."""
    for table, row, parent, _ in db.execute_sql("PRAGMA foreign_key_check").fetchall():
        yield Fault("reference", f"{table} {row}", parent, "missing")
    for table in TABLES:
        if "event" in table._meta.fields:
            name = table._meta.table_name
            sql = f'SELECT DISTINCT event_id FROM "{name}" EXCEPT SELECT id FROM event'
            for (event,) in db.execute_sql(sql).fetchall():
                yield Fault("reference", f"{name} of event {event}", "event", "missing")


def _audit(db: Any) -> Iterator[Fault]:
    """Each event's hash is over its columns and the hash before it, without a gap."""
    columns = "id, at, clock_at, on_day, staff_id, till, action, subject, key, digest, body"
    head, expected_id = b"", 1
    for row in db.execute_sql(f"SELECT hash, {columns} FROM event ORDER BY id"):
        stored, *values = row
        if values[0] != expected_id:
            yield Fault("audit", f"event {expected_id}", "present", "missing")
        head = chained(head, values)
        if head != bytes(stored):
            yield Fault("audit", f"event {values[0]}", head.hex(), bytes(stored).hex())
            head = bytes(stored)
        expected_id = values[0] + 1


_UNEQUAL = {
    # What is kept ready, against the same from the journal.
    "lot": """
        SELECT lot.id, COALESCE(SUM(entry.amount), 0), lot.remaining
        FROM lot LEFT JOIN entry ON entry.lot_id = lot.id
        GROUP BY lot.id HAVING COALESCE(SUM(entry.amount), 0) <> lot.remaining""",
    "balance": """
        SELECT member_id, in_lots, lots FROM (
            SELECT w.member_id, a.lots,
                (SELECT COALESCE(SUM(remaining), 0) FROM lot
                 WHERE lot.member_id = w.member_id AND lot.account = w.account
                   AND lot.remaining > 0) AS in_lots
            FROM (SELECT id AS member_id, 'points' AS account FROM member
                  UNION SELECT member_id, account FROM account
                  UNION SELECT member_id, account FROM lot) AS w
            LEFT JOIN account AS a ON a.member_id = w.member_id AND a.account = w.account)
        WHERE in_lots IS NOT lots""",
    "entry": """
        SELECT e.id, l.member_id, e.member_id FROM entry AS e JOIN lot AS l ON l.id = e.lot_id
        WHERE l.account <> e.account OR (l.member_id <> e.member_id AND NOT EXISTS (
            SELECT 1 FROM moved AS m WHERE m.kind = 'lot' AND m.row_id = l.id
            AND e.member_id IN (m.from_member_id, m.to_member_id)))""",
    "journal": """
        SELECT a.member_id || ' ' || a.account, COALESCE(moved, 0), a.lots - a.debt
        FROM account AS a LEFT JOIN (
            SELECT member_id, account, SUM(amount) AS moved FROM entry
            GROUP BY member_id, account) AS e
        ON e.member_id = a.member_id AND e.account = a.account
        WHERE COALESCE(moved, 0) <> a.lots - a.debt
        AND a.member_id IN (SELECT keep_id FROM "merge" UNION SELECT drop_id FROM "merge")""",
    "debt": """
        SELECT a.member_id, -COALESCE(owed, 0), a.debt
        FROM account AS a LEFT JOIN (
            SELECT member_id, account, SUM(amount) AS owed FROM entry
            WHERE lot_id IS NULL GROUP BY member_id, account) AS d
        ON d.member_id = a.member_id AND d.account = a.account
        WHERE -COALESCE(owed, 0) <> a.debt""",
    # Receipts: lines, payments and refunds against the totals.
    "receipt": """
        SELECT p.id, SUM(l.paid), p.due FROM purchase AS p
        LEFT JOIN purchase_line AS l ON l.purchase_id = p.id
        GROUP BY p.id HAVING COALESCE(SUM(l.paid), -1) <> p.due
            OR SUM(l.listed) <> p.goods OR SUM(l.points) <> p.points_spent""",
    "voucher_use": """
        SELECT l.purchase_id || '/' || l.line, l.voucher_off, COALESCE(SUM(u.amount), 0)
        FROM purchase_line AS l LEFT JOIN voucher_use AS u
        ON u.purchase_id = l.purchase_id AND u.line = l.line
        GROUP BY l.purchase_id, l.line HAVING COALESCE(SUM(u.amount), 0) <> l.voucher_off""",
    "payment": """
        SELECT p.id, p.due, COALESCE(SUM(t.amount), 0) FROM purchase AS p
        LEFT JOIN payment AS t ON t.purchase_id = p.id
        GROUP BY p.id HAVING COALESCE(SUM(t.amount), 0) <> p.due""",
    "refund": """
        SELECT p.id, p.due, SUM(r.money) FROM refund AS r
        JOIN purchase AS p ON p.id = r.purchase_id
        GROUP BY p.id HAVING SUM(r.money) > p.due OR SUM(r.points_unearned) > p.points_earned
            OR SUM(r.points_taken) > SUM(r.points_unearned)
            OR SUM(r.points_returned) > p.points_spent""",
    "refund_payment": """
        SELECT r.id, r.money, COALESCE(SUM(t.amount), 0) FROM refund AS r
        LEFT JOIN refund_payment AS t ON t.refund_id = r.id
        GROUP BY r.id HAVING COALESCE(SUM(t.amount), 0) <> r.money""",
    "refund_line": """
        SELECT r.purchase_id || '/' || b.line, COALESCE(l.uses * 1000, l.quantity_milli),
            SUM(b.quantity_milli)
        FROM refund_line AS b JOIN refund AS r ON r.id = b.refund_id
        LEFT JOIN purchase_line AS l ON l.purchase_id = r.purchase_id AND l.line = b.line
        GROUP BY r.purchase_id, b.line
        HAVING SUM(b.quantity_milli) > COALESCE(l.uses * 1000, l.quantity_milli, 0)""",
    "exchange": """
        SELECT x.refund_id, r.event_id || '/' || COALESCE(r.member_id, ''),
            p.event_id || '/' || COALESCE(p.member_id, '')
        FROM exchange AS x JOIN refund AS r ON r.id = x.refund_id
        JOIN purchase AS p ON p.id = x.purchase_id
        WHERE r.event_id <> p.event_id OR x.event_id <> p.event_id
            OR r.member_id IS NOT COALESCE(
                (SELECT from_member_id FROM moved WHERE kind = 'purchase' AND row_id = p.id
                 ORDER BY id LIMIT 1), p.member_id) OR r.is_void""",
    # The journal against the receipts that moved it.
    "earned": """
        SELECT p.id, p.points_earned, COALESCE(SUM(e.amount), 0) FROM purchase AS p
        LEFT JOIN entry AS e
            ON e.purchase_id = p.id AND e.kind = 'earned' AND e.account = 'points'
        GROUP BY p.id HAVING COALESCE(SUM(e.amount), 0) <> p.points_earned""",
    "spent": """
        SELECT p.id, p.points_spent, -COALESCE(SUM(e.amount), 0) FROM purchase AS p
        LEFT JOIN entry AS e
            ON e.purchase_id = p.id AND e.kind = 'spent' AND e.account = 'points'
        GROUP BY p.id HAVING -COALESCE(SUM(e.amount), 0) <> p.points_spent""",
    "taken_back": """
        SELECT r.id, r.points_returned - r.points_taken, COALESCE(moved, 0) FROM refund AS r
        LEFT JOIN (
            SELECT refund_id, SUM(amount) AS moved FROM entry
            WHERE refund_id IS NOT NULL AND account = 'points' GROUP BY refund_id) AS e
        ON e.refund_id = r.id
        WHERE COALESCE(moved, 0) <> r.points_returned - r.points_taken""",
    # Vouchers: the state by what happened to them last.
    "voucher": """
        SELECT v.code, e.becomes, v.state FROM voucher AS v LEFT JOIN (
            SELECT voucher_id, MAX(id),
                CASE WHEN kind IN ('returned', 'extended') THEN 'issued' ELSE kind END AS becomes
            FROM voucher_event WHERE kind NOT IN ('printed', 'sent', 'received')
            GROUP BY voucher_id) AS e
        ON e.voucher_id = v.id
        WHERE e.becomes IS NOT v.state""",
    "redemption": """
        SELECT v.code, 1, SUM(CASE e.kind WHEN 'redeemed' THEN 1 WHEN 'returned' THEN -1 END)
        FROM voucher AS v JOIN voucher_event AS e ON e.voucher_id = v.id
        WHERE e.kind IN ('redeemed', 'returned') GROUP BY v.id
        HAVING SUM(CASE e.kind WHEN 'redeemed' THEN 1 ELSE -1 END) <> (v.state = 'redeemed')""",
    "forfeit": """
        SELECT v.code, told, v.is_forfeit || ' ' || v.state FROM (
            SELECT v.*, (SELECT COUNT(*) FROM notice AS n
                         WHERE n.voucher_id = v.id AND n.kind = 'forfeit') AS told
            FROM voucher AS v WHERE v.is_forfeit) AS v
        WHERE told <> 1 OR v.state NOT IN ('redeemed', 'void')""",
}
"""For each kind of fault the rows (subject, expected, found) where two things differ."""


def _sums(db: Any) -> Iterator[Fault]:
    others = (*checks_prepaid.UNEQUAL.items(), *checks_vouchers.UNEQUAL.items())
    for code, sql in (*_UNEQUAL.items(), *others):
        for subject, expected, found in db.execute_sql(sql).fetchall():
            yield Fault(code, str(subject), expected, found)


def _steps(db: Any) -> Iterator[Fault]:
    """The steps kept on a receipt against what its lines were lowered by."""
    columns = list(dict.fromkeys(STEPS.values()))
    sums = ", ".join(f"SUM(l.{column})" for column in columns)
    rows = db.execute_sql(
        f"""SELECT p.id, p.steps, {sums}
            FROM purchase AS p JOIN purchase_line AS l ON l.purchase_id = p.id GROUP BY p.id"""
    )
    for purchase_id, stored, *found in rows:
        told = dict.fromkeys(columns, 0)
        for kind, amount, _why in json.loads(stored):
            told[STEPS[kind]] -= amount
        if list(told.values()) != found:
            yield Fault("steps", f"receipt {purchase_id}", list(told.values()), found)


def _points_rule(db: Any) -> Iterator[Fault]:
    """The points of a receipt by the rule it was made under."""
    rows = db.execute_sql(
        """SELECT p.id, p.rule, p.points_earned,
                  SUM(CASE l.is_earning WHEN 1 THEN l.paid * l.points_percent ELSE 0 END),
                  p.due, COALESCE(t.amount, 0)
           FROM purchase AS p JOIN purchase_line AS l ON l.purchase_id = p.id
           LEFT JOIN payment AS t ON t.purchase_id = p.id AND t.tender = 'bonus'
           WHERE p.member_id IS NOT NULL GROUP BY p.id"""
    )
    rules: dict[str, PointsRule] = {}
    for purchase_id, rule, granted, hundredfold, due, bonus in rows:
        if rule not in rules:
            rules[rule] = rule_from_json(rule)
        expected = rules[rule].earned(Fraction(hundredfold * (due - bonus), 100 * (due or 1)))
        if expected != granted:
            yield Fault("points_rule", f"receipt {purchase_id}", expected, granted)


def _member_days(db: Any) -> Iterator[Fault]:
    """The sums that tiers read, against the receipts and refunds."""
    rebuilt = """
        SELECT p.member_id, p.on_day,
            SUM(NOT COALESCE(r.is_void, 0)), SUM(NOT COALESCE(r.is_whole, 0)),
            SUM(p.due - COALESCE(r.money, 0)), SUM(p.points_earned - COALESCE(r.taken, 0))
        FROM purchase AS p LEFT JOIN (
            SELECT purchase_id, MAX(is_void) AS is_void, MAX(is_whole) AS is_whole,
                   SUM(money) AS money, SUM(points_unearned) AS taken
            FROM refund GROUP BY purchase_id) AS r ON r.purchase_id = p.id
        WHERE p.member_id IS NOT NULL GROUP BY 1, 2"""
    kept = "SELECT member_id, on_day, receipts, kept, spend, points FROM member_day"
    for one, other, is_kept in ((rebuilt, kept, False), (kept, rebuilt, True)):
        for member, day, *sums in db.execute_sql(f"{one} EXCEPT {other}").fetchall():
            subject = f"member {member} on day {day}"
            yield Fault("member_day", subject, *((None, sums) if is_kept else (sums, None)))


def _ends(db: Any) -> Iterator[Fault]:
    """Nothing was written off before its day, and what ends is looked at in time."""
    for entry, expected, found in checks_journal.too_early(db):
        yield Fault("expired", f"entry {entry}", expected, found)
    for subject, expected, found_on in checks_journal.overlooked(db):
        yield Fault("next_on", subject, expected, found_on)


def _claw_backs(db: Any) -> Iterator[Fault]:
    for refund, expected, found in checks_prepaid.clawed_wrongly(db):
        yield Fault("claw_back", f"refund {refund} of a top-up", expected, found)


def _tiers(db: Any) -> Iterator[Fault]:
    for member_id, expected, found in replay.differences(db):
        yield Fault("tier", f"member {member_id}", expected, found)


def _whose(db: Any) -> Iterator[Fault]:
    """Whose a row is by what moved it, and who each merged member is now."""
    for subject, expected, found in checks_people.holders(db):
        yield Fault("holder", subject, expected, found)
    for subject, expected, found in checks_people.survivors(db):
        yield Fault("survivor", subject, expected, found)


def _stock(db: Any) -> Iterator[Fault]:
    for subject, expected, found in checks_gifts.differing(db):
        yield Fault("stock", subject, expected, found)


def _prices(db: Any) -> Iterator[Fault]:
    for subject, expected, found in checks_prices.differing(db):
        yield Fault("price", subject, expected, found)


def _tills(db: Any) -> Iterator[Fault]:
    for code, finds in (*checks_tills.BY_CODE.items(), *checks_giving.BY_CODE.items()):
        for find in finds:
            for found in find(db):
                yield Fault(code, *found)


Check = Callable[[Any], Iterable[Fault]]
CHECKS: tuple[Check, ...] = (
    _references, _audit, _sums, _steps, _points_rule, _member_days, _ends, _claw_backs, _tiers,
    _whose, _stock, _prices, _tills,
)  # fmt: skip
"""Every check there is beside that of the file; each yields what does not add up."""
