"""Discounts in words: ``2% off``; in Chinese by what is left of ten, ``9.8 折``."""

from PySide6.QtWidgets import QLabel, QLineEdit

from shopdesk import ladder_words
from shopdesk.money import minor_digits
from shopdesk.promise_words import short
from ui.till import Till
from ui.widgets.parts import label


def told(language: str, percent: int, nothing: str = "–") -> str:
    """A discount of so many percent; ``nothing`` where there is none, or none that can be."""
    return ladder_words.discount(percent, language) if 0 < percent <= 100 else nothing


def example(till: Till, percent: int) -> str:
    """What it does to a price: whoever typed 98 for 9.8 折 sees what that would cost."""
    _, currency = till.say, till.shop.settings.currency
    whole = 100 * 10 ** minor_digits(currency)
    said = _("{discount}: what costs {whole} is sold for {price}")
    return said.format(
        discount=told(till.language, percent, _("no discount")), whole=short(whole, currency),
        price=short(whole * (100 - percent) // 100, currency),
    )  # fmt: skip


def echo(till: Till, typed: QLineEdit, hint: str) -> QLabel:
    """A line that tells what the percentage in a field means; ``hint`` while nothing is typed."""
    made = label(hint, "soft", wraps=True)

    def tell(text: str) -> None:
        number = text.strip()
        is_percent = number.isascii() and number.isdigit() and 0 <= int(number) <= 100
        made.setText(example(till, int(number)) if is_percent else "" if number else hint)

    typed.textChanged.connect(tell)
    tell(typed.text())
    return made
