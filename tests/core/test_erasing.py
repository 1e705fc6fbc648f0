"""A person is erased: nothing leads to them any more, and every figure stays."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from shopdesk import (
    Refused,
    cards,
    checks,
    consents,
    dates,
    erasing,
    families,
    feedback,
    figures,
    imports,
    interactions,
    journal,
    members,
    parked,
    photos,
    points,
    preferences,
    products,
    purchases,
    stored_value,
    tags,
    tiers,
    vouchers,
)
from shopdesk.journal import Cause
from shopdesk.shop import Desk
from shopdesk.store.change import change
from tests.core.prepaid import pass_for
from tests.core.strict_shop import pay

NAME, PHONE, ELSEWHERE, WORDS = "欧阳靖", "13812345678", "OLDCARD7", "欧阳先生"


@pytest.fixture
def person(desk: Desk) -> int:
    """Somebody of whom something is written in every place where something can be."""
    member = members.register(desk, name=NAME, phone=PHONE, birthday=(3, 15)).id
    cards.link(desk, member, ELSEWHERE)
    sold = pay(desk, member, 30_000)
    purchases.refund(desk, sold, amount=1000, reason=WORDS)
    points.adjust(desk, member, 5, reason=WORDS)
    feedback.rate(desk, member, 5, about=WORDS, note=WORDS)
    interactions.log(desk, member, "call", note=WORDS)
    tiers.lift(desk, tiers.floor(desk, member, "gold", reason=WORDS).id, reason=WORDS)
    return member


def written(desk: Desk) -> str:
    """All texts of the shop, table by table, but the reason of an erasure."""
    tables = desk.db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return "\n".join(
        str(row)
        for (table,) in tables
        if table != "erasure"
        for row in desk.db.execute_sql(f'SELECT * FROM "{table}"').fetchall()
    )


def code(command: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refusal:
        command(*given, **named)
    return refusal.value.code


def test_nothing_leads_to_the_person_any_more(desk: Desk, person: int) -> None:
    card = cards.of_member(desk, person)[-1].code
    assert not [words for words in (NAME, PHONE, ELSEWHERE, WORDS) if words not in written(desk)]
    assert members.erase(desk, person, reason="asked for it") == "X000001"
    assert not [words for words in (NAME, PHONE, ELSEWHERE, WORDS) if words in written(desk)]
    for query in (NAME, PHONE, "5678", "ouyang", card, ELSEWHERE, "100001", "X000001"):
        assert members.find(desk, query) == [], query
    gone = members.get(desk, person)
    assert (gone.name, gone.number, gone.phone, gone.birthday) == ("X000001", "X000001", None, None)
    assert gone.closed


def test_every_figure_stays_and_the_audit_holds(desk: Desk, person: int) -> None:
    before, held = figures.month(desk, 2026, 10), members.get(desk, person).points
    members.erase(desk, person, reason="asked for it")
    after = figures.month(desk, 2026, 10)
    assert (after.sales, after.orders, after.points, after.new_members) == (
        before.sales, before.orders, before.points, before.new_members,
    )  # fmt: skip
    assert members.get(desk, person).points == held
    assert checks.run(desk) == ()


def test_the_code_of_a_card_that_is_gone_is_given_to_nobody_else(desk: Desk) -> None:
    person = members.register(desk, name=NAME).id
    card = cards.of_member(desk, person)[0].code
    members.erase(desk, person, reason="asked for it")
    nobody = members.register(desk, name="李四").id
    assert cards.of_member(desk, nobody)[0].code != card


def test_who_was_merged_into_them_goes_too_and_stays_so(desk: Desk, person: int) -> None:
    also = members.register(desk, name=WORDS, phone="13987654321").id
    merged = members.merge(desk, keep=person, drop=also)
    members.erase(desk, person, reason="asked for it")
    assert not [words for words in (NAME, WORDS, "13987654321") if words in written(desk)]
    assert code(members.undo_merge, desk, merged.id) == "member_closed"
    assert checks.run(desk) == ()


def test_unused_vouchers_become_void(desk: Desk, person: int) -> None:
    voucher = vouchers.issue(desk, person, amount=500)
    members.erase(desk, person, reason="asked for it")
    assert vouchers.get(desk, voucher.id).state == "void"


@pytest.mark.parametrize(("account", "told"), [("principal", "¥0.01"), ("bonus", "¥0.01")])
def test_stored_value_comes_first_and_it_is_said_what_to_do(
    desk: Desk, person: int, account: str, told: str
) -> None:
    with change(desk, action="points.adjust") as made:
        journal.credit(made, person, 1, Cause("adjusted", made.today, account=account), debt=0)
    with pytest.raises(Refused, match="Refund it or have it used up") as refusal:
        members.erase(desk, person, reason="asked for it")
    assert refusal.value.code == "stored_value_left"
    assert told in str(refusal.value)
    with change(desk, action="points.adjust") as made:
        journal.draw(made, person, 1, Cause("adjusted", made.today, account=account))
    members.erase(desk, person, reason="asked for it")


def test_uses_of_a_valid_pass_come_first_and_ended_ones_are_nothing(
    desk: Desk, person: int, clock: Any
) -> None:
    tea = products.add(desk, name="茶", price=1000).id
    sold = pass_for(desk, tea, 8000, 10, days=5)
    purchases.record(desk, lines=[(sold, 1)], member=person, pay={"cash": 8000})
    with pytest.raises(Refused, match="uses of passes: 10") as refusal:
        members.erase(desk, person, reason="asked for it")
    assert refusal.value.code == "stored_value_left"
    clock.tick(days=6)
    members.erase(desk, person, reason="asked for it")
    assert checks.run(desk) == ()


def test_all_that_is_personal_goes(desk: Desk, person: int) -> None:
    also = members.register(desk, name="李四").id
    for who in (person, also):
        dates.add(desk, who, name=WORDS, day=(5, 20))
        tags.put(desk, who, [WORDS])
        preferences.put(desk, who, WORDS)
        photos.put(desk, who, b"\xff\xd8\xff" + WORDS.encode())
        stored_value.set_pin(desk, who, "1379")
    families.start(desk, WORDS, [person, also])
    spent = stored_value.top_up(desk, person, principal=100, pay={"cash": 100})
    stored_value.refund_top_up(desk, spent.id, reason=WORDS)
    members.merge(desk, keep=person, drop=also)
    members.erase(desk, person, reason="asked for it")
    assert WORDS not in written(desk)
    left = "SELECT COUNT(*) FROM {}"
    for table in ("member_date", "member_tag", "preference", "photo", "family", "family_member"):
        assert desk.db.execute_sql(left.format(table)).fetchone() == (0,), table
    hashes = desk.db.execute_sql("SELECT DISTINCT pin_hash FROM member_pin").fetchall()
    assert hashes == [("",)]
    assert checks.run(desk) == ()


@pytest.mark.parametrize("kind", ["members", "purchases"])
def test_who_came_by_an_import_that_was_undone_is_erased_too_once_and_comes_again(
    desk: Desk, clock: Any, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "members.csv"
    if kind == "members":
        file.write_text(f"number,name,phone,birthday\nN1,{NAME},{PHONE},1990-05-12\n")
        came = imports.members(desk, file)
    else:
        file.write_text(f"member,date,amount\n{PHONE},2026-10-01,5\n")
        came = imports.purchases(desk, file, create_members=True)
    (member,) = members.find(desk, PHONE)
    feedback.rate(desk, member.id, 5, note=WORDS)
    clock.tick(days=1)
    imports.undo(desk, came.id)
    assert PHONE in written(desk), "only its undoing is no reason to forget who they are"
    assert erasing.is_there(desk, member.id)
    figures_before = figures.month(desk, 2026, 10)
    clock.tick(days=1)
    assert members.erase(desk, member.id, reason="asked for it") == "X000001"
    assert not [words for words in (NAME, PHONE, WORDS) if words in written(desk)]
    assert figures.month(desk, 2026, 10) == figures_before
    assert not erasing.is_there(desk, member.id)
    assert code(members.erase, desk, member.id, reason="asked for it") == "member_closed"
    assert code(members.edit, desk, member.id, name=NAME) == "member_closed"
    again = (
        imports.members if kind == "members" else partial(imports.purchases, create_members=True)
    )
    assert again(desk, file).created_members == 1
    assert [one.id for one in members.find(desk, PHONE)] == [2]
    assert checks.run(desk) == ()


def test_who_was_merged_is_erased_with_the_one_that_stays_alone(desk: Desk, person: int) -> None:
    also = members.register(desk, name="李四").id
    members.merge(desk, keep=person, drop=also)
    assert (erasing.is_there(desk, person), erasing.is_there(desk, also)) == (True, False)
    assert code(members.erase, desk, also, reason="asked for it") == "member_closed"


def test_parked_sales_of_theirs_lose_their_labels_waiting_and_ended(
    desk: Desk, person: int
) -> None:
    also = members.register(desk, name="李四").id
    other = members.register(desk, name="王五").id
    waits = parked.park(desk, label=WORDS, member=person, amount=100)
    merged = parked.park(desk, label=WORDS, member=also, amount=100)
    parked.drop(desk, parked.park(desk, label=WORDS, member=person).id)
    parked.recall(desk, parked.park(desk, label=WORDS, member=person, amount=100).id)
    stay = [
        parked.park(desk, label=label, member=member, amount=100)
        for label, member in (("王五", other), ("Red coat", None))
    ]
    members.merge(desk, keep=person, drop=also)
    members.erase(desk, person, reason="asked for it")
    assert WORDS not in written(desk)
    assert [(one.id, one.label) for one in parked.listed(desk)] == [
        (waits.id, "–"), (merged.id, "–"), *((one.id, one.label) for one in stay),
    ]  # fmt: skip
    found = parked.recall(desk, waits.id)
    assert (found.label, found.member, found.amount) == ("–", None, 100)
    assert found.gone == ("X000001",)
    assert checks.run(desk) == ()


def test_of_consents_only_the_words_at_taking_one_back_are_about_the_person(
    desk: Desk, person: int
) -> None:
    consents.give(desk, person, "data", wording="The shop may keep it.")
    consents.withdraw(desk, person, "data", wording=WORDS)
    members.erase(desk, person, reason="asked for it")
    assert [(one.is_given, one.wording) for one in consents.of_member(desk, person)] == [
        (False, ""), (True, "The shop may keep it."),
    ]  # fmt: skip


def test_a_family_is_left_to_the_others_and_goes_with_its_last_one(desk: Desk, person: int) -> None:
    other = members.register(desk, name="李四").id
    family = families.start(desk, "Tea club", [person, other])
    members.erase(desk, person, reason="asked for it")
    assert [one.id for one in families.get(desk, family.id).members] == [other]
    assert families.of_member(desk, person) is None
    members.erase(desk, other, reason="asked for it")
    assert code(families.get, desk, family.id) == "unknown_family"


def test_only_an_owner_erases_for_a_reason_and_once(desk: Desk, cashier: Desk, person: int) -> None:
    assert code(members.erase, cashier, person, reason="asked") == "permission"
    assert code(members.erase, desk, person, reason=" ") == "text"
    first = members.erase(desk, person, reason="asked", key="one")
    assert members.erase(desk, person, reason="asked", key="one") == first
    assert code(members.erase, desk, person, reason="asked") == "member_closed"


def test_words_of_who_is_not_erased_stay(desk: Desk, person: int) -> None:
    other = members.register(desk, name="李四").id
    for member in (person, other):
        parked.park(desk, label="one", member=member, amount=100)
    parked.park(desk, label="one", amount=100)
    consents.give(desk, person, "data", wording="The shop may keep it.")
    consents.withdraw(desk, other, "data", wording="not any more")
    for table, word in (
        ("rating", "note"), ("entry", "reason"), ("refund", "reason"), ("parked", "label"),
        ("consent", "wording"),
    ):  # fmt: skip
        with pytest.raises(Exception, match="append-only"):
            desk.db.execute_sql(f"UPDATE {table} SET {word} = ''")
    members.erase(desk, person, reason="asked")
    for sql in (
        "UPDATE parked SET label = '' WHERE id > 1",
        "UPDATE parked SET label = '' WHERE id = 3",
        "UPDATE parked SET label = 'another' WHERE id = 1",
        "UPDATE parked SET due = 1 WHERE id = 1",
        f"UPDATE consent SET wording = '' WHERE member_id = {person}",
        f"UPDATE consent SET wording = '' WHERE member_id = {other}",
    ):
        with pytest.raises(Exception, match="append-only"):
            desk.db.execute_sql(sql)
    with pytest.raises(Exception, match="append-only"):
        desk.db.execute_sql("UPDATE rating SET score = 1")
