"""What a reward rule gives: a kind of reward, and what that kind asks for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QWidget

from shopdesk import gift_sets, gifts, products, tiers
from shopdesk.giving import Multiplied, OfTier, PassUses, Points, Reward, Trial
from shopdesk.language import N_
from shopdesk.vouchers import DEFAULT_VALID_DAYS, Promise
from ui import discounts
from ui.pages.gift_words import available
from ui.pages.rule_fields import Asked, choice, number, tick
from ui.till import Till

KINDS = {
    "gift": N_("A gift"),
    "of_tier": N_("The gift of the member's tier"),
    "amount": N_("An amount off"),
    "percent": N_("A percentage off"),
    "points": N_("Points"),
    "uses": N_("Uses of a pass"),
    "multiplier": N_("More points for a time"),
    "trial": N_("A tier to try"),
}
_TERMS: dict[str, type] = {
    "gift": Promise, "of_tier": OfTier, "amount": Promise, "percent": Promise, "points": Points,
    "uses": PassUses, "multiplier": Multiplied, "trial": Trial,
}  # fmt: skip
_ASKS: dict[str, Sequence[str]] = {
    "gift": ("gift", "instead", "valid_days", "is_again"),
    "of_tier": ("gift_set", "valid_days", "is_again"),
    "amount": ("amount", "minimum", "valid_days"),
    "percent": ("percent_off", "cap", "minimum", "valid_days", "said"),
    "points": ("points",),
    "uses": ("product", "uses"),
    "multiplier": ("percent", "days"),
    "trial": ("tier", "days"),
}
"""By kind its fields, each by the name that its terms have for it."""
_AMOUNTS = ("amount", "minimum", "cap")
_WIDE = ("gift", "instead", "said", "product")
_CHOSEN = {"gift": "gift", "of_tier": "gift_set", "uses": "product"}
"""Kinds that are offered only where there is something to choose."""


def kind_of(reward: Reward) -> str:
    """Which of ``KINDS`` a reward is."""
    if isinstance(reward, Promise):
        if reward.gift is not None:
            return "gift"
        return "amount" if reward.amount else "percent"
    return next(kind for kind, terms in _TERMS.items() if type(reward) is terms)


def _passes(till: Till, reward: Reward) -> list[tuple[str, int]]:
    """The passes on sale, and the one that a reward is of already."""
    offered = [one for one in products.listed(till.desk, state="on_sale") if one.pass_terms]
    if isinstance(reward, PassUses) and reward.product not in [one.id for one in offered]:
        offered.append(products.get(till.desk, reward.product))
    return [(one.name, one.id) for one in offered]


def _has_any(box: QWidget) -> bool:
    return isinstance(box, QComboBox) and box.count() > 0


class RewardFields(Asked):
    """The fields of one reward; what is to be chosen is offered only where there is some."""

    def __init__(
        self, till: Till, reward: Reward, changed: Callable[[], None], remove: QPushButton
    ) -> None:
        _ = till.say
        self.kept, kind = reward, kind_of(reward)
        parts = self._made(till, reward)
        empty = {one for one, name in _CHOSEN.items() if not _has_any(parts[name][1])}
        kinds = [(_(words), one) for one, words in KINDS.items() if one not in empty - {kind}]
        super().__init__(
            till, _("What it gives"), kinds, _ASKS, parts, changed, wide=_WIDE, beside=remove
        )  # fmt: skip
        self._fill(kind, reward)

    def _made(self, till: Till, reward: Reward) -> dict[str, tuple[str, QWidget]]:
        _, desk, language = till.say, till.desk, till.language
        offered = [(available(till, one), one.id) for one in gifts.catalogue(desk)]
        sets = [(one.title(language), one.id) for one in gift_sets.listed(desk)]
        percent_off = number(_("Percent off"), _("1 to 100"))
        hint = _("10 is 10 percent off the price")
        return {
            "gift": choice(_("Gift"), offered),
            "instead": choice(_("When there is none left"), [(_("It is owed"), None), *offered]),
            "gift_set": choice(_("Set of gifts"), sets),
            "amount": number(_("Amount off"), "0.00"),
            "percent_off": percent_off,
            "cap": number(_("At most"), _("No limit")),
            "minimum": number(_("From a purchase of"), _("Any")),
            "valid_days": number(_("Valid for days"), str(DEFAULT_VALID_DAYS)),
            "is_again": tick(_("Even if it was given before")),
            "said": ("", discounts.echo(till, percent_off[1], hint)),
            "points": number(_("Points"), "100"),
            "product": choice(_("Pass"), _passes(till, reward)),
            "uses": number(_("How many uses"), "1"),
            "percent": number(_("Points in percent (200 is twice)"), "200"),
            "days": number(_("For how many days"), "7"),
            "tier": choice(
                _("Tier"), [(one.name(language), one.code) for one in tiers.ladder(desk)]
            ),
        }

    def _fill(self, kind: str, reward: Reward) -> None:
        self.put("valid_days", DEFAULT_VALID_DAYS)
        for name in _ASKS[kind]:
            if name in _AMOUNTS:
                self.put_amount(name, getattr(reward, name))
            elif name != "said":
                self.put(name, getattr(reward, name))
        self.kind.setCurrentIndex(self.kind.findData(kind))

    def reward(self) -> Reward:
        """What was chosen and typed; refuses what is no number."""
        kind = self.kind.currentData()
        values = {name: self._read(name) for name in _ASKS[kind] if name != "said"}
        if isinstance(self.kept, Promise) and kind == kind_of(self.kept):
            return replace(self.kept, **values)
        made: Reward = _TERMS[kind](**values)
        return made

    def _read(self, name: str) -> Any:
        part = self.fields[name]
        if isinstance(part, QComboBox):
            return self.chosen(name)
        if isinstance(part, QCheckBox):
            return self.is_on(name)
        if name == "cap":
            return self.amount(name) or None
        if name in _AMOUNTS:
            return self.amount(name, is_needed=name == "amount")
        return self.whole(name, DEFAULT_VALID_DAYS if name == "valid_days" else None)
