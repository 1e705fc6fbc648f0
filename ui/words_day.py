"""The words of the day and the month: how a till stands, its closing slip, the month's end."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from shopdesk import (
    Desk,
    cash,
    day_words,
    days,
    days_closing,
    months,
    shifts,
    targets,
    tender_words,
    till_slips,
)
from shopdesk.cash_ups import CashUp
from shopdesk.drawer import SOURCES, Reckoned
from shopdesk.language import N_
from shopdesk.money import Money
from shopdesk.paying import TENDERS
from shopdesk.refusals_of_files import NeverClosed
from ui import till_words
from ui.arguments import month, with_json, with_shop, with_till
from ui.terminal import Terminal

# --- the day ----------------------------------------------------------------------------------


def day_arguments(parser: ArgumentParser) -> None:
    """SHOP [--till] [--pdf] [--json]"""
    with_shop(parser)
    with_till(parser)
    parser.add_argument("--pdf", metavar="FILE", type=Path)
    with_json(parser)


def day(options: Namespace, terminal: Terminal) -> bool:
    """How a till stands since its last close; the slip of that one on paper."""
    with terminal.desk(options.shop, till=options.till) as desk:
        targets.refuse_shops(desk.language, options.pdf)
        due, last = days_closing.expected(desk), days_closing.last(desk)
        if options.pdf:
            _print_slip(desk, last, options.pdf)
        for told in _lines(desk, due, last, terminal):
            terminal.tell(told)
        found = _as_json(desk, due, last)
    if options.pdf:
        terminal.tell(str(options.pdf))
    terminal.give(found)
    return True


def _print_slip(desk: Desk, last: CashUp | None, file: Path) -> None:
    from reports import slip as paper

    if last is None:
        raise NeverClosed(desk.language, till=desk.till)
    settings, zone = desk.shop.settings, desk.shop.zone
    maker = paper.Maker(settings.name, settings.currency, zone, desk.language, tender_words.TENDERS)
    paper.pdf(file, paper.said(till_slips.of(desk, last.id), maker, again_at=desk.now()))


def _lines(
    desk: Desk, due: Reckoned | None, last: CashUp | None, terminal: Terminal
) -> Iterator[str]:
    _ = terminal.say
    yield _("Till {till}").format(till=desk.till)
    yield from till_words.stands(desk, terminal.language)
    if due is None:
        yield _("What should be there is told once it is counted.")
    else:
        yield from _due_lines(desk, due, terminal)
    if last is not None:
        missing = last.difference.get("cash")
        difference = "–" if missing is None else str(_money(desk, missing))
        at = day_words.moment(last.at, desk.shop.zone)
        yield "\t".join((_("Day close"), at, last.staff, _("Difference"), difference))


def _due_lines(desk: Desk, due: Reckoned, terminal: Terminal) -> Iterator[str]:
    _ = terminal.say
    for name, by_tender in due.moved.items():
        if any(by_tender.values()):
            yield f"{_(SOURCES[name].words)}\t{_money(desk, sum(by_tender.values()))}"
    yield _("Should be there now")
    for tender, amount in due.expected.items():
        if tender in TENDERS:  # what is paid from an account of a member lies nowhere
            yield f"{tender_words.said(terminal.language, tender)}\t{_money(desk, amount)}"


def _money(desk: Desk, minor: int) -> Money:
    return Money(minor, desk.shop.settings.currency)


def _as_json(desk: Desk, due: Reckoned | None, last: CashUp | None) -> dict[str, Any]:
    """How the till stands, by name; null is what only who does not count blind may know.

    ``float`` is what lay in the drawer when the shift began, without one what was left there last.
    """
    shift = shifts.current(desk)
    left = None if due is None else shifts.left_behind(desk)
    return {
        "till": desk.till,
        "on": desk.today(),
        "closed": days_closing.is_after_close(desk),
        "unclosed": days_closing.unclosed(desk),
        "shift": shift and asdict(shift),
        "float": shift.opening if shift else left,
        "moved": due and due.moved,
        "expected": due and due.expected,
        "paid": [asdict(move) for move in cash.moves(desk)],
        "last_close": last and {**asdict(last), "difference": last.difference},
    }


# --- the month --------------------------------------------------------------------------------


def close_month_arguments(parser: ArgumentParser) -> None:
    """YYYY-MM SHOP"""
    parser.add_argument("month", metavar="YYYY-MM", type=month)
    with_shop(parser)


def close_month(options: Namespace, terminal: Terminal) -> bool:
    """Close a month, once the work of every day so far is done: what it books counts as well.

    On the 5th of the next and later that work closes the month itself.
    """
    first: date = options.month
    with terminal.desk(options.shop) as desk:
        months.require_unclosed(desk, first)
        days.run(desk)
        if months.is_open(desk, first):
            months.close(desk, first.year, first.month)
    terminal.tell(terminal.say(N_("{month} is closed.")).format(month=f"{first:%Y-%m}"))
    return True
