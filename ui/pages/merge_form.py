"""Merging two members: side by side what each has, and what the survivor will have."""

from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shopdesk import Refused, members, merging
from shopdesk.language import N_
from shopdesk.merging import Holdings
from shopdesk.refusals import UnknownMember
from ui.pages.voucher_member import MemberChoice
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import button, cleared, column, held, label, named, row
from ui.widgets.person import birthday_words, masked, tier_name

ACCOUNTS = {
    "points": N_("Points"),
    "stored_value": N_("Stored value"),
    "principal": N_("Principal"),
    "bonus": N_("Bonus"),
    "pass": N_("Uses of passes"),
}
"""What an account is called; stored value is its two parts together."""
_NOTHING = ("–", "0")
"""What says of somebody that there is none; a line of nothing else is left out."""
_ON_TOP = Qt.AlignmentFlag.AlignTop
_MONEY = ("stored_value", "principal", "bonus")


def offer_undo(till: Till, merge: merging.Merge, name: str) -> None:
    """Say that two are one now, with the way back beside it."""
    _ = till.say
    said = _("{name} has one membership now. It can be undone through {day}.")

    def undo() -> None:
        undo_merge(till, merge.id)

    till.tell(said.format(name=name, day=till.dated(merge.undo_until)), undo=undo)


def undo_merge(till: Till, merge_id: int) -> bool:
    """Undo a merge, or say why not; whether it was done."""
    _ = till.say
    done = till.attempt(
        lambda: members.undo_merge(till.desk, merge_id), partial(undo_merge, till, merge_id)
    )
    if done is None:
        return False
    one, other = (members.get(till.desk, who).name for who in (done.keep, done.drop))
    till.tell(_("{one} and {other} are two members again.").format(one=one, other=other))
    return True


class MergeForm(Form):
    """Who stays and who goes over; they can change places until it is done."""

    def __init__(self, till: Till, parent: QWidget, keep: int, drop: int | None = None) -> None:
        _ = till.say
        self.keep, self.drop, self.key = keep, drop, f"merge:{uuid4().hex}"
        self.made: merging.Merge | None = None
        self.accounts: list[str] = []
        self.who = MemberChoice(till, drop, hint=_("Name, phone or card of the other one"))
        self.swap = button(_("Swap"), self.change_places, "small", icon="exchange")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(2)
        self.sides = held(self.grid)
        self.seen, self.terms = label("", "note", wraps=True), label("", "soft", wraps=True)
        super().__init__(
            till, parent, _("Merge two members"),
            row(named(_("The same person as"), self.who), column(1, self.swap)), self.sides,
            self.terms,
            submit=self.merge, ok=_("Merge"), width=760, foot=self.seen, code_field=self.who.query,
        )  # fmt: skip
        self.who.chose.connect(self._chosen)
        self.look()
        (self.who if drop is None else self.ok).setFocus()

    def _chosen(self) -> None:
        self.drop = None if self.who.member is None else self.who.member.id
        self.look()
        if self.drop is not None:
            self.ok.setFocus()

    def change_places(self) -> None:
        """Let the other one stay."""
        if self.drop is not None:
            self.keep, self.drop = self.drop, self.keep
            self.who.choose(members.get(self.till.desk, self.drop))

    def look(self) -> None:
        """Show both side by side, and the survivor as they would be."""
        till, _ = self.till, self.till.say
        cleared(self.grid)
        self.terms.clear()
        self.swap.setEnabled(False)
        if self.drop is None:
            self._say(_("Choose the other membership of this person."))
            return
        try:
            seen = members.preview_merge(till.desk, keep=self.keep, drop=self.drop)
        except Refused as refusal:
            self._say(refusal.text(till.language))
            return
        self.swap.setEnabled(True)
        self._fill(seen.keep, seen.drop, seen.after)
        said = _(
            "{name} ({number}) will be closed; number and cards will lead to the one who stays. "
            "It can be undone for {days} days."
        )
        terms = _(
            "What adds up is added, a debt is netted; the older day of joining and the higher tier"
            " with its review count; what the one who stays lacks of phone, birthday, preferences"
            " and photo is taken over, and what both have stays as it is there. For {days} days it"
            " can be undone, as long as nothing of what came over was spent; afterwards it stays"
            " so."
        )
        self.terms.setText(terms.format(days=merging.UNDONE_WITHIN_DAYS))
        gone = seen.drop.member
        days = merging.UNDONE_WITHIN_DAYS
        self._say(said.format(name=gone.name, number=gone.number, days=days))

    def _say(self, text: str) -> None:
        self.seen.setText(text)
        self.sides.setVisible(self.grid.count() > 0)
        self.terms.setVisible(bool(self.terms.text()))
        if self._was_seen:
            self.fit()

    def _fill(self, *sides: Holdings) -> None:
        _ = self.till.say
        heads = (_("Is kept"), _("Is merged in"), _("Afterwards"))
        for place, head in enumerate(heads, 1):
            self.grid.addWidget(label(head, "heading"), 0, place)
        held_by = {account for one in sides for account, value in _values(one).items() if value}
        self.accounts = [one for one in ACCOUNTS if one == "points" or one in held_by]
        rows = [self._told(one) for one in sides]
        always = (_(ACCOUNTS["points"]),)
        some = [name for name in rows[0]
                if name in always or any(told[name] not in _NOTHING for told in rows)]  # fmt: skip
        for at, name in enumerate(some, 1):
            self.grid.addWidget(label(name, "soft"), at, 0, _ON_TOP)
            for place, told in enumerate(rows, 1):
                kind = "heading" if place == len(rows) else ""
                self.grid.addWidget(label(told[name], kind, wraps=True), at, place, _ON_TOP)
        for place in range(1, len(rows) + 1):
            self.grid.setColumnStretch(place, 1)

    def _told(self, one: Holdings) -> dict[str, str]:
        till, _, member = self.till, self.till.say, one.member
        told = {
            _("Full name"): member.name,
            _("Number"): member.number,
            _("Phone"): masked(member.phone) or "–",
            _("Birthdays"): birthday_words(till, member) or "–",
            _("Member since"): till.dated(member.joined_on),
            _("Tier"): tier_name(till, member.tier),
            _("Review"): "–" if one.review_on is None else till.dated(one.review_on),
        }
        values = _values(one)
        for account in self.accounts:
            value = values.get(account, 0)
            told[_(ACCOUNTS[account])] = till.money(value) if account in _MONEY else f"{value:,}"
        return {
            **told,
            _("Receipts"): f"{one.receipts:,}",
            _("Open vouchers"): f"{one.vouchers:,}",
            _("Cards"): f"{one.cards:,}",
            _("Contacts and ratings"): f"{one.contacts:,}",
            _("Consents"): f"{one.consents:,}",
            _("Days to remember"): f"{one.dates:,}",
        }

    def merge(self) -> None:
        """Let them be one, and say how it is undone."""
        till = self.till
        if self.drop is None:
            raise UnknownMember(till.language, member=self.who.query.text() or "–")
        made = members.merge(till.desk, keep=self.keep, drop=self.drop, key=self.key)
        self.made = made
        offer_undo(till, made, members.get(till.desk, made.keep).name)


def _values(one: Holdings) -> dict[str, int]:
    """What the accounts hold, and how much the stored value is in all."""
    parts = (one.values.get(part, 0) for part in ("principal", "bonus"))
    return {**one.values, "stored_value": sum(parts)}
