"""Sets of gifts graded by tier: what a rule gives to each tier at one occasion."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shopdesk import catalogue, gifts, inputs, standing, text
from shopdesk.assessing import rank_of
from shopdesk.language import in_either
from shopdesk.refusals import ContentRefused, GiftTier, NameTaken
from shopdesk.refusals_of_giving import UnknownGiftSet
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared, row_of
from shopdesk.store.tables.giving import GiftOfSet
from shopdesk.store.tables.giving import GiftSet as Row
from shopdesk.topics import Topic


@dataclass(frozen=True, slots=True)
class GiftSet:
    """A set: by the code of a tier the gift's id. A tier without one has that of the next below."""

    id: int
    name: str
    name_en: str | None
    gifts: dict[str, int]

    def title(self, language: str) -> str:
        """Its name in a language, or in the one it has."""
        return in_either(language, self.name, self.name_en)

    def gift_for(self, desk: Desk, rank: int) -> int | None:
        """The gift for a rank of the ladder; nothing below the lowest tier that has one."""
        codes = [tier.code for tier in standing.ladder(desk)[: rank + 1]]
        return next((self.gifts[code] for code in reversed(codes) if code in self.gifts), None)


@prepared
def _by_id(gift_set: Any) -> Any:
    return Row.select(Row.id, Row.name, Row.name_en).where(Row.id == gift_set)


@prepared
def _gifts_of(gift_set: Any) -> Any:
    return GiftOfSet.select(GiftOfSet.tier, GiftOfSet.gift).where(GiftOfSet.gift_set == gift_set)


def get(desk: Desk, gift_set_id: int) -> GiftSet:
    """One set; refuses an unknown id."""
    row = row_of(_by_id, desk.db, gift_set_id)
    if row is None:
        raise UnknownGiftSet(desk.language, gift_set=gift_set_id)
    id_, name, name_en = row
    return GiftSet(id_, name, name_en, dict(_gifts_of(desk.db, id_).fetchall()))


def listed(desk: Desk) -> list[GiftSet]:
    """All sets by name, Chinese ones by pinyin."""
    ids = [row[0] for row in Row.select(Row.id).tuples().bind(desk.db)]
    every = [get(desk, id_) for id_ in ids]
    return sorted(every, key=lambda one: text.in_order(one.title(desk.language)))


def add(
    desk: Desk,
    *,
    name: str,
    gifts: Mapping[str, int],
    name_en: str | None = None,
    key: str | None = None,
) -> GiftSet:
    """Keep a set: by tier the gift that members on it are given.

    Refuses a set of nothing, a tier that is not on the ladder, an unknown gift, one that is out of
    the catalogue or for a higher tier than it stands for, and a name that is taken.
    """
    values, its = _checked(desk, name, name_en, gifts)
    content = [values, its]
    with change(desk, Topic.GIFTS, action="gift_sets.add", key=key, content=content) as made:
        if made.repeats is None:
            _refuse_taken(made, values["name"])
            made.subject = Row.insert(**values, event=made.event).bind(made.db).execute()
            _fill(made, made.subject, its)
        set_id = made.subject if made.repeats is None else made.repeats
        assert set_id is not None
        return get(desk, set_id)


def edit(
    desk: Desk, gift_set_id: int, *, name: str, gifts: Mapping[str, int], name_en: str | None = None
) -> GiftSet:
    """Change a set; what was given of it stays. Refuses what ``add`` refuses."""
    values, its = _checked(desk, name, name_en, gifts)
    with change(desk, Topic.GIFTS, Topic.REWARDS, action="gift_sets.edit") as made:
        if get(desk, gift_set_id).name != values["name"]:
            _refuse_taken(made, values["name"])
        Row.update(**values).where(Row.id == gift_set_id).bind(made.db).execute()
        GiftOfSet.delete().where(GiftOfSet.gift_set == gift_set_id).bind(made.db).execute()
        _fill(made, gift_set_id, its)
        made.subject = gift_set_id
        return get(desk, gift_set_id)


def _fill(made: Change, gift_set_id: int, its: Mapping[str, int]) -> None:
    for tier, gift in its.items():
        GiftOfSet.insert(gift_set=gift_set_id, tier=tier, gift=gift).bind(made.db).execute()


def _checked(
    desk: Desk, name: str, name_en: str | None, its: Mapping[str, int]
) -> tuple[dict[str, Any], dict[str, int]]:
    if not isinstance(its, Mapping) or not its:
        raise ContentRefused(desk.language)
    ladder = standing.ladder(desk)
    codes = [tier.code for tier in ladder]
    for tier, gift_id in its.items():
        inputs.choice(tier, codes, desk.language)
        gift = gifts.get(desk, gift_id)
        catalogue.refuse_closed(desk, gift)
        lowest = rank_of(ladder, gift.lowest_tier)
        if codes.index(tier) < lowest:
            raise GiftTier(
                desk.language, gift=gift.title(desk.language),
                tier=ladder[lowest].name(desk.language),
            )  # fmt: skip
    words = {
        "name": text.kept(name, desk.language),
        "name_en": text.kept(name_en, desk.language) if name_en else None,
    }
    return words, dict(its)


def _refuse_taken(made: Change, name: str) -> None:
    if Row.select(Row.id).where(Row.name == name).tuples().bind(made.db).first():
        raise NameTaken(made.desk.language, name=name)
