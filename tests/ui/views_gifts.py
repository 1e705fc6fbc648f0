"""The catalogue, its forms and sets of gifts with something on them; see ``views``."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import gift_pictures, gift_sets, gift_templates, gifts, vouchers
from ui import background
from ui.pages.gift_form import GiftForm
from ui.pages.gift_moves import MovesForm
from ui.pages.gift_set_form import GiftSetForm
from ui.pages.gift_stock_forms import CountForm, ReceiveForm, ReturnForm
from ui.till import Till
from ui.window import Window

CUP = "纪念银杯"


def picture(colour: str) -> bytes:
    """A small picture: a cup, more or less."""
    image = QImage(96, 96, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    painter = QPainter(image)
    painter.fillRect(30, 30, 36, 44, QColor("white"))
    painter.end()
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(target, "PNG")
    return bytes(target.data().data())


def cup(till: Till) -> gifts.Gift:
    """A gift of a limited edition, of which one was handed over and came back broken."""
    found = [gift for gift in gifts.catalogue(till.desk) if gift.name == CUP]
    if found:
        return found[0]
    desk = till.desk
    made = gifts.add(
        desk, name=CUP, name_en="Anniversary silver cup", cost=26000, value=58000, stock=5,
        edition=50, lowest_tier="gold", brand="青禾十周年，手工錾刻",
        brand_en="Ten years of Qinghe, chased by hand",
    )  # fmt: skip
    gift_pictures.put(desk, made.id, picture("#7d9c8a"))
    for gift, colour in zip(
        gifts.catalogue(desk)[:3], ("#b5734a", "#46618c", "#8a6d9c"), strict=True
    ):
        if gift.id != made.id:
            gift_pictures.put(desk, gift.id, picture(colour))
    given, _kept = (vouchers.issue(desk, None, gift=made.id) for _ in "ab")
    vouchers.redeem(desk, given.qr)
    gifts.give_back(
        desk, made.id, voucher=given.code, reason="杯耳脱落，已向供应商索赔", is_broken=True
    )
    gifts.count(desk, made.id, 4, reason="季末盘点")
    gifts.add(desk, name="茶室包间", name_en="Tea room", kind="quota", uses=3, unit="小时",
              unit_en="hours", value=30000)  # fmt: skip
    gifts.add(desk, name="花束", name_en="Bunch of flowers", kind="partner", partner="春风花店",
              cost=5000, value=9900, stock=0)  # fmt: skip
    return gifts.get(desk, made.id)


def _list(window: Window, till: Till) -> None:
    wanted = cup(till).id
    window.frame.show_page("vouchers", {})
    window.frame.page.tabs.setCurrentIndex(1)
    part = window.frame.page.parts[1]
    part.load()
    ids = [gift.id for gift in part.table.model.rows]
    part.table.mark(ids.index(wanted))


def _nothing_found(window: Window, till: Till) -> None:
    _list(window, till)
    window.frame.page.parts[1].sought.setText("没有的")


def a_set(till: Till) -> gift_sets.GiftSet:
    """A set with a gift for every tier."""
    found = gift_sets.listed(till.desk)
    if found:
        return found[0]
    bag = gifts.catalogue(till.desk)[0].id
    return gift_templates.make(
        till.desk, name="新春礼", name_en="New Year", gifts={"member": bag},
        ideas={"silver": "umbrella", "gold": "household", "diamond": "travel"},
    )  # fmt: skip


def _sets(window: Window, till: Till) -> None:
    a_set(till)
    window.frame.show_page("vouchers", {})
    window.frame.page.tabs.setCurrentIndex(2)
    window.frame.page.load()


def _new_set(parent: QWidget, till: Till) -> QWidget:
    made = GiftSetForm(till, parent, None)
    made.name.setText("中秋礼")
    made.fill()
    return made


def _drawn(made: GiftForm) -> QWidget:
    """With its voucher beside it, as it is once the keys rested."""
    made.paper.draw()
    background.finish()
    QApplication.processEvents()
    return made


def _of_kind(kind: str) -> Callable[[QWidget, Till], QWidget]:
    def make(parent: QWidget, till: Till) -> QWidget:
        made = GiftForm(till, parent, None)
        made.kind.setCurrentIndex(made.kind.findData(kind))
        return _drawn(made)

    return make


def _back(parent: QWidget, till: Till) -> QWidget:
    made = ReturnForm(till, parent, cup(till))
    made.try_it()
    return made


def _count(parent: QWidget, till: Till) -> QWidget:
    made = CountForm(till, parent, cup(till))
    made.counted.setText("0")
    made.reason.setText("盘点")
    made.try_it()
    return made


PAGES: dict[str, Any] = {
    "gifts": _list, "gifts-not-found": _nothing_found, "gift-sets": _sets,
}  # fmt: skip
FORMS: dict[str, Callable[[Any, Till], QWidget]] = {
    "gift-new": lambda parent, till: _drawn(GiftForm(till, parent, None)),
    "gift-new-quota": _of_kind("quota"),
    "gift-new-partner": _of_kind("partner"),
    "gift-edit": lambda parent, till: _drawn(GiftForm(till, parent, cup(till))),
    "gift-receive": lambda parent, till: ReceiveForm(till, parent, cup(till)),
    "gift-count": _count,
    "gift-back": _back,
    "gift-moves": lambda parent, till: MovesForm(till, parent, cup(till)),
    "gift-set-new": _new_set,
    "gift-set-edit": lambda parent, till: GiftSetForm(till, parent, a_set(till)),
}
