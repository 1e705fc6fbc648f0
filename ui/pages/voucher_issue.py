"""Issuing a voucher by hand: to whom, what, for how long."""

from dataclasses import asdict
from uuid import uuid4

from shopdesk import vouchers
from shopdesk.inspection import Voucher
from shopdesk.refusals import UnknownMember
from ui.pages.page import Page
from ui.pages.voucher_member import MemberChoice
from ui.pages.voucher_promise import KINDS, PromiseForm
from ui.pages.voucher_words import grouped
from ui.till import Till
from ui.widgets.parts import named

__all__ = ["KINDS", "IssueForm"]


class IssueForm(PromiseForm):
    """A new voucher; ``issued`` holds it once it is made. ``key`` keeps a second Enter from
    issuing twice."""

    def __init__(self, till: Till, page: Page, member: int | None) -> None:
        _ = till.say
        self.issued: Voucher | None = None
        self.key = f"issue:{uuid4().hex}"
        self.who = MemberChoice(till, member)
        self.make_fields(till)
        super().__init__(
            till, page, _("Issue a voucher"),
            named(_("Member"), self.who), self.kinds, *self.parts.values(), self.beside, 1,
            submit=self.issue, ok=_("Issue"), width=540, code_field=self.who.query,
        )  # fmt: skip
        self.begin_kind()
        (self.who if member is None else self.gift).setFocus()

    def issue(self) -> None:
        """Issue it, and say what to do next."""
        till = self.till
        if self.who.is_open:
            raise UnknownMember(till.language, member=self.who.query.text())
        member = self.who.member
        promise = asdict(self.promise())
        del promise["instead"], promise["is_again"]
        made = vouchers.issue(
            till.desk, None if member is None else member.id, **promise,
            occasion=self.occasion.text().strip(), channel=self.chosen_channel(), key=self.key,
        )  # fmt: skip
        self.issued = made
        _ = till.say
        if member is None:
            said = _("Voucher {code} is issued to the bearer. Ctrl+P prints it.")
        else:
            said = _("Voucher {code} is issued to {name}. Ctrl+P prints it.")
        name = "" if member is None else member.name
        till.tell(said.format(code=grouped(made.code), name=name))
