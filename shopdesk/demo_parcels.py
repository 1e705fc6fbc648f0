"""What the sample shop sends by courier: once a week, to wherever its members live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from shopdesk import deliveries
from shopdesk.shop import Desk

_PACKED_AFTER = timedelta(days=14)
"""What was given later than that waits: somebody has to ask where to, so some are always left."""
_SENDING = "SD{number:09}"


@dataclass(slots=True)
class Parcels:
    """Where parcels go, one place after the other, and how many went."""

    addresses: Sequence[str]
    sent: int = 0

    def post(self, desk: Desk) -> None:
        """What went a week ago has come; what has waited long enough goes."""
        for one in deliveries.listed(desk, state="sent"):
            deliveries.receive(desk, one.voucher.id)
        latest = desk.today() - _PACKED_AFTER
        for one in deliveries.listed(desk, state="to_send"):
            if one.voucher.issued_on <= latest:
                self._send(desk, one)

    def _send(self, desk: Desk, one: deliveries.Delivery) -> None:
        address = self.addresses[self.sent % len(self.addresses)]
        self.sent += 1
        deliveries.put(
            desk, one.voucher.id, recipient=one.recipient, phone=one.phone, address=address
        )
        deliveries.send(desk, one.voucher.id, tracking=_SENDING.format(number=self.sent))
