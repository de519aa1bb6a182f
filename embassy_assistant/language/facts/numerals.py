"""Numbers in figures and in words, with what they are multiplied by: «1,5 млрд», "two hundred and five"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from embassy_assistant.language.facts.tokens import Line, Token

_LONGEST: Final = 15
_GROUPED: Final = regex.compile(r"[0-9]{1,3}(?:([ ,.’])[0-9]{3})(?:\1[0-9]{3})*+(?:([.,])[0-9]++)?")
_DECIMAL: Final = {"uk": ",", "en": "."}
_LOOSE_ORDINALS: Final = 10
_SHORTENED: Final = frozenset(("тис", "млн", "млрд"))
_TWENTY: Final = 20
_HUNDRED: Final = 100
_ARTICLES: Final = frozenset(("a", "an"))
_BEHIND_HALF: Final = _ARTICLES | {"-"}


@dataclass(slots=True)
class Numeral:
    """A number as it is read.

    Attributes:
        value: what it is.
        end: the piece behind it.
        also: what it may be, too.
        figured: whether it begins with figures.
        ordinal: whether it is an ordinal in words.
        scaled: what it is multiplied by, at least.
        loose: whether it is one that other words may stand for.
    """

    end: int
    total: float = 0
    current: float | None = None
    also: float | None = None
    figured: bool = False
    ordinal: bool = False
    scaled: float = 1
    loose: bool = False

    @property
    def value(self) -> float:
        """The number."""
        return self.total + (self.current or 0)

    @property
    def begun(self) -> bool:
        """Whether anything was read."""
        return self.current is not None or self.scaled > 1


def figures(token: Token, language: str) -> tuple[float, float | None]:
    """Return what figures stand for, and what else they may.

    Args:
        token: Figures with the signs between them.
        language: Its notation: «1,5» is English 1.5, and "1,500" Ukrainian «1 500».
    """
    text = token.text
    grouped = _GROUPED.fullmatch(text)
    if not grouped:
        return float(text.replace(",", ".")), None
    sign, rest = grouped[1], grouped[2]
    whole = float((text.replace(sign, "") if rest != sign else text).replace(",", "."))
    if sign == _DECIMAL[language] and text.count(sign) == 1 and not rest:
        return (float(text.replace(",", ".")), whole) if language == "en" else (whole, float(text.replace(",", ".")))
    return whole, None


def read_number(line: Line, at: int, *, money: bool = False) -> Numeral | None:
    """Return the number that begins here, if one does.

    Args:
        line: The text.
        at: The piece.
        money: Whether a currency stands before it, so that "m" is a million.
    """
    one = Numeral(at)
    while taken := _take(line, one, one.end, money=money):
        one.end += taken
    if not one.begun:
        return None
    if not one.figured and one.end == at + 1:
        # Other words may well stand for it.
        one.loose |= one.value == 1 or (one.ordinal and one.value <= _LOOSE_ORDINALS)
    return one


def _take(line: Line, one: Numeral, at: int, *, money: bool) -> int:
    """Add a piece to a number; return how many pieces were taken."""
    token = line[at]
    if one.ordinal:
        return 0
    if token.kind not in {"figures", "word", "sign"}:
        return _take_shortened(line, one, at)
    if token.kind == "figures":
        return _take_figures(line, one, at)
    joined = _joined(line, one, at)
    if joined:
        before = one.end
        one.end += joined
        taken = _take(line, one, at + joined, money=money)
        one.end = before
        return joined + taken if taken else 0
    return _take_half(line, one, at) or _take_scale(line, one, at, money=money) or _take_word(line, one, at)


def _take_figures(line: Line, one: Numeral, at: int) -> int:
    text = line[at].text
    if len(text) > _LONGEST:
        return 0
    value, also = figures(line[at], line.language)
    if one.begun and not (one.current is None and _is_less(line, one, at)):
        return 0
    one.figured, one.current, one.also = True, value, None if one.begun else also
    return 1


def _take_shortened(line: Line, one: Numeral, at: int) -> int:
    """Take what goes on behind a full stop that only shortens: «1 тис. 200 осіб»."""
    shortened = line[at].text == "." and line.before(at).text in _SHORTENED and one.begun and one.current is None
    goes_on = line[at + 1].kind == "figures" and not line[at + 2].raw[:1].isupper()
    return 1 + _take_figures(line, one, at + 1) if shortened and goes_on and _is_less(line, one, at + 1) else 0


def _is_less(line: Line, one: Numeral, at: int) -> bool:
    text = line[at].text
    return text.isdecimal() and len(text) <= _LONGEST and float(text) < one.scaled


def _joined(line: Line, one: Numeral, at: int) -> int:
    """Tell whether this only joins what is around it: "twenty-five", "a hundred and five"."""
    text = line[at].text
    following = line[at + 1].text
    known = line.words.get("card", following) or line.words.get("ord", following)
    if not one.begun or one.figured:
        return 0
    if text == "of" and one.loose:
        # Hundreds of thousands.
        return int(line.has("magn", at + 1))
    if not known:
        return 0
    if text == "-":
        return 1 if line.glued(at) and line.glued(at + 1) else 0
    # "Between one hundred and two hundred": the second is a number of its own.
    large = one.value >= _HUNDRED and one.value % _HUNDRED == 0
    own = line.has("times", at + 2) if "times" in line.words.roles else False
    return 1 if text == "and" and large and not own and not line.has("magn", at + 2) else 0


def _take_half(line: Line, one: Numeral, at: int) -> int:
    """Take «пів мільйона», "half a million", "two and a half", «дві з половиною»."""
    if not one.begun:
        if line.words.get("half", line[at].text) is None:
            return 0
        behind = at + 1 + (line[at + 1].text in _BEHIND_HALF)
        if not (line.has("magn", behind) or line.has("unit", behind)):
            return 0
        one.current, one.loose = 0.5, line.has("unit", behind)
        return behind - at
    share = line.words.number("loose", line[at].text)
    if share is not None and share < 1 and one.current is not None and not one.figured:
        # Two thirds.
        one.current, one.loose = one.current * share, True
        return 1
    words = [line[at + ahead].text for ahead in range(3)]
    behind = 2 if words[0] == "and" and words[1] in _ARTICLES else 1 if words[0] in {"з", "із", "and"} else 0
    part = line.words.number("with-half", words[behind]) if behind else None
    if part is None or one.current is None:
        return 0
    one.current += part
    return behind + 1


def _take_scale(line: Line, one: Numeral, at: int, *, money: bool) -> int:
    """Take what multiplies: a hundred, a million."""
    text = line[at].text
    if line.words.get("times", text) is not None:
        if one.figured or (one.current is not None and not 0 < one.current < _HUNDRED):
            return 0
        one.loose = one.loose or not one.begun
        one.current = (one.current or 1) * _HUNDRED
        return 1
    by = line.words.number("magn", text) or (line.words.number("money-magn", text) if money else None)
    if by is None or (one.begun and one.current is None) or (one.scaled > 1 and by >= one.scaled):
        return 0
    one.loose = one.loose or not one.begun
    one.total += (1 if one.current is None else one.current) * by
    one.also = None if one.also is None else one.also * by
    one.current, one.scaled = None, by
    return 1


def _take_word(line: Line, one: Numeral, at: int) -> int:
    text = line[at].text
    value = line.words.number("card", text)
    ordinal = value is None
    if value is None:
        value = line.words.number("ord", text)
    if value is None and not one.begun:
        value, ordinal = line.words.number("loose", text), False
        one.loose = value is not None
    if value is None or not _fits(one, value):
        return 0
    one.loose = one.loose and not one.begun
    one.current = (one.current or 0) + value
    one.ordinal = ordinal
    return 1


def _fits(one: Numeral, value: float) -> bool:
    """Tell whether a word goes on with a number: five behind twenty, and no twenty behind five."""
    if one.current is None:
        return one.scaled == 1 or value < one.scaled
    if one.figured or one.current < _TWENTY:
        return False
    return value < (_HUNDRED if one.current % _HUNDRED == 0 else 10 if one.current % 10 == 0 else 0)
