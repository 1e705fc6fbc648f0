"""The words of one member: what they hold, on paper and to take along, and a top-up."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from shopdesk import Desk, history_names, member_copy, members, money, stored_value, targets
from shopdesk.language import N_
from shopdesk.members import Member
from shopdesk.money import TOP_UP_TENDERS, Money
from shopdesk.refusals import AmountRefused, UnknownMember
from ui.arguments import day, readable, with_json, with_shop, with_till
from ui.terminal import Terminal

if TYPE_CHECKING:
    from reports.statement import Statement


def _with_number(parser: ArgumentParser) -> None:
    parser.add_argument("number", metavar="NUMBER", type=readable)


def _who(desk: Desk, number: str) -> Member:
    """Whose number, card or whole phone it is: nothing here is done for who is only alike."""
    found = history_names.found(desk, number)
    if found is None:
        raise UnknownMember(desk.language, member=number)
    return members.get(desk, found[0])


# --- member -----------------------------------------------------------------------------------


def member_arguments(parser: ArgumentParser) -> None:
    """NUMBER SHOP [--statement FILE [--from] [--to]] [--copy FILE] [--json]"""
    _with_number(parser)
    with_shop(parser)
    parser.add_argument("--statement", metavar="FILE", type=Path)
    parser.add_argument("--from", metavar="YYYY-MM-DD", type=day, dest="first")
    parser.add_argument("--to", metavar="YYYY-MM-DD", type=day, dest="last")
    parser.add_argument("--copy", metavar="FILE", type=Path)
    with_json(parser)


def member(options: Namespace, terminal: Terminal) -> bool:
    """What a member holds; their statement on paper, the copy of all that is kept of them."""
    with terminal.desk(options.shop) as desk:
        targets.refuse_shops(desk.language, options.statement, options.copy)
        found = _who(desk, options.number)
        told = _statement(desk, found, options) if options.statement else None
        if options.copy:
            _copy(desk, found, options.copy)
        if told:
            _print_statement(told, options.statement)
        _tell(desk, found, terminal)
    _tell_files(options, terminal)
    terminal.give({**asdict(found), "stored_value": found.stored_value._asdict()})
    return True


def _statement(desk: Desk, found: Member, options: Namespace) -> "Statement":
    """Of the days asked for: to today, from the beginning of that year where nothing is said."""
    from reports import statement

    last = options.last or desk.today()
    return statement.of_member(desk, found.id, options.first or last.replace(month=1, day=1), last)


def _copy(desk: Desk, found: Member, file: Path) -> None:
    from reports.files import write_whole

    write_whole(file, member_copy.export(desk, found.id), language=desk.language)


def _print_statement(told: "Statement", file: Path) -> None:
    from reports import statement_pdf

    statement_pdf.pdf(file, told)


def _tell(desk: Desk, found: Member, terminal: Terminal) -> None:
    _, currency = terminal.say, desk.shop.settings.currency
    for name, value in (
        (_("Number"), found.number),
        (_("Member"), found.name),
        (_("Tier"), found.tier.name(terminal.language)),
        (_("Points"), found.points),
        (_("Stored value: principal"), Money(found.stored_value.principal, currency)),
        (_("Stored value: bonus"), Money(found.stored_value.bonus, currency)),
    ):
        terminal.tell(f"{name}\t{value}")


def _tell_files(options: Namespace, terminal: Terminal) -> None:
    if options.statement:
        terminal.tell(str(options.statement))
    if options.copy:
        said = N_("Saved as {file}. It holds all that is known of one person: give it to nobody "
                  "else.")  # fmt: skip
        terminal.tell(terminal.say(said).format(file=options.copy))


# --- top-up -----------------------------------------------------------------------------------


def top_up_arguments(parser: ArgumentParser) -> None:
    """NUMBER AMOUNT SHOP [--pay] [--key] [--till] [--json]"""
    _with_number(parser)
    parser.add_argument("amount", metavar="AMOUNT", type=readable)
    with_shop(parser)
    parser.add_argument("--pay", choices=TOP_UP_TENDERS, default=TOP_UP_TENDERS[0])
    parser.add_argument("--key", metavar="KEY", type=readable)
    with_till(parser)
    with_json(parser)


def top_up(options: Namespace, terminal: Terminal) -> bool:
    """Sell stored value at face, with the bonus of the shop's rule."""
    with terminal.desk(options.shop, till=options.till) as desk:
        buyer, principal = _who(desk, options.number), _amount(desk, options.amount)
        made = stored_value.top_up(
            desk, buyer.id, principal=principal, pay={options.pay: principal}, key=options.key
        )
        currency = desk.shop.settings.currency
    said = terminal.say(N_("{name} topped up {amount}, bonus {bonus}")).format(
        name=buyer.name, amount=Money(made.principal, currency), bonus=Money(made.bonus, currency)
    )
    terminal.tell(f"{made.number}\t{said}")
    terminal.give(asdict(made))
    return True


def _amount(desk: Desk, text: str) -> int:
    """An amount typed in the shop's currency, in minor units; refuses what is none."""
    try:
        amount = money.parse(text, desk.shop.settings.currency)
    except ValueError:
        amount = 0
    if amount <= 0:
        raise AmountRefused(desk.language, amount=text)
    return amount
