"""The window for customers in each of its states."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import members, products, purchases
from shopdesk.shop import PRACTICE
from tests.ui import logos
from tests.ui.views_people import someone
from ui import customer_words
from ui.basket import Basket
from ui.customer_view import View
from ui.pages import counter_sale
from ui.practising import SAID
from ui.showing import Sale, Sold
from ui.till import Till


def _sale(till: Till, *, known: bool) -> Sale:
    member = members.get(till.desk, someone(till).id) if known else None
    lines = [(one.id, Decimal(2)) for one in products.listed(till.desk)[:4]]
    basket = Basket(member=member.id if member else None, lines=lines, given="500",
                    pay={"cash": ""})  # fmt: skip
    seen = counter_sale.seen(till, basket, points=0)
    return Sale(member, seen.quote, seen.rest, basket)


def _sold(till: Till) -> Sold:
    """One that was sold already, as if just now."""
    member = members.get(till.desk, someone(till).id)
    made: Any = purchases.of_day(till.desk, till.desk.today())
    return Sold(made[0], member)


def _view(what: str, _parent: QWidget, till: Till) -> QWidget:
    screens: dict[str, Callable[[], customer_words.Screen]] = {
        "sale": lambda: customer_words.of_sale(till, _sale(till, known=True)),
        "walk-in": lambda: customer_words.of_sale(till, _sale(till, known=False)),
        "sold": lambda: customer_words.of_sold(till, _sold(till)),
        "locked": lambda: customer_words.welcome(till, is_locked=True),
        "idle": lambda: customer_words.welcome(till, is_locked=False),
    }
    if what.endswith("idle"):
        till.prefer(customer_code="https://example.com/shop")
    words = what.removeprefix("practice-").removeprefix("logo-")
    screen = screens[words]()
    if what.startswith("practice-"):
        screen = replace(
            screen, shop=f"{PRACTICE} · {screen.shop}", practice=f"{PRACTICE} · {SAID}"
        )
    if "-" in what and what != "walk-in":
        screen = replace(screen, logo=logos.png())
    made = View(screen, till.preferences.theme)
    made.setAccessibleName(till.say("Customer display"))
    made.resize(800, 480)
    return made


FORMS = {
    f"customer-{what}": partial(_view, what)
    for what in (
        "sale",
        "walk-in",
        "sold",
        "locked",
        "idle",
        "logo-sale",
        "logo-idle",
        "logo-locked",
        "practice-sale",
        "practice-locked",
        "practice-idle",
    )
}
