"""Files that appear whole or not at all."""

import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from shopdesk import targets
from shopdesk.language import LANGUAGES

Target = Path | str | BinaryIO
"""Where a document goes: a path, or a file that is open for writing bytes."""


def write_whole(target: Target, content: bytes, *, language: str = LANGUAGES[0]) -> None:
    """Write ``content`` under a temporary name beside the target, then rename it into place.

    A full disk or a power cut leaves the file that was there before, or none; never half of one.
    Refuses the place of a shop or of what belongs to one, in ``language``.
    """
    if not isinstance(target, Path | str):
        target.write(content)
        return
    targets.refuse_shops(language, target)
    path = Path(target)
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name[:40]}-", dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o666 & ~_umask())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
