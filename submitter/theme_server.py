"""Serves a theme while it is edited (an ASGI application for loopback): pages, assets, pictures, and news of changes.

/-/changes   an event stream: {"kind": "styles" | "pages", "page_types": […]}
/-/show/     every component and page type, see theme_show
/-/styles    the styles of the page at ?path=…: {"first", "later"}

Answers under this machine's own names alone: a page elsewhere whose host name leads here is told nothing.
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from html import escape
from pathlib import Path

import orjson
import watchfiles
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from storefront.errors import StoreloomError
from storefront.rendering import theme_dev
from storefront.rendering.theme_check.checking import check_theme
from storefront.rendering.theme_check.findings import Finding
from storefront.rendering.theme_dev.bench import PAGE_TYPES
from storefront.rendering.theme_dev.studio import Change, Studio
from storefront.rendering.theme_show.showcase import PATH as SHOW
from storefront.rendering.theme_show.showcase import STYLES as SHOW_STYLES
from storefront.rendering.theme_show.showcase import showcase, styles
from storefront.rendering.themes import BUILT_IN, SHARED
from submitter.theme_pictures import Pictures

_CLIENT = Path(theme_dev.__file__).with_name("client.js")
_HOSTS = ["127.0.0.1", "localhost"]
_NEVER_KEPT = {"Cache-Control": "no-store"}
_GATHER_MS = 20  # an editor's several writes of one save
_LOOK_MS = 5
_SHOWN = 12
_END = "</head>"


class ThemeServer:
    """One studio and the browsers that look at it."""

    def __init__(self, studio: Studio, pictures: Pictures) -> None:
        self._studio = studio
        self._pictures = pictures
        self._looking: set[asyncio.Queue[Change | None]] = set()
        self._stopping = asyncio.Event()

    def app(self) -> Starlette:
        routes = [
            Route("/-/changes", self._changes),
            Route("/-/styles", self._styles),
            Route("/-/client.js", self._client),
            Route(SHOW, self._show),
            Route(SHOW_STYLES, self._show),
            Route("/images/{rest:path}", self._picture),
            Route("/{rest:path}", self._page),
        ]
        ours = Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS)
        return Starlette(routes=routes, middleware=[ours], lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        await self._studio.open()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self._stopping.set()
            await watching

    async def _watch(self) -> None:
        folders = {self._studio.folder, BUILT_IN / SHARED}
        saves = watchfiles.awatch(*folders, debounce=_GATHER_MS, step=_LOOK_MS, stop_event=self._stopping)
        async for saved in saves:
            self.tell(await self._studio.change(Path(path) for _, path in saved))
        for queue in self._looking:
            queue.put_nowait(None)

    def tell(self, change: Change) -> None:
        for queue in self._looking:
            queue.put_nowait(change)

    async def _changes(self, request: Request) -> StreamingResponse:
        since = request.query_params.get("since", "")
        version = int(since) if since.isdecimal() else self._studio.version
        return StreamingResponse(self._news(version), media_type="text/event-stream", headers=_NEVER_KEPT)

    async def _news(self, since: int) -> AsyncIterator[bytes]:
        """Changes as they come; at once, when there was one between the page's making and its asking."""
        queue: asyncio.Queue[Change | None] = asyncio.Queue()
        self._looking.add(queue)
        try:
            yield b": open\n\n"
            if since < self._studio.version:
                queue.put_nowait(Change("pages", PAGE_TYPES))
            while (change := await queue.get()) is not None:
                told = {"kind": change.kind, "page_types": sorted(change.page_types)}
                yield b"event: change\ndata: " + orjson.dumps(told) + b"\n\n"
        finally:
            self._looking.discard(queue)

    async def _styles(self, request: Request) -> Response:
        """The inline styles are taken from the page, since photos have their part in them."""
        try:
            html = self._studio.html(request.query_params.get("path", "/")) or ""
            later = self._studio.bench.looks.later if self._studio.bench else ""
        except StoreloomError:
            return Response(status_code=409)
        first = html.partition("<style>")[2].partition("</style>")[0]
        return Response(orjson.dumps({"first": first, "later": later}), media_type="application/json")

    async def _client(self, _: Request) -> Response:
        return Response(_CLIENT.read_bytes(), media_type="text/javascript", headers=_NEVER_KEPT)

    async def _picture(self, request: Request) -> Response:
        found = await self._pictures.picture(request.url.path)
        return Response(found[0], media_type=found[1]) if found else Response(status_code=404)

    async def _show(self, request: Request) -> Response:
        bench = self._studio.bench
        if bench is None:
            return HTMLResponse(await self._error_page(self._studio.problem or StoreloomError("Not ready.")), 500)
        if request.url.path == SHOW_STYLES:
            return Response(styles(bench), media_type="text/css", headers=_NEVER_KEPT)
        return HTMLResponse(showcase(bench), headers=_NEVER_KEPT)

    async def _page(self, request: Request) -> Response:
        path = request.url.path
        try:
            html = self._studio.html(path)
        except StoreloomError as error:
            return HTMLResponse(await self._error_page(error), 500, headers=_NEVER_KEPT)
        if html is not None:
            # A browser keeps six connections to a server: the showcase's frames may not hold one each.
            is_framed = request.headers.get("sec-fetch-dest") == "iframe"
            return HTMLResponse(html if is_framed else self._with_client(html, path), headers=_NEVER_KEPT)
        data = self._studio.file(path)
        if data is None:
            return HTMLResponse(_list_of(self._studio.paths), 404)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        return Response(data, media_type=kind, headers=_NEVER_KEPT)

    def _with_client(self, html: str, path: str) -> str:
        return html.replace(_END, self._client_script(path) + _END, 1)

    def _client_script(self, path: str) -> str:
        facts = {"path": path, "type": self._studio.page_type(path) or "", "version": self._studio.version}
        data = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in facts.items())
        return f'<script type="module" data-preview {data} src="/-/client.js"></script>'

    async def _error_page(self, error: StoreloomError) -> str:
        """What is wrong, and what the check finds: it knows columns and what was meant."""
        findings: list[Finding] = []
        with suppress(StoreloomError):
            findings = await asyncio.to_thread(check_theme, str(self._studio.folder))
        findings.sort(key=lambda one: one.rule == "no-head")  # what a page lacks, after what is wrong in it
        told = "".join(f"<li><code>{escape(str(one))}</code></li>" for one in findings[:_SHOWN])
        return (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>The theme has a mistake</title>"
            f"{self._client_script('')}</head><body>"
            f"<h1>The theme has a mistake</h1><p><strong>{escape(error.what)}</strong> {escape(error.remedy)}</p>"
            f"<ul>{told}</ul><p>This page goes away as soon as it is mended.</p></body></html>"
        )


def _list_of(paths: list[str]) -> str:
    links = "".join(f'<li><a href="{escape(path)}">{escape(path)}</a></li>' for path in paths)
    return f"<!doctype html><html lang=en><title>No such page</title><h1>No such page</h1><ul>{links}</ul></html>"
