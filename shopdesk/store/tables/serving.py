"""Who served, where it was somebody else than who recorded the receipt."""

from shopdesk.store.columns import Table, link, written_by
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.shop import Event, Staff


class Served(Table):
    """The receipt counts for this member of staff; append-only."""

    purchase = link(Purchase, "purchase_id", primary_key=True)
    staff = link(Staff, "staff_id")
    event = written_by(Event)
