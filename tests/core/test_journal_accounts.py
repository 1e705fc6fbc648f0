"""The journal of every account: whatever moves, balance, lots and entries say the same."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk import journal, members, open_lots
from shopdesk.expiry import Life
from shopdesk.journal import Cause
from shopdesk.shop import Desk, Shop
from shopdesk.store.change import Change
from shopdesk.store.columns import ACCOUNTS
from shopdesk.store.rehearsing import rehearsal
from tests.conftest import NOON, SetClock


@pytest.fixture(scope="module")
def stage(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One shop in which every example is rehearsed and taken back."""
    location = shutil.copy(empty_shop, tmp_path_factory.mktemp("stage") / "shop.shopdesk")
    with Shop.open(Path(location), clock=SetClock(NOON)) as shop:
        desk = Desk(shop, staff_id=1, staff_name="店主", role="owner", till="1")
        with rehearsal(desk, action="points.adjust"):
            yield desk, members.register(desk, name="张三丰").id


class Play:
    """One example: what is done to an account, and the receipts value was spent on."""

    def __init__(self, made: Change, member: int, account: str) -> None:
        self.made, self.member, self.account = made, member, account
        self.spent: dict[int, int] = {}
        self.receipts = 0

    def cause(self, kind: str, purchase: int | None = None) -> Cause:
        return Cause(kind, self.made.today, purchase, account=self.account)

    def held(self) -> tuple[int, int]:
        return journal.balance(self.made.db, self.member, self.account)

    def receipt(self) -> int:
        self.receipts += 1
        (id_,) = self.made.db.execute_sql(
            "SELECT COALESCE(MAX(id), 0) + 1 FROM purchase"
        ).fetchone()
        self.made.db.execute_sql(
            """INSERT INTO purchase (id, event_id, at, on_day, goods, due, points_spent,
                   points_earned, steps, rule) VALUES (?, 1, 0, ?, 0, 0, 0, 0, '[]', '[]')""",
            (id_, self.made.today.toordinal()),
        )
        return int(id_)

    def credit(self, amount: int, life: int | None) -> None:
        until = Life() if life is None else Life(self.made.today + timedelta(days=life))
        _, debt = self.held()
        journal.credit(
            self.made, self.member, amount, self.cause("adjusted", self.receipt()), debt=debt,
            life=until,
        )  # fmt: skip

    def idle(self, amount: int, months: int) -> None:
        _, debt = self.held()
        life = Life(idle_months=months)
        journal.credit(self.made, self.member, amount, self.cause("adjusted"), debt=debt, life=life)

    def draw(self, amount: int, _: int | None) -> None:
        lots, debt = self.held()
        receipt = self.receipt()
        before = open_lots.held(self.made.db, self.member, self.account)
        if amount > lots - debt and self.account != open_lots.POINTS:
            with pytest.raises(ValueError, match="more than there is"):
                journal.draw(self.made, self.member, amount, self.cause("spent", receipt))
            assert self.held() == (lots, debt)
            return
        journal.draw(self.made, self.member, amount, self.cause("spent", receipt))
        self.spent[receipt] = amount
        left = {x.id: x.remaining for x in open_lots.held(
            self.made.db, self.member, self.account)}  # fmt: skip
        emptied = [left.get(lot.id, 0) for lot in before]
        touched = [i for i, lot in enumerate(before) if emptied[i] != lot.remaining]
        assert touched == list(range(len(touched)))
        assert all(emptied[i] == 0 for i in touched[:-1])

    def give_back(self, amount: int, _: int | None) -> None:
        if self.spent:
            receipt, most = self.spent.popitem()
            part = min(amount, most)
            journal.give_back(self.made, self.member, part, self.cause("returned", receipt))
            if most > part:
                self.spent[receipt] = most - part

    def take_back(self, amount: int, _: int | None) -> None:
        lots, _debt = self.held()
        amount = amount if self.account == open_lots.POINTS else min(amount, lots)
        own = self.made.db.execute_sql(
            "SELECT MAX(purchase_id) FROM lot WHERE member_id = ? AND account = ?",
            (self.member, self.account),
        ).fetchone()[0]
        if own is not None:
            journal.take_back(self.made, self.member, amount, self.cause("taken_back", own))

    def pass_days(self, amount: int, _: int | None) -> None:
        self.made.today += timedelta(days=amount)
        journal.expire(self.made, self.member, self.made.today, self.account)

    def check(self) -> None:
        who = (self.member, self.account)
        db = self.made.db
        lots, debt = self.held()
        for sql, expected in (
            ("SELECT SUM(remaining) FROM lot WHERE member_id = ? AND account = ?", lots),
            ("SELECT SUM(amount) FROM entry WHERE member_id = ? AND account = ?", lots - debt),
        ):
            assert (db.execute_sql(sql, who).fetchone()[0] or 0) == expected
        for remaining, moved in db.execute_sql(
            """SELECT remaining, (SELECT SUM(amount) FROM entry WHERE lot_id = lot.id)
               FROM lot WHERE member_id = ? AND account = ?""", who,
        ):  # fmt: skip
            assert remaining == moved >= 0
        assert min(lots, debt) == 0
        assert debt == 0 or self.account == open_lots.POINTS
        self._check_ends()

    def _check_ends(self) -> None:
        row = self.made.db.execute_sql(
            "SELECT next_on FROM account WHERE member_id = ? AND account = ?",
            (self.member, self.account),
        ).fetchone()
        lots = open_lots.held(self.made.db, self.member, self.account)
        ends = [lot.last for lot in lots if lot.last is not None]
        assert not ends or (row and row[0] is not None and row[0] <= min(ends))
        assert all(last >= self.made.today.toordinal() for last in ends)


MOVES = st.tuples(
    st.sampled_from(("credit", "draw", "give_back", "take_back", "pass_days")),
    st.integers(1, 60),
    st.none() | st.integers(0, 60),
)


@given(st.sampled_from(ACCOUNTS), st.lists(MOVES, max_size=25))
def test_balance_lots_and_entries_agree_whatever_moves(
    stage: tuple[Desk, int], account: str, moves: list[tuple[str, int, int | None]]
) -> None:
    desk, member = stage
    with rehearsal(desk, action="points.adjust") as made:
        play = Play(made, member, account)
        for name, amount, life in moves:
            getattr(play, name)(amount, life)
            play.check()


def test_value_spent_and_returned_in_parts_is_there_again(stage: tuple[Desk, int]) -> None:
    desk, member = stage
    for account in ACCOUNTS:
        with rehearsal(desk, action="points.adjust") as made:
            play = Play(made, member, account)
            play.credit(30, None)
            play.credit(20, 10)
            before = open_lots.held(made.db, member, account)
            play.draw(45, None)
            for part in (1, 20, 24):
                play.give_back(part, None)
            assert open_lots.held(made.db, member, account) == before


def test_idle_value_takes_its_place_by_the_day_it_would_end(stage: tuple[Desk, int]) -> None:
    desk, member = stage
    with rehearsal(desk, action="points.adjust") as made:
        play = Play(made, member, "points")
        play.credit(1, None)
        play.credit(2, 32)
        play.idle(3, 1)
        play.credit(4, 30)
        lots = open_lots.held(made.db, member)
        assert [lot.remaining for lot in lots] == [4, 3, 2, 1]
        play.check()
