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
from shopdesk.store.tables.journal import Account, Entry, Lot, MemberDay
from shopdesk.store.tables.knowing import Consent, Interaction, Notice, NoticeSeen, Rating
from shopdesk.store.tables.people import Card, Member, MemberKey
from shopdesk.store.tables.receipts import (
    Exchange,
    Payment,
    Product,
    Promotion,
    Purchase,
    PurchaseLine,
    Refund,
    RefundLine,
    RefundPayment,
)
from shopdesk.store.tables.shop import Event, Ladder, Shop, Staff
from shopdesk.store.tables.tiers import TierChange, TierOverlay, TierOverlayEnd, TierWarning

__all__ = [
    "APPEND_ONLY", "TABLES", "Account", "Card", "Consent", "Entry", "Event", "Exchange", "Gift",
    "GiftMovement", "Interaction", "Ladder", "Lot", "Member", "MemberDay", "MemberKey", "Notice",
    "NoticeSeen", "Occasion", "Payment", "Product", "Promotion", "Purchase", "PurchaseLine",
    "Rating", "Refund", "RefundLine", "RefundPayment", "RewardRule", "Shop", "Staff", "TierChange",
    "TierOverlay", "TierOverlayEnd", "TierWarning", "Voucher", "VoucherEvent", "VoucherUse",
]  # fmt: skip

TABLES: tuple[type[Table], ...] = (
    Shop, Staff, Event, Ladder, Member, MemberKey, Card, Product,
    Promotion, Purchase, PurchaseLine, Payment, Refund, RefundLine, RefundPayment, Exchange,
    Account, Lot, Entry, MemberDay, TierChange, TierOverlay, TierOverlayEnd, TierWarning,
    Gift, RewardRule, Voucher, VoucherEvent, VoucherUse, GiftMovement, Occasion,
    Rating, Interaction, Consent, Notice, NoticeSeen,
)  # fmt: skip
"""All of them, each after those it points at."""

APPEND_ONLY: tuple[type[Table], ...] = (
    Event, Ladder, Purchase, PurchaseLine, Payment, Refund, RefundLine, RefundPayment,
    Exchange, Entry, TierChange, TierOverlay, TierOverlayEnd, TierWarning,
    VoucherEvent, VoucherUse, GiftMovement, Rating, Interaction, Consent, Notice, NoticeSeen,
)  # fmt: skip
