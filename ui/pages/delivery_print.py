"""The slips for parcels, before they go to paper."""

from collections.abc import Sequence
from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk.deliveries import Delivery
from ui.background import Progress
from ui.till import Till
from ui.widgets.preview import Preview


def preview(till: Till, parent: QWidget, wanted: Sequence[Delivery]) -> Preview:
    """The preview of a slip for each parcel that has an address."""
    _, settings = till.say, till.shop.settings
    chosen = [one for one in wanted if one.address]

    def write(target: BinaryIO, _choice: Any, _progress: Progress) -> None:
        from reports import delivery_slips

        parcels = [
            delivery_slips.Parcel(
                one.recipient, one.phone, one.address, one.title, one.voucher.code, one.tracking
            )
            for one in chosen
        ]
        delivery_slips.pdf(
            target, parcels, shop_name=settings.name, shop_phone=settings.contact,
            language=settings.language,
        )  # fmt: skip

    name = f"parcels-{till.desk.today().isoformat()}"
    return Preview(till, parent, _("Print slips for parcels"), write, name=name)
