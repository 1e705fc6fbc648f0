"""What each way of paying is called, on the screen and on paper."""

from shopdesk.language import N_, translator

TENDERS = {
    "cash": N_("Cash"),
    "wechat": N_("WeChat"),
    "alipay": N_("Alipay"),
    "card": N_("Card"),
    "stored_value": N_("Stored value"),
    "principal": N_("Stored value: principal"),
    "bonus": N_("Stored value: bonus"),
    "pass": N_("Pass"),
    "imported": N_("Imported"),
}


def said(language: str, tender: str) -> str:
    """One way of paying in a language."""
    return translator(language)(TENDERS.get(tender, tender))
