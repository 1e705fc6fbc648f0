"""Segments that many shops want, to begin with: named in both languages, made for the ladder."""

from collections.abc import Callable
from dataclasses import dataclass

from shopdesk import categories, standing
from shopdesk.language import N_, translator
from shopdesk.segments import EVER, Filter
from shopdesk.shop import Desk

_NAMED = ("zh_CN", "en")
"""What a segment has names in."""


@dataclass(frozen=True, slots=True)
class Template:
    """What a segment may begin as; nothing of it is kept until it is saved."""

    name: str
    name_en: str
    filters: tuple[Filter, ...]


def offered(desk: Desk) -> list[Template]:
    """All that make sense in this shop."""
    found = [_named(name, filters(desk)) for name, filters in _TEMPLATES]
    top = standing.ladder(desk)[1:]
    if top:
        tier = next((one for one in top if one.code == "gold"), top[-1])
        asleep = (Filter("tier", "is_in", (tier.code,)),
                  Filter("lifecycle", "is_in", ("dormant", "lost")))  # fmt: skip
        names = {language: tier.name(language) for language in _NAMED}
        found.append(_named(N_("Sleeping {tier}"), asleep, tier=names))
    for one in categories.listed(desk)[:1]:
        likes = (Filter("favourite", "is_in", (one.name,)),)
        names = dict.fromkeys(_NAMED, one.name)
        found.append(_named(N_("Likes {category}"), likes, category=names))
    return found


_TEMPLATES: tuple[tuple[str, Callable[[Desk], tuple[Filter, ...]]], ...] = (
    (N_("Birthday this month"), lambda _desk: (Filter("months_to_birthday", "is", 0),)),
    (N_("High value"), lambda _desk: (Filter("value", "is_in", ("high",)),)),
    (N_("No visit for 60 days"), lambda _desk: (Filter("days_away", "at_least", 60),)),
    (N_("Never bought"), lambda _desk: (Filter("visits", "at_most", 0, EVER),)),
    (N_("Brought a friend"), lambda _desk: (Filter("referrals", "at_least", 1, EVER),)),
    (N_("May be written to"), lambda _desk: (Filter("consent", "has", "marketing"),)),
)


def _named(name: str, filters: tuple[Filter, ...], **facts: dict[str, str]) -> Template:
    said = {
        language: translator(language)(name).format(
            **{fact: words[language] for fact, words in facts.items()}
        )
        for language in _NAMED
    }
    return Template(said["zh_CN"], said["en"], filters)
