"""The tab of events: making one, inviting, and the door, by keys and by scans."""

from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shopdesk import (
    cards,
    events,
    gifts,
    interactions,
    members,
    passes,
    products,
    rewards,
    segments,
    tiers,
)
from tests.core.prepaid import pass_for
from tests.ui.views_events import TAB
from ui import dialogs
from ui.pages.event_forms import CancelForm, EventForm, InviteForm
from ui.pages.vouchers import Vouchers
from ui.widgets.laid import held_by


@pytest.fixture
def page(qtbot, till):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.load()
    made.tabs.setCurrentIndex(TAB)
    return made


@pytest.fixture
def part(page):
    return page.parts[TAB]


@pytest.fixture
def said(till):
    told = []
    till.told.connect(lambda text, *_rest: told.append(text))
    return told


def make(till, **more):
    return events.add(till.desk, **{"name": "品茶会", "on": till.desk.today()} | more)


def person(till, name="张三丰", tier=None):
    made = members.register(till.desk, name=name).id
    if tier:
        tiers.lock(till.desk, made, tier, reason="r")
    return made


def opened(part, event):
    part.load()
    part.table.mark([one.id for one in part.table.model.rows].index(event.id))
    part.open()
    return part.door


def figures_of(door):
    return {one.accessibleName(): one for one in held_by(door.figures)[0].parts}


def rows(door):
    return [(one.name, one.state, one.came_at is not None) for one in door.table.model.rows]


def test_an_event_is_made_and_changed_in_a_form(page, part, till, said):
    form = EventForm(till, page, None)
    form.name.setText("新品发布会")
    form.on.setText("2026-10-20")
    form.starts.setText("25:00")
    form.try_it()
    assert form.said.text() == "25:00 is no time of the day: write it like 14:00."
    form.starts.setText("14:00")
    form.capacity.setText("20")
    form.try_it()
    (made,) = events.listed(till.desk)
    assert (made.name, made.starts, made.capacity) == ("新品发布会", "14:00", 20)
    form = EventForm(till, page, made)
    form.capacity.clear()
    form.place.setText("二楼")
    form.try_it()
    assert events.get(till.desk, made.id).capacity is None
    assert events.get(till.desk, made.id).place == "二楼"
    assert said[-1] == "新品发布会 is saved."


def test_one_that_is_called_off_says_why_and_lets_nobody_in(page, part, till):
    made = make(till)
    form = CancelForm(till, page, made)
    form.try_it()
    assert "Say why" in form.said.text()
    form.reason.setText("台风")
    form.try_it()
    door = opened(part, made)
    assert door.said.text() == "Called off on 15 Oct 2026: 台风"
    assert not door.at_door.isVisible()
    assert not door.invite_button.isEnabled()
    assert not door.table.action.isVisible()
    assert not door.scanned(cards.of_member(till.desk, person(till))[0].code)


def test_the_event_of_today_is_marked_first(part, till):
    for days in (3, 0, -3):
        make(till, name=f"{days}", on=till.desk.today() + timedelta(days=days))
    part.load()
    assert [one.name for one in part.table.model.rows] == ["3", "0", "-3"]
    assert part.table.current.name == "0"


def test_a_member_or_a_segment_is_invited(page, part, till, said, qtbot):
    first, _second = person(till, "客一", "gold"), person(till, "客二", "gold")
    gold = segments.add(
        till.desk, name="金", filters=[segments.Filter("tier", "is_in", ("gold",))]
    )  # fmt: skip
    made = make(till, capacity=1)
    form = InviteForm(till, page, made)
    form.try_it()
    assert form.said.text() == "There is no member –. Search again or register them."
    form.who.choose(members.get(till.desk, first))
    form.try_it()
    assert said[-1] == "Invited: 1 of them has a seat, 0 wait for one."
    form = InviteForm(till, page, made)
    form.choose("segment")
    assert form.segment.currentData() == gold.id
    with qtbot.waitSignal(form.accepted):
        form.try_it()
        assert not form.ok.isEnabled(), "beside the window"
    assert said[-1] == "Invited: 1 of them has a seat, 1 waits for one."
    assert rows(opened(part, made)) == [("客一", "open", False), ("客二", "waiting", False)]


@pytest.mark.parametrize("leaves", [False, True])
def test_inviting_a_segment_is_stopped_as_a_whole(page, till, qtbot, monkeypatch, leaves):
    is_stopped, invite = Event(), events.invite

    def invite_later(*given, **named):
        is_stopped.wait(20)
        return invite(*given, **named)

    monkeypatch.setattr(events, "invite", invite_later)
    person(till, "客一")
    segments.add(till.desk, name="人人", filters=[])
    made, left = make(till), []
    form = InviteForm(till, page, made)
    form.finished.connect(left.append)
    form.choose("segment")
    form.try_it()
    for _ in range(2):  # whoever is impatient presses again
        form.reject() if leaves else form.stop.click()
    assert left == []
    is_stopped.set()
    qtbot.waitUntil(lambda: form.job is None, timeout=20_000)
    assert events.guests(till.desk, made.id) == []
    assert left == ([0] if leaves else [])
    assert form.stop.isHidden()
    assert form.ok.isEnabled()


def test_whoever_is_typed_at_the_door_is_checked_in(part, till, said, qtbot):
    who = person(till)
    made = make(till)
    events.invite(till.desk, made.id, members=[who])
    door = opened(part, made)
    assert door.at_door.isVisible()
    qtbot.keyClicks(door.brought, "2")
    qtbot.keyClicks(door.who.query, "zsf")
    qtbot.keyClick(door.who.query, Qt.Key.Key_Return)
    assert rows(door) == [("张三丰", "open", True)]
    assert events.guests(till.desk, made.id)[0].brought == 2
    assert door.brought.text() == ""
    assert said[-1] == "张三丰 (Member) is checked in."
    assert " · ".join(figures_of(door)) == (
        "Invited 1 · Will come 0 · Came 1 · Brought along 2 · Turnout 100%"
    )


def test_who_is_invited_is_chosen_and_invited_by_enter_alone(page, part, till, said, qtbot):
    who = person(till, "客一", "gold")
    made = make(till)
    form = InviteForm(till, page, made)
    with qtbot.waitActive(form):
        form.show()
    qtbot.waitUntil(form.who.query.hasFocus)
    form.who.query.setText("客一")
    for _time in range(2):
        QTest.keyClick(form.windowHandle(), Qt.Key.Key_Return)
    assert form.result() == form.DialogCode.Accepted
    assert [one.member_id for one in events.guests(till.desk, made.id)] == [who]


def test_after_a_guest_of_the_list_is_checked_in_the_keys_are_where_the_next_is_typed(
    page, part, till, qtbot
):
    made = make(till)
    events.invite(till.desk, made.id, members=[person(till)])
    door = opened(part, made)
    with qtbot.waitActive(page):
        page.show()
    door.table.mark(0)
    door.come_button.setFocus()
    door.come_button.click()
    assert not door.come_button.isEnabled()
    assert page.focusWidget() is door.who.query


def test_a_scan_of_a_card_checks_in_once_and_says_who_was_not_invited(page, part, till, said):
    code = cards.of_member(till.desk, person(till))[0].code
    door = opened(part, make(till))
    assert page.scanned(code)
    assert said[-1] == "张三丰 (Member) is checked in, and was not invited."
    assert page.scanned(code)
    assert said[-1] == "张三丰 (Member) was checked in at 12:00 already."
    assert rows(door) == [("张三丰", "walk_in", True)]
    assert len(interactions.of_member(till.desk, 1)) == 1


def test_the_door_says_what_rules_give_who_comes_or_why_nothing(page, part, till, said):
    event = make(till)
    cup = gifts.add(till.desk, name="杯", name_en="Cup", stock=1).id
    coming = rewards.attending(event.id)
    gives = rewards.add(till.desk, name="谢", trigger=coming, reward=rewards.voucher(gift=cup))
    door = opened(part, event)
    first, second, third = (person(till, f"客{number}") for number in "一二三")
    coming_in = [(first, "Given by rule: Cup."), (second, "谢 waits for stock.")]
    for member, told in coming_in:
        assert page.scanned(cards.of_member(till.desk, member)[0].code)
        assert said[-1].endswith(f"is checked in, and was not invited. {told}")
    assert page.scanned(cards.of_member(till.desk, second)[0].code)
    assert said[-1].endswith("was checked in at 12:00 already.")
    rewards.edit(till.desk, gives.id, limits=rewards.Limits(in_all=1))
    door.who.choose(members.get(till.desk, third))
    assert said[-1].endswith("Nothing is given by rule: the rule has given as often as it may.")


def test_a_number_that_cannot_be_is_said_and_nobody_is_checked_in(part, till, said):
    who = person(till)
    door = opened(part, make(till))
    door.brought.setText("99999")
    door.who.choose(members.get(till.desk, who))
    assert "99999" in said[-1]
    assert rows(door) == []


@pytest.mark.parametrize("days", [-1, 1])
def test_a_scan_goes_where_it_belongs_on_another_day(page, part, till, days):
    code = cards.of_member(till.desk, person(till))[0].code
    door = opened(part, make(till, on=till.desk.today() + timedelta(days=days)))
    assert not page.scanned(code)
    assert door.said.text().startswith("Guests are checked in on ")
    assert door.invite_button.isEnabled() == (days > 0)


def test_a_check_in_is_undone_with_what_it_gave(part, till, said):
    who, tea = person(till), products.add(till.desk, name="茶", price=1000).id
    made = make(till)
    rewards.add(
        till.desk, name="到场礼", trigger=rewards.attending(made.id),
        reward=rewards.PassUses(pass_for(till.desk, tea, 5000, 10), 2),
    )  # fmt: skip
    door = opened(part, made)
    door.who.choose(members.get(till.desk, who))
    assert passes.available(till.desk, who, tea) == 2
    door.undo_button.click()
    assert passes.available(till.desk, who, tea) == 0
    assert rows(door) == []
    assert "taken back" in said[-1]


def test_answers_and_who_is_taken_off(part, till, said):
    one, _two = person(till, "客一"), person(till, "客二")
    made = make(till, capacity=1)
    events.invite(till.desk, made.id, members=[one, one + 1])
    door = opened(part, made)
    door.no_button.click()
    assert rows(door) == [("客二", "open", False), ("客一", "declined", False)]
    door.table.mark(0)
    door.yes_button.click()
    assert rows(door)[0] == ("客二", "accepted", False)
    door.table.mark(1)
    assert door.off_button.isEnabled()
    door.off_button.click()
    assert said[-1] == "客一 is off the list."
    door.table.mark(0)
    door.come_button.click()
    assert rows(door) == [("客二", "accepted", True)]
    assert not door.off_button.isEnabled()
    assert not door.come_button.isEnabled()


def test_escape_clears_what_is_typed_and_then_goes_back_to_the_list(page, part, till):
    door = opened(part, make(till))
    door.who.query.setText("x")
    assert page.escape()
    assert part.is_open
    assert not door.who.is_open
    assert page.escape()
    assert not part.is_open
    assert not page.escape()


def test_the_list_is_printed_from_the_list_and_from_the_door(page, part, till, monkeypatch):
    seen = []
    monkeypatch.setattr("ui.widgets.preview.Preview.seen", lambda one: seen.append(one.name))
    made = make(till)
    part.load()
    page.paper()
    opened(part, made)
    page.paper()
    assert seen == ["guests-2026-10-15"] * 2


def test_a_cashier_is_at_the_door_and_makes_no_events(qtbot, page, till, monkeypatch):
    make(till)
    till.desk.role = "cashier"
    monkeypatch.setattr(dialogs, "show", lambda _dialog: pytest.fail("no form opens"))
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.tabs.setCurrentIndex(TAB)
    part = made.parts[TAB]
    assert not part.add_button.isEnabled()
    assert not part.edit_button.isEnabled()
    assert part.open_button.isEnabled()
    part.open()
    assert part.door.at_door.isVisibleTo(part.door)
    assert not part.door.invite_button.isEnabled()


def test_who_comes_to_the_marked_event_is_rewarded_by_a_rule_begun_for_it(part, till, answers):
    make(till, name="先")
    made = make(
        till, name="茶友会", name_en="Tea evening", on=till.desk.today() + timedelta(days=3)
    )
    part.load()
    part.table.mark([one.id for one in part.table.model.rows].index(made.id))
    answers.given["show"] = lambda form: form.try_it() or True
    part.reward_button.click()
    (rule,) = rewards.rules(till.desk)
    assert rule.triggers == (rewards.attending(made.id),)
    assert (rule.name, rule.name_en) == ("Thanks for coming: Tea evening", None)


@pytest.mark.parametrize(
    ("days", "is_off", "is_offered"), [(-1, False, False), (0, False, True), (1, True, False)]
)
def test_only_who_can_still_come_is_rewarded(part, till, days, is_off, is_offered):
    made = make(till, on=till.desk.today() + timedelta(days=days))
    if is_off:
        events.cancel(till.desk, made.id, reason="rain")
    part.load()
    assert part.reward_button.isEnabled() == is_offered


@pytest.mark.parametrize(
    ("figure", "names"),
    [
        ("Seats 3", ["甲", "乙", "丁"]), ("Invited 3", ["甲", "乙", "丙"]), ("Waiting 0", None),
        ("Will come 1", ["甲"]), ("Came 2", ["甲", "丁"]), ("Not invited 1", ["丁"]),
        ("Brought along 2", ["甲"]), ("Turnout 33%", ["甲"]),
    ],
)  # fmt: skip
def test_each_figure_of_an_event_opens_whom_it_counts(part, till, answers, figure, names):
    made, desk = make(till, capacity=3), till.desk
    ids = {name: person(till, name) for name in "甲乙丙丁"}
    events.invite(desk, made.id, members=[ids[name] for name in "甲乙丙"])
    events.answer(desk, made.id, ids["甲"], "accepted")
    events.answer(desk, made.id, ids["丙"], "declined")
    events.check_in(desk, made.id, ids["甲"], brought=2)
    events.check_in(desk, made.id, ids["丁"])
    forms = []
    answers.given["show"] = forms.append
    cells = figures_of(opened(part, made))
    if names is None:
        assert figure not in cells
        return
    cells[figure].opens()
    (form,) = forms
    assert sorted(one.name for one in form.table.model.rows) == sorted(names)


def test_what_an_event_gave_and_cost_opens_its_rows_and_they_sum_to_it(part, till, answers, qtbot):
    made, desk = make(till), till.desk
    rewards.add(
        desk, name="到场礼", trigger=rewards.attending(made.id),
        reward=[rewards.Points(200), rewards.voucher(amount=1000)],
    )  # fmt: skip
    who = person(till, "甲")
    events.check_in(desk, made.id, who)
    forms = []
    answers.given["show"] = forms.append
    cells = figures_of(opened(part, made))
    cost = events.figures(desk, made.id).cost
    cells[f"Cost {till.money(cost)}"].opens()
    qtbot.waitUntil(lambda: len(forms) == 1)
    rows = forms[0].table.model.rows
    assert (len(rows), sum(one.cost for one in rows)) == (2, cost)
    assert {one.member_id for one in rows} == {who}
