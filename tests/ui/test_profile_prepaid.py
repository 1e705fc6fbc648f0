"""Stored value and passes of a member in the window: lists, refunds, the PIN, and who may what."""

import pytest
from PySide6.QtWidgets import QLabel

from shopdesk import members, passes, products, purchases, staff, stored_value
from shopdesk.pricing import PassTerms
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, top_up
from tests.ui.hands import turned_to
from tests.ui.test_profile import page, profile
from tests.ui.test_profile_forms import filled
from ui.pages.products import Products
from ui.pages.profile_prepaid import Prepaid
from ui.pages.records import Records
from ui.pages.settings_shop import ShopSection

__all__ = ["filled", "page", "profile"]


@pytest.fixture
def tab(qtbot, till):
    """The part of a profile, of its own."""
    made = Prepaid(till)
    qtbot.addWidget(made)
    return made


def shown(tab, desk, member):
    tab.show_member(members.get(desk, member))
    tab.look()
    return tab


def seated(till, role, name="小陈"):
    """Somebody of a role takes the seat."""
    hired = staff.add(till.desk, name=name, pin="482617", role=role)
    till.signed_in = Desk(till.shop, hired.id, hired.name, hired.role, till="1")


def rows(table):
    columns = range(len(table.model.columns))
    count = range(table.model.rowCount())
    return [[table.model.text(place, column) for column in columns] for place in count]


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel)]


# --- the lists --------------------------------------------------------------------------------


def test_the_profile_has_a_part_for_it_and_is_told_what_moves(page, desk, member):
    page.open(member)
    prepaid = turned_to(page.profile.prepaid)
    assert "Stored value and passes" in page.profile.every.values()
    top_up(desk, member, 50_000, 5_000)
    page.load()
    assert prepaid.said.text() == "Stored value ¥550.00: principal ¥500.00 + bonus ¥50.00."


def test_top_ups_and_movements_say_what_is_left_and_what_was_then_held(tab, desk, member):
    top_up(desk, member, 50_000, 5_000)
    purchases.record(desk, member=member, amount=11_000, pay={"stored_value": 11_000})
    shown(tab, desk, member)
    assert rows(tab.tables["top_ups"]) == [
        ["2026-10-15", "S000001", "¥500.00", "¥50.00", "¥400.00", "¥40.00", ""]
    ]
    assert rows(tab.tables["movements"]) == [
        ["2026-10-15", "Paid, receipt 000001", "-¥100.00", "-¥10.00", "¥440.00"],
        ["2026-10-15", "Topped up, S000001", "¥500.00", "¥50.00", "¥550.00"],
    ]


def test_passes_say_what_is_left_and_their_last_day(tab, desk, member, tea):
    sold = pass_for(desk, tea, 50_000, 10)
    purchases.record(desk, member=member, lines=[(sold, 1)], pay={"cash": 50_000})
    purchases.record(desk, member=member, lines=[(tea, 3)], passes=[0], pay={})
    shown(tab, desk, member)
    assert rows(tab.tables["passes"]) == [
        ["次卡", "茉莉银针", "7 / 10", "", "2027-01-13", "¥500.00"]
    ]


# --- giving back ------------------------------------------------------------------------------


def test_a_refund_of_a_top_up_is_seen_before_it_is_made(tab, desk, member, filled, told):
    top_up(desk, member, 50_000, 5_000)
    purchases.record(desk, member=member, amount=11_000, pay={"stored_value": 11_000})
    shown(tab, desk, member).tables["top_ups"].mark(0)
    seen = []

    def work(form):
        form.how_much.setText("100")
        seen.extend(form.effects.lines)
        form.reason.setText("moves away")

    filled(work)
    tab.refund_button.click()
    assert seen == [
        ("Money back", "¥100.00"),
        ("Give back in cash", "¥100.00"),
        ("Principal that leaves the stored value", "-¥100.00"),
        ("Bonus that is taken with it", "-¥10.00"),
    ]
    assert told[-1] == ("good", "¥100.00 of the top-up S000001 is given back.")
    assert tuple(stored_value.balance(desk, member)) == (30_000, 3_000)


def test_what_was_spent_of_the_bonus_is_deducted_in_words(tab, desk, member, filled):
    for principal, bonus in ((50_000, 5_000), (1_000_000, 120_000)):
        top_up(desk, member, principal, bonus)
    purchases.record(desk, member=member, amount=12_098, pay={"stored_value": 12_098})
    shown(tab, desk, member).tables["top_ups"].mark(1)
    seen = []
    filled(lambda form: seen.extend(form.effects.lines))
    tab.refund()
    assert seen == [
        ("Money back", "¥389.83"),
        ("Give back in cash", "¥389.83"),
        ("Principal that leaves the stored value", "-¥391.89"),
        ("Bonus that is taken with it", "-¥37.13"),
        ("Deducted for bonus that was spent", "-¥2.06"),
    ]


def test_without_a_reason_or_beyond_what_is_left_nothing_is_given_back(tab, desk, member, filled):
    top_up(desk, member, 50_000)
    shown(tab, desk, member).tables["top_ups"].mark(0)
    said = filled(lambda form: None)
    tab.refund()
    assert said[-1]
    seen = []

    def too_much(form):
        form.how_much.setText("500.01")
        seen.append((form.effects.said, form.ok.isEnabled()))

    filled(too_much)
    tab.refund()
    sentence = "Only ¥500.00 of this top-up is unspent and can be given back."
    assert seen == [(sentence, False)]
    assert tuple(stored_value.balance(desk, member)) == (50_000, 0)


def test_unused_uses_are_given_back_at_what_was_paid(tab, desk, member, tea, filled, told):
    sold = pass_for(desk, tea, 50_000, 10)
    purchases.record(desk, member=member, lines=[(sold, 1)], pay={"cash": 50_000})
    purchases.record(desk, member=member, lines=[(tea, 3)], passes=[0], pay={})
    shown(tab, desk, member).choose("passes")
    tab.tables["passes"].mark(0)
    filled(lambda form: (form.how_much.setText("2"), form.reason.setText("moves away")))
    tab.uses_button.click()
    assert told[-1] == ("good", "¥100.00 of the pass 次卡 is given back.")
    assert passes.of_member(desk, member)[0].left == 5


# --- the PIN ----------------------------------------------------------------------------------


def two(first, again=None):
    def work(form):
        form.pin.first.setText(first)
        form.pin.again.setText(first if again is None else again)

    return work


def test_a_member_gets_a_pin_typed_twice_and_another_and_none(tab, desk, member, filled, answers):
    shown(tab, desk, member)
    filled(two("2468", "2469"))
    tab.set_pin()
    assert stored_value.proof_of(desk, member) == "phone"
    filled(two("2468"))
    tab.set_pin()
    assert stored_value.proof_of(desk, member) == "pin"
    answers.given["show"] = lambda form: form.take_away()
    tab.set_pin()
    assert stored_value.proof_of(desk, member) == "phone"


@pytest.mark.parametrize(
    ("role", "refunds", "another_pin"), [("cashier", False, False), ("manager", True, True)]
)
def test_what_one_may_not_do_is_not_there(tab, till, member, role, refunds, another_pin):
    desk = till.desk
    top_up(desk, member, 50_000)
    seated(till, role)
    shown(tab, till.desk, member).choose("top_ups")
    assert (not tab.refund_button.isHidden()) is refunds
    assert not tab.pin_button.isHidden()
    assert not tab.top_up_button.isHidden()
    tab.choose("passes")
    assert (not tab.uses_button.isHidden()) is refunds
    stored_value.set_pin(desk, member, "2468")
    shown(tab, till.desk, member)
    assert (not tab.pin_button.isHidden()) is another_pin


# --- the records ------------------------------------------------------------------------------


@pytest.fixture
def records(qtbot, till):
    made = Records(till)
    qtbot.addWidget(made)
    return made


def test_a_top_up_stands_in_the_list_of_its_day_and_in_its_sum(records, desk, member, clock):
    purchases.record(desk, amount=1200, pay={"cash": 1200})
    clock.tick(minutes=1)
    stored_value.top_up(desk, member, principal=50_000, bonus=5_000, pay={"wechat": 50_000})
    clock.tick(minutes=1)
    stored_value.refund_top_up(desk, 1, principal=10_000, reason="moves away")
    records.load()
    assert [[row[0], row[2], row[3], row[5], row[6]] for row in rows(records.table)] == [
        ["S000001", "张三丰", "-¥100.00", "WeChat", "Refund"],
        ["S000001", "张三丰", "¥500.00", "WeChat", "Top-up"],
        ["000001", "Walk-in", "¥12.00", "Cash", ""],
    ]
    assert ("Top-ups", "¥400.00", "") in records.sums
    assert records.sums[0] == ("1 receipt", "¥12.00", "heading")


def test_a_top_up_is_found_by_its_number_and_shown_in_full(records, desk, member):
    top_up(desk, member, 50_000, 5_000)
    records.load()
    records.find_number("s000001")
    card = records.topped_up
    assert records.beside.currentWidget() is card
    seen = texts(card)
    for said in ("Top-up S000001", "¥500.00", "Bonus", "¥50.00", "Left of the principal"):
        assert said in seen


def test_a_top_up_shows_what_was_given_and_the_change_where_there_was_any(records, desk, member):
    for given in (50_000, 50_001):
        pay = {"cash": 50_000}
        stored_value.top_up(desk, member, principal=50_000, pay=pay, cash_given=given)
    records.load()
    records.find_number("S000001")
    assert not {"Given", "Change"} & set(texts(records.topped_up))
    records.find_number("S000002")
    assert {"Given", "¥500.01", "Change", "¥0.01"} <= set(texts(records.topped_up))


def test_a_top_up_of_today_is_made_void_from_the_records(records, desk, member, filled, told):
    top_up(desk, member, 50_000)
    records.load()
    records.find_number("S000001")
    filled(lambda form: form.reason.setText("wrong member"))
    assert not records.topped_up.void.isHidden()
    records.topped_up.void.click()
    assert stored_value.get(desk, 1).voided
    assert told[-1][1] == "Top-up S000001 is void: ¥500.00 goes back to the customer."
    records.load()
    assert rows(records.table)[0][6] == "Void"
    assert records.topped_up.void.isHidden()


def test_a_receipt_paid_by_stored_value_says_so_in_one_word(records, desk, member):
    top_up(desk, member, 50_000, 5_000)
    purchases.record(desk, member=member, amount=11_000, pay={"stored_value": 11_000})
    records.load()
    receipt = next(row for row in rows(records.table) if row[0] == "000001")
    assert receipt[5] == "Stored value"
    assert ("Stored value", "¥110.00", "") in records.sums


# --- the shop and its products ----------------------------------------------------------------


def test_the_rules_of_stored_value_are_set_in_the_shops_settings(qtbot, till):
    section = ShopSection(till)
    qtbot.addWidget(section)
    section.load()
    value = section.value
    for least, bonus in (("500", "50"), ("1000", "120")):
        value.rules.more.click()
        value.rules.lines[-1][0].setText(least)
        value.rules.lines[-1][1].setText(bonus)
    value.rules.more.click()
    value.top_up_largest.setText("5000")
    value.proof_above.setText("100")
    section.record()
    now = till.shop.settings
    assert now.bonus_rules == ((50_000, 5_000), (100_000, 12_000))
    assert (now.top_up_largest, now.proof_above, now.stored_value_largest) == (500_000, 10_000, 0)
    assert [[one.text() for one in line] for line in value.rules.lines] == [
        ["500.00", "50.00"], ["1000.00", "120.00"],
    ]  # fmt: skip
    value.rules._take_out(value.rules.lines[0])
    section.record()
    assert till.shop.settings.bonus_rules == ((100_000, 12_000),)


def test_a_rule_that_gives_more_than_is_paid_is_refused_and_stays_typed(qtbot, till, told):
    section = ShopSection(till)
    qtbot.addWidget(section)
    section.load()
    section.value.rules.more.click()
    for one, text in zip(section.value.rules.lines[0], ("50", "50.01"), strict=True):
        one.setText(text)
    section.record()
    assert told[-1][0] == "bad"
    assert not till.shop.settings.bonus_rules
    assert section.value.rules.written() == (("50", "50.01"),)


def test_a_product_is_made_a_pass_by_its_form_listed_as_one_and_made_none_again(
    qtbot, till, desk, tea, filled
):
    page = Products(till)
    qtbot.addWidget(page)
    page.load()

    def as_pass(form):
        form.name.setText("十次卡")
        form.price.setText("500")
        form.as_pass.is_pass.setChecked(True)
        form.as_pass.product.setEditText("茉莉")
        form.as_pass.uses.setText("10")
        form.as_pass.days.setText("180")

    filled(as_pass)
    page.add()
    page.load()
    made = next(one for one in products.listed(desk) if one.pass_terms)
    assert made.pass_terms == PassTerms(tea, 10, 180)
    assert "十次卡 (pass: 10 × 茉莉银针 · 180 days)" in [row[0] for row in rows(page.table)]
    filled(lambda form: form.as_pass.is_pass.setChecked(False))
    page.edit(made)
    assert products.get(desk, made.id).pass_terms is None


def test_terms_that_were_not_touched_stay_as_somebody_else_has_made_them(
    qtbot, till, desk, tea, filled
):
    terms = {"pass_product": tea, "pass_uses": 10, "pass_valid_days": 180}
    made = products.add(desk, name="十次卡", price=50_000, **terms)
    page = Products(till)
    qtbot.addWidget(page)

    def renamed(form):
        products.edit(desk, made.id, pass_product=tea, pass_uses=12, pass_valid_days=None)
        form.name.setText("茶卡")

    filled(renamed)
    page.edit(made)
    found = products.get(desk, made.id)
    assert (found.name, found.pass_terms) == ("茶卡", PassTerms(tea, 12, None))


def test_a_pass_without_uses_or_for_nothing_is_refused(qtbot, till, desk, tea, filled):
    page = Products(till)
    qtbot.addWidget(page)
    page.load()

    def half(form):
        form.name.setText("十次卡")
        form.price.setText("500")
        form.as_pass.is_pass.setChecked(True)
        form.as_pass.product.setEditText("茉莉")

    said = filled(half)
    page.add()
    assert said[-1]
    assert [one.id for one in products.listed(desk)] == [tea]
