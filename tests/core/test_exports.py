"""Everything can leave, whole or not at all; and what left can come in again."""

import csv
import shutil
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from shopdesk import (
    Shop,
    card_stock,
    cards,
    cells,
    checks,
    exports,
    gifts,
    imports,
    members,
    points,
    products,
    purchases,
    tiers,
    vouchers,
)
from shopdesk.refusals import NotPermitted
from shopdesk.refusals_of_files import FileExists, NoSuchFile
from shopdesk.shop import Desk

OPEN = """SELECT m.number, m.name, m.phone, m.birth_year, m.birth_month, m.birth_day, m.lunar_month,
    m.lunar_leap, m.joined_on, m.tier, m.language, m.shared_phone
    FROM member AS m WHERE closed_on IS NULL ORDER BY m.number"""
HELD = """SELECT m.number, a.account, a.lots, a.debt FROM account AS a JOIN member AS m
    ON m.id = a.member_id WHERE (a.lots OR a.debt) AND m.closed_on IS NULL ORDER BY 1, 2"""
BOUGHT = """SELECT m.number, d.on_day, d.kept, d.spend FROM member_day AS d JOIN member AS m
    ON m.id = d.member_id WHERE d.kept AND m.closed_on IS NULL ORDER BY 1, 2"""


def asked(desk, *questions):
    return [desk.db.execute_sql(sql).fetchall() for sql in questions]


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def another(tmp_path, clock, language="en"):
    location = tmp_path / "another.shopdesk"
    shop = Shop.create(location, name="b", owner="o", pin="258025", language=language, clock=clock)
    return Desk(shop, staff_id=1, staff_name="o", role="owner", till="1")


@pytest.fixture
def lived(desk, clock, tmp_path):
    """A shop with something of everything."""
    tea = products.add(desk, name="茉莉银针", price=6800, category="茶", cost=3000).id
    cup = products.add(desk, name="=cup", price=1250, category="器", ean="6901234567892").id
    ann = members.register(desk, name="+Ann", phone="13800000001", birthday=(5, 20)).id
    bob = members.register(desk, name="Bob", lunar_birthday=(4, 8, True), language="zh_CN").id
    members.register(desk, name="'-Cid", phone="13800000001", shared_phone=True, number="00017")
    cards.link(desk, bob, "K7")
    listed = tmp_path / "value.csv"
    listed.write_text("number,name,principal,bonus,owed\n88,Dan,120.50,20,7\n", encoding="utf-8")
    imports.members(desk, listed)

    def sell(member, **what):
        due = purchases.quote(desk, member=member, **what).due
        return purchases.record(desk, member=member, pay={"cash": due}, **what)

    late = desk.today() - timedelta(days=2)
    purchases.record(desk, member=bob, amount=500, pay={"cash": 500}, on=late)
    sell(ann, lines=[(tea, 20), (cup, 3)])
    sell(bob, amount=123_456)
    part = sell(bob, lines=[(tea, 1), (cup, 2)])
    purchases.refund(desk, part.id, lines=[(2, 1)], reason="r")
    amount = sell(ann, lines=[(tea, 2), (cup, 1)])
    purchases.refund(desk, amount.id, amount=1001, reason="r")
    purchases.refund(desk, sell(ann, amount=900).id, reason="r")
    purchases.void(desk, sell(bob, amount=1300).id, reason="r")
    sell(None, lines=[(cup, 1)])
    points.adjust(desk, ann, 33, reason="r")
    vouchers.issue(desk, ann, amount=300, valid_days=9)
    gone = imports.members(desk, _list(tmp_path, "number,name\n99,Eve\n"))
    imports.undo(desk, gone.id)
    assert checks.run(desk) == ()
    return desk


def _list(tmp_path, text):
    path = tmp_path / "more.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("is_workbook", [False, True], ids=["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_left_comes_in_again_with_the_same_people_balances_and_history(
    lived, clock, tmp_path, language, is_workbook
):
    lived.speaks = language
    out = exports.make(lived, tmp_path / "out").folder
    desk = another(tmp_path, clock, language)
    for bring, name, options in (
        (imports.products, "products", {}),
        (imports.members, "members", {}),
        (imports.cards, "cards", {}),
        (imports.purchases, "purchases", {"earns": False}),
    ):
        file = exports.WORKBOOK if is_workbook else f"{name}.csv"
        came = bring(desk, out / file, **options)
        assert came.rejected == ()
        assert came.written == came.rows
    assert asked(desk, OPEN, HELD, BOUGHT) == asked(lived, OPEN, HELD, BOUGHT)
    assert members.get(desk, cards.member_of(desk, "K7")).name == "Bob"
    assert checks.run(desk) == ()
    desk.shop.close()


def test_every_table_stands_in_its_file_and_in_the_workbook_alike(lived, tmp_path):
    made = exports.make(lived, tmp_path / "out")
    files = {path.name for path in made.folder.iterdir()}
    assert files == {*made.rows, exports.WORKBOOK}
    book = load_workbook(made.folder / exports.WORKBOOK)
    for sheet, (name, rows) in zip(book.worksheets, made.rows.items(), strict=True):
        listed = table(made.folder, name.removesuffix(".csv"))
        assert (sheet.max_row, len(listed)) == (rows + 1, rows + 1)
        assert [cell.value for cell in sheet[1]] == listed[0]
        assert all(len(row) == len(listed[0]) for row in listed)
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_figures_that_left_add_up(lived, tmp_path):
    out = exports.make(lived, tmp_path / "out").folder
    receipts = table(out, "receipts")[1:]
    lines = table(out, "lines")[1:]
    assert sum(float(row[6]) for row in receipts) == pytest.approx(
        sum(float(row[14]) for row in lines)
    )
    back = table(out, "refund_payments")[1:]
    assert sum(float(row[7]) for row in receipts) == pytest.approx(
        sum(float(row[2]) for row in back)
    )
    assert [row[0] for row in table(out, "closed_members")[1:]] == ["99~5"]
    assert len(table(out, "vouchers")) == 2


def test_no_cell_is_a_formula_and_a_file_begins_with_a_mark(lived, tmp_path):
    out = exports.make(lived, tmp_path / "out").folder
    for path in out.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        for row in table(out, path.stem):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    assert table(out, "members")[1][1] == "'+Ann"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cell_made_harmless_is_read_as_it_was(text):
    tidy = text.strip()
    if not tidy.startswith('="'):  # how others write a number that stays a text
        assert cells.plain(cells.protected(tidy)) == tidy
    assert not cells.protected(tidy).startswith(("=", "+", "-", "@"))


def test_a_folder_that_is_there_is_not_written_into_but_an_empty_one_is(lived, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.txt").write_text("a")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileExists):
        exports.make(lived, tmp_path / "full")
    with pytest.raises(FileExists):
        exports.make(lived, lived.shop.location)
    with pytest.raises(NoSuchFile):
        exports.make(lived, tmp_path / "nowhere" / "out")
    assert exports.make(lived, tmp_path / "empty").rows["members.csv"] == 4


def test_once_it_is_cancelled_no_folder_is_there_however_late_that_is(lived, tmp_path):
    told = []
    whole = exports.make(lived, tmp_path / "whole", progress=lambda *far: told.append(far))
    assert told[-1][0] == told[-1][1]
    for enough in {0, len(told) - 1}:
        left = iter(range(enough))
        stopped = exports.make(
            lived, tmp_path / "out", cancelled=lambda left=left: next(left, None) is None
        )
        assert stopped.cancelled
        assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".exporting-*"))
    assert whole.rows


def test_what_fails_leaves_no_folder(lived, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shopdesk.exports.flush", full)
    with pytest.raises(Exception, match="disk is full"):
        exports.make(lived, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".exporting-*"))


def test_only_an_owner_takes_everything_along_and_it_is_in_the_audit(lived, tmp_path):
    manager = Desk(lived.shop, staff_id=1, staff_name="m", role="manager", till="1")
    with pytest.raises(NotPermitted):
        exports.make(manager, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    exports.make(lived, tmp_path / "out")
    (action, body) = lived.db.execute_sql(
        "SELECT action, body FROM event ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert action == "exports.make"
    assert '"folder": "out"' in body


def test_points_that_ended_today_do_not_leave(desk, clock, tmp_path):
    from shopdesk import settings as shop_settings

    shop_settings.edit(desk, points_expiry="days", points_expiry_count=1)
    ann = members.register(desk, name="Ann").id
    points.adjust(desk, ann, 50, reason="r")
    clock.now += timedelta(days=3)
    out = exports.make(desk, tmp_path / "out").folder
    assert table(out, "members")[1][8] == "0"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wanted=st.lists(
        st.tuples(st.integers(1, 5000), st.integers(0, 2), st.integers(0, 5000)),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_what_is_left_of_a_receipt_is_told_line_by_line_to_the_unit(desk, wanted):
    from shopdesk import export_history, receipts
    from shopdesk.export_tables import book
    from shopdesk.refusals import Refused

    amounts = [
        products.add(desk, name=f"p{desk.today()}{n}", price=price, category="c").id
        for n, (price, *_rest) in enumerate(wanted)
    ]
    lines = [(product, 2) for product in amounts]
    due = purchases.quote(desk, lines=lines).due
    sold = purchases.record(desk, lines=lines, pay={"cash": due})
    for number, (_price, back, amount) in enumerate(wanted, 1):
        for what in ({"lines": [(number, back)]}, {"amount": amount}):
            try:
                purchases.refund(desk, sold.id, reason="r", **what)
            except Refused:
                continue
    told = [row for row in export_history.rows(book(desk)) if row[0] == sold.number]
    assert sum(int(row[-1] * 100) for row in told) == receipts.settled(desk, sold.id).state.money


def test_tiers_that_left_are_those_of_today(lived, tmp_path):
    out = exports.make(lived, tmp_path / "out").folder
    names = {tier.code: tier.names["en"] for tier in tiers.ladder(lived)}
    for row in table(out, "members")[1:]:
        found = members.find(lived, row[0])[0]
        assert row[7] == names[found.tier.code]


def test_the_catalogue_and_its_stock_leave_with_all_that_is_known_of_them(desk, tmp_path):
    member = members.register(desk, name="张三丰")
    cup = gifts.add(
        desk, name="银杯", name_en="Cup", cost=800, value=2500, stock=3, edition=9, brand="青禾",
        lowest_tier="member",
    )  # fmt: skip
    gifts.add(desk, name="室", kind="quota", uses=3, unit="小时", unit_en="hours")
    gifts.close(desk, gifts.add(desk, name="花", kind="partner", partner="春风花店").id)
    given = vouchers.issue(desk, member.id, gift=cup.id)
    vouchers.redeem(desk, given.code)
    gifts.give_back(desk, cup.id, voucher=given.code, reason="torn", is_broken=True)
    out, today = exports.make(desk, tmp_path / "out").folder, f"{desk.today()}"
    assert table(out, "gifts")[1:] == [
        ["银杯", "Cup", "goods", "", "", "", "", "Member", "9", "2", "0", "青禾", "", "", "8.00",
         "25.00"],
        ["室", "", "quota", "", "3", "小时", "hours", "", "", "", "0", "", "", "", "0.00", "0.00"],
        ["花", "", "partner", "春风花店", "", "", "", "", "", "", "0", "", "", today, "0.00",
         "0.00"],
    ]  # fmt: skip
    assert [[*row[:2], *row[3:]] for row in table(out, "gift_movements")[1:]] == [
        ["银杯", today, "received", "3", "", "", "", "", "店主"],
        ["银杯", today, "promised", "1", "1", given.code, member.number, "", "店主"],
        ["银杯", today, "given", "1", "1", given.code, member.number, "", "店主"],
        ["银杯", today, "broken", "1", "1", given.code, member.number, "torn", "店主"],
    ]
    assert [row[-1] for row in table(out, "vouchers")] == ["Piece no.", "1"]


def test_reserved_cards_stay(desk, tmp_path):
    card_stock.reserve(desk, "K1", "K3")
    out = exports.make(desk, tmp_path / "out").folder
    assert table(out, "cards") == [["Member no.", "Card no."]]


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co"]), min_size=1)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=st.lists(
        st.tuples(
            NAMES.map(lambda name: " ".join(name.split())[:60]).filter(bool),
            st.integers(0, 10**6), st.integers(0, 10**9), st.integers(0, 10**9),
            st.booleans(), st.integers(1, 12), st.integers(1, 28),
        ),
        min_size=1, max_size=12,
    ),
    language=st.sampled_from(["en", "zh_CN"]),
)  # fmt: skip
def test_whoever_left_comes_in_again_as_they_were(
    empty_shop, clock, tmp_path_factory, people, language
):
    from shopdesk import member_list
    from shopdesk.store.change import change

    folder = tmp_path_factory.mktemp("moved")
    desks = []
    for name in ("from", "to"):
        shop = Shop.open(shutil.copy(empty_shop, folder / f"{name}.shopdesk"), clock=clock)
        desks.append(Desk(shop, 1, "o", "owner", "1", speaks=language))
    old, new = desks
    with change(old, action="imports.members") as made:
        for name, held, principal, bonus, owes, month, day in people:
            born_on = {"birthday": (month, day)} if held % 2 else {"lunar_birthday": (month, day)}
            who = members.register(old, name=name, **born_on).id
            value = {"owed" if owes else "points": held, "principal": principal, "bonus": bonus}
            for account, amount in value.items():
                if amount:
                    member_list.credit(made, who, account, amount)
    out = exports.make(old, folder / "out").folder
    assert imports.members(new, out / "members.csv").rejected == ()
    assert asked(new, OPEN, HELD) == asked(old, OPEN, HELD)
    for desk in desks:
        desk.shop.close()


def test_an_export_of_six_times_the_members_takes_no_more_memory(desk, tmp_path):
    exports.make(desk, tmp_path / "loaded")  # what is loaded once does not count
    peaks = []
    for number, count in enumerate((500, 3000)):
        path = tmp_path / f"{count}.csv"
        rows = "".join(f"{number}-{n},Ann,{n}\n" for n in range(count))
        path.write_text(f"number,name,points\n{rows}", encoding="utf-8")
        imports.members(desk, path)
        tracemalloc.start()
        exports.make(desk, tmp_path / f"out{count}")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
