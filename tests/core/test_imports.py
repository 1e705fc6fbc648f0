"""An import is all of a file or nothing, once, and every row left out is named with its reason."""

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from shopdesk import (
    cards,
    cash,
    checks,
    imports,
    members,
    parked,
    points,
    prints,
    products,
    purchases,
    stored_value,
    tiers,
)
from shopdesk.headings import ColumnTwice
from shopdesk.refusals import ChoiceRefused
from shopdesk.refusals_of_files import AlreadyImported, FileExists, FileRefused, NoSuchFile
from shopdesk.shop import Desk, Shop
from shopdesk.store.staging import Staging

DATA = Path(__file__).resolve().parents[1] / "data" / "imports"

THREE = "number,name,phone\n1,Ann,13800000001\n2,Bob,13800000002\n3,Cid,13800000003\n"


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def count(desk, *tables):
    return sum(desk.db.execute_sql(f"SELECT COUNT(*) FROM {t}").fetchone()[0] for t in tables)


def reasons(result):
    return {reject.row: reject.code for reject in result.rejected}


# --- members ----------------------------------------------------------------------------------


def test_members_come_with_all_they_have_from_a_gb18030_file_with_a_title_above(desk):
    result = imports.members(desk, DATA / "members-gb18030.csv")
    assert (result.rows, result.written, result.created_members) == (3, 3, 3)
    assert result.encoding == "gb18030"
    assert result.columns["开卡日期"] == "joined"
    zhang = members.find(desk, "00017")[0]
    assert (zhang.name, zhang.phone, zhang.birthday) == ("张三丰", "13800138000", date(1988, 5, 20))
    assert (zhang.joined_on, zhang.tier.code, zhang.points) == (date(2019, 3, 1), "gold", 1200)
    ouyang, zi = members.find(desk, "00018")[0], members.find(desk, "00019")[0]
    assert (ouyang.phone, ouyang.birthday) == ("13900139000", (5, 20))
    assert (zi.name, zi.phone, zi.birthday, zi.points) == ("𬭼子", "13600136000", None, 1050)
    assert zi.joined_on == date(2021, 12, 31)
    assert tiers.why(desk, zhang.id).tier == "gold"
    assert [lot.granted for lot in points.lots(desk, zhang.id)] == [1200]
    assert checks.run(desk) == ()


def test_members_come_from_a_workbook_on_whatever_sheet_they_are(desk, tmp_path):
    workbook = Workbook()
    workbook.active.append(["Notes", "of the shop"])
    sheet = workbook.create_sheet("members")
    sheet.append(["Member No.", "Full name", "Mobile", "Member since"])
    sheet.append([17, "Ann Lee", 13800138000.0, date(2020, 2, 29)])
    workbook.save(tmp_path / "members.xlsx")
    assert imports.members(desk, tmp_path / "members.xlsx").written == 1
    ann = members.find(desk, "17")[0]
    assert (ann.phone, ann.joined_on) == ("13800138000", date(2020, 2, 29))


def test_a_phone_or_number_that_someone_has_is_rejected_with_who(desk, table):
    members.register(desk, name="Zoe", phone="13800000009", number="9")
    path = table(
        "number,name,phone\n1,Ann,13800000001\n2,Bob,13800000001\n3,Cid,138 0000 0009\n"
        "9,Dan,\n1,Eve,\n"
    )
    result = imports.members(desk, path)
    assert reasons(result) == {
        3: "phone_taken", 4: "phone_taken", 5: "number_taken", 6: "number_taken",
    }  # fmt: skip
    assert "Ann (No. 1)" in result.rejected[0].reason
    assert "Zoe (No. 9)" in result.rejected[1].reason
    assert (result.written, count(desk, "member")) == (0, 1)


def test_numbers_the_shop_gives_leave_those_that_later_rows_bring(desk, table):
    path = table("number,name\n,Ann\n100002,Bob\n100001,Cid\n,Dan\n")
    assert imports.members(desk, path, dry_run=True).written == 4
    result = imports.members(desk, path)
    assert (result.written, result.rejected_count) == (4, 0)
    assert members.find(desk, "Bob")[0].number == "100002"
    assert members.find(desk, "Cid")[0].number == "100001"
    assert len({members.find(desk, name)[0].number for name in ("Ann", "Bob", "Cid", "Dan")}) == 4
    assert checks.run(desk) == ()


def test_a_number_in_full_width_is_that_number(desk, table):
    members.register(desk, name="Zoe", number="9")
    path = table("number,name\n１７,Ann\n17,Bob\n９,Cid\n")
    for dry_run in (True, False):
        result = imports.members(desk, path, skip_rejects=True, dry_run=dry_run)
        assert reasons(result) == {3: "number_taken", 4: "number_taken"}
    assert members.find(desk, "17")[0].name == "Ann"


BAD_MEMBERS = {
    "no name": (",13800000001,,,", "missing"),
    "a phone that lost digits": ("Ann,1.38E+10,,,", "phone"),
    "two phones": ("Ann,13800000001/13800000002,,,", "phone"),
    "a day that is none": ("Ann,,2023-02-29,,", "date"),
    "joined tomorrow": ("Ann,,2026-10-16,,", "date"),
    "joined before anyone lived": ("Ann,,1899-12-31,,", "date"),
    "a tier of another shop": ("Ann,,,Mithril,", "choice"),
    "points that are none": ("Ann,,,,lots", "amount"),
    "points below nothing": ("Ann,,,,-5", "amount"),
    "points without end": ("Ann,,,,1e400", "amount"),
    "a name without end": (f"{'A' * 65},,,,", "text"),
    "lost characters": ("A\ufffdn,,,,", "text"),
    "a cell too many": ("Ann,,,,5,6", "columns"),
}


@pytest.mark.parametrize("kind", BAD_MEMBERS)
def test_a_bad_member_is_rejected_by_row_and_reason(desk, table, kind):
    cells, code = BAD_MEMBERS[kind]
    path = table(f"name,phone,joined,tier,points\nBob,,,,\n{cells}\n")
    result = imports.members(desk, path)
    assert reasons(result) == {3: code}
    assert result.rejected[0].reason
    assert (result.written, count(desk, "member")) == (0, 0)


# --- products ---------------------------------------------------------------------------------


def test_products_come_with_category_cost_and_ean(desk, table):
    path = table(
        "品名,零售价,分类,进价,条码\n茉莉银针,¥68.00,茶,30,6901234567892\n陶杯,45,器具,,\n"
    )
    assert imports.products(desk, path).created_products == 2
    tea = products.find(desk, "6901234567892")[0]
    assert (tea.name, tea.price, tea.category, tea.cost) == ("茉莉银针", 6800, "茶", 3000)


def test_a_product_that_is_there_is_rejected(desk, table):
    products.add(desk, name="Cup", price=4500, ean="6901234567892")
    path = table("name,price,ean\nMug,1,6901234567892\nCUP,1,\nPot,1,\npot,2,\nPan,-1,\nLid,,\n")
    result = imports.products(desk, path, skip_rejects=True)
    assert reasons(result) == {
        2: "number_taken", 3: "number_taken", 5: "number_taken", 6: "refund", 7: "missing",
    }  # fmt: skip
    assert (result.written, count(desk, "product")) == (1, 2)


def test_a_code_that_is_a_members_card_is_rejected(desk, table):
    ann = members.register(desk, name="Ann").id
    cards.link(desk, ann, "6901234567892")
    path = table("name,price,ean\nCup,1,\nTea,10,690 1234 567892\n")
    for dry_run in (True, False):
        result = imports.products(desk, path, skip_rejects=True, dry_run=dry_run)
        assert (reasons(result), result.written) == ({3: "number_taken"}, 1)


# --- all or nothing ---------------------------------------------------------------------------


def test_a_rejected_row_stops_all_unless_rejects_are_skipped(desk, table, tmp_path):
    path = table(THREE + "4,Dan,13800000001\n5,=1+1,x\n")
    stopped = imports.members(desk, path, rejects=tmp_path / "rejects.csv")
    assert (stopped.written, stopped.rejected_count, count(desk, "member")) == (0, 2, 0)
    text = (tmp_path / "rejects.csv").read_text("utf-8-sig")
    rejected = list(csv.reader(text.splitlines()))
    assert rejected[0] == ["row", "reason", "number", "name", "phone"]
    assert rejected[1][::2] == ["5", "4", "13800000001"]
    assert rejected[2][0] == "6"
    assert rejected[2][2:] == ["5", "'=1+1", "x"]
    done = imports.members(desk, path, skip_rejects=True)
    assert (done.written, done.rejected_count, count(desk, "member")) == (3, 2, 3)


def test_mended_rejects_are_imported_as_they_are(desk, table, tmp_path):
    rejects = tmp_path / "rejects.csv"
    imports.members(desk, table(THREE + "4,Dan,13800000001\n"), skip_rejects=True, rejects=rejects)
    mended = rejects.read_text("utf-8-sig").replace(",13800000001", ",13800000004")
    assert imports.members(desk, table(mended, "mended.csv")).written == 1
    assert members.find(desk, "13800000004")[0].number == "4"


def test_rejects_never_replace_the_file_itself(desk, table):
    path = table("name,phone\nAnn,x\n")
    with pytest.raises(FileExists):
        imports.members(desk, path, rejects=path)


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
def test_rejects_never_replace_the_shop_or_what_lies_beside_it(desk, table, location, ending):
    before = location.read_bytes()
    path = table(THREE + "4,Dan,x\n")
    for dry_run in (False, True):
        with pytest.raises(FileExists):
            imports.members(
                desk, path, rejects=f"{location}{ending}", skip_rejects=True, dry_run=dry_run
            )
    assert (count(desk, "member"), checks.run(desk)) == (0, ())
    desk.shop.close()
    assert location.read_bytes() == before


def test_a_dry_run_reports_the_same_and_writes_nothing(desk, table):
    path = table(THREE + "4,Dan,13800000001\n")
    for skip in (False, True):
        events = count(desk, "event")
        dry = imports.members(desk, path, dry_run=True, skip_rejects=skip)
        assert (count(desk, "member"), count(desk, "event")) == (0, events)
        real = imports.members(desk, path, skip_rejects=skip)
        assert (dry.dry_run, real.dry_run) == (True, False)
        assert dry.written == real.written == (3 if skip else 0)
        assert dry.rejected == real.rejected


def test_the_same_file_counts_once_unless_again(desk, table, clock):
    path = table("name\nAnn\n")
    imports.members(desk, path)
    clock.tick(days=2)
    for dry_run in (False, True):
        with pytest.raises(AlreadyImported) as refused:
            imports.members(desk, path, dry_run=dry_run)
        assert "15 Oct 2026" in str(refused.value)
    for _ in range(2):
        assert imports.members(desk, path, again=True).written == 1
    assert count(desk, "member") == 3


def test_the_audit_says_which_file_and_how_much_but_nobody(desk, table):
    imports.members(desk, table(THREE))
    body = desk.db.execute_sql("SELECT body FROM event ORDER BY id DESC").fetchone()[0]
    assert '"file": "table.csv"' in body
    assert '"written": 3' in body
    assert "Ann" not in body


def test_cancelling_leaves_nothing_at_any_moment(desk, table):
    path = table("name\n" + "Ann\n" * 250)
    asked = []
    imports.members(desk, path, dry_run=True, cancelled=lambda: asked.append(0))
    for stop in range(1, len(asked) + 1):
        left = iter(range(stop - 1))
        result = imports.members(desk, path, cancelled=lambda left=left: next(left, None) is None)
        assert (result.cancelled, result.written, count(desk, "member")) == (True, 0, 0)
    assert imports.members(desk, path).written == 250


def test_progress_goes_up_to_its_end(desk, table):
    seen = []
    path = table("name\n" + "Ann\n" * 250)
    imports.members(desk, path, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert all(done <= total for done, total in seen)
    assert seen[-1] == (500, 500)


# --- beside a till ----------------------------------------------------------------------------


@pytest.fixture
def beside(location, clock):
    """Another program at the same shop; what it does once, while a file is judged."""
    with Shop.open(location, clock=clock) as shop:
        yield Desk(shop, 1, "店主", "owner", "2")


def test_a_till_goes_on_selling_while_a_file_is_judged(desk, beside, table):
    sold = []

    def sell(*_):
        if not sold:
            sold.append(purchases.record(beside, amount=500, pay={"cash": 500}))

    for dry_run in (True, False):
        sold.clear()
        result = imports.members(desk, table(THREE), dry_run=dry_run, progress=sell)
        assert (result.written, len(sold)) == (3, 1)
    assert (count(desk, "member"), checks.run(desk)) == (3, ())


@pytest.mark.parametrize(
    "do",
    [
        lambda desk: purchases.record(desk, amount=500, pay={"cash": 500}),
        lambda desk: prints.record(desk, prints.Document(1)),
        lambda desk: stored_value.top_up(desk, 1, principal=500, pay={"cash": 500}),
        lambda desk: cash.pay_in(desk, 500, reason="change"),
        lambda desk: parked.park(desk, label="one", amount=500),
    ],
    ids=["sell", "print", "top up", "pay in", "park"],
)
def test_no_row_is_judged_again_for_what_a_till_does_all_day(desk, beside, table, monkeypatch, do):
    members.register(desk, name="Ann")
    purchases.record(desk, amount=500, pay={"cash": 500})
    done = []

    def till(*_):
        if not done:
            done.append(do(beside))

    monkeypatch.setattr(Staging, "judge_again", lambda _self: pytest.fail("judged again"))
    assert imports.members(desk, table(THREE), progress=till).written == 3
    assert done


def test_what_another_till_changed_meanwhile_is_judged_again(desk, beside, table, tmp_path):
    def register(*_):
        if not members.find(beside, "Zoe"):
            members.register(beside, name="Zoe", phone="13800000001")

    path, rejects = table(THREE + "4,Dan,13800000003\n"), tmp_path / "rejects.csv"
    result = imports.members(desk, path, progress=register, skip_rejects=True, rejects=rejects)
    assert reasons(result) == {2: "phone_taken", 5: "phone_taken"}
    assert (result.written, count(desk, "member")) == (2, 3)
    assert len(rejects.read_text("utf-8-sig").splitlines()) == 3


def test_a_tier_that_another_till_took_off_the_ladder_meanwhile_is_not_brought(desk, beside, table):
    def take_off(*_):
        if len(tiers.ladder(beside)) > 4:
            left = [tier for tier in tiers.ladder(beside) if tier.code != "gold"]
            tiers.set_ladder(beside, left)

    path = table("number,name,level\n1,Ann,Gold\n2,Bob,Silver\n")
    result = imports.members(desk, path, progress=take_off, skip_rejects=True)
    assert reasons(result) == {2: "choice"}
    assert [m.tier.code for m in members.find(desk, "Bob")] == ["silver"]
    assert checks.run(desk) == ()


# --- headings ---------------------------------------------------------------------------------


def test_columns_are_named_where_words_do_not_say(desk, table):
    path = table("Kunde;Wer;Nummer\nAnn;Ann Lee;7\n")
    with pytest.raises(FileRefused) as refused:
        imports.members(desk, path)
    assert "no column for name among: Kunde, Wer, Nummer" in str(refused.value)
    desk.speaks = "zh_CN"
    with pytest.raises(FileRefused) as refused:
        imports.members(desk, path)
    assert "找不到“姓名 (name)”对应的列" in str(refused.value)
    result = imports.members(desk, path, columns={"wer": "name", "Nummer": "number"})
    assert result.columns == {"Wer": "name", "Nummer": "number"}
    assert members.find(desk, "7")[0].name == "Ann Lee"


def test_a_row_without_a_name_is_refused_in_the_language_of_the_desk(desk, table):
    desk.speaks = "zh_CN"
    result = imports.members(desk, table("name,phone\n,13800138000\n"))
    assert [reject.reason for reject in result.rejected] == ["这一行缺少“姓名 (name)”。"]


def test_unknown_names_of_columns_are_refused_with_the_list(desk, table):
    path = table(THREE)
    with pytest.raises(ChoiceRefused) as ours:
        imports.members(desk, path, columns={"phone": "fax"})
    assert "number, name, phone" in str(ours.value)
    with pytest.raises(ChoiceRefused) as theirs:
        imports.members(desk, path, columns={"fax": "phone"})
    assert "number, name, phone" in str(theirs.value)


def test_two_of_their_columns_are_never_one_of_ours(desk, table):
    path = table("who,call,mobile\nAnn,13800000001,13800000002\n")
    with pytest.raises(ColumnTwice) as refused:
        imports.members(desk, path, columns={"who": "name", "call": "phone", "mobile": "phone"})
    assert "call and mobile cannot both be phone" in str(refused.value)
    buys = table("card,call,day,paid\n7,13800000001,2021-01-01,5\n", "buys.csv")
    with pytest.raises(ColumnTwice):
        imports.purchases(desk, buys, columns={"card": "member", "call": "phone"})


NO_TABLES = {
    "nothing": ("", "it is empty"),
    "blank lines": ("\n\n,,\n", "it is empty"),
    "only a heading": ("name,phone\n", "no rows below the heading"),
    "other columns": ("a,b\n1,2\n", "no column for name among: a, b"),
    "an open quote": ('name\nAnn\n"Bob\nCid\n', "row 3"),
    "UTF-8 saved as GBK": ("姓名,手机\n张三丰,1\n".encode().decode("gbk", "replace"), "no column"),
}


@pytest.mark.parametrize("kind", NO_TABLES)
def test_a_file_that_is_no_table_is_refused_with_its_name_and_the_reason(desk, table, kind):
    content, reason = NO_TABLES[kind]
    with pytest.raises(FileRefused) as refused:
        imports.members(desk, table(content), skip_rejects=True)
    assert reason in str(refused.value)
    assert "table.csv" in str(refused.value)
    assert count(desk, "member") == 0


def test_a_file_that_is_not_there_is_refused(desk, tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(NoSuchFile):
            imports.members(desk, path)
