"""A set of gifts: for each tier one of the shop's gifts, or an idea that becomes one."""

from uuid import uuid4

from PySide6.QtWidgets import QComboBox, QWidget

from shopdesk import Refused, gift_templates, gifts, tiers
from shopdesk.gift_sets import GiftSet
from shopdesk.gifts import Gift
from shopdesk.refusals import ContentRefused
from shopdesk.trying import tried
from ui.pages.page import Page
from ui.pages.settings_part import choices, choose, pair
from ui.till import Till
from ui.widgets.editor import Editor
from ui.widgets.parts import button, field, label, named, row
from ui.widgets.scrolling import loose


class GiftSetForm(Editor):
    """A box for each tier. An idea says that it is new: it costs nothing yet and has no stock."""

    def __init__(self, till: Till, page: Page, gift_set: GiftSet | None) -> None:
        _ = till.say
        self.gift_set, self.key = gift_set, f"gift-set:{uuid4().hex}"
        self.name = field(_("Name"))
        self.name_en = field(_("English name"), _("Optional"))
        self.ladder = tiers.ladder(till.desk)
        self.ideas = gift_templates.ideas(till.desk)
        self.gifts = gifts.catalogue(till.desk, closed=True)
        self.boxes = {tier.code: self._box(till, rank) for rank, tier in enumerate(self.ladder)}
        self.fill_button = button(_("Use an example for each tier"), self.fill, icon="gift")
        self.told = loose(label(kind="note", wraps=True))
        self.told.hide()
        boxes = [named(tier.name(till.language), self.boxes[tier.code]) for tier in self.ladder]
        pairs = [pair(*boxes[place : place + 2]) for place in range(0, len(boxes), 2)]
        super().__init__(
            till, page, _("New set of gifts") if gift_set is None else _("Edit set of gifts"),
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            row(self.fill_button, 1), *pairs,
            foot=self.telling(till, self.told), submit=self.save, ok=_("Save"),
            width=640,
        )  # fmt: skip
        if gift_set is not None:
            self._show(gift_set)
        for box in self.boxes.values():
            box.currentIndexChanged.connect(lambda _place: self._tell())
        self.follow(self.name, self.name_en, *self.boxes.values())
        self.is_ready = True
        self.show_what_comes()

    def _box(self, till: Till, rank: int) -> QComboBox:
        """What a tier may be given: gifts that are for it, then ideas that are no gift yet."""
        _, tier, language = till.say, self.ladder[rank], till.language
        below = _("Nothing of its own") if rank == 0 else _("As the tier below")
        mine = [one for one in self.gifts if one.is_for(till.desk, rank) and self._is_offered(one)]
        new = [one for one in self.ideas[tier.code] if one.gift_id is None]
        said = _("New: {gift}")
        return choices(
            tier.name(language),
            [(below, None), *((one.title(language), one.id) for one in mine),
             *((said.format(gift=one.title(language)), one.code) for one in new)],
        )  # fmt: skip

    def _is_offered(self, gift: Gift) -> bool:
        """What is in the catalogue, and what the set has of before."""
        had = self.gift_set is not None and gift.id in self.gift_set.gifts.values()
        return gift.is_active or had

    def _show(self, gift_set: GiftSet) -> None:
        self.name.setText(gift_set.name)
        self.name_en.setText(gift_set.name_en or "")
        for tier, gift in gift_set.gifts.items():
            if tier in self.boxes:
                choose(self.boxes[tier], gift)

    def fill(self) -> None:
        """Choose an idea for every tier that has nothing chosen, each another one."""
        for tier, box in self.boxes.items():
            if box.currentData() is None:
                taken = {one.currentData() for one in self.boxes.values()}
                offered = [
                    idea.code if idea.gift_id is None else idea.gift_id for idea in self.ideas[tier]
                ]
                choose(box, next((one for one in offered if one not in taken), offered[0]))
        self._tell()

    def _tell(self) -> None:
        """Say which gifts will be new, and what they lack."""
        _, new = self.till.say, self._new()
        chosen = [self._called(tier) for tier in new]
        said = _(
            "New gifts: {gifts}. They are saved with cost 0 and none in stock: give them their"
            " cost and receive some, or nothing can be handed over."
        )
        self.told.setText(said.format(gifts=_(", ").join(dict.fromkeys(chosen))))
        self.told.setVisible(bool(chosen))
        self.fit()

    def _new(self) -> dict[str, str]:
        """The ideas chosen, by tier."""
        every = {tier: box.currentData() for tier, box in self.boxes.items()}
        return {tier: chosen for tier, chosen in every.items() if isinstance(chosen, str)}

    def _called(self, tier: str) -> str:
        """What is chosen for a tier by its name alone: that it is new is said below."""
        box = self.boxes[tier]
        ideas = {idea.code: idea.title(self.till.language) for idea in self.ideas[tier]}
        return ideas.get(box.currentData(), box.currentText())

    def sentence(self) -> str:
        """What each tier gets; one that has nothing of its own gets what the one below does."""
        _, said = self.till.say, []
        for tier in self.ladder:
            box = self.boxes[tier.code]
            if box.currentData() is not None:
                text = _("{tier}: {gift}")
                gift = self._called(tier.code)
                said.append(text.format(tier=tier.name(self.till.language), gift=gift))
        return " · ".join(said)

    def trial(self) -> None:
        """Refuse what saving would."""
        tried(self.till.desk, self._keep, action="gift_sets.add")

    def field_of(self, refusal: Refused) -> QWidget | None:
        """A set of nothing lacks the gift of its first tier."""
        if isinstance(refusal, ContentRefused):
            return self.boxes[self.ladder[0].code]
        return super().field_of(refusal)

    def said_of(self, refusal: Refused, field: QWidget | None) -> str:
        """What is missing of a set."""
        _ = self.till.say
        if isinstance(refusal, ContentRefused):
            return _("Choose a gift for one tier at least.")
        return super().said_of(refusal, field)

    def save(self) -> None:
        """Keep the set with its new gifts, and say so."""
        till, _ = self.till, self.till.say
        self.saved = self._keep()
        till.tell(_("{name} is saved.").format(name=self.saved.title(till.language)))

    def _keep(self) -> GiftSet:
        till = self.till
        every = {tier: box.currentData() for tier, box in self.boxes.items()}
        return gift_templates.make(
            till.desk, name=self.name.text(), name_en=self.name_en.text().strip() or None,
            gifts={tier: gift for tier, gift in every.items() if isinstance(gift, int)},
            ideas=self._new(), gift_set_id=None if self.gift_set is None else self.gift_set.id,
            key=self.key,
        )  # fmt: skip
