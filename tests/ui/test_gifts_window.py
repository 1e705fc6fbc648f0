"""The catalogue on the screen: found, filtered, counted, taken back, taken out; and gift sets."""

import pytest
from PySide6.QtCore import Qt

from shopdesk import gift_pictures, gift_sets, gifts, rewards, staff, vouchers
from shopdesk.shop import Desk
from tests.ui.test_vouchers_page import fill
from tests.ui.views_gifts import picture
from ui.pages.gift_moves import MovesForm
from ui.pages.gift_stock_forms import ReturnForm
from ui.pages.vouchers import PLACES, Vouchers


@pytest.fixture
def bag(desk):
    return gifts.add(
        desk, name="帆布袋", name_en="Canvas bag", cost=800, value=2500, stock=10, brand="青禾"
    ).id


@pytest.fixture
def cup(desk):
    return gifts.add(desk, name="银杯", name_en="Silver cup", stock=5, edition=50).id


@pytest.fixture
def page(qtbot, till):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.tabs.setCurrentIndex(1)
    made.show()
    return made


@pytest.fixture
def part(page):
    return page.parts[1]


def names(part):
    return [gift.name_en or gift.name for gift in part.table.model.rows]


def mark(part, gift):
    part.load()
    part.table.mark([one.id for one in part.table.model.rows].index(gift))


# --- finding ----------------------------------------------------------------------------------


def test_kinds_and_letters_narrow_the_list(part, desk, bag, cup):
    gifts.add(desk, name="花束", kind="partner", partner="春风花店", stock=5)
    gifts.add(desk, name="茶艺课", name_en="Tasting", kind="service")
    out = gifts.add(desk, name="旧礼", name_en="Old one").id
    gifts.close(desk, out)
    part.load()
    every = names(part)
    assert sorted(every) == ["Canvas bag", "Silver cup", "Tasting", "花束"]
    for which, found in (
        ("service", ["Tasting"]), ("few", ["Silver cup", "花束"]), ("closed", ["Old one"]),
        ("quota", []), ("", every),
    ):  # fmt: skip
        part.which.setCurrentIndex(part.which.findData(which))
        assert sorted(names(part)) == sorted(found), which
    for typed, found in (("BAG", ["Canvas bag"]), ("青 禾", ["Canvas bag"]), ("春风", ["花束"])):
        part.sought.setText(typed)
        assert names(part) == found
    part.sought.setText("紫砂")
    assert names(part) == []
    assert part.table.empty.text() == "No gift like this. Choose another kind or fewer letters."
    assert not part.table.action.isVisibleTo(part)


def test_a_picture_is_read_once_it_is_in_sight_and_anew_when_it_is_another(
    part, desk, bag, monkeypatch
):
    read, read_one = [], gift_pictures.of_gift

    def of_gift(desk, gift):
        read.append(gift)
        return read_one(desk, gift)

    def drawn():
        """The picture beside the first gift of the list."""
        model = part.table.model
        return model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole).cacheKey()

    for number in range(40):
        far = gifts.add(desk, name=f"礼{number}", name_en=f"Gift {number:02}").id
        gift_pictures.put(desk, far, picture("#7d9c8a"))
    gift_pictures.put(desk, bag, picture("#7d9c8a"))
    monkeypatch.setattr(gift_pictures, "of_gift", of_gift)
    part.load()
    part.table.view.grab()
    first = drawn()
    assert bag in read
    assert far not in read
    part.load()
    assert drawn() == first
    gift_pictures.put(desk, bag, picture("#a05050"))
    part.load()
    assert drawn() != first


@pytest.mark.parametrize(("stock", "is_marked"), [(0, True), (5, True), (6, False), (None, False)])
def test_what_is_few_is_marked(part, desk, stock, is_marked):
    gifts.add(desk, name="袋", stock=stock)
    part.load()
    last = part.table.model.columns[-1]
    assert (last.pill(part.table.model.rows[0]) is not None) == is_marked


def test_the_marked_gift_tells_what_it_is_and_offers_what_can_be_done(part, desk, cup):
    mark(part, cup)
    assert part.shown.told.text() == "An item · Limited edition of 50"
    assert part.deeds.count.isEnabled()
    course = gifts.add(desk, name="室", kind="quota", uses=3, unit="小时", unit_en="hours").id
    mark(part, course)
    assert part.shown.told.text() == "3 hours"
    assert part.deeds.edit.isEnabled()
    for deed in (part.deeds.receive, part.deeds.count, part.deeds.give_back):
        assert not deed.isEnabled()


def test_a_cashier_looks_and_changes_nothing(qtbot, till, desk, bag):
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.tabs.setCurrentIndex(1)
    made.load()
    deeds = made.parts[1].deeds
    for deed in (deeds.edit, deeds.receive, deeds.count, deeds.close_it):
        assert not deed.isEnabled()
    assert deeds.moves.isEnabled()
    assert not made.parts[2].add_button.isEnabled()


def test_a_cashier_whom_a_gift_is_brought_back_to_asks_a_manager(qtbot, till, desk, bag, answers):
    vouchers.redeem(desk, vouchers.issue(desk, None, gift=bag).code)
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(desk.shop, hired.id, hired.name, hired.role, till="2")
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.tabs.setCurrentIndex(1)
    made.load()
    kept = []

    def answer(form):
        form.reason.setText("dented")
        form.try_it()
        kept.append(form.help.isVisibleTo(form))
        return False

    answers.given["show"] = answer
    made.parts[1].give_back()
    assert kept == [True]
    assert gifts.get(desk, bag).stock == 9


# --- the form ---------------------------------------------------------------------------------


def test_each_kind_asks_for_what_it_needs(part, desk, answers):
    seen = {}

    def look(form):
        for kind in ("goods", "service", "quota", "partner"):
            form.kind.setCurrentIndex(form.kind.findData(kind))
            parts = (form.stock_part, form.quota_part, form.partner_part, form.edition_part)
            seen[kind] = [one.isVisibleTo(form) for one in parts]
        form.name.setText("花束")
        form.stock.setText("4")
        form.uses.setText("5")
        form.partner.setText("春风花店")

    fill(answers, look)
    part.add()
    assert seen == {
        "goods": [True, False, False, True], "service": [False, False, False, False],
        "quota": [True, True, False, True], "partner": [True, False, True, True],
    }  # fmt: skip
    (gift,) = gifts.catalogue(desk)
    assert (gift.kind, gift.partner, gift.uses, gift.stock) == ("partner", "春风花店", None, 4)


def test_all_that_a_gift_is_survives_a_visit_to_the_form(part, desk, answers, tmp_path):
    made = gifts.add(
        desk, name="室", name_en="Room", kind="quota", cost=100, value=900, stock=3, uses=3,
        unit="小时", unit_en="hours", edition=9, brand="青禾", brand_en="Qinghe",
        lowest_tier="gold",
    )  # fmt: skip
    file = tmp_path / "room.png"
    file.write_bytes(picture("#46618c"))
    answers.given["open"] = str(file)
    fill(answers, lambda form: form.take_picture())
    mark(part, made.id)
    part.edit()
    assert gifts.get(desk, made.id) == made
    kept = gift_pictures.of_gift(desk, made.id)
    assert kept.startswith(b"\xff\xd8\xff")
    part.load()
    assert part.shown.picture.isVisibleTo(part)
    fill(answers, lambda form: form.drop_picture())
    part.edit()
    assert gift_pictures.of_gift(desk, made.id) is None


def test_what_is_no_picture_is_said_in_the_form(part, desk, bag, answers, tmp_path):
    file = tmp_path / "list.png"
    file.write_text("no picture")
    answers.given["open"] = str(file)
    said = []

    def answer(form):
        form.take_picture()
        said.append(form.said.text())

    fill(answers, answer)
    mark(part, bag)
    part.edit()
    assert "no photo that can be kept" in said[0]
    assert gift_pictures.every(desk) == {}


# --- stock ------------------------------------------------------------------------------------


def test_a_count_books_the_difference_and_says_it(part, desk, bag, answers, told):
    def count(form):
        form.counted.setText("8")
        form.reason.setText("Stocktaking")

    fill(answers, count)
    mark(part, bag)
    part.count()
    assert gifts.get(desk, bag).stock == 8
    assert told[-1][1] == "Canvas bag: 8 in stock now, -2 by the count."


def test_what_comes_back_is_known_by_a_scan_of_its_voucher(part, desk, cup, answers, told):
    code = vouchers.issue(desk, None, gift=cup).code
    vouchers.redeem(desk, code)

    def back(form):
        assert form.scanned(code)
        assert not form.scanned("4006381333931")
        assert form.voucher.text() == code
        form.reason.setText("dented")
        form.broken.setChecked(True)

    fill(answers, back)
    mark(part, cup)
    part.give_back()
    assert gifts.get(desk, cup).stock == 4
    assert gifts.movements(desk, cup)[-1].kind == "broken"
    assert told[-1][1] == "Silver cup was taken back; 4 in stock now."


def test_another_one_is_offered_where_pieces_have_no_numbers(qtbot, till, desk, bag, cup):
    for gift, is_offered in ((bag, True), (cup, False)):
        form = ReturnForm(till, None, gifts.get(desk, gift))
        qtbot.addWidget(form)
        assert form.replaced.isVisibleTo(form) == is_offered


def test_movements_are_listed_the_newest_first_with_their_reasons(qtbot, till, desk, member, cup):
    voucher = vouchers.issue(desk, member, gift=cup)
    vouchers.redeem(desk, voucher.code)
    gifts.count(desk, cup, 3, reason="One was stolen")
    form = MovesForm(till, None, gifts.get(desk, cup))
    qtbot.addWidget(form)
    cells = [
        [column.text(one) for column in form.table.model.columns] for one in form.table.model.rows
    ]
    today = f"{desk.today()}"
    who = desk.staff_name
    assert cells == [
        [today, "Stock was counted", "-1", "3", "0", "", who],
        [today, "Handed over", "-1", "4", "0", "1", who],
        [today, "Promised", "+1", "5", "1", "1", who],
        [today, "Received", "+5", "5", "0", "", who],
    ]
    assert form.whole.text().endswith("One was stolen")
    form.table.mark(1)
    assert "张三丰" in form.whole.text()


# --- out of the catalogue ---------------------------------------------------------------------


def test_a_gift_is_taken_out_and_put_back(part, desk, bag, told):
    mark(part, bag)
    part.close_it()
    assert not gifts.get(desk, bag).is_active
    assert told[-1][1] == "Canvas bag is out of the catalogue; its vouchers are good."
    part.which.setCurrentIndex(part.which.findData("closed"))
    mark(part, bag)
    assert part.deeds.close_it.text() == "Offer again"
    part.close_it()
    assert gifts.get(desk, bag).is_active


def test_a_gift_that_a_rule_gives_stays(part, desk, bag, told):
    every = rewards.every("month")
    rewards.add(desk, name="Monthly", trigger=every, reward=rewards.voucher(gift=bag))
    mark(part, bag)
    part.close_it()
    assert gifts.get(desk, bag).is_active
    assert "Monthly" in told[-1][1]


# --- sets -------------------------------------------------------------------------------------


def test_a_set_is_made_of_ideas_that_say_what_they_lack_and_changed(page, desk, bag, answers):
    sets, said = page.parts[2], []

    def new(form):
        form.name.setText("升级礼")
        form.boxes["member"].setCurrentIndex(form.boxes["member"].findData(bag))
        form.fill()
        said.append(form.told.text())

    fill(answers, new)
    sets.add()
    (made,) = gift_sets.listed(desk)
    assert made.gifts["member"] == bag
    assert len(set(made.gifts.values())) == len(made.gifts) == 5
    assert "cost 0 and none in stock" in said[0]
    assert "Canvas bag" not in said[0]
    assert {gifts.get(desk, one).cost for one in made.gifts.values()} == {0, 800}

    def change(form):
        form.boxes["gold"].setCurrentIndex(0)
        assert not form.told.isVisibleTo(form)

    fill(answers, change)
    sets.load()
    assert "Member: Canvas bag" in sets.said.text()
    sets.edit()
    (after,) = gift_sets.listed(desk)
    assert set(after.gifts) == set(made.gifts) - {"gold"}


def test_a_set_without_any_gift_is_refused_in_the_form(page, desk, answers):
    kept = []

    def answer(form):
        form.name.setText("套")
        form.try_it()
        kept.append(form.said.text())
        return False

    answers.given["show"] = answer
    page.parts[2].add()
    assert kept[0]
    assert gift_sets.listed(desk) == []
    page.parts[2].load()
    assert "No set yet" in page.parts[2].table.empty.text()


def test_the_keys_are_on_the_list_of_the_tab_or_on_what_begins_it(bag, page):
    assert page.isActiveWindow()
    listed, empty, *_others = page.parts.values()
    for place, held in ((1, listed.table.view), (2, empty.add_button)):
        page.tabs.setCurrentIndex(place)
        page.begin()
        assert held.hasFocus()


def test_a_service_has_no_stock_to_receive(page, desk):
    gifts.add(desk, name="茶艺课", kind="service")
    page.load()
    page.tabs.setCurrentIndex(1)
    assert not page.parts[1].receive_button.isEnabled()
    assert page.parts[1].edit_button.isEnabled()


@pytest.mark.parametrize("tab", ["GiftList", "GiftSetList", "EventList"])
def test_what_was_just_made_is_marked_in_its_list(window, desk, bag, answers, tab):
    gift_sets.add(desk, name="首", gifts={"member": bag})
    page = open_page(window)
    place = next(place for part, place in PLACES.items() if part.__name__ == tab)
    page.tabs.setCurrentIndex(place)
    part = page.parts[place]
    part.table.mark(0)

    def typed(form):
        form.name.setText("后来的")
        if tab == "GiftSetList":
            form.boxes["member"].setCurrentIndex(form.boxes["member"].findData(bag))
        if tab == "EventList":
            form.on.setText("2026-12-01")

    fill(answers, typed)
    part.add()
    assert part.table.current.name == "后来的"


def open_page(window):
    window.frame.show_page("vouchers", {})
    return window.frame.page


@pytest.mark.parametrize("deed", ["redeem", "void"])
def test_after_a_voucher_is_used_up_the_keys_go_where_the_next_one_is_typed(
    window, desk, bag, answers, deed
):
    page = open_page(window)
    page.take(vouchers.issue(desk, None, gift=bag).code)
    getattr(page.shown, deed).setFocus()
    fill(answers, lambda form: form.reason.setText("typo"))
    getattr(page, deed)()
    assert window.focusWidget() is page.code
