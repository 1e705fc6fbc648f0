"""What the counter says of a member, and the sale that was half made."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QApplication

from shopdesk import gifts, tiers
from shopdesk.rewards import Preview
from tests.ui.views_people import someone
from ui.basket import Basket
from ui.till import Till
from ui.widgets.parts import label
from ui.window import Window

OFFERED = {"en": "Offer the larger cup", "zh_CN": "可免费换大杯"}
"""What the shop itself wrote to be said to a tier."""


def _due(window: Window, till: Till) -> None:
    """All at once: what to say, what is due, what waits, and a tier that may be lost."""
    till.basket = Basket(member=someone(till).id, amount="30+25.5")
    window.frame.show_page("counter", {"again": True})
    card: Any = window.frame.page.card
    _ = till.say
    card.due.say([_("Say happy birthday: it is today."), OFFERED[till.language]])
    points = till.count("{count} point", "{count} points", 50).format(count=50)
    cup = gifts.catalogue(till.desk)[0].title(till.language)
    given = ((1, "", cup), (1, "", points))
    card.due.show_due(Preview(given, (), None, ((1, 1),)))
    gold = next(one for one in tiers.ladder(till.desk) if one.code == "gold")
    ahead = _("To stay {tier}: {missing} by {date}").format(
        tier=gold.name(till.language), missing=_("{amount} more").format(amount=till.money(32_000)),
        date=till.dated(till.desk.today() + timedelta(days=40)),
    )  # fmt: skip
    card.inside.insertWidget(card.inside.count() - 1, label(ahead, "bad", wraps=True))


def _keys(window: Window, till: Till) -> None:
    """While Alt is held."""
    _due(window, till)
    QApplication.processEvents()
    window.key_badges.hold(window)
    window.key_badges.show()


def _half_made(window: Window, till: Till) -> None:
    till.basket = Basket()
    window.frame.show_page("counter", {"again": True})
    window.keeper.before = {"basket": "k", "at": "2026-10-15 11:58"}
    window.keeper.offer()


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "counter-due": _due,
    "counter-keys": _keys,
    "counter-half-made": _half_made,
}
