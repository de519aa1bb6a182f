"""Patterns of RE2, looked for at once: a first pass over their fixed letters tells which of them are worth a try.

RE2 takes time in proportion to the text, so that no pack can hang the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.rule_body import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from embassy_assistant.domain.guideline import Rule

_MEMORY: Final = 1 << 20
"""Bytes that one pattern may use; the format refuses what needs more."""
_TOGETHER: Final = 100
_SENTINEL: Final = "\ue000\uf8fe\ue001\uf8fd"


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
        some: list[tuple[int, Any]] = []
        for number, rule in rules:
            compiled = (
                compile_pattern(rule.body.pattern, case_sensitive=rule.case_sensitive)
                if isinstance(rule.body, Pattern)
                else None
            )
            if compiled is None:
                self.broken.append(rule.id)
            else:
                some.append((number, compiled))
        for first in range(0, len(some), _TOGETHER):
            self._filters.append(_Filter(some[first : first + _TOGETHER]))

    def find(self, text: str) -> Iterator[tuple[int, Any]]:
        """Yield each match with the number of its rule, by rule and in reading order.

        Args:
            text: A text as `read_with_positions` returns it, without lone halves of pairs.
        """
        for one in self._filters:
            for number, compiled in one.worth_a_try(text):
                for match in compiled.finditer(text):
                    if match.end() > match.start():
                        yield number, match


class _Filter:
    """Some patterns, and which of them a text can match at all."""

    def __init__(self, patterns: list[tuple[int, Any]]) -> None:
        import re2  # of its 2 MB nothing is needed where a pack has no pattern

        self._patterns = patterns
        self._filter = re2.Filter()
        for _, compiled in patterns:
            self._filter.Add(compiled.pattern, compiled.options)
        self._sentinel = self._filter.Add(_SENTINEL, _options(re2, case_sensitive=True))
        self._filter.Compile()

    def worth_a_try(self, text: str) -> Iterator[tuple[int, Any]]:
        """Yield the patterns that may match."""
        possible = self._filter.Match(text + _SENTINEL, potential=True) or ()
        if self._sentinel not in possible:
            # The first pass ran out of memory and says nothing; each pattern has memory of its own.
            possible = range(len(self._patterns))
        for index in possible:
            if index != self._sentinel:
                yield self._patterns[index]


def compile_pattern(pattern: str, *, case_sensitive: bool) -> Any:  # noqa: ANN401 - re2 ships no types
    """Return a compiled pattern, None where RE2 does not take it.

    Args:
        pattern: The pattern.
        case_sensitive: Whether capitals count.
    """
    import re2

    try:
        return re2.compile(pattern, _options(re2, case_sensitive=case_sensitive))
    except (re2.error, UnicodeEncodeError):
        return None


def _options(re2: Any, *, case_sensitive: bool) -> Any:  # noqa: ANN401 - re2 ships no types
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.case_sensitive = case_sensitive
    return options
