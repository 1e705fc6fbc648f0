"""What can be printed of what a run gave.

To add a paper: a function that shows it, and a row in ``PAPERS``.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from shopdesk.language import N_
from shopdesk.rewards import Preview
from ui.pages import voucher_print
from ui.till import Till

MOST = 2000
"""So many vouchers are laid out at once; more is a print shop's work."""


def vouchers(till: Till, parent: QWidget, given: Preview) -> None:
    """Show the vouchers that a run issued, to be printed."""
    ids = given.vouchers
    if len(ids) > MOST:
        ngettext = till.count
        said = ngettext(
            "The first {count} voucher is printed at once; the others are in the list of vouchers.",
            "The first {count} vouchers are printed at once; the others are in the list of"
            " vouchers.",
            MOST,
        )
        till.tell(said.format(count=f"{MOST:,}"), "note")
    voucher_print.preview(till, parent, ids[:MOST]).seen()


PAPERS: tuple[tuple[str, Callable[[Till, QWidget, Preview], None]], ...] = (
    (N_("Print the vouchers…"), vouchers),
)
"""Its button's words, and what shows it: of a run that issued vouchers."""
