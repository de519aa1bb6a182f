"""How old the guidelines are, in words: for the status bar, the banner and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from embassy_assistant.domain.freshness import Standing
from embassy_assistant.services.gates import true_time
from embassy_assistant.services.guidelines import age_sentence

if TYPE_CHECKING:
    from datetime import datetime

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.freshness import Freshness
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.context import Context

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Age:
    """What is known of the packs in use.

    Attributes:
        version: what they call themselves.
        shipped_with: the program's version where they came with it, else empty.
        freshness: how old they are; None for what came with the program.
        now: when it was looked up, by a clock that was held against servers.
        trouble: what is wrong with their files, so that nothing is sent by them; None as far as is known.
    """

    version: str
    shipped_with: str
    freshness: Freshness | None
    now: datetime
    trouble: AssistantError | None = None

    @property
    def standing(self) -> Standing:
        """What the age means; what came with the program has none, and what is untrusted is as good as too old."""
        if self.trouble is not None:
            return Standing.HELD
        return self.freshness.standing(self.now) if self.freshness else Standing.FRESH


def look_at_age(desk: Desk) -> Age:
    """Return what is known of the packs in use; may read a file.

    Raises:
        Damaged: what says so is not what was written.
    """
    pack = desk.review.pack
    guidelines = desk.guidelines
    return Age(pack.version, pack.shipped_with, guidelines.freshness, true_time(desk.clock), guidelines.trouble)


class AgeWords(QObject):
    """Words an Age in the window's language."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Use the language that `context` has at the moment of asking."""
        super().__init__(parent)
        self._context = context

    def short(self, age: Age) -> str:
        """Return the version and the age, as the status bar says them."""
        if age.trouble is not None:
            return self.tr("Guidelines cannot be relied on")
        if age.freshness is None:
            version = age.shipped_with or age.version
            return self.tr("Guidelines shipped with version {version}").format(version=version)
        if age.freshness.clock_behind(age.now):
            return self.tr("Guidelines {version}, age unknown").format(version=age.version)
        if age.standing is Standing.HELD:
            return self.tr("Guidelines {version} are too old to send by").format(version=age.version)
        if age.standing is Standing.EXPIRED:
            return self.tr("Guidelines {version} have expired").format(version=age.version)
        return self.tr("Guidelines {version}, verified {ago}").format(version=age.version, ago=self.ago(age))

    def sentence(self, age: Age) -> str:
        """Say how old they are, what that means and what to do."""
        if age.trouble is not None:
            return self._context.messages.error(age.trouble)
        if age.freshness is None:
            return self._context.messages.text("guidelines.age-shipped")
        sentence, named = age_sentence(age.freshness, age.now)
        return self._context.messages.text(sentence, **named)

    def ago(self, age: Age) -> str:
        """Say how long ago the unit vouched for them."""
        past = age.freshness.age(age.now) if age.freshness else timedelta()
        if past >= 2 * _DAY:
            return self.tr("%n day(s) ago", "", past // _DAY)
        if past >= _HOUR:
            return self.tr("%n h ago", "", past // _HOUR)
        return self.tr("%n min ago", "", past // _MINUTE) if past >= _MINUTE else self.tr("just now")
