"""Which page of the help belongs to what is shown; the pages are Markdown in resources/help."""

from collections.abc import Iterable
from typing import Any

from shopdesk.language import N_, RESOURCES, WRITTEN, translator
from ui import keys

FOLDER = RESOURCES / "help"
KEYS = "keys"
"""The list of all keys: written from ``ui.keys`` when it is asked for."""
ANY_FORM = "form"

_OF_MODULES = {
    "attach": "records", "behind": ANY_FORM, "card_forms": "import", "count_": "count",
    "counter": "counter", "day": "day", "delivery": "vouchers", "duplicates": "members",
    "editor": ANY_FORM,
    "erase": "profile", "event": "events", "evidence": "profile",
    "exchange": "refund", "festival": "segments", "first": "first-run",
    "gift": "gifts", "given": "rules", "import": "import", "lifting": "ask", "link": ANY_FORM,
    "lock": "lock",
    "member_form": "member", "members": "members", "merge": "members", "new_pin": "settings-staff",
    "own_shop": "first-run", "parked": "counter", "prepaid": "profile", "preview": "paper",
    "product": "products", "profile": "profile", "programme": "paper", "promotion": "products",
    "record": "records", "recovery": "lock", "refund": "refund", "reports": "reports",
    "restore": "settings-backup", "rule": "rules", "segment": "segments", "settings": "settings",
    "settings_ladder": "settings-ladder", "settings_staff": "settings-staff",
    "topping": "counter", "unopened": "unopened", "voucher": "vouchers", "voucher_print": "paper",
    "what_if": "what-if", "working_form": ANY_FORM,
}  # fmt: skip
"""By how the name of a module of pages, forms or widgets begins; the longest counts."""


def topics() -> list[str]:
    """Every page of the help."""
    return [KEYS, *sorted(file.stem for file in (FOLDER / WRITTEN).glob("*.md"))]


def of_class(shown: type[Any]) -> str:
    """The topic of a page, a part of one, or a form; nothing where none was named."""
    module = shown.__module__.rpartition(".")[2]
    fitting = [start for start in _OF_MODULES if module.startswith(start)]
    return _OF_MODULES[max(fitting, key=len)] if fitting else ""


def of_section(name: str) -> str:
    """The topic of a section of the settings."""
    topic = f"settings-{name}"
    return topic if (FOLDER / WRITTEN / f"{topic}.md").exists() else "settings"


def written(topic: str, language: str) -> str:
    """A page of the help as Markdown; in English where nobody wrote it in the language yet."""
    if topic == KEYS:
        return _all_keys(language)
    each = [FOLDER / one / f"{topic}.md" for one in (language, WRITTEN)]
    return next(file for file in each if file.exists()).read_text(encoding="utf-8")


def _all_keys(language: str) -> str:
    from ui.frame import PAGES  # which the lock does not wait for

    _ = translator(language)
    pages = [(entry.key, entry.title) for entry in PAGES]
    groups = [(N_("Open a page"), pages), *((title, _listed(of)) for title, of in keys.GROUPS)]
    groups.insert(1, (N_("On every page"), _listed(keys.WINDOW)))
    lines = ["# " + _("All keys")]
    for title, listed in groups:
        lines += ["", "## " + _(title), "", "| | |", "|-|-|"]
        lines += [f"| `{key}` | {_(words)} |" for key, words in listed]
    return "\n".join(lines)


def _listed(group: Iterable[keys.Key]) -> list[tuple[str, str]]:
    return [(one.sequence, one.words) for one in group]
