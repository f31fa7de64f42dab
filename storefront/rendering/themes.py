"""A theme as the renderer needs it: sources, assets and words in memory, known by one fingerprint.

modern-minimal/
    theme.toml          name, label, version, contract = 1
                        [templates] page type → file below templates/
                        [assets]    logical name → file, "assets/main.css"
                        [pictures]  where a picture stands ("card", "gallery", …) → its `sizes`
    templates/ assets/ locales/<locale>.json
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from storefront.errors import ThemeBroken, UnknownTheme
from storefront.rendering.contract import PageType
from storefront.rendering.theme_files import read_json, read_table, read_text

CONTRACT = 1
BUILT_IN = Path(__file__).resolve().parents[2] / "themes"

Words = str | dict[str, str]  # a text, or its plural forms by CLDR category


@dataclass(frozen=True, slots=True)
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
    fingerprint: str = ""


def theme_names(folder: Path = BUILT_IN) -> list[str]:
    return sorted(path.parent.name for path in folder.glob("*/theme.toml"))


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
    return _loaded(root, _fingerprint(root))


@lru_cache(maxsize=8)
def _loaded(root: Path, fingerprint: str) -> Theme:
    manifest = read_table(root / "theme.toml")
    _check_manifest(manifest)
    sources = {_name(path, root / "templates"): read_text(path) for path in _files(root / "templates")}
    assets = {_name(path, root): path.read_bytes() for path in _files(root / "assets")}
    _check_files(manifest["templates"], sources, "templates")
    _check_files(manifest.get("assets", {}), assets, "assets")
    return Theme(
        name=manifest["name"],
        label=manifest.get("label", manifest["name"]),
        version=str(manifest.get("version", "")),
        templates=manifest["templates"],
        sources=sources,
        asset_files=manifest.get("assets", {}),
        assets=assets,
        locales={path.stem: read_json(path) for path in sorted((root / "locales").glob("*.json"))},
        pictures=manifest.get("pictures", {}),
        fingerprint=fingerprint,
    )


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder in a fixed order, without what editors and Python leave behind."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _fingerprint(root: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{_name(path, root)}\0{content}\n".encode())
    return digest.hexdigest()


def _check_manifest(manifest: dict[str, Any]) -> None:
    if not isinstance(manifest.get("name"), str):
        raise ThemeBroken("theme.toml: the theme has no name.", remedy='Add a line such as name = "my-theme".')
    if manifest.get("contract") != CONTRACT:
        raise ThemeBroken(
            f"theme.toml: contract is {manifest.get('contract')!r}.",
            remedy=f"This version needs contract = {CONTRACT}.",
        )
    missing = [kind for kind in get_args(PageType) if kind not in manifest.get("templates", {})]
    if missing:
        raise ThemeBroken(
            f"theme.toml: no template for {', '.join(missing)}.", remedy="Name a file for each under [templates]."
        )


def _check_files(table: Mapping[str, str], files: Mapping[str, object], where: str) -> None:
    for key, file in table.items():
        if file not in files:
            raise ThemeBroken(
                f"theme.toml: [{where}] {key} names {file!r}, which is not among the {where}.",
                remedy="Add the file or correct its name.",
            )
