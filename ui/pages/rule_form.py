"""A reward rule as it is made or changed: when, for whom, what, how often; told as one types."""

from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtWidgets import QPushButton, QWidget

from shopdesk import Refused, reward_rules, rewards, segments, text
from shopdesk.permissions import may
from shopdesk.promise_words import CHANNELS
from shopdesk.refusals import NameTaken
from shopdesk.reward_rules import Limits, Rule
from shopdesk.what_if import Rules
from ui.pages.rule_limits import LimitFields
from ui.pages.rule_prospect import Prospect
from ui.pages.rule_reward import RewardFields
from ui.pages.rule_trigger import TriggerFields
from ui.pages.settings_part import choices, choose, pair
from ui.pages.what_if_form import WhatIf
from ui.till import Till
from ui.widgets.days import day_chosen, day_field
from ui.widgets.editor import Editor
from ui.widgets.fitted_grid import FittedGrid
from ui.widgets.in_both import Check
from ui.widgets.parts import button, card, column, field, held, label, named, row
from ui.widgets.scrolling import Snug, by_keys
from ui.widgets.several import Several

_MOST_TOLD = 220
"""Pixels that what is told takes at most; the rest of it scrolls."""


class RuleForm(Editor):
    """A new rule that begins with ``values``, or one that is ``edited``."""

    def __init__(
        self, till: Till, page: QWidget, values: dict[str, Any], *, edited: Rule | None = None
    ) -> None:
        _ = till.say
        self.edited, self.is_ready, self.key = edited, False, f"rule:{uuid4().hex}"
        self.name = field(_("Name"), _("As vouchers and lists show it"))
        self.name_en = field(_("English name"), _("Optional"))
        self.name.setText(values["name"])
        self.name_en.setText(values.get("name_en") or "")
        for typed in (self.name, self.name_en):
            typed.setCursorPosition(0)
        self.triggers = Several(
            till, _listed(values["trigger"]), partial(self._trigger, till), rewards.joining(),
            add=_("Or also…"), remove=_("Take this trigger away"), changed=self.show_what_comes,
        )  # fmt: skip
        self.rewards = Several(
            till, _listed(values["reward"]), partial(self._reward, till), rewards.Points(100),
            add=_("And also…"), remove=_("Take this reward away"), changed=self.show_what_comes,
        )  # fmt: skip
        self.limits = LimitFields(till, values.get("limits") or Limits(), self.show_what_comes)
        self.segment = self._segments(till, values.get("segment"))
        self.channel = choices(
            _("How it comes"), [(_(words), one) for one, words in CHANNELS.items()]
        )
        choose(self.channel, values.get("channel") or "counter")
        self.days = self._days(till, values)
        self.what_if = button(_("Try it on the months gone by…"), self.try_on_the_past, "small")
        if not may(till.desk, "what_if.simulate"):
            self.what_if.hide()
        self.prospect = Prospect(till, None if edited is None else edited.id)
        told = by_keys(Snug(self.prospect), _("What the rule says"))
        told.setMaximumHeight(_MOST_TOLD)
        super().__init__(
            till, page, _("New rule") if edited is None else _("Change a rule"),
            pair(named(_("Name"), self.name), named(_("English name"), self.name_en)),
            FittedGrid([self._when(till), self._what(till)], (2, 1), space=28, is_filled=True),
            submit=self.save, ok=_("Save"), width=960, foot=card(told, margin=12),
        )  # fmt: skip
        self.follow(
            self.name, self.name_en, self.segment, self.channel, self.first, self.last, self.has_end
        )
        self.is_ready = True
        self.show_what_comes()

    # --- its parts ---

    def _when(self, till: Till) -> QWidget:
        _ = till.say
        share = named(_("Pilot: members in a hundred"), self.limits.share)
        return held(column(
            named(_("When it gives"), self.triggers),
            pair(named(_("For whom"), self.segment), share),
            named(_("From when until when"), self.days), row(self.what_if, 1), 1, space=14,
        ))  # fmt: skip

    def _what(self, till: Till) -> QWidget:
        _ = till.say
        return held(column(
            named(_("What it gives"), self.rewards),
            named(_("How it comes"), self.channel), self.limits, 1, space=14,
        ))  # fmt: skip

    def _trigger(self, till: Till, trigger: Any, remove: QPushButton) -> QWidget:
        return TriggerFields(till, trigger, self.show_what_comes, remove)

    def _reward(self, till: Till, reward: Any, remove: QPushButton) -> QWidget:
        return RewardFields(till, reward, self.show_what_comes, remove)

    def _segments(self, till: Till, chosen: int | None) -> Any:
        _ = till.say
        offered: list[tuple[str, object]] = [(_("Every member"), None)]
        offered += [(one.title(till.language), one.id) for one in segments.listed(till.desk)]
        made = choices(_("For whom"), offered)
        choose(made, chosen)
        return made

    def _days(self, till: Till, values: dict[str, Any]) -> QWidget:
        _, today = till.say, till.desk.today()
        first, last = values.get("starts_on") or today, values.get("ends_on")
        self.first = day_field(_("First day"), first)
        self.first.setEnabled(self.edited is None or first > today)
        self.last = day_field(_("Last day"), last or max(first, today))
        self.has_end = Check(_("through"))
        self.has_end.setChecked(last is not None)
        self.last.setEnabled(last is not None)
        self.has_end.toggled.connect(self.last.setEnabled)
        return held(row(label(_("from")), self.first, self.has_end, self.last, 1))

    # --- what it would be ---

    def values(self) -> dict[str, Any]:
        """What was typed and chosen; refuses a number that is none."""
        return {
            "name": self.name.text().strip(),
            "name_en": self.name_en.text().strip() or None,
            "trigger": [one.trigger() for one in self.triggers.parts],
            "reward": [one.reward() for one in self.rewards.parts],
            "segment": self.segment.currentData(),
            "limits": self.limits.limits(),
            "channel": self.channel.currentData(),
            "starts_on": day_chosen(self.first),
            "ends_on": day_chosen(self.last) if self.has_end.isChecked() else None,
        }

    def show_what_comes(self) -> None:
        """Say the whole rule and what would come of it, or why this cannot be."""
        if not self.is_ready:
            return
        self.what_if.setEnabled(False)
        try:
            wrong = self._shown()
        except Refused as refusal:
            self.prospect.refuse(self.is_wrong(refusal), is_missing=self.is_missing)
            return
        self.is_right()
        self.what_if.setEnabled(True)
        try:
            self.require_name()
        except Refused as refusal:
            wrong = refusal
        if wrong is not None:
            self.prospect.lacks(self.is_wrong(wrong))

    def _shown(self) -> Refused | None:
        """Tell what the fields make, be the name taken or not: then it is returned."""
        try:
            self.prospect.show_values(self.values())
        except NameTaken as taken:
            self.prospect.show_values({**self.values(), "name": ""})
            return taken
        return None

    def try_on_the_past(self) -> None:
        """Say what the rule would have come to in the months gone by; nothing is saved."""
        _, values = self.till.say, self.values()
        if self.fault is not None or not values["name"]:
            values["name"] = text.free(values["name"] or _("This rule"), self._taken())
        rules = Rules(added=[values])
        if self.edited is not None:
            rules = Rules(changed={self.edited.id: values})
        WhatIf(self.till, self, {"rules": rules}, title=_("This rule in the past")).filled()

    def _taken(self) -> set[str]:
        return {rule.name for rule in reward_rules.listed(self.till.desk)}

    def save(self) -> None:
        """Put it in force, or change it from now on."""
        till, values = self.till, self.values()
        if self.edited is None:
            saved = rewards.add(till.desk, **values, key=self.key)
        else:
            saved = rewards.edit(till.desk, self.edited.id, **values)
        self.saved, _ = saved, till.say
        till.tell(_("{name} is saved.").format(name=saved.title(till.language)))


def _listed(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [given]
