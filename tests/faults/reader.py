"""Visitors of a store, in a process of their own, while somebody switches its releases.

    python -m tests.faults.reader INDEX SERVER SERVER …        "reading", then a report (JSON) once stdin closes

INDEX (JSON) says what each release contains: `{"origin": …, "releases": {id: {path: sha-256 of the bytes}}}`. A page
must be one of some release, and everything it loads must be there and be the same release's, whichever server is asked.
Every answer must also be true of the release that its header names.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Coroutine, Sized
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import count, cycle
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import orjson

from tests.factories.pipeline import eventually
from tests.faults.reader_links import pages_of, resources_of

READING = "reading"  # said once, on a line of its own, before the report
HEADER = "X-Storeloom-Release"
FIXED_NAMES = {"/service-worker.js"}  # a browser asks for it by this name for ever, so it may be of a later release
PATIENCE_S = 20.0  # how long a visitor with an open page waits for the next switch
WATCH_S = 0.02
READ = (".css", ".js", ".json", ".webmanifest", ".xml")  # they load something themselves


@dataclass
class Report:
    pages: int = 0
    assets: int = 0  # of a page just opened
    late_assets: int = 0  # of a page opened before a switch
    feeds: int = 0  # sitemaps and robots.txt
    unchanged: int = 0  # answered 304
    mixed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    page_times: list[tuple[float, float]] = field(default_factory=list)  # moment, seconds
    sights: dict[str, list[tuple[float, str]]] = field(default_factory=dict)  # by server: moment, release seen first


@dataclass(frozen=True)
class Answer:
    path: str
    status: int
    data: bytes
    release: str  # as the header names it: the first digits
    etag: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def text(self) -> str:
        return self.data.decode()


class Readers:
    """All visitors, what they know and what they saw."""

    def __init__(self, index: dict[str, Any], servers: list[str]) -> None:
        self.report = Report()
        self._origin: str = index["origin"]
        self._releases: dict[str, dict[str, str]] = index["releases"]
        self._servers = servers
        self._turns = cycle(servers)
        self._client = httpx.AsyncClient(timeout=30, limits=httpx.Limits(max_keepalive_connections=32))
        self._tags: dict[str, tuple[str, str]] = {}  # path: ETag and the digest it came with
        paths = {path for contents in self._releases.values() for path in contents}
        self._pages = sorted(path for path in paths if path.endswith("/"))

    async def run(self, until: Coroutine[Any, Any, None]) -> Report:
        visitors = [self._hasty(0), self._hasty(len(self._pages) // 2), self._patient(), self._crawler()]
        visitors += [self._eager(server) for server in self._servers]
        tasks = [asyncio.create_task(work) for work in (*visitors, *map(self._watch, self._servers))]
        try:
            ended = asyncio.create_task(until)
            await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                if task.done():
                    task.result()  # a visitor's own error
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._client.aclose()
        return self.report

    # visitors

    async def _hasty(self, first: int) -> None:
        """Opens page after page, all that each loads, and a page it links to."""
        for number in count(first):
            path = self._pages[number % len(self._pages)]
            page = await self._page(path)
            if page is None:
                continue
            self.report.assets += await self._load(page, resources_of(path, page.text, self._origin), "at once")
            linked = sorted(pages_of(path, page.text) & set(self._pages))
            if linked:
                await self._page(linked[number % len(linked)])

    async def _patient(self) -> None:
        """Opens pages, waits until visitors see another release, and only then loads what the pages need."""
        for number in count():
            paths = [self._pages[(7 * number + step) % len(self._pages)] for step in range(4)]
            opened = [page for path in paths if (page := await self._page(path))]
            await self._other_release({page.release for page in opened})
            for page in opened:
                wanted = resources_of(page.path, page.text, self._origin)
                self.report.late_assets += await self._load(page, wanted, "after a switch")

    async def _eager(self, server: str) -> None:
        """Opens a page where the next release has just come to, and loads what it needs from the other processes."""
        others = cycle([other for other in self._servers if other != server])
        sights = self.report.sights.setdefault(server, [])
        for number in count():
            known = len(sights)
            await eventually(partial(_length, sights), known.__lt__, PATIENCE_S)
            page = await self._get(self._pages[number % len(self._pages)], server=server)
            self._judge(page, page.release)
            if page.status == 200:
                wanted = resources_of(page.path, page.text, self._origin)
                self.report.assets += await self._load(page, wanted, "right after a switch", server=next(others))

    async def _crawler(self) -> None:
        """Reads robots.txt, the sitemap and all its parts."""
        while True:
            robots = await self._get("/robots.txt")
            self._judge(robots, robots.release)
            sitemap = await self._get("/sitemap.xml")
            self._judge(sitemap, sitemap.release)
            parts = {path for path in resources_of("/sitemap.xml", sitemap.text, self._origin) if "sitemap" in path}
            self.report.feeds += 2 + await self._load(sitemap, parts, "a sitemap's part", deep=False)
            await asyncio.sleep(WATCH_S)  # a crawler is polite

    async def _watch(self, server: str) -> None:
        """Notes when a server first shows another release."""
        seen = self.report.sights.setdefault(server, [])
        while True:
            answer = await self._client.head(server + "/")
            release = answer.headers.get(HEADER, "")
            if not seen or seen[-1][1] != release:
                seen.append((monotonic(), release))
            await asyncio.sleep(WATCH_S)

    async def _other_release(self, known: set[str]) -> None:
        async def another_is_shown() -> bool:
            return any(not seen or seen[-1][1] not in known for seen in self.report.sights.values())

        await eventually(another_is_shown, bool, PATIENCE_S)

    # asking and judging

    async def _page(self, path: str) -> Answer | None:
        """None when the release that answers has no such page, or the visitor has these very bytes already."""
        began = monotonic()
        tag, digest = self._tags.get(path, ("", ""))
        answer = await self._get(path, {"If-None-Match": tag} if tag else {})
        self.report.page_times.append((began, monotonic() - began))
        self.report.pages += 1
        if answer.status == 304:
            self.report.unchanged += 1
            if self._contents(answer.release).get(path) != digest:
                self.report.mixed.append(f"{path}: 304 in {answer.release} for other bytes")
            self._tags.pop(path, None)  # next time it is read in full
            return None
        self._judge(answer, answer.release)
        if answer.status != 200:
            return None
        self._tags[path] = (answer.etag, answer.digest)
        return answer

    async def _load(self, page: Answer, wanted: set[str], when: str, *, deep: bool = True, server: str = "") -> int:
        """What the page loads, and what that loads; how many files these were. All must be of the page's release."""
        loaded: set[str] = set()
        waiting = sorted(wanted)
        while waiting:
            path = waiting.pop()
            answer = await self._get(path, server=server)
            loaded.add(path)
            self._judge(answer, answer.release if path in FIXED_NAMES else page.release, f"{when}, for {page.path}")
            if deep and answer.status == 200 and path.endswith(READ) and path not in FIXED_NAMES:
                waiting += sorted(resources_of(path, answer.text, self._origin) - loaded - set(waiting))
        return len(loaded)

    def _judge(self, answer: Answer, release: str, why: str = "") -> None:
        """Is the answer what the release has there? A page it does not have must be the release's error page."""
        contents = self._contents(release)
        expected = contents.get(answer.path if answer.status != 404 else "/404.html")
        if answer.status not in (200, 404) or (answer.status == 404 and (answer.path in contents or why)):
            self.report.missing.append(f"{answer.path}: {answer.status} ({why}, release {release})")
        elif expected != answer.digest:
            self.report.mixed.append(f"{answer.path}: not of release {release} ({why}, answered by {answer.release})")

    def _contents(self, release: str) -> dict[str, str]:
        return next((contents for name, contents in self._releases.items() if release and name.startswith(release)), {})

    async def _get(self, path: str, headers: dict[str, str] | None = None, server: str = "") -> Answer:
        """From the server named, or by turns."""
        answer = await self._client.get((server or next(self._turns)) + path, headers=headers)
        return Answer(
            path, answer.status_code, answer.content, answer.headers.get(HEADER, ""), answer.headers.get("ETag", "")
        )


async def _length(sights: Sized) -> int:
    return len(sights)


async def _stdin_closed() -> None:
    await asyncio.to_thread(sys.stdin.read)


def main(index: str, *servers: str) -> None:
    readers = Readers(orjson.loads(Path(index).read_bytes()), [server.rstrip("/") for server in servers])
    sys.stdout.write(f"{READING}\n")
    sys.stdout.flush()
    report = asyncio.run(readers.run(_stdin_closed()))
    sys.stdout.buffer.write(orjson.dumps(asdict(report)))


if __name__ == "__main__":
    main(*sys.argv[1:])
