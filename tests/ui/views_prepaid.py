"""Views of stored value and passes: a member who holds both, in the window and in the forms."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from shopdesk import (
    Desk,
    daybook,
    events,
    members,
    passes,
    preferences,
    products,
    purchases,
    rewards,
    staff,
    stored_value,
    vouchers,
)
from shopdesk.passes import Pass
from ui import background
from ui.basket import Basket
from ui.pages.counter_proof import ProofForm
from ui.pages.counter_split import SplitForm
from ui.pages.exchange_form import ExchangeForm
from ui.pages.prepaid_forms import MemberPinForm, RefundTopUpForm, RefundUsesForm, VoidTopUpForm
from ui.pages.products import ProductForm
from ui.pages.topping_up import TopUpForm
from ui.till import Till
from ui.window import Window

Show = Callable[[Window, Till], None]
Make = Callable[[QWidget, Till], QWidget]


def _member(till: Till) -> members.Member:
    return max(members.find(till.desk, "1"), key=lambda member: member.points)


def pass_product(till: Till) -> products.Product:
    known = products.listed(till.desk)
    found = next((one for one in known if one.pass_terms is not None), None)
    return found or products.add(
        till.desk, name=f"{known[1].name}十次卡", price=50_000, pass_product=known[1].id,
        pass_uses=10, pass_valid_days=180,
    )  # fmt: skip


def _holder(till: Till) -> members.Member:
    """A member who topped up twice, spent some, holds a pass of which some is used, and was given
    uses of one."""
    desk, member = till.desk, _member(till)
    if not passes.of_member(desk, member.id):
        pay = {"wechat": 50_000}
        stored_value.top_up(desk, member.id, principal=50_000, bonus=5_000, pay=pay)
        stored_value.top_up(
            desk, member.id, principal=1_000_000, bonus=120_000,
            pay={"wechat": 800_000, "cash": 200_000}, cash_given=210_000,
        )  # fmt: skip
        purchases.record(desk, member=member.id, amount=12_345, pay={"stored_value": _spent(till)})
        sold = pass_product(till)
        _give(till, member, sold)
        lines = [(sold.id, Decimal(1))]
        due = purchases.quote(desk, member=member.id, lines=lines).due
        purchases.record(desk, member=member.id, lines=lines, pay={"cash": due})
        used = [(sold.pass_product, Decimal(3))]
        purchases.record(desk, member=member.id, lines=used, passes=[0], pay={})
    return member


def _give(till: Till, member: members.Member, sold: products.Product) -> None:
    """Uses of a pass for coming to an event."""
    desk = till.desk
    evening = events.add(desk, name="茶友会", on=desk.today())
    rewards.add(
        desk, name="茶友会到场礼", name_en="Tea evening", trigger=rewards.attending(evening.id),
        reward=rewards.PassUses(sold.id, 4),
    )  # fmt: skip
    events.check_in(desk, evening.id, member.id)


def _spent(till: Till) -> int:
    return purchases.quote(till.desk, member=_member(till).id, amount=12_345).due


def _pass(till: Till) -> Pass:
    return passes.of_member(till.desk, _holder(till).id)[0]


# --- pages ------------------------------------------------------------------------------------


def _counter(window: Window, till: Till) -> None:
    """A line paid by a pass, another by stored value."""
    member, sold = _holder(till), _pass(till)
    other = products.listed(till.desk)[2].id
    lines = [(sold.product_id, Decimal(1)), (other, Decimal(2))]
    till.basket = Basket(
        member=member.id, lines=lines, passes=[sold.product_id], pay={"stored_value": ""}
    )
    window.frame.show_page("counter", {})
    page: Any = window.frame.page
    page.load()


def _with_a_pass(till: Till) -> tuple[int, int]:
    """A member with a pass, and what it pays: a new one each time, so that no view spends or gives
    what another shows."""
    desk, sold = till.desk, pass_product(till)
    who = members.register(desk, name="欧阳若兰", phone="13700137000", shared_phone=True).id
    purchases.record(desk, member=who, lines=[(sold.id, Decimal(1))], pay={"cash": sold.price})
    assert sold.pass_product is not None
    return who, sold.pass_product


def _offered(count: int, window: Window, till: Till) -> None:
    """All that can be offered at once to a member whose likes are known: points, so many vouchers
    (one for the tier), and a pass for one of two lines."""
    desk, (who, paid) = till.desk, _with_a_pass(till)
    purchases.record(desk, member=who, amount=90_000, pay={"cash": 90_000})
    stored_value.top_up(desk, who, principal=50_000, bonus=0, pay={"cash": 50_000})
    preferences.put(desk, who, "不加糖，喜欢乌龙；请先温杯 no sugar, oolong")
    issued = [vouchers.issue(desk, who, amount=2000, minimum=10_000, valid_days=10)
              for _number in range(count - 1)]  # fmt: skip
    lines = [(paid, Decimal(1)), (products.listed(desk)[2].id, Decimal(2))]
    folded = [one.code for one in issued[5:6]]
    till.basket = Basket(member=who, lines=lines, vouchers=folded)
    window.frame.show_page("counter", {})
    page: Any = window.frame.page
    page.load()


def _counter_beyond(window: Window, till: Till) -> None:
    """Stored value that does not reach, and a pass that does not either."""
    member, sold = _holder(till), _pass(till)
    till.basket = Basket(
        member=member.id, lines=[(sold.product_id, Decimal(99))], passes=[sold.product_id]
    )
    window.frame.show_page("counter", {})
    page: Any = window.frame.page
    page.load()
    _ = till.say
    text = _("There is {there} of stored value: the other {rest} by {tender}.")
    till.tell(text.format(there="¥10,426.55", rest="¥182.00", tender=_("WeChat")), "note")


def _profile(which: str, window: Window, till: Till) -> None:
    window.frame.show_page("members", {"member": _holder(till).id})
    profile: Any = window.frame.page.profile
    profile.tabs.setCurrentWidget(profile.prepaid)
    profile.prepaid.choose(which)
    profile.prepaid.tables[which].mark(0)


def _profile_of_cashier(window: Window, till: Till) -> None:
    _holder(till)
    hired = next(one for one in staff.everyone(till.desk) if one.role == "cashier")
    till.signed_in = Desk(till.shop, hired.id, hired.name, hired.role, till="1")
    till.speak()
    window.begin_on("members")
    _profile("top_ups", window, till)


def _records(window: Window, till: Till) -> None:
    made = stored_value.top_ups(till.desk, _holder(till).id)[0]
    window.frame.show_page("records", {"receipt": made.number})


def _settings(window: Window, till: Till) -> None:
    window.frame.show_page("settings", {"section": "shop"})
    section: Any = window.frame.page.section
    section.value.rules.show_rules(((50_000, 5_000), (100_000, 12_000), (1_000_000, 150_000)))
    QApplication.processEvents()
    bar = section.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())


def _lifecycle(window: Window, till: Till) -> None:
    window.frame.show_page("settings", {"section": "shop"})
    section: Any = window.frame.page.section
    area = section.findChild(QScrollArea)
    for _ in range(5):  # until it is as high as its letters want it
        QApplication.processEvents()
        area.ensureWidgetVisible(section.lifecycle.dormant, 0, 150)


def _products(window: Window, till: Till) -> None:
    sold = pass_product(till)
    window.frame.show_page("products", {"product": sold.id})


def _reports(window: Window, till: Till) -> None:
    _holder(till)
    window.frame.show_page("reports", {})
    background.finish()
    QApplication.processEvents()


PAGE_VIEWS: dict[str, Show] = {
    "counter-prepaid": _counter,
    "counter-offers": partial(_offered, 2),
    "counter-many-vouchers": partial(_offered, 7),
    "counter-prepaid-beyond": _counter_beyond,
    **{
        f"profile-prepaid-{which}": partial(_profile, which)
        for which in ("top_ups", "passes", "movements")
    },
    "profile-prepaid-cashier": _profile_of_cashier,
    "records-top-up": _records,
    "settings-shop-value": _settings,
    "settings-shop-lifecycle": _lifecycle,
    "products-pass": _products,
    "reports-prepaid": _reports,
}
"""What is shown in the window itself."""


# --- forms ------------------------------------------------------------------------------------


def _top_up(parent: QWidget, till: Till) -> QWidget:
    made = TopUpForm(till, parent, _member(till))
    made.amount.setText("500")
    made.bonus.setText("60")
    return made


def _top_up_in_cash(parent: QWidget, till: Till) -> QWidget:
    """More cash than the amount: the change."""
    made = TopUpForm(till, parent, _member(till))
    made.amount.setText("500")
    made.paid.choose("cash")
    made.paid.given.setText("600")
    return made


def _top_up_split(parent: QWidget, till: Till) -> QWidget:
    """Several ways, and less cash than its share."""
    made = TopUpForm(till, parent, _member(till))
    made.amount.setText("12500")
    made.paid.basket.pay = {"cash": "4200", "wechat": "6300", "card": "2000"}
    made.paid.given.setText("4000")
    made.look()
    return made


def _top_up_changed(parent: QWidget, till: Till) -> QWidget:
    """A split that was made for another amount."""
    made: Any = _top_up_split(parent, till)
    made.amount.setText("12600")
    return made


def _exchange(tender: str, parent: QWidget, till: Till) -> QWidget:
    """A member's goods for dearer ones: the difference by one way, as far as it reaches."""
    sold, who = products.listed(till.desk)[2], _holder(till).id
    lines = [(sold.id, Decimal(1))]
    due = purchases.quote(till.desk, member=who, lines=lines).due
    receipt = purchases.record(till.desk, member=who, lines=lines, pay={"card": due})
    (entry,) = daybook.find(till.desk, receipt.number)
    made = ExchangeForm(till, parent, entry)
    made.choose("amount")
    made.amount.setText("26800" if tender == "beyond" else "268")
    made.back.first.setText("1")
    made.paid.choose("stored_value" if tender == "beyond" else tender)
    made.paid.given.setText("200" if tender == "cash" else "")
    return made


def _exchange_by_pass(parent: QWidget, till: Till) -> QWidget:
    """What a pass had paid for the same and for something else."""
    desk, (who, paid) = till.desk, _with_a_pass(till)
    lines = [(paid, Decimal(1))]
    receipt = purchases.record(desk, member=who, lines=lines, passes=[0], pay={})
    (entry,) = daybook.find(desk, receipt.number)
    made = ExchangeForm(till, parent, entry)
    made.choose("goods")
    for product in (paid, products.listed(desk)[2].id):
        made.taken.add(products.get(desk, product))
    made.back.first.setText("1")
    made.reason.setText("换个口味")
    return made


def _split(parent: QWidget, till: Till) -> QWidget:
    return SplitForm(till, parent, 48200, Basket(member=_holder(till).id))


def _proof(parent: QWidget, till: Till) -> QWidget:
    return ProofForm(till, parent, _holder(till).id, 48200, record=lambda _proof: None)


def _proof_by_pin(parent: QWidget, till: Till) -> QWidget:
    _with_pin(till)
    return _proof(parent, till)


def _with_pin(till: Till) -> members.Member:
    member = _holder(till)
    if stored_value.proof_of(till.desk, member.id) != "pin":
        stored_value.set_pin(till.desk, member.id, "2468")
    return member


def _oldest(till: Till) -> stored_value.TopUp:
    return stored_value.top_ups(till.desk, _holder(till).id)[-1]


def _newest(till: Till) -> stored_value.TopUp:
    return stored_value.top_ups(till.desk, _holder(till).id)[0]


def _pass_form(parent: QWidget, till: Till) -> QWidget:
    return ProductForm(till, parent, pass_product(till))


FORM_VIEWS: dict[str, Make] = {
    "top-up": _top_up,
    "top-up-cash": _top_up_in_cash,
    "top-up-split": _top_up_split,
    "top-up-changed": _top_up_changed,
    "exchange-stored-value": partial(_exchange, "stored_value"),
    "exchange-stored-value-beyond": partial(_exchange, "beyond"),
    "exchange-by-pass": _exchange_by_pass,
    "exchange-cash": partial(_exchange, "cash"),
    "split-stored-value": _split,
    "proof-phone": _proof,
    "proof-pin": _proof_by_pin,
    "refund-top-up": lambda parent, till: RefundTopUpForm(till, parent, _oldest(till)),
    "void-top-up": lambda parent, till: VoidTopUpForm(till, parent, _newest(till)),
    "refund-uses": lambda parent, till: RefundUsesForm(till, parent, _pass(till)),
    "member-pin": lambda parent, till: MemberPinForm(till, parent, _with_pin(till)),
    "product-pass": _pass_form,
}
"""What has a window of its own."""
