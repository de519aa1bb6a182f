"""What the rules of a pack are made of: texts in both languages, sources, scope, validity, examples, written forms.

The same models read a pack that travels and the folder that people edit (`validation context {"source": True}`): only
there may forms be missing that the compiler has yet to write.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    AliasChoices,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

SOURCE: Final = {"source": True}
"""The validation context of the folder that people edit."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)+$", max_length=80)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
HttpsAddress = Annotated[str, StringConstraints(pattern=r"^https://\S+$", max_length=2_000)]
Case = Literal["", "nomn", "gent", "datv", "accs", "ablt", "loct"]
_Part = TypeVar("_Part")


def problem(name: str, **details: str) -> PydanticCustomError:
    """Return a mistake of ours; the catalogue of the core words it as `pack.<name>`.

    Args:
        name: What is wrong.
        details: What the sentence names.
    """
    return PydanticCustomError(f"pack.{name}", name, details)


def not_empty(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """Refuse an empty list; asked only once every part is valid, so that a broken part is not reported twice."""
    if not parts:
        raise problem("list-empty")
    return parts


def reads_source(info: ValidationInfo) -> bool:
    """Tell whether what is validated is the folder that people edit, not a pack that travels."""
    return bool((info.context or {}).get("source"))


class Part(BaseModel):
    """A part of the format; an unknown key is a mistake, because a mistyped one would silently weaken a rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BothLanguages(Part):
    """A text in both languages."""

    uk: Text = Field(description="In Ukrainian.")
    en: Text = Field(description="In English.")


class FormModel(Part):
    """One written form, and what to write instead."""

    surface: Text = Field(description="The form to look for.")
    replacement: str = Field(default="", description="What to write instead; empty: nothing fits everywhere.")
    case: Case = Field(default="", description="Grammatical case, only where one form has several replacements.")


class PhraseModel(Part):
    """A phrase in its forms: inflected by the compiler, given one by one, or one fixed text."""

    text: Text = Field(description="The phrase; to be inflected, its first noun stands in the nominative.")
    inflect: bool = Field(default=False, description="The compiler writes all Ukrainian forms.")
    forms: tuple[Text, ...] = Field(default=(), description="The forms; without `inflect`, only these are meant.")
    add: tuple[Text, ...] = Field(default=(), description="Source only: forms that the compiler does not know.")
    drop: tuple[Text, ...] = Field(
        default=(), description="Source only: forms that the compiler writes and nobody should."
    )

    @model_validator(mode="after")
    def _forms_are_complete(self, info: ValidationInfo) -> Self:
        _check_forms(self, info)
        return self


class TermModel(Part):
    """What a rule objects to: a lemma that the compiler inflects, forms given one by one, or one fixed text."""

    text: Text = Field(description="The term; to be inflected, its first noun stands in the nominative.")
    replacement: str = Field(
        default="", description="What to write instead, built the same way; empty: no advice is safe."
    )
    status: Literal["forbidden", "deprecated"] = Field(default="forbidden", description="How far the term is gone.")
    inflect: bool = Field(default=False, description="The compiler writes all Ukrainian forms.")
    forms: tuple[FormModel, ...] = Field(default=(), description="The forms; without `inflect`, only these are meant.")
    add: tuple[FormModel, ...] = Field(default=(), description="Source only: forms that the compiler does not know.")
    drop: tuple[Text, ...] = Field(
        default=(), description="Source only: forms that the compiler writes and nobody should."
    )

    @model_validator(mode="after")
    def _forms_are_complete(self, info: ValidationInfo) -> Self:
        _check_forms(self, info)
        return self


def _check_forms(term: TermModel | PhraseModel, info: ValidationInfo) -> None:
    if reads_source(info):
        if term.inflect and term.forms:
            raise problem("forms-twice")
        if not term.inflect and (term.add or term.drop):
            raise problem("forms-not-inflected")
        return
    if term.add or term.drop:
        raise problem("forms-not-compiled")
    if term.inflect and not term.forms:
        raise problem("forms-missing")


class SourceModel(Part):
    """Where a rule comes from."""

    issuer: Text = Field(description="Who issued it.")
    title: Text = Field(description="Its title.")
    number: str | None = Field(default=None, description="Its number.")
    date: str | None = Field(default=None, description="Its date, as precisely as it is known.")
    clause: str | None = Field(default=None, description="The clause that says it.")
    url: HttpsAddress | None = Field(default=None, description="Its address; only where somebody saw the page.")
    read: bool = Field(default=False, description="Whether the source was read; else the rule is general knowledge.")


class ScopeModel(Part):
    """Where a rule holds; what is empty does not narrow it."""

    topics: tuple[Slug, ...] = Field(default=(), description="Topics of the post.")
    networks: tuple[Slug, ...] = Field(default=(), description="Networks that the post goes to.")
    languages: tuple[Language, ...] = Field(default=(), description="Languages of the text.")
    missions: tuple[Slug, ...] = Field(default=(), description="Codes of missions.")


class TopicModel(Part):
    """What posts may be about; officers choose from these, or write one of the names."""

    id: Slug = Field(description="Its name in rules, for good.")
    title: BothLanguages = Field(description="What it is called.")
    also: Annotated[tuple[Text, ...], Field(max_length=50)] = Field(
        default=(), description="Other words for it, in either language."
    )


class ValidityModel(Part):
    """When a rule or a pack is in force, both days included; in the mission's time."""

    from_: date | None = Field(default=None, alias="from", description="First day.")
    until: date | None = Field(default=None, description="Last day.")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.from_ and self.until and self.until < self.from_:
            raise problem("ends-before-start")
        return self


class PictureModel(Part):
    """A picture of an example."""

    alt: str = Field(default="", description="Its alternative text.")
    credit: str = Field(default="", description="Its credit.")


class ExampleModel(Part):
    """A post as an example, where a text alone does not show what the rule is about."""

    text: str = Field(default="", description="The text; in a rule about pictures it may be empty.")
    language: Language | None = Field(default=None, description="Its language; else that of the rule.")
    topics: tuple[Slug, ...] = Field(default=(), description="Topics of the post.")
    network: Slug | None = Field(default=None, description="Where it goes.")
    mission: Slug | None = Field(default=None, description="Whose it is.")
    at: AwareDatetime | None = Field(default=None, description="When it goes out, with the time zone.")
    pictures: tuple[PictureModel, ...] = Field(default=(), description="Its pictures.")


def _example_kind(example: object) -> str:
    return "=text" if isinstance(example, str) else "=post"


Example = Annotated[Annotated[Text, Tag("=text")] | Annotated[ExampleModel, Tag("=post")], Discriminator(_example_kind)]
"""A text, or a post where a text alone does not show it; `=` marks what is no key of the document."""


class ExamplesModel(Part):
    """Texts that the rule must object to, and texts that it must leave alone."""

    match: Annotated[tuple[Example, ...], AfterValidator(not_empty)] = Field(
        description="The rule must object to each of these."
    )
    pass_: Annotated[tuple[Example, ...], AfterValidator(not_empty)] = Field(
        validation_alias=AliasChoices("pass", "no_match"),
        serialization_alias="pass",
        description="The rule must leave each of these alone.",
    )
