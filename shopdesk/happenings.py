"""What happens at the till and is rewarded: told by who writes it, in the same transaction.

What stands on a receipt is looked at again when something of it comes back (9.1): where its
trigger is met no longer, what it gave is taken back and may be given when it is met again.
"""

from datetime import date
from functools import cache, cached_property, partial
from typing import Any

from peewee import SQL, NodeList, fn

from shopdesk import occasions, referrers, reward_rules, rewards, triggers
from shopdesk.guest_list import occasion_of
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.events import CheckIn, CheckInUndo
from shopdesk.store.tables.given import COUNTS, STANDS, Occasion, Owed
from shopdesk.store.tables.journal import MemberDay
from shopdesk.store.tables.receipts import Purchase, PurchaseLine, Refund, RefundLine
from shopdesk.till_triggers import (
    is_brought,
    is_first_brought,
    is_of_event,
    is_reached,
    is_score,
    is_visit,
)
from shopdesk.triggers import Trigger

_OF_RECEIPTS = {"purchase", "visit", "referral"}


def _kinds(desk: Desk) -> set[str]:
    """The kinds of trigger that some rule in force has."""
    every = reward_rules.in_force(desk)
    return {trigger.kind for rule in every for trigger in rule.triggers}


def joined(made: Change, member_id: int) -> None:
    """Reward who became a member."""
    rewards.give_for(made, "joining", member_id, "joining")


def rated(made: Change, member_id: int, rating_id: int, score: int) -> None:
    """Reward a rating that was given."""
    rewards.give_for(
        made, "rating", member_id, f"rating:{rating_id}", is_met=partial(is_score, score)
    )


def attended(made: Change, member_id: int, event_id: int) -> None:
    """Reward a guest of an event, once for each event."""
    rewards.give_for(
        made, "attending", member_id, occasion_of(event_id), is_met=partial(is_of_event, event_id)
    )  # fmt: skip


def why_no_gift(desk: Desk, member_id: int, event_id: int) -> tuple[str, ...]:
    """Why a guest of an event of today was given nothing by a rule that is for them."""
    return rewards.why_not(
        desk, "attending", member_id, occasion_of(event_id), partial(is_of_event, event_id)
    )


@prepared
def _standing_on_event(member: Any, occasion: Any) -> Any:
    return (
        Occasion.select(Occasion.id)
        .where((Occasion.member == member) & (Occasion.occasion == occasion) & STANDS)
        .order_by(Occasion.id)
    )


@prepared
def _owe_no_guest(member: Any, occasion: Any) -> Any:
    return Owed.delete().where((Owed.member == member) & (Owed.occasion == occasion))


def attended_no_more(made: Change, member_id: int, event_id: int) -> None:
    """Take back what was given, or is owed, for coming to an event: it was a mistake (9.1)."""
    key = occasion_of(event_id)
    _owe_no_guest(made.db, member=member_id, occasion=key)
    for (occasion_id,) in _standing_on_event(made.db, member=member_id, occasion=key).fetchall():
        occasions.undo(made, member_id, occasion_id)


@prepared
def _came_and_lost(member: Any) -> Any:
    """Events that a member came to and was given something for that was taken back unused."""
    undone = CheckInUndo.select(CheckInUndo.check_in)
    key = NodeList((SQL("'event:' ||"), CheckIn.gathering))
    return (
        CheckIn.select(CheckIn.gathering, fn.MIN(CheckIn.event))
        .join(Occasion, on=((Occasion.member == CheckIn.member) & (Occasion.occasion == key)))
        .where((CheckIn.member == member) & CheckIn.id.not_in(undone) & ~COUNTS)
        .group_by(CheckIn.gathering)
    )


def attended_again(made: Change, member_id: int) -> None:
    """Reward again what a merge found to be one guest, as the member parts from the other."""
    for event_id, event in _came_and_lost(made.db, member=member_id).fetchall():
        rewards.give_for(
            made, "attending", member_id, occasion_of(event_id), event=event,
            is_met=partial(is_of_event, event_id),
        )  # fmt: skip


# --- receipts ---------------------------------------------------------------------------------


def bought(made: Change, member_id: int, purchase_id: int) -> None:
    """Reward what a member's receipt brings: by itself, as a visit, as that of a friend."""
    kinds = _kinds(made.desk) & _OF_RECEIPTS
    if not kinds:
        return
    receipt = _Receipt(made.db, purchase_id)
    if "purchase" in kinds:
        rewards.give_for(
            made, "purchase", member_id, f"receipt:{purchase_id}", is_met=receipt.reaches,
            receipt=receipt.came,
        )  # fmt: skip
    if "visit" in kinds and receipt.left("") is not None:
        number = _visits(made.db, member=member_id).fetchone()[0]
        rewards.give_for(
            made, "visit", member_id, f"visit:{number}", is_met=partial(is_visit, number),
            receipt=receipt.came,
        )  # fmt: skip
    if "referral" in kinds:
        _brought(made, member_id, purchase_id, receipt)


def _brought(made: Change, friend: int, purchase_id: int, receipt: "_Receipt") -> None:
    """Both sides at the friend's first receipt of at least the rule's amount (9.28)."""
    referrer = referrers.referrer_of(made.desk, friend)
    if referrer is None:
        return

    def has_more(least: int) -> bool:
        asked = {"friend": friend, "purchase": purchase_id, "least": least}
        return _another(made.db, **asked).fetchone() is not None

    sides = {"referrer": (referrer, f"friend:{friend}"), "friend": (friend, "brought")}
    for side, (member_id, occasion) in sides.items():
        rewards.give_for(
            made, "referral", member_id, occasion, receipt=receipt.came,
            is_met=partial(is_first_brought, side, receipt.left(""), has_more),
        )  # fmt: skip


class _Receipt:
    """What is left of a receipt: in all, or of the goods of a category."""

    def __init__(self, db: Any, purchase_id: int) -> None:
        self.db, self.purchase_id = db, purchase_id

    @cached_property
    def _row(self) -> tuple[int, ...]:
        row: tuple[int, ...] = _left(self.db, purchase=self.purchase_id).fetchone()
        return row

    @property
    def came(self) -> rewards.Came:
        """Which it is, of what day, and when it was rung up."""
        *_left_of_it, on, event = self._row
        return rewards.Came(self.purchase_id, date.fromordinal(on), event)

    def left(self, category: str) -> int | None:
        """Minor units; nothing where all of it came back."""
        due, back, is_whole, *_came = self._row
        if is_whole:
            return None
        if not category:
            return due - back
        row = _left_of(self.db, purchase=self.purchase_id, category=category).fetchone()
        return int(row[0])

    def reaches(self, trigger: Trigger) -> bool:
        """Whether it is what a trigger of purchases asks for."""
        return is_reached(self.left(trigger.subject), trigger)


@prepared
def _left(purchase: Any) -> Any:
    back = Refund.select(fn.COALESCE(fn.SUM(Refund.money), SQL("0"))).where(
        Refund.purchase == purchase
    )
    whole = Refund.select(fn.COALESCE(fn.MAX(Refund.is_whole), SQL("0"))).where(
        Refund.purchase == purchase
    )
    columns = (Purchase.due, back, whole, Purchase.on_day, Purchase.event)
    return Purchase.select(*columns).where(Purchase.id == purchase)


@prepared
def _another(friend: Any, purchase: Any, least: Any) -> Any:
    """Another receipt of a friend of which at least so much is left."""
    back = (
        Refund.select(fn.COALESCE(fn.SUM(Refund.money), SQL("0")) + least)
        .where(Refund.purchase == Purchase.id)
        .having(fn.COALESCE(fn.MAX(Refund.is_whole), SQL("0")) == SQL("0"))
    )
    return (
        Purchase.select(Purchase.id)
        .where(
            (Purchase.member == friend) & (Purchase.id != purchase) & (Purchase.due >= least)
            & (Purchase.due >= back)
        )
        .limit(1)
    )  # fmt: skip


@prepared
def _left_of(purchase: Any, category: Any) -> Any:
    """What was paid for goods of a category, less the part of each line that came back."""
    line = PurchaseLine
    back = (
        RefundLine.select(fn.COALESCE(fn.SUM(RefundLine.quantity_milli), SQL("0")))
        .join(Refund, on=(Refund.id == RefundLine.refund))
        .where((Refund.purchase == line.purchase) & (RefundLine.line == line.line))
    )
    kept = line.paid * (line.quantity_milli - back) / line.quantity_milli
    return line.select(fn.COALESCE(fn.SUM(kept), SQL("0"))).where(
        (line.purchase == purchase) & (line.category == category)
    )


@prepared
def _visits(member: Any) -> Any:
    return MemberDay.select(fn.COUNT(SQL("*"))).where(
        (MemberDay.member == member) & (MemberDay.kept > SQL("0"))
    )


# --- what comes back --------------------------------------------------------------------------


def _standing_on(table: Any, purchase: Any, member: Any) -> Any:
    """What came with a receipt, and all visits of its member: several receipts make one of a day,
    and the third is none without the first."""
    is_visit = (
        (table.member == member) & table.purchase.is_null(False)
        & table.occasion.startswith("visit:")
    )  # fmt: skip
    return (
        table.select(table.id, table.member, table.occasion, table.met)
        .where((table.purchase == purchase) | is_visit)
        .order_by(table.id)
    )


@prepared
def _given_for(purchase: Any, member: Any) -> Any:
    return _standing_on(Occasion, purchase, member).where(STANDS)


@prepared
def _owed_for(purchase: Any, member: Any) -> Any:
    return _standing_on(Owed, purchase, member)


@prepared
def _owe_no_more(owed: Any) -> Any:
    return Owed.delete().where(Owed.id == owed)


def came_back(made: Change, purchase_id: int, member_id: int) -> None:
    """Take back what rules gave, or owe, for a member's receipt of which too little is left (9.1),
    and for visits that there are none of any more.

    Whether too little is left is for what the rule asked then, whatever it asks now.
    """
    of = {"purchase": purchase_id, "member": member_id}
    left = _Left(made.db, purchase_id)
    for occasion_id, *row in _given_for(made.db, **of).fetchall():
        if not left.holds(*row):
            occasions.undo(made, row[0], occasion_id)
    for owed_id, *row in _owed_for(made.db, **of).fetchall():
        if not left.holds(*row):
            _owe_no_more(made.db, owed=owed_id)


class _Left:
    """What is left of a receipt, and of visits, for what came with them to stand on."""

    def __init__(self, db: Any, purchase_id: int) -> None:
        self.db, self.receipt = db, _Receipt(db, purchase_id)
        self.visits = cache(lambda member_id: _visits(db, member=member_id).fetchone()[0])

    def holds(self, member_id: int, occasion: str, met: str) -> bool:
        """Whether one of the triggers that were met is met still."""
        return any(self._is_met(one, member_id, occasion) for one in triggers.read(met))

    def _is_met(self, trigger: Trigger, member_id: int, occasion: str) -> bool:
        kind, _, number = occasion.partition(":")
        if trigger.kind == "purchase" and kind == "receipt":
            return self.receipt.reaches(trigger)
        if trigger.kind == "visit" and kind == "visit":
            return is_visit(int(number), trigger) and int(self.visits(member_id)) >= int(number)
        if trigger.kind == "referral" and kind in ("friend", "brought"):
            side = "referrer" if kind == "friend" else "friend"
            return is_brought(side, self.receipt.left(""), trigger)
        return False
