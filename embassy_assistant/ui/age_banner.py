"""The banner that says that the guidelines are too old, what that means and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QTimer
from typing_extensions import override

from embassy_assistant.domain.freshness import Standing
from embassy_assistant.ui.pack_age import Age, AgeWords, look_at_age
from embassy_assistant.ui.widgets.announcer import Announcer
from embassy_assistant.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.ui.context import Context

_EVERY: Final = 60_000
_LOOKS: Final = {
    "": ("shield-alert-outline", "block"),
    Standing.EXPIRED: ("clock-alert-outline", "warn"),
    Standing.HELD: ("pause-octagon", "block"),
}
"""Icon and tone; first those of guidelines that cannot be relied on."""


class AgeBanner(Banner):
    """Stands while the guidelines have expired, or are so old that nothing is sent by them.

    Attributes:
        words: how ages are worded.
    """

    def __init__(
        self,
        context: Context,
        update: Callable[[], object],
        seen: Callable[[Age], object] = lambda _age: None,
        parent: QWidget | None = None,
    ) -> None:
        """Look at the age now and each minute, and whenever guidelines were taken in.

        Args:
            context: the window's.
            update: gets fresh guidelines.
            seen: is told each age that was looked up.
            parent: the window.
        """
        super().__init__(parent)
        self.setObjectName("age-banner")
        self._context, self._update, self._seen = context, update, seen
        self._age: Age | None = None
        self.words = AgeWords(context, self)
        self._announcer = Announcer(self)
        context.bridge.guidelines_changed.connect(self.refresh)
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    def refresh(self, _event: object = None) -> None:
        """Look at the age again."""
        desk = self._context.desk
        # What is damaged is said where the pack is shown; a banner over every view cannot mend it.
        self._context.workers.run(
            lambda: look_at_age(desk), self._show, lambda _error: None, owner=self, newest="guidelines-age"
        )

    def verify(self) -> None:
        """Look at the age, and beside that whether what was taken in is still what the unit signed; that takes long."""
        self.refresh()
        guidelines = self._context.desk.guidelines
        self._context.workers.run(
            guidelines.verify, lambda _trouble: self.refresh(), lambda _error: None, owner=self, lane="guidelines"
        )

    def _show(self, age: Age) -> None:
        self._age = age
        self._seen(age)
        self._word()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._word()

    def _word(self) -> None:
        age = self._age
        if age is None or age.standing is Standing.FRESH:
            self.say("")
            return
        sentence = self.words.sentence(age)
        # Said anew each minute, its button would lose the keyboard.
        if sentence != self.text or not self.isVisible():
            look, tone = _LOOKS["" if age.trouble else age.standing]
            self.say(sentence, (self.tr("Get updates"), self._update), icon_name=look, tone=tone)
            self._announcer.say(sentence)
