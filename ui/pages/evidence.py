"""What stands behind what is said of a member: sentences, and the receipts that they come from."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from shopdesk import (
    clock,
    day_words,
    evidence,
    points,
    promise_words,
    purchases,
    tier_history,
    tiers,
    voucher_book,
)
from shopdesk.evidence import Origin, Owed, Receipt, Standing
from shopdesk.members import Member
from shopdesk.rfm import Scored
from shopdesk.segment_words import BANDS, STAGES
from shopdesk.tiers import Ahead
from ui.pages.behind_form import BehindForm, to_receipt
from ui.pages.voucher_words import STATES as VOUCHERS
from ui.pages.voucher_words import grouped
from ui.till import Till
from ui.widgets.parts import label
from ui.widgets.person import tier_name
from ui.widgets.table import Column

_ACROSS = 100
"""Percent: beyond this there is no room for all fifths beside each other."""


class Held(NamedTuple):
    """A lot of points, or a part of a debt: since when, how many, until when, where from."""

    on: date
    points: int
    ends: str
    origin: str
    purchase_id: int | None


class EvidenceForm(BehindForm):
    """Sentences over receipts."""

    def __init__(
        self, till: Till, parent: QWidget, title: str, said: Sequence[str],
        rows: Sequence[Receipt], figures: QWidget | None = None,
    ) -> None:  # fmt: skip
        _, ngettext = till.say, till.count
        columns: list[Column[Receipt]] = [
            Column(_("Day"), lambda one: f"{one.on}", 130, is_whole=True),
            Column(_("Receipt"), lambda one: one.number),
            Column(_("Counts"), lambda one: till.money(one.spend), 150, is_number=True),
        ]
        visits = len({one.on for one in rows if one.is_visit})
        counted = ngettext("{count} visit, {amount}", "{count} visits, {amount}", visits).format(
            count=f"{visits:,}", amount=till.money(sum(one.spend for one in rows))
        )
        super().__init__(
            till, parent, title, said, columns, rows, name=_("Receipts behind it"),
            empty=_("No receipts behind it."), total=counted,
            leads=lambda one: to_receipt(one.id), figures=figures,
        )  # fmt: skip


class PointsForm(BehindForm):
    """Where the points that somebody holds came from or, where points are owed, which refund made
    the debt and what paid of it: never both at once."""

    def __init__(self, till: Till, parent: QWidget, member: Member) -> None:
        _, rows = till.say, held(till, member)
        columns = [
            Column[Held](_("Day"), lambda one: f"{one.on}", 130, is_whole=True),
            Column(_("Points"), lambda one: f"{one.points:,}", 110, is_number=True),
            Column(_("Expires on"), lambda one: one.ends, 130, is_whole=True),
            Column(_("Where from"), lambda one: one.origin),
        ]
        if member.points < 0:
            del columns[2]
        word = _("A refund took back points that were spent already: they are owed.")
        said = word if member.points < 0 else _("In the order in which they are spent.")
        super().__init__(
            till, parent, _("Points of {name}").format(name=member.name), [said], columns, rows,
            name=_("Points"), empty=_("No points yet."),
            total=f"{sum(one.points for one in rows):,}",
            leads=lambda one: to_receipt(one.purchase_id), width=760,
        )  # fmt: skip


def held(till: Till, member: Member) -> list[Held]:
    """The lots of points with something left or, where points are owed, what the debt is made
    of."""
    _, desk = till.say, till.desk
    if member.points < 0:
        return [
            Held(one.on, one.amount, "", _origin(till, one), one.purchase_id)
            for one in evidence.debts(desk, member.id)
        ]
    origins = evidence.origins(desk, member.id)
    return [
        Held(
            lot.earned_on, lot.remaining, f"{lot.expires_on}" if lot.expires_on else _("no expiry"),
            _origin(till, origins[lot.id]), origins[lot.id].purchase_id,
        )
        for lot in points.lots(desk, member.id)
    ]  # fmt: skip


def _origin(till: Till, one: Origin | Owed) -> str:
    """The receipt, or what was said; of a debt also what became of it."""
    _ = till.say
    if one.receipt is None:
        return one.reason or _("given")
    if isinstance(one, Owed) and one.amount < 0:
        return _("Refund of receipt {number}").format(number=one.receipt)
    return _("Receipt {number}").format(number=one.receipt)


def of_year(till: Till, parent: QWidget, member: Member, title: str) -> EvidenceForm:
    """The receipts of the twelve months up to today."""
    _, today = till.say, till.desk.today()
    first = clock.add_months(today, -12)
    said = _("From {first} to {last}, less what was given back; void receipts do not count.")
    rows = evidence.of_days(till.desk, member.id, first, today)
    return EvidenceForm(
        till, parent, title, [said.format(first=till.dated(first), last=till.dated(today))], rows
    )


def of_tier(till: Till, parent: QWidget, member: Member) -> EvidenceForm:
    """Why somebody is on their tier, what keeps it, and what the next one takes."""
    _, desk = till.say, till.desk
    why, last = tiers.why(desk, member.id), tier_history.of_member(desk, member.id)[0]
    title = _("Why: {name}").format(name=tier_name(till, member.tier))
    said = dict.fromkeys((why.how, *last.reasons, why.keep_sentence, why.sentence))
    return EvidenceForm(till, parent, title, [one for one in said if one], last.receipts)


def of_review(till: Till, parent: QWidget, ahead: Ahead) -> EvidenceForm:
    """The receipts that count at somebody's next review, and what is missing."""
    _, desk = till.say, till.desk
    review = f"{ahead.review_on}"
    first = date.fromisoformat(min((e.first_on for e in ahead.evidence), default=review))
    last = date.fromisoformat(max((e.last_on for e in ahead.evidence), default=review))
    rows = evidence.of_days(desk, ahead.member_id, first, last)
    said = _("From {first} to {last}, less what was given back; void receipts do not count.")
    title = _("Review of {name}").format(name=ahead.name)
    sentences = [
        ahead.sentence, said.format(first=till.dated(first), last=till.dated(last))
    ]  # fmt: skip
    return EvidenceForm(till, parent, title, [one for one in sentences if one], rows)


def of_standing(till: Till, parent: QWidget, member: Member, found: Standing) -> EvidenceForm:
    """Why somebody is active or dormant, and of high or low value."""
    _, desk = till.say, till.desk
    rows = evidence.of_days(desk, member.id, found.since_on, desk.today())
    said = [_stage(till, found), _value(till, found)]
    figures = None if found.value is None else Fifths(till, found.value)
    title = _("Why: {name}").format(name=member.name)
    return EvidenceForm(till, parent, title, said, rows, figures)


def _stage(till: Till, found: Standing) -> str:
    _ = till.say
    word = _(STAGES[found.stage]) if found.stage else "–"
    if found.last_on is None:
        said = _("{stage}: no visit yet. Days that new lasts from joining: {new}.")
        return said.format(stage=word, new=found.limits.new)
    days = {"first": found.first_on, "last": found.last_on}
    return _(
        "{stage}: first visit {first}, last visit {last}. New up to day {new}"
        " after the first visit; active up to day {active} and dormant up to day {dormant} after"
        " the last one."
    ).format(stage=word, **day_words.spoken(days, till.language), **found.limits._asdict())


def _value(till: Till, found: Standing) -> str:
    _, its = till.say, found.value
    if its is None:
        return _("No value: no visit since {day}.").format(day=till.dated(found.since_on))
    said = _("Value {band}: {points} of 15 points, 5 each at most, among all who came since {day}.")
    return said.format(
        band=_(BANDS[its.band]), points=sum(its.scores), day=till.dated(found.since_on)
    )


class Fifths(QWidget):
    """What somebody's value stands on: each figure, and from what on it brings so many points; what
    it brings is marked. ``rows`` are the texts."""

    def __init__(self, till: Till, its: Scored) -> None:
        super().__init__()
        _ = till.say
        names = (_("Last visit"), _("Visits"), _("Spend"))
        written: tuple[Callable[[int], str], ...] = (
            lambda day: till.near(date.fromordinal(day)), lambda visits: f"{visits:,}", till.money,
        )  # fmt: skip
        points, is_across = range(1, 6), till.preferences.size <= _ACROSS
        self.rows = [["", "", *(_("{score} of 5").format(score=each) for each in points)]]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for name, value, least, write in zip(names, its.values, its.least, written, strict=True):
            bounds = (f"≥ {write(least[each])}" if each in least else "–" for each in points)
            self.rows.append([name, write(value), *bounds])
        for line, texts in enumerate(self.rows):
            for place, text in enumerate(texts):
                is_reached = line > 0 and place == 1 + its.scores[line - 1]
                kind = "heading" if is_reached or (line and place == 1) else "soft"
                said = label(f"✓ {text}" if is_reached else text, kind)
                side = Qt.AlignmentFlag.AlignLeft if place == 0 else Qt.AlignmentFlag.AlignRight
                at = (line, place) if is_across else (place, line)
                grid.addWidget(said, *at, side)


def _receipt(till: Till, purchase_id: int | None) -> list[Receipt]:
    """One receipt as it counts today; none where it is void."""
    if purchase_id is None:
        return []
    of = purchases.get(till.desk, purchase_id)
    if of.member_id is None:
        return []
    that_day = evidence.of_days(till.desk, of.member_id, of.on, of.on)
    return [one for one in that_day if one.id == purchase_id]


def of_voucher(till: Till, parent: QWidget, code: str) -> EvidenceForm | None:
    """What a voucher was given for: the rule's occasion and its receipt; nothing for a code that is
    not known."""
    _, desk = till.say, till.desk
    voucher = voucher_book.with_code(desk, code)
    if voucher is None:
        return None
    stood = voucher_book.stood_on(desk, voucher.id)
    said = [promise_words.title(desk, voucher, till.language), _(VOUCHERS[voucher.state])]
    rows: list[Receipt] = []
    if stood is None:
        said.append(_("It was issued by hand."))
    else:
        text = _("Why: {what}, on {day}")
        said.append(text.format(what=_(", ").join(stood.met), day=till.dated(stood.on)))
        rows += _receipt(till, stood.purchase_id)
    title = _("Voucher {code}").format(code=grouped(voucher.code))
    return EvidenceForm(till, parent, title, said, rows)
