"""Room on the disk for what is kept here, whatever another program has put in its place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def remove(path: Path) -> None:
    """Remove what is there: a file, a link (not what it leads to) or a whole folder.

    Raises:
        OSError: It cannot be removed.
    """
    clear_for_file(path)
    path.unlink(missing_ok=True)


def clear_for_file(path: Path) -> None:
    """Remove a folder that is where a file belongs; a file is left for whoever replaces it.

    Raises:
        OSError: It cannot be removed.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)


def make_folder(path: Path) -> None:
    """Make a folder for its owner only, also where a file or a link is in its place; what a link leads to stays.

    Raises:
        OSError: It cannot be made.
    """
    # Behind a link there may be a folder of the officer's, and what is not ours in a folder of ours is removed.
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
