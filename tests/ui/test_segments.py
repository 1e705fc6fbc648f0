"""Segments and festivals on the screen: listed, counted, made, changed, removed."""

from datetime import date

import pytest
from PySide6.QtWidgets import QDateEdit

from shopdesk import consents, festivals, members, purchases, rewards, segments, staff, tags
from shopdesk.segments import EVER, TRAITS, Filter
from shopdesk.shop import Desk
from tests.core.test_segment_words import every_filter
from ui.pages.festival_form import FestivalsForm
from ui.pages.segment_filter import FilterRow, SeveralForm
from ui.pages.segment_form import SegmentForm
from ui.pages.segment_list import SegmentList
from ui.pages.vouchers import PLACES, Vouchers


@pytest.fixture
def page(qtbot, till):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.show()
    return made


@pytest.fixture
def part(page, qtbot):
    """The tab of segments, looked at and counted."""
    made = page.parts[PLACES[SegmentList]]
    page.tabs.setCurrentIndex(PLACES[SegmentList])
    settled(qtbot, made)
    return made


def settled(qtbot, part):
    qtbot.waitUntil(lambda: part.job is None and part.long.job is None)


def names(part):
    return [one.name for one in part.members.model.rows]


def counts(part):
    table = part.table.model
    return {table.text(row, 0): table.text(row, 1) for row in range(table.rowCount())}


@pytest.fixture
def two(desk, tea):
    """One who bought and one who did not, a segment for each."""
    for name in ("买", "不买"):
        members.register(desk, name=name, phone=None)
    purchases.record(desk, member=1, lines=[(tea, 1)], pay={"cash": 6_800})
    bought = segments.add(desk, name="买过", name_en="Bought", filters=[
        Filter("visits", "at_least", 1),
    ])  # fmt: skip
    segments.add(desk, name="人人", name_en="Everyone", filters=[])
    return bought


# --- the list ---------------------------------------------------------------------------------


def test_without_segments_it_is_said_what_one_is(part):
    assert "group of members" in part.table.empty.text()
    assert not part.edit_button.isEnabled()
    part.begin()


def test_segments_are_counted_as_of_now_and_the_marked_one_is_listed(qtbot, two, part, desk):
    assert counts(part) == {"Bought": "1", "Everyone": "2"}
    part.table.mark(0)
    settled(qtbot, part)
    assert part.said.text() == "At least 1 visit in the last year"
    assert "近一年" in part.other.text()
    assert names(part) == ["买"]
    assert part.count.text() == "1 member now"
    purchases.record(desk, member=2, amount=100, pay={"cash": 100})
    part.load()
    settled(qtbot, part)
    assert counts(part)["Bought"] == "2"
    assert names(part) == ["不买", "买"]


def test_nothing_is_counted_behind_another_tab(qtbot, two, page):
    part = page.parts[PLACES[SegmentList]]
    assert part.job is None
    assert counts(part) == {}
    page.tabs.setCurrentIndex(PLACES[SegmentList])
    settled(qtbot, part)
    assert counts(part)["Everyone"] == "2"


def test_a_member_of_a_segment_opens_the_profile(qtbot, two, part, till):
    heard = []
    till.wanted.connect(lambda name, what: heard.append((name, what)))
    part.members.opened.emit(part.members.model.rows[0])
    assert heard == [("members", {"member": 1})]


def test_a_segment_is_removed_after_a_question_unless_a_rule_is_for_it(
    qtbot, two, part, desk, answers, told
):
    rule = {"trigger": rewards.joining(), "reward": rewards.Points(1), "segment": two.id}
    rewards.add(desk, name="礼", **rule)
    answers.given["ask"] = False
    part.remove()
    answers.given["ask"] = True
    part.remove()
    assert told[-1][0] == "bad"
    assert "礼" in told[-1][1]
    part.table.mark(1)
    part.remove()
    assert [one.name for one in segments.listed(desk)] == ["买过"]


@pytest.mark.usefixtures("two")
def test_the_list_that_is_saved_has_who_agreed(qtbot, part, desk, answers, told, tmp_path):
    consents.give(desk, 2, "marketing", wording="w")
    file = tmp_path / "list.csv"
    answers.given["save"] = file
    part.table.mark(1)
    part.export()
    qtbot.waitUntil(lambda: bool(told))
    text = file.read_text("utf-8-sig")
    assert "不买" in text
    assert text.count("\n") == 2
    assert "Left out, as they did not agree to be written to: 1" in told[-1][1]


def test_a_cashier_looks_at_segments_and_changes_none(qtbot, two, part, till, desk):
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="1")
    page = Vouchers(till)
    qtbot.addWidget(page)
    page.load()
    part = page.parts[PLACES[SegmentList]]
    page.tabs.setCurrentIndex(PLACES[SegmentList])
    assert len(part.table.model.rows) == 2
    for one in (part.add_button, part.edit_button, part.remove_button, part.export_button):
        assert not one.isEnabled()


# --- the form ---------------------------------------------------------------------------------


@pytest.fixture
def form(qtbot, till, two):
    made = SegmentForm(till, None, None)
    qtbot.addWidget(made)
    return made


def choose(box, value):
    box.setCurrentIndex(box.findData(value))


def test_a_segment_is_made_row_by_row_said_and_counted(qtbot, form, desk, told):
    form.name.setText("回头客")
    row = form.filter_rows()[0]
    choose(row.trait, "spend")
    choose(row.test, "at_least")
    row.value.widget.setText("68")
    choose(row.days, EVER)
    assert form.sentences.text().splitlines()[0] == "Spent at least ¥68.00 ever"
    assert form.counted.text() == "Counting…"
    qtbot.waitUntil(lambda: form.counted.text() == "1 member now")
    form.add()
    second = form.filter_rows()[1]
    choose(second.trait, "tier")
    assert second.value.read() == ("member",)
    choose(form.mode, True)
    qtbot.waitUntil(lambda: form.counted.text() == "2 members now")
    form.try_it()
    assert form.saved.is_any
    assert segments.get(desk, form.saved.id).filters == (
        Filter("spend", "at_least", 6_800, EVER), Filter("tier", "is_in", ("member",)),
    )  # fmt: skip


def test_what_cannot_be_is_said_while_typing_and_cannot_be_saved(form):
    form.name.setText("a")
    row = form.filter_rows()[0]
    row.value.widget.setText("x")
    assert "x" in form.sentences.text()
    assert form.fault is not None
    assert not form.pause.isActive()
    row.value.widget.setText("2")
    assert form.fault is None


def test_a_form_without_rows_is_for_all_members(form):
    form.filter_rows()[0].remove.click()
    assert form.sentences.text().startswith("All members")
    assert form.filters() == ()


def test_every_filter_is_shown_as_it_was_kept(qtbot, till, desk, two):
    tags.put(desk, 1, ["x"])
    for one in every_filter(desk):
        if one.value in (("x",), "x"):
            continue  # no such category
        row = FilterRow(till, one, lambda: None, lambda _row: None)
        qtbot.addWidget(row)
        assert row.filter() == one
    days = Filter("joined", "from", date(2024, 2, 29))
    row = FilterRow(till, days, lambda: None, lambda _row: None)
    qtbot.addWidget(row)
    assert isinstance(row.value.widget, QDateEdit)
    assert row.filter() == days
    odd = FilterRow(till, Filter("spend", "is", 5, 45), lambda: None, lambda _row: None)
    qtbot.addWidget(odd)
    assert odd.filter() == Filter("spend", "is", 5, 45)


def test_each_fact_can_be_chosen_and_offers_a_value_that_can_be(qtbot, form, desk):
    tags.put(desk, 1, ["x"])
    row = form.filter_rows()[0]
    for name, trait in TRAITS.items():
        choose(row.trait, name)
        if trait.kind == "text":
            row.value.widget.setText("x")
        assert segments.checked(desk, [row.filter()]), name
        assert row.days.isVisibleTo(row) == trait.is_of_days


def test_several_are_chosen_in_a_form_of_their_own(form, answers, desk):
    row = form.filter_rows()[0]
    choose(row.trait, "tier")

    def take(several):
        several.boxes["silver"].setChecked(True)
        several.take()
        return True

    answers.given["show"] = take
    row.value.widget.click()
    assert row.filter().value == ("member", "silver")
    assert row.value.widget.text() == "Member, Silver"
    assert form.sentences.text().startswith("Member or Silver")


def test_a_template_fills_the_form(qtbot, form):
    place = next(
        place for place in range(form.templates.count())
        if form.templates.itemText(place) == "Never bought"
    )  # fmt: skip
    form.templates.setCurrentIndex(place)
    assert form.name_en.text() == "Never bought"
    assert form.filters() == (Filter("visits", "at_most", 0, EVER),)
    qtbot.waitUntil(lambda: form.counted.text() == "1 member now")


def test_a_form_that_was_left_counts_no_more(form):
    form.pause.start()
    form.reject()
    assert not form.pause.isActive()


def test_a_choice_without_anything_chosen_is_refused(qtbot, till, form):
    several = SeveralForm(till, None, "tier", ("gold",))
    qtbot.addWidget(several)
    several.boxes["gold"].setChecked(False)
    several.take()
    row = form.filter_rows()[0]
    choose(row.trait, "tier")
    row.value.show_value(several.chosen)
    form.show_what_comes()
    assert form.fault is not None


# --- festivals --------------------------------------------------------------------------------


@pytest.fixture
def days(qtbot, till):
    made = FestivalsForm(till, None)
    qtbot.addWidget(made)
    return made


def shown(days, code):
    return next(one for one in days.table.model.rows if one.festival.code == code)


def test_festivals_are_listed_by_the_day_on_which_they_come_next(days):
    rows = days.table.model.rows
    assert [one.coming for one in rows] == sorted(one.coming for one in rows)
    assert shown(days, "spring_festival").coming == [date(2027, 2, 6), date(2028, 1, 26)]


def test_an_own_festival_is_added_changed_and_removed(days, desk, answers, told):
    days.name.setText("店庆")
    days.day.setText("06-01")
    days.try_it()
    (made,) = [one for one in festivals.known(desk).values() if one.is_own]
    assert (made.month, made.day, made.is_lunar) == (6, 1, False)
    assert not days.name.text()
    days.table.mark([one.festival.code for one in days.table.model.rows].index(made.code))
    assert (days.name.text(), days.day.text()) == ("店庆", "06-01")
    choose(days.calendar, True)
    days.lunar.show((3, 3))
    days.try_it()
    assert festivals.get(desk, made.code).is_lunar
    days.table.mark([one.festival.code for one in days.table.model.rows].index(made.code))
    answers.given["ask"] = True
    days.remove_it()
    assert made.code not in festivals.known(desk)


def test_a_day_that_is_none_or_that_a_rule_is_for_is_refused_in_the_form(days, desk, answers):
    days.name.setText("店庆")
    days.try_it()
    assert days.said.isVisibleTo(days)
    own = festivals.add(desk, name="春", day=(3, 1))
    rewards.add(desk, name="礼", trigger=rewards.festival(own.code), reward=rewards.Points(1))
    days.accept()
    days.table.mark([one.festival.code for one in days.table.model.rows].index(own.code))
    answers.given["ask"] = True
    days.remove_it()
    assert "礼" in days.said.text()
    days.day.setText("03-02")
    days.try_it()
    assert festivals.get(desk, own.code).day == 1


def test_everybodys_festivals_leave_what_is_typed_for_a_new_one(days):
    days.table.mark(0)
    assert days.edited is None
    assert not days.remove.isEnabled()
    assert days.heading.text() == "New festival"
