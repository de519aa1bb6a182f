"""How the practice network counts and limits."""

from __future__ import annotations

from typing import Final

from embassy_assistant.domain.account import TextRules

RULES: Final = TextRules(
    counter="graphemes",
    limit=500,
    images=4,
    image_bytes=2_000_000,
    alt_limit=1_500,
    warning_counts=True,
    poll_options=4,
    poll_option_limit=50,
)
