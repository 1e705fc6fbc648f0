"""The list of an event's guests on A4: to be ticked at the door where there is no screen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.pdfgen.canvas import Canvas

from reports import paper
from reports.blocks import LEFT, WIDTH, Block, parted, write
from reports.files import Target
from reports.words import Words
from shopdesk import events
from shopdesk.event_words import KINDS, STATES
from shopdesk.events import Event, Guest
from shopdesk.language import N_
from shopdesk.shop import Desk

_MASTHEAD, _HEAD, _ROW = 78.0, 26.0, 23.0
_TICK = 11.0
_LEFT_OUT = ("declined",)
"""Who said that they will not come is no guest to be ticked, unless they came."""
_SHARES = (0.5, 2.0, 1.1, 1.9, 1.5, 2.0, 0.9, 0.8)
_HEADS = (
    "", N_("Full name"), N_("Number"), N_("Tier"), N_("Phone"), N_("Answer"), N_("Brings along"),
    N_("Came at"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class GuestSheet:
    """What is on the list: the event, its guests with the higher tiers first, the shop, when it
    was made in the shop's time."""

    event: Event
    guests: tuple[Guest, ...]
    shop_name: str
    made_at: datetime


def of_event(desk: Desk, event_id: int) -> GuestSheet:
    """The list of an event as it stands; refuses an unknown one."""
    listed = [
        one
        for one in events.guests(desk, event_id)
        if one.state not in _LEFT_OUT or one.came_at is not None
    ]
    made_at = desk.now().astimezone(desk.shop.zone)
    name = desk.shop.settings.name
    return GuestSheet(events.get(desk, event_id), tuple(listed), name, made_at)


def pdf(target: Target, sheet: GuestSheet, *, languages: Sequence[str] = ("zh_CN", "en")) -> int:
    """Write a list to ``target``, in one language or in both; returns the number of pages."""
    words = Words(tuple(languages))
    title, name = words.first(N_("Guest list")), sheet.event.title(words.languages[0])
    made = words.first(N_("Made {at}"), at=f"{sheet.made_at:%Y-%m-%d %H:%M}")
    return write(
        target, _blocks(sheet, words), words, title=f"{title} · {name} · {sheet.shop_name}",
        author=sheet.shop_name, parts=(sheet.shop_name, name, made),
    )  # fmt: skip


def _blocks(sheet: GuestSheet, words: Words) -> Iterator[Block]:
    """The head of the list, then as many guests below a head of the table as a page holds."""
    yield _masthead(sheet, words)
    for guests in parted(sheet.guests, above=_MASTHEAD, head=_HEAD, row=_ROW):
        yield _part(sheet, words, guests)


def _masthead(sheet: GuestSheet, words: Words) -> Block:
    event = sheet.event
    names = {"zh_CN": event.name, "en": event.name_en or event.name}
    when = " ".join(filter(None, (f"{event.on}", event.times())))
    about = " · ".join(filter(None, (words.joined(KINDS[event.kind]), when, event.place)))
    said = words.joined(N_("Guests: {count}"), count=len(sheet.guests))
    if event.cancelled_on is not None:
        said = words.joined(N_("Called off: {reason}"), reason=event.cancelled_because)

    def draw(canvas: Canvas, top: float) -> None:
        y = top - paper.TITLE
        taken = paper.text(
            canvas, LEFT + WIDTH, y, words.joined(N_("Guest list")), size=paper.HEADING,
            ink=paper.SOFT, align="right",
        )  # fmt: skip
        paper.text(
            canvas, LEFT, y, words.name(names), size=paper.TITLE, bold=True,
            within=WIDTH - taken - 20,
        )  # fmt: skip
        paper.text(canvas, LEFT, y - 20, about, size=paper.HEADING, within=WIDTH)
        paper.text(canvas, LEFT, y - 36, said, ink=paper.SOFT, within=WIDTH)
        paper.rule(canvas, LEFT, y - 46, WIDTH, thick=1.2)

    return Block(_MASTHEAD, draw, gap=0)


def _lefts() -> list[float]:
    whole, lefts = sum(_SHARES), [LEFT]
    for share in _SHARES:
        lefts.append(lefts[-1] + WIDTH * share / whole)
    return lefts


def _part(sheet: GuestSheet, words: Words, guests: Sequence[Guest]) -> Block:
    lefts = _lefts()

    def draw(canvas: Canvas, top: float) -> None:
        for place, head in enumerate(_HEADS):
            for number, line in enumerate(words.each(head) if head else ()):
                size = paper.TINY if number else paper.SMALL
                y, room = top - 9 - number * 9, lefts[place + 1] - lefts[place] - 4
                paper.text(canvas, lefts[place], y, line, size=size, ink=paper.SOFT, within=room)
        paper.rule(canvas, LEFT, top - _HEAD, WIDTH, thick=0.8)
        for number, guest in enumerate(guests):
            _draw_guest(canvas, top - _HEAD - number * _ROW, sheet, guest, words)

    return Block(_HEAD + len(guests) * _ROW, draw, gap=0)


def _draw_guest(canvas: Canvas, top: float, sheet: GuestSheet, guest: Guest, words: Words) -> None:
    """One line with a box to tick, ticked already for who came."""
    lefts, y = _lefts(), top - _ROW + 8
    canvas.setStrokeColor(paper.INK)
    canvas.setLineWidth(0.8)
    canvas.rect(lefts[0] + 2, y - 2, _TICK, _TICK, stroke=1, fill=0)
    if guest.came_at is not None:
        x = lefts[0] + 2
        canvas.setLineWidth(1.5)
        canvas.lines([(x + 2, y + 4, x + 4.5, y + 0.5), (x + 4.5, y + 0.5, x + 9.5, y + 8)])
    zone = sheet.made_at.tzinfo
    told = (
        guest.name, guest.number, words.name(guest.tier.names), guest.phone,
        words.joined(STATES[guest.state]), f"{guest.brought or ''}",
        "" if guest.came_at is None else f"{guest.came_at.astimezone(zone):%H:%M}",
    )  # fmt: skip
    for place, said in enumerate(told, 1):
        room = lefts[place + 1] - lefts[place] - 6
        paper.text(canvas, lefts[place], y, said, within=room, bold=place == 1)
    paper.rule(canvas, LEFT, top - _ROW, WIDTH)
