"""The format in which a guideline pack travels: JSON, validated whole, with every mistake named by its path.

A term carries its finished forms beside the lemma, so that reading a pack needs no dictionary; `compiler` writes them.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.plain import pack_of

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import GuidelinePack

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)+$", max_length=80)]
_Part = TypeVar("_Part")
_Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


def _not_empty(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """Refuse an empty list; asked only once every part is valid, so that a broken part is not reported twice."""
    if not parts:
        msg = "at least one is needed"
        raise ValueError(msg)
    return parts


class _Model(BaseModel):
    """A part of the format; an unknown key is a mistake, because a mistyped one would silently weaken a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BothLanguages(_Model):
    """A text for the window in each of its languages."""

    uk: _Text
    en: _Text


class FormModel(_Model):
    """One written form, and what to write instead; `case` only where one form has several replacements."""

    surface: _Text
    replacement: str = ""
    case: Literal["", "nomn", "gent", "datv", "accs", "ablt", "loct"] = ""


class TermModel(_Model):
    """What a rule objects to: a lemma that was inflected by the compiler, or one fixed text."""

    text: _Text
    replacement: str = ""
    inflect: bool = False
    forms: tuple[FormModel, ...] = ()

    @model_validator(mode="after")
    def _forms_are_compiled(self) -> Self:
        if self.inflect != bool(self.forms):
            msg = "a term to inflect carries its forms, and only such a term does"
            raise ValueError(msg)
        return self


class ExceptionModel(_Model):
    """A longer phrase in which a term is right."""

    text: _Text
    inflect: bool = False
    forms: tuple[_Text, ...] = ()

    @model_validator(mode="after")
    def _forms_are_compiled(self) -> Self:
        if self.inflect != bool(self.forms):
            msg = "an exception to inflect carries its forms, and only such an exception does"
            raise ValueError(msg)
        return self


class SourceModel(_Model):
    """Where a rule comes from; `url` only where somebody saw the page."""

    issuer: _Text
    title: _Text
    number: str | None = None
    date: str | None = None
    clause: str | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https://")] | None = None


class ExamplesModel(_Model):
    """Sentences that the rule must object to, and sentences that it must leave alone."""

    match: Annotated[tuple[_Text, ...], AfterValidator(_not_empty)]
    no_match: Annotated[tuple[_Text, ...], AfterValidator(_not_empty)]


class RuleModel(_Model):
    """One rule as it travels; see `domain.guideline.Rule` for what each part means."""

    id: _RuleId
    kind: Literal["term"]
    severity: Literal["block", "warn", "advise"]
    language: _Language
    title: BothLanguages
    terms: Annotated[tuple[TermModel, ...], AfterValidator(_not_empty)]
    exceptions: tuple[ExceptionModel, ...] = ()
    case_sensitive: bool = False
    quotes_exempt: bool = False
    reason: BothLanguages
    source: SourceModel
    valid_from: date | None = None
    valid_until: date | None = None
    examples: ExamplesModel

    @model_validator(mode="after")
    def _validity_is_in_order(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            msg = "valid_until lies before valid_from"
            raise ValueError(msg)
        return self


class PackModel(_Model):
    """A whole pack as it travels."""

    format_version: Literal[1]
    pack_version: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
    title: BothLanguages
    issued: date
    rules: Annotated[tuple[RuleModel, ...], AfterValidator(_not_empty)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        twice = sorted(rule_id for rule_id, number in Counter(rule.id for rule in self.rules).items() if number > 1)
        if twice:
            msg = f"rule ids stand twice: {', '.join(twice)}"
            raise ValueError(msg)
        return self

    def pack(self, shipped_with: str = "") -> GuidelinePack:
        """Return the pack as the program uses it.

        Args:
            shipped_with: The program's version where the pack came with the program.
        """
        return pack_of(self.model_dump(mode="json"), shipped_with)


def read_pack(data: bytes) -> PackModel:
    """Read a pack from its travel format.

    Args:
        data: JSON in UTF-8.

    Returns:
        The validated pack.

    Raises:
        Unusable: The pack is not what the format says; the parameter `problems` lists every mistake with its path.
    """
    try:
        return PackModel.model_validate_json(data)
    except ValidationError as error:
        problems = "\n".join(
            f"{'.'.join(map(str, problem['loc'])) or '(pack)'}: {problem['msg']}" for problem in error.errors()
        )
        raise Unusable("guidelines.malformed", count=error.error_count(), problems=problems) from None
