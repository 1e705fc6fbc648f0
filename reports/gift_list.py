"""What a run gives, as a list to tick off while it is handed out: by gift, with totals."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from reports import blocks, paper
from reports.blocks import LEFT, WIDTH, Block
from reports.files import Target
from reports.words import Words
from shopdesk import members
from shopdesk.language import N_, plural, translator
from shopdesk.rewards import Preview
from shopdesk.shop import Desk

_ROW, _HEADING, _NAMES = 23.0, 24.0, 13.0
_BOX = 11.0
_COLUMNS = (0.05, 0.36, 0.51, 0.65, 0.8)
"""Where name, number, tier, occasion and signature begin, in parts of the width."""


class Receiver(NamedTuple):
    """Who is given something, and for what."""

    name: str
    number: str
    tier: str
    occasion: str


class Group(NamedTuple):
    """A gift and all who are given it."""

    gift: str
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True, slots=True)
class GiftList:
    """A run as it is handed out; in one language."""

    shop: str
    language: str
    made_on: date
    groups: tuple[Group, ...]

    @property
    def total(self) -> int:
        """How many gifts there are in all."""
        return sum(len(group.receivers) for group in self.groups)


def of(desk: Desk, run: Preview) -> GiftList:
    """What a run gave, or its preview would give: the gift that most are given first."""
    found: dict[str, list[Receiver]] = {}
    for member_id, rule, gift in run.given:
        member = members.get(desk, member_id)
        tier = member.tier.names.get(desk.language, member.tier.code)
        found.setdefault(gift, []).append(Receiver(member.name, member.number, tier, rule))
    groups = [Group(gift, tuple(receivers)) for gift, receivers in found.items()]
    groups.sort(key=lambda group: (-len(group.receivers), group.gift))
    return GiftList(desk.shop.settings.name, desk.language, desk.today(), tuple(groups))


def pdf(
    target: Target, told: GiftList, *, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write the list to ``target`` as A4 pages and return how many.

    Raises ``ValueError`` where nothing is given.
    """
    if not told.groups:
        raise ValueError("no gifts to list")
    words = Words((told.language,))
    title = words.first(N_("Gift list"))
    head = {"title": f"{title} · {told.shop}", "author": told.shop, "language": told.language}
    pages = _pages(told)
    with paper.document(target, **head) as canvas:
        for number, page in enumerate(pages, start=1):
            blocks.draw_page(canvas, page)
            parts = (told.shop, told.made_on.isoformat())
            blocks.footer(canvas, words, number, len(pages), parts=parts)
            canvas.showPage()
            if progress is not None:
                progress(number, len(pages))
    return len(pages)


def _pages(told: GiftList) -> list[list[Block]]:
    """Rows in order; a gift that goes on over a page is named again at its top."""
    pages: list[list[Block]] = [list(_head(told))]
    left = blocks.TOP - blocks.BOTTOM - sum(one.height + one.gap for one in pages[0])
    for group in told.groups:
        heading = _heading(told, group)
        for place, receiver in enumerate(group.receivers):
            above = heading.height + heading.gap if place == 0 else 0.0
            if left < above + _ROW:
                pages.append([])
                left, above = blocks.TOP - blocks.BOTTOM, heading.height + heading.gap
            if above:
                pages[-1].append(heading)
            pages[-1].append(_row(receiver))
            left -= above + _ROW
    return pages


def _head(told: GiftList) -> Iterator[Block]:
    _, ngettext = translator(told.language), plural(told.language)
    count = ngettext("{count} gift", "{count} gifts", told.total).format(count=f"{told.total:,}")
    said = " · ".join((told.shop, told.made_on.isoformat(), count))

    def title(canvas: Canvas, y: float) -> None:
        paper.text(canvas, LEFT, y - paper.TITLE, _("Gift list"), size=paper.TITLE, bold=True)
        paper.text(canvas, LEFT, y - paper.TITLE - 16, said, ink=paper.SOFT, within=WIDTH)

    yield Block(paper.TITLE + 27, title, gap=0)
    for group in told.groups:
        yield _sum(group)


def _sum(group: Group) -> Block:
    """A line of the totals: a gift and how many of it."""
    many = f"{len(group.receivers):,}"
    lines = paper.fitted(group.gift, paper.BODY, WIDTH * 0.8, lines=1, smallest=paper.BODY * 0.5)

    def draw(canvas: Canvas, y: float) -> None:
        paper.paragraph(canvas, LEFT, y - 10, lines)
        paper.text(canvas, LEFT + WIDTH, y - 10, many, bold=True, align="right")
        paper.rule(canvas, LEFT, y - 15, WIDTH)

    return Block(16, draw, gap=0)


def _heading(told: GiftList, group: Group) -> Block:
    """A gift, and over what its rows have."""
    _ = translator(told.language)
    many = f"× {len(group.receivers):,}"
    names = (N_("Member"), N_("Number"), N_("Tier"), N_("Given for"), N_("Received, signed"))

    def draw(canvas: Canvas, y: float) -> None:
        taken = paper.text(
            canvas, LEFT + WIDTH, y - 14, many, size=paper.HEADING, bold=True, align="right"
        )
        room = WIDTH - taken - 10
        paper.text(canvas, LEFT, y - 14, group.gift, size=paper.HEADING, bold=True, within=room)
        for name, (left, within) in zip(names, _places(), strict=True):
            paper.text(
                canvas, left, y - _HEADING - 8, _(name), size=paper.SMALL, ink=paper.SOFT,
                within=within,
            )  # fmt: skip
        paper.rule(canvas, LEFT, y - _HEADING - _NAMES, WIDTH, thick=0.8)

    return Block(_HEADING + _NAMES, draw, gap=12)


def _places() -> list[tuple[float, float]]:
    """Where each column begins and how wide its texts may be."""
    ends = (*_COLUMNS[1:], 1.0)
    return [
        (LEFT + WIDTH * start, WIDTH * (end - start) - 6)
        for start, end in zip(_COLUMNS, ends, strict=True)
    ]


def _row(receiver: Receiver) -> Block:
    """A box to tick, who it is, and room to sign."""
    lines = [
        paper.fitted(content, paper.BODY, within, lines=2, smallest=paper.BODY * 0.4)
        for content, (_left, within) in zip(receiver, _places(), strict=False)
    ]

    def draw(canvas: Canvas, y: float) -> None:
        canvas.setStrokeColor(paper.INK)
        canvas.setLineWidth(0.8)
        canvas.rect(LEFT + 2, y - _ROW + (_ROW - _BOX) / 2, _BOX, _BOX, stroke=1, fill=0)
        for content, (left, _within) in zip(lines, _places(), strict=False):
            high = (len(content.lines) - 1) * content.size * 1.2
            first = y - _ROW / 2 - content.size * 0.35 + high / 2
            paper.paragraph(canvas, left, first, content, leading=1.2)
        paper.rule(canvas, LEFT, y - _ROW, WIDTH)

    return Block(_ROW, draw, gap=0)
