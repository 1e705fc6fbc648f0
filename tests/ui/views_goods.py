"""Products and promotions with something on them, each by a name; see ``views``."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import prices, products, promotions
from ui import background
from ui.pages.import_form import ImportForm
from ui.pages.product_categories import CategoriesForm
from ui.pages.product_form import ProductForm
from ui.pages.product_prices import RepriceForm
from ui.pages.promotion_form import PromotionForm
from ui.pages.promotion_goods import GoodsForm
from ui.till import Till
from ui.window import Window


def _product(parent: QWidget, till: Till) -> QWidget:
    """A product whose price was changed."""
    one = products.listed(till.desk)[0]
    if not prices.changes(till.desk, one.id):
        products.edit(till.desk, one.id, price=one.price + 200, member_price=one.price, unit="饼")
        products.edit(till.desk, one.id, cost=one.price // 2)
    return ProductForm(till, parent, products.get(till.desk, one.id))


def _prices(parent: QWidget, till: Till) -> QWidget:
    made = RepriceForm(till, parent, products.listed(till.desk)[:8], is_all=False)
    made.percent.setText("5")
    made.step.setText("0.50")
    return made


def _import(parent: QWidget, till: Till) -> QWidget:
    """A list with new ones, known ones at other prices, and a row that is none."""
    one, other = products.listed(till.desk)[:2]
    file = till.shop.location.parent / "春季价目表.csv"
    file.write_text(
        f"商品档案\n品名,零售价,会员价,类别,产地\n{one.name},{one.price // 100 + 3},,茶,福建\n"
        f"{other.name},{other.price / 100:.2f},,,\n九曲红梅,88,80,茶,杭州\n白瓷杯,-1,,,\n",
        encoding="gb18030",
    )
    made = ImportForm(till, parent, "products", file)
    background.finish()
    made.skip_rejects.setChecked(True)
    made.run(dry_run=True)
    background.finish()
    return made


def _covers(till: Till) -> promotions.Covers:
    goods = products.listed(till.desk)[:2]
    return promotions.Covers(tuple(one.id for one in goods), (goods[0].category,))


def _promotion(parent: QWidget, till: Till) -> QWidget:
    """An offer for the order, for gold members, not together with vouchers, tried."""
    made = PromotionForm(till, parent, None)
    made.name.setText("双十二满减")
    made.offer.kind.setCurrentIndex(made.offer.kind.findData("order_amount"))
    made.offer.amount.setText("30")
    made.offer.minimum.setText("200")
    made.whom.setCurrentIndex(made.whom.findData("gold"))
    made.alone.setChecked(True)
    made.basket.counts[0].setText("3")
    return made


def _some_promotions(till: Till) -> None:
    """One that runs, one that will, one that is over."""
    if any(one.name == "茶周" for one in promotions.listed(till.desk)):
        return
    today, week = till.desk.today(), timedelta(days=7)
    promotions.add(
        till.desk, name="茶周", name_en="Tea week", offer=promotions.percent_off(10),
        covers=_covers(till), ends_on=today + week, members_only=True, weekdays=(1, 2, 3),
    )  # fmt: skip
    promotions.add(
        till.desk, name="双十二满减",
        offer=promotions.order_amount(3000, minimum=20000, every=True),
        starts_on=today + week, ends_on=today + 2 * week, lowest_tier="gold", combines=False,
    )  # fmt: skip
    over = promotions.add(
        till.desk, name="生日双倍", offer=promotions.points(200, on_birthday=True)
    )
    promotions.close(till.desk, over.id)


def _promotions(window: Window, till: Till) -> None:
    _some_promotions(till)
    window.frame.show_page("products", {"promotions": True})
    page: Any = window.frame.page
    page.promotions.which.setCurrentIndex(1)
    page.promotions.begin()


def _several(window: Window, till: Till) -> None:
    """Some are chosen to be priced anew; a code that nobody knows was scanned."""
    window.frame.show_page("products", {})
    page: Any = window.frame.page
    page.several.click()
    for place in (0, 2, 3):
        page.table.mark(place)
    page.scanned("4006381333931")


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "products-promotions": _promotions,
    "products-several": _several,
}
FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "product-new": lambda parent, till: ProductForm(till, parent, None),
    "product-edit": _product,
    "product-prices": _prices,
    "product-categories": lambda parent, till: CategoriesForm(till, parent),
    "product-import": _import,
    "promotion-new": lambda parent, till: PromotionForm(till, parent, None),
    "promotion-order": _promotion,
    "promotion-goods": lambda parent, till: GoodsForm(till, parent, _covers(till)),
}
