"""What triggers at the till ask for: of what happens, of what is left of it, and of *What if*."""

from collections.abc import Callable

from shopdesk.triggers import Trigger


def is_step(tier: str, trigger: Trigger) -> bool:
    """Whether an upgrade to a tier is what it asks for."""
    return trigger.subject == tier


def is_score(score: int, trigger: Trigger) -> bool:
    """Whether a rating is."""
    return score >= trigger.number


def is_of_event(event_id: int, trigger: Trigger) -> bool:
    """Whether a guest of an event is."""
    return trigger.number == event_id


def is_visit(number: int, trigger: Trigger) -> bool:
    """Whether the so-many-th visit is."""
    if trigger.subject == "every":
        return number % trigger.number == 0
    return number == trigger.number


def is_reached(left: int | None, trigger: Trigger) -> bool:
    """Whether what is left of a receipt, or of its goods of the trigger's category, is; nothing
    where all of it came back."""
    return left is not None and left >= max(1, trigger.amount)


def is_brought(side: str, left: int | None, trigger: Trigger) -> bool:
    """Whether what is left of a friend's receipt is, for one side of a referral."""
    return trigger.subject == side and left is not None and left >= trigger.amount


def is_first_brought(
    side: str, left: int | None, has_more: Callable[[int], bool], trigger: Trigger
) -> bool:
    """Whether it is the friend's first such receipt (9.28): ``has_more`` tells whether another one
    has so much left."""
    return is_brought(side, left, trigger) and not has_more(trigger.amount)
