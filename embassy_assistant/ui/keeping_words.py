"""What was brought back, saved or lost, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from embassy_assistant.domain.keeping import BackupKind
from embassy_assistant.ui.clocks import two_clocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.keeping import Backup, NewerPost, Restored, Salvaged
    from embassy_assistant.ui.context import Context

_NAMED = 5


class KeepingWords(QObject):
    """Words backups in the window's language and the Mission's zone.

    Attributes:
        zone: IANA name.
    """

    def __init__(self, context: Context, parent: QObject) -> None:
        """Word for the windows of `context`."""
        super().__init__(parent)
        self._context = context
        self.zone = "Europe/Kyiv"

    def backup(self, kept: Backup) -> str:
        """When a backup was made, and what it holds."""
        at = two_clocks(kept.at, self.zone, self._context.locale)
        posts = self.tr("%n post(s)", "in a backup", kept.posts)
        kind = self.tr("backup") if kept.kind is BackupKind.DAILY else self.tr("set aside")
        return f"{at} · {posts} · {kind}"

    def ahead(self, newer: Sequence[NewerPost]) -> str:
        """What would be as it was, were the backup brought back."""
        if not newer:
            return self.tr("No post was written or changed since.")
        return " ".join(
            (
                self.tr("%n post(s) were written or changed since: ", "", len(newer)) + self._titles(newer),
                self.tr("They will be as they were then, or gone from the list; as they are now, they are set aside."),
            )
        )

    def restored(self, done: Restored) -> str:
        """What became of the workspace."""
        said = [self.tr("The backup is back.")]
        if done.newer:
            titles = self._titles(done.newer)
            said.append(self.tr("%n post(s) were newer than the backup: ", "", len(done.newer)) + titles)
        said.append(self.tr("What stood here before is kept in {folder}.").format(folder=done.aside))
        said += self._doubts(done.doubtful, blind=done.blind)
        return " ".join(said)

    def salvaged(self, done: Salvaged) -> str:
        """What was saved, and what was lost."""
        saved = (
            self.tr("%n post(s)", "saved", done.posts),
            self.tr("%n picture(s)", "saved", done.pictures),
            self.tr("%n account(s)", "saved", done.accounts),
        )
        said = [self.tr("Saved: {things}.").format(things=", ".join(saved))]
        if done.lost:
            titles = ", ".join(self.tr("“{title}”").format(title=title) for title in done.lost[:5])
            said.append(self.tr("The text of %n post(s) is lost: ", "", len(done.lost)) + titles + ".")
        if done.lost_pictures:
            said.append(self.tr("%n picture(s) are lost.", "", done.lost_pictures))
        if done.partly:
            said.append(self.tr("Parts of the file could not be read, and nobody can say what lay there."))
        said.append(self.tr("The damaged files are kept in {folder}.").format(folder=done.aside))
        said += self._doubts(done.doubtful, blind=done.blind)
        return " ".join(said)

    def _titles(self, newer: Sequence[NewerPost]) -> str:
        named = (self.tr("“{title}”").format(title=post.title or self.tr("no title")) for post in newer[:_NAMED])
        return ", ".join(named) + (" …" if len(newer) > _NAMED else ".")

    def _doubts(self, doubtful: int, *, blind: bool) -> list[str]:
        said = []
        if doubtful:
            said.append(self.tr("%n post(s) may have gone out since: the queue asks you about each.", "", doubtful))
        if blind:
            said.append(self.tr("What was sent since could not be read, so everything is held until you release it."))
        return said
