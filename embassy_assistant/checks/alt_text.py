"""Alt text: every picture is described in every language that it goes out in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.language.counting import measure
from embassy_assistant.language.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.post import Media
    from embassy_assistant.domain.review import ReviewContext


def check_alt_text(context: ReviewContext) -> Iterator[Finding]:
    """Yield one `warn` per picture and language without a description, and a `block` where one is too long to send.

    Args:
        context: The snapshot and its targets.
    """
    for media in context.post.media:
        for version in context.versions():
            language = version.language
            text = media.alt.get(language, "").strip()
            if not text:
                yield _finding("alt.missing", Severity.WARN, media, language)
            elif _is_file_name(text, media.name):
                yield _finding("alt.file-name", Severity.WARN, media, language)
        yield from _too_long(context, media)


def _is_file_name(text: str, name: str) -> bool:
    """Tell whether a description is only the file's name; without its ending «IMG_4711» is one, «candle» is not."""
    text, name = normalise(text).casefold(), normalise(name).casefold()
    stem = name.rpartition(".")[0]
    return text == name or (text == stem and any(letter.isdigit() or letter == "_" for letter in stem))


def _too_long(context: ReviewContext, media: Media) -> Iterator[Finding]:
    for version, target in context.outgoing():
        length = measure(media.alt.get(version.language, ""), target.rules)
        if length > target.rules.alt_limit:
            yield Finding(
                "alt.too-long",
                Severity.BLOCK,
                version=version.language,
                account=target.account.id,
                media=media.hash,
                parameters={
                    "account": target.account.label,
                    "language": version.language,
                    "name": media.name,
                    "length": length,
                    "limit": target.rules.alt_limit,
                },
            )


def _finding(rule: str, severity: Severity, media: Media, language: str) -> Finding:
    return Finding(
        rule,
        severity,
        version=language,
        media=media.hash,
        parameters={"language": language, "name": media.name},
    )
