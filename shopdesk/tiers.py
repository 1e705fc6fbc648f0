"""Tiers: the ladder, where members stand on it and why, what moves them up and down.

Everything about tiers by its public name; each is made in a room of its own.
"""

from shopdesk.assessing import Evidence, highest_reached, is_reached, rank_of
from shopdesk.evidence import Receipt
from shopdesk.holding import set_earned
from shopdesk.ladder_terms import Terms, set_ladder, terms
from shopdesk.ladders import (
    Condition,
    Criteria,
    Tier,
    Window,
    all_of,
    any_of,
    at_least,
    calendar_quarter,
    calendar_year,
    lifetime,
    membership_year,
    rolling_months,
)
from shopdesk.overlays import Overlay, floor, lift, lock, overlays, paid, trial
from shopdesk.recounting import Move, Recount, preview_recount, recount
from shopdesk.reviews import Ahead, Decision, review, reviews_ahead
from shopdesk.standing import assess, ladder, tier_on
from shopdesk.why import Why, why

__all__ = [
    "Ahead", "Condition", "Criteria", "Decision", "Evidence", "Move", "Overlay", "Receipt",
    "Recount", "Terms", "Tier", "Why", "Window", "all_of", "any_of", "assess", "at_least",
    "calendar_quarter", "calendar_year", "floor", "highest_reached", "is_reached", "ladder",
    "lifetime", "lift", "lock", "membership_year", "overlays", "paid", "preview_recount",
    "rank_of", "recount", "review", "reviews_ahead", "rolling_months", "set_earned", "set_ladder",
    "terms", "tier_on", "trial", "why",
]  # fmt: skip
