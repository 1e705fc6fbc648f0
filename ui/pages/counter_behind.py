"""What the counter's card stands on: it opens over the sale; Esc or the next scan closes it."""

from PySide6.QtWidgets import QWidget

from shopdesk import evidence, facts
from shopdesk.members import Member
from ui.pages import evidence as forms
from ui.till import Till


def look(till: Till, parent: QWidget, member: Member, figure: str) -> None:
    """Open what a figure of a member comes from; the last visit goes to its receipt."""
    _ = till.say
    if figure == "last":
        _last_receipt(till, member)
    elif figure == "tier":
        forms.of_tier(till, parent, member).filled()
    elif figure == "points":
        forms.PointsForm(till, parent, member).filled()
    else:
        title = {"spend": _("Spent in 12 months"), "visits": _("Visits in 12 months")}[figure]
        forms.of_year(till, parent, member, title).filled()


def _last_receipt(till: Till, member: Member) -> None:
    on = facts.last_visit(till.desk, member.id)
    if on is not None:
        came = [one for one in evidence.of_days(till.desk, member.id, on, on) if one.is_visit]
        till.go("records", receipt=came[0].id)
