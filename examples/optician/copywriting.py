"""What the shop says about a frame, in English and Spanish: its own story, then sentences chosen by its facts."""

from __future__ import annotations

from examples.optician.data import table
from examples.optician.drawing.noise import fraction
from examples.optician.frames import Frame
from examples.optician.palette import WIRE_BUILDS


def summary(frame: Frame, language: str) -> str:
    return str(table("stories")[frame.story][language][0])


def description(frame: Frame, language: str) -> str:
    """Rich text of three paragraphs: the story, the fit, how it is made and glazed."""
    story = table("stories")[frame.story][language][1]
    fit = _sentences(frame, [_width(frame), _bridge(frame), _height(frame)], language)
    make = _sentences(frame, [f"make.{frame.build}", _weight(frame), _glazing(frame)], language)
    return f"<p>{story}</p><p>{fit}</p><p>{make}</p>"


def _sentences(frame: Frame, topics: list[str], language: str) -> str:
    return " ".join(_sentence(frame, topic, language) for topic in topics)


def _sentence(frame: Frame, topic: str, language: str) -> str:
    """The same choice in every language, so that translations say the same."""
    group, key = topic.split(".")
    choices = table("phrases")[group][key][language]
    chosen: str = choices[int(fraction(f"{frame.slug} {topic}") * len(choices))]
    measures = frame.measures
    return chosen.format(
        width=f"{measures.frame_width:g}",
        bridge=f"{measures.bridge:g}",
        temple=f"{measures.temple:g}",
        height=f"{measures.lens_height:g}",
        weight=frame.weight,
    )


def _width(frame: Frame) -> str:
    if frame.gender == "kids":
        return "fit.kids"
    width = frame.measures.frame_width
    return "fit.narrow" if width < 132 else "fit.medium" if width < 141 else "fit.wide"


def _bridge(frame: Frame) -> str:
    if frame.build in (*WIRE_BUILDS, "browline"):
        return "bridge.pads"
    bridge = frame.measures.bridge
    return "bridge.narrow" if bridge < 18 else "bridge.medium" if bridge < 22 else "bridge.wide"


def _height(frame: Frame) -> str:
    height = frame.measures.lens_height
    return "height.low" if height < 34 else "height.middle" if height < 40 else "height.deep"


def _weight(frame: Frame) -> str:
    return "weight.light" if frame.weight < 14 else "weight.middle" if frame.weight < 30 else "weight.heavy"


def _glazing(frame: Frame) -> str:
    if frame.kind == "glasses":
        return "lens.clear"
    return "lens.polarised" if frame.polarised else "lens.plain"
