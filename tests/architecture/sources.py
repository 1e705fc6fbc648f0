"""The project's own source as the tests of this folder read it."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("shopdesk", "reports", "ui")
MIGRATIONS = ROOT / "shopdesk" / "store" / "migrations"


def modules(*rooms: str) -> list[Path]:
    """The Python files of these rooms (of all three unless named), migrations included."""
    return [file for room in rooms or ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


@lru_cache
def tree(file: Path) -> ast.Module:
    """A file as Python understands it."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


@lru_cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """Everything in a file, whatever it is in: walked once for all who ask."""
    return tuple(ast.walk(tree(file)))


def place(file: Path, node: ast.AST | None = None) -> str:
    """Where something stands, as an editor opens it."""
    line = f":{node.lineno}" if node is not None else ""
    return f"{file.relative_to(ROOT).as_posix()}{line}"


def calls(*files: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in these files, and where it stands."""
    for file in files:
        where = place(file)
        for node in nodes(file):
            if isinstance(node, ast.Call):
                yield f"{where}:{node.lineno}", node


def imports(*files: Path) -> Iterator[tuple[str, str]]:
    """Everything these files import, wherever in them: the place and the room it is in.

    The room is the first part of the full name, and a dot for a relative import.
    """
    for file in files:
        for node in nodes(file):
            if isinstance(node, ast.Import):
                yield from ((place(file, node), alias.name.split(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield place(file, node), "." if node.level else str(node.module).split(".")[0]
