"""What a sentence denies, so that a "not" that fell out of one half is seen.

Languages deny in different words: «неможливо» is "impossible", «доки не» is "until", «ніхто не» is one denial, and
"unable" may stand for «не може». So a sentence has a least and a most number of denials: words that always deny are
counted, and words that sometimes stand for a denial of the other language widen the count where the other half has no
such word of its own. Two sentences contradict each other only where the counts cannot meet.

Tuned on the first 70 % of aligned Ukrainian and English addresses and news.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from embassy_assistant.language.forms import is_finite_verb
from embassy_assistant.language.text import fold_with_positions


def _phrases(pattern: str) -> regex.Pattern[str]:
    """Compile alternatives of whole words; an underscore is a space, since the pattern may be laid out freely.

    What is searched has been folded: it has small letters, one apostrophe and single spaces.
    """
    plain = "".join(pattern.split()).replace("_", " ")
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}’])(?:{plain})(?![\p{{L}}\p{{N}}’])")


_NOT_ONLY: Final = {
    "uk": _phrases(r"не_(?:лише|тільки|просто)"),
    "en": _phrases(r"(?:not|\w+n’t)_(?:only|just|simply|merely|solely)"),
}
_ONLY: Final = {
    "uk": _phrases(r"лише|тільки|просто"),
    "en": _phrases(r"only|just|simply|merely|solely"),
}
# Said with a denial in one language and without one in the other.
_IDIOMS: Final = {
    "uk": _phrases(
        r"""
        не_(?:один_|одна_|одну_)?раз\w*|не_(?:перш\w+|одну|один|одного)|не_(?:мен[шч]|пізніш|більш)\w*
        |чи_не|(?:ледь|мало|трохи|тільки)_не|не_зважаючи|хай_там
        |(?:хоч|хай|що|як\w*|хто|де|коли|скільки|куди|чого|кого|чим|кому)_би?_(?:[\w’-]+_){0,4}?не
        |не_(?:можна|може|можу|можемо|могли|міг|могла)_не
        |(?:не_(?:ма(?:в|ю|є|ємо|ла|ли|ють)|було|буде|може_бути)|немає|нема|без|поза)
            (?:_(?:жодн|будь-як)\w*)?_сумнів\w*
        |(?:жодн\w+_)?сумнів\w*(?:_\w+)?_(?:не_(?:ма|бу|мо)\w*|нема|немає)(?:_бути)?|жодн\w+_сумнів\w*|не_сумніва\w+
        """
    ),
    "en": _phrases(
        r"""
        no_matter|(?:no|not|without|\w+n’t)(?:_\w+)?_doubt\w*|no(?:t|ne)?(?:_\w+)?_(?:less|fewer|later)
        |not?_(?:more|longer|earlier)_than|not_to_mention|whether_or_not|or_not|if_not|last_but_not_least
        |not_(?:for_)?the_first|(?:can|could)(?:not|n’t|_not)_(?:but|help)|not_(?:a_|one_)?single(?=.*(?:not|n’t)\b)
        |(?:is|are|do|does|did|was|were|have|has|would|wo|ca|could)n’t_(?:it|they|we|you|he|she|there)(?=\W*$)
        |no_?\.?_?\d+|look_no_further
        """
    ),
}
# «доки не прийде» is "until he comes".
_UNTIL: Final = {
    "uk": _phrases(r"(?:поки|доки|допоки)(?!_що)(?:_[\w’-]+,?){0,7}?_не"),
    "en": _phrases(r"until|till|unless|before"),
}
_DENIALS: Final = {
    "uk": _phrases(
        r"""
        не|нема|немає|ні(?=[,.!])|неможлив\w+|недостатн\w+|недопустим\w+|неприпустим\w+|невідом\w+|нездатн\w+
        |неспроможн\w+|невипадков\w+|недаремн\w+
        """
    ),
    "en": _phrases(
        r"""
        not|cannot|\w+n’t|never|no|nobody|nothing|nowhere|none|neither|unable|impossib\w+|inadmiss\w+|unaccept\w+
        |incapable|unknown|insuffic\w+|unclear
        """
    ),
}
# Deny together with «не», and by themselves only where no verb is.
_WITH_NOT: Final = _phrases(
    r"""
    ніхто|нікого|нікому|ніким|ніщо|нічого|нічому|нічим|ніколи|ніде|нікуди|нізвідки|ніяк\w*|жоден|жодн\w+|ні|ані
    """
)
_ANY_DENIAL: Final = _phrases(r"не|нема|немає|без|неможлив\w+|заборон\w+|ні(?=[,.!])|годі|замість|ніж")
_CLAUSE: Final = regex.compile(r"[^,;:.!?…–—()«»“”\"]+")
_WORD: Final = regex.compile(r"[\p{L}’-]+")
# A second denial in a row may be one in the other language: «не A і не B» is "not A or B".
_IN_A_ROW: Final = {
    "uk": regex.compile(
        r"(?:[,–—-]|\b(?:і|й|та|а|або|чи|ні|ані)) (?:ще |навіть |вже |більше )?(?:не|нема|немає|ні|ані)\b"
    ),
    "en": regex.compile(r"(?:[,–—-]|\b(?:and|or|but|nor)) (?:even |also )?(?:not|no|nothing|never|none|cannot)\b"),
}
_MAY_DENY: Final = {
    "uk": _phrases(
        r"""
        без|навряд|ледве|ледь|замість|відмов\w+|забор\w+|позбав\w+|брак\w*|відсутн\w+|замало|заперечу\w*|пропа\w+
        |зник\w*|запобіг\w+|уник\w+|утрим\w+|рідко|хіба|раніше|перш|проти|аніж|ніж|чужин\w*|поза|годі|марн\w+
        |даремн\w+|(?:при|зу|с)пин\w+|втрат\w+|погано
        |не(?!ю|ї\w*|й|залежн\w*|обхідн\w*|бо|бі|ба|навид\w*|щодавн\w*|гайно|урядов\w*|безпе\w*)\w{3,}
        |безп?(?!пе[кч])\w{4,}
        """
    ),
    "en": _phrases(
        r"""
        nor|without|unless|fail\w*|refus\w*|lack\w*|prevent\w*|avoid\w*|stop\w*|halt\w*|hardly|barely|scarcely|instead
        |den(?:y|ied|ies)|absen\w+|illegal\w*|reject\w*|ban(?:ned|s)?|forb\w+|gone|short|otherwise|away|missing|rid|zero
        |wary|resist\w*|whatever|few|little|ill|reluct\w+|oppos\w+|rather|impunity|inabil\w+|far_from|cease\w*
        |un(?!it\w*|der\w*|ive\w*|ion\w*|iq\w*|til|less|ify\w*)\w{4,}|non(?:-\w+)?|\w{3,}less(?:ly|ness)?
        |in(?:div|sep|vis|hum|vin|destr|tol|eff|acc|comp|cap|just|adeq|signif|evit|cred)\w*
        |dis(?:agree|allow|appear|honest|satisf|trust)\w*|keep|struggl\w+|exclu\w+|yet_to
        """
    ),
}


@dataclass(frozen=True, slots=True)
class Polarity:
    """What a sentence denies.

    Attributes:
        denials: where it surely denies, in code points of the text as given.
        in_a_row: how many of them may be one in the other language.
        maybe: words that may stand for a denial of the other language.
        not_only: how often "not only" stands there.
        only: whether "only" stands there by itself.
        until: how often "until" stands there, or «доки не».
        unfinished: it has a word that wants a «не» beside its verb, and none is there.
    """

    denials: tuple[tuple[int, int], ...] = ()
    in_a_row: int = 0
    maybe: int = 0
    not_only: int = 0
    only: bool = False
    until: int = 0
    unfinished: bool = False


def read_polarity(text: str, language: str) -> Polarity:
    """Return what a sentence denies.

    Args:
        text: One sentence, or several that are one in the other language.
        language: `uk` or `en`.
    """
    folded = fold_with_positions(text)
    plain, not_only = _NOT_ONLY[language].subn(_blank, folded.text)
    plain = _IDIOMS[language].sub(_blank, plain)
    found = [match.span() for match in _DENIALS[language].finditer(plain)]
    in_a_row = min(len(_IN_A_ROW[language].findall(plain)), max(0, len(found) - 1))
    maybe = sum(1 for match in _MAY_DENY[language].finditer(plain) if match.span() not in found)
    alone = [match.span() for match in _WITH_NOT.finditer(plain)] if language == "uk" else []
    if alone and not _ANY_DENIAL.search(plain):
        found = alone[:1]
    return Polarity(
        tuple(folded.source(*span) for span in found),
        in_a_row,
        maybe + max(0, len(alone) - 1),
        not_only,
        _ONLY[language].search(plain) is not None,
        len(_UNTIL[language].findall(plain)),
        bool(alone) and any(map(_lacks_not, _CLAUSE.findall(plain))),
    )


def contradict(first: Polarity, second: Polarity) -> bool:
    """Tell whether two sentences that belong together cannot deny the same; the order does not matter."""
    if _lost_not_only(first, second) or _lost_not_only(second, first):
        return True
    if (first.unfinished and second.denials) or (second.unfinished and first.denials):
        return True
    return _least(first, second) > _most(second, first) or _least(second, first) > _most(first, second)


def _lacks_not(clause: str) -> bool:
    """Tell whether a clause has «ніхто» or «нічого» and a verb, which then wants a «не», and has none."""
    if not _WITH_NOT.search(clause) or _ANY_DENIAL.search(clause):
        return False
    return any(map(is_finite_verb, _WORD.findall(clause)))


def _lost_not_only(one: Polarity, other: Polarity) -> bool:
    return one.not_only > 0 and not one.only and not other.not_only and other.only and not other.denials


def _least(one: Polarity, other: Polarity) -> int:
    return len(one.denials) - one.in_a_row - min(one.until, other.until)


def _most(one: Polarity, other: Polarity) -> int:
    return len(one.denials) + max(0, one.maybe - other.maybe) + max(0, one.not_only - other.not_only)


def _blank(match: regex.Match[str]) -> str:
    return "·" * len(match.group())
