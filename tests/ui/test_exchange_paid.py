"""The difference of an exchange is paid as a sale is: several ways, change, stored value, proof."""

import pytest

from shopdesk import members, passes, products, purchases, settings, stored_value
from tests.core.prepaid import pass_for, top_up
from tests.ui.test_exchange_form import form, lit, newest, opened, sold

__all__ = ["form", "sold"]


@pytest.fixture
def dearer(form, desk, tea):
    """One of the teas for the same, which is 2.00 dearer by now."""
    products.edit(desk, tea, price=7000)
    form.back.first.setText("1")
    form.reason.setText("a dent")
    return form


@pytest.fixture
def holding(qtbot, till, desk, tea):
    """``holding(sold, 100)``: the same, by a member who holds so much stored value."""

    def open_(sold, amount):
        top_up(desk, purchases.get(desk, sold).member_id, amount)
        products.edit(desk, tea, price=7000)
        made = opened(qtbot, till, sold)
        made.back.first.setText("1")
        made.reason.setText("a dent")
        return made

    return open_


def test_stored_value_is_a_way_only_for_who_holds_some(qtbot, desk, tea, sold, dearer, holding):
    assert "stored_value" not in dearer.tenders
    assert "stored_value" in holding(sold, 1).tenders
    nobodys = purchases.record(desk, lines=[(tea, 1)], pay={"cash": 7000}).id
    assert "stored_value" not in opened(qtbot, dearer.till, nobodys).tenders


@pytest.mark.parametrize(
    ("there", "payments"),
    [
        (199, {"cash": 6800, "wechat": 1, "principal": 199}),
        (200, {"cash": 6800, "principal": 200}),
        (201, {"cash": 6800, "principal": 200}),
    ],
)
def test_stored_value_pays_the_difference_as_far_as_it_reaches(
    desk, sold, holding, there, payments
):
    form = holding(sold, there)
    form.tenders["stored_value"].click()
    said = "There is ¥1.99 of stored value: the other ¥0.01 by WeChat."
    assert form.paid.note.text() == ("" if there >= 200 else said)
    form.try_it()
    assert newest(desk).payments == payments
    left = stored_value.balance(desk, newest(desk).member_id).total
    assert left == there - payments["principal"]


@pytest.mark.parametrize(("above", "asked"), [(0, 0), (199, 1), (200, 0), (201, 0)])
def test_above_an_amount_the_member_proves_who_they_are_as_at_a_sale(
    desk, sold, holding, answers, above, asked
):
    settings.edit(desk, proof_above=above)
    form = holding(sold, 10_000)
    form.tenders["stored_value"].click()
    seen = []

    def prove(proof):
        for digits in ("1234", "8000"):
            proof.proof.setText(digits)
            proof.try_it()
            seen.append(proof.result() == proof.DialogCode.Accepted)
        return seen[-1]

    answers.given["show"] = prove
    form.try_it()
    assert seen == [False, True] * asked
    assert newest(desk).payments == {"cash": 6800, "principal": 200}
    assert form.result() == form.DialogCode.Accepted


def test_who_leaves_the_proof_has_exchanged_nothing(desk, sold, holding, answers):
    settings.edit(desk, proof_above=100)
    form = holding(sold, 10_000)
    form.tenders["stored_value"].click()
    answers.given["show"] = lambda proof: False
    form.try_it()
    assert (newest(desk).id, form.made, form.isVisible()) == (sold, None, True)


def test_the_reason_is_asked_for_before_the_proof(desk, sold, holding, answers):
    settings.edit(desk, proof_above=100)
    form = holding(sold, 10_000)
    form.tenders["stored_value"].click()
    form.reason.setText(" ")
    opened_ = []
    answers.given["show"] = opened_.append
    form.try_it()
    assert opened_ == []
    assert form.said.text()


def test_who_can_prove_nothing_is_told_what_to_do(desk, tea, holding):
    """A member without a phone and without a PIN, who pays 2.00 on top."""
    settings.edit(desk, proof_above=100)
    shy = members.register(desk, name="李四").id
    sold = purchases.record(desk, member=shy, lines=[(tea, 1)], pay={"cash": 6800}).id
    form = holding(sold, 10_000)
    form.tenders["stored_value"].click()
    form.try_it()
    assert "has neither a PIN nor a phone" in form.said.text()
    assert newest(desk).id == sold


@pytest.mark.parametrize(
    ("given", "seen", "change"),
    [("1.99", "¥0.01 short", None), ("2", "Change ¥0.00", 0), ("5", "Change ¥3.00", 300)],
)
def test_cash_for_the_difference_has_its_change(dearer, desk, told, given, seen, change):
    dearer.tenders["cash"].click()
    dearer.paid.given.setText(given)
    assert dearer.paid.change.text() == seen
    dearer.try_it()
    if change is None:
        assert dearer.said.text()
        assert dearer.made is None
    else:
        assert newest(desk).change == change
        assert told[-1][1].endswith(f"new receipt 000002. · {seen}")


def shared_out(split):
    """The 2.00, by two ways."""
    split.fields["cash"].setText("0.50")
    split.fields["card"].setText("1.50")
    split.try_it()
    return True


def test_the_difference_is_shared_out_and_taken_back_where_it_changes(dearer, desk, answers, told):
    answers.given["show"] = shared_out
    dearer.paid.split.click()
    assert lit(dearer) == ["cash", "card"]
    dearer.back.first.setText("2")
    assert lit(dearer) == ["wechat"]
    assert dearer.paid.note.text().startswith("What is due has changed")
    dearer.back.first.setText("1")
    dearer.paid.split.click()
    dearer.try_it()
    assert newest(desk).payments == {"cash": 6850, "card": 150}
    paid = "Goods of receipt 000001 exchanged: Cash ¥0.50 + Card ¥1.50 paid, new receipt 000002."
    assert told[-1] == ("good", paid)


def test_a_split_of_what_is_no_longer_to_pay_does_not_stand_in_the_way(dearer, desk, answers, told):
    answers.given["show"] = shared_out
    dearer.paid.split.click()
    dearer.way = "amount"
    dearer.amount.setText("68")
    assert (dearer.seen.to_pay, dearer.paying.isHidden()) == (0, True)
    dearer.try_it()
    assert newest(desk).total == 6800
    assert "nothing to pay" in told[-1][1]


# --- by a pass --------------------------------------------------------------------------------


@pytest.fixture
def by_pass(qtbot, till, desk, member, tea):
    """``by_pass(2)``: the form for so many teas that a pass of three had paid."""

    def open_(count):
        sold = pass_for(desk, tea, 15_000, 3)
        purchases.record(desk, member=member, lines=[(sold, 1)], pay={"cash": 15_000})
        lines = [(tea, count)]
        made = purchases.record(desk, member=member, lines=lines, passes=[0], pay={})
        return opened(qtbot, till, made.id)

    return open_


@pytest.mark.parametrize(("count", "left"), [(1, 2), (3, 0)])
def test_what_a_pass_had_paid_it_pays_again(by_pass, desk, member, count, left):
    """Though no use was left, the uses come back first."""
    form = by_pass(count)
    form.back.first.setText(f"{count}")
    form.reason.setText("another size")
    assert (form.by_pass.isVisible(), form.by_pass.isChecked()) == (True, True)
    form.try_it()
    assert (newest(desk).total, form.made.to_pay) == (0, 0)
    assert [one.left for one in passes.of_member(desk, member)] == [left]


def test_somebody_may_pay_it_by_money_after_all(by_pass, desk, member):
    form = by_pass(1)
    form.back.first.setText("1")
    form.by_pass.click()
    assert form.paying.isVisible()
    form.reason.setText("a present")
    form.try_it()
    assert newest(desk).payments == {"wechat": 6800}
    assert [one.left for one in passes.of_member(desk, member)] == [3]


def test_a_pass_pays_what_fits_of_other_goods_and_the_rest_is_paid(by_pass, desk, tea, member):
    cup = products.add(desk, name="青瓷杯", price=1250, category="杯", ean="4006381333931").id
    form = by_pass(1)
    form.back.first.setText("1")
    for code in ("4006381333931", "6901234567892", "6901234567892"):
        form.scanned(code)
    form.reason.setText("a cup too")
    form.try_it()
    assert [(one.product_id, one.paid) for one in newest(desk).lines] == [(cup, 1250), (tea, 0)]
    assert [one.left for one in passes.of_member(desk, member)] == [1]


def test_more_uses_than_there_are_is_said_and_a_pass_is_no_way_where_none_fits(
    by_pass, form, desk, tea
):
    """Neither for an amount, nor of goods that money paid, nor for who has none."""
    assert not form.by_pass.isVisible()
    form = by_pass(1)
    form.back.first.setText("1")
    for _number in range(4):
        form.scanned("6901234567892")
    assert "4 wanted by pass" in form.effects.said
    assert not form.ok.isEnabled()
    form.choose("amount")
    assert not form.by_pass.isVisible()
