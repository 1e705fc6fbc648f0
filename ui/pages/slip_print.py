"""A closing slip on paper: on a roll or a sheet, seen first, then printed or saved."""

from datetime import datetime
from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk import till_slips
from shopdesk.tender_words import TENDERS
from ui.background import Progress
from ui.till import Till
from ui.widgets.preview import Preview

_WIDE = {"80": 80, "58": 58, "A4": 210, "A5": 210}
"""Millimetres by the paper of receipts at this computer: a slip comes up on the same."""


def preview(till: Till, parent: QWidget, cash_up_id: int, *, is_again: bool) -> Preview:
    """The preview of a slip, by the id of its cash-up; ``is_again`` marks it as printed again."""
    _, desk = till.say, till.desk
    slip = till_slips.of(desk, cash_up_id)
    settings, language, zone = till.shop.settings, till.language, till.shop.zone
    again_at: datetime | None = desk.now() if is_again else None

    def write(target: BinaryIO, choice: Any, _progress: Progress) -> None:
        from reports import slip as paper

        maker = paper.Maker(settings.name, settings.currency, zone, language, TENDERS)
        paper.pdf(target, paper.said(slip, maker, again_at=again_at), width_mm=choice)

    choices = [(_("80 mm"), 80), (_("58 mm"), 58), (_("A4"), 210)]
    done = slip.cash_up
    title = _("Closing slip") if done.kind == "close" else _("Handover slip")
    return Preview(
        till, parent, title, write, name=f"{done.kind}-{done.on}-{done.id}", choices=choices,
        choice=_WIDE[till.preferences.paper],
    )  # fmt: skip
