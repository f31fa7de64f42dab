from __future__ import annotations

import re

import pytest

from examples.optician import shop
from examples.optician.copywriting import description, summary
from examples.optician.data import table
from examples.optician.frames import frames, table_frames
from examples.optician.reviews import AUTHORS, reviews_of


def test_every_frame_has_its_own_story_in_both_languages() -> None:
    stories = table("stories")
    assert set(stories) == {frame.slug for frame in table_frames()}
    for language in ("en", "es"):
        told = [part for story in stories.values() for part in story[language]]
        assert len(told) == 120 == len(set(told))
    assert all(story["en"][number] != story["es"][number] for story in stories.values() for number in (0, 1))


def test_phrases_run_in_parallel() -> None:
    for topic, keys in table("phrases").items():
        for key, languages in keys.items():
            assert len(languages["en"]) == len(languages["es"]), (topic, key)
            for english, spanish in zip(languages["en"], languages["es"], strict=True):
                assert re.findall(r"{\w+}", english) == re.findall(r"{\w+}", spanish), english


@pytest.mark.parametrize("language", ["en", "es"])
def test_descriptions_are_unique_and_complete(language: str) -> None:
    written = [description(frame, language) for frame in frames(60)]
    assert len(set(written)) == 60
    for frame, text in zip(table_frames(), written, strict=True):
        assert "{" not in text
        assert f"{frame.measures.frame_width:g} mm" in text
        assert f"{frame.measures.bridge:g} mm" in text
        assert f"{frame.weight} g" in text
        assert len(summary(frame, language)) < 120


def test_a_low_lens_is_not_sold_for_progressives() -> None:
    folio = next(frame for frame in table_frames() if frame.slug == "folio")
    assert folio.measures.lens_height < 34
    assert "progressives" not in description(folio, "en").split("</p>")[1] or "tight" in description(folio, "en")


def test_polarised_lenses_are_only_told_of_where_they_are() -> None:
    for frame in frames(120):
        told = "olarised category 3" in description(frame, "en") or "are polarised" in description(frame, "en")
        assert told == frame.polarised, frame.name


def test_reviews_name_nobody_and_keep_to_their_language() -> None:
    written = [review for frame in frames(120) for review in reviews_of(frame)]
    assert {review.author for review in written} == set(AUTHORS.values())
    assert {review.locale for review in written} == {"en", "es"}
    assert len({review.id for review in written}) == len(written)
    assert all("2024-02-01" <= (review.date or "") <= "2025-12-31" for review in written)


def test_reviews_fit_the_frame() -> None:
    light = {row["title"] for rows in table("reviews").values() for row in rows if row["when"] == "light"}
    for frame in frames(300):
        if frame.weight >= 14:
            assert not light & {review.title for review in reviews_of(frame)}


def test_the_shop_is_complete_in_spanish() -> None:
    configuration = shop.configuration()
    spanish = configuration.translations["es"]
    assert configuration.locales == ["en", "es"]
    assert all(value for value in spanish.model_dump().values())
    assert spanish.about != configuration.about
    assert {policy.kind for policy in configuration.policies} == {"shipping", "returns", "privacy", "terms"}
    assert all(policy.translations["es"].body != policy.body for policy in configuration.policies)
    assert all(brand.translations["es"] for brand in shop.brands())
    for category in shop.categories():
        told = category.translations["es"]
        assert told.name
        assert told.description


def test_categories_are_a_tree_of_two_levels() -> None:
    categories = {category.id: category for category in shop.categories()}
    tops = {name for name, category in categories.items() if category.parent_id is None}
    assert tops == {"glasses", "sunglasses"}
    assert {category.parent_id for category in categories.values()} - {None} == tops


def test_the_address_is_nobodys() -> None:
    configuration = shop.configuration()
    assert configuration.base_url.endswith(".example")
    assert configuration.contact_email.endswith(".example")
    assert "Example" in configuration.address.street
