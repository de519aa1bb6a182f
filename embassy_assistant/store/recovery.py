"""The recovery code: 128 random bits that a person can write on paper, and read back in without a mistake.

The spelling is Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, so nothing looks like
something else, and one check symbol modulo 37 that catches every single wrong letter and every swapped pair.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import Final

from embassy_assistant.domain.errors import Unusable

CODE_BYTES: Final = 16

_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_SYMBOLS: Final = _DIGITS + "*~$=U"
_LENGTH: Final = 26
_GROUP: Final = 4
# Whoever types a code with the Ukrainian layout on gets these letters in place of the Latin ones they look like.
_LOOKALIKES: Final = str.maketrans("OILАВЕКМНОРСТХІ", "011ABEKMH0PCTX1")


class MistypedCode(Unusable):
    """The text is no recovery code: too short, too long, a letter that no code has, or a check symbol that is off."""

    default_id = "recovery.mistyped"


def generate_code() -> str:
    """Return a new code, as it is shown and printed: seven groups with hyphens."""
    return spell(secrets.token_bytes(CODE_BYTES))


def spell(secret: bytes) -> str:
    """Return 16 bytes as a code: 26 digits and one check symbol, in groups of four."""
    number = int.from_bytes(secret, "big")
    digits = "".join(_DIGITS[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
    text = digits + _CHECK_SYMBOLS[number % 37]
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def read_code(typed: str) -> bytes:
    """Return the 16 bytes behind a typed code, whatever its case, its spacing and its keyboard layout.

    Raises:
        MistypedCode: it cannot be a code that this program ever gave out.
    """
    text = "".join(
        letter for letter in typed.upper() if not letter.isspace() and unicodedata.category(letter) not in {"Pd", "Cf"}
    ).translate(_LOOKALIKES)
    digits, check = text[:-1], text[-1:]
    if len(digits) != _LENGTH or any(digit not in _DIGITS for digit in digits):
        raise MistypedCode
    number = 0
    for digit in digits:
        number = number << 5 | _DIGITS.index(digit)
    if number >> (8 * CODE_BYTES) or check != _CHECK_SYMBOLS[number % 37]:
        raise MistypedCode
    return number.to_bytes(CODE_BYTES, "big")
