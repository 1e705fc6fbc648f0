"""What is done from a profile by forms: tiers given by hand, what was said, who brought whom."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from shopdesk import (
    feedback,
    interactions,
    members,
    points,
    purchases,
    settings,
    tiers,
)
from tests.ui.hands import card_of, turned_to
from tests.ui.test_profile import page, profile
from ui.pages.profile_tier_forms import EndTierForm
from ui.widgets.member_form import MemberForm

__all__ = ["page", "profile"]


@pytest.fixture
def filled(answers):
    """Fill a form that is shown with this, press its button, and keep what it said."""
    said = []

    def fills(work):
        def answer(form):
            work(form)
            form.try_it()
            said.append(None if form.said.isHidden() else form.said.accessibleName())
            return form.said.isHidden()

        answers.given["show"] = answer
        return said

    return fills


def giving(way, tier, until="", reason="a friend of the house"):
    def work(form):
        form.buttons[way].click()
        form.tier.setCurrentIndex(form.tier.findData(tier))
        form.until.setText(until)
        form.reason.setText(reason)

    return work


# --- tiers given by hand ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "until", "said"),
    [
        ("lock", "", "张三丰: Fixed on Gold: a friend of the house"),
        ("lock", "2026-12-31", "张三丰: Fixed on Gold through 31 Dec 2026: a friend of the house"),
        ("floor", "", "张三丰: At least Gold: a friend of the house"),
        ("trial", "2026-12-31", "张三丰: Gold on trial through 31 Dec 2026"),
        ("paid", "2026-12-31", "张三丰: Gold paid for through 31 Dec 2026"),
    ],
)
def test_a_tier_is_given_and_shows_at_once(profile, filled, told, way, until, said):
    assert not turned_to(profile.tiers).end_button.isEnabled()
    filled(giving(way, "gold", until))
    turned_to(profile.tiers).give()
    assert told == [("good", said)]
    assert profile.tier.text() == "Gold"
    (one,) = tiers.overlays(profile.till.desk, profile.member.id)
    assert (one.kind, one.until_on) == (way, date.fromisoformat(until) if until else None)
    assert turned_to(profile.tiers).end_button.isEnabled()


@pytest.mark.parametrize(
    ("way", "until", "reason"),
    [("lock", "", ""), ("trial", "", "x"), ("paid", "", "x"), ("lock", "soon", "x"),
     ("lock", "2026-10-14", "x"), ("lock", "46500", "x"), ("lock", "20261231", "x")],
)  # fmt: skip
def test_what_cannot_be_given_is_said_in_the_form(profile, filled, told, way, until, reason):
    said = filled(giving(way, "gold", until, reason))
    turned_to(profile.tiers).give()
    assert said[0]
    assert "None" not in said[0]
    assert told == []
    assert tiers.overlays(profile.till.desk, profile.member.id) == ()


def test_the_form_begins_with_the_tier_held_and_says_what_each_way_means(profile, answers):
    seen = []

    def answer(form):
        for button in form.buttons.values():
            button.click()
            seen.append((form.meaning.text(), form.until.placeholderText()))
        return form.tier.currentData() == "member"

    answers.given["show"] = answer
    turned_to(profile.tiers).give()
    assert len({meaning for meaning, _ in seen}) == 3
    assert ["good" in hint for _, hint in seen] == [True, True, False, False]


def test_a_given_tier_is_ended_for_a_reason(profile, filled, told, desk, member):
    tiers.lock(desk, member, "gold", reason="a friend")
    said = filled(lambda form: form.reason.setText(" "))
    turned_to(profile.tiers).end()
    assert said[0]
    assert profile.tier.text() == "Gold"
    filled(lambda form: form.reason.setText("moved away"))
    turned_to(profile.tiers).end()
    assert told == [("good", "张三丰 is Member now.")]
    assert profile.tier.text() == "Member"
    assert not turned_to(profile.tiers).end_button.isEnabled()


def test_where_nothing_given_runs_any_more_there_is_nothing_to_end(qtbot, till, desk, member):
    form = EndTierForm(till, None, members.get(desk, member))
    qtbot.addWidget(form)
    assert not form.ok.isEnabled()
    assert "Nothing that was given to 张三丰 runs any more." in [
        one.text() for one in form.findChildren(QLabel)
    ]


def test_a_cashier_is_told_at_once_who_may_give_tiers(profile, cashier_seated, answers, told):
    turned_to(profile.tiers).give()
    turned_to(profile.tiers).end()
    assert answers.asked == []
    assert told == [("bad", "小陈 may not do this. Ask the manager or the owner.")] * 2


def test_the_points_that_end_next_are_said(profile, desk, member):
    assert "end on" not in turned_to(profile.points).said.text()
    settings.edit(desk, points_expiry="days", points_expiry_count=10)
    purchases.record(desk, member=member, amount=5000, pay={"cash": 5000})
    profile.load()
    assert points.next_expiry(desk, member) == (date(2026, 10, 25), 50)
    assert turned_to(profile.points).said.text().endswith("50 end on 25 Oct 2026.")


# --- what was said ------------------------------------------------------------------------------


def noting(what, note, **chosen):
    def work(form):
        form.buttons[what].click()
        for name, place in chosen.items():
            getattr(form, name).setCurrentIndex(place)
        form.note.setText(note)

    return work


def test_a_contact_and_a_rating_are_kept(profile, filled, told, desk, member):
    for work in (
        noting("contact", "the new tea", kind=3),
        noting("rating", "friendly", score=1),
    ):
        filled(work)
        profile.note()
    assert told == [("good", "Kept; it stands in the timeline of 张三丰.")] * 2
    (contact,), (rating,) = interactions.of_member(desk, member), feedback.of_member(desk, member)
    assert (contact.kind, contact.note) == ("complaint", "the new tea")
    assert (rating.score, rating.note) == (4, "friendly")
    assert turned_to(profile.timeline).table.model.rowCount() == 4, "with the month above"


def test_only_what_is_chosen_is_asked_for(profile, answers):
    seen = []

    def answer(form):
        for what, button in form.buttons.items():
            button.click()
            shown = [name for name, part in form.parts.items() if not part.isHidden()]
            seen.append((what, shown))
        return True

    answers.given["show"] = answer
    profile.note()
    assert seen == [(what, [what]) for what in ("contact", "rating")]


# --- who brought whom ---------------------------------------------------------------------------


@pytest.fixture
def form(qtbot, till):
    made = MemberForm(till, None)
    qtbot.addWidget(made)
    made.name.setText("李四")
    return made


@pytest.mark.parametrize("typed", ["13800138000", " 138 0013 8000", "100001"])
def test_a_new_member_names_who_brought_them(form, desk, member, typed):
    form.who.field.setText(typed)
    assert form.who.found.text() == "张三丰 (100001)"
    form.try_it()
    (row,) = desk.db.execute_sql("SELECT referrer_id FROM member WHERE name = '李四'").fetchall()
    assert row == (member,)


@pytest.mark.parametrize("typed", ["999999", "8000", "1000", "zsf", "张"])
def test_a_part_of_a_number_or_a_name_names_nobody(form, desk, member, typed):
    """A referrer is named once and for good."""
    form.who.field.setText(typed)
    assert form.who.found.text() == ""
    form.try_it()
    assert typed in form.said.accessibleName()
    assert members.find(desk, "李四") == []


def test_a_phone_that_a_family_shares_asks_for_the_number(form, desk, member):
    members.edit(desk, member, shared_phone=True)
    members.register(desk, name="张无忌", phone="13800138000", shared_phone=True)
    form.who.field.setText("13800138000")
    assert form.who.found.text() == "张三丰 (100001), 张无忌 (100002)"
    form.try_it()
    said = '"13800138000" fits several: 100001, 100002. Type one of these.'
    assert form.said.accessibleName() == said
    assert members.find(desk, "李四") == []


def test_a_card_that_was_lost_names_nobody(form, till, member):
    code = card_of(till, member)
    members.replace_card(till.desk, member)
    assert not form.takes(code)
    form.who.field.setText(code)
    assert form.who.found.text() == ""


def test_a_card_scanned_in_the_form_of_a_new_member_says_who_brought_them(form, till, member):
    code = card_of(till, member)
    assert form.scanned(code)
    assert form.who.field.text() == code


def test_whoever_is_known_names_nobody_any_more(qtbot, till, desk, member):
    made = MemberForm(till, None, members.get(desk, member))
    qtbot.addWidget(made)
    assert made.code_field is None
    assert made.who.parent() is None
