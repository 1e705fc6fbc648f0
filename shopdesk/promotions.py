"""Promotions: what a shop offers for a time, on lines, on the whole order or in points."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any, Literal

from shopdesk import inputs, text
from shopdesk.language import in_either
from shopdesk.offers import (
    Covers,
    Offer,
    amount_off,
    nth_unit,
    order_amount,
    order_percent,
    percent_off,
    points,
    special_price,
)
from shopdesk.promotion_terms import Terms, checked, from_json
from shopdesk.refusals import (
    DateRefused,
    NameTaken,
    PromotionBegun,
    UnknownPromotion,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.tables.receipts import Promotion as Row
from shopdesk.topics import Topic

__all__ = [
    "Covers", "Offer", "Promotion", "add", "amount_off", "close", "edit", "free_name", "get",
    "listed", "nth_unit", "order_amount", "order_percent", "percent_off", "points",
    "special_price", "written",
]  # fmt: skip

State = Literal["coming", "running", "over"]


@dataclass(frozen=True, slots=True)
class Promotion:
    """A promotion as stored: from ``starts_on`` through ``ends_on``, but not from ``closed_on``."""

    id: int
    name: str
    name_en: str | None
    terms: Terms
    starts_on: date
    ends_on: date | None
    closed_on: date | None

    def title(self, language: str) -> str:
        """Its name in a language, or in the one it has."""
        return in_either(language, self.name, self.name_en)

    def state(self, today: date) -> "State":
        """Whether it is still ``coming``, ``running``, or ``over``; on a weekday that is not among
        its own it is running all the same."""
        if (self.closed_on or date.max) <= today or (self.ends_on or date.max) < today:
            return "over"
        return "coming" if today < self.starts_on else "running"

    def is_on(self, day: date) -> bool:
        """Whether it counts on a business day."""
        return (
            self.starts_on <= day
            and (self.ends_on is None or day <= self.ends_on)
            and (self.closed_on is None or day < self.closed_on)
            and (not self.terms.weekdays or day.isoweekday() in self.terms.weekdays)
        )

    def is_at(self, local: time | None) -> bool:
        """Whether it counts at a time on the shop's clock; at one nobody knows only if always."""
        if self.terms.hours is None:
            return True
        if local is None:
            return False
        (first, end), now = self.terms.hours, f"{local:%H:%M}"
        return first <= now < end if first < end else now >= first or now < end


def _promotion(row: dict[str, Any]) -> Promotion:
    terms = from_json(row["terms"])
    return Promotion(
        row["id"], row["name"], row["name_en"], terms, row["starts_on"], row["ends_on"],
        row["closed_on"],
    )  # fmt: skip


def listed(desk: Desk) -> list[Promotion]:
    """All promotions there ever were, in the order made."""
    return [_promotion(row) for row in Row.select().order_by(Row.id).dicts().bind(desk.db)]


def get(desk: Desk, promotion_id: int) -> Promotion:
    """One promotion; refuses an unknown id."""
    row = None
    if type(promotion_id) is int:
        row = Row.select().where(Row.id == promotion_id).dicts().bind(desk.db).first()
    if row is None:
        raise UnknownPromotion(desk.language, promotion=promotion_id)
    return _promotion(row)


def add(
    desk: Desk,
    *,
    name: str,
    offer: Offer,
    name_en: str | None = None,
    covers: Covers | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    members_only: bool = False,
    lowest_tier: str | None = None,
    weekdays: Sequence[int] = (),
    combines: bool = True,
    hours: tuple[str, str] | None = None,
    key: str | None = None,
) -> Promotion:
    """Put an offer in force, from today on or from ``starts_on`` through ``ends_on``.

    It is for everyone, for members, or for those of a ``lowest_tier`` or higher; for all goods or
    those it ``covers``; on every day or on some ``weekdays`` (1 is Monday); all day or in ``hours``
    from ``"14:00"`` until before ``"17:00"``, which a receipt entered late is never in.
    ``combines=False`` keeps member prices and tier discounts off the lines it lowers, or vouchers
    off its order. Refuses what cannot be offered, unknown products and tiers, a name that is taken,
    an end before its beginning.
    """
    content = _columns(
        desk, name=name, name_en=name_en, offer=offer, covers=covers, members_only=members_only,
        lowest_tier=lowest_tier, weekdays=weekdays, combines=combines, hours=hours,
    ) | {"starts_on": starts_on, "ends_on": ends_on}  # fmt: skip
    with change(desk, Topic.PROMOTIONS, action="promotions.add", key=key, content=content) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        values = content | {"starts_on": made.today if starts_on is None else starts_on}
        _refuse_unfit(made, values, None)
        made.subject = Row.insert(**values, event=made.event).bind(made.db).execute()
        made.revised = True
        return get(desk, made.subject)


def edit(desk: Desk, promotion_id: int, **values: Any) -> Promotion:
    """Change anything that ``add`` takes of a promotion that has not begun.

    One that has is refused: receipts keep what it gave. It is closed, and a copy made.
    """
    with change(desk, Topic.PROMOTIONS, action="promotions.edit") as made:
        now = get(desk, promotion_id)
        if now.state(made.today) != "coming":
            raise PromotionBegun(desk.language, name=now.name)
        refuse_words(desk, values)
        wanted = written(now) | values
        days = {
            "starts_on": wanted.pop("starts_on") or made.today,
            "ends_on": wanted.pop("ends_on"),
        }
        columns = _columns(desk, **wanted) | days
        _refuse_unfit(made, columns, promotion_id)
        Row.update(**columns).where(Row.id == promotion_id).bind(made.db).execute()
        made.subject, made.revised = promotion_id, True
        return get(desk, promotion_id)


WORDS = (
    "name", "name_en", "offer", "covers", "starts_on", "ends_on", "members_only", "lowest_tier",
    "weekdays", "combines", "hours",
)  # fmt: skip
"""What there is to say of a promotion."""


def refuse_words(desk: Desk, values: Mapping[str, Any]) -> None:
    """Refuse anything else that is said of one."""
    for word in values:
        inputs.choice(word, WORDS, desk.language)


def written(promotion: Promotion) -> dict[str, Any]:
    """A promotion as ``add`` would be told it: to be changed, or copied."""
    terms = promotion.terms
    return {
        "name": promotion.name, "name_en": promotion.name_en, "offer": terms.offer,
        "covers": terms.covers, "starts_on": promotion.starts_on, "ends_on": promotion.ends_on,
        "members_only": terms.members_only, "lowest_tier": terms.lowest_tier,
        "weekdays": terms.weekdays, "combines": terms.combines, "hours": terms.hours,
    }  # fmt: skip


def free_name(desk: Desk, name: str) -> str:
    """A name like this one that no promotion has: ``Tea week (2)``."""
    return text.free(text.kept(name, desk.language), {one.name for one in listed(desk)})


def _columns(
    desk: Desk, *, name: str, name_en: str | None, offer: Offer, covers: Covers | None,
    members_only: bool, lowest_tier: str | None, weekdays: Sequence[int], combines: bool,
    hours: tuple[str, str] | None,
) -> dict[str, Any]:  # fmt: skip
    """What is stored beside the days, or the refusal of what cannot be offered."""
    days = tuple(weekdays) if isinstance(weekdays, Iterable) else (weekdays,)
    wanted = Terms(offer, covers or Covers(), members_only, lowest_tier, days, combines, hours)
    terms = checked(desk, wanted)
    return {
        "name": text.kept(name, desk.language),
        "name_en": text.kept(name_en, desk.language) if name_en else None,
        "terms": json.dumps(asdict(terms), ensure_ascii=False),
    }


def _refuse_unfit(made: Change, values: dict[str, Any], own_id: int | None) -> None:
    """Refuse days that are none, and a name that another promotion has."""
    _check_days(made.desk, values["starts_on"], values["ends_on"])
    having = Row.select(Row.id).where(Row.name == values["name"]).tuples().bind(made.db).first()
    if having is not None and having[0] != own_id:
        raise NameTaken(made.desk.language, name=values["name"])


def close(desk: Desk, promotion_id: int) -> Promotion:
    """End a promotion now; receipts keep what it gave. One that was closed stays as it is."""
    with change(desk, Topic.PROMOTIONS, action="promotions.close") as made:
        if get(desk, promotion_id).closed_on is None:
            Row.update(closed_on=made.today).where(Row.id == promotion_id).bind(made.db).execute()
            made.revised = True
        made.subject = promotion_id
    return get(desk, promotion_id)


def _check_days(desk: Desk, first: date, last: date | None) -> None:
    for day in (first, last):
        if day is not None:
            inputs.day(day, desk.language)
    if last is not None and last < first:
        raise DateRefused(desk.language, date=last)
