"""A theme of one's own over the shared one, and the sample to show it with."""

from __future__ import annotations

from pathlib import Path

from storefront.rendering.theme_dev.material import Material
from storefront.rendering.theme_dev.studio import Studio
from submitter.theme_material import sample_material

MANIFEST = """name = "bench"
version = "1"
contract = 1

[styles]
critical = ["assets/css/page.css", "assets/css/own.css"]
rest = ["assets/css/cards.css"]

[pictures]
card = "300px"
gallery = "300px"
hero = "300px"
tile = "300px"
thumbnail = "300px"
logo = "300px"
"""
ABOUT = '{% extends "_shared/about.html" %}{% block more %}<p>first</p>{% endblock %}'
STYLES = "body{color:var(--color-text)}"
ADDRESS = "http://127.0.0.1:8123"


def write_bench(folder: Path, **files: str) -> Path:
    """The theme "bench", whose about page says "first"."""
    own = {"theme.toml": MANIFEST, "assets/css/own.css": STYLES, "templates/about.html": ABOUT, **files}
    for name, text in own.items():
        path = folder / "bench" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "bench"


def small_material() -> Material:
    return sample_material(products=8, photos=12)


async def opened(folder: Path) -> Studio:
    studio = Studio(folder, small_material(), ADDRESS)
    await studio.open()
    return studio
