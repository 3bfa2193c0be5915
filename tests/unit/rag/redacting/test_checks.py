"""Check digits, by numbers that the states' own documents give as examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.redacting import checks

RIGHT = (
    (checks.nhs, "9434765919"),
    (checks.nir, "255081416802538"),
    (checks.dni, "12345678Z"),
    (checks.dni, "X1234567L"),
    (checks.tax_id, "86095742719"),
    (checks.bsn, "111222333"),
    (checks.nif, "123456789"),
    (checks.cpf, "12345678909"),
    (checks.belgian, "85073003328"),
    (checks.ahv, "7569217076985"),
    (checks.pesel, "44051401359"),
    (checks.insured, "A123456780"),
)


@pytest.mark.parametrize(("holds", "number"), RIGHT)
def test_check_digits(holds: Callable[[str], bool], number: str) -> None:
    assert holds(number)
    digit = next(place for place, one in enumerate(number) if one.isdigit() and place)
    wrong = number[:digit] + str((int(number[digit]) + 1) % 10) + number[digit + 1 :]
    assert not holds(wrong)
