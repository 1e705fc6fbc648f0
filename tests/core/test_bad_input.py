"""What cannot be is refused with its code, whatever it is made of, and nothing is written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from shopdesk import (
    backups,
    card_stock,
    cards,
    categories,
    consents,
    dates,
    daybook,
    families,
    feedback,
    figures,
    gifts,
    imports,
    interactions,
    lifting,
    member_copy,
    members,
    months,
    passes,
    permissions,
    photos,
    points,
    preferences,
    prints,
    products,
    purchases,
    recovery,
    repricing,
    rewards,
    settings,
    stored_value,
    tags,
    tiers,
    timeline,
    vouchers,
)
from shopdesk.refusals import Refused
from shopdesk.shop import Desk

MOMENT = datetime(2026, 10, 1, 12, tzinfo=UTC)
TOO_FAR = 2**63

Call = Callable[[Desk], object]


def buy(desk: Desk, **asked: Any) -> object:
    return purchases.record(desk, **{"amount": 1000, "pay": {"wechat": 1000}} | asked)


def fill(desk: Desk) -> object:
    shelf = gifts.add(desk, name="杯", cost=1, value=1, stock=10**13 - 1)
    return gifts.receive(desk, shelf.id, 1)


REFUSED: dict[str, tuple[Call, str]] = {
    "payments in a list": (lambda d: buy(d, pay=[("wechat", 1000)]), "choice"),
    "payments that are none": (lambda d: buy(d, pay=None), "choice"),
    "a code for a list of codes": (lambda d: buy(d, vouchers="V7K2M9QX4T8R"), "voucher_misread"),
    "no number of stored value": (lambda d: buy(d, pay={"stored_value": "all"}), "amount"),
    "stored value below 0": (lambda d: buy(d, pay={"stored_value": -1, "cash": 1001}), "amount"),
    "a top-up of a text": (
        lambda d: stored_value.top_up(d, 1, principal="all", pay={"cash": 1}),  # type: ignore[arg-type]
        "unknown_member",
    ),
    "a top-up that is none": (lambda d: stored_value.get(d, TOO_FAR), "unknown_top_up"),
    "a pass that is none": (lambda d: passes.get(d, TOO_FAR), "unknown_pass"),
    "a pass in words": (lambda d: passes.get(d, "1"), "unknown_pass"),  # type: ignore[arg-type]
    "bonus rules in words": (lambda d: settings.edit(d, bonus_rules="50"), "amount"),
    "a bonus rule that is none": (lambda d: settings.edit(d, bonus_rules=[(500,)]), "amount"),
    "one bonus rule twice": (lambda d: settings.edit(d, bonus_rules=[(5, 1), (5, 2)]), "amount"),
    "more bonus than principal": (lambda d: settings.edit(d, bonus_rules=[(5, 6)]), "amount"),
    "another way to spend it": (lambda d: settings.edit(d, stored_value_order="bonus"), "choice"),
    "a limit below 0": (lambda d: settings.edit(d, proof_above=-1), "amount"),
    "codes that are none": (lambda d: buy(d, vouchers=[7]), "voucher_misread"),
    "a scan that is none": (lambda d: vouchers.inspect(d, None), "voucher_misread"),  # type: ignore[arg-type]
    "a ladder of texts": (lambda d: tiers.set_ladder(d, ["a", "b"]), "ladder"),  # type: ignore[list-item]
    "a ladder that is none": (lambda d: tiers.set_ladder(d, 7), "ladder"),  # type: ignore[arg-type]
    "a tier that is a word": (lambda d: tiers.set_ladder(d, [*tiers.ladder(d)[:1], "b"]), "ladder"),
    "a colour that is none": (
        lambda d: tiers.set_ladder(d, [replace(one, colour=5) for one in tiers.ladder(d)]),  # type: ignore[arg-type]
        "ladder",
    ),
    "a trigger in words": (
        lambda d: rewards.add(d, name="r", trigger="upgrade", reward=rewards.voucher(amount=1)),  # type: ignore[arg-type]
        "choice",
    ),
    "a reward in words": (
        lambda d: rewards.add(d, name="r", trigger=rewards.upgrade("gold"), reward="a cup"),  # type: ignore[arg-type]
        "choice",
    ),
    "a search for nobody": (lambda d: members.find(d, None), "text"),  # type: ignore[arg-type]
    "so many as in words": (lambda d: members.find(d, "a", limit="ten"), "amount"),  # type: ignore[arg-type]
    "True for the first member": (lambda d: members.get(d, True), "unknown_member"),
    "True for the first buyer": (lambda d: buy(d, member=True), "unknown_member"),
    "True for the first receipt": (lambda d: purchases.get(d, True), "unknown_receipt"),
    "True for who served first": (lambda d: buy(d, served_by=True), "unknown_staff"),
    "a code that is a number": (lambda d: products.add(d, name="x", price=1, ean=5), "text"),  # type: ignore[arg-type]
    "no price": (lambda d: products.add(d, name="x", price=None), "amount"),  # type: ignore[arg-type]
    "a card that is a number": (lambda d: card_stock.reserve(d, 5), "choice"),  # type: ignore[arg-type]
    "one product for several": (lambda d: repricing.preview(d, 5, repricing.Rise()), "content"),  # type: ignore[arg-type]
    "a rise that is none": (lambda d: repricing.reprice(d, [1], 5), "amount"),  # type: ignore[arg-type]
    "a month of no year": (lambda d: months.closed(d, None, 1), "date"),  # type: ignore[arg-type]
    "an action that is a list": (lambda d: permissions.set(d, []), "choice"),  # type: ignore[arg-type]
    "an action that is none": (lambda d: permissions.may(d, "x"), "choice"),
    "a category that is a list": (lambda d: categories.rename(d, [], "x"), "text"),  # type: ignore[arg-type]
    "a number that lifts": (lambda d: lifting.lifted(d, name=5, pin="1234"), "sign_in"),  # type: ignore[arg-type]
    "a PIN of nobody that is a number": (lambda d: lifting.lifted(d, name="x", pin=5), "sign_in"),  # type: ignore[arg-type]
    "nobody who signs in by a number": (lambda d: d.shop.sign_in("x", 5), "sign_in"),
    "a recovery code of nobody that is a number": (
        lambda d: recovery.recover(d.shop, name="x", code=5, pin="258025"),  # type: ignore[arg-type]
        "recovery",
    ),
    "a receipt that is none": (lambda d: prints.record(d, 1), "unknown_receipt"),  # type: ignore[arg-type]
    "a day in words": (lambda d: daybook.totals(d, "2026-10-15"), "date"),  # type: ignore[arg-type]
    "a file that is a number": (lambda d: imports.members(d, 5), "no_file"),  # type: ignore[arg-type]
    "characters of no kind": (lambda d: imports.members(d, __file__, encoding="x"), "file"),
    "a shop that is a number": (lambda d: d.shop.open(5), "no_file"),  # type: ignore[arg-type]
    "a backup of nothing": (lambda d: backups.restore(None, "x"), "no_file"),  # type: ignore[arg-type]
    "a ladder that is a list": (
        lambda d: d.shop.create("x", name="x", owner="y", pin="258025", ladder=[]),  # type: ignore[arg-type]
        "choice",
    ),
    "letters for a name": (lambda d: members.register(d, name=["a", "b"]), "text"),  # type: ignore[arg-type]
    "a trial in words": (lambda d: imports.members(d, __file__, dry_run="no"), "choice"),  # type: ignore[arg-type]
    "down in words": (lambda d: tiers.recount(d, down="no"), "choice"),  # type: ignore[arg-type]
    "an id beyond all": (lambda d: members.get(d, TOO_FAR), "unknown_member"),
    "an id below all": (lambda d: members.get(d, -TOO_FAR - 1), "unknown_member"),
    "a receipt beyond all": (lambda d: purchases.get(d, TOO_FAR), "unknown_receipt"),
    "a refund of it": (lambda d: purchases.preview_refund(d, TOO_FAR), "unknown_receipt"),
    "a gift beyond all": (lambda d: gifts.get(d, TOO_FAR), "unknown_gift"),
    "points of nobody": (lambda d: points.balance(d, TOO_FAR), "unknown_member"),
    "a tier of nobody": (lambda d: tiers.why(d, TOO_FAR), "unknown_member"),
    "a card for nobody": (lambda d: cards.replace(d, TOO_FAR), "unknown_member"),
    "a buyer beyond all": (lambda d: buy(d, member=TOO_FAR), "unknown_member"),
    "a moment for a day": (lambda d: buy(d, on=MOMENT), "back_dated"),
    "a moment of joining": (lambda d: members.register(d, name="x", joined_on=MOMENT), "date"),
    "a moment of birth": (lambda d: members.register(d, name="x", birthday=MOMENT), "date"),
    "a day as lunar birthday": (
        lambda d: members.register(d, name="x", lunar_birthday=date(2026, 1, 1)),  # type: ignore[arg-type]
        "date",
    ),
    "a name that is none": (lambda d: members.register(d, name=5), "text"),  # type: ignore[arg-type]
    "a phone that is none": (lambda d: members.register(d, name="x", phone=5), "phone"),  # type: ignore[arg-type]
    "a line without quantity": (lambda d: buy(d, amount=None, lines=[(1,)]), "content"),
    "lines that are none": (lambda d: buy(d, amount=None, lines=[7]), "content"),
    "cash given that was not paid": (lambda d: buy(d, cash_given=5000), "payment_mismatch"),
    "a year that is a word": (lambda d: figures.month(d, "2026", 10), "date"),  # type: ignore[arg-type]
    "a year beyond all": (lambda d: figures.month(d, 2**31, 10), "date"),
    "an empty key": (lambda d: buy(d, key=""), "key"),
    "a key of half a character": (lambda d: buy(d, key="\ud800"), "key"),
    "a key that is a number": (lambda d: buy(d, key=5), "key"),
    "a key that is a list": (lambda d: buy(d, key=["k"]), "key"),
    "a key without end": (lambda d: buy(d, key="k" * 201), "key"),
    "entries of ages ago": (lambda d: settings.edit(d, back_date_days=3661), "amount"),
    "somebody who is half a character": (lambda d: d.shop.sign_in("\ud800", "258025"), "sign_in"),
    "more than a shelf holds": (fill, "amount"),
}


def receipts(desk: Desk) -> int:
    return int(desk.db.execute_sql("SELECT COUNT(*) FROM purchase").fetchone()[0])


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_is_refused_by_its_code(desk: Desk, what: str) -> None:
    call, code = REFUSED[what]
    with pytest.raises(Refused) as refused:
        call(desk)
    assert refused.value.code == code
    assert str(refused.value)
    assert receipts(desk) == 0


def test_a_search_for_more_than_there_can_be_finds_what_there_is(desk: Desk) -> None:
    member = members.register(desk, name="张三丰")
    assert [m.id for m in members.find(desk, "张", limit=TOO_FAR)] == [member.id]
    assert purchases.of_member(desk, member.id, limit=TOO_FAR) == []
    products.add(desk, name="茶", price=100, category="茶")
    assert len(products.find(desk, "茶", limit=TOO_FAR)) == 1


READS = {
    "cards": cards.of_member, "consents": consents.of_member, "feedback": feedback.of_member,
    "interactions": interactions.of_member, "points lots": points.lots,
    "points next": points.next_expiry, "purchases": purchases.of_member,
    "tiers": tiers.why, "timeline": timeline.of_member, "vouchers": vouchers.of_member,
    "dates": dates.of_member, "family": families.of_member, "phone": families.sharing,
    "tags": tags.of_member, "preferences": preferences.of_member, "photo": photos.of_member,
    "copy": member_copy.export,
    "passes": passes.of_member, "stored value": stored_value.balance,
    "top-ups": stored_value.top_ups, "proof": stored_value.proof_of,
    "statement": lambda desk, id_: stored_value.statement(desk, id_, desk.today(), desk.today()),
    "tier on a day": lambda desk, id_: tiers.tier_on(desk, id_, desk.today()),
}  # fmt: skip


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("who", [2, 0, -1, TOO_FAR, "1", 1.0, True, None])
def test_nothing_is_told_of_who_is_no_member(desk: Desk, name: str, who: Any) -> None:
    members.register(desk, name="张三丰")
    READS[name](desk, 1)
    with pytest.raises(Refused) as refused:
        READS[name](desk, who)
    assert refused.value.code == "unknown_member"


def test_two_sales_with_no_key_are_two_sales(desk: Desk) -> None:
    buy(desk)
    buy(desk)
    assert receipts(desk) == 2


def test_a_number_is_the_same_in_full_width(desk: Desk) -> None:
    members.register(desk, name="甲", number="A009")
    with pytest.raises(Refused) as refused:
        members.register(desk, name="乙", number="Ａ００９")
    assert refused.value.code == "number_taken"


@pytest.mark.parametrize("phone", ["8613800138000", "+86 138 0013 8000", "0086-13800138000"])
def test_a_phone_is_the_same_with_its_country(desk: Desk, phone: str) -> None:
    members.register(desk, name="甲", phone="13800138000")
    with pytest.raises(Refused) as refused:
        members.register(desk, name="乙", phone=phone)
    assert refused.value.code == "phone_taken"
