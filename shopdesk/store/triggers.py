"""The guards that keep history from being rewritten, by whoever opens the file.

They are created anew after every migration, because a table rebuilt by one loses its triggers.
"""

from shopdesk.store.tables.every import APPEND_ONLY
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.journal import Lot

_FIXED_LOT = (
    "member_id",
    "account",
    "granted",
    "earned_on",
    "expires_on",
    "idle_months",
    "purchase_id",
    "event_id",
)
_FIXED_VOUCHER = (
    "code",
    "kind",
    "gift_id",
    "amount",
    "percent_off",
    "minimum",
    "cap",
    "cost",
    "rule_id",
    "issued_on",
    "stacking",
    "is_alone",
    "is_several",
    "event_id",
)


def statements() -> list[str]:
    """The SQL of every trigger, each preceded by the drop of its older form."""
    wanted = {}
    for table in APPEND_ONLY:
        name = table._meta.table_name
        wanted[f"{name}_no_update"] = f'BEFORE UPDATE ON "{name}"', f"{name} is append-only"
        wanted[f"{name}_no_delete"] = f'BEFORE DELETE ON "{name}"', f"{name} is append-only"
    for table, columns in ((Lot, _FIXED_LOT), (Voucher, _FIXED_VOUCHER)):
        name = table._meta.table_name
        listed = ", ".join(f'"{column}"' for column in columns)
        wanted[f"{name}_fixed"] = f'BEFORE UPDATE OF {listed} ON "{name}"', f"{name} is fixed"
        wanted[f"{name}_no_delete"] = f'BEFORE DELETE ON "{name}"', f"{name} is append-only"
    sql = []
    for trigger, (when, message) in wanted.items():
        sql.append(f'DROP TRIGGER IF EXISTS "{trigger}"')
        sql.append(
            f"CREATE TRIGGER \"{trigger}\" {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    return sql
