"""A pack made ready to be applied: built once, asked at each pause in typing."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules.line_index import LineIndex
from embassy_assistant.checks.rules.pattern_set import PatternSet
from embassy_assistant.checks.rules.scan import Hit, Role, Scan
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Links, Mentions
from embassy_assistant.language.phrases import PhraseIndex
from embassy_assistant.language.text import fold, fold_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from embassy_assistant.domain.guideline import GuidelinePack, Rule, Surface

_ROLES: Final = len(Role)
_SCANS: Final = 32
"""Texts whose scans are kept: a post in some languages, with its alternative texts, before and after a key press."""


class Compiled:
    """One pack, ready; safe to share between threads."""

    def __init__(self, pack: GuidelinePack) -> None:
        """Sort the rules by kind; all else is built when it is first asked for."""
        self.pack = pack
        self.rules = pack.rules
        numbers: defaultdict[RuleKind, list[int]] = defaultdict(list)
        for number, rule in enumerate(pack.rules):
            numbers[rule.kind].append(number)
        self.numbers: Mapping[RuleKind, Sequence[int]] = dict(numbers)
        self._lock = threading.RLock()
        self._indexes: dict[str, PhraseIndex] = {}
        self._lines: dict[str, LineIndex] = {}
        self._surfaces: dict[tuple[int, str], Mapping[str, Sequence[Surface]]] = {}
        self._scans: OrderedDict[tuple[str, str], Scan] = OrderedDict()

    def of_kind(self, kind: RuleKind) -> Iterator[tuple[int, Rule]]:
        """Yield the rules of one kind with their numbers, in the pack's order."""
        for number in self.numbers.get(kind, ()):
            yield number, self.rules[number]

    def scan(self, language: str, text: str) -> Scan:
        """Return what stands in a text; a text that was scanned lately is not scanned again."""
        key = language, text
        with self._lock:
            scan = self._scans.get(key)
            if scan is None:
                scan = Scan(text, self._hits, language)
                self._scans[key] = scan
                if len(self._scans) > _SCANS:
                    self._scans.popitem(last=False)
            else:
                self._scans.move_to_end(key)
            return scan

    def forget(self) -> None:
        """Let go of the texts that were scanned."""
        with self._lock:
            self._scans.clear()

    def surfaces(self, number: int, language: str, folded: str) -> Sequence[Surface]:
        """Return the surfaces of one rule that a folded text stands for."""
        with self._lock:
            known = self._surfaces.get((number, language))
            if known is None:
                by_text: defaultdict[str, list[Surface]] = defaultdict(list)
                for surface in self.rules[number].surfaces:
                    if surface.language in {"", language}:
                        by_text[fold(surface.text)].append(surface)
                known = self._surfaces[number, language] = dict(by_text)
            return known[folded]

    def lines(self, language: str) -> LineIndex:
        """Return the approved lines in one language."""
        with self._lock:
            if language not in self._lines:
                self._lines[language] = LineIndex(self.of_kind(RuleKind.LINE), language)
            return self._lines[language]

    @cached_property
    def patterns(self) -> PatternSet:
        """All patterns, to be looked for at once."""
        return PatternSet(self.of_kind(RuleKind.PATTERN))

    @cached_property
    def sites(self) -> Mapping[str, Sequence[int]]:
        """For each site that a rule names, or what stands behind `*.`, the numbers of those rules."""
        sites: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in self.of_kind(RuleKind.LINK):
            for domain in rule.body.domains if isinstance(rule.body, Links) else ():
                sites[domain.lower().removeprefix("*.").removeprefix("www.")].append(number)
        return dict(sites)

    @cached_property
    def accounts(self) -> Mapping[str, Sequence[int]]:
        """For each account that a rule names, without the @ and in lower case, the numbers of those rules."""
        accounts: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in self.of_kind(RuleKind.MENTION):
            for account in rule.body.accounts if isinstance(rule.body, Mentions) else ():
                accounts[account.removeprefix("@").lower()].append(number)
        return dict(accounts)

    def _hits(self, language: str, folded: str) -> Iterator[tuple[int, Hit]]:
        for key, start, end in self._index(language).find(folded):
            number, role = divmod(key, _ROLES)
            yield number, Hit(Role(role), start, end)

    def _index(self, language: str) -> PhraseIndex:
        with self._lock:
            index = self._indexes.get(language)
            if index is None:
                texts, keys = [], []
                for text, key in self._phrases(language):
                    texts.append(text)
                    keys.append(key)
                index = self._indexes[language] = PhraseIndex(zip(fold_all(texts), keys, strict=True))
            return index

    def _phrases(self, language: str) -> Iterator[tuple[str, int]]:
        """Yield all phrases that are looked for in one language, with the numbers that stand for rule and role."""
        ours = {"", language}
        for number, rule in enumerate(self.rules):
            if rule.language not in ours or (rule.scope.languages and language not in rule.scope.languages):
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
