"""What the sample shop knows of its first regulars besides what they buy."""

import json
from collections.abc import Sequence
from typing import Any

from shopdesk import dates, families, preferences, tags
from shopdesk.demo_people import Regular
from shopdesk.language import RESOURCES
from shopdesk.shop import Desk


def know(desk: Desk, people: Sequence[Regular], word: str) -> None:
    """Keep likes, tags and days of those who joined, in the language of ``word`` (zh or en)."""
    with (RESOURCES / "demo" / "known.json").open(encoding="utf-8") as file:
        known: dict[str, Any] = json.load(file)
    joined = [person.member_id for person in people if person.member_id is not None]
    for member_id, about in zip(joined, known["people"], strict=False):
        preferences.put(desk, member_id, about["likes"][word])
        tags.put(desk, member_id, [tag[word] for tag in about["tags"]])
        if (day := about["day"]) is not None:
            month, of_month = day["on"]
            dates.add(
                desk, member_id, name=day[word], kind=day["kind"],
                day=None if day["lunar"] else (month, of_month),
                lunar_day=(month, of_month) if day["lunar"] else None,
            )  # fmt: skip
    if len(joined) > 1:
        families.start(desk, known["family"][word], joined[:2])
