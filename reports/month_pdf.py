"""The monthly report on A4: the owner's first of the month."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas

from reports import month_blocks, month_tables, paper
from reports.blocks import Block, draw_page, footer, paginate
from reports.files import Target
from reports.month import MonthReport
from reports.words import Words
from shopdesk.language import N_


def pdf(target: Target, report: MonthReport, *, languages: Sequence[str] = ("zh_CN",)) -> int:
    """Write the report to ``target`` and return its number of pages.

    With two languages every label has both, the first leading, and sentences stand in both.
    """
    words = Words(tuple(languages))
    title = words.first(N_("Monthly report")) + f" {words.months(report.figures.month)[0]}"
    pages = paginate(_blocks(report, words))
    with paper.document(
        target,
        title=f"{title} · {report.maker.shop_name}",
        author=report.maker.shop_name,
        language=languages[0],
    ) as canvas:
        for number, blocks in enumerate(pages, start=1):
            _page(canvas, blocks, title)
            _footer(canvas, report, words, number, len(pages))
            canvas.showPage()
    return len(pages)


def _blocks(report: MonthReport, words: Words) -> list[Block]:
    made = [
        month_blocks.masthead(report, words),
        month_blocks.headings(report, words),
        month_blocks.three_things(report, words),
        month_blocks.daily_sales(report, words),
        month_blocks.points(report, words),
        month_blocks.vouchers(report, words),
        month_tables.stored_value(report, words),
        month_tables.members_by_tier(report, words),
        month_tables.tier_moves(report, words),
        month_tables.top_members(report, words),
        month_tables.days(report, words),
        month_tables.definitions(report, words),
    ]
    return [block for block in made if block is not None]


def _page(canvas: Canvas, blocks: Sequence[Block], title: str) -> None:
    canvas.bookmarkPage(f"page-{canvas.getPageNumber()}")
    draw_page(canvas, blocks)
    if canvas.getPageNumber() == 1:
        canvas.addOutlineEntry(title, "page-1", 0)


def _footer(canvas: Canvas, report: MonthReport, words: Words, page: int, of: int) -> None:
    where = words.joined(N_("Definitions on the last page")) if page < of else ""
    footer(canvas, words, page, of, parts=(report.maker.shop_name, report.number, where))
