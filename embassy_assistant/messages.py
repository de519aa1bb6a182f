"""Sentences of the core: an id and its parameters become Ukrainian or English, for window and command line alike.

The catalogues are `translations/core/<language>.po`, compiled to `.mo` beside them; a message's id is its msgid. A
sentence names its parameters in braces, and says after a colon how to write them:

    {count:n}                            1,234 or 1 234
    {count:character|characters}         the form that goes with the number; Ukrainian has three: знак|знаки|знаків
    {language:language}                  Ukrainian / українська
    {language:in-language}               in Ukrainian / українською
    {unit:unit}, {wanted:kind}           the word that the catalogue has for this value of the program
    {until:moment}                       an ISO time in the local time zone: 22 Nov 2026, 14:00 / 22.11.2026, 14:00
    {name:brackets}                      the value in brackets after a space, or nothing where it is empty
    {size:bytes}                         1.9 MB / 1,9 МБ
    {problems:mistakes}                  the mistakes of a pack, one a line, each with its place

An id or a parameter that is missing never breaks the program: it is logged as a warning, and any test that meets it
fails.
"""

from __future__ import annotations

import gettext
import json
import logging
import string
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.delivery import Action, Cause, Delivery, State, Step
from embassy_assistant.domain.errors import NetworkRefused
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.finding import Finding, Severity
    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.domain.mistake import Mistake
    from embassy_assistant.domain.ports import VaultState
    from embassy_assistant.domain.post import PairState

LANGUAGES: Final = ("uk", "en")

_log: Final = logging.getLogger(__name__)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS: Final = {"en": ("B", "kB", "MB", "GB"), "uk": ("Б", "кБ", "МБ", "ГБ")}
_WORDS: Final = frozenset({"language", "in-language", "unit", "kind", "network"})
_KILO: Final = 1000
# From how much on a difference is told in each unit, and how long the unit is.
_SPANS: Final = (
    ("days", timedelta(days=2), timedelta(days=1)),
    ("hours", timedelta(minutes=90), timedelta(hours=1)),
    ("minutes", timedelta(), timedelta(minutes=1)),
)
_LOUD: Final = {State.REJECTED, State.WAITING, State.PREPARED, State.UNKNOWN, State.NEEDS_HUMAN}


def clock_sentence(error: timedelta) -> tuple[str, dict[str, int]]:
    """Return the sentence for a laptop's clock that is ahead of the servers by `error`, negative for behind."""
    amount = abs(error)
    unit, length = next((unit, length) for unit, least, length in _SPANS if amount >= least)
    side = "ahead" if error > timedelta() else "behind"
    return f"clock.{side}-{unit}", {"count": round(amount / length)}


@dataclass(frozen=True, slots=True)
class FindingWords:
    """A Finding in words.

    Attributes:
        title: what is wrong, in one sentence.
        why: the reason; empty where the title says it all.
        source: the document a rule of the pack comes from; empty for a built-in check.
    """

    title: str
    why: str = ""
    source: str = ""

    @property
    def message(self) -> str:
        """Title and reason in one line."""
        title = self.title if self.title.endswith((".", "…", "?")) or not self.why else f"{self.title}."
        return f"{title} {self.why}".strip()


class Messages:
    """The sentences in one language.

    Attributes:
        language: one of `LANGUAGES`.
    """

    def __init__(self, language: str) -> None:
        """Load the catalogue.

        Args:
            language: a language code, with or without a country; one that is not in `LANGUAGES` means English.
        """
        self.language = next((known for known in LANGUAGES if language.lower().startswith(known)), "en")
        with (data_dir("translations") / "core" / f"{self.language}.mo").open("rb") as file:
            self._catalogue = gettext.GNUTranslations(file)
        self._formatter = _Formatter(self)

    def knows(self, message_id: str) -> bool:
        """Return whether the catalogue has a sentence for `message_id`."""
        return self._catalogue.gettext(message_id) != message_id

    def text(self, message_id: str, /, **parameters: object) -> str:
        """Return the sentence called `message_id`.

        Args:
            message_id: id in the catalogue.
            parameters: what the sentence names; more than it names is fine.
        """
        return self.render(message_id, parameters)

    def render(self, message_id: str, parameters: Mapping[str, object]) -> str:
        """Return the sentence called `message_id`, with parameters as a mapping."""
        template = self._catalogue.gettext(message_id)
        if template == message_id:
            _log.warning("no sentence for %s in %s", message_id, self.language)
            template = self._catalogue.gettext("message.unknown")
            parameters = {"id": message_id}
        try:
            return self._formatter.vformat(template, (), parameters)
        except (ValueError, KeyError, IndexError, AttributeError, TypeError):
            _log.warning("the sentence %s does not fit its parameters", message_id)
            return template

    def error(self, error: AssistantError, *, asked: bool = True) -> str:
        """Return what happened, what it means and what to do.

        Args:
            error: what went wrong.
            asked: whether a person asked for what went wrong, and waits. What the program tries again by itself where
                nobody asked, such a person must try again: the sentence for them is called `<id>.asked`.
        """
        special = f"{error.id}.asked"
        return self.render(special if asked and self.knows(special) else error.id, error.parameters)

    def command(self, message_id: str) -> str:
        """Return which command helps, for the command line only; empty where the sentence itself says all."""
        hint = f"{message_id}.command"
        return self.text(hint) if self.knows(hint) else ""

    def severity(self, severity: Severity) -> str:
        """Return the word for a Severity."""
        return self.text(f"severity.{severity.value}")

    def finding(self, finding: Finding, pack: GuidelinePack | None = None) -> FindingWords:
        """Return a Finding in words: the pack's for a rule of the pack, else the catalogue's.

        Args:
            finding: what a check said.
            pack: the active pack; None where there is none.
        """
        parameters: dict[str, object] = {
            "account": finding.account or "",
            "version": finding.version or "",
            "matched": finding.matched,
            "suggestion": finding.suggestions[0] if finding.suggestions else "",
            **finding.parameters,
        }
        rule = pack.rule(finding.rule) if pack else None
        if rule is None:
            why = f"{finding.rule}.why"
            return FindingWords(
                self.render(finding.rule, parameters), self.render(why, parameters) if self.knows(why) else ""
            )
        title = _in(rule.title, self.language) or self.text("finding.term", matched=finding.matched)
        detail = self.render(finding.detail, parameters) if finding.detail else ""
        source = rule.source
        parts = (source.issuer, source.title, source.number, source.date, source.clause)
        why = f"{detail} {_in(rule.reason, self.language)}".strip()
        return FindingWords(title, why, ", ".join(part for part in parts if part))

    def rule_name(self, rule: Rule) -> str:
        """Return what a rule says, with its id."""
        return f"{_in(rule.title, self.language)} ({rule.id})".strip()

    def rule(self, rule: Rule) -> str:
        """Return what a rule says, and why, with its id."""
        return f"{self.rule_name(rule)}. {_in(rule.reason, self.language)}".strip()

    def pair(self, state: PairState) -> str:
        """Return how the halves stand, in one sentence."""
        return self.text(f"pair-state.{state.value}")

    def vault(self, state: VaultState) -> str:
        """Return what the keyring's state means and what to do."""
        return self.text(f"keyring.{state.value}", backend="")

    def mistake(self, mistake: Mistake) -> str:
        """Return where a mistake in a pack stands, and what it is."""
        said = self.render(mistake.id, mistake.parameters)
        return f"{mistake.place}: {said}" if mistake.place else said

    def state(self, state: State) -> str:
        """Return the word for a Delivery's state."""
        return self.text(f"state.{state.value}")

    def state_sentence(self, delivery: Delivery, now: datetime | None = None) -> str:
        """Return where a Delivery stands, in one or two sentences without the word for its state.

        Args:
            delivery: as the store has it.
            now: aware UTC; the clock's time when None.
        """
        now = now or datetime.now(UTC)
        problem = self.problem(delivery.problem) if delivery.state in _LOUD else ""
        if delivery.state is State.REJECTED and problem:
            # Each refusal says what to do; the bare one would say the word for the state once more.
            bare = problem == self.text(NetworkRefused.default_id)
            return self.text("state.rejected.why") if bare else problem
        if delivery.state in {State.WAITING, State.PREPARED}:
            start = max(delivery.instant, delivery.not_before or delivery.instant)
            key = "later" if start > now else "soon"
            sentence = self.text(f"state.{delivery.state.value}.{key}", at=start.isoformat())
        else:
            sentence = self.text(f"state.{delivery.state.value}.why")
        return f"{problem or self._remark(delivery)} {sentence}".strip()

    def _remark(self, delivery: Delivery) -> str:
        """Word what an Officer should know of a row that goes its way all the same."""
        unlinked = delivery.prepared.unlinked if delivery.prepared else ()
        return self.text("delivery.mention-unknown", names=", ".join(unlinked)) if unlinked else ""

    def problem(self, problem: str) -> str:
        """Return the words for a Delivery's `problem` (JSON with id and parameters); empty for none."""
        if not problem:
            return ""
        try:
            found = json.loads(problem)
            return self.render(str(found["id"]), dict(found.get("parameters") or {}))
        except (ValueError, KeyError, TypeError, RecursionError):
            _log.warning("a delivery's problem cannot be read")
            return self.text("message.unknown", id="delivery-problem")

    def cause(self, cause: Cause) -> str:
        """Return why a Delivery moved, for its history."""
        return self.text(f"cause.{cause.value}")

    def step(self, step: Step) -> str:
        """Return one line of a Delivery's history: when, why, and the state it led to."""
        return f"{self.moment(step.at)}  {self.why(step)} → {self.state(step.target)}"

    def why(self, step: Step) -> str:
        """Return why a Delivery took a step, and where an Officer chose to send it now, that."""
        return self.text("cause.send-now") if _chosen(step) == Action.SEND_NOW else self.cause(step.cause)

    def join(self, things: Sequence[str]) -> str:
        """Return things as a list in a sentence: `a, b and c`."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])} {self.text('list.and')} {things[-1]}"

    def moment(self, at: datetime) -> str:
        """Return a time in the local time zone, in the manner of the language."""
        local = at.astimezone()
        if self.language == "uk":
            return f"{local:%d.%m.%Y, %H:%M}"
        return f"{local.day} {_MONTHS[local.month - 1]} {local:%Y, %H:%M}"

    def number(self, value: float) -> str:
        """Return a number with the language's grouping and decimal mark."""
        text = f"{value:,}"
        return text.replace(",", "\u00a0").replace(".", ",") if self.language == "uk" else text

    def plural(self, number: float, forms: Sequence[str]) -> str:
        """Return the form that goes with `number`.

        Args:
            number: how many.
            forms: English: one, other; Ukrainian: one, few, many.
        """
        return forms[min(plural_index(self.language, number), len(forms) - 1)]


class _Formatter(string.Formatter):
    """Writes parameters as the module's docstring says."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> object:
        if key not in kwargs:
            _log.warning("a sentence names %s, which it was not given", key)
            return "…"
        return kwargs[str(key)]

    def format_field(self, value: object, format_spec: str) -> str:
        messages = self._messages
        if "|" in format_spec:
            return messages.plural(value if isinstance(value, int | float) else 0, format_spec.split("|"))
        if format_spec == "n" and isinstance(value, int | float):
            return messages.number(value)
        if format_spec in _WORDS:
            return self._word(str(value), format_spec)
        if format_spec == "moment":
            return messages.moment(datetime.fromisoformat(value)) if isinstance(value, str) and value else "…"
        if format_spec == "mistakes" and isinstance(value, tuple):
            return "\n".join(map(messages.mistake, value))
        if format_spec == "bytes" and isinstance(value, int | float):
            return _bytes(messages, value)
        if format_spec == "brackets":
            return f" ({value})" if value else ""
        return "" if value is None else str(value)

    def _word(self, value: str, kind: str) -> str:
        key = f"{kind}.{value}"
        return self._messages.text(key) if self._messages.knows(key) else value


def plural_index(language: str, number: float) -> int:
    """Return which plural form goes with `number` (Unicode CLDR, "Language Plural Rules").

    Args:
        language: `uk`: 0 one, 1 few, 2 many; anything else, as English: 0 one, 1 other.
        number: how many; a fraction takes the second form in both.
    """
    if number != int(number):
        return 1
    whole = abs(int(number))
    if language != "uk":
        return 0 if whole == 1 else 1
    tens, ones = whole % 100, whole % 10
    if ones == 1 and tens != 11:
        return 0
    return 1 if 2 <= ones <= 4 and not 12 <= tens <= 14 else 2


@lru_cache(maxsize=len(LANGUAGES))
def messages(language: str) -> Messages:
    """Return the sentences in `language`, loaded once per process."""
    return Messages(language)


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or texts.get("uk") or ""


def _chosen(step: Step) -> str:
    """Return the action that an Officer chose, as the step's note has it; empty for any other step."""
    try:
        note = json.loads(step.note or "{}")
    except (ValueError, RecursionError):
        return ""
    return str(note.get("action", "")) if isinstance(note, dict) else ""


def _bytes(messages: Messages, value: float) -> str:
    units = _UNITS.get(messages.language, _UNITS["en"])
    if value < _KILO:
        return f"{messages.number(int(value))} {units[0]}"
    if value < _KILO * _KILO:
        return f"{messages.number(round(value / _KILO))} {units[1]}"
    if value < _KILO**3:
        return f"{messages.number(round(value / _KILO**2, 1))} {units[2]}"
    return f"{messages.number(round(value / _KILO**3, 1))} {units[3]}"
