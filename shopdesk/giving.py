"""Each kind of reward: what it is called, what it may cost, how it is given and taken back.

To add a kind: its terms in ``reward_terms``, its functions here, and a row in ``WAYS``.
"""

from dataclasses import asdict, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from peewee import SQL, fn

from shopdesk import (
    catalogue,
    expiry,
    gift_sets,
    gifts,
    journal,
    multipliers,
    overlays,
    passes_given,
    products,
    standing,
    voucher_returns,
    vouchers,
)
from shopdesk.assessing import rank_of
from shopdesk.journal import Cause
from shopdesk.language import plural
from shopdesk.money import LARGEST, is_whole
from shopdesk.offers import MOST_POINTS_PERCENT
from shopdesk.products import MOST_USES
from shopdesk.promise_words import promise_title
from shopdesk.refusals import AmountRefused, ChoiceRefused, DateRefused
from shopdesk.refusals_of_giving import NoPass
from shopdesk.refusals_of_value import PassOffSale
from shopdesk.reward_terms import (
    Multiplied,
    OfTier,
    PassUses,
    Points,
    Reward,
    To,
    Trial,
    Was,
    Way,
)
from shopdesk.shop import Desk
from shopdesk.store.change import Change
from shopdesk.store.statements import prepared
from shopdesk.store.tables.journal import Entry
from shopdesk.vouchers import LONGEST_VALID_DAYS, Promise

__all__ = [
    "WAYS", "Multiplied", "OfTier", "PassUses", "Points", "Reward", "To", "Trial", "Was", "Way",
    "as_promised", "checked", "from_json", "to_json", "way_of",
]  # fmt: skip


# --- vouchers ---------------------------------------------------------------------------------


def _promise_checked(desk: Desk, promise: Promise) -> Promise:
    for gift in (promise.gift, promise.instead):
        if gift is not None:
            catalogue.refuse_closed(desk, gifts.get(desk, gift))
    return vouchers.checked(desk, promise)


def _promise_title(desk: Desk, promise: Promise, language: str) -> str:
    return promise_title(desk, promise, language)


def _promise_cost(desk: Desk, promise: Promise) -> int:
    """A gift at its cost, an amount at its face, a percentage at its cap."""
    if promise.gift is not None:
        return gifts.with_cost(desk, promise.gift).cost or 0
    return promise.amount or promise.cap or 0


def _promise(made: Change, promise: Promise, to: To) -> dict[str, Any]:
    if to.window is not None:
        promise = replace(promise, valid_days=to.window - 1)
    voucher_id = vouchers.write(
        made, promise, to.member_id, rule=to.rule_id, occasion=to.title, channel=to.channel
    )  # fmt: skip
    return {"voucher": voucher_id, "amount": 1}


def _is_voucher_used(made: Change, was: Was) -> bool:
    assert was.voucher is not None
    return voucher_returns.is_used(made, was.voucher)


def _forfeit(made: Change, was: Was) -> None:
    assert was.voucher is not None
    voucher_returns.forfeit(made, was.voucher)


# --- the gift of a set ------------------------------------------------------------------------


def _of_tier_checked(desk: Desk, reward: OfTier) -> OfTier:
    kept = gift_sets.get(desk, reward.gift_set)
    for gift in kept.gifts.values():
        catalogue.refuse_closed(desk, gifts.get(desk, gift))
    as_promised(kept.gifts.popitem()[1], reward, desk)
    return reward


def as_promised(gift: int, reward: OfTier, desk: Desk) -> Promise:
    """What a set promises to who is given this gift of it."""
    promise = Promise(gift, valid_days=reward.valid_days, is_again=reward.is_again)
    return vouchers.checked(desk, promise)


def _of_tier_title(desk: Desk, reward: OfTier, language: str) -> str:
    return gift_sets.get(desk, reward.gift_set).title(language)


def _of_tier_given(_made: Change, reward: OfTier, _to: To) -> dict[str, Any]:
    raise TypeError(f"{reward} is given as what it promises")


# --- points -----------------------------------------------------------------------------------


def _points_checked(desk: Desk, reward: Points) -> Points:
    if not is_whole(reward.points, 1, LARGEST - 1):
        raise AmountRefused(desk.language, amount=reward.points)
    return reward


def _points_title(_desk: Desk, reward: Points, language: str) -> str:
    ngettext = plural(language)
    said = ngettext("{count} point", "{count} points", reward.points)
    return said.format(count=f"{reward.points:,}")


def _points_cost(desk: Desk, reward: Points) -> int:
    """What they pay in full steps."""
    settings = desk.shop.settings
    return reward.points // settings.points_step * settings.points_value


def _points(made: Change, reward: Points, to: To) -> dict[str, Any]:
    journal.expire_due(made, to.member_id)
    _lots, debt = journal.balance(made.db, to.member_id)
    cause = Cause("adjusted", made.today, reason=to.title)
    life = expiry.life(made.desk.shop.settings, made.today)
    lot = journal.credit(made, to.member_id, reward.points, cause, debt=debt, life=life)
    return {"lot": lot, "amount": reward.points}


@prepared
def _gone(lot: Any, kind: Any) -> Any:
    gone = fn.COALESCE(fn.SUM(SQL("0") - Entry.amount), SQL("0"))
    return Entry.select(gone).where((Entry.lot == lot) & (Entry.kind == kind))


def _are_points_used(made: Change, was: Was) -> bool:
    """What paid a debt was used too."""
    return was.lot is None or _gone(made.db, was.lot, "spent").fetchone()[0] > 0


def _take_points(made: Change, was: Was) -> None:
    """From their own lot first, then from others, the rest as debt; what ended is gone (9.10)."""
    ended = 0 if was.lot is None else _gone(made.db, was.lot, "expired").fetchone()[0]
    if was.amount > ended:
        cause = Cause("adjusted", made.today)
        journal.draw(made, was.member_id, was.amount - ended, cause, first=was.lot)


# --- uses of a pass ---------------------------------------------------------------------------


def _uses_checked(desk: Desk, reward: PassUses) -> PassUses:
    product = products.get(desk, reward.product)
    if product.pass_terms is None:
        raise NoPass(desk.language, name=product.name)
    goods = products.get(desk, product.pass_terms.product_id)
    if goods.discontinued:
        raise PassOffSale(desk.language, name=product.name, goods=goods.name)
    if not is_whole(reward.uses, 1, MOST_USES):
        raise AmountRefused(desk.language, amount=reward.uses)
    return reward


def _uses_title(desk: Desk, reward: PassUses, language: str) -> str:
    name = products.known(desk, [reward.product])[reward.product].name
    ngettext = plural(language)
    said = ngettext("{count} use of {name}", "{count} uses of {name}", reward.uses)
    return said.format(count=reward.uses, name=name)


def _uses_cost(desk: Desk, reward: PassUses) -> int:
    return passes_given.cost_of(desk, reward.product, reward.uses)


def _uses(made: Change, reward: PassUses, to: To) -> dict[str, Any]:
    lot = passes_given.give_uses(
        made, to.member_id, reward.product, reward.uses, rule=to.rule_id, title=to.title
    )
    return {"lot": lot, "amount": reward.uses}


def _are_uses_spent(made: Change, was: Was) -> bool:
    assert was.lot is not None
    return passes_given.are_uses_spent(made, was.lot)


def _take_uses(made: Change, was: Was) -> None:
    assert was.lot is not None
    passes_given.forfeit_uses(made, was.lot)


# --- a tier to try ----------------------------------------------------------------------------


def _trial_checked(desk: Desk, reward: Trial) -> Trial:
    codes = [tier.code for tier in standing.ladder(desk)]
    if reward.tier not in codes:
        raise ChoiceRefused(desk.language, value=reward.tier, choices=", ".join(codes))
    if not is_whole(reward.days, 1, LONGEST_VALID_DAYS):
        raise DateRefused(desk.language, date=f"+{reward.days}")
    return reward


def _trial_title(desk: Desk, reward: Trial, language: str) -> str:
    ladder = desk.shop.known.ladder
    tier = ladder[rank_of(ladder, reward.tier)].name(language)
    ngettext = plural(language)
    said = ngettext("{tier} for {days} day", "{tier} for {days} days", reward.days)
    return said.format(tier=tier, days=reward.days)


def _trial(made: Change, reward: Trial, to: To) -> dict[str, Any]:
    until = made.today + timedelta(days=reward.days - 1)
    overlay = overlays.impose(made, "trial", to.member_id, reward.tier, until, to.title)
    return {"overlay": overlay, "amount": reward.days}


# --- points multiplied for a time ---------------------------------------------------------------


def _multiplied_checked(desk: Desk, reward: Multiplied) -> Multiplied:
    if not is_whole(reward.percent, multipliers.PLAIN + 1, MOST_POINTS_PERCENT):
        raise AmountRefused(desk.language, amount=reward.percent)
    if not is_whole(reward.days, 1, LONGEST_VALID_DAYS):
        raise DateRefused(desk.language, date=f"+{reward.days}")
    return reward


def _multiplied_title(_desk: Desk, reward: Multiplied, language: str) -> str:
    ngettext = plural(language)
    times = f"{(Decimal(reward.percent) / 100).normalize():f}"
    said = ngettext(
        "points × {times} for {days} day", "points × {times} for {days} days", reward.days
    )
    return said.format(times=times, days=reward.days)


def _multiplied(made: Change, reward: Multiplied, to: To) -> dict[str, Any]:
    begun = multipliers.multiply(made, to.member_id, reward.percent, reward.days)
    return {"multiplier": begun, "amount": reward.days}


def _end_multiplier(made: Change, was: Was) -> None:
    assert was.multiplier is not None
    multipliers.end(made, was.multiplier)


def _end_trial(made: Change, was: Was) -> None:
    assert was.overlay is not None
    overlays.end(made, was.member_id, was.overlay)


WAYS: dict[str, Way] = {
    "voucher": Way(
        Promise, _promise_checked, _promise_title, _promise_cost, _promise, _is_voucher_used,
        _forfeit,
    ),
    "of_tier": Way(
        OfTier, _of_tier_checked, _of_tier_title, lambda _desk, _reward: 0, _of_tier_given,
        _is_voucher_used, _forfeit,
    ),
    "points": Way(
        Points, _points_checked, _points_title, _points_cost, _points, _are_points_used,
        _take_points,
    ),
    "pass": Way(
        PassUses, _uses_checked, _uses_title, _uses_cost, _uses, _are_uses_spent, _take_uses,
    ),
    "trial": Way(
        Trial, _trial_checked, _trial_title, lambda _desk, _reward: 0, _trial,
        lambda _made, _was: False, _end_trial,
    ),
    "multiplier": Way(
        Multiplied, _multiplied_checked, _multiplied_title, lambda _desk, _reward: 0, _multiplied,
        lambda _made, _was: False, _end_multiplier,
    ),
}  # fmt: skip
_KINDS = {way.terms: kind for kind, way in WAYS.items()}


def checked(desk: Desk, reward: object) -> Reward:
    """The reward tidied, or the refusal of what nobody can be given."""
    kind = _KINDS.get(type(reward))
    if kind is None:
        raise ChoiceRefused(desk.language, value=reward, choices=", ".join(WAYS))
    fit: Reward = WAYS[kind].checked(desk, reward)
    return fit


def way_of(reward: Reward) -> Way:
    """How a reward is called, reckoned and given."""
    return WAYS[_KINDS[type(reward)]]


def to_json(reward: Reward) -> dict[str, Any]:
    """A reward as it is kept."""
    return {"kind": _KINDS[type(reward)], **asdict(reward)}


def from_json(kept: dict[str, Any]) -> Reward:
    """A reward as it was kept."""
    values = dict(kept)
    reward: Reward = WAYS[values.pop("kind")].terms(**values)
    return reward
