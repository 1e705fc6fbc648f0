"""Imports: what a shop brings along from an exercise book, a spreadsheet or another program.

CSV, TSV and XLSX; columns are guessed from their headings in Chinese and English. An import is one
change: all of it or nothing. A file counts once, however often it is given, unless its import was
undone.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from shopdesk import importing, member_list, twins
from shopdesk.history import PURCHASES
from shopdesk.import_job import ImportResult, Options, ProductRow, Reject, Twin
from shopdesk.import_log import Import, listed
from shopdesk.import_preview import Preview, preview
from shopdesk.import_undo import Undone, undo
from shopdesk.import_use import why_not
from shopdesk.listings import CARDS
from shopdesk.member_list import MEMBERS
from shopdesk.product_listing import PRODUCTS
from shopdesk.shop import Desk

__all__ = [
    "Import", "ImportResult", "Preview", "ProductRow", "Reject", "Twin", "Undone", "cards",
    "listed", "members", "preview", "products", "purchases", "undo", "why_not",
]  # fmt: skip

Progress = Callable[[int, int], None]
"""Called with how many rows are done, of how many as far as is known; each row is done twice."""


def members(
    desk: Desk,
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    dry_run: bool = False,
    skip_rejects: bool = False,
    again: bool = False,
    duplicates: str = "reject",
    tiers: Mapping[str, str] | None = None,
    encoding: str | None = None,
    rejects: str | Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import members as they stand: number name phone birthday joined tier card language, and what
    they hold: points, or owed points; principal and bonus of stored value, in money.

    Only the name must be there. ``tier`` is a code or name of the ladder, where the member begins;
    ``tiers`` says which of ours those of theirs are that the ladder does not have.
    What they hold makes opening lots, booked as adjusted; stored value that came so has no top-up.
    ``lunar`` is a birthday of the Chinese calendar, ``calendar`` says of which ``birthday`` is.

    Who is here already, by number, card, phone, or name and birthday, is by ``duplicates`` rejected
    (the last of the four then counts as somebody else), left out (``skip``), given what they lack
    (``fill``), or made once more (``new``), with the phone as a shared one and a number of the
    shop's where theirs is taken; the result's ``twins`` names each. For the rest see
    ``purchases``.
    """
    twins.check_choice(duplicates, desk.language)
    member_list.check_tiers(desk, tiers or {})
    options = Options(
        columns=columns, dry_run=dry_run, skip_rejects=skip_rejects, again=again, rejects=rejects,
        progress=progress, cancelled=cancelled, twins=duplicates, encoding=encoding,
        tiers=tiers or {},
    )  # fmt: skip
    return importing.run(desk, path, MEMBERS, options)


def cards(
    desk: Desk,
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    dry_run: bool = False,
    skip_rejects: bool = False,
    again: bool = False,
    encoding: str | None = None,
    rejects: str | Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Bind cards made elsewhere: member (a number, card or phone) and card, both of them needed.

    A card that is in use, or that an earlier row has, is rejected. For the rest see ``purchases``.
    """
    options = Options(
        columns=columns, dry_run=dry_run, skip_rejects=skip_rejects, again=again, rejects=rejects,
        progress=progress, cancelled=cancelled, encoding=encoding,
    )  # fmt: skip
    return importing.run(desk, path, CARDS, options)


def products(
    desk: Desk,
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    update: bool = False,
    dry_run: bool = False,
    skip_rejects: bool = False,
    again: bool = False,
    encoding: str | None = None,
    rejects: str | Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import products: product price member_price category cost ean unit, the first two of which
    must be there.

    An EAN that a product or an earlier row has is rejected, as is a name where there is no EAN.
    With ``update`` a row whose EAN, or else name, a product has gives it the price and whatever
    else stands there: empty cells change nothing, its name stays. For the rest see ``purchases``.
    """
    options = Options(
        columns=columns, update_products=update, dry_run=dry_run, skip_rejects=skip_rejects,
        again=again, rejects=rejects, progress=progress, cancelled=cancelled, encoding=encoding,
    )  # fmt: skip
    return importing.run(desk, path, PRODUCTS, options)


def purchases(
    desk: Desk,
    path: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    create_members: bool = False,
    create_products: bool = False,
    dry_run: bool = False,
    skip_rejects: bool = False,
    again: bool = False,
    earns: bool = True,
    encoding: str | None = None,
    rejects: str | Path | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import purchases: member date amount, and receipt product quantity price category cost ean.

    ``member`` is a number, card or phone, and nobody known where it is empty. ``amount`` is what
    was paid for the row; where it is empty, quantity × price. A date without a time is the business
    day. Rows that share receipt number, member and day are one receipt, all others one each. They
    are applied in the order of their days, tendered ``imported``; each earns points and moves the
    tier as of its own day, and gives nothing. With ``earns=False`` they earn no points either:
    members brought theirs along.

    ``columns`` says which of their columns is which of ours where that cannot be guessed, and
    which is none of ours (an empty text). ``encoding`` is utf-8-sig, gb18030 or utf-16, where it is
    not to be guessed.
    ``create_members`` joins unknown members on the day of their first purchase, with their phone
    where that is what stands there, else with that number; ``create_products`` adds unknown
    products. One rejected row means that nothing is written, unless ``skip_rejects``; all of them
    go to the file ``rejects``. ``dry_run`` says what would happen. ``progress`` is told how far it
    is; once ``cancelled`` says so, nothing is written.

    Refuses a file that is no such table, and one that was imported before unless ``again``.
    """
    options = Options(
        columns=columns, create_members=create_members, create_products=create_products,
        dry_run=dry_run, skip_rejects=skip_rejects, again=again, rejects=rejects,
        progress=progress, cancelled=cancelled, earns=earns, encoding=encoding,
    )  # fmt: skip
    return importing.run(desk, path, PURCHASES, options)
