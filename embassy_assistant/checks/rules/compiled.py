"""A pack made ready to be applied: built once, asked at each pause in typing."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules.line_index import LineIndex
from embassy_assistant.checks.rules.pattern_set import PatternSet
from embassy_assistant.checks.rules.phrase_keys import IndexedRules, phrases_of, rule_and_role
from embassy_assistant.checks.rules.scan import Hit, Scan
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Links, Mentions
from embassy_assistant.language.domains import as_read
from embassy_assistant.language.phrases import PhraseIndex
from embassy_assistant.language.text import fold_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from embassy_assistant.checks.rules.pattern_set import Candidate
    from embassy_assistant.domain.guideline import GuidelinePack, Rule, Surface
    from embassy_assistant.language.places import Place

_FORMS: Final = 256
"""Rules whose surfaces are kept, sorted by what they look like folded."""
_SCANS: Final = 32
"""Texts whose scans are kept: a post in some languages, with its alternative texts, before and after a key press."""


class Compiled:
    """One pack, ready; safe to share between threads."""

    def __init__(self, pack: GuidelinePack) -> None:
        """Sort the rules by kind; all else is built when it is first asked for."""
        self.pack = pack
        self.rules = pack.rules
        numbers: defaultdict[RuleKind, list[int]] = defaultdict(list)
        rules = pack.rules
        kinds = rules.kinds if isinstance(rules, IndexedRules) else [rule.kind for rule in rules]
        for number, kind in enumerate(kinds):
            numbers[kind].append(number)
        self.numbers: Mapping[RuleKind, Sequence[int]] = dict(numbers)
        self._asked: dict[RuleKind, Sequence[tuple[int, Rule]]] = {}
        self._lock = threading.RLock()
        self._indexes: dict[str, PhraseIndex] = {}
        self._lines: dict[str, LineIndex] = {}
        self._forms = lru_cache(maxsize=_FORMS)(self._forms_of)
        self._scans: OrderedDict[tuple[str, str], Scan] = OrderedDict()

    def of_kind(self, kind: RuleKind) -> Iterator[tuple[int, Rule]]:
        """Yield the rules of one kind with their numbers, in the pack's order."""
        for number in self.numbers.get(kind, ()):
            yield number, self.rules[number]

    def asked(self, kind: RuleKind) -> Sequence[tuple[int, Rule]]:
        """Return the same of a kind that every check asks for: they are read once."""
        known = self._asked.get(kind)
        if known is None:
            known = self._asked[kind] = tuple(self.of_kind(kind))
        return known

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
        return self._forms(number, language)[folded]

    def worth_a_try(self, scan: Scan) -> Iterator[Candidate]:
        """Yield the patterns that may match in a text, whichever languages they are for, in the pack's order."""
        if scan.worth is None:
            scan.worth = tuple(self.patterns.worth_a_try(scan.readable.text))
        return map(self.patterns.candidates.__getitem__, scan.worth)

    @cached_property
    def blocks(self) -> bool:
        """Whether any rule blocks."""
        return any(rule.severity is Severity.BLOCK for rule in self.rules)

    def lines(self, language: str) -> LineIndex:
        """Return the approved lines in one language."""
        with self._lock:
            if language not in self._lines:
                self._lines[language] = LineIndex(self.of_kind(RuleKind.LINE), language)
            return self._lines[language]

    def line(self, rule_id: str) -> Rule | None:
        """Return the approved line with an id."""
        return self._line_of.get(rule_id)

    @cached_property
    def _line_of(self) -> Mapping[str, Rule]:
        return {rule.id: rule for _, rule in self.asked(RuleKind.LINE)}

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
                sites[as_read(domain).removeprefix("*.").removeprefix("www.")].append(number)
        return dict(sites)

    @cached_property
    def accounts(self) -> Mapping[str, Sequence[int]]:
        """For each account that a rule names, without the @ and in lower case, the numbers of those rules."""
        accounts: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in self.of_kind(RuleKind.MENTION):
            for account in rule.body.accounts if isinstance(rule.body, Mentions) else ():
                accounts[account.removeprefix("@").lower()].append(number)
        return dict(accounts)

    def _forms_of(self, number: int, language: str) -> Mapping[str, Sequence[Surface]]:
        surfaces = [surface for surface in self.rules[number].surfaces if surface.language in {"", language}]
        by_text: defaultdict[str, list[Surface]] = defaultdict(list)
        for folded, surface in zip(fold_all([surface.text for surface in surfaces]), surfaces, strict=True):
            by_text[folded].append(surface)
        return dict(by_text)

    def _hits(self, language: str, folded: str) -> Mapping[int, Sequence[Hit]]:
        index = self._index(language)
        places: dict[int, list[Place]] = {}
        for phrase, start, end in index.find(folded):
            places.setdefault(phrase, []).append((start, end))
        hits: dict[int, list[Hit]] = {}
        for phrase, some in places.items():
            for key in index.keys(phrase):
                number, role = rule_and_role(key)
                hits.setdefault(number, []).append(Hit(role, some))
        return hits

    def _index(self, language: str) -> PhraseIndex:
        with self._lock:
            index = self._indexes.get(language)
            if index is None:
                rules = self.rules
                known = rules.phrases(language) if isinstance(rules, IndexedRules) else phrases_of(rules, language)
                index = PhraseIndex(known)
                self._indexes[language] = index
            return index
