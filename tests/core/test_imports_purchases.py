"""History enters as it happened: in the order of its days, at the tiers of then, without gifts."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from shopdesk import (
    cards,
    checks,
    gifts,
    imports,
    members,
    products,
    purchases,
    rewards,
    settings,
    tiers,
)
from shopdesk.refusals_of_files import AlreadyImported, FileRefused

DATA = Path(__file__).resolve().parents[1] / "data" / "imports"


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def ann(desk):
    return members.register(
        desk, name="Ann", number="7", phone="13800000007", joined_on=date(2020, 1, 1)
    )


def count(desk, table):
    return desk.db.execute_sql(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


def receipts(desk, member):
    """Day, total, points and tier of each receipt, the oldest first."""
    return [
        (p.on.isoformat(), p.total, p.points_earned, p.tier)
        for p in reversed(purchases.of_member(desk, member.id))
    ]


def codes(result):
    return {reject.row: reject.code for reject in result.rejected}


# --- what becomes of a row --------------------------------------------------------------------


def test_a_purchase_is_what_was_paid_tendered_imported(desk, table, ann):
    result = imports.purchases(desk, table("member,date,amount\n7,2021-05-01,482.50\n"))
    (bought,) = purchases.of_member(desk, ann.id)
    assert (result.written, result.receipts, result.total) == (1, 1, 48250)
    assert (result.first_on, result.last_on) == (date(2021, 5, 1), date(2021, 5, 1))
    assert (bought.on, bought.total, bought.points_earned) == (date(2021, 5, 1), 48250, 482)
    assert (bought.payments, bought.steps) == ({"imported": 48250}, ())
    assert bought.at == datetime(2021, 5, 1, 4, tzinfo=UTC)
    assert checks.run(desk) == ()


DAYS = {
    "2021-10-31": "2021-10-31",
    "2021/10/31": "2021-10-31",
    "2021.10.31": "2021-10-31",
    "2021年10月3日": "2021-10-03",
    "20211031": "2021-10-31",
    "31.10.2021": "2021-10-31",
    "44500": "2021-10-31",
    "2021-10-31 14:05": "2021-10-31",
    "2021-10-31T14:05:30": "2021-10-31",
    "2021/10/31 2:59": "2021-10-30",
    "2021/10/31 3:00": "2021-10-31",
    "2021-10-31 00:00:00": "2021-10-31",
    "44500.0625": "2021-10-30",
}


@pytest.mark.parametrize("written", DAYS)
def test_the_business_day_follows_from_what_is_written(desk, table, ann, written):
    imports.purchases(desk, table(f"member,date,amount\n7,{written},1\n"))
    assert receipts(desk, ann)[0][0] == DAYS[written]


AMOUNTS = {
    "12.5": 1250,
    '"¥1,240.00"': 124000,
    "￥１２.５０": 1250,
    "12元": 1200,
    '"12,50"': 1250,
    '"1.234,56"': 123456,
    "0.00": 0,
    "-0": 0,
}


@pytest.mark.parametrize("written", AMOUNTS)
def test_amounts_are_read_as_people_write_them(desk, table, ann, written):
    imports.purchases(desk, table(f"member,date,amount\n7,2021-01-01,{written}\n"))
    assert receipts(desk, ann)[0][1] == AMOUNTS[written]


BAD_ROWS = {
    "no day": ("7,,1", "missing"),
    "no amount": ("7,2021-01-01,", "missing"),
    "a day that is none": ("7,2021-02-29,1", "date"),
    "a day that reads two ways": ("7,10/11/2021,1", "date"),
    "tomorrow": ("7,2026-10-16,1", "date"),
    "an hour from now": ("7,2026-10-15 13:00,1", "date"),
    "before 1900": ("7,1899-12-31,1", "date"),
    "year 0": ("7,0000-01-01,1", "date"),
    "no number": ("7,2021-01-01,free", "amount"),
    "NaN": ("7,2021-01-01,NaN", "amount"),
    "infinity": ("7,2021-01-01,inf", "amount"),
    "1e400": ("7,2021-01-01,1e400", "amount"),
    "far too much": (f"7,2021-01-01,{10**11}", "amount"),
    "a fraction of a cent": ("7,2021-01-01,1.005", "amount"),
    "a comma nobody can place": ('7,2021-01-01,"1,23,4"', "amount"),
    "a refund": ("7,2021-01-01,-5.00", "refund"),
    "nobody we know": ("8,2021-01-01,5.00", "unknown_member"),
    "a cell too many": ("7,2021-01-01,5,00", "columns"),
    "lost characters": ("\ufffd7,2021-01-01,5", "text"),
    "a number without end": (f"{'7' * 65},2021-01-01,5", "text"),
}


@pytest.mark.parametrize("kind", BAD_ROWS)
def test_a_bad_row_is_rejected_by_number_and_reason(desk, table, ann, kind):
    row, code = BAD_ROWS[kind]
    result = imports.purchases(desk, table(f"member,date,amount\n7,2021-01-01,1\n{row}\n"))
    assert codes(result) == {3: code}
    assert result.rejected[0].reason
    assert (result.written, result.total, receipts(desk, ann)) == (0, 0, [])


def test_a_refund_is_told_that_it_cannot_be_imported(desk, table, ann):
    result = imports.purchases(desk, table("member,date,amount\n7,2021-01-01,-5\n"))
    assert "-¥5.00 is below zero: only amounts of zero and more" in result.rejected[0].reason


# --- who bought -------------------------------------------------------------------------------


def test_a_member_is_found_by_number_card_or_phone_and_nobody_by_nothing(desk, table, ann):
    card = desk.db.execute_sql("SELECT code FROM card").fetchone()[0]
    known_by = ["7", "7.0", card.lower(), "+86 138-0000-0007", "-"]
    rows = [f"{who},2021-01-0{day},1" for day, who in enumerate(known_by, 1)]
    imports.purchases(desk, table("\n".join(["member,date,amount", *rows])))
    assert (len(receipts(desk, ann)), count(desk, "purchase")) == (4, 5)


def test_a_shared_phone_does_not_say_who_bought(desk, table, ann):
    members.register(desk, name="Bob", phone="13800000007", shared_phone=True)
    result = imports.purchases(
        desk, table("phone,date,amount\n13800000007,2021-01-01,1\n"), columns={"phone": "member"}
    )
    assert codes(result) == {2: "ambiguous_member"}


def test_unknown_members_join_on_the_day_of_their_first_purchase(desk, table):
    path = table("customer,date,amount\nX1,2021-03-02,5\nX2,2021-03-01,1\nX1,2021-02-28,7\n")
    dry = imports.purchases(desk, path, create_members=True, dry_run=True)
    assert (dry.created_members, count(desk, "member")) == (2, 0)
    result = imports.purchases(desk, path, create_members=True)
    assert (result.created_members, count(desk, "member")) == (2, 2)
    x1 = members.find(desk, "X1")[0]
    assert (x1.number, x1.name, x1.joined_on) == ("X1", "X1", date(2021, 2, 28))
    assert [p[:2] for p in receipts(desk, x1)] == [("2021-02-28", 700), ("2021-03-02", 500)]
    assert checks.run(desk) == ()


@pytest.mark.parametrize("heading", ["会员手机", "会员", "Mobile"])
def test_a_phone_written_in_several_ways_makes_one_member_with_that_phone(desk, table, heading):
    written = ["13900139000", "139 0013 9000", "+8613900139000", "86 139-0013-9000",
               "008613900139000", "13900139000.0"]  # fmt: skip
    rows = [f"R1,{phone},2021-01-0{day},1" for day, phone in enumerate(written, 1)]
    path = table("\n".join([f"小票号,{heading},date,amount", "R1,13900139000,2021-01-01,2", *rows]))
    for dry_run in (True, False):
        result = imports.purchases(desk, path, create_members=True, dry_run=dry_run)
        assert (result.created_members, result.receipts) == (1, len(written))
    (made,) = members.find(desk, "13900139000")
    assert (made.phone, made.name, made.number) == ("13900139000", "13900139000", "100001")
    assert len(receipts(desk, made)) == len(written)
    again = imports.members(desk, table("姓名,手机\n王小二,13900139000\n", "members.csv"))
    assert codes(again) == {2: "phone_taken"}
    assert checks.run(desk) == ()


def test_a_column_called_phone_holds_phones_of_any_length(desk, table):
    path = table("who,date,amount\n010-8888 8888,2021-01-01,1\n01088888888,2021-01-02,1\n")
    result = imports.purchases(desk, path, columns={"who": "phone"}, create_members=True)
    assert result.created_members == 1
    assert members.find(desk, "01088888888")[0].phone == "01088888888"


def test_what_is_no_phone_in_a_column_of_phones_makes_nobody(desk, table, ann):
    path = table("mobile,date,amount\n7,2021-01-01,1\n1.39E+10,2021-01-01,1\nX9,2021-01-01,1\n")
    result = imports.purchases(desk, path, create_members=True)
    assert codes(result) == {3: "phone", 4: "phone"}


def test_a_number_that_looks_like_a_phone_is_the_number_where_someone_has_it(desk, table):
    bob = members.register(desk, name="Bob", number="139 0013 9000")
    eve = members.register(desk, name="Eve", phone="13600136000")
    path = table("member,date,amount\n139 0013 9000,2021-01-01,1\n8613600136000,2021-01-01,1\n")
    assert imports.purchases(desk, path, create_members=True).created_members == 0
    assert (len(receipts(desk, bob)), len(receipts(desk, eve))) == (1, 1)


def test_numbers_given_to_those_who_come_by_phone_leave_the_files_own(desk, table):
    path = table("member,date,amount\n13900139000,2021-01-01,1\n100001,2021-01-02,1\n")
    assert imports.purchases(desk, path, create_members=True).created_members == 2
    assert members.find(desk, "100001")[0].phone is None
    assert members.find(desk, "13900139000")[0].number != "100001"


def test_a_member_of_rejected_rows_only_is_not_created(desk, table):
    path = table("member,date,product,amount\nX1,2021-03-02,Tea,5\nX2,2021-03-01,,1\n")
    result = imports.purchases(desk, path, create_members=True, skip_rejects=True)
    assert codes(result) == {2: "unknown_product"}
    assert (result.created_members, count(desk, "member")) == (1, 1)


def test_a_product_whose_code_is_a_members_card_is_rejected(desk, table, ann):
    cards.link(desk, ann.id, "6901234567892")
    path = table(
        "member,date,product,ean,amount\n7,2021-01-01,Tea,6901234567892,5\n7,2021-01-02,Cup,,2\n"
    )
    for dry_run in (True, False):
        result = imports.purchases(
            desk, path, create_products=True, skip_rejects=True, dry_run=dry_run
        )
        assert (codes(result), result.written) == ({2: "number_taken"}, 1)
        assert result.created_products == 1


# --- receipts of several lines ----------------------------------------------------------------


def test_rows_of_one_receipt_member_and_day_are_its_lines(desk):
    members.register(desk, name="张三丰", number="00017")
    path = DATA / "purchases-lines.tsv"
    assert set(codes(imports.purchases(desk, path)).values()) == {"unknown_product"}
    result = imports.purchases(desk, path, create_products=True)
    assert (result.rows, result.receipts, result.created_products) == (3, 2, 2)
    (first,) = purchases.of_member(desk, members.find(desk, "00017")[0].id)
    assert (first.number, first.total, first.payments) == ("A1", 17600, {"imported": 17600})
    assert [(line.name, line.quantity, line.price, line.paid) for line in first.lines] == [
        ("茉莉银针", 2, 6800, 13600), ("陶杯", 1, 4500, 4000),
    ]  # fmt: skip
    by_weight = purchases.get(desk, first.id + 1)
    assert (by_weight.member_id, by_weight.total) == (None, 850)
    assert products.find(desk, "陶杯")[0].category == "器具"
    assert checks.run(desk) == ()


def test_equal_rows_are_separate_purchases_and_equal_receipt_numbers_of_others_too(desk, table):
    path = table(
        "receipt,member,date,amount\n,A,2021-01-01,5\n,A,2021-01-01,5\n1,A,2021-01-02,1\n"
        "1,A,2021-01-02,1\n1,B,2021-01-02,1\n1,A,2021-01-03,1\n"
    )
    result = imports.purchases(desk, path, create_members=True)
    assert (result.written, result.receipts, count(desk, "purchase")) == (6, 5, 5)


def test_a_receipt_of_an_earlier_file_is_not_counted_twice(desk, table, ann):
    old, new = "receipt,member,date,amount\nR1,7,2021-01-01,5\n", "R2,7,2021-01-02,6\n"
    imports.purchases(desk, table(old))
    longer = table(old + new, "longer.csv")
    result = imports.purchases(desk, longer, skip_rejects=True)
    assert codes(result) == {2: "receipt_taken"}
    assert [p[1] for p in receipts(desk, ann)] == [500, 600]


def test_a_product_is_found_by_code_then_by_name(desk, table, ann):
    tea = products.add(desk, name="Tea", price=6800, ean="6901234567892", category="leaves")
    path = table(
        "member,date,product,ean,qty,price,amount\n7,2021-01-01,Other,6901234567892,1,,50\n"
        "7,2021-01-02,TEA,,2,60,\n7,2021-01-03,Pot,4006381333931,1,9,\n7,2021-01-04,pot,,1,,8\n"
    )
    dry = imports.purchases(desk, path, create_products=True, dry_run=True)
    result = imports.purchases(desk, path, create_products=True)
    assert dry.created_products == result.created_products == 1
    assert count(desk, "product") == 2
    lines = [p.lines[0] for p in reversed(purchases.of_member(desk, ann.id))]
    assert [(line.product_id, line.price, line.paid) for line in lines] == [
        (tea.id, 5000, 5000), (tea.id, 6000, 12000), (tea.id + 1, 900, 900),
        (tea.id + 1, 800, 800),
    ]  # fmt: skip
    assert products.get(desk, tea.id + 1).ean == "4006381333931"


# --- as of then -------------------------------------------------------------------------------

CAREER = [
    "7,2021-01-10,600", "7,2021-02-10,400", "7,2021-03-10,100", "7,2021-04-10,2000",
    "7,2021-05-10,100.99", "7,2021-05-10,10", "7,2023-06-10,50",
]  # fmt: skip


def test_each_receipt_earns_at_the_tier_of_then_and_moves_it_as_of_its_day(desk, table, ann):
    imports.purchases(desk, table("\n".join(["member,date,amount", *CAREER])))
    assert receipts(desk, ann) == [
        ("2021-01-10", 60000, 600, "member"),
        ("2021-02-10", 40000, 400, "member"),
        ("2021-03-10", 10000, 120, "silver"),
        ("2021-04-10", 200000, 2400, "silver"),
        ("2021-05-10", 10099, 151, "gold"),
        ("2021-05-10", 1000, 15, "gold"),
        ("2023-06-10", 5000, 75, "gold"),
    ]
    why = tiers.why(desk, ann.id)
    assert (why.tier, why.since_on) == ("gold", date(2021, 4, 10))
    assert tiers.tier_on(desk, ann.id, date(2021, 3, 1)) == "silver"
    assert checks.run(desk) == ()


def test_a_file_in_any_order_gives_the_same(desk, table, ann):
    imports.purchases(desk, table("\n".join(["member,date,amount", *CAREER])))
    bob = members.register(desk, name="Bob", number="8", joined_on=date(2020, 1, 1))
    backwards = [row.replace("7", "8", 1) for row in reversed(CAREER)]
    imports.purchases(desk, table("\n".join(["member,date,amount", *backwards]), "back.csv"))
    assert [p[::2] for p in receipts(desk, bob) if p[0] != "2021-05-10"] == [
        p[::2] for p in receipts(desk, ann) if p[0] != "2021-05-10"
    ]
    assert members.get(desk, bob.id).points == members.get(desk, ann.id).points
    assert tiers.why(desk, bob.id).since_on == tiers.why(desk, ann.id).since_on


def test_history_older_than_a_membership_earns_on_the_lowest_tier_and_lowers_nobody(desk, table):
    path = table("number,name,tier,joined\n9,Eve,gold,2026-01-01\n", "members.csv")
    imports.members(desk, path)
    eve = members.find(desk, "9")[0]
    imports.purchases(desk, table("member,date,amount\n9,2020-01-01,100\n9,2026-02-01,100\n"))
    assert [(points, tier) for _, _, points, tier in receipts(desk, eve)] == [
        (100, "member"), (150, "gold"),
    ]  # fmt: skip
    assert members.get(desk, eve.id).tier.code == "gold"
    assert checks.run(desk) == ()


def test_history_gives_no_gifts(desk, table, ann):
    bag = gifts.add(desk, name="Bag", cost=800, value=2500, stock=5)
    rewards.add(
        desk, name="Silver", trigger=rewards.upgrade("silver"), reward=rewards.voucher(gift=bag.id)
    )
    imports.purchases(desk, table("member,date,amount\n7,2021-01-10,1500\n"))
    assert members.get(desk, ann.id).tier.code == "silver"
    rewards.run(desk)
    purchases.record(desk, member=ann.id, amount=100, pay={"cash": 98})
    assert count(desk, "voucher") == 0


# --- all or nothing ---------------------------------------------------------------------------


def test_dry_and_real_say_the_same_and_only_one_writes(desk, table, ann):
    path = table("member,date,amount,product\n7,2021-01-01,5,Tea\nX,2021-01-02,6,\nX,,7,\n")
    asked = {"create_members": True, "create_products": True, "skip_rejects": True}
    dry = imports.purchases(desk, path, dry_run=True, **asked)
    assert (count(desk, "purchase"), count(desk, "member"), count(desk, "product")) == (0, 1, 0)
    real = imports.purchases(desk, path, **asked)
    for name in ("rows", "written", "receipts", "created_members", "created_products", "total",
                 "first_on", "last_on", "rejected", "columns"):  # fmt: skip
        assert getattr(dry, name) == getattr(real, name), name
    assert (real.written, count(desk, "purchase"), real.total) == (2, 2, 1100)


def test_the_same_purchases_count_once_unless_again(desk, table, ann):
    path = table("receipt,member,date,amount\nR1,7,2021-01-01,5\n")
    imports.purchases(desk, path)
    with pytest.raises(AlreadyImported):
        imports.purchases(desk, path)
    assert imports.purchases(desk, path, again=True).written == 1
    assert len(receipts(desk, ann)) == 2


def test_cancelling_halfway_through_writing_leaves_nothing(desk, table):
    path = table("member,date,amount\n" + "X,2021-01-01,5\n" * 500)
    done = []
    result = imports.purchases(
        desk, path, create_members=True, progress=lambda rows, _: done.append(rows),
        cancelled=lambda: done[-1] > 800,
    )  # fmt: skip
    assert (result.cancelled, done[-1]) == (True, 900)
    assert (count(desk, "purchase"), count(desk, "member"), checks.run(desk)) == (0, 0, ())


def test_more_than_a_shop_can_hold_is_refused_whole(desk, table, ann):
    settings.edit(desk, earn_points=1000)
    path = table("member,date,amount\n" + "7,2021-01-01,9999999999\n" * 12)
    with pytest.raises(FileRefused) as refused:
        imports.purchases(desk, path)
    assert "more than a shop can hold" in str(refused.value)
    assert receipts(desk, ann) == []
