"""Figures and months as people read them."""

import pytest

from reports.words import Words, count, decimal, month_name, percent, permille


def test_rates_round_half_up_to_a_tenth_of_a_percent() -> None:
    assert percent(permille(1, 3)) == "33.3%"
    assert percent(permille(2, 3)) == "66.7%"
    assert percent(permille(1, 2000)) == "0.1%"
    assert percent(permille(-1, 3), sign=True) == "−33.3%"
    assert percent(82, sign=True) == "+8.2%"
    assert decimal(0, sign=True) == "0.0"
    assert percent(12_345) == "1,234.5%"


def test_counts_have_thousands_and_a_true_minus() -> None:
    assert count(1_234_567) == "1,234,567"
    assert count(-500) == "−500"


@pytest.mark.parametrize(("language", "said"), [("en", "March 2026"), ("zh_CN", "2026 年 3 月")])
def test_a_month_is_said_in_its_language(language: str, said: str) -> None:
    assert month_name("2026-03", language) == said


def test_both_languages_stand_in_one_label_and_the_same_word_once() -> None:
    both = Words(("zh_CN", "en"))
    assert both.joined("Sales") == "销售额 Sales"
    assert both.joined("not translated") == "not translated"
    assert both.name({"zh_CN": "金卡", "en": "Gold"}) == "金卡 Gold"
    assert Words(("en",)).name({"zh_CN": "金卡"}) == "金卡"
