"""What the catalogue shows of a gift."""

from shopdesk.store.columns import Table, link, written_by
from shopdesk.store.fields import BlobField
from shopdesk.store.tables.giving import Gift
from shopdesk.store.tables.shop import Event


class GiftPicture(Table):
    """A small picture of a gift: a JPEG or a PNG."""

    gift = link(Gift, "gift_id", primary_key=True)
    event = written_by(Event)
    content = BlobField()
