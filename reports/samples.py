"""Papers with made-up contents under settings that need not be saved yet, to be looked at.

What stands on them is gathered here, where the shop is asked; drawing it asks nothing any more.
"""

from dataclasses import replace
from datetime import timedelta

from shopdesk import codes, gifts, promise_words
from shopdesk.gifts import Gift
from shopdesk.language import translator
from shopdesk.promise_words import KINDS, USES
from shopdesk.settings import Settings
from shopdesk.shop import Desk
from shopdesk.slips import VoucherSlip

QR = "SHOPDESK-TEST-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""As many modules as a voucher's: what a scanner types of it shows every key it may get wrong."""
_LIVES_DAYS, _GOODS = 60, "goods"
_ON_A_PAGE = {"8": 8, "4": 4, "2": 2}
"""So many vouchers fill a page; of the other layouts one is enough."""


def vouchers(desk: Desk, settings: Settings, design: str) -> list[VoucherSlip]:
    """As many vouchers as a layout of ``voucher_designs.DESIGNS`` has on a page; no till takes
    them."""
    both = _gift(desk, settings), _amount(desk, settings)
    return [both[place % 2] for place in range(_ON_A_PAGE.get(design, 1))]


def of_gift(desk: Desk, settings: Settings, gift: Gift, picture: bytes | None) -> VoucherSlip:
    """A voucher for a gift as it is, or as it is typed and not in the catalogue yet."""
    language = settings.language
    _ = translator(language)
    use = _(USES[gift.kind]).format(partner=gift.partner or "…")
    worth = promise_words.short(gift.value, settings.currency)
    return replace(
        _slip(
            desk, settings, title=gift.promise(language, gift.edition and 1),
            kind=_(KINDS[gift.kind]), use=use, brand=gift.brand_text(language),
        ),
        picture=picture,
        terms=_("Worth {value}").format(value=worth) if gift.value else "",
    )  # fmt: skip


def _gift(desk: Desk, settings: Settings) -> VoucherSlip:
    """A gift: the shop's own first one with words of its brand, else one that is made up."""
    _ = translator(settings.language)
    branded = (gift for gift in gifts.catalogue(desk) if gift.kind == _GOODS and gift.brand)
    own = next(branded, None)
    title, brand = _("A pot of tea"), ""
    if own is not None:
        title = own.title(settings.language)
        brand = (own.brand_en if settings.language == "en" else own.brand) or own.brand or ""
    kind, use = _(KINDS[_GOODS]), _(USES[_GOODS])
    return _slip(desk, settings, title=title, kind=kind, use=use, brand=brand)


def _amount(desk: Desk, settings: Settings) -> VoucherSlip:
    _ = translator(settings.language)
    return _slip(desk, settings, title=_("{percent} off").format(percent="10%", tenths="9"))


def _slip(
    desk: Desk, settings: Settings, *, title: str, kind: str = "", use: str = "", brand: str = ""
) -> VoucherSlip:
    _ = translator(settings.language)
    body, today = "V0000000000", desk.today()
    return VoucherSlip(
        code=body + codes.check_symbol(body), qr=QR, title=title, occasion=_("Birthday"),
        holder=_("A member"), colour="#b08d2e", valid_from_on=today,
        valid_until_on=today + timedelta(days=_LIVES_DAYS), terms="", language=settings.language,
        kind=kind, use=use, brand=brand, occasion_code="birthday",
    )  # fmt: skip
