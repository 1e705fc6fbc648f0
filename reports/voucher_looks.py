"""How vouchers are laid on an A4 page: their size, their parts, the sizes of their letters."""

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

PerPage = Literal[8, 4, 2, 1]


class Barred(NamedTuple):
    """What has another size where there are bars too, and how high those are."""

    stub_mm: float
    qr_mm: float
    bars_mm: float
    code: float


@dataclass(frozen=True)
class Look:
    """One way of laying vouchers on a page; lengths in millimetres, sizes in points."""

    columns: int
    rows: int
    width_mm: float
    height_mm: float
    gap_mm: float
    stub_mm: float
    qr_mm: float
    picture_mm: float
    title: float
    body: float
    small: float
    code: float
    barred: Barred
    is_upright: bool = False
    """The stub to tear off is below the texts, not to their right."""
    bars_mm: float = 0
    """How high bars are; nothing where there are none."""
    has_bars_beside: bool = True
    """Bars stand upright at the left of the QR code, not below it."""

    def with_bars(self) -> "Look":
        """The same with room for bars."""
        stub, qr, bars, code = self.barred
        return replace(self, stub_mm=stub, qr_mm=qr, bars_mm=bars, code=code)


LOOKS: dict[PerPage, Look] = {
    8: Look(2, 4, 94, 67, 4, 33, 24, 15, 17, 8.5, 7, 8.4, Barred(42, 24, 8, 7.6)),
    4: Look(1, 4, 190, 66, 5, 54, 34, 27, 24, 10.5, 8, 12.5, Barred(55, 34, 9, 11)),
    2: Look(
        1, 2, 190, 134, 5, 70, 48, 48, 32, 13, 10, 14, Barred(70, 46, 13, 14), has_bars_beside=False
    ),
    1: Look(
        1, 1, 178, 265, 0, 98, 56, 52, 44, 17, 11.5, 20, Barred(98, 48, 15, 20), is_upright=True,
        has_bars_beside=False,
    ),
}  # fmt: skip
"""By how many there are on a page."""
