"""How much of a receipt comes back: a receipt's state after all its refunds, to the unit.

Pure arithmetic. What has come back depends only on the state (how much of each line was handed
back, how much money is left on the receipt), never on the way there, so many small refunds equal
one large one. A refund is the difference between two states.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from shopdesk.money import TENDER_ORDER, ceil_div


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line as sold: its number, thousandths sold, what was paid, the points that lowered it.

    What it earned was multiplied by ``points_percent`` / 100.
    """

    number: int
    quantity_milli: int
    paid: int
    points: int
    is_earning: bool
    points_percent: int = 100


@dataclass(frozen=True, slots=True)
class State:
    """A receipt with what has come back of it: thousandths per line, and the money left on it.

    A line that sold a pass is counted in thousandths of its uses. ``bonus`` is how much of it was
    paid by bonus, on which nothing is earned.
    """

    lines: tuple[SoldLine, ...]
    returned: tuple[int, ...]
    money: int
    bonus: int = 0

    @property
    def due(self) -> int:
        """What was paid for the receipt."""
        return sum(line.paid for line in self.lines)

    def kept_paid(self, index: int) -> int:
        """The paid price of what is left of a line: k of n units are floor(paid x k / n) (9.6)."""
        line = self.lines[index]
        return line.paid - line.paid * self.returned[index] // line.quantity_milli

    @property
    def paid_left(self) -> int:
        """The paid price of everything not handed back."""
        return sum(self.kept_paid(index) for index in range(len(self.lines)))

    @property
    def base(self) -> Fraction:
        """What points stand on now: kept earning lines times the share of money left on them.

        Each with what multiplies its points, and of all of it the share that was not paid by bonus;
        an exact fraction (9.6).
        """
        hundredfold = sum(
            self.kept_paid(index) * line.points_percent
            for index, line in enumerate(self.lines)
            if line.is_earning
        )
        whole, due = self.paid_left, self.due
        if not whole:
            return Fraction(0)
        return Fraction(hundredfold * self.money * (due - self.bonus), whole * 100 * due)

    @property
    def points_still_spent(self) -> int:
        """How many points stay spent: a line's go with it, an amount's in proportion (9.7)."""
        left = sum(
            line.points - line.points * back // line.quantity_milli
            for line, back in zip(self.lines, self.returned, strict=True)
        )
        whole = self.paid_left
        return ceil_div(left * self.money, whole) if whole else left

    @property
    def is_all_returned(self) -> bool:
        """Nothing is left: every line was handed back, or all the money of those that were not.

        A line kept that cost nothing has no money to come back: it is gone when handed back.
        """
        lines_back = all(
            back == line.quantity_milli
            for line, back in zip(self.lines, self.returned, strict=True)
        )
        return lines_back or (self.money == 0 and self.paid_left > 0)

    def is_line_gone(self, index: int) -> bool:
        """Nothing is left of a line."""
        return self.is_all_returned or self.returned[index] == self.lines[index].quantity_milli


def sold(lines: Sequence[SoldLine]) -> State:
    """The state of a receipt of which nothing came back yet."""
    return State(tuple(lines), (0,) * len(lines), sum(line.paid for line in lines))


def by_amount(state: State, amount: int) -> State:
    """Give back money; raises ``ValueError`` for more than is left, or nothing."""
    if not 0 < amount <= state.money:
        raise ValueError(amount)
    return replace(state, money=state.money - amount)


def by_lines(state: State, wanted: Sequence[tuple[int, int]]) -> State:
    """Hand back (line number, thousandths); raises ``ValueError`` for more than is left of one.

    Lines go one after the other, each for its share of the money left, rounded up, the last for
    all of it (9.6).
    """
    for number, quantity in wanted:
        state = _line_back(state, number, quantity)
    return state


def _line_back(state: State, number: int, quantity: int) -> State:
    numbers = [line.number for line in state.lines]
    if number not in numbers:
        raise ValueError(number)
    index = numbers.index(number)
    total = state.returned[index] + quantity
    if quantity <= 0 or total > state.lines[index].quantity_milli:
        raise ValueError(quantity)
    returned = tuple(total if i == index else back for i, back in enumerate(state.returned))
    after = replace(state, returned=returned)
    gone, whole = state.paid_left - after.paid_left, state.paid_left
    money = ceil_div(state.money * gone, whole) if whole else 0
    return replace(after, money=state.money - money)


def everything(state: State) -> State:
    """Hand back all that is left."""
    return replace(state, returned=tuple(line.quantity_milli for line in state.lines), money=0)


def tenders_given(payments: Mapping[str, int], given: int) -> dict[str, int]:
    """What each tender has got back once ``given`` of the receipt was given back in all (9.5)."""
    order = [tender for tender in TENDER_ORDER if payments.get(tender)]
    result, rest = {}, given
    for place, tender in enumerate(order):
        from_here = sum(payments[t] for t in order[place:])
        result[tender] = rest if tender == order[-1] else rest * payments[tender] // from_here
        rest -= result[tender]
    return result
