"""A showcase as a folder that any web server can show: its pages, what they fetch, the pictures they name."""

from __future__ import annotations

import re
from pathlib import Path

from storefront.rendering.theme_dev.bench import Bench
from storefront.rendering.theme_dev.looks import STYLESHEET
from storefront.rendering.theme_show.showcase import STYLES, showcase, styles
from submitter.theme_pictures import Pictures

_PICTURE = re.compile(r"/images/[\w./-]+")


async def write_showcase(folder: Path, bench: Bench, pictures: Pictures) -> int:
    """Write index.html with everything behind it; how many files there are."""
    texts = {"/": showcase(bench), STYLES: styles(bench), STYLESHEET: bench.looks.later}
    texts |= {path if path != "/" else "/home/": bench.html(path) for path in bench.planned.pages}
    files = {path: text.encode() for path, text in texts.items()}
    files |= {f"/{name}": data for name, data in bench.theme.assets.items()} | bench.planned.files
    for path in sorted({path for text in texts.values() for path in _PICTURE.findall(text)}):
        picture = await pictures.picture(path)
        if picture is not None:
            files[path] = picture[0]
    for path, data in files.items():
        place = folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return len(files)
