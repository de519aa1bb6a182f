"""`queue`: a post that the guidelines hold is shown with the rule, its reason and its id."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.app import wiring
from embassy_assistant.app.session import Exit
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.memory import OFFICER
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

GLORY = a_rule_of("term", id="no.glory", severity="block", language="en", terms=[{"text": "Glory"}])


def test_the_rule_that_holds_it_is_named(
    run_in: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, source, _ = guided_desk(a_pack_of(a_rule_of("media")), followed=None)
    bench.account("uk", "uk")
    bench.account("en", "en")
    bench.desk.outbox.queue(bench.post(), OFFICER)
    source.pack = replace(a_pack_of(GLORY), version="2")
    run_in("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    monkeypatch.setattr(wiring, "open_desk", lambda *_, **__: bench.desk)
    code, said, _ = run_in("queue")
    assert code == Exit.NEEDS_PERSON
    (line,) = [line for line in said.splitlines() if "[en]" in line]
    assert line.endswith("Mend the post and queue it again. so (no.glory). so")
    code, said, _ = run_in("queue", "--format", "json")
    assert [json.loads(line)["rule"] for line in said.splitlines()] == ["", "no.glory"]
