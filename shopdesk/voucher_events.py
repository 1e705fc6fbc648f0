"""Writing down what happens to vouchers."""

from datetime import date
from typing import Any

from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import VoucherEvent


@prepared
def _insert_event(
    event: Any, voucher: Any, kind: Any, on_day: Any, purchase: Any, until_on: Any
) -> Any:
    return VoucherEvent.insert(
        event=event, voucher=voucher, kind=kind, on_day=on_day, purchase=purchase,
        until_on=until_on,
    )  # fmt: skip


def note(
    made: Change,
    voucher_id: int,
    kind: str,
    *,
    on: date | None = None,
    purchase: int | None = None,
    until: date | None = None,
) -> None:
    """Write down what happened to a voucher: its state, and by ``until`` its last day, can be told
    from these alone."""
    _insert_event(
        made.db, event=made.event, voucher=voucher_id, kind=kind,
        on_day=(on or made.today).toordinal(), purchase=purchase,
        until_on=None if until is None else until.toordinal(),
    )  # fmt: skip
