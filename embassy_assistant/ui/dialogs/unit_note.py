"""An officer's note to the unit: this rule is wrong here. It becomes a file, for e-mail or a stick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from embassy_assistant.ui.dialogs.base import Sheet

if TYPE_CHECKING:
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.ui.context import Context

SHORTEST = 4


class UnitNoteDialog(Sheet):
    """Asks what is wrong and on which words.

    Attributes:
        said: what is wrong.
        text: the words that it is about.
    """

    def __init__(self, context: Context, rule: Rule, title: str, text: str = "", parent: QWidget | None = None) -> None:
        """Ask about one rule.

        Args:
            context: the window's.
            rule: the rule.
            title: how it is called in the window's language.
            text: the words that it was tried on last.
            parent: the window.
        """
        super().__init__(
            self.tr("Write to the unit about a rule"),
            self.tr("“{title}” ({id}). The note is written to a file; send it to the ministry’s unit.").format(
                title=title, id=rule.id
            ),
            self.tr("Write the file…"),
            self.tr("Cancel"),
            parent,
        )
        self._context, self._rule = context, rule
        self.said, self.text = QPlainTextEdit(), QPlainTextEdit(text)
        for field, name, hint in (
            (
                self.said,
                self.tr("What is wrong with it here"),
                self.tr("Your name, the mission and the version of the guidelines go along."),
            ),
            (
                self.text,
                self.tr("The words that it is about"),
                self.tr("Leave it empty where they must not leave this laptop."),
            ),
        ):
            field.setTabChangesFocus(True)
            field.setMinimumHeight(84)
            field.setAccessibleName(name)
            self.field(name, field, hint)
        self.said.textChanged.connect(self._look)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self.write)
        self._look()
        self.said.setFocus()

    def write(self) -> None:
        """Ask where the file goes, and write it."""
        name = f"{self._rule.id}.json"
        kinds = self.tr("Notes (*.json);;All files (*)")
        path, _kind = QFileDialog.getSaveFileName(self, self.tr("Note to the unit"), QDir.home().filePath(name), kinds)
        if not path:
            return
        self.set_busy(busy=True)
        said, text = self.said.toPlainText().strip(), self.text.toPlainText().strip()
        guidelines, rule = self._context.desk.guidelines, self._rule

        def done(_none: object) -> None:
            self._context.shell.toast(self.tr("The note is written. Send the file to the unit."))
            self.accept()

        self._context.workers.run(
            lambda: guidelines.note(rule, said, text, path), done, self._refused, owner=self, lane="writes"
        )

    def _look(self) -> None:
        complete = len(self.said.toPlainText().strip()) >= SHORTEST
        self.allow(ready=complete)
        self.confirm.setToolTip("" if complete else self.tr("Say first what is wrong."))

    def _refused(self, error: AssistantError) -> None:
        self.set_busy(busy=False)
        self._look()
        self.say(self._context.messages.error(error))

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as `bring_back` takes it."""
        return {"said": self.said.toPlainText(), "text": self.text.toPlainText()}

    def bring_back(self, typed: dict[str, str]) -> None:
        """Put back what was typed before."""
        self.said.setPlainText(typed["said"])
        self.text.setPlainText(typed["text"])
