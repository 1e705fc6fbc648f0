"""What stands on a voucher about its kind: what it is called, and how it is used."""

from shopdesk.language import N_

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
