"""What each figure of the month counts, row by row, before the rows have names: see ``behind``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from peewee import JOIN, SQL, fn

from shopdesk import clock, figures_commission, figures_knowing, lifecycle
from shopdesk import figures_members as of_members
from shopdesk.figures import voided
from shopdesk.open_lots import POINTS
from shopdesk.shop import Desk
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Voucher, VoucherEvent
from shopdesk.store.tables.journal import Entry, MemberDay
from shopdesk.store.tables.receipts import Purchase, Refund


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which days a figure is asked for, and what narrows it: see ``behind.Wanted``."""

    desk: Desk
    first: date
    last: date
    member: int | None = None
    start: str | None = None
    end: str | None = None
    joined_in: str | None = None
    after: int = 0
    stage: str | None = None
    rule: int | None = None
    staff: int | None = None

    @property
    def bounds(self) -> dict[str, int]:
        """The days as the tables have them."""
        return {"first": self.first.toordinal(), "last": self.last.toordinal()}

    @property
    def until(self) -> date:
        """The last day that has begun."""
        return min(self.last, self.desk.today())


class Part(NamedTuple):
    """A row without names: see ``behind.Row``."""

    kind: str
    on: int | None
    member: int | None
    value: int
    of: int = 0
    purchase: int | None = None
    voucher: int | None = None
    amount: int | None = None
    times: int | None = None


Parts = Iterable[Part]

# --- sales ------------------------------------------------------------------------------------


@prepared
def _sold(first: Any, last: Any) -> Any:
    return Purchase.select(Purchase.id, Purchase.on_day, Purchase.member, Purchase.due).where(
        Purchase.on_day.between(first, last) & Purchase.id.not_in(voided())
    )


@prepared
def _given_back(first: Any, last: Any) -> Any:
    return (
        Refund.select(Purchase.id, Refund.on_day, Purchase.member, Refund.money)
        .join(Purchase)
        .where(Refund.on_day.between(first, last) & Refund.purchase.not_in(voided()))
    )


def sales(asked: Asked) -> Iterator[Part]:
    """Receipts, and what was given back in these days of receipts of any day."""
    wanted = asked.member
    for id_, on, member, due in _sold(asked.desk.db, **asked.bounds).fetchall():
        if wanted in (None, member):
            yield Part("receipt", on, member, due, purchase=id_, amount=due)
    for id_, on, member, money in _given_back(asked.desk.db, **asked.bounds).fetchall():
        if wanted in (None, member):
            yield Part("refund", on, member, -money, purchase=id_, amount=-money)


def orders(asked: Asked) -> Iterator[Part]:
    """Receipts, each once."""
    for id_, on, member, due in _sold(asked.desk.db, **asked.bounds).fetchall():
        yield Part("receipt", on, member, 1, purchase=id_, amount=due)


def average_order(asked: Asked) -> Iterator[Part]:
    """Sales, divided by receipts."""
    for part in sales(asked):
        yield part._replace(of=int(part.kind == "receipt"))


def served(asked: Asked) -> Iterator[Part]:
    """The sales that count for somebody who served."""
    sold, back = figures_commission.served_by(asked.desk.db, **asked.bounds)
    for id_, on, member, due, staff in sold:
        if staff == asked.staff:
            yield Part("receipt", on, member, due, purchase=id_, amount=due)
    for id_, on, member, money, staff in back:
        if staff == asked.staff:
            yield Part("refund", on, member, -money, purchase=id_, amount=-money)


# --- members ----------------------------------------------------------------------------------


@prepared
def _days(first: Any, last: Any) -> Any:
    return MemberDay.select(
        MemberDay.member, MemberDay.on_day, MemberDay.spend, MemberDay.receipts
    ).where(MemberDay.on_day.between(first, last) & (MemberDay.receipts > SQL("0")))


def visits(asked: Asked) -> Iterator[Part]:
    """A row for each day of each member; ``amount`` is what is left of its receipts today."""
    for member, on, spend, receipts in _days(asked.desk.db, **asked.bounds).fetchall():
        yield Part("visit", on, member, 1, amount=spend, times=receipts)


def _came(asked: Asked) -> dict[int, int]:
    return of_members.visits(asked.desk.db, asked.first, asked.last)


def active(asked: Asked) -> Iterator[Part]:
    """Who came, and on how many days."""
    for member, times in _came(asked).items():
        yield Part("came", None, member, 1, times=times)


def joined(asked: Asked) -> Iterator[Part]:
    """Who joined, and when."""
    for member, on in of_members.joined(asked.desk.db, asked.first, asked.last).items():
        yield Part("joined", on, member, 1)


def repurchase(asked: Asked) -> Iterator[Part]:
    """Who came; those count who came twice."""
    for member, times in _came(asked).items():
        yield Part("came", None, member, int(times > 1), 1, times=times)


def retention(asked: Asked) -> Iterator[Part]:
    """Who came the month before; those count who came again."""
    eve, now = asked.first - timedelta(days=1), _came(asked)
    for member in of_members.visits(asked.desk.db, eve.replace(day=1), eve):
        times = now.get(member, 0)
        yield Part("came" if times else "stayed_away", None, member, int(times > 0), 1, times=times)


def churn(asked: Asked) -> Iterator[Part]:
    """Who was active or dormant at the start, by their last visit before; the lost ones count."""
    desk = asked.desk
    limits = lifecycle.limits(desk.shop.settings)
    for member, last_visit, is_lost in of_members.at_risk_of_loss(
        desk.db, asked.first, asked.until, limits
    ):
        kind = "lost" if is_lost else "not_lost"
        yield Part(kind, last_visit.toordinal(), member, int(is_lost), 1)


def tier_moves(asked: Asked) -> Iterator[Part]:
    """Who went from one tier to another, by the day they joined."""
    desk = asked.desk
    tiers = desk.shop.known.ladder
    for member, on, start, end in of_members.movers(desk.db, tiers, asked.first, asked.until):
        if asked.start in (None, start) and asked.end in (None, end):
            yield Part("since", on, member, 1)


def cohort(asked: Asked) -> Iterator[Part]:
    """Who joined in a month; those count who came so many months later."""
    year, month = map(int, (asked.joined_in or clock.month_of(asked.first)).split("-"))
    first, last = clock.month_bounds(year, month)
    came = figures_knowing.came_back(asked.desk, first, asked.after) if asked.after else None
    for member, on in of_members.joined(asked.desk.db, first, last).items():
        counts = int(came is None or member in came)
        times = None if came is None else came.get(member, 0)
        yield Part("joined", on, member, counts, 1, times=times)


def lifecycle_stage(asked: Asked) -> Iterator[Part]:
    """Who is in a stage at the end, by their last visit."""
    for member, last_visit, stage in figures_knowing.stages_of(asked.desk, asked.until):
        if asked.stage in (None, stage):
            on = None if last_visit is None else last_visit.toordinal()
            yield Part("last_visit", on, member, 1)


# --- vouchers ---------------------------------------------------------------------------------


@prepared
def _happened(first: Any, last: Any) -> Any:
    return (
        VoucherEvent.select(
            VoucherEvent.kind, VoucherEvent.on_day, Voucher.id, Voucher.member, Voucher.rule,
            Voucher.kind, Voucher.cost, VoucherEvent.purchase,
        )
        .join(Voucher)
        .where(VoucherEvent.on_day.between(first, last))
    )  # fmt: skip


_USES = {"redeemed": 1, "returned": -1}


def _vouchers(asked: Asked, signs: dict[str, int], *, is_cost: bool = False) -> Iterator[Part]:
    for kind, on, id_, member, rule, sort, cost, bought in _happened(
        asked.desk.db, **asked.bounds
    ).fetchall():
        is_asked = asked.rule in (None, rule or figures_knowing.BY_HAND)
        if kind in signs and is_asked and not (is_cost and sort != "gift"):
            value = signs[kind] * (cost if is_cost else 1)
            yield Part(f"voucher_{kind}", on, member, value, purchase=bought, voucher=id_)


vouchers_issued = partial(_vouchers, signs={"issued": 1})
vouchers_redeemed = partial(_vouchers, signs=_USES)
vouchers_expired = partial(_vouchers, signs={"expired": 1})
gift_cost = partial(_vouchers, signs=_USES, is_cost=True)

# --- value ------------------------------------------------------------------------------------


def _moved(account: Any, first: Any, last: Any) -> Any:
    """What came of one event in one way, however many lots it touched."""
    return (
        Entry.select(
            Entry.kind, Entry.on_day, Entry.member, fn.SUM(Entry.amount),
            fn.COALESCE(Entry.purchase, Refund.purchase),
        )
        .join(Refund, JOIN.LEFT_OUTER, on=(Refund.id == Entry.refund))
        .where((Entry.account == account) & (Entry.on_day >= first) & (Entry.on_day <= last))
        .group_by(Entry.event, Entry.kind, Entry.on_day, Entry.member, SQL("5"))
    )  # fmt: skip


def _held(account: Any, last: Any) -> Any:
    return (
        Entry.select(Entry.member, fn.SUM(Entry.amount))
        .where((Entry.account == account) & (Entry.on_day <= last))
        .group_by(Entry.member)
    )


def _counts() -> Any:
    return Entry.purchase.is_null() | Entry.purchase.not_in(voided())


@prepared
def _points_moved(first: Any, last: Any) -> Any:
    return _moved(POINTS, first, last).where(_counts())


@prepared
def _points_held(last: Any) -> Any:
    return _held(POINTS, last).where(_counts())


@prepared
def _points_owed(last: Any) -> Any:
    owed = Entry.lot.is_null() & (Entry.on_day <= last) & _counts()
    return Entry.select(Entry.member, fn.SUM(Entry.amount) * -1).where(owed).group_by(Entry.member)


@prepared
def _value_moved(account: Any, first: Any, last: Any) -> Any:
    return _moved(account, first, last)


@prepared
def _value_held(account: Any, last: Any) -> Any:
    return _held(account, last)


_POINTS = {
    "earned": ({"earned", "taken_back"}, 1),
    "adjusted": ({"adjusted", "moved"}, 1),
    "spent": ({"spent", "returned"}, -1),
    "expired": ({"expired"}, -1),
}
_VALUE = {
    "topped_up": ({"topped_up"}, 1),
    "spent": ({"spent", "returned"}, -1),
    "refunded": ({"taken_back"}, -1),
    "adjusted": ({"adjusted", "moved", "earned", "expired"}, 1),
}
"""Which kinds of entries a figure sums, and their sign."""


def _movements(rows: Iterable[Any], kinds: set[str], sign: int) -> Iterator[Part]:
    for kind, on, member, amount, bought in rows:
        if kind in kinds and amount:
            yield Part(f"value_{kind}", on, member, sign * amount, purchase=bought)


def _holders(rows: Iterable[Any]) -> Iterator[Part]:
    for member, amount in rows:
        if amount:
            yield Part("holds", None, member, amount)


def _eve(asked: Asked, name: str) -> int:
    return asked.bounds["first"] - 1 if name == "opening" else asked.bounds["last"]


def points(name: str) -> Callable[[Asked], Parts]:
    """A line of the points' identity, or the debts in it."""

    def read(asked: Asked) -> Parts:
        db = asked.desk.db
        if name == "debts":
            return _holders(_points_owed(db, asked.bounds["last"]).fetchall())
        if name in _POINTS:
            return _movements(_points_moved(db, **asked.bounds).fetchall(), *_POINTS[name])
        return _holders(_points_held(db, _eve(asked, name)).fetchall())

    return read


def stored_value(bucket: str, name: str) -> Callable[[Asked], Parts]:
    """A line of the identity of principal or bonus."""

    def read(asked: Asked) -> Parts:
        db = asked.desk.db
        if name in _VALUE:
            rows = _value_moved(db, bucket, **asked.bounds).fetchall()
            return _movements(rows, *_VALUE[name])
        return _holders(_value_held(db, bucket, _eve(asked, name)).fetchall())

    return read
