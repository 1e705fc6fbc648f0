"""Every table of a shop: what it holds and what it refuses to hold.

Tables are STRICT, so a column holds its type or nothing. Days are ordinals, moments milliseconds
in UTC, money minor units, quantities thousandths. A row of a receipt, the journal or the audit
names the event (``event_id``) that wrote it: events are numbered in the order written, and that
order is what ``checks`` replays. Rows marked append-only are guarded by ``triggers``.
"""

from shopdesk.store.columns import Table
from shopdesk.store.tables.giving import (
    Gift,
    GiftMovement,
    Occasion,
    RewardRule,
    Voucher,
    VoucherEvent,
    VoucherUse,
)
from shopdesk.store.tables.journal import Account, Entry, Lot, MemberDay, TierChange
from shopdesk.store.tables.people import Card, Member, MemberKey
from shopdesk.store.tables.receipts import (
    Payment,
    Product,
    Purchase,
    PurchaseLine,
    Refund,
    RefundLine,
    RefundPayment,
)
from shopdesk.store.tables.shop import Event, Ladder, Shop, Staff

__all__ = [
    "APPEND_ONLY", "TABLES", "Account", "Card", "Entry", "Event", "Gift", "GiftMovement", "Ladder",
    "Lot", "Member", "MemberDay", "MemberKey", "Occasion", "Payment", "Product", "Purchase",
    "PurchaseLine", "Refund", "RefundLine", "RefundPayment", "RewardRule", "Shop", "Staff",
    "TierChange", "Voucher", "VoucherEvent", "VoucherUse",
]  # fmt: skip

TABLES: tuple[type[Table], ...] = (
    Shop, Staff, Event, Ladder, Member, MemberKey, Card, Product,
    Purchase, PurchaseLine, Payment, Refund, RefundLine, RefundPayment,
    Account, Lot, Entry, MemberDay, TierChange,
    Gift, RewardRule, Voucher, VoucherEvent, VoucherUse, GiftMovement, Occasion,
)  # fmt: skip
"""All of them, each after those it points at."""

APPEND_ONLY: tuple[type[Table], ...] = (
    Event, Ladder, Purchase, PurchaseLine, Payment, Refund, RefundLine, RefundPayment,
    Entry, TierChange, VoucherEvent, VoucherUse, GiftMovement,
)  # fmt: skip
