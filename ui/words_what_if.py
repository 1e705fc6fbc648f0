"""The word that tries other terms on the months gone by."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from shopdesk import Desk, gifts, money, tiers, what_if, what_if_files, what_if_words
from shopdesk.money import Money
from shopdesk.refusals import AmountRefused
from shopdesk.what_if import Outcome, Simulation
from shopdesk.what_if_words import FIGURES, Figure
from ui.arguments import readable, with_json, with_shop
from ui.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """SHOP [--months] [--ladder] [--review-months] [--points-rate] [--points-value] [--rule]
    [--recount] [--json]"""
    with_shop(parser)
    parser.add_argument("--months", metavar="N", type=int, default=12)
    parser.add_argument("--ladder", metavar="FILE", type=Path)
    parser.add_argument("--review-months", metavar="N", type=int, default=...)
    parser.add_argument("--points-rate", metavar="POINTS/AMOUNT", type=readable)
    parser.add_argument("--points-value", metavar="POINTS/AMOUNT", type=readable)
    parser.add_argument("--rule", metavar="FILE", type=Path, action="append", default=[])
    parser.add_argument("--recount", action="store_true")
    with_json(parser)


def simulate(options: Namespace, terminal: Terminal) -> bool:
    """What the last months would have been by other terms, beside what they are by today's."""
    with terminal.desk(options.shop) as desk:
        language = desk.language
        ladder = what_if_files.ladder(options.ladder, language) if options.ladder else None
        seen = what_if.simulate(
            desk, months=options.months, ladder=ladder, review_months=options.review_months,
            rates=_rates(desk, options), rules=what_if_files.rules(options.rule, language),
            recounted=options.recount, progress=terminal.progress,
        )  # fmt: skip
        names = {tier.code: tier.name(language) for tier in ladder or tiers.ladder(desk)}
        titles = {gift.id: gift.title(language) for gift in gifts.catalogue(desk)}
        currency = desk.shop.settings.currency
    for line in _lines(seen, terminal, currency, names, titles):
        terminal.tell(line)
    terminal.give(asdict(seen))
    return True


def _rates(desk: Desk, options: Namespace) -> dict[str, int]:
    found = {}
    for given, points, amount in (
        (options.points_rate, "earn_points", "earn_per"),
        (options.points_value, "points_step", "points_value"),
    ):
        if given is not None:
            found[points], found[amount] = _rate(desk, given)
    return found


def _rate(desk: Desk, text: str) -> tuple[int, int]:
    """``2/1``: two points, and an amount of one in the shop's currency."""
    points, _, amount = text.partition("/")
    try:
        return int(points), money.parse(amount, desk.shop.settings.currency)
    except ValueError:
        raise AmountRefused(desk.language, amount=text) from None


# --- for people -------------------------------------------------------------------------------


def _lines(
    seen: Simulation, terminal: Terminal, currency: str, names: dict[str, str],
    titles: dict[int, str],
) -> Iterator[str]:  # fmt: skip
    """Today's terms and the changed ones side by side, month after month, then who moves."""
    _ = terminal.say
    said = _("From {first} through {last}: today → changed")
    yield said.format(first=seen.first_on, last=seen.last_on)
    assert seen.today is not None
    assert seen.changed is not None
    yield from _by_month(seen.today, seen.changed, terminal, currency)
    yield from _moved(seen, terminal, names)
    yield from _given(seen.changed, terminal, currency, titles)
    if seen.whole is not None:
        said = _("If it were for everybody instead of a pilot: vouchers {vouchers}, {cost}")
        yield said.format(vouchers=seen.whole.vouchers, cost=Money(seen.whole.cost, currency))
    yield _("Nothing is saved. It is assumed:")
    yield from (f"- {each}" for each in what_if_words.assumed(terminal.language))


def _by_month(now: Outcome, then: Outcome, terminal: Terminal, currency: str) -> Iterator[str]:
    _ = terminal.say
    yield "\t".join((_("Month"), *(_(figure.name) for figure in FIGURES)))
    for one, other in zip(now.months, then.months, strict=True):
        cells = [
            _changed(each, each.of_month(one), each.of_month(other), currency) for each in FIGURES
        ]
        yield "\t".join((f"{one.first_on:%Y-%m}", *cells))
    cells = [_changed(each, each.of_all(now), each.of_all(then), currency) for each in FIGURES]
    yield "\t".join((_("All"), *cells))


def _moved(seen: Simulation, terminal: Terminal, names: dict[str, str]) -> Iterator[str]:
    for before, row in seen.counts.items():
        for after, count in row.items():
            yield f"{names.get(before, before)} → {names.get(after, after)}\t{count}"
    ngettext = terminal.count
    moved = ngettext("{count} of {all} members moves", "{count} of {all} members move",
                     len(seen.moves))  # fmt: skip
    yield moved.format(count=f"{len(seen.moves):,}", all=f"{seen.members:,}")


def _given(
    then: Outcome, terminal: Terminal, currency: str, titles: dict[int, str]
) -> Iterator[str]:
    """What each rule gave, and of which gifts there would not have been enough."""
    _, ngettext = terminal.say, terminal.count
    for rule in then.rules:
        vouchers = ngettext("{count} voucher", "{count} vouchers", rule.vouchers)
        cost = Money(rule.cost, currency)
        told = vouchers.format(count=f"{rule.vouchers:,}")
        yield f"{rule.name}\t{told}\t{cost}"
    for gift, count, free in then.gifts:
        if free is not None and count > free:
            said = _("{gift}: {count} would be given, {free} in stock")
            yield said.format(gift=titles[gift], count=f"{count:,}", free=f"{free:,}")


def _changed(figure: Figure, now: int, then: int, currency: str) -> str:
    def said(value: int) -> str:
        return str(Money(value, currency)) if figure.is_money else str(value)

    return said(now) if now == then else f"{said(now)} → {said(then)}"
