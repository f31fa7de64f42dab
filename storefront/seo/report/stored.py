"""Where a build's report card is kept: with the build's working files, which are not part of the release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from storefront.errors import BrokenPromise, UnknownBuild
from storefront.seo.report.card import encode_card
from storefront.seo.report.page import report_page
from storefront.storage.interfaces import Objects
from storefront.tenancy.scope import StoreScope


def report_key(scope: StoreScope, build_id: str, ending: str = "json") -> str:
    return scope.build_key(build_id, "seo", f"report.{ending}")


async def store_report(objects: Objects, scope: StoreScope, build_id: str, card: Mapping[str, Any]) -> str:
    """Writes it as JSON and as HTML; the JSON's key."""
    await objects.put(report_key(scope, build_id, "html"), report_page(card).encode())
    key = report_key(scope, build_id)
    await objects.put(key, encode_card(card))
    return key


async def read_report(objects: Objects, scope: StoreScope, build_id: str) -> dict[str, Any]:
    """A build's card. Raises UnknownBuild where the build has none: it did not come so far, or its files are gone."""
    try:
        card: dict[str, Any] = orjson.loads(await objects.get(report_key(scope, build_id)))
    except BrokenPromise:
        card = {}
    if "areas" not in card:  # earlier versions wrote another card
        raise UnknownBuild(
            f"Build {build_id} has no report card: its pages were not checked, or its working files are gone.",
            remedy=f"Build the store again: storeloom build {scope.store_id}.",
        )
    return card
