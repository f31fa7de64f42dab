"""The body of /service-worker.js: the script beside this module with the store's files and their version filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import orjson

from storefront.storage.manifest import HASH_LENGTH, Entry, digest_of

PATH = "/service-worker.js"
CONTENT_TYPE = "text/javascript; charset=utf-8"
_PRECACHED = (".css", ".js", ".svg", ".ico", ".woff2")
_OFFLINE = re.compile(r"(?:/[a-z]{2}(?:-[A-Z]{2})?)?/offline/(?:\?.*)?")  # one for each locale


def precached_paths(entries: Iterable[Entry]) -> list[str]:
    """What the worker fetches in advance, sorted: the theme's files, and the page for who has no connection.

    Not what holds prices. That page's address stays while its content changes, so its digest stands behind it: the
    worker's version follows from it as well, and a browser gets the new one.
    """
    return sorted(_address(entry) for entry in entries if _is_asset(entry) or _is_offline_page(entry))


def _is_asset(entry: Entry) -> bool:
    return entry.kind == "asset" and entry.path.endswith(_PRECACHED)


def _is_offline_page(entry: Entry) -> bool:
    return entry.kind == "page" and _OFFLINE.fullmatch(entry.path) is not None


def _address(entry: Entry) -> str:
    return f"{entry.path}?v={entry.digest[:HASH_LENGTH]}" if _is_offline_page(entry) else entry.path


def service_worker(paths: Iterable[str], *, prefix: str = "", enabled: bool = True) -> bytes:
    """The script for the given paths; its version follows from them and from the script itself.

    `prefix` is the path the store is served below ("" or "/frames"). Not `enabled`: the kill switch.
    """
    if not enabled:
        return _script("service_worker_off.js").encode()
    lists: dict[str, list[str]] = {"@PRECACHE@": [], "@OFFLINE@": []}
    for path in sorted(paths):
        lists["@OFFLINE@" if _OFFLINE.fullmatch(path) else "@PRECACHE@"].append(prefix + path)
    filled = _script("service_worker.js").replace("@BASE@", orjson.dumps(prefix).decode())
    for place, addresses in lists.items():
        filled = filled.replace(place, orjson.dumps(addresses, option=orjson.OPT_INDENT_2).decode())
    return filled.replace("@VERSION@", digest_of(filled.encode())[:16]).encode()


@cache
def _script(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
