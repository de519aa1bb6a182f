"""Watches for freezes: the banner over every view, and what waits for a person once one is lifted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.services.preferences import NOWHERE
from embassy_assistant.ui.freeze_words import FreezeWords, narrow
from embassy_assistant.ui.widgets.announcer import Announcer
from embassy_assistant.ui.widgets.banner import Banner
from embassy_assistant.ui.widgets.freeze_banner import FreezeBanner, FreezeText

if TYPE_CHECKING:
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.freezes import FreezeNow, HeldPost
    from embassy_assistant.ui.context import Context

EVERY: Final = 30_000
"""A freeze begins and ends by the clock, too."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of freezes.

    Attributes:
        freezes: those of all posts first, the stricter before the others.
        lines: how many approved lines may still be sent.
        waiting: what a freeze held and nobody has looked at since it was lifted.
        zone: the Mission's, as far as it is known.
        known: whether the drafts are open, so that what is held is known.
    """

    freezes: tuple[FreezeNow, ...] = ()
    lines: int = 0
    waiting: tuple[HeldPost, ...] = ()
    zone: str = NOWHERE.zone
    known: bool = False


class FreezeWatch(QObject):
    """Keeps both banners true.

    Attributes:
        banner: of the freezes in force.
        lifted: of what waits after one.

    Signals:
        changed: a freeze began or ended, by new guidelines or by the clock.
    """

    changed = Signal()

    def __init__(self, context: Context, window: QObject) -> None:
        """Look at once, and whenever guidelines, drafts or the queue have changed."""
        super().__init__(window)
        self._context = context
        self._words = FreezeWords(context, self)
        self._seen = Seen()
        self._bare = False
        self._announcer = Announcer(window)
        self.banner = FreezeBanner()
        self.lifted = Banner()
        self.lifted.setObjectName("freeze-lifted")
        self.banner.lines_wanted.connect(context.shell.show_lines)
        self.banner.held_wanted.connect(self._show_queue)
        bridge = context.bridge
        for happened in (
            bridge.guidelines_changed,
            bridge.workspace_changed,
            bridge.deliveries_changed,
            bridge.settings_changed,
        ):
            happened.connect(self.look)
        context.languages.changed.connect(self.retranslate)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self, _event: object = None) -> None:
        """Read the freezes that are in force now."""
        desk = self._context.desk
        # Not on the lane of the checks: while somebody types, they are not to wait until all that is queued was read.
        self._context.workers.run(lambda: read_freezes(desk), self._show, owner=self, newest="freezes")

    def set_bare(self, *, bare: bool) -> None:
        """Take the buttons away while there is no view they could lead to."""
        self._bare = bare
        self.retranslate()

    def retranslate(self, _language: str = "") -> None:
        """Say it again."""
        seen, words = self._seen, self._words
        texts = [
            FreezeText(
                words.title(freeze),
                " ".join(
                    (
                        words.order(freeze.rule, seen.zone),
                        words.covers(freeze.rule, seen.zone),
                        words.holds(_deliveries(freeze.held), known=seen.known),
                    )
                ),
            )
            for freeze in seen.freezes
        ]
        self.banner.say(texts)
        held = _deliveries(tuple({post.post_id: post for freeze in seen.freezes for post in freeze.held}.values()))
        lines = self.tr("What may be sent: %n line(s)", "", seen.lines) if seen.lines else self.tr("What it says")
        self.banner.set_words(
            "" if self._bare else lines,
            self.tr("See %n held", "deliveries", held) if held and not self._bare else "",
            self.tr("The freeze before this one"),
            self.tr("The next freeze"),
        )
        self._word_lifted()

    def _word_lifted(self) -> None:
        count = len(self._seen.waiting)
        if not count or self._bare:
            self.lifted.say("")
            return
        self.lifted.say(
            self.tr(
                "A freeze is lifted. %n post(s) that it held wait for you: nothing of them is sent before you look.",
                "",
                count,
            ),
            (self.tr("Look at %n post(s)", "", count), self._show_queue),
            icon_name="account-question",
        )

    def _show(self, seen: Seen) -> None:
        before, self._seen = self._seen, seen
        if seen == before:
            return
        self.retranslate()
        if [freeze.rule for freeze in seen.freezes] != [freeze.rule for freeze in before.freezes]:
            self.changed.emit()
        known = {freeze.rule.id for freeze in before.freezes}
        if any(freeze.rule.id not in known for freeze in seen.freezes):
            self._announcer.alarm(self.banner.text)
        elif before.freezes and not seen.freezes:
            self._announcer.alarm(self.lifted.text or self.tr("The freeze is lifted."))

    def _show_queue(self) -> None:
        self._context.shell.show_view("queue")


def read_freezes(desk: Desk) -> Seen:
    """Return what is known of freezes now; blocks.

    Args:
        desk: the services; its drafts may be locked.
    """
    freezes = tuple(sorted(desk.freezes.now(), key=lambda freeze: (narrow(freeze.rule), not freeze.nothing)))
    lines = len(desk.lines.in_force()) if freezes else 0
    try:
        return Seen(freezes, lines, desk.freezes.waiting(), desk.preferences.mission.zone, known=True)
    except DraftsLocked:
        return Seen(freezes, lines)


def _deliveries(held: tuple[HeldPost, ...]) -> int:
    return sum(post.accounts for post in held)
