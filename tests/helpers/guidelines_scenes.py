"""Desks and acts for pictures of the guidelines: after a sync, too old, whom to trust, while they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import TryLater
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.ui.dialogs.trust import TrustDialog
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.views.guidelines import GuidelinesView
from tests.helpers.guidelines_desk import UnitIntake, guided_desk, starter
from tests.helpers.memory import OFFICER

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.ui.main_window import MainWindow
    from tests.helpers.memory import Bench


def _packs() -> tuple[GuidelinePack, GuidelinePack]:
    """Return two packs in a row, with something new, stricter, reworded and gone between them."""
    now = starter("2026.47")
    rules = {rule.id: rule for rule in now.rules}
    kyiv = rules["name.kyiv"]
    rules["name.kyiv"] = replace(kyiv, severity=Severity.BLOCK)
    ids = [rule_id for rule_id, rule in rules.items() if rule.kind is not RuleKind.LINE]
    before = {rule_id: rule for rule_id, rule in rules.items() if rule_id not in ids[40:43]}
    before["name.kyiv"] = replace(kyiv, severity=Severity.ADVISE)
    before[ids[7]] = replace(before[ids[7]], reason={"uk": "Так.", "en": "So."})
    gone = next(rule for rule in rules.values() if rule.kind is RuleKind.LINE)
    rules.pop(gone.id)
    return replace(now, version="2026.46", rules=tuple(before.values())), replace(now, rules=tuple(rules.values()))


def synced(ago: timedelta = timedelta(hours=2)) -> Bench:
    """A sync has brought changes, one of which holds a queued post."""
    before, now = _packs()
    bench, source, _ = guided_desk(replace(before, rules=()), ago)
    bench.desk.preferences.practice = False
    bench.account("ua.berlin", "uk")
    bench.account("ukrinde", "en")
    post = bench.post("Посол зустрівся з громадою.", "The ambassador came from Kiev to meet the community.")
    bench.desk.outbox.queue(replace(post, topic="Зустріч із громадою"), OFFICER)
    bench.clock.forward(minutes=1)
    source.before, source.pack = before, now
    return bench


def expired() -> Bench:
    """The unit's word has run out."""
    return synced(timedelta(days=9))


def too_old() -> Bench:
    """Nothing is sent by them any more."""
    return synced(timedelta(days=31))


def untrusting() -> Bench:
    """Nobody has said yet whom to trust."""
    bench, source, _ = guided_desk(followed=None)
    source.fresh = None
    source.pack = replace(source.pack, shipped_with="0.1.0")
    bench.desk.preferences.practice = False
    return bench


def rule(rule_id: str, typed: str = "") -> Callable[[MainWindow], None]:
    """Show a rule, with something typed to try it."""

    def act(window: MainWindow) -> None:
        view = _view(window)
        view.show_rule(rule_id)
        settle(window)
        if view.detail.trial is not None:
            view.detail.trial.field.setPlainText(typed)
            view.detail.trial.ask()
        settle(window)

    return act


def trust(window: MainWindow) -> None:
    """Ask whose guidelines to trust, with a fingerprint to compare."""
    view = _view(window)
    view.ask_trust()
    dialog = view.findChild(TrustDialog)
    assert dialog is not None
    dialog.read(__file__)
    dialog.file.setText("/media/officer/1.root.json")
    settle(window)


def syncing(window: MainWindow) -> None:
    """Something is on its way and takes long."""
    _intake(window).going.clear()
    _view(window).updates.take_in()


def failed(window: MainWindow) -> None:
    """A sync met a hotel's sign-in page."""

    def fail() -> GuidelinePack | None:
        raise TryLater("guidelines.elsewhere", status=302)

    _intake(window).result = fail
    view = _view(window)
    view.updates.take_in()
    assert window.context.workers.idle("guidelines", 30)
    settle(window)


def _view(window: MainWindow) -> GuidelinesView:
    view = window.view("guidelines")
    assert isinstance(view, GuidelinesView)
    return view


def _intake(window: MainWindow) -> UnitIntake:
    intake = window.context.desk.guidelines._intake  # noqa: SLF001 - the bench's own double
    assert isinstance(intake, UnitIntake)
    return intake
