"""The window without a display: for pictures and for the self-test."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.services.desk import Desk

_log: Final = logging.getLogger(__name__)


def picture(desk: Desk, path: Path, *, view: str, post_id: str | None, language: str) -> None:
    """Write a picture of the window over an open desk.

    Args:
        desk: stays open.
        path: a PNG file.
        view: `write`, `queue`, `guidelines`, `accounts` or `settings`.
        post_id: the post to show in Write.
        language: `uk` or `en`.
    """
    # Read when Qt starts, so it must be set before Qt is imported.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import qInstallMessageHandler

    from embassy_assistant.ui.snapshots import snap

    # The offscreen platform remarks on what it lacks; that is for the log, not for whoever reads our output.
    before = qInstallMessageHandler(lambda _kind, _context, text: _log.info("Qt: %s", text))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        snap(desk, path, view=view, post_id=post_id, language=language)
    finally:
        qInstallMessageHandler(before)
