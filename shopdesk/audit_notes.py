"""What the audit keeps of an event beside who and when, found by its word."""


def noted(word: str, body: str = "body") -> str:
    """SQL: what an event notes under a word; nothing where it notes none, though somebody typed it.

    To look for the word first is quick, and a body that was tampered with is none.
    """
    return (
        f"""CASE WHEN {body} LIKE '%"{word}"%' AND json_valid({body})"""
        f" THEN json_extract({body}, '$.{word}') END"
    )
