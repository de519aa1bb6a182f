"""Pictures of the real window: for the demo, the documentation and whoever wants to see a change."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEventLoop, QSize
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QDialog

from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.start import close_window, make_application, make_window

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.main_window import MainWindow

_AT_MOST: Final = 20.0
_QUALITY: Final = 10


def settle(window: MainWindow, seconds: float = _AT_MOST) -> None:
    """Let the window work until its lanes are idle and everything they brought is painted.

    Raises:
        TimeoutError: it took longer than `seconds`.
    """
    until = time.monotonic() + seconds
    # What one lane delivers may ask another: three quiet rounds mean that nothing is under way.
    for _ in range(3):
        for lane in ("writes", "reads", "review"):
            if not window.context.workers.idle(lane, max(0.1, until - time.monotonic())):
                message = f"the lane {lane} is still at work"
                raise TimeoutError(message)
        for _ in range(3):
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)


def grab(widget: QWidget, path: Path) -> None:
    """Write a picture of `widget` with the dialogs over it, as small as PNG makes it.

    Raises:
        OSError: it could not be written.
    """
    picture = widget.grab()
    painter = QPainter(picture)
    for dialog in widget.findChildren(QDialog):
        if dialog.isVisible():
            place = dialog.rect().translated(widget.rect().center() - dialog.rect().center())
            painter.drawPixmap(place.topLeft(), dialog.grab())
            # The frame that the desktop would put around it.
            painter.setPen(dialog.palette().color(QPalette.ColorRole.Dark))
            painter.drawRect(place)
    painter.end()
    if not picture.save(str(path), "PNG", _QUALITY):
        message = f"cannot write {path}"
        raise OSError(message)


def snap(
    desk: Desk,
    path: Path,
    *,
    view: str = "write",
    post_id: str | None = None,
    language: str = "en",
    theme: str = "light",
    size: tuple[int, int] = (1280, 720),
    then: Callable[[MainWindow], object] = lambda _window: None,
    of: Callable[[MainWindow], QWidget] = lambda window: window,
) -> None:
    """Write a picture of the window over a desk, and close the window again.

    Args:
        desk: its workspace stays as it is; where it is not open, the window shows what it starts with.
        path: a PNG file.
        view: `write`, `queue`, `guidelines`, `accounts` or `settings`; empty for what the window starts with.
        post_id: the post to show in Write; None for the newest draft.
        language: `uk` or `en`.
        theme: `light` or `dark`.
        size: width and height in device-independent pixels.
        then: what is done with the window before its picture is taken.
        of: what the picture shows, where that is not the window itself but one that it opened.
    """
    application = make_application()
    window = make_window(desk, application, language=language, theme=theme)
    try:
        window.resize(QSize(*size))
        window.show()
        window.start()
        settle(window)
        if view and desk.workspace.access is Access.OPEN:
            chosen = post_id or next(iter(desk.drafting.draft_ids()), None)
            if chosen is not None:
                window.open_post(chosen)
            window.show_view(view)
        settle(window)
        then(window)
        settle(window)
        grab(of(window), path)
    finally:
        window.close()
        close_window(window)
