"""Why guidelines were not taken in, as errors that an Officer can understand."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.serialization import DeserializationError

from embassy_assistant.domain.errors import AssistantError, DiskFull, NeedsOfficer, TryLater, Untrusted, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_UNTRUSTED: Final[tuple[tuple[type[Exception], str], ...]] = (
    (ExpiredMetadataError, "guidelines.expired"),
    (BadVersionNumberError, "guidelines.older"),
    (UnsignedMetadataError, "guidelines.unsigned"),
    (LengthOrHashMismatchError, "guidelines.tampered"),
    (DownloadLengthMismatchError, "guidelines.tampered"),
    (DeserializationError, "guidelines.not-metadata"),
    (RepositoryError, "guidelines.not-verified"),
)
_BUSY: Final = frozenset({408, 425, 429, 503})
_CLIENT_FAULT, _SERVER_FAULT = range(400, 500), range(500, 600)


@contextmanager
def worded() -> Iterator[None]:
    """Turn what `tuf`, the fetchers and the disk say into errors of the domain.

    Raises:
        Untrusted: Something did not verify.
        Unusable: There are no guidelines at the place.
        TryLater: Something did not arrive.
        DiskFull, NeedsOfficer: What was verified could not be kept.
    """
    try:
        yield
    except DownloadHTTPError as error:
        raise _answered(error.status_code) from error
    except (RepositoryError, DownloadError) as error:
        raise _refused(error) from error
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFull(path="guidelines") from error
        raise NeedsOfficer("store.unusable-disk", path="guidelines") from error


def _refused(error: Exception) -> AssistantError:
    if isinstance(error.__cause__, AssistantError):
        return error.__cause__
    message = next((message for kind, message in _UNTRUSTED if isinstance(error, kind)), None)
    return Untrusted(message) if message else TryLater("guidelines.not-read")


def _answered(status: int) -> AssistantError:
    if status in _BUSY:
        return TryLater("guidelines.server-busy", status=status)
    if status in _CLIENT_FAULT:
        return Unusable("guidelines.none-there", status=status)
    if status in _SERVER_FAULT:
        return TryLater("guidelines.server-trouble", status=status)
    # A redirect is how a hotel's page asks for a room number.
    return TryLater("guidelines.elsewhere", status=status)
