"""What the program shows of its staff: permissions, limits, PINs, recovery, who served."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import Desk, daybook, staff
from shopdesk.figures_commission import earned
from shopdesk.refusals import NotPermitted
from ui.lifting import LiftForm
from ui.pages import reports_commission
from ui.pages.recovery_form import CodeForm, CodeShown, ForgottenForm
from ui.pages.refund_form import RefundForm
from ui.till import Till
from ui.widgets.parts import cleared
from ui.window import Window


def _cashier_sits(till: Till) -> None:
    hired = next(one for one in staff.everyone(till.desk) if one.role == "cashier")
    till.signed_in = Desk(till.shop, hired.id, hired.name, hired.role, till="1")
    till.speak()


def _sale_served(window: Window, till: Till) -> None:
    """Where the shop asks who served: a sale that counts for another."""
    window.frame.show_page("counter", {})
    page: Any = window.frame.page
    page.example()
    page.served.show()
    page.served.fill()
    page.served.show_chosen(staff.everyone(till.desk)[-1].id)


def _refused_for_a_right(window: Window, till: Till) -> None:
    """A cashier gives points by hand: somebody can be asked."""
    _cashier_sits(till)
    window.begin_on("members")
    page: Any = window.frame.page
    page.example()
    page.profile.tabs.setCurrentIndex(1)
    page.profile.tabs.currentWidget().adjust()


def _commission(window: Window, till: Till) -> None:
    """What each gets of the month before, which stands far below on its page."""
    window.frame.show_page("reports", {})
    page: Any = window.frame.page
    page.step(-1)
    while page.job is not None:
        QApplication.processEvents()
    paid = [replace(one, rate=150, amount=earned(one.sales, 150)) for one in page.earned]
    cleared(page.body)
    page.body.addWidget(reports_commission.shown(till, page.report, paid, page.look_behind))
    page.body.addStretch(1)


def _refund_beyond(parent: QWidget, till: Till) -> QWidget:
    """A refund that its cashier may not give: somebody can be asked."""
    today = till.desk.today()
    days = (today - timedelta(days=back) for back in range(60))
    sold = (entry for day in days for entry in daybook.listed(till.desk, day))
    entry = next(entry for entry in sold if not entry.is_whole)
    _cashier_sits(till)
    made = RefundForm(till, parent, entry)
    made.reason.setText("泡不开")
    made.try_it()
    return made


def _lift(parent: QWidget, till: Till) -> QWidget:
    """Who may allow what a cashier may not."""
    _cashier_sits(till)
    name = till.desk.staff_name
    why = NotPermitted(till.language, name=name, action="purchases.refund")
    return LiftForm(till, parent, why)


def _code_shown(parent: QWidget, till: Till) -> QWidget:
    return CodeShown(till, parent, till.desk.staff_name, "7K2M-9QX4-T8RV-30ZB")


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "counter-served": _sale_served,
    "profile-refused": _refused_for_a_right,
    "reports-commission": _commission,
}
FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "refund-beyond": _refund_beyond,
    "lift": _lift,
    "recovery-new": lambda parent, till: CodeForm(till, parent),
    "recovery-shown": _code_shown,
    "recovery-forgotten": lambda parent, till: ForgottenForm(till, parent, till.desk.staff_name),
}
