"""The pictures of the documents, taken anew from the program: the sample shop on one fixed day.

python -m ui.document_pictures FOLDER [--only NAME]…

Each is there in both languages, ``NAME-en.png`` and ``NAME-zh_CN.png``, of a shop that speaks that
language. The same program takes the same pictures; what is in the folder and not taken any more is
removed.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image

from shopdesk import Desk, Shop, daybook, demo, members, slips, vouchers
from shopdesk.daybook import Entry
from shopdesk.language import LANGUAGES
from ui import pictures, printing
from ui.pictures import View
from ui.preferences import Preferences, changed, load

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.till import Till
    from ui.window import Window

END = datetime(2026, 11, 22, 7, 40, tzinfo=UTC)
"""The day of all of them: a Sunday afternoon in a tea shop."""
_LARGE, _SMALL = "1280x800", "1024x728"
_COLOURS = 128
_DPI = 110
_DESK, _GAP = (226, 228, 224), 20
"""What papers lie on, and how far from each other."""
_CLOSE = 60
"""So many days back a receipt is looked for."""

_TORN = {"en": "The box was torn", "zh_CN": "包装破了"}

Look = Callable[["Window", "Till"], "QWidget | None"]


class Screen(NamedTuple):
    """A page of the window, what is done there first, and how large; a form is taken by itself."""

    page: str
    look: Look
    size: str = _SMALL


def _example(window: "Window", _till: "Till") -> None:
    assert window.frame is not None
    window.frame.page.example()


def _lock(window: "Window", _till: "Till") -> None:
    window.lock()


def _refund(window: "Window", till: "Till") -> "QWidget":
    from ui.pages.refund_form import RefundForm

    assert window.frame is not None
    form = RefundForm(till, window.frame.page, _receipt(till.desk, is_member=True))
    form.reason.setText(_TORN[till.language])
    return form


def _tab(place: int) -> Look:
    def look(window: "Window", _till: "Till") -> None:
        assert window.frame is not None
        page: Any = window.frame.page
        page.tabs.setCurrentIndex(place)

    return look


def _section(name: str) -> Look:
    def look(window: "Window", _till: "Till") -> None:
        assert window.frame is not None
        window.frame.page.show_what(section=name)

    return look


def _nothing(_window: "Window", _till: "Till") -> None:
    """The page as it opens."""


SCREENS: dict[str, Screen] = {
    "counter": Screen("counter", _example, _LARGE),
    "members": Screen("members", _example, _LARGE),
    "reports": Screen("reports", _example, _LARGE),
    "lock": Screen("counter", _lock),
    "vouchers": Screen("vouchers", _example),
    "records": Screen("records", _example),
    "refund": Screen("records", _refund),
    "day": Screen("day", _example),
    "find": Screen("members", _nothing),
    "gifts": Screen("vouchers", _tab(1)),
    "rules": Screen("vouchers", _tab(3)),
    "products": Screen("products", _nothing),
    "events": Screen("vouchers", _tab(4)),
    "shop": Screen("settings", _section("shop")),
    "ladder": Screen("settings", _section("ladder")),
    "to-look-at": Screen("settings", _section("owner")),
    "staff": Screen("settings", _section("staff")),
    "this-computer": Screen("settings", _section("computer")),
    "backup": Screen("settings", _section("backup")),
}
"""What is taken of the window, by the picture's name."""


# --- on paper ---------------------------------------------------------------------------------


def _receipt(desk: Desk, *, is_member: bool) -> Entry:
    """The newest receipt of which nothing came back, of a member or not."""
    from datetime import timedelta

    today = desk.today()
    for back in range(_CLOSE):
        for entry in daybook.listed(desk, today - timedelta(days=back)):
            if not isinstance(entry, Entry) or entry.refunded or entry.voided:
                continue
            if (entry.member_id is not None) == is_member:
                return entry
    raise LookupError


def _page(content: bytes, place: int = 0) -> Image.Image:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return document[place].render(scale=_DPI / 72).to_pil().convert("RGB")


def _side_by_side(*papers: Image.Image) -> Image.Image:
    """Papers on a desk, the highest one giving the height."""
    wide = sum(one.width + _GAP for one in papers) + _GAP
    made = Image.new("RGB", (wide, max(one.height for one in papers) + 2 * _GAP), _DESK)
    x = _GAP
    for one in papers:
        made.paste(one, (x, _GAP))
        x += one.width + _GAP
    return made


def _drawn(write: Callable[[BytesIO], object]) -> Image.Image:
    target = BytesIO()
    write(target)
    return _page(target.getvalue())


def _month(desk: Desk) -> Image.Image:
    """The first page of last month, and four vouchers."""
    from reports import month, month_pdf

    first = desk.today().replace(day=1)
    year, number = (first.year, first.month - 1) if first.month > 1 else (first.year - 1, 12)
    value = month.month_report(desk, year, number)
    language: Any = desk.language
    return _side_by_side(
        _drawn(lambda target: month_pdf.pdf(target, value, languages=(language,))),
        _vouchers(desk, "4"),
    )


def _vouchers(desk: Desk, design: str) -> Image.Image:
    from reports import voucher_designs

    issued = vouchers.listed(desk, state="issued")
    gifts = [one for one in issued if one.kind == "gift"]
    others = [one for one in issued if one.kind != "gift"]
    count = int(design)
    chosen = [*gifts[: count // 2], *others][:count]
    settings = desk.shop.settings
    return _drawn(
        lambda target: voucher_designs.pdf(
            target, slips.of_vouchers(desk, chosen), design,
            shop_name=settings.name, shop_phone=settings.contact,
        )
    )  # fmt: skip


def _eight(desk: Desk) -> Image.Image:
    return _side_by_side(_vouchers(desk, "8"))


def _cards(desk: Desk) -> Image.Image:
    from reports import cards

    chosen = [slips.of_member(desk, one.id) for one in members.find(desk, "1", limit=4)]
    page = _drawn(lambda target: cards.pdf(target, chosen, shop_name=desk.shop.settings.name))
    return page.crop((0, 0, page.width, page.height * 45 // 100))


def _receipts(desk: Desk) -> Image.Image:
    return _side_by_side(_slip(desk, "80", is_member=True), _slip(desk, "58", is_member=False))


def _slip(desk: Desk, on: str, *, is_member: bool) -> Image.Image:
    from reports import receipt, receipt_pdf

    slip = receipt.of_sale(desk, _receipt(desk, is_member=is_member).id)
    return _drawn(lambda target: receipt_pdf.pdf(target, slip, on=on))


def _test_page(desk: Desk) -> Image.Image:
    return _side_by_side(*(_tested(desk, on) for on in _ROLLS))


def _tested(desk: Desk, on: str) -> Image.Image:
    from reports import trial

    about = trial.About(desk.shop.settings.name, "POS-80")
    return _drawn(lambda target: trial.pdf(target, about, on=on))


_ROLLS = ("80", "58")
PAPERS: dict[str, Callable[[Desk], Image.Image]] = {
    "month": _month,
    "eight-vouchers": _eight,
    "cards": _cards,
    "receipts": _receipts,
    "test-page": _test_page,
}
"""What is taken of papers, by the picture's name."""

FIRST_RUN = "first-run"


def names() -> list[str]:
    """The files of all pictures."""
    every = (FIRST_RUN, *SCREENS, *PAPERS)
    return [f"{name}-{language}.png" for name in every for language in LANGUAGES]


# --- taking them ------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; says the name of each."""
    parser = argparse.ArgumentParser(prog="python -m ui.document_pictures")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", choices=[FIRST_RUN, *SCREENS, *PAPERS])
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        os.environ["SHOPDESK_CONFIG"] = own
        for language in LANGUAGES:
            for name, picture in taken(Path(own), language, chosen.only or ()):
                file = chosen.folder / f"{name}-{language}.png"
                save(picture, file)
                print(file, flush=True)
    if not chosen.only:
        for old in chosen.folder.glob("*.png"):
            if old.name not in names():
                old.unlink()
    return 0


def save(picture: Image.Image, file: Path) -> None:
    """Keep a picture small: few colours are enough for a window and for paper."""
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


def taken(
    folder: Path, language: str, only: Sequence[str], *, days_long: int = demo.DAYS
) -> Iterator[tuple[str, Image.Image]]:
    """Each picture of a language by its name, of a sample shop that is made in ``folder``."""
    from PySide6.QtCore import qInstallMessageHandler

    from ui.app import application

    own = folder / language  # else each would be listed among the other's backups
    own.mkdir()
    made = demo.make(own / "tea.shopdesk", end=END, language=language, days_long=days_long)
    qInstallMessageHandler(pictures.heard)
    printers = printing.ANSWERS["names"]
    printing.ANSWERS["names"] = lambda: ["POS-80"]  # not this computer's
    try:
        app = application(Preferences())
        changed(load(), language=language)
        with Shop.open(made.location, clock=lambda: END) as shop:
            wanted = [name for name in (*PAPERS, *SCREENS) if not only or name in only]
            desk = shop.sign_in(made.staff[0].name, made.staff[0].pin)
            yield from ((name, PAPERS[name](desk)) for name in wanted if name in PAPERS)
            windowed = pictures.Windowed(shop)
            for name in wanted:
                if name in SCREENS:
                    yield name, _screen(app, windowed, SCREENS[name], language)
            windowed.close()
        if not only or FIRST_RUN in only:
            yield FIRST_RUN, _first_run(app, language)
    finally:
        printing.ANSWERS["names"] = printers
        qInstallMessageHandler(None)


def _screen(
    app: "QApplication", windowed: pictures.Windowed, screen: Screen, language: str
) -> Image.Image:
    view = View(screen.page, language, "light", screen.size)
    window = windowed.begun(app, view)
    form = screen.look(window, windowed.till)
    if form is not None:
        form.show()
    pictures.settled(app)
    seen = _grabbed(form or window)
    if form is not None:
        form.close()
        form.deleteLater()
    return seen


def _first_run(app: "QApplication", language: str) -> Image.Image:
    made = pictures.first_run(app, View("first_run", language, "light", _SMALL))
    pictures.settled(app)
    seen = _grabbed(made)
    made.close()
    made.deleteLater()
    return seen


def _grabbed(widget: "QWidget") -> Image.Image:
    from PySide6.QtCore import QBuffer, QByteArray

    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return Image.open(BytesIO(held.data())).convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
