"""The slip of a top-up, or of what came back of one, as it goes on paper."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from reports import holdings, receipt_head
from reports.receipt_parts import Amount, Goods, Pair, Slip
from reports.words import Words, minus
from shopdesk import daybook_prepaid, members, top_ups, topping_back
from shopdesk.daybook_prepaid import TopUpBack
from shopdesk.language import N_
from shopdesk.money import Money
from shopdesk.prints import Print
from shopdesk.refusals_of_value import UnknownTopUp
from shopdesk.shop import Desk
from shopdesk.top_ups import TopUp
from shopdesk.topping_back import TopUpRefund


def of_sale(desk: Desk, top_up_id: int, printed: Print | None = None) -> Slip:
    """A top-up in its member's language: what was paid and how, the change, the bonus on top, and
    what the member holds as of now; ``printed`` marks a reprint."""
    made = top_ups.get(desk, top_up_id)
    member = members.get(desk, made.member_id)
    words = receipt_head.words_for(desk, member)
    name, till = daybook_prepaid.written_by(desk, top_up_id)
    bonus = [_moved(desk, words, N_("Bonus given"), made.bonus)] if made.bonus else []
    return replace(
        receipt_head.blank(desk, words, N_("Top-up slip"), made.number),
        marks=(*receipt_head.reprint(desk, words, printed), *_fate(desk, words, made)),
        facts=receipt_head.facts(
            desk, words, _number(made), member, when=made.at, who=name, till=till
        ),
        goods=(_principal(words, made.principal),),
        due=Amount(words.joined(N_("Total")), made.principal),
        paid=receipt_head.tenders(words, made.payments),
        cash=receipt_head.cash(words, made.cash_given, made.change),
        have=(*bonus, *holdings.stored_value(desk, words, member)),
    )


def of_refund(
    desk: Desk, top_up_id: int, refund_id: int, printed: Print | None = None
) -> Slip:  # fmt: skip
    """The slip of a refund of a top-up, or of its void: what left the stored value, what was
    deducted for bonus that was spent, and the money by each tender."""
    made = top_ups.get(desk, top_up_id)
    back = _given_back(desk, top_up_id, refund_id)
    done = topping_back.refund_of(desk, refund_id)
    member = members.get(desk, made.member_id)
    words = receipt_head.words_for(desk, member)
    title = N_("Void slip of a top-up") if back.is_void else N_("Refund slip of a top-up")
    return replace(
        receipt_head.blank(desk, words, title, made.number),
        marks=receipt_head.reprint(desk, words, printed),
        facts=receipt_head.facts(
            desk, words, _number(made), member, when=back.at, who=back.staff, till=back.till
        ),
        goods=(_principal(words, done.principal),),
        steps=tuple(_deducted(words, done)),
        due=Amount(words.joined(N_("Given back")), done.money),
        paid=receipt_head.tenders(words, done.tenders),
        have=(*_taken(desk, words, done), *holdings.stored_value(desk, words, member)),
        said=(words.first(N_("Reason: {reason}"), reason=back.reason),),
    )


def _given_back(desk: Desk, top_up_id: int, refund_id: int) -> TopUpBack:
    found = [one for one in daybook_prepaid.given_back(desk, top_up_id) if one.id == refund_id]
    if not found:
        raise UnknownTopUp(desk.language, top_up=refund_id)
    return found[0]


def _fate(desk: Desk, words: Words, made: TopUp) -> tuple[str, ...]:
    voids = [one.at for one in daybook_prepaid.given_back(desk, made.id) if one.is_void]
    void_at = voids[0] if voids else None
    return receipt_head.fate(desk, words, back=made.money_back, void_at=void_at)


def _number(made: TopUp) -> Pair:
    return Pair(N_("Top-up no."), made.number)


def _principal(words: Words, amount: int) -> Goods:
    return Goods(words.joined(N_("Principal")), Decimal(1), amount, amount)


def _deducted(words: Words, done: TopUpRefund) -> Iterator[Amount]:
    """What makes the principal the money."""
    if done.deducted > 0:
        yield Amount(words.joined(N_("Deducted for bonus that was spent")), -done.deducted)
    elif done.deducted < 0:
        yield Amount(words.joined(N_("Was deducted before, and is paid now")), -done.deducted)


def _taken(desk: Desk, words: Words, done: TopUpRefund) -> Iterator[Pair]:
    """What else a refund took."""
    if done.bonus:
        yield _moved(desk, words, N_("Bonus that is taken with it"), -done.bonus)
    lost = words.joined(N_("Voucher withdrawn"))
    yield from (Pair(lost, code) for code in done.vouchers_lost)


def _moved(desk: Desk, words: Words, what: str, amount: int) -> Pair:
    sign = "+" if amount > 0 else ""
    return Pair(words.joined(what), minus(f"{sign}{Money(amount, desk.shop.settings.currency)}"))
