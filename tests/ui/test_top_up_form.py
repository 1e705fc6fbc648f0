"""Topping up in the window: several ways to pay, the cash given and its change, as at a sale."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk import members, settings, stored_value
from ui.pages.counter_split import SplitForm
from ui.pages.topping_up import TopUpForm, told

ENTER = Qt.Key.Key_Return


@pytest.fixture
def form(qtbot, till, member):
    """The form as it is first seen, the usual way to pay WeChat."""
    parent = QWidget()
    qtbot.addWidget(parent)
    made = TopUpForm(till, parent, members.get(till.desk, member))
    made.opened_over = parent
    with qtbot.waitActive(made):
        made.show()
    return made


@pytest.fixture
def keys(qtbot, form):
    """``keys("500", ENTER)``: typed where the cursor is."""

    def press(*typed):
        for one in typed:
            (qtbot.keyClicks if isinstance(one, str) else qtbot.keyClick)(form.focusWidget(), one)

    return press


@pytest.fixture
def split(answers):
    """``split(cash="300")``: what is typed into the form that shares the amount out."""

    def fill(**ways):
        def work(made):
            assert isinstance(made, SplitForm)
            for name, typed in ways.items():
                made.fields[name].setText(typed)
            made.try_it()
            return made.said.isHidden()

        answers.given["show"] = work

    return fill


def sold(form):
    return stored_value.top_ups(form.till.desk, form.member.id)


def lit(form):
    return [tender for tender, one in form.paid.tenders.items() if one.isChecked()]


def test_it_is_sold_for_money_alone(form, desk, member):
    """What the member holds does not pay for more of it (9.3)."""
    stored_value.top_up(desk, member, principal=1_000, pay={"cash": 1_000})
    assert list(form.paid.tenders) == ["cash", "wechat", "alipay", "card"]


@pytest.mark.parametrize(
    ("given", "said", "change"),
    [
        ("499.99", "¥0.01 short", None),
        ("500", "Change ¥0.00", 0),
        ("500.01", "Change ¥0.01", 1),
        ("600", "Change ¥100.00", 10_000),
        ("300+250", "Change ¥50.00", 5_000),
        ("5oo", "", None),
    ],
)
def test_cash_asks_what_was_given_and_shows_the_change(form, keys, given, said, change):
    form.paid.tenders["cash"].click()
    keys("500", ENTER)
    assert form.paid.given.hasFocus()
    assert sold(form) == []
    keys(given)
    assert form.paid.change.text() == said
    keys(ENTER)
    assert form.said.isHidden() == (change is not None)
    assert [(one.payments, one.change) for one in sold(form)] == (
        [] if change is None else [({"cash": 50_000}, change)]
    )
    if change is not None:
        assert f" · {said} · holds" in told(form.till, form.made)


def test_enter_twice_is_exactly_and_says_nothing_of_change(form, keys):
    form.paid.tenders["cash"].click()
    keys("500", ENTER, ENTER)
    (made,) = sold(form)
    assert (made.cash_given, made.change) == (None, 0)
    assert "Change" not in told(form.till, form.made)


def test_another_way_than_cash_asks_for_nothing_more(form, keys):
    keys("500", ENTER)
    (made,) = sold(form)
    assert (made.payments, made.cash_given) == ({"wechat": 50_000}, None)


def test_the_pad_types_the_cash_that_is_given(form, keys):
    form.paid.tenders["cash"].click()
    keys("500", ENTER)
    pad = {one.text(): one for one in form.findChildren(QPushButton)}
    for digit in ("6", "00"):
        pad[digit].click()
    assert (form.amount.text(), form.paid.given.text()) == ("500", "600")
    assert form.paid.change.text() == "Change ¥100.00"


def test_several_ways_pay_one_top_up_and_the_change_is_of_the_cash_part(form, keys, split, desk):
    settings.edit(desk, bonus_rules=((50_000, 5_000),))
    keys("500")
    split(cash="300", alipay="200")
    form.paid.split.click()
    assert form.paid.shares.accessibleName() == "Cash ¥300.00 · Alipay ¥200.00"
    assert lit(form) == ["cash", "alipay"]
    assert form.paid.given.hasFocus()
    keys("350")
    assert form.paid.change.text() == "Change ¥50.00"
    keys(ENTER)
    (made,) = sold(form)
    assert (made.payments, made.change) == ({"cash": 30_000, "alipay": 20_000}, 5_000)
    assert (made.principal, made.bonus) == (50_000, 5_000)


@pytest.mark.parametrize(
    ("ways", "refused"),
    [
        ({"cash": "299.99", "card": "200"}, True),
        ({"cash": "300.01", "card": "200"}, True),
        ({"cash": "300", "card": "200"}, False),
        ({"card": "500"}, False),
    ],
)
def test_a_split_makes_the_amount_to_the_fen(form, keys, split, ways, refused):
    keys("500")
    split(**ways)
    form.paid.split.click()
    assert (form.paid.pay == {"wechat": 50_000}) == refused


def test_there_is_nothing_to_share_out_before_there_is_an_amount(form, keys):
    assert not form.paid.split.isEnabled()
    keys("5")
    assert form.paid.split.isEnabled()


def test_a_split_for_another_amount_is_taken_back_and_that_is_said(form, keys, split, desk, member):
    keys("500")
    split(cash="300", alipay="200")
    form.paid.split.click()
    form.amount.setFocus()
    keys("0")
    said = "What is due has changed: choose again how it is paid."
    assert (form.paid.note.text(), lit(form)) == (said, ["wechat"])
    form.paid.tenders["card"].click()
    assert form.paid.note.isHidden()
    keys(ENTER)
    assert sold(form)[0].payments == {"card": 500_000}


def test_a_bonus_that_is_none_leaves_the_split_as_it_is(form, keys, split):
    keys("500")
    split(cash="300", alipay="200")
    form.paid.split.click()
    form.bonus.setText("-")
    assert form.paid.pay == {"cash": 30_000, "alipay": 20_000}
