"""What a check says of a draft."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from embassy_assistant.domain.errors import Parameter  # noqa: TC001


class Severity(StrEnum):
    """How much stands in the way; the severest first."""

    BLOCK = "block"
    WARN = "warn"
    ADVISE = "advise"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text, in code points; `end` is exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The place in the other half that a finding is about, too.

    Attributes:
        version: language of that half.
        span: where; an empty one is where something lacks.
    """

    version: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about a draft. No sentence in it: `messages.py` or the pack words it.

    Attributes:
        rule: id of the built-in check's finding (`length.too-long`) or of the pack's rule (`name.kyiv`).
        version: language of the Version it is about; None for the post as a whole.
        span: where; None where it is not about a place.
        account: id of the Account it is about, where there is one.
        media: hash of the picture it is about, where there is one.
        matched: the text found, which an Override remembers.
        suggestions: texts that would replace the span, best first.
        parameters: what the sentences name.
        detail: id of a sentence that says what precisely, before the pack's reason; empty where the title says all.
        other: the place in the other half, where the halves disagree.
    """

    rule: str
    severity: Severity
    version: str | None = None
    span: Span | None = None
    account: str | None = None
    media: str | None = None
    matched: str = ""
    suggestions: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=lambda: MappingProxyType({}))
    detail: str = ""
    other: Counterpart | None = None

    @property
    def place(self) -> str:
        """What an Override for this finding is tied to: the text found, the picture or the account."""
        return self.matched or self.media or self.account or ""
