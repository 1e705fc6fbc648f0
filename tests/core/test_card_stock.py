"""Pre-printed cards: put aside in runs, bound when somebody joins, and never two of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import card_stock, cards, members, products
from shopdesk.card_stock import RunRefused
from shopdesk.refusals import ChoiceRefused, NotPermitted, NumberTaken

RUNS = {
    ("K0098", "K0102"): ["K0098", "K0099", "K0100", "K0101", "K0102"],
    ("k 01", "K-02"): ["K01", "K02"],
    ("A7B1", "A7B1"): ["A7B1"],
    ("8001X", "8002X"): ["8001X", "8002X"],
}


@pytest.mark.parametrize("ends", RUNS)
def test_a_run_goes_from_its_first_card_to_its_last(desk, ends):
    assert card_stock.run_of(desk, *ends) == RUNS[ends]


@pytest.mark.parametrize(
    "ends", [("K2", "K1"), ("K1", "L2"), ("K9", "K10"), ("K1X", "K2Y"), ("ABC", "ABD"),
             ("K000000", "K100000")],
)  # fmt: skip
def test_what_nobody_can_count_through_is_no_run(desk, ends):
    with pytest.raises(RunRefused):
        card_stock.run_of(desk, *ends)


def test_the_longest_run_is_one(desk):
    assert len(card_stock.run_of(desk, "K000000", "K099999")) == card_stock.MOST


@given(st.text("ABK", max_size=3), st.integers(0, 99_998), st.integers(5, 9))
def test_after_a_card_comes_the_next_of_its_run(letters, number, width):
    code = f"{letters}{number:0{width}}"
    assert card_stock.after(code) == f"{letters}{number + 1:0{width}}"


@pytest.mark.parametrize("code", ["K9", "999", "ABC"])
def test_after_the_last_of_its_length_comes_none(code):
    assert card_stock.after(code) is None


def test_blank_cards_are_put_aside_and_bound_at_the_registration(desk):
    assert card_stock.reserve(desk, "K0001", "K0003") == 3
    assert card_stock.is_blank(desk, "k 0002")
    assert card_stock.stock(desk) == card_stock.Stock(3, 3, "K0001")
    ann = members.register(desk, name="Ann", card="k 0002")
    assert cards.member_of(desk, "K0002") == ann.id
    assert not card_stock.is_blank(desk, "K0002")
    assert len(cards.of_member(desk, ann.id)) == 2  # its own and the blank one
    assert card_stock.stock(desk) == card_stock.Stock(3, 2, "K0001")


def test_cards_put_aside_twice_count_once(desk):
    assert card_stock.reserve(desk, "K1", "K3", key="a") == 3
    assert card_stock.reserve(desk, "K2", "K5") == 2
    assert card_stock.reserve(desk, "K1", "K3", key="a") == 3
    assert card_stock.stock(desk).reserved == 5


def test_a_run_with_a_card_in_use_or_a_barcode_is_refused_whole(desk, member, tea):
    cards.link(desk, member, "K7")
    products.edit(desk, tea, ean="6901234567892")
    for first, last, taken in (("K5", "K9", "K7"), ("6901234567890", "6901234567899", "892")):
        with pytest.raises(NumberTaken, match=taken):
            card_stock.reserve(desk, first, last)
    assert card_stock.stock(desk) == card_stock.Stock(0, 0, None)


def test_a_registration_with_a_card_of_somebody_else_registers_nobody(desk, member):
    cards.link(desk, member, "K7")
    with pytest.raises(NumberTaken):
        members.register(desk, name="Ann", card="K7")
    with pytest.raises(ChoiceRefused):
        members.register(desk, name="Ann", card="M000000019")  # of the form of our own
    assert members.find(desk, "Ann") == []


def test_a_repeated_registration_binds_its_card_once(desk):
    first = members.register(desk, name="Ann", card="K7", key="k")
    assert members.register(desk, name="Ann", card="K7", key="k") == first


def test_cards_are_put_aside_by_a_manager(cashier):
    with pytest.raises(NotPermitted):
        card_stock.reserve(cashier, "K1")
