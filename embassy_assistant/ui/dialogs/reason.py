"""Asks an Officer for a reason: to keep a finding, to release a pair, or to promise its other half."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from typing_extensions import override

from embassy_assistant.ui.clocks import naive, two_clocks, wall, wall_clock_field
from embassy_assistant.ui.dialogs.base import Sheet

SHORTEST = 4


class ReasonDialog(Sheet):
    """One field for the reason; the button stays out of reach until there is one."""

    def __init__(self, heading: str, lead: str, confirm: str, parent: QWidget | None = None) -> None:
        """Build the dialog; `override`, `release` and `PromiseDialog` word it."""
        super().__init__(heading, lead, confirm, self.tr("Cancel"), parent)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(84)
        self._text.setAccessibleName(self.tr("Reason"))
        self.field(self.tr("Reason"), self._text, self.tr("Kept with the post, with your name and the time."))
        self._text.textChanged.connect(self._check)
        self._check()
        self._text.setFocus()

    @property
    def reason(self) -> str:
        """What was typed, without space around it."""
        return self._text.toPlainText().strip()

    @property
    def complete(self) -> bool:
        """Whether the button may be pressed."""
        return len(self.reason) >= SHORTEST

    def set_reason(self, text: str) -> None:
        """Put a reason in the field."""
        self._text.setPlainText(text)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as `bring_back` takes it."""
        return {"reason": self._text.toPlainText()}

    def bring_back(self, typed: dict[str, str]) -> None:
        """Put back what was typed before."""
        self.set_reason(typed.get("reason", ""))

    def _check(self) -> None:
        self.confirm.setEnabled(self.complete)
        self.confirm.setToolTip("" if self.complete else self.tr("Write a reason first."))


class OverrideDialog(ReasonDialog):
    """Why a text stays although a rule objects."""

    def __init__(self, finding: str, parent: QWidget | None = None) -> None:
        """Ask about one finding.

        Args:
            finding: the finding's own sentence.
            parent: the window.
        """
        super().__init__(self.tr("Keep it, with a reason"), finding, self.tr("Keep it with this reason"), parent)


class ReleaseDialog(ReasonDialog):
    """Why a post needs no other half."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Ask about the pair."""
        super().__init__(
            self.tr("This post needs no other half"),
            self.tr("A reply, or a post in the language of the host country. It goes out in one language only."),
            self.tr("Release the pair"),
            parent,
        )


class PromiseDialog(ReasonDialog):
    """Why the other half follows later, and by when."""

    def __init__(self, zone: str, now: datetime, parent: QWidget | None = None) -> None:
        """Ask for a time in the Mission's zone.

        Args:
            zone: IANA name of the Mission's zone.
            now: the time, aware.
            parent: the window.
        """
        super().__init__(
            self.tr("The other half follows later"),
            self.tr("This half may go out first. You are reminded when the time has come."),
            self.tr("Promise the other half"),
            parent,
        )
        self._zone = zone
        local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        self._when = wall_clock_field(max(local + timedelta(hours=3), local.replace(hour=18, minute=0)))
        self._when.setMinimumDateTime(wall(local))
        self._both = self.field(self.tr("By when"), self._when)
        self._when.dateTimeChanged.connect(self._show_both)
        self._show_both()

    @property
    def by(self) -> datetime:
        """The promised time, aware, in the Mission's zone."""
        return naive(self._when.dateTime()).replace(tzinfo=ZoneInfo(self._zone))

    @property
    @override
    def typed(self) -> dict[str, str]:
        return super().typed | {"by": naive(self._when.dateTime()).isoformat()}

    @override
    def bring_back(self, typed: dict[str, str]) -> None:
        super().bring_back(typed)
        # A time that has passed meanwhile becomes the earliest that may be promised; one that is no time, none.
        with suppress(KeyError, ValueError):
            self._when.setDateTime(wall(datetime.fromisoformat(typed["by"]).replace(tzinfo=None)))

    def _show_both(self) -> None:
        both = two_clocks(self.by, self._zone, QLocale())
        self._when.setAccessibleDescription(both)
        self._both.setText(self.tr("By when: {both}").format(both=both))
