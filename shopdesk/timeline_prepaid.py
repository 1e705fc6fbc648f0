"""Stored value and passes on a member's time line; receipts tell the rest."""

from collections.abc import Iterator
from typing import Any

from peewee import SQL, fn

from shopdesk import pass_uses, top_ups
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Entry
from shopdesk.store.tables.prepaid import Pass, PassLot, TopUp, TopUpRefund
from shopdesk.store.tables.receipts import Product
from shopdesk.store.tables.rules import RewardRule
from shopdesk.timeline import Found, money


@prepared
def _sold(member: Any, most: Any) -> Any:
    return (
        TopUp.select(TopUp.id, TopUp.on_day, TopUp.event, TopUp.principal, TopUp.bonus)
        .where(TopUp.member == member)
        .order_by(TopUp.id.desc())
        .limit(most)
    )


def topped_up(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Top-ups, each with its bonus."""
    rows = _sold(desk.db, member=member_id, most=limit).fetchall()
    for id_, on, event, principal, bonus in rows:
        facts = {
            "amount": money(desk, principal),
            "bonus": money(desk, bonus),
            "number": top_ups.display_number(id_),
        }
        words = "topped_up_bonus" if bonus else "topped_up"
        yield Found("topped_up", on, event, words=words, facts=facts)


@prepared
def _back(member: Any, most: Any) -> Any:
    back = TopUpRefund
    return (
        back.select(
            back.top_up, back.on_day, back.event, back.principal, back.money, back.is_void,
            back.reason,
        )
        .join(TopUp)
        .where(TopUp.member == member)
        .order_by(back.id.desc())
        .limit(most)
    )  # fmt: skip


def came_back(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """What was given back of them."""
    rows = _back(desk.db, member=member_id, most=limit).fetchall()
    for id_, on, event, principal, paid, is_void, reason in rows:
        facts = {
            "amount": money(desk, principal if is_void else paid),
            "number": top_ups.display_number(id_),
            "reason": reason,
        }
        yield Found("top_up_voided" if is_void else "top_up_refunded", on, event, facts=facts)


@prepared
def _ended(member: Any, most: Any) -> Any:
    return (
        Entry.select(Entry.on_day, Entry.event, fn.SUM(Entry.amount) * SQL("-1"))
        .where(
            (Entry.member == member)
            & (Entry.account == pass_uses.ACCOUNT)
            & (Entry.kind == "expired")
        )
        .group_by(Entry.event, Entry.on_day)
        .order_by(Entry.event.desc())
        .limit(most)
    )


def ended(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Uses of passes that ended unspent."""
    for on, event, uses in _ended(desk.db, member=member_id, most=limit).fetchall():
        yield Found("pass_ended", on, event, facts={"uses": f"{uses:,}"})


@prepared
def _given(member: Any, most: Any) -> Any:
    return (
        Entry.select(
            Entry.on_day, Entry.event, Product.name, RewardRule.name, RewardRule.name_en,
            fn.SUM(Entry.amount),
        )
        .join(PassLot, on=(PassLot.lot == Entry.lot))
        .join(Pass, on=(Pass.id == PassLot.pass_))
        .join(Product, on=(Product.id == Pass.sold_as))
        .join(RewardRule, on=(RewardRule.id == Pass.rule))
        .where(
            (Entry.member == member)
            & (Entry.account == pass_uses.ACCOUNT)
            & (Entry.kind == "adjusted")
        )
        .group_by(Entry.event, Entry.on_day, Pass.id)
        .order_by(Entry.event.desc())
        .limit(most)
    )  # fmt: skip


def given(desk: Desk, member_id: int, limit: int) -> Iterator[Found]:
    """Uses of passes that rules gave, and that were taken back with what they stood on."""
    rows = _given(desk.db, member=member_id, most=limit).fetchall()
    for on, event, name, rule, rule_en, uses in rows:
        titles = rule_en or rule if desk.language == "en" else rule
        facts = {"uses": f"{abs(uses):,}", "name": name, "rule": titles}
        yield Found("pass_given" if uses > 0 else "pass_taken", on, event, facts=facts)
