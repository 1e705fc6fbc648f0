"""A copy of everything that is kept of one person, as the law lets them ask for it: one ZIP.

``member.json`` holds all of it; each part is a table (CSV) as well, for who opens it by hand.
Amounts are decimals of the shop's currency, days ``2026-10-15``. Of other people only what belongs
to the person is there: no staff, no relative's phone.
"""

import csv
import io
import json
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

from shopdesk import (
    cards,
    cells,
    consents,
    dates,
    deliveries,
    families,
    feedback,
    guest_list,
    inspection,
    interactions,
    kept_pictures,
    members,
    passes,
    permissions,
    photos,
    points,
    preferences,
    receipts,
    tags,
    tier_history,
    timeline,
    top_ups,
    voucher_book,
)
from shopdesk.clock import day_or_none
from shopdesk.money import plain
from shopdesk.receipts import Line, Purchase
from shopdesk.shop import Desk
from shopdesk.spending import BUCKETS
from shopdesk.store.change import change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.receipts import Purchase as Bought
from shopdesk.store.tables.receipts import Refund
from shopdesk.topics import Topic

Row = dict[str, Any]
_ACTION = "members.export"
_ALL = 10**9


def export(desk: Desk, member_id: int) -> bytes:
    """The copy for one member as the bytes of a ZIP; that it was made is kept in the audit.

    Closed memberships have one too. Refuses an unknown member.
    """
    permissions.require_to_act(desk, _ACTION)
    parts, photo = gathered(desk, member_id), photos.of_member(desk, member_id)
    with change(desk, Topic.MEMBERS, action=_ACTION) as made:
        made.subject = member_id
        made.note(rows=sum(map(len, parts.values())))
    settings, when = desk.shop.settings, made.at.astimezone(desk.shop.zone)
    head = {"shop": settings.name, "currency": settings.currency, "made_on": made.today}
    files = {"member.json": _json({**head, **parts})}
    files |= {f"{name}.csv": _csv(rows) for name, rows in parts.items() if rows}
    if photo is not None:
        files[f"photo.{kept_pictures.ending(photo)}"] = photo
    return _zipped(files, when.timetuple()[:6])


def gathered(desk: Desk, member_id: int) -> dict[str, list[Row]]:
    """Everything that is kept of a member, part by part; refuses one that is unknown."""
    return {
        "member": _member(desk, member_id),
        "dates": _dates(desk, member_id),
        "family": _family(desk, member_id),
        "cards": _cards(desk, member_id),
        "consents": _consents(desk, member_id),
        "notes": _notes(desk, member_id),
        "events": _events(desk, member_id),
        **_bought(desk, member_id),
        "refunds": _refunds(desk, member_id),
        "journal": _journal(desk, member_id),
        "points_lots": _lots(desk, member_id),
        "vouchers": _vouchers(desk, member_id),
        "deliveries": _deliveries(desk, member_id),
        "top_ups": _top_ups(desk, member_id),
        "passes": _passes(desk, member_id),
        "tiers": _tiers(desk, member_id),
        "history": _history(desk, member_id),
    }


# --- the person -------------------------------------------------------------------------------


@prepared
def _shared(member: Any) -> Any:
    return Member.select(Member.shared_phone, Member.closed_on).where(Member.id == member)


def _member(desk: Desk, member_id: int) -> list[Row]:
    one = members.get(desk, member_id)
    is_shared, closed = _shared(desk.db, member_id).fetchone()
    referrer = None if one.referrer is None else members.get(desk, one.referrer).number
    return [{
        "number": one.number, "name": one.name, "phone": one.phone,
        "shared_phone": bool(is_shared), "birthday": _day(one.birthday),
        "lunar_birthday": _lunar(one.lunar_birthday), "joined_on": one.joined_on,
        "language": one.language, "tier": one.tier.code, "points": one.points,
        "principal": _money(desk, one.stored_value.principal),
        "bonus": _money(desk, one.stored_value.bonus),
        "lifecycle": one.lifecycle, "brought_by": referrer,
        "closed_on": day_or_none(closed),
        "preferences": preferences.of_member(desk, member_id),
        "tags": ", ".join(tags.of_member(desk, member_id)),
    }]  # fmt: skip


def _day(day: date | tuple[int, int] | None) -> str | None:
    if day is None or isinstance(day, date):
        return None if day is None else f"{day}"
    return f"{day[0]:02}-{day[1]:02}"


def _lunar(day: tuple[int, int] | tuple[int, int, bool] | None) -> str | None:
    if day is None:
        return None
    month, of_month, *leap = day
    return f"{'leap ' if leap and leap[0] else ''}{month}/{of_month}"


def _dates(desk: Desk, member_id: int) -> list[Row]:
    return [
        {"kind": one.kind, "name": one.name, "day": _day(one.day), "lunar": _lunar(one.lunar_day)}
        for one in dates.of_member(desk, member_id)
    ]


def _family(desk: Desk, member_id: int) -> list[Row]:
    family = families.of_member(desk, member_id)
    return [] if family is None else [{"family": family.name}]


def _cards(desk: Desk, member_id: int) -> list[Row]:
    return [
        {"code": one.code, "issued_on": one.issued_on, "lost_on": one.lost_on}
        for one in cards.of_member(desk, member_id)
    ]


def _consents(desk: Desk, member_id: int) -> list[Row]:
    return [
        {"on": one.on, "kind": one.kind, "given": one.is_given, "wording": one.wording}
        for one in consents.of_member(desk, member_id)
    ]


def _notes(desk: Desk, member_id: int) -> list[Row]:
    """Contacts and ratings."""
    contacts: list[Row] = [
        {"on": one.on, "kind": one.kind, "score": None, "about": "", "note": one.note}
        for one in interactions.of_member(desk, member_id)
    ]
    return contacts + [
        {"on": one.on, "kind": "rating", "score": one.score, "about": one.about, "note": one.note}
        for one in feedback.of_member(desk, member_id)
    ]


def _events(desk: Desk, member_id: int) -> list[Row]:
    """Events that the member was invited to or came to."""
    return [
        {"on": event.on, "name": event.name, "state": guest.state, "brought": guest.brought,
         "came_at": guest.came_at}
        for event, guest in guest_list.of_member(desk, member_id)
    ]  # fmt: skip


# --- what was bought, and what it brought -----------------------------------------------------


def _bought(desk: Desk, member_id: int) -> dict[str, list[Row]]:
    every = receipts.of_member(desk, member_id, limit=_ALL)
    return {
        "receipts": [_receipt(desk, one) for one in every],
        "lines": [_line(desk, one, line) for one in every for line in one.lines],
        "payments": [
            {"receipt": one.number, "tender": tender, "amount": _money(desk, amount)}
            for one in every
            for tender, amount in one.payments.items()
        ],
    }


def _receipt(desk: Desk, one: Purchase) -> Row:
    return {
        "receipt": one.number, "on": one.on, "goods": _money(desk, one.goods),
        "total": _money(desk, one.total), "refunded": _money(desk, one.refunded),
        "voided": one.voided, "points_earned": one.points_earned, "points_used": one.points_used,
    }  # fmt: skip


def _line(desk: Desk, one: Purchase, line: Line) -> Row:
    return {
        "receipt": one.number, "line": line.number, "name": line.name, "category": line.category,
        "quantity": f"{line.quantity:f}", "price": _money(desk, line.price),
        "amount": _money(desk, line.amount), "paid": _money(desk, line.paid),
    }  # fmt: skip


@prepared
def _refund_rows(member: Any) -> Any:
    return (
        Refund.select(
            Bought.id, Bought.number, Refund.on_day, Refund.money, Refund.is_void,
            Refund.points_returned - Refund.points_taken, Refund.reason,
        )
        .join(Bought)
        .where(Bought.member == member)
        .order_by(Refund.id)
    )  # fmt: skip


def _refunds(desk: Desk, member_id: int) -> list[Row]:
    return [
        {
            "receipt": receipts.display_number(id_, number), "on": date.fromordinal(on),
            "money": _money(desk, money), "void": bool(is_void), "points": moved, "reason": reason,
        }
        for id_, number, on, money, is_void, moved, reason in _refund_rows(
            desk.db, member_id
        ).fetchall()
    ]  # fmt: skip


@prepared
def _entries(member: Any) -> Any:
    return (
        Entry.select(Entry.on_day, Entry.account, Entry.kind, Entry.amount, Entry.reason)
        .where(Entry.member == member)
        .order_by(Entry.id)
    )


def _journal(desk: Desk, member_id: int) -> list[Row]:
    """Every movement of every account: points, and whatever else is held."""
    return [
        {
            "on": date.fromordinal(on), "account": account, "kind": kind,
            "amount": _money(desk, amount) if account in BUCKETS else amount, "reason": reason,
        }
        for on, account, kind, amount, reason in _entries(desk.db, member_id).fetchall()
    ]  # fmt: skip


def _lots(desk: Desk, member_id: int) -> list[Row]:
    return [
        {
            "earned_on": lot.earned_on, "granted": lot.granted, "left": lot.remaining,
            "expires_on": lot.expires_on,
        }
        for lot in points.lots(desk, member_id)
    ]  # fmt: skip


def _vouchers(desk: Desk, member_id: int) -> list[Row]:
    found = inspection.of_member(desk, member_id)
    titles = voucher_book.titles(desk, found)
    return [
        {
            "code": one.code, "title": titles[one.id], "state": one.state,
            "valid_from": one.valid_from_on, "valid_until": one.valid_until_on,
        }
        for one in found
    ]  # fmt: skip


def _deliveries(desk: Desk, member_id: int) -> list[Row]:
    return [
        {
            "voucher": one.voucher.code, "title": one.title, "recipient": one.recipient,
            "phone": one.phone, "address": one.address, "tracking": one.tracking,
            "sent_on": one.sent_on, "received_on": one.received_on,
        }
        for one in deliveries.of_member(desk, member_id)
    ]  # fmt: skip


def _top_ups(desk: Desk, member_id: int) -> list[Row]:
    return [
        {
            "top_up": one.number, "on": one.on, "principal": _money(desk, one.principal),
            "bonus": _money(desk, one.bonus), "left": _money(desk, one.left),
            "bonus_left": _money(desk, one.bonus_left), "given_back": _money(desk, one.money_back),
            "voided": one.voided, "paid": ", ".join(
                f"{tender} {_money(desk, amount)}" for tender, amount in one.payments.items()
            ),
        }
        for one in top_ups.top_ups(desk, member_id)
    ]  # fmt: skip


def _passes(desk: Desk, member_id: int) -> list[Row]:
    return [
        {
            "name": one.name, "product": one.product_name, "uses": one.uses, "left": one.left,
            "given_back": one.refunded, "price": _money(desk, one.price), "ends_on": one.ends_on,
            "given_by": one.given_by,
        }
        for one in passes.of_member(desk, member_id)
    ]  # fmt: skip


def _tiers(desk: Desk, member_id: int) -> list[Row]:
    return [
        {"on": step.on, "tier": step.tier, "why": " ".join(step.reasons)}
        for step in tier_history.of_member(desk, member_id)
    ]


def _history(desk: Desk, member_id: int) -> list[Row]:
    return [
        {"on": one.on, "what": one.sentence} for one in timeline.of_member(desk, member_id, _ALL)
    ]


# --- as files ---------------------------------------------------------------------------------


def _money(desk: Desk, minor: int) -> Decimal:
    return Decimal(plain(minor, desk.shop.settings.currency))


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1, default=str).encode()


def _csv(rows: list[Row]) -> bytes:
    """A table that a spreadsheet opens as it is, and takes nothing in it for a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(
            cells.protected(one) if isinstance(one, str) else one for one in row.values()
        )
    return target.getvalue().encode("utf-8-sig")


def _zipped(files: dict[str, bytes], when: Any) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            one = zipfile.ZipInfo(name, date_time=when)
            one.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(one, content)
    return target.getvalue()
