"""Embassy Assistant: public messages of Ukraine's embassies, in two languages, sent once and by the guidelines."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"
