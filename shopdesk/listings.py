"""A list of cards made elsewhere that a shop brings along."""

from typing import Any

from shopdesk import cards, cells, history_names
from shopdesk.cells import ValueMissing
from shopdesk.import_job import Job, Kind
from shopdesk.refusals import NumberTaken
from shopdesk.store.change import Change
from shopdesk.store.staging import Staged
from shopdesk.topics import Topic


def _read_card(job: Job, row: int, values: dict[str, str]) -> Staged:
    desk = job.desk
    for column in ("member", "card"):
        if not cells.given(values[column]):
            raise ValueMissing(desk.language, column=column)
    code = cards.foreign(desk, cells.numeral(values["card"]))
    who = cells.numeral(values["member"])
    return Staged(row, job.today.toordinal(), 0, None, who, 0, code)


def _check_card(job: Job, staged: Staged) -> None:
    """Refuse a member nobody knows, and a card that is taken, here or by an earlier row."""
    history_names.known_member(job.desk, staged.who or "")
    cards.refuse_taken(job.desk, staged.body)
    if job.staging.known(f"card {staged.body}") is not None:
        raise NumberTaken(job.desk.language, number=staged.body)
    job.staging.know(f"card {staged.body}", staged.row)


def _write_cards(job: Job, made: Change) -> None:
    for staged in job.staging.good():
        cards.bind(made, history_names.known_member(made.desk, staged.who or ""), staged.body)
        job.tick()


def _cards_summary(_job: Job) -> dict[str, Any]:
    return {}


CARDS = Kind("cards", (Topic.MEMBERS,), _read_card, _check_card, _write_cards, _cards_summary)
