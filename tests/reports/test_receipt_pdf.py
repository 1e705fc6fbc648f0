"""A receipt on paper: on a roll as high as what stands on it, whole on every width."""

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
from PIL import ImageChops

from reports import receipt_pdf, roll
from reports.codes import grouped
from reports.paper import MM
from reports.receipt_parts import Amount, Goods, Pair, Slip
from shopdesk import codes
from shopdesk.money import LARGEST
from shopdesk.refusals import ChoiceRefused

ROLLS = ("80", "58")
PAPERS = tuple(receipt_pdf.PAPERS)
LONGEST = "特级明前狮峰龙井" * 8
"""As long as a name may be: 64 characters."""

Make = Callable[..., Slip]


@pytest.fixture
def slip() -> Make:
    """A receipt that can be printed."""

    def make(**given: object) -> Slip:
        usual = Slip(
            languages=("en",), currency="CNY", shop="青禾茶舍",
            contact=("上海市徐汇区衡山路 880 弄 3 号", "021-5555 0123"), title="Sales receipt",
            number="000042", marks=(),
            facts=(Pair("No.", "000042"), Pair("Cashier", "小陈")),
            goods=(
                Goods("茉莉银针", Decimal("0.125"), 6800, 850),
                Goods("茶杯", Decimal(1), 900, 900),
            ),
            steps=(Amount("Silver: 2% off", -35),), due=Amount("Total", 1715),
            paid=(Amount("Cash", 1715),), cash=(Amount("Cash given", 2000), Amount("Change", 285)),
            have=(Pair("Points balance", "1,240"), Pair("Tier", "Silver")),
            said=("To Gold: ¥1,240.00 more or 3 more visits",), foot=("谢谢惠顾",),
            code=codes.receipt_code("7K2M9Q", 42),
        )  # fmt: skip
        return replace(usual, **given)  # type: ignore[arg-type]

    return make


def texts_of(slip: Slip) -> list[str]:
    """Everything that has to be found on the paper."""
    goods = [line.name for line in slip.goods]
    goods += [slip.money(line.amount) for line in slip.goods if line.amount is not None]
    amounts = [*slip.steps, slip.due, *slip.paid, *slip.cash]
    pairs = [*slip.facts, *slip.have]
    return [
        slip.shop, *slip.contact, slip.title, *slip.marks, *goods,
        *(part for one in amounts for part in (one.words, slip.money(one.amount))),
        *(part for one in pairs for part in one), *slip.said, *slip.foot, grouped(slip.code),
    ]  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_what_is_said_in_two_languages_breaks_between_them() -> None:
    def broken(words: str, within: float) -> tuple[str, ...]:
        return roll._broken(words, 10, within, bold=False)

    assert broken("Given back 已退", 80) == ("Given back 已退",)
    assert broken("Given back 已退", 65) == ("Given back", "已退")
    assert broken("储值本金 Stored value", 50) == ("储值本金", "Stored", "value")
    assert broken("A tea 茶 B tea 茶", 60) == ("A tea 茶 B", "tea 茶"), (
        "no two languages but a text"
    )


@pytest.mark.parametrize("on", PAPERS)
def test_all_of_it_stands_on_every_paper(
    tmp_path: Path, slip: Make, read: SimpleNamespace, on: str
) -> None:
    made = slip(marks=("REPRINT 2026-10-15 12:00", "GIVEN BACK ¥25.00"))
    assert receipt_pdf.pdf(tmp_path / "r.pdf", made, on=on) == 1
    (text,) = read.texts(tmp_path / "r.pdf")
    for each in texts_of(made):
        assert squeezed(each) in squeezed(text)
    assert "0.125 × ¥68.00" in text
    assert "□" not in text


@pytest.mark.parametrize("on", PAPERS)
def test_a_scanner_finds_the_receipt_by_it(
    tmp_path: Path, slip: Make, read: SimpleNamespace, on: str
) -> None:
    made = slip()
    receipt_pdf.pdf(tmp_path / "r.pdf", made, on=on)
    assert read.scans(read.pictures(tmp_path / "r.pdf", dpi=203)[0]) == [made.code]


@pytest.mark.parametrize("on", ROLLS)
@pytest.mark.parametrize("lines", [0, 1, 60, 300])
def test_a_roll_is_as_high_as_what_stands_on_it(
    tmp_path: Path, slip: Make, on: str, lines: int
) -> None:
    made = slip(goods=(Goods("茶", Decimal(1), 100, 100),) * lines)
    assert receipt_pdf.pdf(tmp_path / "r.pdf", made, on=on) == 1
    top, foot, wide, high = bounds(tmp_path / "r.pdf")
    assert wide == pytest.approx(float(on) * MM, abs=0.01)
    assert top == pytest.approx(high - 4 * MM, abs=6)
    assert foot == pytest.approx(6 * MM, abs=6)


@pytest.mark.parametrize("on", ["A4", "A5"])
def test_a_sheet_is_left_free_where_no_printer_reaches(tmp_path: Path, slip: Make, on: str) -> None:
    made = slip(goods=(Goods("茶", Decimal(1), 100, 100),) * 200)
    receipt_pdf.pdf(tmp_path / "r.pdf", made, on=on)
    top, foot, _wide, high = bounds(tmp_path / "r.pdf")
    assert (high - top) / MM > 10
    assert foot / MM > 10


@pytest.mark.parametrize("on", PAPERS)
def test_the_largest_amounts_and_longest_names_are_whole(
    tmp_path: Path, slip: Make, read: SimpleNamespace, on: str
) -> None:
    most = LARGEST - 1
    made = slip(
        shop=LONGEST, currency="KWD", title="销售小票 Sales receipt",
        facts=(Pair("Member", f"{LONGEST} 100001"), Pair("Cashier", LONGEST)),
        goods=tuple(Goods(LONGEST, Decimal(n), most, most) for n in ("999999.999", "1")),
        steps=(Amount(f"{LONGEST}: {LONGEST}", -most),), due=Amount("合计 Total", most),
        paid=(Amount("Cash", most),), have=(Pair("Voucher used 使用礼品券", "V7KQ4M2ZD9XW"),),
        said=("Reason: " + "很长的原因" * 99,), foot=("谢" * 500,),
    )  # fmt: skip
    receipt_pdf.pdf(tmp_path / "r.pdf", made, on=on)
    text = squeezed("".join(read.texts(tmp_path / "r.pdf")))
    for each in texts_of(made):
        assert squeezed(each) in text
    assert f"999999.999×{squeezed(made.money(most))}" in text, "no number is broken"
    left, right, wide = sides(tmp_path / "r.pdf")
    margin = receipt_pdf.PAPERS[on].margin
    assert left >= margin - 1
    assert right <= wide - margin + 1


def test_names_of_every_kind_print_as_they_were_typed(
    tmp_path: Path, slip: Make, read: SimpleNamespace, made: SimpleNamespace
) -> None:
    odd = (*made.hostile, "אבג \u202eabc\u202c", "tab\tand\x00nul")
    given = slip(goods=tuple(Goods(name, Decimal(1), 100, 100) for name in odd))
    receipt_pdf.pdf(tmp_path / "r.pdf", given, on="80")
    (text,) = read.texts(tmp_path / "r.pdf")
    for name in (*made.hostile, "abc", "tab and nul"):
        assert squeezed(name) in squeezed(text)


@pytest.mark.parametrize("on", ["A4", "A5"])
def test_a_long_one_goes_on_on_the_next_sheet(
    tmp_path: Path, slip: Make, read: SimpleNamespace, on: str
) -> None:
    names = [f"茶 {number:03}" for number in range(150)]
    made = slip(goods=tuple(Goods(name, Decimal(2), 100, 200) for name in names))
    pages = receipt_pdf.pdf(tmp_path / "r.pdf", made, on=on)
    texts = read.texts(tmp_path / "r.pdf")
    assert pages == len(texts) > 2
    assert all(squeezed(name) in squeezed("".join(texts)) for name in names)


def test_only_black_is_printed_by_heat(tmp_path: Path, slip: Make) -> None:
    receipt_pdf.pdf(tmp_path / "r.pdf", slip(), on="80")
    with pypdfium2.PdfDocument(tmp_path / "r.pdf") as document:
        red, green, blue = document[0].render(scale=4).to_pil().convert("RGB").split()
    assert ImageChops.difference(red, green).getextrema()[1] < 2
    assert ImageChops.difference(green, blue).getextrema()[1] < 2


def test_a_refund_by_lines_says_how_many_and_no_price(
    tmp_path: Path, slip: Make, read: SimpleNamespace
) -> None:
    made = slip(goods=(Goods("茉莉银针", Decimal("0.125"), 6800, None),), steps=())
    receipt_pdf.pdf(tmp_path / "r.pdf", made, on="58")
    (text,) = read.texts(tmp_path / "r.pdf")
    assert "× 0.125" in text
    assert "¥68.00" not in text


def test_the_page_that_opens_the_drawer_is_short(tmp_path: Path, read: SimpleNamespace) -> None:
    target = io.BytesIO()
    receipt_pdf.drawer(target, shop="青禾茶舍", said="Cash drawer", language="en", on="58")
    (tmp_path / "d.pdf").write_bytes(target.getvalue())
    (text,) = read.texts(tmp_path / "d.pdf")
    assert "Cash drawer" in text
    assert bounds(tmp_path / "d.pdf")[3] < 25 * MM


# --- looking at it ----------------------------------------------------------------------------


def _boxes(file: Path) -> tuple[list[tuple[float, float, float, float]], tuple[float, float]]:
    """Left, bottom, right, top of all that is drawn on the first page, and its size."""
    with pypdfium2.PdfDocument(file) as document:
        page = document[0]
        found = [item.get_bounds() for item in page.get_objects()]
        size = page.get_size()
        page.close()
    return found, size


def bounds(file: Path) -> tuple[float, float, float, float]:
    """The highest and lowest point drawn on a page, its width and height."""
    boxes, (wide, high) = _boxes(file)
    return max(box[3] for box in boxes), min(box[1] for box in boxes), wide, high


def sides(file: Path) -> tuple[float, float, float]:
    """How far left and right anything is drawn, and the width of the page."""
    boxes, (wide, _high) = _boxes(file)
    return min(box[0] for box in boxes), max(box[2] for box in boxes), wide


@pytest.mark.parametrize("on", ["A3", "", 80, None, []])
def test_there_is_no_other_paper(tmp_path: Path, slip: Make, on: str) -> None:
    with pytest.raises(ChoiceRefused) as refused:
        receipt_pdf.pdf(tmp_path / "a.pdf", slip(), on=on)
    assert "80, 58, A4, A5" in str(refused.value)
    assert not [*tmp_path.iterdir()]
