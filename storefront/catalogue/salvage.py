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

Path = tuple[int | str, ...]


def validated(draft: Draft, fields: dict[str, Any], note: Callable[[QuarantinedRow], None]) -> Product:
    """The product, without the optional values that are no good; each of those is noted. Raises Unacceptable."""
    for let_go in (_remove, _remove_field):  # what is still wrong without the values themselves goes as a whole field
        try:
            return Product.model_validate(fields)
        except ValidationError as error:
            problems = error.errors(include_url=False, include_context=False)
        for problem in problems:
            if problem["loc"][0] in _ESSENTIAL:
                raise _unacceptable(draft, problem)
            note(_noted(draft, fields, problem))
        for path in sorted({_spoilt(problem["loc"]) for problem in problems}, key=_order, reverse=True):
            let_go(fields, path)
    return Product.model_validate(fields)


def _spoilt(loc: Path) -> Path:
    """What has to go for this error: the item of a list of records, otherwise the value itself."""
    if loc[0] in _WHOLE_ITEMS and len(loc) > 1:
        return loc[:2]
    return loc[:-1] if loc[-1] == "[key]" else loc  # pydantic's way to say that a dictionary's key is wrong


def _order(path: Path) -> tuple[tuple[int, str], ...]:
    """Sorted so, backwards, later items of a list come first, and removing one doesn't move the others."""
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in path)


def _remove(fields: dict[str, Any], path: Path) -> None:
    """Takes out what is at the path; nothing happens where the path leads through something unexpected."""
    holder: Any = fields
    for part in path[:-1]:
        try:
            holder = holder[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
    elif isinstance(holder, list):
        del holder[int(path[-1])]


def _remove_field(fields: dict[str, Any], path: Path) -> None:
    fields.pop(str(path[0]), None)


def _noted(draft: Draft, fields: dict[str, Any], problem: ErrorDetails) -> QuarantinedRow:
    place = ".".join(str(part) for part in problem["loc"])
    about: About = _WHOLE_ITEMS.get(str(problem["loc"][0]), "value")
    reason = f"{place} was left out: {problem['msg'][:1].lower()}{problem['msg'][1:]}."
    remedy = "Correct the value if it should be shown."
    return QuarantinedRow(draft.row, place, reason, remedy, shortened(problem["input"]), about, fields["id"])


def _unacceptable(draft: Draft, problem: ErrorDetails) -> Unacceptable:
    field = str(problem["loc"][0])
    return Unacceptable(draft.row, field, f"{field}: {problem['msg']}.", f"Correct {field}.", problem["input"])
