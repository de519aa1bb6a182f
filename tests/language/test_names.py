"""Names: found in a text, held against those of the other half, and spelt in the other language."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Rule, RuleKind, Source, Surface
from embassy_assistant.domain.rule_body import Name as Ruled
from embassy_assistant.language.names.glossary import Glossary, read_glossary, spell
from embassy_assistant.language.names.matching import Counterparts, counterparts
from embassy_assistant.language.names.reading import Kind, Name, read_words
from embassy_assistant.language.names.reading import find_names as find_among
from embassy_assistant.language.names.sounds import begin_alike, likeness


def rule(ukrainian: str, english: str, *wrong: str, kind: RuleKind = RuleKind.NAME) -> Rule:
    surfaces = (*(Surface(text, language="en") for text in wrong), Surface("Зєлєнський", language="uk"))
    source = Source("The unit", "House style")
    official = {"uk": ukrainian, "en": english}
    return Rule("name.some", kind, Severity.WARN, "", surfaces, {}, source, body=Ruled(official))


HOUSE = read_glossary(
    [
        rule("Володимир Зеленський", "Volodymyr Zelenskyy", "Vladimir Zelensky", "Zelenskiy"),
        rule("Рада Безпеки ООН", "United Nations Security Council"),
        rule("Київ", "Kiev", kind=RuleKind.TERM),
    ]
)


def compare(ukrainian: str, english: str, glossary: Glossary = HOUSE) -> Counterparts:
    return counterparts(read_words(ukrainian, "uk"), read_words(english, "en"), glossary)


def find_names(text: str, language: str) -> tuple[Name, ...]:
    return find_among(text, read_words(text, language), language)


def named(text: str, language: str) -> list[str]:
    return [text[name.span.start : name.span.end] for name in find_names(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        pytest.param("uk", "Вчора в Києві був Борис Джонсон.", ["Києві", "Борис Джонсон"], id="of two words"),
        pytest.param("uk", "Говорив Т. Г. Шевченко.", ["Т. Г. Шевченко"], id="initials"),
        pytest.param("uk", "Мир. Мелітополь чекає.", ["Мелітополь"], id="a name that begins a sentence"),
        pytest.param("uk", "Рада слухала. Мова йде про мир.", [], id="words that only begin a sentence"),
        pytest.param("uk", "Ми вітаємо Вас і Ваш народ.", [], id="politeness is no name"),
        pytest.param("uk", "Він сказав: «Слава тим, хто там». «Азовсталь» стоїть.", ["Азовсталь"], id="in quotes"),
        pytest.param("uk", "УВАГА! ПОВІТРЯНА ТРИВОГА", [], id="a shouted heading"),
        pytest.param("uk", "Нова угода між НАТО та ЄС", ["НАТО", "ЄС"], id="acronyms"),
        pytest.param("uk", "Дивіться на https://Mfa.gov.ua/Kyiv та @Kyiv і #Київ", [], id="links and tags"),
        pytest.param("uk", "У місті Івано-Франківськ", ["Івано-Франківськ"], id="a hyphen"),
        pytest.param("uk", "Друга світова, ІІ світова, Я. і А", ["ІІ"], id="numerals and letters alone"),
        pytest.param("en", "We met Boris Johnson's aide in St. Louis.", ["Boris Johnson", "St. Louis"], id="'s"),
        pytest.param("en", "We met Boris Johnson`s aide.", ["Boris Johnson"], id="a possessive with any apostrophe"),
        pytest.param("en", "I think that I’ll go on Monday in May.", [], id="not what English writes large"),
        pytest.param("en", "Ukraine won. People cheered.", ["Ukraine"], id="a country begins a sentence"),
        pytest.param("en", "The U.S. and the U.K. agree", ["U.S", "U.K"], id="with full stops"),
        pytest.param("en", "Bells Fall Silent Across Troubled England", [], id="a heading in capitals"),
        pytest.param("en", "Ministers, Kings, Judges, London.", ["Kings", "Judges", "London"], id="a list"),
        pytest.param("en", "AN AIR RAID ALERT", [], id="shouted"),
        pytest.param("en", "", [], id="nothing"),
    ],
)  # fmt: skip
def test_names_are_found(language: str, text: str, names: list[str]) -> None:
    assert [name.rstrip(".") for name in named(text, language)] == names


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Був там Шевченко.", "uk", Kind.PERSON),
        ("Були ми в Полтаві.", "uk", Kind.PLACE),
        ("Він пішов до Бундестагу.", "uk", Kind.INSTITUTION),
        ("Так вирішила НАТО.", "uk", Kind.INSTITUTION),
        ("Ось той Шмурдяк.", "uk", Kind.UNKNOWN),
        ("They went to Germany.", "en", Kind.PLACE),
        ("They went to Blurb.", "en", Kind.UNKNOWN),
    ],
)
def test_a_name_tells_what_bears_it(text: str, language: str, kind: Kind) -> None:
    assert [name.kind for name in find_names(text, language)] == [kind]


def test_a_name_has_its_lemmas() -> None:
    (name,) = find_names("Ми слухали Володимира Зеленського.", "uk")
    assert name.lemmas == ("володимир", "зеленський")


@pytest.mark.parametrize(
    ("ukrainian", "english"),
    [
        pytest.param("Вони в Києві.", "They are in Kyiv.", id="an inflected form"),
        pytest.param("Був Борис Джонсон.", "It was Boris Johnson.", id="by its sound"),
        pytest.param("Були Шольц і Макрон.", "Scholz and Macron came.", id="German and French ones"),
        pytest.param("Зустріч у Сполучених Штатах", "A meeting in the US", id="a country by its acronym"),
        pytest.param("Це бачила Німеччина.", "All of Germany saw it.", id="a country of another name in English"),
        pytest.param("Це українські діти.", "See the Ukrainian children.", id="an adjective, small in Ukrainian"),
        pytest.param("Мер Харківщини", "A mayor of the Kharkiv region", id="a region by its town"),
        pytest.param("Суд у Нью-Йорку", "A court in New York", id="a hyphen on one side"),
        pytest.param("Була ІІ світова війна.", "That was World War II, you know.", id="Roman numerals in Cyrillic"),
        pytest.param("Про це пише CNN.", "This is what CNN says.", id="Latin letters on both sides"),
        pytest.param("Сказав Лі.", "So said Lee.", id="a short name"),
        pytest.param("Скликали Радбез ООН.", "The UN Security Council met.", id="an institution"),
        pytest.param("У Варшаві та Гаазі", "In Warsaw and The Hague", id="cities with names of their own in English"),
        pytest.param("Там діє Рада Безпеки.", "There the Security Council acts.", id="the guidelines' names"),
        pytest.param("Привіт, Łukasz", "Hello, Łukasz", id="letters with marks"),
        pytest.param("Був Лукаш Ґміна", "It was Łukasz Gmina", id="letters with marks against ours"),
    ],
)  # fmt: skip
def test_what_stands_for_a_name_is_found(ukrainian: str, english: str) -> None:
    found = compare(ukrainian, english)
    assert found.pairs
    assert [word.text for word in found.ours_left] == []
    assert [word.text for word in found.theirs_left if word.text not in {"World", "War", "The"}] == []


@pytest.mark.parametrize(
    ("ukrainian", "english"),
    [
        pytest.param("Вони в Полтаві.", "They are in Sumy.", id="another town"),
        pytest.param("Мер Львівщини", "The mayor of Livorno", id="another region"),
        pytest.param("Сказав Лі.", "So said Lu.", id="short names need every sound"),
        pytest.param("Це США.", "It is for us all.", id="a pronoun is no country"),
        pytest.param("Про це пише CNN.", "This is what BBC says.", id="other letters"),
        pytest.param("Різні люди прийшли", "They came from Russia", id="a word that begins a sentence"),
        pytest.param("Це НТІМ.", "It is ЗЗЗ.", id="not even Latin"),
        pytest.param("Сказав Г.", "So said J. Smith.", id="an initial tells little"),
    ],
)
def test_what_has_nothing_to_do_with_a_name_does_not_stand_for_it(ukrainian: str, english: str) -> None:
    assert compare(ukrainian, english).pairs == ()


def test_each_word_is_paired_with_the_nearest() -> None:
    english = "Poltava first. Then, long after that and with many words between, they saw Poltava again."
    found = compare(
        "Полтава була першою. Потім, набагато пізніше і після багатьох слів, вони знову бачили Полтаву.", english
    )
    assert [english.index("Poltava"), english.rindex("Poltava")] == [pair.theirs.span.start for pair in found.pairs]


def test_a_name_said_twice_in_one_half_only_has_its_counterpart() -> None:
    found = compare("Так каже Полтава.", "Then Poltava spoke to Poltava.")
    assert len(found.pairs) == 2
    assert found.theirs_left == ()


@pytest.mark.parametrize(
    ("ukrainian", "english", "spelt"),
    [
        pytest.param("Це Київ.", "This is Kiev.", "Kyiv", id="the Russian way"),
        pytest.param("Це Київ.", "This is Kyiv.", "", id="as it is spelt"),
        pytest.param("Був Зеленський.", "It was Zelensky.", "Zelenskyy", id="not as the guidelines have it"),
        pytest.param("Був Зеленський.", "It was Zelenskyy.", "", id="as the guidelines have it"),
        pytest.param("Був Зеленський.", "It was Zelenskiy.", "", id="fewer words tell nothing of which"),
        pytest.param("Сполучені Штати", "In the US", "", id="another name is no mistake"),
    ],
)
def test_a_name_spelt_otherwise_is_the_same_name(ukrainian: str, english: str, spelt: str) -> None:
    (pair, *_) = compare(ukrainian, english).pairs
    assert pair.spelt == spelt


@pytest.mark.parametrize(
    ("text", "language", "spelt"),
    [
        pytest.param("Бачили Володимира Зеленського.", "en", "Volodymyr Zelenskyy", id="the guidelines first"),
        pytest.param("Були в Німеччині.", "en", "Germany", id="a country"),
        pytest.param("Були в Південній Кореї.", "en", "South Korea", id="of two words"),
        pytest.param("Були в Гадячі.", "en", "Hadiach", id="a town"),
        pytest.param("Бачили Петра Гаращенка.", "en", "Petro Harashchenko", id="a man"),
        pytest.param("Бачили Оксану Щербаківську.", "en", "Oksana Shcherbakivska", id="a woman"),
        pytest.param("Вони в Івано-Франківську.", "en", "Ivano-Frankivsk", id="a hyphen"),
        pytest.param("Наша ЩВК діє.", "en", "SHCHVK", id="an acronym"),
        pytest.param("Вони в Верховній Раді.", "en", "Verkhovna Rada", id="an institution"),
        pytest.param("Вони в Новій Боровій.", "en", None, id="words that may be translated"),
        pytest.param("Про це пише CNN.", "en", "CNN", id="Latin letters"),
        pytest.param("They went to Germany.", "uk", "Німеччина", id="back"),
        pytest.param("They met Volodymyr Zelenskyy.", "uk", "Володимир Зеленський", id="back by the guidelines"),
        pytest.param("They met Boris Blurb.", "uk", None, id="nobody knows"),
    ],
)  # fmt: skip
def test_a_name_is_spelt_in_the_other_language(text: str, language: str, spelt: str | None) -> None:
    (name,) = find_names(text, "en" if language == "uk" else "uk")
    assert spell(name, language, HOUSE) == spelt


@pytest.mark.parametrize(
    ("ukrainian", "foreign", "least", "most"),
    [
        ("джонсон", "johnson", 0.9, 1.0),
        ("шольц", "scholz", 0.9, 1.0),
        ("сан", "sans", 0.5, 0.95),
        ("ґаміні", "łódź", 0.0, 0.3),
        ("енн", "ann", 0.8, 1.0),
        ("гаага", "щось", 0.0, 0.2),
    ],
)
def test_likeness_tells_how_alike_words_sound(ukrainian: str, foreign: str, least: float, most: float) -> None:
    assert least <= likeness(ukrainian, foreign) <= most


def test_words_without_letters_sound_like_nothing() -> None:
    assert likeness("", "") == 1.0
    assert likeness("київ", "\u0301") == 0.0
    assert not begin_alike("", "kyiv")
    assert not begin_alike("київ", "")
    assert not begin_alike("ии", "yyyyyyyy")
    assert not begin_alike("к" * 60, "k" * 60)


TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            ["Київ", "Kyiv", "Зеленського", "U.S.", "’s", "'", "-", ". ", " ", "\n", "А", "ІІ", "#Київ", "«", "ǅ", "ﬁ"]
        ),
        max_size=12,
    ).map("".join),
)  # fmt: skip


@given(ukrainian=TEXTS, english=TEXTS)
def test_no_text_raises_and_all_spans_lie_within_it(ukrainian: str, english: str) -> None:
    for text, language in ((ukrainian, "uk"), (english, "en")):
        words = read_words(text, language)
        assert all(0 <= word.span.start < word.span.end <= len(text) for word in words)
        assert all(one.span.end <= other.span.start for one, other in pairwise(words))
        for name in find_names(text, language):
            spell(name, "en" if language == "uk" else "uk", HOUSE)
    found = compare(ukrainian, english)
    assert all(pair.ours.sure or pair.theirs.sure for pair in found.pairs)
    left = {word.span for word in found.ours_left}
    sure = {word.span for word in read_words(ukrainian, "uk") if word.sure}
    assert left | {pair.ours.span for pair in found.pairs if pair.ours.sure} == sure


@pytest.mark.timeout(60)
def test_a_long_text_takes_no_longer_by_the_square_of_its_length() -> None:
    found = compare("Київ і Полтава разом. " * 5000, "Kyiv and Poltava together. " * 5000)
    assert len(found.pairs) == 10_000
