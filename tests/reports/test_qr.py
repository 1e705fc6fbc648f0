"""QR codes by table are QR codes."""

import random

import pytest
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from reports import qr


def as_the_library_makes_it(payload: str) -> list[list[bool]]:
    code: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=qr.MASK)
    code.add_data(QRData(payload, mode=MODE_ALPHA_NUM))
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]


@pytest.mark.parametrize("length", [1, 2, 9, 10, 20, 21, 44, 60, 61])
def test_the_table_equals_the_library_for_any_payload_of_a_length(length: int) -> None:
    chance = random.Random(length)
    payloads = ["".join(chance.choices(qr.ALPHABET, k=length)) for _ in range(12)]
    for payload in [*payloads, "0" * length, ":" * length]:
        assert qr.matrix(payload) == as_the_library_makes_it(payload)


@pytest.mark.parametrize(
    ("payload", "said"),
    [("", "0 characters"), ("V7KQ4m2Z", "V7KQ4m2Z"), ("张三丰", "张三丰"), ("A" * 62, "62")],
)
def test_a_payload_without_a_symbol_is_refused(payload: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        qr.matrix(payload)
