"""What every view is given: the services, the lanes, the events, the words and the look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QLocale

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.messages import Messages
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.bridge import Bridge
    from embassy_assistant.ui.i18n import Languages
    from embassy_assistant.ui.theme import Theme
    from embassy_assistant.ui.workers import Workers


class Shell(Protocol):
    """What a view may ask of the window around it."""

    def show_view(self, name: str) -> None:
        """Show `write`, `queue`, `guidelines`, `accounts` or `settings`."""
        ...

    def open_post(self, post_id: str) -> None:
        """Show a post in Write."""
        ...

    def show_lines(self) -> None:
        """Show the approved lines: in a freeze, what may still be sent."""
        ...

    def write_line(self, rule: Rule, *, new: bool) -> None:
        """Put an approved line in the post that is being written, or begin a new one with it."""
        ...

    def toast(self, text: str, undo: Callable[[], object] | None = None, undo_text: str = "") -> None:
        """Say what was done, for six seconds, with a way back; never for errors."""
        ...

    def trouble(self, error: Exception) -> None:
        """Show an `AssistantError` in a banner."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to each view; nothing in it is global."""

    desk: Desk
    workers: Workers
    bridge: Bridge
    languages: Languages
    theme: Theme
    shell: Shell

    @property
    def messages(self) -> Messages:
        """The core's sentences in the window's language."""
        return self.languages.messages

    @property
    def locale(self) -> QLocale:
        """What numbers and days follow."""
        return self.languages.locale()
