"""The unit changes one rule, and no other byte of its folder; what others wrote meanwhile is never undone."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Refused, Unusable
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.workshop import Shape
from embassy_assistant.guidelines.pack_rules import RULE_MODELS
from embassy_assistant.guidelines.sheets import cells_of, fields_of, sheet_of, with_cell, write_sheet, yaml
from tests.helpers.workshop import LINE, RULES, RealFolders, write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.workshop import Sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path)


@pytest.fixture
def sources(folder: Path) -> Sources:
    return RealFolders.open(folder)


def names(folder: Path) -> str:
    return (folder / "rules/names.yaml").read_text("utf-8")


def change(sources: Sources, rule_id: str, **parts: str) -> None:
    before = sources.sheet(rule_id)
    sources.save(before, {**before, **{name.replace("__", "."): text for name, text in parts.items()}})


def test_rules_are_listed_with_the_place_where_they_stand(sources: Sources) -> None:
    listed = [(rule.id, rule.kind, rule.severity, rule.file, rule.line) for rule in sources.rules()]
    assert listed == [
        ("place.kyiv", "term", Severity.BLOCK, "rules/names.yaml", 3),
        ("war.name", "term", Severity.WARN, "rules/names.yaml", 19),
        ("line.peace", "line", Severity.WARN, "lines/line.peace.md", 1),
    ]
    assert sources.rules()[0].title == {"uk": "Київ", "en": "Kyiv, not Kiev"}


def test_a_folder_without_a_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", "utf-8")
    with pytest.raises(Unusable) as caught:
        RealFolders.open(tmp_path)
    assert caught.value.id == "guidelines.no-source"


def test_a_change_touches_its_own_line_only(sources: Sources, folder: Path) -> None:
    change(sources, "place.kyiv", severity="warn", reason__en="Because.")
    assert names(folder) == RULES.replace("severity: block", "severity: warn").replace(
        "{uk: Так., en: So.}", "{uk: Так., en: Because.}"
    )


def test_a_list_keeps_its_comments_and_what_did_not_change(sources: Sources, folder: Path) -> None:
    change(
        sources,
        "place.kyiv",
        terms="{text: Kiev, replacement: Kyiv}\n{text: Kieff, replacement: Kyiv}",
        examples__match="Off to Kiev\nKieff: here",
    )
    said = names(folder)
    assert "  # the old spelling\n  - {text: Kiev, replacement: Kyiv}\n  - {text: Kieff, replacement: Kyiv}\n" in said
    assert sources.sheet("place.kyiv")["examples.match"] == "Off to Kiev\nKieff: here"
    assert not sources.lint()


def test_keys_come_and_go_with_what_is_around_them(sources: Sources, folder: Path) -> None:
    change(sources, "place.kyiv", scope__topics="event", valid__from="2026-01-01", case_sensitive="true")
    said = names(folder)
    assert "  scope:\n    topics:\n    - event\n" in said
    assert "  case_sensitive: true\n" in said
    change(sources, "place.kyiv", scope__networks="x")
    change(sources, "place.kyiv", scope__networks="")
    change(sources, "place.kyiv", scope__topics="", valid__from="", case_sensitive="")
    assert names(folder) == RULES


def test_a_rule_that_another_program_changed_is_not_overwritten(sources: Sources, folder: Path) -> None:
    before = sources.sheet("place.kyiv")
    (folder / "rules/names.yaml").write_text(RULES.replace("severity: block", "severity: advise"), "utf-8")
    with pytest.raises(Refused) as caught:
        sources.save(before, {**before, "severity": "warn"})
    assert caught.value.id == "workshop.changed-meanwhile"
    assert "severity: advise" in names(folder)


def test_what_others_wrote_in_other_rules_meanwhile_stays(sources: Sources, folder: Path) -> None:
    before = sources.sheet("place.kyiv")
    (folder / "rules/names.yaml").write_text(RULES.replace("uk: Назва", "uk: Інша назва"), "utf-8")
    sources.save(before, {**before, "severity": "warn"})
    assert "uk: Інша назва" in names(folder)
    assert "severity: warn\n  language: en" in names(folder)


def test_a_rule_that_is_removed_comes_back_to_the_byte(sources: Sources, folder: Path) -> None:
    taken = sources.remove("place.kyiv")
    assert [rule.id for rule in sources.rules()] == ["war.name", "line.peace"]
    sources.put_back(taken)
    assert names(folder) == RULES
    taken = sources.remove("line.peace")
    assert not (folder / "lines/line.peace.md").exists()
    sources.put_back(taken)
    assert (folder / "lines/line.peace.md").read_text("utf-8") == LINE


def test_the_last_rule_of_a_file_leaves_an_empty_list(sources: Sources, folder: Path) -> None:
    path = folder / "rules/names.yaml"
    path.write_text(RULES[RULES.index("- id: war") :].rstrip("\n"), "utf-8")
    taken = sources.remove("war.name")
    assert path.read_text("utf-8") == "[]\n"
    path.unlink()
    sources.put_back(taken)
    assert sources.sheet("war.name")["severity"] == "warn"


def test_who_asks_for_a_rule_that_is_gone_is_told(sources: Sources) -> None:
    with pytest.raises(Refused) as caught:
        sources.sheet("place.odesa")
    assert caught.value.id == "workshop.rule-gone"


def test_a_new_rule_is_added_at_the_end(sources: Sources, folder: Path) -> None:
    path = folder / "rules/term.yaml"
    sheet = {**sources.sheet("place.kyiv"), "id": "place.lviv"}
    sources.save({}, sheet)
    assert sources.sheet("place.lviv") == sheet
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    sources.save({}, {**sheet, "id": "place.dnipro"})
    assert [rule.id for rule in sources.rules() if rule.file == "rules/term.yaml"] == ["place.lviv", "place.dnipro"]
    with pytest.raises(Unusable) as caught:
        sources.save({}, sheet)
    assert caught.value.id == "workshop.id-taken"


def test_a_new_line_has_a_file_of_its_own(sources: Sources, folder: Path) -> None:
    sheet = {**sources.sheet("line.peace"), "id": "line.other", "text.en": "Other words."}
    sources.save({}, sheet)
    assert (folder / "lines/line.other.md").read_text("utf-8").endswith("# en\n\nOther words.\n")
    (folder / "lines/line.third.md").write_text("nothing of a line", "utf-8")
    with pytest.raises(Unusable) as caught:
        sources.save({}, {**sheet, "id": "line.third"})
    assert caught.value.id == "guidelines.file-there"


def test_the_words_of_a_line_are_changed_and_its_head_is_not(sources: Sources, folder: Path) -> None:
    change(sources, "line.peace", text__en="Peace at once.")
    said = (folder / "lines/line.peace.md").read_text("utf-8")
    assert said == LINE[: LINE.index("# en")] + "# en\n\nPeace at once.\n"


def test_a_rule_with_lines_longer_than_ours_keeps_them_whole(sources: Sources, folder: Path) -> None:
    long = "x" * 70 + " " + "y" * 70
    path = folder / "rules/names.yaml"
    path.write_text(RULES.replace("uk: Назва", f"uk: {long}"), "utf-8")
    change(sources, "war.name", severity="block")
    assert f"    uk: {long}\n" in names(folder)


def test_what_cannot_be_read_is_passed_over_and_told_by_lint(sources: Sources, folder: Path) -> None:
    (folder / "rules/broken.yaml").write_text("- {id: [\n- just words\n- {id: x.y, kind: new}\n", "utf-8")
    (folder / "lines/words.md").write_text("no head", "utf-8")
    (folder / "lines/list.md").write_text("---\n- a\n---\n", "utf-8")
    (folder / "lines/nameless.md").write_text("---\nseverity: warn\n---\n", "utf-8")
    assert len(sources.rules()) == 3
    assert {mistake.file for mistake in sources.lint()} >= {"rules/broken.yaml", "lines/words.md"}


def test_a_title_or_severity_that_is_none_does_not_hide_a_rule(sources: Sources, folder: Path) -> None:
    (folder / "rules/odd.yaml").write_text("- {id: x.y, kind: term, severity: loud, title: words}\n", "utf-8")
    odd = next(rule for rule in sources.rules() if rule.id == "x.y")
    assert (odd.severity, odd.title) == (Severity.ADVISE, {})
    change(sources, "x.y", title__en="Both", examples__pass="Good")
    assert sources.sheet("x.y")["title.en"] == "Both"


def test_lint_names_a_term_that_cannot_be_inflected(sources: Sources, folder: Path) -> None:
    assert not sources.lint()
    path = folder / "rules/names.yaml"
    path.write_text(RULES.replace("text: українська криза", "text: швидко"), "utf-8")
    (found,) = sources.lint()
    assert (found.id, found.file, found.line) == ("pack.cannot-inflect", "rules/names.yaml", 30)


def test_one_rule_is_compiled_with_all_its_forms(sources: Sources) -> None:
    rule, mistakes = sources.compiled(sources.sheet("war.name"))
    assert rule is not None
    assert not mistakes
    assert "української кризи" in {surface.text for surface in rule.surfaces}


@pytest.mark.parametrize(
    ("terms", "wrong"), [("{text: швидко, inflect: true}", "pack.cannot-inflect"), ("", "pack.missing")]
)
def test_a_rule_that_cannot_be_compiled_says_why(sources: Sources, terms: str, wrong: str) -> None:
    rule, mistakes = sources.compiled({**sources.sheet("war.name"), "terms": terms})
    assert rule is None
    assert [mistake.id for mistake in mistakes] == [wrong]


def test_a_form_is_struck_out_or_given_another_replacement(sources: Sources) -> None:
    sheet = sources.sheet("war.name")
    form = "української кризи"
    for instead, wanted in ((None, []), ("війни", ["війни"]), ("цієї війни", ["цієї війни"])):
        sheet = sources.correct(sheet, form, instead)
        rule, _mistakes = sources.compiled(sheet)
        assert rule is not None
        assert [surface.replacement for surface in rule.surfaces if surface.text == form] == wanted
    assert "add" not in sources.correct(sheet, form, None)["terms"]
    assert sources.correct(sheet, "іншого слова", None) == sheet
    for terms in ("криза", "{text: швидко, inflect: true}", "{text: криза}", "{inflect: true}"):
        assert sources.correct({**sheet, "terms": terms}, form, None)["terms"] == terms


@pytest.mark.parametrize("kind", sorted(RULE_MODELS))
def test_every_kind_has_a_form_that_begins_with_the_id_and_has_its_examples(kind: str) -> None:
    fields = {field.name: field for field in fields_of(kind)}
    assert next(iter(fields)) == "id"
    assert fields["severity"].choices == ("block", "warn", "advise")
    assert fields["examples.pass"].shape is Shape.LINES
    assert fields["source.read"].shape is Shape.FLAG
    assert fields["title.uk"].wanted
    assert not fields["valid.from"].wanted


def test_items_that_could_be_taken_for_something_else_are_quoted_and_come_back() -> None:
    rule = yaml().load('{id: a.b, kind: freeze, lines: ["{x}", " y", "1\\n2", 3, {a: [b, {c: d}]}]}')
    sheet = sheet_of(rule)
    assert sheet["lines"] == '"{x}"\n" y"\n"1\\n2"\n3\n{a: [b, c: d]}'
    other = yaml().load("{}")
    write_sheet(other, sheet)
    assert sheet_of(other)["lines"] == sheet["lines"]


def test_numbers_stay_numbers_and_mappings_are_shown() -> None:
    rule = yaml().load("{id: a.b, kind: readability, emoji: 3, severity: {a: b}}")
    sheet = sheet_of(rule)
    assert (sheet["emoji"], sheet["severity"]) == ("3", "{a: b}")
    write_sheet(rule, {**sheet, "emoji": "4"})
    assert rule["emoji"] == 4


@pytest.mark.parametrize("digits", ["55", "2024", "0", "007"])
def test_a_text_of_digits_stays_a_text(digits: str) -> None:
    rule = yaml().load("{id: a.b, kind: pattern}")
    write_sheet(rule, {**sheet_of(rule), "source.number": digits, "pattern": digits, "title.uk": digits})
    written = io.StringIO()
    yaml().dump(rule, written)
    again = yaml().load(written.getvalue())
    assert (again["source"]["number"], again["pattern"], again["title"]["uk"]) == (digits, digits, digits)


@pytest.mark.parametrize(("typed", "kept"), [("0", 0), ("12", 12), ("007", "007"), ("three", "three")])
def test_a_limit_is_a_number_where_it_can_be_one(typed: str, kept: object) -> None:
    rule = yaml().load("{id: a.b, kind: readability}")
    write_sheet(rule, {**sheet_of(rule), "emoji": typed})
    assert rule["emoji"] == kept


def test_a_line_whose_brackets_are_open_is_refused() -> None:
    with pytest.raises(Unusable) as caught:
        write_sheet(yaml().load("{}"), {"kind": "term", "terms": "{text: Kiev"})
    assert caught.value.id == "workshop.line-unreadable"


def test_a_line_is_taken_apart_and_put_together_with_all_that_no_column_shows() -> None:
    (terms,) = (field for field in fields_of("term") if field.name == "terms")
    line = "{text: Kiev, replacement: Kyiv, add: [Kieff]}"
    assert cells_of(terms, line) == ("Kiev", "Kyiv", "", "")
    assert with_cell(terms, line, 1, "") == "{text: Kiev, add: [Kieff]}"
    assert with_cell(terms, line, 0, "112: так") == "{text: '112: так', replacement: Kyiv, add: [Kieff]}"
    assert cells_of(terms, with_cell(terms, "", 0, "112")) == ("112", "", "", "")
    assert cells_of(terms, "") == ("", "", "", "")
    assert cells_of(terms, "{text: ") == ("{text: ", "", "", "")
    assert with_cell(terms, "{text: ", 0, "So") == "{text: So}"
    assert with_cell(terms, "{text: So}", 0, "") == ""
