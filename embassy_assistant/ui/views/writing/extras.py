"""Content warning and poll in Write: a line that says what the post has of them, and the way to both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.post import Post
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.writing.session import Session

_WIDEST: Final = 760
USUAL: Final = 4
"""How many answers a poll may have where no account of the post says."""


def concerns(finding: Finding) -> bool:
    """Whether a finding is about the content warning or the poll."""
    return finding.rule.startswith(("poll.", "warning."))


class ExtrasLine(QPushButton):
    """Hidden while the post has neither, so that who never uses them never sees it."""

    def __init__(self, context: Context, session: Session, parent: QWidget) -> None:
        """Follow `session`; ask over `parent`."""
        super().__init__(parent)
        self.setObjectName("extras")
        mark(self, kind="flat", small=True)
        self.setIcon(icon("alert"))
        self._context, self._session, self._over = context, session, parent
        self.clicked.connect(lambda: self.ask())
        session.opened.connect(self.show_post)
        session.changed.connect(self.show_post)
        self.show_post(session.post)

    def show_post(self, post: Post) -> None:
        """Say what the post has."""
        said = []
        warning = " / ".join(filter(None, (post.warnings.get(language, "") for language in PAIR_LANGUAGES)))
        if warning:
            said.append(self.tr("Content warning: {text}").format(text=warning))
        if post.poll is not None:
            answers = max((len(options) for options in post.poll.options.values()), default=0)
            said.append(self.tr("Poll with %n answer(s)", "", answers))
        words = " · ".join(said)
        self.setText(self.fontMetrics().elidedText(words.replace("&", "&&"), Qt.TextElideMode.ElideMiddle, _WIDEST))
        self.setToolTip(words)
        self.setVisible(bool(said))

    def ask(self, finding: Finding | None = None) -> None:
        """Ask for both; where a finding led here, with the keyboard where it points."""
        from embassy_assistant.ui.dialogs.extras import ExtrasDialog
        from embassy_assistant.ui.typed import Typed

        most = min((t.rules.poll_options for t in self._session.targets if t.rules.poll_options), default=USUAL)
        dialog = ExtrasDialog(self._session.post, most, self._over)
        dialog.accepted.connect(lambda: self._session.change(dialog.edited))
        Typed(self._context, dialog, f"extras {self._session.post.id}", lambda: dialog.typed, dialog.bring_back)
        dialog.show_over_window()
        if finding is not None:
            dialog.focus_on(finding)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_post(self._session.post)
