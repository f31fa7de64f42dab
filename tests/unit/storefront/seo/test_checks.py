from __future__ import annotations

from dataclasses import replace

import pytest

from storefront.seo.checks import SiteChecks
from storefront.seo.marks import PageMark
from storefront.seo.page_checks import check_address
from tests.unit.storefront.seo.sites import FACTS, mark


def found(*marks: PageMark, paths: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    checks = SiteChecks()
    checks.see(marks)
    checks.provide([*(m.path for m in marks), *paths])
    return [(f.level, f.check, f.page) for f in checks.findings()]


HOME = mark("/", links=["/a/"])


def test_a_good_site_has_no_findings() -> None:
    assert found(HOME, mark("/a/", links=["/"], images=["/images/1.jpg"]), paths=("/images/1.jpg",)) == []


def test_a_link_to_nothing() -> None:
    broken = mark("/a/", links=["/", "/gone/"])
    assert found(HOME, broken) == [("error", "broken link", "/a/")]


def test_a_broken_link_of_many_pages_is_one_finding_that_names_the_first_and_counts() -> None:
    checks = SiteChecks()
    checks.see(
        [mark("/", links=["/gone/", "/a/", "/b/"]), mark("/b/", links=["/gone/"]), mark("/a/", links=["/gone/"])]
    )
    checks.provide(["/", "/a/", "/b/"])
    (finding,) = checks.findings()
    assert finding.page == "/"
    assert "2 more pages" in finding.reason
    assert "/gone/" in finding.reason


def test_a_picture_that_is_not_there() -> None:
    assert found(HOME, mark("/a/", images=["/images/gone.jpg"])) == [("error", "broken link", "/a/")]


@pytest.mark.parametrize("paths", [("/x/",), ("/x/", "/x"), ("/x", "/x/")])
def test_a_link_without_its_final_slash(paths: tuple[str, ...]) -> None:
    expected = [] if "/x" in paths else [("warning", "link needs a redirect", "/a/")]
    assert found(HOME, mark("/a/", links=["/x"]), paths=paths) == expected


def test_a_page_nobody_links_to() -> None:
    assert found(HOME, mark("/a/"), mark("/alone/", links=["/alone/"])) == [("warning", "orphan page", "/alone/")]
    assert found(HOME, mark("/a/"), mark("/404.html", indexable=False)) == []


@pytest.mark.parametrize("kind", ["title", "description"])
def test_texts_that_two_pages_share(kind: str) -> None:
    same = {kind: "The same"}
    assert found(mark("/", links=["/a/"], **same), mark("/a/", **same)) == [("warning", f"{kind} not unique", "/a/")]


def test_texts_may_be_the_same_in_another_language_or_on_pages_not_shown() -> None:
    home = mark("/", links=["/es/"], title="Optik")
    assert found(home, mark("/es/", locale="es", title="Optik")) == []
    assert found(home, mark("/es/", indexable=False, title="Optik")) == []


def test_missing_and_long_texts() -> None:
    assert found(mark("/", title="")) == [("error", "title missing", "/")]
    assert found(mark("/", title="x" * 61)) == [("warning", "title too long", "/")]
    assert found(mark("/", description="")) == [("warning", "description missing", "/")]
    assert found(mark("/", description="x" * 161)) == [("warning", "description too long", "/")]
    assert found(mark("/", description="", indexable=False)) == []


def test_problems_that_pages_bring_along() -> None:
    problems = ["error: price differs", "warning: no alt text", "photo is small"]
    checks = SiteChecks()
    checks.see([mark("/", problems=problems)])
    assert [(f.level, f.reason) for f in checks.findings()] == [
        ("error", "price differs"),
        ("warning", "no alt text"),
        ("warning", "photo is small"),
    ]


VERSIONS = {"en": "/", "es": "/es/"}


def test_language_versions_that_name_each_other() -> None:
    home = mark("/", alternates=VERSIONS, links=["/es/"])
    assert found(home, mark("/es/", locale="es", alternates=VERSIONS)) == []


@pytest.mark.parametrize(
    "spanish",
    [
        mark("/es/", locale="es"),
        mark("/es/", locale="es", alternates=VERSIONS, indexable=False),
        mark("/es/", locale="fr", alternates=VERSIONS),
        mark("/es/", locale="es", alternates={"en": "/other/", "es": "/es/"}),
    ],
    ids=["silent", "not shown", "other language", "names another page"],
)
def test_language_versions_that_do_not(spanish: PageMark) -> None:
    home = mark("/", alternates=VERSIONS, links=["/es/"])
    assert ("error", "language versions", "/") in found(home, spanish)


def test_a_page_that_is_not_among_its_own_versions() -> None:
    other = mark("/es/", locale="es", alternates=VERSIONS, links=["/", "/a/"])
    home = mark("/", alternates=VERSIONS, links=["/es/"])
    assert found(home, other, mark("/a/", alternates=VERSIONS)) == [("error", "language versions", "/a/")]


def test_a_stores_address() -> None:
    assert list(check_address(FACTS)) == []
    (missing,) = check_address(replace(FACTS, base_url=""))
    (below,) = check_address(replace(FACTS, base_url="https://optik.example/shop"))
    assert "base_url" in missing.remedy
    assert "https://optik.example/shop/sitemap.xml" in below.remedy
