"""The ladder on the screen: in words, in a draft, in force."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shopdesk import ladders, members, purchases, staff, tiers
from shopdesk.ladders import Tier
from shopdesk.language import LANGUAGES
from shopdesk.shop import Desk
from ui import discounts, look
from ui.pages import settings_ladder_words as words
from ui.pages.settings import Settings
from ui.pages.settings_ladder import LadderSection
from ui.preferences import SIZES, changed
from ui.widgets.parts import field


@pytest.fixture
def ladder(qtbot, till):
    made = LadderSection(till)
    qtbot.addWidget(made)
    made.load()
    return made


@pytest.fixture
def cashier(desk, till):
    """A cashier takes the owner's seat."""
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="1")
    return till.signed_in


def fill(answers, **texts):
    """Answer the next form: type the texts, press the button; tells what the form said."""
    said = []

    def filled(form):
        for name, text in texts.items():
            part = form
            for step in name.split("__"):
                part = getattr(part, step)
            if hasattr(part, "setText"):
                part.setText(text)
            else:
                part.setCurrentIndex(part.findData(text))
        form.try_it()
        said.append(form.said.text())
        return form.result() == 1

    answers.given["show"] = filled
    return said


def test_the_ladder_is_told_in_words(ladder):
    asked = [ladder._asked(tier) for tier in ladder.table.model.rows]
    assert asked == [
        "everyone",
        "¥1,000 spent or 10 visits in 12 months",
        "¥3,000 spent or 25 visits in 12 months",
        "¥5,000 spent in 12 months",
        "¥12,000 spent in 12 months",
    ]


def test_the_list_says_the_days_of_all_tiers_once_in_the_title(ladder):
    def cells(column):
        return [ladder.table.model.text(row, column) for row in range(5)]

    assert ladder.table.model.titles[1] == "In 12 months"
    assert cells(1) == [
        "everyone", "¥1,000 / 10 visits", "¥3,000 / 25 visits", "¥5,000", "¥12,000",
    ]  # fmt: skip
    assert cells(2) == ["–", "2% off", "5% off", "8% off", "10% off"]
    assert cells(3) == ["×1", "×1.2", "×1.5", "×1.8", "×2"]


def test_the_list_says_the_days_of_each_tier_where_they_differ(ladder):
    other = ladders.all_of(
        ladders.at_least("visits", 3, ladders.rolling_months(1)),
        ladders.at_least("points_earned", 1500, ladders.rolling_months(1)),
    )
    lowest, silver, *_above = ladder.draft
    ladder.show_draft([lowest, silver, Tier("tea", {"en": "Tea"}, other)])
    assert ladder.table.model.titles[1] == "Condition"
    assert ladder.table.model.text(1, 1) == "¥1,000 spent or 10 visits in 12 months"
    ladder.show_draft([lowest, Tier("tea", {"en": "Tea"}, other)])
    assert ladder.table.model.text(1, 1) == "3 visits + 1,500 points"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_tier_asks_for_is_whole_with_the_largest_letters(qtbot, qapp, till, language):
    till.prefer(language=language, size=SIZES[-1])
    look.apply(qapp, "light", SIZES[-1])
    page = Settings(till)
    qtbot.addWidget(page)
    page.resize(874, 728)
    page.show()
    page.show_section("ladder")
    view = page.section.table.view
    advance = view.fontMetrics().horizontalAdvance
    for row in range(5):
        assert advance(page.section.table.model.text(row, 1)) < view.columnWidth(1) - 16
    look.apply(qapp, "light", 100)


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        (
            ladders.all_of(
                ladders.at_least("visits", 1, ladders.rolling_months(1)),
                ladders.at_least("points_earned", 500, ladders.rolling_months(1)),
            ),
            "1 visit and 500 points earned in 1 month",
        ),
        (
            ladders.any_of(
                ladders.at_least("spend", 100_00, ladders.lifetime()),
                ladders.at_least("visits", 3, ladders.calendar_quarter()),
            ),
            "¥100 spent ever or 3 visits in a calendar quarter",
        ),
        (
            ladders.any_of(ladders.at_least("visits", 3, ladders.membership_year())),
            "3 visits in a membership year",
        ),
    ],
)
def test_days_that_all_conditions_share_are_said_once(till, criteria, said):
    assert words.sentence(till, criteria) == said


def test_a_tier_is_changed_in_a_draft_and_put_in_force_as_a_whole(ladder, answers, desk, told):
    assert not ladder.put.isEnabled()
    ladder.table.mark(1)
    fill(answers, discount="3", chinese="白银", colour="#b5607d")
    ladder.edit()
    assert tiers.ladder(desk)[1].discount_percent == 2
    assert ladder.state.text() == "Changed here, not yet in force."
    ladder.load()
    assert ladder.is_changed()
    ladder.record()
    silver = tiers.ladder(desk)[1]
    assert (silver.code, silver.names["zh_CN"], silver.discount_percent, silver.colour) == (
        "silver", "白银", 3, "#b5607d",
    )  # fmt: skip
    assert silver.criteria == ladders.TEMPLATES["five"][1].criteria
    assert told == [("good", "The ladder is in force from now on.")]
    assert not ladder.is_changed()


def test_a_new_tier_is_added_with_its_conditions(ladder, answers, desk):

    def filled(form):
        form.english.setText("Black")
        first = form.condition_rows()[0]
        first.number.setText("20000")
        form.add()
        second = form.condition_rows()[1]
        second.number.setText("99")
        second.days.setCurrentIndex(second.days.findData("calendar_year"))
        assert not second.months.isEnabled()
        form.mode.setCurrentIndex(form.mode.findData("all"))
        form.try_it()
        return True

    answers.given["show"] = filled
    ladder.add()
    ladder.record()
    black = tiers.ladder(desk)[-1]
    assert (black.code, black.names) == ("tier6", {"en": "Black"})
    assert black.criteria == ladders.all_of(
        ladders.at_least("spend", 20_000_00, ladders.rolling_months(12)),
        ladders.at_least("visits", 99, ladders.calendar_year()),
    )


def test_a_condition_may_go_but_not_the_last_one(ladder, answers):
    counts = []

    def filled(form):
        rows = form.condition_rows()
        rows[0].remove.click()
        left = form.condition_rows()
        counts.append((len(rows), len(left), left[0].remove.isEnabled(), form.more.isEnabled()))
        return False

    answers.given["show"] = filled
    ladder.table.mark(1)
    ladder.edit()
    assert counts == [(2, 1, False, True)]
    assert not ladder.is_changed()


@pytest.mark.parametrize(
    ("texts", "part"),
    [
        ({"discount": "much"}, '"much" cannot be used here'),
        ({"chinese": " ", "english": ""}, "Still missing: English name"),
        ({"points": ""}, "Still missing: Points in percent"),
    ],
)
def test_what_a_tier_cannot_be_is_refused_in_its_form(ladder, answers, texts, part):
    ladder.table.mark(2)
    said = fill(answers, **texts)
    ladder.edit()
    assert part in said[0]
    assert not ladder.is_changed()


def test_a_ladder_that_cannot_be_is_said_while_it_is_made_and_refused_when_put_in_force(
    ladder, desk, told
):
    before = tiers.ladder(desk)
    ladder.table.mark(0)
    ladder.shift(1)
    assert "everyone" not in ladder._asked(ladder.draft[1])
    assert "the lowest tier is everyone's" in ladder.state.text()
    ladder.record()
    assert told[-1][0] == "bad"
    assert tiers.ladder(desk) == before
    assert ladder.is_changed()
    assert ladder.escape()
    assert ladder.draft == list(before)


def test_a_tier_on_which_members_stand_cannot_be_taken_out(ladder, desk, told):
    members.register(desk, name="张三丰")
    ladder.table.mark(0)
    ladder.remove()
    ladder.record()
    assert "members stand on the tier member" in told[-1][1]


def test_a_template_begins_another_draft(ladder, desk):
    ladder.template.setCurrentIndex(ladder.template.findData("four"))
    ladder.template.activated.emit(ladder.template.currentIndex())
    assert [tier.code for tier in ladder.draft] == ["member", "silver", "gold", "diamond"]
    ladder.record()
    assert len(tiers.ladder(desk)) == 4


def test_only_an_owner_changes_the_ladder(cashier, ladder, answers):
    assert ladder.put.isHidden()
    assert not ladder.only_owner.isHidden()
    ladder.table.opened.emit(ladder.draft[1])
    assert not answers.asked


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "2", "2% off: what costs ¥100 is sold for ¥98"),
        ("en", "98", "98% off: what costs ¥100 is sold for ¥2"),
        ("en", "0", "no discount: what costs ¥100 is sold for ¥100"),
        ("en", "9.8", ""),
        ("en", "101", ""),
        ("en", "", "off the price"),
        ("zh_CN", "2", "9.8 折：原价 ¥100 的卖 ¥98"),
        ("zh_CN", "98", "0.2 折：原价 ¥100 的卖 ¥2"),
    ],
)
def test_beside_a_discount_stands_what_it_does_to_a_price(qtbot, till, language, typed, said):
    till.preferences = changed(till.preferences, language=language)
    till.speak()
    percent = field("x")
    told = discounts.echo(till, percent, "off the price")
    for each in (percent, told):
        qtbot.addWidget(each)
    percent.setText(typed)
    assert told.text() == said


# --- what it would come to --------------------------------------------------------------------


def cheaper(ladder):
    """Silver for half as much."""
    lowest, silver, *above = ladder.draft
    easy = ladders.any_of(ladders.at_least("spend", 500_00, ladders.rolling_months(12)))
    return [lowest, replace(silver, criteria=easy), *above]


def reckoned(qtbot, prospect):
    qtbot.waitUntil(lambda: not prospect.pause.isActive() and prospect.job is None)


def figures(told):
    return told.text().split(" · ")


@pytest.fixture
def history(desk, clock):
    """Li bought for ¥600 in October, it is November."""
    li = members.register(desk, name="Li").id
    purchases.record(desk, member=li, amount=600_00, pay={"cash": 600_00})
    clock.now = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)


def test_who_would_move_and_what_it_costs_stands_beside_a_draft(qtbot, history, ladder):
    assert ladder.prospect.isHidden()
    ladder.show_draft(cheaper(ladder), 1)
    assert not ladder.prospect.isHidden()
    reckoned(qtbot, ladder.prospect)
    seen = ladder.prospect
    assert seen.said.text() == "Counted again today, 1 of 1 would move up and 0 down."
    assert figures(seen.stands)[:2] == ["Member 1 → 0", "Silver 0 → 1"]
    assert figures(seen.costs)[0].startswith("Discount of tiers")
    assert "1 Aug 2026 to 31 Oct 2026" in seen.note.text()
    ladder.escape()
    assert seen.isHidden()


def test_what_is_typed_into_a_tier_is_tried_beside_it_and_left_for_the_next(
    qtbot, history, ladder, answers
):
    def typed(form):
        row = form.condition_rows()[0]
        row.number.setText("700")
        form.prospect.look()
        first = form.prospect.job
        row.number.setText("500")
        assert first.is_cancelled
        assert form.prospect.pause.isActive()
        reckoned(qtbot, form.prospect)
        assert figures(form.prospect.stands)[1] == "Silver 0 → 1"
        form.discount.setText("101")
        assert form.marks.field is form.discount
        assert form.prospect.isHidden(), "what cannot be is not tried"
        return False

    answers.given["show"] = typed
    ladder.table.mark(1)
    ladder.edit()
    assert answers.asked


def test_a_new_shop_is_told_that_there_is_nothing_to_try_a_ladder_on(qtbot, ladder):
    ladder.show_draft(cheaper(ladder), 1)
    reckoned(qtbot, ladder.prospect)
    assert ladder.prospect.said.text() == (
        "There is no member yet: nobody would move, and there is no history to try it on."
    )


def test_a_shop_where_nobody_bought_yet_is_told_so(qtbot, desk, ladder):
    members.register(desk, name="Li")
    ladder.show_draft(cheaper(ladder), 1)
    reckoned(qtbot, ladder.prospect)
    assert ladder.prospect.note.text().startswith("No member bought anything in the last 3 whole")
