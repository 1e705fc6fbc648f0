"""Where a file may be written: anywhere but over a shop, or over what lies beside one."""

import os
from pathlib import Path

from shopdesk.language import N_
from shopdesk.refusals_of_files import FileExists
from shopdesk.store import sealing
from shopdesk.store.database import WAL_ENDINGS, is_shop

ENDING = ".shopdesk"
"""What the name of a shop's file ends in."""
_BESIDE = (*WAL_ENDINGS, "-journal", sealing.ENDING)
"""What the names of a shop's further files end in; before it stands the shop's own."""


class BelongsToShop(FileExists):
    """A shop, or a file of one, there or not: no place for anything else."""

    sentence = N_("{path} belongs to a shop. Choose another name; nothing was overwritten.")


class CompanionName(BelongsToShop):
    """A name that SQLite, or the seal of a backup, would take for a file of another shop."""

    sentence = N_(
        "{path} ends like a file that is kept beside a shop. "
        "Choose a name that ends in .shopdesk; nothing was made."
    )


def refuse_companion_names(language: str, target: Path | str) -> None:
    """Refuse to keep a shop under the name of a file beside one, be that one there or not.

    SQLite would read it as the newest sales of the other shop, or delete it.
    """
    if _real(target).name.casefold().endswith(_BESIDE):
        raise CompanionName(language, path=target)


def refuse_shops(language: str, *targets: Path | str | None) -> None:
    """Refuse to write where any shop lies, or a file of its own."""
    for target in targets:
        if target is not None and is_shop(_real(target)):
            raise BelongsToShop(language, path=target)
    refuse_beside_shops(language, *targets)


def refuse_beside_shops(language: str, *targets: Path | str | None) -> None:
    """Refuse to write where a shop keeps a file of its own."""
    for target in targets:
        if target is not None and any(is_shop(owner) for owner in _owners(_real(target))):
            raise BelongsToShop(language, path=target)


def readable_name(path: Path) -> str:
    """A file's name as the audit can keep it; one of another encoding is no text."""
    return path.name.encode("utf-8", "replace").decode()


def _real(target: Path | str) -> Path:
    return Path(os.path.realpath(target))


def _owners(path: Path) -> list[Path]:
    """Which files this one would belong to by its name."""
    ends = [len(end) for end in _BESIDE if path.name.casefold().endswith(end)]
    return [path.with_name(path.name[:-end]) for end in ends if end < len(path.name)]
