"""The seal beside a backup: tells a bit that changed on a bad stick from a file as it was written.

SQLite's own check sees a page that is broken, not a letter of a name that became another one.
"""

import hashlib
import json
from pathlib import Path

from shopdesk.store.copying import flush

ENDING = ".seal"
_COUNTER = slice(24, 28)
"""Where SQLite counts, in the file's header, how often the file was written to."""


def seal_of(path: Path) -> Path:
    """Where the seal of a file stands."""
    return path.with_name(path.name + ENDING)


def seal(path: Path, *, named: Path) -> None:
    """Write down, beside ``named``, what ``path`` holds now."""
    target = seal_of(named)
    target.write_text(json.dumps(_content(path)), encoding="ascii")
    flush(target)


def is_broken(path: Path) -> bool:
    """Whether a sealed file holds other bytes than were sealed, though nobody wrote to it since.

    A file without its seal (copied alone) is not broken, nor is one that was opened and used.
    """
    try:
        sealed = json.loads(seal_of(path).read_bytes())
        digest, counter = sealed["sha256"], sealed["written"]
    except (OSError, ValueError, TypeError, KeyError):
        return False
    found = _content(path)
    return bool(found["written"] == counter and found["sha256"] != digest)


def _content(path: Path) -> dict[str, str | int]:
    with path.open("rb") as file:
        counter = int.from_bytes(file.read(_COUNTER.stop)[_COUNTER], "big")
        file.seek(0)
        return {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "written": counter}
