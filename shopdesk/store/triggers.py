"""The guards that keep history from being rewritten, by whoever opens the file.

They are created anew after every migration, because a table rebuilt by one loses its triggers.
Two things may change in what is append-only: whose a row is, to what ``moved`` says of it last (and
with it how a receipt earns, to what its attachment says), and free words about a person who was
erased, to none.
"""

from collections.abc import Sequence

from shopdesk.store.columns import Table
from shopdesk.store.tables.channels import Delivery, HandOver
from shopdesk.store.tables.events import CheckIn
from shopdesk.store.tables.every import APPEND_ONLY
from shopdesk.store.tables.giving import GiftMovement, Voucher
from shopdesk.store.tables.journal import Entry, Lot
from shopdesk.store.tables.knowing import Consent, Interaction, Rating
from shopdesk.store.tables.prepaid import MemberPin, Pass, TopUp, TopUpRefund
from shopdesk.store.tables.receipts import Purchase, Refund
from shopdesk.store.tables.tiers import TierOverlay, TierOverlayEnd
from shopdesk.store.tables.tills import Parked

HOLDER = "member_id"
"""The column that says whose a row is."""

MOVABLE: tuple[type[Table], ...] = (
    Purchase, Lot, Voucher, Rating, Interaction, Consent, TopUp, CheckIn, Pass,
)  # fmt: skip
"""Tables whose rows go along when two members are found to be one; all have an ``id``.

Of passes only those that rules gave say whose they are; of others the receipt does."""

WORDS_OF: dict[type[Table], tuple[str, ...]] = {
    Rating: ("about", "note"),
    Interaction: ("note",),
    TierOverlay: ("reason",),
    TierOverlayEnd: ("reason",),
    Refund: ("reason",),
    TopUpRefund: ("reason",),
    MemberPin: ("pin_hash",),
    Entry: ("reason",),
    Parked: ("label",),
    Consent: ("wording",),
    GiftMovement: ("reason",),
    HandOver: ("taken_by", "note"),
    Delivery: ("recipient", "phone", "address", "tracking"),
}
"""Free words that somebody typed about a member: what may name a person."""

ABOUT: dict[type[Table], str] = {Consent: '{row}"is_given" = 0'}
"""Which rows have such words, where not all: somebody agrees to words of the shop."""

BUYER = """json_extract({row}"content", '$.member')"""
"""About whom a parked sale is: who was to buy."""

WHOSE: dict[type[Table], tuple[str, type[Table]]] = {
    TierOverlayEnd: ("overlay_id", TierOverlay),
    TopUpRefund: ("top_up_id", TopUp),
    GiftMovement: ("voucher_id", Voucher),
    HandOver: ("voucher_id", Voucher),
    Delivery: ("voucher_id", Voucher),
}
"""By which column and table it is told about whom a row is, where none of its own says so."""

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
    "channel",
    "event_id",
)
_ATTACHED = ("tier", "rule", "points_earned")
"""What a receipt says of how it earned: that of its attachment, where it has one."""


def statements() -> list[str]:
    """The SQL of every trigger, each preceded by the drop of its older form."""
    wanted = {}
    for table in APPEND_ONLY:
        name = table._meta.table_name
        when = f'BEFORE UPDATE ON "{name}"{_but_for(table)}'
        wanted[f"{name}_no_update"] = when, f"{name} is append-only"
        wanted[f"{name}_no_delete"] = f'BEFORE DELETE ON "{name}"', f"{name} is append-only"
    for table, columns in ((Lot, _FIXED_LOT), (Voucher, _FIXED_VOUCHER)):
        name = table._meta.table_name
        listed = ", ".join(f'"{column}"' for column in columns if column != HOLDER)
        wanted[f"{name}_fixed"] = f'BEFORE UPDATE OF {listed} ON "{name}"', f"{name} is fixed"
        held = f'BEFORE UPDATE OF "{HOLDER}" ON "{name}" WHEN NOT ({_is_moved(name)})'
        wanted[f"{name}_holder"] = held, f"{name} is fixed"
        wanted[f"{name}_no_delete"] = f'BEFORE DELETE ON "{name}"', f"{name} is append-only"
    sql = []
    for trigger, (when, message) in wanted.items():
        sql.append(f'DROP TRIGGER IF EXISTS "{trigger}"')
        sql.append(
            f"CREATE TRIGGER \"{trigger}\" {when} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    return sql


def _but_for(table: type[Table]) -> str:
    """When an update of an append-only table is refused: always, or with the two exceptions."""
    allowed = []
    name = table._meta.table_name
    if table in MOVABLE:
        others = (HOLDER, *(_ATTACHED if table is Purchase else ()))
        may = [_is_moved(name), *_same(table, but=others)]
        may += [_is_attached()] if table is Purchase else []
        allowed.append(" AND ".join(may))
    if table in WORDS_OF:
        words = WORDS_OF[table]
        gone = [f"COALESCE(NEW.\"{word}\", '') = ''" for word in words]
        whose = BUYER.format(row="OLD.") if table is Parked else f'OLD."{HOLDER}"'
        if table in WHOSE:
            column, by = WHOSE[table]
            whose = f'(SELECT "{HOLDER}" FROM "{by._meta.table_name}" WHERE "id" = OLD."{column}")'
        erased = f'EXISTS (SELECT 1 FROM "erasure" WHERE "member_id" = {whose})'
        about = [ABOUT[table].format(row="OLD.")] if table in ABOUT else []
        allowed.append(" AND ".join([erased, *about, *gone, *_same(table, but=words)]))
    either = " OR ".join(f"({one})" for one in allowed)
    return f" WHEN NOT ({either})" if allowed else ""


def _same(table: type[Table], *, but: Sequence[str]) -> list[str]:
    columns = [field.column_name for field in table._meta.sorted_fields]
    return [f'NEW."{column}" IS OLD."{column}"' for column in columns if column not in but]


def _is_moved(name: str) -> str:
    """Whether the holder becomes what was written last of this row, and was what that says."""
    last = f'SELECT MAX("id") FROM "moved" WHERE "kind" = \'{name}\' AND "row_id" = OLD."id"'
    return (
        f'NEW."{HOLDER}" IS NOT OLD."{HOLDER}" AND EXISTS (SELECT 1 FROM "moved" WHERE "id" ='
        f' ({last}) AND "from_member_id" IS OLD."{HOLDER}" AND "to_member_id" IS NEW."{HOLDER}")'
    )


def _is_attached() -> str:
    """Whether how the receipt earned stays, or becomes what is written of its attachment."""
    same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in _ATTACHED)
    said = 'a."tier" = NEW."tier" AND a."rule" = NEW."rule" AND a."points" = NEW."points_earned"'
    return (
        f'(({same}) OR (OLD."{HOLDER}" IS NULL AND EXISTS (SELECT 1 FROM "attachment" AS a WHERE'
        f' a."purchase_id" = OLD."id" AND {said})))'
    )
