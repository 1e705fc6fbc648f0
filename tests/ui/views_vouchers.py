"""Vouchers on their way, refused, and many at once, each by a name; see ``views``."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk import codes, deliveries, gifts, inspection, members, settlements, vouchers
from shopdesk.refusals import Refused
from shopdesk.vouchers import Voucher
from ui import background
from ui.pages.voucher_batch import BatchForm
from ui.pages.voucher_deeds import AcceptForm, ExtendForm, HandOverForm, SendForm, TrackForm
from ui.pages.voucher_follow import FollowUp
from ui.pages.voucher_partners import SettleForm
from ui.pages.vouchers import PLACES
from ui.till import Till
from ui.window import Window

_CONTAINS = Qt.MatchFlag.MatchContains
ADDRESS = "杭州市西湖区龙井路 88 号 3 幢 2 单元 1602 室，放在门卫处"


def _gift(till: Till, name: str, **values: Any) -> gifts.Gift:
    """A gift by its name, made where it is not there yet."""
    known = {one.name: one for one in gifts.catalogue(till.desk)}
    return known.get(name) or gifts.add(
        till.desk, name=name, cost=4200, value=8800, stock=300, **values
    )


def _parcel(till: Till) -> Voucher:
    """A courier's voucher of the first member."""
    cup = _gift(till, "手绘盖碗", name_en="Hand-painted lidded bowl")
    who = members.find(till.desk, "1", limit=1)[0].id
    return vouchers.issue(till.desk, who, gift=cup.id, channel="courier", occasion="生日")


def _to(till: Till, parcel: Voucher) -> None:
    deliveries.put(till.desk, parcel.id, recipient="欧阳静宜", phone="13800138000", address=ADDRESS)


def sent(till: Till, *, tracking: str = "SF1357924680135") -> deliveries.Delivery:
    """A gift that is on its way."""
    parcel = _parcel(till)
    _to(till, parcel)
    return deliveries.send(till.desk, parcel.id, tracking=tracking)


def _to_send(till: Till) -> deliveries.Delivery:
    parcel = _parcel(till)
    _to(till, parcel)
    found = deliveries.of_voucher(till.desk, parcel.id)
    assert found is not None
    return found


def _unknown(till: Till, number: int = 7) -> str:
    body = f"V{number:010}"
    return body + codes.check_symbol(body)


def _after_backup(till: Till, kind: str = "gift") -> str:
    """The QR of a genuine voucher that the shop does not know."""
    known = till.shop.known
    gift = _gift(till, "手绘盖碗", name_en="Hand-painted lidded bowl").id
    return codes.qr_payload(
        known.secret, known.code, code=_unknown(till, 8), kind=kind,
        gift_id=gift if kind == "gift" else None,
        valid_until_on=till.desk.today() + timedelta(days=40),
    )  # fmt: skip


def _follow(name: str, window: Window, till: Till) -> None:
    window.begin_on("vouchers")
    page: Any = window.frame.page
    place = PLACES[FollowUp]
    page.tabs.setCurrentIndex(place)
    page.parts[place].choose(name)


def _deliveries(window: Window, till: Till) -> None:
    for _ in range(3):
        _to_send(till)
    _parcel(till)
    deliveries.receive(till.desk, sent(till).voucher.id)
    sent(till)
    _follow("deliveries", window, till)
    page: Any = window.frame.page
    page.parts[PLACES[FollowUp]].lists["deliveries"].which.setCurrentIndex(3)


def _used_of_partner(till: Till) -> None:
    film = _gift(till, "影城双人票", kind="partner", partner="光影巷影城")
    for _ in range(2):
        voucher = vouchers.issue(till.desk, None, gift=film.id)
        vouchers.redeem(till.desk, voucher.qr)


def _partners(window: Window, till: Till) -> None:
    _used_of_partner(till)
    _follow("partners", window, till)


def _refused(window: Window, till: Till) -> None:
    """Some of each kind; so many of them that the till waits."""
    parcel = _parcel(till)
    tries = [sent(till).voucher.qr, parcel.qr[:-1] + "~", parcel.qr[:-4], _after_backup(till)]
    tries += [_unknown(till, number) for number in range(10)]
    for scanned in tries:
        with suppress(Refused):
            vouchers.recognise(till.desk, scanned)
    _follow("refused", window, till)


def _card(voucher: Voucher, window: Window) -> None:
    window.begin_on("vouchers")
    page: Any = window.frame.page
    page.show_what(history=voucher.code)


def _card_to_send(window: Window, till: Till) -> None:
    _card(_to_send(till).voucher, window)


def _card_sent(window: Window, till: Till) -> None:
    """A parcel that arrived after its voucher was extended."""
    going = _to_send(till)
    until = going.voucher.valid_until_on + timedelta(days=30)
    vouchers.extend(till.desk, going.voucher.id, until=until, reason="住院，出院后再寄")
    deliveries.send(till.desk, going.voucher.id, tracking="SF1357924680135")
    deliveries.receive(till.desk, going.voucher.id)
    _card(going.voucher, window)


def _card_taken(window: Window, till: Till) -> None:
    """A gift that somebody else took."""
    cup = _gift(till, "手绘盖碗", name_en="Hand-painted lidded bowl")
    who = members.find(till.desk, "1", limit=1)[0].id
    voucher = vouchers.issue(till.desk, who, gift=cup.id)
    vouchers.redeem(till.desk, voucher.code, taken_by="欧阳女士", note="先生来电说明")
    _card(voucher, window)


def _card_unknown(window: Window, till: Till) -> None:
    window.begin_on("vouchers")
    page: Any = window.frame.page
    page.take(_after_backup(till))


def _batch(parent: QWidget, till: Till) -> QWidget:
    """More members than gifts: what would come of it."""
    _gift(till, "限量茶则", name_en="Limited tea scoop", lowest_tier="silver")
    made: Any = BatchForm(till, parent)
    made.gift.setCurrentIndex(made.gift.findText("限量茶则", _CONTAINS))
    if made.gift.currentIndex() < 0:
        made.gift.setCurrentIndex(made.gift.findText("Limited", _CONTAINS))
    made.try_it()
    background.finish()
    return made


def _batch_copies(parent: QWidget, till: Till) -> QWidget:
    made: Any = BatchForm(till, parent)
    made.whom.setCurrentIndex(made.whom.count() - 1)
    made.choose_kind("percent")
    made.percent.setText("12")
    made.copies.setText("50")
    return made


def _accept(kind: str, parent: QWidget, till: Till) -> QWidget:
    scanned = _after_backup(till, kind)
    return AcceptForm(till, parent, scanned, inspection.verified(till.desk, scanned))


def _settle(parent: QWidget, till: Till) -> QWidget:
    _used_of_partner(till)
    return SettleForm(till, parent, settlements.listed(till.desk)[0])


PAGES: dict[str, Callable[[Window, Till], None]] = {
    "voucher-to-send": _card_to_send,
    "voucher-sent": _card_sent,
    "voucher-taken": _card_taken,
    "voucher-unknown": _card_unknown,
    "follow-deliveries": _deliveries,
    "follow-partners": _partners,
    "follow-refused": _refused,
}
FORMS: dict[str, Callable[[QWidget, Till], QWidget]] = {
    "voucher-batch": _batch,
    "voucher-batch-copies": _batch_copies,
    "voucher-hand-over": lambda parent, till: HandOverForm(till, parent, _parcel(till)),
    "voucher-send": lambda parent, till: SendForm(till, parent, _to_send(till), sends=True),
    "voucher-address": lambda parent, till: SendForm(till, parent, _to_send(till), sends=False),
    "voucher-track": lambda parent, till: TrackForm(till, parent, sent(till, tracking="")),
    "voucher-extend": lambda parent, till: ExtendForm(till, parent, _parcel(till)),
    "voucher-accept-gift": lambda parent, till: _accept("gift", parent, till),
    "voucher-accept-percent": lambda parent, till: _accept("percent", parent, till),
    "partner-settle": _settle,
}
