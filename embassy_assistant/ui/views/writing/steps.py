"""Where the buttons of cards and the rows of the checklist lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from embassy_assistant.ui.views.writing.extras import concerns

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.writing.acts import Acts
    from embassy_assistant.ui.views.writing.checklist import Row
    from embassy_assistant.ui.views.writing.credit import Credit
    from embassy_assistant.ui.views.writing.extras import ExtrasLine
    from embassy_assistant.ui.views.writing.half import Half
    from embassy_assistant.ui.views.writing.header import Header
    from embassy_assistant.ui.views.writing.lines import Lines
    from embassy_assistant.ui.views.writing.session import Session


class Writing(Protocol):
    """What a step needs of the Write view."""

    context: Context
    session: Session
    acts: Acts
    header: Header
    extras: ExtrasLine
    credit: Credit
    lines: Lines
    halves: dict[str, Half]

    def show_finding(self, finding: Finding) -> None:
        """Show a finding's place."""
        ...


def perform(view: Writing, finding: Finding, act: str) -> None:
    """Do what a button of a card says.

    Args:
        view: the Write view.
        finding: what the card is about.
        act: `go`, `fix N`, `confirm`, `promise`, `release`, `keep`, `unkeep`, `alt`, `credit`, `lines` or
            `thread`.
    """
    acts = view.acts
    match act.split():
        case ["fix", number]:
            _fix(view, finding, int(number))
        case ["confirm"]:
            acts.confirm()
        case ["promise"]:
            acts.promise()
        case ["release"]:
            acts.release()
        case ["keep"]:
            acts.keep(finding, view.context.messages.finding(finding, view.context.desk.review.pack).title)
        case ["unkeep"]:
            acts.unkeep(finding)
        case ["thread"]:
            acts.set_thread(True)
        case ["credit"]:
            view.credit.ask()
        case ["lines"]:
            view.lines.open()
        case _:
            _go(view, finding)


def lead(view: Writing, row: Row) -> None:
    """Go where a row of the checklist points."""
    if row.act == "accounts":
        view.header.chips.choose()
    elif row.leads_to is not None:
        _go(view, row.leads_to)


def _go(view: Writing, finding: Finding) -> None:
    """Show a finding's place, be it in a dialog: whoever asked for it is not typing."""
    view.show_finding(finding)
    if concerns(finding):
        view.extras.ask(finding)


def _fix(view: Writing, finding: Finding, number: int) -> None:
    """Replace the text, as a step that Undo takes back, and check the result at once."""
    if finding.version is None or number >= len(finding.suggestions):
        return
    if view.halves[finding.version].editor.replace(finding, finding.suggestions[number]):
        view.session.flush()
    else:
        view.show_finding(finding)
