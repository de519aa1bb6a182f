"""The two statistical detectors, each loaded once, on first use, with only what is needed.

eldc reads n-grams from a table in its library (no load time; 8 to 21 MB of pages as they are touched). langdetect as it
comes loads 55 profiles (57 MB); handed the nine that we name through its own factory it takes 4 MB. It is seeded,
because it draws n-grams at random, and it raises on texts without letters.
"""

from __future__ import annotations

import threading
from functools import cache
from typing import Final, Protocol

from embassy_assistant.language.alphabets import UNDETERMINED

PROFILES: Final = ("bg", "de", "en", "es", "fr", "mk", "pl", "ru", "uk")
_SEED: Final = 20100127

_lock = threading.Lock()


class _Guess(Protocol):
    language: str


class _Eldc(Protocol):
    def detect_details(self, text: str) -> _Guess: ...


class _Detection(Protocol):
    def append(self, text: str) -> None: ...

    def detect(self) -> str: ...


class _Factory(Protocol):
    def create(self) -> _Detection: ...


def ask_eldc(text: str) -> str:
    """Return eldc's answer, `und` where it has none.

    Args:
        text: A cleaned text.
    """
    with _lock:
        # A null character would end the text for the C library.
        return _eldc().detect_details(text.replace("\0", " ")).language


def ask_langdetect(text: str) -> str:
    """Return langdetect's answer among `PROFILES`, `und` where it finds nothing to go by.

    Args:
        text: A cleaned text.
    """
    from langdetect.lang_detect_exception import LangDetectException

    with _lock:
        factory = _langdetect()
    # Each detection has a generator of its own, seeded anew: the answer depends on the text alone.
    detection = factory.create()
    detection.append(text)
    try:
        answer = detection.detect()
    except LangDetectException:
        return UNDETERMINED
    return UNDETERMINED if answer == "unknown" else answer


@cache
def _eldc() -> _Eldc:
    import eldc  # its table is 23 MB on disk; a window that only shows the queue needs none of it

    eldc.init()
    detector: _Eldc = eldc.instance()
    return detector


@cache
def _langdetect() -> _Factory:
    from pathlib import Path

    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # 4 MB and 20 ms with six

    factory = DetectorFactory()
    factory.set_seed(_SEED)
    folder = Path(PROFILES_DIRECTORY)
    factory.load_json_profile([(folder / name).read_text("utf-8") for name in PROFILES])
    loaded: _Factory = factory
    return loaded
