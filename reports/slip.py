"""The closing slip of a till: what it says as a value, then drawn on a roll or a sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from reports import roll
from reports.files import Target
from reports.words import minus
from shopdesk.cash_ups import CashUp
from shopdesk.language import N_, translator
from shopdesk.money import Money
from shopdesk.paying import TENDERS
from shopdesk.till_slips import Slip

Kind = Literal["", "title", "head", "strong", "rule"]


class Line(NamedTuple):
    """A line of the slip: what, and how much at the right edge."""

    left: str
    right: str = ""
    kind: Kind = ""


class Maker(NamedTuple):
    """Whose slip it is and how it speaks; ``tenders`` are their words, still to be translated."""

    shop_name: str
    currency: str
    zone: ZoneInfo
    language: str
    tenders: Mapping[str, str]


@dataclass(frozen=True)
class SlipPaper:
    """A slip ready to be drawn."""

    title: str
    lines: tuple[Line, ...]
    maker: Maker


TITLES = {"close": N_("Day close"), "handover": N_("Shift handover")}


def said(slip: Slip, maker: Maker, *, again_at: datetime | None = None) -> SlipPaper:
    """A slip in words; ``again_at`` marks it as printed again, and when."""
    words = _Words(maker)
    parts = (
        _head(slip, words, again_at),
        _tenders(slip, words),
        _cash(slip, words),
        _sales(slip, words),
        _top_ups(slip, words),
        _moves(slip, words),
        _handovers(slip, words),
        _rest(slip, words),
    )
    lines = [line for part in parts if part for line in (*part, Line("", kind="rule"))]
    lines += [*_audit(slip, words)]
    _ = words.say
    title = f"{_(TITLES[slip.cash_up.kind])} {slip.cash_up.on}"
    return SlipPaper(title, tuple(lines), maker)


class _Words:
    """How the slip speaks."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.say = translator(maker.language)

    def money(self, minor: int) -> str:
        """An amount."""
        return minus(str(Money(minor, self.maker.currency)))

    def moment(self, at: datetime, form: str = "%Y-%m-%d %H:%M") -> str:
        """A moment on the shop's clock."""
        return f"{at.astimezone(self.maker.zone):{form}}"

    def tender(self, code: str) -> str:
        """A way of paying."""
        return self.say(self.maker.tenders.get(code, code))


def _head(slip: Slip, words: _Words, again_at: datetime | None) -> list[Line]:
    _, done = words.say, slip.cash_up
    days = str(done.on) if done.first_on == done.on else f"{done.first_on} – {done.on}"
    lines = [
        Line(words.maker.shop_name, kind="title"),
        Line(_(TITLES[done.kind]), days, "head"),
        Line(_("Till {till}").format(till=done.till), words.moment(done.at)),
        Line(_("Counted by"), done.staff),
    ]
    if done.to is not None:
        lines.append(Line(_("Handed over to"), done.to))
    if again_at is not None:
        lines.append(Line(_("Printed again"), words.moment(again_at)))
    return lines


def _tenders(slip: Slip, words: _Words) -> list[Line]:
    """Each tender: expected, and where it was counted, that and the difference. What is paid from
    an account of the member lies nowhere to be counted."""
    _, done = words.say, slip.cash_up
    lines = []
    for tender, expected in done.expected.items():
        if tender not in (*TENDERS, *done.counted):
            lines.append(Line(words.tender(tender), words.money(expected), "head"))
            continue
        lines.append(Line(words.tender(tender), kind="head"))
        lines.append(Line(_("Expected"), words.money(expected)))
        if tender in done.counted:
            lines.append(Line(_("Counted"), words.money(done.counted[tender])))
            lines.append(Line(_("Difference"), signed(done.difference[tender], words), "strong"))
        else:
            lines.append(Line(_("Not counted")))
    lines.append(Line(_("Stays in the drawer"), words.money(done.left), "strong"))
    if done.taken_out > 0:
        lines.append(Line(_("Taken out"), words.money(done.taken_out)))
    return lines


def signed(minor: int, words: _Words) -> str:
    """A difference with its sign."""
    return f"{'+' if minor > 0 else ''}{words.money(minor)}"


def _cash(slip: Slip, words: _Words) -> list[Line]:
    """How the expected cash comes about, step by step."""
    _ = words.say
    steps = [Line(_(what), words.money(amount)) for what, amount in slip.cash]
    whole = Line(_("Expected"), words.money(slip.cash_up.expected["cash"]), "strong")
    return [Line(_("Cash, step by step"), kind="head"), *steps, whole]


def _sales(slip: Slip, words: _Words) -> list[Line]:
    _, sold, back = words.say, slip.sold, slip.back
    lines = [
        Line(_("Sales"), words.money(slip.sales), "head"),
        _counted(words, N_("Receipts: {count}"), sold.receipts, sold.due),
    ]
    if sold.late:
        lines.append(_counted(words, N_("of them for earlier days: {count}"), sold.late,
                              sold.late_due))  # fmt: skip
    if back.refunds:
        lines.append(_counted(words, N_("Refunds, exchanges: {count}"), back.refunds,
                              -back.refunded))  # fmt: skip
    if back.voids:
        lines.append(_counted(words, N_("Voids: {count}"), back.voids, -back.voided))
    if slip.after_close:
        text = _("after the close of the day before: {count}").format(count=slip.after_close)
        lines.append(Line(text))
    if sold.receipts:
        lines.append(Line(_("First and last receipt"), f"{sold.first} – {sold.last}"))
    return lines


def _top_ups(slip: Slip, words: _Words) -> list[Line]:
    """Stored value sold is no sale, but its money came by the tenders above."""
    both = ((N_("Top-ups"), slip.topped_up), (N_("Top-ups given back"), -slip.topped_back))
    return [Line(words.say(what), words.money(amount)) for what, amount in both if amount]


def _counted(words: _Words, message: str, count: int, amount: int) -> Line:
    return Line(words.say(message).format(count=count), words.money(amount))


def _moves(slip: Slip, words: _Words) -> list[Line]:
    if not slip.moves:
        return []
    _ = words.say
    lines = [Line(_("Paid in and out"), kind="head")]
    for move in slip.moves:
        amount = move.amount if move.kind == "in" else -move.amount
        what = f"{words.moment(move.at, '%H:%M')} {move.reason} ({move.staff})"
        lines.append(Line(what, signed(amount, words)))
    return lines


def _handovers(slip: Slip, words: _Words) -> list[Line]:
    _ = words.say
    if not slip.handovers:
        return []
    lines = [Line(_("Handovers"), kind="head")]
    return lines + [Line(_who(one, words), _difference(one, words)) for one in slip.handovers]


def _who(one: CashUp, words: _Words) -> str:
    said_of = f"{words.moment(one.at, '%H:%M')} {one.staff}"
    return said_of if one.to is None else f"{said_of} → {one.to}"


def _difference(one: CashUp, words: _Words) -> str:
    """What was missing or over in cash; nothing is said of what nobody counted."""
    return signed(one.difference["cash"], words) if "cash" in one.difference else "–"


def _rest(slip: Slip, words: _Words) -> list[Line]:
    _ = words.say
    return [
        Line(_("Points given"), f"{slip.points_given:,}"),
        Line(_("Points spent"), f"{slip.points_spent:,}"),
        Line(_("Vouchers redeemed"), str(slip.vouchers)),
        Line(_("Parked sales waiting"), str(slip.parked)),
        Line(_("Staff"), ", ".join(slip.staff) or "–"),
    ]


def _audit(slip: Slip, words: _Words) -> Iterable[Line]:
    _ = words.say
    yield Line(_("Audit"), f"{slip.audit} · {slip.head}")
    yield Line(_("Signature"))
    yield Line("")
    yield Line("", kind="rule")


# --- drawn ------------------------------------------------------------------------------------

SHEETS = {80: "80", 58: "58", 210: "A4"}
"""The papers of ``roll`` by their width in millimetres."""
_LARGER = 1.1
"""How much larger a heading is than what stands below it."""


def pdf(target: Target, slip: SlipPaper, *, width_mm: int = 80) -> int:
    """Write a slip as PDF on a roll of 80 or 58 mm, as long as it is, or on A4; returns the number
    of pages."""
    sheet, maker = roll.PAPERS[SHEETS[width_mm]], slip.maker
    return roll.write(
        target, [_drawn(line, sheet) for line in slip.lines], sheet,
        title=f"{slip.title} · {maker.shop_name}", author=maker.shop_name, language=maker.language,
    )  # fmt: skip


def _drawn(line: Line, sheet: roll.Paper) -> roll.Block:
    if line.kind == "rule":
        return roll.rule(sheet)
    if line.kind == "title":
        return roll.text(sheet, line.left, size=sheet.large, bold=True)
    size = sheet.body * (_LARGER if line.kind == "head" else 1)
    bold = line.kind in ("head", "strong")
    return roll.pair(sheet, line.left, line.right, size=size, bold=bold)
