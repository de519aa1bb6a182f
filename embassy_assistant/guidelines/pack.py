"""The format in which a guideline pack travels: JSON, validated whole, with every mistake named by its path.

A term carries its finished forms beside the lemma, so that reading a pack needs no dictionary; `compiler` writes them.

An older program meets a newer pack by this rule. A rule of a kind it does not know is set aside and counted. In a pack
of a newer `format_version` a rule that it cannot read is set aside too, and keys of the pack that it does not know are
passed over: whatever a newer format restricts, it restricts by rules. What is set aside is said, as «this program is
too old to check N rules», wherever the pack is named; never is a pack with such rules called checked. In a pack of its
own format or an older one, anything it cannot read is a mistake, and the pack is refused.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import (
    AfterValidator,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from embassy_assistant.checks.rules.subjects import names_of
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.mistake import Mistake
from embassy_assistant.guidelines.crowding import MOST_PHRASES, MOST_RULES, densest
from embassy_assistant.guidelines.mistakes import mistakes_of
from embassy_assistant.guidelines.pack_parts import (
    BothLanguages,
    Part,
    Slug,
    TopicModel,
    ValidityModel,
    not_empty,
    problem,
)
from embassy_assistant.guidelines.pack_rules import Rule, UnknownRule
from embassy_assistant.guidelines.plain import FORMAT, pack_of, topic_of

if TYPE_CHECKING:
    from pydantic import ValidationInfo

    from embassy_assistant.domain.guideline import GuidelinePack

_HALF: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_NEWER: Final = {"newer": True}


def _readable(rule: Any, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:  # noqa: ANN401
    """Set a rule of a newer format aside where this program cannot read it."""
    try:
        return read(rule)
    except ValidationError:
        if not (info.context or {}).get("newer"):
            raise
        return UnknownRule.model_validate(rule)


class PackModel(Part):
    """A whole pack as it travels."""

    format_version: Annotated[int, Field(ge=1)] = Field(description="The format it is written in.")
    id: Slug | None = Field(default=None, description="Its name for good.")
    pack_version: Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")] = Field(description="Its version.")
    title: BothLanguages = Field(description="What it is called.")
    issuer: BothLanguages | None = Field(default=None, description="Who issues it.")
    issued: date = Field(description="When it was issued.")
    valid: ValidityModel = Field(default=ValidityModel(), description="When it is in force.")
    hold_after_days: Annotated[int, Field(ge=1, le=3_650)] | None = Field(
        default=None, description="Days after which sending is held, because the pack is too old to be relied on."
    )
    topics: Annotated[tuple[TopicModel, ...], Field(max_length=200)] = Field(
        default=(), description="The topics that rules may name."
    )
    rules: Annotated[tuple[Annotated[Rule, WrapValidator(_readable)], ...], AfterValidator(not_empty)] = Field(
        description="Its rules."
    )

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        numbers = Counter(rule.id for rule in self.rules)
        twice = sorted(rule_id for rule_id, number in numbers.items() if number > 1)
        if twice:
            raise problem("id-twice", ids=", ".join(twice))
        return self

    @model_validator(mode="after")
    def _topics_are_told_apart(self) -> Self:
        topics = [topic_of(topic.model_dump()) for topic in self.topics]
        numbers = Counter(topic.id for topic in topics)
        numbers += Counter(name for topic in topics for name in {*names_of(topic)} - {topic.id})
        twice = sorted(name for name, number in numbers.items() if number > 1)
        if twice:
            raise problem("topic-twice", names=", ".join(twice))
        return self

    @model_validator(mode="after")
    def _no_place_is_crowded(self) -> Self:
        crowd = densest(self.rules)
        if crowd.share > 1:
            ids = ", ".join(self.rules[number].id for number in crowd.rules)
            raise problem("crowded", text=crowd.text, ids=ids, rules=str(MOST_RULES), phrases=str(MOST_PHRASES))
        return self

    def pack(self, shipped_with: str = "") -> GuidelinePack:
        """Return the pack as the program uses it.

        Args:
            shipped_with: The program's version where the pack came with the program.
        """
        return pack_of(self.plain(), shipped_with)

    def plain(self) -> dict[str, Any]:
        """Return the pack as JSON that can be taken at its word: what this program cannot read is only named in it."""
        readable = tuple(rule for rule in self.rules if not isinstance(rule, UnknownRule))
        known = self.model_copy(update={"rules": readable})
        document = known.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {**document, "unchecked": [rule.id for rule in self.unknown]}

    @property
    def unknown(self) -> tuple[UnknownRule, ...]:
        """The rules that this program is too old for."""
        return tuple(rule for rule in self.rules if isinstance(rule, UnknownRule))


def read_pack(data: bytes) -> PackModel:
    """Read a pack from its travel format.

    Args:
        data: JSON in UTF-8.

    Returns:
        The validated pack.

    Raises:
        Unusable: The pack is not what the format says; the parameter `problems` has every mistake with its path.
    """
    try:
        document = json.loads(data)
        if _HALF.search(data):
            # JSON can spell half a character, which no text that is kept or sent can hold.
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _malformed((Mistake("pack.not-json"),)) from None
    newer = isinstance(document, dict) and _is_newer(document.get("format_version"))
    if newer:
        known = {field.alias or name for name, field in PackModel.model_fields.items()}
        document = {key: value for key, value in document.items() if key in known}
    try:
        return PackModel.model_validate(document, context=_NEWER if newer else None)
    except ValidationError as error:
        raise _malformed(mistakes_of(error)) from None


def _is_newer(version: object) -> bool:
    return isinstance(version, int) and version > FORMAT


def _malformed(mistakes: tuple[Mistake, ...]) -> Unusable:
    return Unusable("guidelines.malformed", count=len(mistakes), problems=mistakes)
