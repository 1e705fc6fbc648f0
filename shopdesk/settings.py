"""What an owner decides about the whole shop, and how it is changed."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from shopdesk import text
from shopdesk.language import LANGUAGES
from shopdesk.money import LARGEST
from shopdesk.refusals import AmountRefused, ChoiceRefused, TextRefused
from shopdesk.store.change import change
from shopdesk.store.tables import Shop
from shopdesk.topics import Topic

if TYPE_CHECKING:
    from shopdesk.shop import Desk

CURRENCY_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """The shop's settings; money in minor units.

    A purchase earns ``earn_points`` for every ``earn_per`` paid; ``points_step`` points are worth
    ``points_value`` and are taken in whole steps. ``day_ends`` is when the business day ends.
    ``back_date_days`` is how late a receipt may be entered.
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

    def day_end_time(self) -> time:
        """When the business day ends, as a time of day."""
        return time.fromisoformat(self.day_ends)

    def to_json(self) -> str:
        """The settings as they are stored."""
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(stored: str) -> Settings:
    """Stored settings."""
    return Settings(**json.loads(stored))


def checked(settings: Settings) -> Settings:
    """Return the settings tidied, or refuse what no shop can have."""
    language = settings.language if settings.language in LANGUAGES else LANGUAGES[0]
    if settings.language not in LANGUAGES:
        raise ChoiceRefused(language, value=settings.language, choices=", ".join(LANGUAGES))
    for amount in (settings.earn_per, settings.points_step):
        if not 0 < amount < LARGEST:
            raise AmountRefused(language, amount=amount)
    for amount in (settings.earn_points, settings.points_value, settings.back_date_days):
        if not 0 <= amount < LARGEST:
            raise AmountRefused(language, amount=amount)
    _check_words(settings, language)
    return replace(settings, name=cleaned_name(settings.name, language))


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
    try:
        settings.day_end_time()
    except ValueError:
        raise ChoiceRefused(language, value=settings.day_ends, choices="00:00 … 23:59") from None


def cleaned_name(name: str, language: str) -> str:
    try:
        return text.clean(name)
    except ValueError:
        raise TextRefused(language, text=name, longest=text.NAME_LENGTH) from None


def edit(desk: "Desk", **values: Any) -> Settings:
    """Change some settings by name; what is already recorded keeps the rule it was made under.

    The currency cannot change: amounts already recorded are in it.
    """
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
