"""What is shown of coming and leaving: see ``views``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import imports, members
from shopdesk.backup_list import Found
from shopdesk.cells import ValueMissing
from ui import background
from ui.pages.card_forms import BindForm, Bound, ReserveForm
from ui.pages.import_form import ImportForm
from ui.pages.own_shop_form import OwnShopForm
from ui.pages.restore_form import RestoreForm, Restoring
from ui.till import Till
from ui.widgets.heights import whole
from ui.window import Window

DATA = Path(__file__).resolve().parents[1] / "data" / "imports"


def moved_in(window: Window, till: Till) -> None:
    """Imports there were, one of them undone, and blank cards."""
    window.frame.show_page("settings", {"section": "move"})
    section: Any = window.frame.page.section
    at, today = till.desk.now(), till.desk.today()
    section.table.show_rows([
        imports.Import(9, "purchases", at, "店主", "消费明细-2026.xlsx", 12_480, 12_478, 2, None),
        imports.Import(7, "members", at, "店主", "members-meiping-gbk.csv", 340, 340, 0, today),
    ])  # fmt: skip
    whole(section.table)
    section.table.mark(0)


_BACKUP = Path("/media/stick/青禾茶舍-20261014-213000.shopdesk")


def backed_up(window: Window, till: Till) -> None:
    """Two places and what lies in them, one of it spoilt."""
    window.frame.show_page("settings", {"section": "backup"})
    section: Any = window.frame.page.section
    background.finish()
    QApplication.processEvents()
    section.places["backups"].setText("/media/stick")
    section.places["backups_too"].setText("/srv/shared/backups of the tea shop")
    section.no_second.show()
    at, names = till.desk.now(), ("青禾茶舍-20261013-213000", "tea.replaced-20261001-090000")
    section.table.show_rows([
        Found(_BACKUP, at, 86_400_000, "sealed"),
        Found(_BACKUP.with_stem(names[0]), at, 86_100_000, "damaged"),
        Found(_BACKUP.with_stem(names[1]), at, 85_900_000, "unsealed"),
    ])  # fmt: skip
    whole(section.table)
    section.table.mark(0)


def _restore(parent: QWidget, till: Till) -> QWidget:
    """What would be missing, told before PIN and reason."""
    return RestoreForm(till, parent, Found(till.shop.location, till.desk.now(), 1, "sealed"))


def _restoring(_parent: QWidget, till: Till) -> QWidget:
    """Between the two windows, once it has ended: what is no backup is not brought back."""
    nothing = till.shop.location.with_name("no backup.shopdesk")
    made = Restoring(nothing, till.shop.location, till.spoken, till.preferences.size)
    background.finish()
    QApplication.processEvents()
    return made


def _import(kind: str, file: str, parent: QWidget, till: Till) -> QWidget:
    """A file of another program with its columns."""
    made = ImportForm(till, parent, kind, DATA / file)
    background.finish()
    QApplication.processEvents()  # what the worker read of it is shown
    return made


def _import_tried(parent: QWidget, till: Till) -> QWidget:
    """What would come of it: rows that are rejected, and somebody who is here."""
    made: Any = _import("members", "members-nake-gbk.csv", parent, till)
    tried = imports.members(till.desk, made.path, duplicates="skip", dry_run=True)
    someone = members.get(till.desk, 1)
    reason = str(ValueMissing(till.language, column="name"))
    made.show_result(replace(
        tried, written=tried.written, rows=tried.rows + 3,
        rejected=(imports.Reject(4, "missing", reason), imports.Reject(9, "missing", reason)),
        rejected_count=2, skipped=1, unknown_tiers=("VIP", "尊享黑卡"),
        twins=(imports.Twin(3, "birthday", someone.id, someone.number, someone.name, "skipped"),),
    ))  # fmt: skip
    return made


def _bind(parent: QWidget, till: Till) -> QWidget:
    """A card was bound, the next one waits for a member."""
    made = BindForm(till, parent)
    made.first.setText("K0001")
    someone = members.get(till.desk, 1)
    made.table.show_rows([Bound("K0001", someone.name, someone.number)])
    made.choose(someone.id)
    made.card.setText("K0002")
    return made


def _own_shop(parent: QWidget, till: Till) -> QWidget:
    made = OwnShopForm(till, parent, Path("/home/mei/ShopDesk/shop.shopdesk"))
    made.example()
    return made


def _own_shop_refused(parent: QWidget, till: Till) -> QWidget:
    made: Any = _own_shop(parent, till)
    made.pin.setText("730162")
    made.try_it()
    return made


FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "restore": _restore,
    "restore-ended": _restoring,
    "import-members": partial(_import, "members", "members-meiping-gbk.csv"),
    "import-purchases": partial(_import, "purchases", "purchases-nake-utf8-bom.csv"),
    "import-tried": _import_tried,
    "bind-cards": _bind,
    "reserve-cards": lambda parent, till: ReserveForm(till, parent),
    "own-shop": _own_shop,
    "own-shop-refused": _own_shop_refused,
}
