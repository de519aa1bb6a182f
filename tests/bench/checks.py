"""What the checks cost after a key press, on 2 × 500 characters."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from embassy_assistant.domain.post import Post
from tests.bench.filling import ACCOUNT, MISSION, OFFICER
from tests.bench.texts import ENGLISH, UKRAINIAN
from tests.helpers.workbench import open_bench

ROUNDS = 100
ACCOUNTS = (
    ACCOUNT,
    replace(ACCOUNT, id="practice:ukrinde.en", handle="ukrinde.en", policy=LanguagePolicy(("en",))),
    replace(ACCOUNT, id="practice:consul", handle="consul", policy=LanguagePolicy(("uk", "en"), Bilingual.COMBINED)),
)


def milliseconds_a_check() -> float:
    """Return the median CPU time of a check of a text that has just changed."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_bench(Path(folder) / "workspace", practice=True).desk
        created = desk.workspace.create()
        desk.preferences.mission, desk.preferences.officer = MISSION, OFFICER
        for account in ACCOUNTS:
            created.store.accounts.save(account)
        post = Post.new(desk.clock.now(), accounts=tuple(account.id for account in ACCOUNTS)).with_text("en", ENGLISH)
        desk.review.check(post)
        taken = []
        for number in range(ROUNDS):
            # Every key changes the text, so nothing may be remembered from the round before.
            typed = post.with_text("uk", UKRAINIAN[: 500 - len(str(number))] + str(number))
            start = time.thread_time()
            desk.review.check(typed)
            taken.append((time.thread_time() - start) * 1000)
        desk.workspace.close()
    return statistics.median(taken)
