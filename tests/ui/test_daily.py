"""The daily run: at opening and when the business day turns, beside the window."""

import pytest

from shopdesk import days, gifts, points, purchases, rewards, settings, staff, vouchers
from shopdesk.shop import Desk
from shopdesk.tiers import ladder
from ui.daily import Daily
from ui.pages.rule_run import RunForm


@pytest.fixture
def run(qtbot, window, till):
    """Begin, or look again, and wait for the worker."""
    made = []

    def look():
        if made:
            made[0].look()
        else:
            made.append(Daily(till))
        qtbot.waitUntil(lambda: made[0].job is None)
        return made[0]

    return look


def runs(till, action="days.run"):
    sql = "SELECT count(*) FROM event WHERE action = ?"
    return till.shop.db.execute_sql(sql, (action,)).fetchone()[0]


def state(till, voucher):
    """What the table says, whatever day it is."""
    sql = "SELECT state FROM voucher WHERE id = ?"
    return till.shop.db.execute_sql(sql, (voucher.id,)).fetchone()[0]


@pytest.fixture
def strip(window):
    return window.frame.strip


@pytest.fixture
def short(till, member):
    """A voucher until tomorrow."""
    return vouchers.issue(till.desk, member, amount=500, valid_days=1)


def test_opening_lets_expire_what_ran_out_and_says_so(run, till, short, clock, strip):
    clock.tick(days=3)
    run()
    assert state(till, short) == "expired"
    assert strip.text.text() == "A new day: 1 voucher expired."


def test_a_day_is_run_once(run, till, clock):
    run()
    clock.tick(hours=3)
    run()
    assert runs(till) == 1


def test_the_run_comes_again_when_the_business_day_turns(run, till, short, clock):
    run()
    clock.tick(days=1, hours=14)
    run()
    assert state(till, short) == "issued", "its last day ends at three in the morning"
    clock.tick(hours=1)
    run()
    assert state(till, short) == "expired"
    assert runs(till) == 3


def test_a_page_that_shows_today_reads_it_anew_when_the_day_turns(run, till, window, clock):
    run()
    window.frame.show_page("records", {})
    window.frame.show_page("counter", {})
    assert "records" not in window.frame.stale
    clock.tick(days=1)
    run()
    assert "records" in window.frame.stale


def test_nothing_is_said_of_a_day_that_brings_nothing(run, strip):
    run()
    assert not strip.isVisible()


def test_what_the_rules_owe_is_given_and_what_is_out_of_stock_is_said(
    run, till, member, clock, strip
):
    silver = ladder(till.desk)[1]
    bag = gifts.add(till.desk, name="布袋", name_en="Bag", cost=800, value=2500, stock=0)
    rewards.add(
        till.desk, name="升级礼", trigger=rewards.upgrade(silver.code),
        reward=rewards.voucher(gift=bag.id),
    )  # fmt: skip
    purchases.record(till.desk, member=member, amount=150_000, pay={"cash": 150_000})
    run()
    assert "1 gift waits: out of stock" in strip.text.text()
    gifts.receive(till.desk, bag.id, 5)
    clock.tick(days=1)
    run()
    assert "1 voucher given by the rules" in strip.text.text()
    assert [one.gift_id for one in vouchers.of_member(till.desk, member)] == [bag.id]


def test_gifts_of_a_day_wait_where_the_owner_wants_to_look_first(
    run, till, member, clock, strip, answers
):
    settings.edit(till.desk, gives_daily=False)
    rewards.add(
        till.desk, name="月礼", trigger=rewards.every("month"), reward=rewards.Points(5),
        starts_on=till.desk.today(),
    )  # fmt: skip
    clock.tick(days=31)
    run()
    assert "1 gift is due" in strip.text.text()
    assert strip.offer_button.text() == "Look and give…"
    assert points.balance(till.desk, member) == 0
    answers.given["show"] = False
    strip.offer_button.click()
    ((_kind, (form,)),) = answers.asked
    assert isinstance(form, RunForm)
    rewards.run(till.desk)
    assert points.balance(till.desk, member) == 5


def test_a_locked_till_runs_nothing(run, window, till, qtbot):
    window.lock()
    daily = run()
    assert runs(till) == 0
    till.sign_in("店主", "258025")
    window.open()
    qtbot.waitUntil(lambda: daily.job is None)
    assert runs(till) == 1


def test_a_cashier_may_open_the_day(run, till):
    hired = staff.add(till.desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(till.shop, hired.id, hired.name, hired.role, till="1")
    run()
    assert runs(till) == runs(till, "rewards.run") == 1


# --- a clock that cannot be believed ----------------------------------------------------------


@pytest.fixture
def wrong(clock, voucher):
    """The computer's clock is half a year ahead."""
    clock.tick(days=180)
    return clock


def test_a_wrong_clock_is_told_and_nothing_expires(run, wrong, till, voucher, strip):
    run()
    assert state(till, voucher) == "issued"
    assert strip.message.mood == "bad"
    assert "the shop was last used at 2026-10-15 12:00" in strip.text.text()
    assert "let the owner accept the time" in strip.text.text()


def test_a_wrong_clock_is_told_once_until_somebody_signs_in(run, wrong, window, till, strip, qtbot):
    daily = run()
    strip.clear()
    wrong.tick(minutes=1)
    run()
    assert not strip.isVisible()
    till.sign_in("店主", "258025")
    qtbot.waitUntil(lambda: daily.job is None)
    assert strip.isVisible()


def test_the_owner_accepts_the_time_and_the_day_is_run(run, wrong, voucher, strip, answers):
    daily = run()
    answers.given["ask"] = True
    assert strip.offer_button.text() == "Accept the time"
    strip.offer_button.click()
    assert "2027-04-13 12:00" in answers.asked[-1][1][2]
    run()
    assert state(daily.till, voucher) == "expired"


def test_an_owner_who_looks_again_accepts_nothing(run, wrong, till, voucher, strip, answers):
    run()
    answers.given["ask"] = False
    strip.offer_button.click()
    assert state(till, voucher) == "issued"
    assert runs(till, "days.accept_clock") == 0


def test_a_cashier_is_offered_nothing_that_only_an_owner_may_do(run, wrong, till, strip):
    hired = staff.add(till.desk, name="小陈", pin="4826", role="cashier")
    till.signed_in = Desk(till.shop, hired.id, hired.name, hired.role, till="1")
    run()
    assert strip.message.mood == "bad"
    assert not strip.offer_button.isVisible()


def test_a_clock_that_was_set_right_runs_by_itself(run, wrong, till, strip):
    run()
    wrong.tick(days=-180)
    run()
    assert runs(till) == 1


def test_days_can_be_run_by_hand_as_well(run, till):
    days.run(till.desk)
    run()
    assert runs(till) == 2
