"""Whatever stands in a text, nothing that reads it stumbles, and every place that is told is one of the text."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.emoji import find_emoji
from embassy_assistant.language.forms import inflect, is_finite_verb, nominatives, read_word
from embassy_assistant.language.identify import identify, rules_out
from embassy_assistant.language.links import find_all_addresses, find_links, find_mistyped, find_tags
from embassy_assistant.language.lookalikes import find_mixed, mend
from embassy_assistant.language.names.glossary import read_glossary
from embassy_assistant.language.names.matching import counterparts
from embassy_assistant.language.names.reading import read_words
from embassy_assistant.language.phrases import PhraseIndex, gather
from embassy_assistant.language.romanise import romanise
from embassy_assistant.language.text import fold_with_positions, quoted, read_with_positions, words

# What is rarely met, beside what is: halves of pairs, letters that fold into several, marks on nothing, half a link.
_ODD = ["\ud83d", "\udc00", "ŉ", "İ", "ß", "ﬁ", "\u1100\u1161", "\u0301", "\u200b", "\ufe0f", "\x00", "\r\n", "\u2028"]
_PARTS = ["https://", "://", "@a", "#", "a.ua", "a@b.c", "xn--", "«", "»", "“", "’", "(", "...", "!", "Кyiv", "🇺🇦", " "]
TEXTS = st.lists(st.sampled_from(_ODD + _PARTS) | st.text(st.characters(), max_size=6), max_size=25).map("".join)


@given(text=TEXTS)
def test_every_place_is_one_of_the_text(text: str) -> None:
    places = [*find_all_addresses(text), *find_emoji(text), *quoted(text), *words(text)]
    places += [(link.start, link.end) for link in (*find_links(text), *find_mistyped(text))]
    places += [(tag.start, tag.end) for tag in find_tags(text)]
    places += [(mixed.start, mixed.end) for mixed in find_mixed(text)]
    assert [place for place in places if not 0 <= place[0] < place[1] <= len(text)] == []
    assert [span for span in identify(text).spans if not 0 <= span.start <= span.end <= len(text)] == []
    assert rules_out(text, "uk") in {True, False}
    assert len(mend(text)) == len(text)


@given(text=TEXTS)
def test_what_is_read_is_in_the_order_of_the_text_and_its_phrases_are_found(text: str) -> None:
    for read in (fold_with_positions(text), read_with_positions(text)):
        assert list(read.starts) == sorted(read.starts)
        assert list(read.ends) == sorted(read.ends)
        assert len(read.starts) - 1 == len(read.ends) == len(read.text)
    folded = fold_with_positions(text).text
    phrases = [folded[start:end] for start, end in words(folded)]
    index = PhraseIndex(gather((phrase, number) for number, phrase in enumerate(phrases)))
    assert all(folded[start:end] in phrases for _, start, end in index.find(folded))


# Letters that have no name in Python's tables, at which the dictionary's library raises.
_WORDS = st.text(st.sampled_from("дабві’'-\U00017000\u0378") | st.characters(), min_size=1, max_size=8)


@given(word=_WORDS | _WORDS.map(lambda word: f"{word}-держава"))
def test_a_word_in_any_letters_is_looked_up(word: str) -> None:
    assert is_finite_verb(word) in {True, False}
    assert read_word(word).lemmas
    assert all(form for _, form in nominatives(word))
    with suppress(ValueError):
        assert all(inflect(word).values())


@pytest.mark.parametrize("word", ["\U00017000", "\U00017000-держава", "держава-\U00017000"])
def test_a_term_in_letters_without_a_name_is_no_noun(word: str) -> None:
    with pytest.raises(ValueError, match="no noun"):
        inflect(word)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "part", ["я", "Я-", "А.", "я’", "a\u0301", "Київ ", "«Київ", "Київ\n", "A.", ": ", "\U00017000"]
)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_names_are_read_by_the_length_of_a_text(part: str, language: str) -> None:
    # What grows with the square of the length takes a quarter of an hour here, where this is a matter of seconds.
    text = part * 20_000
    romanise(text)
    found = read_words(text, language)
    names = [word for word in found if word.sure]
    compared = counterparts(found, read_words("Kyiv and Lviv", "en"), read_glossary([]))
    assert len(compared.ours_left) + len({pair.ours.span for pair in compared.pairs if pair.ours.sure}) == len(names)
