"""Withdrawing a voucher by hand."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import gifts, promise_words, vouchers
from shopdesk.inspection import Voucher
from ui.pages.voucher_words import grouped
from ui.till import Till
from ui.widgets.form import Form, warning
from ui.widgets.parts import field, named


class WithdrawForm(Form):
    """Withdrawing a voucher, with a reason that is kept."""

    def __init__(self, till: Till, parent: QWidget, voucher: Voucher) -> None:
        _ = till.say
        self.voucher, self.key = voucher, f"void:{uuid4().hex}"
        self.reason = field(_("Reason"), _("Why it is withdrawn (kept on record)"))
        title = promise_words.title(till.desk, voucher, till.language)
        said = _("{title} ({code}) can never be used again.")
        if voucher.gift_id is not None and gifts.get(till.desk, voucher.gift_id).stock is not None:
            said = _(
                "{title} ({code}) can never be used again."
                " The gift kept for it goes back to free stock."
            )
        gone = said.format(title=title, code=grouped(voucher.code))
        super().__init__(
            till, parent, _("Withdraw this voucher"),
            warning(gone), named(_("Reason"), self.reason),
            submit=self.withdraw, ok=_("Withdraw"), kind="final", width=500,
        )  # fmt: skip

    def withdraw(self) -> None:
        """Make it void, and say so."""
        till, _ = self.till, self.till.say
        vouchers.void(till.desk, self.voucher.id, reason=self.reason.text(), key=self.key)
        till.tell(_("Voucher {code} is withdrawn.").format(code=grouped(self.voucher.code)))
