"""What is known of members beside their receipts' sums, in the replay."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from shopdesk import facts_kept, ladders
from shopdesk.holders import holder_then
from shopdesk.replay_books import Books, Bought, BoughtLine, climb

Source = tuple[Callable[[Books, Sequence[Any]], None], Iterable[Sequence[Any]]]


def bought(db: Any) -> tuple[Callable[[Any], Source], ...]:
    """What reads the lines of receipts, where any ladder there has been asks what was bought.

    In this order: an exchange brings back, then sells.
    """
    rows = db.execute_sql("SELECT tiers FROM ladder").fetchall()
    asked = [ladders.asked(ladders.from_json(tiers)) for (tiers,) in rows]
    if any(fact in each for each in asked for fact in facts_kept.FACTS):
        return _money_back, _lines_back, _lines_sold
    return ()


# --- what was bought and brought back ---------------------------------------------------------


def _money_back(db: Any) -> Source:
    return _give_money_back, db.execute_sql(
        """SELECT event_id, member_id, purchase_id, money, is_whole FROM refund
           WHERE member_id IS NOT NULL ORDER BY event_id, id"""
    )


def _give_money_back(books: Books, row: Sequence[Any]) -> None:
    member, purchase, money, is_whole = row
    receipt = books.members[member].receipts[purchase]
    receipt.money -= money
    receipt.is_whole = receipt.is_whole or bool(is_whole)


def _lines_back(db: Any) -> Source:
    return _bring_back, db.execute_sql(
        """SELECT r.event_id, r.member_id, r.purchase_id, l.line, l.quantity_milli
           FROM refund AS r JOIN refund_line AS l ON l.refund_id = r.id
           WHERE r.member_id IS NOT NULL ORDER BY r.event_id, r.id"""
    )


def _bring_back(books: Books, row: Sequence[Any]) -> None:
    member, purchase, line, milli = row
    books.members[member].receipts[purchase].lines[line].back += milli


def _lines_sold(db: Any) -> Source:
    holder = holder_then("purchase", "p.id", "p.member_id")
    return _sell, db.execute_sql(
        f"""SELECT COALESCE(a.event_id, p.event_id), COALESCE(a.member_id, {holder}), p.id,
                  p.on_day, p.due, l.line, l.product_id, l.category, l.cost,
                  COALESCE(l.uses * 1000, l.quantity_milli), l.paid
           FROM purchase AS p JOIN purchase_line AS l ON l.purchase_id = p.id
           LEFT JOIN attachment AS a ON a.purchase_id = p.id
           WHERE p.member_id IS NOT NULL ORDER BY 1, p.id, l.line"""
    )


def _sell(books: Books, row: Sequence[Any]) -> None:
    member, purchase, on, due, line, *sold = row
    receipt = books.members[member].receipts.setdefault(purchase, Bought(on, due))
    receipt.lines[line] = BoughtLine(*sold)


# --- what is beside receipts ------------------------------------------------------------------


def named(db: Any) -> Source:
    """Referrers, each by the event that named them."""
    return _name, db.execute_sql(
        """SELECT COALESCE(e.id, m.event_id), m.id, CASE WHEN f.id IS NULL THEN m.referrer_id
                      ELSE f.from_member_id END AS referrer
           FROM member AS m
           LEFT JOIN event AS e ON e.action = 'members.name_referrer' AND e.subject = m.id
           LEFT JOIN moved AS f ON f.id = (
               SELECT MIN(id) FROM moved WHERE kind = 'friend' AND row_id = m.id)
           WHERE referrer IS NOT NULL ORDER BY 1, 2"""
    )


def _name(books: Books, row: Sequence[Any]) -> None:
    friend, referrer = row
    books.members[friend].referrer = referrer
    books.members[referrer].friends.append(books.members[friend])


def rated(db: Any) -> Source:
    """Ratings, each of which may move a member up."""
    return _rate, db.execute_sql(
        f"""SELECT event_id, {holder_then("rating", "rating.id", "member_id")},
                   on_day, score FROM rating ORDER BY event_id"""
    )


def _rate(books: Books, row: Sequence[Any]) -> None:
    member, on, score = row
    books.members[member].ratings.append((on, score))
    _climb(books, member, on)


def logged(db: Any) -> Source:
    """What was logged with members, each of which may move one up."""
    return _log, db.execute_sql(
        f"""SELECT event_id,
                   {holder_then("interaction", "interaction.id", "member_id")}, on_day
            FROM interaction ORDER BY event_id"""
    )


def _log(books: Books, row: Sequence[Any]) -> None:
    member, on = row
    books.members[member].contacts.append(on)
    _climb(books, member, on)


def unlogged(db: Any) -> Source:
    """Visits to events that were a mistake: the contact is none from then on."""
    return _unlog, db.execute_sql(
        f"""SELECT u.event_id,
                   {holder_then("interaction", "i.id", "i.member_id", at="u.event_id")}, i.on_day
            FROM check_in_undo AS u JOIN check_in AS c ON c.id = u.check_in_id
            JOIN interaction AS i ON i.id = c.interaction_id ORDER BY u.event_id"""
    )


def _unlog(books: Books, row: Sequence[Any]) -> None:
    member, on = row
    books.members[member].contacts.remove(on)


def topped_up(db: Any) -> Source:
    """Stored value as it was topped up, each time of which may move a member up."""
    return _top_up, db.execute_sql(
        f"""SELECT event_id, {holder_then("top_up", "top_up.id", "member_id")},
                   on_day, principal FROM top_up ORDER BY event_id"""
    )


def _top_up(books: Books, row: Sequence[Any]) -> None:
    member, on, amount = row
    books.members[member].top_ups.append((on, amount))
    _climb(books, member, on)


def top_ups_back(db: Any) -> Source:
    """The same as it was given back: less of what was topped up on the day of that (9.13)."""
    return _give_top_up_back, db.execute_sql(
        f"""SELECT r.event_id, {holder_then("top_up", "t.id", "t.member_id", at="r.event_id")},
                   t.on_day, r.principal
           FROM top_up_refund AS r JOIN top_up AS t ON t.id = r.top_up_id ORDER BY r.event_id"""
    )


def _give_top_up_back(books: Books, row: Sequence[Any]) -> None:
    member, on, amount = row
    books.members[member].top_ups.append((on, -amount))


def _climb(books: Books, member_id: int, on: int) -> None:
    day = date.fromordinal(on)
    if books.members[member_id].is_open(day):
        climb(books, member_id, day, today=day, since=day)


def friend_bought(books: Books, member_id: int, day: date, today: date) -> None:
    """See ``upgrading.friend_bought``."""
    member = books.members[member_id]
    if "referrals" not in books.asked or member.referrer is None:
        return
    is_first = sum(sums[0] for sums in member.days.values()) == 1
    if is_first and books.members[member.referrer].is_open(day):
        climb(books, member.referrer, day, today=today, since=today)
