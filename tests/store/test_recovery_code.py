from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.store.recovery import CODE_BYTES, MistypedCode, generate_code, read_code, spell

SECRETS = st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES)
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(secret=SECRETS)
def test_what_is_spelt_is_read_back(secret: bytes) -> None:
    assert read_code(spell(secret)) == secret


@given(secret=SECRETS, place=st.integers(0, 25), letter=st.sampled_from(DIGITS))
def test_one_wrong_letter_is_always_noticed(secret: bytes, place: int, letter: str) -> None:
    text = spell(secret).replace("-", "")
    if text[place] == letter:
        return
    with pytest.raises(MistypedCode):
        read_code(text[:place] + letter + text[place + 1 :])


@given(secret=SECRETS, place=st.integers(0, 24))
def test_two_swapped_letters_are_always_noticed(secret: bytes, place: int) -> None:
    text = spell(secret).replace("-", "")
    if text[place] == text[place + 1]:
        return
    with pytest.raises(MistypedCode):
        read_code(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def test_a_code_is_seven_groups_of_letters_that_look_like_nothing_else() -> None:
    code = generate_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 4, 4, 3]
    assert not set(code[:-1]) & set("ILOU")
    assert generate_code() != code


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.lower, id="lower case"),
        pytest.param(lambda code: code.replace("-", " "), id="spaces"),
        pytest.param(lambda code: code.replace("-", "–"), id="dashes"),
        pytest.param(lambda code: f"\n {code}\u200b ", id="pasted with what surrounds it"),
        pytest.param(lambda code: code.replace("0", "O").replace("1", "l"), id="o for zero, l for one"),
        pytest.param(
            lambda code: code.translate(str.maketrans("ABEKMH0PCTX1", "АВЕКМНОРСТХІ")), id="the ukrainian layout"
        ),
    ],
)
def test_a_code_is_read_however_it_is_typed(change: object) -> None:
    assert callable(change)
    secret = bytes.fromhex("00112233445566778899aabbccddeeff")
    code = "00ABEKMHPCTX1"
    assert read_code(change(spell(secret))) == secret
    assert set(code) <= set(DIGITS)


@pytest.mark.parametrize("typed", ["", "-", "1234", "0" * 28, "U" * 27, "Z" * 26 + "0", "🔑" * 27])
def test_what_is_no_code_is_refused_as_mistyped(typed: str) -> None:
    with pytest.raises(MistypedCode) as refused:
        read_code(typed)
    assert refused.value.id == "recovery.mistyped"
    assert isinstance(refused.value, Unusable)


def test_a_number_of_more_than_128_bits_is_refused_even_with_a_fitting_check_symbol() -> None:
    number = 1 << 128
    digits = "".join(DIGITS[number >> shift & 31] for shift in range(125, -1, -5))
    with pytest.raises(MistypedCode):
        read_code(digits + (DIGITS + "*~$=U")[number % 37])
