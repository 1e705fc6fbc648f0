"""Every table of a shop: what it holds and what it refuses to hold.

Tables are STRICT, so a column holds its type or nothing. Days are ordinals, moments milliseconds
in UTC, money minor units, quantities thousandths. A row of a receipt, the journal or the audit
names the event (``event_id``) that wrote it: events are numbered in the order written, and that
order is what ``checks`` replays. Rows marked append-only are guarded by ``triggers``.
"""
