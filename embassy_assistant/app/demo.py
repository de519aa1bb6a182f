"""The whole way of three posts: written offline, mended, queued, and sent through a sender that is killed in mid-send.

Nothing is played: the checks, the store, the queue, the keyring and the senders (processes of their own) are those of
everyday work, and the proof at the end is read from the server's own timelines.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app import children, logs, postfile, wiring
from embassy_assistant.app.drafts import store
from embassy_assistant.app.results import print_result
from embassy_assistant.app.session import Exit
from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.domain.errors import KeyringUnavailable, Unusable
from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.domain.post import Post  # noqa: TC001
from embassy_assistant.locations import data_dir
from embassy_assistant.networks.practice import ensure_running, read_address, set_conditions, stop, timeline
from embassy_assistant.store.keys import ENTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from embassy_assistant.app.session import Session
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.networks.practice.process import Seen
    from embassy_assistant.services.desk import Desk

OFFICER: Final = Officer("Олена Коваленко", "ОК")
MISSION: Final = Mission(
    "Посольство України в Німеччині", "Embassy of Ukraine in Germany", "DE", "Europe/Berlin", practice=True
)
ACCOUNTS: Final = (("ukrinde", ("uk", "en")), ("ukrinde.en", ("en",)))
FILES: Final = ("1-clean.toml", "2-terms.toml", "3-half.toml")
MARK: Final = "demo"
"""A file in the workspace that says: made by the demo, and may be made anew."""

_PREPARED: Final = "prepared"
_ANSWERS_AFTER: Final = 10.0
_PATIENCE: Final = 60.0
_PASSWORD: Final = "practice"  # noqa: S105 - the practice network takes any


@dataclass(slots=True)
class Demo:
    """One run.

    Attributes:
        directory: the workspace; made anew.
        picture: takes a picture of the window: file name, view, id of the post shown.
        forget: whether the keyring's entries go at the end, as the workspace will.
    """

    session: Session
    directory: Path
    picture: Callable[[Desk, str, str, str | None], None]
    forget: bool = False
    _step: int = field(default=0)

    def run(self) -> Exit:
        """Walk the whole way; DONE only when the timelines prove it."""
        desk = self.begin()
        try:
            return self._way(desk)
        finally:
            self._end(desk, forgotten=self.forget)

    def begin(self) -> Desk:
        """Return the desk of a fresh practice workspace with its mission, its accounts and three drafts.

        Raises:
            KeyringUnavailable: there is nowhere to keep its key; as after any failure, nothing of it goes on running.
        """
        fresh(self.directory)
        desk = wiring.open_desk(self.directory, practice=True)
        try:
            self._prepare(desk)
        except BaseException:
            self._end(desk, forgotten=True)
            raise
        return desk

    def _end(self, desk: Desk, *, forgotten: bool) -> None:
        desk.workspace.close()
        stop(self._home)
        if forgotten:
            forget(desk)

    def _prepare(self, desk: Desk) -> None:
        (self.directory / MARK).touch(mode=0o600)
        logs.set_up(self.directory)
        self._say("demo.begin", path=str(self.directory))
        with self.session.progress("cli.opening"):
            created = desk.workspace.create()
        logs.hide(created.recovery_code)
        if created.keyring_problem:
            self._say("demo.needs-keyring")
            raise KeyringUnavailable(created.keyring_problem.removeprefix("keyring."), backend="")
        # Nobody will need the paper: the workspace is made anew by the next run.
        desk.preferences.recovery_pending = ""
        desk.preferences.mission = MISSION
        desk.preferences.officer = OFFICER
        desk.preferences.language = self.session.words.language
        with self.session.progress("cli.signing-in", network="Practice"):
            for handle, languages in ACCOUNTS:
                desk.accounts.add("practice", handle, _PASSWORD, LanguagePolicy(languages))
        self._set_conditions(mode="off")
        self._head("demo.offline")
        for name in FILES:
            store(self.session, desk, _file(name))
        (self.directory / MARK).write_text(_PREPARED, encoding="ascii")

    def _way(self, desk: Desk) -> Exit:
        self.write_and_queue(desk)
        self._try_offline(desk)
        interrupted = self._kill_in_mid_send(desk)
        self._restart(desk, interrupted)
        return self._prove(desk)

    def write_and_queue(self, desk: Desk) -> None:
        """Check the three drafts, mend them and queue them; needs no network and no other process."""
        posts = self._oldest_first(desk)
        self._check(desk, posts)
        self._queue(desk, self._mend(desk, posts))

    def _oldest_first(self, desk: Desk) -> list[Post]:
        found = [desk.drafting.get(post_id) for post_id in desk.drafting.ids()]
        return sorted((post for post in found if post), key=lambda post: post.created_at)

    def _check(self, desk: Desk, posts: Sequence[Post]) -> None:
        self._head("demo.check")
        for number, post in enumerate(posts, 1):
            click.echo(f"\n— {post.title}")
            print_result(self.session, post, desk.review.check(post), desk.review.pack)
            self.picture(desk, f"check-{number}", "write", post.id)

    def _mend(self, desk: Desk, posts: Sequence[Post]) -> list[Post]:
        self._head("demo.mend")
        mended = []
        for number, draft in enumerate(posts, 1):
            post = self._take_suggestions(desk, draft)
            post = self._shorten(desk, post)
            post = self._write_english(post)
            post = desk.drafting.confirm(post, OFFICER)
            self._say("demo.confirmed", title=post.title)
            post = replace(post, revision=draft.revision + 1)
            desk.drafting.save(post)
            self.picture(desk, f"mended-{number}", "write", post.id)
            mended.append(post)
        return mended

    def _take_suggestions(self, desk: Desk, post: Post) -> Post:
        """Apply the first suggestion of each finding, one after another: positions move with each."""
        for _ in range(100):
            fixable = [f for f in desk.review.check(post).findings if f.suggestions and f.version and f.span]
            if not fixable:
                break
            finding = fixable[0]
            self._say("demo.fixed", old=finding.matched, new=finding.suggestions[0], rule=finding.rule)
            post = desk.drafting.fix(post, finding, finding.suggestions[0])
        return post

    def _shorten(self, desk: Desk, post: Post) -> Post:
        """Drop the last paragraph of each Version that is too long."""
        for finding in desk.review.check(post).findings:
            if finding.rule == "length.too-long" and finding.version:
                kept, _, dropped = post.text(finding.version).strip().rpartition("\n\n")
                self._say("demo.shortened", language=finding.version, count=len(dropped))
                post = post.with_text(finding.version, kept)
        return post

    def _write_english(self, post: Post) -> Post:
        if "en" in post.missing_languages:
            self._say("demo.wrote", language="en", title=post.title)
            post = post.with_text("en", (_resources() / "3-half.en.txt").read_text(encoding="utf-8"))
        return post

    def _queue(self, desk: Desk, posts: Sequence[Post]) -> None:
        self._head("demo.queue")
        for post in posts:
            rows = desk.outbox.queue(post, OFFICER)
            self._say("cli.queued", title=post.title, count=len(rows))
        self.picture(desk, "queued", "queue", None)
        # "Send now" ends the half minute in which an Officer can change their mind, which nobody here would do.
        for row in desk.outbox.open():
            desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)

    def _try_offline(self, desk: Desk) -> None:
        self._head("demo.send-offline")
        self._send(expect=Exit.NO_NETWORK)
        self.picture(desk, "offline", "queue", None)

    def _kill_in_mid_send(self, desk: Desk) -> Delivery:
        """Let a sender go until the server has a post that the sender has not been told of; then SIGKILL it."""
        self._head("demo.kill")
        self._set_conditions(mode="on", answer_delay=_ANSWERS_AFTER)
        child = children.start(*self._arguments("send", "--wait", str(int(_PATIENCE))))
        try:
            seen = self._wait_for_first_post(child.poll)
        finally:
            child.kill()
            child.communicate()
        self._set_conditions(mode="on")
        armed = [row for row in desk.outbox.open() if row.state is State.ARMED]
        if child.returncode == 0 or not seen or len(armed) != 1:
            raise Unusable("demo.not-interrupted", count=len(armed))
        self._say("demo.killed", code=child.returncode, pid=child.pid, count=len(seen))
        click.echo(f"    {armed[0].account_id} [{armed[0].language}] {self.session.words.state(armed[0].state)}")
        self.picture(desk, "killed", "queue", None)
        return armed[0]

    def _wait_for_first_post(self, ended: Callable[[], int | None]) -> list[Seen]:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and ended() is None:
            if seen := self._timelines():
                return seen
            time.sleep(0.05)
        return []

    def _restart(self, desk: Desk, interrupted: Delivery) -> None:
        self._head("demo.restart")
        self._send("--until-idle", expect=Exit.DONE)
        self._say("demo.history")
        for step in desk.outbox.history(interrupted.id):
            click.echo(f"    {self.session.words.step(step)}")
        self.picture(desk, "sent", "queue", None)

    def _prove(self, desk: Desk) -> Exit:
        """Hold what the server shows against every row of the queue."""
        self._head("demo.proof")
        seen = self._timelines()
        rows = [row for group in desk.outbox.groups(desk.outbox.post_ids()) for row in group.rows]
        wrong = 0
        for row in rows:
            handle = row.account_id.partition(":")[2]
            copies = [
                one
                for one in seen
                if (one.handle, one.text, one.languages) == (handle, row.segment.text, row.segment.languages)
            ]
            good = (
                row.state is State.SENT
                and len(copies) == 1
                and row.published is not None
                and copies[0].url == row.published.url
                and copies[0].alts == tuple(media.alt for media in row.segment.media)
            )
            wrong += not good
            mark = self.session.words.text("demo.once" if good else "demo.not-once", count=len(copies))
            click.echo(f"    {mark}  {row.account_id} [{row.language}] {row.published.url if row.published else ''}")
        if address := read_address(self._home):
            for handle, _ in ACCOUNTS:
                click.echo(f"    {address.url}/timeline/{handle}")
        proven = wrong == 0 and bool(rows) and len(seen) == len(rows)
        self._say("demo.proven" if proven else "demo.not-proven", rows=len(rows), seen=len(seen), wrong=wrong)
        return Exit.DONE if proven else Exit.NEEDS_PERSON

    def _send(self, *options: str, expect: Exit) -> None:
        """Run `send` as an Officer's shell or timer would, and show what it says."""
        with self.session.progress("cli.sending"):
            child = children.start(*self._arguments("send", *options))
            output, _ = child.communicate(timeout=600)
        for line in output.splitlines():
            click.echo(f"    $ {line}")
        if child.returncode != expect:
            raise Unusable("demo.sender-failed", code=child.returncode, expected=int(expect))

    def _arguments(self, command: str, *options: str) -> tuple[str, ...]:
        shared = ("--workspace", str(self.directory), "--language", self.session.words.language)
        return (command, *options, *shared)

    def _timelines(self) -> list[Seen]:
        return timeline(self._home)

    def _set_conditions(self, *, mode: str, answer_delay: float = 0.0) -> None:
        ensure_running(self._home)
        set_conditions(self._home, mode=mode, answer_delay=answer_delay)

    @property
    def _home(self) -> Path:
        return self.directory / "practice"

    def _head(self, message_id: str) -> None:
        self._step += 1
        click.secho(f"\n{self._step}. {self.session.words.text(message_id)}", bold=True)

    def _say(self, message_id: str, **parameters: object) -> None:
        click.echo(f"    {self.session.words.text(message_id, **parameters)}")


def forget(desk: Desk) -> None:
    """Take what a demo put into the keyring out of it again."""
    with suppress(KeyringUnavailable):
        desk.vault.delete(ENTRY)
        for handle, _ in ACCOUNTS:
            desk.vault.delete(f"practice:{handle}/access")


def fresh(directory: Path) -> None:
    """See to it that `directory` is empty or not there; only what an earlier demo made is removed.

    Raises:
        Unusable: somebody else's files are in it.
    """
    if not directory.exists() or not any(directory.iterdir()):
        return
    if not (directory / MARK).exists():
        raise Unusable("demo.not-fresh", path=str(directory))
    stop(directory / "practice")
    forget(wiring.open_desk(directory))
    with suppress(FileNotFoundError):
        shutil.rmtree(directory)


def complete(directory: Path) -> bool:
    """Whether `directory` holds a demo that was prepared to the end."""
    try:
        return (directory / MARK).read_text(encoding="ascii") == _PREPARED
    except OSError:
        return False


def _resources() -> Path:
    return data_dir("resources") / "demo"


def _file(name: str) -> postfile.PostFile:
    folder = _resources()
    return postfile.read((folder / name).read_bytes(), name=name, folder=folder)
