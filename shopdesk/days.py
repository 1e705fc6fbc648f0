"""What a new business day brings, and the clock it is told by."""

from dataclasses import dataclass
from datetime import datetime

from shopdesk import vouchers
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.tables import Shop
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class DayRun:
    """What the daily run did."""

    vouchers_expired: int


def run(desk: Desk) -> DayRun:
    """Let what has run out expire, each on the day after its last; repeating it changes nothing.

    Refuses while the clock is not believable: nothing expires because a battery died.
    """
    with change(desk, Topic.VOUCHERS, Topic.GIFTS, action="days.run") as made:
        made.require_believable_clock()
        done = DayRun(vouchers_expired=vouchers.expire_due(made))
        made.note(vouchers_expired=done.vouchers_expired)
    return done


def accept_clock(desk: Desk) -> datetime:
    """Let an owner say that the computer's clock is right; returns the time accepted."""
    with change(desk, Topic.SHOP, action="days.accept_clock") as made:
        made.note(before=desk.shop.highest_at, accepted=made.clock_at)
        Shop.update(highest_at=made.clock_at).bind(made.db).execute()
    desk.shop.refresh()
    return made.clock_at
