"""Several things are told as one."""

import pytest

from shopdesk.language import listed


@pytest.mark.parametrize(
    ("parts", "language", "joint", "said"),
    [
        ([], "en", " or ", ""),
        (["a"], "en", " or ", "a"),
        (["a", "b"], "en", " or ", "a or b"),
        (["a", "b", "c"], "en", " and ", "a, b and c"),
        (["甲", "乙", "丙"], "zh_CN", "或", "甲、乙或丙"),
        (["¥3,000", "25 次到店"], "zh_CN", "或", "¥3,000 或 25 次到店"),
        (["满 ¥100", "银卡"], "zh_CN", "或", "满 ¥100 或银卡"),
    ],
)
def test_the_last_of_several_is_joined_by_a_word(parts, language, joint, said) -> None:
    assert listed(parts, joint, language) == said
