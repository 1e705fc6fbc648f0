"""What an owner decides about the whole shop, and how it is changed."""

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from shopdesk import expiry, text
from shopdesk.language import LANGUAGES
from shopdesk.money import LARGEST
from shopdesk.refusals import AmountRefused, ChoiceRefused, TextRefused
from shopdesk.store.change import change
from shopdesk.store.tables.shop import Shop
from shopdesk.topics import Topic

if TYPE_CHECKING:
    from shopdesk.shop import Desk

CURRENCY_LETTERS = 3
LATEST_ENTRY_DAYS = 3660
MOST_ATTACHED = 1000
PERCENTS = (
    "points_cap_percent", "hand_discount_cashier_percent", "hand_discount_manager_percent",
)  # fmt: skip
"""Settings that are a whole percentage from 0 to 100."""
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
    manager take at most so many percent of the goods off a receipt; an owner any. A forgotten
    member is attached to a receipt of at most ``attach_days`` ago, by one cashier
    ``attach_per_day`` times a day.
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
    attach_days: int = 7
    attach_per_day: int = 5

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
    _check_whole(settings.attach_per_day, 0, language, MOST_ATTACHED)
    for name in PERCENTS:
        _check_whole(getattr(settings, name), 0, language, 100)
    for name in ("rounding_cash_only", "best_for_customer", "refund_to_cash"):
        if not isinstance(getattr(settings, name), bool):
            raise ChoiceRefused(language, value=getattr(settings, name), choices="True, False")
    _check_expiry(settings, language)
    _check_words(settings, language)
    return replace(
        settings,
        unearning_categories=_categories(settings.unearning_categories, language),
        name=text.kept(settings.name, language),
        phone=text.remark(settings.phone, language),
        address=text.remark(settings.address, language),
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


def _check_words(settings: Settings, language: str) -> None:
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
    unknown = sorted(values.keys() - {field.name for field in fields(Settings)})
    if unknown:
        raise ChoiceRefused(desk.language, value=unknown[0], choices="name, language, …")
    with change(desk, Topic.SHOP, action="settings.change") as made:
        desk.shop.refresh()
        if values.get("currency", desk.shop.settings.currency) != desk.shop.settings.currency:
            raise ChoiceRefused(
                desk.language, value=values["currency"], choices=desk.shop.settings.currency
            )
        changed = checked(replace(desk.shop.settings, **values))
        Shop.update(settings=changed.to_json()).bind(desk.db).execute()
        made.note(changed=sorted(values))
        made.revised = True
    return changed
