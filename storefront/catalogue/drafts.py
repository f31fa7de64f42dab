"""What importers hand over: one product as its source tells it, before anything is checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from storefront.catalogue.quarantine import QuarantinedRow


@dataclass(slots=True)
class Draft:
    """A product to be. `fields` are Product's, with prices as they came; `slug` is only a wish.

    `brand` and `categories` are names for sources that have no records of them: a category is its path from the top.
    With `number_repeats` an id met before gets a number ("ab12-2"); otherwise the later row is set aside.
    """

    row: int
    fields: dict[str, Any]
    brand: str | None = None
    categories: list[tuple[str, ...]] = field(default_factory=list)
    number_repeats: bool = False


Drafts: TypeAlias = Iterator[Draft | QuarantinedRow]
