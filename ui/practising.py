"""Into the practice shop, anew, and back to the real one: the window opens one in place of the
other, and nothing half made is lost on the way."""

from collections.abc import Callable
from pathlib import Path

from shopdesk import Shop
from shopdesk.practice_files import place_of, real_of
from ui import dialogs, files
from ui.background import Progress
from ui.till import Till

SAID = "Nothing here is real · 这里的一切都不算数"
"""Beside the name of practice, to the staff and to whoever stands at the counter."""


def begin(till: Till) -> None:
    """Open the practice shop of this shop, made first where there is none."""
    _ = till.say
    if _is_half_made(till):
        text = _("Something is half made at this till. Finish it, or park the sale (Alt+H) first.")
        till.tell(text, "note")
        return
    place = place_of(till.shop.location)
    if place.exists():
        till.elsewhere.emit(place, "", "")
        return
    shop = till.shop
    _make(till, lambda: _made(shop), _("The practice shop is being made…"))


def anew(till: Till) -> None:
    """Make the practice shop afresh, of the real shop as it is now, and open that."""
    real = real_of(till.shop.location)

    def work() -> Path:
        with Shop.open(real) as shop:
            return _made(shop)

    _ = till.say
    said = _("Practice is made anew. What was practised is gone and cannot be brought back.")
    _make(till, work, said)


def leave(till: Till) -> None:
    """Back to the real shop, at its lock."""
    till.elsewhere.emit(real_of(till.shop.location), "", "")


def _made(real: Shop) -> Path:
    from shopdesk import practice  # with all it is made of

    return practice.make(real)


def _is_half_made(till: Till) -> bool:
    basket = till.basket
    is_begun = basket is not None and not (basket.is_bare and basket.member is None)
    return is_begun or dialogs.is_waiting()


def _make(till: Till, make: Callable[[], Path], said: str) -> None:
    language = till.language

    def work(_progress: Progress) -> Path:
        try:
            return make()
        except OSError as error:
            raise files.not_written(language, error) from None

    till.tell(said, "note")
    job = till.background(till, work)
    job.done.connect(lambda place: till.elsewhere.emit(place, "", ""))
    job.ended.connect(job.deleteLater)
