"""The form of a tier, and the ladder that is being changed, each with what it would come to."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import tiers
from ui import background
from ui.pages.settings_ladder import LadderSection
from ui.pages.settings_ladder_form import TierForm
from ui.pages.settings_ladder_prospect import LadderProspect
from ui.till import Till
from ui.window import Window


def _reckoned(prospect: LadderProspect) -> None:
    """Both looks, one after the other."""
    prospect.look()
    for _look in range(2):
        background.finish()
        QApplication.processEvents()


def _tier(parent: QWidget, till: Till) -> QWidget:
    lowest, silver, *above = tiers.ladder(till.desk)
    return TierForm(
        till, parent, silver, is_lowest=False, is_new=False,
        tried=lambda made: {"ladder": [lowest, made, *above]},
    )  # fmt: skip


def _lower(parent: QWidget, till: Till) -> QWidget:
    """Silver for half as much and three percent off: who would move, and what it costs."""
    form: TierForm = _tier(parent, till)
    form.condition_rows()[0].number.setText("500")
    form.discount.setText("3")
    _reckoned(form.prospect)
    return form


def _wrong(parent: QWidget, till: Till) -> QWidget:
    """More off than there is."""
    form: TierForm = _tier(parent, till)
    form.discount.setText("101")
    return form


def _changed(window: Window, till: Till) -> None:
    window.frame.show_page("settings", {"section": "ladder"})
    section: LadderSection = window.frame.page.section
    lowest, silver, *above = section.draft
    section.show_draft([lowest, replace(silver, discount_percent=6), *above], 1)
    _reckoned(section.prospect)


FORMS = {"tier": _tier, "tier-lower": _lower, "tier-wrong": _wrong}
PAGES = {"settings-ladder-changed": _changed}
