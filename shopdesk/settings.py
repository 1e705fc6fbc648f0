"""What an owner decides about the whole shop, and how it is changed."""

import json
import re
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from shopdesk import expiry, inputs, text
from shopdesk.language import LANGUAGES
from shopdesk.money import LARGEST
from shopdesk.refusals import AmountRefused, ChoiceRefused, TextRefused
from shopdesk.store.change import Change, change
from shopdesk.store.tables.shop import Shop
from shopdesk.topics import Topic

if TYPE_CHECKING:
    from shopdesk.shop import Desk

CURRENCY_LETTERS = 3
LATEST_ENTRY_DAYS = 3660
PERCENTS = (
    "points_cap_percent", "hand_discount_cashier_percent", "hand_discount_manager_percent",
)  # fmt: skip
"""Settings that are a whole percentage from 0 to 100."""
LIMITS = (
    "refund_limit_cashier", "refund_limit_manager", "points_limit_cashier", "points_limit_manager",
    "attach_limit_cashier", "attach_limit_manager",
)  # fmt: skip
"""Settings that are a whole amount, or nothing where there is no limit."""
BONUS_PAIR = 2
STORED_VALUE_ORDERS = ("proportion", "principal_first")
"""How stored value is spent: principal and bonus as they stand to each other, or one first."""
SWITCHES = (
    "rounding_cash_only", "best_for_customer", "refund_to_cash", "served_by", "receipt_both",
    "cashiers_count_blind", "gives_daily",
)  # fmt: skip
"""Settings that are yes or no."""
LIFECYCLE = ("lifecycle_new", "lifecycle_active", "lifecycle_dormant")
"""Settings that are days, each more than the one before."""
_DAY_ENDS = "(0[0-9]|1[01]):[0-5][0-9]"
"""Before noon: the moment of what is known only by its day must be of that day."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The shop's settings; money in minor units.

    A purchase earns ``earn_points`` for every ``earn_per`` paid; ``points_step`` points are worth
    ``points_value`` and are taken in whole steps. ``day_ends`` is when the business day ends.
    ``back_date_days`` is how late a receipt may be entered. ``refund_to_cash`` lets what was paid
    otherwise be given back in cash. ``points_expiry`` says how long new points live (never, days,
    months, month_end, year_end, idle) and ``points_expiry_count`` how many of them (9.23).

    What is due is rounded down to ``rounding_unit`` (1 is not at all), everywhere or only where all
    of it is paid in cash (9.8). Points pay ``points_cap_percent`` of what is due before them at
    most. Goods of ``unearning_categories`` earn no points. ``best_for_customer``: where prices
    exclude each other the lowest counts, else promotions come first. By hand a cashier and a
    manager take at most so many percent of the goods off a receipt; an owner any. A member is
    attached to a receipt of at most ``attach_days`` ago.

    ``permissions`` are the roles that actions take where they differ from those delivered; see
    ``permissions.set``. The limits of roles are those of ``limits``: of money given back of one
    receipt, of points given by hand to one member on a day, and of receipts to which one of the
    staff attaches a member on a day; none is no limit, 0 nothing.
    ``served_by`` says that the counter asks who served.
    ``consent_data`` and ``consent_marketing`` are the shop's own words for what members agree to;
    empty, the program's stand there (``consents.wording``).
    ``receipt_footer`` is a line at the foot of receipts; ``receipt_both`` prints them in both
    languages, the member's first.
    ``bonus_rules`` are pairs (principal, bonus): a top-up is given the best bonus of those whose
    principal it reaches, once; none is more than its principal. A top-up is ``top_up_largest`` at
    most and what a member holds ``stored_value_largest``, bonus included; 0 is without limit.
    ``stored_value_order`` says how it is spent (proportion, principal_first). To spend more than
    ``proof_above`` at once takes a proof; 0 never asks.
    ``cashiers_count_blind``: who may not see it otherwise counts a drawer without being told what
    should lie in it.
    ``gives_daily``: what the calendar brings by reward rules is given as soon as a day begins; else
    somebody looks at it first, and gives it.
    Members are new up to ``lifecycle_new`` days after their first visit, then active up to
    ``lifecycle_active`` and dormant up to ``lifecycle_dormant`` days after their last one, and lost
    afterwards; figures of closed months stay as they were.
    """

    name: str
    currency: str
    language: str
    timezone: str
    day_ends: str = "03:00"
    phone: str = ""
    address: str = ""
    earn_points: int = 1
    earn_per: int = 100
    points_step: int = 100
    points_value: int = 100
    back_date_days: int = 7
    refund_to_cash: bool = True
    rounding_unit: int = 1
    rounding_cash_only: bool = False
    points_cap_percent: int = 100
    unearning_categories: tuple[str, ...] = ()
    best_for_customer: bool = True
    hand_discount_cashier_percent: int = 10
    hand_discount_manager_percent: int = 50
    points_expiry: str = "never"
    points_expiry_count: int = 1
    permissions: dict[str, str] = field(default_factory=dict)
    refund_limit_cashier: int | None = None
    refund_limit_manager: int | None = None
    points_limit_cashier: int | None = None
    points_limit_manager: int | None = None
    served_by: bool = False
    consent_data: str = ""
    consent_marketing: str = ""
    receipt_footer: str = ""
    receipt_both: bool = False
    bonus_rules: tuple[tuple[int, int], ...] = ()
    top_up_largest: int = 0
    stored_value_largest: int = 0
    stored_value_order: str = "proportion"
    proof_above: int = 0
    cashiers_count_blind: bool = True
    attach_days: int = 7
    attach_limit_cashier: int | None = 5
    attach_limit_manager: int | None = None
    gives_daily: bool = True
    lifecycle_new: int = 30
    lifecycle_active: int = 90
    lifecycle_dormant: int = 180

    def day_end_time(self) -> time:
        """When the business day ends, as a time of day."""
        return time.fromisoformat(self.day_ends)

    @property
    def contact(self) -> str:
        """Where the shop is reached, as it stands on vouchers; may be empty."""
        return " · ".join(filter(None, (self.phone, self.address)))

    def to_json(self) -> str:
        """The settings as they are stored."""
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(stored: str) -> Settings:
    """Stored settings."""
    values = json.loads(stored)
    values["unearning_categories"] = tuple(values.get("unearning_categories", ()))
    values["bonus_rules"] = tuple(tuple(pair) for pair in values.get("bonus_rules", ()))
    return Settings(**values)


def checked(settings: Settings) -> Settings:
    """Return the settings tidied, or refuse what no shop can have."""
    language = settings.language if settings.language in LANGUAGES else LANGUAGES[0]
    if settings.language not in LANGUAGES:
        raise ChoiceRefused(language, value=settings.language, choices=", ".join(LANGUAGES))
    for amount in (settings.earn_per, settings.points_step, settings.rounding_unit):
        _check_whole(amount, 1, language)
    for amount in (settings.earn_points, settings.points_value):
        _check_whole(amount, 0, language)
    for days in (settings.back_date_days, settings.attach_days):
        _check_whole(days, 0, language, LATEST_ENTRY_DAYS)
    for name in PERCENTS:
        _check_whole(getattr(settings, name), 0, language, 100)
    for name in LIMITS:
        if getattr(settings, name) is not None:
            _check_whole(getattr(settings, name), 0, language)
    for name in SWITCHES:
        inputs.flag(getattr(settings, name), language)
    _check_expiry(settings, language)
    _check_lifecycle(settings, language)
    for name in ("top_up_largest", "stored_value_largest", "proof_above"):
        _check_whole(getattr(settings, name), 0, language)
    order = settings.stored_value_order
    if order not in STORED_VALUE_ORDERS:
        raise ChoiceRefused(language, value=order, choices=", ".join(STORED_VALUE_ORDERS))
    _check_words(settings, language)
    return replace(
        settings,
        unearning_categories=_categories(settings.unearning_categories, language),
        bonus_rules=_bonus_rules(settings.bonus_rules, language),
        name=text.kept(settings.name, language),
        phone=text.remark(settings.phone, language),
        address=text.remark(settings.address, language),
        consent_data=text.remark(settings.consent_data, language),
        consent_marketing=text.remark(settings.consent_marketing, language),
        receipt_footer=text.remark(settings.receipt_footer, language),
    )


def _check_whole(amount: object, low: int, language: str, high: int = LARGEST - 1) -> None:
    if type(amount) is not int or not low <= amount <= high:
        raise AmountRefused(language, amount=amount)


def _check_expiry(settings: Settings, language: str) -> None:
    policy = settings.points_expiry
    if not isinstance(policy, str) or policy not in expiry.LIMITS:
        raise ChoiceRefused(language, value=policy, choices=", ".join(expiry.LIMITS))
    low, high = expiry.LIMITS[policy]
    _check_whole(settings.points_expiry_count, low, language, high)


def _check_lifecycle(settings: Settings, language: str) -> None:
    low = 1
    for name in LIFECYCLE:
        days = getattr(settings, name)
        _check_whole(days, low, language, LATEST_ENTRY_DAYS)
        low = days + 1


def _bonus_rules(pairs: Any, language: str) -> tuple[tuple[int, int], ...]:
    """The rules by their principal, each of which is named once."""
    found: dict[int, int] = {}
    if not isinstance(pairs, list | tuple):
        raise AmountRefused(language, amount=pairs)
    for pair in pairs:
        if not isinstance(pair, list | tuple) or len(pair) != BONUS_PAIR:
            raise AmountRefused(language, amount=pair)
        _check_whole(pair[0], 1, language)
        _check_whole(pair[1], 1, language, pair[0])
        if pair[0] in found:
            raise AmountRefused(language, amount=pair)
        found[pair[0]] = pair[1]
    return tuple(sorted(found.items()))


def _check_words(settings: Settings, language: str) -> None:
    words: tuple[object, ...] = (settings.currency, settings.timezone, settings.day_ends)
    for word in words:
        if not isinstance(word, str):
            raise ChoiceRefused(language, value=word, choices="CNY, Asia/Shanghai, 03:00")
    currency = settings.currency
    if not (len(currency) == CURRENCY_LETTERS and currency.isascii() and currency.isupper()):
        raise ChoiceRefused(language, value=currency, choices="CNY, USD, EUR, …")
    try:
        ZoneInfo(settings.timezone)
    except (KeyError, ValueError, OSError):
        raise ChoiceRefused(
            language, value=settings.timezone, choices="Asia/Shanghai, Europe/Berlin, …"
        ) from None
    if not re.fullmatch(_DAY_ENDS, settings.day_ends):
        raise ChoiceRefused(language, value=settings.day_ends, choices="00:00 … 11:59")


def _categories(named: Any, language: str) -> tuple[str, ...]:
    """The names as products have theirs, each once."""
    if not isinstance(named, list | tuple):
        raise TextRefused(language, text=named, longest=text.NAME_LENGTH)
    return tuple(dict.fromkeys(text.kept(name, language) for name in named))


def edit(desk: "Desk", **values: Any) -> Settings:
    """Change some settings by name; what is already recorded keeps the rule it was made under.

    The currency cannot change: amounts already recorded are in it.
    """
    known = {one.name for one in fields(Settings)} - {"permissions"}  # see ``permissions.set``
    unknown = sorted(values.keys() - known)
    if unknown:
        raise ChoiceRefused(desk.language, value=unknown[0], choices="name, language, …")
    with change(desk, Topic.SHOP, action="settings.change") as made:
        desk.shop.refresh()
        if values.get("currency", desk.shop.settings.currency) != desk.shop.settings.currency:
            raise ChoiceRefused(
                desk.language, value=values["currency"], choices=desk.shop.settings.currency
            )
        changed = checked(replace(desk.shop.settings, **values))
        keep(made, changed)
        made.note(changed=sorted(values))
    return changed


def keep(made: Change, settings: Settings) -> None:
    """Write the settings inside a change."""
    Shop.update(settings=settings.to_json()).bind(made.db).execute()
    made.revised = True
