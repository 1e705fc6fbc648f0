"""A shop that was closed and one that opened daily have given the same to the same people."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopdesk import days, gift_sets, gifts, members, purchases, rewards, segments, tiers
from shopdesk.refusals import GiftTier
from shopdesk.shop import Desk, Shop
from tests.proof import giving_wishes as wishes
from tests.proof.paper_tiers import Asks, Tier
from tests.proof.years import as_sold

CLOSED = 10


@pytest.fixture(scope="module")
def template(empty_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Members who came before, some of them often, and gifts of which there are few."""
    from tests.conftest import NOON

    location = tmp_path_factory.mktemp("closed") / "shop.shopdesk"
    shutil.copy(empty_shop, location)
    with Shop.open(location, clock=lambda: NOON) as shop:
        desk = Desk(shop, 1, "店主", "owner", "1")
        silver = Asks("spend", wishes.SILVER, "lifetime")
        gold = Asks("spend", wishes.GOLD, "lifetime")
        every = [("member", ()), ("silver", (silver,)), ("gold", (gold,))]
        tiers.set_ladder(desk, [as_sold(Tier(code, "any", its, 0, 100)) for code, its in every])
        for name, stock, lowest, cost in wishes.GIFTS:
            gifts.add(desk, name=name, stock=stock, lowest_tier=lowest, cost=cost)
        gift_sets.add(desk, name="礼", gifts=wishes.SET)
    return location


def _lasts(reward: Any) -> bool:
    """Whether it is still there after the days: a run on each would have let it end."""
    is_timed = isinstance(reward, rewards.Trial | rewards.Multiplied)
    return not is_timed and getattr(reward, "valid_days", 99) > CLOSED


def lived(location: Path, start: date, people: list[Any], its: list[Any], opened: range) -> Any:
    """What was given and is owed after the shop opened on some of the days."""
    now = datetime(start.year, start.month, start.day, 4, tzinfo=UTC)
    moment = [now]
    with Shop.open(location, clock=lambda: moment[0]) as shop:
        desk = Desk(shop, 1, "店主", "owner", "1")
        shop.db.execute_sql("PRAGMA synchronous = 0")
        days.accept_clock(desk)
        for number, (ahead, spent) in enumerate(people):
            on = start + timedelta(days=ahead)
            one = members.register(desk, name=f"客{number}", birthday=(on.month, on.day)).id
            if spent:
                purchases.record(desk, member=one, amount=spent, pay={"cash": spent})
        for number, words in enumerate(its):
            _add(desk, f"r{number}", words)
        for day in opened:
            moment[0] = now + timedelta(days=day)
            days.run(desk)
            rewards.run(desk)
        return [shop.db.execute_sql(sql).fetchall() for sql in GIVEN]


def _add(desk: Desk, name: str, words: dict[str, Any]) -> None:
    kept = [reward for reward in words["reward"] if _lasts(reward)]
    triggers = [trigger for trigger in words["trigger"] if not trigger.windows]
    group = segments.add(desk, name=name, filters=words["group"]).id if words["group"] else None
    try:
        rewards.add(
            desk, name=name, trigger=triggers or rewards.every("month"),
            reward=kept or rewards.Points(100), limits=words["limits"], segment=group,
        )  # fmt: skip
    except GiftTier:
        return


GIVEN = (
    """SELECT o.rule_id, o.member_id, o.occasion, o.on_day, g.kind, g.cost, v.gift_id
       FROM occasion AS o JOIN given AS g ON g.occasion_id = o.id
       LEFT JOIN voucher AS v ON v.id = g.voucher_id ORDER BY 1, 2, 3, 4, g.id""",
    "SELECT rule_id, member_id, occasion, on_day FROM owed ORDER BY 1, 2, 3",
    "SELECT id, stock, promised FROM gift ORDER BY id",
)


@settings(max_examples=max(8, settings.default.max_examples // 3))
@given(
    start=st.sampled_from(wishes.STARTS),
    people=st.lists(
        st.tuples(st.integers(1, 25), st.sampled_from([0, 100, 10_000, 30_000])), min_size=2,
        max_size=6,
    ),
    its=st.lists(wishes.rules(), min_size=2, max_size=6),
)  # fmt: skip
@pytest.mark.timeout(7200)  # the long profile takes its time
def test_ten_closed_days_are_caught_up_as_they_would_have_been_lived(
    template: Path, tmp_path_factory: pytest.TempPathFactory, start: date, people: list[Any],
    its: list[Any],
) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("two")
    found = [
        lived(Path(shutil.copy(template, folder / name)), start, people, its, opened)
        for name, opened in (
            ("daily.shopdesk", range(CLOSED + 1)), ("closed.shopdesk", range(CLOSED, CLOSED + 1)),
        )
    ]  # fmt: skip
    shutil.rmtree(folder)
    assert found[0] == found[1]
