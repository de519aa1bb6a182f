"""One run of the rules over one snapshot: its texts, and which rules hold for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from embassy_assistant.checks.rules.compiled import Compiled
from embassy_assistant.checks.rules.effort import Effort
from embassy_assistant.checks.rules.subjects import topics_of
from embassy_assistant.domain.finding import Finding, Severity, Span
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Body

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from embassy_assistant.checks.rules.scan import Role, Scan
    from embassy_assistant.domain.errors import Parameter
    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.domain.post import Media
    from embassy_assistant.domain.review import ReviewContext
    from embassy_assistant.language.places import Place

_Kind = TypeVar("_Kind", bound=Body)
_PACKS: Final = 2
"""How many packs are kept ready: the active one, and the one that is about to replace it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One text that goes out.

    Attributes:
        media: the picture that it describes; None for any other text.
        main: whether it is the text of the Version, where a finding can point.
    """

    language: str
    scan: Scan
    media: Media | None = None
    main: bool = True


class Run:
    """A snapshot and the pack it is checked against."""

    def __init__(self, context: ReviewContext, pack: Compiled, severity: Severity | None = None) -> None:
        """Read nothing yet.

        Args:
            context: The snapshot.
            pack: The pack.
            severity: Rules of any other are left out; None: none are.
        """
        self.context = context
        self.pack = pack
        self.severity = severity
        self.at: datetime = context.at
        self._day = self.at.date()
        self._topics = topics_of(context.post.topic, context.pack.topics if context.pack else ())

    def has(self, kind: RuleKind) -> bool:
        """Whether the pack has rules of this kind."""
        return kind in self.pack.numbers

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All that goes out: the texts, their alternative texts, content warnings and answers of polls."""
        return tuple(self._pieces())

    @cached_property
    def effort(self) -> Effort:
        """What may still be done for the snapshot."""
        return Effort(sum(len(piece.scan.text) for piece in self.pieces))

    @property
    def texts(self) -> Iterator[Piece]:
        """The texts of the Versions."""
        return (piece for piece in self.pieces if piece.main)

    def rules(self, kind: RuleKind, body: type[_Kind]) -> Iterator[tuple[int, Rule, _Kind]]:
        """Yield the rules of one kind that hold for this Post, whatever the language, with number and body."""
        for number, rule in self.pack.asked(kind):
            if isinstance(rule.body, body) and self.holds(rule):
                self.effort.spend()
                yield number, rule, rule.body

    def pieces_of(self, rule: Rule) -> Iterator[Piece]:
        """Yield the pieces in the languages that a rule is about."""
        return (piece for piece in self.pieces if self.speaks(rule, piece.language))

    def places(self, piece: Piece, number: int, role: Role) -> Iterator[Place]:
        """Yield where the phrases of one rule stand in a text."""
        for place in piece.scan.places(number, role):
            self.effort.spend()
            yield place

    def holds(self, rule: Rule) -> bool:
        """Whether a rule is known to hold for this Post; its languages are a matter of each text."""
        if self.severity not in {None, rule.severity}:
            return False
        scope = rule.scope
        if scope.topics and not scope.topics & self._topics:
            return False
        if scope.networks and not scope.networks & self.context.bound_for:
            return False
        if scope.missions and self.context.mission not in scope.missions:
            return False
        return rule.kind is RuleKind.LINE or rule.valid_on(self._day)

    def applies(self, rule: Rule, piece: Piece) -> bool:
        """Whether a rule holds for this Post, and is about texts in the piece's language."""
        return self.holds(rule) and self.speaks(rule, piece.language)

    @staticmethod
    def speaks(rule: Rule, language: str) -> bool:
        """Whether a rule is about texts in a language."""
        return rule.language in {"", language} and (not rule.scope.languages or language in rule.scope.languages)

    def _pieces(self) -> Iterator[Piece]:
        post = self.context.post
        for version in self.context.versions():
            language = version.language
            yield Piece(language, self.pack.scan(language, version.text))
            for media in post.media:
                alt = media.alt.get(language, "")
                if alt:
                    yield Piece(language, self.pack.scan(language, alt), media, main=False)
            answers = post.poll.options.get(language, ()) if post.poll else ()
            for beside in (post.warnings.get(language, ""), *answers):
                if beside:
                    yield Piece(language, self.pack.scan(language, beside), main=False)


def finding_at(
    rule: Rule,
    piece: Piece,
    place: Place | None = None,
    *suggestions: str,
    severity: Severity | None = None,
    detail: str = "",
    **parameters: Parameter,
) -> Finding:
    """Return a finding in one text; without a place in a Version there is nothing that one click could replace.

    Args:
        rule: The rule that objects.
        piece: The text.
        place: Where in it; None for the whole.
        suggestions: What to write instead, best first.
        severity: Other than the rule's.
        detail: The sentence that says what precisely.
        parameters: What the sentence names.
    """
    matched = piece.scan.text[slice(*place)] if place else ""
    points = piece.main and place is not None
    return Finding(
        rule.id,
        severity or rule.severity,
        version=piece.language,
        span=Span(*place) if points and place else None,
        media=piece.media.hash if piece.media else None,
        matched=matched,
        suggestions=suggestions if points else (),
        parameters={
            "matched": matched,
            "replacement": suggestions[0] if suggestions else "",
            "name": piece.media.name if piece.media else "",
            **parameters,
        },
        detail=detail,
    )


class _Packs:
    """The packs that were used last, ready."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, Compiled] = OrderedDict()

    def get(self, pack: GuidelinePack) -> Compiled:
        """Return a pack ready to be applied."""
        with self._lock:
            ready = self._kept.get(id(pack))
            if ready is None:
                ready = self._kept[id(pack)] = Compiled(pack)
                if len(self._kept) > _PACKS:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(id(pack))
            return ready

    def forget(self) -> None:
        """Let go of the texts that were checked."""
        with self._lock:
            for ready in self._kept.values():
                ready.forget()


_READY: Final = _Packs()
compiled = _READY.get
forget_texts = _READY.forget
