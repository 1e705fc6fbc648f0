"""What the program shows of a till's day: pages and forms, each by a name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import cash_ups, days, parked, purchases, shifts
from ui.basket import Basket
from ui.pages import slip_print
from ui.pages.count_form import CountForm
from ui.pages.counter_aside import LateForm
from ui.pages.day_behind import TenderForm
from ui.pages.day_forms import BeginForm, MoveForm
from ui.pages.parked_forms import ParkForm, RecallForm
from ui.till import Till
from ui.window import Window


def _late_sale(window: Window, till: Till) -> None:
    """A sale for the day before, and two that wait."""
    for name in ("红衣服", "3 号桌"):
        parked.park(till.desk, label=name, amount=8800)
    on = till.desk.today() - timedelta(days=1)
    till.basket = Basket(amount="268", on=on)
    window.frame.show_page("counter", {})
    page: Any = window.frame.page
    page.load()


def _count_notes(parent: QWidget, till: Till) -> QWidget:
    """A drawer counted note by note: something is missing."""
    made = CountForm(till, parent, is_day=True)
    made.cash.show_notes()
    for typed, count in zip(made.cash.counts, ("2", "1", "4", "3"), strict=False):
        typed.setText(count)
    made.cash._add_up()
    made.others["wechat"].setText("1200")
    return made


def _hand_over(parent: QWidget, till: Till) -> QWidget:
    if shifts.current(till.desk) is None:
        shifts.begin(till.desk, 30000)
    return CountForm(till, parent, is_day=False)


def _recall(parent: QWidget, till: Till) -> QWidget:
    if not parked.listed(till.desk):
        for name in ("红衣服的女士，带着一只小狗", "3 号桌"):
            parked.park(till.desk, label=name, amount=8800)
    return RecallForm(till, parent)


def _slip(parent: QWidget, till: Till) -> QWidget:
    made = cash_ups.listed(till.desk)
    if not made:
        shifts.begin(till.desk, 30000)
        made = [days.close(till.desk, counted={"cash": 30000})]
    return slip_print.preview(till, parent, made[0].id, is_again=True)


def _to_close(window: Window, _till: Till) -> None:
    """A month that is over and open still, as an owner sees it before the fifth."""
    window.frame.show_page("reports", {})
    page: Any = window.frame.page
    page.example()
    QApplication.processEvents()
    page.note.setText(page.till.say("▲▼ against the month before"))  # and not yet closed
    page.shut.show()


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "counter-late": _late_sale,
    "reports-to-close": _to_close,
}


def _behind(parent: QWidget, till: Till) -> QWidget:
    """What the cash of a day is made of."""
    if shifts.current(till.desk) is None:
        shifts.begin(till.desk, 30000)
    sold = purchases.record(till.desk, amount=26800, pay={"cash": 26800})
    purchases.refund(till.desk, sold.id, amount=800, reason="a dent")
    return TenderForm(till, parent, "cash")


FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "shift-begin": lambda parent, till: BeginForm(till, parent),
    "cash-in": lambda parent, till: MoveForm(till, parent, "in"),
    "cash-out": lambda parent, till: MoveForm(till, parent, "out"),
    "shift-hand-over": _hand_over,
    "day-close": _count_notes,
    "park": lambda parent, till: ParkForm(till, parent, Basket(amount="482")),
    "recall": _recall,
    "late-day": lambda parent, till: LateForm(till, parent, None),
    "slip": _slip,
    "day-behind": _behind,
}
