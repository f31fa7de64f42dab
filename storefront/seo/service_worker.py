"""The body of /service-worker.js: the script beside this module with the store's files and their version filled in."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import orjson

from storefront.storage.manifest import Entry, digest_of

PATH = "/service-worker.js"
CONTENT_TYPE = "text/javascript; charset=utf-8"
_PRECACHED = (".css", ".js", ".svg", ".ico", ".woff2")


def precached_paths(entries: Iterable[Entry]) -> list[str]:
    """The theme's files every page may need, sorted; not the search index, which holds prices."""
    return sorted(entry.path for entry in entries if entry.kind == "asset" and entry.path.endswith(_PRECACHED))


def service_worker(paths: Iterable[str], *, prefix: str = "", enabled: bool = True) -> bytes:
    """The script for the given asset paths; its version follows from them and from the script itself.

    `prefix` is the path the store is served below ("" or "/frames"). Not `enabled`: the kill switch.
    """
    if not enabled:
        return _script("service_worker_off.js").encode()
    addresses = orjson.dumps([prefix + path for path in sorted(paths)], option=orjson.OPT_INDENT_2).decode()
    script = _script("service_worker.js")
    version = digest_of((script + prefix + addresses).encode())[:16]
    base = orjson.dumps(prefix).decode()
    filled = script.replace("@VERSION@", version).replace("@BASE@", base).replace("@PRECACHE@", addresses)
    return filled.encode()


@cache
def _script(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
