"""Why a page is as it is: in which release its bytes came, told from the releases that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storefront.errors import RequestInvalid, UnknownRelease
from storefront.publishing.history import Switch
from storefront.publishing.lookup import Lookup
from storefront.publishing.releases import kept_ids
from storefront.publishing.switching import history
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope


@dataclass(frozen=True, slots=True)
class Explanation:
    """One address of the live release. `since` is when its present bytes went live, by the build named."""

    path: str
    kind: str
    content_type: str
    size_bytes: int
    digest: str
    release_id: str
    since: datetime
    build_id: str | None
    before: str  # "no such address", "other bytes", or "not known" where no earlier release is kept


async def explain(mongo: Mongo, objects: Objects, scope: StoreScope, path: str) -> Explanation:
    """Raises UnknownStore, UnknownRelease when nothing is live yet, RequestInvalid for an address that is not there."""
    kept = await kept_ids(mongo, scope)
    switches = [switch for switch in await history(mongo, scope) if switch.release_id in kept]
    if not switches:
        raise UnknownRelease(
            f"Store {scope.store_id!r} has no live release yet.", remedy=f"Build it: storeloom build {scope.store_id}."
        )
    lookup = Lookup(objects, scope)
    entry = await _live_entry(lookup, switches[-1], path)
    first, before = await _first_with(lookup, switches, entry)
    return Explanation(
        path=entry.path,
        kind=entry.kind,
        content_type=entry.content_type,
        size_bytes=entry.size_bytes,
        digest=entry.digest,
        release_id=first.release_id,
        since=first.switched_at,
        build_id=first.build_id,
        before=before,
    )


async def _live_entry(lookup: Lookup, live: Switch, path: str) -> Entry:
    wanted = path if path.startswith("/") else f"/{path}"
    entry = await lookup.find(live.release_id, wanted) or await lookup.find(live.release_id, f"{wanted}/")
    if entry is None:
        raise RequestInvalid(
            f"The live release has nothing at {wanted}.", remedy="Give the path as in the address bar: /products/NAME/."
        )
    return entry


async def _first_with(lookup: Lookup, switches: list[Switch], entry: Entry) -> tuple[Switch, str]:
    """The earliest switch of the unbroken run up to now that showed these bytes, and what was there before it."""
    first, before = switches[-1], "not known"
    for switch in reversed(switches[:-1]):
        earlier = await lookup.find(switch.release_id, entry.path)
        if earlier is None or earlier.digest != entry.digest:
            before = "no such address" if earlier is None else "other bytes"
            break
        first = switch
    return first, before
