"""A theme as the renderer needs it: sources, assets and words in memory, known by one fingerprint.

modern-minimal/
    theme.toml          name, label, version, contract = 1
                        [templates] page type → file below templates/
                        [assets]    logical name → file, "assets/main.css"
                        [pictures]  where a picture stands ("card", "gallery", …) → its `sizes`
                        [styles]    critical, rest: stylesheets in their order, see styles.py
                        [fonts]     heading, body: families of font_library.py, "" for what the styles name themselves
    templates/ assets/ locales/<locale>.json

Every theme lies over the one in `_shared`: a file, a table's entry or a text of its own takes the place of the shared
one. The shared template stays there under its full name, so that a theme's "home.html" can extend "_shared/home.html".
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from storefront.errors import ThemeBroken, UnknownTheme
from storefront.rendering.contract import PageType
from storefront.rendering.font_library import font_library, perhaps_meant
from storefront.rendering.theme_files import files_below, read_json, read_table, read_text

CONTRACT = 1
BUILT_IN = Path(__file__).resolve().parents[2] / "themes"
SHARED = "_shared"

Words = str | dict[str, str]  # a text, or its plural forms by CLDR category


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """Everything a page's look depends on. `fingerprint` (sha-256, hex) covers all of it."""

    name: str
    label: str
    version: str
    templates: Mapping[str, str]  # page type → template file
    sources: Mapping[str, str] = field(repr=False)  # template file → text
    asset_files: Mapping[str, str] = field(repr=False)  # logical name → file
    assets: Mapping[str, bytes] = field(repr=False)  # file ("assets/main.css") → bytes
    locales: Mapping[str, Mapping[str, Words]] = field(repr=False)
    pictures: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, Sequence[str]] = field(default_factory=dict)  # "critical", "rest" → files
    fonts: Mapping[str, str] = field(default_factory=dict)  # "heading", "body" → family
    fingerprint: str = ""


def theme_names(folder: Path = BUILT_IN) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/theme.toml") if path.parent.name != SHARED)


def load_theme(name: str, folder: Path = BUILT_IN) -> Theme:
    """Read a theme by name. Raises UnknownTheme (with what was perhaps meant) and ThemeBroken (with file and line)."""
    names = theme_names(folder)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.4) or names
        raise UnknownTheme(
            f"There is no theme {name!r}.",
            remedy=f"Perhaps you mean {' or '.join(near)}." if near else "",
        )
    root = folder / name
    try:
        return _loaded(root, _fingerprint(BUILT_IN / SHARED), _fingerprint(root))
    except OSError as error:  # also where an editor took a file away between our seeing and reading it
        what = f"{error.filename or root} can't be read: {error.strerror}."
        raise ThemeBroken(what, remedy="Check the file's rights, or save it again.") from error


@dataclass(frozen=True, slots=True)
class _Layer:
    """One folder's part of a theme."""

    manifest: Mapping[str, Any]
    sources: Mapping[str, str]
    assets: Mapping[str, bytes]
    locales: Mapping[str, Mapping[str, Words]]

    @classmethod
    def read(cls, root: Path) -> _Layer:
        return cls(
            read_table(root / "theme.toml"),
            {_name(path, root / "templates"): read_text(path) for path in files_below(root / "templates")},
            {_name(path, root): path.read_bytes() for path in files_below(root / "assets")},
            {path.stem: read_json(path) for path in sorted((root / "locales").glob("*.json"))},
        )

    def table(self, name: str) -> Mapping[str, Any]:
        table: Mapping[str, Any] = self.manifest.get(name, {})
        return table


@lru_cache(maxsize=8)
def _loaded(root: Path, shared_fingerprint: str, fingerprint: str) -> Theme:
    shared, own = _shared_layer(shared_fingerprint), _Layer.read(root)
    manifest = own.manifest
    templates = {**shared.table("templates"), **own.table("templates")}
    _check_manifest(manifest, templates)
    full_names = {f"{SHARED}/{name}": source for name, source in shared.sources.items()}
    theme = Theme(
        name=manifest["name"],
        label=manifest.get("label", manifest["name"]),
        version=str(manifest.get("version", "")),
        templates=templates,
        sources={**full_names, **shared.sources, **own.sources},
        asset_files={**shared.table("assets"), **own.table("assets")},
        assets={**shared.assets, **own.assets},
        locales={code: {**shared.locales.get(code, {}), **own.locales.get(code, {})} for code in _codes(shared, own)},
        pictures={**shared.table("pictures"), **own.table("pictures")},
        styles={**shared.table("styles"), **own.table("styles")},
        fonts={**shared.table("fonts"), **own.table("fonts")},
        fingerprint=hashlib.sha256(f"{shared_fingerprint}\n{fingerprint}".encode()).hexdigest(),
    )
    _check_files(theme.templates, theme.sources, "templates")
    _check_files(theme.asset_files, theme.assets, "assets")
    for part, files in theme.styles.items():
        for file in files:
            _check_files({part: file}, theme.assets, "styles")
    _check_fonts(theme.fonts)
    return theme


@lru_cache(maxsize=1)
def _shared_layer(fingerprint: str) -> _Layer:  # noqa: ARG001  # read anew when a file changes
    return _Layer.read(BUILT_IN / SHARED)


def _codes(*layers: _Layer) -> list[str]:
    return sorted({code for layer in layers for code in layer.locales})


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for path in files_below(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{_name(path, root)}\0{content}\n".encode())
    return digest.hexdigest()


def _check_manifest(manifest: Mapping[str, Any], templates: Mapping[str, str]) -> None:
    if not isinstance(manifest.get("name"), str):
        raise ThemeBroken("theme.toml: the theme has no name.", remedy='Add a line such as name = "my-theme".')
    if manifest.get("contract") != CONTRACT:
        raise ThemeBroken(
            f"theme.toml: contract is {manifest.get('contract')!r}.",
            remedy=f"This version needs contract = {CONTRACT}.",
        )
    missing = [kind for kind in get_args(PageType) if kind not in templates]
    if missing:
        raise ThemeBroken(
            f"theme.toml: no template for {', '.join(missing)}.", remedy="Name a file for each under [templates]."
        )


def _check_files(table: Mapping[str, str], files: Mapping[str, object], where: str) -> None:
    for key, file in table.items():
        if file not in files:
            raise ThemeBroken(
                f"theme.toml: [{where}] {key} names {file!r}, which is not among its files.",
                remedy="Add the file or correct its name.",
            )


def _check_fonts(fonts: Mapping[str, str]) -> None:
    for part, family in fonts.items():
        if family and family not in font_library():
            raise ThemeBroken(
                f"theme.toml: [fonts] {part} names {family!r}, which is no font.", remedy=perhaps_meant(family)
            )
