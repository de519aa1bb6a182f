"""What each kind of rule has beside what all have; a term has its surfaces only."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003


@dataclass(frozen=True, slots=True)
class Pattern:
    r"""A regular expression of RE2, and what to write instead: `\1` is its first group; empty: nothing is safe."""

    pattern: str
    replacement: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """How a person, a place or an institution is called, per language."""

    official: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """An approved line, or a template with places to fill, written `{place}`.

    Attributes:
        text: the words per language.
        verbatim: whether no other words may say it.
        withdrawn: since when nobody may use it, aware; None: it may be used.
        superseded_by: id of the line that replaces it, else empty.
    """

    text: Mapping[str, str]
    verbatim: bool = True
    withdrawn: datetime | None = None
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What a post needs, per language; `what` is `hashtag`, `link`, `phrase` or `disclaimer`."""

    what: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Require:
    """All that posts on a topic need."""

    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Embargo:
    """When it may be said, aware."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of every year, both ends included, as `MM-DD`; none: the rule's validity tells the days.

    Attributes:
        emoji, exclamations: whether they suit the days.
    """

    days: tuple[tuple[str, str], ...] = ()
    emoji: bool = False
    exclamations: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Sites, with all below them; `verify`: a person looks first, else never; `instead`: where to link."""

    domains: tuple[str, ...]
    verify: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Accounts as they are written; `verify`: a person looks first, else never; `instead`: whom to mention."""

    accounts: tuple[str, ...]
    verify: bool = False
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Readability:
    """Limits of how a text is written; None: no limit."""

    sentence_words: int | None = None
    capitals: int | None = None
    emoji: int | None = None
    hashtags: int | None = None
    camel_case_hashtags: bool = False
    plain_letters: bool = False


@dataclass(frozen=True, slots=True)
class MediaNeeds:
    """What a picture needs; `alt_longest` in code points."""

    alt_text: bool = False
    alt_longest: int | None = None
    credit: bool = False


@dataclass(frozen=True, slots=True)
class Freeze:
    """In a crisis: only approved lines, or nothing.

    Attributes:
        allow_lines: whether approved lines may still be sent.
        lines: ids of those that may; empty: all that are in force.
        since, until: aware; None: until it is lifted.
        cancel_parked: whether posts that servers hold for later are called back.
    """

    since: datetime
    allow_lines: bool = False
    lines: tuple[str, ...] = ()
    until: datetime | None = None
    cancel_parked: bool = True

    def holds_at(self, moment: datetime) -> bool:
        """Whether it is on at `moment`, aware."""
        return self.since <= moment and (self.until is None or moment < self.until)


Body = Pattern | Name | Line | Require | Embargo | Calendar | Links | Mentions | Readability | MediaNeeds | Freeze
