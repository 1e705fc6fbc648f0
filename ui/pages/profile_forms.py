"""The small forms of a profile: points by hand, a voucher withdrawn, a code linked."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import cards, permissions, points, vouchers
from shopdesk.inspection import Voucher, title
from shopdesk.members import Member
from shopdesk.refusals import NotPermitted
from ui.till import Till
from ui.widgets.form import Form, warning, whole_in
from ui.widgets.parts import field, label, named


def may(till: Till, action: str) -> bool:
    """Whether who is signed in may do something; told at once, before anything is typed."""
    if permissions.may(till.desk.role, action):
        return True
    till.refuse(NotPermitted(till.language, name=till.desk.staff_name))
    return False


class PointsForm(Form):
    """Give or take points by hand, for a reason."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.key = member, f"form:{uuid4().hex}"
        self.points = field(_("Points"), _("50, or -50 to take them"), digits=True)
        self.reason = field(_("Reason"), _("What was it for?"))
        now = _("{name} has {points} points.").format(name=member.name, points=f"{member.points:,}")
        super().__init__(
            till, parent, _("Adjust points"), label(now, "soft", wraps=True),
            named(_("Points"), self.points), named(_("Reason"), self.reason),
            submit=self.save, ok=_("Adjust"),
        )  # fmt: skip

    def save(self) -> None:
        """Move the points and say what the member has now."""
        till, _ = self.till, self.till.say
        amount = whole_in(till, self.points)
        reason, key = self.reason.text(), self.key
        now = points.adjust(till.desk, self.member.id, amount, reason=reason, key=key)
        said = _("{name} has {points} points now.")
        till.tell(said.format(name=self.member.name, points=f"{now:,}"))


class VoidForm(Form):
    """Withdraw a voucher, for a reason."""

    def __init__(self, till: Till, parent: QWidget, voucher: Voucher) -> None:
        _ = till.say
        self.voucher, self.key = voucher, f"form:{uuid4().hex}"
        self.reason = field(_("Reason"), _("Why is it withdrawn?"))
        what = f"{title(till.desk, voucher, till.language)} · {voucher.code}"
        super().__init__(
            till, parent, _("Withdraw the voucher"), label(what, wraps=True),
            warning(_("It can never be used afterwards. A gift it promised is free again.")),
            named(_("Reason"), self.reason), submit=self.save, ok=_("Withdraw"),
        )  # fmt: skip

    def save(self) -> None:
        """Make it void and say so."""
        till, _ = self.till, self.till.say
        vouchers.void(till.desk, self.voucher.id, reason=self.reason.text(), key=self.key)
        till.tell(_("Voucher {code} is withdrawn.").format(code=self.voucher.code))


class LinkForm(Form):
    """Let a card or code made elsewhere find the member too."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member = member
        self.code = field(_("Card or code"), _("scan or type it"), digits=True)
        note = _(
            "Any card with a number or barcode: a transport card, the card of an older system."
        )
        super().__init__(
            till, parent, _("Link another code"), named(_("Card or code"), self.code, note),
            submit=self.save, ok=_("Link"), code_field=self.code,
        )  # fmt: skip

    def save(self) -> None:
        """Link it and say so."""
        till, _ = self.till, self.till.say
        code = cards.link(till.desk, self.member.id, self.code.text())
        till.tell(_("{code} finds {name} from now on.").format(code=code, name=self.member.name))
