from __future__ import annotations

import pytest

from storefront.publishing.headers import cache_policy, headers_file, headers_of, is_text, survives_switch
from storefront.storage.manifest import Entry
from tests.factories.releases import entry_of

YEAR = "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("/assets/main.1f2e3d.css", YEAR),
        ("/search/shards/facts-00.es-MX.0a1b2c.json", YEAR),
        ("/search/shards/cards-31.en.0a1b2c.json", YEAR),
        ("/search/index.en.json", "no-cache"),
        ("/images/ab12/r1/768.avif", "public, max-age=86400"),
        ("/", "no-cache"),
        ("/search/", "no-cache"),
        ("/es/products/aviator/", "no-cache"),
        ("/service-worker.js", "no-cache"),
        ("/prices/aviator.json", "no-cache"),
        ("/assets/site.en.0a1b2c3d4e.webmanifest", YEAR),
        ("/sitemap-00001.0a1b2c3d4e.xml", YEAR),
        ("/sitemap-00001.xml", "no-cache"),
        ("/sitemap.xml", "no-cache"),
        ("/assetsmith/", "no-cache"),
    ],
)
def test_only_names_that_change_with_their_content_are_kept_without_asking(path: str, policy: str) -> None:
    assert cache_policy(path) == policy
    assert survives_switch(path) is (policy != "no-cache")


@pytest.mark.parametrize(
    ("content_type", "text"),
    [
        ("text/html; charset=utf-8", True),
        ("application/json", True),
        ("application/manifest+json", True),
        ("image/svg+xml", True),
        ("image/webp", False),
        ("font/woff2", False),
    ],
)
def test_texts_are_what_compression_helps(content_type: str, text: bool) -> None:
    assert is_text(content_type) is text


def test_an_entry_says_its_type_and_that_texts_vary_by_encoding() -> None:
    assert headers_of(entry_of("/a/", b"x")) == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
    }
    assert "Vary" not in headers_of(entry_of("/images/a/1.webp", b"x"))


def rules(entries: list[Entry]) -> dict[str, dict[str, str]]:
    """A `_headers` file as a host reads it."""
    read = {}
    for block in headers_file(entries).decode().split("\n\n"):
        path, *lines = block.splitlines()
        read[path] = dict(line.strip().split(": ", 1) for line in lines)
    return read


def test_a_static_host_is_told_the_same() -> None:
    paths = [
        "/",
        "/sitemap.xml",
        "/robots.txt",
        "/assets/site.en.0a.webmanifest",
        "/sitemap-00001.0a.xml",
        "/search/shards/facts-00.en.0a.json",
        "/assets/a.js",
        "/license",
    ]
    told = rules([entry_of(path, b"x") for path in paths])
    assert told["/*"]["X-Content-Type-Options"] == "nosniff"
    assert told["/*"]["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert told["/assets/*"] == {"Cache-Control": YEAR}
    assert told["/search/shards/*"] == {"Cache-Control": YEAR}
    assert told["/sitemap-00001.0a.xml"] == {"Cache-Control": YEAR}
    manifest = "/assets/site.en.0a.webmanifest"
    assert told[manifest] == {"Content-Type": "application/manifest+json"}
    own = {"/sitemap-00001.0a.xml", manifest, "/license"}
    assert told["/prices/*"] == {"Cache-Control": "no-cache"}
    assert told.keys() == {"/*", "/assets/*", "/search/shards/*", "/images/*", "/prices/*", *own}


def test_a_large_shop_s_rules_stay_few() -> None:
    """Some hosts read a hundred of them, and leave out the rest."""
    shards = [f"/search/shards/{kind}-{number}.en.0a.json" for kind in ("facts", "cards") for number in range(256)]
    assert len(rules([entry_of(path, b"x") for path in shards])) == 5


def test_no_path_gets_one_header_from_two_rules() -> None:
    """Hosts join the values of all rules that match: two cache policies would be one broken one."""
    told = rules([entry_of(path, b"x") for path in ("/", "/search/shards/facts-00.en.0a.json", "/assets/a.js")])
    assert "Cache-Control" not in told["/*"]
