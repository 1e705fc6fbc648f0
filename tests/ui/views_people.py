"""What the program shows about who somebody is: attached, merged, here twice, erased."""

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import daybook, evidence, members, purchases, stored_value
from shopdesk.assessing import Evidence
from shopdesk.tiers import Ahead
from ui.pages.attach_form import AttachForm
from ui.pages.duplicates_form import DuplicatesForm
from ui.pages.erase_form import EraseForm
from ui.pages.evidence import PointsForm, of_review, of_standing, of_tier
from ui.pages.merge_form import MergeForm
from ui.till import Till
from ui.widgets.person import tier_name
from ui.window import Window


def someone(till: Till) -> members.Member:
    """The member with most points of those who are found at once."""
    return max(members.find(till.desk, "1"), key=lambda member: member.points)


def _attach(parent: QWidget, till: Till) -> QWidget:
    """A walk-in's receipt of today, and who it was."""
    sold = purchases.record(till.desk, amount=12800, pay={"wechat": 12800})
    entry = next(one for one in daybook.listed(till.desk, sold.on) if one.id == sold.id)
    made = AttachForm(till, parent, entry)
    made.who.choose(someone(till))
    return made


def _twins(till: Till) -> tuple[int, int]:
    """Somebody who has stored value, and the same person once more."""
    member = someone(till)
    if not stored_value.balance(till.desk, member.id).total:
        stored_value.top_up(
            till.desk, member.id, principal=50_000, bonus=5_000, pay={"wechat": 50_000}
        )
    again = members.register(
        till.desk, name=member.name, phone=member.phone, shared_phone=True, birthday=(3, 8)
    )
    return member.id, again.id


def _merge(parent: QWidget, till: Till) -> QWidget:
    return MergeForm(till, parent, *_twins(till))


class _Found(DuplicatesForm):
    """With the pairs there at once."""

    is_any = True

    def look(self) -> None:
        self.show_pairs(members.duplicates(self.till.desk, limit=9 * self.is_any))


class _Nobody(_Found):
    is_any = False


def _duplicates(parent: QWidget, till: Till) -> QWidget:
    _twins(till)
    return _Found(till, parent)


def _merged(window: Window, till: Till) -> None:
    """A survivor, from whose profile the merge can be undone."""
    keep, drop = _twins(till)
    members.merge(till.desk, keep=keep, drop=drop)
    window.frame.show_page("members", {"member": keep})
    page: Any = window.frame.page
    page.profile.tabs.setCurrentWidget(page.profile.person)


def _walk_in(window: Window, till: Till) -> None:
    """A receipt that a member can still be attached to."""
    sold = purchases.record(till.desk, amount=12800, pay={"wechat": 12800})
    window.frame.show_page("records", {"receipt": sold.id})


def _many_ways(window: Window, till: Till) -> None:
    """A day on which was paid in every way."""
    shares = ("cash", "card", "wechat", "alipay")
    pay = {tender: 12_345_600 + number for number, tender in enumerate(shares)}
    purchases.record(till.desk, amount=sum(pay.values()), pay=pay)
    window.frame.show_page("records", {})


def _why(parent: QWidget, till: Till) -> QWidget:
    member = members.get(till.desk, someone(till).id)
    return of_standing(till, parent, member, evidence.standing(till.desk, member.id))


def _tier_why(parent: QWidget, till: Till) -> QWidget:
    return of_tier(till, parent, members.get(till.desk, someone(till).id))


def _review(parent: QWidget, till: Till) -> QWidget:
    """Who would be reviewed in a month, with what is missing."""
    who, today = someone(till), till.desk.today()
    first, last = f"{today - timedelta(days=365)}", f"{today + timedelta(days=30)}"
    tested = Evidence(who.tier.code, "spend", 187_753, 300_000, "rolling_months", first, last)
    on = today + timedelta(days=30)
    missing = till.say("{amount} more").format(amount=till.money(112_247))
    said = till.say("To stay {tier}: {missing} by {date}").format(
        tier=tier_name(till, who.tier), missing=missing, date=till.dated(on)
    )
    ahead = Ahead(
        who.id, who.number, who.name, who.tier.code, on, on, False, (tested,), said, None
    )  # fmt: skip
    return of_review(till, parent, ahead)


PAGES = {
    "profile-merged": _merged,
    "records-walk-in": _walk_in,
    "records-many-ways": _many_ways,
}
FORMS = {
    "attach": _attach,
    "merge": lambda parent, till: MergeForm(till, parent, someone(till).id),
    "merge-seen": _merge,
    "duplicates": _duplicates,
    "duplicates-none": lambda parent, till: _Nobody(till, parent),
    "evidence": _why,
    "evidence-tier": _tier_why,
    "evidence-points": lambda parent, till: PointsForm(till, parent, someone(till)),
    "evidence-review": _review,
    "erase": lambda parent, till: EraseForm(till, parent, someone(till)),
}
