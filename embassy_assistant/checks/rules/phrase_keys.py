"""What the rules look for in texts of one language, as phrases with numbers that stand for a rule and a role."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules.scan import Role
from embassy_assistant.domain.guideline import RuleKind, RuleList
from embassy_assistant.language.phrases import gather
from embassy_assistant.language.text import fold_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.language.phrases import Phrases

_ROLES: Final = len(Role)
ANY: Final = "*"
"""Stands for every language that no rule names."""


class IndexedRules(RuleList):
    """Rules whose kinds and phrases are known without reading them."""

    @property
    @abstractmethod
    def kinds(self) -> Sequence[RuleKind]:
        """The kind of each rule."""

    @abstractmethod
    def phrases(self, language: str) -> Phrases:
        """Return what `phrases_of` says of the rules."""


def rule_and_role(key: int) -> tuple[int, Role]:
    """Return the number of a rule, and what it looks for a phrase for."""
    number, role = divmod(key, _ROLES)
    return number, Role(role)


def languages_of(rules: Sequence[Rule]) -> set[str]:
    """Return the languages that any rule names, and `ANY` for all others."""
    named = {surface.language for rule in rules for surface in (*rule.surfaces, *rule.words)}
    return (named | {rule.language for rule in rules} | {ANY}) - {""}


def phrases_of(rules: Sequence[Rule], language: str) -> Phrases:
    """Return all phrases that are looked for in one language.

    Args:
        rules: The rules; their numbers are their places.
        language: A language code.
    """
    texts, keys = [], []
    for text, key in _phrases(rules, language):
        texts.append(text)
        keys.append(key)
    return gather(zip(fold_all(texts), keys, strict=True))


def _phrases(rules: Sequence[Rule], language: str) -> Iterator[tuple[str, int]]:
    ours = {"", language}
    for number, rule in enumerate(rules):
        if rule.language not in ours:
            continue
        base = number * _ROLES
        surfaces = [surface.text for surface in rule.surfaces if surface.language in ours]
        for text in surfaces:
            yield text, base + Role.SURFACE
        if surfaces or rule.kind is RuleKind.PATTERN:
            for text in rule.exceptions:
                yield text, base + Role.EXCEPTION
        for word in rule.words:
            if word.language in ours:
                yield word.text, base + Role.WORD
