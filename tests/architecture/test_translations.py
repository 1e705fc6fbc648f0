"""Every text is found by the tool that collects them, and stands in every language."""

import ast
from collections import defaultdict
from functools import lru_cache
from string import Formatter

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

import dev
from tests.architecture.sources import ROOMS, ROOT, calls, modules, nodes, place

MARKS = {"_", "N_", "ngettext"}
LOOKUPS = {"translator", "plural"}
COMPOSING = {"format", "join", "replace"}
PO = dev.LOCALE / "zh_CN" / "LC_MESSAGES" / "shopdesk.po"


@lru_cache
def texts_of_the_code():
    keywords = parse_keywords(dev.KEYWORDS)
    found = {}
    for room in ROOMS:
        for name, line, text, *_ in extract_from_dir(ROOT / room, keywords=keywords):
            found.setdefault(text, f"{room}/{name}:{line}")
    return found


@lru_cache
def catalogue():
    assert PO.exists(), "There is no Chinese catalogue: run python3 dev.py translate."
    with PO.open("rb") as file:
        return {message.id: message for message in read_po(file) if message.id}


def forms(text):
    """A text, or the forms of one that counts."""
    return text if isinstance(text, tuple) else (text,)


def placeholders(text):
    return {name for form in forms(text) for _, name, *_ in Formatter().parse(form) if name}


def is_composed(node):
    match node:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.Call(func=ast.Attribute(attr=verb)):
            return verb in COMPOSING
    return False


def test_a_text_is_translated_before_it_is_filled_in():
    composed = [
        where
        for where, call in calls(*modules())
        if isinstance(call.func, ast.Name) and call.func.id in MARKS
        if any(map(is_composed, call.args))
    ]
    advice = 'can never match a translation; write _("… {x}").format(x=x) there'
    assert not composed, f"{composed} {advice}."


def test_a_text_is_written_where_it_can_be_collected():
    unseen = [
        where
        for where, call in calls(*modules())
        if is_unseen_lookup(call.func)
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value
    ]
    assert not unseen, f"Name the lookup _ (or ngettext) first, or mark the text by N_: {unseen}."


def is_unseen_lookup(called):
    """``translator(language)("…")`` and ``till.say("…")``: nothing there that is collected."""
    match called:
        case ast.Call(func=ast.Name(id=name)):
            return name in LOOKUPS
        case ast.Attribute(attr="say"):
            return True
    return False


def test_a_text_is_not_hidden_in_an_f_string():
    hidden = [
        place(file, inner)
        for file in modules()
        for outer in nodes(file)
        if isinstance(outer, ast.JoinedStr)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Call)
        if isinstance(inner.func, ast.Name) and inner.func.id in MARKS
        if isinstance(inner.args[0], ast.Constant)
    ]
    assert not hidden, f"The tool that collects texts cannot see into an f-string: {hidden}."


def test_every_text_of_the_code_stands_in_chinese():
    missing = {
        where: text
        for text, where in texts_of_the_code().items()
        if (message := catalogue().get(text)) is None
        or message.fuzzy
        or not all(forms(message.string))
    }
    assert not missing, f"Run python3 dev.py translate and translate {len(missing)}: {missing}."


def test_the_catalogue_holds_nothing_that_is_no_longer_said():
    stale = catalogue().keys() - texts_of_the_code().keys()
    assert not stale, f"Run python3 dev.py translate: {sorted(map(str, stale))}."


def test_translations_fill_in_what_the_code_gives():
    given = values_given()
    wrong = {}
    for text, message in catalogue().items():
        here, there = placeholders(text), placeholders(message.string)
        may_choose = given[text] > here
        if (
            all(forms(message.string))
            and here != there
            and not (may_choose and there <= given[text])
        ):
            wrong[text] = message.string
    assert not wrong, f"The names in braces differ: {wrong}."


def values_given():
    """What the code hands each text to fill in, where the text and the values stand together.

    ``_("{percent} off").format(percent=…, tenths=…)`` lets each language take what it
    needs of them, and so does ``words.first(N_("…"), name=…)``.
    """
    given = defaultdict(set)
    for _, call in calls(*modules()):
        for text in map(marked_text, [*call.args, getattr(call.func, "value", None)]):
            given[text] |= {keyword.arg for keyword in call.keywords if keyword.arg}
    return given


def marked_text(node):
    match node:
        case ast.Call(func=ast.Name(id=mark), args=[ast.Constant(value=text)]) if mark in MARKS:
            return text
        case ast.Call(
            func=ast.Name(id="ngettext"),
            args=[ast.Constant(value=one), ast.Constant(value=many), _],
        ):
            return (one, many)
    return None
