"""What is checked before a Post may be queued: one question a file, all of them in `CHECKS`.

The rules of the active pack are applied by `rules`.

A check is a pure function of a ReviewContext. To add one, write a file, name it here, and give its finding ids their
sentences in the catalogues of the core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.alt_text import check_alt_text
from embassy_assistant.checks.language import check_language
from embassy_assistant.checks.length import check_length
from embassy_assistant.checks.letters import check_letters
from embassy_assistant.checks.links import check_links
from embassy_assistant.checks.pair import check_pair
from embassy_assistant.checks.pair_denials import check_pair_denials
from embassy_assistant.checks.pair_facts import check_pair_facts
from embassy_assistant.checks.pair_sentences import check_pair_sentences
from embassy_assistant.checks.poll import check_poll
from embassy_assistant.checks.rules import check_rules
from embassy_assistant.checks.warning import check_warning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.review import ReviewContext

    Check = Callable[[ReviewContext], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    check_pair,
    check_language,
    check_length,
    check_warning,
    check_poll,
    check_letters,
    check_rules,
    check_alt_text,
    check_links,
)

PAIR_CHECKS: Final[tuple[Check, ...]] = (check_pair_sentences, check_pair_denials, check_pair_facts)
"""Whether the halves say the same, sentence by sentence and fact by fact."""
