"""The recovery code on paper: whole, as it is typed, in both languages."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from reports import recovery


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_sheet_bears_code_owner_shop_and_day(
    tmp_path: Path, read: SimpleNamespace, made: SimpleNamespace, language: str
) -> None:
    code = "7K2M-9QX4-T8RV-30ZB"
    for name in made.hostile:
        recovery.pdf(
            tmp_path / "r.pdf", code, name=name, shop_name="青禾茶舍",
            made_on=date(2026, 10, 15), language=language,
        )  # fmt: skip
        (text,) = read.texts(tmp_path / "r.pdf")
        unbroken = "".join(text.split())
        for part in (code, name, "青禾茶舍", "2026-10-15"):
            assert "".join(part.split()) in unbroken
