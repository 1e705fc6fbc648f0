"""What members agreed to, and took back, with the day and the words they were shown."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shopdesk import inputs, people, selves, text
from shopdesk.language import LANGUAGES, N_, translator
from shopdesk.shop import Desk
from shopdesk.store.change import change
from shopdesk.store.columns import CONSENTS
from shopdesk.store.statements import prepared
from shopdesk.store.tables.knowing import Consent as Row
from shopdesk.topics import Topic

KINDS = CONSENTS
"""``data``: that what is known of them is kept; ``marketing``: that they may be written to."""
WORDINGS = {
    "data": N_(
        "{shop} may keep my name, phone, birthday and purchases for my membership. "
        "I may see, correct and have them erased at any time."
    ),
    "marketing": N_("{shop} may write to me with offers and news. I may stop that at any time."),
}
"""What somebody is shown or told before they agree, where the shop has no words of its own."""


@dataclass(frozen=True, slots=True)
class Consent:
    """That a member agreed to something on a day, or took it back; ``wording`` is what was said."""

    id: int
    member_id: int
    on: date
    kind: str
    is_given: bool
    wording: str


def wording(desk: Desk, kind: str, language: str | None = None) -> str:
    """What somebody agrees to: the shop's own words, else the program's in ``language`` or the
    shop's. Refuses any other kind."""
    inputs.choice(kind, KINDS, desk.language)
    settings = desk.shop.settings
    known = language if language in LANGUAGES else settings.language
    own = {"data": settings.consent_data, "marketing": settings.consent_marketing}
    return own[kind] or translator(known)(WORDINGS[kind]).format(shop=settings.name)


def give(desk: Desk, member_id: int, kind: str, *, wording: str, key: str | None = None) -> Consent:
    """Keep that a member agreed to one of ``KINDS``, and to which words.

    Refuses an unknown or closed member, any other kind, and no words at all.
    """
    return _write(desk, member_id, kind, wording, is_given=True, key=key)


def withdraw(
    desk: Desk, member_id: int, kind: str, *, wording: str, key: str | None = None
) -> Consent:
    """Keep that a member took a consent back, and how; refuses what ``give`` refuses."""
    return _write(desk, member_id, kind, wording, is_given=False, key=key)


def _write(
    desk: Desk, member_id: int, kind: str, wording: str, *, is_given: bool, key: str | None
) -> Consent:
    inputs.choice(kind, KINDS, desk.language)
    words = text.reason(wording, desk.language)
    deed = "give" if is_given else "withdraw"
    content = [member_id, kind, words]
    with change(desk, Topic.MEMBERS, action=f"consents.{deed}", key=key, content=content) as made:
        if made.repeats is None:
            people.refuse_absent(desk, member_id)
            made.subject = Row.insert(
                event=made.event, member=member_id, on_day=made.today, kind=kind,
                is_given=int(is_given), wording=words,
            ).bind(made.db).execute()  # fmt: skip
        written = made.subject if made.repeats is None else made.repeats
        now = selves.survivor_of(made.db, member_id)
        return next(one for one in of_member(desk, now) if one.id == written)


@prepared
def _of_member(member: Any) -> Any:
    return (
        Row.select(Row.id, Row.on_day, Row.kind, Row.is_given, Row.wording)
        .where(Row.member == member)
        .order_by(Row.id.desc())
    )


def of_member(desk: Desk, member_id: int) -> list[Consent]:
    """What a member agreed to and took back, the newest first."""
    people.refuse_unknown(desk, member_id)
    return [
        Consent(id_, member_id, date.fromordinal(on), kind, bool(is_given), wording)
        for id_, on, kind, is_given, wording in _of_member(desk.db, member=member_id).fetchall()
    ]


def last_said(desk: Desk, member_id: int) -> dict[str, Consent | None]:
    """Of each kind what was said last; nothing where it was never asked."""
    every = of_member(desk, member_id)
    return {kind: next((one for one in every if one.kind == kind), None) for kind in KINDS}


def agrees(desk: Desk, member_id: int, kind: str) -> bool:
    """Whether the last that was said of a kind is yes, by itself; ``holds`` says what it is good
    for. Refuses any kind but ``KINDS``."""
    inputs.choice(kind, KINDS, desk.language)
    last = last_said(desk, member_id)[kind]
    return last is not None and last.is_given


def holds(desk: Desk, member_id: int, kind: str) -> bool:
    """Whether a member agrees now: by what was said last. Refuses any kind but ``KINDS``.

    Silence is no. Whoever took back that their data is kept is not written to either, whatever was
    said of that before.
    """
    inputs.choice(kind, KINDS, desk.language)
    said = last_said(desk, member_id)
    last, data = said[kind], said["data"]
    is_out = data is not None and not data.is_given
    return last is not None and last.is_given and not is_out
