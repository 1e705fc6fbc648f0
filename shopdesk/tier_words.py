"""What is said of each way in which a member came to a tier, kept it, or holds it from outside."""

from datetime import date

from shopdesk import day_words
from shopdesk.language import N_, translator

SENTENCES = {
    "joined": N_("Joined as {tier}"),
    "upgrade": N_("Moved up from {before} to {tier}"),
    "kept": N_("Kept {tier} at the review of {reviewed}"),
    "step_down": N_("Stepped down from {before} to {tier} after the review of {reviewed}"),
    "recounted": N_("Put from {before} to {tier} when everyone was counted again"),
    "reverted": N_("Back from {before} to {tier}: what it stood on was given back"),
    "restored": N_("Back from {before} to {tier}: a receipt entered late kept it"),
    "merged": N_("Stands on {tier}, which came with a merged membership"),
    "unmerged": N_("Back from {before} to {tier}: a merge was undone"),
    "lock": N_("Fixed on {tier}: {reason}"),
    "lock_until": N_("Fixed on {tier} through {until}: {reason}"),
    "lock_lifted": N_("No longer fixed on {tier}: {reason}"),
    "floor": N_("At least {tier}: {reason}"),
    "floor_until": N_("At least {tier} through {until}: {reason}"),
    "floor_lifted": N_("No longer at least {tier}: {reason}"),
    "trial_until": N_("{tier} on trial through {until}"),
    "trial_lifted": N_("{tier} is no longer on trial: {reason}"),
    "paid_until": N_("{tier} paid for through {until}"),
    "paid_lifted": N_("{tier} is no longer paid for: {reason}"),
}
"""One sentence each for changes of the earned tier and for what overlays it."""


def of_overlay(kind: str, until: date | None) -> str:
    """Under which name the sentence of an overlay stands that began."""
    return kind if until is None else f"{kind}_until"


def said(language: str, kind: str, **facts: object) -> str:
    """The sentence of one kind in a language."""
    return translator(language)(SENTENCES[kind]).format(**day_words.spoken(facts, language))
