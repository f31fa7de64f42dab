"""Changing single settings of a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from storefront.catalogue.models import StoreConfiguration
from storefront.catalogue.repository import Catalogue
from storefront.errors import RequestInvalid, UnknownStore
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope

_WANTED = {
    "base_url": "Give an address such as https://shop.example, without ?, #, quotes and brackets.",
    "currency": "Give the three letters of ISO 4217, such as EUR.",
    "store_name": "Give 1 to 120 characters.",
}


def check_changes(changes: Mapping[str, Any]) -> None:
    """Whether a store could have these settings. Raises RequestInvalid naming the field."""
    _validated({"store_id": "any", "store_name": "any", **changes})


async def change_settings(mongo: Mongo, scope: StoreScope, changes: Mapping[str, Any]) -> StoreConfiguration:
    """The store's settings with these changed. Raises UnknownStore, RequestInvalid naming the field."""
    catalogue = Catalogue(mongo, scope)
    configuration = await catalogue.get_configuration()
    if configuration is None:
        raise UnknownStore(f"There is no store {scope.store_id!r}.")
    changed = _validated({**configuration.model_dump(), **changes})
    if changed != configuration:
        await catalogue.put_configuration(changed)
    return changed


def _validated(fields: Mapping[str, Any]) -> StoreConfiguration:
    try:
        return StoreConfiguration.model_validate(fields)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        remedy = _WANTED.get(field, f"{fault['msg']}.")
        raise RequestInvalid(f"The store's {field} can't be {fault['input']!r}.", remedy=remedy) from None
