"""A member's statement: it adds up as a value, and what is on paper is what was reckoned."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import statement, statement_pdf
from reports.statement import Account, Statement
from shopdesk import members, points, purchases, stored_value
from shopdesk.movements import Movement, Movements
from shopdesk.refusals import Refused
from shopdesk.shop import Desk
from tests.conftest import SetClock

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


def account(amounts: list[int], opening: int = 0, unit: statement.Unit = "points") -> Account:
    at, none = datetime(2026, 10, 1, tzinfo=UTC), None
    moved = tuple(
        Movement(
            FIRST + timedelta(days=n % 31), at, "earned", {"points": amount}, f"{n:06}", none, none
        )
        for n, amount in enumerate(amounts, 1)
    )
    return Account("Points", unit, Movements(FIRST, LAST, {"points": opening}, moved))


@pytest.fixture
def told(desk: Desk) -> Statement:
    """A member who bought, spent and was given something, and a month of it."""
    who = members.register(desk, name="张三丰", phone="13800138000", language="zh_CN").id
    purchases.record(desk, member=who, amount=123_400, pay={"cash": 123_400})
    purchases.record(desk, member=who, amount=10_000, points=200, pay={"cash": 9_600})
    points.adjust(desk, who, -30, reason="Typed twice")
    return statement.of_member(desk, who, FIRST, desk.today())


def test_it_says_whose_it_is_and_that_it_adds_up(desk: Desk, told: Statement) -> None:
    assert (told.name, told.number, told.language, told.shop_name) == (
        "张三丰", "100001", "zh_CN", "青禾茶舍",
    )  # fmt: skip
    (only,) = told.accounts
    amounts = [(line.movement.kind, line.movement.amount, line.balance) for line in only.lines]
    assert amounts == [
        ("earned", 1234, 1234), ("spent", -200, 1034), ("earned", 115, 1149),
        ("adjusted", -30, 1119),
    ]  # fmt: skip
    assert (only.moved.opening, only.incoming, only.outgoing) == (0, 1349, 230)
    assert only.moved.closing == points.balance(desk, 1) == 1119


@given(opening=st.integers(-500, 5000), amounts=st.lists(st.integers(-900, 900), max_size=40))
def test_before_and_in_less_out_is_after_and_so_is_the_last_balance(
    opening: int, amounts: list[int]
) -> None:
    one = account(amounts, opening)
    assert one.moved.opening + one.incoming - one.outgoing == one.moved.closing
    assert one.moved.closing == (one.lines[-1].balance if one.lines else opening)


@pytest.mark.parametrize(
    ("unit", "amount", "sign", "said"),
    [
        ("points", 1240, False, "1,240"), ("points", 1240, True, "+1,240"),
        ("points", -1240, True, "−1,240"), ("points", 0, True, "0"),
        ("money", 124_000, False, "¥1,240.00"), ("money", 124_000, True, "+¥1,240.00"),
        ("money", -5, True, "−¥0.05"),
    ],
)  # fmt: skip
def test_an_amount_is_said_in_its_unit(
    told: Statement, unit: statement.Unit, amount: int, sign: bool, said: str
) -> None:
    assert told.say(account([], unit=unit), amount, sign=sign) == said


def test_principal_and_bonus_have_accounts_of_their_own_where_there_ever_was_any(
    desk: Desk, told: Statement
) -> None:
    assert [one.name for one in told.accounts] == ["Points"]
    today = desk.today()
    stored_value.top_up(desk, 1, principal=50000, bonus=5000, pay={"cash": 50000})
    purchases.record(desk, member=1, amount=11000, pay={"stored_value": 10780})
    _points, principal, bonus = statement.of_member(desk, 1, today, today).accounts
    assert (principal.name, principal.unit) == ("Stored value: principal", "money")
    assert [line.movement.amount for line in principal.lines] == [50000, -9800]
    assert (bonus.name, bonus.incoming, bonus.outgoing) == ("Stored value: bonus", 5000, 980)
    held = stored_value.balance(desk, 1)
    assert (principal.moved.closing, bonus.moved.closing) == (held.principal, held.bonus)


def test_without_a_bonus_there_is_no_account_of_it(desk: Desk, told: Statement) -> None:
    stored_value.top_up(desk, 1, principal=50000, bonus=0, pay={"cash": 50000})
    today = desk.today()
    _points, principal = statement.of_member(desk, 1, today, today).accounts
    assert principal.moved.closing == 50000


def test_paper_and_profile_tell_the_same_of_stored_value(desk: Desk, clock: SetClock) -> None:
    """On each day and over all: what was held, what moved, what is held then."""
    who = members.register(desk, name="张三丰", phone="13800138000").id
    first = desk.today()
    stored_value.top_up(desk, who, principal=10_000, bonus=1_000, pay={"cash": 10_000})
    clock.tick(days=1)
    sold = purchases.record(desk, member=who, amount=2_200, pay={"stored_value": 2_200})
    clock.tick(days=1)
    purchases.refund(desk, sold.id, amount=1_100, reason="broken")
    days = [first + timedelta(days=later) for later in range(3)]
    for span in [*((day, day) for day in days), (first, days[-1])]:
        seen = stored_value.statement(desk, who, *span)
        _points, *paper = statement.of_member(desk, who, *span).accounts
        assert [one.moved.opening for one in paper] == list(seen.opening)
        assert [one.moved.closing for one in paper] == list(seen.closing)
        assert [[line.movement.amount for line in one.lines] for one in paper] == [
            [one.principal for one in seen.movements], [one.bonus for one in seen.movements],
        ]  # fmt: skip


def test_on_paper_a_top_up_bears_its_number(
    tmp_path: Path, desk: Desk, told: Statement, read: SimpleNamespace
) -> None:
    made = stored_value.top_up(desk, 1, principal=50_000, bonus=0, pay={"cash": 50_000})
    stored_value.refund_top_up(desk, made.id, principal=1_000, reason="moves away")
    statement_pdf.pdf(tmp_path / "it.pdf", statement.of_member(desk, 1, FIRST, desk.today()),
                      language="en")  # fmt: skip
    (said,) = read.texts(tmp_path / "it.pdf")
    assert "Topped up · S000001" in said
    assert "Top-up given back · S000001" in said


def test_no_statement_is_made_of_days_to_come(desk: Desk, told: Statement) -> None:
    with pytest.raises(Refused) as refused:
        statement.of_member(desk, 1, FIRST, desk.today() + timedelta(days=1))
    assert refused.value.code == "date"


# --- on paper -----------------------------------------------------------------------------------


def test_every_figure_of_it_is_on_paper(
    tmp_path: Path, told: Statement, read: SimpleNamespace
) -> None:
    assert statement_pdf.pdf(tmp_path / "s.pdf", told, language="en") == 1
    (text,) = read.texts(tmp_path / "s.pdf")
    for said in ("Statement", "From 2026-10-01 to 2026-10-15", "张三丰", "Member number 100001",
                 "Earned · Receipt 000001", "Changed by the shop · Typed twice", "+1,234", "−200",
                 "1,349", "230", "1,119", "Page 1 of 1", "Made 2026-10-15 12:00"):  # fmt: skip
        assert said in text


def test_it_speaks_the_members_language_unless_another_is_asked_for(
    tmp_path: Path, told: Statement, read: SimpleNamespace
) -> None:
    statement_pdf.pdf(tmp_path / "s.pdf", told)
    (text,) = read.texts(tmp_path / "s.pdf")
    assert "第 1 / 1 页" in text


def test_a_time_in_which_nothing_moved_has_its_two_ends(
    tmp_path: Path, desk: Desk, told: Statement, read: SimpleNamespace, clock: SetClock
) -> None:
    clock.tick(days=50)
    later = statement.of_member(desk, 1, date(2026, 11, 1), date(2026, 11, 30))
    statement_pdf.pdf(tmp_path / "s.pdf", later, language="en")
    (text,) = read.texts(tmp_path / "s.pdf")
    assert (later.accounts[0].moved.opening, later.accounts[0].lines) == (1119, ())
    assert text.count("Held before") == 2  # above, and in the table
    assert text.count("1,119") == 4


@pytest.mark.parametrize(
    "many", [0, 1, 30, 37, 38, 39, 40, 41, 42, 43, 44, 45, 80, 81, 82, 83, 200]
)
def test_however_long_it_is_every_movement_is_there_once_and_the_closing_last(
    tmp_path: Path, told: Statement, read: SimpleNamespace, many: int
) -> None:
    """A second account, of money, stands in its own table behind the first."""
    both = replace(
        told, accounts=(account([1] * many), replace(account([-7] * 5, 700, "money"), name="Money"))
    )
    pages = statement_pdf.pdf(tmp_path / "s.pdf", both, language="en")
    texts = read.texts(tmp_path / "s.pdf")
    assert len(texts) == pages <= 2 + many // 40
    whole = "\n".join(texts)
    for number in range(1, many + 1):
        assert whole.count(f"Earned · Receipt {number:06}") == (2 if number <= 5 else 1)
    assert whole.count("Held then") == 2
    assert whole.index("¥6.65") > whole.index("Money")
    assert all("In or out" in text for text in texts), "no page without a table's head"
