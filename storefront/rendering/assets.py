"""Theme assets under addresses that change with their content, so that browsers may keep them for good."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from storefront.errors import ThemeBroken
from storefront.rendering.font_library import is_in_library
from storefront.rendering.minifying import minified
from storefront.rendering.themes import Theme
from storefront.storage.manifest import HASH_LENGTH, Entry, Kind, digest_of

_FOLDER = "/assets/"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
# url(…) in stylesheets; from "…" and import("…") in scripts. Only addresses relative to the file are ours.
_CSS_REFERENCE = re.compile(r"""(url\(\s*["']?)(\.{1,2}/[^"')\s?#]+|[\w][^"')\s:?#]*)(?=["'?#)\s])""")
_JS_REFERENCE = re.compile(r"""((?:\bfrom|\bimport)\s*\(?\s*["'])(\.{1,2}/[^"']+)(?=["'])""")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served. `path` is the store's own: "/assets/main.0123456789.css"."""

    path: str
    data: bytes
    content_type: str

    def entry(self, key: str, kind: Kind = "asset") -> Entry:
        return Entry(self.path, key, digest_of(self.data), len(self.data), self.content_type, kind)


def hashed_asset(name: str, data: bytes, folder: str = _FOLDER) -> Asset:
    """("main.css", …) → "/assets/main.<hash>.css"."""
    stem, suffix = posixpath.splitext(posixpath.basename(name))
    path = f"{folder}{stem}.{digest_of(data)[:HASH_LENGTH]}{suffix}"
    return Asset(path, data, _TYPES.get(suffix.lower(), "application/octet-stream"))


def theme_assets(theme: Theme) -> dict[str, Asset]:
    """All assets by logical name, their references to each other rewritten.

    Files that [assets] does not name (fonts, pictures of a stylesheet) are there under their file names; those that
    [styles] names are not, since pages get them in another form, nor are the fonts a store can choose from.
    """
    files = _HashedFiles({**theme.assets, **_small(theme)}, theme.assets)
    by_name = {name: files.asset(file) for name, file in theme.asset_files.items()}
    known = {*theme.asset_files.values(), *_stylesheets(theme)}
    unnamed = {file: files.asset(file) for file in theme.assets if file not in known and not is_in_library(file)}
    return {**unnamed, **by_name}


def stylesheet_texts(theme: Theme, prefix: str) -> dict[str, str]:
    """The files of [styles], with whole addresses: they are inlined as well as linked."""
    files = _HashedFiles(theme.assets, theme.assets, folder=prefix + _FOLDER)
    return {file: files.rewritten(file).decode() for file in _stylesheets(theme)}


def _stylesheets(theme: Theme) -> list[str]:
    return list(dict.fromkeys(file for files in theme.styles.values() for file in files))


def script_sizes(theme: Theme) -> tuple[int, int]:
    """Bytes of the theme's scripts, as they were written and as they are published."""
    small = {file: data for file, data in _small(theme).items() if file.endswith(".js")}
    return sum(len(theme.assets[file]) for file in small), sum(map(len, small.values()))


def _small(theme: Theme) -> dict[str, bytes]:
    texts = {file: data.decode() for file, data in theme.assets.items() if file.endswith((".css", ".js"))}
    return {file: text.encode() for file, text in minified(texts).items()}


class _HashedFiles:
    """Hashes files after those they refer to, since a reference changes the bytes. `written` are the authors' own."""

    def __init__(self, files: Mapping[str, bytes], written: Mapping[str, bytes], folder: str = "./") -> None:
        self._files = files
        self._written = written
        self._folder = folder
        self._done: dict[str, Asset] = {}
        self._open: list[str] = []

    def asset(self, file: str) -> Asset:
        if file not in self._done:
            if file in self._open:
                raise ThemeBroken(f"{file}: it refers to itself through {' and '.join(self._open)}.")
            self._open.append(file)
            self._done[file] = hashed_asset(file, self.rewritten(file))
            self._open.pop()
        return self._done[file]

    def rewritten(self, file: str) -> bytes:
        """A file with the final names of those it refers to."""
        pattern = {".css": _CSS_REFERENCE, ".js": _JS_REFERENCE}.get(posixpath.splitext(file)[1])
        data = self._files[file]
        if pattern is None:
            return data

        def renamed(found: re.Match[str]) -> str:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(file), found[2]))
            if target not in self._files:
                line = self._written[file].partition(found[2].encode())[0].count(b"\n") + 1
                raise ThemeBroken(f"{file}, line {line}: there is no file {found[2]!r}.", remedy="Correct the address.")
            return f"{found[1]}{self._folder}{posixpath.basename(self.asset(target).path)}"

        return pattern.sub(renamed, data.decode()).encode()
