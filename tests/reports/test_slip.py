"""The closing slip: what it says, without paper; then on rolls of two widths and on A4."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from PIL import ImageChops

from reports import slip as paper
from shopdesk import (
    cash,
    days,
    members,
    parked,
    purchases,
    shifts,
    staff,
    stored_value,
    till_slips,
    top_ups,
)
from shopdesk.shop import Desk

TENDERS = {"cash": "Cash", "wechat": "WeChat", "card": "Card"}


def maker(desk, language="en"):
    return paper.Maker(desk.shop.settings.name, "CNY", ZoneInfo("Asia/Shanghai"), language, TENDERS)


@pytest.fixture
def closed(shop, clock):
    """A day with something of everything, by the owner and a cashier; its slip."""
    desk = Desk(shop, 1, "店主", "owner", till="1")
    hired = staff.add(desk, name="小陈", pin="4826", role="cashier")
    shifts.begin(desk, 30000)
    purchases.record(desk, amount=10300, pay={"cash": 10300}, cash_given=11000)
    sold = purchases.record(desk, amount=20000, pay={"wechat": 20000})
    purchases.refund(desk, sold.id, amount=500, reason="broken")
    purchases.void(desk, purchases.record(desk, amount=700, pay={"card": 700}).id, reason="typo")
    cash.pay_out(desk, 1850, reason="A parcel <b>&")
    shifts.hand_over(desk, counted={"cash": 38440}, to=hired.id, left=20000)
    clock.tick(hours=2)
    there = Desk(shop, hired.id, "小陈", "cashier", till="1")
    purchases.record(there, amount=2000, pay={"cash": 2000})
    yesterday = desk.today() - timedelta(days=1)
    purchases.record(desk, amount=3000, pay={"cash": 3000}, on=yesterday)
    parked.park(there, label="one", amount=1)
    done = days.close(there, counted={"cash": 25000, "wechat": 19500}, left=10000)
    return desk, till_slips.of(desk, done.id)


def pairs(said):
    return [(line.left, line.right) for line in said.lines if line.left]


def test_it_says_all_of_the_day(closed):
    desk, slip = closed
    said = pairs(paper.said(slip, maker(desk)))
    assert said[1:5] == [
        ("Day close", "2026-10-15"), ("Till 1", "2026-10-15 14:00"), ("Counted by", "小陈"),
        ("Cash", ""),
    ]  # fmt: skip
    assert said[5:14] == [
        ("Expected", "¥250.00"), ("Counted", "¥250.00"), ("Difference", "¥0.00"),
        ("WeChat", ""), ("Expected", "¥195.00"), ("Counted", "¥195.00"),
        ("Difference", "¥0.00"), ("Stays in the drawer", "¥100.00"), ("Taken out", "¥150.00"),
    ]  # fmt: skip
    for line in (
        ("Opening float", "¥300.00"), ("Receipts", "¥153.00"), ("Paid out", "−¥18.50"),
        ("Differences at handovers", "−¥0.10"), ("Taken out at handovers", "−¥184.40"),
        ("Sales", "¥348.00"), ("Receipts: 5", "¥360.00"), ("Refunds, exchanges: 1", "−¥5.00"),
        ("Voids: 1", "−¥7.00"), ("of them for earlier days: 1", "¥30.00"),
        ("First and last receipt", "000001 – 000005"),
        ("12:00 A parcel <b>& (店主)", "−¥18.50"), ("12:00 店主 → 小陈", "−¥0.10"),
        ("Points given", "0"), ("Vouchers redeemed", "0"), ("Parked sales waiting", "1"),
        ("Staff", "店主, 小陈"), ("Audit", f"{slip.audit} · {slip.head}"),
    ):  # fmt: skip
        assert line in said, line


def test_a_tender_nobody_counted_is_told_as_expected_only(shop):
    desk = Desk(shop, 1, "店主", "owner", till="1")
    purchases.record(desk, amount=100, pay={"card": 100})
    said = pairs(paper.said(till_slips.of(desk, days.close(desk).id), maker(desk)))
    place = said.index(("Card", ""))
    assert said[place + 1 : place + 3] == [("Expected", "¥1.00"), ("Not counted", "")]
    assert "Difference" not in dict(said)


def test_what_is_paid_from_an_account_lies_nowhere_to_be_counted(shop):
    desk = Desk(shop, 1, "店主", "owner", till="1")
    member = members.register(desk, name="李娜").id
    sold = top_ups.top_up(desk, member, principal=10000, bonus=1000, pay={"wechat": 10000})
    purchases.record(desk, member=member, amount=1100, pay={"stored_value": 1100})
    stored_value.refund_top_up(desk, sold.id, principal=500, reason="too much")
    said = pairs(paper.said(till_slips.of(desk, days.close(desk).id), maker(desk)))
    assert ("principal", "¥10.00") in said
    assert ("bonus", "¥1.00") in said
    assert [line for line in said if line[0].startswith("Top-ups")] == [
        ("Top-ups", "¥100.00"), ("Top-ups given back", "−¥5.00"),
    ]  # fmt: skip
    assert said.count(("Not counted", "")) == 2, "cash and WeChat"


def test_printed_again_it_says_so_and_nothing_else_is_different(closed):
    desk, slip = closed
    purchases.record(desk, amount=999, pay={"cash": 999})  # of the next day's slip
    first = pairs(paper.said(slip, maker(desk)))
    later = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    again = pairs(paper.said(till_slips.of(desk, slip.cash_up.id), maker(desk), again_at=later))
    assert [line for line in again if line not in first] == [("Printed again", "2026-12-01 12:00")]
    assert [line for line in first if line not in again] == []


def test_its_seal_is_the_head_of_the_audit_when_it_was_written(closed):
    desk, slip = closed
    row = desk.db.execute_sql("SELECT hash FROM event WHERE id = ?", (slip.audit,)).fetchone()
    assert bytes(row[0]).hex().startswith(slip.head)
    assert len(slip.head) == 12


@pytest.mark.parametrize("width_mm", [80, 58, 210])
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_on_paper_every_line_is_whole(closed, width_mm, language):
    desk, slip = closed
    said = paper.said(slip, maker(desk, language))
    target = BytesIO()
    assert paper.pdf(target, said, width_mm=width_mm) == 1
    document = pypdfium2.PdfDocument(target.getvalue())
    page = document[0]
    wide, high = page.get_size()
    assert round(wide * 25.4 / 72) == width_mm
    text = "".join(page.get_textpage().get_text_range().split())
    for line in said.lines:
        assert "".join(line.right.split()) in text
        for word in line.left.split():
            assert word in text
    if width_mm < 210:
        picture = page.render(scale=1).to_pil().convert("L")
        ink = picture.point(lambda grey: 255 if grey < 200 else 0).getbbox()
        assert ink is not None
        assert high - ink[3] < 40, "no longer than what stands on it"
        assert ink[2] <= wide - 8, "nothing at the edge that a printer cannot reach"
    document.close()


def test_only_black_is_printed_by_heat(closed):
    desk, slip = closed
    target = BytesIO()
    paper.pdf(target, paper.said(slip, maker(desk)), width_mm=80)
    with pypdfium2.PdfDocument(target.getvalue()) as document:
        red, green, blue = document[0].render(scale=4).to_pil().convert("RGB").split()
    assert ImageChops.difference(red, green).getextrema()[1] < 2
    assert ImageChops.difference(green, blue).getextrema()[1] < 2


def test_a_long_day_takes_several_sheets_and_one_roll(shop):
    desk = Desk(shop, 1, "店主", "owner", till="1")
    for number in range(90):
        cash.pay_in(desk, 100, reason=f"number {number}")
    said = paper.said(till_slips.of(desk, days.close(desk).id), maker(desk))
    assert paper.pdf(BytesIO(), said, width_mm=210) > 1
    assert paper.pdf(BytesIO(), said, width_mm=58) == 1
