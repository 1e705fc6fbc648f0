"""The stock of gifts: what came, is promised, went out, came back and was counted.

Every movement is a row that stays; what is on the shelf and promised follows from them.
"""

from typing import Any

from peewee import fn

from shopdesk import codes, inputs, inspection, text
from shopdesk.catalogue import Gift, get
from shopdesk.gift_moves import EFFECTS
from shopdesk.money import LARGEST, is_whole
from shopdesk.refusals import AmountRefused, OutOfStock
from shopdesk.refusals_of_gifts import (
    CountTooLow,
    EditionRefused,
    GiftNotCounted,
    NotHandedOver,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Gift as Row
from shopdesk.store.tables.giving import GiftMovement, Voucher
from shopdesk.topics import Topic

_OUT = {"given": 1, "replaced": 1, "returned": -1, "broken": -1}
"""What each does to how many customers have."""
_FREEING = ("released", "returned")
"""What lets somebody else have the number of a piece."""


# --- moving -----------------------------------------------------------------------------------


@prepared
def _insert_movement(
    event: Any, gift: Any, kind: Any, quantity: Any, voucher: Any, reason: Any
) -> Any:
    return GiftMovement.insert(
        event=event, gift=gift, kind=kind, quantity=quantity, voucher=voucher, reason=reason,
        edition=Voucher.select(Voucher.edition).where(Voucher.id == voucher),
    )  # fmt: skip


@prepared
def _shift(gift: Any, stock: Any, promised: Any) -> Any:
    return Row.update(stock=Row.stock + stock, promised=Row.promised + promised).where(
        (Row.id == gift) & Row.stock.is_null(False)
    )


@prepared
def _set_number(voucher: Any, edition: Any) -> Any:
    return Voucher.update(edition=edition).where(Voucher.id == voucher)


@prepared
def _free_number(voucher: Any) -> Any:
    return Voucher.update(edition=None).where(
        (Voucher.id == voucher) & Voucher.edition.is_null(False)
    )


def move(
    made: Change, gift_id: int, kind: str, quantity: int, voucher: int | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    """Book a movement of stock and what it does to the shelf; nothing moves where there is none."""
    on_shelf, promised = EFFECTS[kind]
    _insert_movement(
        made.db, event=made.event, gift=gift_id, kind=kind, quantity=quantity, voucher=voucher,
        reason=reason,
    )  # fmt: skip
    _shift(made.db, gift=gift_id, stock=on_shelf * quantity, promised=promised * quantity)
    if kind in _FREEING and voucher is not None:
        _free_number(made.db, voucher=voucher)


def promise(made: Change, gift: Gift, voucher: int | None = None) -> None:
    """Set one unit aside for a voucher; refuses when all that are left are promised.

    Of a limited edition the voucher bears from now on the lowest number that is free.
    """
    if not has_free(made, gift.id):
        raise OutOfStock(
            made.desk.language, gift=gift.title(made.desk.language), free=gift.free, wanted=1
        )
    if gift.edition is not None and voucher is not None:
        taken = numbers(made.desk, gift.id)
        lowest = next(n for n in range(1, gift.edition + 1) if n not in taken)
        _set_number(made.db, voucher=voucher, edition=lowest)
    move(made, gift.id, "promised", 1, voucher)


def has_free(made: Change, gift_id: int) -> bool:
    """Whether one more could be promised now."""
    free = get(made.desk, gift_id).free
    return free is None or free > 0


# --- numbered pieces --------------------------------------------------------------------------


@prepared
def _numbers(gift: Any) -> Any:
    return Voucher.select(Voucher.edition).where(
        (Voucher.gift == gift) & Voucher.edition.is_null(False)
    )


def numbers(desk: Desk, gift_id: int) -> set[int]:
    """The pieces of a limited edition that are promised, or out of the shop for good."""
    return {row[0] for row in _numbers(desk.db, gift=gift_id).fetchall()}


def refuse_more_than_edition(desk: Desk, gift: Gift) -> None:
    """Refuse a limited edition of which there would be more than there are numbers."""
    if gift.edition is None:
        return
    if gift.stock is None:
        raise EditionRefused(desk.language, what="stock")
    taken = numbers(desk, gift.id)
    if (gift.free or 0) + len(taken) > gift.edition or max(taken, default=0) > gift.edition:
        name = gift.title(desk.language)
        raise EditionRefused(desk.language, gift=name, edition=gift.edition, taken=len(taken))


# --- receiving, counting, taking back ---------------------------------------------------------


def check_amount(desk: Desk, amount: object, lowest: int = 0) -> None:
    """Refuse what is no whole number from ``lowest`` on."""
    if not is_whole(amount, lowest, LARGEST - 1):
        raise AmountRefused(desk.language, amount=amount)


def receive(desk: Desk, gift_id: int, quantity: int, *, key: str | None = None) -> Gift:
    """Take in more of a gift; what cannot run out has no stock to add to.

    Refuses more pieces of a limited edition than there are.
    """
    check_amount(desk, quantity, 1)
    with change(
        desk, Topic.GIFTS, action="gifts.receive", key=key, content=[gift_id, quantity]
    ) as made:
        if made.repeats is None:
            check_amount(desk, (get(desk, gift_id).stock or 0) + quantity)
            made.subject = gift_id
            made.note(quantity=quantity)
            move(made, gift_id, "received", quantity)
            refuse_more_than_edition(desk, get(desk, gift_id))
        return get(desk, gift_id)


def count(desk: Desk, gift_id: int, counted: int, *, reason: str, key: str | None = None) -> Gift:
    """Say how many are on the shelf: by how many that differs is booked with the reason.

    Refuses fewer than are promised, more pieces of a limited edition than there are, and what has
    no stock.
    """
    check_amount(desk, counted)
    why = text.reason(reason, desk.language)
    content = [gift_id, counted, why]
    with change(desk, Topic.GIFTS, action="gifts.count", key=key, content=content) as made:
        if made.repeats is None:
            gift = _counted(desk, gift_id)
            if counted < gift.promised:
                raise CountTooLow(
                    desk.language, gift=gift.title(desk.language), promised=gift.promised,
                    counted=counted,
                )  # fmt: skip
            assert gift.stock is not None
            made.subject = gift_id
            made.note(counted=counted, before=gift.stock)
            move(made, gift_id, "counted", counted - gift.stock, reason=why)
            refuse_more_than_edition(desk, get(desk, gift_id))
        return get(desk, gift_id)


def _counted(desk: Desk, gift_id: int) -> Gift:
    gift = get(desk, gift_id)
    if gift.stock is None:
        raise GiftNotCounted(desk.language, gift=gift.title(desk.language))
    return gift


def give_back(
    desk: Desk,
    gift_id: int,
    quantity: int = 1,
    *,
    reason: str,
    voucher: str | None = None,
    is_broken: bool = False,
    is_replaced: bool = False,
    key: str | None = None,
) -> Gift:
    """Take back what was handed over: onto the shelf, or not where it ``is_broken``.

    ``voucher`` is the code it was handed over for. Where it ``is_replaced`` another one leaves the
    shelf for it. No points and no voucher change: a gift is no sale. Refuses more than customers
    have, a voucher whose gift is not out, a replacement where none is free, and of a limited
    edition a piece that no voucher names, or a replacement.
    """
    check_amount(desk, quantity, 1)
    why = text.reason(reason, desk.language)
    is_broken = inputs.flag(is_broken, desk.language)
    is_replaced = inputs.flag(is_replaced, desk.language)
    code = None if voucher is None else text.scanned(voucher)[: codes.VOUCHER_LENGTH]
    content = [gift_id, quantity, why, code, is_broken, is_replaced]
    with change(desk, Topic.GIFTS, action="gifts.give_back", key=key, content=content) as made:
        if made.repeats is None:
            gift = _counted(desk, gift_id)
            whose = None if code is None else inspection.by_code(desk, code).id
            _refuse_not_out(desk, gift, quantity, whose)
            if gift.is_limited and (whose is None or is_replaced):
                what = "voucher" if whose is None else "replaced"
                raise EditionRefused(desk.language, what=what, gift=gift.title(desk.language))
            made.subject = gift_id
            made.note(quantity=quantity)
            move(made, gift_id, "broken" if is_broken else "returned", quantity, whose, why)
            if is_replaced:
                _replace(made, gift_id, quantity, whose, why)
        return get(desk, gift_id)


def _replace(made: Change, gift_id: int, quantity: int, voucher: int | None, why: str) -> None:
    gift = get(made.desk, gift_id)
    if gift.free is not None and gift.free < quantity:
        name = gift.title(made.desk.language)
        raise OutOfStock(made.desk.language, gift=name, free=gift.free, wanted=quantity)
    move(made, gift_id, "replaced", quantity, voucher, why)


@prepared
def _are_out(gift: Any, voucher: Any) -> Any:
    return (
        GiftMovement.select(GiftMovement.kind, fn.SUM(GiftMovement.quantity))
        .where(
            (GiftMovement.gift == gift) & (voucher.is_null() | (GiftMovement.voucher == voucher))
        )
        .group_by(GiftMovement.kind)
    )


def _refuse_not_out(desk: Desk, gift: Gift, quantity: int, voucher: int | None) -> None:
    """Refuse more than customers have, of all of it or for one voucher."""
    for whose in {None, voucher}:
        moved = _are_out(desk.db, gift=gift.id, voucher=whose).fetchall()
        out = sum(_OUT.get(kind, 0) * many for kind, many in moved)
        if quantity > out:
            name = gift.title(desk.language)
            raise NotHandedOver(desk.language, gift=name, out=out, quantity=quantity)
