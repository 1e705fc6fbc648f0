"""The stock of a gift: what came, how many there are, and what a customer brings back."""

from uuid import uuid4

from shopdesk import codes, gifts
from shopdesk.gifts import Gift
from ui.pages.page import Page
from ui.pages.settings_part import pair
from ui.till import Till
from ui.widgets.form import Form, whole_in
from ui.widgets.in_both import Check
from ui.widgets.parts import field, label, named


def _there(till: Till, gift: Gift) -> str:
    _ = till.say
    return _("{gift}: {stock} in stock, {promised} of them promised.").format(
        gift=gift.title(till.language), stock=gift.stock, promised=gift.promised
    )


class ReceiveForm(Form):
    """How many more of a gift have come."""

    def __init__(self, till: Till, page: Page, gift: Gift) -> None:
        _ = till.say
        self.gift, self.key = gift, f"receive:{uuid4().hex}"
        self.quantity = field(_("How many arrived"), digits=True)
        super().__init__(
            till, page, _("Receive stock"), label(_there(till, gift), wraps=True),
            named(_("How many arrived"), self.quantity), submit=self.save, ok=_("Receive"),
        )  # fmt: skip

    def save(self) -> None:
        """Book what came, and say how many there are now."""
        till, _ = self.till, self.till.say
        count = whole_in(till, self.quantity)
        now = gifts.receive(till.desk, self.gift.id, count, key=self.key)
        said = _("{gift}: {count} received, {stock} in stock now.")
        stock = f"{now.stock or 0:,}"
        till.tell(said.format(gift=now.title(till.language), count=f"{count:,}", stock=stock))


class CountForm(Form):
    """How many of a gift were found on the shelf, and why that differs."""

    def __init__(self, till: Till, page: Page, gift: Gift) -> None:
        _ = till.say
        self.gift, self.key = gift, f"count:{uuid4().hex}"
        self.counted = field(_("How many there are"), digits=True)
        self.reason = field(_("Reason"), _("like: stocktaking, one was broken"))
        about = _("Count those that are promised too. The difference is booked with the reason.")
        super().__init__(
            till, page, _("Count the shelf"), label(_there(till, gift), wraps=True),
            label(about, "soft", wraps=True), named(_("How many there are"), self.counted),
            named(_("Reason"), self.reason), submit=self.save, ok=_("Record it"), width=500,
        )  # fmt: skip

    def save(self) -> None:
        """Book the difference, and say what it was."""
        till, _ = self.till, self.till.say
        before = gifts.get(till.desk, self.gift.id).stock or 0
        counted = whole_in(till, self.counted)
        now = gifts.count(till.desk, self.gift.id, counted, reason=self.reason.text(), key=self.key)
        said = _("{gift}: {stock} in stock now, {difference} by the count.")
        till.tell(
            said.format(
                gift=now.title(till.language), stock=now.stock, difference=f"{counted - before:+,}"
            )
        )


class ReturnForm(Form):
    """What a customer brings back of a gift; a scan of its voucher says which it was."""

    def __init__(self, till: Till, page: Page, gift: Gift) -> None:
        _ = till.say
        self.gift, self.key = gift, f"back:{uuid4().hex}"
        self.quantity = field(_("How many"), digits=True)
        self.quantity.setText("1")
        hint = _("The voucher used for it") if gift.is_limited else _("Optional")
        self.voucher = field(_("Voucher code"), hint, digits=True)
        self.reason = field(_("Reason"), _("like: broken when unpacked"))
        self.broken = Check(_("Broken: it does not go back onto the shelf"))
        self.replaced = Check(_("Hand over another one for it"))
        about = _("Points and vouchers stay as they are: a gift is no sale.")
        super().__init__(
            till, page, _("A gift came back"), label(_there(till, gift), wraps=True),
            pair(named(_("How many"), self.quantity), named(_("Voucher code"), self.voucher)),
            named(_("Reason"), self.reason), self.broken, self.replaced,
            label(about, "soft", wraps=True),
            submit=self.save, ok=_("Take it back"), width=520, code_field=self.voucher,
        )  # fmt: skip
        self.replaced.setVisible(not gift.is_limited)
        self.reason.setFocus()

    def takes(self, code: str) -> bool:
        """A voucher's code belongs here, no receipt's and no card's."""
        return codes.has_voucher_shape(code)

    def save(self) -> None:
        """Book what came back, and say what is on the shelf now."""
        till, _ = self.till, self.till.say
        now = gifts.give_back(
            till.desk, self.gift.id, whole_in(till, self.quantity), reason=self.reason.text(),
            voucher=self.voucher.text().strip() or None, is_broken=self.broken.isChecked(),
            is_replaced=self.replaced.isChecked(), key=self.key,
        )  # fmt: skip
        said = _("{gift} was taken back; {stock} in stock now.")
        till.tell(said.format(gift=now.title(till.language), stock=now.stock))
