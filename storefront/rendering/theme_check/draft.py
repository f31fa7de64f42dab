"""A theme as it lies in its folder, mistakes and all: whatever can be read is read, the rest becomes findings."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storefront.errors import UnknownTheme
from storefront.rendering.theme_check.findings import Finding, place
from storefront.rendering.theme_files import TOML_LINE, files_below
from storefront.rendering.themes import BUILT_IN, SHARED, theme_names

TEXT_ENDINGS = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".toml", ".txt")


@dataclass(frozen=True, slots=True)
class Layer:
    """One folder's files: texts by path below the folder, the manifest, and the words of its locales."""

    folder: Path
    texts: Mapping[str, str]
    files: frozenset[str]
    manifest: Mapping[str, Any]
    locales: Mapping[str, Mapping[str, Any]]

    def table(self, name: str) -> Mapping[str, Any]:
        table = self.manifest.get(name, {})
        return table if isinstance(table, dict) else {}


@dataclass(frozen=True, slots=True)
class Draft:
    """A theme over the shared one. Templates go by the names that templates use for each other."""

    own: Layer
    shared: Layer
    findings: list[Finding] = field(default_factory=list)  # of the reading

    @property
    def is_shared(self) -> bool:
        return self.own.folder == self.shared.folder

    @property
    def templates(self) -> dict[str, str]:
        """Name → text: the theme's own, the shared ones, and these again under their full names."""
        shared = _below(self.shared, "templates/")
        return {
            **{f"{SHARED}/{name}": text for name, text in shared.items()},
            **shared,
            **_below(self.own, "templates/"),
        }

    def file_of(self, template: str) -> str:
        """Where a template lies: "templates/home.html", or "_shared/templates/home.html"."""
        if f"templates/{template}" in self.own.files:
            return f"templates/{template}"
        return f"{SHARED}/templates/{template.removeprefix(f'{SHARED}/')}"

    @property
    def assets(self) -> frozenset[str]:
        return frozenset(name for name in self.shared.files | self.own.files if name.startswith("assets/"))

    def asset_text(self, file: str) -> str:
        return self.own.texts.get(file) or self.shared.texts.get(file, "")

    def table(self, name: str) -> dict[str, Any]:
        """A table of theme.toml, the shared one's entries below."""
        return {**self.shared.table(name), **self.own.table(name)}

    @property
    def locales(self) -> dict[str, dict[str, Any]]:
        codes = sorted({*self.shared.locales, *self.own.locales})
        return {code: {**self.shared.locales.get(code, {}), **self.own.locales.get(code, {})} for code in codes}


def read_draft(name_or_path: str) -> Draft:
    """A built-in theme by its name, or a theme's folder. Raises UnknownTheme when there is neither."""
    folder = BUILT_IN / name_or_path if name_or_path in (*theme_names(), SHARED) else Path(name_or_path)
    if not (folder / "theme.toml").is_file():
        raise UnknownTheme(
            f"There is no theme in {name_or_path!r}.",
            remedy=f"Name a folder with a theme.toml, or one of {', '.join(theme_names())}.",
        )
    findings: list[Finding] = []
    own = _read(folder.resolve(), findings)
    shared = own if own.folder == BUILT_IN / SHARED else _read(BUILT_IN / SHARED, [])
    return Draft(own, shared, findings)


def _read(folder: Path, findings: list[Finding]) -> Layer:
    files = {path.relative_to(folder).as_posix(): path for path in files_below(folder)}
    texts = dict(_texts(files, findings))
    locales = {
        Path(name).stem: _words(name, text, findings)
        for name, text in texts.items()
        if name.startswith("locales/") and name.endswith(".json")
    }
    return Layer(folder, texts, frozenset(files), _manifest(texts.get("theme.toml", ""), findings), locales)


def _texts(files: Mapping[str, Path], findings: list[Finding]) -> Iterator[tuple[str, str]]:
    for name, path in files.items():
        if name.endswith(TEXT_ENDINGS):
            data = b""
            try:
                data = path.read_bytes()
                yield name, data.decode()
            except UnicodeDecodeError as error:
                line = data[: error.start].count(b"\n") + 1
                findings.append(Finding(name, line, 1, "encoding", "This is not UTF-8.", "Save the file as UTF-8."))
            except OSError as error:
                findings.append(Finding(name, 1, 1, "unreadable", f"This can't be read: {error.strerror}."))


def _manifest(text: str, findings: list[Finding]) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = f"The TOML can't be read: {str(error).partition(' (at')[0]}."
        findings.append(Finding("theme.toml", line, 1, "toml", what))
        return {}


def _words(name: str, text: str, findings: list[Finding]) -> dict[str, Any]:
    try:
        words = json.loads(text)
    except json.JSONDecodeError as error:
        findings.append(Finding(name, *_json_place(text, error), "json", f"The JSON can't be read: {error.msg}."))
        return {}
    if isinstance(words, dict):
        return words
    findings.append(Finding(name, 1, 1, "json", "This is not an object of texts."))
    return {}


def _json_place(text: str, error: json.JSONDecodeError) -> tuple[int, int]:
    """After a forgotten comma the parser stops at the next line's key: the mistake is where the line before ends."""
    if "',' delimiter" not in error.msg:
        return error.lineno, error.colno
    return place(text, len(text[: error.pos].rstrip()))


def _below(layer: Layer, folder: str) -> dict[str, str]:
    return {name.removeprefix(folder): text for name, text in layer.texts.items() if name.startswith(folder)}
