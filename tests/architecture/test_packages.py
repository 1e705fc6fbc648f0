"""Whose work we use is written down, with its licence."""

import re

import dev
from tests.architecture.sources import ROOT

PIN = re.compile(r"^([a-z0-9._-]+)==", re.MULTILINE)


def test_every_package_is_named_with_its_licence():
    pinned = {
        name for file in dev.REQUIREMENTS.glob("*.txt") for name in PIN.findall(file.read_text())
    }
    rows = re.findall(
        r"^\|(.+)\|$", (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    named = {word for row in rows for word in re.findall(r"[a-z0-9-]+", row.lower())}
    assert pinned, "No pinned package was found in .requirements."
    unnamed = sorted(pinned - named)
    assert not unnamed, f"Look up the licence and add to THIRD_PARTY.md: {unnamed}."
