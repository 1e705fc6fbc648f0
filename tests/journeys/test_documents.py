"""What the documents say is done: their examples run, their links lead somewhere."""

import ast
import re
import shlex
from pathlib import Path

import pytest

import shopdesk
from shopdesk import Refused, imports
from tests.architecture.sources import ROOT
from ui.cli import main

PIN = "258025"
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda file: file.as_posix()
)
RUN = ("README.md", "README.zh-CN.md", "docs/scripting.md", "docs/importing.md")

BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
VALUE = re.compile(r"  # = (.+)")
EXITS = re.compile(r"\s+# exits (\d)$")
ANYTHING = "…"


def name(document):
    return document.relative_to(ROOT).as_posix()


def blocks(document):
    """Each fenced block: its language, the file it says it is, its text and line."""
    written = document.read_text(encoding="utf-8")
    for found in BLOCK.finditer(written):
        yield *found.groups(), written.count("\n", 0, found.start()) + 2


class ValuesCompared(ast.NodeTransformer):
    """Turns ``expression  # = value`` into a comparison of the two."""

    def __init__(self, text):
        self.lines = text.encode().splitlines()

    def visit_Expr(self, node):
        behind = self.lines[node.end_lineno - 1][node.end_col_offset :].decode()
        if said := VALUE.fullmatch(behind):
            expected = ast.parse(said[1], mode="eval").body
            same = ast.Name("is_as_the_document_says", ast.Load())
            node.value = ast.Call(same, [node.value, expected], [])
        return ast.fix_missing_locations(node)


def is_as_the_document_says(found, expected):
    assert found == expected


def run_python(text, line, document, names):
    tree = ast.increment_lineno(ValuesCompared(text).visit(ast.parse(text)), line - 1)
    names["is_as_the_document_says"] = is_as_the_document_says
    exec(compile(tree, str(document), "exec"), names)


def run_console(text, capsys):
    """Run the lines ``$ shopdesk …`` and compare what they print with the lines below each."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *printed = part.rstrip("\n").split("\n")
        if not command.startswith("shopdesk "):
            continue
        exits = EXITS.search(command)
        capsys.readouterr()
        status = main(shlex.split(EXITS.sub("", command))[1:])
        said = capsys.readouterr()
        assert status == (int(exits[1]) if exits else 0), (command, said)
        if printed:
            expected = ".*".join(map(re.escape, "\n".join(printed).split(ANYTHING)))
            found = (said.out + said.err).rstrip("\n")
            assert re.fullmatch(expected, found, re.DOTALL), (command, found)


@pytest.mark.parametrize("document", RUN)
def test_the_examples_of_a_document_run(document, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHOPDESK_PIN", PIN)
    monkeypatch.delenv("SHOPDESK_STAFF", raising=False)
    names, ran = {}, 0
    for language, file, text, line in blocks(ROOT / document):
        if file:
            Path(file).write_text(text, encoding="utf-8")
        elif language == "python":
            run_python(text, line, document, names)
        elif language == "console":
            run_console(text, capsys)
        ran += 1
    assert ran, f"No example was found in {document}."


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_and_picture_leads_somewhere(document):
    broken = [
        link
        for link in LINK.findall(document.read_text(encoding="utf-8"))
        if not re.match(r"https?:", link) and not leads_somewhere(document, link)
    ]
    assert not broken, f"{name(document)} points at what is not there: {broken}."


def leads_somewhere(document, link):
    path, _, heading = link.partition("#")
    target = document.parent / path if path else document
    if not target.exists():
        return False
    return not heading or heading in headings(target)


def headings(document):
    """The anchors of a document's headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


def test_every_picture_is_shown_and_small():
    shown = {
        (document.parent / link).resolve()
        for document in DOCUMENTS
        for link in LINK.findall(document.read_text(encoding="utf-8"))
    }
    for picture in (ROOT / "docs" / "pictures").iterdir():
        assert picture.resolve() in shown, f"No document shows {picture.name}."
        assert picture.stat().st_size <= 250_000, f"{picture.name} is larger than 250 kB."


def all_refusals(kind=Refused):
    assert imports, "It brings the refusals of single rows."
    for refusal in kind.__subclasses__():
        yield refusal
        yield from all_refusals(refusal)


def test_every_refusal_is_explained():
    table = (ROOT / "docs" / "scripting.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`(\w+)`(?=[^|\n]*\|)", table[table.index("## Refusals") :]))
    missing = {refusal.code for refusal in all_refusals()} - explained
    assert not missing, f"Say in docs/scripting.md when these come: {sorted(missing)}."


def test_the_newest_change_is_of_this_version():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[([\d.]+)\]", changes, re.MULTILINE)
    assert newest, "CHANGELOG.md names no version."
    assert newest[1] == shopdesk.__version__
