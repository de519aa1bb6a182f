"""What the disk says while guidelines are taken in, as an Officer is told it."""

from __future__ import annotations

import errno

import pytest
from tuf.api.exceptions import DownloadError

from embassy_assistant.domain.errors import AssistantError, DiskFull, NeedsOfficer, Unusable
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


def test_what_a_fetcher_refused_is_told_though_it_comes_wrapped() -> None:
    refused = Unusable("guidelines.not-https", address="http://packs.example/")
    with pytest.raises(Unusable) as caught, worded():
        raise DownloadError("cannot be fetched") from refused
    assert caught.value is refused
