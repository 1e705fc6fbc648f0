"""What the figures in a list of members open: as on a profile and on the counter's card."""

from functools import partial

from PySide6.QtWidgets import QWidget

from shopdesk import members
from shopdesk.roster import Listed
from ui.pages import counter_behind
from ui.till import Till
from ui.widgets.person import tier_name
from ui.widgets.table import Column


def look(till: Till, parent: QWidget, figure: str, listed: Listed) -> None:
    """Open what a figure of a row comes from; the last visit goes to its receipt."""
    counter_behind.look(till, parent, members.get(till.desk, listed.id), figure)


def tier(till: Till, parent: QWidget, width: int) -> Column[Listed]:
    """The tier, which says why."""
    _ = till.say
    return Column(
        _("Tier"), lambda one: tier_name(till, one.tier), width,
        dot=lambda one: one.tier.colour, opens=partial(look, till, parent, "tier"),
    )  # fmt: skip


def points(till: Till, parent: QWidget, width: int) -> Column[Listed]:
    """The balance, which opens its lots or, below 0, what made the debt."""
    _ = till.say
    return Column(
        _("Points"), lambda one: f"{one.points:,}", width, is_number=True,
        opens=partial(look, till, parent, "points"),
    )  # fmt: skip


def last_visit(
    till: Till, parent: QWidget, width: int, *, is_spare: bool = False
) -> Column[Listed]:
    """The day of the last visit, which goes to its receipt."""
    _ = till.say
    return Column(
        _("Last visit"), lambda one: f"{one.last_on}" if one.last_on else "–", width,
        is_whole=True, is_spare=is_spare, opens=partial(look, till, parent, "last"),
    )  # fmt: skip
