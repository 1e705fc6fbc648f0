"""Every figure about a member opens what it comes from, and each way ends at a receipt."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from shopdesk import members, points, purchases, rewards, segments, tiers, vouchers
from tests.ui.hands import card_of, turned_to
from ui import look
from ui.pages import evidence as forms
from ui.pages.refund_form import RefundForm
from ui.pages.segment_list import SegmentList
from ui.pages.settings_owner import OwnerSection
from ui.pages.vouchers import PLACES
from ui.widgets.figure import Figure
from ui.widgets.tier_pill import TierPill


@pytest.fixture
def bought(desk, member):
    """A member of the silver tier by one receipt of today."""
    return purchases.record(desk, member=member, amount=120_000, pay={"cash": 120_000})


@pytest.fixture
def first_row(answers):
    """Whatever form opens, its first row is taken; what was opened, by its class."""
    seen = []

    def taken(form):
        seen.append(type(form))
        form.table.opened.emit(form.table.model.rows[0])
        return True

    answers.given["show"] = taken
    return seen


def receipt_shown(window):
    page = window.frame.page
    return page.shown.entry.id if window.frame.name == "records" else None


@pytest.mark.parametrize("place", ["Points", "12 months", "Visits", "Last visit"])
def test_each_figure_of_the_counters_card_leads_to_its_receipt(
    window, counter, member, bought, first_row, place
):
    counter.choose(member)
    (cell,) = [c for c in counter.card.findChildren(Figure) if place in c.accessibleName()]
    cell.opens()
    assert receipt_shown(window) == bought.id
    assert counter.till.basket.member == member


def test_the_tier_on_the_counters_card_says_why_and_leads_to_its_receipt(
    window, counter, member, bought, first_row
):
    counter.choose(member)
    counter.card.findChild(TierPill).click()
    assert first_row == [forms.EvidenceForm]
    assert receipt_shown(window) == bought.id


def test_a_scan_closes_what_is_only_looked_at_and_goes_on(window, counter, desk, member, bought):
    other = members.register(desk, name="李娜").id
    counter.choose(member)
    open_then = []

    def scan():
        open_then.append(type(QApplication.activeModalWidget()))
        window._scanned(card_of(counter.till, other))

    QTimer.singleShot(0, scan)
    counter.look_behind("spend")
    assert open_then == [forms.EvidenceForm]
    assert QApplication.activeModalWidget() is None
    assert counter.who == other


def test_the_keys_go_on_in_the_amount_after_a_look(qtbot, counter, member, bought, answers):
    counter.choose(member)
    answers.given["show"] = False
    qtbot.mouseClick(counter.card.findChild(Figure), Qt.MouseButton.LeftButton)
    assert counter.pay.amount.hasFocus()


def test_a_debt_names_the_refund_that_made_it(window, desk, till, member, first_row):
    receipt = purchases.record(desk, member=member, amount=10_000, pay={"cash": 10_000})
    points.adjust(desk, member, -100, reason="spent elsewhere")
    purchases.refund(desk, receipt.id, reason="back")
    window.frame.show_page("members", {"member": member})
    tab = turned_to(window.frame.page.profile.points)
    assert not tab.why.isHidden()
    (made,) = forms.held(till, members.get(desk, member))
    assert (made.points, made.origin) == (-100, f"Refund of receipt {receipt.number}")
    tab.explain()
    assert receipt_shown(window) == receipt.id


def test_who_owes_nothing_is_not_asked_why(window, member, bought):
    window.frame.show_page("members", {"member": member})
    assert turned_to(window.frame.page.profile.points).why.isHidden()


def test_a_review_opens_the_receipts_that_count_for_it(window, desk, clock, member, first_row):
    tiers.set_ladder(desk, tiers.ladder(desk), review_months=1, grace_days=0)
    bought = purchases.record(desk, member=member, amount=120_000, pay={"cash": 120_000})
    window.frame.show_page("settings", {"section": "owner"})
    section = window.findChild(OwnerSection)
    section.reviews.mark(0)
    section.count()
    assert receipt_shown(window) == bought.id


def test_a_voucher_by_rule_says_what_met_it_and_opens_the_receipt(window, desk, member):
    rewards.add(
        desk, name="满百", trigger=rewards.purchase(over=10_000),
        reward=rewards.voucher(amount=1000),
    )  # fmt: skip
    bought = purchases.record(desk, member=member, amount=12_000, pay={"cash": 12_000})
    rewards.run(desk)
    (given,) = vouchers.of_member(desk, member)
    window.frame.show_page("vouchers", {"history": given.code})
    card = window.frame.page.shown
    said = [one.text() for one in card.findChildren(QLabel)]
    assert "Why: on a receipt of ¥100 or more, on 15 Oct 2026" in "\n".join(said)
    assert card.receipt.text() == f"Receipt {bought.number}"
    card.receipt.click()
    assert receipt_shown(window) == bought.id


def test_a_voucher_by_hand_stands_on_no_receipt(window, voucher):
    window.frame.show_page("vouchers", {"history": voucher.code})
    assert window.frame.page.shown.receipt.isHidden()


def test_a_receipt_says_by_which_rate_it_earned(window, desk, member, bought):
    again = purchases.record(desk, member=member, amount=10_000, pay={"cash": 9800})
    window.frame.show_page("records", {"receipt": again.id})
    said = [one.text() for one in window.frame.page.shown.findChildren(QLabel)]
    assert "¥1.00 earns 1 point · × 120% by the tier" in said


def test_a_refusal_that_names_a_voucher_offers_to_show_it(window, hands, counter, desk, voucher):
    vouchers.void(desk, voucher.id, reason="twice")
    hands.scan(voucher.code)
    show = [b for b in window.frame.strip.findChildren(QPushButton) if b.text().startswith("Show")]
    assert len(show) == 1
    show[0].click()
    assert window.frame.name == "vouchers"
    assert window.frame.page.shown.voucher.id == voucher.id


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "colour", ["#ffffff", "#000000", "#d4af37", "#c0c0c0", "#ffff00", "#1a237e"]
)
def test_a_tier_is_readable_on_a_chip_of_any_colour(theme, colour):
    ground, ink = look.tinted(theme, colour)
    assert look.contrast(QColor(ground), QColor(ink)) >= 4.5


def test_the_card_says_since_when_and_until_when(counter, desk, clock, member):
    clock.tick(days=800)
    tiers.set_ladder(desk, tiers.ladder(desk), review_months=12, grace_days=0)
    purchases.record(desk, member=member, amount=120_000, pay={"cash": 120_000})
    counter.choose(member)
    words = " ".join(one.text() for one in counter.card.findChildren(QLabel))
    assert "since 15 Oct 2026 (2 years)" in words
    assert "Silver until 31 Dec 2029" in words


def test_what_this_sale_leaves_missing_stands_under_what_it_earns(counter, hands, desk, member):
    counter.choose(member)
    hands.type("600")
    assert counter.pay.ahead.whole == "Then to Silver: ¥400.00 more or 9 more visits"
    assert counter.quote.ahead == counter.pay.ahead.whole
    for height, is_seen in ((900, True), (600, False)):  # the steps of the price need the room
        counter.pay.resize(counter.pay.width(), height)
        assert counter.pay.ahead.isVisible() == is_seen
    counter.leave_member()
    assert counter.pay.ahead.isHidden()


# --- over a form ------------------------------------------------------------------------------


@pytest.fixture
def refunding(window, desk, till, member):
    """A refund, half filled in, of what a rule gave points and a voucher for, and a tier stood
    on."""
    rewards.add(
        desk, name="满百", trigger=rewards.purchase(over=10_000),
        reward=[rewards.Points(200), rewards.voucher(amount=500)],
    )  # fmt: skip
    bought = purchases.record(desk, member=member, amount=120_000, pay={"cash": 120_000})
    window.frame.show_page("records", {"receipt": bought.id})
    form = RefundForm(till, window.frame.page, window.frame.page.shown.entry)
    form.reason.setText("too large")
    return form


def shown_behind(form):
    return form.effects.findChildren(Figure)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("Points that were earned", "In the order in which they are spent."),
        ("Points that rules gave", "In the order in which they are spent."),
        ("Voucher that becomes void", "Why: on a receipt of ¥100 or more, on 15 Oct 2026"),
        ("Tier", "Silver: spend ¥1,200.00 from 15 Oct 2025 to 15 Oct 2026, ¥1,000.00 needed"),
    ],
)
def test_each_effect_of_a_refund_opens_what_it_stands_on_and_leads_away_from_no_form(
    window, refunding, answers, what, said
):
    opened = []

    def look(form):
        form.table.opened.emit(form.table.model.rows[0])
        opened.append((form.sentences, form.result(), window.frame.name))
        return False

    answers.given["show"] = look
    cell = next(one for one in shown_behind(refunding) if one.accessibleName().startswith(what))
    assert cell.focusPolicy() == Qt.FocusPolicy.TabFocus
    cell.opens()
    ((sentences, result, page),) = opened
    assert said in sentences
    assert (result, page, refunding.reason.text()) == (0, "records", "too large")


def test_what_is_plain_in_a_refund_opens_nothing(refunding):
    names = [one.accessibleName().split(":")[0] for one in shown_behind(refunding)]
    assert "Money back" not in names
    assert "Points afterwards" in names


def test_a_refund_says_what_who_brought_the_member_loses(window, desk, till, member):
    rewards.add(desk, name="介绍", trigger=rewards.referral("referrer"), reward=rewards.Points(80))
    friend = members.register(desk, name="李四", referrer=member).id
    sold = purchases.record(desk, member=friend, amount=5_000, pay={"cash": 5_000})
    window.frame.show_page("records", {"receipt": sold.id})
    form = RefundForm(till, window.frame.page, window.frame.page.shown.entry)
    name = members.get(desk, member).name
    said = f"{name}, the referrer: Points that rules gave are taken back"
    assert dict(form.effects.lines)[said] == "-80"


# --- in lists ---------------------------------------------------------------------------------


def cell_of(table, row, title):
    column = [one.title for one in table.model.columns].index(title)
    return table.model.index(row, column)


def click_on(qtbot, table, index):
    """On the text of a cell."""
    view = table.view
    middle = view.figures.frame(index).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)


@pytest.mark.parametrize(
    ("title", "steps", "opened"),
    [("Tier", 1, [forms.EvidenceForm]), ("Points", 2, [forms.PointsForm]), ("Last visit", 3, [])],
)
@pytest.mark.parametrize("is_by_keys", [True, False])
def test_each_figure_in_the_list_of_members_leads_to_its_receipt(
    qtbot, window, bought, first_row, *, title, steps, opened, is_by_keys
):
    window.frame.show_page("members", {})
    table = window.frame.page.table
    qtbot.waitUntil(lambda: len(table.model.rows) == 1)
    if is_by_keys:
        table.enter()
        for key in [Qt.Key.Key_Right] * steps + [Qt.Key.Key_Return]:
            qtbot.keyClick(table.view, key)
    else:
        click_on(qtbot, table, cell_of(table, 0, title))
    assert first_row == opened
    assert receipt_shown(window) == bought.id


def test_enter_opens_the_member_where_the_keys_are_on_no_figure(qtbot, window, member, answers):
    window.frame.show_page("members", {})
    page = window.frame.page
    qtbot.waitUntil(lambda: len(page.table.model.rows) == 1)
    page.table.enter()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(page.table.view, key)
    assert page.who == member


def test_the_mouse_beside_a_figure_marks_the_row(qtbot, window, member, first_row):
    window.frame.show_page("members", {})
    table = window.frame.page.table
    qtbot.waitUntil(lambda: len(table.model.rows) == 1)
    index = cell_of(table, 0, "Tier")
    far = table.view.visualRect(index).topRight()
    qtbot.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=far)
    assert (first_row, table.current.id) == ([], member)


def test_the_count_of_a_segment_leads_into_its_members(qtbot, window, desk, member):
    segments.add(desk, name="所有", filters=[])
    window.frame.show_page("vouchers", {})
    page = window.frame.page
    its = page.parts[PLACES[SegmentList]]
    page.tabs.setCurrentIndex(PLACES[SegmentList])
    qtbot.waitUntil(lambda: bool(its.counts) and len(its.members.model.rows) == 1)
    click_on(qtbot, its.table, cell_of(its.table, 0, "Members"))
    assert its.members.view.hasFocus()
    assert its.members.current.id == member
