"""The window's language, switched while it runs.

Qt sends `LanguageChange` to every widget when a translator is installed; each view sets its words again in
`retranslate`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from embassy_assistant.locations import data_dir
from embassy_assistant.messages import Messages

LANGUAGES: Final = {"en": "English", "uk": "Українська"}

_LOCALES: Final = {"en": "en_GB", "uk": "uk_UA"}


def system_language() -> str:
    """Return `uk` where the system speaks Ukrainian, else `en`."""
    return "uk" if QLocale.system().language() == QLocale.Language.Ukrainian else "en"


class Languages(QObject):
    """Holds the translators that are installed, and the core's sentences in the same language.

    Signals:
        changed: another language is in force, its code.
    """

    changed = Signal(str)

    def __init__(self, application: QCoreApplication, language: str = "") -> None:
        """Install `language`, by default the system's."""
        super().__init__(application)
        self._application = application
        self._translators: list[QTranslator] = []
        self._messages: dict[str, Messages] = {}
        self._language = ""
        self.use(language or system_language())

    @property
    def language(self) -> str:
        """The code of the language in force."""
        return self._language

    @property
    def messages(self) -> Messages:
        """The core's sentences in this language."""
        if self._language not in self._messages:
            self._messages[self._language] = Messages(self._language)
        return self._messages[self._language]

    def locale(self) -> QLocale:
        """Return the locale that numbers and days follow."""
        return QLocale(_LOCALES.get(self._language, self._language))

    def use(self, language: str) -> None:
        """Put another language in force.

        Raises:
            FileNotFoundError: its catalogue is not there.
        """
        language = language if language in LANGUAGES else "en"
        if language == self._language:
            return
        self._language = language
        QLocale.setDefault(self.locale())
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = [self._loaded(str(data_dir("translations") / "window" / f"{language}.qm"))]
        if language != "en":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._translators.insert(0, self._loaded(f"{folder}/qtbase_{language}.qm"))
        for translator in self._translators:
            self._application.installTranslator(translator)
        self.changed.emit(language)

    def close(self) -> None:
        """Take the translators off the application."""
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self.deleteLater()

    def _loaded(self, file: str) -> QTranslator:
        translator = QTranslator(self)
        if not translator.load(file):
            raise FileNotFoundError(file)
        return translator
