"""What each thing that a refund or an exchange does stands on: it opens over the form, which stays
as it was filled in."""

from PySide6.QtWidgets import QWidget

from shopdesk import members
from ui.pages import evidence as forms
from ui.pages.behind_form import BehindForm
from ui.pages.record_words import Told
from ui.till import Till


def look(till: Till, parent: QWidget, one: Told, whose: int | None) -> None:
    """Open the points of a member, why they are on their tier, or what a voucher was given for."""
    member_id = whose if one.of is None else one.of
    form: BehindForm | None = None
    if one.behind == "voucher":
        form = forms.of_voucher(till, parent, one.how_much.replace(" ", ""))
    elif member_id is not None:
        found = members.get(till.desk, member_id)
        explain = forms.of_tier if one.behind == "tier" else forms.PointsForm
        form = explain(till, parent, found)
    if form is not None:
        form.filled()
