"""A promotion as it is made: each line a part of its sentence, tried on a basket as one types."""

from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk import promotion_trial, promotion_words, promotions, tiers
from shopdesk.day_words import WEEKDAYS
from shopdesk.offers import ORDER, POINTS, Covers, percent_off
from shopdesk.promotion_trial import Trial
from shopdesk.promotions import Promotion
from ui import languages, look
from ui.pages.promotion_basket import Basket
from ui.pages.promotion_goods import Goods
from ui.pages.promotion_offer import OfferFields
from ui.pages.settings_part import choices, choose, pair
from ui.till import Till
from ui.widgets.days import day_chosen, day_field
from ui.widgets.editor import Editor
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.in_both import Check
from ui.widgets.parts import button, card, column, field, held, label, named, row

_EVERYONE, _MEMBERS = "", "*"
_TIME = len("14:00")


class PromotionForm(Editor):
    """A new promotion, one that is changed before it begins, or a copy of one."""

    def __init__(
        self, till: Till, page: QWidget, promotion: Promotion | None, *, is_copy: bool = False
    ) -> None:
        _ = till.say
        self.edited = None if is_copy or promotion is None else promotion.id
        began = self._begun(till, promotion, is_copy=is_copy)
        self.name = field(_("Name"), _("As the till shows it"))
        self.name_en = field(_("English name"), _("Optional"))
        self.name.setText(began["name"])
        self.name_en.setText(began["name_en"] or "")
        self.offer = OfferFields(till, began["offer"], self.show_what_comes)
        self.goods = Goods(till, began["covers"], self.show_what_comes)
        self.days = self._days(till, began)
        self.weekdays = self._weekdays(till, began["weekdays"])
        self.whom = self._whom(till, began)
        self.alone = Check()
        self.alone.setChecked(not began["combines"])
        self.basket = Basket(till, self.show_what_comes)
        self.sentences = label(wraps=True)
        self.tried = label(kind="soft", wraps=True)
        title = _("Change a promotion") if self.edited else _("New promotion")
        super().__init__(
            till, page, title,
            FittedGrid([self._said(till), self._meant(till)], (2, 1), space=28, is_filled=True),
            submit=self.save, ok=_("Save"), width=940,
            foot=card(self.sentences, margin=12),
        )  # fmt: skip
        self.follow(
            self.name, self.name_en, *self.hours, self.first, self.last, self.has_end, self.alone
        )
        self.whom.currentIndexChanged.connect(lambda _place: self._whom_chosen())
        self.is_ready = True
        self._whom_chosen()

    def _begun(self, till: Till, promotion: Promotion | None, *, is_copy: bool) -> dict[str, Any]:
        """What the form begins with: a tenth off everything, or what another promotion says."""
        today = till.desk.today()
        if promotion is None:
            return {
                "name": "", "name_en": "", "offer": percent_off(10), "covers": Covers(),
                "starts_on": today, "ends_on": None, "members_only": False, "lowest_tier": None,
                "weekdays": (), "combines": True, "hours": None,
            }  # fmt: skip
        began = promotions.written(promotion)
        if is_copy:
            began["name"] = promotions.free_name(till.desk, promotion.name)
            if promotion.starts_on < today:
                began["starts_on"] = today
            if promotion.ends_on is not None and promotion.ends_on < began["starts_on"]:
                began["ends_on"] = None
        return began

    # --- its parts ---

    def _said(self, till: Till) -> QWidget:
        """The sentence, part by part: what it is called, when it is, what it gives."""
        _ = till.say
        return held(column(
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            named(_("What is offered"), self.offer), named(_("On what"), self.goods),
            named(_("When"), self.days), named(_("On which days of the week"), self.weekdays), 1,
            space=14,
        ))  # fmt: skip

    def _meant(self, till: Till) -> QWidget:
        """Whom it is for, and what it does to a basket."""
        _ = till.say
        return held(column(
            named(_("For whom"), self.whom), self.alone,
            named(_("Tried on a basket"), self.basket), self.tried, 1, space=14,
        ))  # fmt: skip

    def _days(self, till: Till, began: dict[str, Any]) -> QWidget:
        _ = till.say
        last = began["ends_on"] or began["starts_on"]
        self.first = day_field(_("First day"), began["starts_on"])
        self.last = day_field(_("Last day"), last)
        self.has_end = Check(_("through"))
        self.has_end.setChecked(began["ends_on"] is not None)
        self.last.setEnabled(self.has_end.isChecked())
        self.has_end.toggled.connect(self.last.setEnabled)
        self.hours = [field(_("From what time"), "14:00", digits=True),
                      field(_("Until what time"), "17:00", digits=True)]  # fmt: skip
        for typed, at in zip(self.hours, began["hours"] or ("", ""), strict=True):
            typed.setText(at)
            typed.setMaximumWidth(look.scaled(90, till.preferences.size))
        days = row(label(_("from")), self.first, self.has_end, self.last, 1)
        times = row(label(_("from")), self.hours[0], label(_("until")), self.hours[1],
                    label(_("empty: all day"), "soft"), 1)  # fmt: skip
        return held(column(days, times, space=6))

    def _weekdays(self, till: Till, chosen: tuple[int, ...]) -> QWidget:
        """A button for each day of the week; none pressed is every day."""
        _ = till.say
        self.week: list[QPushButton] = []
        for number, name in enumerate(WEEKDAYS, 1):
            one = button(_(name), self.show_what_comes, "small")
            one.setCheckable(True)
            one.setChecked(number in chosen)
            self.week.append(one)
        made = FittedGrid(self.week, (7, 4), space=6, is_filled=False)
        made.setAccessibleName(_("On which days of the week"))
        note = label(_("None pressed: every day."), "soft")
        return held(column(made, note, space=4))

    def _whom(self, till: Till, began: dict[str, Any]) -> Any:
        _ = till.say
        offered: list[tuple[str, object]] = [
            (_("Every customer"), _EVERYONE), (_("Members"), _MEMBERS),
        ]  # fmt: skip
        for tier in tiers.ladder(till.desk)[1:]:
            said = _("{tier} and up").format(tier=tier.name(till.language))
            offered.append((said, tier.code))
        made = choices(_("For whom"), offered)
        choose(made, began["lowest_tier"] or (_MEMBERS if began["members_only"] else _EVERYONE))
        return made

    def _whom_chosen(self) -> None:
        """The basket is bought by somebody the promotion is for."""
        whom = self.whom.currentData()
        lowest = tiers.ladder(self.till.desk)[0].code
        if whom != _EVERYONE:
            self.basket.buyer_is(lowest if whom == _MEMBERS else whom)
        self.show_what_comes()

    # --- what it would be ---

    def values(self) -> dict[str, Any]:
        """What was typed and chosen; refuses a number that is none."""
        whom = self.whom.currentData()
        return {
            "name": self.name.text().strip(),
            "name_en": self.name_en.text().strip() or None,
            "offer": self.offer.offer(),
            "covers": self.goods.covers,
            "starts_on": day_chosen(self.first),
            "ends_on": day_chosen(self.last) if self.has_end.isChecked() else None,
            "members_only": whom != _EVERYONE,
            "lowest_tier": whom if whom not in (_EVERYONE, _MEMBERS) else None,
            "weekdays": tuple(n for n, one in enumerate(self.week, 1) if one.isChecked()),
            "combines": not self.alone.isChecked(),
            "hours": self._times(),
        }

    def _times(self) -> tuple[str, str] | None:
        """From when until when; ``9:30`` is taken for ``09:30``."""
        first, end = (one.text().strip().replace("：", ":") for one in self.hours)
        return (first.rjust(_TIME, "0"), end.rjust(_TIME, "0")) if first or end else None

    def show_what_comes(self) -> None:
        """Say the whole sentence and what the basket would cost, or why this cannot be."""
        if not self.is_ready:
            return
        self._name_alone()
        self.tried.setText("")
        super().show_what_comes()

    def sentence(self) -> str:
        """The promotion in both languages; what the basket would cost stands beside it."""
        trial = promotion_trial.tried(
            self.till.desk, self.values(), self.basket.lines(), amount=self.basket.amount(),
            tier=self.basket.tier(), instead_of=self.edited,
        )  # fmt: skip
        self.tried.setText(self.basket.told(trial))
        return self._told(trial)

    def _told(self, trial: Trial) -> str:
        desk, language = self.till.desk, self.till.language
        each = languages.pair(language)
        return "\n".join(promotion_words.sentence(desk, trial.promotion, one) for one in each)

    def _name_alone(self) -> None:
        """What is kept off depends on what is offered."""
        _, kind = self.till.say, self.offer.kind.currentData()
        self.alone.setVisible(kind != POINTS)
        self.alone.setText(
            _("No vouchers on such an order") if kind in ORDER
            else _("No member prices or tier discounts on these goods")
        )  # fmt: skip

    def save(self) -> None:
        """Put it in force, or change it before it begins."""
        till, values = self.till, self.values()
        if self.edited is None:
            saved = promotions.add(till.desk, **values)
        else:
            saved = promotions.edit(till.desk, self.edited, **values)
        _ = till.say
        till.tell(_("{name} is saved.").format(name=saved.title(till.language)))
