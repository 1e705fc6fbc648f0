"""Refunds, voids and exchanges, half filled in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk import daybook, members, products, purchases, tiers, vouchers
from shopdesk.refund_effects import Beyond, Referrer
from ui.pages.evidence import of_voucher
from ui.pages.exchange_form import ExchangeForm
from ui.pages.refund_form import RefundForm, VoidForm
from ui.till import Till


def _entry(till: Till) -> daybook.Entry:
    today = till.desk.today()
    days = (today - timedelta(days=back) for back in range(60))
    return next(
        entry for day in days for entry in daybook.listed(till.desk, day) if not entry.is_whole
    )


def _refund_with_tier(parent: QWidget, till: Till) -> QWidget:
    """A refund by which the member would lose a tier and a voucher, given in cash."""
    made = RefundForm(till, parent, _entry(till))
    ladder = tiers.ladder(till.desk)
    seen = purchases.preview_refund(till.desk, made.entry.id)
    made.effects.tier = members.member_tier(ladder, ladder[2].code)
    lower = members.member_tier(ladder, ladder[1].code)
    made.effects.show_refund(replace(seen, tier=lower, vouchers_lost=("V7K2M9QX4T8R",)))
    return made


def _refund_of_a_friend(parent: QWidget, till: Till) -> QWidget:
    """Who brought the member loses what a rule gave for it, and a tier."""
    made = RefundForm(till, parent, _entry_of_goods(till))
    ladder, desk = tiers.ladder(till.desk), till.desk
    seen = purchases.preview_refund(desk, made.entry.id)
    who = members.find(desk, "1")[0]
    its = Referrer(
        who.id, who.name, Beyond(-120, points_lost=200, uses_lost=3), ("V7K2M9QX4T8R",),
        members.member_tier(ladder, ladder[2].code), members.member_tier(ladder, ladder[1].code),
    )  # fmt: skip
    beyond = Beyond(350, points_lost=80, are_uses_spent=True, referrer=its)
    made.effects.show_refund(replace(seen, beyond=beyond))
    return made


def _over_a_refund(parent: QWidget, till: Till) -> QWidget:
    """What a voucher that a refund takes was given for."""
    made = RefundForm(till, parent, _entry(till))
    desk = till.desk
    given = next(one for who in members.find(desk, "1") for one in vouchers.of_member(desk, who.id))
    found = of_voucher(till, made.effects, given.code)
    assert found is not None
    return found


def _entry_of_goods(till: Till) -> daybook.Entry:
    """A member's receipt of many goods."""
    today = till.desk.today()
    days = (today - timedelta(days=back) for back in range(60))
    entries = [entry for day in days for entry in daybook.listed(till.desk, day)]
    kept = [entry for entry in entries if entry.member_name and not entry.is_whole]
    return max(kept, key=lambda entry: len(daybook.kept(till.desk, entry.id)))


def _refund_by_lines(parent: QWidget, till: Till) -> QWidget:
    """All of the first of many goods given back."""
    made = RefundForm(till, parent, _entry_of_goods(till))
    made.choose("lines")
    number, count = next(iter(made.counts.items()))
    count.setText(f"{made.kept[number].normalize():f}")
    return made


def _refund_by_lines_refused(parent: QWidget, till: Till) -> QWidget:
    """More of the first than is left of it."""
    made: Any = _refund_by_lines(parent, till)
    next(iter(made.counts.values())).setText("99")
    return made


def _exchange(parent: QWidget, till: Till) -> QWidget:
    """All of the first goods for the same again."""
    made = ExchangeForm(till, parent, _entry_of_goods(till))
    number = made.back.goods[0].number
    made.back.first.setText(f"{made.back.kept[number].normalize():f}")
    return made


def _exchange_paid(parent: QWidget, till: Till) -> QWidget:
    """For dearer goods: something is to pay."""
    made: Any = _exchange(parent, till)
    made.choose("goods")
    made.taken.add(max(products.listed(till.desk), key=lambda one: one.price))
    return made


def _exchange_handed_back(parent: QWidget, till: Till) -> QWidget:
    made: Any = _exchange(parent, till)
    made.choose("amount")
    made.amount.setText("1")
    return made


def _exchange_unclear(parent: QWidget, till: Till) -> QWidget:
    """What was typed fits several goods."""
    made: Any = _exchange(parent, till)
    made.choose("goods")
    made.taken.lines[0].product.setEditText("茶")
    return made


FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "refund": lambda parent, till: RefundForm(till, parent, _entry(till)),
    "refund-tier": _refund_with_tier,
    "refund-referrer": _refund_of_a_friend,
    "refund-behind": _over_a_refund,
    "refund-lines": _refund_by_lines,
    "refund-lines-beyond": _refund_by_lines_refused,
    "exchange": _exchange,
    "exchange-paid": _exchange_paid,
    "exchange-back": _exchange_handed_back,
    "exchange-unclear": _exchange_unclear,
    "void": lambda parent, till: VoidForm(till, parent, _entry(till)),
}
