"""What stands on vouchers and cards, ready to be printed: words and codes, nothing to look up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shopdesk import cards, codes, gifts, inspection, members
from shopdesk.inspection import Voucher
from shopdesk.language import translator
from shopdesk.refusals import UnknownCard
from shopdesk.shop import Desk


@dataclass(frozen=True, slots=True)
class VoucherSlip:
    """A voucher as printed, in the language of its member."""

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
    return [_slip(desk, voucher) for voucher in chosen]


def _slip(desk: Desk, voucher: Voucher) -> VoucherSlip:
    member = None if voucher.member_id is None else members.get(desk, voucher.member_id)
    language = member.language if member else desk.language
    _ = translator(language)
    tier = member.tier if member else None
    name = tier.names.get(language, tier.code) if tier else ""
    return VoucherSlip(
        code=voucher.code,
        qr=voucher.qr,
        title=inspection.title(desk, voucher, language),
        occasion=inspection.occasion(desk, voucher, language),
        holder=f"{name} · {member.name}" if member else _("For the bearer"),
        colour=tier.colour if tier else desk.shop.known.ladder[0].colour,
        valid_from_on=voucher.valid_from_on,
        valid_until_on=voucher.valid_until_on,
        terms=terms(desk, voucher, language),
        language=language,
    )


def terms(desk: Desk, voucher: Voucher, language: str) -> str:
    """What a voucher is worth and asks for, beyond its title; may be empty."""
    _ = translator(language)
    if voucher.kind == "gift":
        assert voucher.gift_id is not None
        value = gifts.get(desk, voucher.gift_id).value
        return _("Worth {value}").format(value=_short(desk, value)) if value else ""
    if voucher.kind == "amount":
        return ""  # its title says all
    said = []
    if voucher.minimum:
        said.append(_("From {minimum}").format(minimum=_short(desk, voucher.minimum)))
    if voucher.cap is not None:
        said.append(_("At most {cap} off").format(cap=_short(desk, voucher.cap)))
    return " · ".join(said)


def _short(desk: Desk, minor: int) -> str:
    return inspection.short(minor, desk.shop.settings.currency)


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
    tier = member.tier.names.get(member.language, member.tier.code)
    return CardSlip(
        ours[0].code, member.name, member.number, tier, member.tier.colour, member.language
    )
