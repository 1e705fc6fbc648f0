"""What files are named, and what is said when one cannot be written; for window and terminal."""

import errno
from pathlib import Path

from shopdesk import Refused, targets
from shopdesk.refusals_of_files import DiskFull, NotWritten

SHOP, PDF, XLSX, CSV, ZIP = targets.ENDING, ".pdf", ".xlsx", ".csv", ".zip"
KINDS = {
    SHOP: f"ShopDesk (*{SHOP})",
    PDF: f"PDF (*{PDF})",
    XLSX: f"XLSX (*{XLSX})",
    CSV: f"CSV (*{CSV})",
    ZIP: f"ZIP (*{ZIP})",
}
"""What a dialog for files calls them."""


def tables(name: str) -> str:
    """What a dialog for files calls the tables that can be imported."""
    return f"{name} (*{CSV} *.tsv *.txt *{XLSX})"


def with_ending(file: Path, ending: str) -> Path:
    """A file named by a person, with the ending it needs."""
    return file if file.suffix.lower() == ending else file.with_name(file.name + ending)


def not_written(language: str, error: OSError, path: Path | None = None) -> Refused:
    """The sentence for a file that the system would not let be written or read."""
    if error.errno == errno.ENOSPC:
        return DiskFull(language)
    return NotWritten(language, path=path or error.filename, detail=error.strerror or error)
