"""The last look at a stored product before it goes into a build."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from storefront.catalogue.bounds import excess_of
from storefront.catalogue.models import Product
from storefront.catalogue.quality import assess
from storefront.catalogue.quarantine import QuarantinedRow, shortened
from storefront.catalogue.slugs import SlugRegister

_STORED = 0  # the row of what comes from the store, not from a file


class Inspector:
    """Products in the order of their ids: valid, complete enough, each with a slug of its own."""

    def __init__(self, min_quality_score: float) -> None:
        self._min_score = min_quality_score
        self._slugs = SlugRegister()

    def inspect(self, row: dict[str, Any]) -> Product | QuarantinedRow:
        """The product with its quality score, or why it stays out."""
        excess = excess_of(row)
        if excess:
            return QuarantinedRow(_STORED, *excess, product_id=str(row.get("id")))
        try:
            product = Product.model_validate(row)
        except ValidationError as error:
            return _no_longer_valid(row, error)
        quality = assess(product)
        if quality.score < self._min_score:
            named = " ".join(finding.reason for finding in quality.findings[:3])
            reason = f"Its quality is {quality.score:.2f}, the store asks for {self._min_score:.2f}: {named}"
            return QuarantinedRow(
                _STORED, quality.findings[0].field, reason, quality.findings[0].remedy, product_id=product.id
            )
        slug = self._slugs.claim(product.slug, product.id)
        return product.model_copy(update={"slug": slug, "quality_score": quality.score})


def _no_longer_valid(row: dict[str, Any], error: ValidationError) -> QuarantinedRow:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    remedy = "Correct the product in its source and import it again."
    raw = shortened(first["input"] if first["type"] != "missing" else "")
    return QuarantinedRow(_STORED, place, f"{first['msg']}.", remedy, raw, product_id=str(row.get("id")))
