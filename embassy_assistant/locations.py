"""Where the files that ship beside the code lie: one function for a checkout, a wheel and a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

DataKind = Literal["resources", "translations"]

_PACKAGE: Final = Path(__file__).resolve().parent


def data_dir(kind: DataKind) -> Path:
    """Return the folder of shipped files of one kind.

    The wheel and the bundle carry them inside the package, under `_data`; a checkout has them beside the package.

    Args:
        kind: `resources` (guideline packs, icons, fonts) or `translations` (catalogues of the core and the window).

    Returns:
        An existing folder; it may be read-only.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for folder in (_PACKAGE / "_data" / kind, _PACKAGE.parent / kind):
        if folder.is_dir():
            return folder
    msg = f"no folder of {kind} beside {_PACKAGE}"
    raise FileNotFoundError(msg)
