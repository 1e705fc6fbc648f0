"""Vouchers that are sent, extended, accepted, refused, and issued in numbers, on the screen."""

import io
from datetime import date

import pypdfium2
import pytest

from shopdesk import codes, deliveries, gifts, members, segments, settlements, staff, vouchers
from shopdesk.segments import Filter
from ui import background
from ui.pages.voucher_batch import BatchForm
from ui.pages.voucher_follow import FollowUp
from ui.pages.vouchers import PLACES, Vouchers
from ui.widgets.laid import held_by
from ui.widgets.preview import Preview

WHERE = {"recipient": "张三丰", "phone": "13800138000", "address": "武当山路 1 号"}


@pytest.fixture
def bag(desk):
    return gifts.add(desk, name="帆布袋", name_en="Canvas bag", cost=800, value=2500, stock=3).id


@pytest.fixture
def page(qtbot, till):
    made = Vouchers(till)
    qtbot.addWidget(made)
    made.load()
    made.show()
    return made


@pytest.fixture
def follow(page):
    """What is to be followed up, on show."""
    place = PLACES[FollowUp]
    page.tabs.setCurrentIndex(place)
    return page.parts[place]


@pytest.fixture
def parcel(desk, member, bag):
    return vouchers.issue(desk, member, gift=bag, channel="courier")


def fill(answers, work):
    """Answer the next form by filling it in; it is left open where it was refused."""

    def answer(form):
        work(form)
        form.try_it()
        return form.result() == form.DialogCode.Accepted

    answers.given["show"] = answer


def history(page):
    return [one.text() for one in held_by(page.shown.history)]


def facts(page):
    return [one.text() for one in held_by(page.shown.facts)]


def unknown(number):
    body = f"V{number:010}"
    return body + codes.check_symbol(body)


def genuine(desk, kind="gift", gift=None):
    """The QR of a voucher that was issued after a backup."""
    known = desk.shop.known
    return codes.qr_payload(
        known.secret, known.code, code=unknown(8), kind=kind, gift_id=gift,
        valid_until_on=date(2026, 11, 1),
    )  # fmt: skip


# --- one voucher ------------------------------------------------------------------------------


def test_a_gift_is_handed_to_somebody_by_name(page, desk, member, bag, answers):
    voucher = vouchers.issue(desk, member, gift=bag)
    page.show_what(history=voucher.code)

    def by_name(form):
        form.taken_by.setText("张太太")
        form.note.setText("blue one")

    fill(answers, by_name)
    page.shown.hand_over.click()
    assert page.shown.voucher.state == "redeemed"
    assert "taken by 张太太 · blue one" in history(page)[-1]


def test_a_parcel_is_sent_from_its_voucher(page, desk, parcel, answers, told):
    page.show_what(history=parcel.code)
    assert not page.shown.redeem.isVisible()

    def to(form):
        assert form.recipient.text() == "张三丰"
        form.phone.setText(WHERE["phone"])
        form.address.setText(WHERE["address"])
        form.tracking.setText("SF1")

    fill(answers, to)
    page.shown.send.click()
    page.load()
    assert "sent to 张三丰" in told[-1][1]
    assert page.shown.voucher.state == "redeemed"
    assert any("武当山路" in line for line in facts(page))
    assert "Tracking number SF1" in facts(page)
    assert "Given to the courier" in history(page)[-1]


def test_a_parcel_without_an_address_is_not_sent(page, desk, parcel, answers):
    said = []

    def to(form):
        form.try_it()
        said.append(form.said.text())

    answers.given["show"] = lambda form: to(form) or False
    page.show_what(history=parcel.code)
    page.shown.send.click()
    assert said
    assert deliveries.of_voucher(desk, parcel.id).state == "to_send"


def test_a_voucher_is_extended_with_a_reason(page, desk, member, bag, answers, told):
    voucher = vouchers.issue(desk, member, gift=bag, valid_days=3)
    page.show_what(history=voucher.code)

    def longer(form):
        form.until.setText("2026-12-24")
        form.reason.setText("was ill")

    fill(answers, longer)
    page.shown.extend.click()
    page.load()
    assert page.shown.voucher.valid_until_on == date(2026, 12, 24)
    assert "valid until 24 Dec 2026 · was ill" in history(page)[-1]


def test_a_day_that_is_none_leaves_the_form_open(page, desk, member, bag, answers):
    voucher = vouchers.issue(desk, member, gift=bag, valid_days=3)
    page.show_what(history=voucher.code)
    fill(answers, lambda form: form.until.setText("soon"))
    page.shown.extend.click()
    assert vouchers.get(desk, voucher.id).valid_until_on == voucher.valid_until_on


# --- after a backup ---------------------------------------------------------------------------


def test_a_genuine_voucher_that_is_not_known_is_accepted_by_the_owner(page, desk, bag, answers):
    page.scanned(genuine(desk, gift=bag))
    assert page.shown.voucher is None
    assert "issued after the backup" in page.shown.nothing.text()
    fill(answers, lambda form: form.reason.setText("looks right"))
    page.shown.accept.click()
    assert (page.shown.voucher.gift_id, page.shown.voucher.state) == (bag, "issued")
    assert "looks right" in history(page)[-1]
    page.scanned(genuine(desk, gift=bag))
    assert page.shown.voucher is not None


def test_what_lowers_a_price_is_accepted_with_what_its_paper_says(page, desk, answers):
    page.scanned(genuine(desk, kind="percent"))

    def as_printed(form):
        assert form.focusWidget() is form.percent
        form.percent.setText("12")
        form.reason.setText("as printed")

    fill(answers, as_printed)
    page.shown.accept.click()
    assert page.shown.voucher.percent_off == 12


def test_a_gift_that_is_not_known_is_said_so(page, desk, told):
    page.scanned(genuine(desk, gift=77))
    page.shown.accept.click()
    assert "77" in told[-1][1]
    assert page.shown.voucher is None


def test_a_forged_voucher_is_not_offered_to_be_accepted(page, desk, bag):
    page.scanned(genuine(desk, gift=bag)[:-1] + "~")
    page.scanned(unknown(9))
    assert not page.shown.accept.isVisible()


def test_the_counter_leads_to_where_it_is_accepted(window, desk, bag, told):
    scanned = genuine(desk, gift=bag)
    offers = []
    window.till.told.connect(lambda _text, _mood, act, word: offers.append((word, act)))
    window.frame.page.scanned(scanned)
    word, look = offers[-1]
    assert word == "Look at it"
    look()
    assert window.frame.page.shown.unknown == scanned


# --- to follow up -----------------------------------------------------------------------------


def test_deliveries_go_from_to_send_over_sent_to_arrived(follow, desk, parcel, answers):
    table = follow.lists["deliveries"]
    table.load()
    assert [one.state for one in table.table.model.rows] == ["to_send"]

    def to(form):
        form.phone.setText("1380013800")
        form.address.setText("somewhere")

    fill(answers, to)
    table.address_button.click()
    table.load()
    assert table.current.address == "somewhere"
    fill(answers, lambda form: form.tracking.setText("SF2"))
    table.send_button.click()
    table.load()
    assert table.table.model.rowCount() == 0
    table.which.setCurrentIndex(1)
    assert (table.current.tracking, table.send_button.isEnabled()) == ("SF2", False)
    fill(answers, lambda form: form.tracking.setText("SF3"))
    table.track_button.click()
    table.arrived_button.click()
    table.which.setCurrentIndex(2)
    assert (table.current.state, table.current.tracking) == ("received", "SF3")
    assert not table.arrived_button.isEnabled()


def test_what_a_partner_is_owed_is_settled_once(follow, desk, answers, told):
    film = gifts.add(desk, name="影票", kind="partner", partner="影院", cost=3500).id
    vouchers.redeem(desk, vouchers.issue(desk, None, gift=film).code)
    follow.choose("partners")
    table = follow.lists["partners"]
    assert [one.partner for one in table.table.model.rows] == ["影院"]
    seen = []
    answers.given["show"] = lambda form: seen.append((form.windowTitle(), form.name)) or False
    table.paper_button.click()
    assert follow.paper()
    assert seen == [("Settlement", "settlement-2026-10")] * 2
    fill(answers, lambda form: None)
    table.settle_button.click()
    table.load()
    assert not table.paper_button.isEnabled()
    assert not follow.paper()
    assert table.table.model.rowCount() == 0
    table.which.setCurrentIndex(1)
    assert not table.settle_button.isEnabled()
    assert settlements.listed(desk)[0].settled_by == "店主"


def test_refused_codes_are_listed_and_a_till_that_waits_is_let_go(follow, page, desk, bag):
    for number in range(10):
        page.take(unknown(number))
    page.tabs.setCurrentIndex(PLACES[FollowUp])
    follow.choose("refused")
    table = follow.lists["refused"]
    assert [one.code for one in table.table.model.rows][:2] == [unknown(9), unknown(8)]
    assert table._why(table.table.model.rows[0]) == "Unknown"
    assert "Till 1 takes no codes until 12:01" in table.waiting.text()
    table.allow_button.click()
    table.load()
    assert not table.waiting.isVisible()
    voucher = vouchers.issue(desk, None, gift=bag)
    page.take(voucher.code)
    assert page.shown.voucher == voucher


def test_parcels_with_an_address_have_slips(follow, desk, parcel, monkeypatch):
    shown = []

    def see(preview):
        shown.append(preview)

    monkeypatch.setattr(Preview, "seen", see)
    table = follow.lists["deliveries"]
    table.load()
    assert not table.slips_button.isEnabled()
    deliveries.put(desk, parcel.id, **WHERE)
    table.load()
    table.slips_button.click()
    (preview,) = shown
    paper = io.BytesIO()
    preview.write(paper, None, None)
    said = pypdfium2.PdfDocument(paper.getvalue())[0].get_textpage().get_text_range()
    assert WHERE["address"] in said
    assert parcel.code in said.replace(" ", "").replace("-", "")


def test_a_cashier_follows_up_deliveries_alone(qtbot, till, desk):
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = type(desk)(desk.shop, hired.id, hired.name, hired.role, till="1")
    page = Vouchers(till)
    qtbot.addWidget(page)
    follow = page.parts[PLACES[FollowUp]]
    assert list(follow.lists) == ["deliveries"]
    assert not page.many_button.isEnabled()


# --- many at once -----------------------------------------------------------------------------


@pytest.fixture
def batch(qtbot, till, page, desk, member, bag):
    for name in "甲乙丙":
        members.register(desk, name=name)
    segments.add(desk, name="有名", filters=[Filter("visits", "at_least", 0)])
    made = BatchForm(till, page)
    qtbot.addWidget(made)
    made.show()
    return made


def test_many_are_issued_as_they_were_seen_before(batch, desk, told, qtbot):
    batch.try_it()
    assert "3 vouchers · ¥24.00 if all are used" in batch.outcome.text()
    assert "1 gift is missing." in batch.short.text()
    assert "1 member is left out, the gift is out of stock: 丙" in batch.left.text()
    assert vouchers.listed(desk) == []
    batch.try_it()
    qtbot.waitUntil(lambda: batch.issued is not None)
    assert len(vouchers.listed(desk)) == 3
    assert "3 vouchers are issued." in told[-1][1]


def test_what_is_changed_has_to_be_seen_again(batch, desk):
    batch.try_it()
    assert batch.ok.text() == "Issue 3 vouchers"
    batch.days.setText("9")
    assert batch.ok.text() == "See who gets one"
    batch.try_it()
    assert vouchers.listed(desk) == []


@pytest.mark.parametrize("whom", ["Every member", "有名"])
def test_exactly_those_who_were_seen_get_one(batch, desk, qtbot, whom):
    """Who joined since the look does not; who left is told as left out."""
    batch.whom.setCurrentIndex(batch.whom.findText(whom))
    batch.choose_kind("amount")
    batch.amount.setText("5")
    batch.try_it()
    assert batch.ok.text() == "Issue 4 vouchers"
    members.register(desk, name="丁")
    batch.try_it()
    qtbot.waitUntil(lambda: batch.issued is not None)
    assert batch.issued.given == 4
    assert not {one.member_id for one in vouchers.listed(desk)} & {5}


def test_copies_go_to_the_bearer(batch, desk):
    batch.whom.setCurrentIndex(batch.whom.count() - 1)
    assert batch.ok.text() == "See what it comes to"
    batch.choose_kind("amount")
    batch.amount.setText("5")
    batch.copies.setText("x")
    batch.try_it()
    assert batch.seen is None
    assert batch.said.isVisible()
    batch.copies.setText("4")
    batch.try_it()
    batch.try_it()
    background.finish()
    assert [one.member_id for one in vouchers.listed(desk)] == [None] * 4


def test_a_segment_is_chosen_by_its_name(batch, desk):
    batch.whom.setCurrentIndex(batch.whom.findText("有名"))
    batch.choose_kind("percent")
    batch.percent.setText("10")
    batch.try_it()
    assert batch.seen.given == 4
