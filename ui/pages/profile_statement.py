"""A member's statement: of which days and in which language, then seen, printed or saved."""

from datetime import date, timedelta
from typing import Any, BinaryIO

from PySide6.QtWidgets import QWidget

from shopdesk.language import N_, own_name
from shopdesk.members import Member
from ui.background import Progress
from ui.pages.profile_paper import safe
from ui.pages.profile_tier_forms import day_in
from ui.till import Till
from ui.widgets.choices import Box, beside, choices
from ui.widgets.form import Form
from ui.widgets.parts import field, named, row
from ui.widgets.preview import Preview

TIMES = {
    "month": N_("This month"),
    "last_month": N_("Last month"),
    "year": N_("This year"),
    "last_year": N_("Last year"),
}


def span(time: str, today: date) -> tuple[date, date]:
    """The first and last day of one of ``TIMES``; a time that still runs ends today."""
    first = today.replace(day=1) if "month" in time else today.replace(month=1, day=1)
    if time.startswith("last"):
        last = first - timedelta(days=1)
        return (last.replace(day=1) if "month" in time else last.replace(month=1, day=1)), last
    return first, today


class StatementForm(Form):
    """The days a statement tells of: typed, or one press; and the language it speaks."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.made_from = member, parent
        self.first = field(_("First day"), _("like 2027-01-31"), digits=True)
        self.last = field(_("Last day"), _("like 2027-01-31"), digits=True)
        offered = [(_(words), time) for time, words in TIMES.items()]
        self.times = choices(self.first, offered, self.choose)
        self.language = Box()
        for one in dict.fromkeys((member.language, till.shop.settings.language, till.language)):
            self.language.addItem(own_name(one), one)
        super().__init__(
            till, parent, _("Statement for {name}").format(name=member.name),
            beside(self.times),
            row(named(_("First day"), self.first), named(_("Last day"), self.last)),
            named(_("Language"), self.language), submit=self.read, ok=_("Show"), width=520,
        )  # fmt: skip
        self.choose("year")
        self.first.setFocus()

    def choose(self, time: str) -> None:
        """Fill in both days."""
        self.times[time].setChecked(True)
        first, last = span(time, self.till.desk.today())
        self.first.setText(f"{first}")
        self.last.setText(f"{last}")

    def read(self) -> None:
        """Reckon the statement; days that cannot be are refused."""
        from reports import statement

        days = [day_in(self.till, each, is_needed=True) for each in (self.first, self.last)]
        first, last = filter(None, days)
        self.statement = statement.of_member(self.till.desk, self.member.id, first, last)

    def paper(self) -> Preview:
        """The statement that was reckoned, to be seen page by page."""
        _, told, language = self.till.say, self.statement, self.language.currentData()

        def write(target: BinaryIO, _choice: Any, _progress: Progress) -> None:
            from reports import statement_pdf

            statement_pdf.pdf(target, told, language=language)

        name = f"statement-{safe(told.number)}-{told.first_on}-{told.last_on}"
        return Preview(self.till, self.made_from, _("Statement"), write, name=name)
