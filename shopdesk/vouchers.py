"""Vouchers: issued promises with their own codes, each redeemed once."""

from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from typing import Any

from shopdesk import catalogue, codes, gifts, inputs, members, money, text, voucher_seals
from shopdesk.assessing import rank_of
from shopdesk.inspection import (
    Voucher,
    due,
    get,
    inspect,
    listed,
    of_member,
    refuse_ended,
    verified,
    with_row,
)
from shopdesk.permissions import require_to_act
from shopdesk.promise_words import title
from shopdesk.redeeming import hand_over, recognise, redeem, remember_refusal, spend
from shopdesk.refusals import (
    AmountRefused,
    DateRefused,
    GiftTier,
    MemberClosed,
    PromiseRefused,
    VoucherExpired,
    VoucherMisread,
)
from shopdesk.refusals_of_vouchers import (
    ExtensionRefused,
    ExtensionTooLate,
    OnlyGifts,
    VoucherKnown,
    VoucherTakenBack,
    VoucherUnsigned,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.columns import CHANNELS
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import STANDS, Given, Occasion
from shopdesk.store.tables.giving import Voucher as Row
from shopdesk.topics import Topic
from shopdesk.voucher_events import note
from shopdesk.voucher_terms import for_purchase, refuse_no_codes, refuse_together, term

__all__ = [
    "Promise", "Voucher", "accept_unknown", "extend", "for_purchase", "get", "hand_over",
    "inspect", "issue", "listed", "note", "of_member", "recognise", "redeem", "refuse_no_codes",
    "refuse_together", "remember_refusal", "spend", "term", "title", "void",
]  # fmt: skip

DEFAULT_VALID_DAYS = 60
LONGEST_VALID_DAYS = 3660
LATE_DAYS = 30
"""So long after its last day an owner may still extend a voucher."""


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
    channel: str = "counter",
    key: str | None = None,
) -> Voucher:
    """Issue one voucher by hand, to a member or, with no member, to whoever bears it.

    ``valid_days=60`` ends with the day of issue + 60; for ``stacking``, ``is_alone`` and
    ``is_several`` see ``Promise``. Its gift is handed over at the ``channel`` counter, goes by
    courier or comes from a partner. Refuses a promise of nothing or of two things, a gift that is
    out of stock or above the member's tier, another channel than the counter where it is no gift.
    """
    promise = checked(desk, Promise(
        gift, amount, percent_off, minimum, cap, valid_days, stacking, is_alone, is_several
    ))  # fmt: skip
    occasion = text.kept(occasion, desk.language) if occasion else ""
    channel = checked_channel(desk, promise, channel)
    topics = (Topic.VOUCHERS, Topic.GIFTS)
    content = [member_id, astuple(promise), occasion, channel]
    with change(desk, *topics, action="vouchers.issue", key=key, content=content) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        made.subject = write(made, promise, member_id, occasion=occasion, channel=channel)
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


def checked_channel(desk: Desk, promise: Promise, channel: str) -> str:
    """Return the channel, or refuse one that there is not, or that the promise cannot go by."""
    inputs.choice(channel, CHANNELS, desk.language)
    if channel != "counter" and promise.gift is None:
        raise OnlyGifts(desk.language)
    return channel


@prepared
def _insert(
    *, code: Any, kind: Any, gift: Any, amount: Any, percent_off: Any, minimum: Any, cap: Any,
    cost: Any, member: Any, rule: Any, occasion: Any, issued_on: Any, valid_until_on: Any,
    event: Any, stacking: Any, is_alone: Any, is_several: Any, channel: Any,
) -> Any:  # fmt: skip
    return Row.insert(
        code=code, kind=kind, gift=gift, amount=amount, percent_off=percent_off, minimum=minimum,
        cap=cap, cost=cost, member=member, rule=rule, occasion=occasion, issued_on=issued_on,
        valid_from_on=issued_on, valid_until_on=valid_until_on, state="issued", event=event,
        stacking=stacking, is_alone=is_alone, is_several=is_several, channel=channel,
    )  # fmt: skip


def write(
    made: Change,
    promise: Promise,
    member_id: int | None,
    *,
    rule: int | None = None,
    occasion: str = "",
    channel: str = "counter",
    code: str | None = None,
) -> int:
    """Write a voucher inside a change, and promise its gift; returns the id.

    What lowers a price is used at the counter whatever the ``channel``. Its ``code`` is a new one
    where it has none yet.
    """
    gift = None if promise.gift is None else gifts.with_cost(made.desk, promise.gift)
    if gift is not None:
        catalogue.refuse_closed(made.desk, gift)
    if member_id is not None:
        _check_holder(made.desk, member_id, gift)
    kind = kind_of(promise)
    today = made.today.toordinal()
    terms = {
        "code": code or codes.new_voucher_code(), "kind": kind, "gift": promise.gift,
        "amount": promise.amount, "percent_off": promise.percent_off, "minimum": promise.minimum,
        "cap": promise.cap, "cost": gift.cost if gift else 0, "member": member_id, "rule": rule,
        "issued_on": today, "stacking": promise.stacking, "is_alone": int(promise.is_alone),
        "is_several": int(promise.is_several), "channel": channel if gift else "counter",
    }  # fmt: skip
    voucher_id: int = _insert(
        made.db, **terms, occasion=occasion, valid_until_on=today + promise.valid_days,
        event=made.event,
    ).lastrowid  # fmt: skip
    voucher_seals.put_on(made, terms)
    until = date.fromordinal(today + promise.valid_days)
    note(made, voucher_id, "issued", until=until)
    if gift:
        gifts.promise(made, gift, voucher_id)
    return voucher_id


def kind_of(promise: Promise) -> str:
    """What kind of voucher a promise makes."""
    if promise.gift is not None:
        return "gift"
    return "percent" if promise.percent_off else "amount"


def _check_holder(desk: Desk, member_id: int, gift: gifts.Gift | None) -> None:
    member = members.get(desk, member_id)
    if member.closed:
        raise MemberClosed(desk.language, name=member.name)
    if gift is not None and not gift.is_for(desk, member.tier.rank):
        ladder = desk.shop.known.ladder
        lowest = ladder[rank_of(ladder, gift.lowest_tier)].name(desk.language)
        raise GiftTier(desk.language, gift=gift.title(desk.language), tier=lowest)


def accept_unknown(
    desk: Desk,
    scanned: str,
    *,
    reason: str,
    member_id: int | None = None,
    amount: int = 0,
    percent_off: int = 0,
    minimum: int = 0,
    cap: int | None = None,
    key: str | None = None,
) -> Voucher:
    """Take in a genuine voucher that was issued after the backup this shop was brought back from.

    Its QR says the kind, the gift and the last day; what lowers a price stands on the paper only,
    and is given here. It is for the bearer where nobody says whose it is. Refuses what the QR does
    not prove, a voucher that is known here, one whose last day is over, and what cannot be issued.
    """
    why, code = text.reason(reason, desk.language), text.scanned(scanned)
    content = [code, why, member_id, amount, percent_off, minimum, cap]
    topics = (Topic.VOUCHERS, Topic.GIFTS)
    with change(desk, *topics, action="vouchers.accept", key=key, content=content) as made:
        if made.repeats is None:
            said = _signed(desk, code)
            if with_row(desk, said.code) is not None:
                raise VoucherKnown(desk.language, code=said.code)
            if said.valid_until_on < made.today:
                raise VoucherExpired(desk.language, code=said.code, date=said.valid_until_on)
            promise = checked(desk, Promise(
                said.gift_id if said.kind == "gift" else None, amount, percent_off, minimum, cap,
                (said.valid_until_on - made.today).days,
            ))  # fmt: skip
            if kind_of(promise) != said.kind:
                raise PromiseRefused(desk.language, amount=amount)
            made.note(reason=why)
            made.subject = write(made, promise, member_id, code=said.code)
        voucher_id = made.subject if made.repeats is None else made.repeats
        assert voucher_id is not None
        return get(desk, voucher_id)


def _signed(desk: Desk, code: str) -> codes.Signed:
    if codes.is_checked(code) and len(code) == codes.VOUCHER_LENGTH and code[0] == "V":
        raise VoucherUnsigned(desk.language, code=code)
    if not codes.has_voucher_shape(code):
        raise VoucherMisread(desk.language, code=code)
    return verified(desk, code)


# --- what becomes of it ------------------------------------------------------------------------


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


def extend(
    desk: Desk, voucher_id: int, *, until: date, reason: str, key: str | None = None
) -> Voucher:
    """Let a voucher that was not used live longer, through ``until``, for a reason.

    An owner may extend one that has expired, 30 days after its last day at most: its gift is
    promised again. Refuses a day that is no later than its last one or over, or more than
    ``LONGEST_VALID_DAYS`` after its issue; a closed membership; one that was given for something
    that came back; and where the gift is out of stock by now.
    """
    why, last_day = text.reason(reason, desk.language), inputs.day(until, desk.language)
    content = [voucher_id, last_day, why]
    with change(
        desk, Topic.VOUCHERS, Topic.GIFTS, action="vouchers.extend", key=key, content=content
    ) as made:
        if made.repeats is None:
            voucher = get(desk, voucher_id)
            _refuse_extension(made, voucher, last_day)
            made.subject = voucher_id
            made.note(reason=why, before=voucher.valid_until_on, until=last_day)
            _live_on(made, voucher, last_day)
    return get(desk, voucher_id)


def _refuse_extension(made: Change, voucher: Voucher, until: date) -> None:
    desk, last = made.desk, voucher.valid_until_on
    if voucher.member_id is not None:
        _check_holder(desk, voucher.member_id, None)
    if voucher.state == "expired":
        require_to_act(desk, "vouchers.extend_expired")
        if (made.today - last).days > LATE_DAYS:
            raise ExtensionTooLate(desk.language, code=voucher.code, date=last, days=LATE_DAYS)
        if _taken_back(made.db, voucher=voucher.id).fetchone() is not None:
            raise VoucherTakenBack(desk.language, code=voucher.code)
    else:
        refuse_ended(desk, voucher)
    first = max(made.today, last + timedelta(days=1))
    most = voucher.issued_on + timedelta(days=LONGEST_VALID_DAYS)
    if not first <= until <= most:
        raise ExtensionRefused(desk.language, code=voucher.code, first=first, last=most)


@prepared
def _taken_back(voucher: Any) -> Any:
    """The occasion that gave a voucher, where it stands no more (9.1)."""
    return Given.select(Given.occasion).join(Occasion).where((Given.voucher == voucher) & ~STANDS)


@prepared
def _set_until(voucher: Any, state: Any, until: Any) -> Any:
    return Row.update(state="issued", valid_until_on=until).where(
        (Row.id == voucher) & (Row.state == state)
    )


def _live_on(made: Change, voucher: Voucher, until: date) -> None:
    """One whose last day is over but that no daily run has ended keeps what it was promised."""
    day = until.toordinal()
    if _set_until(made.db, voucher=voucher.id, state="issued", until=day).rowcount == 0:
        _set_until(made.db, voucher=voucher.id, state="expired", until=day)
        if voucher.gift_id is not None:
            gifts.promise(made, gifts.with_cost(made.desk, voucher.gift_id), voucher.id)
    note(made, voucher.id, "extended", until=until)


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
