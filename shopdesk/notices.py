"""Notices: what an owner should look at, because no rule could settle it alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, SQL

from shopdesk import tier_history
from shopdesk.language import N_, translator
from shopdesk.permissions import require
from shopdesk.receipts import display_number
from shopdesk.refusals import UnknownNotice
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, prepared_row, row_of
from shopdesk.store.tables.giving import Voucher
from shopdesk.store.tables.knowing import Notice as Row
from shopdesk.store.tables.knowing import NoticeSeen
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase
from shopdesk.topics import Topic

FORFEIT = "forfeit"
PRICED_HIGHER = "priced_higher"
TIER_STAYS = "tier_stays"
TIER_STAYS_TOP_UP = "tier_stays_top_up"
USES_SPENT = "uses_spent"

KINDS = {
    FORFEIT: N_(
        "{member} had used the voucher {voucher} when what it was given for was taken back, or "
        "found to be given for twice. Should it come back, it is void."
    ),
    PRICED_HIGHER: N_(
        "{member} bought at the prices of {tier}, which was taken back since: receipts {receipts}."
    ),
    TIER_STAYS: N_(
        "Receipt {receipt} was given back, and {member} no longer reaches what led to {tier}. "
        "The tier stays."
    ),
    TIER_STAYS_TOP_UP: N_(
        "A top-up was given back, and {member} no longer reaches what led to {tier}. "
        "The tier stays."
    ),
    USES_SPENT: N_(
        "{member} had spent uses of {goods} ({uses}) when what they were given for was taken back. "
        "Should they come back, they are gone."
    ),
}
"""Each kind of notice, and what it says."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to look at: what and about whom, in a sentence; ``is_seen`` once somebody has."""

    id: int
    on: date
    kind: str
    sentence: str
    member_id: int | None
    purchase_id: int | None
    voucher_id: int | None
    is_seen: bool


_insert = prepared_row(Row, "event", "on_day", "kind", "member", "purchase", "voucher", "body")


def write(
    made: Change,
    kind: str,
    *,
    member: int | None = None,
    purchase: int | None = None,
    voucher: int | None = None,
    **body: Any,
) -> int:
    """Write a notice inside a change; ``body`` holds what its sentence says beyond the three."""
    kept = json.dumps(body, ensure_ascii=False)
    row = (made.event, made.today.toordinal(), kind, member, purchase, voucher, kept)
    return _insert(made.db, row)


def _rows() -> Any:
    return (
        Row.select(
            Row.id, Row.on_day, Row.kind, Row.member, Row.purchase, Row.voucher, Row.event,
            Row.body, Member.name, Member.number, Purchase.number, Voucher.code, NoticeSeen.event,
        )
        .join(Member, JOIN.LEFT_OUTER, on=(Row.member == Member.id))
        .join(Purchase, JOIN.LEFT_OUTER, on=(Row.purchase == Purchase.id))
        .join(Voucher, JOIN.LEFT_OUTER, on=(Row.voucher == Voucher.id))
        .join(NoticeSeen, JOIN.LEFT_OUTER, on=(NoticeSeen.notice == Row.id))
        .order_by(Row.id.desc())
    )  # fmt: skip


@prepared
def _every() -> Any:
    return _rows()


@prepared
def _unseen() -> Any:
    return _rows().where(NoticeSeen.event.is_null())


def listed(desk: Desk, *, unseen_only: bool = True) -> list[Notice]:
    """Notices, the newest first: those nobody has seen, or all. Refuses who may not see them."""
    require(desk, "notices.seen")
    then = tier_history.Names(desk)
    ask = _unseen if unseen_only else _every
    return [_notice(desk, then, row) for row in ask(desk.db).fetchall()]


def _notice(desk: Desk, then: tier_history.Names, row: Sequence[Any]) -> Notice:
    id_, on, kind, member, purchase, voucher, event, stored, name, number, receipt, code, seen = row
    body = json.loads(stored)
    facts = {
        "member": f"{name} ({number})",
        "receipt": display_number(purchase or 0, receipt),
        "voucher": code,
        "goods": body.get("goods"),
        "uses": body.get("uses"),
        "tier": then.of(body.get("tier"), event),
        "receipts": ", ".join(_numbers(desk, body.get("receipts", ()))),
    }
    sentence = translator(desk.language)(KINDS[kind]).format(**facts)
    return Notice(
        id_, date.fromordinal(on), kind, sentence, member, purchase, voucher, seen is not None
    )


@prepared
def _number(purchase: Any) -> Any:
    return Purchase.select(Purchase.number).where(Purchase.id == purchase)


def _numbers(desk: Desk, purchase_ids: Sequence[int]) -> list[str]:
    return [
        display_number(purchase_id, _number(desk.db, purchase=purchase_id).fetchone()[0])
        for purchase_id in purchase_ids
    ]


@prepared
def _is_seen(notice: Any) -> Any:
    return (
        Row.select(NoticeSeen.event)
        .join(NoticeSeen, JOIN.LEFT_OUTER, on=(NoticeSeen.notice == Row.id))
        .where(Row.id == notice)
    )


def seen(desk: Desk, notice_id: int) -> None:
    """Say that a notice was looked at; saying it again changes nothing. Refuses an unknown id."""
    with change(desk, Topic.NOTICES, action="notices.seen") as made:
        row = row_of(_is_seen, made.db, notice_id)
        if row is None:
            raise UnknownNotice(desk.language, notice=notice_id)
        made.subject = notice_id
        if row[0] is None:
            NoticeSeen.insert(notice=notice_id, event=made.event).bind(made.db).execute()


@prepared
def _about(member: Any, kind: Any) -> Any:
    return Row.select(SQL("json_extract(body, '$.change')")).where(
        (Row.member == member) & (Row.kind == kind)
    )


def is_said(made: Change, kind: str, *, member: int, change_id: int) -> bool:
    """Whether a notice of a kind was written already about a tier change of a member."""
    found = _about(made.db, member=member, kind=kind).fetchall()
    return (change_id,) in found
