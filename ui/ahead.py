"""Loading what a till needs next while nobody needs it, so that nobody waits for it.

While somebody types their PIN: the counter. Once they are there and the keys rest for a while: what
the other pages are made of, piece by piece, and then these pages themselves.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from shopdesk.shop import prepare_next
from ui import background, garbage, printing

if TYPE_CHECKING:
    from ui.till import Till
    from ui.window import Window

_SOON_MS = 100
"""After the lock was shown: it is painted before anything is loaded."""
_NEXT = (
    "shopdesk.standing", "shopdesk.cards", "shopdesk.members", "shopdesk.gifts",
    "shopdesk.vouchers", "shopdesk.receipts", "shopdesk.notices", "shopdesk.giving",
    "shopdesk.occasions", "shopdesk.segments", "shopdesk.rewards", "shopdesk.happenings",
    "shopdesk.months", "shopdesk.quoting", "shopdesk.exchanging", "shopdesk.purchases",
    "ui.frame", "ui.widgets.table", "ui.pages.counter_find", "shopdesk.stored_value",
    "shopdesk.prints", "ui.receipt_printing", "ui.pages.record_words", "ui.pages.counter_pay",
    "ui.pages.counter_prepaid", "ui.pages.counter_aside", "ui.pages.counter", "ui.fault_log",
    "ui.pages.parked_forms", "ui.half_made",
)  # fmt: skip
"""The counter, as all begin there, piece by piece: between two of them keys are heard."""
_LATER = (
    "ui.giving_back", "shopdesk.timeline", "shopdesk.timeline_events", "shopdesk.timeline_prepaid",
    "shopdesk.merging", "shopdesk.roster",
    "ui.pages.profile_tabs", "shopdesk.member_copy", "ui.pages.profile_person",
    "ui.pages.refund_form", "ui.pages.topping_up", "ui.pages.profile_prepaid",
    "ui.pages.profile_story", "ui.pages.profile",
    "ui.pages.members", "shopdesk.what_if_terms", "shopdesk.replay_books", "shopdesk.replay",
    "shopdesk.what_if", "reports.month", "shopdesk.behind", "shopdesk.export_book",
    "ui.pages.reports_rows", "ui.pages.what_if_form",
    "ui.pages.rule_trigger", "ui.pages.rule_form", "ui.pages.rule_list", "ui.pages.event_door",
    "ui.pages.event_list", "ui.pages.segment_list", "ui.pages.gift_list", "ui.pages.gift_set_list",
    "ui.pages.voucher_batch", "ui.pages.voucher_follow", "ui.pages.vouchers",
    "ui.pages.records", "ui.pages.day", "ui.pages.reports_parts",
    "ui.pages.reports_charts", "ui.pages.reports_tiles", "ui.pages.reports_commission",
    "ui.pages.reports", "shopdesk.import_job", "shopdesk.member_list",
    "shopdesk.product_listing", "shopdesk.importing", "shopdesk.imports",
    "ui.pages.import_columns", "ui.widgets.preview",
    "ui.pages.import_form", "ui.pages.product_prices", "ui.pages.promotion_list",
    "ui.pages.products", "ui.pages.settings", "ui.pages.settings_shop", "shopdesk.backups",
    "ui.pages.settings_backup", "ui.pages.settings_computer", "ui.pages.settings_move",
    "ui.pages.settings_about",
)  # fmt: skip
"""What the other pages are made of, each no more than a person waits for without knowing."""
_BESIDE = ("shopdesk.readings", "pypinyin")
_ICONS = ("help", "lock", "undo", "close", "add", "erase")
_CALM_MS = 1_500
"""Hands that rest so long are doing something else."""
_LOOK_EVERY_MS = 60


def load(parent: QObject) -> None:
    """Load the pieces one after the other, whenever there is nothing else to do."""
    wanted = list(_NEXT)
    timer = QTimer(parent)

    def load_one() -> None:
        if wanted:
            import_module(wanted.pop(0))
            timer.start(0)
        elif prepare_next():  # the counter asks before anybody rests
            timer.start(0)
        else:
            _try_on()
            timer.deleteLater()

    timer.setSingleShot(True)
    timer.timeout.connect(load_one)
    timer.start(_SOON_MS)


def _try_on() -> None:
    """The icons of the rail and the counter are kept once they are drawn, and Qt has what lists are
    made of ready once there was one."""
    from ui import icons
    from ui.frame import PAGES
    from ui.widgets.table import Column, Table

    for name in (*(entry.name for entry in PAGES), *_ICONS):
        icons.icon(name)
    Table("", [Column("", str)], empty="").deleteLater()


def _load_beside(_progress: background.Progress) -> None:
    """What takes longer than a person waits for without knowing, so for the worker: the readings
    of all characters, and which printers there are, which the system answers when it likes."""
    for name in _BESIDE:
        import_module(name)
    printing.names()


class Ahead(QObject):
    """Loads and makes the pages of a window that rests, one small thing at a time."""

    def __init__(self, till: "Till", window: "Window") -> None:
        super().__init__(till)
        self.window = window
        self.wanted, self.is_worker_asked = list(_LATER), False
        self.timer = QTimer(self)
        self.timer.setInterval(_LOOK_EVERY_MS)
        self.timer.timeout.connect(self.look)
        till.opened.connect(self.timer.start)
        till.remade.connect(self.timer.start)
        if till.signed_in is not None:
            self.timer.start()

    def look(self) -> None:
        """Do the next thing, unless somebody is at it."""
        frame = self.window.frame
        if frame is None or self.window.rests_ms < _CALM_MS:
            return
        if not self.is_worker_asked:
            self.is_worker_asked = True
            background.run(background.Job(self), None, _load_beside)
        elif self.wanted:
            import_module(self.wanted.pop(0))
        elif not (prepare_next() or frame.make_next()):
            self.timer.stop()
            garbage.keep()
