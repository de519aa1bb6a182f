"""How much is taken from outside before anything is known of it."""

from typing import Final

PACK_BYTES: Final = 32 * 1024 * 1024
"""The largest pack that is fetched, however large a one was signed, and the most that is taken of any file."""

COURIER_FILES: Final = 2_000
"""The most files in a courier file; a repository of 130 missions has 300."""

COURIER_BYTES: Final = 256 * 1024 * 1024
"""The most bytes that a courier file may say it holds."""
