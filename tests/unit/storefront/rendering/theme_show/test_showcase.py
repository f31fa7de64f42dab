"""The showcase has every component and page type, and the hard cases come out as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from storefront.rendering.theme_dev.studio import Studio
from storefront.rendering.theme_show.cases import CASES, with_cases
from storefront.rendering.theme_show.components import COMPONENTS
from storefront.rendering.theme_show.showcase import showcase, styles
from storefront.rendering.themes import BUILT_IN
from submitter.theme_folder import write_showcase
from submitter.theme_pictures import SamplePictures
from tests.factories.previews import ADDRESS, small_material, write_bench


@pytest.fixture
async def studio() -> Studio:
    made = Studio(BUILT_IN / "modern-minimal", with_cases(small_material()), ADDRESS)
    await made.open()
    return made


async def test_every_component_and_page_type_is_there(studio: Studio) -> None:
    assert studio.bench is not None
    html = showcase(studio.bench)
    for component in COMPONENTS:
        assert f"<h2>{component.name}</h2>" in html
    assert "This theme shows none" not in html.partition("Card: bare")[2].partition("<h2>Cards</h2>")[0]
    kinds = {page.type for page in studio.bench.planned.pages.values()}
    assert {kind for kind in kinds if f"<h2>Page: {kind}</h2>" in html} == kinds
    assert "--color-text" in styles(studio.bench)


async def test_hostile_names_are_shown_as_they_are_written(studio: Studio) -> None:
    html = studio.html("/products/case-hostile/") or ""
    assert "Dolce &amp; Gabbana&#39;s &lt;b&gt;Ørgreen&lt;/b&gt; {{ 7*7 }}</h1>" in html
    assert CASES["long-name"]["name"] in (studio.html("/products/case-long-name/") or "")


async def test_a_broken_component_leaves_the_others(tmp_path: Path) -> None:
    broken = write_bench(tmp_path, **{"templates/size_guide.html": "{{ page.nothing }}"})
    studio = Studio(broken, with_cases(small_material()), ADDRESS)
    await studio.open()
    assert studio.bench is not None
    html = showcase(studio.bench)
    assert "size_guide.html, line 1" in html
    assert "<h2>Footer</h2>" in html


async def test_a_folder_has_all_that_its_pages_name(studio: Studio, tmp_path: Path) -> None:
    assert studio.bench is not None
    pictures = SamplePictures(tmp_path / "sample", 8, 12)
    count = await write_showcase(tmp_path / "out", studio.bench, pictures)
    assert (tmp_path / "out" / "index.html").is_file()
    assert len([path for path in (tmp_path / "out").rglob("*") if path.is_file()]) == count
    assert list((tmp_path / "out" / "images").rglob("*.webp"))
