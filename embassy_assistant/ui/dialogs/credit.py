"""Asks who took the pictures, in each language of the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLineEdit, QWidget

from embassy_assistant.ui.dialogs.base import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

# In the language of the text, whatever the window speaks.
CREDITS: Final = {"uk": "Фото: {name}", "en": "Photo: {name}"}


class CreditDialog(Sheet):
    """A field per language.

    Attributes:
        fields: by language.
    """

    def __init__(self, languages: Iterable[str], parent: QWidget | None = None) -> None:
        """Ask for the names in `languages`."""
        super().__init__(
            self.tr("Who took the pictures?"),
            self.tr(
                "No network has a field for it, so that the name goes to the end of each text. Several people: "
                "separate them by commas."
            ),
            self.tr("Add the credit"),
            self.tr("Cancel"),
            parent,
        )
        names = {"uk": self.tr("Name in Ukrainian"), "en": self.tr("Name in English")}
        self.fields: dict[str, QLineEdit] = {}
        for language in languages:
            field = self.fields[language] = QLineEdit()
            field.setObjectName(f"credit-{language}")
            field.setAccessibleName(names[language])
            line = CREDITS[language].format(name="…")
            self.field(names[language], field, self.tr("Becomes the line “{line}”").format(line=line))
            field.textChanged.connect(self._check)
        self._check()

    @property
    def credits(self) -> dict[str, str]:
        """The line to add to each text, by language."""
        return {
            language: CREDITS[language].format(name=field.text().strip())
            for language, field in self.fields.items()
            if field.text().strip()
        }

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as `bring_back` takes it."""
        return {language: field.text() for language, field in self.fields.items()}

    def bring_back(self, typed: dict[str, str]) -> None:
        """Put back what was typed before."""
        for language, field in self.fields.items():
            field.setText(typed.get(language, ""))

    def _check(self) -> None:
        self.confirm.setEnabled(bool(self.credits))
        self.confirm.setToolTip("" if self.credits else self.tr("Write a name first."))
