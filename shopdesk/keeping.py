"""What it takes a member to keep the tier they earned, and until when, as known today."""

from dataclasses import dataclass
from datetime import date, timedelta

from shopdesk import reviewing
from shopdesk.assessing import Evidence, rank_of
from shopdesk.facts import Facts
from shopdesk.ladders import Tier
from shopdesk.shop import Desk


@dataclass(frozen=True, slots=True)
class Keeping:
    """A review to come, or one that waits for its grace days.

    ``evidence`` holds today's facts against the keep line. What is bought through ``last_on``, the
    last day of grace, counts; on the next day the tier goes if the line is missed.
    """

    tier: Tier
    review_on: date
    last_on: date
    is_met: bool
    evidence: tuple[Evidence, ...]

    @property
    def steps_down_on(self) -> date:
        """The day on which the tier goes if nothing more comes."""
        return self.last_on + timedelta(days=1)


def of_member(desk: Desk, member_id: int, earned: str, joined_on: date, review_on: date) -> Keeping:
    """How a member stands before (or in the grace days after) a review."""
    known, today = desk.shop.known, desk.today()
    tier = known.ladder[rank_of(known.ladder, earned)]
    last_on = review_on + timedelta(days=known.grace_days)
    through = min(today, last_on)
    found = reviewing.kept(tier, review_on, joined_on, Facts(desk.db, member_id), through)
    return Keeping(tier, review_on, last_on, found.is_met, found.evidence)
