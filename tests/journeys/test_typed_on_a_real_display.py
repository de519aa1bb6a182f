"""A person's path on a real display: typed, checked, queued, sent to a real Bluesky server, and read back from it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.wiring import open_desk
from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.officer import Mission
from tests.helpers.canary import in_clear
from tests.helpers.memory import OFFICER
from tests.helpers.pds import RealAccount, RealPDS, pds
from tests.helpers.pictures import flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.desk import Desk

__all__ = ["pds"]

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.usefixtures("real_keyring")]

ROOT = Path(__file__).parents[2]
UK = "Сьогодні в Києві вшановуємо пам’ять. Подробиці: https://mfa.gov.ua/news #Україна"
EN = "Today in Kyiv we honour the memory. Details: https://mfa.gov.ua/en/news #Ukraine"
# Seconds for the checks to speak of what was saved, on a busy machine.
REVIEWED = 2.0
ALT = {"uk": "Прапор України", "en": "The flag of Ukraine"}


def until(true: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.2)


class Keyboard:
    """xdotool, on the display that the tests run under."""

    def __init__(self, name: str) -> None:
        """Turn to the window whose title has `name` in it."""
        self._window = ""
        self.turn_to(name)

    def turn_to(self, name: str) -> None:
        """Wait for a window and give it the keyboard; there is no window manager to do so."""
        found = subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--name", name],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        self._window = found.stdout.split()[-1]

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as fast as a person would."""
        for key in keys:
            self._do("key", "--delay", "50", key)
            time.sleep(0.3)

    def write(self, text: str) -> None:
        """Type a text into the field that has the keyboard, and read it back through the clipboard.

        xdotool teaches the X server each foreign letter as it goes, and on a busy machine some letters come out before
        they are learnt: such a text is typed again over the first.
        """
        for _ in range(4):
            self._do("type", "--delay", "50", "--", text)
            time.sleep(0.5)
            self.press("ctrl+a", "ctrl+c")
            if clipboard() == text:
                break
        assert clipboard() == text
        self.press("ctrl+End")

    def _do(self, *arguments: str) -> None:
        subprocess.run(["xdotool", "windowfocus", "--sync", self._window], check=False, capture_output=True)
        subprocess.run(["xdotool", *arguments], check=True)


def clipboard() -> str:
    done = subprocess.run(["xclip", "-selection", "clipboard", "-o"], capture_output=True, text=True, check=True)
    return done.stdout


def copy_file(path: Path) -> None:
    """Put a file on the clipboard, as a file manager does."""
    subprocess.run(
        ["xclip", "-selection", "clipboard", "-t", "text/uri-list", "-i"],
        input=f"{path.as_uri()}\r\n".encode(),
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def window_on(workspace: Path) -> Iterator[Keyboard]:
    """Run the program as an Officer does, and give its keyboard."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
    command = [sys.executable, "-m", "embassy_assistant", "window", "--workspace", str(workspace), "--language", "en"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as program:
        try:
            yield Keyboard("Embassy Assistant")
        finally:
            program.terminate()
            program.wait(20)


def furnish(workspace: Path, server: str, accounts: dict[str, RealAccount]) -> None:
    """Make a workspace with a mission, an officer and the accounts, its key in the real keyring."""
    desk = open_desk(workspace, practice=False)
    desk.workspace.create()
    desk.preferences.mission = Mission(
        "Посольство України в Німеччині", "Embassy of Ukraine in Germany", "DE", "Europe/Berlin"
    )
    desk.preferences.officer = OFFICER
    for language, account in accounts.items():
        desk.accounts.add("bluesky", account.handle, account.app_password, LanguagePolicy((language,)), server)
    desk.workspace.close()


def drafts(desk: Desk) -> list[Post]:
    """Return what is saved so far."""
    return [post for post_id in desk.drafting.ids() if (post := desk.drafting.get(post_id))]


def described(language: str, post: Post) -> bool:
    return post.media[0].alt.get(language) == ALT[language]


def test_a_bilingual_post_with_a_picture_is_typed_and_read_back_from_the_server(
    pds: RealPDS, tmp_path: Path, own_home: Path
) -> None:
    assert os.environ.get("DISPLAY"), "needs a display: run it under xvfb-run"
    workspace = tmp_path / "workspace"
    accounts = {language: pds.create_account(f"typed-{language}") for language in ("uk", "en")}
    furnish(workspace, pds.url, accounts)
    picture = tmp_path / "flag.png"
    picture.write_bytes(flag(240, 160))

    # A second program on the same workspace sees what the window has saved, and so when to go on.
    reader = open_desk(workspace)
    reader.workspace.open()

    def saved(true: Callable[[Post], object], what: str) -> None:
        until(lambda: any(true(post) for post in drafts(reader)), what)
        time.sleep(REVIEWED)

    with window_on(workspace) as keyboard:
        keyboard.press("ctrl+n")
        keyboard.write(UK)
        keyboard.press("ctrl+l")
        keyboard.write(EN)
        copy_file(picture)
        keyboard.press("ctrl+v")
        saved(lambda post: post.media, "the picture")
        keyboard.press("ctrl+m")
        saved(lambda post: post.pair.confirmation, "the confirmation")
        for language in ("en", "uk"):
            # F8 goes to the next finding, a missing alt text; its fix leads to the field.
            keyboard.press("F8", "ctrl+period")
            keyboard.write(ALT[language])
            saved(partial(described, language), f"the alt text in {language}")
        reader.workspace.close()
        keyboard.press("ctrl+Return")
        keyboard.turn_to("Queue")
        keyboard.press("space", "Tab", "space", "Tab", "Return")
        for language, account in accounts.items():
            until(partial(pds.posts, account.did), f"the half in {language}", 90)

    for language, text, address, tag in (
        ("uk", UK, "https://mfa.gov.ua/news", "Україна"),
        ("en", EN, "https://mfa.gov.ua/en/news", "Ukraine"),
    ):
        account = accounts[language]
        (record,) = pds.posts(account.did)
        value = record["value"]
        assert value["text"] == text
        assert value["langs"] == [language]
        (image,) = value["embed"]["images"]
        assert image["alt"] == ALT[language]
        assert pds.picture(account.did, image["image"]["ref"]["$link"]) == picture.read_bytes()
        seen = {
            text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
            for facet in value["facets"]
        }
        assert seen[address]["uri"] == address
        assert seen[f"#{tag}"]["tag"] == tag
    passwords = [account.app_password for account in accounts.values()]
    assert in_clear([UK, EN, *ALT.values(), *passwords], workspace, own_home) == []
