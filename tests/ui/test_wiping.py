"""What the standard library keeps of what it was asked is let go with the drafts."""

from __future__ import annotations

from urllib.parse import urlsplit

from embassy_assistant.ui.wiping import begin_wiping, end_wiping


def test_no_address_that_was_taken_apart_is_kept() -> None:
    urlsplit("http://officer:canary@proxy.example:3128")
    begin_wiping()
    end_wiping()
    assert urlsplit.cache_info().currsize == 0  # type: ignore[attr-defined]
