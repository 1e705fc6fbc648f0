"""Codes notice what scanners and fingers get wrong, and tell a forgery from a promise."""

import itertools
import secrets
from collections import Counter
from datetime import date

import pytest

from shopdesk import codes, vouchers
from shopdesk.codes import SYMBOLS
from shopdesk.refusals import Refused
from shopdesk.shop import Desk, Shop

CARD = codes.card_code(1)
VOUCHER = "V7GZ0K3M9QX" + codes.check_symbol("V7GZ0K3M9QX")
LAST_DAY = date(2026, 12, 14)


def refusal(desk: Desk, scanned: str) -> str:
    with pytest.raises(Refused) as caught:
        vouchers.inspect(desk, scanned)
    return caught.value.code


def swapped(code: str, i: int, j: int) -> str:
    symbols = list(code)
    symbols[i], symbols[j] = symbols[j], symbols[i]
    return "".join(symbols)


def signed(desk: Desk, *, code: str, shop: str | None = None, secret: bytes | None = None) -> str:
    """A QR as this shop would sign it, or as a forger who knows everything but a thing or two."""
    known = desk.shop.known
    return codes.qr_payload(
        secret or known.secret,
        shop or known.code,
        code=code,
        kind="amount",
        gift_id=None,
        valid_until_on=LAST_DAY,
    )


# --- the check symbol -------------------------------------------------------------------------


@pytest.mark.parametrize("code", [CARD, codes.card_code(99_999_999), VOUCHER])
def test_any_one_wrong_symbol_is_noticed(code: str) -> None:
    wrong = [
        code[:at] + symbol + code[at + 1 :]
        for at in range(len(code))
        for symbol in SYMBOLS
        if symbol != code[at]
    ]
    assert len(wrong) == len(code) * 31
    assert not any(map(codes.is_checked, wrong))


@pytest.mark.parametrize("length", [10, 12])
def test_any_two_different_symbols_exchanged_are_noticed(length: int) -> None:
    """The check is linear, so every value of every pair of places decides for all codes."""
    for i, j in itertools.combinations(range(length), 2):
        for low, high in itertools.combinations(SYMBOLS, 2):
            body = ["0"] * (length - 1)
            if j == length - 1:
                body[i] = high
                code = "".join(body) + codes.check_symbol("".join(body))
            else:
                body[i], body[j] = low, high
                code = "".join(body) + codes.check_symbol("".join(body))
            assert code[i] == code[j] or not codes.is_checked(swapped(code, i, j))


@pytest.mark.parametrize("code", ["", "M", "M0000000O1", "V123456789I", "m00000001", "密" * 12])
def test_what_is_no_code_is_not_checked(code: str) -> None:
    assert not codes.is_checked(code)


def test_card_codes_are_m_eight_digits_and_a_check() -> None:
    assert CARD[:-1] == "M00000001"
    assert codes.is_checked(CARD)
    assert len({codes.card_code(serial) for serial in range(1, 1000)}) == 999


def test_voucher_codes_use_every_symbol_and_never_repeat() -> None:
    made = [codes.new_voucher_code() for _ in range(3000)]
    assert len(set(made)) == 3000
    assert all(code[0] == "V" and len(code) == 12 and codes.is_checked(code) for code in made)
    counts = Counter("".join(code[1:-1] for code in made))
    assert set(counts) == set(SYMBOLS)
    assert min(counts.values()) > 30_000 / 32 * 0.8


# --- never accepted ---------------------------------------------------------------------------


def test_ten_thousand_guessed_or_one_off_codes_are_never_accepted(desk: Desk) -> None:
    real = vouchers.issue(desk, None, amount=1000)
    chance = secrets.SystemRandom()
    refused: Counter[str] = Counter()
    for _ in range(5000):
        refused[refusal(desk, codes.new_voucher_code())] += 1
        at = chance.randrange(12)
        wrong = chance.choice([s for s in SYMBOLS if s != real.code[at]])
        refused[refusal(desk, real.code[:at] + wrong + real.code[at + 1 :])] += 1
    assert refused == {"voucher_unknown": 5000, "voucher_misread": 5000}


def test_any_one_wrong_symbol_of_a_qr_is_never_accepted(desk: Desk) -> None:
    qr = vouchers.issue(desk, None, amount=1000).qr
    for at in range(len(qr)):
        for wrong in "0Z7":
            if wrong != qr[at]:
                found = refusal(desk, qr[:at] + wrong + qr[at + 1 :])
                assert found in {"voucher_misread", "voucher_shop", "voucher_forged"}


# --- the signature ----------------------------------------------------------------------------


def test_a_qr_says_what_the_voucher_is(desk: Desk) -> None:
    known = desk.shop.known
    qr = codes.qr_payload(
        known.secret, known.code, code="V" * 12, kind="gift", gift_id=70, valid_until_on=LAST_DAY
    )
    said = codes.read_qr(known.secret, qr)
    assert (said.kind, said.gift_id, said.valid_until_on) == ("gift", 70, LAST_DAY)
    assert said.shop == known.code
    assert said.is_genuine
    assert len(qr) == codes.QR_LENGTH
    assert set(qr) <= set(SYMBOLS)


def test_a_qr_signed_with_another_key_is_forged(desk: Desk) -> None:
    real = vouchers.issue(desk, None, amount=1000)
    forged = signed(desk, code=real.code, secret=bytes(32))
    assert refusal(desk, forged) == "voucher_forged"


def test_a_qr_of_another_shop_says_so(desk: Desk) -> None:
    other = signed(desk, code=codes.new_voucher_code(), shop="0THERS", secret=bytes(32))
    assert refusal(desk, other) == "voucher_shop"


def test_a_genuine_qr_that_the_database_lost_is_of_after_a_backup(desk: Desk) -> None:
    assert refusal(desk, signed(desk, code=codes.new_voucher_code())) == "voucher_after_backup"


def test_no_shop_knows_another_shops_signature(desk: Desk, shop: Shop) -> None:
    qr = vouchers.issue(desk, None, amount=1000).qr
    assert codes.read_qr(shop.known.secret, qr).is_genuine
    assert not codes.read_qr(bytes(32), qr).is_genuine


@pytest.mark.parametrize("cut", [1, 16, 20])
def test_a_qr_read_only_in_part_is_misread(desk: Desk, cut: int) -> None:
    assert refusal(desk, vouchers.issue(desk, None, amount=1000).qr[:-cut]) == "voucher_misread"


@pytest.mark.parametrize("at", [12, 18, 20, 25, 30, 43])
def test_a_qr_with_a_symbol_that_is_none_is_misread(desk: Desk, at: int) -> None:
    qr = vouchers.issue(desk, None, amount=1000).qr
    assert refusal(desk, qr[:at] + "密" + qr[at + 1 :]) == "voucher_misread"
    assert refusal(desk, qr[:at] + "U" + qr[at + 1 :]) == "voucher_misread"


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.translate(FULL_WIDTH),
        lambda code: code.lower().translate(FULL_WIDTH),
        lambda code: f"  {code[:4]}-{code[4:8]} {code[8:]}\r\n",
        lambda code: "\u200b" + code + "\u3000",
    ],
    ids=["caps lock", "full width", "both", "grouped", "invisible"],
)
@pytest.mark.parametrize("form", ["code", "qr"])
def test_a_scan_is_read_whatever_the_keyboard_made_of_it(
    desk: Desk, typed: object, form: str
) -> None:
    voucher = vouchers.issue(desk, None, amount=1000)
    assert vouchers.inspect(desk, typed(getattr(voucher, form))).id == voucher.id  # type: ignore[operator]


@pytest.mark.parametrize("scanned", ["", " ", "V", "6901234567892", "V" * 10_000, "x\udcff"])
def test_what_is_no_voucher_is_misread(desk: Desk, scanned: str) -> None:
    assert refusal(desk, scanned) == "voucher_misread"


def test_the_code_of_a_receipt_names_its_shop_and_is_no_other_kind() -> None:
    code = codes.receipt_code("7K2M9Q", 42)
    assert len(code) == codes.RECEIPT_LENGTH
    assert codes.read_receipt(code) == ("7K2M9Q", 42)
    assert codes.has_receipt_shape(code)
    assert codes.has_own_shape(code)
    assert not codes.has_card_shape(code)
    assert not codes.has_voucher_shape(code)


def test_any_wrong_symbol_of_a_receipts_code_is_noticed() -> None:
    code = codes.receipt_code("7K2M9Q", 42)
    for place, symbol in itertools.product(range(len(code)), SYMBOLS):
        wrong = code[:place] + symbol + code[place + 1 :]
        if wrong != code:
            with pytest.raises(ValueError, match=wrong):
                codes.read_receipt(wrong)
