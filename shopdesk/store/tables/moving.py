"""Coming from another program: what members who were here took over, cards that wait for one."""

from peewee import AutoField

from shopdesk.store.columns import Table, link, written_by
from shopdesk.store.fields import TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event


class ImportFill(Table):
    """That a member who was here already took something over from an import; append-only."""

    id = AutoField()
    event = written_by(Event)
    member = link(Member, "member_id")
    what = TextField()


ImportFill.add_index(ImportFill.event, name="import_fill_event")


class BlankCard(Table):
    """A pre-printed card that was put aside to be bound at a registration; append-only.

    Once it is bound a ``Card`` has its code.
    """

    code = TextField(primary_key=True)
    event = written_by(Event)

    class Meta:
        without_rowid = True
