"""Finding a member by whatever is typed, in as few steps among many as among few."""

from typing import Any

import pytest

from shopdesk import cards, finding, members
from shopdesk.shop import Desk
from shopdesk.store.tables.journal import Account
from shopdesk.store.tables.people import Member

PEOPLE = [
    # name, phone, number
    ("张三丰", "13800138000", None),  # 100001
    ("张小小", "13912348000", None),  # 100002
    ("单雄信", "18600001111", None),  # 100003
    ("Anna Smith", "+4930123456", None),  # 100004
    ("欧阳娜娜", None, "A-7"),
    ("翟天临", "02162341000", "8000"),
    ("李 明", "13800000001", "13900000000"),
    ("王〇二", "13900000000", None),
]


@pytest.fixture
def people(desk: Desk) -> dict[int, str]:
    registered = [members.register(desk, name=n, phone=p, number=no) for n, p, no in PEOPLE]
    return {m.id: m.name for m in registered}


def names(desk: Desk, query: str, limit: int = 20) -> list[str]:
    return [m.name for m in members.find(desk, query, limit=limit)]


FOUND = [
    # typed, names found in that order
    ("100001", ["张三丰"]),
    ("１００００１", ["张三丰"]),
    ("13800138000", ["张三丰"]),
    ("138 0013 8000", ["张三丰"]),
    ("138-0013-8000", ["张三丰"]),
    ("+86 13800138000", ["张三丰"]),
    ("+49 30 123456", ["Anna Smith"]),
    ("4930123456", ["Anna Smith"]),
    ("138000", ["张三丰", "李 明"]),
    ("8000", ["翟天临", "张三丰", "张小小"]),  # the number, then the ends of phones
    ("000", ["王〇二", "翟天临", "张三丰", "张小小"]),
    ("13900000000", ["李 明", "王〇二"]),  # a number before a phone
    ("张三丰", ["张三丰"]),
    ("张", ["张三丰", "张小小"]),
    ("三丰", ["张三丰"]),
    ("小", ["张小小"]),
    ("zsf", ["张三丰"]),
    ("ZSF", ["张三丰"]),
    ("zhangsan", ["张三丰"]),
    ("zhang", ["张三丰", "张小小"]),
    ("sanfeng", ["张三丰"]),
    ("shanxiongxin", ["单雄信"]),
    ("sxx", ["单雄信"]),
    ("danxiongxin", []),
    ("ouyang", ["欧阳娜娜"]),
    ("oynn", ["欧阳娜娜"]),
    ("anna", ["Anna Smith"]),
    ("smi", ["Anna Smith"]),
    ("SMITH anna", ["Anna Smith"]),
    ("a7", ["欧阳娜娜"]),
    ("A-7", ["欧阳娜娜"]),
    ("张 8000", ["张三丰", "张小小"]),
    ("8000 张", ["张三丰", "张小小"]),
    ("张，8000", ["张三丰", "张小小"]),
    ("zhang 139", ["张小小"]),
    ("zh xiao 8000", ["张小小"]),
    ("张 李", []),
    ("二", ["王〇二"]),
    ("liming", ["李 明"]),
    ("nobody", []),
    ("99999", []),
    ("", []),
    ("   ", []),
    ("%", []),
    ("_", []),
    ("'; --", []),
    ("\ud800", []),
    ("~", []),
    ("x" * 5000, []),
]


@pytest.mark.parametrize("chunk", range(5))
def test_members_are_found_by_what_is_typed(desk: Desk, people: dict[int, str], chunk: int) -> None:
    assert people
    for typed, expected in FOUND[chunk::5]:
        assert names(desk, typed) == expected, typed


def test_the_exact_number_comes_first_then_a_whole_phone_then_the_rest(desk: Desk) -> None:
    for n in range(30):
        members.register(desk, name=f"客{n}", phone=f"139{n:02}0100009")
    phone = members.register(desk, name="电话", phone="0100009")
    number = members.register(desk, name="号码", number="0100009")
    longer = members.register(desk, name="更长", number="01000091")
    found = members.find(desk, "0100009", limit=50)
    assert [m.id for m in found[:2]] == [number.id, phone.id]
    assert longer.id in [m.id for m in found[2:]]
    assert [m.id for m in members.find(desk, "0100009", limit=1)] == [number.id]
    assert [m.id for m in members.find(desk, "010-0009", limit=2)] == [number.id, phone.id]


def test_a_card_comes_first(desk: Desk) -> None:
    for n in range(5):
        members.register(desk, name=f"客{n}", phone=f"77777{n}")
    holder = members.register(desk, name="持卡")
    cards.link(desk, holder.id, "77777")
    assert members.find(desk, "77777")[0].id == holder.id
    assert members.find(desk, "77777", limit=1)[0].id == holder.id


@pytest.mark.parametrize("limit", [-1, 0, 1, 2, 20])
def test_no_more_are_found_than_wanted(desk: Desk, limit: int) -> None:
    for n in range(5):
        members.register(desk, name=f"张{n}")
    assert len(members.find(desk, "张", limit=limit)) == max(0, min(5, limit))


def test_two_terms_find_whom_they_mean_among_thousands(desk: Desk) -> None:
    """Neither term alone leads to them within the first few."""
    crowd(desk, 3000)
    meant = members.register(desk, name="张无忌", phone="18912348765")
    for typed in ("zhang 8765", "张 8765", "189 wuji", "zhang wuji", "zwj 189", "8765 zh"):
        assert meant.id in [m.id for m in members.find(desk, typed)], typed


def test_the_end_of_a_phone_is_found_though_many_numbers_begin_like_it(desk: Desk) -> None:
    """More numbers begin with 201, and more names with 张, than are read of either."""
    crowd(desk, 1300)
    meant = members.register(desk, name="张老实", phone="15401371201")
    assert members.find(desk, "张 201")[0].id == meant.id


def test_digits_beside_a_name_are_the_end_or_the_beginning_of_a_phone(desk: Desk) -> None:
    meant = {members.register(desk, name="伟", phone=phone).id for phone in PHONES_WITH_137}
    assert {m.id for m in members.find(desk, "137,伟")} == meant


def test_a_long_name_is_found_by_any_part_of_it(desk: Desk) -> None:
    member = members.register(desk, name="买买提·吐尔逊江·阿不都拉")
    company = members.register(desk, name="上海青禾茶叶有限公司")
    for typed in ("阿不都拉", "都拉", "abudula", "吐尔逊江"):
        assert [m.id for m in members.find(desk, typed)] == [member.id], typed
    for typed in ("公司", "gongsi", "茶叶有限", "chaye"):
        assert [m.id for m in members.find(desk, typed)] == [company.id], typed


PHONES_WITH_137 = ("15400000137", "13711112222", "13733334444")


def test_a_term_typed_twice_is_one(desk: Desk, people: dict[int, str]) -> None:
    assert people
    assert names(desk, "张 张") == names(desk, "张") == ["张三丰", "张小小"]


def test_three_terms_must_all_fit(desk: Desk) -> None:
    crowd(desk, 1300)
    meant = members.register(desk, name="张老实", phone="15401371201")
    members.register(desk, name="张老虎", phone="15401372201")
    assert [m.id for m in members.find(desk, "张 201 laoshi")] == [meant.id]
    assert members.find(desk, "张 201 xiaoshi") == []


def test_the_closed_leave_room_for_others(desk: Desk) -> None:
    for n in range(6):
        members.register(desk, name=f"张{n}")
    Member.update(closed_on=1).where(Member.id != 5).bind(desk.db).execute()
    assert [m.id for m in members.find(desk, "张", limit=2)] == [5]


# --- the cost ---------------------------------------------------------------------------------


def crowd(desk: Desk, upto: int) -> None:
    """Many members, all called 张 something, with phones that begin and end alike."""
    db = desk.db
    with db.atomic():
        last = Member.select().bind(db).count()
        ids = range(last + 1, upto + 1)
        people = [(n, f"张{chr(0x4E00 + n)}", f"189{n:06}00") for n in ids]
        Member.insert_many(
            [{"id": n, "number": str(200_000 + n), "name": name, "phone": phone, "joined_on": 1,
              "language": "en", "tier": "member", "earned": "member", "event": 1}
             for n, name, phone in people]
        ).bind(db).execute()  # fmt: skip
        Account.insert_many(
            [{"member": n, "account": "points", "lots": 0, "debt": 0} for n in ids]
        ).bind(db).execute()
        # Keys as ``finding`` writes them, of one reading: making all of pinyin takes its time.
        keys = [(key, n) for n, name, phone in people
                for key in ("zhang", "z", name, name[1:], str(200_000 + n), phone,
                            finding._FROM_THE_END + phone[::-1])]  # fmt: skip
        for start in range(0, len(keys), 400):
            finding._insert_keys(db, keys[start : start + 400])


class Steps:
    """Counts the steps of SQLite's virtual machine."""

    def __init__(self, db: Any) -> None:
        self.connection = db.connection()
        self.count = 0

    def __enter__(self) -> "Steps":
        self.connection.set_progress_handler(self._step, 1)
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.set_progress_handler(None, 0)

    def _step(self) -> int:
        self.count += 1
        return 0


QUERIES = ["张", "z", "zhang", "189", "000", "18900050000", "200501", "zhang 189", "nobody", "M0"]


def test_finding_takes_the_same_steps_among_a_thousand_and_among_ten_thousand(
    desk: Desk,
) -> None:
    counted: list[list[int]] = []
    for size in (1_000, 10_000):
        crowd(desk, size)
        members.register(desk, name="末")  # a walk that ends with a table takes a step less
        counted.append([])
        for query in QUERIES:
            members.find(desk, query)
            with Steps(desk.db) as steps:
                members.find(desk, query)
            counted[-1].append(steps.count)
    assert counted[0] == counted[1]
    assert max(counted[0]) < 60_000


def test_no_statement_of_a_search_reads_a_whole_table(desk: Desk) -> None:
    crowd(desk, 100)
    members.register(desk, name="张三丰")
    statements: list[str] = []
    desk.db.connection().set_trace_callback(statements.append)
    for query in [*QUERIES, "138 0013 8000", "M0000000010"]:
        members.find(desk, query)
    desk.db.connection().set_trace_callback(None)
    assert len(statements) > len(QUERIES)
    for statement in set(statements):
        plan = [row[3] for row in desk.db.execute_sql(f"EXPLAIN QUERY PLAN {statement}")]
        scans = [step for step in plan if "SCAN" in step and "json_each" not in step]
        assert scans == [], statement


@pytest.mark.parametrize("typed", ["1", "10000", "8000", "138", "zh", "张", "smith", "xyz"])
def test_how_many_there_are_is_as_many_as_are_found(
    desk: Desk, people: dict[int, str], typed: str
) -> None:
    assert members.how_many(desk, typed) == len(names(desk, typed, limit=100))


def test_who_closed_their_membership_is_not_counted(desk: Desk, people: dict[int, str]) -> None:
    before = members.how_many(desk, "138")
    gone = members.find(desk, "13800138000")[0].id
    Member.update(closed_on=1).where(Member.id == gone).bind(desk.db).execute()
    assert before is not None
    assert members.how_many(desk, "138") == before - 1


@pytest.mark.parametrize("typed", ["zhang 1", ""])
def test_of_several_terms_or_none_it_is_not_known(desk: Desk, typed: str) -> None:
    assert members.how_many(desk, typed) is None
