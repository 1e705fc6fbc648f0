"""Promotions on the screen: listed in sentences, made line by line, tried, copied, ended."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import QWidget

from shopdesk import products, promotions
from shopdesk.offers import Covers
from ui.pages.products import Products
from ui.pages.promotion_form import PromotionForm
from ui.pages.promotion_goods import GoodsForm

TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)


@pytest.fixture
def page(qtbot, till, tea):
    made = Products(till)
    qtbot.addWidget(made)
    made.load()
    return made.promotions


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def listed(page):
    page.load()
    return [(one.promotion.name, one.state) for one in page.table.model.rows]


def chosen(box, value):
    box.setCurrentIndex(box.findData(value))


# --- the list ---------------------------------------------------------------------------------


def test_what_runs_comes_first_and_what_is_over_only_if_wished(page, till):
    add, off = promotions.add, promotions.percent_off(10)
    add(till.desk, name="over", offer=off, starts_on=TODAY - 2 * DAY, ends_on=TODAY - DAY)
    add(till.desk, name="coming", offer=off, starts_on=TODAY + DAY)
    add(till.desk, name="running", offer=off)
    assert listed(page) == [("running", "running"), ("coming", "coming")]
    chosen(page.which, True)
    assert listed(page)[2] == ("over", "over")


def test_the_marked_one_is_said_in_both_languages(page, till):
    promotions.add(till.desk, name="a", offer=promotions.percent_off(10))
    page.load()
    assert page.said.text() == "From Thu 15 Oct on: all goods 10% off."
    assert "9 折" in page.other.text()


def test_without_promotions_it_says_what_one_is_good_for(page):
    assert "No promotion runs" in page.table.empty.text()
    assert not page.edit_button.isEnabled()
    assert not page.copy_button.isEnabled()


def test_what_runs_is_not_edited_but_copied_and_ended(page, till, answers):
    made = promotions.add(till.desk, name="茶周", offer=promotions.percent_off(10))
    page.load()
    assert (page.edit_button.isEnabled(), page.close_button.isEnabled()) == (False, True)

    def again(form):
        assert form.name.text() == "茶周 (2)"
        form.try_it()
        return True

    answers.given |= {"show": again, "ask": True}
    page.table.opened.emit(page.table.current)  # Enter
    assert [one.name for one in promotions.listed(till.desk)] == ["茶周", "茶周 (2)"]
    page.load()
    page.table.mark([one.id for one in page.table.model.rows].index(made.id))
    page.close_it()
    assert promotions.get(till.desk, made.id).state(TODAY) == "over"


def test_what_has_not_begun_is_edited(page, till, answers):
    made = promotions.add(
        till.desk, name="a", offer=promotions.percent_off(10), starts_on=TODAY + DAY
    )
    page.load()

    def change(form):
        form.offer.percent.setText("20")
        form.try_it()
        return True

    answers.given["show"] = change
    page.table.opened.emit(page.table.current)
    assert promotions.get(till.desk, made.id).terms.offer == promotions.percent_off(20)
    assert len(promotions.listed(till.desk)) == 1


def test_a_cashier_reads_promotions_and_changes_none(qtbot, till, tea, answers, cashier_seated):
    made = Products(till)
    qtbot.addWidget(made)
    made.load()
    assert not made.promotions.add_button.isEnabled()
    made.promotions.add()
    made.promotions.close_it()
    assert not answers.asked


# --- the form ---------------------------------------------------------------------------------

OFFERS = [
    ("percent", {"percent": "10"}, promotions.percent_off(10)),
    ("amount", {"amount": "5"}, promotions.amount_off(500)),
    ("nth", {"nth": "2", "percent": "50"}, promotions.nth_unit(2, percent_off=50)),
    ("order_percent", {"percent": "5", "minimum": "200"},
     promotions.order_percent(5, minimum=20000)),
    ("order_amount", {"amount": "30", "minimum": ""}, promotions.order_amount(3000)),
    ("points", {"percent": "200"}, promotions.points(200)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "offer"), OFFERS, ids=[one[0] for one in OFFERS])
def test_every_offer_can_be_typed(till, parent, tea, kind, typed, offer):
    form = PromotionForm(till, parent, None)
    chosen(form.offer.kind, kind)
    for name in ("nth", "percent", "amount", "minimum"):
        assert form.offer.held[name].isVisibleTo(form) == (name in typed)
        if name in typed:
            getattr(form.offer, name).setText(typed[name])
    form.name.setText("a")
    form.try_it()
    assert promotions.listed(till.desk)[0].terms.offer == offer


def test_all_of_a_promotion_can_be_said(till, parent, tea):
    form = PromotionForm(till, parent, None)
    form.name.setText("满减")
    form.name_en.setText("Big order")
    chosen(form.offer.kind, "order_amount")
    form.offer.amount.setText("30")
    form.offer.minimum.setText("200")
    form.offer.every.setChecked(True)
    form.goods.covers = Covers((tea,), ("茶",))
    form.first.setDate(QDate(2026, 12, 1))
    form.has_end.setChecked(True)
    form.last.setDate(QDate(2026, 12, 3))
    form.week[1].click()
    form.hours[0].setText("9:30")
    assert "hours are two times" in form.sentences.text()
    form.hours[1].setText("17：00")
    assert "from 09:30 to 17:00" in form.sentences.text()
    chosen(form.whom, "gold")
    form.alone.setChecked(True)
    form.try_it()
    (made,) = promotions.listed(till.desk)
    assert promotions.written(made) == {
        "name": "满减", "name_en": "Big order",
        "offer": promotions.order_amount(3000, minimum=20000, every=True),
        "covers": Covers((tea,), ("茶",)), "starts_on": date(2026, 12, 1),
        "ends_on": date(2026, 12, 3), "members_only": True, "lowest_tier": "gold",
        "weekdays": (2,), "combines": False, "hours": ("09:30", "17:00"),
    }  # fmt: skip


def test_the_sentence_and_a_receipt_follow_what_is_typed(till, parent, tea):
    form = PromotionForm(till, parent, None)
    assert form.sentences.text().startswith("From Thu 15 Oct on: all goods 10% off.\n")
    assert form.tried.text().startswith("On Thu 15 Oct this costs ¥61.20 instead of ¥68.00.")
    form.name.setText("a")
    form.offer.percent.setText("101")
    assert form.sentences.text() == "This cannot be offered: a discount is 1 to 100 percent."
    assert form.fault is not None
    form.offer.percent.setText("")
    assert form.fault is not None
    form.offer.percent.setText("100")
    assert form.fault is None
    form.basket.counts[0].setText("0")
    assert form.fault is not None
    form.basket.counts[0].setText("0.5")
    assert "¥0.00 instead of ¥34.00" in form.tried.text()


def test_the_basket_is_bought_by_somebody_it_is_for(till, parent, tea):
    form = PromotionForm(till, parent, None)
    chosen(form.whom, "gold")
    assert form.basket.tier() == "gold"
    chosen(form.basket.who, "silver")
    assert "as without it" in form.tried.text()


def test_where_no_tiers_discount_is_wished_members_pay_the_promotion_alone(till, parent, tea):
    form = PromotionForm(till, parent, None)
    chosen(form.basket.who, "gold")
    assert "¥58.14 instead of ¥64.60" in form.tried.text()
    form.alone.setChecked(True)
    assert "¥61.20 instead of ¥64.60" in form.tried.text()


def test_a_shop_without_products_tries_a_plain_amount(till, parent):
    form = PromotionForm(till, parent, None)
    assert "¥90.00 instead of ¥100.00" in form.tried.text()


def test_a_name_that_is_missing_or_taken_is_refused_and_nothing_is_lost(till, parent, tea):
    promotions.add(till.desk, name="a", offer=promotions.percent_off(10))
    form = PromotionForm(till, parent, None)
    form.show()
    for name in ("", "a"):
        form.name.setText(name)
        form.try_it()
        assert form.said.isVisible()
    assert len(promotions.listed(till.desk)) == 1


def test_a_copy_of_what_is_over_begins_today_and_has_no_end_before(till, parent, tea):
    old = promotions.add(
        till.desk, name="a", offer=promotions.percent_off(10), starts_on=TODAY - 3 * DAY,
        ends_on=TODAY - DAY,
    )  # fmt: skip
    values = PromotionForm(till, parent, old, is_copy=True).values()
    assert (values["name"], values["starts_on"], values["ends_on"]) == ("a (2)", TODAY, None)
    coming = promotions.add(
        till.desk, name="b", offer=promotions.percent_off(10), starts_on=TODAY + DAY,
        ends_on=TODAY + 2 * DAY,
    )  # fmt: skip
    values = PromotionForm(till, parent, coming, is_copy=True).values()
    assert (values["starts_on"], values["ends_on"]) == (TODAY + DAY, TODAY + 2 * DAY)


# --- which goods ------------------------------------------------------------------------------


def test_goods_are_taken_in_and_out_by_enter(till, parent, tea):
    cup = products.add(till.desk, name="Cup", price=100, category="器").id
    form = GoodsForm(till, parent, Covers())
    assert form.told.text() == "All goods"
    form.query.setText("cu")
    assert [one.product for one in form.table.model.rows] == [cup]
    form.toggle(form.table.model.rows[0])
    form.query.setText("茶")
    form.toggle(form.table.model.rows[0])
    assert form.told.text() == "茶, Cup"
    form.query.clear()
    form.toggle(next(one for one in form.table.model.rows if one.product == cup))
    form.try_it()
    assert form.covers == Covers((), ("茶",))


def test_the_goods_chosen_count_in_the_sentence(till, parent, tea, answers):
    form = PromotionForm(till, parent, None)

    def choose(goods):
        goods.toggle(next(one for one in goods.table.model.rows if one.product == tea))
        goods.try_it()
        return True

    answers.given["show"] = choose
    form.goods.choose()
    assert form.goods.said.text() == "茉莉银针"
    assert "茉莉银针 10% off" in form.sentences.text()
