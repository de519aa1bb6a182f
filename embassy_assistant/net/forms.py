"""Bodies of forms, as bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def multipart(fields: Mapping[str, str], name: str, file: tuple[str, bytes, str]) -> tuple[bytes, str]:
    """Return the body of a form with a file, and its content type (RFC 7578).

    Args:
        fields: the texts.
        name: the file's field.
        file: name, bytes and media type of the file.
    """
    # urllib3 comes with requests, whose import the window must not wait for.
    from urllib3.filepost import encode_multipart_formdata

    return encode_multipart_formdata({**fields, name: file})
