"""What a receipt would cost with a promotion that is not there yet: tried, and taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shopdesk import inputs, member_details, members, promotions, quoting
from shopdesk.buying import Quantity
from shopdesk.language import translator
from shopdesk.pricing import Step
from shopdesk.promotions import Promotion
from shopdesk.quoting import Wish
from shopdesk.refusals import ChoiceRefused, DateRefused
from shopdesk.sales import Sale
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.rehearsing import rehearsal

_LOOKED_AHEAD = 400
"""Days: in a year each weekday comes, and the offer is made for one of them."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A receipt on the first day of a promotion: with it, and as it would be without.

    ``promotion`` is it as it would be kept. Money in minor units.
    """

    promotion: Promotion
    on: date
    due: int
    due_without: int
    steps: tuple[Step, ...]
    points: int
    points_without: int


def tried(
    desk: Desk,
    values: Mapping[str, Any],
    lines: Sequence[tuple[int, Quantity]] | None,
    *,
    amount: int | None = None,
    tier: str | None = None,
    instead_of: int | None = None,
) -> Trial:
    """Price lines of (product id, quantity), or a plain amount, as if
    ``promotions.add(desk, **values)`` were done.

    For a walk-in, or for a member on ``tier`` whose birthday it is. ``instead_of`` is the promotion
    that is being edited. Refuses what adding it would refuse, and days that are all over.
    """
    desk.shop.refresh()
    if not isinstance(values, Mapping):
        raise ChoiceRefused(desk.language, value=values, choices=", ".join(promotions.WORDS))
    with rehearsal(desk, action="promotions.add") as made:
        try:
            return _tried(made, values, Wish(None, amount, lines, tier=tier), instead_of)
        finally:
            desk.shop.forget()
    raise AssertionError("a rehearsal ends with what it returns")


def _tried(made: Change, values: Mapping[str, Any], wish: Wish, instead_of: int | None) -> Trial:
    desk = made.desk
    if instead_of is not None:
        promotions.close(desk, instead_of)
    promotion = promotions.add(desk, **_under_a_free_name(desk, values))
    counted = _at_any_hour(desk, promotion)
    on = _first_on(desk, promotion, made.today)
    if wish.tier is not None:
        wish = wish._replace(member=_somebody(made, wish.tier, on))
    after = quoting.quoted(desk, wish, on=on, today=on).sale
    promotions.close(desk, counted.id)
    before = quoting.quoted(desk, wish, on=on, today=on).sale
    return _trial(promotion, on, after, before)


def _trial(promotion: Promotion, on: date, after: Sale, before: Sale) -> Trial:
    return Trial(
        promotion, on, after.priced.due, before.priced.due, after.priced.steps,
        after.points_earned, before.points_earned,
    )  # fmt: skip


def _at_any_hour(desk: Desk, promotion: Promotion) -> Promotion:
    """The same where it is tried at an hour that it may not be for."""
    if promotion.terms.hours is None:
        return promotion
    promotions.close(desk, promotion.id)
    return promotions.add(
        desk, **_under_a_free_name(desk, promotions.written(promotion) | {"hours": None})
    )


def _under_a_free_name(desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is tried needs no name yet, nor one of its own."""
    _ = translator(desk.language)
    promotions.refuse_words(desk, values)
    name = str(values.get("name") or "").strip() or _("New promotion")
    return {"offer": None, **values, "name": promotions.free_name(desk, name)}


def _first_on(desk: Desk, promotion: Promotion, today: date) -> date:
    first = max(today, promotion.starts_on)
    if first.toordinal() + _LOOKED_AHEAD <= date.max.toordinal():
        for count in range(_LOOKED_AHEAD):
            if promotion.is_on(on := first + timedelta(days=count)):
                return on
    raise DateRefused(desk.language, date=promotion.ends_on or first)


def _somebody(made: Change, tier: str, on: date) -> int:
    """A member on a tier who has their birthday on a day."""
    desk = made.desk
    birthday = (on.month, on.day)
    inputs.choice(tier, [one.code for one in desk.shop.known.ladder], desk.language)
    _ = translator(desk.language)
    details = member_details.checked(
        desk, name=_("Member"), phone=None, birthday=birthday, lunar_birthday=None,
        language=desk.language,
    )  # fmt: skip
    return members.add(made, details, made.today, tier=tier)
