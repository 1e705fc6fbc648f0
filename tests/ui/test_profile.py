"""A member's profile: what it shows, and what can be done from it."""

from datetime import date

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from shopdesk import cards, members, points, purchases, rewards, settings, vouchers
from shopdesk.rule_book import Gave
from tests.benchmarks.selling import traced
from tests.ui.hands import turned_to
from ui import look
from ui.pages.evidence import Fifths
from ui.pages.members import Members
from ui.pages.profile_given import GivenForm
from ui.pages.profile_tab import Tab
from ui.pages.voucher_words import grouped


@pytest.fixture
def page(qtbot, till, member):
    made = Members(till)
    qtbot.addWidget(made)
    look.dress(made)
    till.signals.changed.connect(lambda _topics: made.load())
    made.load()
    made.open(member)
    return made


@pytest.fixture
def profile(page):
    return page.profile


@pytest.fixture
def wanted(till):
    heard = []
    till.wanted.connect(lambda name, what: heard.append((name, what)))
    return heard


def column(table, place):
    model = table.model
    return [model.data(model.index(r, place)) for r in range(model.rowCount())]


def buy(profile, amount):
    desk, member = profile.till.desk, profile.member.id
    due = purchases.quote(desk, member=member, amount=amount).due
    return purchases.record(desk, member=member, amount=amount, pay={"cash": due})


# --- the head -----------------------------------------------------------------------------------


def test_enter_presses_the_button_that_the_keys_are_on(profile, wanted, qtbot, member):
    profile.begin()
    qtbot.keyClick(profile.sell, Qt.Key.Key_Return)
    assert wanted == [("counter", {"member": member})]


def test_the_phone_is_masked_until_it_is_asked_for(profile):
    assert "138****8000" in profile.about.text()
    profile.show_phone.click()
    assert "13800138000" in profile.about.text()
    profile.show_phone.click()
    assert "13800138000" not in profile.about.text()


def test_the_phone_of_the_next_member_is_masked_again(profile, desk):
    profile.show_phone.click()
    other = members.register(desk, name="李四", phone="13911112222").id
    profile.show_member(other)
    assert "139****2222" in profile.about.text()


def test_a_member_without_a_phone_has_none_to_show(profile, desk):
    profile.show_member(members.register(desk, name="李四").id)
    assert profile.show_phone.isHidden()
    assert profile.about.text().startswith("Number 100002")


def test_the_head_shows_tier_points_and_the_way_to_the_next_tier(profile):
    buy(profile, 50_000)
    assert profile.tier.text() == "Member"
    assert profile.stage.text() == "New here"
    assert profile.figures["points"].text() == "500"
    assert profile.figures["spend"].text() == "¥500.00"
    assert profile.figures["visits"].text() == "1"
    assert profile.bar.value() == 50
    assert profile.ahead.text() == "To Silver: ¥500.00 more or 9 more visits"


def test_both_birthdays_are_shown(profile, desk):
    members.edit(desk, profile.member.id, birthday=(3, 8), lunar_birthday=(8, 15))
    assert profile.dates.text().endswith(" · Birthday 8 Mar · month 8, day 15 (lunar)")


def test_a_sale_made_elsewhere_is_shown_at_once(profile, desk):
    buy(profile, 100_000)
    assert profile.tier.text() == "Silver"
    assert column(turned_to(profile.timeline).table, 0)[0] == "October 2026"
    assert column(turned_to(profile.timeline).table, 1)[1:3] == [
        "Moved up from Member to Silver", "Bought for ¥1,000.00, receipt 000001",
    ]  # fmt: skip


def test_every_part_has_a_title_and_an_accessible_name(profile):
    for place in range(profile.tabs.count()):
        assert isinstance(profile.tabs.widget(place), Tab)
        assert profile.tabs.tabText(place)
    assert turned_to(profile.points).table.view.accessibleName() == "Lots of points"


# --- going on -----------------------------------------------------------------------------------


def test_sell_takes_the_member_to_the_counter(profile, wanted, member):
    profile.sell.click()
    assert wanted == [("counter", {"member": member})]


def test_a_voucher_is_issued_on_its_own_page(profile, wanted, member):
    profile.issue()
    assert wanted == [("vouchers", {"issue": True, "member": member})]


def test_a_receipt_and_a_voucher_of_the_time_line_open_where_they_belong(profile, wanted, desk):
    receipt = buy(profile, 1000)
    given = vouchers.issue(desk, profile.member.id, amount=500)
    lines = turned_to(profile.timeline).table.model.rows
    rows = {row.happening.kind: row for row in lines if row.group}
    for kind in ("bought", "issued", "joined"):
        turned_to(profile.timeline).table.opened.emit(rows[kind])
    assert profile.tabs.currentWidget() is profile.tiers, "which tells why"
    assert wanted == [
        ("records", {"receipt": receipt.id}), ("vouchers", {"history": given.code}),
    ]  # fmt: skip


def test_routine_visits_are_one_line_that_unfolds_and_folds(profile, clock):
    for _day in range(4):
        buy(profile, 1000)
        clock.tick(days=1)
    table = turned_to(profile.timeline).table
    turned_to(profile.timeline).kind.setCurrentIndex(0)
    assert column(table, 1)[1:] == [
        "3 more visits, ¥30.00", "Bought for ¥10.00, receipt 000001", "Joined as Member",
    ]  # fmt: skip
    assert column(table, 2)[1:] == ["", "First visit", "Joined"]
    table.mark(1)
    table.opened.emit(table.current)
    assert column(table, 1)[2:5] == [
        f"Bought for ¥10.00, receipt 00000{number}" for number in (4, 3, 2)
    ]
    assert table.view.currentIndex().row() == 1
    table.opened.emit(table.current)
    assert len(column(table, 1)) == 4


def test_the_time_line_is_narrowed_to_a_kind_and_leads_to_what_holds_more(profile, desk):
    points.adjust(desk, profile.member.id, 5, reason="gift")
    buy(profile, 1000)
    line = turned_to(profile.timeline)
    line.kind.setCurrentIndex(line.kind.findData("points"))
    assert column(line.table, 1) == ["", "Points adjusted by +5: gift"]
    line.table.opened.emit(line.table.model.rows[0])
    line.table.opened.emit(line.table.model.rows[1])
    assert profile.tabs.currentWidget() is profile.points


def test_a_long_life_is_told_in_parts(profile, desk):
    for _time in range(120):
        points.adjust(desk, profile.member.id, 1, reason="gift")
    table = turned_to(profile.timeline).table
    assert column(table, 1)[-1] == "Earlier… (Enter)"
    assert len(column(table, 1)) == 102
    table.mark(101)
    table.opened.emit(table.current)
    assert column(table, 1)[-1] == "Joined as Member"
    assert table.view.currentIndex().row() == 101


def test_edit_changes_the_name_and_keeps_the_rest(profile, answers, told):
    def answer(form):
        assert form.phone.text() == "13800138000"
        form.name.setText("张君宝")
        form.try_it()
        return True

    answers.given["show"] = answer
    profile.edit()
    assert profile.name.whole == "张君宝"
    assert profile.member.phone == "13800138000"
    assert told == [("good", "张君宝 is saved, No. 100001.")]


# --- what stands behind ---


def seen_in(answers, act, qtbot):
    """The form that an act opens, once it was left."""
    seen = []

    def answer(form):
        seen.append(form)
        return True

    answers.given["show"] = answer
    act()
    qtbot.waitUntil(lambda: bool(seen))
    return seen[0]


def test_each_figure_of_the_head_opens_its_receipts(profile, answers, wanted, qtbot):
    receipt = buy(profile, 4000)
    buy(profile, 1000)
    for figure in ("spend", "visits", "last"):
        form = seen_in(answers, profile.figures[figure].click, qtbot)
        assert column(form.table, 1) == ["000002", "000001"]
        assert form.sum == "Total: 1 visit, ¥50.00"
    form.table.opened.emit(form.table.model.rows[1])
    assert wanted == [("records", {"receipt": receipt.id})]
    assert profile.figures["spend"].accessibleName() == "Spent in 12 months: ¥50.00"
    profile.figures["points"].click()
    assert profile.tabs.currentWidget() is profile.points


def test_a_lot_of_points_says_where_it_came_from_and_opens_it(profile, desk, wanted):
    receipt = buy(profile, 1000)
    points.adjust(desk, profile.member.id, 5, reason="thanks")
    assert column(turned_to(profile.points).table, 4) == ["Receipt 000001", "thanks"]
    turned_to(profile.points).table.opened.emit(turned_to(profile.points).table.model.rows[0])
    assert wanted == [("records", {"receipt": receipt.id})]


def test_what_a_rule_gave_opens_the_receipt_it_stands_on_or_its_voucher(
    qtbot, page, profile, till, wanted
):
    for gave in (
        Gave(date(2026, 10, 15), "Big one", "a voucher", False, "V1", 7),
        Gave(date(2026, 10, 15), "Birthday", "a voucher", False, "V1", None),
        Gave(date(2026, 10, 15), "Birthday", "waits for stock", True),
    ):
        form = GivenForm(till, page, profile.member)
        qtbot.addWidget(form)
        form.table.opened.emit(gave)
    assert wanted == [("records", {"receipt": 7}), ("vouchers", {"history": "V1"})]


def test_why_somebody_is_new_and_of_a_value_is_told_with_the_bounds(page, profile, answers, qtbot):
    buy(profile, 1000)
    page.show()
    seen = []

    def answer(form):
        fifths = form.findChild(Fifths)
        marks = [one.text() for one in fifths.findChildren(QLabel)]
        seen.append((form.sentences, fifths.rows[3], marks, column(form.table, 1)))
        return True

    answers.given["show"] = answer
    profile.why.click()
    qtbot.waitUntil(lambda: bool(seen))
    ((said, spend, marks, numbers),) = seen
    assert said[0].startswith("New here: first visit 15 Oct 2026, last visit 15 Oct 2026.")
    assert said[1].startswith("Value Middle: 9 of 15 points")
    assert spend == ["Spend", "¥10.00", "–", "–", "≥ ¥10.00", "–", "–"]
    assert "✓ ≥ ¥10.00" in marks
    assert numbers == ["000001"]


# --- points -------------------------------------------------------------------------------------


def adjusting(amount, reason="thanks"):
    def answer(form):
        form.points.setText(amount)
        form.reason.setText(reason)
        form.try_it()
        return form.said.isHidden()

    return answer


def test_points_given_by_hand_make_a_lot_that_never_expires(profile, answers, told):
    answers.given["show"] = adjusting("50")
    turned_to(profile.points).adjust()
    assert column(turned_to(profile.points).table, 2) == ["50"]
    assert column(turned_to(profile.points).table, 3) == ["no expiry"]
    assert column(turned_to(profile.timeline).table, 1)[1] == "Points adjusted by +50: thanks"
    assert told == [("good", "张三丰 has 50 points now.")]


@pytest.mark.parametrize(("amount", "reason"), [("-1", "x"), ("many", "x"), ("", "x"), ("5", " ")])
def test_points_that_cannot_be_are_refused_in_the_form(profile, answers, amount, reason):
    seen = []

    def answer(form):
        adjusting(amount, reason)(form)
        seen.append((form.said.isHidden(), form.points.text()))

    answers.given["show"] = answer
    turned_to(profile.points).adjust()
    assert seen == [(False, amount)]
    assert points.balance(profile.till.desk, profile.member.id) == 0


def test_a_debt_is_told_in_words(profile, desk):
    receipt = buy(profile, 10_000)
    points.adjust(desk, profile.member.id, -40, reason="spent")
    purchases.refund(desk, receipt.id, reason="back")
    assert "Owes 40 points" in turned_to(profile.points).said.text()
    assert profile.figures["points"].text() == "-40"


def test_a_cashier_is_told_at_once_who_may_adjust_points(profile, cashier_seated, answers, told):
    turned_to(profile.points).adjust()
    assert answers.asked == []
    assert told == [("bad", "小陈 may not do this. Ask the manager or the owner.")]


# --- vouchers -----------------------------------------------------------------------------------


@pytest.fixture
def voucher(profile, desk):
    return vouchers.issue(desk, profile.member.id, amount=3000, minimum=20_000, occasion="Sorry")


def test_a_receipt_behind_a_tier_leads_to_its_record(profile, wanted):
    buy(profile, 100_000)
    table = turned_to(profile.tiers).receipts
    table.opened.emit(table.model.rows[0])
    assert wanted == [("records", {"receipt": "000001"})]


@pytest.mark.parametrize("tab", ["vouchers", "timeline"])
def test_looking_at_a_used_voucher_writes_nothing(window, till, desk, member, voucher, tab):
    vouchers.void(desk, voucher.id, reason="x")
    window.frame.show_page("members", {"member": member})
    profile = window.frame.page.profile
    written = []
    desk.db.connection().set_trace_callback(written.append)
    table = turned_to(getattr(profile, tab)).table
    table.opened.emit(table.model.rows[tab == "timeline"])  # below its month
    desk.db.connection().set_trace_callback(None)
    assert window.frame.name == "vouchers"
    assert window.frame.page.shown.voucher.id == voucher.id
    assert not [sql for sql in written if not sql.startswith("SELECT")]
    assert window.frame.page.shown.member.hasFocus()


def test_painting_the_vouchers_of_a_member_reads_nothing(profile, desk, voucher):
    rewards.add(desk, name="升级礼", name_en="Welcome", trigger=rewards.upgrade("silver"),
                reward=rewards.voucher(amount=1000))  # fmt: skip
    buy(profile, 100_000)
    model = turned_to(profile.vouchers).table.model
    assert set(column(turned_to(profile.vouchers).table, 4)) == {"Welcome", "Sorry"}
    read = traced(desk, lambda: [model.text(r, c) for r in range(2) for c in range(5)])
    assert read == []


def test_of_the_open_vouchers_the_one_that_ends_soonest_stands_first(profile, desk, voucher):
    vouchers.issue(desk, profile.member.id, amount=500, valid_days=90)
    vouchers.issue(desk, profile.member.id, amount=700, valid_days=10)
    assert column(turned_to(profile.vouchers).table, 0) == ["¥7 off", "¥30 off from ¥200", "¥5 off"]


def test_open_vouchers_stand_above_those_that_ended(profile, desk, voucher):
    later = vouchers.issue(desk, profile.member.id, amount=500)
    vouchers.void(desk, later.id, reason="x")
    assert column(turned_to(profile.vouchers).table, 0) == ["¥30 off from ¥200", "¥5 off"]
    assert column(turned_to(profile.vouchers).table, 1) == ["Unused", "Withdrawn"]
    assert turned_to(profile.vouchers).said.text() == "1 open voucher"


def test_only_an_open_voucher_can_be_printed_or_withdrawn(profile, desk, voucher):
    assert not turned_to(profile.vouchers).void_button.isEnabled()
    turned_to(profile.vouchers).table.mark(0)
    assert turned_to(profile.vouchers).void_button.isEnabled()
    vouchers.void(desk, voucher.id, reason="x")
    turned_to(profile.vouchers).table.mark(0)
    assert not turned_to(profile.vouchers).print_button.isEnabled()


def test_a_voucher_is_withdrawn_for_a_reason(profile, voucher, answers, told):
    def answer(form):
        form.try_it()
        assert not form.said.isHidden()
        form.reason.setText("typed wrong")
        form.try_it()
        return True

    answers.given["show"] = answer
    turned_to(profile.vouchers).table.mark(0)
    turned_to(profile.vouchers).void()
    assert column(turned_to(profile.vouchers).table, 1) == ["Withdrawn"]
    assert told == [("good", f"Voucher {grouped(voucher.code)} is withdrawn.")]


def test_a_voucher_is_printed_from_its_preview_with_where_the_shop_is(
    profile, voucher, preview, answers, tmp_path
):
    turned_to(profile.vouchers).print_it()
    assert not preview
    settings.edit(profile.till.desk, phone="021-5555 0123", address="清河路 8 号")
    answers.given["save"] = str(tmp_path / "one v1.5")
    preview["then"] = [lambda dialog: dialog.save()]
    turned_to(profile.vouchers).table.mark(0)
    turned_to(profile.vouchers).print_it()
    assert (preview["pages"], preview["dialog"].choice) == ([1], "1")
    with pypdfium2.PdfDocument(tmp_path / "one v1.5.pdf") as paper:
        assert "021-5555 0123 · 清河路 8 号" in paper[0].get_textpage().get_text_bounded()


# --- tiers --------------------------------------------------------------------------------------


def test_each_change_of_tier_is_explained_by_its_receipts(profile):
    buy(profile, 60_000)
    buy(profile, 40_000)
    assert column(turned_to(profile.tiers).table, 1) == ["→ Silver", "Member"]
    assert turned_to(profile.tiers).why.text().startswith("Silver: spend ¥1,000.00")
    assert column(turned_to(profile.tiers).receipts, 0) == ["000002", "000001"]
    turned_to(profile.tiers).table.mark(1)
    assert turned_to(profile.tiers).why.text() == "Everyone begins here."
    assert column(turned_to(profile.tiers).receipts, 0) == []


# --- cards --------------------------------------------------------------------------------------


def test_a_lost_card_is_replaced_after_it_was_asked(profile, answers, told):
    old = turned_to(profile.cards).table.model.rows[0].code
    answers.given["ask"] = False
    profile.replace_card()
    assert column(turned_to(profile.cards).table, 0) == [old]
    answers.given["ask"] = True
    profile.replace_card()
    assert column(turned_to(profile.cards).table, 0)[1] == old
    assert column(turned_to(profile.cards).table, 2)[1].startswith("Lost on 15 Oct 2026")
    assert "has a new card" in told[-1][1]


def test_a_card_made_elsewhere_can_be_scanned_into_the_form(profile, answers, told, desk, member):
    def answer(form):
        assert form.scanned("bus 7788")
        form.try_it()
        return True

    answers.given["show"] = answer
    turned_to(profile.cards).link()
    assert cards.member_of(desk, "BUS7788") == member
    assert told == [("good", "BUS7788 finds 张三丰 from now on.")]


def test_a_code_that_is_in_use_is_refused_in_the_form(profile, answers, tea):
    said = []

    def answer(form):
        form.code.setText("6901234567892")
        form.try_it()
        said.append(form.said.text())

    answers.given["show"] = answer
    turned_to(profile.cards).link()
    assert "already in use" in said[0]


def test_ctrl_p_shows_the_card_and_saves_it_as_a_pdf(page, answers, preview, tmp_path):
    answers.given["save"] = str(tmp_path / "card")
    preview["then"] = [lambda dialog: dialog.save()]
    page.paper()
    assert preview["pages"] == [1]
    assert preview["dialog"].name == "card-100001"
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF")


def test_a_card_that_cannot_be_written_is_said_and_nothing_is_lost(
    page, answers, preview, tmp_path
):
    answers.given["save"] = str(tmp_path / "nowhere" / "card.pdf")
    preview["then"] = [lambda dialog: dialog.save()]
    page.paper()
    assert "could not be written" in preview["dialog"].said.text()


def test_a_preview_of_a_card_that_is_closed_prints_nothing(page, preview, told):
    page.paper()
    assert (preview["pages"], told) == ([1], [])
