"""The list of a segment as a file, for whoever writes to its members elsewhere."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shopdesk import cells, permissions, roster, segments, traits
from shopdesk.language import N_, translator
from shopdesk.segment_words import word_of
from shopdesk.shop import Desk
from shopdesk.store.change import change

_ACTION = "segments.export"
_AT_ONCE = 500
_TITLES = (
    N_("number"), N_("name"), N_("phone"), N_("tier"), N_("points"), N_("language"),
    N_("last visit"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exported:
    """The bytes of a CSV, how many members are in it, and how many of the segment are left out
    because they did not agree to be written to."""

    content: bytes
    members: int
    left_out: int


def export(desk: Desk, segment_id: int) -> Exported:
    """The members of a segment today who agree to be written to; that they left is kept in the
    audit. An owner's right. Refuses an unknown segment."""
    permissions.require_to_act(desk, _ACTION)
    every = segments.members(desk, segment_id)
    asked = traits.Asked(desk, None, desk.today(), traits.EVER)
    agreed = traits.TRAITS["consent"].values(asked)
    chosen = [member for member in every if "marketing" in agreed.get(member, ())]
    content = _csv(desk, chosen)
    with change(desk, action=_ACTION) as made:
        made.subject = segment_id
        made.note(rows=len(chosen), left_out=len(every) - len(chosen))
    return Exported(content, len(chosen), len(every) - len(chosen))


def _csv(desk: Desk, chosen: list[int]) -> bytes:
    """A table that a spreadsheet opens as it is, and takes nothing in it for a formula."""
    _, target = translator(desk.language), io.StringIO()
    writer = csv.writer(target)
    writer.writerow(_(title) for title in _TITLES)
    for row in _rows(desk, chosen):
        writer.writerow(cells.protected(one) if isinstance(one, str) else one for one in row)
    return target.getvalue().encode("utf-8-sig")


def _rows(desk: Desk, chosen: list[int]) -> Iterator[tuple[Any, ...]]:
    languages = traits.TRAITS["language"].values(traits.Asked(desk, None, desk.today(), 1))
    for start in range(0, len(chosen), _AT_ONCE):
        for one in roster.window(desk, chosen[start : start + _AT_ONCE]):
            tier = word_of(desk, "tier", one.tier.code, desk.language)
            last_on = "" if one.last_on is None else f"{one.last_on}"
            yield (
                one.number, one.name, one.phone or "", tier, one.points, languages[one.id], last_on,
            )  # fmt: skip
