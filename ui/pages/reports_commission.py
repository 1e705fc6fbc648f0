"""Commission in the reports: who served what in the month, and what they get for it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from reports.month import MonthReport
from reports.words import count
from shopdesk.behind import Wanted
from shopdesk.figures import Commission
from shopdesk.money import plain
from ui.pages.reports_parts import framed
from ui.pages.reports_rows import Pick, Picked
from ui.pages.reports_tiles import Open
from ui.till import Till
from ui.widgets.heights import whole
from ui.widgets.table import Column, Table


def shown(
    till: Till, report: MonthReport, earned: Sequence[Commission], show: Open
) -> QWidget | None:
    """The table, whose rows open the receipts that somebody served.

    Nothing where nobody has a part of what they sell, and nobody is asked who served.
    """
    is_asked = bool(earned) and till.shop.settings.served_by
    if not (is_asked or any(one.rate for one in earned)):
        return None
    _ = till.say
    table = Table(
        _("Commission"),
        [
            Column[Commission](_("Served by"), lambda one: one.name),
            Column(_("Orders"), lambda one: count(one.orders), 100, is_number=True),
            Column(_("Sales"), lambda one: report.money(one.sales), 160, is_number=True),
            Column(_("Rate"), lambda one: f"{plain(one.rate, 'CNY')}%", 100, is_number=True),
            Column(_("Commission"), lambda one: report.money(one.amount), 160, is_number=True),
        ],
        empty=_("No sale was recorded this month."),
    )
    table.show_rows(earned)
    table.opened.connect(
        lambda one: show(
            Picked(one.name, (Pick(one.name, Wanted("commission", staff=one.staff_id)),))
        )
    )
    hint = _(
        "Sales less refunds of the receipts that each served. The printed report is without it."
    )
    return framed(_("Commission"), whole(table), hint)
