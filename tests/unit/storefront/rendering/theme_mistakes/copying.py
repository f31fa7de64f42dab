"""A built-in theme with all that it takes from the shared one, as its author would have it in one folder."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from storefront.rendering.themes import BUILT_IN, SHARED


def copy_theme(folder: Path, name: str = "modern-minimal") -> Path:
    """Shared files first, the theme's own over them; theme.toml is written anew, one line for each entry."""
    for source in (BUILT_IN / SHARED, BUILT_IN / name):
        shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("theme.toml"))
    shared, own = (tomllib.loads((BUILT_IN / one / "theme.toml").read_text()) for one in (SHARED, name))
    tables = [key for key, value in {**shared, **own}.items() if isinstance(value, dict)]
    lines = [f"{key} = {_toml(value)}" for key, value in own.items() if not isinstance(value, dict)]
    for table in tables:
        entries = {**shared.get(table, {}), **own.get(table, {})}
        lines += ["", f"[{table}]", *(f"{_key(key)} = {_toml(value)}" for key, value in entries.items())]
    (folder / "theme.toml").write_text("\n".join(lines) + "\n")
    return folder


def _key(key: str) -> str:
    return f'"{key}"' if "." in key else key


def _toml(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + "".join(f'    "{item}",\n' for item in value) + "]"
    return str(value) if isinstance(value, int) else '"' + str(value).replace('"', '\\"') + '"'
