"""A reward rule as it is made: every trigger, reward and limit, told as one types, and changed."""

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from shopdesk import (
    categories,
    events,
    festivals,
    gift_sets,
    gifts,
    members,
    products,
    purchases,
    reward_rules,
    rewards,
    rule_making,
    segments,
    triggers,
    vouchers,
)
from shopdesk.reward_rules import Limits
from shopdesk.vouchers import Promise
from tests.core.prepaid import pass_for
from ui.pages.rule_form import RuleForm
from ui.pages.rule_reward import KINDS as REWARDS
from ui.pages.rule_templates import EVENT, TEMPLATES, TemplateForm, begun
from ui.pages.rule_trigger import KINDS as TRIGGERS

TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)
NEW = {"name": "a", "trigger": rewards.joining(), "reward": rewards.Points(5)}


@pytest.fixture
def form(qtbot, till, goods):
    """A new rule: points on joining, until it is changed."""
    return shown(qtbot, till, NEW)


@pytest.fixture
def goods(desk, tea):
    """A gift with stock, another, a set of both, a category, a pass, an event to come."""
    cup = gifts.add(desk, name="茶杯", name_en="Cup", cost=300, stock=2).id
    bag = gifts.add(desk, name="布袋", name_en="Bag", cost=100).id
    its = gift_sets.add(desk, name="套", name_en="Set", gifts={"member": bag, "gold": cup}).id
    events.add(desk, name="会", name_en="Evening", on=TODAY + DAY)
    return {"cup": cup, "bag": bag, "set": its, "pass": pass_for(desk, tea, 5000, 10)}


def shown(qtbot, till, values, edited=None):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = RuleForm(till, parent, values, edited=edited)
    made.opened_over = parent
    made.show()
    return made


def chosen(part, kind, **values):
    """Choose a kind and fill in its fields: a text, a choice's value, whether a box is ticked."""
    part.kind.setCurrentIndex(part.kind.findData(kind))
    for name, value in values.items():
        part.put(name, value)
    return part


def told(qtbot, form):
    qtbot.waitUntil(
        lambda: form.prospect.job is None and "Counting" not in form.prospect.told.text()
    )
    return form.prospect.told.text()


def saved(form):
    form.try_it()
    assert not form.said.isVisible(), form.said.text()
    return reward_rules.listed(form.till.desk)[-1]


# --- when -------------------------------------------------------------------------------------

TRIGGER_FIELDS = [
    ("every", {"period": "quarter", "day": "5"}, rewards.every("quarter", day=5)),
    ("every", {"period": "month", "day": ""}, rewards.every("month")),
    ("festival", {"festival": "mid_autumn", "before": "3"},
     rewards.festival("mid_autumn", before=3)),
    ("birthday", {}, rewards.birthday()),
    ("own_date", {"date": "anniversary", "before": ""}, rewards.own_date("anniversary")),
    ("years", {"years": ""}, rewards.membership_years()),
    ("years", {"years": "5"}, rewards.membership_years(5)),
    ("away", {"away": "60"}, rewards.away(60)),
    ("joining", {}, rewards.joining()),
    ("upgrade", {"tier": "gold"}, rewards.upgrade("gold")),
    ("visit", {"which": "", "visit": "10"}, rewards.visit(10)),
    ("visit", {"which": "every", "visit": "10"}, rewards.visit(10, is_every=True)),
    ("purchase", {"over": "200.00", "category": "茶"},
     rewards.purchase(over=20_000, category="茶")),
    ("purchase", {"over": "", "category": ""}, rewards.purchase()),
    ("referral", {"side": "friend", "least": "1.00"}, rewards.referral("friend")),
    ("rating", {"score": 4}, rewards.rating(4)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "trigger"), TRIGGER_FIELDS)
def test_every_trigger_is_asked_for_by_its_own_fields(form, kind, fields, trigger):
    part = chosen(form.triggers.parts[0], kind, **fields)
    seen = {name for name, held in part.held.items() if held.isVisible()}
    assert seen == set(fields) or (kind, seen) == ("birthday", {"windows"})
    assert saved(form).triggers == (trigger,)


@pytest.mark.parametrize(("kind", "fields", "trigger"), TRIGGER_FIELDS)
def test_a_rule_that_is_edited_shows_its_trigger_as_it_is(
    qtbot, till, goods, kind, fields, trigger
):
    rule = rewards.add(till.desk, name="a", trigger=trigger, reward=rewards.Points(5))
    form = shown(qtbot, till, rule_making.written(rule), edited=rule)
    assert form.triggers.parts[0].trigger() == trigger


def test_every_kind_of_trigger_can_be_chosen():
    assert {kind for kind, *_ in TRIGGER_FIELDS} | {"attending"} == set(TRIGGERS)
    assert set(TRIGGERS) == set(triggers.KINDS)


def test_the_events_to_come_are_offered_by_name_the_next_one_first(qtbot, till):
    days = {"昨": -DAY, "后": 2 * DAY, "今": 0 * DAY, "停": DAY}
    ids = {name: events.add(till.desk, name=name, on=TODAY + off).id for name, off in days.items()}
    events.cancel(till.desk, ids["停"], reason="rain")
    form = shown(qtbot, till, NEW)
    box = form.triggers.parts[0].fields["event"]
    assert [box.itemText(place) for place in range(box.count())] == [
        "今 · Thu 15 Oct", "后 · Sat 17 Oct",
    ]  # fmt: skip
    part = chosen(form.triggers.parts[0], "attending", event=ids["后"])
    assert {name for name, held in part.held.items() if held.isVisible()} == {"event"}
    assert "On coming to 后, Sat 17 Oct: " in form.prospect.sentence.text()
    assert saved(form).triggers == (rewards.attending(ids["后"]),)


def test_without_an_event_to_come_none_is_offered(qtbot, till):
    events.add(till.desk, name="昨", on=TODAY - DAY)
    form = shown(qtbot, till, NEW)
    kinds = form.triggers.parts[0].kind
    offered = [kinds.itemData(place) for place in range(kinds.count())]
    assert offered == [kind for kind in TRIGGERS if kind != "attending"]
    assert EVENT not in TemplateForm(till, form).table.model.rows


def test_a_birthday_has_a_window_for_each_tier_that_is_given_one(form):
    part = chosen(form.triggers.parts[0], "birthday")
    part.windows["silver"].setText("7")
    part.windows["gold"].setText("30")
    assert saved(form).triggers == (rewards.birthday(windows={"silver": 7, "gold": 30}),)


def test_a_festival_of_the_shops_own_is_offered_by_its_name(qtbot, till, goods):
    own = festivals.add(till.desk, name="店庆", name_en="Shop day", day=(5, 20))
    form = shown(qtbot, till, NEW)
    box = form.triggers.parts[0].fields["festival"]
    assert box.itemText(box.findData(own.code)) == "Shop day"


def test_a_rule_for_an_event_that_is_over_keeps_it(qtbot, till):
    past = events.add(till.desk, name="昨", on=TODAY - DAY).id
    event = rewards.attending(past)
    rule = rewards.add(till.desk, name="a", trigger=event, reward=rewards.Points(5))
    form = shown(qtbot, till, rule_making.written(rule), edited=rule)
    form.name.setText("b")
    assert saved(form).triggers == (event,)


# --- what -------------------------------------------------------------------------------------


def reward_fields(goods):
    return {
        "gift": ({"gift": goods["cup"], "instead": goods["bag"], "is_again": True,
                  "valid_days": "30"},
                 rewards.voucher(gift=goods["cup"], instead=goods["bag"], is_again=True,
                                 valid_days=30)),
        "of_tier": ({"gift_set": goods["set"], "is_again": False, "valid_days": ""},
                    rewards.OfTier(goods["set"])),
        "amount": ({"amount": "20", "minimum": "100", "valid_days": "30"},
                   rewards.voucher(amount=2000, minimum=10_000, valid_days=30)),
        "percent": ({"percent_off": "10", "cap": "50", "minimum": "", "valid_days": ""},
                    rewards.voucher(percent_off=10, cap=5000)),
        "points": ({"points": "88"}, rewards.Points(88)),
        "uses": ({"product": goods["pass"], "uses": "3"}, rewards.PassUses(goods["pass"], 3)),
        "multiplier": ({"percent": "200", "days": "7"}, rewards.Multiplied(200, 7)),
        "trial": ({"tier": "gold", "days": "30"}, rewards.Trial("gold", 30)),
    }  # fmt: skip


@pytest.mark.parametrize("kind", REWARDS)
def test_every_reward_is_asked_for_by_its_own_fields(form, goods, kind):
    fields, reward = reward_fields(goods)[kind]
    part = chosen(form.rewards.parts[0], kind, **fields)
    seen = {name for name, held in part.held.items() if held.isVisible()} - {"said"}
    assert seen == set(fields)
    assert saved(form).rewards == (reward,)


@pytest.mark.parametrize("kind", REWARDS)
def test_a_rule_that_is_edited_shows_its_reward_as_it_is(qtbot, till, goods, kind):
    _fields, reward = reward_fields(goods)[kind]
    rule = rewards.add(till.desk, name="a", trigger=rewards.joining(), reward=reward)
    form = shown(qtbot, till, rule_making.written(rule), edited=rule)
    assert form.rewards.parts[0].kind.currentData() == kind
    assert form.rewards.parts[0].reward() == reward


def test_what_the_form_does_not_ask_for_stays_as_it_is(qtbot, till, goods):
    alone = Promise(amount=500, is_alone=True, stacking="gift")
    rule = rewards.add(
        till.desk, name="a", trigger=rewards.joining(), reward=alone, limits=Limits(share=30)
    )
    form = shown(qtbot, till, rule_making.written(rule), edited=rule)
    form.rewards.parts[0].put("amount", "6.00")
    made = saved(form)
    assert made.rewards == (Promise(amount=600, is_alone=True, stacking="gift"),)
    assert made.limits == Limits(share=30)


def test_a_pass_off_sale_stays_in_the_rule_that_gives_it(qtbot, till, goods):
    uses = rewards.PassUses(goods["pass"], 2)
    rule = rewards.add(till.desk, name="a", trigger=rewards.joining(), reward=uses)
    products.edit(till.desk, goods["pass"], discontinued=True)
    form = shown(qtbot, till, rule_making.written(rule), edited=rule)
    assert form.rewards.parts[0].reward() == uses
    fresh = shown(qtbot, till, NEW).rewards.parts[0].kind
    assert fresh.findData("uses") == -1


def test_gifts_sets_and_passes_are_offered_only_where_there_are_some(qtbot, till):
    form = shown(qtbot, till, NEW)
    kinds = form.rewards.parts[0].kind
    offered = [kinds.itemData(place) for place in range(kinds.count())]
    assert offered == ["amount", "percent", "points", "multiplier", "trial"]


# --- several of them --------------------------------------------------------------------------


def test_a_rule_may_have_several_triggers_and_rewards_and_lose_one_again(form):
    assert not form.triggers.removes[0].isVisible(), "one there has to be"
    form.triggers.add_button.click()
    form.rewards.add_button.click()
    chosen(form.triggers.parts[1], "away", away="90")
    chosen(form.rewards.parts[1], "amount", amount="5")
    form.triggers.add_button.click()
    form.triggers.removes[0].click()
    made = saved(form)
    assert made.triggers == (rewards.away(90), rewards.joining())
    assert made.rewards == (rewards.Points(5), rewards.voucher(amount=500))


# --- who, how often, from when until when ---------------------------------------------------------


def test_limits_segment_channel_days_and_names_are_kept(qtbot, till, goods):
    its = segments.add(
        till.desk, name="买过", filters=[segments.Filter("spend", "at_least", 500)]
    ).id
    form = shown(qtbot, till, NEW)
    form.name.setText("礼")
    form.name_en.setText("Gift")
    form.segment.setCurrentIndex(form.segment.findData(its))
    form.channel.setCurrentIndex(form.channel.findData("courier"))
    limits = form.limits
    for typed, text in ((limits.per_member, "2"), (limits.in_all, "500"), (limits.budget, "1000"),
                        (limits.share, "20")):  # fmt: skip
        typed.setText(text)
    limits.period.setCurrentIndex(limits.period.findData("year"))
    form.first.setDate(TODAY + DAY)
    form.has_end.setChecked(True)
    form.last.setDate(TODAY + 9 * DAY)
    made = saved(form)
    assert (made.name, made.name_en, made.segment, made.channel) == ("礼", "Gift", its, "courier")
    assert made.limits == Limits(2, "year", 500, 100_000, 20)
    assert (made.starts_on, made.ends_on) == (TODAY + DAY, TODAY + 9 * DAY)


def test_empty_limits_are_none_and_without_an_end_it_goes_on(form):
    made = saved(form)
    assert (made.limits, made.starts_on, made.ends_on) == (Limits(), TODAY, None)


def test_the_first_day_of_what_has_begun_stays_and_that_of_what_comes_can_be_moved(qtbot, till):
    began = rewards.add(till.desk, **NEW, starts_on=TODAY - DAY)
    coming = rewards.add(till.desk, **NEW | {"name": "b"}, starts_on=TODAY + DAY)
    forms = [shown(qtbot, till, rule_making.written(one), edited=one) for one in (began, coming)]
    assert [form.first.isEnabled() for form in forms] == [False, True]
    forms[1].first.setDate(TODAY + 2 * DAY)
    assert saved(forms[1]).starts_on == TODAY + 2 * DAY


# --- told as one types ------------------------------------------------------------------------


def test_the_whole_rule_is_said_as_one_types_and_what_would_come_of_it(qtbot, form):
    for name in ("甲", "乙"):
        members.register(form.till.desk, name=name)
    part = chosen(form.triggers.parts[0], "every", period="month", day="1")
    chosen(form.rewards.parts[0], "amount", amount="20")
    assert form.prospect.sentence.text() == (
        "Every month from day 1 on: ¥20 off, valid for 60 days."
    )
    assert told(qtbot, form) == (
        "Today it is for 2 members. Until Sun 1 Nov it gives to 2 members, for ¥40.00 at most."
        " Each time costs ¥20.00 at most."
    )
    part.put("day", "x")
    assert form.prospect.sentence.text().startswith('"x" cannot be used here')
    assert form.prospect.told.isHidden()
    assert form.fault is not None
    part.put("day", "2")
    assert form.fault is None
    assert reward_rules.listed(form.till.desk) == []


def test_a_name_that_is_taken_is_said_before_it_is_saved(qtbot, till):
    rewards.add(till.desk, **NEW)
    form = shown(qtbot, till, NEW)
    assert form.fault is not None
    assert form.prospect.lacking.text() == "There is already one called a. Choose another name."
    assert form.prospect.sentence.text() == "On joining: 5 points.", "all else is told"
    assert form.what_if.isEnabled()
    form.name.setText("b")
    assert form.fault is None
    assert form.prospect.lacking.isHidden()
    form.name.setText("")
    form.try_it()
    assert form.said.isVisible(), "a rule needs a name to be saved"
    assert len(reward_rules.listed(till.desk)) == 1


@pytest.mark.parametrize("way", TEMPLATES, ids=lambda one: one.name)
def test_every_way_of_giving_makes_a_rule_as_it_stands(qtbot, till, goods, way):
    form = shown(qtbot, till, begun(till, way))
    made = saved(form)
    assert made.name == way.name
    assert made.closed_on is None


def test_a_second_rule_of_a_way_of_giving_begins_with_a_name_of_its_own(till):
    (way,) = (one for one in TEMPLATES if one.name == "Welcome points")
    for name in ("Welcome points", "Welcome points (2)", "Welcome points (3)"):
        assert rewards.add(till.desk, **begun(till, way)).name == name


def test_who_is_left_out_is_told_with_the_reason(qtbot, form, goods):
    first, second = (members.register(form.till.desk, name=name).id for name in "甲乙")
    vouchers.issue(form.till.desk, first, gift=goods["cup"], valid_days=9)
    chosen(form.triggers.parts[0], "every", period="month", day="1")
    chosen(form.rewards.parts[0], "gift", gift=goods["cup"])
    assert "1 is left out: already given this gift." in told(qtbot, form)
    vouchers.issue(form.till.desk, second, gift=goods["cup"], valid_days=9)
    third = members.register(form.till.desk, name="丙").id
    vouchers.issue(form.till.desk, third, gift=goods["bag"], valid_days=9)
    form.show_what_comes()
    said = "3 are left out: already given this gift 2, the gift is out of stock 1."
    assert said in told(qtbot, form)


@pytest.mark.parametrize("way", TEMPLATES, ids=lambda one: one.name)
def test_every_way_of_giving_does_without_gifts(qtbot, till, way):
    events.add(till.desk, name="会", on=TODAY)
    assert saved(shown(qtbot, till, begun(till, way))).name == way.name


def test_categories_are_offered_by_name(form):
    box = form.triggers.parts[0].fields["category"]
    names = [one.name for one in categories.listed(form.till.desk)]
    assert [box.itemData(place) for place in range(box.count())] == ["", *names]
    assert "茶" in names


def test_what_is_counted_beside_the_window_is_whole_as_soon_as_it_is_said(form):
    form.prospect.say("A gift of the tier, and all of it told at length. " * 6, "Counting…")
    form.prospect.say(form.prospect.sentence.text(), "It costs what it costs, for all. " * 8)
    for said in (form.prospect.sentence, form.prospect.told):
        assert said.height() >= said.heightForWidth(said.width())


def test_a_double_points_day_doubles_the_points_of_that_day_alone(form, desk, clock):
    (way,) = (one for one in TEMPLATES if one.name == "Double points day")
    rewards.add(desk, **begun(form.till, way))
    member = members.register(desk, name="张三丰").id
    earned = []
    for _day in range(3):
        rewards.run(desk)
        earned.append(purchases.record(desk, member=member, amount=1_000, pay={"cash": 1_000}))
        clock.tick(days=1)
    assert [one.points_earned for one in earned] == [10, 20, 10]
