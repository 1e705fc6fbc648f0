"""Exchanges: goods come back and others are taken for them, in one go."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shopdesk import (
    given_back,
    paying,
    quoting,
    receipts,
    refund_effects,
    refunds,
    returns,
    sales,
    standing,
    text,
)
from shopdesk.buying import Quantity
from shopdesk.coming_back import Lines
from shopdesk.quoting import Wish
from shopdesk.receipts import Purchase
from shopdesk.refunds import Refund
from shopdesk.refusals import Refused
from shopdesk.sales import Payments, Sale
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.rehearsing import rehearsal
from shopdesk.store.statements import prepared, prepared_row
from shopdesk.store.tables.receipts import Exchange as Row


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came back, and the receipt of what was taken for it.

    What came back pays first: ``to_pay`` is what the customer pays on top, ``handed_back`` what
    they get by each tender where it is more than is due. ``purchase.payments`` are both together.
    In a preview ``refund.id`` is nothing and ``purchase.id`` is 0.
    """

    refund: Refund
    purchase: Purchase
    to_pay: int
    handed_back: dict[str, int]

    def unwritten(self) -> "Exchange":
        """The same as a preview shows it."""
        return replace(
            self,
            refund=replace(self.refund, id=None),
            purchase=replace(self.purchase, id=0, number=""),
        )


Sell = Callable[[int | None, str | None, Mapping[str, int]], Sale]


# --- commands ---------------------------------------------------------------------------------


def exchange(
    desk: Desk,
    purchase_id: int,
    *,
    returned: Sequence[tuple[int, Quantity]],
    pay: Mapping[str, int],
    reason: str,
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    vouchers: Sequence[str] = (),
    points: int = 0,
    passes: Sequence[int] = (),
    cash_given: int | None = None,
    proof: str | None = None,
    key: str | None = None,
) -> Exchange:
    """Take ``returned`` (line number, quantity) of a receipt back and sell ``lines`` or ``amount``.

    One goes exactly as a refund by lines, the other as a purchase of today by the same member. What
    came back pays first, by its tenders in their order (9.5); ``pay`` is for the rest and must sum
    to it; what is over is handed back. What both mean for the tier is settled once, after both;
    until then a tier that stood on what came back prices nothing. ``passes`` pay lines as in
    ``purchases.record``, with the uses among them that just came back. What is handed back counts
    against the same limit as a refund.
    """
    paying.refuse_shapeless(desk, pay, vouchers)
    content = [purchase_id, returned, dict(pay), reason, amount, lines, list(vouchers), points,
               cash_given]  # fmt: skip
    if passes:
        content.append(passes)
    receipts.get(desk, purchase_id)
    paying.prove(desk, receipts.member_of(desk.db, purchase_id), pay, proof)
    try:
        with change(
            desk, *refunds.TOPICS, action="purchases.exchange", key=key, content=content
        ) as made:
            if made.repeats is not None:
                return get(desk, made.repeats)
            wish = Wish(
                None, amount, lines, vouchers, points, is_cash=paying.is_cash(pay), passes=passes
            )
            done = make(
                made, purchase_id, returned=returned, reason=text.reason(reason, desk.language),
                sell=_selling(made, wish),
                pay=lambda due, member, carried: paying.checked(
                    desk, pay, cash_given, due, member, carried
                ),
            )  # fmt: skip
            handed = sum(done.handed_back.values())
            given_back.refuse_over_limit(made, purchase_id, handed)
            return done
    except Refused as refusal:
        paying.remember_refusal(desk, vouchers, refusal)
        raise


def preview_exchange(
    desk: Desk,
    purchase_id: int,
    *,
    returned: Sequence[tuple[int, Quantity]],
    amount: int | None = None,
    lines: Sequence[tuple[int, Quantity]] | None = None,
    vouchers: Sequence[str] = (),
    points: int = 0,
    passes: Sequence[int] = (),
    is_cash: bool = True,
) -> Exchange:
    """Everything an exchange would do, before it is done; what is left to pay as if in cash.

    It is the exchange itself, taken back again, so the two cannot differ. ``is_cash`` says that
    nothing will be paid otherwise than in cash: some shops round down only then.
    """
    wish = Wish(None, amount, lines, vouchers, points, is_cash=is_cash, passes=passes)
    with rehearsal(desk, action="purchases.exchange") as made:
        member_id = receipts.member_of(made.db, receipts.get(desk, purchase_id).id)
        before = refund_effects.held(desk, member_id)
        done = make(
            made, purchase_id, returned=returned, reason="", sell=_selling(made, wish),
            pay=lambda due, _member, _carried: Payments({"cash": due} if due else {}),
        )  # fmt: skip
        back = replace(done.refund, beyond=refund_effects.beyond(made, before))
        return replace(done, refund=back).unwritten()


def _selling(made: Change, wish: Wish) -> Sell:
    """How what is taken in an exchange is priced: for whoever brought the goods back, today."""
    today = made.today

    def sell(member: int | None, tier: str | None, back: Mapping[str, int]) -> Sale:
        is_cash = wish.is_cash and paying.is_cash(back)
        theirs = wish._replace(member=member, tier=tier, is_cash=is_cash)
        return quoting.sold(made.desk, theirs, on=today, today=today)

    return sell


# --- making it --------------------------------------------------------------------------------

_insert = prepared_row(Row, "refund", "purchase", "event")


def make(
    made: Change,
    purchase_id: int,
    *,
    returned: Lines,
    reason: str,
    sell: Sell,
    pay: Callable[[int, int | None, Mapping[str, int]], Payments],
) -> Exchange:
    """Take lines back and sell others, inside a change.

    ``sell`` prices the new goods for a member once the old ones are back, at the tier left without
    these and knowing by which tenders they come back; ``pay`` says how what is still due is paid,
    by whom, beside what is carried over.
    The tier is settled after both: like for like never costs an upgrade, nor gains by it.
    """
    back = refunds.by_lines(made, purchase_id, returned, reason)
    member = receipts.member_of(made.db, purchase_id)
    sale = sell(member, _tier_without(made, back), back.tenders)
    carried = _carried(back.tenders, sale.priced.due)
    to_pay = sale.priced.due - sum(carried.values())
    paid = _together(carried, pay(to_pay, member, carried))
    sale = sales.paid_by(sale, paid)
    new = sales.write(made, sale, paid)
    _insert(made.db, (back.id, new, made.event))
    done = refunds.settled(made, back)
    made.note(exchanged_for=new)
    return Exchange(
        done, sales.receipt(made, sale, paid, new), to_pay, _less(back.tenders, carried)
    )


def _tier_without(made: Change, back: Refund) -> str | None:
    """The tier the member would hold if nothing were taken for what came back (9.14)."""
    member = receipts.member_of(made.db, back.purchase_id)
    if member is None:
        return None
    with rehearsal(made.desk, action="purchases.refund") as tried:
        refunds.settled(tried, back)
        return standing.held_on(made.desk, member, made.today)


def _carried(back: Mapping[str, int], due: int) -> dict[str, int]:
    """How much of what came back pays the new receipt, by tender as a refund is shared (9.5)."""
    given = returns.tenders_given(back, min(due, sum(back.values())))
    return {tender: part for tender, part in given.items() if part}


def _together(carried: Mapping[str, int], paid: Payments) -> Payments:
    tenders = dict(carried)
    for tender, part in paid.tenders.items():
        tenders[tender] = tenders.get(tender, 0) + part
    given = paid.cash_given
    return Payments(tenders, None if given is None else given + carried.get("cash", 0))


def _less(back: Mapping[str, int], carried: Mapping[str, int]) -> dict[str, int]:
    left = {tender: part - carried.get(tender, 0) for tender, part in back.items()}
    return {tender: part for tender, part in left.items() if part}


@prepared
def _taken_for(refund: Any) -> Any:
    return Row.select(Row.purchase).where(Row.refund == refund)


def get(desk: Desk, refund_id: int) -> Exchange:
    """An exchange made before, by its refund."""
    back = refunds.get(desk, refund_id)
    new = receipts.get(desk, _taken_for(desk.db, refund=refund_id).fetchone()[0])
    carried = _carried(back.tenders, new.total)
    return Exchange(back, new, new.total - sum(carried.values()), _less(back.tenders, carried))
