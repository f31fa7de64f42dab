from __future__ import annotations

from typing import Any

import orjson
import pytest

from storefront.fitting.face_shapes import guide
from storefront.fitting.questions import FACE_QUESTIONS, SIZE_QUESTIONS
from storefront.fitting.words import fitting_texts
from storefront.rendering.contract import PageType
from storefront.rendering.view_models.views import view_of
from tests.unit.storefront.rendering.view_models.pages import a_context

NO_CARDS: dict[str, Any] = {"counts": {}, "pages": {}, "cards": {advice.shape: [] for advice in guide()}}


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize(("page_type", "keys"), [("size_guide", SIZE_QUESTIONS), ("face_shape_guide", FACE_QUESTIONS)])
def test_a_guides_markup_asks_what_its_page_does(page_type: PageType, keys: tuple[str, ...], locale: str) -> None:
    view = view_of(a_context(page_type, NO_CARDS, locale=locale))
    shown = view["content"]["questions"]
    assert len(shown) == len(keys) >= 5
    nodes = orjson.loads(view["structured_data"][0].encode())["@graph"]
    [page] = [node for node in nodes if node["@type"] == "FAQPage"]
    told = [(one["name"], one["acceptedAnswer"]["text"]) for one in page["mainEntity"]]
    assert told == [(one["question"], one["answer"]) for one in shown]


def test_both_languages_have_words_of_their_own() -> None:
    english, spanish = fitting_texts("en"), fitting_texts("es")
    keys = [key for key in english if key.startswith(("fit.question.", "fit.answer."))]
    assert len(keys) == 2 * len({*SIZE_QUESTIONS, *FACE_QUESTIONS})
    assert all(english[key] != spanish[key] for key in keys)
