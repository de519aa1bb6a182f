"""Which language a text is in: right where it is said to be certain, and silent where nobody can know."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.alphabets import read_letters
from embassy_assistant.language.detectors import ask_eldc, ask_langdetect
from embassy_assistant.language.identify import LanguageSpan, clean, identify, rules_out

UKRAINIAN = "Сьогодні посольство відкрило виставку про культурну спадщину нашої держави."
ENGLISH = "Today the embassy opened an exhibition about the cultural heritage of our country."
RUSSIAN = "Сегодня посольство открыло выставку о культурном наследии, её посетили сотни гостей."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(UKRAINIAN, "uk", id="Ukrainian"),
        pytest.param(ENGLISH, "en", id="English"),
        pytest.param(RUSSIAN, "ru", id="Russian"),
        pytest.param(
            "Сёння пасольства адкрыла выставу пра культурную спадчыну нашай дзяржавы, ўсе рады.", "be", id="Belarusian"
        ),
        pytest.param(
            "Днес посолството откри изложба за културното наследство на нашата държава.", "bg", id="Bulgarian"
        ),
        pytest.param("Dziś ambasada otworzyła wystawę o dziedzictwie kulturowym naszego kraju.", "pl", id="Polish"),
        pytest.param("Aujourd’hui, l’ambassade a ouvert une exposition sur le patrimoine culturel.", "fr", id="French"),
        pytest.param(
            "Heute eröffnete die Botschaft eine Ausstellung über das Kulturerbe unseres Landes.", "de", id="German"
        ),
        pytest.param(
            "Hoy la embajada inauguró una exposición sobre el patrimonio cultural del país.", "es", id="Spanish"
        ),
    ],
)
def test_a_sentence_is_recognised_for_certain(text: str, language: str) -> None:
    verdict = identify(text)
    assert (verdict.language, verdict.certain, verdict.spans) == (language, True, ())


@pytest.mark.parametrize(
    ("text", "language", "certain"),
    [
        pytest.param("Їжак", "uk", True, id="ї decides"),
        pytest.param("Мы вместе", "ru", True, id="ы decides"),
        pytest.param("Воўк", "be", True, id="ў decides"),
        pytest.param("Hello", "und", False, id="Latin letters decide nothing"),
        pytest.param("Разом", "und", False, id="letters that many share"),
        pytest.param("Слава Україні! Glory to Ukraine!", "und", False, id="half and half"),
        pytest.param("", "und", False, id="nothing"),
        pytest.param("🇺🇦 💙💛", "und", False, id="emoji only"),
        pytest.param("24.02.2022 14:00", "und", False, id="numbers only"),
        pytest.param("https://mfa.gov.ua/news @mfa.gov.ua #StandWithUkraine", "und", False, id="links and tags only"),
    ],
)
def test_a_short_text_is_judged_by_its_letters_alone(text: str, language: str, *, certain: bool) -> None:
    verdict = identify(text)
    assert (verdict.language, verdict.certain) == (language, certain)


def test_links_tags_and_emoji_do_not_count() -> None:
    noise = "https://www.example.com/breaking-news 🇺🇦 #StandWithUkraine @ukraine@social.example"
    assert identify(f"{UKRAINIAN} {noise}").language == "uk"
    assert clean(f"Так {noise}") == "Так"


def test_a_foreign_word_in_a_ukrainian_sentence_changes_nothing() -> None:
    verdict = identify("Міністр розкритикував газету «Крымская правда» за брехню про нашу країну.")
    assert (verdict.language, verdict.spans) == ("uk", ())


def test_an_english_sentence_in_a_ukrainian_text_is_placed() -> None:
    text = f"{UKRAINIAN} {ENGLISH}"
    start = len(UKRAINIAN) + 1
    assert identify(text).spans == (LanguageSpan(0, start - 1, "uk"), LanguageSpan(start, len(text), "en"))


def test_a_russian_paragraph_in_a_ukrainian_text_is_placed_in_code_points() -> None:
    text = f"🇺🇦 {UKRAINIAN}\n\n{RUSSIAN}\n\n{UKRAINIAN}"
    russian = identify(text).spans[1]
    assert text[russian.start : russian.end] == RUSSIAN
    assert [span.language for span in identify(text).spans] == ["uk", "ru", "uk"]


def test_neighbouring_sentences_of_one_language_are_one_stretch() -> None:
    text = f"{UKRAINIAN} {UKRAINIAN} {ENGLISH}"
    english = len(text) - len(ENGLISH)
    assert identify(text).spans == (LanguageSpan(0, english - 1, "uk"), LanguageSpan(english, len(text), "en"))


def test_a_long_run_of_another_script_inside_a_sentence_is_placed() -> None:
    text = "Президент сказав журналістам у Берліні: we will win this war together with our partners."
    assert [span.language for span in identify(text).spans] == ["uk", "en"]


def test_an_english_name_inside_a_ukrainian_sentence_is_no_stretch() -> None:
    verdict = identify("На фестивалі Global Citizen Festival виступили українські музиканти та хор.")
    assert (verdict.language, verdict.certain, verdict.spans) == ("uk", True, ())


@pytest.mark.parametrize(
    "text",
    [
        "Зустріч із Bundeskanzler Friedrich Merz у Берліні про Leopard 2, IRIS-T та Taurus",
        "Дякуємо Deutsche Bahn, Siemens, Rheinmetall, Deutsche Telekom за допомогу",
        "Дивіться «How Ukraine Rebuilds Its Energy System», фільм BBC World Service",
    ],
)
def test_small_words_outweigh_names_in_another_script(text: str) -> None:
    assert identify(text).language == "uk"


@pytest.mark.parametrize(
    "text",
    [
        "Слухайте «The Ukraine Podcast from Telegraph Media Group»",
        "Премʼєра: Mstyslav Chernov, 2000 Meters to Andriivka",
        "У Bundestag — Markus Söder, Annalena Baerbock, Olaf Scholz",
    ],
)
def test_a_foreign_title_in_a_ukrainian_sentence_is_certain_of_nothing(text: str) -> None:
    assert not identify(text).certain


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Kyiv, Kharkiv, Odesa, Lviv, Dnipro", "und"),
        ("Харкова, Полтава, Суми, Одеса, Херсон", "und"),
        ("Борис Джонсон, Дональд Туск, Урсула фон дер Ляйен", "und"),
        ("Херсон, Одеса, Полтава, Суми, Умань", "uk"),
    ],
)
def test_a_row_of_names_without_telling_letters_is_certain_of_nothing(text: str, language: str) -> None:
    verdict = identify(text)
    assert (verdict.language, verdict.certain) == (language, False)


@pytest.mark.parametrize(
    ("text", "language", "certain"),
    [("щщщ " * 8, "und", False), ("ыыы " * 8, "ru", True), ("ґґґ " * 8, "uk", True)],
)
def test_where_no_detector_answers_the_letters_do(text: str, language: str, *, certain: bool) -> None:
    verdict = identify(text)
    assert (verdict.language, verdict.certain) == (language, certain)


def test_an_address_does_not_count() -> None:
    assert clean("Пишіть: press.office@embassy.example") == "Пишіть"


def test_a_text_half_in_each_language_is_not_certain() -> None:
    assert not identify(f"{UKRAINIAN} {ENGLISH}").certain


def test_a_language_that_only_one_detector_knows_is_not_certain() -> None:
    verdict = identify("Oggi l’ambasciata ha inaugurato una mostra sul patrimonio culturale del nostro paese.")
    assert (verdict.language, verdict.certain) == ("it", False)


def test_letters_rule_languages_out_without_saying_which_it_is() -> None:
    assert rules_out(ENGLISH, "uk")
    assert rules_out(RUSSIAN, "uk")
    assert rules_out(UKRAINIAN, "en")
    assert not rules_out(UKRAINIAN, "uk")
    assert not rules_out("Hello", "uk")
    assert not rules_out("Слухайте «The Ukraine Podcast from Telegraph Media Group»", "uk")


@pytest.mark.parametrize(
    ("text", "only", "likely"),
    [
        ("Ґанок", "uk", "uk"),
        ("Ніч", "", "uk"),
        ("Она ушла, эх", "ru", "ru"),
        ("зъезд", "", "bg"),
        ("Мы і яны", "", "be"),
        ("љубав ј", "sr", "sr"),
        ("źródło", "pl", "pl"),
        ("Straße", "de", "de"),
        ("España", "es", "es"),
        ("їжа ыэ ъ", "", ""),
        ("їїїїїїїїї ы", "", "uk"),
        ("ελληνικά", "", ""),
    ],
)
def test_what_letters_say(text: str, only: str, likely: str) -> None:
    letters = read_letters(text)
    assert (letters.only, letters.likely) == (only, likely)


def test_langdetect_gives_the_same_answer_each_time() -> None:
    assert len({ask_langdetect("Разом до перемоги за наше") for _ in range(20)}) == 1


@pytest.mark.parametrize("text", ["", "!!! 123", "\0", "a\0b"])
def test_detectors_never_raise(text: str) -> None:
    assert isinstance(ask_eldc(text), str)
    assert isinstance(ask_langdetect(text), str)


def test_threads_may_ask_at_once() -> None:
    texts = [UKRAINIAN, ENGLISH, RUSSIAN] * 30
    identify.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda numbered: identify(f"{numbered[1]} {numbered[0]}").language, enumerate(texts)))
    assert answers == ["uk", "en", "ru"] * 30


@given(text=st.one_of(st.text(), st.text(alphabet="абіїыэъў abc.!?\n«»🇺🇦#@/:", max_size=200)))
def test_any_text_has_a_verdict_whose_stretches_lie_in_order(text: str) -> None:
    verdict = identify(text)
    assert verdict.language
    position = 0
    for span in verdict.spans:
        assert position <= span.start <= span.end <= len(text)
        position = span.end
    languages = [span.language for span in verdict.spans]
    assert all(before != after for before, after in itertools.pairwise(languages))
