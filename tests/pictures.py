"""Pictures of every view and dialog: `python -m tests.pictures [FOLDER [SCENE...]]`.

All of them, in both languages, light and dark, at 1280×720, at 1920×1080 and at one and a half times 1280×720, go into
FOLDER (`build/pictures`); a chosen few go into `docs/pictures`, where the documents show them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import TextRules
from embassy_assistant.domain.post import Due
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.snapshots import snap
from tests.helpers import guidelines_scenes, scenes, workshop_scenes
from tests.helpers.crisis import SOME, a_freeze, crisis, lifted, lines
from tests.helpers.memory import OFFICER, LyingNetwork, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.queue_desk import busy_queue
from tests.helpers.small_pictures import make_small
from tests.helpers.tray_desk import AbleNetwork, tray_desk, whole_tray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.ui.main_window import MainWindow
    from tests.helpers.memory import Bench

_TRIED: Final = "The train from Kiev arrives at noon."
ROOT: Final = Path(__file__).parents[1]
LANGUAGES: Final = ("en", "uk")
THEMES: Final = ("light", "dark")
SIZES: Final = ((1280, 720), (1920, 1080))
SHOWN_IN_DOCS: Final = (
    "write-en-light-1280",
    "write-uk-dark-1280",
    "write-uk-light-1920",
    "pair-en-light-1280",
    "practice-en-light-1280",
    "queue-en-light-1280",
    "queue-uk-dark-1280",
    "guidelines-en-light-1280",
    "accounts-uk-light-1280",
    "settings-en-light-1280",
    "first-run-en-light-1280",
    "locked-uk-light-1280",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A view over a desk; `name` is the picture's, `then` what is done with the window first, `of` what is shown."""

    name: str
    view: str
    furnish: Callable[[], Bench]
    then: Callable[[MainWindow], object] = lambda _window: None
    of: Callable[[MainWindow], QWidget] = lambda window: window


def _bench(*, practice: bool = False, opened: bool = True, problem: str = "") -> Bench:
    network = LyingNetwork(
        name="practice" if practice else "bluesky",
        title="Practice" if practice else "Bluesky",
        default_server="http://127.0.0.1" if practice else "https://bsky.social",
        practice=practice,
        text_rules=TextRules("graphemes", 500 if practice else 300, image_bytes=2_000_000),
    )
    return memory_desk(
        network=network, guidelines=ShippedGuidelines(), practice=practice, opened=opened, problem=problem
    )


def _visit(bench: Bench) -> Bench:
    """A visit with a wrong name in English and a picture half described."""
    bench.account("ua.berlin", "uk")
    bench.account("ukrinde", "en")
    drafting = bench.desk.drafting
    post = drafting.new(tuple(account.id for account in bench.store.accounts.all()))
    post = replace(post, topic="Візит до Берліна", due=Due(datetime(2026, 11, 24, 14, 0), "Europe/Berlin"))
    post = post.with_text(
        "uk",
        "24 листопада міністерка закордонних справ України відвідає Берлін із робочим візитом.\n\n"
        "У програмі — переговори й зустріч з українською громадою на виставці «Голоси Харкова».\n\n"
        "Наживо: https://germany.mfa.example/uk/live #Україна",
    )
    post = post.with_text(
        "en",
        "The Minister of Foreign Affairs of Ukraine visits Berlin on 24 November.\n\n"
        "Talks, and a meeting with the Ukrainian community at the exhibition Voices of Kharkov.\n\n"
        "Live: https://germany.mfa.example/en/live #Ukraine",
    )
    picture = drafting.attach(flag(240, 160), "flag.png").with_alt("uk", "Прапор України на будівлі посольства")
    drafting.save(drafting.confirm(replace(post, media=(picture,)), OFFICER))
    return bench


def _half(bench: Bench) -> Bench:
    """A post whose English half is not written."""
    bench.account("ua.berlin", "uk")
    bench.account("ukrinde", "en")
    post = bench.desk.drafting.new(tuple(account.id for account in bench.store.accounts.all()))
    text = "У неділю, 29 листопада, консульський відділ прийматиме громадян із 10:00 до 14:00."
    bench.desk.drafting.save(replace(post.with_text("uk", text), topic="Прийом у неділю"))
    return bench


def _tray() -> Bench:
    """One of everything that needs a person."""
    network = AbleNetwork("bluesky", "Bluesky", "https://bsky.social", practice=False)
    return whole_tray(tray_desk(network, practice=False))


def _new() -> Bench:
    bench = _bench(opened=False, practice=False)
    bench.opener.exists = False
    return bench


SCENES: Final = (
    Scene("write", "write", lambda: _visit(_bench())),
    Scene("pair", "write", lambda: _half(_bench())),
    Scene("practice", "write", lambda: _visit(_bench(practice=True))),
    Scene("locked", "write", lambda: _bench(opened=False, problem="locked")),
    Scene("queue", "queue", lambda: busy_queue(_bench())),
    Scene("tray", "queue", _tray),
    Scene("guidelines", "guidelines", guidelines_scenes.synced, guidelines_scenes.rule("name.kyiv", _TRIED)),
    Scene("guidelines-shipped", "guidelines", lambda: _visit(_bench())),
    Scene("guidelines-expired", "guidelines", guidelines_scenes.expired),
    Scene("guidelines-too-old", "guidelines", guidelines_scenes.too_old),
    Scene("guidelines-syncing", "guidelines", guidelines_scenes.synced, guidelines_scenes.syncing),
    Scene("guidelines-failed", "guidelines", guidelines_scenes.synced, guidelines_scenes.failed),
    Scene("trust", "guidelines", guidelines_scenes.untrusting, guidelines_scenes.trust),
    *(
        Scene(name, "guidelines", workshop_scenes.unit, act, workshop_scenes.shown)
        for name, act in workshop_scenes.SCENES.items()
    ),
    Scene("accounts", "accounts", lambda: busy_queue(_bench())),
    Scene("settings", "settings", lambda: _visit(_bench())),
    Scene("first-run", "", _new),
    Scene("half-waits", "queue", scenes.half_waits),
    Scene("long-tray", "queue", scenes.long_tray),
    Scene("correct", "queue", scenes.out, scenes.with_row("correct")),
    Scene("delete", "queue", scenes.out, scenes.with_row("delete")),
    Scene("account-log", "queue", scenes.out, scenes.account_log),
    Scene("new-time", "queue", scenes.missed, scenes.new_time),
    Scene("drop", "queue", scenes.missed, scenes.with_row("drop")),
    Scene("drop-half", "queue", scenes.half_waits, scenes.press("half-drop-half")),
    Scene("sign-in-again", "queue", scenes.half_waits, scenes.press("needs-sign-in")),
    Scene("browser", "accounts", scenes.signing_in, scenes.browser),
    Scene("extras", "write", lambda: _visit(_bench()), scenes.extras),
    Scene("covered", "write", lambda: _visit(_bench()), scenes.cover),
    Scene("backups", "settings", scenes.kept, scenes.backups),
    Scene("restore", "settings", scenes.kept, scenes.restore),
    Scene("freeze", "guidelines", crisis, scenes.approved_lines),
    Scene("freezes", "write", lambda: crisis(*lines(), a_freeze(), a_freeze("freeze.some", **SOME))),
    Scene("freeze-covered", "write", crisis, scenes.cover),
    Scene("lifted", "queue", lifted),
    Scene("lines", "guidelines", lambda: crisis(*lines()), scenes.approved_lines),
    Scene("palette", "write", lambda: _visit(crisis(*lines())), scenes.palette),
    Scene("credit", "write", lambda: _visit(_bench()), scenes.credit),
    Scene("damaged", "write", lambda: _bench(opened=False, problem="locked"), scenes.damaged),
)


def take(folder: Path, sizes: Sequence[tuple[int, int]], suffix: str = "", names: Sequence[str] = ()) -> None:
    """Write the pictures of every scene, or of those that are named."""
    folder.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        if names and scene.name not in names:
            continue
        for language in LANGUAGES:
            for theme in THEMES:
                for size in sizes:
                    name = f"{scene.name}-{language}-{theme}-{size[0]}{suffix}"
                    desk = scene.furnish().desk
                    snap(
                        desk,
                        folder / f"{name}.png",
                        view=scene.view,
                        language=language,
                        theme=theme,
                        size=size,
                        then=scene.then,
                        of=scene.of,
                    )
                    desk.workspace.close()
        sys.stdout.write(f"{scene.name}{suffix}\n")
        sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    """Take all pictures, the scaled ones in a process of their own: Qt reads the scale once."""
    folder, names = Path(arguments[0]) if arguments else ROOT / "build" / "pictures", arguments[1:]
    if "QT_SCALE_FACTOR" in os.environ:
        take(folder, SIZES[:1], "-scaled", names)
        return
    take(folder, SIZES, names=names)
    subprocess.run(
        [sys.executable, "-m", "tests.pictures", str(folder), *names],
        check=True,
        cwd=ROOT,
        env={**os.environ, "QT_SCALE_FACTOR": "1.5"},
    )
    shown = ROOT / "docs" / "pictures"
    shown.mkdir(exist_ok=True)
    for name in SHOWN_IN_DOCS:
        if (folder / f"{name}.png").exists():
            make_small(folder / f"{name}.png", shown / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
