"""The program tries itself: a new shop, a sale, paper, the window; for a copy just built."""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from shopdesk import (
    Desk,
    Shop,
    __version__,
    checks,
    gifts,
    members,
    products,
    purchases,
    rewards,
    slips,
    vouchers,
)
from shopdesk.language import translator

if TYPE_CHECKING:
    from ui.till import Till

_NAME, _PHONE = "李镕", "13800138000"


class Fault(Exception):  # noqa: N818 - the answer of a trial
    """What is not as it should be."""


def run(folder: Path) -> bool:
    """Try everything in an empty folder; says in one line how it went, and returns it."""
    os.environ["SHOPDESK_CONFIG"] = str(folder)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    trying, pin = "shop", f"{secrets.randbelow(10**6):06}"
    try:
        with Shop.create(folder / "self-test.shopdesk", name="自检", owner="店主", pin=pin) as shop:
            desk = shop.sign_in("店主", pin)
            for name, trial in TRIALS:
                trying = name
                trial(desk, folder)
    except Exception as error:  # whatever it is, it is what was asked for
        print(f"ShopDesk {__version__}: {trying} failed: {type(error).__name__}: {error}")
        return False
    tried = ", ".join(name for name, _trial in TRIALS)
    print(f"ShopDesk {__version__} works: {tried}.", flush=True)
    return True


def _expect(is_so: bool, what: str) -> None:
    if not is_so:
        raise Fault(what)


def _languages(_desk: Desk, _folder: Path) -> None:
    _ = translator("zh_CN")
    _expect(_("Counter") != "Counter", "the Chinese texts are not there")


def _sale(desk: Desk, _folder: Path) -> None:
    rewards.add(
        desk, name="升级券", name_en="Thank-you", trigger=rewards.upgrade("silver"),
        reward=rewards.voucher(amount=3000, minimum=10000),
    )  # fmt: skip
    tea = products.add(desk, name="茉莉银针", price=6800, category="茶")
    member = members.register(desk, name=_NAME, phone=_PHONE)
    due = purchases.quote(desk, member=member.id, lines=[(tea.id, 20)]).due
    sold = purchases.record(desk, member=member.id, lines=[(tea.id, 20)], pay={"cash": due})
    _expect(sold.total == due, "the receipt is not what was due")
    found = [one.id for one in members.find(desk, "lr")]
    _expect(found == [member.id], "the member is not found by pinyin")


def _receipt(desk: Desk, folder: Path) -> None:
    from reports import receipt, receipt_pdf

    (sold,) = purchases.of_day(desk, desk.today())
    file = folder / "receipt.pdf"
    receipt_pdf.pdf(file, receipt.of_sale(desk, sold.id), on="58")
    _expect(_pages(file) == 1, "the receipt is not on one page")


def _vouchers(desk: Desk, folder: Path) -> None:
    (member,) = members.find(desk, _PHONE)
    bag = gifts.add(desk, name="帆布购物袋", name_en="Canvas bag", cost=800, value=2500, stock=5)
    given = vouchers.issue(desk, member.id, gift=bag.id, valid_days=60)
    issued = vouchers.of_member(desk, member.id)
    _expect(len(issued) == 2, "the upgrade earned no voucher")
    from reports import vouchers as paper

    file = folder / "vouchers.pdf"
    paper.pdf(file, slips.of_vouchers(desk, issued), shop_name="自检", shop_phone="")
    _expect(_pages(file) == 1, "the vouchers are not on one page")
    _expect(vouchers.redeem(desk, given.code).state == "redeemed", "the gift is not redeemed")


def _month(desk: Desk, folder: Path) -> None:
    from reports import month, month_pdf, month_xlsx

    today = desk.today()
    value = month.month_report(desk, today.year, today.month)
    file = folder / "month.pdf"
    month_pdf.pdf(file, value, languages=("zh_CN", "en"))
    _expect(_pages(file) >= 1, "the month has no page")
    workbook = folder / "month.xlsx"
    month_xlsx.xlsx(workbook, value, language="en")
    _expect(workbook.read_bytes().startswith(b"PK"), "the month is no workbook")


def _pages(file: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        first = document[0].render(scale=0.5).to_pil().convert("L")
        _expect(first.getextrema()[0] < 128, f"{file.name} is empty")
        return len(document)


def _window(desk: Desk, folder: Path) -> None:
    """Every page once, in Chinese, as it would be on a screen."""
    from PySide6.QtCore import qInstallMessageHandler

    from ui.app import application
    from ui.instance import Instance
    from ui.preferences import Preferences
    from ui.qt_words import speak
    from ui.till import Till
    from ui.window import Window

    qInstallMessageHandler(lambda *_said: None)  # an unseen screen complains of being unseen
    app = application(Preferences())
    instance = Instance(folder / "self-test.shopdesk")
    _expect(instance.take(lambda: None), "the shop is taken")
    faults: list[BaseException] = []
    before, sys.excepthook = sys.excepthook, lambda _kind, error, _trace: faults.append(error)
    try:
        till = Till(desk.shop, Preferences(language="zh_CN"))
        till.signed_in = desk
        speak(app, till.language)
        window = Window(till)
        window.show()
        _turn_pages(till)
        picture = window.grab().toImage()
        window.close()
    finally:
        sys.excepthook = before
        qInstallMessageHandler(None)
        instance.release()
    if faults:
        raise faults[0]
    seen = {picture.pixel(x, 20) for x in range(0, picture.width(), 4)}
    _expect(len(seen) > 1, "the window is empty")


def _turn_pages(till: "Till") -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    from ui.frame import PAGES

    for entry in PAGES:
        till.go(entry.name)
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()


def _figures(desk: Desk, _folder: Path) -> None:
    faults = checks.run(desk)
    _expect(not faults, "; ".join(map(str, faults)))


TRIALS: tuple[tuple[str, Callable[[Desk, Path], None]], ...] = (
    ("languages", _languages),
    ("sale", _sale),
    ("receipt", _receipt),
    ("vouchers", _vouchers),
    ("month", _month),
    ("window", _window),
    ("check", _figures),
)
"""What is tried, in this order; a later one stands on the earlier."""


def main() -> int:
    """Try everything in a folder of its own; 0 if it went well, else 1."""
    import tempfile

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        went_well = run(Path(folder))
    return 0 if went_well else 1
