"""Issuing a voucher by hand: to whom, what, for how long."""

from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from shopdesk import gifts, vouchers
from shopdesk.inspection import Voucher
from shopdesk.refusals import UnknownMember
from ui import discounts
from ui.pages.page import Page
from ui.pages.voucher_member import MemberChoice
from ui.pages.voucher_words import grouped
from ui.till import Till
from ui.widgets.choices import choices, show_only
from ui.widgets.form import Form, amount_in, whole_in
from ui.widgets.parts import column, field, named, row

KINDS = ("gift", "amount", "percent")


class IssueForm(Form):
    """A new voucher; ``issued`` holds it once it is made. ``key`` keeps a second Enter from
    issuing twice."""

    def __init__(self, till: Till, page: Page, member: int | None) -> None:
        _ = till.say
        self.issued: Voucher | None = None
        self.key = f"issue:{uuid4().hex}"
        self.who = MemberChoice(till, member)
        self.gift = QComboBox()
        for one in gifts.catalogue(till.desk):
            self.gift.addItem(self.gift_words(till, one), one.id)
        self.amount = field(_("Amount off"), "0.00", digits=True)
        self.minimum = field(_("From a purchase of"), _("Any"), digits=True)
        self.percent = field(_("Percent off"), _("1 to 100"), digits=True)
        self.cap = field(_("At most"), _("No limit"), digits=True)
        self.least = field(_("From a purchase of"), _("Any"), digits=True)
        self.days = field(_("Valid for days"), digits=True)
        self.days.setText(str(vouchers.DEFAULT_VALID_DAYS))
        self.occasion = field(_("Given for"), _("Optional"))
        self.parts = dict(zip(KINDS, self._parts(till), strict=True))
        super().__init__(
            till, page, _("Issue a voucher"),
            named(_("Member"), self.who), self._kinds(till), *self.parts.values(),
            row(named(_("Valid for days"), self.days), named(_("Given for"), self.occasion)), 1,
            submit=self.issue, ok=_("Issue"), width=540, code_field=self.who.query,
        )  # fmt: skip
        self.choose_kind("gift" if self.gift.count() else "amount")
        self.buttons["gift"].setEnabled(self.gift.count() > 0)
        (self.who if member is None else self.gift).setFocus()

    @staticmethod
    def gift_words(till: Till, gift: gifts.Gift) -> str:
        """A gift as it is chosen: its name, and how many are left."""
        _ = till.say
        if gift.free is None:
            return gift.title(till.language)
        return _("{gift} ({count} available)").format(
            gift=gift.title(till.language), count=gift.free
        )

    def _parts(self, till: Till) -> list[QWidget]:
        _ = till.say
        made = []
        for layout in (
            named(_("Gift"), self.gift),
            row(
                named(_("Amount off"), self.amount), named(_("From a purchase of"), self.minimum)
            ),
            column(
                row(
                    named(_("Percent off"), self.percent),
                    named(_("From a purchase of"), self.least), named(_("At most"), self.cap),
                ),
                discounts.echo(till, self.percent, _("10 is 10 percent off the price")),
                space=4,
            ),
        ):  # fmt: skip
            part = QWidget()
            part.setLayout(layout)
            made.append(part)
        return made

    def _kinds(self, till: Till) -> QWidget:
        _ = till.say
        words = (_("A gift"), _("An amount off"), _("A percentage off"))
        offered = list(zip(words, KINDS, strict=True))
        self.buttons = choices(self.who, offered, self.choose_kind)
        made = QWidget()
        made.setLayout(row(*self.buttons.values(), 1))
        return made

    def choose_kind(self, kind: str) -> None:
        """Ask for what this kind of voucher needs."""
        self.kind = kind
        show_only(kind, self.buttons, self.parts)
        self.fit()

    def issue(self) -> None:
        """Issue it, and say what to do next."""
        till = self.till
        if self.who.is_open:
            raise UnknownMember(till.language, member=self.who.query.text())
        member = self.who.member
        made = vouchers.issue(
            till.desk, None if member is None else member.id, **self._promise(),
            valid_days=whole_in(till, self.days), occasion=self.occasion.text().strip(),
            key=self.key,
        )  # fmt: skip
        self.issued = made
        _ = till.say
        if member is None:
            said = _("Voucher {code} is issued to the bearer. Ctrl+P prints it.")
        else:
            said = _("Voucher {code} is issued to {name}. Ctrl+P prints it.")
        name = "" if member is None else member.name
        till.tell(said.format(code=grouped(made.code), name=name))

    def _promise(self) -> dict[str, Any]:
        till = self.till
        if self.kind == "gift":
            return {"gift": self.gift.currentData()}
        if self.kind == "amount":
            minimum = self._optional(self.minimum) or 0
            return {"amount": amount_in(till, self.amount), "minimum": minimum}
        return {
            "percent_off": whole_in(till, self.percent),
            "minimum": self._optional(self.least) or 0,
            "cap": self._optional(self.cap),
        }

    def _optional(self, typed: QLineEdit) -> int | None:
        return amount_in(self.till, typed) if typed.text().strip() else None
