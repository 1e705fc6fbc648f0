"""What this computer remembers for whoever sits at it: language, theme, size, till, its shop."""

import json
import locale
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from shopdesk.language import LANGUAGES, TOGETHER
from ui import whereabouts

_SPOKEN = (*LANGUAGES, *TOGETHER)
THEMES = ("light", "dark")
SIZES = (90, 100, 115, 130, 150)
PAPERS = ("80", "58", "A4", "A5")
VOUCHERS = ("8", "4", "2", "1", "80mm", "58mm", "card")
"""How vouchers are laid on paper: the names of ``reports.voucher_designs``."""
LONGEST_CODE = 200
"""Characters of a QR code that is still read from a screen across a counter."""
WHEN = ("ask", "always", "never")
"""Whether a receipt is printed after a sale."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Of this computer, not of the shop; an empty ``language`` is the shop's own. It may be two
    at once, ``zh_CN+en``: short words on the screen are in both then, all else in the first.

    ``shop`` is the file that opens where none is named. Receipts go to ``printer`` (empty: the
    system's usual one) on ``paper``, after a sale as ``receipts`` says; ``drawer`` names the one
    whose driver opens the drawer, empty where none does. All four are the computer's and not the
    shop's: one till may have a printer and another none. Vouchers are laid out as ``vouchers``
    says, one alone as ``voucher``, with the code as bars too where there are ``bars``. Where there
    is a window for ``customer``s it shows ``customer_code`` as a QR code as long as nobody buys.
    Backups go into the folder ``backups``, and ``backups_too`` where a second place is chosen.
    """

    language: str = ""
    theme: str = THEMES[0]
    size: int = 100
    till: str = "1"
    tender: str = "wechat"
    shop: str = ""
    printer: str = ""
    paper: str = PAPERS[0]
    receipts: str = WHEN[0]
    drawer: str = ""
    vouchers: str = VOUCHERS[0]
    voucher: str = "1"
    bars: bool = False
    customer: bool = False
    customer_code: str = ""
    backups: str = ""
    backups_too: str = ""


def file() -> Path:
    """Where they are kept."""
    return whereabouts.config() / "preferences.json"


def spoken() -> str:
    """The language of whoever sits here: SHOPDESK_LANGUAGE, else what the system speaks."""
    chosen = os.environ.get("SHOPDESK_LANGUAGE", "")
    if chosen in LANGUAGES:
        return chosen
    system = locale.getlocale()[0] or ""
    if system.startswith(("zh", "Chinese")):
        return "zh_CN"
    return next((one for one in LANGUAGES if one in (system, system.split("_")[0])), "en")


def load() -> Preferences:
    """The preferences kept."""
    return read(file())


def read(place: Path) -> Preferences:
    """Those of a file; what cannot be read or is unknown is left as it is at first."""
    try:
        kept = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    known = {field.name: type(field.default) for field in fields(Preferences)}
    if not isinstance(kept, dict):
        return Preferences()
    values: dict[str, Any] = {
        name: value for name, value in kept.items() if type(value) is known.get(name)
    }
    return _sound(Preferences(**values))


def save(preferences: Preferences) -> None:
    """Keep them whole or not at all; a computer that cannot keep them goes on without."""
    place = file()
    new = place.with_suffix(".new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(json.dumps(asdict(preferences), indent=1), encoding="utf-8")
        new.replace(place)
    except OSError:
        return


def changed(preferences: Preferences, **values: Any) -> Preferences:
    """The same with some changed, kept at once."""
    made = _sound(replace(preferences, **values))
    save(made)
    return made


def _sound(preferences: Preferences) -> Preferences:
    return replace(
        preferences,
        language=preferences.language if preferences.language in _SPOKEN else "",
        theme=preferences.theme if preferences.theme in THEMES else THEMES[0],
        size=preferences.size if preferences.size in SIZES else 100,
        till=preferences.till.strip() or "1",
        paper=preferences.paper if preferences.paper in PAPERS else PAPERS[0],
        receipts=preferences.receipts if preferences.receipts in WHEN else WHEN[0],
        vouchers=preferences.vouchers if preferences.vouchers in VOUCHERS else VOUCHERS[0],
        voucher=preferences.voucher if preferences.voucher in VOUCHERS else "1",
        customer_code=preferences.customer_code.strip()[:LONGEST_CODE],
    )
