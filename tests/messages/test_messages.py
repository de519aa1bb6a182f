"""Sentences: every id in the code has one in both languages, and numbers take the right forms."""

from __future__ import annotations

import ast
import gettext
import re
import shutil
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest

from embassy_assistant.app.cli import COMMANDS
from embassy_assistant.domain.delivery import Cause, Delivery, FrozenSegment, Prepared, State, Step
from embassy_assistant.domain.errors import AssistantError, KeyringUnavailable, RequestFailed, SignInAgain
from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.guideline import GuidelinePack, Rule, RuleKind, Source
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.domain.post import PairState
from embassy_assistant.locations import data_dir
from embassy_assistant.messages import LANGUAGES, Messages, messages, plural_index
from embassy_assistant.services.gates import Wait

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[2] / "embassy_assistant"
ID = re.compile(r"[a-z][a-z-]*(\.[a-z0-9-]+)+")
# Ids with these beginnings are found anywhere in the code, in a table too; a file's name is no id.
AREAS = (
    "account.",
    "delivery.",
    "disk.",
    "keyring.",
    "media.",
    "network.",
    "outbox.",
    "post.",
    "recovery.",
    "settings.",
)
FILES = (".db", ".json", ".key", ".lock", ".pub", ".pem", ".tmp")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def catalogue(language: str) -> dict[str, str]:
    """Return id → template, as a translator wrote it."""
    path = data_dir("translations") / "core" / f"{language}.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}


def error_classes() -> dict[str, type[AssistantError]]:
    """Return the error tree by class name."""
    found: dict[str, type[AssistantError]] = {}
    todo: list[type[AssistantError]] = [AssistantError]
    while todo:
        kind = todo.pop()
        found[kind.__name__] = kind
        todo += kind.__subclasses__()
    return found


def literal_ids() -> Iterator[tuple[str, str]]:
    """Yield (where, id) for each error, finding and sentence whose id the code has in place."""
    names = {*error_classes(), "Finding", "say", "note", "progress", "text"} - {"KeyringUnavailable"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for part in ids_in(node, names):
                # What ends in a dot is the beginning of an id that is put together; those are tested by their enum.
                if isinstance(part.value, str) and ID.fullmatch(part.value) and not part.value.endswith(FILES):
                    yield f"{path.relative_to(PACKAGE)}:{part.lineno}", part.value


def ids_in(node: ast.AST, names: set[str]) -> Iterator[ast.Constant]:
    """Yield the constants that may be ids: a first argument, a class's `default_id`, or by how they begin."""
    source: ast.AST | None = None
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(AREAS):
        yield node
    if isinstance(node, ast.Call) and node.args:
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        source = node.args[0] if called in names else None
    elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "default_id" for target in node.targets):
        source = node.value
    if source is not None:
        yield from (part for part in ast.walk(source) if isinstance(part, ast.Constant))


def fields(template: str) -> set[str]:
    """Return the parameters that a template names."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def delivery(state: State = State.WAITING, **changes: object) -> Delivery:
    """Return a row of the outbox."""
    return Delivery(
        id="d1",
        post_id="p1",
        account_id="practice:ukrinde",
        network="practice",
        segment=FrozenSegment("Київ", ("uk",)),
        thread="t1",
        queued_at=NOW,
        good_until=NOW + timedelta(hours=12),
        state=state,
        **changes,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_id_in_the_code_has_a_sentence(language: str) -> None:
    known = catalogue(language)
    missing = {f"{where}: {message_id}" for where, message_id in literal_ids() if message_id not in known}
    missing |= {f"{name}: {kind.default_id}" for name, kind in error_classes().items() if kind.default_id not in known}
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_the_domain_has_a_sentence(language: str) -> None:
    wanted = {f"state.{state.value}" for state in State}
    wanted |= {f"state.{state.value}.why" for state in State} - {"state.waiting.why", "state.prepared.why"}
    wanted |= {f"cause.{cause.value}" for cause in Cause}
    wanted |= {f"pair-state.{state.value}" for state in PairState}
    wanted |= {f"keyring.{state.value}" for state in VaultState}
    wanted |= {f"severity.{severity.value}" for severity in Severity}
    wanted |= {f"wait.{wait.value}" for wait in Wait if wait}
    assert not wanted - set(catalogue(language))


def test_the_two_catalogues_hold_the_same_ids_and_name_the_same_parameters() -> None:
    uk, en = catalogue("uk"), catalogue("en")
    assert uk.keys() == en.keys()
    assert [key for key in uk if fields(uk[key]) != fields(en[key])] == []
    assert [key for key in uk if not uk[key] or not en[key]] == []


def test_ukrainian_plurals_have_three_forms_and_english_ones_two() -> None:
    for language, count in (("uk", 3), ("en", 2)):
        for template in catalogue(language).values():
            for _, _, spec, _ in string.Formatter().parse(template):
                if spec and "|" in spec:
                    assert len(spec.split("|")) == count, template


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_current(language: str) -> None:
    with (data_dir("translations") / "core" / f"{language}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert [key for key, text in catalogue(language).items() if compiled.gettext(key) != text] == []


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, 2), (1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (14, 2), (21, 0), (22, 1), (111, 2), (1.5, 1), (-1, 0)],
)
def test_ukrainian_numbers_take_their_form(number: float, form: int) -> None:
    assert plural_index("uk", number) == form


@pytest.mark.parametrize(("number", "form"), [(0, 1), (1, 0), (2, 1), (21, 1), (1.5, 1)])
def test_english_numbers_take_their_form(number: float, form: int) -> None:
    assert plural_index("en", number) == form


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_that_the_window_may_say_names_a_command(language: str) -> None:
    own = ("cli.", "demo.", "doctor.", "selftest.", "postfile.")
    commands = re.compile(r"--\w|[“«](?:" + "|".join(COMMANDS) + r")\b|\bstdin\b")
    texts = {key: text for key, text in catalogue(language).items() if not key.startswith(own)}
    assert [key for key, text in texts.items() if commands.search(text) and not key.endswith(".command")] == []


def test_what_is_said_to_one_who_waits_has_the_sentence_of_the_queue_beside_it() -> None:
    known = catalogue("en")
    special = [key for key in known if key.endswith((".asked", ".command"))]
    assert special
    assert [key for key in special if key.rpartition(".")[0] not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_queue_is_told_that_the_program_tries_again(language: str) -> None:
    words = messages(language)
    error = RequestFailed("network.unreachable", left_the_machine=False, host="bsky.social")
    queued = words.problem('{"id": "network.unreachable", "parameters": {"host": "bsky.social"}}')
    promise = {"en": "by itself", "uk": "сама"}[language]
    assert promise in queued
    assert promise not in words.error(error)
    assert "bsky.social" in words.error(error)


def test_the_command_that_helps_is_for_the_command_line_only() -> None:
    words = messages("en")
    assert words.command("moved.away") == "“move stay” does that."
    assert words.command("disk.full") == ""


def test_an_error_says_what_happened_what_it_means_and_what_to_do() -> None:
    sentence = messages("en").error(SignInAgain())
    assert sentence == "The network refused the password. The post is kept and nothing went out. Sign in again."


def test_a_keyring_error_is_worded_by_its_state() -> None:
    assert messages("uk").error(KeyringUnavailable("locked")).startswith("Сховище паролів замкнене.")


@pytest.mark.parametrize("state", [State.PREPARED, State.SENT])
def test_a_mention_of_nobody_is_said_beside_the_state(state: State) -> None:
    unlinked = delivery(state, prepared=Prepared("key", "{}", unlinked=("@a.example", "@b.example")))
    assert "@a.example, @b.example" in messages("en").state_sentence(unlinked)
    assert "@" not in messages("en").state_sentence(delivery(state))


@pytest.mark.log_warnings_expected("no sentence for no.such-id")
def test_an_unknown_id_is_loud_in_tests_and_safe_for_officers() -> None:
    assert "no.such-id" in messages("en").text("no.such-id")


@pytest.mark.log_warnings_expected("names backend, which it was not given")
def test_a_missing_parameter_is_loud_in_tests_and_safe_for_officers() -> None:
    assert "…" in messages("en").text("keyring.insecure")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(VaultState))
def test_every_state_of_the_keyring_is_one_sentence_or_more(language: str, state: VaultState) -> None:
    assert messages(language).vault(state).endswith(".")


def test_an_insecure_keyring_is_refused_by_name() -> None:
    error = KeyringUnavailable("insecure", backend="PlaintextKeyring")
    assert "(PlaintextKeyring)" in messages("en").error(error)


def test_a_rule_of_the_pack_is_worded_by_the_pack() -> None:
    rule = Rule(
        id="name.kyiv",
        kind=RuleKind.TERM,
        severity=Severity.BLOCK,
        language="en",
        surfaces=(),
        title={"en": "Kyiv, not Kiev", "uk": "Kyiv, а не Kiev"},
        reason={"en": "The official spelling.", "uk": "Офіційне написання."},
        source=Source("КМУ", "Постанова", number="55", date="2010-01-27"),
    )
    pack = GuidelinePack("1", {"en": "t"}, (rule,))
    words = messages("uk").finding(Finding("name.kyiv", Severity.BLOCK, "en", matched="Kiev"), pack)
    assert words.message == "Kyiv, а не Kiev. Офіційне написання."
    assert words.source == "КМУ, Постанова, 55, 2010-01-27"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(State))
def test_every_state_explains_itself(language: str, state: State) -> None:
    words = messages(language)
    assert words.state(state)
    assert words.state_sentence(delivery(state), NOW)


def test_a_waiting_row_says_when_it_goes() -> None:
    later = NOW + timedelta(hours=1)
    assert messages("en").moment(later) in messages("en").state_sentence(delivery(not_before=later), NOW)


def test_a_row_with_a_problem_says_it_first() -> None:
    problem = '{"id": "account.sign-in-again", "parameters": {}}'
    assert messages("en").state_sentence(delivery(problem=problem), NOW).startswith("The network refused the password.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_not_said_twice(language: str) -> None:
    words = messages(language)
    bare = delivery(State.REJECTED, problem='{"id": "network.refused", "parameters": {"reason": "InvalidRecord"}}')
    assert words.state_sentence(bare, NOW) == words.text("state.rejected.why")
    told = delivery(State.REJECTED, problem='{"id": "account.taken-down", "parameters": {}}')
    assert words.state_sentence(told, NOW) == words.text("account.taken-down")


@pytest.mark.log_warnings_expected("cannot be read")
def test_a_problem_that_cannot_be_read_is_still_a_sentence() -> None:
    assert messages("en").problem("{not json")


def test_a_step_is_one_line_of_history() -> None:
    step = Step("d1", State.ARMED, State.UNKNOWN, Cause.FOUND_ARMED_AT_START, NOW)
    assert messages("en").step(step).endswith("the program was stopped in mid-send → Finding out")


def test_a_step_names_what_the_officer_chose() -> None:
    step = Step("d1", State.WAITING, State.WAITING, Cause.NEW_TIME, NOW, '{"officer": "OT", "action": "send-now"}')
    assert "an officer chose to send it now" in messages("en").step(step)


def test_numbers_times_and_lists_follow_the_language() -> None:
    uk, en = messages("uk"), messages("en")
    assert (uk.number(12345), en.number(12345)) == ("12\u00a0345", "12,345")
    assert (uk.join(["a", "b", "c"]), en.join(["a", "b"]), en.join(["a"])) == ("a, b і c", "a and b", "a")
    assert uk.moment(NOW) != en.moment(NOW)


def test_any_other_language_of_the_system_reads_english() -> None:
    assert (Messages("de_DE").language, Messages("uk_UA").language) == ("en", "uk")


def test_a_language_is_added_by_its_catalogue_and_its_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "core").mkdir()
    shutil.copy(data_dir("translations") / "core" / "en.mo", tmp_path / "core" / "de.mo")
    monkeypatch.setattr("embassy_assistant.messages.data_dir", lambda _name: tmp_path)
    monkeypatch.setattr("embassy_assistant.messages.LANGUAGES", (*LANGUAGES, "de"))
    words = Messages("de_DE")
    assert words.language == "de"
    assert "50.0 MB" in words.text("media.too-large", name="a.png", size=1, limit=50_000_000)


@pytest.mark.parametrize(
    ("size", "words"),
    [(999, "999 Б"), (1_500, "2 кБ"), (1_949_000, "1,9 МБ"), (50_000_000, "50,0 МБ"), (65_076_200_000, "65,1 ГБ")],
)
def test_sizes_are_rounded_as_people_say_them(size: int, words: str) -> None:
    assert words in messages("uk").text("media.too-large", name="a.png", size=1, limit=size)


def test_a_note_that_is_no_json_is_no_reason_to_fail() -> None:
    step = Step("d1", State.ARMED, State.SENT, Cause.ACCEPTED, NOW, "TypeError")
    assert messages("en").step(step).endswith("the network took it → Sent")


@pytest.mark.parametrize("name", ["core/uk.po", "window/uk.ts"])
def test_ukrainian_sentences_have_one_kind_of_dash_and_no_common_calques(name: str) -> None:
    text = (data_dir("translations") / name).read_text("utf-8")
    words = re.compile(
        r" [–-] |співпада|прийма\w+ участь|на протязі|слідуюч|являється|по замовчуванню|любий (?:час|момент)"
        r"|(?<=[а-яіїєґ,] )В(?:и|ас|ам|ами|аш\w*)\b"
    )
    assert [found.group() for found in words.finditer(text)] == []
