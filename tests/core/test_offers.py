"""What an offer takes off lines and orders, at the boundary and one fen either side."""

from fractions import Fraction

import pytest

from shopdesk import offers
from shopdesk.offers import Covers, Offer, Offered
from shopdesk.pricing import Item, listed


def line(price: int, quantity_milli: int = 1000, product: int | None = None) -> Item:
    total = listed(price, quantity_milli)
    return Item(product, "tea", "茶", quantity_milli, price, None, total)


def offered(offer: Offer, covers: Covers | None = None, number: int = 1) -> Offered:
    return Offered(number, offer, covers or Covers(), True, f"promotion {number}")


# --- lines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offer", "price", "quantity_milli", "off"),
    [
        (offers.percent_off(20), 2, 1000, 0),
        (offers.percent_off(20), 3, 1000, 1),
        (offers.percent_off(100), 6800, 500, 3400),
        (offers.amount_off(500), 499, 1000, 499),
        (offers.amount_off(500), 500, 1000, 500),
        (offers.amount_off(500), 501, 1000, 500),
        (offers.amount_off(500), 6800, 2500, 1250),
        (offers.amount_off(1), 6800, 499, 0),
        (offers.amount_off(1), 6800, 500, 1),
        (offers.special_price(6799), 6800, 1000, 1),
        (offers.special_price(6800), 6800, 1000, 0),
        (offers.special_price(6801), 6800, 1000, 0),
        (offers.special_price(0), 6800, 125, 850),
        (offers.special_price(5000), 6800, 1500, 2700),
    ],
)
def test_a_line_is_lowered(offer: Offer, price: int, quantity_milli: int, off: int) -> None:
    assert offers.parts(offer, [line(price, quantity_milli)]) == [off]


@pytest.mark.parametrize(
    ("quantity_milli", "units"),
    [(999, 0), (1000, 0), (1999, 0), (2000, 1), (2001, 1), (3999, 1), (4000, 2), (5500, 2)],
)
def test_every_second_whole_unit_is_cheaper(quantity_milli: int, units: int) -> None:
    assert offers.parts(offers.nth_unit(2, percent_off=50), [line(1000, quantity_milli)]) == [
        500 * units
    ]


def test_units_are_counted_over_all_lines_of_a_product_and_of_no_other() -> None:
    tea, cup = 1, 2
    lines = [line(1000, 1000, tea), line(300, 1000, cup), line(1000, 2000, tea)]
    assert offers.parts(offers.nth_unit(2, percent_off=50), lines) == [0, 0, 500]
    pairs = [line(1000, 2000, tea), line(1000, 3000, tea)]
    assert offers.parts(offers.nth_unit(2, percent_off=50), pairs) == [500, 500]
    plain = [line(1000), line(1000)]
    assert offers.parts(offers.nth_unit(2, percent_off=50), plain) == [0, 0]


@pytest.mark.parametrize(("nth", "units"), [(2, 3), (3, 2), (6, 1), (7, 0)])
def test_one_in_n_is_free(nth: int, units: int) -> None:
    assert offers.parts(offers.nth_unit(nth, percent_off=100), [line(70, 6000)]) == [70 * units]


def test_a_percentage_is_taken_once_on_all_lines_and_its_rest_goes_to_the_earlier() -> None:
    assert offers.parts(offers.percent_off(10), [line(4), line(4), line(4)]) == [1, 0, 0]
    assert offers.exact(offers.percent_off(10), [line(4)]) == [Fraction(2, 5)]


# --- the order --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offer", "goods", "off"),
    [
        (offers.order_amount(2000, minimum=10000), 9999, 0),
        (offers.order_amount(2000, minimum=10000), 10000, 2000),
        (offers.order_amount(2000, minimum=10000), 20000, 2000),
        (offers.order_amount(2000, minimum=10000, every=True), 9999, 0),
        (offers.order_amount(2000, minimum=10000, every=True), 19999, 2000),
        (offers.order_amount(2000, minimum=10000, every=True), 20000, 4000),
        (offers.order_amount(2000), 1999, 1999),
        (offers.order_amount(2000), 2001, 2000),
        (offers.order_amount(200, minimum=100, every=True), 150, 150),
        (offers.order_percent(10, minimum=500), 499, 0),
        (offers.order_percent(10, minimum=500), 500, 50),
        (offers.order_percent(10, minimum=500), 504, 50),
        (offers.order_percent(10, minimum=500), 505, 51),
        (offers.order_percent(10), 0, 0),
    ],
)
def test_an_order_is_lowered_from_its_minimum_on(offer: Offer, goods: int, off: int) -> None:
    assert offers.off_order(offer, goods) == off


# --- which goods, how many points -------------------------------------------------------------


def test_an_offer_is_for_what_it_names_or_for_everything() -> None:
    tea = line(100, product=7)
    assert Covers().has(tea)
    assert Covers(products=(7,)).has(tea)
    assert Covers(categories=("茶",)).has(tea)
    assert not Covers(products=(8,), categories=("器",)).has(tea)


def test_what_is_kept_from_discounts_is_lowered_only_where_it_is_named_itself() -> None:
    kept = line(100, product=7)._replace(is_discounted=False)
    for covers, lowers in (
        (Covers(), False),
        (Covers(categories=("茶",)), False),
        (Covers(products=(7,)), True),
    ):
        assert offered(offers.percent_off(10), covers).lowers(kept) == lowers


@pytest.mark.parametrize(
    ("percents", "percent"),
    [
        ([], 100),
        ([200], 200),
        ([200, 300], 600),
        ([125, 125], 156),
        ([10_000], 10_000),
        ([5000, 200], 10_000),
        ([5000, 201], 10_000),
    ],
)
def test_points_offers_multiply_each_other_up_to_a_hundredfold(
    percents: list[int], percent: int
) -> None:
    days = [offered(offers.points(each)) for each in percents]
    other = offered(offers.points(900), Covers(categories=("器",)))
    assert offers.multiplied([*days, other], line(100)) == percent
