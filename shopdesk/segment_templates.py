"""Segments that many shops want, to begin with: named in both languages, made for the ladder."""

from collections.abc import Callable
from dataclasses import dataclass

from shopdesk import categories, standing
from shopdesk.language import N_, WRITTEN, beside, names_for
from shopdesk.segments import EVER, Filter
from shopdesk.shop import Desk


@dataclass(frozen=True, slots=True)
class Template:
    """What a segment may begin as; nothing of it is kept until it is saved."""

    name: str
    name_en: str
    filters: tuple[Filter, ...]


def offered(desk: Desk) -> list[Template]:
    """All that make sense in this shop."""
    language = desk.shop.settings.language
    found = [Template(*names_for(language, name), filters(desk)) for name, filters in _TEMPLATES]
    spoken = (WRITTEN, beside(WRITTEN), language)
    top = standing.ladder(desk)[1:]
    if top:
        tier = next((one for one in top if one.code == "gold"), top[-1])
        asleep = (Filter("tier", "is_in", (tier.code,)),
                  Filter("lifecycle", "is_in", ("dormant", "lost")))  # fmt: skip
        names = {one: tier.name(one) for one in spoken}
        found.append(Template(*names_for(language, N_("Sleeping {tier}"), tier=names), asleep))
    for one in categories.listed(desk)[:1]:
        likes = (Filter("favourite", "is_in", (one.name,)),)
        names = dict.fromkeys(spoken, one.name)
        found.append(Template(*names_for(language, N_("Likes {category}"), category=names), likes))
    return found


_TEMPLATES: tuple[tuple[str, Callable[[Desk], tuple[Filter, ...]]], ...] = (
    (N_("Birthday this month"), lambda _desk: (Filter("months_to_birthday", "is", 0),)),
    (N_("High value"), lambda _desk: (Filter("value", "is_in", ("high",)),)),
    (N_("No visit for 60 days"), lambda _desk: (Filter("days_away", "at_least", 60),)),
    (N_("Never bought"), lambda _desk: (Filter("visits", "at_most", 0, EVER),)),
    (N_("Brought a friend"), lambda _desk: (Filter("referrals", "at_least", 1, EVER),)),
    (N_("May be written to"), lambda _desk: (Filter("consent", "has", "marketing"),)),
)
