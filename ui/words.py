"""The words of the command line: what each is for, what it takes, what it does.

To add one, add a ``Word`` here and its work beside the others. The work returns whether it found
nothing wrong; what it refuses it raises.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from shopdesk import Shop, backups, checks, days, gifts, members, rewards
from shopdesk.ladders import TEMPLATES
from shopdesk.language import LANGUAGES, N_
from shopdesk.money import Money
from ui import (
    words_day,
    words_export,
    words_import,
    words_logo,
    words_member,
    words_paper,
    words_rows,
    words_what_if,
)
from ui.arguments import with_json, with_shop
from ui.terminal import Terminal


class Word(NamedTuple):
    """One word of the command line."""

    name: str
    explain: str
    arguments: Callable[[ArgumentParser], None]
    work: Callable[[Namespace, Terminal], bool]


# --- create -----------------------------------------------------------------------------------


def _create_arguments(parser: ArgumentParser) -> None:
    with_shop(parser)
    parser.add_argument("--name", required=True)
    parser.add_argument("--owner", required=True)
    parser.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--currency", default="CNY")
    parser.add_argument("--timezone", default="Asia/Shanghai")
    parser.add_argument("--ladder", choices=TEMPLATES, default="five")


def _create(options: Namespace, terminal: Terminal) -> bool:
    terminal.speak(options.language)
    Shop.create(
        options.shop, name=options.name, owner=options.owner, pin=terminal.pin(),
        language=options.language, currency=options.currency, timezone=options.timezone,
        ladder=options.ladder,
    ).close()  # fmt: skip
    terminal.tell(str(options.shop))
    return True


# --- rewards ----------------------------------------------------------------------------------


def _rewards_arguments(parser: ArgumentParser) -> None:
    with_shop(parser)
    parser.add_argument("--preview", action="store_true")
    with_json(parser)


def _run_rewards(options: Namespace, terminal: Terminal) -> bool:
    with terminal.desk(options.shop) as desk:
        if not options.preview:
            days.run(desk)
        found = (
            rewards.preview(desk)
            if options.preview
            else rewards.run(desk, progress=terminal.progress)
        )
        titles = {gift.id: gift.title(desk.language) for gift in gifts.catalogue(desk)}
        currency = desk.shop.settings.currency
        for member_id, rule, what in (*found.given, *found.left_out):
            member = members.get(desk, member_id)
            terminal.tell(f"{member.number}\t{member.name}\t{rule}\t{what}")
    _ = terminal.say
    for gift, count in found.short:
        said = _("{gift}: {count} more needed")
        terminal.tell(said.format(gift=titles[gift], count=count))
    cost = "–" if found.cost is None else Money(found.cost, currency)
    summary = _("{given} given, {left_out} left out, cost {cost}")
    terminal.tell(summary.format(given=len(found.given), left_out=len(found.left_out), cost=cost))
    terminal.give({"preview": options.preview, **asdict(found)})
    return True


# --- check, backup, restore -------------------------------------------------------------------


def _check_arguments(parser: ArgumentParser) -> None:
    with_shop(parser)
    with_json(parser)


def _check(options: Namespace, terminal: Terminal) -> bool:
    with terminal.desk(options.shop) as desk:
        faults = checks.run(desk)
    for fault in faults:
        terminal.tell(str(fault))
    if not faults:
        terminal.tell(terminal.say(N_("Everything adds up.")))
    terminal.give({"faults": [asdict(fault) for fault in faults]})
    return not faults


def _backup_arguments(parser: ArgumentParser) -> None:
    with_shop(parser)
    parser.add_argument("destination", metavar="DEST", type=Path)


def _backup(options: Namespace, terminal: Terminal) -> bool:
    with terminal.desk(options.shop) as desk:
        terminal.tell(str(backups.make(desk, options.destination)))
    return True


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("backup", metavar="BACKUP", type=Path)
    with_shop(parser)


def _restore(options: Namespace, terminal: Terminal) -> bool:
    """Bring a backup back; asks no PIN, for the shop to be replaced may not open at all."""
    restored = backups.restore(options.backup, options.shop)
    terminal.tell(str(restored.location))
    if restored.kept_aside is not None:
        kept = terminal.say(N_("The file that was there is kept as {file}"))
        terminal.tell(kept.format(file=restored.kept_aside))
    return True


WORDS: tuple[Word, ...] = (
    Word(
        "demo", N_("make the sample shop: a tea shop's two years, its vouchers and its month"),
        words_paper.demo_arguments, words_paper.demo,
    ),
    Word("create", N_("make a new shop"), _create_arguments, _create),
    Word("logo", N_("keep a picture as the shop's logo"), words_logo.arguments, words_logo.keep),
    Word(
        "import", N_("bring members, products, purchases or cards in from CSV, TSV or XLSX"),
        words_import.arguments, words_import.bring_in,
    ),
    Word(
        "undo-import", N_("tell which imports there were, or take one back whole"),
        words_import.undo_arguments, words_import.undo,
    ),
    Word(
        "day", N_("how a till stands since its last close"),
        words_day.day_arguments, words_day.day,
    ),
    Word(
        "close-month", N_("close a month: its figures stay as they are"),
        words_day.close_month_arguments, words_day.close_month,
    ),
    Word(
        "member", N_("what a member holds, their statement and the copy of their data"),
        words_member.member_arguments, words_member.member,
    ),
    Word(
        "top-up", N_("sell stored value to a member"),
        words_member.top_up_arguments, words_member.top_up,
    ),
    Word(
        "report", N_("a month in figures, on paper or in a workbook"),
        words_paper.report_arguments, words_paper.report,
    ),
    Word(
        "rows", N_("the rows behind a figure of a month, also as CSV or XLSX"),
        words_rows.arguments, words_rows.rows,
    ),
    Word("vouchers", N_("print vouchers"), words_paper.vouchers_arguments, words_paper.vouchers),
    Word("cards", N_("print members' cards"), words_paper.cards_arguments, words_paper.cards),
    Word(
        "test-page", N_("make the test page of a printer: margins, scale, letters, codes"),
        words_paper.test_page_arguments, words_paper.test_page,
    ),
    Word(
        "programme", N_("print the programme's rules as a poster or a leaflet"),
        words_paper.programme_arguments, words_paper.programme,
    ),
    Word(
        "run-rewards", N_("give what is due by the shop's clock"), _rewards_arguments, _run_rewards
    ),
    Word(
        "simulate", N_("try another ladder, rates of points or rules on the months gone by"),
        words_what_if.arguments, words_what_if.simulate,
    ),
    Word(
        "check", N_("rebuild every balance, tier and voucher from the records"),
        _check_arguments, _check,
    ),
    Word(
        "export", N_("write members, receipts, balances and vouchers as CSV and XLSX"),
        words_export.arguments, words_export.export,
    ),
    Word("backup", N_("write a checked copy of a shop"), _backup_arguments, _backup),
    Word("restore", N_("put a backup in a shop's place"), _restore_arguments, _restore),
)  # fmt: skip
