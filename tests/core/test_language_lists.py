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
        (["甲", "乙", "丙"], "zh_CN", " 或 ", "甲、乙 或 丙"),
        (["甲", "乙"], "zh_CN", "或", "甲或乙"),
        (["¥1,000", "10 次"], "zh_CN", "或", "¥1,000 或 10 次"),
        (["¥1,000", "到店"], "zh_CN", "或", "¥1,000 或到店"),
    ],
)
def test_the_last_of_several_is_joined_by_a_word(parts, language, joint, said) -> None:
    assert listed(parts, joint, language) == said
