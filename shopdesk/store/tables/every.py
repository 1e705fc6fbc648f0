"""All tables there are: for the schema, the checks and the triggers."""

from shopdesk.store.columns import Table
from shopdesk.store.tables.belonging import (
    Attachment,
    Erasure,
    Merge,
    MergedMember,
    MergeUndo,
    Moved,
    NotDuplicate,
)
from shopdesk.store.tables.catalogue import GiftPicture
from shopdesk.store.tables.channels import (
    Delivery,
    HandOver,
    RefusedScan,
    SettledVoucher,
    Settlement,
)
from shopdesk.store.tables.events import CheckIn, CheckInUndo, Gathering, Invitation
from shopdesk.store.tables.given import Given, Multiplier, Occasion, Owed, OwedAtMerge
from shopdesk.store.tables.giving import (
    Gift,
    GiftMovement,
    GiftOfSet,
    GiftSet,
    Voucher,
    VoucherEvent,
    VoucherUse,
)
from shopdesk.store.tables.goods import PriceChange, WordChange
from shopdesk.store.tables.journal import Account, Entry, Lot, MemberDay
from shopdesk.store.tables.knowing import Consent, Interaction, Notice, NoticeSeen, Rating
from shopdesk.store.tables.moving import BlankCard, ImportFill
from shopdesk.store.tables.people import Card, Member, MemberKey
from shopdesk.store.tables.personal import (
    Family,
    FamilyMember,
    MemberDate,
    MemberTag,
    Photo,
    Preference,
)
from shopdesk.store.tables.prepaid import (
    MemberPin,
    Pass,
    PassForfeit,
    PassLot,
    PassUse,
    TopUp,
    TopUpPayment,
    TopUpRefund,
    TopUpRefundPayment,
)
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
from shopdesk.store.tables.rules import Festival, RewardRule, Segment
from shopdesk.store.tables.serving import Served
from shopdesk.store.tables.shop import Event, Ladder, Logo, Shop, Staff
from shopdesk.store.tables.tiers import TierChange, TierOverlay, TierOverlayEnd, TierWarning
from shopdesk.store.tables.tills import (
    CashMove,
    CashUp,
    CashUpTender,
    MonthClose,
    Parked,
    ParkedEnd,
    Shift,
)

TABLES: tuple[type[Table], ...] = (
    Shop, Staff, Event, Ladder, Member, MemberKey, Card, Product,
    Promotion, Purchase, PurchaseLine, Payment, Refund, RefundLine, RefundPayment, Exchange,
    Account, Lot, Entry, MemberDay, TierChange, TierOverlay, TierOverlayEnd, TierWarning,
    Gift, GiftSet, GiftOfSet, Segment, Festival, RewardRule,
    Voucher, VoucherEvent, VoucherUse, GiftMovement, GiftPicture,
    Occasion, Multiplier, Given, Owed,
    Rating, Interaction, Consent, Notice, NoticeSeen, Served,
    MemberDate, Family, FamilyMember, MemberTag, Preference, Photo,
    PriceChange, WordChange, ImportFill, BlankCard,
    TopUp, TopUpPayment, TopUpRefund, TopUpRefundPayment, MemberPin, Pass, PassLot, PassUse,
    Shift, CashUp, CashUpTender, CashMove, Parked, ParkedEnd, MonthClose,
    Moved, Attachment, Merge, MergeUndo, MergedMember, Erasure, NotDuplicate,
    HandOver, Delivery, Settlement, SettledVoucher, RefusedScan,
    Gathering, Invitation, CheckIn, CheckInUndo, PassForfeit, OwedAtMerge, Logo,
)  # fmt: skip
"""All of them, each after those it points at."""

APPEND_ONLY: tuple[type[Table], ...] = (
    Event, Ladder, Purchase, PurchaseLine, Payment, Refund, RefundLine, RefundPayment,
    Exchange, Entry, TierChange, TierOverlay, TierOverlayEnd, TierWarning,
    VoucherEvent, VoucherUse, GiftMovement, Given, Rating, Interaction, Consent, Notice, NoticeSeen,
    Served, PriceChange, WordChange, ImportFill, BlankCard,
    TopUp, TopUpPayment, TopUpRefund, TopUpRefundPayment, MemberPin, Pass, PassLot, PassUse,
    Shift, CashUp, CashUpTender, CashMove, Parked, ParkedEnd, MonthClose,
    Moved, Attachment, Merge, MergeUndo, Erasure, NotDuplicate,
    HandOver, Settlement, SettledVoucher, RefusedScan,
    CheckIn, CheckInUndo, PassForfeit, OwedAtMerge,
)  # fmt: skip
