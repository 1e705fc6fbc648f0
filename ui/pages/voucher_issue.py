"""Issuing a voucher by hand: to whom, what, for how long."""

from dataclasses import asdict
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, tiers, vouchers
from shopdesk.inspection import Voucher
from shopdesk.refusals import GiftTier, UnknownMember
from shopdesk.trying import tried
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
            submit=self.issue, ok=_("Issue"), width=580, code_field=self.who.query,
            foot=self.telling(till),
        )  # fmt: skip
        self.begin_kind()
        self._chose()
        self.who.chose.connect(self._chose)
        self.who.query.textChanged.connect(lambda _text: self.show_what_comes())
        self.listen()
        (self.who if member is None else self.gift).setFocus()

    def _chose(self) -> None:
        """Gifts above a member's tier are none for them; the bearer has no tier."""
        member, highest = self.who.member, len(tiers.ladder(self.till.desk)) - 1
        self.mark_gifts(highest if member is None else member.tier.rank)
        self.show_what_comes()

    def to_whom(self) -> str:
        """The member, or whoever bears it."""
        _, member = self.till.say, self.who.member
        return _("The bearer") if member is None else member.name

    def trial(self) -> None:
        """Refuse what issuing would."""
        tried(self.till.desk, self._keep, action="vouchers.issue")

    def field_of(self, refusal: Refused) -> QWidget | None:
        """Who is not known yet is asked for; a gift above their tier is the wrong one."""
        if isinstance(refusal, UnknownMember):
            return self.who.query
        return self.gift if isinstance(refusal, GiftTier) else super().field_of(refusal)

    def _keep(self) -> Voucher:
        till, member = self.till, self.who.member
        if self.who.is_open:
            raise UnknownMember(till.language, member=self.who.query.text())
        promise = asdict(self.promise())
        del promise["instead"], promise["is_again"]
        return vouchers.issue(
            till.desk, None if member is None else member.id, **promise,
            occasion=self.occasion.text().strip(), channel=self.chosen_channel(), key=self.key,
        )  # fmt: skip

    def issue(self) -> None:
        """Issue it, and say what to do next."""
        till, member = self.till, self.who.member
        self.issued = made = self._keep()
        _ = till.say
        if member is None:
            said = _("Voucher {code} is issued to the bearer. Ctrl+P prints it.")
        else:
            said = _("Voucher {code} is issued to {name}. Ctrl+P prints it.")
        name = "" if member is None else member.name
        till.tell(said.format(code=grouped(made.code), name=name))
