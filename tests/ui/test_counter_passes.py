"""Passes at the counter: sold, used, refused in words; and all of what is prepaid by keys alone."""

import pytest
from PySide6.QtTest import QTest

from shopdesk import cards, passes, products, purchases, stored_value
from tests.core.prepaid import pass_for
from tests.ui.hands import ENTER
from tests.ui.test_counter_prepaid import (
    ALT,
    KEY,
    LEFT,
    buttons,
    fifty_from_five_hundred,
    form_keys,
    held,
    receipts,
    texts,
    typing,
)

__all__ = ["form_keys", "typing"]


@pytest.fixture
def ten(desk, member, tea):
    """The member's pass for ten of the tea, sold here; three are left."""
    sold = pass_for(desk, tea, 50_000, 10)
    purchases.record(desk, member=member, lines=[(sold, 1)], pay={"cash": 50_000})
    purchases.record(desk, member=member, lines=[(tea, 7)], passes=[0], pay={})
    return passes.of_member(desk, member)[0].id


def test_a_pass_is_sold_like_goods(typing, counter, desk, member, tea):
    sold = pass_for(desk, tea, 50_000, 10)
    counter.choose(member)
    counter.add_product(sold)
    typing.press(ENTER)
    (one,) = passes.of_member(desk, member)
    assert (one.left, one.price) == (10, 50_000)


def test_a_pass_that_fits_is_offered_and_pays_its_line_by_a_key(
    typing, counter, desk, member, tea, ten
):
    counter.choose(member)
    seen = texts(counter.card)
    assert "次卡: 3 of 10 left for 茉莉银针" in seen
    assert "until 13 Jan 2027" in seen
    counter.add_product(tea)
    assert "Use pass, 3 of 10 left" in buttons(counter.lines)
    assert counter.quote.due == 6800
    typing.press(KEY.Key_U, ALT)
    assert counter.quote.due == 0
    assert buttons(counter.lines)["Use pass, 3 of 10 left"].isChecked()
    assert "茉莉银针: by a pass" in texts(counter.pay.steps)
    assert "0.00" in texts(counter.lines)
    typing.press(ENTER)
    assert passes.get(desk, ten).left == 2
    assert receipts(desk)[-1].total == 0


def test_a_line_goes_by_its_own_button_and_may_be_paid_after_all(counter, desk, member, tea, ten):
    other = products.add(desk, name="龙井", price=1000).id
    counter.choose(member)
    for one in (tea, other):
        counter.add_product(one)
    for due in (1000, 7800):
        QTest.mouseClick(buttons(counter.lines)["Use pass, 3 of 10 left"], LEFT)
        assert counter.quote.due == due


def test_more_than_is_left_is_refused_in_words_and_the_line_stays(counter, member, tea, ten, told):
    counter.choose(member)
    for _once in range(4):
        counter.add_product(tea)
    counter.prepaying.use_passes()
    said = "茉莉银针: 4 wanted by pass, but the member's passes have 3 left."
    assert told[-1] == ("bad", said)
    assert counter.quote.due == 4 * 6800


def test_a_line_that_outgrows_its_pass_says_so_and_goes_on_without_it(counter, member, tea, ten):
    counter.choose(member)
    counter.add_product(tea)
    counter.prepaying.use_passes()
    for _once in range(3):
        counter.add_product(tea)
    assert counter.quote is None
    assert "茉莉银针: 4 wanted by pass, but the member's passes have 3 left." in texts(
        counter.pay.steps
    )
    counter.prepaying.use_passes()
    assert counter.quote.due == 4 * 6800


def test_a_walk_in_and_who_has_no_pass_are_refused_in_words(counter, desk, tea, member, told):
    counter.add_product(tea)
    counter.prepaying.use_passes()
    assert told[-1] == ("bad", "A pass belongs to a member: say first who buys 茉莉银针.")
    counter.choose(member)
    counter.prepaying.use_passes()
    assert told[-1] == ("bad", "茉莉银针: 1 wanted by pass, but the member's passes have 0 left.")
    assert counter.quote.due == 6800


def test_a_pass_and_a_price_by_hand_do_not_meet_on_a_line(counter, member, tea, ten, answers):
    counter.choose(member)
    counter.add_product(tea)
    counter.basket.prices = {tea: (100, "torn")}
    counter.prepaying.use_passes()
    assert (counter.quote.due, counter.basket.prices) == (0, {})
    answers.given["show"] = lambda form: False
    counter.change_price(-1)
    assert counter.quote.due == 0, "nothing was changed in the form"

    def cheaper(form):
        form.price.setText("60")
        form.reason.setText("torn")
        form.try_it()
        return form.result()

    answers.given["show"] = cheaper
    counter.change_price(-1)
    assert (counter.quote.due, counter.basket.passes) == (6000, [])


def test_escape_takes_the_pass_back_before_the_line(typing, counter, member, tea, ten):
    counter.choose(member)
    counter.add_product(tea)
    counter.prepaying.use_passes()
    typing.press(KEY.Key_Escape)
    assert counter.quote.due == 6800


# --- all of it --------------------------------------------------------------------------------


def test_a_member_tops_up_pays_uses_a_pass_and_gets_the_rest_back_by_keys_alone(
    typing, desk, member, ten, form_keys, clock
):
    fifty_from_five_hundred(desk)
    card = cards.of_member(desk, member)[0].code
    clock.tick(minutes=1)
    typing.scan(card)
    form_keys("500", ENTER)
    typing.press(KEY.Key_T, ALT)
    assert held(desk, member) == (50_000, 5_000)
    clock.tick(minutes=1)
    typing.type("110")
    typing.press(KEY.Key_S, ALT)
    typing.press(ENTER)
    assert held(desk, member) == (40_000, 4_000)
    clock.tick(minutes=1)
    typing.scan(card)
    typing.scan("6901234567892")
    typing.press(KEY.Key_U, ALT)
    typing.press(ENTER)
    assert passes.get(desk, ten).left == 2
    typing.press(KEY.Key_F5)
    typing.press(KEY.Key_Down)
    typing.press(KEY.Key_Down)
    typing.press(ENTER)
    assert typing.window.frame.page.topped_up.refund.hasFocus()
    form_keys("moving", ENTER)
    typing.press(ENTER)
    assert held(desk, member) == (0, 0)
    assert stored_value.get(desk, 1).money_back == 40_000
