"""Erasing a person: what goes, what stays, asked with a reason."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import erasing, members
from shopdesk.members import Member
from shopdesk.refusals_of_people import StoredValueLeft
from ui.till import Till
from ui.widgets.form import Form, warning
from ui.widgets.parts import field, label, named


class EraseForm(Form):
    """It cannot be undone, so it says all of it before."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _ = till.say
        self.member, self.key = member, f"erase:{uuid4().hex}"
        self.reason = field(_("Reason"), _("When and how it was asked for; no names"))
        goes = _("Name, phone, birthdays, photo, family, cards, codes, the PIN, and every word "
                 "written about {name} go for good. Unused vouchers become void.")  # fmt: skip
        stays = _("Receipts, points and tiers stay under the pseudonym {pseudonym}, so that every "
                  "figure stays as it was. The points can no longer be spent.")  # fmt: skip
        super().__init__(
            till, parent, _("Erase this person"),
            warning(goes.format(name=member.name)),
            label(stays.format(pseudonym=erasing.pseudonym(member.id)), "soft", wraps=True),
            label(_("Files saved before are not touched: backups, and receipts and cards as PDF "
                    "that bear the name. Delete those by hand."), "soft", wraps=True),
            named(_("Reason"), self.reason),
            submit=self.erase, ok=_("Erase"), kind="final", width=540,
        )  # fmt: skip
        left = erasing.stored_value(till.desk, member.id)
        if left:
            refusal = StoredValueLeft(till.language, name=member.name, left=left)
            self.refuse(refusal.text(till.language))

    def erase(self) -> None:
        """Take the data out, and say under which name the figures stay."""
        till, _ = self.till, self.till.say
        reason, key = self.reason.text(), self.key
        name = members.erase(till.desk, self.member.id, reason=reason, key=key)
        till.tell(_("The person's data is gone. The figures stay under {name}.").format(name=name))
