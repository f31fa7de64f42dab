"""Shows live stores over HTTP, straight from the object store (an ASGI application).

`optician.localhost:8780` shows the store `optician`; any other host shows the default store, or the only one there is.
A request is answered from one release as a whole: the live pointer is looked at once, contents are found by digest.
`X-Storeloom-Release` names it. What is not there is looked for once more in what is live by then: the page that asks
may have come, right after a switch, from another process that knew of the switch before this one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from html import escape
from time import monotonic
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from storefront.errors import BrokenPromise, OwnersError, ServiceUnavailable, StoreloomError, UnknownStore
from storefront.publishing.bodies import SMALLEST_COMPRESSED, Bodies
from storefront.publishing.headers import ASK_FIRST, SECURITY, headers_of, is_text
from storefront.publishing.live import LiveReleases
from storefront.publishing.lookup import Answer, Lookup
from storefront.storage.manifest import Entry
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import TenantScope

MONGO_TIMEOUT_S = 2.0  # a visitor hears soon that the database is away
RELEASE = "X-Storeloom-Release"
SHOWN_DIGITS = 12  # of a release's id, as the command line shows it

_STORE_HOST = re.compile(r"([^.]+)\.localhost(?::\d+)?", re.IGNORECASE)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Serving:
    """What requests share; opened with the application, in its loop."""

    live: LiveReleases
    lookup: Lookup
    bodies: Bodies
    default_store: str | None


def create_store_app(
    *, mongo_url: str, objects_url: str, tenant_id: str, default_store: str | None = None
) -> Starlette:
    """The application that serves one tenant's stores. Connections are opened when it starts, closed when it stops."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        tenant = TenantScope(tenant_id)
        objects = open_objects(objects_url)
        mongo = Mongo(mongo_url, timeout_s=MONGO_TIMEOUT_S)
        app.state.serving = _Serving(
            LiveReleases(mongo, tenant), Lookup(objects, tenant), Bodies(objects), default_store
        )
        try:
            yield
        finally:
            mongo.close()

    return Starlette(
        routes=[Route("/{path:path}", _serve)],
        lifespan=lifespan,
        exception_handlers={StoreloomError: _say_error},
    )


async def _serve(request: Request) -> Response:
    serving: _Serving = request.app.state.serving
    store_id = await _store_of(serving, request.headers.get("host", ""))
    if store_id is None:
        return _list_of_stores(await serving.live.stores(), request.headers.get("host", ""))
    answer = await _answer(serving, store_id, request.scope["path"])
    if answer is None:
        return _words(503, f"The store {store_id} is not live yet. Build it with: storeloom build {store_id}.", 5)
    response = await _response(serving.bodies, answer, request)
    response.headers[RELEASE] = answer.release_id[:SHOWN_DIGITS]
    return response


async def _answer(serving: _Serving, store_id: str, path: str) -> Answer | None:
    """None before the first release. Raises BrokenPromise when a part of the live release is gone."""
    arrived = monotonic()
    release_ids = await serving.live.of(store_id)
    with suppress(BrokenPromise):  # perhaps of a release that was forgotten since we looked
        answer = await serving.lookup.answer(release_ids, path) if release_ids else None
        if answer and answer.status != 404:
            return answer
    release_ids = await serving.live.of(store_id, since=arrived)
    return await serving.lookup.answer(release_ids, path) if release_ids else None


async def _response(bodies: Bodies, answer: Answer, request: Request) -> Response:
    if answer.location:
        return _redirect(answer.status, answer.location, request.scope["query_string"].decode("latin-1"))
    if answer.entry is None:
        return _words(404, "There is no such page.")
    return await _content(bodies, answer.entry, answer.status, request.headers)


async def _store_of(serving: _Serving, host: str) -> str | None:
    """The store a host name asks for; None when it names none and there are several."""
    named = _STORE_HOST.fullmatch(host)
    if named:
        return named[1].lower()
    if serving.default_store:
        return serving.default_store
    stores = await serving.live.stores()
    return stores[0] if len(stores) == 1 else None


async def _content(bodies: Bodies, entry: Entry, status: int, asked: Mapping[str, str]) -> Response:
    compressed = (
        is_text(entry.content_type)
        and entry.size_bytes >= SMALLEST_COMPRESSED
        and accepts_gzip(asked.get("accept-encoding", ""))
    )
    headers = {**SECURITY, **headers_of(entry)}
    if status == 200:
        headers["ETag"] = f'"{entry.digest[:32]}{"-gz" if compressed else ""}"'
        if _is_known(headers["ETag"], asked.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    body = await (bodies.gzipped(entry) if compressed else bodies.plain(entry))
    return Response(body, status_code=status, headers=headers)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip: named, and not with a weight of zero."""
    for choice in accept_encoding.lower().split(","):
        name, _, weight = choice.partition(";")
        if name.strip() == "gzip":
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def _is_known(tag: str, if_none_match: str) -> bool:
    known = {candidate.strip().removeprefix("W/") for candidate in if_none_match.split(",")}
    return tag in known or "*" in known


def _redirect(status: int, path: str, query: str) -> Response:
    location = quote(path) + (f"?{query}" if query else "")
    return Response(status_code=status, headers={**SECURITY, "Location": location, "Cache-Control": ASK_FIRST})


def _list_of_stores(store_ids: list[str], host: str) -> Response:
    port = re.search(r":\d+$", host)
    suffix = port[0] if port else ""
    links = (f'<li><a href="http://{name}.localhost{suffix}/">{name}</a></li>' for name in map(escape, store_ids))
    body = f"<ul>{''.join(links)}</ul>" if store_ids else "<p>None yet. Make one with: storeloom demo</p>"
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Stores</title><h1>Stores</h1>{body}</html>'
    return HTMLResponse(page, headers={**SECURITY, "Cache-Control": ASK_FIRST})


def _words(status: int, text: str, retry_after_s: float | None = None) -> Response:
    headers = {**SECURITY, "Cache-Control": "no-store"}
    if retry_after_s:
        headers["Retry-After"] = str(round(retry_after_s))
    return PlainTextResponse(text + "\n", status_code=status, headers=headers)


async def _say_error(_: Request, error: Exception) -> Response:
    """Visitors are told what concerns them; what names keys and folders is for the log."""
    if isinstance(error, UnknownStore):
        return _words(404, str(error))
    if isinstance(error, OwnersError):
        return _words(400, str(error))
    _log.error("cannot serve: %s", error)
    if isinstance(error, ServiceUnavailable):
        return _words(503, "The store cannot be shown right now. Please try again in a moment.", error.retry_after_s)
    said = "A part of this store is missing." if isinstance(error, BrokenPromise) else "The store cannot be shown."
    return _words(500, said)
