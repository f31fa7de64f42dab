from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from storefront.seo.sitemaps import IMAGES_PER_PAGE, SitemapEntry, sitemap_index, sitemap_shards

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
LINK = "{http://www.w3.org/1999/xhtml}link"
BASE = "https://optik.example"


def _tree(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - made by us


def test_a_page_with_everything() -> None:
    entry = SitemapEntry(
        f"{BASE}/a/?x=1&y=<2>",
        [f"{BASE}/1.jpg?a&b"],
        [("en", f'{BASE}/a/?"q"&'), ("x-default", f"{BASE}/a/")],
        "2025-02-03",
    )
    (data,) = sitemap_shards([entry])
    (url,) = _tree(data)
    assert url.findtext(f"{S}loc") == entry.address
    assert url.findtext(f"{S}lastmod") == "2025-02-03"
    assert [(link.get("hreflang"), link.get("href")) for link in url.iter(LINK)] == list(entry.alternates)
    assert {link.get("rel") for link in url.iter(LINK)} == {"alternate"}
    assert [image.text for image in url.iter(f"{IMAGE}loc")] == list(entry.images)


def test_no_date_unless_it_is_known() -> None:
    (data,) = sitemap_shards([SitemapEntry(f"{BASE}/")])
    assert b"lastmod" not in data


def test_pictures_are_limited() -> None:
    (data,) = sitemap_shards([SitemapEntry(f"{BASE}/", [f"{BASE}/{n}.jpg" for n in range(50)])])
    assert data.count(b"<image:loc>") == IMAGES_PER_PAGE


@pytest.mark.parametrize(("pages", "per_file", "expected"), [(0, 3, []), (3, 3, [3]), (7, 3, [3, 3, 1])])
def test_shards_by_number(pages: int, per_file: int, expected: list[int]) -> None:
    entries = [SitemapEntry(f"{BASE}/{n}/") for n in range(pages)]
    shards = list(sitemap_shards(entries, urls=per_file))
    assert [len(_tree(data)) for data in shards] == expected
    told = [url.findtext(f"{S}loc") for data in shards for url in _tree(data)]
    assert told == [entry.address for entry in entries]


def test_shards_by_size() -> None:
    entries = [SitemapEntry(f"{BASE}/{n}/") for n in range(100)]
    shards = list(sitemap_shards(entries, size_bytes=1000))
    assert len(shards) > 3
    assert all(len(data) < 1000 + 300 for data in shards)  # 300: the file's own first and last lines


def test_an_index() -> None:
    tree = _tree(sitemap_index([f"{BASE}/a.xml?x&y", f"{BASE}/b.xml"]))
    assert tree.tag == f"{S}sitemapindex"
    assert [e.text for e in tree.iter(f"{S}loc")] == [f"{BASE}/a.xml?x&y", f"{BASE}/b.xml"]
