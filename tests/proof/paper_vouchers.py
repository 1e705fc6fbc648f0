"""Vouchers on paper: what they promise, and what becomes of them (9.1, 9.2, 9.16)."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

SERIAL = count()
"""What happened before what: changes of tier, and what was given for them."""


@dataclass(eq=False)
class Promise:
    """A money voucher. ``state`` is issued, redeemed, expired or void."""

    code: str
    owner: int | None
    amount: int
    percent: int
    minimum: int
    cap: int | None
    until: date
    since: date
    rule: int | None = None
    group: str = ""
    is_alone: bool = False
    is_several: bool = False
    state: str = "issued"
    used_on: date | None = None
    is_forfeit: bool = False
    serial: int = field(default_factory=lambda: next(SERIAL))

    @property
    def was_used(self) -> bool:
        return self.state == "redeemed" or self.is_forfeit

    def is_open(self, today: date) -> bool:
        """What has passed is nothing to take away, be it before the day's run says so."""
        return self.state == "issued" and today <= self.until

    def is_used(self, today: date) -> None:
        self.state, self.used_on = "redeemed", today

    def comes_back(self, today: date) -> None:
        """It lives on; what had passed meanwhile, as long as it had left, 30 days at most."""
        assert self.used_on is not None
        if self.until < today:
            self.until = today + timedelta(days=min(30, (self.until - self.used_on).days))
        self.state, self.used_on = "void" if self.is_forfeit else "issued", None

    def loses_its_occasion(self, today: date) -> bool:
        """What gave it is taken back; returns whether it was used (9.1)."""
        if self.state == "redeemed":
            self.is_forfeit = True
        elif self.is_open(today):
            self.state = "void"
        return self.is_forfeit

    def goes_with(self, other: "Promise") -> bool:
        if self.is_alone or other.is_alone or (self.group and self.group == other.group):
            return False
        is_one_rule = self.rule is not None and self.rule == other.rule
        return not is_one_rule or (self.is_several and other.is_several)
