"""Validation that lets go of what is optional: a bad GTIN costs the GTIN, not the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from storefront.catalogue.drafts import Draft
from storefront.catalogue.models import Product
from storefront.catalogue.pricing import Unacceptable
from storefront.catalogue.quarantine import About, QuarantinedRow, shortened

_ESSENTIAL = {"id", "name", "price", "currency", "slug"}
_WHOLE_ITEMS: dict[str, About] = {
    "variants": "variant",
    "media": "photo",
    "reviews": "value",
}  # one bad field spoils the item
_ROUNDS = 4  # a value may hide another behind it; real rows need one or two

Path = tuple[int | str, ...]


def validated(draft: Draft, fields: dict[str, Any], note: Callable[[QuarantinedRow], None]) -> Product:
    """The product, without the optional values that are no good; each of those is noted. Raises Unacceptable."""
    for _ in range(_ROUNDS):
        try:
            return Product.model_validate(fields)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_context=False)
            for problem in errors:
                if problem["loc"][0] in _ESSENTIAL:
                    raise _unacceptable(draft, problem) from None
            for path in sorted({_spoilt(problem["loc"]) for problem in errors}, key=_backwards, reverse=True):
                _remove(fields, path)
            for problem in errors:
                note(_noted(draft, fields, problem))
    raise Unacceptable(draft.row, "", "The row is too damaged to be understood.", "Export the product again.")


def _spoilt(loc: Path) -> Path:
    """What has to go for this error: the item of a list of records, otherwise the value itself."""
    return loc[:2] if loc[0] in _WHOLE_ITEMS and len(loc) > 1 else loc


def _backwards(path: Path) -> tuple[tuple[int, str], ...]:
    """Later items of a list first, so that removing one doesn't move the others."""
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in path)


def _remove(fields: dict[str, Any], path: Path) -> None:
    holder: Any = fields
    for part in path[:-1]:
        if isinstance(holder, dict) and part not in holder:
            return
        holder = holder[part]
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
    elif isinstance(holder, list):
        del holder[int(path[-1])]


def _noted(draft: Draft, fields: dict[str, Any], problem: ErrorDetails) -> QuarantinedRow:
    place = ".".join(str(part) for part in problem["loc"])
    about: About = _WHOLE_ITEMS.get(str(problem["loc"][0]), "value")
    reason = f"{place} was left out: {problem['msg'][:1].lower()}{problem['msg'][1:]}."
    remedy = "Correct the value if it should be shown."
    return QuarantinedRow(draft.row, place, reason, remedy, shortened(problem["input"]), about, fields["id"])


def _unacceptable(draft: Draft, problem: ErrorDetails) -> Unacceptable:
    field = str(problem["loc"][0])
    return Unacceptable(draft.row, field, f"{field}: {problem['msg']}.", f"Correct {field}.", problem["input"])
