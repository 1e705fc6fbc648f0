"""Ideas for sets of gifts: what shops give to each of their tiers, to be taken as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from shopdesk import gift_sets, gifts, standing
from shopdesk.gift_sets import GiftSet
from shopdesk.language import N_, names_for, translator
from shopdesk.refusals import ContentRefused
from shopdesk.refusals_of_giving import UnknownGiftSet
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class Idea:
    """A gift that a tier could have; ``gift_id`` is the gift of that name, where there is one."""

    code: str
    name: str
    kind: str
    gift_id: int | None = None

    def title(self, language: str) -> str:
        """Its name in a language."""
        return translator(language)(self.name)


GRADES = (
    (Idea("bag", N_("Shopping bag"), "goods"),
     Idea("key_ring", N_("Key ring"), "goods"),
     Idea("notebook", N_("Notebook"), "goods")),
    (Idea("cup", N_("Branded cup"), "goods"),
     Idea("umbrella", N_("Umbrella"), "goods"),
     Idea("power_bank", N_("Power bank"), "goods")),
    (Idea("electronics", N_("Electronics with our name"), "goods"),
     Idea("household", N_("Fine household goods"), "goods"),
     Idea("limited", N_("Limited edition"), "goods")),
    (Idea("luxury", N_("Luxury item"), "goods"),
     Idea("travel", N_("Travel package"), "service"),
     Idea("made_to_order", N_("Made to order"), "service")),
)  # fmt: skip
"""From what is useful and costs little to what is rare: for the lowest tier up to the highest."""


def _grade(rank: int, tiers: int) -> int:
    """Which of them a tier has: one after the other; of a longer ladder the last has the rarest."""
    last = len(GRADES) - 1
    if tiers > len(GRADES):
        return last if rank == tiers - 1 else min(rank, last - 1)
    return rank


def ideas(desk: Desk) -> dict[str, tuple[Idea, ...]]:
    """By the code of each tier what it could be given."""
    ladder = standing.ladder(desk)
    known = dict[str | None, int]()
    for gift in gifts.catalogue(desk, closed=True):
        known |= dict.fromkeys((gift.name, gift.name_en), gift.id)
    return {
        tier.code: tuple(
            replace(one, gift_id=_known(desk, one, known))
            for one in GRADES[_grade(rank, len(ladder))]
        )
        for rank, tier in enumerate(ladder)
    }


def _known(desk: Desk, idea: Idea, known: Mapping[str | None, int]) -> int | None:
    names = names_for(desk.shop.settings.language, idea.name)
    return next((known[name] for name in names if name in known), None)


def make(
    desk: Desk,
    *,
    name: str,
    gifts: Mapping[str, int],
    ideas: Mapping[str, str],
    name_en: str | None = None,
    gift_set_id: int | None = None,
    key: str | None = None,
) -> GiftSet:
    """Keep a set, or change the one named, of gifts there are and of ideas, by the tiers' codes.

    An idea becomes a gift that costs nothing yet and of which none is in stock; one that has a gift
    of its name is that gift. All of it or nothing; refuses an idea that a tier does not have, and
    what ``gift_sets.add`` refuses.
    """
    if not (isinstance(gifts, Mapping) and isinstance(ideas, Mapping)):
        raise ContentRefused(desk.language)
    if gift_set_id is not None and type(gift_set_id) is not int:
        raise UnknownGiftSet(desk.language, gift_set=gift_set_id)
    content = [name, name_en, list(gifts.items()), list(ideas.items()), gift_set_id]
    with change(desk, Topic.GIFTS, action="gift_templates.make", key=key, content=content) as made:
        if made.repeats is not None:
            return gift_sets.get(desk, made.repeats)
        every = dict(gifts) | {tier: _gift(desk, tier, idea) for tier, idea in ideas.items()}
        if gift_set_id is None:
            kept = gift_sets.add(desk, name=name, name_en=name_en, gifts=every)
        else:
            kept = gift_sets.edit(desk, gift_set_id, name=name, name_en=name_en, gifts=every)
        made.subject = kept.id
        return kept


def _gift(desk: Desk, tier: str, code: str) -> int:
    idea = next((one for one in ideas(desk).get(tier, ()) if one.code == code), None)
    if idea is None:
        raise ContentRefused(desk.language)
    if idea.gift_id is not None:
        return idea.gift_id
    stock = None if idea.kind == "service" else 0
    lowest = tier if standing.ladder(desk)[0].code != tier else None
    name, name_en = names_for(desk.shop.settings.language, idea.name)
    return gifts.add(
        desk, name=name, name_en=name_en, kind=idea.kind, stock=stock, lowest_tier=lowest
    ).id
