"""Whose a row is, where that changed: receipts attached, members merged, parted and erased.

Receipts, lots and what else belongs to a member say so in a column that the hot paths read, and
that is all of them that may ever change: ``Moved`` says from whom to whom, append-only, and a
trigger lets the column change only to what its last row there says. So history is not rewritten,
no sale asks anything more, and whose a row was at any time can be told.
"""

from peewee import AutoField, Check, CompositeKey

from shopdesk.store.columns import Table, link, whole, written_by
from shopdesk.store.fields import DayField, IntegerField, TextField
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase
from shopdesk.store.tables.shop import Event


class Moved(Table):
    """That a row of a table went from one member (nobody) to another (nobody); append-only."""

    id = AutoField()
    event = written_by(Event)
    kind = TextField()
    """The table, or ``friend`` for the member whose referrer changed."""
    row = IntegerField(column_name="row_id")
    from_member = link(Member, "from_member_id", null=True)
    to_member = link(Member, "to_member_id", null=True)


Moved.add_index(Moved.kind, Moved.row, name="moved_row")
Moved.add_index(Moved.event, name="moved_event")


class Attachment(Table):
    """The member that a receipt got later, and how it earned then; append-only.

    ``rule_before`` is the points rule that the receipt was sold under to nobody known.
    """

    purchase = link(Purchase, "purchase_id", primary_key=True)
    event = written_by(Event)
    member = link(Member, "member_id")
    on_day = DayField(index=True)
    tier = TextField()
    rule = TextField()
    rule_before = TextField()
    points = whole("points")


class Merge(Table):
    """That a member was found to be another one; append-only."""

    id = AutoField()
    event = written_by(Event)
    keep = link(Member, "keep_id", index=True)
    drop = link(Member, "drop_id", index=True)
    on_day = DayField()
    joined_before = DayField()
    """When ``keep`` had joined before."""
    change_before = IntegerField()
    """The last change of tier of ``keep`` before."""
    filled = TextField()
    """Which details ``keep`` lacked and got, by their names."""

    class Meta:
        constraints = (Check('"keep_id" <> "drop_id"'),)


class MergeUndo(Table):
    """That a merge was taken back; append-only."""

    merge = link(Merge, "merge_id", primary_key=True)
    event = written_by(Event)
    on_day = DayField()


class MergedMember(Table):
    """Who a merged member is now, kept up with ``Merge``: the last of a chain of them."""

    member = link(Member, "member_id", primary_key=True)
    survivor = link(Member, "survivor_id", index=True)


class Erasure(Table):
    """That a person's data was taken out of a member; append-only."""

    member = link(Member, "member_id", primary_key=True)
    event = written_by(Event)
    on_day = DayField()
    reason = TextField()


class NotDuplicate(Table):
    """That two members who look like one are two; append-only."""

    first = link(Member, "first_id")
    second = link(Member, "second_id")
    event = written_by(Event)

    class Meta:
        primary_key = CompositeKey("first", "second")
        without_rowid = True
        constraints = (Check('"first_id" < "second_id"'),)
