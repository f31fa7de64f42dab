"""Files that a command writes where a person said: that it can't be is theirs to know, in words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storefront.errors import RequestInvalid


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Raises RequestInvalid when the file or folder can't be written."""
    try:
        yield
    except OSError as error:
        raise RequestInvalid(
            f"{place} can't be written: {error.strerror}.",
            remedy="Name a place that is there and that you may write to.",
        ) from error
