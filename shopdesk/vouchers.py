"""Vouchers: issued promises with their own codes, each redeemed once."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from typing import Any

from shopdesk import catalogue, codes, gifts, inputs, members, money, text
from shopdesk.assessing import rank_of
from shopdesk.clock import to_ms
from shopdesk.inspection import (
    Voucher,
    due,
    get,
    inspect,
    listed,
    of_member,
    refuse_early,
    refuse_ended,
    refuse_other_member,
    title,
    used,
)
from shopdesk.pricing import Term
from shopdesk.refusals import (
    AmountRefused,
    DateRefused,
    GiftTier,
    MemberClosed,
    PromiseRefused,
    Refused,
    VoucherKind,
    VoucherMisread,
    VouchersTogether,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher as Row
from shopdesk.store.tables.giving import VoucherEvent
from shopdesk.topics import Topic

__all__ = [
    "Promise", "Voucher", "get", "inspect", "issue", "listed", "of_member", "redeem",
    "title", "void",
]  # fmt: skip

DEFAULT_VALID_DAYS = 60
LONGEST_VALID_DAYS = 3660


# --- issuing ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Promise:
    """What a voucher promises: exactly one of a gift, an amount off, a percentage off.

    Of a ``stacking`` group (where it names one) at most one goes on a receipt; one that is alone
    goes with no other, and two of one reward rule together only where both say ``is_several``.

    Of a rule: ``instead`` is the gift where there is none left of ``gift``, and only ``is_again``
    gives one to a member who was given it before.
    """

    gift: int | None = None
    amount: int = 0
    percent_off: int = 0
    minimum: int = 0
    cap: int | None = None
    valid_days: int = DEFAULT_VALID_DAYS
    stacking: str = ""
    is_alone: bool = False
    is_several: bool = False
    instead: int | None = None
    is_again: bool = False


def issue(
    desk: Desk,
    member_id: int | None,
    *,
    gift: int | None = None,
    amount: int = 0,
    percent_off: int = 0,
    minimum: int = 0,
    cap: int | None = None,
    valid_days: int = DEFAULT_VALID_DAYS,
    stacking: str = "",
    is_alone: bool = False,
    is_several: bool = False,
    occasion: str = "",
    key: str | None = None,
) -> Voucher:
    """Issue one voucher by hand, to a member or, with no member, to whoever bears it.

    ``valid_days=60`` ends with the day of issue + 60; for ``stacking``, ``is_alone`` and
    ``is_several`` see ``Promise``. Refuses a promise of nothing or of two things, a gift that is
    out of stock or above the member's tier.
    """
    promise = checked(desk, Promise(
        gift, amount, percent_off, minimum, cap, valid_days, stacking, is_alone, is_several
    ))  # fmt: skip
    occasion = text.kept(occasion, desk.language) if occasion else ""
    topics = (Topic.VOUCHERS, Topic.GIFTS)
    content = [member_id, astuple(promise), occasion]
    with change(desk, *topics, action="vouchers.issue", key=key, content=content) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        made.subject = write(made, promise, member_id, occasion=occasion)
        return get(desk, made.subject)


def checked(desk: Desk, promise: Promise) -> Promise:
    """Return the promise, or refuse one that no voucher can make."""
    if not isinstance(promise, Promise):
        raise PromiseRefused(desk.language, amount=promise)
    if [promise.gift is None, promise.amount == 0, promise.percent_off == 0].count(False) != 1:
        raise PromiseRefused(desk.language, amount=promise.amount)
    if not money.is_whole(promise.percent_off, 0, 100):
        raise PromiseRefused(desk.language, amount=promise.percent_off)
    cap = 1 if promise.cap is None else promise.cap
    for amount, lowest in ((promise.amount, 0), (promise.minimum, 0), (cap, 1)):
        if not money.is_whole(amount, lowest, money.LARGEST - 1):
            raise AmountRefused(desk.language, amount=amount)
    if not money.is_whole(promise.valid_days, 0, LONGEST_VALID_DAYS):
        raise DateRefused(desk.language, date=f"+{promise.valid_days}")
    for flag in (promise.is_alone, promise.is_several, promise.is_again):
        inputs.flag(flag, desk.language)
    if promise.stacking == "":
        return promise
    return replace(promise, stacking=text.kept(promise.stacking, desk.language))


@prepared
def _insert(
    *, code: Any, kind: Any, gift: Any, amount: Any, percent_off: Any, minimum: Any, cap: Any,
    cost: Any, member: Any, rule: Any, occasion: Any, issued_on: Any, valid_until_on: Any,
    event: Any, stacking: Any, is_alone: Any, is_several: Any,
) -> Any:  # fmt: skip
    return Row.insert(
        code=code, kind=kind, gift=gift, amount=amount, percent_off=percent_off, minimum=minimum,
        cap=cap, cost=cost, member=member, rule=rule, occasion=occasion, issued_on=issued_on,
        valid_from_on=issued_on, valid_until_on=valid_until_on, state="issued", event=event,
        stacking=stacking, is_alone=is_alone, is_several=is_several,
    )  # fmt: skip


def write(
    made: Change,
    promise: Promise,
    member_id: int | None,
    *,
    rule: int | None = None,
    occasion: str = "",
) -> int:
    """Write a voucher inside a change, and promise its gift; returns the id."""
    gift = None if promise.gift is None else gifts.with_cost(made.desk, promise.gift)
    if gift is not None:
        catalogue.refuse_closed(made.desk, gift)
    if member_id is not None:
        _check_holder(made.desk, member_id, gift)
    kind = "gift" if gift else "percent" if promise.percent_off else "amount"
    today = made.today.toordinal()
    voucher_id: int = _insert(
        made.db, code=codes.new_voucher_code(), kind=kind, gift=promise.gift,
        amount=promise.amount, percent_off=promise.percent_off, minimum=promise.minimum,
        cap=promise.cap, cost=gift.cost if gift else 0, member=member_id, rule=rule,
        occasion=occasion, issued_on=today, valid_until_on=today + promise.valid_days,
        event=made.event, stacking=promise.stacking, is_alone=int(promise.is_alone),
        is_several=int(promise.is_several),
    ).lastrowid  # fmt: skip
    note(made, voucher_id, "issued")
    if gift:
        gifts.promise(made, gift, voucher_id)
    return voucher_id


def _check_holder(desk: Desk, member_id: int, gift: gifts.Gift | None) -> None:
    member = members.get(desk, member_id)
    if member.closed:
        raise MemberClosed(desk.language, name=member.name)
    if gift is not None and not gift.is_for(desk, member.tier.rank):
        ladder = desk.shop.known.ladder
        lowest = ladder[rank_of(ladder, gift.lowest_tier)].name(desk.language)
        raise GiftTier(desk.language, gift=gift.title(desk.language), tier=lowest)


@prepared
def _insert_event(event: Any, voucher: Any, kind: Any, on_day: Any, purchase: Any) -> Any:
    return VoucherEvent.insert(
        event=event, voucher=voucher, kind=kind, on_day=on_day, purchase=purchase
    )


def note(
    made: Change, voucher_id: int, kind: str, *, on: date | None = None, purchase: int | None = None
) -> None:
    """Write down what happened to a voucher: its state can be told from these alone."""
    _insert_event(
        made.db, event=made.event, voucher=voucher_id, kind=kind,
        on_day=(on or made.today).toordinal(), purchase=purchase,
    )  # fmt: skip


# --- redeeming --------------------------------------------------------------------------------


def redeem(
    desk: Desk, code: str, *, member_id: int | None = None, key: str | None = None
) -> Voucher:
    """Hand a gift over for its voucher, once.

    Refuses every voucher that ``inspect`` refuses, one of another member where ``member_id`` says
    who stands here, and one that lowers a price. Refusals are kept in the audit.
    """
    scanned = text.scanned(code)
    content = scanned if member_id is None else [scanned, member_id]
    try:
        with change(
            desk, Topic.VOUCHERS, Topic.GIFTS,
            action="vouchers.redeem", key=key, content=content,
        ) as made:  # fmt: skip
            if made.repeats is not None:
                return get(desk, made.repeats)
            voucher = inspect(desk, code)
            if voucher.gift_id is None:
                raise VoucherKind(desk.language, code=voucher.code, kind=voucher.kind)
            if member_id is not None:
                refuse_other_member(desk, voucher, member_id)
            made.subject = voucher.id
            spend(made, voucher)
            gifts.move(made, voucher.gift_id, "given", 1, voucher.id)
    except Refused as refusal:
        remember_refusal(desk, code, refusal)
        raise
    return get(desk, voucher.id)


@prepared
def _redeem(voucher: Any, at: Any, staff: Any, till: Any, purchase: Any) -> Any:
    return Row.update(
        state="redeemed", redeemed_at=at, redeemed_by=staff, redeemed_till=till, purchase=purchase
    ).where((Row.id == voucher) & (Row.state == "issued"))


def spend(made: Change, voucher: Voucher, purchase: int | None = None) -> None:
    """Use a voucher up: one guarded statement that must change exactly one row."""
    changed = _redeem(
        made.db, voucher=voucher.id, at=to_ms(made.at), staff=made.desk.staff_id,
        till=made.desk.till, purchase=purchase,
    )  # fmt: skip
    if changed.rowcount != 1:
        raise used(made.desk, get(made.desk, voucher.id))
    note(made, voucher.id, "redeemed", purchase=purchase)


def remember_refusal(desk: Desk, scanned: str, refusal: Refused) -> None:
    """Keep in the audit that a code was tried and refused, where it was a code at all."""
    if not refusal.code.startswith("voucher_") or refusal.code == "voucher_misread":
        return
    with change(desk, action="vouchers.refused") as made:
        made.note(code=text.scanned(scanned)[: codes.VOUCHER_LENGTH], refusal=refusal.code)


def void(desk: Desk, voucher_id: int, *, reason: str, key: str | None = None) -> Voucher:
    """Withdraw a voucher that was not used, for a reason, releasing its gift."""
    why = text.reason(reason, desk.language)
    content = [voucher_id, why]
    with change(
        desk, Topic.VOUCHERS, Topic.GIFTS, action="vouchers.void", key=key, content=content
    ) as made:
        if made.repeats is None:
            voucher = get(desk, voucher_id)
            refuse_ended(desk, voucher)
            made.subject = voucher_id
            made.note(reason=why)
            end(made, voucher, "void", on=made.today)
    return get(desk, voucher_id)


def end(made: Change, voucher: Voucher, state: str, *, on: date) -> None:
    """Let an issued voucher become void or expired, and release what it promised."""
    changed = (
        Row.update(state=state)
        .where((Row.id == voucher.id) & (Row.state == "issued"))
        .bind(made.db)
        .execute()
    )
    if changed != 1:
        refuse_ended(made.desk, get(made.desk, voucher.id))
    note(made, voucher.id, state, on=on)
    if voucher.gift_id is not None:
        gifts.move(made, voucher.gift_id, "released", 1, voucher.id)


def expire_due(made: Change, today: date) -> int:
    """Let every voucher whose last day has passed expire, on the day after it; returns how many."""
    passed = due(made.desk, today)
    for voucher in passed:
        end(made, voucher, "expired", on=voucher.valid_until_on + timedelta(days=1))
    return len(passed)


# --- in a purchase ----------------------------------------------------------------------------


def for_purchase(
    desk: Desk, scanned: Sequence[str], member_id: int | None, there_on: date | None = None
) -> list[Voucher]:
    """The money vouchers scanned for a purchase, each once; refuses what cannot be used with it.

    With ``there_on`` they were valid on that day already.
    """
    refuse_no_codes(desk, scanned)
    found: dict[int, Voucher] = {}
    for code in scanned:
        voucher = inspect(desk, code)
        if voucher.kind == "gift":
            raise VoucherKind(desk.language, code=voucher.code, kind=voucher.kind)
        if there_on is not None:
            refuse_early(desk, voucher, there_on)
        refuse_other_member(desk, voucher, member_id)
        found[voucher.id] = voucher
    return list(found.values())


def refuse_no_codes(desk: Desk, scanned: object) -> None:
    """Refuse what is no list of codes."""
    if isinstance(scanned, str) or not isinstance(scanned, Sequence):
        raise VoucherMisread(desk.language, code=scanned)


def refuse_together(desk: Desk, chosen: Sequence[Voucher]) -> None:
    """Refuse vouchers of which some may not lie on one receipt with another (9.17)."""
    for place, later in enumerate(chosen):
        for earlier in chosen[:place]:
            if not _go_together(earlier, later):
                raise VouchersTogether(desk.language, code=later.code, other=earlier.code)


def _go_together(one: Voucher, other: Voucher) -> bool:
    is_one_rule = one.rule_id is not None and one.rule_id == other.rule_id
    return not (
        one.is_alone
        or other.is_alone
        or (one.stacking and one.stacking == other.stacking)
        or (is_one_rule and not (one.is_several and other.is_several))
    )


def term(desk: Desk, voucher: Voucher) -> Term:
    """What a money voucher does to a price."""
    return Term(
        voucher.id, voucher.code, voucher.kind, voucher.amount, voucher.percent_off,
        voucher.minimum, voucher.cap, title(desk, voucher, desk.language),
    )  # fmt: skip
