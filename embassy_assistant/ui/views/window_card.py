"""The part of Settings that says how the window looks and speaks. What is chosen is in force at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.ui.i18n import LANGUAGES
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import card, named

if TYPE_CHECKING:
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.ui.context import Context

_SCHEMES: Final = ("", "light", "dark")


class WindowCard(View):
    """Language, colours, and which half of a post goes out first.

    Attributes:
        order: which half goes out first.
        failed: a choice could not be kept; the sentence that says why.
    """

    failed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the card; what it shows is read by whoever shows it."""
        super().__init__(context, parent)
        self._title = label(kind="h2")
        self._language, self._scheme, self.order = QComboBox(), QComboBox(), QComboBox()
        self.order.setObjectName("settings-order")
        self._names = tuple(label(kind="strong") for _ in range(3))
        self._build()
        self._language.activated.connect(lambda _: self.use_language(str(self._language.currentData())))
        self._scheme.activated.connect(lambda _: self.use_scheme(str(self._scheme.currentData())))
        self.order.activated.connect(lambda _: self._keep_order(str(self.order.currentData())))
        self.retranslate()

    def _build(self) -> None:
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        for scheme in _SCHEMES:
            self._scheme.addItem("", scheme)
        for first in PAIR_LANGUAGES:
            self.order.addItem("", first)
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(named(self._names[0], self._language), 1)
        row.addLayout(named(self._names[1], self._scheme), 1)
        column.addLayout(row)
        column.addLayout(named(self._names[2], self.order))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Window"))
        names = (self.tr("Language of the window"), self.tr("Colours"), self.tr("Which half goes out first"))
        for name, text in zip(self._names, names, strict=True):
            name.setText(text)
        for row, text in enumerate((self.tr("As the system"), self.tr("Light"), self.tr("Dark"))):
            self._scheme.setItemText(row, text)
        for row, text in enumerate((self.tr("Ukrainian, then English"), self.tr("English, then Ukrainian"))):
            self.order.setItemText(row, text)
        self._language.setCurrentIndex(max(0, self._language.findData(self._context.languages.language)))
        self._scheme.setCurrentIndex(max(0, self._scheme.findData(self._context.desk.preferences.theme)))

    def show_order(self, first: str) -> None:
        """Show which half goes out first."""
        self.order.setCurrentIndex(self.order.findData(first))

    def use_language(self, code: str) -> None:
        """Put a language in force and remember it."""
        self._context.desk.preferences.language = code
        self._context.languages.use(code)

    def use_scheme(self, scheme: str) -> None:
        """Put `light`, `dark` or, for the empty word, the system's colours in force, and remember it."""
        self._context.desk.preferences.theme = scheme
        self._context.theme.use("dark" if scheme == "dark" else "light" if scheme == "light" else "system")

    def _keep_order(self, first: str) -> None:
        def failed(error: AssistantError) -> None:
            self.failed.emit(self._context.messages.error(error))

        keep = partial(setattr, self._context.desk.preferences, "pair_first", first)
        self._context.workers.run(keep, failed=failed, owner=self, lane="writes")
