"""Lists as other programs export them: headings, encodings, birthdays, what members hold."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from shopdesk import (
    born,
    cards,
    checks,
    erasing,
    import_preview,
    imports,
    journal,
    members,
    points,
)
from shopdesk.import_preview import KINDS
from shopdesk.refusals import ChoiceRefused, NotPermitted, Refused
from shopdesk.refusals_of_files import FileRefused

DATA = Path(__file__).resolve().parents[1] / "data" / "imports"


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def held(desk, number):
    """A member by number: points and debt, principal, bonus."""
    (member,) = [m for m in members.find(desk, number) if m.number == number]
    one = [journal.balance(desk.db, member.id, account) for account in ("points", "principal")]
    return (*one[0], one[1][0], journal.balance(desk.db, member.id, "bonus")[0])


def who(desk, number):
    return next(m for m in members.find(desk, number) if m.number == number)


# --- other programs ---------------------------------------------------------------------------

EXPORTS = {
    "meiping": ("gbk", "utf8-bom"),
    "yinbao": ("utf8-bom", "gb18030"),
    "nake": ("utf8", "gbk"),
}


@pytest.mark.parametrize(
    "file", [f"members-{name}-{way}.csv" for name, ways in EXPORTS.items() for way in ways]
)
def test_a_list_of_another_program_comes_in_without_a_word_of_help(desk, file):
    result = imports.members(desk, DATA / file)
    assert (result.rows, result.written, result.rejected) == (3, 3, ())
    assert checks.run(desk) == ()


@pytest.mark.parametrize("file", ["members-meiping-gbk.csv", "members-meiping-utf8-bom.csv"])
def test_stored_value_and_points_are_opening_lots_booked_as_adjusted(desk, file):
    result = imports.members(desk, DATA / file)
    assert result.brought == {"points": 3693, "principal": 172_050, "bonus": 20_000}
    assert held(desk, "MP0001") == (1260, 0, 52_050, 8_000)
    assert held(desk, "MP0002") == (88, 0, 0, 0)
    assert held(desk, "MP0003") == (2345, 0, 120_000, 12_000)
    kinds = desk.db.execute_sql("SELECT DISTINCT kind, reason FROM entry").fetchall()
    assert kinds == [("adjusted", "import")]


def test_birthdays_come_in_every_dress(desk):
    for name, ways in EXPORTS.items():
        imports.members(desk, DATA / f"members-{name}-{ways[0]}.csv")
    found = {m.number: (m.birthday, m.lunar_birthday) for m in members.find(desk, "137")}
    assert found["MP0001"] == (date(1985, 3, 2), None)
    assert found["MP0002"] == (None, (8, 15))
    assert found["MP0003"] == ((5, 20), None)
    assert found["1001"] == (date(1990, 11, 8), None)
    assert found["1003"] == (None, (12, 23))
    assert found["NK8801"] == (None, (8, 15))
    assert who(desk, "NK8802").birthday == (10, 1)


def test_a_card_in_the_list_finds_its_member(desk):
    imports.members(desk, DATA / "members-nake-utf8.csv")
    assert cards.member_of(desk, "KM000301") == who(desk, "NK8801").id
    assert who(desk, "NK8801").tier.code == "silver"


BIRTHDAYS = {
    "1990-05-20": (date(1990, 5, 20), None),
    "1990-05-20 00:00:00": (date(1990, 5, 20), None),
    "5月20日": ((5, 20), None),
    "0520": ((5, 20), None),
    "--05-20": ((5, 20), None),
    "公历1990-05-20": (date(1990, 5, 20), None),
    "农历八月十五": (None, (8, 15)),
    "农历 1990-08-15": (None, (8, 15)),
    "8-15(农历)": (None, (8, 15)),
    "闰四月初八": (None, (4, 8, True)),
    "腊月廿三": (None, (12, 23)),
    "正月初一": (None, (1, 1)),
    "农历九月三十": (None, (9, 30)),
    "冬月二十": (None, (11, 20)),
    "1900-01-01": (None, None),
    "0000-00-00 00:00:00": (None, None),
}


@pytest.mark.parametrize("cell", BIRTHDAYS)
def test_a_birthday_is_read_as_it_is_meant(cell):
    assert born.read(cell) == BIRTHDAYS[cell]


@pytest.mark.parametrize("cell", ["八月十五", "05/20/1990", "90-05-20", "廿三", "儿童节"])
def test_a_birthday_that_could_be_two_days_or_none_is_no_birthday(cell):
    with pytest.raises(ValueError, match=cell.replace(".", r"\.")):
        born.read(cell)


@given(
    st.one_of(
        st.dates(date(1901, 1, 1), date(2025, 1, 1)),
        st.dates(date(2000, 1, 1), date(2000, 12, 31)).map(lambda day: (day.month, day.day)),
    )
)
def test_a_birthday_that_was_written_is_read_again(day):
    assert born.read(born.written(day)) == (day, None)


@given(st.integers(1, 12), st.integers(1, 30), st.booleans())
def test_a_lunar_birthday_that_was_written_is_read_again(month, day, leap):
    given_day = (month, day, True) if leap else (month, day)
    assert born.lunar(born.lunar_written(given_day)) == given_day


# --- what they hold ---------------------------------------------------------------------------


def test_owed_points_come_along_as_a_debt_that_the_next_points_pay(desk, table):
    imports.members(desk, table("number,name,owed\n1,Ann,120\n"))
    assert held(desk, "1") == (0, 120, 0, 0)
    points.adjust(desk, who(desk, "1").id, 150, reason="r")
    assert held(desk, "1") == (30, 0, 0, 0)
    assert checks.run(desk) == ()


BAD_VALUE = {
    "less than nothing in the purse": ("-0.01,,,", "refund"),
    "more places than the currency has": ("1.005,,,", "amount"),
    "a purse of words": ("many,,,", "amount"),
    "points and a debt of points": (",,5,5", "amount"),
    "a gift below nothing": (",-1,,", "refund"),
}


@pytest.mark.parametrize("case", BAD_VALUE)
def test_value_that_cannot_be_is_rejected(desk, table, case):
    row, code = BAD_VALUE[case]
    result = imports.members(desk, table(f"name,principal,bonus,points,owed\nAnn,{row}\n"))
    assert [reject.code for reject in result.rejected] == [code]


LEVELS = "name,tier\nAnn,VIP\nBob,普卡\nCid,金卡会员\nDan,VIP\n"


def test_tiers_that_are_not_on_the_ladder_are_named_and_can_be_said(desk, table):
    path = table(LEVELS)
    tried = imports.members(desk, path, dry_run=True)
    assert tried.unknown_tiers == ("VIP", "普卡")
    assert [reject.row for reject in tried.rejected] == [2, 3, 5]
    done = imports.members(desk, path, tiers={"vip": "Platinum", "普卡": "member"})
    assert (done.written, done.unknown_tiers) == (4, ())
    held_by = {name: members.find(desk, name)[0].tier.code for name in ("Ann", "Bob", "Cid")}
    assert held_by == {"Ann": "platinum", "Bob": "member", "Cid": "gold"}


def test_a_tier_of_theirs_cannot_become_none_of_ours(desk, table):
    with pytest.raises(ChoiceRefused, match="Mithril"):
        imports.members(desk, table(LEVELS), tiers={"VIP": "Mithril"})


# --- who is here already ----------------------------------------------------------------------

HERE = "number,name,phone,birthday,card,points,principal\n"
TWINS = HERE + (
    "9,Zoe Ng,,,,5,1.00\n"  # by number
    ",Zo,13800000009,,,5,1.00\n"  # by phone
    ",Liu Ye,,1990-05-20,,5,1.00\n"  # by name and birthday
    "77,New,13800000077,,C77,5,1.00\n"  # nobody yet
)


@pytest.fixture
def three(desk):
    zoe = members.register(desk, name="Zoe", number="9", birthday=(3, 3))
    pho = members.register(desk, name="Pho", phone="13800000009")
    liu = members.register(desk, name="Liu Ye", birthday=date(1990, 5, 20))
    return zoe.id, pho.id, liu.id


def test_without_a_choice_a_number_or_phone_is_rejected_and_a_namesake_is_somebody_else(
    desk, three, table
):
    result = imports.members(desk, table(TWINS), skip_rejects=True)
    assert [(r.row, r.code) for r in result.rejected] == [(2, "number_taken"), (3, "phone_taken")]
    assert (result.written, result.created_members, result.twins) == (2, 2, ())


def test_who_is_here_can_be_left_out(desk, three, table):
    result = imports.members(desk, table(TWINS), duplicates="skip")
    assert (result.written, result.created_members, result.skipped) == (1, 1, 3)
    listed = [(t.row, t.why, t.member_id, t.done) for t in result.twins]
    assert listed == [
        (2, "number", three[0], "skipped"),
        (3, "phone", three[1], "skipped"),
        (4, "birthday", three[2], "skipped"),
    ]
    assert result.rejected_count == 0


def test_who_is_here_can_be_given_what_they_lack_and_nothing_else(desk, three, table):
    points.adjust(desk, three[1], 40, reason="r")
    result = imports.members(desk, table(TWINS), duplicates="fill")
    assert (result.written, result.created_members, result.filled) == (4, 1, 3)
    zoe, pho, _liu = (members.get(desk, id_) for id_ in three)
    assert (zoe.name, zoe.birthday, zoe.points) == ("Zoe", (3, 3), 5)
    assert (pho.name, pho.phone, pho.points) == ("Pho", "13800000009", 40)
    assert journal.balance(desk.db, three[1], "principal") == (100, 0)
    assert checks.run(desk) == ()


def test_who_is_here_can_be_made_once_more_with_a_shared_phone(desk, three, table):
    result = imports.members(desk, table(TWINS), duplicates="new")
    assert (result.written, result.created_members) == (4, 4)
    assert [t.done for t in result.twins] == ["new", "new", "new"]
    sharing = members.find(desk, "13800000009")
    assert [m.name for m in sharing] == ["Pho", "Zo"]
    assert who(desk, "9").name == "Zoe"  # the other has a number of the shop's
    assert checks.run(desk) == ()


def test_a_dry_run_says_of_members_who_are_here_what_the_import_does(desk, three, table):
    for choice in ("skip", "fill", "new"):
        tried = imports.members(desk, table(TWINS), duplicates=choice, dry_run=True)
        assert tried.written == {"skip": 1, "fill": 4, "new": 4}[choice]
    assert [m.id for m in members.find(desk, "Zo")] == [three[0]]


@pytest.mark.parametrize(("known_by", "code"), [("number", "8"), ("card", "C8")])
def test_who_was_merged_is_who_they_are_now(desk, table, known_by, code):
    keep = members.register(desk, name="Ann").id
    drop = members.register(desk, name="Anna", number="8", card="C8").id
    members.merge(desk, keep=keep, drop=drop)
    rows = f"name,phone,{known_by},points\nAnna,13800000007,{code},5\n"
    refused = imports.members(desk, table(rows), skip_rejects=True)
    assert [one.code for one in refused.rejected] == ["number_taken"]
    skipped = imports.members(desk, table(rows), duplicates="skip")
    assert [(one.why, one.member_id) for one in skipped.twins] == [(known_by, keep)]
    assert imports.members(desk, table(rows), duplicates="fill").filled == 1
    ann, anna = members.get(desk, keep), members.get(desk, drop)
    assert (ann.phone, ann.points, anna.phone, anna.points) == ("13800000007", 5, None, 0)
    assert [one.id for one in members.find(desk, "Anna")] == [keep]
    assert checks.run(desk) == ()


def test_what_leads_to_nobody_any_more_is_taken_all_the_same(desk, table):
    gone = members.register(desk, name="Ann").id
    number = erasing.erase(desk, gone, reason="asked for it")
    rows = table(f"name,number\nAnn,{number}\n")
    for choice in ("reject", "skip", "fill"):
        result = imports.members(desk, rows, duplicates=choice, skip_rejects=True)
        assert [one.code for one in result.rejected] == ["number_taken"]
    assert imports.members(desk, rows, duplicates="new").created_members == 1
    assert members.get(desk, gone).closed


def test_another_choice_is_none(desk, table):
    with pytest.raises(ChoiceRefused):
        imports.members(desk, table(TWINS), duplicates="merge")


# --- looking first ----------------------------------------------------------------------------


def test_a_preview_shows_the_columns_and_first_rows_as_the_import_would_read_them(desk):
    seen = imports.preview(desk, DATA / "members-meiping-gbk.csv", "members")
    assert (seen.encoding, seen.missing) == ("gb18030", ())
    assert seen.heading[:3] == ("卡号", "姓名", "会员级别")
    assert seen.columns[:5] == ("number", "name", "tier", "", "phone")
    assert seen.rows[0][:2] == ("MP0001", "孙若溪")
    result = imports.members(desk, DATA / "members-meiping-gbk.csv", dry_run=True)
    named = {a: b for a, b in zip(seen.heading, seen.columns, strict=True) if b}
    assert dict(result.columns) == named


def test_a_preview_is_corrected_column_by_column(desk, table):
    path = table("Wer,Nr,积分\nAnn,7,30\n")
    seen = imports.preview(desk, path, "members")
    assert (seen.heading, seen.missing) == (("Wer", "Nr", "积分"), (("name",),))
    named = {"Wer": "name", "Nr": "number", "积分": ""}
    seen = imports.preview(desk, path, "members", columns=named)
    assert (seen.columns, seen.missing) == (("name", "number", ""), ())
    assert import_preview.named(desk, imports.preview(desk, path, "members"), named) == seen
    imports.members(desk, path, columns=named)
    assert held(desk, "7") == (0, 0, 0, 0)


def test_another_encoding_can_be_chosen_and_one_it_is_not_in_is_refused(desk, tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("姓名\n李娜\n".encode())
    wrong = imports.preview(desk, path, "members", encoding="gb18030")
    assert wrong.heading != ("姓名",)
    assert imports.preview(desk, path, "members", encoding="utf-8-sig").rows == (("李娜",),)
    path.write_bytes("姓名\n李娜\n".encode("gbk"))
    with pytest.raises(FileRefused, match="not utf-8-sig"):
        imports.preview(desk, path, "members", encoding="utf-8-sig")


def test_of_a_workbook_the_first_sheet_with_a_heading_is_shown(desk, tmp_path):
    book = Workbook()
    book.active.append(["About this file"])
    goods = book.create_sheet("Goods")
    for row in (["Item", "Retail price"], ["Cup", 45], ["Pot", 88.5]):
        goods.append(row)
    book.save(tmp_path / "goods.xlsx")
    seen = imports.preview(desk, tmp_path / "goods.xlsx", "products")
    assert (seen.encoding, seen.heading) == ("xlsx", ("Item", "Retail price"))
    assert seen.rows == (("Cup", "45"), ("Pot", "88.5"))


def test_what_is_no_table_or_not_there_is_refused(desk, table, tmp_path):
    for path, code in ((tmp_path / "none.csv", "no_file"), (table(""), "file")):
        with pytest.raises(Refused) as caught:
            imports.preview(desk, path, "products")
        assert caught.value.code == code


def test_whoever_may_not_import_may_not_look(cashier, table):
    for kind in KINDS:
        with pytest.raises(NotPermitted):
            imports.preview(cashier, table("a\n1\n"), kind)


# --- cards ------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["gbk", "utf8"])
def test_a_list_of_pre_printed_cards_is_bound_by_number_or_phone(desk, way):
    imports.members(desk, DATA / "members-nake-gbk.csv")
    result = imports.cards(desk, DATA / f"cards-{way}.csv")
    assert (result.written, result.rejected_count) == (2, 0)
    assert cards.member_of(desk, "BLK00017") == who(desk, "NK8801").id
    assert cards.member_of(desk, "BLK00018") == who(desk, "NK8803").id


def test_a_card_that_is_taken_or_comes_twice_or_for_nobody_is_rejected(desk, member, table):
    number = members.get(desk, member).number
    cards.link(desk, member, "B1")
    rows = f"member,card\n{number},B1\n{number},B2\n{number},B2\n5,B3\n{number},\n"
    result = imports.cards(desk, table(rows))
    assert [(r.row, r.code) for r in result.rejected] == [
        (2, "number_taken"), (4, "number_taken"), (5, "unknown_member"), (6, "missing"),
    ]  # fmt: skip
