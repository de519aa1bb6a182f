"""The client that takes guidelines in, as a program that the TUF project's conformance suite can drive.

It is the same `tuf` library over the same fetcher as when guidelines are taken in; the program itself uses nothing of
this. The protocol is `CLIENT-CLI.md` of theupdateframework/tuf-conformance: options stand before `init`, `refresh` or
`download`, and the exit code is 0 for done and 1 for anything that failed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.ngclient import Updater, UpdaterConfig

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.guidelines.https_fetcher import HttpsFetcher
from embassy_assistant.net import Client

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says.

    Args:
        arguments: The command line without the program's name; the process's own when None.

    Returns:
        The exit code.
    """
    given = _parser().parse_args(arguments)
    try:
        if given.command == "init":
            given.metadata_dir.mkdir(parents=True, exist_ok=True)
            (given.metadata_dir / "root.json").write_bytes(given.root.read_bytes())
        else:
            _update(given)
    except (AssistantError, RepositoryError, DownloadError, OSError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    return 0


def _update(given: argparse.Namespace) -> None:
    targets = given.target_dir
    if targets is not None:
        targets.mkdir(parents=True, exist_ok=True)
    updater = Updater(
        str(given.metadata_dir),
        given.metadata_url,
        str(targets) if targets else None,
        given.target_base_url,
        HttpsFetcher(Client()),
        UpdaterConfig(),
        bootstrap=None,
    )
    updater.refresh()
    for name in given.target_name if given.command == "download" else ():
        target = updater.get_targetinfo(name)
        if target is None:
            raise RepositoryError(f"no such target: {name}")
        if updater.find_cached_target(target) is None:
            updater.download_target(target)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument("--metadata-dir", type=Path, required=True)
    parser.add_argument("--metadata-url")
    parser.add_argument("--target-name", action="append", default=[])
    parser.add_argument("--target-base-url")
    parser.add_argument("--target-dir", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("init").add_argument("root", type=Path)
    commands.add_parser("refresh")
    commands.add_parser("download")
    return parser


if __name__ == "__main__":
    sys.exit(main())
