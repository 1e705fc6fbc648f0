"""What is done with one voucher: handed over to somebody, sent, extended, accepted."""

from datetime import timedelta
from uuid import uuid4

from PySide6.QtWidgets import QWidget

from shopdesk import deliveries, gifts, promise_words, vouchers
from shopdesk.codes import Signed
from shopdesk.deliveries import Delivery
from shopdesk.inspection import Voucher
from shopdesk.refusals import UnknownMember
from ui.pages.profile_tier_forms import day_in
from ui.pages.voucher_member import MemberChoice
from ui.pages.voucher_promise import PromiseForm
from ui.pages.voucher_words import grouped
from ui.till import Till
from ui.widgets.form import Form
from ui.widgets.parts import field, label, named, row

_LONGER_DAYS = 30


class HandOverForm(Form):
    """A gift that somebody else takes, or that something is to be kept about."""

    def __init__(self, till: Till, parent: QWidget, voucher: Voucher) -> None:
        _ = till.say
        self.voucher, self.key = voucher, f"hand:{uuid4().hex}"
        self.used: Voucher | None = None
        self.taken_by = field(_("Who takes it"), _("A name"))
        self.note = field(_("Note"), _("Optional"))
        title = promise_words.title(till.desk, voucher, till.language)
        said = _("{title} ({code}): the voucher is used up once it is handed over.")
        super().__init__(
            till, parent, _("Hand a gift over"),
            label(said.format(title=title, code=grouped(voucher.code)), wraps=True),
            named(_("Who takes it"), self.taken_by), named(_("Note"), self.note),
            submit=self.hand_over, ok=_("Hand it over"), width=480,
        )  # fmt: skip

    def hand_over(self) -> None:
        """Redeem it, and keep who took the gift."""
        till, _ = self.till, self.till.say
        self.used = vouchers.redeem(
            till.desk, self.voucher.code, taken_by=self.taken_by.text(), note=self.note.text(),
            key=self.key,
        )  # fmt: skip
        said = _("Voucher {code} is used. Hand over: {gift}.")
        title = promise_words.title(till.desk, self.used, till.language)
        till.tell(said.format(code=grouped(self.used.code), gift=title))


class SendForm(Form):
    """Where a gift goes; with ``sends`` it is given to the courier too."""

    def __init__(self, till: Till, parent: QWidget, going: Delivery, *, sends: bool) -> None:
        _ = till.say
        self.going, self.sends, self.key = going, sends, f"send:{uuid4().hex}"
        self.recipient = field(_("Recipient"))
        self.phone = field(_("Phone"), digits=True)
        self.address = field(_("Address"))
        self.tracking = field(_("Tracking number"), _("Of the courier; optional"))
        for typed, text in (
            (self.recipient, going.recipient), (self.phone, going.phone),
            (self.address, going.address),
        ):  # fmt: skip
            typed.setText(text)
            typed.setCursorPosition(0)
        what = label(f"{going.title} · {grouped(going.voucher.code)}", wraps=True)
        last = [named(_("Tracking number"), self.tracking)] if sends else []
        title, ok = (_("Send a gift"), _("Send")) if sends else (_("Where it goes"), _("Save"))
        super().__init__(
            till, parent, title, what,
            row(named(_("Recipient"), self.recipient), named(_("Phone"), self.phone)),
            named(_("Address"), self.address), *last, submit=self.save, ok=ok, width=540,
        )  # fmt: skip
        (self.tracking if sends and going.address else self.address).setFocus()

    def save(self) -> None:
        """Keep the address, send it where that is wanted, and say so."""
        till, _ = self.till, self.till.say
        desk, voucher = till.desk, self.going.voucher
        to = {
            "recipient": self.recipient.text(), "phone": self.phone.text(),
            "address": self.address.text(),
        }  # fmt: skip
        was = {name: getattr(self.going, name) for name in to}
        if to != was or not self.going.address:
            self.going = deliveries.put(desk, voucher.id, **to)
        said = _("{title} goes to {name}.")
        if self.sends:
            number = self.tracking.text()
            self.going = deliveries.send(desk, voucher.id, tracking=number, key=self.key)
            said = _("{title} is sent to {name}. Its voucher is used.")
        till.tell(said.format(title=self.going.title, name=self.going.recipient))


class TrackForm(Form):
    """The courier's number of what was sent."""

    def __init__(self, till: Till, parent: QWidget, going: Delivery) -> None:
        _ = till.say
        self.going = going
        self.tracking = field(_("Tracking number"))
        self.tracking.setText(going.tracking)
        super().__init__(
            till, parent, _("Tracking number"), label(f"{going.title} · {going.recipient}"),
            named(_("Tracking number"), self.tracking), submit=self.save, ok=_("Save"),
        )  # fmt: skip

    def save(self) -> None:
        """Keep it."""
        deliveries.track(self.till.desk, self.going.voucher.id, tracking=self.tracking.text())


class ExtendForm(Form):
    """A later last day, with the reason."""

    def __init__(self, till: Till, parent: QWidget, voucher: Voucher) -> None:
        _ = till.say
        self.voucher, self.key = voucher, f"extend:{uuid4().hex}"
        self.until = field(_("Valid until"), "YYYY-MM-DD", digits=True)
        first = max(voucher.valid_until_on, till.desk.today())
        self.until.setText(f"{first + timedelta(days=_LONGER_DAYS)}")
        self.reason = field(_("Reason"), _("Why it is extended (kept on record)"))
        title = promise_words.title(till.desk, voucher, till.language)
        said = _("{title} ({code}) is valid until {date}.").format(
            title=title, code=grouped(voucher.code), date=till.dated(voucher.valid_until_on)
        )
        paper = _("The printed voucher stays valid. Print it again to show the new date.")
        super().__init__(
            till, parent, _("Extend a voucher"), label(said, wraps=True),
            named(_("Valid until"), self.until), named(_("Reason"), self.reason),
            label(paper, "soft", wraps=True),
            submit=self.extend, ok=_("Extend"), width=500,
        )  # fmt: skip

    def extend(self) -> None:
        """Let it live longer, and say so."""
        till, _ = self.till, self.till.say
        until = day_in(till, self.until, is_needed=True)
        assert until is not None
        done = vouchers.extend(
            till.desk, self.voucher.id, until=until, reason=self.reason.text(), key=self.key
        )
        said = _("Voucher {code} is valid until {date}.")
        till.tell(said.format(code=grouped(done.code), date=till.dated(done.valid_until_on)))


class AcceptForm(PromiseForm):
    """A genuine voucher that is not known here: what its code says, and the rest from its paper."""

    def __init__(self, till: Till, parent: QWidget, scanned: str, said: Signed) -> None:
        _ = till.say
        self.scanned_code, self.key = scanned, f"accept:{uuid4().hex}"
        self.taken_in: Voucher | None = None
        self.reason = field(_("Reason"), _("Why it is accepted (kept on record)"))
        self.who = MemberChoice(till)
        self.make_fields(till)
        self.kind = said.kind
        about = _("Its code is genuine: {what}, valid until {date}.").format(
            what=self._what(till, said), date=till.dated(said.valid_until_on)
        )
        parts = [] if said.kind == "gift" else [
            label(_("Enter what is printed on it:"), "soft", wraps=True),
            self.parts[said.kind],
        ]  # fmt: skip
        doubt = _(
            "It was issued after the backup that this shop was restored from, so nobody knows"
            " whether it was used. Once accepted, it can be used once."
        )
        super().__init__(
            till, parent, _("Accept a voucher"), label(about, wraps=True), *parts,
            named(_("Member"), self.who), named(_("Reason"), self.reason),
            label(doubt, "soft", wraps=True),
            submit=self.accept_it, ok=_("Accept"), width=540, code_field=self.who.query,
        )  # fmt: skip
        (self.reason if said.kind == "gift" else self.worth).setFocus()

    @staticmethod
    def _what(till: Till, said: Signed) -> str:
        _ = till.say
        if said.kind == "gift":
            return gifts.get(till.desk, said.gift_id).title(till.language)
        return _("An amount off") if said.kind == "amount" else _("A percentage off")

    def accept_it(self) -> None:
        """Take it in, and say so."""
        till, _ = self.till, self.till.say
        if self.who.is_open:
            raise UnknownMember(till.language, member=self.who.query.text())
        lowers = {} if self.kind == "gift" else self.lowers()
        self.taken_in = vouchers.accept_unknown(
            till.desk, self.scanned_code, reason=self.reason.text(),
            member_id=None if self.who.member is None else self.who.member.id, key=self.key,
            **lowers,
        )  # fmt: skip
        said = _("Voucher {code} is accepted. It can be used now.")
        till.tell(said.format(code=grouped(self.taken_in.code)))
