"""What is wrong in a folder of guidelines, each mistake with its file and line, and a way to the field it is in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.mistake import Mistake
    from embassy_assistant.domain.workshop import Written
    from embassy_assistant.ui.context import Context

_SHOWN: Final = 5


class FolderCheck(QLabel):
    """Names the first mistakes, each a link, and all of them in its tooltip.

    Attributes:
        said: what is shown, a line each.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, place: Callable[[Sequence[str | int]], str]) -> None:
        """Start empty.

        Args:
            context: What views share.
            place: Names the field that the keys of a mistake lead to.
        """
        super().__init__()
        self._context, self._place = context, place
        self._mistakes: Sequence[Mistake] = ()
        self.said: list[str] = []
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.setWordWrap(True)
        self.linkActivated.connect(lambda number: self.chosen.emit(self._mistakes[int(number)]))

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Say what is wrong; an empty list is good news."""
        self._mistakes = mistakes
        places = [self._named(mistake) for mistake in mistakes]
        what = [self._context.messages.render(mistake.id, mistake.parameters) for mistake in mistakes]
        count = len(mistakes)
        head = self.tr("%n mistake(s) in the folder", "", count) if count else self.tr("No mistakes in the folder")
        self.said = [head, *(f"{place}: {said}" for place, said in zip(places, what, strict=True))]
        mark(self, tone="block" if count else "text2")
        links = (
            f'<a href="{number}">{escape(place)}</a>: {escape(said)}'
            for number, (place, said) in enumerate(zip(places[:_SHOWN], what, strict=False))
        )
        self.setText("<br>".join([escape(head), *links]))
        self.setToolTip("<br>".join(map(escape, self.said[1:])))
        self.setAccessibleName(" ".join(self.said[: _SHOWN + 1]))

    def _named(self, mistake: Mistake) -> str:
        where = f"{mistake.file}:{mistake.line}" if mistake.line else mistake.file
        return " · ".join(filter(None, (where, self._place(mistake.path))))


def rule_at(rules: Sequence[Written], mistake: Mistake) -> str:
    """Return the id of the rule that a mistake is in; empty where it is in none that can be shown."""
    above = [rule for rule in rules if rule.file == mistake.file and rule.line <= max(mistake.line, 1)]
    return max(above, key=lambda rule: rule.line).id if above else ""
