"""What every page is handed: the shop, who works at it, and how to speak, go on and tell."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from shopdesk import Desk, Refused, Shop, staff
from shopdesk.language import plural, translator
from shopdesk.money import Money
from ui import background
from ui.preferences import Preferences, changed
from ui.signals import Signals

if TYPE_CHECKING:
    from ui.basket import Basket

Result = TypeVar("Result")


class Till(QObject):
    """The seat at the counter: its shop, its language, who is signed in, the half-made sale.

    ``told`` asks the window to show a message, ``wanted`` to show a page, ``remade`` to be built
    anew in another language or look, ``lock_wanted`` to be locked.
    """

    told = Signal(str, str, object, str)
    wanted = Signal(str, dict)
    remade = Signal()
    lock_wanted = Signal()

    def __init__(self, shop: Shop, preferences: Preferences) -> None:
        super().__init__()
        self.shop = shop
        self.preferences = preferences
        self.signals = Signals(self)
        self.signals.follow(shop)
        self.signed_in: Desk | None = None
        self.basket: Basket | None = None
        self.speak()

    # --- who, and in which language ---

    @property
    def desk(self) -> Desk:
        """The desk of whoever is signed in: every page reads and writes through it.

        Locks, and refuses, where they left the staff or have another role by now, wherever that
        was decided. The locked window shows no page that asks.
        """
        if self.signed_in is None:
            raise RuntimeError("nobody is signed in")
        self._require_unchanged(self.signed_in)
        return self.signed_in

    def _require_unchanged(self, desk: Desk) -> None:
        try:
            staff.require_unchanged(desk)
        except Refused as why:
            if desk is self.signed_in:
                self.lock_wanted.emit()
            self.refuse(why)
            raise

    def sign_in(self, name: str, pin: str) -> None:
        """Take a seat; a wrong name or PIN is refused."""
        desk = self.shop.sign_in(name, pin, till=self.preferences.till)
        desk.speaks = self.language
        self.signed_in = desk

    def speak(self) -> None:
        """Speak the language that was chosen at this computer, else the shop's."""
        self.language = self.preferences.language or self.shop.settings.language
        self.say = translator(self.language)
        self.count = plural(self.language)
        if self.signed_in is not None:
            self.signed_in.speaks = self.language

    def prefer(self, **values: Any) -> None:
        """Change what this computer remembers, and show it at once."""
        before = self.preferences
        self.preferences = changed(before, **values)
        self.speak()
        if {"language", "theme", "size"} & values.keys():
            self.remade.emit()

    def money(self, minor: int) -> str:
        """An amount as people read it."""
        return str(Money(minor, self.shop.settings.currency))

    def moment(self, at: datetime) -> str:
        """A moment on the shop's clock: ``2026-10-15 12:00``."""
        return f"{at.astimezone(self.shop.zone):%Y-%m-%d %H:%M}"

    # --- telling ---

    def tell(
        self,
        text: str,
        mood: str = "good",
        *,
        undo: Callable[[], None] | None = None,
        offer: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Say in the strip what happened; ``mood`` is good, bad or note.

        ``undo`` takes it back from there; ``offer`` is a word and what it does.
        """
        word, act = offer or ("", undo)
        self.told.emit(text, mood, act, word)

    def refuse(self, refusal: Refused) -> None:
        """Say why something was not done: nothing was changed by it."""
        self.tell(refusal.text(self.language), "bad")

    def attempt(self, work: Callable[[], Result]) -> Result | None:
        """Do a command; a refusal is said in the strip and nothing comes back."""
        try:
            return work()
        except Refused as refusal:
            self.refuse(refusal)
            return None

    # --- going on ---

    def go(self, page: str, **what: Any) -> None:
        """Show another page, told what to show there."""
        self.wanted.emit(page, what)

    def background(
        self, parent: QObject, work: Callable[[background.Progress], Any]
    ) -> background.Job:
        """Do long work on the worker; refusals and faults are shown, the caller takes ``done``."""
        job = background.Job(parent)
        job.refused.connect(self.refuse)
        job.failed.connect(_raise_again)
        background.run(job, self.shop, work)
        return job


def _raise_again(error: Exception) -> None:
    """A fault of the worker is one of the window: its hook logs and shows it."""
    raise error
