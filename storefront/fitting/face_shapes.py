"""Which frames go with which face, each answer with its reasons.

Scores are tenths, and only what is known moves them: the frame's shape by two, lens depth, rim and width by one each.
Where a face asks for depth and not for a shape, lenses that were measured count instead of the shape.
So a frame known by its shape alone scores 0.7 at most, and nothing is ever certain. Reasons are text keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storefront.catalogue.models import FaceShapeScore, FrameShape, FrameSize, Product
from storefront.fitting.face_rules import FaceRules, LensDepth, rules
from storefront.fitting.sizes import main_size, width_class

UNSURE = "unsure"  # for who doesn't know their face's shape, or is between two
MAX_REASONS = 4
_NEUTRAL = 5
_SHAPE_COUNTS = 2
_GOES_WELL = 0.7
_CAN_WORK = 0.5
_MANY_FACES = 4


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """What advice looks at: the frame's shape, rim and size as far as they are known."""

    shape: FrameShape
    rim: str | None
    size: FrameSize | None


@dataclass(frozen=True, slots=True)
class ShapeAdvice:
    """A face shape's page in the guide. Reasons and shapes are in the order of the rules; sources are titles."""

    shape: str
    recommended: tuple[FrameShape, ...]
    avoid: tuple[FrameShape, ...]
    reasons: tuple[str, ...]
    sources: tuple[str, ...]


def advise(product: Product) -> list[FaceShapeScore]:
    """A score for each of the seven face shapes and for "unsure", two to four reasons each.

    Nothing for a product that is no frame or whose shape isn't known: there is nothing to judge by.
    """
    if product.shape is None or product.kind not in ("glasses", "sunglasses"):
        return []
    frame = FrameFacts(product.shape, product.rim, main_size(product))
    scores = [_score(face, frame, face_rules) for face, face_rules in rules().faces.items()]
    return [*scores, _unsure(scores)]


def _score(face: str, frame: FrameFacts, face_rules: FaceRules) -> FaceShapeScore:
    evidence = list(_evidence(frame, face_rules))
    tenths = _NEUTRAL + sum(weight for weight, _ in evidence)
    reasons = [reason for _, reason in evidence][: MAX_REASONS - 1]
    return FaceShapeScore(shape=face, score=tenths / 10, reasons=[*map(_key, reasons), _key(face_rules.principle)])


def _evidence(frame: FrameFacts, face: FaceRules) -> Iterator[tuple[int, str]]:
    """What speaks for (above 0) and against (below 0) the frame, what counts most first."""
    depth = _depth(frame.size)
    if face.depth_decides and depth:
        yield _SHAPE_COUNTS * _depth_weight(depth, face), _depth_reason(depth, face)
    else:
        yield _shape_evidence(frame.shape, face)
        yield from _lens_evidence(depth, face)
    if frame.rim in face.rims:
        yield 1, face.rims[frame.rim]
    width = width_class(frame.size.frame_width_mm) if frame.size else None
    if width and width.key in face.widths:
        yield -1, face.widths[width.key]


def _shape_evidence(shape: FrameShape, face: FaceRules) -> tuple[int, str]:
    if shape in face.good:
        return _SHAPE_COUNTS, face.good[shape]
    if shape in face.avoid:
        return -_SHAPE_COUNTS, face.avoid[shape]
    return 0, face.open.get(shape, "shape_neutral")


def _lens_evidence(depth: LensDepth | None, face: FaceRules) -> Iterator[tuple[int, str]]:
    if not (face.good_lenses or face.avoid_lenses):
        return
    if depth is None:
        yield 0, "lens_depth_unknown"
    elif weight := _depth_weight(depth, face):
        yield weight, _depth_reason(depth, face)


def _depth_weight(depth: LensDepth, face: FaceRules) -> int:
    return (depth in face.good_lenses) - (depth in face.avoid_lenses)


def _depth_reason(depth: LensDepth, face: FaceRules) -> str:
    return face.good_lenses.get(depth) or face.avoid_lenses.get(depth) or "medium_depth"


def _depth(size: FrameSize | None) -> LensDepth | None:
    """None when lens height or width isn't known."""
    if size is None or size.lens_height_mm is None or size.lens_width_mm is None:
        return None
    ratio = size.lens_height_mm / size.lens_width_mm
    lines = rules().lens
    return "deep" if ratio >= lines.deep_from else "shallow" if ratio <= lines.shallow_to else "medium"


def _unsure(scores: list[FaceShapeScore]) -> FaceShapeScore:
    """How a frame does over all faces: the mean, rounded down to a tenth."""
    suited = sum(score.score >= _GOES_WELL for score in scores)
    tenths = sum(round(score.score * 10) for score in scores) // len(scores)
    reach = "goes_with_many" if suited >= _MANY_FACES else "goes_with_some" if suited > 1 else "goes_with_few"
    return FaceShapeScore(shape=UNSURE, score=tenths / 10, reasons=[_key(reach), _key("choose_by_width")])


def score_label_key(score: float) -> str:
    """The text key that says a score in words; three steps, since the rules tell no more."""
    step = "well" if score >= _GOES_WELL else "can_work" if score >= _CAN_WORK else "less"
    return f"fit.score.{step}"


def guide() -> list[ShapeAdvice]:
    """All face shapes in the rules' order, then "unsure" with the frames that go with most."""
    known = rules()
    advice = [
        ShapeAdvice(
            face,
            tuple(its.good),
            tuple(its.avoid),
            _reasons(its),
            tuple(known.sources[source] for source in its.sources),
        )
        for face, its in known.faces.items()
    ]
    return [*advice, _unsure_advice(advice)]


def _reasons(face: FaceRules) -> tuple[str, ...]:
    told = [face.principle, *face.good.values(), *face.avoid.values()]
    return tuple(_key(reason) for reason in dict.fromkeys(told))[:MAX_REASONS]


def _unsure_advice(advice: list[ShapeAdvice]) -> ShapeAdvice:
    """Frames that at least three faces are recommended and none is advised against."""
    shapes = dict.fromkeys(shape for its in advice for shape in its.recommended)
    avoided = {shape for its in advice for shape in its.avoid}
    safe = [s for s in shapes if s not in avoided and sum(s in its.recommended for its in advice) >= 3]
    return ShapeAdvice(UNSURE, tuple(safe), (), (_key("between_two_shapes"), _key("choose_by_width")), ())


def _key(reason: str) -> str:
    return f"fit.reason.{reason}"
