"""What stands behind what rules gave: so far, at an event, and what they owe who stands here."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import permissions, rule_book
from shopdesk.reward_rules import Rule
from shopdesk.rewards import Preview
from shopdesk.rule_book import Due, GaveTo
from shopdesk.text import capital
from ui.pages.behind_form import BehindForm, Place, to_receipt
from ui.pages.voucher_words import STATES
from ui.till import Till
from ui.widgets.table import Column


class GaveForm(BehindForm):
    """What rules gave, to whom, and what became of its vouchers; Enter goes to the voucher, else to
    the receipt that it stands on, else to the member."""

    def __init__(
        self, till: Till, parent: QWidget, title: str, said: Sequence[str], rows: Sequence[GaveTo]
    ) -> None:
        _ = till.say
        columns = [
            Column[GaveTo](_("Day"), lambda one: f"{one.on}", 116, is_whole=True),
            Column(_("Member"), lambda one: one.name, 130),
            Column(_("What was given"), lambda one: capital(one.said)),
            Column(_("Voucher"), lambda one: _(STATES[one.state]) if one.state else "–", 100),
        ]
        if permissions.sees_costs(till.desk):
            columns.append(Column(_("Cost"), self._cost, 110, is_number=True))
        self.money = till.money
        super().__init__(
            till, parent, title, said, columns, rows, name=_("Given by rules"),
            empty=_("No rule has given anything yet."), total=_together(till, rows), leads=_leads,
            width=800,
        )  # fmt: skip

    def _cost(self, one: GaveTo) -> str:
        return "–" if one.is_owed else self.money(one.cost or 0)


def _leads(one: GaveTo) -> Place | None:
    if one.voucher_code is not None:
        return "vouchers", {"history": one.voucher_code}
    return to_receipt(one.purchase_id) or ("members", {"member": one.member_id})


def _together(till: Till, rows: Sequence[GaveTo]) -> str:
    """How many times, as the list of rules counts them, how many vouchers were used, the cost."""
    _, ngettext = till.say, till.count
    times = len({one.occasion for one in rows if not one.is_owed})
    vouchers = [one for one in rows if one.state is not None]
    used = sum(one.state == "redeemed" for one in vouchers)
    said = [ngettext("{count} time", "{count} times", times).format(count=f"{times:,}")]
    if vouchers:
        text = ngettext(
            "{used} of {count} voucher used", "{used} of {count} vouchers used", len(vouchers)
        )
        said.append(text.format(used=f"{used:,}", count=f"{len(vouchers):,}"))
    if owed := sum(one.is_owed for one in rows):
        said.append(_("owed {count}").format(count=f"{owed:,}"))
    if permissions.sees_costs(till.desk):
        cost = till.money(sum(one.cost or 0 for one in rows))
        said.append(_("cost {amount}").format(amount=cost))
    return " · ".join(said)


def _later(
    till: Till, parent: QWidget, work: Callable[[], Any], make: Callable[[Any], BehindForm]
) -> None:
    """Read beside the window, then show it if whoever asked is still there."""
    job = till.background(parent, lambda _progress: work())
    job.done.connect(lambda found: make(found).filled() if parent.isVisible() else None)


def of_rule(till: Till, parent: QWidget, rule: Rule) -> None:
    """Open what a rule gave so far."""
    _, desk = till.say, till.desk
    title = _("Given by {rule}").format(rule=rule.title(till.language))
    _later(
        till, parent, lambda: rule_book.of_rule(desk, rule.id),
        lambda rows: GaveForm(till, parent, title, [], rows),
    )  # fmt: skip


def at_event(till: Till, parent: QWidget, event_id: int, name: str) -> None:
    """Open what rules gave the guests of an event."""
    _, desk = till.say, till.desk
    title = _("Given at {event}").format(event=name)
    _later(
        till, parent, lambda: rule_book.at_event(desk, event_id),
        lambda rows: GaveForm(till, parent, title, [], rows),
    )  # fmt: skip


def due_said(till: Till, one: Due) -> str:
    """What a member gets, or that they are left out and why."""
    _ = till.say
    return capital(one.said) if one.is_given else _("Left out: {why}").format(why=one.said)


class DueForm(BehindForm):
    """What rules owe a member now, by which rule and since when, and what waits or is left out and
    why; Enter goes nowhere, for nothing was written of it yet."""

    def __init__(self, till: Till, parent: QWidget, name: str, found: Preview) -> None:
        _, ngettext = till.say, till.count
        rows = rule_book.lines(till.desk, found)
        columns = [
            Column[Due](_("Day"), lambda one: f"{one.on}" if one.on else "–", 116, is_whole=True),
            Column(_("Rule"), lambda one: one.rule, 200),
            Column(_("What is due"), lambda one: due_said(till, one)),
        ]
        many = sum(one.is_given for one in rows)
        due = ngettext("{count} gift", "{count} gifts", many).format(count=many)
        super().__init__(
            till, parent, _("Due to {name}").format(name=name), [], columns, rows,
            name=_("Due now"), empty=_("Nothing is due."), total=due, leads=lambda _one: None,
            width=700,
        )  # fmt: skip
