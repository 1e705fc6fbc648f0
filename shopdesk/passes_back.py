"""What comes back of a receipt that sold passes, or that passes paid (9.18)."""

from collections.abc import Sequence

from shopdesk import receipts, returns
from shopdesk.pass_uses import UNIT
from shopdesk.receipts import Settled
from shopdesk.refusals import QuantityRefused
from shopdesk.refusals_of_value import PassLineWhole, PassUsed
from shopdesk.returns import State
from shopdesk.shop import Desk
from shopdesk.text import from_milli


def in_uses(
    desk: Desk, purchase_id: int, before: Settled, wanted: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Lines as asked for in thousandths of what was sold, those that are a pass in uses.

    Of a pass no more comes back than is unspent of it. Refuses one of which all is spent, a part
    that is no whole use, and a part of a line that a pass paid: that is refunded whole.
    """
    sold = {line.number: line for line in receipts.get(desk, purchase_id).lines}
    counted = {line.number: line.quantity_milli for line in before.state.lines}
    unspent, found = dict(before.unused), list[tuple[int, int]]()
    for number, milli in wanted:
        line = sold.get(number)
        if line is None:
            raise ValueError(number)
        whole = int(line.quantity * UNIT)
        if number in before.by_pass and milli != whole:
            raise PassLineWhole(desk.language, name=line.name, left=from_milli(whole))
        if number not in before.unused:
            found.append((number, milli))
            continue
        uses, part = divmod(milli * counted[number], whole * UNIT)
        if part:
            raise QuantityRefused(desk.language, quantity=from_milli(milli))
        if not unspent[number]:
            raise PassUsed(desk.language, name=line.name)
        uses = min(uses, unspent[number])
        unspent[number] -= uses
        found.append((number, uses * UNIT))
    return found


def _spent(before: Settled) -> dict[int, int]:
    """By the number of each line that sold a pass, how many of its uses cannot come back."""
    back = zip(before.state.lines, before.state.returned, strict=True)
    return {
        line.number: (line.quantity_milli - returned) // UNIT - before.unused[line.number]
        for line, returned in back
        if line.number in before.unused
    }


def is_partly_spent(before: Settled) -> bool:
    """Whether a use of a pass that the receipt sold was spent, or has ended."""
    return any(_spent(before).values())


def rest(desk: Desk, purchase_id: int, before: Settled, *, is_void: bool) -> State:
    """All that is left of a receipt but the uses that were spent: these stay sold.

    Refuses to make it void, for it would take the money of what they paid; and where nothing else
    is left.
    """
    spent = _spent(before)
    number = next(number for number, count in spent.items() if count)
    name = next(x.name for x in receipts.get(desk, purchase_id).lines if x.number == number)
    if is_void:
        raise PassUsed(desk.language, name=name)
    left = [
        (line.number, line.quantity_milli - returned - spent.get(line.number, 0) * UNIT)
        for line, returned in zip(before.state.lines, before.state.returned, strict=True)
    ]
    wanted = [(number, milli) for number, milli in left if milli]
    if not wanted:
        raise PassUsed(desk.language, name=name)
    return returns.by_lines(before.state, wanted)
