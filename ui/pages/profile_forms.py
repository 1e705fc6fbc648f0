"""The small forms of a profile: points by hand, a code linked."""

from collections.abc import Callable
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import cards, permissions, points
from shopdesk.members import Member
from shopdesk.refusals import NotPermitted
from ui.pages.link_form import tell_linked
from ui.till import Till
from ui.widgets.form import Form, whole_in
from ui.widgets.parts import field, label, named


def role_may(till: Till, action: str) -> bool:
    """Whether who is signed in may do something; what they may not is not offered."""
    return permissions.may(till.desk, action)


def may(till: Till, action: str, again: Callable[[], object] | None = None) -> bool:
    """Whether who is signed in may do something; told at once, before anything is typed. Where
    somebody allows it, it is begun ``again``."""
    desk = till.desk
    if permissions.may(desk, action) or permissions.is_lifted(desk, action):
        return True
    till.refuse(NotPermitted(till.language, name=desk.staff_name, action=action), again)
    return False


class PointsForm(Form):
    """Give or take points by hand, for a reason."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.key = member, f"form:{uuid4().hex}"
        self.points = field(_("Points to give or take"), _("50 gives, -50 takes"), digits=True)
        self.reason = field(_("Reason"), _("What was it for?"))
        ngettext = till.count
        said = ngettext("{name} has {points} point.", "{name} has {points} points.", member.points)
        now = said.format(name=member.name, points=f"{member.points:,}")
        super().__init__(
            till, parent, _("Adjust points"), label(now, "soft", wraps=True),
            named(_("Points to give or take"), self.points), named(_("Reason"), self.reason),
            submit=self.save, ok=_("Adjust"),
        )  # fmt: skip

    def save(self) -> None:
        """Move the points and say what the member has now."""
        till, _ = self.till, self.till.say
        amount = whole_in(till, self.points)
        reason, key = self.reason.text(), self.key
        now = points.adjust(till.desk, self.member.id, amount, reason=reason, key=key)
        ngettext = till.count
        said = ngettext("{name} has {points} point now.", "{name} has {points} points now.", now)
        till.tell(said.format(name=self.member.name, points=f"{now:,}"))


class CodeForm(Form):
    """Let a card or code made elsewhere find the member too."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member = member
        self.code = field(_("Card or code"), _("Scan or type it"), digits=True)
        note = _(
            "Any card with a number or barcode: a transport card, the card of an older system."
        )
        super().__init__(
            till, parent, _("Link another card"), named(_("Card or code"), self.code, note),
            submit=self.save, ok=_("Link"), code_field=self.code,
        )  # fmt: skip

    def save(self) -> None:
        """Link it and say so."""
        code = cards.link(self.till.desk, self.member.id, self.code.text())
        tell_linked(self.till, code, self.member.name)
