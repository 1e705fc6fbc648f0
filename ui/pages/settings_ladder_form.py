"""One tier of the ladder: its names, what it asks for, what it gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, cast

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from shopdesk import Refused, ladder_words, ladders, money, text
from shopdesk.ladders import (
    FACTS,
    LONGEST_SERVICE,
    MOST_DISCOUNT,
    MOST_POINTS,
    Condition,
    Criteria,
    Tier,
    Window,
)
from shopdesk.language import LANGUAGES, own_name
from shopdesk.refusals import LadderRefused, TextRefused
from ui import discounts, look
from ui.pages import settings_ladder_words as words
from ui.pages.settings_ladder_prospect import LadderProspect
from ui.pages.settings_part import choices, choose, pair
from ui.till import Till
from ui.widgets.editor import Editor
from ui.widgets.form import amount_in, hundredths_in, whole_in
from ui.widgets.laid import held_by
from ui.widgets.marks import is_empty
from ui.widgets.parts import button, field, label, named, number_names, row
from ui.widgets.tips import tip

MOST = 4
"""So many conditions can be followed by whoever reads them."""
_YEAR = Window("rolling_months", 12)


class ConditionRow(QWidget):
    """``fact ≥ number`` over some days; and what is enough to stay, where that is less."""

    def __init__(
        self, till: Till, condition: Condition, keep: int | None,
        remove: Callable[["ConditionRow"], None],
    ) -> None:  # fmt: skip
        super().__init__()
        _ = till.say
        self.till = till
        named_facts = [(_(name), code) for code, name in ladder_words.NAMES.items()]
        self.fact = choices(_("What is counted"), named_facts)
        self.number = field(_("at least"), _("at least"), digits=True)
        self.keep = field(_("to stay"), _("to stay"), digits=True)
        tip(self.keep, _("What is enough to keep the tier at a review; empty: the same."))
        self.days = choices(_("Over which days"), [(_(n), c) for c, n in words.WINDOWS.items()])
        self.months = field(_("How many months"), digits=True)
        self.months.setMinimumWidth(look.FINGER)
        self.months.setMaximumWidth(80)
        self.number.setMinimumWidth(90)
        self.keep.setMinimumWidth(84)
        self.keep.setMaximumWidth(110)
        self.remove = button(
            "", lambda: remove(self), "plain", icon="close", name=_("Remove this condition")
        )
        first = [self.fact, label("≥"), self.number, self.keep]
        second = [self.days, self.months, self.remove]
        lines = (
            [[*first, *second]] if till.preferences.size < look.LARGE_LETTERS else [first, second]
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for parts in lines:
            layout.addLayout(row(*parts, space=6))
        self.days.currentIndexChanged.connect(self._windowed)
        choose(self.fact, condition.fact)
        choose(self.days, condition.window.kind)
        self.months.setText(str(condition.window.months or _YEAR.months))
        self.number.setText(self._shown(condition.threshold) if condition.threshold else "")
        self.keep.setText("" if keep is None else self._shown(keep))
        self._windowed()

    @property
    def unit(self) -> str:
        """What is counted: money, a score, or so many."""
        return FACTS[self.fact.currentData()].unit

    def _shown(self, threshold: int) -> str:
        if self.unit == "money":
            return money.plain(threshold, self.till.shop.settings.currency)
        return f"{threshold / 100:g}" if self.unit == "score" else str(threshold)

    def _read(self, typed: QLineEdit) -> int:
        if self.unit == "score":
            return hundredths_in(self.till, typed)
        return (amount_in if self.unit == "money" else whole_in)(self.till, typed)

    def _windowed(self) -> None:
        self.months.setEnabled(self.days.currentData() == "rolling_months")

    def condition(self) -> Condition:
        """What was chosen; refuses a number that is none."""
        fact, kind = self.fact.currentData(), self.days.currentData()
        months = whole_in(self.till, self.months) if kind == "rolling_months" else 0
        return Condition(fact, self._read(self.number), Window(kind, months))

    def to_stay(self, condition: Condition) -> Condition:
        """The same condition as the keep line has it."""
        if not self.keep.text().strip():
            return condition
        return replace(condition, threshold=self._read(self.keep))


class TierForm(Editor):
    """A tier as it would stand on the ladder; ``made`` is it once the form is taken.

    The lowest tier asks for nothing: it is everyone's. ``tried`` makes a tier the change of the
    ladder that is tried beside the form, where whoever sits here may try one.
    """

    def __init__(
        self, till: Till, parent: QWidget, tier: Tier, *, is_lowest: bool, is_new: bool,
        tried: Callable[[Tier], Mapping[str, Any] | None] = lambda _tier: None,
    ) -> None:  # fmt: skip
        _ = till.say
        self.tier, self.is_lowest, self.is_new, self.tried = tier, is_lowest, is_new, tried
        self.prospect = LadderProspect(till)
        self.made: Tier | None = None
        self.code = field(_("Code"))
        self.code.setText(tier.code)
        self.code.setEnabled(is_new)
        self.chinese = field(_("Chinese name"))
        self.english = field(_("English name"))
        self.chinese.setText(tier.names.get("zh_CN", ""))
        self.english.setText(tier.names.get("en", ""))
        self.named = {"zh_CN": self.chinese, "en": self.english} | self._further()
        self.discount = field(_("Discount in percent"), digits=True)
        self.points = field(_("Points in percent"), digits=True)
        self.discount.setText(str(tier.discount_percent))
        self.points.setText(str(tier.points_percent))
        self.colour = _colours(till, tier.colour)
        self.service = {code: self._service(till, code) for code in LANGUAGES}
        told = self.telling(till, self.prospect, named=_("What the tier says"))
        usual = _("100 is the usual, 150 half as much again")
        super().__init__(
            till, parent, _("New tier") if is_new else _("Edit tier"),
            pair(
                named(_("Chinese name"), self.chinese), named(_("English name"), self.english),
                *(named(one.accessibleName(), one) for one in list(self.named.values())[2:]),
            ),
            self._criteria(till),
            pair(
                self._discount(till),
                named(_("Points in percent"), self.points, usual),
            ),
            pair(
                named(_("Colour"), self.colour),
                named(_("Code"), self.code, _("Files and rules know the tier by it.")),
            ),
            pair(*(named(*each) for each in self._services(till))),
            submit=self.take, ok=_("Save"), width=900,
            foot=told,
        )  # fmt: skip
        self.follow(self.code, *self.named.values(), self.discount, self.points, self.colour)
        if not is_lowest:
            self.follow(self.mode)
        self.finished.connect(lambda _how: self.prospect.leave())
        self.is_ready = True
        self.show_what_comes()

    # --- what it would be ---

    def sentence(self) -> str:
        """What the tier asks for, what it gives, and with what one stays."""
        till, tier = self.till, self.read()
        _, said = till.say, words.tier_sentence(till, tier, is_lowest=self.is_lowest)
        if tier.keep is not None:
            stays = _("To stay: {conditions}.")
            said = f"{said} {stays.format(conditions=words.sentence(till, tier.keep))}"
        return said

    def trial(self) -> None:
        """Say why the ladder could not have this tier; else try it beside the form."""
        made = self.read()
        change = self.tried(made) if self.is_new or made != self.tier else None
        fault = None if change is None else ladders.fault(change["ladder"])
        self.prospect.show_change(None if fault else change)
        if fault is not None:
            raise LadderRefused(self.till.language, reason=self.till.say(fault))

    def show_what_comes(self) -> None:
        """Say the tier; what cannot be is not tried."""
        super().show_what_comes()
        if self.fault is not None:
            self.prospect.show_change(None)

    def field_of(self, refusal: Refused) -> QWidget | None:
        """A name that is missing is the one in the reader's language."""
        if isinstance(refusal, TextRefused):
            if is_empty(self.code):
                return self.code
            return self.named[self.till.language]
        if isinstance(refusal, LadderRefused):
            return self._beyond()
        return super().field_of(refusal)

    def _beyond(self) -> QWidget | None:
        """The number that no tier can have, if it is one that the ladder is refused for."""
        tier = self.read()
        for value, most, typed in (
            (tier.discount_percent, MOST_DISCOUNT, self.discount),
            (tier.points_percent, MOST_POINTS, self.points),
        ):  # fmt: skip
            if not 0 <= value <= most:
                return typed
        for each in [] if self.is_lowest else self.condition_rows():
            condition = each.condition()
            if condition.threshold <= 0:
                return each.number
            if each.to_stay(condition).threshold > condition.threshold:
                return each.keep
        return None

    def _further(self) -> dict[str, QLineEdit]:
        """Its name in every other language that there is."""
        made = dict[str, QLineEdit]()
        for code in sorted(set(LANGUAGES) - {"zh_CN", "en"}):
            made[code] = field(own_name(code))
            made[code].setText(self.tier.names.get(code, ""))
        return made

    def _service(self, till: Till, language: str) -> QLineEdit:
        made = field("")
        made.setMaxLength(LONGEST_SERVICE)
        made.setText(self.tier.service.get(language, ""))
        return made

    def _services(self, till: Till) -> list[tuple[str, QLineEdit]]:
        """What the counter shows whoever serves a member of the tier, by language."""
        _ = till.say
        title = _("To say or do at the counter, {language}")
        titles = {code: title.format(language=own_name(code)) for code in self.service}
        for code, one in self.service.items():
            one.setAccessibleName(titles[code])
            one.setPlaceholderText(_("like: offer the larger cup"))
        return [(title, self.service[code]) for code, title in titles.items()]

    def _discount(self, till: Till) -> QVBoxLayout:
        _ = till.say
        made = named(_("Discount in percent"), self.discount)
        made.addWidget(discounts.echo(till, self.discount, _("off the price")))
        return made

    def _criteria(self, till: Till) -> QWidget:
        _ = till.say
        criteria = self.tier.criteria or Criteria("any", (Condition("spend", 0, _YEAR),))
        self.mode = choices(
            _("How the conditions count together"),
            [(_("any one of these is enough"), "any"), (_("all of these together"), "all")],
        )
        choose(self.mode, criteria.mode)
        self.more = button(_("Add a condition"), self.add, "small", icon="add")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        if self.is_lowest:
            layout.addWidget(label(_("The lowest tier is everyone's."), "soft"))
            return made
        layout.addLayout(row(label(_("Reached by"), "heading"), self.mode, 1, self.more))
        layout.addLayout(self.rows)
        kept = self.tier.keep.conditions if self.tier.keep else ()
        less = {(each.fact, each.window): each.threshold for each in kept}
        for condition in criteria.conditions:
            self._add(till, condition, less.get((condition.fact, condition.window)))
        return made

    def _add(self, till: Till, condition: Condition, keep: int | None = None) -> None:
        made = ConditionRow(till, condition, keep, self._remove)
        self.rows.addWidget(made)
        self.follow(made.fact, made.number, made.keep, made.days, made.months)
        self._counted()
        self.show_what_comes()

    def _remove(self, gone: ConditionRow) -> None:
        self.rows.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._counted()
        self.show_what_comes()
        self.more.setFocus()

    def _counted(self) -> None:
        """The last condition stays: a tier above the lowest asks for something."""
        rows = self.condition_rows()
        self.more.setEnabled(len(rows) < MOST)
        number_names([each.remove for each in rows])
        for each in rows:
            each.remove.setEnabled(len(rows) > 1)

    def add(self) -> None:
        """One more condition, over the days of the last one."""
        conditions = self.condition_rows()
        window = Window(conditions[-1].days.currentData()) if conditions else _YEAR
        self._add(self.till, Condition("visits", 0, window))
        self.condition_rows()[-1].fact.setFocus()

    def condition_rows(self) -> list[ConditionRow]:
        """The conditions as they stand in the form."""
        return [each for each in held_by(self.rows) if isinstance(each, ConditionRow)]

    def take(self) -> None:
        """Take the tier over into the ladder, which is put in force as a whole."""
        self.made = self.read()

    def read(self) -> Tier:
        """The tier as it stands in the form; refuses a number that is none."""
        till = self.till
        criteria = keep = None
        if not self.is_lowest:
            rows = self.condition_rows()
            conditions = tuple(each.condition() for each in rows)
            mode = cast(Literal["any", "all"], self.mode.currentData())
            criteria = Criteria(mode, conditions)
            line = tuple(map(ConditionRow.to_stay, rows, conditions))
            keep = None if line == conditions else Criteria(mode, line)
        return replace(
            self.tier,
            code=text.kept(self.code.text(), till.language),
            names=self._names(),
            criteria=criteria,
            discount_percent=whole_in(till, self.discount),
            points_percent=whole_in(till, self.points),
            colour=self.colour.currentData(),
            keep=keep,
            service=self._said(),
        )

    def _said(self) -> dict[str, str]:
        """What is to be said or done, in the languages in which something is written."""
        language = self.till.language
        given = {code: one.text() for code, one in self.service.items()}
        return {code: text.kept(said, language) for code, said in given.items() if said.strip()}

    def _names(self) -> dict[str, str]:
        """The names that were given; one is needed."""
        language = self.till.language
        typed = {code: one.text() for code, one in self.named.items()}
        others = [code for code in self.tier.names if code not in typed]
        before = dict.fromkeys((*self.tier.names, *typed))  # what was first is read instead
        given = ((code, typed.get(code, self.tier.names.get(code, ""))) for code in before)
        names = {c: n if c in others else text.kept(n, language) for c, n in given if n.strip()}
        return names or {"en": text.kept("", language)}


def _colours(till: Till, now: str) -> QComboBox:
    _ = till.say
    offered: Sequence[tuple[str, object]] = [(_(name), code) for code, name in words.COLOURS]
    box = choices(_("Colour"), offered)
    choose(box, now)
    for place in range(box.count()):
        patch = QPixmap(18, 18)
        patch.fill(QColor(box.itemData(place)))
        box.setItemIcon(place, QIcon(patch))
    return box
