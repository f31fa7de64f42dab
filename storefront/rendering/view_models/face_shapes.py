"""What goes with which face: on a product's page, and as a guide. Fitting decides; here it is put into words."""

from __future__ import annotations

from storefront.catalogue.models import FaceShapeScore, Product
from storefront.fitting.face_shapes import UNSURE, ShapeAdvice, advise, guide, score_label_key
from storefront.fitting.questions import FACE_QUESTIONS
from storefront.rendering.contract import FaceShapeAdvice, FaceShapeGuideContent, ShapeGuide
from storefront.rendering.view_models.cards import card_views
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.home import shape_choice
from storefront.rendering.view_models.labels import choice_label
from storefront.rendering.view_models.questions import questions


def face_shape_advice(context: PageContext, product: Product) -> list[FaceShapeAdvice]:
    """Best first; nothing where the store does without, or where too little is known of the frame.

    Who is unsure of their face gets an answer in the guide, not on every product.
    """
    if not context.configuration.enable_face_shape_filter:
        return []
    scores = [score for score in advise(product) if score.shape != UNSURE]
    return [_advice(context, score) for score in sorted(scores, key=lambda score: (-score.score, score.shape))]


def _advice(context: PageContext, score: FaceShapeScore) -> FaceShapeAdvice:
    return {
        "shape": score.shape,
        "label": context.texts(f"fit.face.{score.shape}"),
        "score": score.score,
        "score_label": context.texts(score_label_key(score.score)),
        "reasons": [context.texts(reason) for reason in score.reasons],
    }


def face_shape_guide_content(context: PageContext) -> FaceShapeGuideContent:
    return {
        "shapes": [_guide(context, advice) for advice in guide()],
        "questions": questions(FACE_QUESTIONS, context.texts),
    }


def _guide(context: PageContext, advice: ShapeAdvice) -> ShapeGuide:
    texts, counts, pages = context.texts, context.data["counts"], context.data["pages"]
    return {
        "shape": advice.shape,
        "label": texts(f"fit.face.{advice.shape}"),
        "description": texts(f"fit.face.{advice.shape}.description"),
        "recommended": [shape_choice(context, one, counts.get(one, 0), pages.get(one)) for one in advice.recommended],
        "avoid": [choice_label("shape", shape, None, texts) for shape in advice.avoid],
        "reasons": [texts(reason) for reason in advice.reasons],
        "cards": card_views(context, context.data["cards"][advice.shape]),
    }
