"""What the disk says while guidelines are taken in, as an Officer is told it."""

from __future__ import annotations

import errno

import pytest

from embassy_assistant.domain.errors import AssistantError, DiskFull, NeedsOfficer
from embassy_assistant.guidelines.refusals import worded


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EFBIG, DiskFull),
        (errno.EIO, NeedsOfficer),
        (errno.EROFS, NeedsOfficer),
    ],
)
def test_a_full_disk_is_told_from_one_that_cannot_be_used(number: int, told: type[AssistantError]) -> None:
    with pytest.raises(told), worded():
        raise OSError(number, "what the system says")
