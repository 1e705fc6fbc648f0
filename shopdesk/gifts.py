"""The gift catalogue: gifts added, changed, taken out and put back; reading and stock beside it."""

from typing import Any

from peewee import JOIN, SQL, fn

from shopdesk import standing, text
from shopdesk.catalogue import KINDS, Gift, catalogue, found, get, with_cost
from shopdesk.gift_moves import EFFECTS, Movement, movements
from shopdesk.gift_stock import (
    check_amount,
    count,
    give_back,
    has_free,
    move,
    numbers,
    promise,
    receive,
    refuse_more_than_edition,
)
from shopdesk.language import in_either
from shopdesk.refusals import ChoiceRefused, NameTaken
from shopdesk.refusals_of_gifts import EditionRefused, GiftKind, GiftUsed
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.giving import Gift as Row
from shopdesk.store.tables.giving import GiftOfSet
from shopdesk.store.tables.rules import RewardRule
from shopdesk.topics import Topic

__all__ = [
    "EFFECTS", "KINDS", "Gift", "Movement", "add", "catalogue", "close", "count", "edit", "found",
    "get", "give_back", "has_free", "move", "movements", "promise", "receive", "reopen",
    "with_cost",
]  # fmt: skip

_EDITABLE = (
    "name", "name_en", "cost", "value", "lowest_tier", "partner", "uses", "unit", "unit_en",
    "edition", "brand", "brand_en",
)  # fmt: skip


def editable(gift: Gift) -> dict[str, Any]:
    """What can be changed of a gift, as ``edit`` takes it."""
    return {name: getattr(gift, name) for name in _EDITABLE}


def add(
    desk: Desk,
    *,
    name: str,
    name_en: str | None = None,
    kind: str = "goods",
    cost: int = 0,
    value: int = 0,
    stock: int | None = None,
    lowest_tier: str | None = None,
    partner: str | None = None,
    uses: int | None = None,
    unit: str | None = None,
    unit_en: str | None = None,
    edition: int | None = None,
    brand: str | None = None,
    brand_en: str | None = None,
    key: str | None = None,
) -> Gift:
    """Add a gift with its first stock.

    Refuses a name that is taken, a tier that is unknown, a service with a stock, a quota without
    its ``uses`` and their ``unit``, a partner's gift without the partner, and a limited edition
    that is not counted or has more in stock than there are.
    """
    check_amount(desk, 0 if stock is None else stock)
    if kind not in KINDS:
        raise ChoiceRefused(desk.language, value=kind, choices=", ".join(KINDS))
    if kind == "service" and stock is not None:
        raise GiftKind(desk.language)
    values = _checked(
        desk, kind, name=name, name_en=name_en, cost=cost, value=value, lowest_tier=lowest_tier,
        partner=partner, uses=uses, unit=unit, unit_en=unit_en, edition=edition, brand=brand,
        brand_en=brand_en,
    )  # fmt: skip
    values["kind"] = kind
    with change(desk, Topic.GIFTS, action="gifts.add", key=key, content=[values, stock]) as made:
        if made.repeats is not None:
            return get(desk, made.repeats)
        _refuse_taken(made, values["name"])
        first = None if stock is None else 0
        made.subject = (
            Row.insert(**values, stock=first, promised=0, event=made.event).bind(made.db).execute()
        )
        if stock:
            move(made, made.subject, "received", stock)
        added = get(desk, made.subject)
        refuse_more_than_edition(desk, added)
        return added


def edit(desk: Desk, gift_id: int, **values: Any) -> Gift:
    """Change what ``add`` takes, but for kind and stock; vouchers issued keep the cost they had.

    Pieces get numbers only while none is promised without one, and keep them once one has it.
    """
    unknown = values.keys() - set(_EDITABLE)
    if unknown:
        raise ChoiceRefused(desk.language, value=sorted(unknown)[0], choices=", ".join(_EDITABLE))
    with change(desk, Topic.GIFTS, Topic.VOUCHERS, action="gifts.edit") as made:
        now = get(desk, gift_id)
        before = editable(with_cost(desk, gift_id))
        after = _checked(desk, now.kind, **before | values)
        if after["name"] != now.name:
            _refuse_taken(made, after["name"])
        Row.update(**after).where(Row.id == gift_id).bind(made.db).execute()
        _check_edition(desk, now, get(desk, gift_id))
        made.subject = gift_id
        made.note(**{name: [before[name], after[name]] for name in _EDITABLE
                     if before[name] != after[name]})  # fmt: skip
        return get(desk, gift_id)


def _check_edition(desk: Desk, before: Gift, after: Gift) -> None:
    if before.edition == after.edition:
        return
    title = after.title(desk.language)
    if before.edition is None and before.promised:
        raise EditionRefused(desk.language, what="promised", gift=title)
    taken = numbers(desk, after.id)
    if after.edition is None and taken:
        raise EditionRefused(desk.language, gift=title, edition=before.edition, taken=len(taken))
    refuse_more_than_edition(desk, after)


def _checked(
    desk: Desk, kind: str, *, name: str, cost: int, value: int, lowest_tier: str | None,
    uses: int | None, edition: int | None, **words: str | None,
) -> dict[str, Any]:  # fmt: skip
    """A gift's columns, or the refusal of the first value that cannot be kept."""
    for amount in (cost, value):
        check_amount(desk, amount)
    for number in (uses, edition):
        check_amount(desk, 1 if number is None else number, 1)
    tier_codes = [tier.code for tier in standing.ladder(desk)]
    if lowest_tier and lowest_tier not in tier_codes:
        raise ChoiceRefused(desk.language, value=lowest_tier, choices=", ".join(tier_codes))
    kept = {
        "name": text.kept(name, desk.language),
        "cost": cost,
        "value": value,
        "lowest_tier": lowest_tier or None,
        "uses": uses,
        "edition": edition,
        **{word: _optional(desk, word, said) for word, said in words.items()},
    }
    _refuse_other_kind(desk, kind, kept)
    return kept


def _optional(desk: Desk, word: str, said: str | None) -> str | None:
    """A text that may be left out; of a brand there is more to say than of a name."""
    longest = text.NOTE_LENGTH if word.startswith("brand") else text.NAME_LENGTH
    return text.kept(said, desk.language, longest) if said else None


def _refuse_other_kind(desk: Desk, kind: str, kept: dict[str, Any]) -> None:
    """Refuse what a kind lacks, and what belongs to another."""
    has_quota = kept["uses"] is not None and kept["unit"]
    is_quota = kept["uses"] is not None or kept["unit"] or kept["unit_en"]
    wrong = {
        "quota": kind == "quota" and not has_quota,
        "uses": kind != "quota" and is_quota,
        "partner": kind == "partner" and not kept["partner"],
        "no_partner": kind != "partner" and kept["partner"],
    }
    for what, is_wrong in wrong.items():
        if is_wrong:
            raise GiftKind(desk.language, what=what)


def _refuse_taken(made: Change, name: str) -> None:
    if Row.select(Row.id).where(Row.name == name).tuples().bind(made.db).first():
        raise NameTaken(made.desk.language, name=name)


# --- out of the catalogue and back ------------------------------------------------------------


@prepared
def _giving(gift: Any) -> Any:
    """The rules that are not closed and give a gift: itself, instead of another, or of a set."""
    one = fn.json_each(RewardRule.rewards).alias("one")
    sets = GiftOfSet.select(GiftOfSet.gift_set).where(GiftOfSet.gift == gift)
    its = [
        fn.json_extract(SQL("one.value"), path) for path in ("$.gift", "$.instead", "$.gift_set")
    ]
    gives = (its[0] == gift) | (its[1] == gift) | its[2].in_(sets)
    return (
        RewardRule.select(RewardRule.name, RewardRule.name_en)
        .join(one, JOIN.CROSS)
        .where(RewardRule.closed_on.is_null() & gives)
        .group_by(RewardRule.id)
        .order_by(RewardRule.id)
    )


def close(desk: Desk, gift_id: int) -> Gift:
    """Take a gift out of the catalogue: nobody is promised it any more; its vouchers are good.

    Refused while a rule gives it that is not closed. One that is out already stays so.
    """
    with change(desk, Topic.GIFTS, action="gifts.close") as made:
        gift = get(desk, gift_id)
        rules = _giving(desk.db, gift=gift_id).fetchall()
        if rules:
            names = ", ".join(in_either(desk.language, *named) for named in rules)
            raise GiftUsed(desk.language, gift=gift.title(desk.language), rules=names)
        if gift.is_active:
            _set_closed(made, gift_id, made.today)
        return get(desk, gift_id)


def reopen(desk: Desk, gift_id: int) -> Gift:
    """Put a gift back into the catalogue; one that is in it stays as it is."""
    with change(desk, Topic.GIFTS, action="gifts.reopen") as made:
        get(desk, gift_id)
        _set_closed(made, gift_id, None)
        return get(desk, gift_id)


def _set_closed(made: Change, gift_id: int, day: Any) -> None:
    Row.update(closed_on=day).where(Row.id == gift_id).bind(made.db).execute()
    made.subject = gift_id
