"""A shop and what its computer remembers in one folder, to be carried to another computer."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from shopdesk import Desk, backups
from shopdesk.language import LANGUAGES, N_, translator
from shopdesk.refusals_of_files import FileExists
from ui import files, preferences
from ui.preferences import Preferences

SHOP, COMPUTER, README = f"shop{files.SHOP}", "computer.json", "README.txt"
"""All that is in the folder; members, receipts, pictures and keys are in the first."""
TAKEN = ("language", "theme", "size", "tender", "paper", "receipts", "vouchers", "voucher", "bars")
"""What another computer goes on with. Printers, folders and the name of the till are its own: two
tills of one name could not be told apart in the records."""
_TOLD = (
    N_("ShopDesk: {shop}, as it was on {at}"),
    N_("1. Install ShopDesk on the new computer and copy this whole folder onto its own disk."),
    N_(
        "2. Start ShopDesk there, choose Open an existing shop… and take {file} in this folder; or"
        " double-click that file."
    ),
    N_("3. Under Settings, This computer, choose the printers and name the till."),
    N_("From then on sell on the new computer only: two copies do not grow together again."),
    N_("Take good care of this folder: it has everybody's name and phone."),
)


def write(
    desk: Desk, kept: Preferences, folder: Path, *,
    progress: Callable[[int, int], None] | None = None,
) -> Path:  # fmt: skip
    """Write all of it into a new folder, whole or not at all; returns the shop's file in it.

    Refuses a folder that is there already, and what a backup refuses.
    """
    if folder.exists():
        raise FileExists(desk.language, path=folder)
    try:
        part = Path(tempfile.mkdtemp(prefix=".moving-", dir=folder.parent))
    except OSError as error:
        raise files.not_written(desk.language, error, folder) from None
    try:
        shop = backups.make(desk, part / SHOP, progress=progress)
        backups.unseal(shop)
        values = {name: value for name, value in asdict(kept).items() if name in TAKEN}
        (part / COMPUTER).write_text(json.dumps(values, indent=1), encoding="utf-8")
        (part / README).write_text(_readme(desk), encoding="utf-8-sig", newline="\r\n")
        part.rename(folder)
    except OSError as error:
        raise files.not_written(desk.language, error, folder) from None
    finally:
        if part.exists():
            shutil.rmtree(part)
    return folder / SHOP


def _readme(desk: Desk) -> str:
    """How to go on, in both languages, the shop's own first."""
    own, at = desk.shop.settings, desk.now().astimezone(desk.shop.zone)
    facts = {"shop": own.name, "at": f"{at:%Y-%m-%d %H:%M}", "file": SHOP}
    return "\n".join(
        "\n".join(translator(language)(line).format(**facts) for line in _TOLD) + "\n"
        for language in dict.fromkeys((own.language, *LANGUAGES))
    )


def adopted(location: Path, kept: Preferences) -> Preferences:
    """The preferences to begin with on a computer that has none: what came with the shop."""
    came = location.parent / COMPUTER
    if preferences.file().exists() or not came.is_file():
        return kept
    taken = preferences.read(came)
    return replace(kept, **{name: getattr(taken, name) for name in TAKEN})
