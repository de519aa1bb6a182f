"""Links and mentions: where a text may not lead, or not before a person has looked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.rule_body import Links, Mentions
from embassy_assistant.language.domains import as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.language.places import Place

_LONGEST_HOST: Final = 253
"""Characters; a longer one leads nowhere (RFC 1035)."""


def find_linked(run: Run) -> Iterator[Finding]:
    """Yield one finding per link to a site that a rule names, or to one below it.

    Args:
        run: The snapshot and the pack.
    """
    for piece in run.pieces:
        for link in piece.scan.links:
            host = _host(link.address)
            for number in _numbers(run, host):
                run.effort.spend()
                rule = run.pack.rules[number]
                if isinstance(rule.body, Links) and run.applies(rule, piece):
                    yield _finding(rule, rule.body, piece, (link.start, link.end), f"link-{_action(rule.body)}", host)


def find_mentioned(run: Run) -> Iterator[Finding]:
    """Yield one finding per mention of an account that a rule names; a namesake on another server is another account.

    Args:
        run: The snapshot and the pack.
    """
    for piece in run.pieces:
        for mention in piece.scan.mentions:
            name = f"{mention.name}@{mention.host}" if mention.host else mention.name
            for number in run.pack.accounts.get(name.lower(), ()):
                run.effort.spend()
                rule = run.pack.rules[number]
                if isinstance(rule.body, Mentions) and run.applies(rule, piece):
                    place = mention.start, mention.end
                    yield _finding(rule, rule.body, piece, place, f"mention-{_action(rule.body)}", name)


def _numbers(run: Run, host: str) -> list[int]:
    """Return the numbers of the rules that name a host, or one above it, each once."""
    labels = host.split(".")
    found = (number for start in range(len(labels)) for number in run.pack.sites.get(".".join(labels[start:]), ()))
    return list(dict.fromkeys(found))


def _host(address: str) -> str:
    """Return the host that an address leads to, as people read it; "" where there is none."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return as_read(host) if len(host) <= _LONGEST_HOST else ""


def _action(body: Links | Mentions) -> str:
    return "verify" if body.verify else "refuse"


def _finding(rule: Rule, body: Links | Mentions, piece: Piece, place: Place, sentence: str, whom: str) -> Finding:
    # What a person is to look at cannot be out of the question.
    severity = Severity.WARN if body.verify and rule.severity is Severity.BLOCK else rule.severity
    suggestions = (body.instead,) if body.instead else ()
    return finding_at(rule, piece, place, *suggestions, severity=severity, detail=f"rule.{sentence}", whom=whom)
