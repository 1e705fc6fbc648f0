"""Money is whole: reading and writing amounts, rounding, and sharing them out to the last fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import money
from shopdesk.money import LARGEST, Money, ceil_div, half_up, parse, plain, spread

amounts = st.integers(min_value=0, max_value=LARGEST - 1)


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("0", "CNY", 0),
        ("12.5", "CNY", 1250),
        ("12.50", "CNY", 1250),
        ("¥1,240.00", "CNY", 124000),
        ("￥1，240．05", "CNY", 124005),
        ("１２．５", "CNY", 1250),
        ("12.5元", "CNY", 1250),
        ("CNY 12", "CNY", 1200),
        ("1,234,567.89", "CNY", 123456789),
        ("-3.20", "CNY", -320),
        ("-¥3.20", "CNY", -320),
        (".5", "CNY", 50),
        ("7.", "CNY", 700),
        ("007", "CNY", 700),
        ("120", "JPY", 120),
        ("1.234", "KWD", 1234),
        ("$5", "USD", 500),
        ("12.500", "CNY", 1250),
        ("99999999999.99", "CNY", LARGEST - 1),
    ],
)
def test_an_amount_is_read_as_a_person_writes_it(written: str, currency: str, minor: int) -> None:
    assert parse(written, currency) == minor


@pytest.mark.parametrize(
    "written",
    [
        "", "   ", "¥", "abc", "12.345", "0.001", "1e5", "nan", "inf", "-inf", "1_000", "12,50",
        "1,23", "1,2345", ",5", "1元2", "1¥2", "1 000", "--1", "+-1", "1.2.3",
        "1.000000000000000000000000001",
        "1." + "0" * 40 + "1", "100000000000", "100000000000.00", "9" * 400, "١٢a", "$5",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_and_never_guessed_at(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(written, "CNY")


def test_a_currency_without_decimals_takes_none() -> None:
    with pytest.raises(ValueError, match=r"12\.5"):
        parse("12.5", "JPY")


@given(amounts, st.sampled_from(["CNY", "USD", "JPY", "KWD", "XAF"]), st.booleans())
def test_what_is_written_reads_back_the_same(minor: int, currency: str, grouped: bool) -> None:
    assert parse(plain(minor, currency, grouped=grouped), currency) == minor
    assert parse(plain(-minor, currency, grouped=grouped), currency) == -minor
    assert parse(str(Money(minor, currency)), currency) == minor
    assert parse(str(Money(-minor, currency)), currency) == -minor


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Money(124000, "CNY"), "¥1,240.00"),
        (Money(-5, "CNY"), "-¥0.05"),
        (Money(0, "USD"), "$0.00"),
        (Money(1500, "JPY"), "¥1,500"),
        (Money(1234, "KWD"), "KWD 1.234"),
    ],
)
def test_an_amount_is_written_with_its_symbol_and_sign(amount: Money, written: str) -> None:
    assert str(amount) == written


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(0, 100, 0), (49, 100, 0), (50, 100, 1), (51, 100, 1), (149, 100, 1), (150, 100, 2), (1, 3, 0),
     (2, 3, 1), (5, 2, 3)],
)  # fmt: skip
def test_a_half_is_rounded_up(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(0, 7, 0), (1, 7, 1), (7, 7, 1), (8, 7, 2)]
)
def test_rounding_up_reaches_the_next_whole(numerator: int, denominator: int, rounded: int) -> None:
    assert ceil_div(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (11, [1, 1, 1], [4, 4, 3]),
        (1, [1, 1], [1, 0]),
        (1, [1, 2], [0, 1]),
        (2, [1, 1, 1], [1, 1, 0]),
        (5, [0, 1, 0, 1], [0, 3, 0, 2]),
        (7, [7], [7]),
        (0, [3, 4], [0, 0]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
        (100, [9999, 1], [100, 0]),
    ],
)
def test_the_largest_remainder_wins_and_a_tie_goes_to_the_earlier(
    total: int, weights: list[int], parts: list[int]
) -> None:
    assert spread(total, weights) == parts


@given(st.lists(amounts, min_size=1, max_size=12).filter(any), st.data())
def test_parts_sum_to_the_whole_and_none_exceeds_its_weight(
    weights: list[int], data: st.DataObject
) -> None:
    total = data.draw(st.integers(min_value=0, max_value=sum(weights)))
    parts = spread(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert 0 <= part <= weight
        assert abs(part * sum(weights) - total * weight) < sum(weights)


def test_the_sum_of_half_a_million_largest_amounts_still_fits_the_database() -> None:
    assert 500_000 * (LARGEST - 1) < 2**63


def test_a_currency_nobody_listed_has_two_decimals() -> None:
    assert money.minor_digits("XAF") == 2
