"""Issuing many vouchers by hand: to everyone, to a segment, or copies for the bearer."""

from typing import Any
from uuid import uuid4

from shopdesk import members, segments, voucher_batches
from shopdesk.voucher_batches import Batch
from ui.background import Progress
from ui.pages.page import Page
from ui.pages.settings_part import choices as box_of
from ui.pages.voucher_promise import PromiseForm
from ui.till import Till
from ui.widgets.form import whole_in
from ui.widgets.parts import field, held, label, named, row, set_mood
from ui.widgets.working_form import WorkingForm

_MOST_NAMED = 6
"""So many who are left out for one reason are named."""


class BatchForm(PromiseForm, WorkingForm):
    """Who gets one is looked at first; whatever is changed then has to be looked at again.

    ``seen`` is what would come of it, ``done`` what did.
    """

    def __init__(self, till: Till, page: Page) -> None:
        _ = till.say
        self.seen: Batch | None = None
        self.wanted: dict[str, Any] = {}
        self.issued: Batch | None = None
        self.key = f"batch:{uuid4().hex}"
        known = [(one.title(till.language), one.id) for one in segments.listed(till.desk)]
        bearer, everyone = (_("The bearer"), 0), (_("Every member"), None)
        self.whom = box_of(_("For"), [everyone, *known, bearer])
        self.copies = field(_("How many"), digits=True)
        self.make_fields(till)
        self.many = held(named(_("How many"), self.copies))
        self.outcome = label(wraps=True)
        self.short = label(wraps=True)
        set_mood(self.short, "note")
        self.left = label(kind="soft", wraps=True)
        told = self.telling(till)
        to = row(held(named(_("For"), self.whom)), self.many)
        super().__init__(
            till, page, _("Issue many vouchers"), to, self.kinds, *self.parts.values(),
            self.beside, told, self.outcome, self.short, self.left,
            submit=self._go_on, ok=_("See who gets one"), width=600,
        )  # fmt: skip
        self.begin_kind()
        self._follow()
        self.follow(self.whom, self.copies)
        self.listen()
        self._changed()
        self.whom.setFocus()

    def _follow(self) -> None:
        """Whatever is changed asks for another look."""
        for box in (self.whom, self.gift, self.channel):
            box.currentIndexChanged.connect(self._changed)
        for typed in (
            self.copies, self.amount, self.minimum, self.percent, self.cap, self.least, self.days,
        ):  # fmt: skip
            typed.textChanged.connect(self._changed)
        for one in self.buttons.values():
            one.toggled.connect(self._changed)

    def _changed(self, *_what: object) -> None:
        _, self.seen = self.till.say, None
        self.many.setVisible(self.whom.currentData() == 0)
        for said in (self.outcome, self.short, self.left):
            said.hide()
        is_bearers = self.whom.currentData() == 0
        self.ok.setText(_("See what it comes to") if is_bearers else _("See who gets one"))
        self.fit()

    def to_whom(self) -> str:
        """Every member, a segment, or so many bearers."""
        if self.whom.currentData() != 0:
            return self.whom.currentText()
        ngettext, count = self.till.count, whole_in(self.till, self.copies)
        said = ngettext("{count} for the bearer", "{count} for the bearer", count)
        return said.format(count=f"{count:,}")

    def asked(self) -> dict[str, Any]:
        """For whom, by the names that issuing has for it: as they were as it was looked at."""
        desk, chosen = self.till.desk, self.whom.currentData()
        if chosen == 0:
            return {"copies": whole_in(self.till, self.copies)}
        if chosen is None:
            return {"members": segments.matching(desk, ())}
        return {"members": segments.members(desk, chosen)}

    def try_it(self) -> None:
        """Look who gets one, or issue what was seen; the form stays until that is done."""
        if self.job is not None:
            return
        if self.issued is not None:
            self.accept()
            return
        super().try_it()

    def accept(self) -> None:
        """Close once it is issued, not after the look before."""
        if self.issued is not None:
            super().accept()

    def _go_on(self) -> None:
        desk, promise = self.till.desk, self.promise()
        if self.seen is None:
            self.said.hide()
            self.wanted = self.asked()
            self.show_preview(voucher_batches.preview(desk, promise, **self.wanted))
            return
        asked = self.wanted
        occasion, channel = self.occasion.text().strip(), self.chosen_channel()

        def work(progress: Progress) -> Batch:
            return voucher_batches.issue(
                desk, promise, occasion=occasion, channel=channel, key=self.key,
                progress=progress, **asked,
            )  # fmt: skip

        _ = self.till.say
        self.begin(work, _("The vouchers are being issued…"), self.show_issued)

    # --- what comes of it ---

    def show_preview(self, seen: Batch) -> None:
        """Say who would get one, what that costs, and who is left out and why."""
        till, ngettext = self.till, self.till.count
        _, self.seen = till.say, seen
        said = ngettext("{count} voucher", "{count} vouchers", seen.given)
        cost = (
            ""
            if seen.cost is None
            else _("{cost} if all are used").format(cost=till.money(seen.cost))
        )
        self.outcome.setText(" · ".join(filter(None, (said.format(count=f"{seen.given:,}"), cost))))
        short = ngettext("{count} gift is missing.", "{count} gifts are missing.", seen.short)
        self.short.setText(short.format(count=f"{seen.short:,}"))
        self.left.setText(self._left_out(seen))
        self.outcome.show()
        self.short.setVisible(seen.short > 0)
        self.left.setVisible(bool(seen.left_out))
        if seen.given:
            text = ngettext("Issue {count} voucher", "Issue {count} vouchers", seen.given)
            self.ok.setText(text.format(count=f"{seen.given:,}"))
        else:
            self.seen = None
        self.fit()

    def _left_out(self, seen: Batch) -> str:
        """A line for each reason: how many, and the first of them by name."""
        _, ngettext, lines = self.till.say, self.till.count, list[str]()
        for why in dict.fromkeys(why for _id, why in seen.left_out):
            ids = [id_ for id_, its in seen.left_out if its == why]
            known = members.of_ids(self.till.desk, sorted(ids[:_MOST_NAMED]))
            said = ngettext(
                "{count} member is left out, {why}: {names}",
                "{count} members are left out, {why}: {names}",
                len(ids),
            )
            names = _(", ").join(one.name for one in known) + "…" * (len(ids) > _MOST_NAMED)
            lines.append(said.format(count=f"{len(ids):,}", why=why, names=names))
        return "\n".join(lines)

    def show_issued(self, done: Batch) -> None:
        """Close with what was issued."""
        ngettext = self.till.count
        self.issued = done
        said = ngettext("{count} voucher is issued.", "{count} vouchers are issued.", done.given)
        self.till.tell(said.format(count=f"{done.given:,}"))
        self.accept()
