"""The steps of a receipt told in another language than the one it was sold in.

A receipt keeps its steps for ever in the words of the desk that sold it. They are read back here by
the texts they were made from, and told by the same texts in the other language: amounts and
percentages as they were, a tier by the name it had then, a promotion by its own, what was typed by
hand as it was typed. Words that no text fits stay as they were kept.
"""

import re
from decimal import Decimal
from functools import cache

from shopdesk import inputs, promotions, tier_history
from shopdesk.buying import PLAIN, is_plain
from shopdesk.language import LANGUAGES, N_, translator
from shopdesk.pricing import PERCENT, Step
from shopdesk.promise_words import tenths
from shopdesk.receipts import Purchase
from shopdesk.refusals import UnknownReceipt
from shopdesk.shop import Desk

_OFFERS = (
    N_("{amount} off each"), N_("{amount} each"), N_("one in {nth} at {percent} off"),
    N_("{percent} off from {minimum}"), N_("{amount} off for every {minimum}"),
    N_("{amount} off from {minimum}"), N_("{amount} off"), N_("{percent} off"),
)  # fmt: skip
"""What promotions and vouchers take off, as ``offering`` and ``inspection`` say it."""

_TEXTS: dict[str, tuple[str, ...]] = {
    "pass": (N_("{name}: by a pass"),),
    "hand_price": (N_("{name} for {price}: {reason}"),),
    "promotion": _OFFERS,
    "member_price": (N_("Member price"),),
    "tier": (N_("{tier}: {percent} off"),),
    "order": _OFFERS,
    "discount": (N_("Discount: {reason}"),),
    "voucher": _OFFERS,
    "points": (N_("{points} points"), N_("1 point")),
    "rounding": (N_("Rounded down"),),
}
"""The texts that the why of each kind of step was made from."""

_FORMER = {
    ("tier", "en"): {"{tier}: {percent} percent off": "{tier}: {percent} off"},
    ("voucher", "en"): {"{percent} percent off": "{percent} off"},
    ("voucher", "zh_CN"): {"{tenths} 折券": "{percent} off"},
}
"""What 0.1.0 said in other words, by kind and language, and the text it is now."""

_MONEY = r"[^\s\d]+\s?[\d,.]+"
_VALUES = {
    "amount": _MONEY, "minimum": _MONEY, "price": _MONEY, "percent": r"\d+%?", "tenths": r"[\d.]+",
    "nth": r"\d+", "points": r"[\d,]+", "name": ".+?",
}  # fmt: skip
"""How values look in a text; a name ends where a price can follow, all else as late as it can."""


def said(desk: Desk, receipt: Purchase, language: str) -> tuple[Step, ...]:
    """The steps of a receipt in a language; those kept in it as they are, without a look-up.

    Refuses what is no receipt, and a language there is not.
    """
    if not isinstance(receipt, Purchase):
        raise UnknownReceipt(desk.language, receipt=receipt)
    language = inputs.choice(language, LANGUAGES, desk.language)
    return tuple(step._replace(why=_again(desk, receipt, step, language)) for step in receipt.steps)


def _again(desk: Desk, receipt: Purchase, step: Step, language: str) -> str:
    """The why of one step; its own language is tried first, for then there is nothing to tell."""
    for kept in (language, *LANGUAGES):
        found = _read(receipt, step, kept)
        if found is None:
            continue
        if kept == language:
            break
        message, values = found
        values |= _rate(values) | _names(desk, receipt, values, kept, language)
        return _text(step.kind, message, language).format(**values)
    return step.why


def _read(receipt: Purchase, step: Step, language: str) -> tuple[str, dict[str, str]] | None:
    """The text that a why was made from, and its values; nothing where it is of no such text.

    What it names is one of the goods: else a reason may be taken for a text.
    """
    goods = {line.name for line in receipt.lines}
    texts = {_text(step.kind, message, language): message for message in _TEXTS.get(step.kind, ())}
    for text, message in (texts | _FORMER.get((step.kind, language), {})).items():
        found = _shape(text).fullmatch(step.why)
        values = {} if found is None else found.groupdict()
        name = values.get("name")
        if found is not None and (name is None or name in goods or is_plain(None, name)):
            return message, values
    return None


def _text(kind: str, message: str, language: str) -> str:
    """A text in a language; that of a promotion stands behind its name."""
    _ = translator(language)
    if kind in ("promotion", "order"):
        return _("{promotion}: {offer}").replace("{offer}", _(message))
    return _(message)


@cache
def _shape(text: str) -> re.Pattern[str]:
    """What a text looks like with its values in it."""
    parts = re.split(r"\{(\w+)\}", text)
    for place, part in enumerate(parts):
        is_value = place % 2
        parts[place] = f"(?P<{part}>{_VALUES.get(part, '.+')})" if is_value else re.escape(part)
    return re.compile("".join(parts), re.DOTALL)


# --- what is called otherwise in the other language --------------------------------------------


def _rate(values: dict[str, str]) -> dict[str, str]:
    """A percentage both ways, as one of them was kept."""
    if "tenths" in values:
        percent = PERCENT - int(Decimal(values["tenths"]) * 10)
    elif "percent" in values:
        percent = int(values["percent"].removesuffix("%"))
    else:
        return {}
    return {"percent": f"{percent}%", "tenths": str(tenths(percent))}


def _names(
    desk: Desk, receipt: Purchase, values: dict[str, str], kept: str, language: str
) -> dict[str, str]:
    """What has a name of its own in the other language."""
    if "tier" in values:
        return {"tier": tier_history.of_receipt(desk, receipt.id, language)}
    if "promotion" in values:
        return {"promotion": _title(desk, receipt, values["promotion"], kept, language)}
    is_amount = any(is_plain(line.product_id, line.name) for line in receipt.lines)
    if is_amount and is_plain(None, values.get("name", "")):
        return {"name": translator(language)(PLAIN)}
    return {}


def _title(desk: Desk, receipt: Purchase, name: str, kept: str, language: str) -> str:
    """A promotion's name in the other language; as it was kept where several may be meant."""
    named = [one for one in promotions.listed(desk) if one.title(kept) == name]
    running = [one for one in named if one.starts_on <= receipt.on <= (one.ends_on or receipt.on)]
    titles = {one.title(language) for one in running or named}
    return titles.pop() if len(titles) == 1 else name
