"""The half-made sale on this computer's disk: it outlives a crash and a power cut.

Beside the preferences lies a small file of each shop and till, written by the worker a moment after
the sale changed, and gone once nothing is half made. It holds ids, codes and what was typed, no
name and no phone; a sale that was recorded before the program ended is known by its key.
"""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from shopdesk import half_made
from ui import background, preferences
from ui.basket import Basket
from ui.pages.parked_forms import basket_of
from ui.till import Till

_SOON_MS = 250
"""So long after a change it is written: one file for what is typed in one go."""


class Keeper(QObject):
    """Keeps the sale of a till, and offers at the next sign-in what was half made.

    ``before`` is what was found and is not answered for yet: it is kept along with what is put
    together meanwhile.
    """

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        self.till = till
        self.kept = ""
        self.before: dict[str, Any] | None = None
        self.is_read = False
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(_SOON_MS)
        self.soon.timeout.connect(self.write)
        till.sale_shown.connect(self.note)

    # --- keeping ---

    def note(self, *_seen: object) -> None:
        """The sale may be another one by now: keep it before long."""
        if not self.soon.isActive():
            self.soon.start()

    def write(self) -> None:
        """Let the worker write what is half made now, unless that lies there already."""
        self.soon.stop()
        basket = self.till.basket
        sales = [as_kept(self.till, basket)] if basket is not None and not basket.is_empty else []
        sales += [self.before] if self.before is not None else []
        text = json.dumps(sales, ensure_ascii=False) if sales else ""
        if self.is_read and text != self.kept:
            self.kept = text
            self._work(partial(put, file_of(self.till), text))

    def _work(self, work: Any) -> background.Job:
        job = background.Job(self)
        job.failed.connect(background.raise_again)
        job.ended.connect(job.deleteLater)
        background.run(job, None, lambda _progress: work())
        return job

    # --- offering ---

    def offer(self) -> None:
        """Somebody signed in: offer what was half made, once the worker has read it."""
        if self.is_read:
            self._ask()
        else:
            self._work(partial(found, file_of(self.till))).done.connect(self._read)

    def _read(self, sales: list[Any]) -> None:
        """The newest that is not over goes first; what was put together meanwhile is kept too."""
        self.is_read = True
        open_ = [one for one in sales if not half_made.is_over(self.till.desk, one["basket"])]
        self.before = open_[0] if open_ else None
        self.kept = json.dumps(sales, ensure_ascii=False) if sales else ""
        self.write()
        self._ask()

    def _ask(self) -> None:
        till, _ = self.till, self.till.say
        if self.before is None or not (till.basket is None or till.basket.is_empty):
            return
        if till.signed_in is None:
            return
        text = _(
            "A sale was half made when the program ended ({when}). Enter goes on with it, Esc "
            "discards it."
        )
        at = str(self.before["at"])
        till.ask(text.format(when=at), _("Go on"), self.go_on, self.let_go)

    def go_on(self) -> None:
        """It is half made again, as far as it can go on, at the prices of now."""
        till, _, kept = self.till, self.till.say, self.before
        self.before = None
        basket, gone = as_basket(till, kept) if kept is not None else (None, ())
        if basket is None:
            till.tell(_("Nothing of that sale can go on: it is to be made anew."), "bad")
        else:
            till.basket = basket
            if gone:
                text = _("Not with it: {names}").format(names=", ".join(gone))
                till.tell(text, "bad")
            till.go("counter", again=True)
        self.note()

    def let_go(self) -> None:
        """Nobody wants it any more."""
        self.before = None
        self.note()


# --- what is kept -----------------------------------------------------------------------------


def file_of(till: Till) -> Path:
    """Where the sale of this till of this shop lies: no other shop's, no other till's."""
    shop = till.shop
    whose = "\n".join((shop.known.code, str(shop.location.resolve()), till.preferences.till))
    name = hashlib.sha256(whose.encode()).hexdigest()[:24]
    return preferences.file().parent / "half-made" / f"{name}.json"


def as_kept(till: Till, basket: Basket) -> dict[str, Any]:
    """A sale as it is kept. Who allowed what is by hand does not go along: it is asked anew."""
    return {
        "basket": basket.key,
        "at": till.moment(till.shop.now()),
        "typed": basket.amount,
        "pay": basket.pay,
        "given": basket.given,
        "on": None if basket.on is None else str(basket.on),
        "sale": {
            "member": basket.member,
            "amount": None,
            "lines": [[product, str(count)] for product, count in basket.lines],
            "vouchers": basket.vouchers,
            "points": basket.points,
            "discount": basket.discount,
            "prices": [[product, *price] for product, price in basket.prices.items()],
            "passes": basket.passes,
            "served_by": basket.served_by,
        },
    }


def as_basket(till: Till, kept: dict[str, Any]) -> tuple[Basket | None, tuple[str, ...]]:
    """A kept sale as it goes on at this till, and the names of what cannot go on with it."""
    found = half_made.as_of_now(till.desk, kept.get("sale"))
    if found is None:
        return None, ()
    try:
        on = kept["on"]
        made = replace(
            basket_of(till, found), key=str(kept["basket"]), amount=str(kept["typed"]),
            pay={str(tender): str(text) for tender, text in kept["pay"].items()},
            given=str(kept["given"]), on=None if on is None else date.fromisoformat(on),
        )  # fmt: skip
    except (AttributeError, LookupError, TypeError, ValueError):
        return None, ()
    if made.member is None:
        made.pay = {}
    return made, found.gone


# --- the file ---------------------------------------------------------------------------------


def found(file: Path) -> list[dict[str, Any]]:
    """The sales in a file; what cannot be read is none."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    sales = kept if isinstance(kept, list) else []
    return [one for one in sales if isinstance(one, dict) and {"basket", "at"} <= one.keys()]


def put(file: Path, text: str) -> None:
    """Keep a text whole or not at all, on the disk and not only on its way there; no text is no
    file. A computer that cannot keep it goes on without."""
    with suppress(OSError):
        if not text:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        with new.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        new.replace(file)
