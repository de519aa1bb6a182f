"""The first run: four steps, each kept as it is typed, all of it by keyboard, all of it without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.views.first_run_mission import MissionPage
from embassy_assistant.ui.views.first_run_pages import BeginPage, CodePage, OfficerPage, Page
from embassy_assistant.ui.views.recovery_paper import RecoveryPaper
from embassy_assistant.ui.views.steps import LanguageSwitch, Steps
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.parts import Notice, scrolled

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.officer import Mission, Officer
    from embassy_assistant.domain.ports import Created
    from embassy_assistant.services.keeping import MovedIn
    from embassy_assistant.ui.context import Context

WIDEST: Final = 720
_KEEP_MS: Final = 400


class FirstRunView(View):
    """Steps at the left, the page of the step at the right.

    Attributes:
        mission_page, officer_page, code_page, begin_page: the steps.
        paper: the sheet with the recovery code.

    Signals:
        finished: all steps were done, or put off; the value is the view to show next.
    """

    finished = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None, *, only_code: bool = False) -> None:
        """Build the view; the workspace is made when it is first shown. `only_code` for what was put off then."""
        super().__init__(context, parent)
        self._only_code, self._then = only_code, "write"
        self._asked = False
        self._keep_timer = QTimer(self, interval=_KEEP_MS, singleShot=True)
        self.mission_page, self.officer_page = MissionPage(context), OfficerPage(context)
        self.code_page, self.begin_page = CodePage(context), BeginPage(context)
        self._pages: tuple[Page, ...] = (self.mission_page, self.officer_page, self.code_page, self.begin_page)
        self._steps = Steps(len(self._pages))
        self.paper = RecoveryPaper(self)
        self._build()
        self._connect()
        self.retranslate()
        self._go(self._pages.index(self.code_page) if only_code else 0)
        self._steps.setHidden(only_code)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        for each in self._pages:
            self._stack.addWidget(each)
        self._stack.setMaximumWidth(WIDEST)
        switch = LanguageSwitch(self._context.languages.language)
        switch.chosen.connect(self._use_language)
        self._packed = button("flat", icon_name="laptop", name="first-run-packed")
        top = QHBoxLayout()
        top.addWidget(self._packed)
        top.addStretch(1)
        top.addWidget(switch)
        self._notice = Notice()
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(32, 24, 32, 16)
        page.setSpacing(16)
        page.addLayout(top)
        page.addWidget(self._notice)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._stack, 20)
        middle.addStretch(1)
        page.addLayout(middle, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(scrolled(inside), 1)
        right.addWidget(self._foot())
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._steps)
        whole.addLayout(right, 1)

    def _foot(self) -> QFrame:
        foot = QFrame()
        mark(foot, role="foot", ground="surface")
        self._kept = label(tone="quiet", wrap=True)
        self._later = button(name="first-run-later")
        self._back = button(icon_name="arrow-left", name="first-run-back")
        self._next = button("primary", name="first-run-next")
        for made in (self._later, self._back, self._next):
            mark(made, large=True)
        self._next.setDefault(True)
        row = QHBoxLayout(foot)
        row.setContentsMargins(32, 12, 32, 12)
        row.setSpacing(12)
        row.addWidget(Icon("content-save-check-outline", "text2", 20))
        row.addWidget(self._kept, 1)
        for made in (self._later, self._back, self._next):
            row.addWidget(made)
        return foot

    def _connect(self) -> None:
        for page in self._pages:
            page.changed.connect(self._changed)
        self._keep_timer.timeout.connect(self._keep)
        self._next.clicked.connect(self._forward)
        self._back.clicked.connect(lambda: self._go(self._stack.currentIndex() - 1))
        self._later.clicked.connect(self._put_off)
        self.code_page.print_asked.connect(self._print)
        self._packed.clicked.connect(self._bring)
        self._steps.chosen.connect(self._go)

    @override
    def retranslate(self) -> None:
        self._kept.setText(self.tr("Kept as you go. Closing the window loses nothing."))
        self._later.setText(self.tr("Set up later"))
        self._back.setText(self.tr("Back"))
        self._packed.setText(self.tr("Bring a workspace from another laptop…"))
        titles = (self.tr("Your mission"), self.tr("You"), self.tr("Recovery code"), self.tr("First account"))
        self._steps.say(
            titles, self.tr("All of this works without a network. Nothing is sent anywhere in these steps.")
        )
        for page in self._pages:
            page.retranslate()
        self._show_step()

    @override
    def read(self) -> None:
        self._pages[self._stack.currentIndex()].first.setFocus()
        if not self._asked:
            self._asked = True
            self._make()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused: QWidget | None = self.focusWidget()
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif isinstance(focused, QAbstractButton) and not focused.isChecked():
            # Enter does what the button under it says; only from a field, or from what is chosen already, it leads on.
            focused.click()
        elif self._next.isEnabled():
            self._forward()

    # The workspace

    def _make(self) -> None:
        """Make the workspace where there is none, and read what is known of it where there is one."""
        desk = self._context.desk

        def make() -> tuple[Mission, Officer, str, str]:
            problem = ""
            if desk.workspace.access is Access.NEW:
                created: Created = desk.workspace.create()
                problem = created.keyring_problem
                desk.preferences.recovery_pending = created.recovery_code
            preferences = desk.preferences
            return preferences.mission, preferences.officer, preferences.recovery_pending, problem

        def show(known: tuple[Mission, Officer, str, str]) -> None:
            mission, officer, code, problem = known
            if mission.name_uk or mission.name_en:
                self.mission_page.show_mission(mission)
            if officer.name:
                self.officer_page.show_officer(officer)
            messages = self._context.messages
            self.code_page.show_code(code, messages.text(problem) if problem else "")
            self._keep()
            self._show_step()

        self._context.workers.run(make, show, self._trouble, owner=self, lane="slow")

    def _keep(self) -> None:
        """Put what was typed into the store, as soon as there is one; of what came from elsewhere, nothing."""
        desk = self._context.desk
        if self._only_code or desk.workspace.access is not Access.OPEN:
            return
        mission = self.mission_page.mission(practice=desk.preferences.practice)
        officer = self.officer_page.officer

        def keep() -> None:
            if mission.name_uk or mission.name_en or mission.country:
                desk.preferences.mission = mission
            if officer.name:
                desk.preferences.officer = officer

        self._context.workers.run(keep, failed=self._trouble, owner=self, lane="writes")

    def _bring(self) -> None:
        """Ask for what another laptop packed; it takes the place of the workspace that was just made."""
        from embassy_assistant.ui.dialogs.moving import MoveInDialog

        dialog = MoveInDialog(self._context, self)
        dialog.arrived.connect(self._arrived)
        dialog.show_over_window()

    def _arrived(self, moved: MovedIn) -> None:
        """Go on with the only step that does not come from the other laptop: the recovery code of this one."""
        self._keep_timer.stop()
        self._only_code, self._then = True, "accounts" if moved.accounts else "write"
        self._steps.hide()
        problem = moved.keyring_problem
        self.code_page.show_code(moved.recovery_code, self._context.messages.text(problem) if problem else "")
        self._go(self._pages.index(self.code_page))

    # Steps

    def _go(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self._show_step()
        self._pages[step].first.setFocus()

    def _changed(self) -> None:
        self._keep_timer.start()
        self._show_step()

    def _show_step(self) -> None:
        step = self._stack.currentIndex()
        words = (
            self.tr("Save and say who you are"),
            self.tr("Save and write the code down"),
            self.tr("It is written down"),
            self.tr("Begin practising") if self.begin_page.practice.isChecked() else self.tr("Add an account"),
        )
        self._next.setText(words[step])
        self._next.setEnabled(self._pages[step].complete)
        self._back.setVisible(step > 0 and not self._only_code)
        self._packed.setVisible(step == 0)
        reach = next((at for at, page in enumerate(self._pages) if not page.complete), len(self._pages) - 1)
        self._steps.show_step(step, max(step, reach))

    def _forward(self) -> None:
        step = self._stack.currentIndex()
        self._keep()
        if self._pages[step] is self.code_page:
            self._written_down()
            if self._only_code:
                self.finished.emit(self._then)
                return
        if step + 1 < len(self._pages):
            self._go(step + 1)
        else:
            self._finish()

    def _written_down(self) -> None:
        preferences = self._context.desk.preferences

        def forget() -> None:
            preferences.recovery_pending = ""

        self._context.workers.run(forget, failed=self._trouble, owner=self, lane="writes")

    def _put_off(self) -> None:
        self._keep()
        self.finished.emit("write")

    def _finish(self) -> None:
        practice = self.begin_page.practice.isChecked()
        desk = self._context.desk
        mission = self.mission_page.mission(practice=practice)

        def begin() -> None:
            desk.preferences.practice = practice
            desk.preferences.mission = mission
            if practice and not desk.accounts.all():
                for language in ("uk", "en"):
                    desk.accounts.add("practice", f"practice-{language}", "practice", LanguagePolicy((language,)))

        self._next.setEnabled(False)
        self._context.workers.run(
            begin,
            lambda _done: self.finished.emit("write" if practice else "accounts"),
            self._refused,
            owner=self,
            lane="slow",
        )

    def _refused(self, error: AssistantError) -> None:
        self._next.setEnabled(True)
        self.begin_page.notice.say(self._context.messages.error(error))

    def _trouble(self, error: AssistantError) -> None:
        self._notice.say(self._context.messages.error(error))

    def _print(self) -> None:
        mission = self.mission_page.mission(practice=False).name(self._context.languages.language)
        self.paper.print_over(self, mission, self.code_page.code)

    def _use_language(self, code: str) -> None:
        self._context.languages.use(code)
        self._context.desk.preferences.language = code
