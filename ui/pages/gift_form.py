"""What a gift is: a new one, or one that is changed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QComboBox, QLineEdit

from shopdesk import Refused, gift_pictures, gifts, money, text, tiers
from shopdesk.gifts import Gift
from shopdesk.language import translator
from shopdesk.trying import tried
from ui import dialogs, whereabouts
from ui.pages.gift_words import KINDS, for_whom, to_whom
from ui.pages.page import Page
from ui.pages.settings_part import choices, choose, pair
from ui.pages.settings_seen import beside, drawn_gift
from ui.till import Till
from ui.widgets import photo
from ui.widgets.editor import Editor
from ui.widgets.form import amount_in, whole_in
from ui.widgets.live_paper import LivePaper
from ui.widgets.parts import button, card, column, field, held, label, named, row

_PICTURE = 64
_PAPER = (210, 330)
"""The picture of its voucher, in pixels at 100 percent."""
_FITS = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class GiftForm(Editor):
    """What a gift is; a new one where none is given. Stock comes in by its own form later."""

    def __init__(self, till: Till, page: Page, gift: Gift | None) -> None:
        _ = till.say
        self.gift, self.key = gift, f"gift:{uuid4().hex}"
        self.name = field(_("Name"))
        self.name_en = field(_("English name"), _("Optional"))
        self.cost = field(_("Cost"), "0.00", digits=True)
        self.value = field(_("Market value"), "0.00", digits=True)
        self.stock = field(_("In stock"), _("No limit"), digits=True)
        self.edition = field(_("Limited edition of"), _("Not limited"), digits=True)
        self.partner = field(_("Partner who hands it over"))
        self.uses = field(_("How many"), digits=True)
        self.unit = field(_("Of what"), _("like: cups, hours"))
        self.unit_en = field(_("Of what, in English"), _("Optional"))
        self.brand = field(_("Brand text on vouchers"), _("Optional"))
        self.brand_en = field(_("Brand text in English"), _("Optional"))
        self.kind = choices(_("Kind"), [(_(words), kind) for kind, words in KINDS.items()])
        self.kind.setSizeAdjustPolicy(_FITS)
        self.kind.setMinimumContentsLength(12)
        self.lowest = choices(
            _("For"), [(for_whom(till, tier.code), tier.code) for tier in tiers.ladder(till.desk)]
        )
        self._picture(till)
        self._build(till, page)
        if gift is not None:
            self._show(gift)
        self.kind.currentIndexChanged.connect(lambda _place: self._show_kind())
        self._show_kind()
        self.follow(
            self.name, self.name_en, self.cost, self.value, self.stock, self.edition, self.partner,
            self.uses, self.unit, self.unit_en, self.brand, self.brand_en, self.kind, self.lowest,
        )  # fmt: skip
        self.is_ready = True
        self.show_what_comes()

    def _picture(self, till: Till) -> None:
        _ = till.say
        self.content: bytes | None = None
        self.picture = label()
        self.picture.setAccessibleName(_("Picture"))
        self.take_button = button(_("Picture…"), self.take_picture, "small", icon="folder")
        self.drop_button = button(_("Take the picture away"), self.drop_picture, "small",
                                  icon="erase")  # fmt: skip

    def _build(self, till: Till, page: Page) -> None:
        _, gift = till.say, self.gift
        said = _("What was already issued keeps the cost it had.")
        kept = [] if gift is None else [label(said, "soft", wraps=True)]
        self.stock_part = held(named(_("In stock"), self.stock))
        self.quota_part = held(
            pair(named(_("How many"), self.uses), named(_("Of what"), self.unit),
                 named(_("Of what, in English"), self.unit_en))
        )  # fmt: skip
        self.partner_part = held(named(_("Partner who hands it over"), self.partner))
        self.edition_part = held(
            named(_("Limited edition of"), self.edition,
                  _("Each piece has a number; its voucher says which."))
        )  # fmt: skip
        first = held(pair(named(_("Kind"), self.kind), self.stock_part))
        self.paper = LivePaper(
            till, _("How its voucher will look"), self._drawn, wide=_PAPER[0], high=_PAPER[1]
        )
        fields = held(column(
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            first, self.quota_part, self.partner_part,
            pair(named(_("Cost"), self.cost), named(_("Market value"), self.value)),
            pair(named(_("For"), self.lowest), self.edition_part),
            pair(named(_("Brand text on vouchers"), self.brand),
                 named(_("Brand text in English"), self.brand_en)),
            row(self.picture, self.take_button, self.drop_button, 1),
            *kept, 1, space=14,
        ))  # fmt: skip
        seen = named(_("On its voucher"), card(self.paper, kind="inset", margin=8))
        super().__init__(
            till, page, _("New gift") if gift is None else _("Edit gift"),
            beside(till, fields, held(seen)),
            submit=self.save, ok=_("Save"), width=880, foot=self.telling(till),
        )  # fmt: skip
        first.setVisible(gift is None)
        self._show_picture()

    def _show(self, gift: Gift) -> None:
        """Fill in what the gift is now."""
        currency = self.till.shop.settings.currency
        choose(self.kind, gift.kind)
        self.cost.setText(money.plain(gift.cost or 0, currency))
        self.value.setText(money.plain(gift.value, currency))
        for one, value in (
            (self.name, gift.name), (self.name_en, gift.name_en), (self.edition, gift.edition),
            (self.partner, gift.partner), (self.uses, gift.uses), (self.unit, gift.unit),
            (self.unit_en, gift.unit_en), (self.brand, gift.brand),
            (self.brand_en, gift.brand_en),
        ):  # fmt: skip
            one.setText("" if value is None else str(value))
            one.setCursorPosition(0)
        if gift.lowest_tier:
            choose(self.lowest, gift.lowest_tier)
        self.content = gift_pictures.of_gift(self.till.desk, gift.id)
        self._show_picture()

    def _show_kind(self) -> None:
        """Ask for what the kind needs, and for nothing else."""
        kind = self.kind.currentData()
        is_counted = kind != "service" if self.gift is None else self.gift.stock is not None
        self.quota_part.setVisible(kind == "quota")
        self.partner_part.setVisible(kind == "partner")
        self.stock_part.setVisible(is_counted)
        self.edition_part.setVisible(is_counted)
        self.fit()

    # --- on paper ---

    def show_what_comes(self) -> None:
        """Say what the fields make, and draw its voucher once the keys rest."""
        super().show_what_comes()
        if self.is_ready:
            self.paper.soon()

    def _drawn(self) -> Callable[[], bytes]:
        """A voucher for what is typed, as far as it is known: a number that is none is left out."""
        kind, _ = self.kind.currentData(), translator(self.till.shop.settings.language)
        try:
            its = self._values()
        except Refused:
            its = dict.fromkeys(("lowest_tier", "uses", "edition"))
            its |= {"cost": 0, "value": 0, "name": self.name.text()}
            its |= {"partner": _words(self.partner), "brand": _words(self.brand)}
        its["name"] = its["name"].strip() or _words(self.name_en) or _("This gift")
        typed = Gift(id=0, kind=kind, stock=None, promised=0, **({"name_en": None} | its))
        return drawn_gift(self.till, typed, self.content)

    # --- the picture ---

    def _show_picture(self) -> None:
        self.picture.setVisible(self.content is not None)
        self.drop_button.setVisible(self.content is not None)
        if self.content is not None:
            ratio = self.devicePixelRatioF()
            self.picture.setPixmap(photo.rounded(self.content, _PICTURE, ratio, 8))
        self.paper.soon()

    def take_picture(self) -> None:
        """Take a picture's file, made small; it is kept with the gift."""
        _ = self.till.say
        file = dialogs.open_file(self, _("Picture"), whereabouts.pictures(), photo.KINDS)
        if file is None:
            return
        try:
            self.content = photo.small(file, self.till.language)
        except Refused as refusal:
            self.refuse(refusal.text(self.till.language))
            return
        self._show_picture()
        self.fit()

    def drop_picture(self) -> None:
        """Do without a picture."""
        self.content = None
        self._show_picture()

    # --- what it is, in words ---

    def sentence(self) -> str:
        """What it is, for whom, what it costs, and how many there are."""
        till, _, its = self.till, self.till.say, self._values()
        english = its["name_en"] if till.language == "en" else None
        name = english or its["name"].strip() or _("This gift")
        said = [
            _("{name} can be given to {whom}.").format(
                name=name, whom=to_whom(till, its["lowest_tier"])
            ),
            _("It costs {cost} and is worth {value}.").format(
                cost=till.money(its["cost"]), value=till.money(its["value"])
            ),
        ]
        if its["partner"]:
            said.append(_("{partner} hands it over.").format(partner=its["partner"]))
        return text.in_a_row([*said, *self._stocked(its["edition"])])

    def _stocked(self, edition: int | None) -> list[str]:
        _, ngettext, said = self.till.say, self.till.count, []
        if self.gift is None:
            stock = self._in_stock()
            words = _("It never runs out.")
            if stock is not None:
                words = ngettext("{count} is in stock.", "{count} are in stock.", stock)
            said.append(words.format(count=f"{stock or 0:,}"))
        if edition is not None:
            said.append(_("Limited to {count}, each with a number.").format(count=edition))
        return said

    def _in_stock(self) -> int | None:
        is_counted = self.kind.currentData() != "service" and self.stock.text().strip()
        return whole_in(self.till, self.stock) if is_counted else None

    def trial(self) -> None:
        """Refuse what saving would."""
        tried(self.till.desk, self._keep, action="gifts.add")

    # --- saving ---

    def _keep(self) -> Gift:
        desk = self.till.desk
        if self.gift is not None:
            return gifts.edit(desk, self.gift.id, **self._values())
        return gifts.add(
            desk, kind=self.kind.currentData(), key=self.key, stock=self._in_stock(),
            **self._values(),
        )  # fmt: skip

    def save(self) -> None:
        """Add or change the gift, and say so."""
        till, saved = self.till, self._keep()
        self.saved = saved
        self._keep_picture(saved.id)
        _ = till.say
        till.tell(_("{name} is saved.").format(name=saved.title(till.language)))

    def _values(self) -> dict[str, Any]:
        kind = self.kind.currentData()
        is_quota = kind == "quota"
        return {
            "name": self.name.text(),
            "name_en": _words(self.name_en),
            "cost": self._amount(self.cost),
            "value": self._amount(self.value),
            "lowest_tier": self.lowest.currentData(),
            "partner": _words(self.partner) if kind == "partner" else None,
            "uses": self._whole(self.uses) if is_quota else None,
            "unit": _words(self.unit) if is_quota else None,
            "unit_en": _words(self.unit_en) if is_quota else None,
            "edition": None if kind == "service" else self._whole(self.edition),
            "brand": _words(self.brand),
            "brand_en": _words(self.brand_en),
        }

    def _keep_picture(self, gift_id: int) -> None:
        desk = self.till.desk
        if gift_pictures.of_gift(desk, gift_id) == self.content:
            return
        if self.content is None:
            gift_pictures.remove(desk, gift_id)
        else:
            gift_pictures.put(desk, gift_id, self.content)

    def _amount(self, typed: QLineEdit) -> int:
        return amount_in(self.till, typed) if typed.text().strip() else 0

    def _whole(self, typed: QLineEdit) -> int | None:
        return whole_in(self.till, typed) if typed.text().strip() else None


def _words(typed: QLineEdit) -> str | None:
    return typed.text().strip() or None
