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


async def change_settings(mongo: Mongo, scope: StoreScope, changes: Mapping[str, Any]) -> StoreConfiguration:
    """The store's settings with these changed. Raises UnknownStore, RequestInvalid naming the field."""
    catalogue = Catalogue(mongo, scope)
    configuration = await catalogue.get_configuration()
    if configuration is None:
        raise UnknownStore(f"There is no store {scope.store_id!r}.")
    try:
        changed = StoreConfiguration.model_validate({**configuration.model_dump(), **changes})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise RequestInvalid(f"The store's {field} can't be {fault['input']!r}: {fault['msg']}.") from error
    if changed != configuration:
        await catalogue.put_configuration(changed)
    return changed
