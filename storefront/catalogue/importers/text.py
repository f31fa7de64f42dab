"""Text files as they come: UTF-8 with or without a mark, UTF-16 with one, CP1252, or a mixture of UTF-8 and CP1252."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from storefront.errors import SourceUnreadable, UnknownSource

_STRAY_BYTES = "storeloom.stray-bytes"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 read as CP1252 (or Latin-1 where that has a hole), one stray byte at a time.

    A file in CP1252 is read right this way as a whole, and one bad byte doesn't spoil a file in UTF-8.
    """
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.start + 1]
    try:
        return stray.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return stray.decode("latin-1"), error.start + 1


codecs.register_error(_STRAY_BYTES, _as_cp1252)


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """The file as text, line ends untouched. Raises UnknownSource, SourceUnreadable."""
    try:
        with path.open("rb") as probe:
            mark = probe.read(4)
        utf16 = mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        stream = path.open(encoding="utf-16" if utf16 else "utf-8-sig", errors=_STRAY_BYTES, newline="")
    except FileNotFoundError:
        raise UnknownSource(f"There is no file {path}.") from None
    except OSError as error:
        raise SourceUnreadable(f"{path} can't be read: {error.strerror}.", remedy="Check the file's rights.") from None
    with stream:
        yield stream
