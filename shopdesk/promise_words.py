"""Vouchers in words: what each is for, what its kind is called, how it is used."""

from decimal import Decimal
from typing import Any, Protocol

from shopdesk import catalogue, money
from shopdesk.inspection import Voucher
from shopdesk.language import N_, in_either, translator
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.rules import RewardRule

KINDS = {
    "goods": N_("Gift"),
    "service": N_("Service"),
    "upgrade": N_("Upgrade"),
    "quota": N_("Uses"),
    "partner": N_("Partner's gift"),
    "amount": N_("Amount off"),
    "percent": N_("Percentage off"),
}
"""The kinds of gifts, and of vouchers that lower a price."""

CHANNELS = {
    "counter": N_("Collected at the counter"),
    "courier": N_("Sent by courier"),
    "partner": N_("Collected at a partner's"),
}
"""The ways in which a gift comes to the member."""

USES = {
    "goods": N_("Show this at the counter. Good for one use."),
    "service": N_("Show this when you come for it. Good for one use."),
    "upgrade": N_("Show this when you order. Good for one use."),
    "quota": N_("Show this before you begin. Good for one use."),
    "partner": N_("Show this at {partner}. Good for one use."),
    "courier": N_("Sent to you by courier. Good for one use."),
    "amount": N_("Show this before you pay. Good for one use."),
    "percent": N_("Show this before you pay. Good for one use."),
}


class Promised(Protocol):
    """What a voucher and the reward of a rule have in common: what is promised."""

    @property
    def amount(self) -> int:
        """Minor units off, or 0."""

    @property
    def percent_off(self) -> int:
        """Percent off, or 0."""

    @property
    def minimum(self) -> int:
        """Minor units of goods it takes."""


def title(desk: Desk, voucher: Voucher, language: str) -> str:
    """What a voucher is for, in words: the gift's name, ``¥30 off from ¥400``, ``9 折``."""
    return _title(desk, voucher.gift_id, voucher, language, voucher.edition)


def promise_title(desk: Desk, promise: Any, language: str) -> str:
    """The same words for what a rule would promise."""
    return _title(desk, promise.gift, promise, language)


def _title(
    desk: Desk, gift_id: int | None, promised: Promised, language: str, number: int | None = None
) -> str:
    _ = translator(language)
    if gift_id is not None:
        return catalogue.get(desk, gift_id).promise(language, number)
    if promised.percent_off:
        off = promised.percent_off
        return _("{percent} off").format(percent=f"{off}%", tenths=tenths(off))
    currency = desk.shop.settings.currency
    amount, minimum = short(promised.amount, currency), short(promised.minimum, currency)
    if promised.minimum:
        return _("{amount} off from {minimum}").format(amount=amount, minimum=minimum)
    return _("{amount} off").format(amount=amount)


@prepared
def _rule_names(rule: Any) -> Any:
    return RewardRule.select(RewardRule.name, RewardRule.name_en).where(RewardRule.id == rule)


def occasion(desk: Desk, voucher: Voucher, language: str) -> str:
    """What a voucher was given for: its rule's name in a language, or what was said by hand."""
    if voucher.rule_id is None:
        return voucher.occasion
    name, name_en = _rule_names(desk.db, rule=voucher.rule_id).fetchone()
    return in_either(language, name, name_en)


def tenths(percent_off: int) -> Decimal:
    """A discount the Chinese way, as tenths left: 10 percent off is 9 折, 12 % is 8.8."""
    return (Decimal(100 - percent_off) / 10).normalize()


def short(minor: int, currency: str) -> str:
    """An amount on a voucher, without its decimals where they are nothing: ``¥30``."""
    written = str(money.Money(minor, currency))
    return written.rstrip("0").rstrip(".") if written.endswith("00") and "." in written else written
