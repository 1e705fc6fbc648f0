"""An import that was a mistake goes again whole, while nothing of it was used."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopdesk import (
    cards,
    checks,
    days,
    figures,
    imports,
    journal,
    members,
    months,
    points,
    prices,
    products,
    purchases,
    rewards,
)
from shopdesk.import_log import UnknownImport
from shopdesk.import_use import ImportUsed
from shopdesk.refusals import NotPermitted, UnknownCard
from shopdesk.refusals_of_files import AlreadyImported
from tests.core.prepaid import pass_for

DATA = Path(__file__).resolve().parents[1] / "data" / "imports"
NAKE = DATA / "members-nake-utf8.csv"
BOUGHT = DATA / "purchases-nake-gbk.csv"


@pytest.fixture
def table(tmp_path):
    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def who(desk, number):
    return next(m for m in members.find(desk, number) if m.number == number)


def sums(desk):
    """Everything that anybody holds, and what may be sold: what a shop is worth to its members."""
    accounts = desk.db.execute_sql(
        "SELECT member_id, account, lots, debt FROM account WHERE lots OR debt ORDER BY 1, 2"
    ).fetchall()
    tiers = desk.db.execute_sql(
        "SELECT id, tier, phone, birth_month, lunar_month FROM member WHERE closed_on IS NULL"
    ).fetchall()
    days_of = desk.db.execute_sql(
        "SELECT * FROM member_day WHERE receipts OR spend OR points"
    ).fetchall()
    on_sale = [product.name for product in products.listed(desk) if not product.discontinued]
    return accounts, tiers, days_of, on_sale


def test_members_go_again_with_all_they_brought_and_can_come_once_more(desk):
    before = sums(desk)
    first = imports.members(desk, NAKE)
    undone = imports.undo(desk, first.id)
    assert (undone.members, undone.cards) == (3, 2)
    assert sums(desk) == before
    assert members.find(desk, "NK8801") == []
    with pytest.raises(UnknownCard):
        cards.member_of(desk, "KM000301")
    assert checks.run(desk) == ()
    again = imports.members(desk, NAKE)
    assert (again.created_members, again.rejected_count) == (3, 0)
    assert who(desk, "NK8801").points == 600
    with pytest.raises(AlreadyImported):
        imports.members(desk, NAKE)
    assert checks.run(desk) == ()


def test_receipts_become_void_and_the_tiers_they_led_to_fall_however_old_they_are(desk, table):
    imports.members(desk, NAKE)
    ang = who(desk, "NK8803")
    before = sums(desk)
    rich = table("member,date,amount\nNK8803,2026-02-01,9000\nNK8803,2026-03-01,1000\n")
    came = imports.purchases(desk, rich)
    assert members.get(desk, ang.id).tier.code == "platinum"
    undone = imports.undo(desk, came.id)
    assert undone.receipts == 2
    assert sums(desk) == before
    assert members.get(desk, ang.id).tier == ang.tier
    assert checks.run(desk) == ()


def test_a_file_of_purchases_takes_its_new_members_and_products_along(desk):
    before = sums(desk)
    came = imports.purchases(desk, BOUGHT, create_members=True, create_products=True)
    assert (came.created_members, came.created_products, came.receipts) == (2, 3, 3)
    undone = imports.undo(desk, came.id)
    assert (undone.members, undone.receipts, undone.products) == (2, 3, 3)
    assert sums(desk) == before
    assert checks.run(desk) == ()
    again = imports.purchases(desk, BOUGHT, create_members=True, create_products=True)
    assert (again.created_members, again.created_products) == (2, 3)
    assert checks.run(desk) == ()


def test_members_go_once_their_history_has_gone(desk):
    before = sums(desk)
    came = imports.members(desk, NAKE)
    history = imports.purchases(desk, BOUGHT, create_products=True)
    assert "唐雨薇" in imports.why_not(desk, came.id)
    imports.undo(desk, history.id)
    imports.undo(desk, came.id)
    assert sums(desk) == before
    assert imports.members(desk, NAKE).written == 3
    assert imports.purchases(desk, BOUGHT, create_products=True).written == 4
    assert checks.run(desk) == ()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=st.lists(
        st.tuples(st.integers(0, 3000), st.booleans(), st.integers(0, 99_999)),
        min_size=1, max_size=4,
    ),
    bought=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 900), st.integers(0, 900_000)), max_size=8
    ),
)  # fmt: skip
def test_whatever_came_goes_again_and_leaves_the_shop_as_it_was(
    desk, tmp_path_factory, people, bought
):
    folder = tmp_path_factory.mktemp("undone")
    here = members.register(desk, name="Here").number
    points.adjust(desk, who(desk, here).id, 7, reason="r")
    listed, history = folder / "members.csv", folder / "purchases.csv"
    rows = [
        f"{folder.name}{n},Ann,{'' if owes else held},{held if owes else ''},{fen}"
        for n, (held, owes, fen) in enumerate(people)
    ]
    listed.write_text("number,name,points,owed,principal\n" + "\n".join(rows), encoding="utf-8")
    numbers = [here, *(row.split(",")[0] for row in rows)]
    days_of = [desk.today() - timedelta(days=ago) for _who, ago, _fen in bought]
    sold = [
        f"{numbers[whose % len(numbers)]},{on},{fen / 100:.2f}"
        for (whose, _ago, fen), on in zip(bought, days_of, strict=True)
    ]
    history.write_text("member,date,amount\n" + "\n".join([*sold, ""]), encoding="utf-8")
    before = sums(desk)
    first = imports.members(desk, listed)
    second = imports.purchases(desk, history) if sold else None
    assert first.rejected == ()
    if second is not None:
        assert second.rejected == ()
        imports.undo(desk, second.id)
    imports.undo(desk, first.id)
    assert sums(desk) == before
    assert checks.run(desk) == ()


def test_what_was_filled_up_is_empty_again(desk, table):
    here = members.register(desk, name="Ann", number="7").id
    before = sums(desk)
    rows = "number,name,phone,birthday,lunar,card,points,principal\n"
    came = imports.members(
        desk, table(f"{rows}7,Ann,13800000007,1990-05-20,八月十五,C7,5,1.00\n"), duplicates="fill"
    )
    ann = members.get(desk, here)
    assert (ann.phone, ann.lunar_birthday, ann.points) == ("13800000007", (8, 15), 5)
    undone = imports.undo(desk, came.id)
    assert (undone.members, undone.filled, undone.cards) == (0, 1, 1)
    assert sums(desk) == before
    assert members.find(desk, "13800000007") == []
    assert checks.run(desk) == ()


def test_who_was_merged_is_found_by_both_names_when_a_filled_phone_goes_again(desk, table):
    here, other = (members.register(desk, name=name).id for name in ("Ann", "Zoe"))
    members.merge(desk, keep=here, drop=other)
    number = members.get(desk, here).number
    rows = table(f"number,name,phone\n{number},Ann,13800000007\n")
    imports.undo(desk, imports.members(desk, rows, duplicates="fill").id)
    assert members.find(desk, "13800000007") == []
    assert [one.id for one in members.find(desk, "Zoe")] == [here]
    assert checks.run(desk) == ()


def test_a_debt_that_came_along_goes_again(desk, table):
    before = sums(desk)
    came = imports.members(desk, table("number,name,owed\n1,Ann,120\n"))
    imports.undo(desk, came.id)
    assert sums(desk) == before
    assert checks.run(desk) == ()


def test_products_leave_the_shelf_and_their_codes_are_free(desk, table):
    path = table("product,price,ean\n茶,5,6901234567892\n杯,6,\n")
    came = imports.products(desk, path)
    assert imports.undo(desk, came.id).products == 2
    assert products.with_ean(desk, "6901234567892") is None
    assert imports.products(desk, path).created_products == 2
    assert products.with_ean(desk, "6901234567892").name == "茶"


def buys(desk, number):
    member = who(desk, number).id
    due = purchases.quote(desk, member=member, amount=100).due
    return purchases.record(desk, member=member, amount=100, pay={"cash": due})


def test_a_list_of_cards_is_unbound_again(desk):
    imports.members(desk, NAKE)
    came = imports.cards(desk, DATA / "cards-gbk.csv")
    assert imports.undo(desk, came.id).cards == 2
    with pytest.raises(UnknownCard):
        cards.member_of(desk, "BLK00017")
    assert who(desk, "NK8801").points == 600
    assert imports.cards(desk, DATA / "cards-gbk.csv").written == 2


def bought(desk, came):
    buys(desk, "NK8801")


def spent(desk, came):
    points.adjust(desk, who(desk, "NK8801").id, -1, reason="r")


def given(desk, came):
    points.adjust(desk, who(desk, "NK8802").id, 1, reason="r")


def brought(desk, came):
    members.register(desk, name="Friend", referrer=who(desk, "NK8801").id)


def lost(desk, came):
    members.replace_card(desk, who(desk, "NK8801").id)


def before_it(desk, came):
    imports.undo(desk, came.id)


USES = {
    bought: "唐雨薇 (No. NK8801) has bought something since.",
    spent: "what 唐雨薇 (No. NK8801) brought along has been moved since.",
    given: "what 冯子昂 (No. NK8802) brought along has been moved since.",
    brought: "唐雨薇 (No. NK8801) has brought somebody along since.",
    lost: "card KM000301 has been reported lost since.",
    before_it: "it was undone on 15 Oct 2026.",
}


@pytest.mark.parametrize("use", USES)
def test_what_was_used_cannot_be_undone_and_the_first_reason_is_named(desk, use):
    desk.speaks = "en"
    came = imports.members(desk, NAKE)
    assert imports.why_not(desk, came.id) == ""
    use(desk, came)
    before = sums(desk)
    assert imports.why_not(desk, came.id) == USES[use]
    with pytest.raises(ImportUsed, match=r"cannot be undone any more"):
        imports.undo(desk, came.id)
    assert sums(desk) == before


def test_a_receipt_made_void_is_no_use(desk):
    came = imports.members(desk, NAKE)
    sold = buys(desk, "NK8802")
    with pytest.raises(ImportUsed):
        imports.undo(desk, came.id)
    purchases.void(desk, sold.id, reason="r")
    assert imports.why_not(desk, came.id) == ""
    imports.undo(desk, came.id)
    assert checks.run(desk) == ()


def test_receipts_that_were_given_back_or_followed_cannot_be_undone(desk):
    desk.speaks = "en"
    imports.members(desk, NAKE)
    came = imports.purchases(desk, BOUGHT, create_products=True)
    sold = buys(desk, "NK8801")
    assert "唐雨薇" in imports.why_not(desk, came.id)
    purchases.void(desk, sold.id, reason="r")
    assert imports.why_not(desk, came.id) == ""
    first = desk.db.execute_sql("SELECT MIN(id) FROM purchase").fetchone()[0]
    purchases.refund(desk, first, amount=100, reason="r")
    assert imports.why_not(desk, came.id) == "something of receipt PO0001 has come back since."


def test_a_product_that_was_sold_cannot_be_undone(desk, table):
    desk.speaks = "en"
    came = imports.products(desk, table("product,price\n茶,5\n"))
    tea = products.listed(desk)[0].id
    purchases.record(desk, lines=[(tea, 1)], pay={"cash": 500})
    assert imports.why_not(desk, came.id) == "茶 has been sold since."


def test_a_pass_that_a_rule_gives_uses_of_cannot_be_undone(desk, member, tea, table):
    desk.speaks = "en"
    came = imports.products(desk, table("product,price\n卡,5\n"))
    (card,) = [one for one in products.listed(desk) if one.name == "卡"]
    products.edit(
        desk, card.id, name="卡", price=5, category=card.category, pass_product=tea, pass_uses=10
    )
    rewards.add(desk, name="r", trigger=rewards.joining(), reward=rewards.PassUses(card.id))
    assert imports.why_not(desk, came.id) == "a rule gives uses of 卡."


def test_a_product_that_somebody_holds_a_pass_for_cannot_be_undone(desk, member, table):
    desk.speaks = "en"
    came = imports.products(desk, table("product,price\n茶,5\n"))
    card = pass_for(desk, products.listed(desk)[0].id, 4000, 10)
    assert imports.why_not(desk, came.id) == ""
    purchases.record(desk, member=member, lines=[(card, 1)], pay={"cash": 4000})
    assert imports.why_not(desk, came.id) == "a pass for 茶 has been sold or given since."
    with pytest.raises(ImportUsed):
        imports.undo(desk, came.id)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-09-30", ""),
        ("2026-10-01", "the month of receipt 000001 has been closed since."),
        ("2026-10-15", "the month of receipt 000001 has been closed since."),
    ],
)
def test_receipts_of_a_closed_month_stay_in_it_but_for_those_of_months_before_the_shop(
    desk, clock, member, table, day, reason
):
    desk.speaks = "en"
    number = members.get(desk, member).number
    came = imports.purchases(desk, table(f"member,date,amount\n{number},{day},500\n"))
    clock.now += timedelta(days=20)
    assert imports.why_not(desk, came.id) == ""
    months.close(desk, 2026, 10)
    assert imports.why_not(desk, came.id) == reason


def goods(desk):
    """Everything that is said of products on sale."""
    return [
        (one.name, one.price, one.member_price, one.cost, one.category, one.unit, one.ean)
        for one in products.listed(desk)
        if not one.discontinued
    ]


SPRING = "品名,零售价,会员价,成本,分类,单位,条码\n茶,6,5,2,绿茶,两,6901234567892\n壶,80,,,,,\n"


def test_products_that_it_changed_are_again_as_they_were(desk, table):
    tea = products.add(desk, name="茶", price=500, category="茶").id
    before = goods(desk)
    spring = table(SPRING)
    came = imports.products(desk, spring, update=True)
    assert goods(desk) == [
        ("茶", 600, 500, 200, "绿茶", "两", "6901234567892"),
        ("壶", 8000, None, None, "", "", None),
    ]
    purchases.record(desk, lines=[(tea, 1)], pay={"cash": 500 + 100})
    undone = imports.undo(desk, came.id)  # that it was sold meanwhile, at the price it had, stays
    assert (undone.products, undone.changed) == (1, 1)
    assert goods(desk) == before
    assert [(one.what, one.before, one.after) for one in prices.changes(desk, tea)][:3] == [
        ("cost", 200, None), ("member_price", 500, None), ("price", 600, 500),
    ]  # fmt: skip
    assert checks.run(desk) == ()
    assert imports.products(desk, spring, update=True).changed_products == 1


@pytest.mark.parametrize(
    "again", [{"price": 700}, {"member_price": None}, {"category": "红茶"}, {"ean": None}]
)
def test_what_was_changed_again_cannot_be_undone(desk, table, again):
    desk.speaks = "en"
    tea = products.add(desk, name="茶", price=500).id
    came = imports.products(desk, table(SPRING), update=True)
    was = {name: getattr(products.get(desk, tea), name) for name in again}
    products.edit(desk, tea, **again)
    assert imports.why_not(desk, came.id) == "茶 has been changed since."
    with pytest.raises(ImportUsed):
        imports.undo(desk, came.id)
    products.edit(desk, tea, **was)
    assert imports.undo(desk, came.id).changed == 1


def test_of_two_lists_of_prices_the_newer_is_undone_first(desk, table):
    tea = products.add(desk, name="茶", price=500).id
    first = imports.products(desk, table("品名,零售价\n茶,6\n"), update=True)
    second = imports.products(desk, table("品名,零售价\n茶,7\n"), update=True)
    assert imports.why_not(desk, first.id) != ""
    imports.undo(desk, second.id)
    imports.undo(desk, first.id)
    assert products.get(desk, tea).price == 500
    assert checks.run(desk) == ()


def test_what_ended_by_itself_is_not_used(desk, shop, clock, table):
    from shopdesk import settings as shop_settings

    shop_settings.edit(desk, points_expiry="days", points_expiry_count=3)
    came = imports.members(desk, table("number,name,points\n1,Ann,120\n"))
    clock.now += timedelta(days=6)
    days.run(desk)
    assert who(desk, "1").points == 0
    imports.undo(desk, came.id)
    assert checks.run(desk) == ()


def test_once_it_is_cancelled_nothing_is_undone(desk):
    came = imports.members(desk, NAKE)
    before = sums(desk)
    told = []
    stopped = imports.undo(
        desk, came.id, progress=lambda *far: told.append(far), cancelled=lambda: bool(told)
    )
    assert stopped.cancelled
    assert sums(desk) == before
    assert imports.why_not(desk, came.id) == ""


def test_imports_are_listed_the_newest_first_with_who_and_what(desk):
    first = imports.members(desk, NAKE)
    second = imports.purchases(desk, BOUGHT, create_products=True)
    imports.undo(desk, second.id)
    newest, oldest = imports.listed(desk)
    assert (newest.id, newest.kind, newest.undone_on) == (second.id, "purchases", desk.today())
    assert (oldest.id, oldest.file, oldest.written) == (first.id, NAKE.name, 3)
    assert (oldest.staff, oldest.undone_on) == ("店主", None)


def test_only_an_import_is_undone_and_by_a_manager_only(desk, cashier):
    came = imports.members(desk, NAKE)
    with pytest.raises(UnknownImport):
        imports.undo(desk, came.id + 1)
    with pytest.raises(NotPermitted):
        imports.undo(cashier, came.id)
    with pytest.raises(NotPermitted):
        imports.listed(cashier)


def test_the_same_key_undoes_once(desk):
    came = imports.members(desk, NAKE)
    assert imports.undo(desk, came.id, key="k").members == 3
    assert imports.undo(desk, came.id, key="k").import_id == came.id


def test_lots_that_came_are_empty_and_nothing_is_erased(desk):
    came = imports.members(desk, NAKE)
    entries = desk.db.execute_sql("SELECT COUNT(*) FROM entry").fetchone()[0]
    imports.undo(desk, came.id)
    rows = desk.db.execute_sql("SELECT amount, kind, reason FROM entry ORDER BY id").fetchall()
    assert sum(amount for amount, *_ in rows) == 0
    assert len(rows) == 2 * entries
    assert {row[1:] for row in rows[entries:]} == {("adjusted", "import undone")}
    assert journal.balance(desk.db, 1, "principal") == (0, 0)


@pytest.mark.parametrize("kind", ["members", "purchases"])
def test_who_came_by_it_was_never_a_member_in_any_month(desk, clock, table, kind):
    members.register(desk, name="Here")
    months_of = ((2026, 9), (2026, 10), (2026, 11))

    def counted():
        found = [figures.month(desk, *month) for month in months_of]
        return [(one.new_members, one.tier_moves) for one in found]

    clock.now += timedelta(days=20)
    before = counted()
    if kind == "members":
        listed = "number,name,joined\n1,Ann,2026-09-30\n2,Bob,2026-10-01\n3,Cat,2026-11-01\n"
        came = imports.members(desk, table(listed))
    else:
        listed = "member,date,amount\n1,2026-09-30,5\n2,2026-10-01,5\n3,2026-11-01,5\n"
        came = imports.purchases(desk, table(listed), create_members=True)
    assert [new for new, _moves in counted()] == [1, 2, 1]
    clock.now += timedelta(days=40)  # they stayed through all of these months
    imports.undo(desk, came.id)
    assert counted() == before
