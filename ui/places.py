"""Currencies and time zones by the names that people call them by."""

from shopdesk.language import N_, translator

KNOWN = (
    N_("CNY"), N_("JPY"), N_("USD"), N_("EUR"), N_("GBP"), N_("HKD"), N_("TWD"),
    N_("Asia/Shanghai"), N_("Asia/Hong_Kong"), N_("Asia/Macau"), N_("Asia/Taipei"),
)  # fmt: skip
"""Codes that another language has a name for; the rest are shown as they are."""


def told(language: str, code: str) -> str:
    """A currency or a time zone as a language tells it: ``人民币（CNY）``."""
    return translator(language)(code)
