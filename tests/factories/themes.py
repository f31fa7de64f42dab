"""A small theme on disk, to be changed file by file."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from storefront.rendering.contract import PageType

MANIFEST = """name = "plain"
label = "Plain"
version = "2.1"
contract = 1

[templates]
{templates}

[assets]
"main.css" = "assets/main.css"
"main.js" = "assets/main.js"
"icon.svg" = "assets/icon.svg"

[pictures]
card = "300px"
"""

FILES = {
    "templates/page.html": (
        "<!doctype html>\n"
        '<html lang="{{ page.locale }}"><head><title>{{ page.meta.title }}</title>\n'
        '<link rel="stylesheet" href="{{ asset("main.css") }}"></head>\n'
        "<body><h1>{{ page.content.name }}</h1>{{ t('hello', name=page.site.name) }}</body></html>\n"
    ),
    "assets/main.css": "@font-face{src:url('../assets/type.woff2')}\nbody{color:#111}\n",
    "assets/main.js": "import { add } from './cart.js';\nadd();\n",
    "assets/cart.js": "export const add = () => 1;\n",
    "assets/type.woff2": "not really a font",
    "assets/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "locales/en.json": '{"hello": "Welcome to {name}", "frames": {"one": "{count} frame", "other": "{count} frames"}}',
    "locales/es.json": '{"hello": "Bienvenido a {name}"}',
}


def write_theme(folder: Path, **changes: str | None) -> Path:
    """Write the theme "plain" below a folder; `changes` replace or remove files: `{"templates/page.html": "…"}`."""
    templates = "\n".join(f'{kind} = "page.html"' for kind in get_args(PageType))
    files = {"theme.toml": MANIFEST.format(templates=templates), **FILES, **changes}
    for name, text in files.items():
        if text is not None:
            path = folder / "plain" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder
