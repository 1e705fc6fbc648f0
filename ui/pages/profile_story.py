"""A member's time line on the screen: months, milestones, and routine visits folded into one."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby

from PySide6.QtGui import QPixmap

from reports.words import month_name
from shopdesk import story, vouchers
from shopdesk.language import N_
from shopdesk.members import Member
from shopdesk.story import Line
from shopdesk.timeline import Happening
from ui import icons, look
from ui.pages.profile_tab import Tab
from ui.till import Till
from ui.widgets.choices import Box, offer
from ui.widgets.parts import label
from ui.widgets.table import Column, Table

_PART = 100
"""So many happenings are read at once; more where that is asked for."""
_ICONS = {
    "visits": "counter", "tiers": "steps", "gifts": "gift", "points": "star", "value": "card",
    "contacts": "talk", "person": "edit",
}  # fmt: skip
_MORE = "more"
_EARLIER = N_("Earlier… (Enter)")


class TimeLine(Tab):
    """What happened, the newest first. ``lead`` opens another part of the profile: that of a group,
    and the happening there."""

    def __init__(self, till: Till, lead: Callable[[str, Happening], object]) -> None:
        super().__init__(till)
        _, self.lead = till.say, lead
        self.limit = _PART
        self.unfolded: set[tuple[str, str]] = set()
        self.told: story.Story | None = None
        self.kind = Box()
        self.kind.setAccessibleName(_("What is told"))
        offer(self.kind, [(_("Everything"), ""), *((_(s), g) for g, s in story.GROUPS.items())])
        self.kind.currentIndexChanged.connect(lambda _place: self._narrow())
        self.said = label("", "soft")
        is_large = till.preferences.size > look.LARGE_LETTERS
        self.table = Table(
            _("Timeline"),
            [
                Column(_("When"), self._when, 150, is_whole=True, pill=self._month),
                Column(_("What happened"), lambda line: line.sentence, picture=self._icon),
                Column(_("Milestone"), lambda line: line.milestone, 120, is_whole=True,
                       pill=self._stands_out),
                Column(_("Points"), lambda line: f"{line.points:+,}" if line.points else "", 90,
                       is_number=True),
                *([] if is_large else [Column(_("By"), self._staff, 100)]),
            ],
            empty=_("Nothing has happened yet."),
        )  # fmt: skip
        self.table.opened.connect(self._open)
        self._lay(self.table, self.kind, self.said, 1)

    # --- a row ---

    def _when(self, line: Line) -> str:
        """The moment, or only the day where it was written on another one; of a heading and of
        visits that are one line the month."""
        one, shop = line.happening, self.till.shop
        if one is None:
            return month_name(line.month, self.till.language) if not line.group else ""
        return self.till.moment(one.at) if shop.day_of(one.at) == one.on else f"{one.on}"

    def _month(self, line: Line) -> tuple[str, str] | None:
        return look.chip(self.till.preferences.theme, "") if not line.group else None

    def _stands_out(self, line: Line) -> tuple[str, str] | None:
        return look.chip(self.till.preferences.theme, "note") if line.milestone else None

    def _staff(self, line: Line) -> str:
        return (line.happening.staff or "") if line.happening else ""

    def _icon(self, line: Line) -> QPixmap | None:
        theme = look.THEMES[self.till.preferences.theme]
        colour = theme.note if line.milestone else theme.soft
        name = "next" if line.within or line.group == _MORE else _ICONS.get(line.group, "")
        return _drawn(name, colour, icons.scaled(18)) if name else None

    # --- reading ---

    def show_member(self, member: Member) -> None:
        """Show a member; of another one all begins anew."""
        if self.member is None or self.member.id != member.id:
            self.limit, self.unfolded = _PART, set()
        super().show_member(member)

    def load(self, member: Member) -> None:
        """Read what happened."""
        group = self.kind.currentData() or ""
        self.told = story.of_member(self.till.desk, member.id, group=group, limit=self.limit)
        self.table.show_rows(list(self._rows(self.told)))

    def _rows(self, told: story.Story) -> Iterator[Line]:
        """A heading for each month, its lines, and those of what is unfolded."""
        for month, lines in groupby(told.lines, key=lambda line: line.month):
            yield Line(month, "", "", 0)
            for line in lines:
                yield line
                if line.within and (month, line.group) in self.unfolded:
                    yield from line.within
        if not told.is_whole:
            yield Line("", self.till.say(_EARLIER), _MORE, 0)

    def _narrow(self) -> None:
        self.limit = _PART
        if self.member is not None:
            self.load(self.member)

    # --- going on ---

    def _open(self, line: Line) -> None:
        """Unfold or fold, tell more, or go to what it is about."""
        if line.within or line.group == _MORE:
            self._unfold(line)
        elif line.happening is not None:
            self._go(line.group, line.happening)

    def _unfold(self, line: Line) -> None:
        place = self.table.view.currentIndex().row()
        bar = self.table.view.verticalScrollBar()
        top = bar.value()
        if line.within:
            self.unfolded ^= {(line.month, line.group)}
        else:
            self.limit *= 3
        if self.member is not None:
            self.load(self.member)
        self.table.mark(place)
        bar.setValue(top)

    def _go(self, group: str, one: Happening) -> None:
        """To the voucher or receipt, else to the part of the profile that shows more of it."""
        if one.voucher is not None:
            self.till.go("vouchers", history=vouchers.get(self.till.desk, one.voucher).code)
        elif one.purchase is not None and group != "tiers":
            self.till.go("records", receipt=one.purchase)
        else:
            self.lead(group, one)


@cache
def _drawn(name: str, colour: str, side: int) -> QPixmap:
    """An icon in a colour, drawn once."""
    return icons.pixmap(name, colour, side)
