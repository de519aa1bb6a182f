"""Patterns of RE2, looked for at once: a first pass over their fixed letters tells which of them are worth a try.

RE2 takes time in proportion to the text, so that no pack can hang the program.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.checks.rules.scan import PatternMatch
from embassy_assistant.domain.rule_body import Pattern
from embassy_assistant.language.text import without_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from embassy_assistant.checks.rules.scan import Step
    from embassy_assistant.domain.finding import Severity
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.language.text import Folded

_MEMORY: Final = 1 << 20
"""Bytes that one pattern may use; the format refuses what needs more."""
_TOGETHER: Final = 100
_SENTINEL: Final = "\ue000\uf8fe\ue001\uf8fd"
HERE: Final = "here"
"""Name of the group that a finding points at and replaces; what stands around it is only looked at."""
_SMALL: Final = 256
"""Instructions of a pattern that take no longer than one, in any text that is read at once."""


class Candidate:
    """A pattern that may match."""

    def __init__(self, number: int, severity: Severity, compiled: Any) -> None:  # noqa: ANN401 - re2 ships no types
        """Remember it.

        Args:
            number: Of the rule.
            severity: Of the rule.
            compiled: What RE2 made of it.
        """
        self.number = number
        self.severity = severity
        self._compiled = compiled
        # A pattern of many instructions may have to be followed on many ways at once.
        self._here: int = compiled.groupindex.get(HERE, 0)
        self._ways: int = compiled.programsize // _SMALL

    def find(self, text: Folded) -> Iterator[Step]:
        """Yield each match in reading order, with the steps that looking for the next one takes at most.

        Args:
            text: A text as `read_with_positions` returns it, without lone halves of pairs.
        """
        yield self._steps(len(text.text)), None
        for match in self._compiled.finditer(text.text):
            here = self._here if match.start(self._here) >= 0 else 0
            start, end = match.span(here)
            steps = self._steps(len(text.text) - match.end())
            if end > start:
                groups = (match.group(here), *match.groups(default=""))
                yield steps, PatternMatch(text.source(start, end), groups)
            else:
                yield steps, None

    def _steps(self, size: int) -> int:
        return 1 + size // 256 + size * self._ways // 16


class PatternSet:
    """Some patterns, compiled; safe to share between threads.

    Attributes:
        broken: ids of the rules whose pattern RE2 does not take; validation lets none through.
    """

    def __init__(self, rules: Iterable[tuple[int, Rule]]) -> None:
        """Compile the patterns.

        Args:
            rules: The rules with their numbers.
        """
        self.broken: list[str] = []
        self._filters: list[_Filter] = []
        for number, rule in rules:
            if not self._filters or len(self._filters[-1].numbers) == _TOGETHER:
                self._filters.append(_Filter())
            if not isinstance(rule.body, Pattern) or not self._filters[-1].add(number, rule, rule.body):
                self.broken.append(rule.id)
        for one in self._filters:
            one.close()

    @cached_property
    def candidates(self) -> Mapping[int, Candidate]:
        """Each pattern by the number of its rule."""
        return {candidate.number: candidate for one in self._filters for candidate in one.candidates}

    def worth_a_try(self, text: str) -> Iterator[int]:
        """Yield the numbers of the rules whose patterns may match, in their order.

        Args:
            text: A text as `read_with_positions` returns it, without lone halves of pairs.
        """
        for one in self._filters:
            yield from one.worth_a_try(text)


class _Filter:
    """Some patterns, and which of them a text can match at all."""

    def __init__(self) -> None:
        import re2  # of its 2 MB nothing is needed where a pack has no pattern

        self.numbers: list[tuple[int, Severity]] = []
        self._re2 = re2
        self._filter = re2.Filter()

    def add(self, number: int, rule: Rule, body: Pattern) -> bool:
        """Take in a pattern; return whether RE2 takes it."""
        try:
            self._filter.Add(_as_read(body.pattern), _options(self._re2, case_sensitive=rule.case_sensitive))
        except (self._re2.error, UnicodeEncodeError):
            return False
        self.numbers.append((number, rule.severity))
        return True

    def close(self) -> None:
        """Compile the first pass; nothing can be added any more."""
        self._sentinel = self._filter.Add(_SENTINEL, _options(self._re2, case_sensitive=True))
        self._filter.Compile()
        self.candidates = [Candidate(*one, self._filter.re(index)) for index, one in enumerate(self.numbers)]

    def worth_a_try(self, text: str) -> Iterator[int]:
        """Yield the numbers of the rules whose patterns may match."""
        possible = self._filter.Match(text + _SENTINEL, potential=True) or ()
        if self._sentinel not in possible:
            # The first pass ran out of memory and says nothing; each pattern has memory of its own.
            possible = range(len(self.candidates))
        for index in sorted(possible):
            if index != self._sentinel:
                yield self.candidates[index].number


def compile_pattern(pattern: str, *, case_sensitive: bool) -> Any:  # noqa: ANN401 - re2 ships no types
    """Return a compiled pattern, None where RE2 does not take it.

    Args:
        pattern: The pattern.
        case_sensitive: Whether capitals count.
    """
    import re2

    try:
        return re2.compile(_as_read(pattern), _options(re2, case_sensitive=case_sensitive))
    except (re2.error, UnicodeEncodeError):
        return None


def _as_read(pattern: str) -> str:
    """Return a pattern for texts that are read without what is not seen; with it, «❤️» would never match."""
    return without_unseen(pattern)


def _options(re2: Any, *, case_sensitive: bool) -> Any:  # noqa: ANN401 - re2 ships no types
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.case_sensitive = case_sensitive
    return options
