"""What an Officer says of a post: confirm, promise, release, keep with a reason.

Dialogs are imported when they are needed: together they would cost the start 40 ms.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.officer import Officer
    from embassy_assistant.domain.post import Post
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.dialogs.reason import ReasonDialog
    from embassy_assistant.ui.views.writing.session import Session


class Acts(QObject):
    """Changes the post of a session on an Officer's word; asks where a reason is needed."""

    def __init__(self, context: Context, session: Session, window: QWidget) -> None:
        """Ask over `window`."""
        super().__init__(window)
        self._context = context
        self._session = session
        self._window = window

    def confirm(self) -> None:
        """Record that the halves say the same; does nothing while one is not written."""
        post = self._session.post
        if post.missing_languages:
            self._context.shell.toast(self.tr("Write both halves first, then confirm that they say the same."))
            return
        drafting = self._context.desk.drafting
        before = post.pair
        self._say(
            lambda post, officer: drafting.confirm(post, officer),
            self.tr("The pair is confirmed."),
            lambda: self._session.change(lambda post: replace(post, pair=before)),
        )

    def promise(self) -> None:
        """Ask by when the other half follows, and why."""
        from embassy_assistant.ui.dialogs.reason import PromiseDialog

        dialog = PromiseDialog(self._session.around.mission.zone, self._context.desk.clock.now(), self._window)
        drafting = self._context.desk.drafting

        def given() -> None:
            self._say(lambda post, officer: drafting.promise(post, officer, dialog.reason, dialog.by))

        dialog.accepted.connect(given)
        self._ask(dialog, "promise")

    def release(self) -> None:
        """Ask why the post needs no other half."""
        from embassy_assistant.ui.dialogs.reason import ReleaseDialog

        dialog = ReleaseDialog(self._window)
        drafting = self._context.desk.drafting
        dialog.accepted.connect(lambda: self._say(lambda post, officer: drafting.release(post, officer, dialog.reason)))
        self._ask(dialog, "release")

    def unpair(self) -> None:
        """Take back what was said of the pair."""
        self._session.change(self._context.desk.drafting.unpair)

    def keep(self, finding: Finding, words: str) -> None:
        """Ask why a finding's text stays.

        Args:
            finding: a `warn`.
            words: the finding's own sentence.
        """
        from embassy_assistant.ui.dialogs.reason import OverrideDialog

        dialog = OverrideDialog(words, self._window)
        drafting = self._context.desk.drafting
        dialog.accepted.connect(
            lambda: self._say(lambda post, officer: drafting.override(post, finding, officer, dialog.reason))
        )
        self._ask(dialog, f"keep {finding.rule} {finding.place}")

    def unkeep(self, finding: Finding) -> None:
        """Take the reason for a finding back."""
        self._session.change(
            lambda post: replace(
                post,
                overrides=tuple(
                    o for o in post.overrides if o.rule != finding.rule or o.text not in {"", finding.place}
                ),
            )
        )

    def set_thread(self, on: bool) -> None:
        """Let a text that is too long go out as a thread, or not."""
        self._session.change(lambda post: post if post.as_thread == on else replace(post, as_thread=on))

    def menu(self) -> QMenu:
        """Return a menu of all this, deleted once it closes."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("check"), self.tr("Confirm the pair"), self.confirm)
        menu.addAction(icon("clock-outline"), self.tr("Promise the other half…"), self.promise)
        menu.addAction(icon("minus-circle-outline"), self.tr("This post needs no other half…"), self.release)
        menu.addAction(icon("undo"), self.tr("Take back what was said of the pair"), self.unpair)
        menu.addSeparator()
        thread = menu.addAction(self.tr("Send long texts as a thread"))
        thread.setCheckable(True)
        thread.setChecked(self._session.post.as_thread)
        thread.toggled.connect(self.set_thread)
        return menu

    def _ask(self, dialog: ReasonDialog, about: str) -> None:
        """Show a dialog about the post; what is typed there is kept until it is answered."""
        from embassy_assistant.ui.typed import Typed

        Typed(self._context, dialog, f"{about} {self._session.post.id}", lambda: dialog.typed, dialog.bring_back)
        dialog.show_over_window()

    def _say(
        self,
        edit: Callable[[Post, Officer], Post],
        done: str = "",
        undo: Callable[[], object] | None = None,
    ) -> None:
        """Change the post in the Officer's name; nobody can say anything while nobody is known."""
        officer = self._session.around.speaker()
        if officer is None:
            return
        try:
            self._session.change(lambda post: edit(post, officer))
        except AssistantError as error:
            self._context.shell.trouble(error)
            return
        if done:
            self._context.shell.toast(done, undo, self.tr("Undo"))
