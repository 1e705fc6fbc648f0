"""Vouchers on paper: how many a page, seen first, then printed or saved."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk import slips, voucher_book, voucher_prints
from ui.background import Progress
from ui.till import Till
from ui.widgets.preview import Preview


def preview(till: Till, parent: QWidget, wanted: Sequence[int], *, per_page: int = 8) -> Preview:
    """The preview of some vouchers, by their ids; one alone may fill a page."""
    _, desk, chosen = till.say, till.desk, list(wanted)
    settings = till.shop.settings

    def write(target: BinaryIO, choice: Any, progress: Progress) -> None:
        from reports import vouchers as paper

        held = voucher_book.by_ids(desk, chosen)
        paper.pdf(
            target, slips.of_vouchers(desk, [one.voucher for one in held]),
            shop_name=settings.name, shop_phone=settings.contact, per_page=choice,
            progress=progress,
        )  # fmt: skip

    choices = [(_("{count} a page").format(count=count), count) for count in (8, 4, 1)]
    return Preview(
        till, parent, _("Print vouchers"), write,
        name=f"vouchers-{desk.today().isoformat()}", choices=choices,
        choice=per_page, kept=lambda: voucher_prints.record(desk, chosen),
    )  # fmt: skip
