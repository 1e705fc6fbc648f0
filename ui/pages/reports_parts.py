"""What the month is shown with beside tiles and charts: sentences and tables."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from reports.month import MonthReport
from reports.words import NOTHING, count, percent, permille
from shopdesk.behind import Wanted
from shopdesk.day_words import WEEKDAYS
from shopdesk.figures import DaySales, TopMember
from shopdesk.figures_knowing import BY_HAND, RuleFigures
from shopdesk.language import in_either
from shopdesk.permissions import sees_costs
from ui.pages.reports_rows import Picked, together
from ui.till import Till
from ui.widgets.heights import whole
from ui.widgets.parts import card, column, label, row
from ui.widgets.table import Column, Table


def three_things(till: Till, report: MonthReport) -> QFrame | None:
    """The month's most notable sentences, each with what to do about it."""
    _ = till.say
    if not report.things:
        return None
    said = [
        row(label(number, "heading"), label(thing.tell(till.language), wraps=True))
        for number, thing in zip("①②③", report.things, strict=False)
    ]
    for each in said:
        each.setStretch(1, 1)
    return card(label(_("Three things this month"), "heading"), *said, space=6)


def top_members(till: Till, report: MonthReport) -> Table:
    """Who bought most; ``opened`` is told the ``TopMember``."""
    _ = till.say
    sales = report.figures.sales

    def share(member: TopMember) -> str:
        return percent(permille(member.sales, sales)) if sales > 0 else NOTHING

    made = Table(
        _("Best members"),
        [
            Column[TopMember](_("Member"), lambda m: m.name),
            Column(_("Member number"), lambda m: m.number, 150),
            Column(_("Sales"), lambda m: report.money(m.sales), 160, is_number=True),
            Column(_("Share of sales"), share, 140, is_number=True),
        ],
        empty=_("No member bought anything in this month."),
    )
    made.show_rows(report.figures.top_members)
    return whole(made)


def rules(till: Till, report: MonthReport, found: Sequence[RuleFigures]) -> Table:
    """What each rule gave in the month and what came of it; ``opened`` is told the rule."""
    _, may_see = till.say, sees_costs(till.desk)

    def rate(rule: RuleFigures) -> str:
        return percent(permille(rule.redeemed, rule.issued)) if rule.issued else NOTHING

    columns = [
        Column[RuleFigures](_("Rule"), lambda rule: rule_name(till, rule)),
        Column(_("Issued"), lambda rule: count(rule.issued), 110, is_number=True),
        Column(_("Redeemed"), lambda rule: count(rule.redeemed), 110, is_number=True),
        Column(_("Redeemed ÷ issued"), rate, 150, is_number=True),
    ]
    if may_see:
        cost = Column[RuleFigures](
            _("Gift cost"), lambda rule: report.money(rule.cost or 0), 130, is_number=True
        )
        columns.append(cost)
    made = Table(_("Vouchers by rule"), columns, empty=_("No voucher was given or used."))
    made.show_rows(found)
    return whole(made)


def rule_name(till: Till, rule: RuleFigures) -> str:
    """What a rule is called; vouchers of none were issued by hand."""
    _ = till.say
    if rule.rule_id == BY_HAND:
        return _("Issued by hand")
    return in_either(till.language, rule.name, rule.name_en)


def behind_rule(till: Till, rule: RuleFigures) -> Picked:
    """What can be looked behind of a rule."""
    _, id_ = till.say, rule.rule_id
    figures = [
        (_("Issued"), Wanted("vouchers_issued", rule=id_)),
        (_("Redeemed"), Wanted("vouchers_redeemed", rule=id_)),
    ]
    if sees_costs(till.desk):
        figures.append((_("Gift cost"), Wanted("gift_cost", rule=id_)))
    return together(rule_name(till, rule), figures)


def days(till: Till, report: MonthReport) -> Table:
    """Every day with a receipt; ``opened`` is told the ``DaySales``."""
    _ = till.say
    made = Table(
        _("Day by day"),
        [
            Column[DaySales](
                _("Day"), lambda day: f"{day.on.isoformat()} {_(WEEKDAYS[day.on.weekday()])}"
            ),
            Column(_("Orders"), lambda day: count(day.orders), 140, is_number=True),
            Column(_("Sales"), lambda day: report.money(day.sales), 180, is_number=True),
        ],
        empty=_("No sale was recorded this month."),
    )
    made.show_rows([day for day in report.figures.days if day.orders or day.sales])
    return whole(made)


def framed(title: str, table: Table, note: str = "") -> QFrame:
    """A table under its name."""
    parts = [label(title, "heading")]
    if note:
        parts.append(label(note, "soft", wraps=True))
    made = card(margin=1, space=6)
    inside = column(*parts, space=2)
    inside.setContentsMargins(15, 13, 15, 0)
    layout = made.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addLayout(inside)
    layout.addWidget(table)
    return made
