"""Reviews, keep lines and counting everyone again, as an owner sets them on the screen."""

from dataclasses import replace

import pytest

from shopdesk import members, notices, purchases, tiers
from shopdesk.store.change import change
from tests.ui.test_settings_ladder import fill, ladder

__all__ = ["ladder"]
from ui.pages.settings_owner import OwnerSection


def test_reviews_and_a_keep_line_are_put_in_force_with_the_ladder(ladder, answers, desk):
    ladder.review.setText("12")
    ladder.grace.setText("14")
    ladder.table.mark(1)

    def shown(form):
        first, _second = form.condition_rows()
        assert (first.number.text(), first.keep.text()) == ("1000.00", "")
        first.keep.setText("600")
        form.try_it()
        return form.result() == 1

    answers.given["show"] = shown
    ladder.edit()
    assert ladder.is_changed()
    ladder.record()
    assert tiers.terms(desk) == tiers.Terms(12, 14)
    silver = tiers.ladder(desk)[1]
    assert [c.threshold for c in silver.keep.conditions] == [60_000, 10]
    assert not ladder.is_changed()


def test_editing_a_tier_keeps_what_its_form_does_not_show(ladder, answers, desk):
    base, silver, *rest = tiers.ladder(desk)
    tiers.set_ladder(desk, [base, replace(silver, category_discounts={"茶": 7}), *rest])
    ladder.load()
    ladder.table.mark(1)
    fill(answers, discount="3")
    ladder.edit()
    ladder.record()
    changed = tiers.ladder(desk)[1]
    assert (changed.discount_percent, changed.category_discounts) == (3, {"茶": 7})


def test_a_rating_is_asked_with_its_decimals(ladder, answers, desk):
    ladder.table.mark(4)

    def shown(form):
        (row,) = form.condition_rows()
        row.fact.setCurrentIndex(row.fact.findData("mean_rating"))
        row.number.setText("4.5")
        form.try_it()
        return form.result() == 1

    answers.given["show"] = shown
    ladder.edit()
    ladder.record()
    (condition,) = tiers.ladder(desk)[4].criteria.conditions
    assert (condition.fact, condition.threshold) == ("mean_rating", 450)


@pytest.mark.parametrize("answer", [True, False])
def test_everyone_is_counted_again_after_it_was_told_who_moves(
    qtbot, ladder, answers, desk, told, answer
):
    member = members.register(desk, name="张三丰")
    purchases.record(desk, member=member.id, amount=50_000, pay={"cash": 50_000})
    base, silver, *rest = tiers.ladder(desk)
    lower = tiers.any_of(tiers.at_least("spend", 40_000, tiers.rolling_months(12)))
    tiers.set_ladder(desk, [base, replace(silver, criteria=lower), *rest])
    asked = []
    answers.given["ask"] = lambda _parent, _title, text, *_more: asked.append(text) or answer
    ladder.recounting.look(down=False)
    qtbot.waitUntil(lambda: bool(asked) and ladder.recounting.busy.job is None)
    assert asked == ["1 of 1 would move:\nMember → Silver: 1"]
    if answer:
        qtbot.waitUntil(lambda: bool(told))
        assert told == [("good", "1 member moved.")]
    assert members.get(desk, member.id).tier.code == ("silver" if answer else "member")


def test_a_notice_is_put_away_once_it_was_seen(qtbot, till, desk):
    member = members.register(desk, name="张三丰")
    with change(desk, action="purchases.refund") as made:
        notices.write(made, notices.PRICED_HIGHER, member=member.id, tier="silver", receipts=[])
    section = OwnerSection(till)
    qtbot.addWidget(section)
    section.load()
    section.notices.mark(0)
    assert "张三丰" in section.said.text()
    section.see()
    assert not notices.listed(desk)
    assert section.notices.model.rowCount() == 0


def test_counting_can_be_left(qtbot, ladder, monkeypatch):
    def endless(_desk, *, down, progress):
        while True:
            progress(1, 2)

    monkeypatch.setattr(tiers, "preview_recount", endless)
    ladder.recounting.look(down=False)
    assert not ladder.recounting.stop.isHidden()
    ladder.recounting.cancel()
    qtbot.waitUntil(lambda: ladder.recounting.busy.job is None)
    assert ladder.recounting.stop.isHidden()
