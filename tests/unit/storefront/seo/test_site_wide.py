from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from storefront.seo.robots import robots_txt
from storefront.seo.service_worker import precached_paths, service_worker
from storefront.seo.site_wide import other_files, sitemap_entries, sitemap_files
from storefront.seo.sitemaps import SitemapEntry
from storefront.seo.web_manifest import short_name, web_manifest, web_manifest_path
from storefront.storage.manifest import Entry, digest_of
from tests.unit.storefront.seo.sites import FACTS, mark


def test_robots_closes_nothing_and_names_the_sitemap() -> None:
    assert robots_txt("https://o.example/sitemap.xml") == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://o.example/sitemap.xml\n"
    )
    assert b"Sitemap" not in robots_txt(None)


def test_the_web_manifest_of_a_language() -> None:
    facts = replace(FACTS, base_url="https://optik.example/shop")
    made = json.loads(web_manifest(facts, "es"))
    assert (made["start_url"], made["scope"], made["id"]) == ("/shop/es/", "/shop/es/", "/shop/es/")
    assert (made["name"], made["lang"], made["dir"], made["description"]) == ("Optik Lund", "es", "ltr", "Monturas")
    assert made["icons"] == [{"src": "/shop/assets/icon.svg", "type": "image/svg+xml", "sizes": "any"}]
    assert made["theme_color"] == "#112233"


def test_right_to_left_and_nothing_to_describe() -> None:
    made = json.loads(web_manifest(FACTS, "ar"))
    assert made["dir"] == "rtl"
    assert "description" not in made


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Optik Lund", "Optik Lund"),
        ("Brillen und Linsen Müller", "Brillen und"),
        ("Augenoptikermeister", "Augenoptikermeister"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def _asset(path: str, kind: str = "asset") -> Entry:
    return Entry(path, "k", "d", 1, "t", kind)  # type: ignore[arg-type]


def test_styles_scripts_and_icons_are_fetched_in_advance_but_no_prices() -> None:
    entries = [_asset(p) for p in ("/assets/z.css", "/assets/a.js", "/i.svg", "/search/index.en.1.json", "/f.woff2")]
    entries.append(_asset("/images/a/320.svg", "image"))
    assert precached_paths(entries) == ["/assets/a.js", "/assets/z.css", "/f.woff2", "/i.svg"]


def test_the_service_workers_version_follows_its_files() -> None:
    lists = ((["/a.css", "/b.js"], ""), (["/b.js", "/a.css"], ""), (["/a2.css"], ""), (["/a2.css"], "/s"))
    versions = [
        re.search(rb'VERSION = "([0-9a-f]{16})"', service_worker(paths, prefix=prefix)) for paths, prefix in lists
    ]
    found = [match[1] for match in versions if match]
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_the_service_worker_lists_addresses_below_the_stores_path() -> None:
    script = service_worker(["/a.css"], prefix="/shop").decode()
    assert '"/shop/a.css"' in script
    assert 'const BASE = "/shop"' in script
    assert "@" not in script
    for handler in ("install", "activate", "fetch"):
        assert f'self.addEventListener("{handler}"' in script


def test_no_address_breaks_out_of_the_script() -> None:
    script = service_worker([], prefix='/a";alert(1)//').decode()
    assert 'const BASE = "/a\\";alert(1)//";' in script


def test_the_kill_switch_takes_the_worker_away() -> None:
    script = service_worker(["/a.css"], enabled=False).decode()
    assert "registration.unregister()" in script
    assert "/a.css" not in script
    assert '"fetch"' not in script


def test_pages_that_may_not_be_shown_are_not_in_the_sitemap() -> None:
    versions = {"en": "/a/", "es": "/es/a/"}
    marks = [mark("/a/", images=["/images/1.jpg"], alternates=versions), mark("/cart/", indexable=False)]
    (entry,) = sitemap_entries(marks, FACTS)
    assert entry.address == "https://optik.example/a/"
    assert entry.images == ["https://optik.example/images/1.jpg"]
    assert [code for code, _ in entry.alternates] == ["en", "es", "x-default"]


def test_the_sitemaps_index_names_its_shards() -> None:
    shard, index = sitemap_files([SitemapEntry("https://optik.example/")], FACTS)
    assert shard.path == f"/sitemap-00001.{digest_of(shard.data)[:10]}.xml"
    assert index.path == "/sitemap.xml"
    assert f"https://optik.example{shard.path}".encode() in index.data


def test_no_sitemap_without_pages_or_public_address() -> None:
    assert list(sitemap_files([], FACTS)) == []
    assert list(sitemap_files([SitemapEntry("/")], replace(FACTS, base_url=""))) == []


def test_the_other_files() -> None:
    files = {file.path: file for file in other_files(FACTS, ["/a.css"], has_sitemap=True)}
    manifests = [web_manifest_path(FACTS, locale) for locale in ("en", "es")]
    assert list(files) == ["/robots.txt", *manifests, "/service-worker.js"]
    assert manifests[0] == f"/assets/site.en.{digest_of(files[manifests[0]].data)[:10]}.webmanifest"
    assert b"Sitemap: https://optik.example/sitemap.xml" in files["/robots.txt"].data
    assert files[manifests[1]].content_type.startswith("application/manifest+json")
    off = list(other_files(replace(FACTS, service_worker=False), [], has_sitemap=False))[-1]
    assert b"unregister" in off.data


def test_a_page_says_since_when_it_is_as_it_is_where_that_is_known() -> None:
    marks = [mark("/products/alba/", modified="2026-02-03"), mark("/shop/")]
    assert [entry.last_modified for entry in sitemap_entries(marks, FACTS)] == ["2026-02-03", None]
