"""From drafts to products: valid means an id, a name, a price above 0 with a currency, and a slug that can be made.

Decided here: a second product with an id met before is set aside (or numbered, where the source has no ids); a
repeated SKU is kept, since it is no identity, and only makes the variant's id unique by a number; a second product
with the same name gets its slug with its id behind it (slugs.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from storefront.catalogue.bounds import excess_of
from storefront.catalogue.drafts import Draft
from storefront.catalogue.models import NOTED, Product
from storefront.catalogue.normalising import plain_text, storable
from storefront.catalogue.pricing import Unacceptable, read_prices
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.salvage import validated
from storefront.catalogue.slugs import SlugRegister, slugify
from storefront.catalogue.taxonomy import Taxonomy

_KNOWN = frozenset(Product.model_fields) - NOTED
_NAME_LENGTH = 300
_ID_LENGTH = 200
_WORDS = ("kind", "shape", "rim", "gender")  # fields of a fixed list of words


class Acceptance:
    """One import's gate. Remembers ids, slugs, brands and categories; about 500 bytes a product."""

    def __init__(self, *, currency: str, slugs: SlugRegister) -> None:
        self.currency = currency
        self.taxonomy = Taxonomy()
        self.notes: list[QuarantinedRow] = []
        self.currency_assumed = False
        self._slugs = slugs
        self._ids: dict[str, int] = {}

    def accept(self, draft: Draft) -> Product | QuarantinedRow:
        """The product, or why it isn't one. What was only left out of a product is added to `notes`."""
        try:
            return self._product(draft)
        except Unacceptable as error:
            identity = str(draft.fields.get("id") or "").strip()[:_ID_LENGTH]
            return replace(error.problem, product_id=identity or None)

    @property
    def ids(self) -> set[str]:
        """The products accepted so far."""
        return set(self._ids)

    def _product(self, draft: Draft) -> Product:
        excess = excess_of(draft.fields)
        if excess:
            raise Unacceptable(draft.row, *excess)
        fields = {name: storable(value) for name, value in draft.fields.items() if name in _KNOWN and value is not None}
        fields.update({name: _word(fields[name]) for name in _WORDS if name in fields})
        fields["name"] = self._name(draft, fields)
        wish = plain_text(fields.get("slug")) or fields["name"]
        notes = list(read_prices(draft, fields, self.currency))
        self._mark_currency(fields)
        fields["id"] = self._identity(draft, fields)
        fields["slug"] = self._slug(draft, wish, fields["id"])
        self._place(draft, fields)
        _number_variants(fields["variants"])
        product = validated(draft, fields, notes.append)
        self._ids[product.id] = self._ids.get(product.id, 0)
        self.notes += notes
        return product

    def _name(self, draft: Draft, fields: dict[str, Any]) -> str:
        name = plain_text(fields.get("name"))[:_NAME_LENGTH].strip()
        if not name:
            raise Unacceptable(draft.row, "name", "There is no name.", "Give the product a name.", fields.get("id"))
        return name

    def _mark_currency(self, fields: dict[str, Any]) -> None:
        if not fields["currency"]:
            fields["currency"] = self.currency
            self.currency_assumed = True

    def _identity(self, draft: Draft, fields: dict[str, Any]) -> str:
        identity = str(fields.get("id", "")).strip()
        if not identity:
            raise Unacceptable(draft.row, "id", "There is no id.", "Give the product an id or SKU.", fields["name"])
        met = self._ids.get(identity)
        if met is None:
            return identity
        if not draft.number_repeats:
            reason = "Another product has this id already."
            raise Unacceptable(draft.row, "id", reason, "Give every product an id of its own.", identity)
        number = met + 2
        while f"{identity}-{number}" in self._ids:
            number += 1
        self._ids[identity] = number - 1
        return f"{identity}-{number}"

    def _slug(self, draft: Draft, wish: str, identity: str) -> str:
        slug = slugify(wish) or slugify(identity)
        if not slug:
            reason = "No address can be made of the name or the id."
            raise Unacceptable(draft.row, "slug", reason, "Give a slug of a-z, 0-9 and hyphens.", wish)
        return self._slugs.claim(slug, identity)

    def _place(self, draft: Draft, fields: dict[str, Any]) -> None:
        """Brand and categories by name, where the source gives no ids."""
        if draft.brand and not fields.get("brand_id"):
            fields["brand_id"] = self.taxonomy.brand_id(draft.brand)
        if draft.categories and not fields.get("category_ids"):
            ids = (self.taxonomy.category_id(path) for path in draft.categories)
            fields["category_ids"] = list(dict.fromkeys(identity for identity in ids if identity))


def _word(value: Any) -> Any:
    """ "Cat Eye" as the lists have it: "cat-eye"."""
    return "-".join(value.casefold().split()) if isinstance(value, str) else value


def _number_variants(variants: list[dict[str, Any]]) -> None:
    """Every variant an id of its own within its product: its id, else its SKU, else its place."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}  # the next to try, by what was wanted
    for place, variant in enumerate(variants, start=1):
        identity = wanted = str(variant.get("id") or variant.get("sku") or place).strip()
        while identity in taken:
            numbers[wanted] = numbers.get(wanted, 1) + 1
            identity = f"{wanted}-{numbers[wanted]}"
        variant["id"] = identity
        taken.add(identity)
