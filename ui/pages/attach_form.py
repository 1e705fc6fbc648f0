"""Attaching a forgotten member to a receipt: who, and what it brings them, before it is done."""

from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import Refused, members, purchases
from shopdesk.daybook import Entry
from shopdesk.refusals import UnknownMember
from ui.pages.voucher_member import MemberChoice
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import label, named, set_mood


class AttachForm(Form):
    """Find the member; the form says what the receipt earns, or why it cannot be attached."""

    def __init__(self, till: Till, parent: QWidget, entry: Entry) -> None:
        _ = till.say
        self.entry, self.key = entry, f"attach:{uuid4().hex}"
        self.who = MemberChoice(till, hint=_("Name, phone or card"))
        self.seen = label("", "soft", wraps=True)
        receipt = _("Receipt {number} of {day}, {amount}").format(
            number=entry.number, day=till.dated(entry.on), amount=till.money(entry.total)
        )
        super().__init__(
            till, parent, _("Attach a member"), label(receipt, wraps=True),
            named(_("Member"), self.who),
            submit=self.attach, ok=_("Attach"), width=520, foot=self.seen,
            code_field=self.who.query,
        )  # fmt: skip
        self.who.chose.connect(self.look)
        self.look()
        self.who.setFocus()

    def look(self) -> None:
        """Say what would come of it."""
        till, _ = self.till, self.till.say
        set_mood(self.seen, "")
        if self.who.member is None:
            self.seen.setText(_("The price stays as it is. It can be done once."))
            return
        try:
            seen = purchases.preview_attach(till.desk, self.entry.id, member=self.who.member.id)
        except Refused as refusal:
            self.seen.setText(refusal.text(till.language))
            set_mood(self.seen, "bad")
            return
        ngettext = till.count
        said = ngettext(
            "{name} earns {points} point. The price stays as it is; it can be done once.",
            "{name} earns {points} points. The price stays as it is; it can be done once.",
            seen.points_earned,
        )
        points = f"{seen.points_earned:,}"
        self.seen.setText(said.format(name=self.who.member.name, points=points))
        self.ok.setFocus()

    def attach(self) -> None:
        """Attach the one who is chosen, and say so."""
        till, _, who = self.till, self.till.say, self.who.member
        if who is None:
            raise UnknownMember(till.language, member=self.who.query.text() or "–")
        made = purchases.attach(till.desk, self.entry.id, member=who.id, key=self.key)
        held, ngettext = members.get(till.desk, who.id).points, till.count
        said = ngettext(
            "Receipt {number} is {name}'s now, who has {points} point.",
            "Receipt {number} is {name}'s now, who has {points} points.",
            held,
        )
        points = f"{held:,}"
        till.tell(said.format(number=made.number, name=who.name, points=points))
