"""What could not be taken in, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

About = Literal["product", "variant", "value", "photo"]
_RAW_SHOWN = 80  # characters of the value as it came


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """One thing set aside. `about` says how much: a whole product, or only a variant, a value or a photo of one.

    `row` counts as a spreadsheet does: the header is row 1; in JSON and JSON lines the first item is row 1.
    """

    row: int
    field: str
    reason: str
    remedy: str
    raw: str = ""
    about: About = "product"
    product_id: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def shortened(value: Any) -> str:
    """A value as it came, short enough for a table."""
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= _RAW_SHOWN else f"{text[: _RAW_SHOWN - 1]}…"
