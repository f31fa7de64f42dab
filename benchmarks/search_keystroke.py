"""How long a keystroke and a filter take to show in a store of 10,000 products, on a phone-class processor.

python -m benchmarks.search_keystroke [--products 10000] [--slower 4]

The store is planned by the real code and served from a folder. Two ways of measuring: with Chromium's processor slowed
down, the time from the event to the painted frame (suggestions of what was typed, results of a filter), which needs a
quiet machine; and at full speed the processor time of the page's main thread until then, times the slowdown, which
depends less on what else the machine does.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.large_store import write_store
from tests.factories.browser import Browser

SCRIPT = Path(__file__).with_suffix(".mjs")
WORDS = ("ray-ban wayf", "vayfarer", "dolce gabana", "tortoise", "RB3025", "52-18-145")
BOXES = 24


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def told(name: str, milliseconds: list[float]) -> str:
    ordered = sorted(milliseconds)
    p95 = ordered[max(0, round(0.95 * len(ordered)) - 1)]
    return f"{name}: median {statistics.median(ordered):.0f} ms, p95 {p95:.0f} ms, most {ordered[-1]:.0f} ms"


def keystrokes() -> Iterable[str]:
    return (f"bench.type('{words[:end]}')" for words in WORDS for end in range(1, len(words) + 1))


def ticks() -> Iterable[str]:
    return (f"bench.tick({number})" for number in range(BOXES))


def run(browser: Browser, name: str, events: Callable[[], Iterable[str]], slower: float) -> None:
    browser.slow_down(slower)
    print(told(f"{name}, painted after", [milliseconds for milliseconds, _ in each(browser, events())]))
    browser.slow_down(1)
    work = [1000 * slower * seconds for _, seconds in each(browser, events())]
    print(told(f"{name}, processor time at full speed times {slower:g}", work))


def each(browser: Browser, events: Iterable[str]) -> Iterator[tuple[float, float]]:
    """Milliseconds until the event's effect was painted, and seconds the main thread worked for it."""
    for event in events:
        before = browser.processor_seconds()
        painted = float(browser.run(event))
        yield painted, browser.processor_seconds() - before
        browser.run("bench.settle()")


def measure(folder: Path, slower: float) -> None:
    with served(folder) as address, tempfile.TemporaryDirectory() as profile, Browser(Path(profile)) as browser:
        browser.resize(390)
        browser.slow_down(slower)
        began = time.monotonic()
        browser.open(f"{address}/search/")
        browser.until("document.querySelector('[data-results] li')")
        print(f"page opened, index read and shown after {time.monotonic() - began:.1f} s")
        browser.run(f"{SCRIPT.read_text()};0")
        run(browser, "keystroke", keystrokes, slower)
        run(browser, "filter", ticks, slower)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=10_000)
    parser.add_argument("--slower", type=float, default=4)
    wanted = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="storeloom-bench-") as name:
        began = time.monotonic()
        plan, size = asyncio.run(write_store(Path(name), wanted.products, ("/search/",)))
        print(f"{wanted.products} products, {plan.page_count} pages planned in {time.monotonic() - began:.0f} s")
        print(f"search index {size / 1e6:.2f} MB")
        measure(Path(name), wanted.slower)


if __name__ == "__main__":
    main()
