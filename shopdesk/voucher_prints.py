"""Vouchers that were put on paper: who printed each, and which of them not for the first time."""

import json
from collections.abc import Sequence
from typing import Any

from shopdesk import inspection, vouchers
from shopdesk.refusals import VoucherUnknown
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.statements import among, prepared
from shopdesk.store.tables.giving import VoucherEvent
from shopdesk.topics import Topic


@prepared
def _printed(ids: Any) -> Any:
    is_print = VoucherEvent.kind == "printed"
    return VoucherEvent.select(VoucherEvent.voucher).where(
        among(VoucherEvent.voucher, ids) & is_print
    )


def record(desk: Desk, voucher_ids: Sequence[int]) -> tuple[int, ...]:
    """Write down that vouchers are put on paper; returns those that were before: reprints.

    To be called before they are printed: what the printer did not do counts all the same.
    """
    if not isinstance(voucher_ids, list | tuple):
        raise VoucherUnknown(desk.language, code=voucher_ids)
    with change(desk, Topic.VOUCHERS, action="vouchers.print") as made:
        chosen = list(dict.fromkeys(inspection.get(desk, id_).id for id_ in voucher_ids))
        before = {row[0] for row in _printed(desk.db, ids=json.dumps(chosen)).fetchall()}
        again = tuple(id_ for id_ in chosen if id_ in before)
        made.note(vouchers=len(chosen), reprints=list(again))
        for id_ in chosen:
            vouchers.note(made, id_, "printed")
        return again
