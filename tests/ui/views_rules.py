"""Reward rules with something in them, each by a name; see ``views``."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from shopdesk import (
    gift_sets,
    gifts,
    giving,
    members,
    reward_rules,
    rewards,
    rule_book,
    rule_making,
    segments,
    tiers,
)
from shopdesk.giving import Points
from shopdesk.language import translator
from shopdesk.reward_rules import Limits, Rule
from shopdesk.rewards import Preview
from tests.ui import views_events, views_prepaid
from ui import background
from ui.pages.given_behind import DueForm, GaveForm
from ui.pages.profile_given import GivenForm
from ui.pages.rule_form import RuleForm
from ui.pages.rule_list import RuleList
from ui.pages.rule_run import RunForm
from ui.pages.rule_templates import TEMPLATES, TemplateForm, begun, for_event
from ui.pages.vouchers import PLACES
from ui.till import Till
from ui.window import Window

_NAME, _ENDED = "每月会员礼", "欢迎积分"


def _gifts(till: Till) -> list[int]:
    return [gift.id for gift in gifts.catalogue(till.desk)]


def _set(till: Till) -> int:
    """A set that has a gift for each tier that one is for."""
    found = gift_sets.listed(till.desk)
    if found:
        return found[0].id
    lowest = tiers.ladder(till.desk)[0].code
    graded = {gift.lowest_tier or lowest: gift.id for gift in gifts.catalogue(till.desk)}
    return gift_sets.add(till.desk, name="分级礼品", name_en="Graded gifts", gifts=graded).id


def _segment(till: Till) -> int:
    found = segments.listed(till.desk)
    if found:
        return found[0].id
    is_gold = segments.Filter("tier", "is_in", ("gold",))
    return segments.add(till.desk, name="金卡会员", name_en="Gold members", filters=[is_gold]).id


def _some_rules(till: Till) -> Rule:
    """One that runs, one with nearly all there is, one that will run, one that has ended; none of
    them gives anything to the other views."""
    known = {rule.name: rule for rule in reward_rules.listed(till.desk)}
    if _NAME in known:
        return known[_NAME]
    desk, today = till.desk, till.desk.today()
    rewards.add(
        desk, name="生日当月礼", name_en="Birthday gift by tier", reward=rewards.OfTier(_set(till)),
        trigger=rewards.birthday(windows={"silver": 7, "gold": 30}),
        starts_on=today + timedelta(days=20),
    )  # fmt: skip
    over = rewards.add(desk, name=_ENDED, trigger=rewards.joining(), reward=rewards.Points(100))
    rewards.close(desk, over.id)
    return rewards.add(
        desk, name=_NAME, name_en="Monthly gift for gold members",
        trigger=[rewards.every("month"), rewards.festival("mid_autumn", before=3)],
        reward=[rewards.voucher(gift=_gifts(till)[0], instead=_gifts(till)[-1]),
                rewards.Points(50)],
        segment=_segment(till), ends_on=today + timedelta(days=300),
        limits=Limits(per_member=1, period="month", in_all=500, budget=500_000, share=50),
    )  # fmt: skip


def _rules(name: str, window: Window, till: Till) -> None:
    _some_rules(till)
    window.frame.show_page("vouchers", {})
    page: Any = window.frame.page
    rules = page.parts[PLACES[RuleList]]
    page.tabs.setCurrentIndex(PLACES[RuleList])
    rules.which.setCurrentIndex(1)
    names = [one.rule.name for one in rules.table.model.rows]
    rules.table.mark(names.index(name))


def _form(name: str, parent: QWidget, till: Till) -> QWidget:
    """A new rule as a template begins it, with what it would do."""
    template = next(one for one in TEMPLATES if one.name == name)
    values = begun(till, template)
    if values["name"] in [rule.name for rule in reward_rules.listed(till.desk)]:
        values["name"] += " (2)"
    return _counted(RuleForm(till, parent, values))


def _counted(made: RuleForm) -> RuleForm:
    """With what it would do reckoned already."""
    made.prospect.look()
    background.finish()
    QApplication.processEvents()
    return made


def _edit(parent: QWidget, till: Till) -> QWidget:
    """One with several triggers and rewards and every limit."""
    rule = _some_rules(till)
    return _counted(RuleForm(till, parent, rule_making.written(rule), edited=rule))


def _for_event(parent: QWidget, till: Till) -> QWidget:
    """What guests of an event get, as its list begins it."""
    return _counted(RuleForm(till, parent, for_event(till, views_events.some(till))))


def _below(parent: QWidget, till: Till) -> QWidget:
    """Scrolled down to where it can be tried on the past."""
    made: Any = _edit(parent, till)
    made.show()
    QApplication.processEvents()
    made.body.ensureWidgetVisible(made.what_if)
    return made


def _uses(parent: QWidget, till: Till) -> QWidget:
    """Uses of a pass beside points."""
    given = [rewards.PassUses(views_prepaid.pass_product(till).id, 2), rewards.Points(20)]
    values = {"name": "送次卡", "trigger": rewards.visit(10), "reward": given}
    return _counted(RuleForm(till, parent, values))


def _refused(parent: QWidget, till: Till) -> QWidget:
    """What was typed is no number."""
    made: Any = _form("We miss you", parent, till)
    made.triggers.parts[0].fields["away"].setText("-")
    return made


class _Planned(RunForm):
    """With what is due there at once: the sample shop is left as it is."""

    def look(self) -> None:
        desk = self.till.desk
        seen = planned(self.till)
        self.seen, self.lines = seen, rule_book.lines(desk, seen)
        self._tell(seen)


def planned(till: Till) -> Preview:
    """Two are given something, one is left out, and more is wanted than there is."""
    points = giving.way_of(Points(50)).title(till.desk, Points(50), till.language)
    _ = translator(till.language)
    one, other, third = members.find(till.desk, "1")[:3]
    gift = next(gift for gift in gifts.catalogue(till.desk) if gift.stock is not None)
    title, today = gift.title(till.language), till.desk.today()
    return Preview(
        ((one.id, _NAME, title), (one.id, _NAME, points),
         (other.id, "生日礼", title)),
        ((third.id, _NAME, _("the gift is out of stock")),), 128_00, ((gift.id, 12),),
        (60_00, 8_00, 60_00), (today,) * 3, (1, 2),
    )  # fmt: skip


def _given(parent: QWidget, till: Till) -> QWidget:
    """It was given: its vouchers can be printed."""
    _some_rules(till)
    made: Any = _Planned(till, parent)
    made._gave((made.seen, made.lines, False))
    return made


def _given_to(parent: QWidget, till: Till) -> QWidget:
    """What was given to somebody by rules: two things."""
    made = GivenForm(till, parent, members.find(till.desk, "1")[0])
    today = till.desk.today()
    _ = translator(till.language)
    monthly, yearly, *_others = (one.title(till.language) for one in reward_rules.listed(till.desk))
    points = _("points: {count}").format(count=50)
    made.table.show_rows([
        rule_book.Gave(today, monthly, _("waits for stock"), True),
        rule_book.Gave(today - timedelta(days=40), yearly, points),
    ])  # fmt: skip
    return made


def _gave(parent: QWidget, till: Till) -> QWidget:
    """What the rule that gave most gave so far."""
    _some_rules(till)
    so_far, desk = rule_book.so_far(till.desk), till.desk
    most = max(reward_rules.listed(desk), key=lambda rule: so_far[rule.id].occasions)
    title = till.say("Given by {rule}").format(rule=most.title(till.language))
    return GaveForm(till, parent, title, [], rule_book.of_rule(desk, most.id))


def _due(parent: QWidget, till: Till) -> QWidget:
    """Two things that are due, and one that is left out."""
    _some_rules(till)
    who, name = members.find(till.desk, "1")[0], reward_rules.listed(till.desk)[0].name
    given = tuple((who.id, name, till.money(amount)) for amount in (2000, 5000))
    found = Preview(
        given, ((who.id, name, till.say("the gift is out of stock")),), 7000, (),
        (2000, 5000), (till.desk.today(),) * 2, (),
    )  # fmt: skip
    return DueForm(till, parent, who.name, found)


def _run(parent: QWidget, till: Till) -> QWidget:
    _some_rules(till)
    return _Planned(till, parent)


def _ahead(parent: QWidget, till: Till) -> QWidget:
    """A later day, looked at for a rule and by a name: nothing fits."""
    made: Any = _run(parent, till)
    made.day.setDate(made.day.date().addDays(30))
    made.query.setText("zzz")
    return made


def _daily(window: Window, till: Till) -> None:
    """The shop's settings where they say when the gifts of a day are given."""
    window.frame.show_page("settings", {"section": "shop"})
    page: Any = window.frame.page
    QApplication.processEvents()
    area = page.section.findChild(QScrollArea)
    area.ensureWidgetVisible(page.section.gives_daily, 0, 90)


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "rules": partial(_rules, _NAME),
    "settings-shop-daily": _daily,
    "rules-ended": partial(_rules, _ENDED),
}
FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "rule-templates": lambda parent, till: TemplateForm(till, parent),
    **{
        f"rule-{name.split()[0].lower()}": partial(_form, name)
        for name in ("Monthly gift", "Festival gift", "Anniversary of the shop", "Birthday gift",
                     "Upgrade gift", "Thanks for bringing a friend")
    },
    "rule-event": _for_event,
    "rule-tried": _below,
    "rule-uses": _uses,
    "rule-edit": _edit,
    "rule-refused": _refused,
    "rule-given-to": _given_to,
    "rule-gave": _gave,
    "rule-due": _due,
    "rule-run": _run,
    "rule-run-ahead": _ahead,
    "rule-run-given": _given,
}  # fmt: skip
