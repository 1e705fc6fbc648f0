"""Cards find a member until they are lost, and never two."""

from typing import Any

import pytest

from shopdesk import cards, codes, members, products, slips, vouchers
from shopdesk.refusals import Refused
from shopdesk.shop import Desk


@pytest.fixture
def member(desk: Desk) -> int:
    return members.register(desk, name="张三丰").id


def refused(code: str, command: Any, *args: Any, **values: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        command(*args, **values)
    assert caught.value.code == code
    return caught.value


def only_card(desk: Desk, member: int) -> str:
    (card,) = cards.of_member(desk, member)
    return card.code


def test_every_member_has_a_card_that_finds_them(desk: Desk, member: int) -> None:
    other = members.register(desk, name="李四").id
    assert only_card(desk, member) != only_card(desk, other)
    for who in (member, other):
        assert cards.member_of(desk, only_card(desk, who)) == who
        assert [m.id for m in members.find(desk, only_card(desk, who))] == [who]


@pytest.mark.parametrize(
    "typed", [str.lower, lambda c: f" {c[:5]}-{c[5:]}\r", lambda c: c.translate(FULL_WIDTH)]
)
def test_a_card_is_read_whatever_the_keyboard_made_of_it(
    desk: Desk, member: int, typed: Any
) -> None:
    code = typed(only_card(desk, member))
    assert cards.member_of(desk, code) == member
    assert [m.id for m in members.find(desk, code)] == [member]


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def test_a_misread_card_says_so_and_finds_nobody(desk: Desk, member: int) -> None:
    code = only_card(desk, member)
    wrong = code[:4] + ("1" if code[4] == "0" else "0") + code[5:]
    said = refused("card_misread", cards.member_of, desk, wrong)
    assert str(said) == "The card was misread. Scan or type it again."
    assert members.find(desk, wrong) == []


def test_a_card_that_was_never_issued_is_unknown(desk: Desk, member: int) -> None:
    assert member
    refused("unknown_card", cards.member_of, desk, codes.card_code(77))
    refused("unknown_card", cards.member_of, desk, "LIBRARY 1234")
    refused("unknown_card", cards.member_of, desk, "")


# --- lost and replaced ------------------------------------------------------------------------


def test_a_replaced_card_is_lost_and_the_new_one_finds(desk: Desk, member: int) -> None:
    old = only_card(desk, member)
    cards.link(desk, member, "LIB-1234")
    new = members.replace_card(desk, member)
    said = refused("card_lost", cards.member_of, desk, old)
    assert "15 Oct 2026" in str(said)
    refused("card_lost", cards.member_of, desk, "lib1234")
    assert members.find(desk, old) == []
    assert members.find(desk, "LIB1234") == []
    assert [m.id for m in members.find(desk, new)] == [member]
    assert [(c.code == new, c.lost_on is None) for c in cards.of_member(desk, member)] == [
        (True, True),
        (False, False),
        (False, False),
    ]


def test_the_same_key_replaces_a_card_once(desk: Desk, member: int) -> None:
    new = members.replace_card(desk, member, key="k")
    assert members.replace_card(desk, member, key="k") == new
    assert len(cards.of_member(desk, member)) == 2


# --- linked -----------------------------------------------------------------------------------


def test_a_card_made_elsewhere_can_be_linked_and_finds_too(desk: Desk, member: int) -> None:
    assert cards.link(desk, member, "6901234567892") == "6901234567892"
    assert [m.id for m in members.find(desk, "６９０１２３４５６７８９２")] == [member]


def test_a_code_in_use_cannot_be_linked(desk: Desk, member: int) -> None:
    other = members.register(desk, name="李四").id
    cards.link(desk, other, "LIB 1")
    products.add(desk, name="水", price=200, ean="6901234567892")
    refused("number_taken", cards.link, desk, member, "lib-1")
    refused("number_taken", cards.link, desk, member, "6901234567892")
    members.replace_card(desk, other)
    refused("number_taken", cards.link, desk, member, "LIB1")


def test_our_own_codes_and_what_no_scanner_reads_cannot_be_linked(desk: Desk, member: int) -> None:
    own = only_card(desk, members.register(desk, name="李四").id)
    voucher = vouchers.issue(desk, None, amount=100)
    for code in ("", " - ", "x" * 41, "会员卡", own, codes.card_code(3), codes.card_code(77),
                 "M000000010", voucher.code, voucher.qr):  # fmt: skip
        refused("choice", cards.link, desk, member, code)
    assert members.register(desk, name="王五").id == 3, "its card has a code nobody took"


def test_only_a_member_can_be_given_a_card(desk: Desk) -> None:
    refused("unknown_member", cards.link, desk, 7, "LIB1")
    refused("unknown_member", cards.replace, desk, 7)


# --- on paper ---------------------------------------------------------------------------------


def test_the_card_that_is_printed_is_our_own_newest_one(desk: Desk, member: int) -> None:
    new = members.replace_card(desk, member)
    cards.link(desk, member, "LIB1234")
    slip = slips.of_member(desk, member)
    assert (slip.code, slip.name, slip.number, slip.tier) == (new, "张三丰", "100001", "Member")
