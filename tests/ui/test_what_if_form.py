"""A change tried on the months gone by, as it is seen before it is saved."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import events, gifts, members, purchases, rewards, tiers, what_if
from shopdesk.refusals import Refused
from shopdesk.what_if import Rules
from tests.ui.test_settings_ladder import ladder
from ui.pages.rule_form import RuleForm
from ui.pages.settings_shop import ShopSection
from ui.pages.what_if_form import WhatIf

__all__ = ["ladder"]


@pytest.fixture
def past(desk, clock):
    """A shop in November in which Li bought for ¥600 in October, and Wang for ¥2,000."""
    for name, amount in (("Li", 60_000), ("Wang", 200_000)):
        member = members.register(desk, name=name).id
        purchases.record(desk, member=member, amount=amount, pay={"cash": amount})
    clock.now = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
    return desk


def halved(desk):
    found = []
    for tier in tiers.ladder(desk):
        conditions = tier.criteria.conditions if tier.criteria else ()
        lower = tuple(replace(one, threshold=one.threshold // 2) for one in conditions)
        criteria = tier.criteria and replace(tier.criteria, conditions=lower)
        found.append(replace(tier, criteria=criteria))
    return found


def texts(table):
    model = table.model
    return [
        [model.data(model.index(place, column)) for column in range(model.columnCount())]
        for place in range(model.rowCount())
    ]


def tried(qtbot, till, change):
    form = WhatIf(till, None, change)
    qtbot.addWidget(form)
    qtbot.waitUntil(lambda: form.busy.job is None)
    assert form.result_shown is not None
    return form


def test_who_moves_stands_in_a_table_from_tier_to_tier(qtbot, till, past):
    form = tried(qtbot, till, {"ladder": halved(past)})
    shown = form.result_shown
    assert shown.headline.text() == (
        "1 Nov 2025 to 31 Oct 2026: 2 of 2 would stand on another tier."
    )
    assert texts(shown.moves)[:2] == [
        ["Member", "–", "1", "–", "–", "–"],
        ["Silver", "–", "–", "1", "–", "–"],
    ]
    assert form.stop.isHidden()


def test_every_table_is_seen_whole(qtbot, till, window, past):
    form = WhatIf(till, window, {"ladder": halved(past)})
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(lambda: form.busy.job is None)
    QApplication.processEvents()
    shown = form.result_shown
    for table in (shown.figures, shown.moves, shown.by_month):
        assert table.view.verticalScrollBar().maximum() == 0, table.view.accessibleName()


def test_the_months_show_the_figure_that_is_chosen(qtbot, till, past):
    shown = tried(qtbot, till, {"rates": {"earn_points": 3}}).result_shown
    shown.figure.setCurrentIndex(3)
    assert texts(shown.by_month)[-1] == ["2026-10", "2,600", "7,800", "+5,200"]
    assert texts(shown.by_month)[0] == ["2025-11", "0", "0", "–"]
    assert ["Points owed to members", "2,600", "7,800", "+5,200"] in texts(shown.figures)
    assert ["What these points are worth", "¥26.00", "¥78.00", "+¥52.00"] in texts(shown.figures)


def test_a_rule_that_is_not_there_yet_is_tried_with_what_it_lacks(qtbot, till, past):
    bag = gifts.add(past, name="Bag", cost=800, stock=1).id
    words = {"name": "Bag for all", "trigger": rewards.purchase(over=100),
             "reward": rewards.voucher(gift=bag), "limits": rewards.Limits(share=99)}  # fmt: skip
    shown = tried(qtbot, till, {"rules": Rules(added=[words])}).result_shown
    assert texts(shown.rules) == [["Bag for all", "–", "2", "–", "¥16.00"]]
    assert [one.text() for one in shown.tried] == ["Bag for all: 2 times, ¥16.00 at most."]
    notes = [note.text() for note in shown._notes()]
    assert notes == [
        "Bag: 2 would be given, 1 in stock",
        "If it were for everybody instead of a pilot: vouchers 2, ¥16.00",
    ]
    assert rewards.rules(past) == []


def test_other_months_are_tried_at_once(qtbot, till, past):
    form = tried(qtbot, till, {"rates": {"earn_points": 3}})
    form.months.setCurrentIndex(0)
    qtbot.waitUntil(lambda: form.busy.job is None)
    assert len(texts(form.result_shown.by_month)) == 3
    assert form.counted.isHidden()


def test_it_can_be_stopped_and_nothing_is_shown(qtbot, till, past, monkeypatch):
    def endless(_desk, *, progress, **_change):
        while True:
            progress(1, 2)

    monkeypatch.setattr(what_if, "simulate", endless)
    form = WhatIf(till, None, {})
    qtbot.addWidget(form)
    form.show()
    assert form.stop.isVisible()
    form.cancel()
    qtbot.waitUntil(lambda: form.busy.job is None)
    assert form.stop.isHidden()
    assert form.state.text().startswith("It was stopped.")
    assert form.result_shown is None


def test_what_is_refused_is_said_in_the_form(qtbot, till, past):
    form = WhatIf(till, None, {"rates": {"earn_per": 0}})
    qtbot.addWidget(form)
    qtbot.waitUntil(lambda: form.busy.job is None)
    with pytest.raises(Refused) as refused:
        what_if.simulate(past, rates={"earn_per": 0})
    assert form.said.text() == refused.value.text("en")


def test_a_ladder_is_tried_before_it_is_applied(qtbot, ladder, past, answers):
    seen = []

    def shown(form):
        qtbot.waitUntil(lambda: form.busy.job is None)
        seen.append((form.windowTitle(), len(form.seen.moves)))
        form.try_it()
        return form.result() == 1

    answers.given["show"] = shown
    ladder.load()
    assert not ladder.what_if.isEnabled()
    ladder.show_draft(halved(past))
    assert ladder.what_if.isEnabled()
    ladder.what_if.click()
    assert seen == [("This ladder in the past", 2)]
    assert ladder.is_changed()
    assert tiers.ladder(past) != tuple(halved(past))


def test_rates_of_points_are_tried_as_they_are_typed(qtbot, till, past, answers):
    section = ShopSection(till)
    qtbot.addWidget(section)
    section.load()
    section.earn_points.setText("3")
    seen = []

    def shown(form):
        qtbot.waitUntil(lambda: form.busy.job is None)
        seen.append(form.change)
        return True

    answers.given["show"] = shown
    section.what_if.click()
    rates = {"earn_points": 3, "earn_per": 100, "points_step": 100, "points_value": 100}
    assert seen == [{"rates": rates}]
    assert past.shop.settings.earn_points == 1


def test_a_rule_is_tried_as_its_form_has_it(qtbot, till, past, answers):
    """A new one without a name yet, and one that is changed."""
    kept = rewards.add(past, name="a", trigger=rewards.joining(), reward=rewards.Points(5))
    words = {"name": "", "trigger": rewards.purchase(over=100), "reward": rewards.Points(200)}
    seen, above = [], []

    def shown(form):
        qtbot.waitUntil(lambda: form.busy.job is None)
        seen.append([row[:3] for row in texts(form.result_shown.rules)])
        above.append([one.text() for one in form.result_shown.tried])
        return True

    answers.given["show"] = shown
    for edited in (None, kept):
        parent = QWidget()
        qtbot.addWidget(parent)
        made = RuleForm(till, parent, words, edited=edited)
        made.what_if.click()
        qtbot.waitUntil(lambda made=made: made.prospect.job is None)
    assert seen == [[["a", "2", "2"], ["This rule", "–", "2"]], [["This rule", "2", "2"]]]
    assert above == [
        ["This rule: 2 times, ¥4.00 at most."],
        ["This rule: ¥4.00 at most, now ¥0.00; times given: 2, now 2."],
    ]
    assert [rule.name for rule in rewards.rules(past)] == ["a"]


def test_that_guests_are_left_out_is_said_where_a_rule_is_for_an_event(qtbot, till, past, answers):
    evening = events.add(past, name="会", on=past.today()).id
    said = []

    def shown(form):
        qtbot.waitUntil(lambda: form.busy.job is None)
        said.append(form.note.text())
        return True

    answers.given["show"] = shown
    for trigger in (rewards.joining(), rewards.attending(evening)):
        parent = QWidget()
        qtbot.addWidget(parent)
        made = RuleForm(till, parent, {"name": "", "trigger": trigger, "reward": rewards.Points(5)})
        made.what_if.click()
        qtbot.waitUntil(lambda made=made: made.prospect.job is None)
    left_out = "Guests of events are left out, so these rules give them nothing here: {rules}."
    assert said == ["", left_out.format(rules="This rule")]
    rewards.add(past, name="谢", trigger=rewards.attending(evening), reward=rewards.Points(5))
    form = tried(qtbot, till, {"ladder": halved(past)})
    assert form.note.text() == left_out.format(rules="谢"), "of the rules in force too"
