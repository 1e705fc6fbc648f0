"""The monthly report as a workbook: figures, days, tier movements, best members."""

import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reports.files import Target, write_whole
from reports.month import NEW, STORED_VALUE, MonthReport
from reports.words import Words
from shopdesk.language import N_
from shopdesk.money import minor_digits

Value = str | int | Decimal | Fraction | None
"""A text, a count, an amount, a rate, or no figure."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_POINTS = ("opening", "earned", "adjusted", "spent", "expired", "closing", "debts")
_POINTS_NAMES = (
    N_("Opening"), N_("Earned"), N_("Adjusted"), N_("Spent"), N_("Expired"), N_("Closing"),
    N_("Debts"),
)  # fmt: skip


def xlsx(target: Target, report: MonthReport, *, language: str = "zh_CN") -> None:
    """Write the report to ``target``: amounts and counts are numbers, names are never formulas."""
    words = Words((language,))
    book = Workbook(write_only=True)
    book.properties.title = words.first(N_("Monthly report")) + f" {report.figures.month}"
    book.properties.creator = harmless(report.maker.shop_name)
    sheets = (
        (N_("Figures"), _figures, (34, 18, 10, 10)),
        (N_("Days"), _days, (14, 16, 10)),
        (N_("Tier movements"), _moves, (18, 14, 14, 14, 14, 14, 14)),
        (N_("Best members"), _top, (16, 28, 18)),
    )
    for name, rows, widths in sheets:
        sheet = book.create_sheet(words.first(name))
        for column, width in zip("ABCDEFG", widths, strict=False):
            sheet.column_dimensions[column].width = width
        sheet.freeze_panes = "A2"
        _fill(sheet, rows(report, words), report.maker.currency)
    buffer = io.BytesIO()
    book.save(buffer)
    write_whole(target, buffer.getvalue(), language=language)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that could be gets an apostrophe."""
    text = _ILLEGAL.sub(" ", text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fill(sheet: Worksheet, rows: Iterable[Iterable[Value]], currency: str) -> None:
    digits = minor_digits(currency)
    money = "#,##0" + (f".{'0' * digits}" if digits else "")
    for number, row in enumerate(rows):
        cells = [_cell(sheet, value, money) for value in row]
        if number == 0:
            for cell in cells:
                cell.font = Font(bold=True)
        sheet.append(cells)


def _cell(sheet: Worksheet, value: Value, money: str) -> WriteOnlyCell:
    if isinstance(value, str):
        return WriteOnlyCell(sheet, harmless(value))
    if isinstance(value, Fraction):
        cell = WriteOnlyCell(sheet, Decimal(value.numerator) / Decimal(value.denominator))
        cell.number_format = "0.0%"
        return cell
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = money if isinstance(value, Decimal) else "#,##0"
    return cell


def _amount(report: MonthReport, minor: int | None) -> Decimal | None:
    """Minor units as the decimal a spreadsheet adds up."""
    if minor is None:
        return None
    return Decimal(minor).scaleb(-minor_digits(report.maker.currency))


def _figures(report: MonthReport, words: Words) -> Iterator[list[Value]]:
    say, now = words.first, report.figures
    yield [say(N_("Figure")), say(N_("Value")), "n", say(N_("Out of"))]
    yield [say(N_("Shop")), report.maker.shop_name]
    yield [say(N_("Month")), now.month]
    yield [say(N_("Sales")), _amount(report, now.sales)]
    yield [say(N_("Orders")), now.orders]
    yield [say(N_("Average order")), _amount(report, now.average_order)]
    yield [say(N_("Visits")), now.visits]
    yield [say(N_("Active members")), now.active_members]
    yield [say(N_("New members")), now.new_members]
    yield from _rates(report, words)
    for name, figure in zip(_POINTS_NAMES, _POINTS, strict=True):
        yield [say(N_("Points")) + f" · {say(name)}", getattr(now.points, figure)]
    yield [say(N_("Points owed as money")), _amount(report, report.points_owed)]
    yield from _stored_value(report, words)
    yield [say(N_("Vouchers issued")), now.vouchers_issued]
    yield [say(N_("Vouchers redeemed")), now.vouchers_redeemed]
    yield [say(N_("Vouchers expired")), now.vouchers_expired]
    if now.gift_cost is not None:
        yield [say(N_("Gift cost")), _amount(report, now.gift_cost)]


def _stored_value(report: MonthReport, words: Words) -> Iterator[list[Value]]:
    now, say = report.figures.stored_value, words.first
    for bucket, named in ((now.principal, N_("Principal")), (now.bonus, N_("Bonus"))):
        for figure, name in STORED_VALUE.items():
            label = [say(N_("Stored value")), say(named), say(name)]
            yield [" · ".join(label), _amount(report, getattr(bucket, figure))]


def _rates(report: MonthReport, words: Words) -> Iterator[list[Value]]:
    now = report.figures
    named = (
        (N_("Repurchase"), now.repurchase),
        (N_("Retention"), now.retention),
        (N_("Churn"), now.churn),
    )
    for name, rate in named:
        yield [words.first(name), Fraction(rate.n, rate.of) if rate.of else None, rate.n, rate.of]


def _days(report: MonthReport, words: Words) -> Iterator[list[Value]]:
    yield [words.first(N_("Day")), words.first(N_("Sales")), words.first(N_("Orders"))]
    for day in report.figures.days:
        yield [day.on.isoformat(), _amount(report, day.sales), day.orders]


def _moves(report: MonthReport, words: Words) -> Iterator[list[Value]]:
    codes = [tier.code for tier in report.tiers]
    names = [words.name(tier.names) for tier in report.tiers]
    yield [words.first(N_("start \\ end")), *names]
    for start, name in zip([*codes, NEW], [*names, words.first(N_("New members"))], strict=True):
        yield [name, *(report.moved(start, end) for end in codes)]
    yield [words.first(N_("At the end")), *map(report.at_end, codes)]


def _top(report: MonthReport, words: Words) -> Iterator[list[Value]]:
    yield [words.first(N_("Member number")), words.first(N_("Member")), words.first(N_("Sales"))]
    for member in report.figures.top_members:
        yield [member.number, member.name, _amount(report, member.sales)]
