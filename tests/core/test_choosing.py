"""Which prices a receipt gets where they exclude each other: pure cases, then all of them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import choosing, offers
from shopdesk.choosing import Case, Way, choose, take
from shopdesk.offers import Covers, Offer, Offered
from shopdesk.pricing import STEPS, Item, Term, listed, start
from shopdesk.steps import HandDiscount, HandPrice, Membership, with_hand_prices

TEA, CUP = 1, 2


def item(
    price: int, milli: int = 1000, *, product: int | None = TEA, category: str = "茶",
    is_discounted: bool = True, member_price: int | None = None,
) -> Item:  # fmt: skip
    return Item(
        product, "x", category, milli, price, None, listed(price, milli), is_discounted,
        True, member_price,
    )  # fmt: skip


def promotion(
    number: int, offer: Offer, covers: Covers | None = None, *, combines: bool = True
) -> Offered:
    return Offered(number, offer, covers or Covers(), combines, f"p{number}")


def silver(percent: int, **by_category: int) -> Membership:
    return Membership(percent, by_category, lambda rate: f"silver {rate}", "member price")


def term(number: int, amount: int, *, minimum: int = 0) -> Term:
    return Term(number, f"V{number}", "amount", amount, 0, minimum, None, f"voucher {number}")


def told(way: Way | None) -> list[tuple[str, int]]:
    return [] if way is None else [(step.why, step.amount) for step in way.priced.steps]


def priced(case: Case, *, is_best: bool = True) -> list[tuple[str, int]]:
    return told(choose(case, is_best=is_best)[0])


# --- step 1 -----------------------------------------------------------------------------------


def test_a_line_gets_the_promotion_that_lowers_it_most_and_of_equal_ones_the_earlier() -> None:
    ten = promotion(1, offers.percent_off(10))
    also_ten = promotion(2, offers.amount_off(100))
    for is_best in (True, False):
        assert priced(Case(start([item(1000)]), (ten, also_ten)), is_best=is_best) == [("p1", -100)]
        case = Case(start([item(1001), item(999, product=CUP)]), (ten, also_ten))
        assert priced(case, is_best=is_best) == [("p1", -100), ("p2", -100)]


def test_lines_of_one_product_get_the_same_promotion() -> None:
    half = promotion(1, offers.nth_unit(2, percent_off=50))
    tenth = promotion(2, offers.percent_off(10))
    assert priced(Case(start([item(1000), item(1000)]), (half, tenth))) == [("p1", -500)]


def test_step_2_is_taken_on_what_step_1_leaves() -> None:
    tenth = promotion(1, offers.percent_off(10))
    case = Case(start([item(1000)]), (tenth,), membership=silver(5))
    assert priced(case) == [("p1", -100), ("silver 5", -45)]


# --- step 2 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("member_price", "step"),
    [
        (949, ("member price", -51)),
        (950, ("silver 5", -50)),
        (951, ("silver 5", -50)),
        (1001, ("silver 5", -50)),
        (0, ("member price", -1000)),
    ],
)
def test_a_line_gets_the_lower_of_member_price_and_tier_discount(
    member_price: int, step: tuple[str, int]
) -> None:
    case = Case(start([item(1000, member_price=member_price)]), membership=silver(5))
    assert priced(case) == [step]


def test_a_category_has_its_own_percentage_each_rounded_once() -> None:
    goods = [item(10), item(10, category="器"), item(10, category="水"), item(10, category="器")]
    case = Case(start(goods), membership=silver(5, 器=8, 水=0))
    assert priced(case) == [("silver 5", -1), ("silver 8", -2)]


def test_a_member_price_is_for_any_quantity_and_also_for_what_is_kept_from_discounts() -> None:
    goods = [item(1000, 1500, member_price=900, is_discounted=False), item(1000, product=CUP)]
    case = Case(start(goods), membership=silver(5))
    assert priced(case) == [("member price", -150), ("silver 5", -50)]


def test_without_a_membership_there_is_no_member_price() -> None:
    assert priced(Case(start([item(1000, member_price=1)]))) == []


# --- step 3 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("price", "off"), [(10526, 0), (10527, 2000), (10528, 2000)])
def test_the_minimum_of_an_order_is_tested_after_step_2(price: int, off: int) -> None:
    order = promotion(1, offers.order_amount(2000, minimum=10001))
    case = Case(start([item(price)]), orders=(order,), membership=silver(5))
    assert sum(amount for why, amount in priced(case) if why == "p1") == -off


def test_an_order_gets_one_promotion_the_best() -> None:
    small = promotion(1, offers.order_percent(10))
    large = promotion(2, offers.order_amount(2000, minimum=10000))
    for is_best in (True, False):
        assert priced(Case(start([item(10000)]), orders=(small, large)), is_best=is_best) == [
            ("p2", -2000)
        ]
        assert priced(Case(start([item(9999)]), orders=(small, large)), is_best=is_best) == [
            ("p1", -1000)
        ]


def test_of_two_equal_orders_the_earlier_made_counts() -> None:
    orders = (promotion(1, offers.order_amount(100)), promotion(2, offers.order_percent(10)))
    for is_best in (True, False):
        assert priced(Case(start([item(1000)]), orders=orders), is_best=is_best) == [("p1", -100)]


def test_an_order_promotion_counts_and_lowers_only_what_it_covers() -> None:
    order = promotion(1, offers.order_amount(2000, minimum=5000), Covers(categories=("器",)))
    for price, paid in ((4999, [9000, 4999]), (5000, [9000, 3000])):
        goods = [item(9000), item(price, product=CUP, category="器")]
        done = choose(Case(start(goods), orders=(order,)), is_best=True)[0].priced
        assert [line.paid for line in done.lines] == paid


def test_what_may_not_be_discounted_counts_for_no_order() -> None:
    order = promotion(1, offers.order_amount(2000, minimum=10000))
    goods = [item(9999), item(5000, product=CUP, is_discounted=False)]
    assert priced(Case(start(goods), orders=(order,))) == []


def test_a_line_priced_by_hand_takes_no_promotion_and_no_tier_price() -> None:
    everything = Case(
        with_hand_prices(start([item(1000, member_price=1)]), {0: HandPrice(999, "scratch")}),
        (promotion(1, offers.percent_off(50)),),
        (promotion(2, offers.order_percent(50)),),
        silver(50),
    )
    assert priced(everything) == [("scratch", -1)]


# --- what excludes what -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent", "best", "alternative"),
    [
        (4, [("silver 5", -50)], [("p1", -40)]),
        (5, [("p1", -50)], [("silver 5", -50)]),
        (6, [("p1", -60)], [("silver 5", -50)]),
    ],
)
def test_a_promotion_beside_no_tier_price_counts_where_it_is_better(
    percent: int, best: list[tuple[str, int]], alternative: list[tuple[str, int]]
) -> None:
    alone = promotion(1, offers.percent_off(percent), combines=False)
    case = Case(start([item(1000)]), (alone,), membership=silver(5))
    way, other = choose(case, is_best=True)
    assert (told(way), told(other)) == (best, alternative)
    assert priced(case, is_best=False) == [("p1", -10 * percent)], "promotions come first"


def test_where_they_exclude_each_other_each_line_goes_its_own_way() -> None:
    alone = promotion(1, offers.amount_off(100), combines=False)
    case = Case(start([item(1000), item(5000, product=CUP)]), (alone,), membership=silver(5))
    assert priced(case) == [("p1", -100), ("silver 5", -250)]


def test_a_price_that_is_dearer_on_its_line_counts_where_it_reaches_a_better_one() -> None:
    alone = promotion(1, offers.percent_off(4), combines=False)
    order = promotion(2, offers.order_amount(2000, minimum=9600))
    case = Case(start([item(10000)]), (alone,), (order,), silver(5))
    assert priced(case) == [("p1", -400), ("p2", -2000)]


def test_a_member_price_and_a_promotion_beside_none_go_to_the_lines_they_lower_more() -> None:
    alone = promotion(1, offers.percent_off(15), combines=False)
    goods = [item(1000, member_price=800), item(1000, product=CUP, member_price=900)]
    case = Case(start(goods), (alone,), membership=silver(0))
    assert priced(case) == [("p1", -150), ("member price", -200)]


def test_an_order_promotion_beside_no_voucher_and_a_voucher_exclude_each_other() -> None:
    alone = promotion(1, offers.order_amount(2000), combines=False)
    for amount, best, other in ((1999, "p1", "voucher 7"), (2001, "voucher 7", "p1")):
        case = Case(start([item(10000)]), orders=(alone,), terms=(term(7, amount),))
        way, second = choose(case, is_best=True)
        assert ([why for why, _ in told(way)], [why for why, _ in told(second)]) == (
            [best], [other],
        )  # fmt: skip
        assert (way.terms == ()) == (best == "p1")
        assert choose(case, is_best=False)[0].fault == ("order", case.terms[0])
    case = Case(start([item(10000)]), orders=(alone,), terms=(term(7, 2000),))
    assert choose(case, is_best=True)[0].terms == (), "of equal ones the voucher is kept"
    half = promotion(0, offers.order_amount(1000))
    case = Case(start([item(10000)]), orders=(half, alone), terms=(term(7, 1000),))
    assert priced(case) == [("p1", -2000)]


def test_a_promotion_is_left_away_where_it_costs_a_better_one() -> None:
    small = promotion(1, offers.percent_off(1))
    large = promotion(2, offers.order_amount(2000, minimum=10000))
    case = Case(start([item(10000)]), (small,), (large,))
    way, other = choose(case, is_best=True)
    assert (told(way), told(other)) == ([("p2", -2000)], [("p1", -100)])
    assert priced(case, is_best=False) == [("p1", -100)]


def test_any_of_them_may_be_left_away_and_the_others_stay() -> None:
    costly = promotion(1, offers.amount_off(200), Covers((TEA,)))
    cheap = promotion(2, offers.amount_off(100), Covers((CUP,)))
    order = promotion(3, offers.order_amount(2000, minimum=9900))
    case = Case(start([item(5000), item(5000, product=CUP)]), (costly, cheap), (order,))
    assert priced(case) == [("p2", -100), ("p3", -2000)]


@pytest.mark.parametrize(
    ("minimum", "expected"),
    [
        (15_048, [("p1", -952), ("member price", -100), ("p2", -1500)]),
        (15_049, [("p1", -175), ("p2", -1500)]),
    ],
)
def test_a_promotion_may_be_left_away_on_one_line_alone(
    minimum: int, expected: list[tuple[str, int]]
) -> None:
    alone = promotion(1, offers.percent_off(7), combines=False)
    order = promotion(2, offers.order_amount(1500, minimum=minimum))
    goods = start([item(13_600), item(2500, product=CUP, member_price=2400)])
    assert priced(Case(goods, (alone,), (order,), membership=silver(0))) == expected


def dear(count: int) -> tuple[Case, int]:
    """So many goods, each 1 dearer without its promotion, and what all of them cost with it."""
    alone = promotion(1, offers.amount_off(2), combines=False)
    goods = start([item(1000, product=n, member_price=999) for n in range(count)])
    minimum = 998 * count + 1
    order = promotion(2, offers.order_amount(500, minimum=minimum))
    return Case(goods, (alone,), (order,), membership=silver(0)), minimum


@pytest.mark.parametrize("count", [1, 2, 6, 7])
def test_every_way_to_spread_a_promotion_over_seven_goods_is_tried(count: int) -> None:
    case, minimum = dear(count)
    assert choose(case, is_best=True)[0].priced.due == minimum - 500


def test_of_more_goods_only_the_likely_ways_are_tried() -> None:
    case, _minimum = dear(8)
    assert choose(case, is_best=True)[0].priced.due == 999 * 8 - 500


def test_of_more_promotions_the_first_ones_are_spread() -> None:
    """A later one leaves what was found without it."""
    case, minimum = dear(4)
    best = minimum - 500
    for number in range(3, 9):
        more = promotion(number, offers.amount_off(3), combines=False)
        case = case._replace(promotions=(*case.promotions, more))
        assert choose(case, is_best=True)[0].priced.due <= best


@pytest.mark.parametrize("is_best", [True, False])
def test_a_receipt_is_priced_in_a_bounded_number_of_ways(
    monkeypatch: pytest.MonkeyPatch, *, is_best: bool
) -> None:
    """However much is offered: 200 ways to spread, and two for each choice of six promotions."""
    tried = []
    counted = choosing.steps.with_promotions

    def count(*asked: Any) -> Any:
        tried.append(asked)
        return counted(*asked)

    monkeypatch.setattr(choosing.steps, "with_promotions", count)
    made = tuple(promotion(n, offers.percent_off(3 + n), combines=n % 2 > 0) for n in range(9))
    goods = start([item(1000 + n, product=n, member_price=990) for n in range(9)])
    order = promotion(10, offers.order_amount(500, minimum=8000))
    choose(Case(goods, made, (order,), membership=silver(5)), is_best=is_best)
    assert len(tried) <= (200 if is_best else 0) + 2 * (2**6 + 3) + 1


def test_beyond_the_first_six_the_last_ones_made_may_be_left_away() -> None:
    made = tuple(promotion(n, offers.amount_off(n), Covers((n,))) for n in range(1, 9))
    goods = start([item(1000, product=n) for n in range(1, 9)])
    seven = sum(range(1, 8))
    order = promotion(9, offers.order_amount(500, minimum=8000 - seven))
    assert choose(Case(goods, made, (order,)), is_best=True)[0].priced.due == 7500 - seven


@pytest.mark.parametrize(("minimum", "is_taken"), [(9999, True), (10000, True), (10001, False)])
def test_the_minimum_of_a_voucher_is_tested_before_the_order_promotion(
    minimum: int, is_taken: bool
) -> None:
    order = promotion(1, offers.order_amount(2000))
    case = Case(start([item(10000)]), orders=(order,), terms=(term(7, 500, minimum=minimum),))
    for is_best in (True, False):
        assert (choose(case, is_best=is_best)[0].fault is None) == is_taken


def test_a_promotion_is_left_away_where_it_costs_the_minimum_of_a_voucher() -> None:
    small = promotion(1, offers.percent_off(1))
    case = Case(start([item(10000)]), (small,), terms=(term(7, 3000, minimum=10000),))
    assert priced(case) == [("voucher 7", -3000)]
    assert choose(case, is_best=False)[0].fault == ("minimum", case.terms[0])


@pytest.mark.parametrize(("off", "is_kept"), [(249, False), (250, True), (251, True)])
def test_a_voucher_is_kept_where_a_promotion_below_its_minimum_lowers_as_much(
    off: int, is_kept: bool
) -> None:
    """Its minimum is 900: with the promotion the goods no longer reach it."""
    case = Case(
        start([item(1000)]),
        (promotion(1, offers.amount_off(off)),),
        terms=(term(1, 250, minimum=900),),
    )
    best, other = choose(case, is_best=True)
    steps = [way.priced.steps[0].why for way in (best, other) if way]
    assert steps == (["p1", "voucher 1"] if is_kept else ["voucher 1", "p1"])
    assert best.terms == (() if is_kept else case.terms)


def test_without_a_choice_there_is_no_alternative() -> None:
    tenth = promotion(1, offers.percent_off(10))
    case = Case(start([item(1000)]), (tenth,), membership=silver(5), terms=(term(7, 100),))
    assert choose(case, is_best=True)[1] is None


@pytest.mark.parametrize(("goods", "fault"), [(9999, "minimum"), (10000, None), (10001, None)])
def test_vouchers_that_can_be_used_in_no_way_are_at_fault(goods: int, fault: str | None) -> None:
    order = promotion(1, offers.order_amount(1, minimum=50_000))
    case = Case(start([item(goods)]), orders=(order,), terms=(term(7, 1, minimum=10000),))
    found = choose(case, is_best=True)[0].fault
    assert found == (None if fault is None else (fault, case.terms[0]))


# --- all of it --------------------------------------------------------------------------------

amounts = st.one_of(st.integers(0, 40), st.integers(0, 30_000))
percents = st.integers(1, 100)
covers = st.sampled_from([
    Covers(), Covers(products=(TEA,)), Covers(categories=("器",)), Covers((CUP,), ("茶",)),
])  # fmt: skip
line_offers = st.one_of(
    st.builds(offers.percent_off, percents),
    st.builds(offers.amount_off, st.integers(1, 500)),
    st.builds(offers.special_price, st.integers(0, 3000)),
    st.builds(lambda nth, off: offers.nth_unit(nth, percent_off=off), st.integers(2, 4), percents),
)
order_offers = st.one_of(
    st.builds(lambda off, least: offers.order_percent(off, minimum=least), percents, amounts),
    st.builds(
        lambda off, least, every: offers.order_amount(off, minimum=least, every=every),
        st.integers(1, 4000), st.integers(1, 20_000), st.booleans(),
    ),
)  # fmt: skip
goods = st.lists(
    st.builds(
        item, amounts, st.sampled_from([1000, 2000, 5000, 500, 125, 1999]),
        product=st.sampled_from([TEA, CUP, None, 3]), category=st.sampled_from(["茶", "器", ""]),
        is_discounted=st.booleans(), member_price=st.none() | amounts,
    ),
    min_size=1, max_size=5, unique_by=lambda one: one.product_id or id(one),
)  # fmt: skip
terms = st.lists(
    st.builds(
        Term, st.integers(1, 9), st.just("V"), st.sampled_from(["amount", "percent"]),
        st.integers(1, 5000), percents, st.sampled_from([0, 0, 2000]), st.none() | percents,
        st.just("voucher"),
    ),
    max_size=2, unique_by=lambda one: one.id,
)  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A receipt of anything, with up to five promotions in force."""
    chosen = start(draw(goods))
    if draw(st.booleans()) and chosen.lines[0].item.price:
        low = draw(st.integers(0, chosen.lines[0].item.price - 1))
        chosen = with_hand_prices(chosen, {0: HandPrice(low, "hand")})
    made = [
        Offered(number, draw(line_offers if number < 6 else order_offers), draw(covers),
                draw(st.booleans()), f"p{number}")
        for number in draw(st.sets(st.integers(1, 9), max_size=5))
    ]  # fmt: skip
    made.sort()
    rates = draw(st.none() | st.tuples(st.integers(0, 100), st.integers(0, 100)))
    return Case(
        chosen,
        tuple(one for one in made if one.id < 6),
        tuple(one for one in made if one.id >= 6),
        None if rates is None else silver(rates[0], 器=rates[1]),
        draw(st.none() | st.just(HandDiscount(0, 10, "hand"))),
        tuple(draw(terms)),
    )


@given(cases(), st.booleans())
def test_lines_steps_and_due_sum_and_the_steps_stand_in_their_order(
    case: Case, is_best: bool
) -> None:
    for way in choose(case, is_best=is_best):
        if way is None:
            continue
        done = way.priced
        assert done.goods + sum(step.amount for step in done.steps) == done.due
        assert done.due == sum(line.paid for line in done.lines) >= 0
        assert all(min(line.paid, *line[1:9]) >= 0 for line in done.lines)
        assert all(step.amount < 0 for step in done.steps)
        kinds = [list(STEPS).index(step.kind) for step in done.steps]
        assert kinds == sorted(kinds)
        for column in set(STEPS.values()):
            taken = sum(getattr(line, column) for line in done.lines)
            assert taken == -sum(s.amount for s in done.steps if STEPS[s.kind] == column)
        for line in done.lines:
            assert not line.is_by_hand or not (line.tier_off or line.promotion_off)
        assert sum(step.kind == "order" for step in done.steps) <= 1


@given(cases())
def test_the_best_is_never_dearer_than_promotions_first_nor_than_the_alternative(
    case: Case,
) -> None:
    best, other = choose(case, is_best=True)
    first, cheaper = choose(case, is_best=False)
    assert take(case, is_best=True).priced == best.priced
    assert take(case, is_best=False).priced == first.priced
    assert first.fault is None or cheaper is None
    if cheaper is not None and not best.used <= first.used:
        assert cheaper.priced.due == best.priced.due
    if best.fault is None:
        assert other is None or best.priced.due <= other.priced.due
        assert first.fault or best.priced.due <= first.priced.due


@given(cases(), st.data())
def test_a_promotion_more_never_makes_the_best_price_higher(
    case: Case, data: st.DataObject
) -> None:
    before, _ = choose(case, is_best=True)
    number = data.draw(st.integers(20, 30))
    combines, goods = data.draw(st.booleans()), data.draw(covers)
    if data.draw(st.booleans()):
        one = Offered(number, data.draw(line_offers), goods, combines, "more")
        case = case._replace(promotions=(*case.promotions, one))
    else:
        one = Offered(number, data.draw(order_offers), goods, combines, "more")
        case = case._replace(orders=(*case.orders, one))
    after, _ = choose(case, is_best=True)
    if before.fault is None:
        assert after.fault is None
        assert after.priced.due <= before.priced.due


@pytest.mark.parametrize("count", [6, 7, 9])
def test_that_holds_for_more_promotions_than_are_tried_in_every_combination(count: int) -> None:
    made = tuple(promotion(n, offers.amount_off(n), Covers((n,))) for n in range(1, count + 1))
    goods = [item(1000, product=n) for n in range(1, count + 1)]
    for order in (1000 * count, 1000 * count - sum(range(1, count + 1)), 1000 * count - 3):
        last = promotion(99, offers.order_amount(500, minimum=order))
        dues = [
            choose(Case(start(goods), made[:some], (last,)), is_best=True)[0].priced.due
            for some in range(count + 1)
        ]
        assert dues == sorted(dues, reverse=True)
