"""Reward rules on the screen: listed, looked at, ended; what is due is seen and given."""

from datetime import date, timedelta
from threading import Event

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication

from shopdesk import gifts, members, points, reward_rules, rewards, segments, settings, vouchers
from shopdesk.reward_rules import Limits
from ui import background
from ui.pages import profile_tabs
from ui.pages.festival_form import FestivalsForm
from ui.pages.rule_list import RuleList
from ui.pages.rule_run import RunForm
from ui.pages.vouchers import PLACES, Vouchers
from ui.widgets.figure import Figure
from ui.widgets.laid import held_by

TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)


@pytest.fixture
def page(qtbot, till):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.show()
    made.tabs.setCurrentIndex(PLACES[RuleList])
    return made


def _rules_of(page):
    return page.parts[PLACES[RuleList]]


@pytest.fixture
def rules(page):
    return _rules_of(page)


@pytest.fixture
def cup(desk):
    return gifts.add(desk, name="茶杯", name_en="Cup", cost=300, stock=2).id


@pytest.fixture
def monthly(desk, cup):
    """Made in September, so that it is due now."""
    return rewards.add(
        desk, name="月礼", name_en="Monthly", trigger=rewards.every("month", day=10),
        reward=[rewards.voucher(gift=cup), rewards.Points(5)], starts_on=TODAY - 10 * DAY,
    )  # fmt: skip


@pytest.fixture
def three(desk):
    joined_on = TODAY - 60 * DAY
    return [members.register(desk, name=name, joined_on=joined_on).id for name in "甲乙丙"]


@pytest.fixture
def opened(qtbot, till):
    """The form of what is due, once it was looked at."""

    def open_():
        form = RunForm(till, None)
        qtbot.addWidget(form)
        form.show()
        settle(qtbot, form)
        return form

    return open_


def settle(qtbot, form):
    qtbot.waitUntil(lambda: form.job is None)


def listed(rules):
    rules.load()
    return [(one.rule.name, one.state) for one in rules.table.model.rows]


def counted(rules):
    rules.load()
    background.finish()
    QApplication.processEvents()


def cells(table):
    return [
        [table.model.text(place, column) for column in range(table.model.columnCount())]
        for place in range(table.model.rowCount())
    ]


# --- the list ---------------------------------------------------------------------------------


def test_without_rules_it_says_what_one_does_and_offers_to_make_one(rules):
    assert "Rules give automatically" in rules.table.empty.text()
    assert rules.table.action.isVisible()
    assert not rules.edit_button.isEnabled()
    assert not rules.close_button.isEnabled()
    assert "Choose a rule" in rules.shown.nothing.text()


def test_what_runs_comes_first_and_what_has_ended_only_if_wished(rules, desk):
    def add(name, **more):
        return rewards.add(
            desk, name=name, trigger=rewards.joining(), reward=rewards.Points(5), **more
        )

    add("coming", starts_on=TODAY + DAY)
    add("running")
    rewards.close(desk, add("ended").id)
    add("over", starts_on=TODAY - 2 * DAY, ends_on=TODAY - DAY)
    assert listed(rules) == [("running", "running"), ("coming", "coming")]
    rules.which.setCurrentIndex(1)
    assert listed(rules)[2:] == [("over", "ended"), ("ended", "ended")]


STATES = [
    ({}, "Running"),
    ({"ends_on": TODAY}, "Until 15 Oct 2026"),
    ({"starts_on": TODAY + DAY}, "From 16 Oct 2026"),
    ({"starts_on": TODAY - 2 * DAY, "ends_on": TODAY - DAY}, "Ended"),
]


@pytest.mark.parametrize(("days", "said"), STATES)
def test_a_rule_says_how_it_stands_today(rules, desk, days, said):
    rewards.add(desk, name="a", trigger=rewards.joining(), reward=rewards.Points(5), **days)
    rules.which.setCurrentIndex(1)
    rules.load()
    assert rules.shown.state.text() == said
    assert cells(rules.table)[0][1] == said


def test_a_row_says_when_to_whom_what_how_often_and_what_it_gave(rules, desk, three, cup):
    bought = segments.add(
        desk, name="买过", name_en="Buyers",
        filters=[segments.Filter("spend", "at_least", 0)],
    )  # fmt: skip
    rewards.add(
        desk, name="月礼", name_en="Monthly", trigger=rewards.every("month", day=10),
        reward=rewards.voucher(gift=cup), starts_on=TODAY - 10 * DAY, segment=bought.id,
        limits=Limits(per_member=2, period="year", share=100),
    )  # fmt: skip
    rewards.run(desk)
    counted(rules)
    assert cells(rules.table) == [[
        "Monthly", "Running", "2", "Every month from day 10 on", "Buyers", "Cup, valid for 60 days",
        "At most 2 times a year each", "¥6.00",
    ]]  # fmt: skip


def facts_of(shown):
    return held_by(shown.facts)


def test_the_marked_rule_is_told_in_both_languages_with_what_it_gave_and_owes(
    rules, desk, three, monthly
):
    rewards.run(desk)
    vouchers.redeem(desk, vouchers.of_member(desk, three[0])[0].code)
    counted(rules)
    shown = rules.shown
    assert shown.title.text() == "Monthly"
    assert shown.said.text().startswith("Every month from day 10 on: Cup")
    assert "茶杯" in shown.other.text()
    facts = [one.accessibleName() or one.text() for one in facts_of(shown)]
    assert facts == [
        "Given 2 times so far.", "1 of 2 vouchers were used.",
        "What was given costs ¥6.00 at most.",
        "1 time is owed until there is stock.", "Settled through 15 Oct 2026.",
    ]  # fmt: skip


def test_a_rule_that_gave_nothing_yet_tells_no_cost_of_it(rules, desk, three, monthly):
    counted(rules)
    facts = [one.accessibleName() or one.text() for one in facts_of(rules.shown)]
    assert facts[0] == "Given 0 times so far."
    assert not any("costs" in fact for fact in facts)


def test_what_is_marked_stays_marked_when_the_list_is_read_again(rules, desk, monthly):
    rewards.add(desk, name="b", trigger=rewards.joining(), reward=rewards.Points(5))
    rules.load()
    rules.table.mark(1)
    assert rules.shown.title.text() == "Monthly"
    rules.load()
    assert rules.table.current.rule.id == monthly.id


def test_a_rule_is_ended_once_it_is_confirmed_and_gives_no_more(
    rules, desk, monthly, three, answers, told
):
    rules.given.clear()  # which may have been counted already since the page was made
    rules.load()
    assert cells(rules.table)[0][2::5] == ["…", "…"], "counted beside the window"
    answers.given["ask"] = False
    rules.close_it()
    assert reward_rules.get(desk, monthly.id).closed_on is None
    answers.given["ask"] = True
    rules.close_it()
    assert "nor what it still owes" in answers.asked[-1][1][2]
    assert reward_rules.get(desk, monthly.id).closed_on == TODAY
    assert told[-1] == ("good", "Monthly has ended.")
    assert rewards.preview(desk).given == ()
    rules.which.setCurrentIndex(1)
    rules.load()
    assert not rules.close_button.isEnabled()
    assert not rules.edit_button.isEnabled()


def test_a_cashier_looks_at_rules_and_changes_none_but_gives_what_is_due(
    qtbot, till, monthly, cashier_seated, answers
):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.tabs.setCurrentIndex(PLACES[RuleList])
    rules = _rules_of(made)
    assert "Cost" not in rules.table.model.titles
    assert not any(
        one.isEnabled() for one in (rules.add_button, rules.edit_button, rules.close_button)
    )
    assert rules.run_button.isEnabled()
    rules.add()
    rules.edit()
    rules.close_it()
    assert not answers.asked


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", ("Welcome points", None)), ("zh_CN", ("入会积分", "Welcome points"))],
)
def test_a_new_rule_begins_as_a_way_of_giving_that_was_chosen(
    rules, desk, answers, language, names
):
    settings.edit(desk, language=language)

    def choose(form):
        if hasattr(form, "template"):
            ways = [one.name for one in form.table.model.rows]
            form.table.mark(ways.index("Welcome points"))
        form.try_it()
        return form.result() == form.DialogCode.Accepted

    answers.given["show"] = choose
    rules.add()
    (made,) = reward_rules.listed(desk)
    assert (made.name, made.name_en) == names
    assert (made.triggers, made.rewards) == ((rewards.joining(),), (rewards.Points(100),))


# --- what is due ------------------------------------------------------------------------------


def test_what_is_due_is_shown_line_by_line_with_what_runs_short_and_why(opened, monthly, three):
    form = opened()
    assert form.total.text() == "4 things are due to 2 members · cost ¥6.00 · 1 left out"
    numbers = [members.get(form.till.desk, one).number for one in three]
    assert cells(form.table) == [
        [f"甲 · {numbers[0]}", "Monthly", "2026-10-10", "Cup", "¥3.00"],
        [f"甲 · {numbers[0]}", "Monthly", "2026-10-10", "5 points", "¥0.00"],
        [f"乙 · {numbers[1]}", "Monthly", "2026-10-10", "Cup", "¥3.00"],
        [f"乙 · {numbers[1]}", "Monthly", "2026-10-10", "5 points", "¥0.00"],
        [f"丙 · {numbers[2]}", "Monthly", "–", "Left out: the gift is out of stock", "–"],
    ]
    short = held_by(form.short)[0]
    said = [one.text() for one in short.findChildren(type(form.total)) if one.text()]
    assert said == ["Cup: 3 wanted, 2 in stock; waiting until more arrive: 1."]


def test_lines_are_narrowed_by_rule_by_outcome_and_by_name(opened, desk, monthly, three):
    rewards.add(
        desk, name="周年", trigger=rewards.every("month", day=12), reward=rewards.Points(7),
        starts_on=TODAY - 10 * DAY,
    )  # fmt: skip
    form = opened()

    def names():
        return [one.name for one in form.table.model.rows]

    assert names() == ["甲", "甲", "乙", "乙", "甲", "乙", "丙", "丙"]
    form.rule.setCurrentIndex(form.rule.findData("周年"))
    assert names() == ["甲", "乙", "丙"]
    form.rule.setCurrentIndex(0)
    form.which.setCurrentIndex(form.which.findData("out"))
    assert names() == ["丙"]
    form.which.setCurrentIndex(form.which.findData("given"))
    form.query.setText("丙")
    assert names() == ["丙"]
    form.query.setText("nobody")
    assert names() == []
    assert form.table.empty.text() == "Nothing fits this."
    assert form.count.text() == "0 lines"


def test_giving_gives_exactly_what_was_shown_and_offers_its_vouchers_as_paper(
    qtbot, opened, monthly, three, told, preview
):
    form = opened()
    seen, desk = form.seen, form.till.desk
    assert [one.isVisible() for one in form.papers] == [False, False]
    form.try_it()
    settle(qtbot, form)
    assert form.given == seen
    assert [len(vouchers.of_member(desk, one)) for one in three] == [1, 1, 0]
    assert points.balance(desk, three[0]) == 5
    assert told[-1][1] == "4 things were given to 2 members · cost ¥6.00 · 1 left out"
    assert form.isVisible(), "what was given is still to be looked at"
    for paper in form.papers:
        paper.click()
    assert preview["pages"] == [1, 1], "the vouchers, and the list to tick off"
    form.try_it()
    assert not form.isVisible()
    assert len(vouchers.of_member(desk, three[0])) == 1, "Close gives nothing again"


def test_nothing_due_can_not_be_given(opened, monthly):
    form = opened()
    assert form.table.empty.text() == "Nothing is due."
    assert not form.ok.isEnabled()
    form.try_it()
    assert form.given is None


def test_a_later_day_is_looked_at_but_not_given(qtbot, opened, monthly, three):
    form = opened()
    form.day.setDate(QDate(2026, 11, 10))
    settle(qtbot, form)
    had, short = "already given this gift", "the gift is out of stock"
    assert [one.said for one in form.lines if not one.is_given] == [short, had, had, short]
    assert "looks ahead" in form.note.text()
    assert not form.ok.isEnabled()
    form.try_it()
    assert vouchers.of_member(form.till.desk, three[0]) == []
    form.day.setDate(QDate(2026, 10, 15))
    settle(qtbot, form)
    assert form.ok.isEnabled()
    assert form.day.minimumDate() == QDate(2026, 10, 15)


def test_a_run_that_is_stopped_tells_what_it_gave_and_the_rest_is_due_still(
    qtbot, opened, desk, monkeypatch
):
    monkeypatch.setattr(rewards, "_BATCH", 2)
    for number in range(5):
        members.register(desk, name=f"客{number}", joined_on=TODAY - 60 * DAY)
    rewards.add(
        desk, name="月", trigger=rewards.every("month", day=10), reward=rewards.Points(5),
        starts_on=TODAY - 10 * DAY,
    )  # fmt: skip
    form = opened()
    run, held = rewards.run, []

    def stopped(desk, *, progress, cancelled):
        def told(done, total):
            form.job.line.is_cancelled = True  # as Stop does, after the first part
            progress(done, total)

        held.append(run(desk, progress=told, cancelled=cancelled))
        return held[0]

    monkeypatch.setattr(rewards, "run", stopped)
    form.try_it()
    settle(qtbot, form)
    assert form.given == held[0]
    assert form.total.text() == "2 things were given to 2 members"
    assert form.note.text() == "It was stopped: this much was given, the rest is due still."
    assert len(rewards.preview(desk).given) == 3


def test_the_day_stands_while_it_gives_and_what_was_given_is_told(
    qtbot, opened, monthly, three, monkeypatch
):
    """Another day would look anew in place of giving, and nobody would hear what was given."""
    form, goes_on, run = opened(), Event(), rewards.run

    def slowly(*given, **named):
        goes_on.wait(20)
        return run(*given, **named)

    monkeypatch.setattr(rewards, "run", slowly)
    form.try_it()
    assert not form.day.isEnabled()
    for _ in range(3):
        qtbot.keyClick(form.day, Qt.Key.Key_Up)
    goes_on.set()
    settle(qtbot, form)
    assert form.given is not None
    assert form.total.text().startswith("4 things were given to 2 members")
    assert form.day.date() == QDate(2026, 10, 15)


def test_looking_that_is_stopped_can_be_begun_again(qtbot, till, monthly, three):
    form = RunForm(till, None)
    qtbot.addWidget(form)
    form.show()
    form.stop_it()
    settle(qtbot, form)
    if form.seen is None:
        assert "Stopped" in form.table.empty.text()
        assert form.ok.text() == "Look again"
        form.try_it()
        settle(qtbot, form)
    assert form.ok.text() == "Give it now"
    assert len(form.lines) == 5


def test_leaving_while_it_looks_leaves_once_that_has_ended(qtbot, till, monthly):
    form = RunForm(till, None)
    qtbot.addWidget(form)
    form.show()
    form.reject()
    qtbot.waitUntil(lambda: not form.isVisible())
    assert form.given is None


def test_a_clock_that_cannot_be_believed_gives_nothing_and_says_so(
    qtbot, opened, clock, monthly, three
):
    clock.tick(days=180)
    form = opened()
    form.try_it()
    settle(qtbot, form)
    assert form.given is None
    assert "clock" in form.said.text()
    assert form.said.isVisible()
    assert vouchers.of_member(form.till.desk, three[0]) == []


def test_a_profile_tells_what_rules_gave_the_member_and_what_waits(
    qtbot, till, three, monthly, answers
):
    rewards.run(till.desk)
    seen = []
    answers.given["show"] = lambda form: seen.append(cells(form.table))
    tab = profile_tabs.Vouchers(till, lambda: None)
    qtbot.addWidget(tab)
    for member in (three[0], three[2]):
        tab.show_member(members.get(till.desk, member))
        tab.by_rules()
    assert seen == [
        [["2026-10-10", "Monthly", "Points: 5"], ["2026-10-10", "Monthly", "Cup"]],
        [["2026-10-10", "Monthly", "Waits for stock"]],
    ]


def test_the_note_of_a_new_day_leads_to_what_is_due(page, answers, monthly):
    page.tabs.setCurrentIndex(0)
    answers.given["show"] = False
    page.show_what(run=True)
    assert page.tabs.tabText(page.tabs.currentIndex()) == "Rules"
    assert [type(form) for _kind, (form,) in answers.asked] == [RunForm]
    background.finish()


def test_festivals_are_looked_at_from_the_rules(rules, answers):
    answers.given["show"] = False
    rules.festivals_button.click()
    ((_kind, (form,)),) = answers.asked
    assert isinstance(form, FestivalsForm)


def test_what_a_rule_gave_opens_from_the_list_and_the_card_and_leads_to_its_vouchers(
    qtbot, rules, three, monthly, till, answers
):
    rewards.run(till.desk)
    counted(rules)
    opened = []

    def look(form):
        rows = form.table.model.rows
        leads = {form.leads(row)[0] for row in rows}
        assert all(form.leads(row)[0] == "vouchers" for row in rows if row.voucher_code)
        opened.append((form.sum, len(rows), leads))

    answers.given["show"] = look
    columns = [one for one in rules.table.model.columns if one.opens is not None]
    assert [one.title for one in columns] == ["Times given", "Cost"]
    for one in columns:
        one.opens(rules.table.current)
    for cell in facts_of(rules.shown):
        if isinstance(cell, Figure):
            cell.opens()
    qtbot.waitUntil(lambda: len(opened) == 6)
    said = "Total: 2 times · 0 of 2 vouchers used · owed 1 · cost ¥6.00"
    assert opened == [(said, 5, {"vouchers", "members"})] * 6
