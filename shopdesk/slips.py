"""What stands on vouchers and cards, ready to be printed: words and codes, nothing to look up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from shopdesk import cards, codes, festivals, gift_pictures, gifts, members, promise_words
from shopdesk.inspection import Voucher
from shopdesk.language import translator
from shopdesk.promise_words import KINDS, USES
from shopdesk.refusals import UnknownCard
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.given import Given, Occasion


@dataclass(frozen=True, slots=True)
class VoucherSlip:
    """A voucher as printed, in the language of its member.

    ``holder`` is the member, who stands on ``tier``; a bearer's voucher has none. ``kind`` and
    ``use`` say what it is and how it is used, ``brand`` and ``picture`` (a file's bytes) are the
    gift's. ``occasion_code`` is what it was given for, as a greeting takes it: ``birthday``,
    ``years`` or a festival's, and ``festival`` that one's name; all of them may be empty.
    """

    code: str
    qr: str
    title: str
    occasion: str
    holder: str
    colour: str
    valid_from_on: date
    valid_until_on: date
    terms: str
    language: str
    tier: str = ""
    kind: str = ""
    use: str = ""
    brand: str = ""
    picture: bytes | None = None
    occasion_code: str = ""
    festival: str = ""


@dataclass(frozen=True, slots=True)
class CardSlip:
    """A member's card as printed."""

    code: str
    name: str
    number: str
    tier: str
    colour: str
    language: str


def of_vouchers(desk: Desk, chosen: Sequence[Voucher]) -> list[VoucherSlip]:
    """The slips of some vouchers, in their order."""
    picture_of = cache(partial(gift_pictures.of_gift, desk))  # one for all vouchers of a gift
    return [_slip(desk, voucher, picture_of) for voucher in chosen]


def _slip(desk: Desk, voucher: Voucher, picture_of: Callable[[int], bytes | None]) -> VoucherSlip:
    member = None if voucher.member_id is None else members.get(desk, voucher.member_id)
    language = member.language if member else desk.language
    _ = translator(language)
    tier = member.tier if member else None
    gift = None if voucher.gift_id is None else gifts.get(desk, voucher.gift_id)
    kind = gift.kind if gift else voucher.kind
    way = "courier" if voucher.channel == "courier" else kind
    code = _given_for(desk, voucher)
    festival = festivals.known(desk).get(code) if code else None
    return VoucherSlip(
        code=voucher.code,
        qr=voucher.qr,
        title=promise_words.title(desk, voucher, language),
        occasion=promise_words.occasion(desk, voucher, language),
        holder=member.name if member else _("For the bearer"),
        colour=tier.colour if tier else desk.shop.known.ladder[0].colour,
        valid_from_on=voucher.valid_from_on,
        valid_until_on=voucher.valid_until_on,
        terms=terms(desk, voucher, language),
        language=language,
        tier=tier.name(language) if tier else "",
        kind=_(KINDS[kind]),
        use=_(USES[way]).format(partner=gift.partner if gift else ""),
        brand=gift.brand_text(language) if gift else "",
        picture=picture_of(gift.id) if gift else None,
        occasion_code=code,
        festival=festival.title(language) if festival else "",
    )


@prepared
def _occasion(voucher: Any) -> Any:
    return (
        Occasion.select(Occasion.occasion)
        .join(Given, on=(Given.occasion == Occasion.id))
        .where(Given.voucher == voucher)
    )


def _given_for(desk: Desk, voucher: Voucher) -> str:
    """Of ``birthday:2026`` the birthday, of ``mid_autumn:2026`` that festival; else nothing."""
    row = _occasion(desk.db, voucher=voucher.id).fetchone()
    return "" if row is None else row[0].rpartition(":")[0]


def terms(desk: Desk, voucher: Voucher, language: str) -> str:
    """What a voucher is worth and asks for, beyond its title; may be empty."""
    _ = translator(language)
    if voucher.kind == "gift":
        assert voucher.gift_id is not None
        value = gifts.get(desk, voucher.gift_id).value
        return _("Worth {value}").format(value=_short(desk, value)) if value else ""
    said = []
    if voucher.minimum and voucher.kind == "percent":  # an amount's title says it
        said.append(_("From {minimum}").format(minimum=_short(desk, voucher.minimum)))
    if voucher.cap is not None:
        said.append(_("At most {cap} off").format(cap=_short(desk, voucher.cap)))
    if voucher.is_alone:
        said.append(_("Not together with another voucher"))
    return " · ".join(said)


def _short(desk: Desk, minor: int) -> str:
    return promise_words.short(minor, desk.shop.settings.currency)


def of_member(desk: Desk, member_id: int) -> CardSlip:
    """The slip of a member's newest card; one made elsewhere is not ours to print."""
    member = members.get(desk, member_id)
    ours = [
        card
        for card in cards.of_member(desk, member_id)
        if card.lost_on is None and codes.has_card_shape(card.code)
    ]
    if not ours:
        raise UnknownCard(desk.language, card=member.number)
    tier = member.tier.name(member.language)
    return CardSlip(
        ours[0].code, member.name, member.number, tier, member.tier.colour, member.language
    )
