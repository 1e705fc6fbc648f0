"""What stands behind what is said of a member: sentences, and the receipts that they come from."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from shopdesk import clock, day_words, evidence
from shopdesk.evidence import Receipt, Standing
from shopdesk.members import Member
from shopdesk.segment_words import BANDS, STAGES
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import card, label
from ui.widgets.table import Column, Table

_ROWS = 7


class EvidenceForm(Form):
    """Sentences over receipts; Enter on a receipt goes to it. It is only looked at."""

    def __init__(
        self, till: Till, parent: QWidget, title: str, said: Sequence[str], rows: Sequence[Receipt]
    ) -> None:
        _, ngettext = till.say, till.count
        columns: list[Column[Receipt]] = [
            Column(_("Day"), lambda one: f"{one.on}", 130, is_whole=True),
            Column(_("Receipt"), lambda one: one.number),
            Column(_("Counts"), lambda one: till.money(one.spend), 150, is_number=True),
        ]
        self.table = Table(_("Receipts behind it"), columns, empty=_("It stands on no receipt."))
        height = self.table.view.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(height * _ROWS)
        self.table.opened.connect(self._open)
        visits = len({one.on for one in rows if one.is_visit})
        counted = ngettext("{count} visit, {amount}", "{count} visits, {amount}", visits).format(
            count=f"{visits:,}", amount=till.money(sum(one.spend for one in rows))
        )
        self.sentences = said
        self.sum = _("All of them together: {sum}").format(sum=counted)
        foot = label(self.sum, "heading", wraps=True)
        super().__init__(
            till, parent, title, *(label(one, wraps=True) for one in said),
            card(self.table, margin=1), submit=lambda: None, ok=_("Close"), width=620, foot=foot,
        )  # fmt: skip
        self.leave.hide()  # there is nothing to leave undone
        self.table.show_rows(rows)
        self.table.mark(0)

    def _open(self, one: Receipt) -> None:
        self.accept()
        self.till.go("records", receipt=one.id)


def of_year(till: Till, parent: QWidget, member: Member, title: str) -> EvidenceForm:
    """The receipts of the twelve months up to today."""
    _, today = till.say, till.desk.today()
    first = clock.add_months(today, -12)
    said = _("From {first} to {last}, less what was given back; void receipts do not count.")
    rows = evidence.of_days(till.desk, member.id, first, today)
    return EvidenceForm(
        till, parent, title, [said.format(first=till.dated(first), last=till.dated(today))], rows
    )


def of_standing(till: Till, parent: QWidget, member: Member, found: Standing) -> EvidenceForm:
    """Why somebody is active or dormant, and of high or low value."""
    _, desk = till.say, till.desk
    rows = evidence.of_days(desk, member.id, found.since_on, desk.today())
    said = [_stage(till, found), *_value(till, found)]
    return EvidenceForm(till, parent, _("Why: {name}").format(name=member.name), said, rows)


def _stage(till: Till, found: Standing) -> str:
    _ = till.say
    word = _(STAGES[found.stage]) if found.stage else "–"
    if found.last_on is None:
        said = _("{stage}: no visit yet. Days that new lasts from joining: {new}.")
        return said.format(stage=word, new=found.limits.new)
    days = {"first": found.first_on, "last": found.last_on}
    return _(
        "{stage}: first visit {first}, last visit {last}. In days, new lasts {new} from the first"
        " visit, active {active} and dormant {dormant} from the last one."
    ).format(stage=word, **day_words.spoken(days, till.language), **found.limits._asdict())


def _value(till: Till, found: Standing) -> list[str]:
    _, its = till.say, found.value
    if its is None:
        return [_("No value: no visit since {day}.").format(day=till.dated(found.since_on))]
    said = _("Value {band}: {points} of 15 points, 5 each at most, among all who came since {day}.")
    lines = [
        said.format(band=_(BANDS[its.band]), points=sum(its.scores), day=till.dated(found.since_on))
    ]
    names = (_("Last visit {value}"), _("Visits: {value}"), _("{value} spent"))
    shown = (str, str, till.money)
    for place, name in enumerate(names):

        def text(value: int, place: int = place) -> str:
            return till.dated(date.fromordinal(value)) if place == 0 else shown[place](value)

        least = its.least[place]
        bounds = " · ".join(f"{score}: ≥ {text(least[score])}" for score in sorted(least))
        line = _("{figure} → {score} of 5 ({bounds})").format(
            figure=name.format(value=text(its.values[place])),
            score=its.scores[place], bounds=bounds,
        )  # fmt: skip
        lines.append(line)
    return lines
