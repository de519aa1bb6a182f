"""The folder that people edit: what it takes, and that every mistake is told with its file, line and path."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines import yamlfile
from embassy_assistant.guidelines.pack_rules import RULE_MODELS
from embassy_assistant.guidelines.source import read_source, refuse_mistakes
from embassy_assistant.guidelines.yamlfile import read_yaml
from embassy_assistant.messages import messages
from tests.helpers.packs import NEEDS, a_folder, a_line, a_rule_of

STARTER = Path(__file__).resolve().parents[2] / "resources" / "guidelines" / "source"
TERM = """\
- id: a.term
  kind: term
  severity: warn
  language: en
  title: {uk: так, en: so}
  reason: {uk: так, en: so}
  source: {issuer: I, title: T, number: 55, date: 2010-01-27}
  terms:
  - text: no
    replacement: 2026.10
  examples: {match: [no], pass: [yes]}
"""


def said_of(folder: Path) -> list[str]:
    """Return what is said to be wrong, in English."""
    return [messages("en").mistake(mistake) for mistake in read_source(folder).mistakes]


def test_every_kind_has_an_example_here() -> None:
    assert list(NEEDS) == list(RULE_MODELS)


@pytest.mark.parametrize("kind", NEEDS)
def test_a_rule_of_each_kind_is_read(kind: str, tmp_path: Path) -> None:
    source = read_source(a_folder(tmp_path / "s", a_rule_of(kind)))
    assert source.mistakes == []
    refuse_mistakes(source)
    assert [rule["kind"] for rule in source.rules] == [kind]
    assert source.document["pack_version"] == "2026.10"


def test_what_a_word_is_the_format_says_and_not_its_spelling(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s")
    (folder / "rules" / "a.yaml").write_text(TERM, encoding="utf-8")
    rule = read_source(folder).rules[0]
    assert rule["terms"] == [{"text": "no", "replacement": "2026.10"}]
    assert (rule["source"]["number"], rule["source"]["date"]) == ("55", "2010-01-27")


def test_a_mistake_is_told_with_its_file_line_and_path(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s", version="x")
    (folder / "rules" / "a.yaml").write_text(TERM.replace("text: no", "txet: no"), encoding="utf-8")
    (folder / "rules" / "b.yaml").write_text(
        TERM.replace("warn", "fatal").replace("a.term", "b.term"), encoding="utf-8"
    )
    (folder / "lines" / "c.md").write_text(a_line().replace('"warn"', '"fatal"'), encoding="utf-8")
    assert said_of(folder) == [
        "pack.yaml:1 version: It does not have the shape it must have: ^\\d+(\\.\\d+)*$",
        "rules/a.yaml:9 terms.0.text: This key is missing.",
        "rules/a.yaml:9 terms.0.txet: There is no such key here. A mistyped one would weaken the rule.",
        "rules/b.yaml:3 severity: It must be one of these: 'block', 'warn' or 'advise'.",
        "lines/c.md:3 severity: It must be one of these: 'block', 'warn' or 'advise'.",
    ]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param(a_rule_of("term", kind="magic"), "a.yaml kind: There is no kind called magic.", id="kind"),
        pytest.param(a_rule_of("pattern", pattern="(?=a)"), "a.yaml: It is no regular expression", id="not re2"),
        pytest.param(a_rule_of("pattern", pattern="a*"), "a.yaml: It also matches an empty text", id="matches nothing"),
        pytest.param(a_rule_of("name", wrong={}), "a.yaml wrong: At least one is needed.", id="no wrong name"),
        pytest.param(a_rule_of("embargo", words={}), "a.yaml words: At least one is needed.", id="no words"),
        pytest.param(
            a_rule_of("embargo", words=None), "a.yaml: Nothing says what it is about.", id="embargo of nothing"
        ),
        pytest.param(
            a_rule_of("require", scope={}), "a.yaml: Nothing says what it is about.", id="require for nothing"
        ),
        pytest.param(a_rule_of("embargo", until="2026-12-01T09:00"), "a.yaml until: A moment with", id="no time zone"),
        pytest.param(a_rule_of("calendar", days=[]), "a.yaml: It has no day.", id="no day"),
        pytest.param(a_rule_of("readability", emoji=None), "a.yaml: It limits nothing.", id="no limit"),
        pytest.param(a_rule_of("readability", emoji=-1), "a.yaml emoji: The number is too", id="less than none"),
        pytest.param(a_rule_of("media", alt_text=False), "a.yaml: It limits nothing.", id="nothing of a picture"),
        pytest.param(a_rule_of("media", alt_text="x"), "a.yaml alt_text: true or false must", id="neither yes nor no"),
        pytest.param(a_rule_of("line", scope=[]), "a.yaml scope: Keys with values must stand here.", id="no keys"),
        pytest.param(a_rule_of("line", scope={"topics": "aid"}), "a.yaml scope.topics: A list must", id="no list"),
        pytest.param(a_rule_of("line", valid={"from": "soon"}), "a.yaml valid.from: A day must", id="no day at all"),
        pytest.param(a_rule_of("line", title={"uk": [], "en": "x" * 10_001}), "title.uk: A text must", id="no text"),
        pytest.param(
            a_rule_of("line", title={"uk": "ї", "en": "x" * 10_001}), "more than 10000 char", id="a long text"
        ),
        pytest.param(a_rule_of("line", text={"uk": "", "en": "so"}), "a.yaml text.uk: It is empty.", id="empty"),
        pytest.param(
            a_rule_of("line", examples={"match": [{"text": "a", "at": "now"}], "pass": ["b"]}),
            "a.yaml examples.match.0.at: A moment with its time zone",
            id="a moment in an example",
        ),
        pytest.param(
            a_rule_of("term", terms=[{"text": "a", "inflect": True, "forms": [{"surface": "a"}]}]),
            "a.yaml terms.0: It is inflected, and has forms of its own.",
            id="forms twice",
        ),
        pytest.param(
            a_rule_of("term", exceptions=[{"text": "a", "add": ["b"]}]),
            "a.yaml exceptions.0: Only a phrase that is inflected",
            id="corrections of nothing",
        ),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(rule: dict[str, object], said: str, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s", rule)
    (folder / "rules" / "all.yaml").rename(folder / "rules" / "a.yaml")
    found = read_source(folder).mistakes
    without_lines = [
        f"{mistake.file.removeprefix('rules/')} {'.'.join(map(str, mistake.path))}".strip() for mistake in found
    ]
    words = [messages("en").render(mistake.id, mistake.parameters) for mistake in found]
    assert any(said in f"{where}: {word}" for where, word in zip(without_lines, words, strict=True)), words
    assert all(mistake.line >= 1 for mistake in found)
    with pytest.raises(Unusable):
        refuse_mistakes(read_source(folder))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("a: 1\na: 2\n", "rules/a.yaml:2 a: This key stands twice.", id="a key twice"),
        pytest.param("- &x [1]\n- *x\n", "rules/a.yaml:2 1: An alias (*) stands here.", id="an alias"),
        pytest.param("- &x [*x]\n", "rules/a.yaml:1 0.0: An alias (*) stands here.", id="a list within itself"),
        pytest.param("? [a]\n: 1\n", "rules/a.yaml:1: A key must be a text.", id="a list as a key"),
        pytest.param("? [a, {b: c}]\n: [d]\n", "rules/a.yaml:1: A key must be a text.", id="a key with tables"),
        pytest.param("a: 1\na: {b: 2}\n", "rules/a.yaml:2 a: This key stands twice.", id="a table twice"),
        pytest.param("- 1\n---\n- 2\n", "rules/a.yaml:2: It is not YAML (another document", id="two documents"),
        pytest.param("a: [1\nb: 2\n", "rules/a.yaml:2: It is not YAML", id="an open bracket"),
        pytest.param("a: \x01\n", "rules/a.yaml:1: It is not YAML (ReaderError)", id="a control character"),
        pytest.param("[" * 1_200, "rules/a.yaml:1: It is not YAML (RecursionError)", id="a thousand brackets"),
        pytest.param("a: 1\n", "rules/a.yaml:1: A list must stand here.", id="no list"),
        pytest.param("", "rules/a.yaml:1: A list must stand here.", id="an empty file"),
    ],
)
def test_what_is_wrong_with_the_yaml_is_said(text: str, said: str, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s")
    (folder / "rules" / "a.yaml").write_text(text, encoding="utf-8")
    assert said_of(folder)[0].startswith(said)


def test_what_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s")
    (folder / "rules" / "a.yaml").write_bytes(b"- id: a\n  title: \xd3\n")
    (folder / "lines" / "b.md").write_bytes(a_line().encode() + b"\xd3")
    said = said_of(folder)
    assert said[0] == "rules/a.yaml:2: It is not UTF-8."
    assert said[1].startswith("lines/b.md:")
    assert said[1].endswith(": It is not UTF-8.")


def test_an_id_that_is_taken_is_told_with_both_places(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s")
    (folder / "rules" / "a.yaml").write_text(TERM, encoding="utf-8")
    (folder / "rules" / "b.yaml").write_text(f"# a remark\n{TERM}", encoding="utf-8")
    assert said_of(folder) == ["rules/b.yaml:2 id: This id is taken: rules/a.yaml:1"]


def test_an_approved_line_is_a_page_of_its_own(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s")
    (folder / "lines" / "a.md").write_text(a_line(body="# uk\nПерший.\n\nДругий.\n# en\nFirst.\n"), encoding="utf-8")
    source = read_source(folder)
    assert source.mistakes == []
    assert source.rules[0]["text"] == {"uk": "Перший.\n\nДругий.", "en": "First."}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("# uk\nСлова.\n", "lines/a.md:1: The keys are missing", id="no keys"),
        pytest.param("---\nid: a.b\n", "lines/a.md:1: The keys are missing", id="keys without an end"),
        pytest.param("---\n- a\n---\n", "lines/a.md:2: Keys with values", id="a list for keys"),
        pytest.param("---\na: [\n---\n", "lines/a.md:3: It is not YAML", id="keys that are no YAML"),
        pytest.param(a_line("kind: term\n"), "lines/a.md:8 kind: There is no such key here.", id="a kind of its own"),
        pytest.param(a_line(body="Words.\n# en\nWords.\n"), "lines/a.md:9 text: Words stand before", id="no heading"),
        pytest.param(a_line(body="# en\nWords.\n"), "lines/a.md:9 text.uk: This key is missing.", id="one language"),
        pytest.param(
            a_line(body="# uk\nТак\n# en\nSo\n# de\nJa\n"), "lines/a.md:9 text.de: There is no such", id="three"
        ),
    ],
)
def test_what_is_wrong_with_an_approved_line_is_said(text: str, said: str, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s")
    (folder / "lines" / "a.md").write_text(text, encoding="utf-8")
    assert any(one.startswith(said) for one in said_of(folder)), said_of(folder)


def test_a_header_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s", a_rule_of("line"))
    (folder / "pack.yaml").write_text("a: [\n", encoding="utf-8")
    assert said_of(folder)[0].startswith("pack.yaml:")


def test_a_pack_without_rules_is_no_pack(tmp_path: Path) -> None:
    assert said_of(a_folder(tmp_path / "s")) == ["pack.yaml:1 rules: At least one is needed."]


def test_a_folder_without_a_header_is_none(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read_source(tmp_path)
    assert caught.value.id == "guidelines.no-source"


@given(data=st.one_of(st.binary(), st.text(alphabet="ab:-[]{}&*!#|>'\"\n \t?,%@`", max_size=60).map(str.encode)))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    document = read_yaml(data, "a.yaml")
    assert all(mistake.line >= 1 and mistake.file == "a.yaml" for mistake in document.mistakes)


@pytest.mark.parametrize("file", sorted(STARTER.rglob("*.yaml")), ids=lambda file: file.stem)
def test_without_libyaml_the_same_is_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = read_yaml(file.read_bytes(), file.name)
    monkeypatch.setattr(yamlfile, "YAML", partial(YAML, pure=True))
    assert read_yaml(file.read_bytes(), file.name) == read
