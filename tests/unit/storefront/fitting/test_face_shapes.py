from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

import pytest

from storefront.catalogue.models import FaceShapeScore, FrameShape, FrameSize, Product, Variant
from storefront.fitting.face_rules import FaceShape, rules
from storefront.fitting.face_shapes import UNSURE, advise, guide, score_label_key
from storefront.fitting.words import fitting_texts


def frame(shape: FrameShape | None, **changes: Any) -> Product:
    facts = {"id": "p", "slug": "p", "name": "P", "price": Decimal(1), "currency": "EUR", "shape": shape}
    return Product(**facts | changes)


def scores(product: Product) -> dict[str, FaceShapeScore]:
    return {score.shape: score for score in advise(product)}


def lenses(width: float, height: float, total: float | None = None) -> FrameSize:
    return FrameSize(lens_width_mm=width, lens_height_mm=height, frame_width_mm=total)


# The table opticians teach by: face, frame, whether it goes (+), not (-) or nothing is said (=).
TABLE = [
    ("round", "rectangle", "+"),
    ("round", "round", "-"),
    ("round", "panto", "="),
    ("square", "round", "+"),
    ("square", "oval", "+"),
    ("square", "square", "-"),
    ("oval", "geometric", "+"),
    ("heart", "aviator", "+"),
    ("heart", "browline", "-"),
    ("heart", "cat-eye", "="),
    ("diamond", "cat-eye", "+"),
    ("diamond", "oval", "+"),
    ("triangle", "browline", "+"),
    ("oblong", "aviator", "+"),
    ("oblong", "rectangle", "-"),
]


@pytest.mark.parametrize(("face", "shape", "goes"), TABLE)
def test_the_table(face: str, shape: FrameShape, goes: str) -> None:
    assert scores(frame(shape))[face].score == {"+": 0.7, "=": 0.5, "-": 0.3}[goes]


def test_seven_faces_and_the_unsure() -> None:
    assert list(scores(frame("round"))) == [*get_args(FaceShape), UNSURE]


@pytest.mark.parametrize("shape", get_args(FrameShape))
@pytest.mark.parametrize("rim", [None, "half", "rimless"])
@pytest.mark.parametrize("size", [None, lenses(50, 45), lenses(52, 30, 120), lenses(52, 37, 150)])
def test_reasons_and_limits(shape: FrameShape, rim: str | None, size: FrameSize | None) -> None:
    for score in advise(frame(shape, rim=rim, size=size)):
        assert 2 <= len(score.reasons) <= 4
        assert len(set(score.reasons)) == len(score.reasons)
        assert score.score * 10 == round(score.score * 10)
        assert 0.1 <= score.score <= 0.9
        for language in ("en", "es"):
            assert set(score.reasons) <= fitting_texts(language).keys()


def test_who_knows_the_shape_alone_claims_no_more() -> None:
    for shape in get_args(FrameShape):
        assert max(score.score for score in advise(frame(shape))) <= 0.7


def test_shallow_lenses_suit_a_round_face_and_stretch_a_long_one() -> None:
    shallow = scores(frame("cat-eye", size=lenses(52, 30)))
    assert shallow["round"].score == 0.6
    assert "fit.reason.shallow_lengthens" in shallow["round"].reasons
    assert shallow["oblong"].score == 0.3


def test_measured_lenses_count_instead_of_the_shapes_usual_depth() -> None:
    by_depth = {h: scores(frame("aviator", size=lenses(50, h)))["oblong"] for h in (45, 36, 30)}
    assert [score.score for score in by_depth.values()] == [0.7, 0.5, 0.3]
    assert all("fit.reason.usually_deep" not in score.reasons for score in by_depth.values())
    assert "fit.reason.medium_depth" in by_depth[36].reasons


def test_unknown_depth_is_said() -> None:
    assert "fit.reason.lens_depth_unknown" in scores(frame("square"))["round"].reasons
    assert "fit.reason.lens_depth_unknown" not in scores(frame("square", size=lenses(50, 36)))["round"].reasons


def test_the_first_variants_size_stands_for_the_product() -> None:
    sized = frame("square", variants=[Variant(id="a"), Variant(id="b", size=lenses(52, 30))])
    assert scores(sized)["round"].score == 0.8


@pytest.mark.parametrize(("face", "rim"), [("square", "rimless"), ("triangle", "half"), ("heart", "rimless")])
def test_rims(face: str, rim: str) -> None:
    with_rim, without = scores(frame("geometric", rim=rim))[face], scores(frame("geometric", rim="full"))[face]
    assert round(with_rim.score - without.score, 1) == 0.1


@pytest.mark.parametrize(("width", "score"), [(120, 0.6), (132, 0.7), (150, 0.6)])
def test_an_oval_face_takes_neither_very_narrow_nor_oversize(width: float, score: float) -> None:
    assert scores(frame("round", size=lenses(50, 36, width)))["oval"].score == score


@pytest.mark.parametrize(
    "product",
    [frame(None), frame("round", kind="accessory"), frame("round", kind="contact-lenses")],
    ids=["no shape", "accessory", "contact lenses"],
)
def test_nothing_to_judge_by_no_scores(product: Product) -> None:
    assert advise(product) == []


@pytest.mark.parametrize(
    ("product", "reach", "mean"),
    [
        (frame("oval"), "many", 0.6),  # oval, square, heart, diamond 0.7, the other three 0.5: 4.3 / 7
        (frame("geometric"), "some", 0.5),  # oval, round
        (frame("butterfly", size=FrameSize(frame_width_mm=150)), "few", 0.5),  # oblong; oversize on an oval face
    ],
)
def test_the_unsure_hear_how_many_faces_a_frame_goes_with(product: Product, reach: str, mean: float) -> None:
    told = scores(product)[UNSURE]
    assert told.reasons == [f"fit.reason.goes_with_{reach}", "fit.reason.choose_by_width"]
    assert told.score == mean


@pytest.mark.parametrize(("score", "key"), [(0.9, "well"), (0.7, "well"), (0.6, "can_work"), (0.4, "less")])
def test_scores_in_words(score: float, key: str) -> None:
    assert score_label_key(score) == f"fit.score.{key}"
    assert score_label_key(score) in fitting_texts("en")


def test_the_guide_has_words_and_sources_for_everything() -> None:
    pages = guide()
    assert [page.shape for page in pages] == [*get_args(FaceShape), UNSURE]
    for page in pages:
        assert page.recommended
        assert not set(page.recommended) & set(page.avoid)
        assert len(page.reasons) >= 2
        assert bool(page.sources) == (page.shape != UNSURE)
        for language in ("en", "es"):
            texts = fitting_texts(language)
            assert {f"fit.face.{page.shape}", f"fit.face.{page.shape}.description", *page.reasons} <= texts.keys()


def test_the_unsure_are_recommended_what_no_face_avoids() -> None:
    unsure = guide()[-1]
    for shape in unsure.recommended:
        assert all(scores(frame(shape))[face].score >= 0.5 for face in get_args(FaceShape))


def test_every_frame_shape_and_reason_has_words_in_both_languages() -> None:
    english, spanish = fitting_texts("en"), fitting_texts("es")
    assert english.keys() == spanish.keys()
    assert {f"fit.frame.{shape}" for shape in get_args(FrameShape)} <= english.keys()
    same = {key for key in english if english[key] == spanish[key]}
    assert same == {"fit.frame.browline", "fit.frame.panto", "fit.frame.wayfarer"}


def test_a_region_has_its_languages_words_and_an_unknown_language_english() -> None:
    assert fitting_texts("es-MX") == fitting_texts("es")
    assert fitting_texts("sv") == fitting_texts("en")


def test_every_source_of_the_rules_is_named_and_used() -> None:
    known = rules()
    assert {source for face in known.faces.values() for source in face.sources} == known.sources.keys()
