"""The twelve kinds of rules: what each needs beside what all have."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)

from embassy_assistant.checks.rules.pattern_set import compile_pattern
from embassy_assistant.guidelines.pack_parts import (
    BothLanguages,
    ExamplesModel,
    HttpsAddress,
    Language,
    Part,
    PhraseModel,
    RuleId,
    ScopeModel,
    SourceModel,
    TermModel,
    Text,
    ValidityModel,
    not_empty,
    problem,
    reads_source,
)

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Domain = Annotated[str, Field(pattern=r"^[^\s/:@]+\.[^\s/:@.]+$", max_length=253)]
Account = Annotated[str, Field(pattern=r"^@?\S+$", max_length=300)]
Action = Literal["refuse", "verify"]


class _Rule(Part):
    """What every rule has."""

    id: RuleId = Field(description="Its name for good: overrides and statistics refer to it.")
    severity: Literal["block", "warn", "advise"] = Field(description="What a finding of it does to the post.")
    title: BothLanguages = Field(description="What it says, in a few words.")
    reason: BothLanguages = Field(description="Why, in a sentence or two.")
    source: SourceModel = Field(description="Where it comes from.")
    scope: ScopeModel = Field(default=ScopeModel(), description="Where it holds; nowhere named: everywhere.")
    valid: ValidityModel = Field(default=ValidityModel(), description="When it is in force.")
    examples: ExamplesModel = Field(description="What it must object to, and what it must leave alone.")

    @model_validator(mode="before")
    @classmethod
    def _reads_dates_of_format_1(cls, rule: Any) -> Any:  # noqa: ANN401 - whatever the document holds
        old = {"valid_from", "valid_until"}
        if not isinstance(rule, dict) or not old & rule.keys() or "valid" in rule:
            return rule
        kept = {key: value for key, value in rule.items() if key not in old}
        return {**kept, "valid": {"from": rule.get("valid_from"), "until": rule.get("valid_until")}}


class WordsModel(Part):
    """Phrases per language, any of which counts."""

    uk: tuple[PhraseModel, ...] = Field(default=(), description="In Ukrainian.")
    en: tuple[PhraseModel, ...] = Field(default=(), description="In English.")

    @model_validator(mode="after")
    def _has_some(self) -> Self:
        if not self.uk and not self.en:
            raise problem("list-empty")
        return self


class TermRule(_Rule):
    """Words that are preferred, deprecated or forbidden."""

    kind: Literal["term"]
    language: Language = Field(description="Language of the terms.")
    terms: Annotated[tuple[TermModel, ...], AfterValidator(not_empty)] = Field(description="What it objects to.")
    exceptions: tuple[PhraseModel, ...] = Field(default=(), description="Longer phrases in which a term is right.")
    case_sensitive: bool = Field(default=False, description="Capitals count.")
    quotes_exempt: bool = Field(default=False, description="Text in quotation marks is left alone.")


class PatternRule(_Rule):
    """A regular expression of google-re2, which takes time in proportion to the text, whatever it says."""

    kind: Literal["pattern"]
    pattern: Annotated[str, Field(min_length=1, max_length=2_000)] = Field(
        description="In the syntax of RE2; a group `(?P<here>…)` is the place, what stands around it is only looked at."
    )
    replacement: str = Field(default="", description=r"What to write instead; `\1` is the first group.")
    case_sensitive: bool = Field(default=False, description="Capitals count.")
    quotes_exempt: bool = Field(default=False, description="Text in quotation marks is left alone.")
    exceptions: tuple[Text, ...] = Field(default=(), description="Longer phrases in which a match is right.")

    @model_validator(mode="after")
    def _is_re2(self) -> Self:
        compiled = compile_pattern(self.pattern, case_sensitive=self.case_sensitive)
        if compiled is None:
            raise problem("pattern-invalid")
        if compiled.fullmatch(""):
            raise problem("pattern-matches-nothing")
        return self


class WrongNames(Part):
    """What a name is not called, per language."""

    uk: tuple[TermModel, ...] = Field(default=(), description="In Ukrainian.")
    en: tuple[TermModel, ...] = Field(default=(), description="In English.")

    @model_validator(mode="after")
    def _has_some(self) -> Self:
        if not self.uk and not self.en:
            raise problem("list-empty")
        return self


class NameRule(_Rule):
    """How a person, a place or an institution is called in both languages."""

    kind: Literal["name"]
    entity: Literal["person", "place", "institution", "other"] = Field(description="What bears the name.")
    official: BothLanguages = Field(description="The official name.")
    house: bool = Field(
        default=False,
        description="The English name is the house's own; else it romanises the Ukrainian by Resolution No. 55.",
    )
    wrong: WrongNames = Field(description="What to object to; without `replacement`, the official name stands instead.")
    exceptions: tuple[PhraseModel, ...] = Field(
        default=(), description="Longer phrases in which a wrong name is right."
    )
    case_sensitive: bool = Field(default=False, description="Capitals count.")
    quotes_exempt: bool = Field(default=False, description="Text in quotation marks is left alone.")


class LineRule(_Rule):
    """An approved line, or a template with places to fill."""

    kind: Literal["line"]
    text: BothLanguages = Field(description="The approved words; `{place}` is to be filled in a template.")
    use: Literal["verbatim", "paraphrase"] = Field(default="verbatim", description="Whether other words may say it.")
    withdrawn: AwareDatetime | None = Field(default=None, description="Since when nobody may use it.")
    superseded_by: RuleId | None = Field(default=None, description="The line that replaces it.")


class NeedModel(Part):
    """What a post needs."""

    what: Literal["hashtag", "link", "phrase", "disclaimer"] = Field(description="What it is.")
    text: BothLanguages = Field(description="It, per language; a link may be the same in both.")


class RequireRule(_Rule):
    """A topic, or words, that need a hashtag, a link, a phrase or a disclaimer."""

    kind: Literal["require"]
    words: WordsModel | None = Field(
        default=None, description="Words that show the topic; none: `scope.topics` alone tells."
    )
    needs: Annotated[tuple[NeedModel, ...], AfterValidator(not_empty)] = Field(description="All of these.")

    @model_validator(mode="after")
    def _is_asked_by_something(self) -> Self:
        if self.words is None and not self.scope.topics:
            raise problem("topic-missing")
        return self


class EmbargoRule(_Rule):
    """What may not be said before its time."""

    kind: Literal["embargo"]
    until: AwareDatetime = Field(description="When it may be said, with the time zone.")
    words: WordsModel | None = Field(
        default=None, description="Words that show the topic; none: `scope.topics` alone tells."
    )

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if self.words is None and not self.scope.topics:
            raise problem("topic-missing")
        return self


class DaysModel(Part):
    """Days of every year, both included."""

    from_: MonthDay = Field(alias="from", description="First day, as MM-DD.")
    until: MonthDay | None = Field(default=None, description="Last day, as MM-DD; none: the first one.")


class CalendarRule(_Rule):
    """Days of mourning and remembrance, and the tone they ask for."""

    kind: Literal["calendar"]
    days: tuple[DaysModel, ...] = Field(default=(), description="Days of every year; none: `valid` alone tells.")
    tone: Literal["mourning", "remembrance", "solemn"] = Field(description="The tone.")
    words: WordsModel | None = Field(default=None, description="Words that do not suit the day.")
    emoji: bool = Field(default=False, description="Emoji suit the day.")
    exclamations: bool = Field(default=False, description="Exclamation marks suit the day.")

    @model_validator(mode="after")
    def _has_a_day(self) -> Self:
        if not self.days and self.valid.from_ is None:
            raise problem("days-missing")
        return self


class LinkRule(_Rule):
    """Where links may not lead, or not without a look."""

    kind: Literal["link"]
    domains: Annotated[tuple[Domain, ...], AfterValidator(not_empty)] = Field(description="With all below them.")
    action: Action = Field(description="`refuse`: never; `verify`: a person looks first.")
    instead: HttpsAddress | None = Field(default=None, description="Where to link instead.")


class MentionRule(_Rule):
    """Whom not to mention, or not without a look."""

    kind: Literal["mention"]
    accounts: Annotated[tuple[Account, ...], AfterValidator(not_empty)] = Field(description="As they are written.")
    action: Action = Field(description="`refuse`: never; `verify`: a person looks first.")
    instead: Account | None = Field(default=None, description="Whom to mention instead.")


_Count = Annotated[int, Field(ge=0, le=10_000)]


class ReadabilityRule(_Rule):
    """Limits of how a text is written."""

    kind: Literal["readability"]
    sentence_words: _Count | None = Field(default=None, description="Words in a sentence, at most.")
    capitals: _Count | None = Field(default=None, description="Words in capitals in a row, at most.")
    emoji: _Count | None = Field(default=None, description="Emoji in a text, at most.")
    hashtags: _Count | None = Field(default=None, description="Hashtags in a text, at most.")
    camel_case_hashtags: bool = Field(default=False, description="A hashtag of several words is written #LikeThis.")
    plain_letters: bool = Field(
        default=False, description="No letters that screen readers spell out or skip: 𝐛𝐨𝐥𝐝, ⓒⓘⓡⓒⓛⓔⓓ."
    )

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        counted = (self.sentence_words, self.capitals, self.emoji, self.hashtags)
        if all(limit is None for limit in counted) and not (self.camel_case_hashtags or self.plain_letters):
            raise problem("limit-missing")
        return self


class MediaRule(_Rule):
    """What a picture needs."""

    kind: Literal["media"]
    alt_text: bool = Field(default=False, description="Each picture needs an alternative text.")
    alt_longest: _Count | None = Field(default=None, description="Code points of an alternative text, at most.")
    openings: WordsModel | None = Field(default=None, description="How no alternative text begins («зображення …»).")
    credit: bool = Field(default=False, description="Each picture needs a credit.")

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.alt_text or self.credit or self.openings) and self.alt_longest is None:
            raise problem("limit-missing")
        return self


class FreezeRule(_Rule):
    """In a crisis: only approved lines, or nothing, until a pack without this rule lifts it."""

    kind: Literal["freeze"]
    allow: Literal["lines", "nothing"] = Field(description="What may still be sent.")
    lines: tuple[RuleId, ...] = Field(default=(), description="The lines that may be sent; none: all approved ones.")
    since: AwareDatetime = Field(description="When it begins, with the time zone.")
    until: AwareDatetime | None = Field(default=None, description="When it ends by itself; none: when it is lifted.")
    cancel_parked: bool = Field(default=True, description="Posts that servers hold for later are called back.")


class UnknownRule(Part):
    """A rule of a kind, or with keys, that this program is too old for; it is counted, and said."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: RuleId
    kind: Annotated[str, Field(min_length=1, max_length=80)]

    @field_validator("kind")
    @classmethod
    def _is_of_a_newer_program(cls, kind: str, info: ValidationInfo) -> str:
        if reads_source(info):
            raise problem("kind-unknown", kind=kind, choices=", ".join(RULE_MODELS))
        return kind


_MODELS: Final = (
    TermRule,
    PatternRule,
    NameRule,
    LineRule,
    RequireRule,
    EmbargoRule,
    CalendarRule,
    LinkRule,
    MentionRule,
    ReadabilityRule,
    MediaRule,
    FreezeRule,
)
RULE_MODELS: Final[dict[str, type[_Rule]]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in _MODELS
}
"""The model of each kind."""


def _kind(rule: object) -> str:
    """Return the tag of a rule's model; `=` marks what is no key of the document."""
    kind = rule.get("kind") if isinstance(rule, dict) else getattr(rule, "kind", None)
    return f"={kind}" if isinstance(kind, str) and kind in RULE_MODELS else "=unknown"


KnownRule = (
    Annotated[TermRule, Tag("=term")]
    | Annotated[PatternRule, Tag("=pattern")]
    | Annotated[NameRule, Tag("=name")]
    | Annotated[LineRule, Tag("=line")]
    | Annotated[RequireRule, Tag("=require")]
    | Annotated[EmbargoRule, Tag("=embargo")]
    | Annotated[CalendarRule, Tag("=calendar")]
    | Annotated[LinkRule, Tag("=link")]
    | Annotated[MentionRule, Tag("=mention")]
    | Annotated[ReadabilityRule, Tag("=readability")]
    | Annotated[MediaRule, Tag("=media")]
    | Annotated[FreezeRule, Tag("=freeze")]
)
Rule = Annotated[KnownRule | Annotated[UnknownRule, Tag("=unknown")], Discriminator(_kind)]
