"""What a new business day brings, beside the window: at opening, and when the day turns."""

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from shopdesk import Desk, Refused
from shopdesk.permissions import may
from shopdesk.refusals import ClockRefused
from shopdesk.refusals_of_files import Busy
from shopdesk.topics import Topic
from ui import background, dialogs
from ui.background import Progress
from ui.till import Till

_LOOK_EVERY_MS = 60_000
_OF_TODAY = frozenset({Topic.MEMBERS, Topic.PURCHASES, Topic.POINTS, Topic.VOUCHERS, Topic.BACKUPS})
"""What is shown otherwise on another day: birthdays, the day's receipts, what runs out, how old the
last backup is."""


class Ran(NamedTuple):
    """What the run of a day did: vouchers that expired, that rules gave or would give once somebody
    has looked (``due``), gifts that run short;
    points that ended, members who stepped down and who were found short before a review; months
    that closed by themselves. ``unclosed`` is a day of this till that was not closed."""

    day: date
    expired: int
    given: int
    short: int
    points: int = 0
    lowered: int = 0
    warned: int = 0
    months: int = 0
    unclosed: date | None = None
    due: int = 0


def run(desk: Desk, day: date) -> Ran:
    """Let expire what ran out, then give what the rules owe where this person may do that."""
    from shopdesk import days, days_closing, rewards  # beside the window, there before them

    done = days.run(desk)
    unclosed = days_closing.unclosed(desk)
    others = (
        done.points_expired, done.stepped_down, done.warned, done.months_closed, unclosed,
    )  # fmt: skip
    if not may(desk, "rewards.run"):
        return Ran(day, done.vouchers_expired, 0, 0, *others)
    if not desk.shop.settings.gives_daily:
        due = len(rewards.preview(desk).given)
        return Ran(day, done.vouchers_expired, 0, 0, *others, due=due)
    planned = rewards.run(desk)
    short = sum(count for _gift, count in planned.short)
    return Ran(day, done.vouchers_expired, len(planned.given), short, *others)


class Daily(QObject):
    """Looks every minute whether the day was run, and runs it once as soon as somebody is there.

    A run that is refused, because the clock cannot be believed, is told once to each who signs in
    and tried again: whoever sets the clock right need not think of it.
    """

    def __init__(self, till: Till) -> None:
        super().__init__(till)
        self.till = till
        self.ran_on: date | None = None
        self.told = ""
        self.job: background.Job | None = None
        self.is_known = False
        """Whether the last run came to an end that it tells of."""
        till.opened.connect(self._opened)
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(_LOOK_EVERY_MS)
        self.look()

    def _opened(self) -> None:
        self.told = ""
        self.look()

    def look(self) -> None:
        """Run the day, unless it was, is being, or there is nobody in whose name."""
        desk = self.till.signed_in
        if desk is None or self.job is not None or desk.today() == self.ran_on:
            return
        day = desk.today()
        self.is_known = False

        def work(_progress: Progress) -> Ran:
            return run(desk, day)

        self.job = job = self.till.background(self, work, refused=self._refused)
        _ = self.till.say
        job.tell_of(_("What the new day brings is being done…"))
        job.done.connect(self._ran)
        job.ended.connect(self._ended)

    def _ended(self) -> None:
        if self.job is not None:
            self.job.deleteLater()
        self.job = None
        desk = self.till.signed_in
        if not self.is_known and desk is not None:  # our own fault, told once: not every minute
            self.ran_on = desk.today()

    def _ran(self, ran: Ran) -> None:
        self.is_known = True
        if self.ran_on is not None:
            self.till.signals.changed.emit(_OF_TODAY)
        self.ran_on = ran.day
        said, _ = self._words(ran), self.till.say
        offer = None
        if ran.due:
            offer = (_("Look and give…"), lambda: self.till.go("vouchers", run=True))
        if ran.unclosed is not None:
            said.append(
                _("{day} was not closed at this till").format(day=self.till.dated(ran.unclosed))
            )
            offer = (_("Close it…"), lambda: self.till.go("day", close=True))
        if said:
            text = _("A new day: {what}.").format(what=" · ".join(said))
            self.till.tell(text, "note", offer=offer)

    def _words(self, ran: Ran) -> list[str]:
        ngettext = self.till.count
        words = (
            (ran.expired, ngettext("{count} voucher expired", "{count} vouchers expired",
                                   ran.expired)),
            (ran.given, ngettext("{count} voucher given by the rules",
                                 "{count} vouchers given by the rules", ran.given)),
            (ran.due, ngettext("{count} gift is due", "{count} gifts are due", ran.due)),
            (ran.short, ngettext("{count} gift waits: out of stock",
                                 "{count} gifts wait: out of stock", ran.short)),
            (ran.points, ngettext("{count} point expired", "{count} points expired", ran.points)),
            (ran.lowered, ngettext("{count} member stepped down", "{count} members stepped down",
                                   ran.lowered)),
            (ran.warned, ngettext("{count} member may lose a tier",
                                  "{count} members may lose a tier", ran.warned)),
            (ran.months, ngettext("{count} month closed", "{count} months closed", ran.months)),
        )  # fmt: skip
        return [word.format(count=f"{count:,}") for count, word in words if count]

    # --- refused ---

    def _refused(self, refusal: Refused) -> None:
        """Say why the day could not be run; an owner can accept the time from there."""
        self.is_known = True
        if isinstance(refusal, Busy) or refusal.code == self.told:
            return
        self.told = refusal.code
        till, _ = self.till, self.till.say
        if isinstance(refusal, ClockRefused) and may(till.desk, "days.accept_clock"):
            offer = (_("Accept the time"), self.accept)
            till.tell(refusal.text(till.language), "bad", offer=offer)
        else:
            till.refuse(refusal)

    def accept(self) -> None:
        """The owner says that the clock is right: asked once more, for what expires is gone."""
        till, _ = self.till, self.till.say
        now = f"{till.shop.clock().astimezone(till.shop.zone):%Y-%m-%d %H:%M}"
        text = _(
            "Is it {now} now? Vouchers whose last day is over by then expire at once. If it is"
            " not, leave this and set the computer's clock."
        ).format(now=now)
        title = _("Accept the time")
        if dialogs.ask(
            QApplication.activeWindow(), title, text, yes=_("Yes, it is"), no=_("Cancel")
        ):
            from shopdesk import days

            till.attempt(lambda: days.accept_clock(till.desk))
            self._opened()
