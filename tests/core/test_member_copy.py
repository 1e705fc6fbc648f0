"""A copy of everything kept of one person: all of it, of nobody else, and that it was made."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from shopdesk import (
    consents,
    dates,
    events,
    families,
    feedback,
    gifts,
    interactions,
    member_copy,
    members,
    photos,
    points,
    preferences,
    products,
    purchases,
    tags,
    timeline,
    vouchers,
)
from shopdesk.shop import Desk
from tests.core.prepaid import pass_for, top_up
from tests.core.test_members import PHONE, close, refused
from tests.core.test_personal import JPEG


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert made.testzip() is None
        return {name: made.read(name) for name in made.namelist()}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"))))


@pytest.fixture
def known(desk: Desk) -> int:
    """A member of whom everything is known, and another with a family of the same phone."""
    friend = members.register(desk, name="李娜", phone=PHONE).id
    tea = products.add(desk, name="龙井", price=6800, category="茶").id
    gift = gifts.add(desk, name="扇子", cost=800, value=2500, stock=10).id
    who = members.register(
        desk, name="=张三丰", phone=PHONE, shared_phone=True, birthday=(3, 8),
        lunar_birthday=(4, 8, True), referrer=friend, agrees=("data",),
    ).id  # fmt: skip
    dates.add(desk, who, name="Wedding", day=(5, 1))
    families.start(desk, "Zhang & Li", [friend, who])
    tags.put(desk, who, ["tea"])
    preferences.put(desk, who, "no sugar")
    photos.put(desk, who, JPEG)
    consents.give(desk, who, "marketing", wording="May we?")
    interactions.log(desk, who, "call", "asked for oolong")
    feedback.rate(desk, who, 4, about="tea", note="warm")
    purchases.record(desk, member=who, lines=[(tea, 2)], pay={"cash": 13_600})
    purchases.record(desk, member=friend, amount=99_900, pay={"cash": 99_900})
    purchases.refund(desk, 1, lines=[(1, 1)], reason="a dent")
    vouchers.issue(desk, who, gift=gift)
    points.adjust(desk, who, 50, reason="Sorry")
    tasting = events.add(desk, name="品茶会", on=desk.today()).id
    events.invite(desk, tasting, members=[who])
    return who


def test_everything_that_is_kept_is_in_it(desk: Desk, known: int) -> None:
    files = opened(member_copy.export(desk, known))
    everything: dict[str, Any] = json.loads(files["member.json"])
    (one,) = everything["member"]
    assert (one["number"], one["name"], one["phone"]) == ("100002", "=张三丰", PHONE)
    assert (one["birthday"], one["lunar_birthday"]) == ("03-08", "leap 4/8")
    assert (one["preferences"], one["tags"], one["brought_by"]) == ("no sugar", "tea", "100001")
    assert (everything["currency"], everything["made_on"]) == ("CNY", "2026-10-15")
    assert files["photo.jpg"] == JPEG
    counts = {name: len(part) for name, part in everything.items() if isinstance(part, list)}
    assert counts == {
        "member": 1, "dates": 1, "family": 1, "cards": 1, "consents": 2, "notes": 2, "events": 1,
        "receipts": 1, "lines": 1, "payments": 1, "refunds": 1, "journal": 3, "points_lots": 2,
        "vouchers": 1, "deliveries": 0, "top_ups": 0, "passes": 0, "tiers": 1,
        "history": len(timeline.of_member(desk, known)) - 1,  # the copy itself
    }  # fmt: skip
    assert {f"{name}.csv" for name, count in counts.items() if count} <= files.keys()


def test_its_figures_are_those_of_the_shop(desk: Desk, known: int) -> None:
    files = opened(member_copy.export(desk, known))
    (receipt,) = rows(files, "receipts.csv")
    assert (receipt["total"], receipt["refunded"]) == ("136.00", "68.00")
    (line,) = rows(files, "lines.csv")
    assert (line["name"], line["quantity"], line["price"], line["paid"]) == (
        "龙井", "2", "68.00", "136.00",
    )  # fmt: skip
    journal = rows(files, "journal.csv")
    assert sum(int(row["amount"]) for row in journal) == points.balance(desk, known)
    assert [row["left"] for row in rows(files, "points_lots.csv")] == ["68", "50"]


def test_what_was_paid_beforehand_is_in_it(desk: Desk, known: int) -> None:
    top_up(desk, known, 10_000, 500)
    purchases.record(desk, member=known, amount=2100, pay={"stored_value": 2100})
    sold = pass_for(desk, 1, 50_000, 5)
    purchases.record(desk, member=known, lines=[(sold, 1)], pay={"cash": 50_000})
    purchases.record(desk, member=known, lines=[(1, 2)], passes=[0], pay={})
    files = opened(member_copy.export(desk, known))
    (one,) = rows(files, "member.csv")
    (paid,) = rows(files, "top_ups.csv")
    assert (paid["principal"], paid["bonus"], paid["paid"]) == ("100.00", "5.00", "cash 100.00")
    assert (paid["left"], paid["bonus_left"]) == (one["principal"], one["bonus"])
    (held,) = rows(files, "passes.csv")
    assert (held["name"], held["product"], held["uses"], held["left"], held["ends_on"]) == (
        "次卡", "龙井", "5", "3", "2027-01-13",
    )  # fmt: skip


def test_no_name_in_it_is_a_formula(desk: Desk, known: int) -> None:
    (one,) = rows(opened(member_copy.export(desk, known)), "member.csv")
    assert one["name"] == "'=张三丰"


def test_nothing_of_anybody_else_is_in_it(desk: Desk, known: int) -> None:
    for content in opened(member_copy.export(desk, known)).values():
        said = content.decode("utf-8", "ignore")
        assert "李娜" not in said
        assert "999.00" not in said
        assert "店主" not in said


def test_a_part_with_nothing_in_it_is_no_file(desk: Desk, member: int) -> None:
    files = opened(member_copy.export(desk, member))
    assert set(files) == {"member.json", "member.csv", "cards.csv", "tiers.csv", "history.csv"}


def test_it_is_for_managers_and_kept_in_the_audit(desk: Desk, cashier: Desk, known: int) -> None:
    before = desk.db.execute_sql("SELECT COUNT(*) FROM event").fetchone()
    refused("permission", member_copy.export, cashier, known)
    assert desk.db.execute_sql("SELECT COUNT(*) FROM event").fetchone() == before
    member_copy.export(desk, known)
    (last,) = timeline.of_member(desk, known, 1)
    assert (last.sentence, last.staff) == ("A copy of all data was handed out", "店主")


def test_who_is_gone_can_still_ask_for_it(desk: Desk, member: int) -> None:
    close(desk, member)
    (one,) = rows(opened(member_copy.export(desk, member)), "member.csv")
    assert one["closed_on"] == "2026-10-15"
