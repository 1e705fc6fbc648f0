"""Every way in which vouchers can be put on paper, by name.

To add one: a module with a ``pdf`` like the others', and its line in ``DESIGNS``.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from reports import greetings, voucher_roll, vouchers
from reports.files import Target
from shopdesk.slips import VoucherSlip

DESIGNS: dict[str, Callable[..., int]] = {
    "8": partial(vouchers.pdf, per_page=8),
    "4": partial(vouchers.pdf, per_page=4),
    "2": partial(vouchers.pdf, per_page=2),
    "1": partial(vouchers.pdf, per_page=1),
    "80mm": partial(voucher_roll.pdf, width_mm=80),
    "58mm": partial(voucher_roll.pdf, width_mm=58),
    "card": greetings.pdf,
}
"""So many on an A4 page, a roll so broad, or a greeting card."""


def pdf(target: Target, slips: Sequence[VoucherSlip], design: str, **how: Any) -> int:
    """Write ``slips`` in one of ``DESIGNS`` and return its number of pages; see ``vouchers.pdf``
    for ``shop_name``, ``shop_phone``, ``logo``, ``progress`` and ``has_bars``."""
    return DESIGNS[design](target, slips, **how)
