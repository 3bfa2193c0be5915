"""Check digits of numbers that states and insurers give to people. Each takes bare letters and digits."""

from __future__ import annotations

from collections.abc import Sequence


def weighed(digits: str, weights: Sequence[int]) -> int:
    """The sum of the digits, each by its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def nhs(number: str) -> bool:
    """Of the United Kingdom's health service: ten digits, mod 11."""
    check = 11 - weighed(number, range(10, 1, -1)) % 11
    return check != 10 and check % 11 == int(number[9])


def nir(number: str) -> bool:
    """Of France's social security: thirteen characters and a key, mod 97; Corsica is 2A and 2B."""
    body = number[:13].upper().replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(number[13:])


def dni(number: str) -> bool:
    """Of Spain: eight digits and a letter, or X, Y, Z and seven digits for foreigners."""
    body = number[:-1].upper()
    if body[0] in "XYZ":
        body = str("XYZ".index(body[0])) + body[1:]
    return body.isdigit() and "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23] == number[-1].upper()


def tax_id(number: str) -> bool:
    """Of Germany: eleven digits, ISO 7064 mod 11, 10; one digit stands twice or three times."""
    rest = 10
    for digit in number[:10]:
        rest = (int(digit) + rest) % 10 or 10
        rest = rest * 2 % 11
    return number[0] != "0" and (11 - rest) % 10 == int(number[10]) and len(set(number[:10])) < 10


def bsn(number: str) -> bool:
    """Of the Netherlands: nine digits, the "eleven test"."""
    total = weighed(number, (9, 8, 7, 6, 5, 4, 3, 2, -1))
    return total % 11 == 0 and len(set(number)) > 1


def nif(number: str) -> bool:
    """Of Portugal: nine digits, mod 11."""
    check = 11 - weighed(number, range(9, 1, -1)) % 11
    return (0 if check >= 10 else check) == int(number[8])


def cpf(number: str) -> bool:
    """Of Brazil: eleven digits, the last two mod 11."""
    if len(set(number)) == 1:
        return False
    return all(
        weighed(number, range(length + 1, 1, -1)) * 10 % 11 % 10 == int(number[length]) for length in (9, 10)
    )


def belgian(number: str) -> bool:
    """Of Belgium: nine digits and a key, mod 97; who was born since 2000 has a 2 before."""
    body, key = int(number[:9]), int(number[9:])
    return key in (97 - body % 97, 97 - (2_000_000_000 + body) % 97)


def ahv(number: str) -> bool:
    """Of Switzerland: thirteen digits that begin with 756, as an EAN."""
    total = weighed(number, (1, 3) * 6)
    return (10 - total % 10) % 10 == int(number[12])


def pesel(number: str) -> bool:
    """Of Poland: eleven digits."""
    return (10 - weighed(number[:10], (1, 3, 7, 9) * 3) % 10) % 10 == int(number[10])


def insured(number: str) -> bool:
    """Of Germany's health insurance: a letter and nine digits."""
    figures = f"{ord(number[0].upper()) - 64:02d}{number[1:9]}"
    total = sum(sum(divmod(int(one) * (1 + place % 2), 10)) for place, one in enumerate(figures))
    return total % 10 == int(number[9])
