"""Forms that try a change on the months gone by."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import events, gifts, rewards, tiers
from shopdesk.reward_rules import Limits
from shopdesk.what_if import Rules
from ui import background
from ui.pages.what_if_form import WhatIf
from ui.till import Till

Change = Callable[[Till], Mapping[str, Any]]


def _halved(till: Till) -> Mapping[str, Any]:
    """The ladder in force, asking for half as much."""
    found = []
    for tier in tiers.ladder(till.desk):
        criteria = tier.criteria and replace(
            tier.criteria,
            conditions=tuple(
                replace(one, threshold=max(1, one.threshold // 2))
                for one in tier.criteria.conditions
            ),
        )
        found.append(replace(tier, criteria=criteria, keep=None))
    return {"ladder": found}


def _pilot(till: Till) -> Mapping[str, Any]:
    """A gift for three of ten every month."""
    gift = gifts.catalogue(till.desk)[0]
    words = {
        "name": "每月一礼", "name_en": "A gift every month", "trigger": rewards.every("month"),
        "reward": rewards.voucher(gift=gift.id, is_again=True), "limits": Limits(share=30),
    }  # fmt: skip
    return {"rules": Rules(added=[words])}


def _tried(change: Change, *, below: int = 0) -> Callable[[QWidget, Till], QWidget]:
    """A change that was tried, scrolled down by so many hundredths."""

    def make(parent: QWidget, till: Till) -> QWidget:
        form = WhatIf(till, parent, change(till))
        background.finish()
        QApplication.processEvents()
        assert form.result_shown is not None
        if below:
            form.show()
            QApplication.processEvents()
            bar = form.body.verticalScrollBar()
            bar.setValue(bar.maximum() * below // 100)
        return form

    return make


def _of_guests(parent: QWidget, till: Till) -> QWidget:
    """A rule for an event: nobody comes to one again."""
    event = events.listed(till.desk)[0].id
    words = {"name": "到场礼", "trigger": rewards.attending(event), "reward": rewards.Points(5)}
    form = WhatIf(till, parent, {"rules": Rules(added=[words])})
    background.finish()
    QApplication.processEvents()
    return form


FORMS = {
    "what-if-ladder": _tried(_halved),
    "what-if-ladder-moves": _tried(_halved, below=35),
    "what-if-ladder-months": _tried(_halved, below=65),
    "what-if-rule": _tried(_pilot),
    "what-if-rule-guests": _of_guests,
    "what-if-rule-end": _tried(_pilot, below=100),
}
