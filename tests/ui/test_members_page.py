"""Members on the screen: the list, the search, the form, the keys and scans of the page."""

import threading

import pytest
from PySide6.QtCore import Qt

from shopdesk import cards, members, points, purchases, roster, segments, tags, vouchers
from shopdesk.segments import Filter
from tests.ui.hands import looked_up
from ui import background
from ui.pages import members as members_page
from ui.pages.members import Members


@pytest.fixture
def page(qtbot, till):
    made = Members(till)
    qtbot.addWidget(made)
    made.load()
    return made


@pytest.fixture
def wanted(till):
    """Where the page wanted to go: (page, what)."""
    heard = []
    till.wanted.connect(lambda name, what: heard.append((name, what)))
    return heard


def names(page):
    return [listed.name for listed in page.table.model.rows]


def register_several(page, count):
    for number in range(count):
        members.register(page.till.desk, name=f"会员{number}")


def cells(page, place):
    model = page.table.model
    return [model.data(model.index(place, c)) for c in range(model.columnCount())]


def test_a_shop_without_members_says_what_to_do_in_words(page):
    assert names(page) == []
    assert "Register the first one" in page.table.empty.text()
    assert page.count.text() == "0 members"


def test_all_members_are_listed_who_joined_last_first(page, member):
    members.register(page.till.desk, name="李四")
    page.load()
    assert names(page) == ["李四", "张三丰"]
    assert page.count.text() == "2 members"


def find(page, typed):
    page.query.setText(typed)
    looked_up()


def test_a_row_shows_the_phone_masked_and_the_last_visit(page, member):
    desk = page.till.desk
    purchases.record(desk, member=member, amount=123_400, pay={"cash": 123_400})
    page.load()
    assert cells(page, 0) == [
        "张三丰", "Silver", "138****8000", "100001", "1,234", f"{desk.today()}",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["张", "zsf", "zhangsan", "8000", "13800138000", "100001"])
def test_typing_finds_by_name_pinyin_phone_and_number(page, member, typed):
    members.register(page.till.desk, name="李四", phone="13911112222")
    find(page, typed)
    assert names(page) == ["张三丰"]


def test_nobody_found_offers_to_register_what_was_typed(page, member, answers):
    find(page, "13755556666")
    assert "register a new member" in page.table.empty.text()
    seen = []
    answers.given["show"] = lambda form: seen.append(form.phone.text())
    page.add()
    assert seen == ["13755556666"]


def test_a_tier_narrows_the_list_and_the_search(page, member):
    desk = page.till.desk
    members.register(desk, name="张无忌")
    purchases.record(desk, member=member, amount=100_000, pay={"cash": 100_000})
    page.tier.setCurrentIndex(page.tier.findData("silver"))
    assert names(page) == ["张三丰"]
    find(page, "zhang")
    assert names(page) == ["张三丰"]
    assert page.escape()
    assert len(names(page)) == 2
    assert not page.escape()


def test_a_tier_that_has_as_many_as_a_search_shows_is_counted(page, monkeypatch):
    monkeypatch.setattr(members_page, "_MOST_FOUND", 3)
    register_several(page, 3)
    page.tier.setCurrentIndex(page.tier.findData("member"))
    assert page.count.text() == "3 members"


def test_a_search_that_was_cut_short_says_whom_the_tier_may_hide(page, monkeypatch):
    monkeypatch.setattr(members_page, "_MOST_FOUND", 5)
    register_several(page, 7)
    find(page, "会员")
    assert page.count.text() == "The first 5; type more"
    page.tier.setCurrentIndex(page.tier.findData("member"))
    looked_up()
    assert page.count.text() == "5 of the first 5 found; type more"
    page.tier.setCurrentIndex(page.tier.findData("silver"))
    looked_up()
    assert page.count.text() == "0 of the first 5 found; type more"
    assert "among the first 5 found" in page.table.empty.text()


def test_a_tag_narrows_the_list_and_the_search_and_escape_ends_it(page, member):
    desk = page.till.desk
    other = members.register(desk, name="张无忌").id
    page.load()
    assert page.tag.isHidden(), "no tag is in use"
    tags.put(desk, other, ["tea"])
    page.load()
    assert not page.tag.isHidden()
    page.tag.setCurrentIndex(page.tag.findData("tea"))
    assert names(page) == ["张无忌"]
    find(page, "张")
    assert names(page) == ["张无忌"]
    find(page, "三丰")
    assert names(page) == []
    assert "Nobody fits" in page.table.empty.text()
    assert page.escape()
    assert names(page) == ["张无忌", "张三丰"]


def test_a_segment_narrows_the_list_and_the_search_and_escape_ends_it(qtbot, page, member):
    desk = page.till.desk
    other = members.register(desk, name="张无忌").id
    tags.put(desk, other, ["tea"])
    page.load()
    assert page.segment.isHidden(), "there is no segment"
    likes = segments.add(desk, name="茶客", filters=[Filter("tags", "has", "tea")])
    page.load()
    page.segment.setCurrentIndex(page.segment.findData(likes.id))
    qtbot.waitUntil(lambda: names(page) == ["张无忌"])
    for typed, found in (("张", ["张无忌"]), ("三丰", [])):
        find(page, typed)
        qtbot.waitUntil(lambda: page.long.job is None)
        assert names(page) == found
    assert "Nobody fits" in page.table.empty.text()
    page.tier.setCurrentIndex(1)
    page.query.clear()
    qtbot.waitUntil(lambda: page.long.job is None)
    assert names(page) == ["张无忌"]
    assert page.escape()
    assert names(page) == ["张无忌", "张三丰"]


def test_a_tag_that_nobody_has_any_more_narrows_nothing(page, member):
    tags.put(page.till.desk, member, ["tea"])
    page.load()
    page.tag.setCurrentIndex(1)
    tags.put(page.till.desk, member, [])
    page.load()
    assert (page.tag.isHidden(), page.tag.currentData(), names(page)) == (True, None, ["张三丰"])


def test_enter_in_the_search_opens_the_first_found(page, member, qtbot):
    find(page, "zsf")
    qtbot.keyClick(page.query, Qt.Key.Key_Return)
    assert page.is_profile
    assert page.profile.member.id == member


def test_down_leads_into_the_list_and_enter_opens_the_profile(window, member, qtbot):
    window.frame.show_page("members", {})
    page = window.frame.page
    qtbot.keyClick(page.query, Qt.Key.Key_Down)
    assert page.table.view.hasFocus()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.is_profile


def test_escape_leads_from_the_profile_back_to_the_marked_row(page, member):
    page.load()
    page.table.mark(0)
    page.open(member)
    assert page.escape()
    assert not page.is_profile
    assert page.table.current.id == member


def test_the_list_behind_a_profile_is_new_when_it_is_seen_again(page, member):
    page.load()
    page.table.mark(0)
    page.open(member)
    members.register(page.till.desk, name="李四")
    page.load()
    page.back()
    assert names(page) == ["李四", "张三丰"]
    assert page.table.current.id == member


def test_a_member_s_card_opens_the_profile_and_nothing_else_does(page, member, tea):
    desk = page.till.desk
    card = cards.of_member(desk, member)[0].code
    voucher = vouchers.issue(desk, member, amount=100).code
    for other in (voucher, "6901234567892", "M00000000X", "???"):
        assert not page.scanned(other)
    assert page.scanned(card)
    assert page.profile.member.id == member


def test_a_lost_card_opens_nobody(page, member):
    lost = cards.of_member(page.till.desk, member)[0].code
    cards.replace(page.till.desk, member)
    assert not page.scanned(lost)
    assert not page.is_profile


def test_f9_leaves_a_profile_and_searches(window, member, qtbot):
    window.frame.show_page("members", {"member": member})
    page = window.frame.page
    assert page.is_profile
    page.search()
    assert not page.is_profile
    assert page.query.hasFocus()


def test_a_member_that_is_unknown_is_refused_in_the_strip(page, told):
    page.show_what(member=99)
    assert not page.is_profile
    assert [mood for mood, _ in told] == ["bad"]


def test_the_example_is_a_profile_worth_a_picture(page, member):
    page.example()
    assert page.profile.member.id == member
    rich = members.register(page.till.desk, name="李四").id
    points.adjust(page.till.desk, rich, 5, reason="x")
    page.example()
    assert page.profile.member.id == rich


# --- the form -----------------------------------------------------------------------------------


def fill(**values):
    """An answer that types into a form and tries it; whether that closed it."""

    def answer(form):
        for name, value in values.items():
            getattr(form, name).setText(value)
        form.try_it()
        return form.said.isHidden()

    return answer


def test_a_new_member_is_registered_and_shown(page, answers, told):
    answers.given["show"] = fill(phone="139 1111 2222", name="李四", birthday="03-08")
    page.show_what(new=True)
    made = page.profile.member
    assert page.is_profile
    assert (made.name, made.phone, made.birthday) == ("李四", "13911112222", (3, 8))
    assert told == [("good", "李四 is registered, No. 100001.")]


def test_a_member_registered_during_a_sale_goes_back_to_it(page, answers, wanted):
    answers.given["show"] = fill(name="李四")
    page.show_what(new=True, text="13911112222", back_to="counter")
    (found,) = members.find(page.till.desk, "13911112222")
    assert wanted == [("counter", {"member": found.id})]
    assert not page.is_profile


def test_leaving_the_form_registers_nobody(page, answers, wanted):
    answers.given["show"] = False
    page.show_what(new=True, back_to="counter")
    assert len(roster.ids(page.till.desk)) == 0
    assert wanted == []


def test_a_name_searched_for_stands_in_the_form(page, answers):
    seen = []
    answers.given["show"] = lambda form: seen.append((form.name.text(), form.phone.text()))
    page.show_what(new=True, text="李四")
    assert seen == [("李四", "")]


def test_a_taken_phone_is_refused_until_it_is_shared_on_purpose(page, member, answers):
    said = []

    def twice(form):
        form.phone.setText("13800138000")
        form.name.setText("张翠山")
        assert form.shared.isHidden()
        form.try_it()
        said.append(form.said.text())
        assert not form.shared.isHidden()
        form.shared.setChecked(True)
        form.try_it()
        return True

    answers.given["show"] = twice
    page.show_what(new=True)
    assert "already belongs to 张三丰" in said[0]
    assert page.profile.member.name == "张翠山"
    assert page.profile.member.phone == "13800138000"


@pytest.mark.parametrize(
    ("typed", "kept"), [("1990-03-08", (1990, 3, 8)), ("3-8", (3, 8)), ("2月29日", (2, 29))]
)
def test_a_birthday_needs_no_year(page, answers, typed, kept):
    answers.given["show"] = fill(name="李四", birthday=typed)
    page.show_what(new=True)
    born = page.profile.member.birthday
    assert (born if isinstance(born, tuple) else (born.year, born.month, born.day)) == kept


@pytest.mark.parametrize("typed", ["13-40", "soon", "2-30", "2990-01-01"])
def test_a_birthday_that_is_none_is_refused_and_nothing_is_lost(page, answers, typed):
    forms = []

    def answer(form):
        form.name.setText("李四")
        form.birthday.setText(typed)
        form.try_it()
        forms.append((form.said.isHidden(), form.birthday.text(), form.name.text()))
        return False

    answers.given["show"] = answer
    page.show_what(new=True)
    assert forms == [(False, typed, "李四")]
    assert len(roster.ids(page.till.desk)) == 0


def test_a_lunar_birthday_knows_leap_months_and_needs_both_numbers(page, answers):
    def answer(form):
        form.name.setText("李四")
        form.lunar.month.setCurrentIndex(6)
        form.try_it()
        assert "cannot be used as a date" in form.said.text()
        form.lunar.day.setCurrentIndex(15)
        form.lunar.leap.setChecked(True)
        form.try_it()
        return True

    answers.given["show"] = answer
    page.show_what(new=True)
    assert page.profile.member.lunar_birthday == (6, 15, True)
    assert "leap month 6, day 15 (lunar)" in page.profile.dates.text()


def test_pressing_twice_registers_once(page, answers):
    def answer(form):
        form.name.setText("李四")
        form.try_it()
        form.try_it()
        return True

    answers.given["show"] = answer
    page.show_what(new=True)
    assert len(roster.ids(page.till.desk)) == 1


# --- how many there are -----------------------------------------------------------------------


def test_how_many_a_search_has_is_counted_beside_the_window(qtbot, page, monkeypatch):
    monkeypatch.setattr(members_page, "_MOST_FOUND", 5)
    register_several(page, 7)
    find(page, "会")
    assert len(page.table.model.rows) == 5
    qtbot.waitUntil(lambda: page.count.text() == "5 of 7; type more")


def test_a_count_that_another_key_made_old_is_never_shown(qtbot, page, monkeypatch):
    monkeypatch.setattr(members_page, "_MOST_FOUND", 5)
    register_several(page, 7)
    find(page, "会")
    old = page.counting
    find(page, "会员6")
    assert page.counting is None
    assert old.is_cancelled
    qtbot.waitUntil(lambda: background.pool().activeThreadCount() == 0)
    page._counted(old, 7)
    assert page.count.text() == "1 member"


def test_with_a_filter_nothing_is_counted(page, monkeypatch):
    monkeypatch.setattr(members_page, "_MOST_FOUND", 5)
    register_several(page, 7)
    page.tier.setCurrentIndex(1)
    find(page, "会")
    assert page.counting is None


def test_enter_before_the_answer_opens_who_was_typed(page, member, qtbot, monkeypatch):
    members.register(page.till.desk, name="李四")
    may_come, found = threading.Event(), members_page._found

    def late(*asked):
        assert may_come.wait(10)
        return found(*asked)

    monkeypatch.setattr(members_page, "_found", late)
    qtbot.keyClicks(page.query, "zsf")
    qtbot.keyClick(page.query, Qt.Key.Key_Return)
    assert not page.is_profile
    may_come.set()
    looked_up()
    assert page.who == member
