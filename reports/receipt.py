"""A receipt, or the slip of a refund, as it goes on paper: words and amounts, nothing to look up.

``of_sale`` and ``of_refund`` read the shop; ``sample`` is for a test page. ``receipt_pdf`` draws.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from reports import holdings, receipt_head
from reports.receipt_parts import Amount, Goods, Pair, Slip
from reports.words import Words, count, minus
from shopdesk import (
    buying,
    codes,
    daybook,
    members,
    receipts,
    refunds,
    step_words,
    tender_words,
)
from shopdesk.daybook import GivenBack
from shopdesk.language import N_
from shopdesk.members import Member
from shopdesk.prints import Print
from shopdesk.receipts import Line, Purchase
from shopdesk.refusals import UnknownReceipt
from shopdesk.settings import Settings
from shopdesk.shop import Desk


def of_sale(desk: Desk, purchase_id: int, printed: Print | None = None) -> Slip:
    """A receipt in its member's language, a walk-in's in the shop's; ``printed`` marks a reprint.

    What the member has is as of now; each step is told in every language of the paper.
    """
    made = receipts.get(desk, purchase_id)
    member = _member(desk, made)
    words = receipt_head.words_for(desk, member)
    name, till = daybook.written_by(desk, purchase_id)
    return replace(
        _blank(desk, words, made, N_("Sales receipt")),
        marks=(*receipt_head.reprint(desk, words, printed), *_fate(desk, words, made)),
        facts=_facts(desk, words, made, member, when=made.at, who=name, till=till),
        goods=tuple(_goods(words, line) for line in made.lines),
        steps=_steps(desk, words, made),
        due=Amount(words.joined(N_("Total")), made.total),
        paid=receipt_head.tenders(words, made.payments),
        cash=receipt_head.cash(words, made.cash_given, made.change),
        have=_points_of(desk, words, made) + holdings.of(desk, words, member),
        said=holdings.distance(desk, words, member),
    )


def of_refund(
    desk: Desk, purchase_id: int, refund_id: int, printed: Print | None = None
) -> Slip:  # fmt: skip
    """The slip of a refund, or of a void: what was given back, how, and what it did."""
    made = receipts.get(desk, purchase_id)
    back = _given_back(desk, purchase_id, refund_id)
    member = _member(desk, made)
    words = receipt_head.words_for(desk, member)
    returned = daybook.lines_of(desk, refund_id)
    title = N_("Void slip") if back.is_void else N_("Refund slip")
    return replace(
        _blank(desk, words, made, title),
        marks=receipt_head.reprint(desk, words, printed),
        facts=_facts(desk, words, made, member, when=back.at, who=back.staff or "", till=back.till),
        goods=tuple(
            Goods(_name(words, line), returned[line.number], line.price, None)
            for line in made.lines
            if line.number in returned
        ),
        due=Amount(words.joined(N_("Given back")), back.money),
        paid=receipt_head.tenders(words, back.tenders),
        have=_moved(desk, words, back) + holdings.of(desk, words, member),
        said=(
            words.first(N_("Reason: {reason}"), reason=back.reason),
            *_instead(desk, words, back),
        ),
    )


def _given_back(desk: Desk, purchase_id: int, refund_id: int) -> GivenBack:
    found = [one for one in daybook.given_back(desk, purchase_id) if one.id == refund_id]
    if not found:
        raise UnknownReceipt(desk.language, receipt=refund_id)
    return found[0]


def _instead(desk: Desk, words: Words, back: GivenBack) -> Sequence[str]:
    """Which receipt is of what was taken for goods that came back."""
    if back.exchanged_for is None:
        return ()
    number = receipts.get(desk, back.exchanged_for).number
    return words.each(N_("Exchanged: see receipt {number}"), number=number)


def _member(desk: Desk, made: Purchase) -> Member | None:
    return None if made.member_id is None else members.get(desk, made.member_id)


def _blank(desk: Desk, words: Words, made: Purchase, title: str) -> Slip:
    code = codes.receipt_code(desk.shop.known.code, made.id)
    return replace(receipt_head.blank(desk, words, title, made.number), code=code)


def _fate(desk: Desk, words: Words, made: Purchase) -> tuple[str, ...]:
    if not made.refunded and not made.voided:
        return ()
    last = daybook.given_back(desk, made.id)[-1]
    return receipt_head.fate(
        desk, words, back=made.refunded, void_at=last.at if made.voided else None
    )


def _facts(
    desk: Desk, words: Words, made: Purchase, member: Member | None, *,
    when: datetime, who: str, till: str,
) -> tuple[Pair, ...]:  # fmt: skip
    late = made.on if made.on != desk.shop.day_of(made.at) else None
    return receipt_head.facts(
        desk, words, Pair(N_("No."), made.number), member, when=when, who=who, till=till, late=late
    )


# --- goods and money --------------------------------------------------------------------------


def _steps(desk: Desk, words: Words, made: Purchase) -> tuple[Amount, ...]:
    """What was taken off, and why, in every language of the paper, each text once."""
    told = [[step.why for step in step_words.said(desk, made, one)] for one in words.languages]
    whys = [" ".join(dict.fromkeys(each)) for each in zip(*told, strict=True)]
    return tuple(Amount(why, step.amount) for why, step in zip(whys, made.steps, strict=True))


def _name(words: Words, line: Line) -> str:
    if buying.is_plain(line.product_id, line.name):
        return words.joined(buying.PLAIN)
    return line.name or line.category or words.joined(N_("Amount"))


def _goods(words: Words, line: Line) -> Goods:
    return Goods(_name(words, line), line.quantity, line.price, line.amount)


# --- the member -------------------------------------------------------------------------------


def _points_of(desk: Desk, words: Words, made: Purchase) -> tuple[Pair, ...]:
    """What the receipt did to the member's points and vouchers."""
    told = []
    if made.member_id is not None:
        told.append(Pair(words.joined(N_("Points earned")), minus(f"{made.points_earned:+,}")))
    if made.points_used:
        told.append(Pair(words.joined(N_("Points used")), count(-made.points_used)))
    used = words.joined(N_("Voucher used"))
    return (*told, *(Pair(used, code) for code in receipts.voucher_codes(desk, made.id)))


def _moved(desk: Desk, words: Words, back: GivenBack) -> tuple[Pair, ...]:
    """What a refund did to the member's points and vouchers."""
    done = refunds.get(desk, back.id)
    told = (
        (N_("Points returned"), done.points_returned),
        (N_("Points taken back"), -done.points_taken),
    )
    moved = [Pair(words.joined(name), minus(f"{change:+,}")) for name, change in told if change]
    good, lost = words.joined(N_("Voucher good again")), words.joined(N_("Voucher withdrawn"))
    moved += [Pair(good, code) for code in done.vouchers]
    return (*moved, *(Pair(lost, code) for code in done.vouchers_lost))


# --- a test page ------------------------------------------------------------------------------


def sample(
    desk: Desk, settings: Settings | None = None, *, logo: bytes | None = None
) -> Slip:  # fmt: skip
    """A made-up receipt of this shop in its language, to see what will be on paper; ``settings``
    and ``logo`` are such as are not saved yet."""
    settings = settings or desk.shop.settings
    words = receipt_head.words_of(settings, settings.language)
    now = receipt_head.moment(desk, desk.now())
    facts = (N_("Time"), now), (N_("Till"), desk.till), (N_("Cashier"), desk.staff_name)
    long = words.joined(N_("Gift box with a name so long that it needs a second line"))
    goods = (
        Goods(words.joined(N_("Jasmine tea")), Decimal("0.125"), 68_000, 8_500),
        Goods(long, Decimal(2), 12_900, 25_800),
    )
    step = Amount(words.joined(N_("{percent} off"), percent="2%", tenths="9.8"), -686)
    return Slip(
        languages=words.languages, currency=settings.currency, shop=settings.name,
        contact=tuple(filter(None, (settings.address, settings.phone))),
        title=words.joined(N_("Test page")), number="", marks=(words.joined(N_("NOT A RECEIPT")),),
        facts=tuple(Pair(words.joined(name), value) for name, value in facts),
        goods=goods, steps=(step,), due=Amount(words.joined(N_("Total")), 33_614),
        paid=(Amount(words.joined(tender_words.TENDERS["cash"]), 33_614),),
        cash=(Amount(words.joined(N_("Cash given")), 40_000),
              Amount(words.joined(N_("Change")), 6_386)),
        have=(Pair(words.joined(N_("Points earned")), "+336"),
              Pair(words.joined(N_("Points balance")), "1,240")),
        foot=tuple(filter(None, (settings.receipt_footer,))),
        code=codes.receipt_code(desk.shop.known.code, 0),
        logo=logo,
    )  # fmt: skip
