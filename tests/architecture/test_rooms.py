"""Everything has its place; what import-linter can see is in pyproject.toml, the rest is here."""

import ast

from tests.architecture.sources import MIGRATIONS, ROOMS, ROOT, imports, modules, nodes, place

FOLDERS = {*ROOMS, "resources", "tests", "docs"}
MADE = {"build", "dist", "out", "__pycache__"}
FILES = {
    "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md",
    "README.zh-CN.md", "THIRD_PARTY.md", "dev.py", "installer.spec", "pyproject.toml",
}  # fmt: skip
TESTS = {
    "architecture",
    "benchmarks",
    "core",
    "data",
    "journeys",
    "proof",
    "reports",
    "store",
    "ui",
}


def test_the_top_of_the_house_has_only_its_rooms():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    strangers = found - FOLDERS - MADE - FILES
    assert not strangers, f"Put {sorted(strangers)} into a room, or name the new room in here."


def test_the_tests_mirror_the_rooms():
    strangers = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()}
    strangers -= {*TESTS, "__pycache__"}
    assert not strangers, f"Tests lie in the room they test, not in {sorted(strangers)}."


def test_resources_hold_no_code():
    code = [place(file) for file in modules("resources")]
    assert not code, f"Code belongs into a room: {code}."


def test_only_the_entry_of_the_core_hands_over_to_the_faces():
    core = [file for file in modules("shopdesk") if file.name != "__main__.py"]
    upward = [where for where, room in imports(*core) if room in {"reports", "ui"}]
    assert not upward, f"The core knows neither paper nor faces: {upward}."


def test_a_migration_stands_alone():
    found = imports(*sorted(MIGRATIONS.glob("*.py")))
    ours = [where for where, room in found if room in {".", *ROOMS}]
    assert not ours, f"A migration must mean the same in ten years, so it imports no code: {ours}."


def test_no_layout_is_asked_for_its_items():
    asking = [
        place(file, node)
        for file in modules("ui")
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr == "itemAt"
    ]
    assert asking == [], "see ui/widgets/laid.py"
