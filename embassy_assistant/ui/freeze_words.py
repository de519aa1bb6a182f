"""A freeze in words: what may be sent, whose order it is and since when, what it covers, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.rule_body import Freeze
from embassy_assistant.ui.clocks import two_clocks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.freezes import FreezeNow
    from embassy_assistant.ui.context import Context


class FreezeWords(QObject):
    """Words freezes in the window's language and the Mission's zone."""

    def __init__(self, context: Context, parent: QObject) -> None:
        """Word for the window of `context`."""
        super().__init__(parent)
        self._context = context

    def title(self, freeze: FreezeNow) -> str:
        """Say what may be sent."""
        if not narrow(freeze.rule):
            if freeze.nothing:
                return self.tr("Freeze in force: nothing may be sent")
            return self.tr("Freeze in force: only approved lines may be sent")
        if freeze.nothing:
            return self.tr("Freeze in force for some posts: they may not be sent")
        return self.tr("Freeze in force for some posts: only approved lines may be sent")

    def order(self, rule: Rule, zone: str) -> str:
        """Say who ordered a freeze, and when in both clocks."""
        issuer = rule.source.issuer
        if not isinstance(rule.body, Freeze):
            return issuer
        since = self.moment(rule.body.since, zone)
        return self.tr("Ordered by: {issuer}, {when}.").format(issuer=issuer, when=since)

    def covers(self, rule: Rule, zone: str) -> str:
        """Say which topics, networks and missions a freeze covers, and until when."""
        scope = rule.scope
        pack, language = self._context.desk.review.pack, self._context.languages.language
        topics = (pack.topic_title(topic, language) for topic in scope.topics)
        parts = [
            self._named(self.tr("topics: {names}"), topics) or self.tr("all topics"),
            self._named(self.tr("networks: {names}"), map(self._network, scope.networks)) or self.tr("all networks"),
            self._named(self.tr("missions: {names}"), scope.missions) or self.tr("all missions"),
        ]
        languages = (self._context.messages.text(f"language.{code}") for code in scope.languages)
        if only := self._named(self.tr("texts in: {names}"), languages):
            parts.append(only)
        parts.append(self.until(rule, zone))
        words = ", ".join(parts)
        return f"{words[:1].upper()}{words[1:]}."

    def until(self, rule: Rule, zone: str) -> str:
        """Say when a freeze ends."""
        if isinstance(rule.body, Freeze) and rule.body.until is not None:
            return self.tr("until {when}").format(when=self.moment(rule.body.until, zone))
        return self.tr("until lifted")

    def holds(self, deliveries: int, *, known: bool) -> str:
        """Say how much is held; of locked drafts nobody knows."""
        if not known:
            return self.tr("What is held is shown once the drafts are unlocked.")
        if not deliveries:
            return self.tr("Nothing in the queue is held by it.")
        return self.tr("%n delivery(ies) are held; nothing is lost.", "", deliveries)

    def moment(self, at: datetime, zone: str) -> str:
        """Say a moment in both clocks."""
        return two_clocks(at, zone, self._context.locale)

    def _network(self, name: str) -> str:
        try:
            return self._context.desk.accounts.network(name).title
        except Unusable:
            # A freeze may name a network that this program does not send to.
            return name

    @staticmethod
    def _named(words: str, names: Iterable[str]) -> str:
        named = ", ".join(sorted(names))
        return words.format(names=named) if named else ""


def narrow(rule: Rule) -> bool:
    """Whether a freeze covers only some of a mission's posts.

    Args:
        rule: a freeze.
    """
    return bool(rule.scope.topics or rule.scope.networks or rule.scope.languages)
