"""Slips for what is sent by courier: four to an A4, to cut apart and put on the parcels."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from reports import codes, cutting, paper, voucher_texts
from reports.files import Target
from reports.paper import MM
from reports.voucher_texts import Area, Part
from shopdesk.language import translator

PER_PAGE = 4
_WIDTH, _HEIGHT, _GAP = 190 * MM, 66 * MM, 5 * MM
_PAD = 5 * MM
_RIGHT = 74 * MM
"""What the right part takes: what is inside, its number, who received it."""
_SCALES = (1.0, 0.9, 0.8, 0.7, 0.62, 0.55, 0.48, 0.4)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent to whom; ``code`` is the voucher's, ``tracking`` empty until it is known."""

    recipient: str
    phone: str
    address: str
    what: str
    code: str
    tracking: str = ""


def pdf(
    target: Target, parcels: Sequence[Parcel], *, shop_name: str, shop_phone: str, language: str
) -> int:
    """Write a slip for each parcel to ``target`` and return the number of pages.

    Raises ``ValueError`` when there is nothing to send.
    """
    if not parcels:
        raise ValueError("no parcels to send")
    _ = translator(language)
    sender = " · ".join(filter(None, (shop_name, shop_phone)))
    head = {"title": _("Delivery slips") + f" · {shop_name}", "author": shop_name}
    left = (paper.PAGE_WIDTH - _WIDTH) / 2
    top = (paper.PAGE_HEIGHT + PER_PAGE * (_HEIGHT + _GAP) - _GAP) / 2
    tops = [top - place * (_HEIGHT + _GAP) for place in range(PER_PAGE)]
    with paper.document(target, **head, language=language) as canvas:
        for start in range(0, len(parcels), PER_PAGE):
            edges = [edge for at in tops for edge in (at, at - _HEIGHT)]
            cutting.marks(canvas, (left, left + _WIDTH), edges)
            for at, parcel in zip(tops, parcels[start : start + PER_PAGE], strict=False):
                canvas.saveState()
                canvas.translate(left, at - _HEIGHT)
                _slip(canvas, parcel, sender, language)
                canvas.restoreState()
            canvas.showPage()
    return -(-len(parcels) // PER_PAGE)


def _slip(canvas: Canvas, parcel: Parcel, sender: str, language: str) -> None:
    canvas.setStrokeColor(paper.EDGE)
    canvas.setLineWidth(0.6)
    canvas.rect(0.3, 0.3, _WIDTH - 0.6, _HEIGHT - 0.6, stroke=1, fill=0)
    across = _WIDTH - _RIGHT
    canvas.line(across, 0.3, across, _HEIGHT - 0.3)
    _ = translator(language)
    to = Area(_PAD, _HEIGHT - _PAD, _PAD, across - 2 * _PAD, "left")
    _fit(canvas, to, _address(parcel, sender, language))
    inside = Area(across + _PAD, _HEIGHT - _PAD, 25 * MM, _RIGHT - 2 * _PAD, "left")
    _fit(canvas, inside, [
        (_("Contents"), 7.5, False), (parcel.what, 12, True),
        (codes.grouped(parcel.code), 11, False),
    ])  # fmt: skip
    _written(canvas, inside, 17 * MM, _("Tracking number"), parcel.tracking)
    _written(canvas, inside, 6 * MM, _("Received on, by"), "")


def _address(parcel: Parcel, sender: str, language: str) -> list[tuple[str, float, bool]]:
    _ = translator(language)
    return [
        (_("Deliver to"), 7.5, False), (parcel.recipient, 18, True), (parcel.phone, 13, False),
        (parcel.address, 13, False), ("", 7.5, False), (_("Sent by"), 7.5, False),
        (sender, 9, False),
    ]  # fmt: skip


def _fit(canvas: Canvas, area: Area, said: Sequence[tuple[str, float, bool]]) -> None:
    """Write texts (each with its size and whether bold) below each other, as large as they fit."""
    for scale in _SCALES:
        parts = [_part(area, content, size * scale, bold) for content, size, bold in said]
        if sum(part.height + part.gap for part in parts) <= area.top - area.foot:
            break
    y = area.top
    for part in parts:
        part.draw(canvas, y)
        y -= part.height + part.gap


def _part(area: Area, content: str, size: float, bold: bool) -> Part:
    if not content:
        return Part(size, 0, lambda _canvas, _y: None)
    return voucher_texts.lines(area, content, size, bold=bold, gap=size * 0.2)


def _written(canvas: Canvas, area: Area, y: float, name: str, value: str) -> None:
    """A line to write on, or with what is known, over its name."""
    paper.text(canvas, area.x, y - 9, name, size=7, ink=paper.SOFT, within=area.within)
    canvas.setStrokeColor(paper.INK)
    canvas.setLineWidth(0.5)
    canvas.line(area.x, y, area.x + area.within, y)
    paper.text(canvas, area.x, y + 3, value, size=11, within=area.within)
