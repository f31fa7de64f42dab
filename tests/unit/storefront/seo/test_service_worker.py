"""What the worker has without a connection. What it does is seen in a browser: tests/acceptance/test_offline.py."""

from __future__ import annotations

import re

import pytest

from storefront.seo.service_worker import precached_paths, service_worker
from storefront.storage.manifest import Entry


def page(path: str, digest: str = "0123456789abcdef") -> Entry:
    return Entry(path, "k", digest, 1, "text/html; charset=utf-8", "page")


def lists_of(script: bytes) -> tuple[str, str]:
    found = re.search(rb"PRECACHE = (\[.*?\]);\nconst OFFLINE = (\[.*?\]);", script, re.DOTALL)
    assert found
    return found[1].decode(), found[2].decode()


def test_the_offline_page_is_fetched_in_advance_in_every_language() -> None:
    pages = [page(path) for path in ("/es/offline/", "/offline/", "/pt-BR/offline/", "/")]
    paths = precached_paths(pages)
    assert paths == ["/es/offline/?v=0123456789", "/offline/?v=0123456789", "/pt-BR/offline/?v=0123456789"]
    assets, offline = lists_of(service_worker([*paths, "/assets/a.js"], prefix="/shop"))
    assert '"/shop/assets/a.js"' in assets
    assert "offline" not in assets
    assert '"/shop/es/offline/?v=0123456789"' in offline


@pytest.mark.parametrize("path", ["/products/offline/", "/es/shop/offline/", "/offline/page-2/"])
def test_other_pages_are_not_taken_for_it(path: str) -> None:
    assert precached_paths([page(path)]) == []


def test_a_worker_knows_that_the_offline_page_has_changed() -> None:
    scripts = {service_worker(precached_paths([page("/offline/", digest * 10)])) for digest in ("a", "b")}
    assert len({re.search(rb'VERSION = "(\w+)"', script)[1] for script in scripts}) == 2  # type: ignore[index]


def test_neither_prices_nor_the_search_s_files_are_kept() -> None:
    held = [
        Entry("/prices/a.json", "k", "d", 1, "application/json", "data"),
        Entry("/search/index.en.0.json", "k", "d", 1, "application/json", "asset"),
    ]
    assert precached_paths(held) == []
    script = service_worker([]).decode()
    code = "\n".join(line for line in script.splitlines() if not line.startswith("//"))
    assert "prices" not in code
    assert "search" not in code
