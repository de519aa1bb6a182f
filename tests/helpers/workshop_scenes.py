"""The unit's window for pictures: rules of several kinds, one tried, one begun, an empty folder, and publishing."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.services.workshop import Workshop
from embassy_assistant.ui.dialogs.publish import PublishDialog
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.views.workshop import WorkshopWindow
from embassy_assistant.ui.views.workshop_opening import show_workshop
from tests.helpers import guidelines_scenes
from tests.helpers.workshop import PACK, RealFolders, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.ui.main_window import MainWindow
    from tests.helpers.memory import Bench


def unit() -> Bench:
    """A laptop on which guidelines are written."""
    bench = guidelines_scenes.synced()
    return replace(bench, desk=replace(bench.desk, workshop=Workshop(RealFolders())))


def shown(window: MainWindow) -> QWidget:
    """Return what the picture shows: the unit's window where it is open."""
    return next((made for made in _windows() if made.isVisible()), window)


def _windows() -> list[WorkshopWindow]:
    return [made for made in QApplication.topLevelWidgets() if isinstance(made, WorkshopWindow)]


def rest(window: MainWindow) -> None:
    """Let the lane come to rest that folders are read on, and what it brings be shown."""
    for _ in range(4):
        assert window.context.workers.idle("slow", 30)
        settle(window)


def _opened(window: MainWindow, folder: Path) -> WorkshopWindow:
    show_workshop(window.context, window, folder)
    rest(window)
    [made] = (made for made in _windows() if made.isVisible())
    made.resize(window.size())
    return made


def _folder() -> Path:
    return Path(tempfile.mkdtemp()) / "настанови-2026"


def _rule(row: int, tried: str) -> Callable[[MainWindow], None]:
    def act(window: MainWindow) -> None:
        made = _opened(window, write_folder(_folder()))
        made.list.setCurrentRow(row)
        rest(window)
        made.trial.field.setPlainText(tried)
        made.attempt()
        rest(window)

    return act


def _begun(kind: RuleKind) -> Callable[[MainWindow], None]:
    def act(window: MainWindow) -> None:
        _opened(window, write_folder(_folder())).begin(kind)
        rest(window)

    return act


def _empty(window: MainWindow) -> None:
    folder = _folder()
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK, "utf-8")
    _opened(window, folder)


def _publishing(window: MainWindow) -> None:
    made = _opened(window, write_folder(_folder()))
    made.publish.click()
    rest(window)
    dialog = made.findChild(PublishDialog)
    assert dialog is not None
    dialog.fields["repository"].setText("/srv/nastanovy")
    settle(window)


def _beginning(window: MainWindow) -> None:
    folder = _folder()
    folder.mkdir(parents=True)
    show_workshop(window.context, window, folder)
    rest(window)


SCENES: dict[str, Callable[[MainWindow], object]] = {
    "workshop-begin": _beginning,
    "workshop-empty": _empty,
    "workshop": _rule(0, "The train from Kiev arrives at noon."),
    "workshop-forms": _rule(1, "Ціни зросли через українську кризу."),
    "workshop-line": _rule(2, ""),
    "workshop-new": _begun(RuleKind.TERM),
    "workshop-freeze": _begun(RuleKind.FREEZE),
    "workshop-publish": _publishing,
}
