"""No English text says *1 points*: what counts has two forms, or is named before its number."""

import re

from tests.architecture.test_translations import texts_of_the_code

_COUNTED = re.compile(
    r"\{(\w+)\}(?: (?:more|other|new|blank|whole|different|rejected|open|first|last))* ([a-z]+s)\b"
)
"""A value, and right behind it a word that may be several of something."""
_NO_NOUNS = {
    "is", "was", "has", "does", "goes", "comes", "becomes", "pays", "costs", "brings", "belongs",
    "finds", "hands", "gives", "takes", "needs", "stands", "signs", "waits", "ends", "already",
    "less", "owes", "holds", "lowers", "arrives", "runs", "keeps", "moves", "wants", "fits",
    "this", "as", "us", "its", "his", "spends", "says", "bonus", "uses", "likes", "earns", "names",
    "leaves",
}  # fmt: skip
"""What a name does, and not how many of something there are."""
_NEVER_ONE = {
    "name", "gift", "member", "partner", "rule", "product", "promotion", "category",
    "most", "longest",
}  # fmt: skip
"""Values that are no number, or a limit of the program's own, which is larger."""

ALLOWED = {
    "This is no picture that can be the shop's logo: a JPEG or PNG, kept as at most {side} by"
    " {side} pixels and {most} kB.": "hundreds",
    "The picture is too small or too narrow for a logo: made to fit, each side has {least} pixels"
    " at least.": "16",
    "They are good for {count} days.": "has a sentence of its own for 1",
    "They are good for {count} months.": "has a sentence of its own for 1",
    "They are good to the end of the month, {count} months later.": "has one of its own for 1",
    "They are good to 31 December, {count} years later.": "has a sentence of its own for 1",
    "They end {count} months after the last purchase.": "has a sentence of its own for 1",
    "{points} points": "has a text of its own for 1",
    "in the last {days} days": "one day is today",
    "Back after {count} days": "from 60 days on",
    "every {count} visits": "from the second visit on",
    "The row has {cells} cells, the heading {columns}: a comma too many?": "more than a heading",
    "row {row} has {columns} columns, {most} is the most.": "more than the most",
    "{count} vouchers are too many at once: {most} at most. Choose fewer members.": "too many",
    "These members were merged on {date}. That can be undone for {days} days.": "30",
    "{name} ({number}) will be closed; number and cards will lead to the one who stays. It can be "
    "undone for {days} days.": "30",
    "What adds up is added, a debt is netted; the older day of joining and the higher tier with its"
    " review count; what the one who stays lacks of phone, birthday, preferences and photo is taken"
    " over, and what both have stays as it is there. For {days} days it can be undone, as long as"
    " nothing of what came over was spent; afterwards it stays so.": "30",
    "Voucher {code} was valid until {date}, more than {days} days ago. Issue a new one"
    " instead.": "30",
    "No member bought anything in the last {count} whole months: what the ladder costs is seen"
    " once they do.": "a constant",
    "Nobody's tier is reviewed in the next {days} days.": "a constant",
    "Reviews of the next {days} days": "a constant",
    "at most {gap} ms between two keys": "a unit",
    "{members} members, {receipts} receipts and {vouchers} vouchers in two years.": "thousands",
}
"""What may stand as it is, and why the number is never 1."""


def counting():
    """Every text of one form in which a value counts what stands behind it, and where it is."""
    return {
        text: where
        for text, where in texts_of_the_code().items()
        if isinstance(text, str)
        for value, word in _COUNTED.findall(text)
        if value not in _NEVER_ONE and word not in _NO_NOUNS
    }


def test_what_counts_has_two_forms():
    wrong = {where: text for text, where in counting().items() if text not in ALLOWED}
    assert not wrong, f'{wrong}: use ngettext, or say it as "Points: {{count}}".'


def test_nothing_is_allowed_that_is_no_longer_said():
    assert not ALLOWED.keys() - counting().keys()


def test_a_counted_noun_is_told_from_what_a_name_does():
    assert _COUNTED.findall("{n} more points and {name} has {count} days") == [
        ("n", "points"), ("name", "has"), ("count", "days"),
    ]  # fmt: skip
