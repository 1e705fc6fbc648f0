"""SQL for whose a row was at a time, by what was written of each move of it."""


def holder_then(kind: str, row: str, now: str, *, at: str = "0") -> str:
    """Whose a row was when the event ``at`` was written, given whose it is; first of all, if none.

    All are SQL: the row's table, its id, who holds it, the event.
    """
    return f"""COALESCE((SELECT from_member_id FROM moved WHERE kind = '{kind}' AND row_id = {row}
             AND event_id > {at} ORDER BY id LIMIT 1), {now})"""
