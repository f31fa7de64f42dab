"""The report card: counts, scores, budgets, colours; as JSON and as a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from storefront.errors import UnknownBuild
from storefront.seo.findings import Finding
from storefront.seo.report.card import FINDINGS_LISTED, PAGES_LISTED, Looked, encode_card, report_card, sentences
from storefront.seo.report.colours import pairs, unreadable
from storefront.seo.report.missing import missing_texts
from storefront.seo.report.page import report_page
from storefront.seo.report.scores import overall, scores
from storefront.seo.report.stored import read_report, report_key, store_report
from storefront.seo.report.weights import Weights, over_budget
from storefront.seo.rules import RULES, area_of, finding, problem
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.unit.storefront.seo.sites import FACTS, mark

SCOPE = StoreScope("tenant", "optician")
LOOKED = Looked("Optik & <b>Lund</b>", "b1", pages=10, indexable=8)
BROKEN = Finding("error", "broken link", "/", "Gone.", "Mend it.")


def orphans(count: int) -> list[Finding]:
    return [Finding("warning", "orphan page", f"/{n}/", "Alone.", "Link it.") for n in range(count)]


def test_the_card_counts_all_and_lists_the_first() -> None:
    card: dict[str, Any] = json.loads(encode_card(report_card([BROKEN, *orphans(FINDINGS_LISTED + 4)], LOOKED)))
    assert (card["pages"], card["indexable_pages"], card["errors"]) == (10, 8, 1)
    assert card["warnings"] == FINDINGS_LISTED + 4
    assert (len(card["findings"]), card["findings_left_out"]) == (FINDINGS_LISTED, 5)
    broken, lonely = card["checks"]
    assert (broken["level"], broken["check"], broken["area"], broken["count"]) == ("error", "broken link", "links", 1)
    assert broken["pages"] == [{"page": "/", "reason": "Gone."}]
    assert (lonely["count"], len(lonely["pages"]), lonely["remedies"]) == (
        FINDINGS_LISTED + 4,
        PAGES_LISTED,
        ["Link it."],
    )


def test_sentences_of_one_level() -> None:
    assert sentences([BROKEN, *orphans(2)], "error") == ["/: Gone. Mend it."]
    assert len(sentences([BROKEN, *orphans(2)], "warning")) == 2


def test_scores_go_by_pages_and_areas() -> None:
    told = {score.area: score for score in scores([BROKEN, BROKEN, *orphans(4)], 10)}
    assert (told["links"].score, told["links"].errors, told["links"].warnings) == (80, 2, 4)
    assert told["truth"].score == 100
    assert overall(list(told.values())) == 80, "never better than an area with an error"
    one = {score.area: score.score for score in scores([BROKEN], 1000)}
    assert one["links"] == 89, "an error is never among the good"
    assert overall(scores(orphans(4), 10)) == 99
    assert {score.score for score in scores([], 0)} == {100}


def test_every_check_has_an_area_and_a_remedy() -> None:
    for check, rule in RULES.items():
        found = finding("/a/", problem(check, "It is so: really."))
        assert (found.level, found.check, found.page) == (rule.level, check, "/a/")
        assert (found.reason, found.remedy) == ("It is so: really.", rule.remedy)
        assert rule.remedy
    assert area_of("never heard of") == "catalogue"


def test_what_was_noted_in_other_words_stays() -> None:
    assert finding("/", "error: It is broken.") == Finding("error", "note", "/", "It is broken.", "")
    assert finding("/", "p1: the photo x is left out: gone") == Finding(
        "warning", "note", "/", "p1: the photo x is left out: gone", ""
    )


def test_weights_are_those_of_the_heaviest_pages() -> None:
    weights = Weights()
    weights.see(
        [
            mark("/a/", page_type="product", compressed_bytes=9_000, files=["/a.css", "/a.js", "/card.jpg"]),
            mark("/b/", page_type="product", compressed_bytes=11_000, files=["/a.js", "/b.js"]),
            mark("/", page_type="home", compressed_bytes=5_000),
        ]
    )
    assert weights.files == {"/a.css", "/a.js", "/b.js"}
    home, product = weights.told({"/a.css": 16_000, "/a.js": 12_000, "/b.js": 9_000})
    assert (product.pages, product.heaviest, product.html, product.html_budget) == (2, "/b/", 11_000, 30_000)
    assert (product.styles, product.scripts) == (16_000, 21_000)
    assert (home.page_type, home.styles, home.scripts) == ("home", 0, 0)
    assert [found.check for found in over_budget([home, product])] == ["styles too heavy", "scripts too heavy"]


def test_colours_that_meet_are_measured() -> None:
    palettes = {"light": {"background": "#ffffff", "text": "#777777", "edge": "#949494", "primary": "#123456"}}
    text, edge = pairs(palettes)
    assert (text.name, text.ground_name, text.ratio, text.readable) == ("text", "background", 4.48, False)
    assert (edge.name, edge.readable) == ("edge", True)
    [found] = unreadable([text, edge])
    assert "4.48:1, of 4.5:1" in found.reason


def test_texts_without_words_are_told_once_a_locale() -> None:
    facts = replace(FACTS, missing_texts={"es": [f"key.{n}" for n in range(9)], "en": []})
    [found] = missing_texts(facts)
    assert (found.page, found.check) == ("/es/", "text missing")
    assert "9 texts" in found.reason
    assert "key.4 …" in found.reason


def page(*findings: Finding, **changes: Any) -> str:
    return report_page(report_card(sorted(findings), replace(LOOKED, **changes)))


def test_the_page_says_all_of_it_and_needs_nothing_else() -> None:
    weights = Weights()
    weights.see([mark("/p/", page_type="product", compressed_bytes=31_000)])
    html = page(
        BROKEN,
        *orphans(PAGES_LISTED + 3),
        weights=weights.told({}),
        colours=list(pairs({"dark": {"background": "#000000", "text": "#ffffff"}})),
        missing_texts={"es": ["home.title"]},
        feeds=["/feeds/google.en.xml"],
        products_without_feed=2,
    )
    assert "Optik &amp; &lt;b&gt;Lund&lt;/b&gt;" in html
    for told in ("1 error kept", "Mend it.", "and 3 more", "31.0 kB", "21.0 : 1", "home.title", "google.en.xml"):
        assert told in html, told
    assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//|<script|<link|<img', html)
    assert '<html lang="en">' in html


def test_the_page_of_a_store_without_a_fault() -> None:
    html = page()
    for told in ("Nothing was found", "All pages passed", "No text of the theme is missing", "has no feeds"):
        assert told in html, told


async def test_it_is_kept_with_the_build_and_read_back() -> None:
    objects = open_objects("memory://")
    card = report_card([BROKEN], LOOKED)
    key = await store_report(objects, SCOPE, "b1", card)
    assert key == report_key(SCOPE, "b1")
    assert await read_report(objects, SCOPE, "b1") == json.loads(encode_card(card))
    assert b"Mend it." in await objects.get(report_key(SCOPE, "b1", "html"))


async def test_a_build_without_a_card_is_told() -> None:
    objects = open_objects("memory://")
    with pytest.raises(UnknownBuild, match="has no report card"):
        await read_report(objects, SCOPE, "b9")
    await objects.put(report_key(SCOPE, "b1"), b'{"pages": 3, "errors": 0}')
    with pytest.raises(UnknownBuild, match="has no report card"):
        await read_report(objects, SCOPE, "b1")
