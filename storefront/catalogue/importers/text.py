"""Text files as they come: UTF-8 with or without a mark, UTF-16 with one, CP1252, or a mixture of UTF-8 and CP1252."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from storefront.errors import SourceUnreadable, UnknownSource

_STRAY_BYTES = "storeloom.stray-bytes"
_HEAD = 4096  # bytes looked at to tell text from anything else
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"
_NAMES_SHOWN = 12
_NAME_LENGTH = 40


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
            head = probe.read(_HEAD)
        utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if not utf16 and _is_binary(head):
            raise SourceUnreadable(f"{path.name} is not a text file.", remedy="Export it as CSV or JSON in UTF-8.")
        stream = path.open(encoding="utf-16" if utf16 else "utf-8-sig", errors=_STRAY_BYTES, newline="")
    except FileNotFoundError:
        raise UnknownSource(f"There is no file {path}.") from None
    except OSError as error:
        raise SourceUnreadable(f"{path} can't be read: {error.strerror}.", remedy="Check the file's rights.") from None
    with stream:
        yield stream


def shown_names(names: Iterable[str]) -> str:
    """Names from somebody's file, fit for a message: quoted, the first dozen, each short, nothing unprintable."""
    listed = sorted(names)
    more = " …" if len(listed) > _NAMES_SHOWN else ""
    return ", ".join(shown(name) for name in listed[:_NAMES_SHOWN]) + more


def shown(name: str) -> str:
    """One of them."""
    short = name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1]}…"
    return f'"{"".join(_printable(character) for character in short)}"'


def _printable(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


def _is_binary(head: bytes) -> bool:
    """A NUL, or more than a tenth of control characters: bytes of chance have a ninth, texts none."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return b"\0" in head or controls * 10 > len(head)
