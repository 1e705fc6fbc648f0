"""Registering and editing members: numbers, phones, birthdays, and who has a phone already."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from shopdesk import lifecycle, members, purchases, segments, settings, tiers, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from shopdesk.store.tables.people import Member
from shopdesk.store.tables.shop import Event

if TYPE_CHECKING:
    from tests.conftest import SetClock

PHONE = "13800138000"


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def close(desk: Desk, member: int) -> None:
    """What merging and erasing will do."""
    Member.update(closed_on=desk.today()).where(Member.id == member).bind(desk.db).execute()


# --- registering ------------------------------------------------------------------------------


def test_a_new_member_stands_on_the_lowest_tier_with_a_number_and_nothing_else(
    desk: Desk,
) -> None:
    m = members.register(desk, name=" 张三丰 ", phone="138 0013-8000")
    assert (m.number, m.name, m.phone) == ("100001", "张三丰", PHONE)
    assert (m.tier.code, m.tier.rank, m.tier.names["zh_CN"]) == ("member", 0, "普通会员")
    assert (m.points, m.lifecycle, m.closed) == (0, "new", False)
    assert (m.joined_on, m.language) == (date(2026, 10, 15), "en")
    assert members.get(desk, m.id) == m


def test_the_same_key_registers_once_and_other_content_is_refused(desk: Desk) -> None:
    first = members.register(desk, name="张三丰", phone=PHONE, key="k1")
    assert members.register(desk, name="张三丰", phone="138-0013-8000", key="k1") == first
    refused("key_reused", members.register, desk, name="李四", phone=PHONE, key="k1")
    assert Member.select().bind(desk.db).count() == 1


BIRTHDAYS = [
    ({"birthday": date(1990, 2, 28)}, (date(1990, 2, 28), None)),
    ({"birthday": (2, 29)}, ((2, 29), None)),
    ({"birthday": date(2000, 2, 29)}, (date(2000, 2, 29), None)),
    ({"lunar_birthday": (8, 15)}, (None, (8, 15))),
    ({"lunar_birthday": (4, 30, True)}, (None, (4, 30, True))),
    ({"lunar_birthday": (4, 30, False)}, (None, (4, 30))),
    ({"birthday": date(2026, 10, 15), "lunar_birthday": (12, 30)}, (date(2026, 10, 15), (12, 30))),
]


@pytest.mark.parametrize(("given", "kept"), BIRTHDAYS)
def test_birthdays_are_kept_with_or_without_a_year_solar_or_lunar(
    desk: Desk, given: dict[str, Any], kept: tuple[object, object]
) -> None:
    m = members.register(desk, name="张三丰", **given)
    assert (m.birthday, m.lunar_birthday) == kept
    edited = members.edit(desk, m.id, name="张四")
    assert (edited.birthday, edited.lunar_birthday) == kept


REFUSED = [
    ({"name": ""}, "text"),
    ({"name": "\u200b \u202e"}, "text"),
    ({"name": "长" * 65}, "text"),
    ({"phone": "1234"}, "phone"),
    ({"phone": "no phone"}, "phone"),
    ({"birthday": date(2026, 10, 16)}, "date"),
    ({"birthday": (2, 30)}, "date"),
    ({"birthday": (13, 1)}, "date"),
    ({"birthday": (0, 0)}, "date"),
    ({"lunar_birthday": (13, 1)}, "date"),
    ({"lunar_birthday": (1, 31)}, "date"),
    ({"lunar_birthday": (0, 1)}, "date"),
    ({"language": "fr"}, "choice"),
]


@pytest.mark.parametrize(("wrong", "code"), [*REFUSED, ({"joined_on": date(2026, 10, 16)}, "date"),
                                             ({"number": " "}, "text")])  # fmt: skip
def test_what_cannot_be_registered_is_refused_and_nothing_is_kept(
    desk: Desk, wrong: dict[str, Any], code: str
) -> None:
    refused(code, members.register, desk, **{"name": "张三丰", **wrong})
    assert Member.select().bind(desk.db).count() == 0
    assert members.register(desk, name="张三丰").id == 1


@pytest.mark.parametrize(("wrong", "code"), [*REFUSED, ({"colour": 1}, "choice"),
                                             ({"number": "7"}, "choice")])  # fmt: skip
def test_what_cannot_be_edited_is_refused_and_nothing_changes(
    desk: Desk, wrong: dict[str, Any], code: str
) -> None:
    m = members.register(desk, name="张三丰", phone=PHONE, birthday=(2, 29))
    refused(code, members.edit, desk, m.id, **wrong)
    assert members.get(desk, m.id) == m


HOSTILE = [
    'a<b 且 c>d & "R&D"', "=1+1", "'; DROP TABLE member; --", "{name} %s", "🍵" * 64,
    "王\U00030edd", "𬭼", "阿卜杜拉·买买提", "羽\ue816", "'", "%", "_", "~", "*",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_kept_and_found(desk: Desk, name: str) -> None:
    members.register(desk, name="李四")
    m = members.register(desk, name=name)
    assert members.get(desk, m.id).name == name
    assert [found.id for found in members.find(desk, name)] == [m.id]


def test_joining_may_be_earlier_and_the_tier_is_from_that_day(desk: Desk) -> None:
    m = members.register(desk, name="张三丰", joined_on=date(2020, 2, 29))
    assert m.joined_on == date(2020, 2, 29)
    assert tiers.why(desk, m.id).since_on == date(2020, 2, 29)
    assert m.lifecycle is None


# --- numbers ----------------------------------------------------------------------------------


def test_numbers_count_on_and_step_over_those_in_use(desk: Desk) -> None:
    members.register(desk, name="一", number="100003")
    assert members.register(desk, name="二").number == "100002"
    assert members.register(desk, name="三").number == "100004"
    assert members.register(desk, name="四", number=" vip 7 ").number == "vip 7"
    refused("number_taken", members.register, desk, name="五", number="100003")


def test_many_numbers_in_use_are_stepped_over_in_few_looks(desk: Desk) -> None:
    rows = [{"number": str(n), "name": "x", "joined_on": 1, "language": "en", "tier": "member",
             "earned": "member",
             "event": 1} for n in range(100_001, 101_001)]  # fmt: skip
    with desk.db.atomic():
        Member.insert_many(rows).bind(desk.db).execute()
        Member.update(id=Member.id + 10_000).where(Member.id > 1).bind(desk.db).execute()
        Member.delete().where(Member.id > 1).bind(desk.db).execute()
        Member.insert_many(rows[1:]).bind(desk.db).execute()
    looked: list[str] = []
    desk.db.connection().set_trace_callback(looked.append)
    m = members.register(desk, name="新")
    desk.db.connection().set_trace_callback(None)
    assert m.number not in {row["number"] for row in rows}
    assert len(looked) < 60


# --- phones -----------------------------------------------------------------------------------


def test_a_phone_in_use_is_refused_with_who_has_it(desk: Desk) -> None:
    members.register(desk, name="张三丰", phone=PHONE)
    said = refused("phone_taken", members.register, desk, name="李四", phone="+86 138 0013 8000")
    assert "张三丰" in str(said)
    assert "100001" in str(said)
    assert PHONE in str(said)


def test_a_family_may_share_a_phone_on_purpose(desk: Desk) -> None:
    father = members.register(desk, name="张父", phone=PHONE)
    mother = members.register(desk, name="张母", phone=PHONE, shared_phone=True)
    refused("phone_taken", members.register, desk, name="李四", phone=PHONE)
    assert {m.id for m in members.find(desk, PHONE)} == {father.id, mother.id}


def test_who_shares_a_phone_is_edited_without_being_asked_again(desk: Desk) -> None:
    members.register(desk, name="张父", phone=PHONE)
    child = members.register(desk, name="张子", phone=PHONE, shared_phone=True)
    assert members.edit(desk, child.id, name="张小", phone=PHONE).name == "张小"
    assert members.edit(desk, child.id, language="zh_CN").phone == PHONE
    refused("phone_taken", members.register, desk, name="李四", phone=PHONE)


def test_a_phone_moves_by_editing(desk: Desk) -> None:
    a = members.register(desk, name="甲", phone=PHONE)
    b = members.register(desk, name="乙", phone="13900139000")
    refused("phone_taken", members.edit, desk, b.id, phone=PHONE)
    assert members.edit(desk, a.id, phone=None).phone is None
    assert members.edit(desk, b.id, phone=PHONE).phone == PHONE
    assert members.edit(desk, a.id, phone=PHONE, shared_phone=True).phone == PHONE
    assert members.edit(desk, a.id, phone="").phone is None
    assert members.find(desk, "13900139000") == []
    assert [m.id for m in members.find(desk, PHONE)] == [b.id]


def test_the_phone_of_a_closed_member_is_free_again(desk: Desk) -> None:
    old = members.register(desk, name="张三丰", phone=PHONE)
    close(desk, old.id)
    new = members.register(desk, name="李四", phone=PHONE)
    assert [m.id for m in members.find(desk, PHONE)] == [new.id]


# --- editing, closing -------------------------------------------------------------------------


def test_an_edited_member_is_found_by_the_new_name_only(desk: Desk) -> None:
    m = members.register(desk, name="张三丰", phone=PHONE)
    members.edit(desk, m.id, name="单雄信")
    for gone in ("张三丰", "zsf"):
        assert members.find(desk, gone) == []
    for now in ("单雄信", "shan", "sxx", "8000", "100001"):
        assert [found.id for found in members.find(desk, now)] == [m.id]


def test_the_audit_of_an_edit_says_which_fields_and_never_their_values(desk: Desk) -> None:
    m = members.register(desk, name="张三丰", phone=PHONE)
    members.edit(desk, m.id, name="李四", phone="13900139000")
    bodies = [e.body for e in Event.select().bind(desk.db)]
    assert '"changed": ["name", "phone"]' in bodies[-1]
    assert not any(word in body for body in bodies for word in ("张三丰", "李四", "1380", "1390"))


def test_a_closed_member_is_kept_but_neither_found_nor_served(desk: Desk) -> None:
    m = members.register(desk, name="张三丰", phone=PHONE)
    voucher = vouchers.issue(desk, m.id, amount=100)
    close(desk, m.id)
    assert members.get(desk, m.id).closed
    for query in ("张三丰", PHONE, "100001"):
        assert members.find(desk, query) == []
    refused("member_closed", members.edit, desk, m.id, name="李四")
    refused("member_closed", vouchers.issue, desk, m.id, amount=100)
    refused("member_closed", purchases.record, desk, member=m.id, amount=1, pay={"cash": 1})
    refused("member_closed", members.replace_card, desk, m.id)
    assert vouchers.get(desk, voucher.id).state == "issued"


@pytest.mark.parametrize(
    "command", [members.get, members.replace_card, lambda d, m: members.edit(d, m, name="x")]
)
def test_an_unknown_member_is_refused(desk: Desk, command: Any) -> None:
    said = refused("unknown_member", command, desk, 77)
    assert "77" in str(said)


# --- lifecycle --------------------------------------------------------------------------------

LIFECYCLE = [
    # days since joining, since the first visit, since the last one, stage
    (0, None, None, "new"),
    (30, None, None, "new"),
    (31, None, None, None),
    (400, 0, 0, "new"),
    (400, 30, 0, "new"),
    (400, 31, 31, "active"),
    (400, 200, 90, "active"),
    (400, 200, 91, "dormant"),
    (400, 200, 180, "dormant"),
    (400, 200, 181, "lost"),
]


@pytest.mark.parametrize(("joined", "first", "last", "stage"), LIFECYCLE)
def test_the_lifecycle_is_told_by_days(
    joined: int, first: int | None, last: int | None, stage: str | None
) -> None:
    today = date(2026, 10, 15)
    ago = [None if n is None else today - timedelta(days=n) for n in (first, last)]
    assert lifecycle.stage(today, today - timedelta(days=joined), *ago, lifecycle.Limits()) == stage


@pytest.mark.parametrize(
    ("away", "stage"),
    [(4, "new"), (5, "active"), (10, "active"), (11, "dormant"), (20, "dormant"), (21, "lost")],
)
def test_the_limits_of_the_lifecycle_are_settings_wherever_it_is_asked_for(
    desk: Desk, clock: "SetClock", away: int, stage: str
) -> None:
    settings.edit(desk, lifecycle_new=4, lifecycle_active=10, lifecycle_dormant=20)
    m = members.register(desk, name="张三丰")
    purchases.record(desk, member=m.id, amount=100, pay={"cash": 100})
    clock.tick(days=away)
    assert members.get(desk, m.id).lifecycle == stage
    for one in ("new", "active", "dormant", "lost"):
        found = segments.matching(desk, [segments.Filter("lifecycle", "is_in", (one,))])
        assert (m.id in found) is (one == stage)


def test_the_lifecycle_of_a_member_follows_visits_that_are_not_void(
    desk: Desk, clock: "SetClock"
) -> None:
    m = members.register(desk, name="张三丰")
    purchases.record(desk, member=m.id, amount=100, pay={"cash": 100})
    clock.tick(days=40)
    assert members.get(desk, m.id).lifecycle == "active"
    sold = purchases.record(desk, member=m.id, amount=100, pay={"cash": 100})
    purchases.void(desk, sold.id, reason="typo")
    clock.tick(days=51)
    assert members.get(desk, m.id).lifecycle == "dormant"
