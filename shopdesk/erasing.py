"""Erasing a person, as the law on privacy asks: a pseudonym stays, and every figure (section 3).

What finds or describes a person goes: name, phone, birthdays, keys, cards, and the free words that
were typed about them, which the triggers let go for an erased member alone. Receipts, points and
tiers stay as they are, under the pseudonym.
"""

from typing import Any

from peewee import fn

from shopdesk import (
    codes,
    families,
    import_log,
    passes,
    passes_given,
    people,
    seats,
    selves,
    spending,
    text,
    vouchers,
)
from shopdesk.inspection import of_member
from shopdesk.language import translator
from shopdesk.merging_details import PERSONAL
from shopdesk.money import Money
from shopdesk.refusals_of_people import StoredValueLeft
from shopdesk.shop import Desk
from shopdesk.store.change import Change, change
from shopdesk.store.columns import Table
from shopdesk.store.statements import prepared
from shopdesk.store.tables.belonging import Erasure
from shopdesk.store.tables.events import Gathering, Invitation
from shopdesk.store.tables.people import Card, Member, MemberKey
from shopdesk.store.tables.tills import Parked
from shopdesk.store.triggers import ABOUT, BUYER, HOLDER, WHOSE, WORDS_OF
from shopdesk.topics import Topic

GONE = (MemberKey, *PERSONAL)
"""Tables of which an erased member's rows go altogether: all that is only personal."""


def erase(desk: Desk, member_id: int, *, reason: str, key: str | None = None) -> str:
    """Take a person's data out for good and close the membership; returns the pseudonym.

    So it goes with whoever was merged into them, and that merge can no longer be undone. Vouchers
    not used become void, as do uses of passes that were given; points stay and are spent by nobody.
    Refused while there is stored value, with what to do; where nobody is there (``is_there``);
    without a reason, which should name nobody.
    """
    why, content = text.reason(reason, desk.language), [member_id, reason]
    topics = (Topic.MEMBERS, Topic.VOUCHERS, Topic.GIFTS)
    with change(desk, *topics, action="members.erase", key=key, content=content) as made:
        if made.repeats is None:
            if not is_there(desk, member_id):
                people.refuse_absent(desk, member_id)
            _refuse_value(desk, member_id)
            _void(made, member_id)
            for who in selves.of(made.db, member_id):
                _erase(made, who, why)
            made.subject = member_id
    return pseudonym(member_id)


def pseudonym(member_id: int) -> str:
    """What an erased member is called, in name and number."""
    return f"X{member_id:06}"


def is_there(desk: Desk, member_id: int) -> bool:
    """Whether there is a person to be erased in a membership; refuses an unknown one.

    In a closed one there is where the undoing of an import closed it, which forgets nobody: who
    was merged goes with the one that stays, and who was erased is gone.
    """
    _name, closed_on = people.refuse_unknown(desk, member_id)
    if closed_on is None:
        return True
    return import_log.has_gone(desk.db, member_id) and not _is_erased(desk.db, member_id)


@prepared
def _erasures(member: Any) -> Any:
    return Erasure.select(Erasure.event).where(Erasure.member == member)


def _is_erased(db: Any, member_id: int) -> bool:
    return _erasures(db, member=member_id).fetchone() is not None


def stored_value(desk: Desk, member_id: int) -> str:
    """What a member has left of what was paid beforehand, in words; nothing where nothing is."""
    _ = translator(desk.language)
    money = spending.held(desk.db, member_id).total
    bought = [one for one in passes.of_member(desk, member_id) if one.given_by is None]
    uses = sum(one.left for one in bought)
    told = [str(Money(money, desk.shop.settings.currency))] if money else []
    told += [_("uses of passes: {count}").format(count=uses)] if uses else []
    return _(", ").join(told)


def _refuse_value(desk: Desk, member_id: int) -> None:
    left = stored_value(desk, member_id)
    if left:
        name, _closed = people.refuse_unknown(desk, member_id)
        raise StoredValueLeft(desk.language, name=name, left=left)


def _void(made: Change, member_id: int) -> None:
    for voucher in of_member(made.desk, member_id, state="issued"):
        vouchers.end(made, voucher, "void", on=made.today)
    passes_given.empty_all(made, member_id)


def _erase(made: Change, member_id: int, why: str) -> None:
    db, name = made.db, pseudonym(member_id)
    Erasure.insert(member=member_id, event=made.event, on_day=made.today, reason=why).bind(
        db
    ).execute()
    Member.update(
        number=name, name=name, phone=None, shared_phone=0, birth_year=None, birth_month=None,
        birth_day=None, lunar_month=None, lunar_day=None, lunar_leap=0,
        closed_on=fn.COALESCE(Member.closed_on, made.today.toordinal()),
    ).where(Member.id == member_id).bind(db).execute()  # fmt: skip
    for table in GONE:
        table.delete().where(table.member == member_id).bind(db).execute()
    families.forget(made, member_id)
    _forget_invitations(made, member_id)
    _forget_cards(made, member_id)
    _forget_words(db, member_id)


def _forget_cards(made: Change, member_id: int) -> None:
    """Let no code lead to them; the last of our own stays, as lost: the next one counts from it."""
    own = Card.member == member_id
    last = Card.select(Card.serial).order_by(Card.serial.desc(nulls="last")).limit(1)
    (newest,) = last.tuples().bind(made.db).first()
    kept = codes.card_code(newest)
    Card.delete().where(own & (Card.code != kept)).bind(made.db).execute()
    Card.update(lost_on=made.today).where(own).bind(made.db).execute()


def _forget_invitations(made: Change, member_id: int) -> None:
    """Of events to come, where who waits has the seat; those that were keep their figures."""
    lists = seats.lists_of(made, member_id)
    coming = Gathering.select(Gathering.id).where(Gathering.on_day >= made.today)
    its = (Invitation.member == member_id) & Invitation.gathering.in_(coming)
    Invitation.delete().where(its).bind(made.db).execute()
    for event_id in lists:
        seats.fill(made, event_id)


def _forget_words(db: Any, member_id: int) -> None:
    for table, words in WORDS_OF.items():
        none = ", ".join(f'"{word}" = SUBSTR("{word}", 1, 0)' for word in words)
        sql = f'UPDATE "{table._meta.table_name}" SET {none} WHERE {_which(table)}'
        db.execute_sql(sql, (member_id,))


def _which(table: type[Table]) -> str:
    """Which rows of a table have words about a member, as a part of a statement."""
    if table is Parked:
        return f"{BUYER.format(row='')} = ?"
    if table in WHOSE:
        column, by = WHOSE[table]
        return f'"{column}" IN (SELECT "id" FROM "{by._meta.table_name}" WHERE "{HOLDER}" = ?)'
    about = f" AND {ABOUT[table].format(row='')}" if table in ABOUT else ""
    return f'"{HOLDER}" = ?{about}'
