"""A PDF on a printer: at its own size, whole, however the driver sees its paper."""

import io

import pypdfium2
import pytest

from reports import receipt, receipt_pdf
from shopdesk import purchases
from ui import preferences, printing


@pytest.fixture
def on_paper(qapp, tmp_path):
    """What the system is given for a PDF: pictures of its pages at 72 dots an inch.

    ``size`` is that of the driver's page, where it has no other.
    """
    from PySide6.QtGui import QPageSize
    from PySide6.QtPrintSupport import QPrinter

    from ui.widgets import pdf_pages

    def printed(content, *, is_roll, size=""):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        if not size:
            printing.put(content, printer, is_roll=is_roll)
        else:
            printer.setFullPage(True)
            printer.setPageSize(QPageSize(getattr(QPageSize.PageSizeId, size)))
            pages = pdf_pages.Pages(content)
            assert pdf_pages.paint_whole(pages, printer, dpi=100, is_roll=is_roll)
            pages.close()
        with pypdfium2.PdfDocument(tmp_path / "out.pdf") as document:
            return [page.render(scale=1).to_pil().convert("L") for page in document]

    return printed


def inked(picture):
    """Where the first and the last ink is: left, top, right, bottom."""
    return picture.point(lambda value: 255 if value < 128 else 0).getbbox()


def size_of(content):
    with pypdfium2.PdfDocument(io.BytesIO(content)) as document:
        return document[0].get_size()


@pytest.fixture
def long_roll(desk, tea):
    """The PDF of a receipt of eighty lines on 80 mm paper."""
    sale = purchases.record(desk, lines=[(tea, 1)] * 80, pay={"cash": 80 * 6800})
    target = io.BytesIO()
    receipt_pdf.pdf(target, receipt.of_sale(desk, sale.id), on="80")
    return target.getvalue()


def sample(desk, paper):
    target = io.BytesIO()
    receipt_pdf.pdf(target, receipt.sample(desk), on=paper)
    return target.getvalue()


@pytest.mark.parametrize("paper", preferences.PAPERS)
def test_a_page_is_printed_at_its_own_size(on_paper, desk, paper):
    content = sample(desk, paper)
    (page,) = on_paper(content, is_roll=paper in printing.ROLLS)
    assert page.size == pytest.approx(size_of(content), abs=1)


def test_a_roll_longer_than_the_drivers_page_goes_on_on_the_next(on_paper, long_roll):
    _wide, high = size_of(long_roll)
    pages = on_paper(long_roll, is_roll=True, size="A6")
    assert len(pages) == -(-high // pages[0].height)
    assert inked(pages[0])[3] > pages[0].height - 20, "to its end, without a gap"


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_a_driver_with_broader_paper_makes_nothing_larger(on_paper, desk, size):
    content = sample(desk, "58")
    (page,) = on_paper(content, is_roll=True, size=size)
    assert page.width > 500
    assert inked(page)[2] <= size_of(content)[0]


def test_a_driver_with_narrower_paper_cuts_nothing(on_paper, desk):
    content = sample(desk, "A4")
    (page,) = on_paper(content, is_roll=False, size="A6")
    left, _top, right, _bottom = inked(page)
    assert 0 < left < right < page.width


def test_no_printer_and_one_that_is_gone_take_nothing(monkeypatch):
    printed = []
    monkeypatch.setitem(printing.ANSWERS, "print", lambda *what: printed.append(what) or "POS-80")
    for known, asked in ([], ""), ([], "POS-80"), (["POS-80"], "POS-58"):
        monkeypatch.setitem(printing.ANSWERS, "names", lambda known=known: known)
        with pytest.raises(printing.NotPrinted) as caught:
            printing.send(b"", asked, paper="80", title="")
        assert caught.value.printer == asked
    assert printed == []


def test_a_computer_without_printers_says_so_itself(qapp, monkeypatch):
    monkeypatch.setitem(printing.ANSWERS, "names", lambda: ["sold last year"])
    with pytest.raises(printing.NotPrinted):
        printing.send(b"%PDF", "sold last year", paper="80", title="")
